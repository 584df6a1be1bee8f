"""A question of the coach as data: its parts, the choices of each, and the changes that an answer makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dealcoach.coaching.editing import Change
    from dealcoach.coaching.looking import Seen

Given = Mapping[str, Any]
"""The answers to the parts of a question, by the keys of the parts; a part left open is missing."""


class Kind(StrEnum):
    """What an answer is made of."""

    TEXT = "text"
    DAY_AHEAD = "day_ahead"
    DAY_BACK = "day_back"
    DONE_OR_DAY = "done_or_day"
    CHOICE = "choice"
    CHOICES = "choices"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers on offer: the word that is written, and how it is shown."""

    value: str
    label: str = ""

    @property
    def shown(self) -> str:
        """The word, with its explanation where it has one."""
        return f"{self.value}: {self.label}" if self.label else self.value


@dataclass(frozen=True, slots=True)
class Part:
    """One line of an answer."""

    key: str
    text: str
    """The question itself."""
    kind: Kind = Kind.TEXT
    choices: tuple[Choice, ...] = ()
    free: bool = False
    """Whether a name beyond the choices is accepted."""
    default: str | None = None
    """What an empty line means, but for the first part of a question, which it leaves unanswered."""
    needed: str = ""
    """Why an empty line is refused; empty where it is not."""
    reads: str = ""
    """What the text is besides: a ``step`` of ours, or a ``person``; asked about once if it reads as none."""
    left: str = ""
    """Said when the part is left open, where that costs something."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask. Without parts there is nothing to fill in, and the advice speaks for itself."""

    key: tuple[str, ...]
    """What is asked for; no two questions of a conversation share it."""
    rule: str
    worth: int
    seen: str
    """What the coach sees, in one or two sentences."""
    why: str = ""
    place: str = ""
    """``file:line``; empty for what is not recorded."""
    subject: str = ""
    """The person, step or role that a waiver would be about."""
    parts: tuple[Part, ...] = ()
    changes: Callable[[Given], list[Change]] = field(default=lambda _given: [])
    ask: tuple[str, ...] = ()
    do: tuple[str, ...] = ()
    source: str = ""
    known: bool = True
    """Whether it is a finding; else it is about something that nobody recorded."""
    follow: Callable[[Seen], Question | None] | None = None
    """What to ask right after the answer was written."""


def choices(**labels: str) -> tuple[Choice, ...]:
    """Choices from words and their explanations."""
    return tuple(Choice(value, label) for value, label in labels.items())


STANCES = choices(
    champion="sells it for us when we are not there",
    supporter="in favour, and says so",
    neutral="could go either way",
    skeptical="critical, but engages",
    resistant="against it",
)
ROLES = choices(
    decision_maker="says the final yes",
    purchaser="buys, holds the budget",
    problem_owner="answers for the problem",
    end_user="will work with it",
    evaluator="tests and compares",
    influencer="is listened to",
    gatekeeper="legal, security, compliance",
    insider="would do it in-house, or owns the rival way",
    outsider="consultant, partner, agency",
)
GRADES = {
    "influence": choices(
        **{
            "1": "no power over this decision",
            "2": "is asked now and then",
            "3": "is asked",
            "4": "can carry or stop it",
            "5": "decides",
        }
    ),
    "relationship": choices(
        **{
            "1": "none with us",
            "2": "has met us",
            "3": "answers us",
            "4": "trusts us",
            "5": "close to us",
        }
    ),
}
CASE = choices(
    none="nobody has begun",
    draft="being written",
    shared="others have read it",
    approved="they agreed to it",
)
MEETINGS = choices(meeting="", call="", demo="", event="a workshop, a visit, a fair")
