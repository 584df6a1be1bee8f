"""Steps done, added, dropped, moved to another day, or overdue since; ours and the customer's plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dealcoach.model.changes import StepMove
from dealcoach.model.review import NextStep, PlanItem, Review
from dealcoach.model.words import name_key

_ALIKE = 0.75
"""How much of two texts must agree for one to be the other, reworded (as difflib measures it)."""


class _Step(NamedTuple):
    what: str
    who: str | None
    due: str | None
    done: bool


def step_moves(before: Review, now: Review, as_of_before: str, as_of_now: str) -> tuple[StepMove, ...]:
    """The moves of next steps, then those of the customer's plan."""
    days = as_of_before, as_of_now
    return (
        *_moves(_ours(before.next_steps), _ours(now.next_steps), days, in_plan=False),
        *_moves(_plan(before.customer_plan), _plan(now.customer_plan), days, in_plan=True),
    )


def _ours(steps: Sequence[NextStep]) -> list[_Step]:
    return [_Step(step.what, step.owner, step.due, bool(step.done)) for step in steps]


def _plan(steps: Sequence[PlanItem]) -> list[_Step]:
    return [_Step(step.what, step.who, step.due, bool(step.done)) for step in steps]


def _moves(old: list[_Step], new: list[_Step], days: tuple[str, str], *, in_plan: bool) -> Iterator[StepMove]:
    pairs = _paired(old, new)
    for then, today in pairs:
        kind = _kind(then, today, days)
        if kind:
            was = then.due if then and today and then.due != today.due else None
            step = today or then
            assert step is not None
            yield StepMove(kind, step.what, step.who, step.due, was, in_plan)


def _paired(old: list[_Step], new: list[_Step]) -> list[tuple[_Step | None, _Step | None]]:
    """Steps of the same words, then reworded ones, then the rest, in today's order."""
    left = list(old)
    found: dict[int, _Step] = {}
    for alike in (_same_words, _reworded):
        for place, step in enumerate(new):
            if place not in found and (then := next((one for one in left if alike(one, step)), None)):
                found[place] = then
                left.remove(then)
    pairs: list[tuple[_Step | None, _Step | None]] = [
        (found.get(place), step) for place, step in enumerate(new)
    ]
    return pairs + [(step, None) for step in left]


def _same_words(then: _Step, today: _Step) -> bool:
    return then.what == today.what or name_key(then.what) == name_key(today.what)


def _reworded(then: _Step, today: _Step) -> bool:
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, then.what[:200], today.what[:200], autojunk=False)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _kind(then: _Step | None, today: _Step | None, days: tuple[str, str]) -> str | None:
    if today is None:
        return None if then is None or then.done else "dropped"
    if then is None or then.done:
        if today.done:
            return None if then else "done"
        return "added"
    if today.done:
        return "done"
    as_of_before, as_of_now = days
    if today.due and today.due < as_of_now and not (then.due and then.due < as_of_before):
        return "overdue"
    return "moved" if then.due != today.due else None
