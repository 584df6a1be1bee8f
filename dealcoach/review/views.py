"""The deal as its review shows it: groups, people, steps and plan, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dealcoach.model.finding import GROUP_POINTS
from dealcoach.model.record import maker
from dealcoach.model.review import Group, NextStep, Person, PlanItem

if TYPE_CHECKING:
    from datetime import date

    from dealcoach.model.deal import Deal
    from dealcoach.model.finding import Finding
    from dealcoach.review.evaluating import Answers

_group, _person, _next_step, _plan_item = maker(Group), maker(Person), maker(NextStep), maker(PlanItem)


def groups_of(findings: Sequence[Finding]) -> tuple[Group, ...]:
    """What each group of rules costs."""
    lost = dict.fromkeys(GROUP_POINTS, 0)
    for finding in findings:
        if finding.group in lost:
            lost[finding.group] += finding.points
    return tuple([_group((name, most, lost[name])) for name, most in GROUP_POINTS.items()])


def iso(day: date | None) -> str | None:
    """A day as YYYY-MM-DD."""
    return day.isoformat() if day else None


def done_mark(value: date | bool, is_open: bool) -> bool | str:
    """Whether something is done, or the day it was, as plain values; a day to come leaves it open."""
    if is_open or isinstance(value, bool):
        return not is_open
    return value.isoformat()


def people_of(deal: Deal, answers: Answers) -> tuple[Person, ...]:
    """The buying team with quadrant and engagement."""
    rows = zip(deal.buying_team, answers.facts["members"], strict=True)
    return tuple(
        [
            _person(
                (
                    *(member.name, member.roles, member.influence, member.relationship, member.stance),
                    *(facts["quadrant"], facts["engaged"], member.title),
                )
            )
            for member, facts in rows
        ]
    )


def steps_of(deal: Deal, answers: Answers) -> tuple[NextStep, ...]:
    """The next steps with side and reading."""
    rows = zip(deal.next_steps, answers.facts["steps"], strict=True)
    return tuple(
        [
            _next_step(
                (step.what, step.owner, f["side"], f["due"], done_mark(step.done, f["open"]), f["reading"])
            )
            for step, f in rows
        ]
    )


def plan_of(deal: Deal, answers: Answers) -> tuple[PlanItem, ...]:
    """The steps of the customer's plan."""
    steps = deal.customer_plan.steps if deal.customer_plan else ()
    rows = zip(steps, answers.facts["plan_steps"], strict=True)
    return tuple(
        [_plan_item((step.what, step.who, f["due"], done_mark(step.done, f["open"]))) for step, f in rows]
    )
