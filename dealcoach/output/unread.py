"""The one deal that could not be read, for the terminal: the file, what is wrong in it, what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealcoach.output.money import plural
from dealcoach.output.screen import NARROWEST, Screen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealcoach.model.finding import Problem

_WIDEST = 120
_NO_TEXT = "unreadable-file"


def unread(problems: Sequence[Problem], *, width: int, color: bool, ascii_only: bool = False) -> str:
    """The problems as text, no line wider than ``width`` (60 at least)."""
    screen = Screen(min(max(width, NARROWEST), _WIDEST), color, ascii_only)
    head = f"{problems[0].file} could not be read: {plural(len(problems), 'problem')}"
    lines = [screen.paint("bold", line) for line in screen.block(head, 0, 2)]
    for problem in problems:
        place = f"{problem.file}:{problem.line}:{problem.column}"
        lines += ["", *screen.block(f"{place}: {problem.message}", 0, 5, hang=2)]
        if problem.source:
            lines.append(screen.paint("dim", "    " + screen.clip(problem.source.strip(), screen.width - 4)))
    return "\n".join([*lines, "", *screen.block(_next(problems), 0)]) + "\n"


def _next(problems: Sequence[Problem]) -> str:
    rules = dict.fromkeys(problem.rule for problem in problems)
    more = " and ".join(f"dealcoach explain {rule}" for rule in rules)
    if _NO_TEXT in rules:
        return f"See to it that the file can be opened, and run it again; {more} tells more."
    what = "the line above" if len(problems) == 1 else "the lines above"
    return f"Mend {what} and run it again; {more} tells more."
