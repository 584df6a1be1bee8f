"""`dealcoach coach`, `new` and `export csv` with answers from a pipe, in this process."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from dealcoach.__main__ import run
from dealcoach.coaching.untouched import comments
from dealcoach.reading import writing

from .samples import DEAL, write

DAY = ("--as-of", "2026-11-21")


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Call = Callable[..., Ran]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Calls dealcoach in an empty folder with these lines on standard input."""
    monkeypatch.chdir(tmp_path)

    def called(*arguments: str, lines: str = "") -> Ran:
        monkeypatch.setattr("sys.argv", ["dealcoach", *arguments])
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines.encode()), encoding="utf-8"))
        capsys.readouterr()
        try:
            code = run()
        except SystemExit as ended:
            code = int(ended.code or 0)
        out, err = capsys.readouterr()
        return Ran(int(code), out, err)

    return called


def test_coach_from_a_pipe(call: Call, tmp_path: Path) -> None:
    file = write(tmp_path)
    ran = call("coach", "harbour.yaml", *DAY, lines="Run the trial with Bea Okoro\nnext friday\nBea\nquit\n")
    assert ran.code == 0, ran.err
    assert "-> " in ran.out and "Friday, 27 November 2026" in ran.out
    assert "Saved: 1 answer." in ran.out
    after = file.read_text()
    assert "    due: 2026-11-27\n    with: [Bea Okoro]\n" in after
    assert comments(after) == comments(DEAL)
    assert "\x1b" not in ran.out
    assert not list(tmp_path.glob(".*.tmp"))


def test_the_end_of_input_is_quit_and_saved(call: Call, tmp_path: Path) -> None:
    file = write(tmp_path)
    ran = call("coach", "harbour.yaml", *DAY, lines="Run the trial with Bea\ntomorrow\n\nHalf an answer\n")
    assert ran.code == 0
    assert "Run the trial with Bea" in file.read_text()
    assert "Half an answer" not in file.read_text()


def test_nothing_typed_leaves_the_bytes_alone(call: Call, tmp_path: Path) -> None:
    file = write(tmp_path)
    stamp = file.stat().st_mtime_ns
    assert call("coach", "harbour.yaml", *DAY, lines="\n" * 100).code == 0
    assert file.read_text() == DEAL and file.stat().st_mtime_ns == stamp


def test_an_invalid_file_shows_its_problems(call: Call, tmp_path: Path) -> None:
    write(tmp_path, DEAL.replace("stage: proposal", "stagee: proposal"))
    ran = call("coach", "harbour.yaml", *DAY, lines="Fines\n")
    assert ran.code == 1
    assert "harbour.yaml:5:1: error:" in ran.err and "did you mean stage" in ran.err


@pytest.mark.parametrize(("name", "code"), [("nowhere.yaml", 1), (".", 2)])
def test_what_is_no_file(call: Call, name: str, code: int) -> None:
    ran = call("coach", name, *DAY)
    assert ran.code == code and name in ran.err


def test_a_closed_deal(call: Call, tmp_path: Path) -> None:
    write(tmp_path, DEAL.replace("stage: proposal", "stage: proposal\nstatus: lost"))
    ran = call("coach", "harbour.yaml", *DAY)
    assert ran.code == 0 and "closed" in ran.out


def test_a_file_that_changed_meanwhile_is_not_overwritten(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path)
    from dealcoach.cli import coaching

    other = DEAL.replace("# the end", "# somebody was here")
    reads: list[Path] = []
    plain = coaching._read

    def read(path: Path) -> bytes:
        reads.append(path)
        if len(reads) == 2:
            file.write_text(other)
        return plain(path)

    monkeypatch.setattr(coaching, "_read", read)
    lines = "Run the trial with Bea\n\n\n"
    ran = call("coach", "harbour.yaml", *DAY, lines=lines)
    assert ran.code == 0
    assert "changed by another program" in ran.out
    assert file.read_text() == other
    ran = call("coach", "harbour.yaml", *DAY, lines=lines)
    assert "# somebody was here" in file.read_text() and "Run the trial with Bea" in file.read_text()


def test_a_file_that_became_invalid_or_vanished_meanwhile(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dealcoach.cli import coaching

    plain = coaching._read
    for content in ("deal: [", None):
        file = write(tmp_path)
        reads: list[Path] = []

        def read(
            path: Path, file: Path = file, reads: list[Path] = reads, content: str | None = content
        ) -> bytes:
            reads.append(path)
            if len(reads) == 2 and content is None:
                file.unlink()
            elif len(reads) == 2:
                file.write_text(str(content))
            return plain(path)

        monkeypatch.setattr(coaching, "_read", read)
        ran = call("coach", "harbour.yaml", *DAY, lines="Run the trial\n\n\n")
        assert ran.code == 1 and "harbour.yaml" in ran.err
        assert (file.read_text() if file.exists() else None) == content


def test_a_disk_that_is_full(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path)

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "write_file", full)
    ran = call("coach", "harbour.yaml", *DAY, lines="Run the trial\n\n\n")
    assert ran.code == 2 and "No space left" in ran.err
    assert file.read_text() == DEAL


