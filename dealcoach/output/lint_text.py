"""Lint for people: `path:line:col: severity rule message`, the source line under it with a caret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealcoach.output.lint_writer import LintWriter
from dealcoach.output.terminal import safe, width

if TYPE_CHECKING:
    from dealcoach.model.lint import LintFile, LintItem, LintRun, LintSummary

_COLOURS = {"high": "\x1b[1;31m", "medium": "\x1b[33m", "low": "\x1b[36m"}
_DIM, _PLAIN = "\x1b[2m", "\x1b[0m"


class Writer(LintWriter):
    """One line an item, and where the source is known two indented lines that show the place."""

    def __init__(self, run: LintRun, *, color: bool = False) -> None:
        super().__init__(run)
        self._color = color

    def file(self, found: LintFile) -> str:
        """The lines of each item."""
        color = self._color
        return "".join(
            _line(item, color) + (_excerpt(item, color) if item.source else "") for item in found.items
        )


def summary_line(summary: LintSummary) -> str:
    """The closing line for stderr, such as ``3 findings (1 high, 2 low) in 12 files; 1 waived``."""
    total = sum(summary.by_severity.values())
    by_severity = [f"{n} {name}" for name in _COLOURS if (n := summary.by_severity.get(name, 0))]
    detail = f" ({', '.join(by_severity)})" if by_severity else ""
    parts = [f"{_count(total, 'finding')}{detail} in {_count(summary.files, 'file')}"]
    parts += [f"{summary.waived} waived"] * bool(summary.waived)
    parts += [f"{summary.baselined} in the baseline"] * bool(summary.baselined)
    return "; ".join(parts)


def _line(item: LintItem, color: bool) -> str:
    severity = f"{_COLOURS[item.severity]}{item.severity}{_PLAIN}" if color else item.severity
    return f"{_path(item.file)}:{item.line}:{item.column}: {severity} {item.rule} {_quiet(item.message)}\n"


def _excerpt(item: LintItem, color: bool) -> str:
    """The source line behind its number, and a caret under the column unless that was cut off.

    The bar keeps the line from starting with what the file says, which a CI log might obey.
    """
    gutter = f"  {item.line} | "
    source = _quiet(item.source.replace("\t", " "))
    dim, plain = (_DIM, _PLAIN) if color else ("", "")
    lines = f"{dim}{gutter}{source}{plain}\n"
    if item.column <= len(item.source) + 1:
        before = _quiet(item.source[: item.column - 1].replace("\t", " "))
        lines += f"{' ' * (len(gutter) - 2)}| {' ' * width(before)}^\n"
    return lines


def _path(file: str) -> str:
    """The path as it starts a line, where a leading `::` would be a command to a GitHub runner."""
    path = _quiet(file)
    return f"./{path}" if path.lstrip().startswith("::") else path


def _quiet(text: str) -> str:
    """Text for one line of a log; `##[` would be a command to a GitHub runner wherever it stands."""
    return safe(text).replace("##[", r"##\[")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
