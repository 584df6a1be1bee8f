"""Facts about the next steps and the customer's plan: side, reading, days to the due date."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dealcoach.model.words import OWNER_SIDES, name_key, squeeze

if TYPE_CHECKING:
    from datetime import date

    from dealcoach.model.deal import Deal, PlanStep, Step
    from dealcoach.rules.context import Context
    from dealcoach.rules.names import Names

Facts = dict[str, Any]
OURS = ("us", "both")
MEETINGS = ("meeting", "call", "demo", "event")


def step_facts(deal: Deal, names: Names, context: Context) -> list[Facts]:
    """One mapping of facts for each entry of ``next_steps``."""
    own = {name_key(name) for name in (deal.owner, *deal.our_team)}
    today = context.as_of.toordinal()
    read = context.readings.read
    facts = []
    for index, step in enumerate(deal.next_steps):
        side = _side(step.owner, own, names, deal) if step.owner else "us"
        reading = read(step.what)
        days = step.due.toordinal() - today if step.due else None
        is_open = still_open(step.done, context.as_of)
        ours = side in OURS
        facts.append(
            {
                "index": index,
                "what": step.what,
                "open": is_open,
                "side": side,
                "ours": ours,
                "owner": step.owner,
                "owner_name": _owner_name(step, deal),
                "reading": reading,
                "type": step.type,
                "due": step.due.isoformat() if step.due else None,
                "days_to_due": days,
                "overdue": is_open and days is not None and days < 0,
                "days_overdue": -days if days is not None and days < 0 else 0,
                "with": list(step.with_),
                "meeting": step.type in MEETINGS,
                "moves_now": is_open and ours and reading == "active" and (days is None or days >= 0),
            }
        )
    return facts


def addressed(deal: Deal, steps: Sequence[Facts], names: Names) -> set[int]:
    """The members on whom a dated, active, open step of ours works, by index."""
    found: set[int] = set()
    for step, facts in zip(deal.next_steps, steps, strict=True):
        if facts["moves_now"] and facts["days_to_due"] is not None:
            found |= names.find_all(step.with_) | names.named_in(step.what)
    return found


def still_open(done: date | bool, as_of: date) -> bool:
    """Whether something is not done yet; a day that is still to come is no day on which it was done."""
    return done is False or (done is not True and done > as_of)


def _side(owner: str, own: set[str], names: Names, deal: Deal) -> str:
    known = OWNER_SIDES.get(squeeze(owner))
    if known is not None:
        return known
    key = name_key(owner)
    if key in own:
        return "us"
    return "customer" if names.find(owner) is not None or key == name_key(deal.account) else "us"


def _owner_name(step: Step, deal: Deal) -> str:
    known = OWNER_SIDES.get(squeeze(step.owner)) if step.owner else "us"
    if known == "us":
        return deal.owner
    if known == "both":
        return f"{deal.owner} and {deal.account}"
    return deal.account if known == "customer" else step.owner or deal.owner


def plan_step_facts(steps: Sequence[PlanStep], context: Context) -> list[Facts]:
    """One mapping of facts for each step of the customer's plan."""
    today = context.as_of.toordinal()
    facts = []
    for index, step in enumerate(steps):
        days = step.due.toordinal() - today if step.due else None
        is_open = still_open(step.done, context.as_of)
        facts.append(
            {
                "index": index,
                "what": step.what,
                "who": step.who,
                "open": is_open,
                "due": step.due.isoformat() if step.due else None,
                "days_to_due": days,
                "overdue": is_open and days is not None and days < 0,
                "days_overdue": -days if days is not None and days < 0 else 0,
            }
        )
    return facts
