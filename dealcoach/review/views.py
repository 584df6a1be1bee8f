"""The deal as its review shows it: groups, people, steps and plan, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dealcoach.model.finding import GROUP_POINTS
from dealcoach.model.review import Group, NextStep, Person, PlanItem

if TYPE_CHECKING:
    from datetime import date

    from dealcoach.model.deal import Deal
    from dealcoach.model.finding import Finding
    from dealcoach.review.evaluating import Answers


def groups_of(findings: Sequence[Finding]) -> tuple[Group, ...]:
    """What each group of rules costs."""
    lost = dict.fromkeys(GROUP_POINTS, 0)
    for finding in findings:
        if finding.group in lost:
            lost[finding.group] += finding.points
    return tuple(Group(name, most, lost[name]) for name, most in GROUP_POINTS.items())


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
    return tuple(
        Person(
            name=member.name,
            roles=member.roles,
            influence=member.influence,
            relationship=member.relationship,
            stance=member.stance,
            quadrant=facts["quadrant"],
            engaged=facts["engaged"],
            title=member.title,
        )
        for member, facts in zip(deal.buying_team, answers.facts["members"], strict=True)
    )


def steps_of(deal: Deal, answers: Answers) -> tuple[NextStep, ...]:
    """The next steps with side and reading."""
    return tuple(
        NextStep(
            step.what,
            step.owner,
            facts["side"],
            facts["due"],
            done_mark(step.done, facts["open"]),
            facts["reading"],
        )
        for step, facts in zip(deal.next_steps, answers.facts["steps"], strict=True)
    )


def plan_of(deal: Deal, answers: Answers) -> tuple[PlanItem, ...]:
    """The steps of the customer's plan."""
    steps = deal.customer_plan.steps if deal.customer_plan else ()
    return tuple(
        PlanItem(step.what, step.who, facts["due"], done_mark(step.done, facts["open"]))
        for step, facts in zip(steps, answers.facts["plan_steps"], strict=True)
    )
