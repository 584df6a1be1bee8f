"""`dealcoach coach` with answers from a pipe."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from dealcoach.coaching.untouched import comments
from dealcoach.reading import writing

from .samples import DAY, DEAL, Call, write


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
    ran = call(
        "coach", "harbour.yaml", *DAY, lines="Run the trial with Bea\ntomorrow\n\nstep\nHalf an answer\n"
    )
    assert ran.code == 0
    assert "Run the trial with Bea" in file.read_text()
    assert "what: Half an answer" in file.read_text(), "and so is the answer at hand"
    assert "without a day" in ran.out and "Saved: 2 answers." in ran.out


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


def test_a_pipe_is_not_waited_for(call: Call, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "deal.yaml")
    ran = call("coach", "deal.yaml", *DAY)
    assert ran.code == 1 and "no plain file" in ran.err


def test_a_file_that_is_too_large(call: Call, tmp_path: Path) -> None:
    write(tmp_path, DEAL + "# x\n" * 300_000)
    ran = call("coach", "harbour.yaml", *DAY)
    assert ran.code == 1 and "harbour.yaml" in ran.err


def test_a_link_stays_a_link_and_the_mode_stays(call: Call, tmp_path: Path) -> None:
    file = write(tmp_path)
    file.chmod(0o640)
    (tmp_path / "link.yaml").symlink_to(file)
    ran = call("coach", "link.yaml", *DAY, lines="Run the trial with Bea\ntomorrow\n\n")
    assert ran.code == 0 and (tmp_path / "link.yaml").is_symlink()
    assert "Run the trial with Bea" in file.read_text() and file.stat().st_mode & 0o777 == 0o640


def test_a_closed_deal(call: Call, tmp_path: Path) -> None:
    write(tmp_path, DEAL.replace("stage: proposal", "stage: proposal\nstatus: lost"))
    ran = call("coach", "harbour.yaml", *DAY)
    assert ran.code == 0 and "closed" in ran.out


def test_a_file_that_changed_meanwhile_is_not_overwritten(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path)
    from dealcoach.cli import saving

    other = DEAL.replace("# the end", "# somebody was here")
    reads: list[Path] = []
    plain = saving.read_file

    def read(path: Path) -> bytes:
        reads.append(path)
        if len(reads) == 1:
            file.write_text(other)
        return plain(path)

    monkeypatch.setattr(saving, "read_file", read)
    lines = "Run the trial with Bea\n\n\nquit\n"
    ran = call("coach", "harbour.yaml", *DAY, lines=lines)
    assert ran.code == 0
    assert "changed by another program" in ran.out and "still fits" in ran.out
    assert "Saved: 1 answer." in ran.out
    assert "# somebody was here" in file.read_text() and "Run the trial with Bea" in file.read_text()
    assert len(reads) == 2


def test_an_answer_that_was_not_written_is_not_counted_and_given_back(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path, DEAL[: DEAL.index("# the people")])
    from dealcoach.cli import saving

    other = file.read_text().replace("if_not:  ", "if_not: Fines").replace("2026-12-30", "2027-01-30")
    plain = saving.read_file

    def read(path: Path) -> bytes:
        file.write_text(other)
        return plain(path)

    monkeypatch.setattr(saving, "read_file", read)
    lines: list[str] = []
    ran = call("coach", "harbour.yaml", *DAY, lines="\n" * 40)
    for row in ran.out.split("\n\n"):
        if "What happens to them if they have none" in row:
            lines += ["They pay two crews", "quit"]
            break
        lines += [""] if "> " in row else []
    ran = call("coach", "harbour.yaml", *DAY, lines="\n".join(lines) + "\n")
    assert "You typed: They pay two crews" in ran.out
    assert "The file is as it was." in ran.out and "Saved" not in ran.out
    assert file.read_text() == other


def test_a_read_only_file_is_not_written_over(call: Call, tmp_path: Path) -> None:
    file = write(tmp_path)
    file.chmod(0o444)
    ran = call("coach", "harbour.yaml", *DAY, lines="Run the trial with Bea\n\n\n")
    assert ran.code == 1 and "harbour.yaml is read-only" in ran.err and "> " not in ran.out
    assert file.read_text() == DEAL and file.stat().st_mode & 0o777 == 0o444


def test_a_file_that_became_read_only_gives_the_answer_back(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path)
    from dealcoach.cli import saving

    plain = saving.read_file

    def read(path: Path) -> bytes:
        file.chmod(0o444)
        return plain(path)

    monkeypatch.setattr(saving, "read_file", read)
    ran = call("coach", "harbour.yaml", *DAY, lines="Run the trial with Bea\n\n\n")
    assert ran.code == 1 and "typed last: Run the trial with Bea" in ran.err
    assert file.read_text() == DEAL


def test_a_file_that_became_invalid_or_vanished_meanwhile(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dealcoach.cli import saving

    plain = saving.read_file
    for content in ("deal: [", None):
        file = write(tmp_path)
        reads: list[Path] = []

        def read(
            path: Path, file: Path = file, reads: list[Path] = reads, content: str | None = content
        ) -> bytes:
            reads.append(path)
            if content is None:
                file.unlink()
            else:
                file.write_text(str(content))
            return plain(path)

        monkeypatch.setattr(saving, "read_file", read)
        ran = call("coach", "harbour.yaml", *DAY, lines="Run the trial\n\n\n")
        assert ran.code == 1 and "harbour.yaml" in ran.err
        assert len(reads) == 1 and "typed last: Run the trial" in ran.err
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

    lines = iter(["Run the trial with Bea", "", "", "step", "Half"])

    def ask(_self: Asker, _part: object) -> str:
        try:
            return next(lines)
        except StopIteration:
            raise KeyboardInterrupt from None

    monkeypatch.setattr(Asker, "ask", ask)
    ran = call("coach", "harbour.yaml", *DAY)
    assert ran.code == 130 and "Saved: 2 answers." in ran.err
    assert "Run the trial with Bea" in file.read_text() and "Half" in file.read_text()
    assert "without a day" in ran.out


def test_ctrl_c_while_the_file_is_written_writes_it_once(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path)
    plain = writing.write_file

    def interrupted(target: Path, data: bytes) -> None:
        plain(target, data)
        raise KeyboardInterrupt

    monkeypatch.setattr(writing, "write_file", interrupted)
    ran = call("coach", "harbour.yaml", *DAY, lines="Run the trial with Bea\n\n\n")
    assert ran.code == 130 and "Saved: 1 answer." in ran.err
    assert file.read_text().count("Run the trial with Bea") == 1


def test_names_cannot_steer_the_terminal(call: Call, tmp_path: Path) -> None:
    write(tmp_path, DEAL.replace("name: Bea Okoro", 'name: "Bea\\e[2J\\u202e"'))
    ran = call("coach", "harbour.yaml", *DAY, lines="\n" * 60)
    assert ran.code == 0
    assert "\x1b" not in ran.out and "\u202e" not in ran.out


def commit(folder: Path, text: str, day: str) -> None:
    """One version of the deal in git, of that day."""
    write(folder, text)
    names = {f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    days = {f"GIT_{who}_DATE": f"{day}T12:00:00Z" for who in ("AUTHOR", "COMMITTER")}
    for command in (["git", "add", "."], ["git", "commit", "-q", "-m", day]):
        subprocess.run(command, cwd=folder, check=True, env={**os.environ, **names, **days})


def test_the_coach_counts_as_review_does_with_the_past_from_git(call: Call, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", "."], cwd=tmp_path, check=True)
    commit(tmp_path, DEAL.replace("close_date: 2026-12-30", "close_date: 2026-09-30"), "2026-08-03")
    commit(tmp_path, DEAL.replace("close_date: 2026-12-30", "close_date: 2026-10-30"), "2026-09-28")
    commit(tmp_path, DEAL.replace("close_date: 2026-12-30", "close_date: 2026-11-30"), "2026-10-28")
    commit(tmp_path, DEAL, "2026-11-20")
    scores = []
    for option in ((), ("--no-history",)):
        ran = call("review", "harbour.yaml", "--format", "json", *option, *DAY)
        deal = json.loads(ran.out)["deals"][0]
        shown = call("coach", "harbour.yaml", *option, *DAY).out.splitlines()[1]
        assert shown.startswith(f"{deal['score']}, ") and shown.endswith(f"coverage {deal['coverage']}%")
        scores.append((deal["score"], {finding["rule"] for finding in deal["findings"]}))
    assert "close-date-pushed" in scores[0][1] and "close-date-pushed" not in scores[1][1]
