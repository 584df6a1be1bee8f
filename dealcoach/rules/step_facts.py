"""Facts about the next steps and the customer's plan: side, reading, days to the due date."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dealcoach.model.words import name_key, squeeze

if TYPE_CHECKING:
    from dealcoach.model.deal import Deal, PlanStep, Step
    from dealcoach.rules.context import Context
    from dealcoach.rules.names import Names

Facts = dict[str, Any]
OURS = ("us", "both")
MEETINGS = ("meeting", "call", "demo", "event")
_US = frozenset(("us", "we", "ourteam", "both"))


def step_facts(deal: Deal, names: Names, context: Context) -> list[Facts]:
    """One mapping of facts for each entry of ``next_steps``."""
    own = {name_key(name) for name in (deal.owner, *deal.our_team)}
    today = context.as_of.toordinal()
    read = context.readings.read
    facts = []
    for index, step in enumerate(deal.next_steps):
        side = _side(step, own, names)
        reading = read(step.what)
        days = step.due.toordinal() - today if step.due else None
        is_open = step.done is False
        ours = side in OURS
        facts.append(
            {
                "index": index,
                "what": step.what,
                "open": is_open,
                "side": side,
                "ours": ours,
                "owner": step.owner,
                "owner_name": _owner_name(step, side, deal),
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


def _side(step: Step, own: set[str], names: Names) -> str:
    owner = step.owner
    if owner is None:
        return "us"
    word = squeeze(owner)
    if word in ("us", "customer", "both"):
        return word
    if name_key(owner) in own:
        return "us"
    return "customer" if names.find(owner) is not None else "us"


def _owner_name(step: Step, side: str, deal: Deal) -> str:
    word = squeeze(step.owner) if step.owner else "us"
    if word == "us":
        return deal.owner
    if word == "both":
        return f"{deal.owner} and {deal.account}"
    return deal.account if word == "customer" else step.owner or deal.owner


def plan_step_facts(steps: Sequence[PlanStep], context: Context) -> list[Facts]:
    """One mapping of facts for each step of the customer's plan."""
    today = context.as_of.toordinal()
    facts = []
    for index, step in enumerate(steps):
        days = step.due.toordinal() - today if step.due else None
        is_open = step.done is False
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
