"""Comparisons and courses that can be shown to anybody, redacted as `redact` does it for a report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from dealcoach.output.redact import LEFT_OUT

if TYPE_CHECKING:
    from dealcoach.model.changes import (
        CoursePoint,
        DealChange,
        Diff,
        FindingMove,
        PersonMove,
        Shift,
        Side,
        StepMove,
    )
    from dealcoach.model.finding import Finding
    from dealcoach.model.review import Amount, Review
    from dealcoach.output.redact import Redactor


def redact_diff(diff: Diff, redactor: Redactor) -> Diff:
    """The comparison without names and free text; the redactor has met the deals of both sides."""
    return replace(
        diff,
        before=_side(diff.before, "the deals then"),
        now=_side(diff.now, "the deals now"),
        deals=tuple(redact_change(change, redactor) for change in diff.deals),
        problems_before=tuple(map(redactor.problem, diff.problems_before)),
        problems_now=tuple(map(redactor.problem, diff.problems_now)),
    )


def redact_course(course: Sequence[CoursePoint], redactor: Redactor) -> tuple[CoursePoint, ...]:
    """The course without names and free text; who committed is a rep."""
    return tuple(
        replace(
            point,
            author=redactor.rep(point.author) if point.commit else "",
            summary="",
            change=point.change and redact_change(point.change, redactor),
            problems=tuple(map(redactor.problem, point.problems)),
            review=point.review and redactor.review(point.review),
        )
        for point in course
    )


def redact_change(change: DealChange, redactor: Redactor) -> DealChange:
    """What moved on one deal, without names and free text."""
    before, now = _Twins.of(change.before, redactor), _Twins.of(change.now, redactor)
    account = change.known.account if change.known else ""
    return replace(
        change,
        file=redactor.file(change.file),
        was_file=None if change.was_file is None else redactor.file(change.was_file),
        before=before.review,
        now=now.review,
        shifts=tuple(_shift(shift, redactor) for shift in change.shifts),
        findings=tuple(_finding(move, before, now) for move in change.findings),
        people=tuple(_person(move, account, redactor) for move in change.people),
        steps=tuple(_step(move, before, now) for move in change.steps),
        problems_before=tuple(map(redactor.problem, change.problems_before)),
        problems_now=tuple(map(redactor.problem, change.problems_now)),
    )


_Step = tuple[bool, str, str | None, str | None]
"""In the plan or not, what, who, due."""


class _Twins(NamedTuple):
    """One day of a deal, redacted, and what became of its findings and steps."""

    review: Review | None
    findings: Mapping[tuple[str, str, str, int], Finding]
    steps: Mapping[_Step, _Step]

    @classmethod
    def of(cls, review: Review | None, redactor: Redactor) -> _Twins:
        if review is None:
            return cls(None, {}, {})
        hidden = redactor.review(review)
        findings = zip(map(_key, _findings(review)), _findings(hidden), strict=True)
        return cls(hidden, dict(findings), dict(zip(_steps(review), _steps(hidden), strict=True)))


def _findings(review: Review) -> Iterable[Finding]:
    return chain(review.findings, *(row.findings for row in review.waived))


def _key(said: Finding | FindingMove) -> tuple[str, str, str, int]:
    return said.rule, said.subject, said.message, said.line


def _steps(review: Review) -> Iterator[_Step]:
    yield from ((False, step.what, step.owner, step.due) for step in review.next_steps)
    yield from ((True, step.what, step.who, step.due) for step in review.customer_plan)


def _finding(move: FindingMove, before: _Twins, now: _Twins) -> FindingMove:
    twin = now.findings.get(_key(move)) or before.findings[_key(move)]
    return replace(move, subject=twin.subject, message=twin.message)


def _step(move: StepMove, before: _Twins, now: _Twins) -> StepMove:
    key = move.in_plan, move.what, move.who, move.due
    if (twin := now.steps.get(key)) is not None:
        return replace(move, what=twin[1], who=twin[2])
    _, what, who, _ = before.steps[key]
    return replace(move, what=f"Earlier {what.lower()}", who=who)


def _person(move: PersonMove, account: str, redactor: Redactor) -> PersonMove:
    return replace(move, name=redactor.person(account, move.name))


def _shift(shift: Shift, redactor: Redactor) -> Shift:
    hide: Callable[[str], str] | None = {
        "owner": redactor.rep,
        "account": redactor.account,
        "stage": redactor.stage,
        "deal": _left_out,
    }.get(shift.name)
    if hide is None:
        return shift
    return replace(shift, before=_hidden(shift.before, hide), now=_hidden(shift.now, hide))


def _hidden(value: Amount | str | None, hide: Callable[[str], str]) -> Amount | str | None:
    return hide(value) if isinstance(value, str) else value


def _left_out(_text: str) -> str:
    return LEFT_OUT


def _side(side: Side, label: str) -> Side:
    return replace(side, label=label, summary=None)
