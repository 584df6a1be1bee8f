"""What a deal hangs on: the score as it would be without each member of the buying team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dealcoach.model.review import HangsOn
from dealcoach.model.words import name_key
from dealcoach.review.evaluating import evaluate, scope_of
from dealcoach.review.scoring import Cost, Costing, score_of
from dealcoach.review.waiving import standing
from dealcoach.rules.names import names_of

if TYPE_CHECKING:
    from dealcoach.model.deal import Deal
    from dealcoach.model.past import Past
    from dealcoach.review.evaluating import Answers, Hit
    from dealcoach.review.settings import Settings


def hangs_on(
    deal: Deal,
    settings: Settings,
    ignored: frozenset[str],
    costs: Sequence[Costing],
    past: Past | None = None,
) -> tuple[HangsOn, ...]:
    """The members whose loss lowers the score, worst first."""
    score = score_of(costs)
    now = {cost.rule for cost in costs}
    found = []
    for index, member in enumerate(deal.buying_team):
        answers = evaluate(without(deal, index), settings, ignored, past)
        left = [_cost(hit) for hit in answers.hits if not _waived(hit, deal, settings, answers)]
        after = score_of(left)
        if after < score:
            new = tuple(dict.fromkeys(cost.rule for cost in left if cost.rule not in now))
            found.append(HangsOn(member.name, after, score - after, new))
    return tuple(sorted(found, key=lambda row: -row.drop))


def without(deal: Deal, index: int) -> Deal:
    """The deal when one member has left: with the steps they own, and their name in steps of others."""
    names = names_of(tuple(member.name for member in deal.buying_team))

    def stays(name: str | None) -> bool:
        return name is None or names.find(name) != index

    steps = tuple(
        replace(step, with_=tuple(name for name in step.with_ if stays(name)))
        for step in deal.next_steps
        if stays(step.owner)
    )
    plan = deal.customer_plan
    if plan:
        plan = replace(plan, steps=tuple(step for step in plan.steps if stays(step.who)))
    team = deal.buying_team[:index] + deal.buying_team[index + 1 :]
    return replace(deal, buying_team=team, next_steps=steps, customer_plan=plan)


def _cost(hit: Hit) -> Cost:
    return Cost(hit.rule.id, hit.rule.group, hit.severity, hit.worth)


def _waived(hit: Hit, deal: Deal, settings: Settings, answers: Answers) -> bool:
    if not settings.waivers or not deal.waivers:
        return False
    subject = name_key(hit.rule.words.subject(scope_of(hit, answers.facts)))
    return any(
        waiver.rule == hit.rule.id
        and (waiver.until is None or waiver.until >= settings.as_of)
        and (waiver.about is None or name_key(waiver.about) == subject)
        for waiver in standing(deal).values()
    )
