"""The facts of one deal, derived once: everything that a rule's condition may read.

`dealcoach.rules.declared` says what each means; a test holds the two against each other.
"""

from __future__ import annotations

from calendar import monthrange
from typing import TYPE_CHECKING, Any

from dealcoach.rules.contact_facts import contact_facts, contacts
from dealcoach.rules.member_facts import member_facts, said
from dealcoach.rules.names import names_of
from dealcoach.rules.past_facts import days_in_stage, fall_facts, past_facts, pushes
from dealcoach.rules.step_facts import addressed, plan_step_facts, step_facts
from dealcoach.rules.team_facts import faction_facts, team_facts

if TYPE_CHECKING:
    from datetime import date

    from dealcoach.model.deal import CustomerPlan, Deal, Need
    from dealcoach.model.past import Past
    from dealcoach.rules.context import Context
    from dealcoach.rules.readings import Readings

Facts = dict[str, Any]

NEEDED_ROLES = (("problem_owner", "problem owner"), ("purchaser", "purchaser"))


def derive(deal: Deal, context: Context, past: Past | None = None) -> Facts:
    """All facts of a deal on the as-of day; ``past`` is what earlier versions of its file say."""
    today = context.as_of.toordinal()
    names = names_of(tuple([member.name for member in deal.buying_team]))
    steps = step_facts(deal, names, context)
    known = contacts(deal, names, today)
    members = member_facts(deal, names, known, addressed(deal, steps, names), context)
    factions, faction_possible = faction_facts(deal, members, names)
    team = team_facts(members, names, known.unlisted)
    team["faction"] = faction_possible
    for faction in factions:
        for index in faction["indices"]:
            members[index]["in_faction"] = True
    if past is not None:
        for member in members:
            member.update(fall_facts(member["name"], past, today))
    return {
        "deal": _deal(deal, context, past),
        "past": past_facts(past, context.as_of),
        "need": _need(deal.need, context.readings, today),
        "plan": _plan(deal.customer_plan, context.readings, today),
        "contact": contact_facts(deal, known, steps, today),
        "team": team,
        "members": members,
        "steps": steps,
        "plan_steps": plan_step_facts(deal.customer_plan.steps if deal.customer_plan else (), context),
        "factions": factions,
        "roles": _roles(members),
        "progress": _progress(steps, context.readings),
        "limits": context.limits.as_facts(),
    }


def _days(day: date | None, today: int) -> int | None:
    return None if day is None else day.toordinal() - today


def _deal(deal: Deal, context: Context, past: Past | None) -> Facts:
    today = context.as_of.toordinal()
    close = deal.close_date
    return {
        "name": deal.deal,
        "account": deal.account,
        "owner": deal.owner,
        "stage": deal.stage,
        "as_of": context.as_of.isoformat(),
        "early": context.early,
        "amount": None if deal.amount is None else float(deal.amount),
        "currency": deal.currency,
        "forecast": deal.forecast,
        "account_kind": deal.account_kind,
        "competitors": list(deal.competitors),
        "close_date": close.isoformat() if close else None,
        "days_to_close": _days(close, today),
        "closes_on_month_end": close is not None and close.day == monthrange(close.year, close.month)[1],
        "pushes": pushes(deal, past),
        "days_in_stage": days_in_stage(deal, past, today, context.limits.stage_days),
        "case_status": deal.business_case.status if deal.business_case else None,
        "custom": deal.custom,
    }


def _need(need: Need | None, readings: Readings, today: int) -> Facts:
    by = need.by if need else None
    return {
        "problem": said(need.problem, readings) if need else None,
        "by": by.isoformat() if by else None,
        "days_to_by": _days(by, today),
        "if_not": said(need.if_not, readings) if need else None,
    }


def _plan(plan: CustomerPlan | None, readings: Readings, today: int) -> Facts:
    day = plan.decision_date if plan else None
    history = plan.decision_date_history if plan else ()
    return {
        "decision_date": day.isoformat() if day else None,
        "days_to_decision": _days(day, today),
        "past_decision_dates": sum(1 for earlier in history if earlier.toordinal() < today),
        "steps": sum(said(step.what, readings) is not None for step in plan.steps) if plan else 0,
    }


def _roles(members: list[Facts]) -> list[Facts]:
    return [
        {"id": role, "text": text, "covered": True in [member[role] for member in members]}
        for role, text in NEEDED_ROLES
    ]


def _progress(steps: list[Facts], readings: Readings) -> Facts:
    is_open = [step for step in steps if step["open"]]
    active = [step for step in is_open if step["reading"] == "active"]
    sides = {step["side"] for step in active}
    dark = next((step["index"] for step in is_open if step["reading"] == "gone_dark"), None)
    return {
        "open_steps": len(is_open),
        "moving": True in [step["moves_now"] for step in steps],
        "one_sided": sides in ({"us"}, {"customer"}),
        "active_side": sides.pop() if len(sides) == 1 else None,
        "dark_step": dark,
        "waiting_steps": [step["what"] for step in is_open if step["reading"] == "waiting"],
        "introduction_planned": any(
            step["ours"] and readings.speaks_of("introduction", step["what"]) for step in is_open
        ),
    }