def test_ctrl_c_leaves_a_whole_file(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path)
    from dealcoach.cli.asking import Asker

    lines = iter(["Run the trial with Bea", "", "", "Half"])

    def ask(_self: Asker, _part: object) -> str:
        try:
            return next(lines)
        except StopIteration:
            raise KeyboardInterrupt from None

    monkeypatch.setattr(Asker, "ask", ask)
    ran = call("coach", "harbour.yaml", *DAY)
    assert ran.code == 130 and "Saved: 1 answer." in ran.err
    assert "Run the trial with Bea" in file.read_text() and "Half" not in file.read_text()


def test_names_cannot_steer_the_terminal(call: Call, tmp_path: Path) -> None:
    write(tmp_path, DEAL.replace("name: Bea Okoro", 'name: "Bea\\e[2J\\u202e"'))
    ran = call("coach", "harbour.yaml", *DAY, lines="\n" * 60)
    assert ran.code == 0
    assert "\x1b" not in ran.out and "\u202e" not in ran.out


NEW = (
    "Northwind / Mfg\nERP: replacement\n\nend of next month\n240000\nDana Reyes\n"
    "Ines Duarte\n1,2\nneutral\nTom Becker\nend user\nchampion\n\n"
    "Reviews the case\nInes\nnext friday\nRun the workshop with Tom Becker\nin 2 weeks\n"
)


def test_new_from_a_pipe(call: Call, tmp_path: Path) -> None:
    ran = call("new", *DAY, lines=NEW)
    assert ran.code == 0, ran.err
    file = tmp_path / "deals" / "northwind-mfg-erp-replacement.yaml"
    text = file.read_text()
    assert text.startswith("# yaml-language-server: $schema=./deal.schema.json\n")
    for line in (
        'deal: "ERP: replacement"', "account: Northwind / Mfg", "owner: Dana Reyes", "amount: 240000",
        "stage: discovery", "close_date: 2026-12-31", "  - name: Ines Duarte",
        "    roles: [decision_maker, purchaser]", "    stance: neutral", "    owner: Ines Duarte",
        "    due: 2026-12-05",
    ):  # fmt: skip
        assert f"\n{line}\n" in text
    assert "Its first review: " in ran.out and "dealcoach coach deals/northwind" in ran.out
    assert "dealcoach schema deal > deals/deal.schema.json" in ran.out
    assert call("review", str(file), *DAY).code == 0
    assert call("coach", str(file), *DAY, lines="\n" * 80).code == 0
    assert file.read_text() == text


def test_new_never_overwrites_unless_told(call: Call, tmp_path: Path) -> None:
    assert call("new", "a.yaml", *DAY, lines=NEW).code == 0
    before = (tmp_path / "a.yaml").read_text()
    for arguments in (("new", "a.yaml"), ("new", "--blank", "a.yaml")):
        ran = call(*arguments, *DAY, lines="Other\n" * 30)
        assert ran.code == 2 and "--force" in ran.err
        assert (tmp_path / "a.yaml").read_text() == before
    assert call("new", "--blank", "--force", "a.yaml", *DAY).code == 0
    assert (tmp_path / "a.yaml").read_text() != before


def test_new_tells_of_a_taken_name_before_it_asks_on(call: Call, tmp_path: Path) -> None:
    assert call("new", *DAY, lines=NEW).code == 0
    file = tmp_path / "deals" / "northwind-mfg-erp-replacement.yaml"
    before = file.read_text()
    lines = "Northwind / Mfg\nERP: replacement\nSecond plant\n\nend of next month\n\n\n\n\n\n"
    ran = call("new", *DAY, lines=lines)
    assert ran.code == 0 and "there already" in ran.out
    assert file.read_text() == before
    second = (tmp_path / "deals" / "northwind-mfg-second-plant.yaml").read_text()
    assert "owner: Dana Reyes\n" in second, "the owner of most deals of the folder is the default"


@pytest.mark.parametrize("name", ["deal.txt", "dealcoach.yaml", "deals"])
def test_new_wants_a_name_that_review_would_find(call: Call, name: str) -> None:
    ran = call("new", name, *DAY, lines=NEW)
    assert ran.code == 2 and ".yaml" in ran.err


@pytest.mark.parametrize(
    "account", ["../../etc/passwd", "CON", "日本電気", ".hidden", "a\\b:c*?<>|", "x" * 190]
)
def test_new_names_are_safe_everywhere(call: Call, tmp_path: Path, account: str) -> None:
    lines = NEW.replace("Northwind / Mfg", account).replace("ERP: replacement", "..")
    assert call("new", *DAY, lines=lines).code == 0
    (file,) = (tmp_path / "deals").iterdir()
    assert file.name.removesuffix(".yaml").replace("-", "").isalnum() and file.name.isascii()
    assert len(file.name) < 110 and file.name != "con.yaml"
    assert account in file.read_text() or "\\\\" in file.read_text()


