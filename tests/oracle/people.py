"""The rules of the group people, one function each; they are asked only when a team is listed."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import product

from .facts import Facts, as_date, as_list
from .logic import Hit, Outcome, Truth, agreed, both, each, either, in_all_cases, one
from .people_facts import Member, same_name, word

STALLING = {word(kind) for kind in ("competing_priority", "needs_more_time", "committee", "budget_frozen")}


def engaged(f: Facts, member: Member) -> bool:
    """Of a member whose days since contact are known or supposed."""
    return member.days is not None and member.days <= f.limits.engaged


def kdm_only(f: Facts) -> Outcome:
    if not f.any_role:
        return "unknown"

    def counts(m: Member) -> tuple[int, int]:
        top = "decision_maker" in m.roles or m.level == "executive"
        does_the_work = bool(m.roles & {"end_user", "problem_owner"})
        return int(engaged(f, m)), int(engaged(f, m) and (does_the_work or not top))

    options = [{counts(m) for m in member.suppose("days", "level")} for member in f.members]
    flagged = in_all_cases(options, (0, 0), lambda total: total[0] >= 1 and total[1] == 0)
    return one(flagged, Hit("buying_team", "high", 12))


def no_end_user_support(f: Facts) -> Outcome:
    if not f.any_role:
        return "unknown"
    users = f.with_role("end_user")
    if not users:
        return [Hit("buying_team", "high", 12)] if len(f.members) >= 3 else "n_a"
    options = [{(int(m.supportive),) for m in user.suppose("stance")} for user in users]
    return one(in_all_cases(options, (0,), lambda total: total == (0,)), Hit("buying_team", "high", 12))


def end_users_not_met(f: Facts) -> Outcome:
    if not f.any_role:
        return "unknown"
    users = f.with_role("end_user")
    if not users:
        return "n_a"
    met = None if not f.contact_recorded else any(user.contact for user in users)
    return one(None if met is None else not met, Hit("buying_team", "medium", 5))


def single_threaded(f: Facts) -> Outcome:
    options = [{(int(engaged(f, m)),) for m in member.suppose("days")} for member in f.members]
    return one(in_all_cases(options, (0,), lambda total: total == (1,)), Hit("buying_team", "high", 8))


def ally_exists(f: Facts) -> Truth:
    """Somebody is supportive, has a named benefit, and is engaged."""

    def counts(m: Member) -> tuple[int]:
        return (int(m.supportive and m.benefit is True and engaged(f, m)),)

    options = [{counts(m) for m in member.suppose("stance", "benefit", "days")} for member in f.members]
    return in_all_cases(options, (0,), lambda total: total[0] >= 1)


def no_ally(f: Facts) -> Outcome:
    found = ally_exists(f)
    return one(None if found is None else not found, Hit("buying_team", "high", 8))


def no_path_to_decision_maker(f: Facts) -> Outcome:
    if not f.any_role:
        return "unknown"
    makers = f.with_role("decision_maker")
    place = makers[0].path if makers else "buying_team"
    others = [member for member in f.members if member not in makers]
    # When a decision maker is engaged there is a path; else one of the others must be able to move one.
    results: list[bool] = []
    for supposed in product(*(list(maker.suppose("influence", "days")) for maker in makers)):
        if any(engaged(f, maker) for maker in supposed):
            results.append(False)
            continue
        options = [
            {(int(can_move(f, m, supposed)),) for m in other.suppose("stance", "days", "influence")}
            for other in others
        ]
        pathless = in_all_cases(options, (0,), lambda total: total == (0,))
        results += [True, False] if pathless is None else [pathless]
    return one(agreed(results), Hit(place, "high", 8))


def can_move(f: Facts, member: Member, makers: Sequence[Member]) -> bool:
    """Supportive, engaged, and with leverage on one of the decision makers; all facts known or supposed."""
    return member.supportive and engaged(f, member) and any(moves(member, maker) for maker in makers)


def moves(member: Member, other: Member) -> bool:
    """Leverage, of two members whose influence is known or supposed, leaving the stance aside."""
    named = as_list(other.raw.get("influenced_by")) + as_list(other.raw.get("reports_to"))
    if any(same_name(name, member.name) for name in named):
        return True
    return (member.influence or 0) > (other.influence or 0)


def unsupported_decision_maker(f: Facts) -> Outcome:
    if not f.any_role:
        return "unknown"
    makers = f.with_role("decision_maker")
    if not makers:
        return "n_a"
    cases: list[tuple[Truth, Hit]] = []
    for maker in makers:
        known = [member for member in f.members if member is not maker and member.stance]
        alone = sum(not member.supportive for member in known) * 2 > len(known)
        supports = None if maker.stance is None else maker.supportive
        cases.append((both(supports, alone), Hit(maker.path, "high", 8)))
    found = each(cases)
    return found[:1] if isinstance(found, list) else found


def implied_sponsorship(f: Facts) -> Outcome:
    introduced = [member for member in f.members if member.raw.get("introduced_by")]
    if not introduced:
        return "n_a"
    cases: list[tuple[Truth, Hit]] = []
    for member in introduced:
        sender = f.member(member.raw["introduced_by"])
        undecided = member.stance in (None, "neutral")
        cold = agreed(not engaged(f, m) for m in member.suppose("days"))
        sent_down = both(_at_the_top(f, sender), undecided, cold)
        cases.append((sent_down, Hit(member.path, "medium", 3, member.name)))
    return each(cases)


def _at_the_top(f: Facts, member: Member | None) -> Truth:
    """A decision maker or executive; None when the person is not on the list."""
    if member is None:
        return None
    maker = "decision_maker" in member.roles if f.any_role else None
    return either(maker, None if member.level is None else member.level == "executive")


def no_business_case(f: Facts) -> Outcome:
    case = f.deal.get("business_case") or {}
    lacking = word(case.get("status")) in ("", "none")
    place = f.place("business_case")
    return one(both(f.past_early, lacking, ally_exists(f)), Hit(place, "medium", 4))


def uncovered_role(f: Facts) -> Outcome:
    if not f.any_role:
        return "unknown"  # also in the early stages: the documents make no exception
    if not f.past_early:
        return "clear"
    missing = [role for role in ("problem_owner", "purchaser") if not f.with_role(role)]
    return [Hit("buying_team", "medium", 3, role) for role in missing] or "clear"


def stall_tactics(f: Facts) -> Outcome:
    cases: list[tuple[Truth, Hit]] = []
    for member in f.members:
        seen: dict[date, list[int]] = defaultdict(list)
        answers: list[Truth] = []
        for index, signal in enumerate(as_list(member.raw.get("signals"))):
            day = as_date(signal.get("date"))
            recent = both(word(signal["kind"]) in STALLING, f.within(day, 60))
            answers.append(recent)
            if recent and day:
                seen[day].append(index)
        latest = seen[max(seen)] if seen else []
        place = f"{member.path}.signals[{latest[0]}]" if len(latest) == 1 else member.path
        cases.append((either(*answers), Hit(place, "medium", 4, member.name)))
    return each(cases)


def lingering_no_decision(f: Facts) -> Outcome:
    history = [as_date(day) for day in as_list(f.plan.get("decision_date_history"))]
    slipped = sum(day is not None and day < f.as_of for day in history) >= 2
    if not f.any_role and not slipped:
        return "unknown"
    if not f.with_role("decision_maker") and not slipped:
        return "n_a"
    postponers: list[tuple[Truth, Member]] = []
    for member in f.with_role("decision_maker"):
        for signal in as_list(member.raw.get("signals")):
            recent = f.within(as_date(signal.get("date")), 90)
            postponers.append((both(word(signal["kind"]) == "postponed", recent), member))
    who = [member for postponed, member in postponers if postponed]
    place = who[0].path if who else f.place("customer_plan", "decision_date")
    if who and slipped:
        place = ""  # two causes, two places: the documents do not say which comes first
    return one(either(slipped, *(postponed for postponed, _ in postponers)), Hit(place, "high", 8))


def outnumbered(f: Facts) -> Outcome:
    def counts(m: Member) -> tuple[int, int]:
        return int(m.influential and m.resistant), int(m.influential and m.supportive)

    options = [{counts(m) for m in member.suppose("influence", "stance")} for member in f.members]
    flagged = in_all_cases(options, (0, 0), lambda total: total[0] >= total[1] and total[0] >= 1)
    return one(flagged, Hit("buying_team", "high", 6))


RULES = {
    "kdm-only": kdm_only,
    "no-end-user-support": no_end_user_support,
    "end-users-not-met": end_users_not_met,
    "single-threaded": single_threaded,
    "no-ally": no_ally,
    "no-path-to-decision-maker": no_path_to_decision_maker,
    "unsupported-decision-maker": unsupported_decision_maker,
    "implied-sponsorship": implied_sponsorship,
    "no-business-case": no_business_case,
    "uncovered-role": uncovered_role,
    "stall-tactics": stall_tactics,
    "lingering-no-decision": lingering_no_decision,
    "outnumbered": outnumbered,
}
