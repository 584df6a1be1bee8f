"""A case of the acceptance tests: one readable file with documents, a command, and how it must end.

A case is text cut by lines that begin with `--- `. Before the first stands what the case shows. Then

    --- file NAME         a file to write (NAME may lie in folders)
    --- bytes NAME        the same, with Python's escapes (\\xff, \\0) for bytes that no text shows
    --- env               NAME=VALUE lines for the environment
    --- setup             shell commands that come first, such as `ln -s`
    --- stdin             what the command reads; also with Python's escapes
    --- command           the command, run by sh in the folder of the files
    --- status            the exit code
    --- stdout            what it must print, to the letter
    --- stdout has        lines of which each must be a part of what it prints
    --- stdout lacks      lines of which none may be
    --- stderr, stderr has, stderr lacks      the same
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Case:
    """What a case file says."""

    about: str
    files: dict[str, bytes] = field(default_factory=dict)
    env: dict[str, str] = field(default_factory=dict)
    setup: str = ""
    stdin: bytes = b""
    command: str = ""
    status: int = 0
    expected: dict[str, str] = field(default_factory=dict)


STREAMS = [f"{stream}{how}" for stream in ("stdout", "stderr") for how in ("", " has", " lacks")]


def read_case(path: Path) -> Case:
    """The case in a file; raises ValueError for a section that no case has."""
    about, *sections = ("\n" + path.read_text(encoding="utf-8")).split("\n--- ")
    case = Case(about.strip())
    for section in sections:
        head, _, body = section.partition("\n")
        word, _, target = head.strip().partition(" ")
        body = body + "\n" if body and not body.endswith("\n") else body
        if head.strip() in STREAMS:
            case.expected[head.strip()] = body
        elif word == "file":
            case.files[target] = body.encode()
        elif word == "bytes":
            case.files[target] = unescaped(body)
        elif word == "env":
            rows = (line.partition("=") for line in body.splitlines() if line)
            case.env.update((name, value) for name, _, value in rows)
        elif word == "setup":
            case.setup = body
        elif word == "stdin":
            case.stdin = unescaped(body)
        elif word == "command":
            case.command = body.strip()
        elif word == "status":
            case.status = int(body)
        else:
            raise ValueError(f"{path.name}: no case has a section {head!r}")
    return case


def unescaped(text: str) -> bytes:
    """Bytes from a text with Python's escapes."""
    return text.encode("utf-8").decode("unicode_escape").encode("latin-1")


def run_case(case: Case, folder: Path, environment: dict[str, str]) -> dict[str, str | int]:
    """Write the files, run the command, and say how it ended."""
    for name, data in case.files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    env = {**environment, **case.env}
    if case.setup:
        subprocess.run(["sh", "-e", "-c", case.setup], cwd=folder, env=env, check=True)
    done = subprocess.run(
        ["sh", "-c", case.command],
        cwd=folder, env=env, input=case.stdin, capture_output=True, timeout=30, check=False,
    )  # fmt: skip
    here = os.path.realpath(folder)
    out, err = (
        text.decode("utf-8", "backslashreplace").replace(here, "HERE") for text in (done.stdout, done.stderr)
    )
    return {"status": done.returncode, "stdout": out, "stderr": err}