def test_new_says_why_a_needed_answer_cannot_be_skipped(call: Call, tmp_path: Path) -> None:
    ran = call("new", *DAY, lines="\nskip\nNorthwind\nERP\n\n\nback\nback\n")
    assert ran.code == 2
    assert ran.out.count("every deal belongs to an account") == 2
    assert "A guess will do" in ran.out
    assert "nothing was written" in ran.err
    assert not (tmp_path / "deals").exists()


def test_new_quit(call: Call, tmp_path: Path) -> None:
    ran = call("new", *DAY, lines="Northwind\nquit\n")
    assert ran.code == 0 and "Nothing was written" in ran.out and not (tmp_path / "deals").exists()
    lines = "Northwind\nERP\n\n1 feb\n\nDana\nInes\nquit\n"
    assert call("new", "b.yaml", *DAY, lines=lines).code == 0
    assert "  - name: Ines\n" in (tmp_path / "b.yaml").read_text()


def test_new_offers_the_stages_of_the_folder(call: Call, tmp_path: Path) -> None:
    (tmp_path / "dealcoach.yaml").write_text("currency: EUR\nstages: [pilot, contract]\n")
    ran = call("new", "b.yaml", *DAY, lines="Northwind\nERP\ncontrakt\n2\n1 feb\n\nDana\n\n\n\n")
    assert ran.code == 0, ran.err
    assert "Did you mean contract?" in ran.out
    assert "stage: contract\n" in (tmp_path / "b.yaml").read_text()
    assert "currency: EUR\n" in (tmp_path / "b.yaml").read_text()


def test_blank_says_what_is_missing_and_can_be_filled(call: Call, tmp_path: Path) -> None:
    ran = call("new", "--blank", *DAY)
    assert ran.code == 0 and "dealcoach coach" in ran.out
    file = tmp_path / "deals" / "new-deal.yaml"
    ran = call("coach", str(file), *DAY)
    assert ran.code == 1
    for key in ("deal", "account", "owner", "close_date"):
        assert f"{key}: is missing" in ran.err
    text = file.read_text()
    for key, value in (("deal", "A"), ("account", "B"), ("owner", "C"), ("close_date", "2027-01-01")):
        text = text.replace(f"\n{key}:", f"\n{key}: {value}", 1)
    file.write_text(text)
    lines = "\n".join(["Run the trial", "", "next friday"] * 30)
    assert call("coach", str(file), *DAY, lines=lines).code == 0
    assert comments(file.read_text()) == comments(text)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_export(call: Call, tmp_path: Path) -> None:
    folder = tmp_path / "deals"
    folder.mkdir()
    crm = 'crm: {system: salesforce, id: "0065g00000KELD1"}\n'
    (folder / "a.yaml").write_text(DEAL + crm + "amount: 72000\ncurrency: EUR\n")
    (folder / "b.yaml").write_text(DEAL.replace('"Kestrel Bay Harbour"', '"=HYPERLINK(1)"'))
    (folder / "c.yaml").write_text(DEAL.replace("stage: proposal", "stage: proposal\nstatus: lost"))
    (folder / "d.yaml").write_text("deal: [\n")
    ran = call("export", "csv", *DAY)
    assert ran.code == 1 and "deals/d.yaml:" in ran.err and "2 of 3 deals without a crm.id" in ran.err
    first, second, third = rows(ran.out)
    assert ran.out.startswith("crm_id,crm_system,file,")
    assert (first["crm_id"], first["crm_system"]) == ("0065g00000KELD1", "salesforce")
    assert first["file"] == "deals/a.yaml" and first["amount"] == "72000"
    assert first["score"].isdigit() and first["coverage"].isdigit()
    assert first["next_step"] == "Follow up next week" and first["next_step_reading"] == "check_in"
    assert first["their_next_step_due"] == "2026-11-19"
    assert first["top_rule"] and first["top_finding"] and first["top_question"].endswith("?")
    assert first["amount_at_risk"] in ("true", "false")
    assert second["account"] == "'=HYPERLINK(1)" and second["crm_id"] == ""
    assert (third["score"], third["band"], third["amount_at_risk"], third["next_step"]) == ("", "", "", "")


def test_export_to_a_file_with_a_mark(call: Call, tmp_path: Path) -> None:
    write(tmp_path)
    ran = call("export", "csv", "harbour.yaml", "-o", "out.csv", "--bom", *DAY)
    assert ran.code == 0 and ran.out == "" and "out.csv: 1 deal\n" in ran.err
    data = (tmp_path / "out.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfcrm_id,")
    assert len(rows(data.decode())) == 1
    assert call("export", "csv", "nothing-here", *DAY).code in (1, 3)
    assert call("export", "csv", "-", *DAY).code == 2
