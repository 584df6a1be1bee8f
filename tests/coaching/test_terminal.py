"""The coach on a pseudo-terminal: line editing, completion, Ctrl-C, Ctrl-D, a dumb terminal, --plain."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from .samples import DEAL, write

pexpect = pytest.importorskip("pexpect")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are a Unix thing")

PROMPT = "> |>\x08\x1b"
"""The prompt as plain lines show it, and as line editing draws it."""


@contextmanager
def started(folder: Path, *arguments: str, term: str = "xterm-256color") -> Iterator[pexpect.spawn]:
    """dealcoach on a terminal of 100 columns."""
    command = [sys.executable, "-m", "dealcoach", *arguments, "--as-of", "2026-11-21"]
    child = pexpect.spawn(
        command[0],
        command[1:],
        cwd=str(folder),
        env={**os.environ, "TERM": term, "PYTHONPATH": str(Path(__file__).parents[2])},
        encoding="utf-8",
        timeout=30,
        dimensions=(40, 100),
    )
    child.delaybeforesend = None
    try:
        yield child
    finally:
        child.close(force=True)


@pytest.mark.parametrize("term", ["xterm-256color", "vt100", "dumb"])
def test_an_answer_on_a_terminal(tmp_path: Path, term: str) -> None:
    file = write(tmp_path)
    with started(tmp_path, "coach", "harbour.yaml", term=term) as child:
        child.expect("wants it")
        child.expect(PROMPT)
        child.send("Run the trial with Bea Okoro\r")
        child.expect("By which day")
        child.expect(PROMPT)
        child.send("next friday\r")
        child.expect("Friday, 27 November 2026")
        child.expect("With whom")
        child.expect(PROMPT)
        child.send("bea\r")
        child.expect(" -> ")
        child.expect(PROMPT)
        child.send("quit\r")
        child.expect("Saved: 1 answer")
        child.expect(pexpect.EOF)
    child.wait() if child.isalive() else None
    assert child.exitstatus == 0
    assert "due: 2026-11-27\n    with: [Bea Okoro]\n" in file.read_text()


def test_line_editing_and_tab(tmp_path: Path) -> None:
    file = write(tmp_path)
    with started(tmp_path, "coach", "harbour.yaml") as child:
        child.expect("wants it")
        child.expect(PROMPT)
        child.send("the trial\x01Run \x05 now\r")  # Ctrl-A to the start, Ctrl-E to the end
        child.expect("By which day")
        child.expect(PROMPT)
        child.send("\r")
        child.expect("With whom")
        child.expect(PROMPT)
        child.send("Lu\t")
        child.expect("Luca Ferrand")
        child.send("\r")
        child.expect(" -> |as before")
        child.sendintr()
        child.expect("Stopped. Saved: 1 answer.")
        child.expect(pexpect.EOF)
    assert child.exitstatus == 130
    assert "what: Run the trial now\n    owner: Priya Nair\n    with: [Luca Ferrand]\n" in file.read_text()


@pytest.mark.parametrize("arguments", [(), ("--plain",)])
def test_ctrl_c_at_once_leaves_the_file(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    file = write(tmp_path)
    with started(tmp_path, "coach", "harbour.yaml", *arguments) as child:
        child.expect(PROMPT)
        child.sendintr()
        child.expect("Stopped. The file is as it was.")
        child.expect(pexpect.EOF)
    assert child.exitstatus == 130
    assert file.read_text() == DEAL


def test_ctrl_d_is_quit(tmp_path: Path) -> None:
    write(tmp_path)
    with started(tmp_path, "coach", "harbour.yaml") as child:
        child.expect(PROMPT)
        child.sendeof()
        child.expect("The file is as it was")
        child.expect(pexpect.EOF)
    assert child.exitstatus == 0


def test_plain_moves_no_cursor_and_needs_no_colour(tmp_path: Path) -> None:
    write(tmp_path)
    with started(tmp_path, "coach", "harbour.yaml", "--plain") as child:
        child.expect(PROMPT)
        child.send("quit\r")
        child.expect(pexpect.EOF)
        assert "\x1b" not in child.before
    assert child.exitstatus == 0


def test_new_on_a_terminal(tmp_path: Path) -> None:
    with started(tmp_path, "new", "a.yaml") as child:
        answers = ("Northwind", "ERP", "", "1 feb", "", "Dana Reyes", "", "", "Run the workshop", "")
        for answer in answers:
            child.expect(PROMPT)
            child.send(answer + "\r")
        child.expect("Its first review: ")
        child.expect(pexpect.EOF)
    assert child.exitstatus == 0
    assert "what: Run the workshop\n" in (tmp_path / "a.yaml").read_text()
