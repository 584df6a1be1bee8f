"""Where lint writes: several formats at once, whole files, pipes that nobody reads, a terminal's progress bar."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from trial import HEAD, Run

from dealcoach.cli import files as bars
from dealcoach.cli.writing import saving

DAY = ("--as-of", "2026-11-21", "--no-cache")


@pytest.fixture
def deals(tmp_path: Path) -> Path:
    folder = tmp_path / "deals"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.yaml").write_text(HEAD, encoding="utf-8")
    return folder


@pytest.mark.usefixtures("deals")
def test_every_format_says_the_same_beside_others_as_alone(dealcoach: Run, tmp_path: Path) -> None:
    names = ("text", "json", "sarif", "github", "gitlab", "junit", "markdown")
    alone = {name: dealcoach("lint", *DAY, "--format", name).out for name in names}
    outputs = [word for name in names for word in ("--output", f"{name}:out.{name}")]
    assert dealcoach("lint", *DAY, *outputs, "--format", "json").out == alone["json"]
    assert {name: (tmp_path / f"out.{name}").read_text("utf-8") for name in names} == alone


@pytest.mark.usefixtures("deals")
def test_what_goes_to_standard_output_comes_one_after_the_other(dealcoach: Run) -> None:
    alone = [dealcoach("lint", *DAY, "--format", name).out for name in ("sarif", "junit", "json")]
    both = dealcoach("lint", *DAY, "--output", "sarif:-", "--output", "junit:-", "--format", "json")
    assert both.out == "".join(alone)


@pytest.mark.usefixtures("deals")
def test_of_two_outputs_with_one_name_the_later_one_stands(dealcoach: Run, tmp_path: Path) -> None:
    dealcoach("lint", *DAY, "--output", "sarif:out", "--output", "json:out")
    assert json.loads((tmp_path / "out").read_text("utf-8"))["format"] == "dealcoach.lint/1"


@pytest.mark.usefixtures("deals")
def test_nothing_is_written_where_a_file_cannot_be(dealcoach: Run, tmp_path: Path) -> None:
    ran = dealcoach("lint", *DAY, "--format", "json", "--output", "sarif:nowhere/x", "--output", "json:out")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "nowhere/x cannot be written: No such file or directory\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deals"]


def test_no_deals_write_nothing(dealcoach: Run, tmp_path: Path) -> None:
    (tmp_path / "deals").mkdir()
    ran = dealcoach("lint", *DAY, "--format", "sarif", "--output", "json:out")
    assert (ran.code, ran.out, (tmp_path / "out").exists()) == (3, "", False)


@pytest.mark.usefixtures("deals")
def test_an_unreadable_baseline_is_told_before_anything_is_written(dealcoach: Run, tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text("{", encoding="utf-8")
    for option in ("--baseline", "--write-baseline"):
        ran = dealcoach("lint", *DAY, "--format", "json", option, "b.json")
        assert (ran.code, ran.out) == (2, "")


@pytest.mark.skipif(os.name == "nt", reason="pipes are closed otherwise there")
def test_files_are_finished_when_nobody_reads_the_rest(deals: Path, tmp_path: Path) -> None:
    for number in range(300):
        (deals / f"{number}.yaml").write_text(HEAD, encoding="utf-8")
    command = [sys.executable, "-m", "dealcoach", "lint", *DAY, "--output", "json:out"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as run:
        assert run.stdout is not None
        run.stdout.close()
        assert run.wait(60) == 0
    assert json.loads((tmp_path / "out").read_text("utf-8"))["summary"]["files"] == 302


def test_a_file_that_was_begun_leaves_nothing_when_the_run_fails(tmp_path: Path) -> None:
    with pytest.raises(KeyError), saving(tmp_path / "out") as write:
        write("half")
        raise KeyError
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_the_bar_on_a_terminal_takes_no_payload(deals: Path, tmp_path: Path) -> None:
    import pty

    for number in range(100):
        (deals / f"{number}.yaml").write_text(HEAD, encoding="utf-8")
    code = (
        f"import {bars.__name__} as bars; bars.BAR_AFTER = 0.0; from dealcoach.__main__ import main; main()"
    )
    command = [sys.executable, "-c", code, "lint", *DAY, "--no-history"]
    quiet = subprocess.run([*command, "--quiet"], cwd=tmp_path, capture_output=True, check=False)
    ours, theirs = pty.openpty()
    with (tmp_path / "out").open("wb") as out:
        run = subprocess.Popen(command, cwd=tmp_path, stdout=out, stderr=theirs)
    os.close(theirs)
    told = b""
    try:
        while more := os.read(ours, 65536):
            told += more
    except OSError:  # the other end was closed
        pass
    assert run.wait(60) == 1
    assert b"Reviewing" in told
    assert (tmp_path / "out").read_bytes() == quiet.stdout != b""
