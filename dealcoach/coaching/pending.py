"""An answer on its way into the file: what it changes, and whether it still fits a file that changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dealcoach.coaching.editing import Add
from dealcoach.coaching.questions import questions

if TYPE_CHECKING:
    from dealcoach.coaching.editing import Change
    from dealcoach.coaching.forms import Given, Question
    from dealcoach.coaching.looking import Seen
    from dealcoach.coaching.turns import Reaction


@dataclass(frozen=True, slots=True)
class Pending:
    """New bytes that are not written yet: what they show, what to ask then, and the answer they hold."""

    seen: Seen
    next: Question | None
    count: int
    """1 for an answer, -1 for one that is taken back."""
    reaction: Reaction
    question: Question
    given: Given
    typed: Mapping[str, str]
    """The lines as they were typed, by part; none when an answer is taken back."""


def refitted(pending: Pending, seen: Seen) -> list[Change] | None:
    """What the answer changes in a file that is another now; None where it was about something else.

    An entry added to a list of the deal fits any file. Everything else fits where the same is still asked
    about the same: places count list entries, and another program may have moved them.
    """
    if pending.count < 0:
        return None
    changes = pending.question.changes(pending.given)
    if all(isinstance(change, Add) and len(change.path) == 1 for change in changes):
        return changes
    for found in questions(seen):
        if _same(found, pending.question):
            return found.changes(pending.given)
    return None


def _same(one: Question, other: Question) -> bool:
    asked = [(part.key, part.text, part.kind) for part in one.parts]
    return (one.key, one.subject, one.seen, asked) == (
        other.key,
        other.subject,
        other.seen,
        [(part.key, part.text, part.kind) for part in other.parts],
    )
