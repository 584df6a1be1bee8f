"""What moved on one deal: its own values, the findings behind its score, people and steps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from dealcoach.comparing.findings import finding_moves
from dealcoach.comparing.people import person_moves
from dealcoach.comparing.steps import step_moves
from dealcoach.model.changes import DealChange, Shift
from dealcoach.model.words import name_key, squeeze

if TYPE_CHECKING:
    from collections.abc import Callable

    from dealcoach.comparing.matching import Pair
    from dealcoach.model.review import Review

_TEXTS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("status", str),
    ("stage", squeeze),
    ("owner", name_key),
    ("account", name_key),
    ("deal", name_key),
)
_DATES = ("close_date", "decision_date", "need_by")


def deal_change(pair: Pair, as_of_before: str, as_of_now: str, words: tuple[str, ...] = ()) -> DealChange:
    """Everything that moved on a deal; ``words`` are the pipeline's words for it."""
    old, new = pair.before, pair.now
    entry = new or old
    assert entry is not None
    before, now = old.review if old else None, new.review if new else None
    change = DealChange(
        file=entry.file,
        was_file=old.file if old and new and (old.renamed or old.path != new.path) else None,
        before=before,
        now=now,
        words=words,
        problems_before=old.problems if old else (),
        problems_now=new.problems if new else (),
    )
    if before is None or now is None:
        return change
    scored = before.score is not None and now.score is not None
    return DealChange(
        file=change.file,
        was_file=change.was_file,
        before=before,
        now=now,
        words=words,
        shifts=tuple(_shifts(before, now)),
        findings=finding_moves(before, now) if scored else (),
        people=person_moves(before, now),
        steps=step_moves(before, now, as_of_before, as_of_now) if now.is_open else (),
    )


def _shifts(before: Review, now: Review) -> Iterator[Shift]:
    for name, folded in _TEXTS:
        then, today = getattr(before, name), getattr(now, name)
        if folded(then) != folded(today):
            yield Shift(name, then, today)
    for name in ("amount", "currency"):
        then, today = getattr(before, name), getattr(now, name)
        if then != today:
            yield Shift(name, then, today)
    for name in _DATES:
        then, today = getattr(before, name), getattr(now, name)
        if then != today:
            yield Shift(name, then, today, days_between(then, today))


def days_between(before: str | None, now: str | None) -> int | None:
    """How many days later a date is than another; None where one of the two is missing."""
    if before is None or now is None:
        return None
    return (date.fromisoformat(now) - date.fromisoformat(before)).days
