"""What a line typed in a conversation can lead to, and the words that steer it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dealcoach.model.finding import Problem

COMMANDS = {
    "skip": "skip", "s": "skip",
    "back": "back", "b": "back",
    "explain": "explain", "?": "explain", "help": "explain",
    "quit": "quit", "q": "quit", "exit": "quit",
    "step": "step",
    "waive": "waive",
}  # fmt: skip
"""The words that steer the conversation; a text that is really such a word is written in quotes."""


class Turn(StrEnum):
    """What a line led to."""

    AGAIN = "again"
    """It was no answer; the lines say why, and the same part is asked again."""
    NEXT = "next"
    """The conversation went on; ask what is asked for now."""
    SAVE = "save"
    """The file has to be written; then call `saved`, or `reload` when it changed meanwhile, whose
    reaction comes in place of this one."""
    EXPLAIN = "explain"
    """The lines explain; the same part is asked again."""
    QUIT = "quit"
    """The person wants to stop."""


@dataclass(frozen=True, slots=True)
class Reaction:
    """What a line led to, lines to show, and the new bytes of the file."""

    turn: Turn
    lines: tuple[str, ...] = ()
    data: bytes | None = None
    last: bool = False
    """Whether the person wants to stop once this is written."""


class DealProblemsError(Exception):
    """The file cannot be read as a deal; ``problems`` say why."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


HELP = (
    "Enter or skip: leave it. back: one question back, the answer is undone. step: add a next step instead."
    " waive: do not count it, with a reason. quit: stop; everything so far is saved."
)
"""What can be typed besides an answer."""
