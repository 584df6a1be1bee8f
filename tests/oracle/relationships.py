"""The rules of the group relationships, one function each; they are asked only when a team is listed."""

from .facts import Facts
from .logic import Hit, Outcome, Truth, agreed, both, each, either, in_all_cases, one
from .people import engaged
from .people_facts import Member


def price_only(f: Facts) -> Outcome:
    options = [
        {(int(m.influential and m.strong),) for m in member.suppose("influence", "relationship")}
        for member in f.members
    ]
    return one(in_all_cases(options, (0,), lambda total: total == (0,)), Hit("buying_team", "high", 7))


def develop_key_contact(f: Facts) -> Outcome:
    cases: list[tuple[Truth, Hit]] = []
    for member in f.members:
        maker = "decision_maker" in member.roles if f.any_role else None
        supposed = list(member.suppose("influence", "relationship"))
        develop = agreed(m.quadrant == "develop" for m in supposed)
        develop_top = agreed(m.quadrant == "develop" and m.influence == 5 for m in supposed)
        key = either(both(develop, maker), develop_top)
        cases.append((both(key, not f.worked_on(member)), Hit(member.path, "medium", 4, member.name)))
    return each(cases)


def neglected_nurture(f: Facts) -> Outcome:
    cases: list[tuple[Truth, Hit]] = []
    for member in f.members:
        supposed = member.suppose("influence", "relationship", "days")
        neglected = agreed(m.quadrant == "nurture" and not engaged(f, m) for m in supposed)
        cases.append((neglected, Hit(member.path, "medium", 3, member.name)))
    return each(cases)


def unused_introducer(f: Facts) -> Outcome:
    if any(step.ours and step.what in f.introductions for step in f.open_steps):
        return "clear"

    def counts(m: Member) -> tuple[int, int]:
        return int(m.quadrant == "develop"), int(m.quadrant in ("nurture", "support"))

    options = [{counts(m) for m in member.suppose("influence", "relationship")} for member in f.members]
    unused = in_all_cases(options, (0, 0), lambda total: total[0] >= 1 and total[1] >= 1)
    return one(unused, Hit("buying_team", "low", 2))


def friends_without_power(f: Facts) -> Outcome:
    def counts(m: Member) -> tuple[int, int]:
        return int(m.strong), int(m.strong and (m.influence or 0) > 2)

    options = [{counts(m) for m in member.suppose("influence", "relationship")} for member in f.members]
    powerless = in_all_cases(options, (0, 0), lambda total: total[0] >= 1 and total[1] == 0)
    return one(powerless, Hit("buying_team", "medium", 3))


def ignored_watch_group(f: Facts) -> Outcome:
    def counts(m: Member) -> tuple[int, int]:
        watch = m.quadrant == "watch"
        return int(watch), int(watch and m.days is not None and m.days <= 90)

    facts = ("influence", "relationship", "days")
    options = [{counts(m) for m in member.suppose(*facts)} for member in f.members]
    ignored = in_all_cases(options, (0, 0), lambda total: total[0] >= 1 and total[1] == 0)
    return one(ignored, Hit("buying_team", "low", 1))


RULES = {
    "price-only": price_only,
    "develop-key-contact": develop_key_contact,
    "neglected-nurture": neglected_nurture,
    "unused-introducer": unused_introducer,
    "friends-without-power": friends_without_power,
    "ignored-watch-group": ignored_watch_group,
}
