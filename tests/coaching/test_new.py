"""`dealcoach new` with answers from a pipe."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dealcoach.cli.asking import Asker
from dealcoach.coaching.untouched import comments

from .samples import DAY, Call

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
    assert "Also written: deals/deal.schema.json" in ran.out
    schema = json.loads((tmp_path / "deals" / "deal.schema.json").read_text())
    assert schema["title"] == "Deal" and "close_date" in schema["properties"]
    assert call("review", str(file), *DAY).code == 0
    assert call("coach", str(file), *DAY, lines="\n" * 80).code == 0
    assert file.read_text() == text


def test_somebody_new_who_does_their_step_is_on_the_team(call: Call, tmp_path: Path) -> None:
    ran = call("new", "a.yaml", *DAY, lines=NEW.replace("\nInes\nnext friday", "\nBo Ek\nnext friday"))
    assert ran.code == 0, ran.err
    text = (tmp_path / "a.yaml").read_text()
    assert "  - name: Ines Duarte\n" in text and "  - name: Bo Ek\n" in text and "    owner: Bo Ek\n" in text
    for who in ("customer", "them", "Northwind / Mfg", "Dana Reyes"):
        lines = NEW.replace("\nInes\nnext friday", f"\n{who}\nnext friday")
        call("new", "--force", "a.yaml", *DAY, lines=lines)
        assert (tmp_path / "a.yaml").read_text().count("  - name:") == 2


@pytest.mark.parametrize("told", ["\nTom Becker\n", "\nInes\nnext friday"])
@pytest.mark.parametrize(
    ("wrong", "says"),
    [("in two weeks", '"in two weeks" reads as a day, not as a person'), ("bo ek", 'Is "bo ek" a person?')],
)
def test_whoever_reads_as_nobody_is_asked_about(
    call: Call, tmp_path: Path, told: str, wrong: str, says: str
) -> None:
    ran = call("new", "a.yaml", *DAY, lines=NEW.replace(told, f"\n{wrong}{told}"))
    assert ran.code == 0 and says in ran.out
    call("new", "b.yaml", *DAY, lines=NEW)
    assert (tmp_path / "a.yaml").read_text() == (tmp_path / "b.yaml").read_text()
    name, _, rest = told[1:].partition("\n")
    insisted = NEW.replace(told, f"\n{wrong}\n{wrong}\n{rest}")
    assert name not in insisted.splitlines()
    assert call("new", "c.yaml", *DAY, lines=insisted).code == 0
    assert wrong in (tmp_path / "c.yaml").read_text(), "the same once more is taken"


def test_who_was_insisted_on_is_not_asked_about_where_they_are_on_offer(call: Call, tmp_path: Path) -> None:
    lines = NEW.replace("\nTom Becker\n", "\nbo ek\nbo ek\n").replace(
        "\nInes\nnext friday", "\nbo ek\nnext friday"
    )
    ran = call("new", "a.yaml", *DAY, lines=lines)
    assert ran.code == 0 and ran.out.count('Is "bo ek" a person?') == 1


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
    (file,) = (tmp_path / "deals").glob("*.yaml")
    assert file.name.removesuffix(".yaml").replace("-", "").isalnum() and file.name.isascii()
    assert len(file.name) < 110 and file.name != "con.yaml"
    assert account in file.read_text() or "\\\\" in file.read_text()


def test_new_says_why_a_needed_answer_cannot_be_skipped(call: Call, tmp_path: Path) -> None:
    ran = call("new", *DAY, lines="\nskip\n")
    assert ran.code == 2
    assert ran.out.count("every deal belongs to an account") == 2
    assert "nothing was written" in ran.err
    assert not (tmp_path / "deals").exists()


@pytest.mark.parametrize("line", ["", "skip"])
def test_the_close_date_can_be_left_open_and_the_review_says_so(
    call: Call, tmp_path: Path, line: str
) -> None:
    ran = call("new", "b.yaml", *DAY, lines=f"Northwind\nERP\n\n{line}\n\nDana Reyes\n\n\n\n")
    assert ran.code == 0, ran.err
    assert "an open deal has a close date" in ran.out and "A guess will do" in ran.out
    assert "close_date: is empty" in ran.out
    assert "\\n" not in ran.out, "the line of the problem stands on its own"
    assert "close_date:                       # when you expect" in (tmp_path / "b.yaml").read_text()


@pytest.mark.parametrize(("end", "code"), [("quit\n", 0), ("", 2)])
def test_answers_are_kept_as_a_draft(call: Call, tmp_path: Path, end: str, code: int) -> None:
    for name in ("northwind-erp.yaml", "northwind-erp-"):
        ran = call("new", *DAY, lines=f"Northwind\nERP\n{end}" if name.endswith("l") else f"Northwind\n{end}")
        assert ran.code == code
        assert "deals/northwind" in ran.out + ran.err and "close_date, owner" in ran.out + ran.err
    text = (tmp_path / "deals" / "northwind-erp.yaml").read_text()
    assert "\ndeal: ERP\naccount: Northwind\nowner:     " in text and "\nstage:\n" in text
    assert "account: Northwind\n" in (tmp_path / "deals" / "northwind.yaml").read_text()
    call("new", *DAY, lines=f"Northwind\n{end}")
    assert len(list((tmp_path / "deals").glob("northwind-*.yaml"))) == 2, "a draft goes where no file is"


def test_ctrl_c_keeps_a_draft(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = iter(["Northwind", "ERP"])

    def ask(_self: Asker, _part: object) -> str:
        try:
            return next(lines)
        except StopIteration:
            raise KeyboardInterrupt from None

    monkeypatch.setattr(Asker, "ask", ask)
    ran = call("new", *DAY)
    assert ran.code == 130 and "Kept as a draft: deals/northwind-erp.yaml" in ran.out
    assert (tmp_path / "deals" / "northwind-erp.yaml").exists()
    assert call("new", "other.yaml", *DAY).code == 130
    assert not (tmp_path / "other.yaml").exists(), "nothing was told, nothing is written"


def test_a_schema_that_is_there_stays(call: Call, tmp_path: Path) -> None:
    (tmp_path / "deal.schema.json").write_text("{}")
    ran = call("new", "--blank", "a.yaml", *DAY)
    assert ran.code == 0 and "deal.schema.json" not in ran.out
    assert (tmp_path / "deal.schema.json").read_text() == "{}"


def test_a_read_only_file_is_not_written_over(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("deal: old\n")
    file.chmod(0o444)
    ran = call("new", "--blank", "--force", "a.yaml", *DAY)
    assert ran.code == 2 and "read-only" in ran.err and file.read_text() == "deal: old\n"


@pytest.mark.parametrize("stage", ["200k", "12 %", "2026-12-01"])
def test_what_reads_as_no_stage_is_asked_about(call: Call, tmp_path: Path, stage: str) -> None:
    answers = f"Northwind\nERP\n{stage}\nAGAIN\n1 feb\n\nDana\n\n\n\n"
    ran = call("new", "a.yaml", *DAY, lines=answers.replace("AGAIN", "2 - Proposal"))
    assert "reads as no stage" in ran.out
    assert 'stage: "2 - Proposal"\n' in (tmp_path / "a.yaml").read_text()
    assert call("new", "b.yaml", *DAY, lines=answers.replace("AGAIN", stage)).code == 0
    assert stage in (tmp_path / "b.yaml").read_text()
    (tmp_path / "dealcoach.yaml").write_text("stages: [pilot, contract]\n")
    ran = call("new", "c.yaml", *DAY, lines=answers.replace("AGAIN", "pilot"))
    assert "Choose a word or a number of: pilot, contract" in ran.out
    assert "stage: pilot\n" in (tmp_path / "c.yaml").read_text()


def test_the_owner_on_offer_is_the_one_git_knows_else_the_login(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dealcoach.cli import owners

    config = tmp_path / "gitconfig"
    config.write_text("[user]\n  name = Dana  Reyes\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    assert "Enter: Dana Reyes" in call("new", *DAY, lines="Northwind\nERP\n\n\n\n").out
    monkeypatch.setattr(owners, "_login", lambda: "Gil Moreno")
    config.write_text("")
    assert owners.likely_owner(tmp_path / "none") == "Gil Moreno"
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    assert owners.likely_owner(tmp_path) == "Gil Moreno", "git may be missing"


def test_new_quit(call: Call, tmp_path: Path) -> None:
    ran = call("new", *DAY, lines="quit\n")
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


@pytest.mark.parametrize(
    ("config", "stage", "since"),
    [
        ("", "", True),
        ("", "Qualification", True),
        ("", "negotiation", False),
        ("stages: [discovery, contract]\n", "discovery", False),
        ("stages: [{name: pilot, early: true}, contract]\n", "pilot", True),
        ("stages: [{name: pilot, early: true}, contract]\n", "contract", False),
    ],
)
def test_since_when_a_later_stage_holds_is_left_open(
    call: Call, tmp_path: Path, config: str, stage: str, since: bool
) -> None:
    (tmp_path / "dealcoach.yaml").write_text(config)
    ran = call("new", "a.yaml", *DAY, lines=f"Northwind\nERP\n{stage}\n1 feb\n\nDana\n\n\n\n")
    assert ran.code == 0, ran.err
    text = (tmp_path / "a.yaml").read_text()
    assert "\ncreated: 2026-11-21\n" in text
    assert ("\nstage_since: 2026-11-21\n" in text) is since
    assert ("\nstage_since:                      # since when" in text) is not since
    asked = call("coach", "a.yaml", *DAY, lines="\n" * 80).out
    assert ("Since which day has the deal been in the stage" in asked) is not since


def test_a_draft_without_a_stage_has_no_day_of_one(call: Call, tmp_path: Path) -> None:
    call("new", "a.yaml", *DAY, lines="Northwind\nquit\n")
    assert "\nstage_since:  " in (tmp_path / "a.yaml").read_text()


def test_blank_says_what_is_missing_and_can_be_filled(call: Call, tmp_path: Path) -> None:
    ran = call("new", "--blank", *DAY)
    assert ran.code == 0 and "dealcoach coach" in ran.out
    file = tmp_path / "deals" / "new-deal.yaml"
    ran = call("coach", str(file), *DAY)
    assert ran.code == 1
    for key in ("deal", "account", "owner", "close_date"):
        assert f"{key}: is empty" in ran.err
    text = file.read_text()
    for key, value in (("deal", "A"), ("account", "B"), ("owner", "C"), ("close_date", "2027-01-01")):
        text = text.replace(f"\n{key}:", f"\n{key}: {value}", 1)
    file.write_text(text)
    lines = "\n".join(["Run the trial", "", "next friday"] * 30)
    assert call("coach", str(file), *DAY, lines=lines).code == 0
    assert comments(file.read_text()) == comments(text)
