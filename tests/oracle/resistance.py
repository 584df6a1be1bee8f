"""The rules of the group resistance, one function each; they are asked only when a team is listed."""

from collections import defaultdict
from collections.abc import Callable

from .facts import Facts, as_date, as_list
from .logic import Hit, Outcome, Truth, both, each, one
from .people_facts import Member, word

#: scenario -> points with high and with low influence; most points first, ties in the order of the table
SCENARIOS = {
    "decision_maker": (12, 8),
    "end_user": (10, 6),
    "problem_owner": (10, 6),
    "purchaser": (8, 4),
    "outsider": (6, 3),
    "insider": (6, 3),
}
HIDING = {word(kind) for kind in ("finds_holes", "needs_more_time", "skips_meetings")}


def fits(member: Member, scenario: str) -> bool:
    """Whether the scenario could be this member's, stance aside."""
    if scenario == "outsider":
        return "outsider" in member.roles or member.outside
    if scenario == "insider":
        above = member.roles & {"purchaser", "end_user", "problem_owner", "decision_maker", "outsider"}
        return "insider" in member.roles or (not member.outside and not above)
    return scenario in member.roles


def scenario_of(member: Member) -> str:
    """The one scenario that a resistant member makes: the fitting one with the most points."""
    return next(scenario for scenario in SCENARIOS if fits(member, scenario))


def factions(f: Facts) -> list[list[Member]]:
    """The sets of two or more resistant members who share a faction or a manager, each set once."""
    sets = []
    for people in _groups(f).values():
        resistant = [member for member in people if member.resistant]
        if len(resistant) >= 2 and resistant not in sets:
            sets.append(resistant)
    return sets


def _groups(f: Facts) -> dict[tuple[str, str], list[Member]]:
    groups: dict[tuple[str, str], list[Member]] = defaultdict(list)
    for member in f.members:
        for key in ("faction", "reports_to"):
            if member.raw.get(key):
                groups[key, word(member.raw[key])].append(member)
    return groups


def scenario_rule(scenario: str) -> Callable[[Facts], Outcome]:
    def rule(f: Facts) -> Outcome:
        if not f.any_role and scenario != "outsider":
            return "unknown"
        if f.any_role and not any(fits(member, scenario) for member in f.members):
            return "n_a"
        moving_together = [member for people in factions(f) for member in people]
        cases: list[tuple[Truth, Hit]] = []
        for member in f.members:
            if scenario_of(member) != scenario:
                continue
            if scenario == "insider" and member in moving_together:
                continue  # the faction speaks for them
            high = member.influential  # an unknown influence counts as low
            worth = SCENARIOS[scenario][0 if high else 1]
            worth = worth // 2 if f.worked_on(member) else worth
            resists = None if member.stance is None else member.resistant
            cases.append((resists, Hit(member.path, "high" if high else "medium", worth, member.name)))
        outcome = each(cases)
        # Without any role, who stands outside is known by `side`; who else is an outsider is not.
        return outcome if f.any_role or outcome != "clear" else "unknown"

    return rule


def resistant_faction(f: Facts) -> Outcome:
    hits = []
    for people in factions(f):
        worth = 5 if any(f.worked_on(member) for member in people) else 10
        hits.append(Hit("buying_team", "high", worth, people[0].name))
    if hits:
        return hits
    possible = [[m for m in people if m.resistant or m.stance is None] for people in _groups(f).values()]
    return "unknown" if any(len(people) >= 2 for people in possible) else "clear"


def hidden_resistance(f: Facts) -> Outcome:
    cases: list[tuple[Truth, Hit]] = []
    for member in f.members:
        signals = [s for s in as_list(member.raw.get("signals")) if word(s["kind"]) in HIDING]
        recent = [f.within(as_date(signal.get("date")), 180) for signal in signals]
        sure, possible = recent.count(True), recent.count(True) + recent.count(None)
        twice = True if sure >= 2 else None if possible >= 2 else False
        says_yes = None if member.stance is None else member.supportive
        cases.append((both(says_yes, twice), Hit(member.path, "medium", 5, member.name)))
    return each(cases)


def opposition_unexplored(f: Facts) -> Outcome:
    opposed = any(member.stance in ("skeptical", "resistant") for member in f.members)
    unknown = sum(member.stance is None for member in f.members)
    return one(len(f.members) >= 5 and not opposed and unknown >= 2, Hit("buying_team", "low", 2))


RULES = {
    "resistant-purchaser": scenario_rule("purchaser"),
    "resistant-end-user": scenario_rule("end_user"),
    "resistant-problem-owner": scenario_rule("problem_owner"),
    "resistant-decision-maker": scenario_rule("decision_maker"),
    "resistant-outsider": scenario_rule("outsider"),
    "resistant-insider": scenario_rule("insider"),
    "resistant-faction": resistant_faction,
    "hidden-resistance": hidden_resistance,
    "opposition-unexplored": opposition_unexplored,
}
