"""Facts about the members of the buying team: quadrant, engagement, leverage, signals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dealcoach.rules.kleene import Maybe, any_of, at_least, both, negated
from dealcoach.rules.past_facts import NO_FALL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealcoach.model.deal import Deal, Member, Signal
    from dealcoach.rules.contact_facts import Contacts
    from dealcoach.rules.context import Context
    from dealcoach.rules.names import Names
    from dealcoach.rules.readings import Readings

Facts = dict[str, Any]
STRONG = INFLUENTIAL = 4
LEAST, MOST = 1, 5
SUPPORTIVE = ("champion", "supporter")
STALLS = ("competing_priority", "needs_more_time", "committee", "budget_frozen")
HIDDEN = ("finds_holes", "needs_more_time", "skips_meetings")
SCENARIO_ROLES = frozenset(
    ("purchaser", "end_user", "problem_owner", "decision_maker", "outsider", "insider")
)


def member_facts(
    deal: Deal, names: Names, known: Contacts, worked_on: set[int], context: Context
) -> list[Facts]:
    """One mapping of facts for each member of the buying team; ``worked_on`` holds their indices."""
    found = [
        _facts(index, member, known, worked_on, context) for index, member in enumerate(deal.buying_team)
    ]
    backers = [facts for facts in found if facts["supportive"] is not False]
    for member, facts in zip(deal.buying_team, found, strict=True):
        if member.introduced_by:
            facts["introducer_senior"] = _senior(names.find(member.introduced_by), found)
            facts["sender"] = next(iter(_helpful([member.introduced_by], found, names)), None)
        _leverage(member, facts, found, backers, names)
    return found


def _facts(index: int, member: Member, known: Contacts, worked_on: set[int], context: Context) -> Facts:
    stance = member.stance if member.stance != "unknown" else None
    supportive = None if stance is None else stance in SUPPORTIVE
    influential = at_least(member.influence, INFLUENTIAL)
    strong = at_least(member.relationship, STRONG)
    days = known.last[index]
    met = True if days is not None else (False if known.recorded else None)
    engaged = met and days is not None and days <= context.limits.engaged_days
    level = member.level or (context.titles.level(member.title) if member.title else None)
    roles = member.roles
    benefit = said(member.benefit, context.readings)
    facts: Facts = {
        **_BLANK,
        "index": index,
        "name": member.name,
        "title": member.title,
        "level": level,
        "executive": None if level is None else level == "executive",
        "roles": list(roles),
        "influence": member.influence,
        "relationship": member.relationship,
        "stance": stance or "unknown",
        "stance_known": stance is not None,
        "supportive": supportive,
        "resistant": None if stance is None else stance == "resistant",
        "influential": influential,
        "strong": strong,
        **_QUADRANTS[strong, influential],
        "met": met,
        "days_since_contact": days,
        "engaged": engaged,
        "benefit": benefit,
        "concern": said(member.concern, context.readings),
        "ally": _ally(supportive, engaged, benefit),
        "reports_to": member.reports_to,
        "introduced_by": member.introduced_by,
        "faction": member.faction,
        "outside": member.side == "outside",
        "insider_by_place": _insider(member),
        "worked_on": index in worked_on,
    }
    for role in roles:
        facts[role] = True
    if member.signals:
        facts.update(_signal_facts(member.signals, context))
    return facts


def said(text: str | None, readings: Readings) -> str | None:
    """A text that says something; None for nothing and for a placeholder such as TBD."""
    if not text or (len(text) <= _LONGEST_PLACEHOLDER and readings.placeholder(text)):
        return None
    return text


_LONGEST_PLACEHOLDER = 24
"""Longer texts are not looked at, which is most of them: reading a text costs more than its length."""

ROLE_FACTS = (
    "decision_maker",
    "purchaser",
    "problem_owner",
    "end_user",
    "evaluator",
    "influencer",
    "gatekeeper",
    "insider",
    "outsider",
)


def _ally(supportive: Maybe, engaged: Maybe, benefit: str | None) -> Maybe:
    return both(both(supportive, engaged), True if benefit else None)


def _quadrant(strong: Maybe, influential: Maybe) -> Facts:
    """Whether a member surely stands in each quadrant, and the one where both grades are known."""
    answers = {
        "nurture": both(strong, influential),
        "support": both(strong, negated(influential)),
        "develop": both(negated(strong), influential),
        "watch": both(negated(strong), negated(influential)),
    }
    return {**answers, "quadrant": next((name for name, answer in answers.items() if answer), None)}


_ANSWERS = (True, False, None)
_QUADRANTS = {
    (strong, influential): _quadrant(strong, influential) for strong in _ANSWERS for influential in _ANSWERS
}


def _insider(member: Member) -> bool:
    if "insider" in member.roles:
        return True
    return member.side != "outside" and SCENARIO_ROLES.isdisjoint(member.roles)


_BLANK: Facts = {
    **dict.fromkeys(ROLE_FACTS, False),
    "stall_index": None,
    "stall_kind": None,
    "stall_day": None,
    "stalled": False,
    "postponed": False,
    "hidden_signals": 0,
    "hidden_signals_undated": 0,
    "introducer_senior": None,
    "sender": None,
    "leverage": [],
    "named_movers": [],
    "introducers": [],
    "reachable": False,
    "in_faction": False,
    **NO_FALL,
}
"""What is so of most members; a copy of it has room for all facts from the start."""


def _signal_facts(signals: Sequence[Signal], context: Context) -> Facts:
    today, limits = context.as_of.toordinal(), context.limits
    aged = [(today - s.date.toordinal() if s.date else None, index, s) for index, s in enumerate(signals)]
    stalls = [row for row in aged if row[2].kind in STALLS]
    recent = [row for row in stalls if _within(row[0], limits.stall_days)]
    latest = min(recent, key=lambda row: (row[0], -row[1]), default=None)
    hidden = [_within(row[0], limits.hidden_days) for row in aged if row[2].kind in HIDDEN]
    return {
        "stall_index": latest[1] if latest else None,
        "stall_kind": latest[2].kind.replace("_", " ") if latest else None,
        "stall_day": latest[2].date.isoformat() if latest and latest[2].date else None,
        "stalled": any_of(_within(row[0], limits.stall_days) for row in stalls),
        "postponed": any_of(
            _within(row[0], limits.postponed_days) for row in aged if row[2].kind == "postponed"
        ),
        "hidden_signals": hidden.count(True),
        "hidden_signals_undated": hidden.count(None),
    }


def _within(age: int | None, days: int) -> Maybe:
    return None if age is None else 0 <= age <= days


def _senior(index: int | None, found: list[Facts]) -> Maybe:
    """Whether somebody is senior; not known of one outside the team, or with neither role nor level."""
    return None if index is None else found[index]["decision_maker"] or found[index]["executive"]


def introducers(wanted: Facts | None, known: Sequence[Facts], names: Names) -> list[str]:
    """Those of the known who could introduce us: nobody to a person we have talked with, or who sent them."""
    if wanted is None or wanted["met"]:
        return []
    return [m["name"] for m in known if not sent_by(wanted, m, names)]


def sent_by(sender: Facts, m: Facts, names: Names) -> bool:
    """Whether the one person sent us to the other."""
    return bool(m["introduced_by"]) and names.find(m["introduced_by"]) == sender["index"]


def _outranks(power: int | None, own: int | None) -> Maybe:
    """Whether one influence is higher; nothing is above 5, and 1 is above nothing."""
    if own == MOST or power == LEAST:
        return False
    return None if own is None or power is None else power > own


def _helpful(told: Sequence[str], members: Sequence[Facts], names: Names) -> list[str]:
    """The people whom a file names, as the team calls them, without those who resist; each once."""
    found: dict[str, None] = {}
    for name in told:
        index = names.find(name)
        if index is None:
            found[name] = None
        elif not members[index]["resistant"]:
            found[members[index]["name"]] = None
    return list(found)


def _leverage(
    member: Member, facts: Facts, members: Sequence[Facts], backers: list[Facts], names: Names
) -> None:
    """Which of those who support us, or may, could move this person: the named, the manager, the stronger."""
    named: set[int] = set()
    if member.influenced_by or member.reports_to:
        told = [*member.influenced_by, *([member.reports_to] if member.reports_to else [])]
        named = names.find_all(told)
        facts["named_movers"] = _helpful(told, members, names)
    movers, reach = [], []
    own = member.influence
    for other in backers:
        if other is facts:
            continue
        power = other["influence"]
        moves = True if other["index"] in named else _outranks(power, own)
        leverage = both(other["supportive"], moves)
        if leverage:
            movers.append(other)
        if leverage is not False:
            reach.append(both(leverage, other["engaged"]))
    if movers:
        movers.sort(key=lambda other: -(other["influence"] or 0))
        facts["leverage"] = [other["name"] for other in movers]
        facts["introducers"] = introducers(facts, movers, names)
    facts["reachable"] = any_of(reach)
