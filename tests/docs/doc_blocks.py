"""The fenced blocks of a page: the files it writes, the commands it types, the output it shows.

A comment just before a block says more: ``<!-- file: a.yaml -->`` (the block is that file),
``<!-- replace: next_steps in a.yaml -->`` (it takes the place of one top-level key),
``<!-- from: WORDS -->`` and ``<!-- until: WORDS -->`` (the output shown begins and ends with the line
that begins so), ``<!-- answers: a | b -->`` (standard input), ``<!-- exit: 2 -->``.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
AS_OF = "2026-11-21"
CUT = "…"
_BLOCK = re.compile(r"((?:^<!-- [a-z]+: .*? -->\n)*)^```([a-z-]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_COMMENT = re.compile(r"^<!-- ([a-z]+): (.*?) -->$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """One fenced block, with what the comments before it say."""

    kind: str
    text: str
    start: int
    """Where its text begins in the page."""
    notes: dict[str, str] = field(default_factory=dict)

    @property
    def commands(self) -> list[str]:
        """What is typed: lines after ``$`` in a console block, every line of a sh block."""
        lines = re.sub(r"\\\n\s*", "", self.text).splitlines()
        if self.kind == "console":
            return [line[2:] for line in lines if line.startswith("$ ")]
        return [line for line in lines if self.kind == "sh" and line and not line.startswith("#")]

    @property
    def calls(self) -> list[str]:
        """The commands that call dealcoach."""
        return [line for line in self.commands if re.match(r"(\w+=\S+ )*dealcoach( |$)", line)]


def pages() -> list[Path]:
    """Every page of the documentation."""
    return [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks(page: str) -> list[Block]:
    """The fenced blocks of a page, in order."""
    return [
        Block(match[2], match[3], match.start(3), dict(_COMMENT.findall(match[1])))
        for match in _BLOCK.finditer(page)
    ]


@dataclass(frozen=True)
class Ran:
    """What a command printed, on both streams, and how it ended."""

    command: str
    output: str
    code: int


class Sandbox:
    """A folder with the sample deals and a CRM export, in which the commands of one page run in order."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shims = folder / ".bin"
        shims.mkdir()
        shim = shims / "dealcoach"
        shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m dealcoach "$@"\n')
        shim.chmod(0o755)
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "DEALCOACH_"))}
        self._env = kept | {
            "PATH": f"{shims}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
            "HOME": str(folder),
            "COLUMNS": "80",
            "DEALCOACH_CACHE_DIR": os.environ.get("DEALCOACH_CACHE_DIR", str(folder / ".cache")),
        }
        for name in ("NO_COLOR", "FORCE_COLOR", "LINES"):
            self._env.pop(name, None)
        shutil.copytree(ROOT / "deals", folder / "deals", ignore=shutil.ignore_patterns(".*"))
        for export in (ROOT / "tests" / "importing" / "exports" / "salesforce").glob("*.csv"):
            shutil.copy(export, folder)
        self._commit()

    def _commit(self) -> None:
        """The deals as they have long been, for commands that look back from any day."""
        if shutil.which("git") is None:
            return
        (self.folder / ".gitignore").write_text(".*\n")
        who = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        for side in ("AUTHOR", "COMMITTER"):
            who |= {f"GIT_{side}_NAME": "Dana Reyes", f"GIT_{side}_EMAIL": "dana@example.com"}
            who |= {f"GIT_{side}_DATE": "2020-01-06T09:00:00+00:00"}
        for arguments in (
            "init --quiet --initial-branch=main",
            "add deals",
            "commit --quiet --message=Deals",
        ):
            command = ["git", *arguments.split()]
            subprocess.run(command, cwd=self.folder, env=self._env | who, check=True, capture_output=True)

    def run(self, command: str, answers: str = "", **environment: str) -> Ran:
        """Run one command as a person would type it."""
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=self.folder,
            env=self._env | environment,
            input="".join(f"{line.strip()}\n" for line in answers.split("|")) if answers else "",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        return Ran(command, done.stdout, done.returncode)

    def write(self, block: Block) -> None:
        """Make the file that a block shows, or replace one key of it."""
        if "file" in block.notes:
            target = self.folder / block.notes["file"]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.text, encoding="utf-8")
        if "replace" in block.notes:
            key, _, name = block.notes["replace"].partition(" in ")
            target = self.folder / name
            old = target.read_text("utf-8")
            new, count = re.subn(
                rf"^{key}:.*\n(?:[ #-].*\n|\n(?=[ #-]))*", lambda _: block.text, old, flags=re.MULTILINE
            )
            if count != 1:
                raise ValueError(f"{name} has no single key {key} to replace")
            target.write_text(new, encoding="utf-8")

    def play(self, page: str) -> Iterator[tuple[Block, list[Ran]]]:
        """Write the files of a page and run its calls of dealcoach, block by block."""
        for block in blocks(page):
            self.write(block)
            yield block, [self.run(call, block.notes.get("answers", "")) for call in block.calls]


def went_well(block: Block, ran: Ran) -> bool:
    """Whether a command ended as its block says, or else with 0, or with 1 for findings."""
    expected = [int(block.notes["exit"])] if "exit" in block.notes else [0, 1]
    return ran.code in expected and not re.search("internal error|Traceback", ran.output)


def shown(block: Block, ran: Ran) -> str:
    """The part of an output that a block shows; raises ValueError for a command that went wrong."""
    if not went_well(block, ran):
        raise ValueError(f"$ {ran.command}\nended with {ran.code}: {ran.output[-400:]}")
    lines = [line.rstrip() for line in ran.output.rstrip("\n").splitlines()]
    first, last = block.notes.get("from"), block.notes.get("until")
    start = _line(lines, first, 0) if first else 0
    end = _line(lines, last, start) + 1 if last else len(lines)
    found = [*([CUT] if start else []), *lines[start:end], *([CUT] if end < len(lines) else [])]
    return "".join(f"{line}\n" for line in found)


def _line(lines: list[str], words: str, start: int) -> int:
    for number in range(start, len(lines)):
        if lines[number].lstrip().startswith(words):
            return number
    raise ValueError(f"no line of the output begins with {words!r}")


def replayed(page: str, sandbox: Sandbox) -> str:
    """The page with the output of its console blocks as it is today."""
    pieces, end = [], 0
    for block, results in sandbox.play(page):
        if block.kind != "console" or not results:
            continue
        typed = re.findall(r"^\$ (?:.*\\\n)*.*\n", block.text, re.MULTILINE)
        if len(typed) != len(results):
            raise ValueError(f"a console block shows more than calls of dealcoach:\n{block.text}")
        text = "\n".join(line + shown(block, ran) for line, ran in zip(typed, results, strict=True))
        pieces += [page[end : block.start], text]
        end = block.start + len(block.text)
    return "".join([*pieces, page[end:]])
