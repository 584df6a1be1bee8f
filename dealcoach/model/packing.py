"""Reviews out of the nested lists that JSON makes of them, for caches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from dealcoach.model.finding import Finding, Problem, Unknown, Waived
from dealcoach.model.review import Group, HangsOn, NextStep, Person, PlanItem, Repairs, Review

T = TypeVar("T")


def unpacked_review(values: Sequence[Any]) -> Review:
    """The review that JSON holds as nested lists, as it does any named tuple."""
    row = Review._make(values)
    return row._replace(
        groups=_all(Group._make, row.groups),
        unknowns=_all(Unknown._make, row.unknowns),
        next_steps=_all(NextStep._make, row.next_steps),
        customer_plan=_all(PlanItem._make, row.customer_plan),
        findings=_all(_finding, row.findings),
        waived=_all(_waived, row.waived),
        buying_team=_all(_person, row.buying_team),
        repairs=Repairs(row.repairs[0], row.repairs[1], tuple(row.repairs[2])) if row.repairs else None,
        hangs_on=None if row.hangs_on is None else _all(_hangs_on, row.hangs_on),
    )


def unpacked_problem(values: Sequence[Any]) -> Problem:
    """The problem that was packed as a list."""
    return Problem._make(values)


def _all(make: Callable[[Any], T], rows: Iterable[Any]) -> tuple[T, ...]:
    return tuple(map(make, rows))


def _finding(values: Sequence[Any]) -> Finding:
    row = Finding._make(values)
    return row._replace(ask=tuple(row.ask), do=tuple(row.do))


def _waived(values: Sequence[Any]) -> Waived:
    row = Waived._make(values)
    return row._replace(findings=_all(_finding, row.findings))


def _person(values: Sequence[Any]) -> Person:
    row = Person._make(values)
    return row._replace(roles=tuple(row.roles))


def _hangs_on(values: Sequence[Any]) -> HangsOn:
    row = HangsOn._make(values)
    return row._replace(new_rules=tuple(row.new_rules))
