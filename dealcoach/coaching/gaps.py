"""What nobody recorded yet: for each rule that cannot answer, the facts to ask for, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from dealcoach.coaching import building
from dealcoach.coaching.building import Form
from dealcoach.coaching.forms import CASE, GRADES

if TYPE_CHECKING:
    from dealcoach.coaching.looking import Seen

Gap = Callable[["Seen"], Iterator[Form]]

_GRADE_QUESTIONS = {
    "influence": "How much power does {name} have over this decision, from 1 to 5?",
    "relationship": "How strong is the relationship with {name}, from 1 to 5?",
}


def team(seen: Seen) -> Iterator[Form]:
    """Nobody is listed."""
    if not seen.deal.buying_team:
        yield building.member("Who has a say there? One person at a time. (A name)")


def roles(seen: Seen) -> Iterator[Form]:
    """Members of whom it is not known what part they play."""
    for index, member, _ in seen.members():
        if not member.roles:
            yield building.roles(index, member.name)


def stance(seen: Seen, role: str = "") -> Iterator[Form]:
    """Members of whom it is not known where they stand, the powerful first."""
    for index, member, facts in sorted(seen.members(), key=lambda row: -(row[1].influence or 0)):
        if not facts["stance_known"] and (not role or facts[role]):
            yield building.stance(index, member.name)


def end_user_stance(seen: Seen) -> Iterator[Form]:
    """End users of whom it is not known where they stand."""
    return stance(seen, "end_user")


def decider_stance(seen: Seen) -> Iterator[Form]:
    """Decision makers of whom it is not known where they stand."""
    return stance(seen, "decision_maker")


def _grade(seen: Seen, key: str) -> Iterator[Form]:
    for index, member, _ in seen.members():
        if getattr(member, key) is None:
            text = _GRADE_QUESTIONS[key].format(name=member.name)
            yield building.choice(("buying_team", index, key), text, GRADES[key])


def influence(seen: Seen) -> Iterator[Form]:
    """Members whose power is not known."""
    return _grade(seen, "influence")


def relationship(seen: Seen) -> Iterator[Form]:
    """Members with whom the relationship is not known."""
    return _grade(seen, "relationship")


def contact(seen: Seen) -> Iterator[Form]:
    """Members with whom no contact is recorded, while there is none with anybody."""
    for _, member, facts in seen.members():
        if facts["met"] is None:
            text = f"When did you last speak with {member.name}, both ways?"
            yield building.contact(seen, [member.name], text)


def benefit(seen: Seen) -> Iterator[Form]:
    """Supporters of whom it is not known what they gain."""
    for index, member, facts in seen.members():
        if facts["supportive"] and not facts["benefit"]:
            yield building.words(("buying_team", index, "benefit"), f"What does {member.name} gain from it?")


def title(seen: Seen) -> Iterator[Form]:
    """Members whose rank cannot be read."""
    for index, member, facts in seen.members():
        if facts["level"] is None and not member.title:
            yield building.words(("buying_team", index, "title"), f"What is the job title of {member.name}?")
        elif facts["level"] is None:
            levels = building.LEVELS
            yield building.choice(("buying_team", index, "level"), f"What rank has {member.name}?", levels)


def introducer(seen: Seen) -> Iterator[Form]:
    """People who introduced us and are not listed."""
    for _, member, _ in seen.members():
        name = member.introduced_by
        if name and seen.index_of(name) is None:
            text = f"{name} sent you to {member.name}, but is not on the list. Add {name}?"
            yield building.member(text, introducer=name)


def signal_day(seen: Seen) -> Iterator[Form]:
    """Signals without a day."""
    for index, member, _ in seen.members():
        for place, signal in enumerate(member.signals):
            if signal.date is None:
                kind = signal.kind.replace("_", " ")
                path = ("buying_team", index, "signals", place, "date")
                yield building.day(path, f"On which day did {member.name} show this: {kind}?", back=True)


def case(seen: Seen) -> Iterator[Form]:
    """The business case of which nothing is known."""
    if seen.deal.business_case is None or seen.deal.business_case.status is None:
        yield building.choice(("business_case", "status"), "How far has their business case come?", CASE)


def stage_since(seen: Seen) -> Iterator[Form]:
    """The day on which the deal came into its stage."""
    if seen.deal.stage_since is None:
        text = f"Since which day has the deal been in the stage {seen.deal.stage}?"
        yield building.day(("stage_since",), text, back=True)


def activity(seen: Seen) -> Iterator[Form]:
    """Any contact at all."""
    yield building.activity(seen, "When did you last have contact with anybody there?")


_QUADRANT: tuple[Gap, ...] = (influence, relationship)
_RESISTANT: tuple[Gap, ...] = (stance, roles, influence)
_ALL: tuple[Gap, ...] = (stance, roles, contact, influence, relationship, benefit, title, signal_day)

GAPS: dict[str, tuple[Gap, ...]] = {
    "stalled-in-stage": (stage_since,),
    "stale-deal": (activity,),
    "gone-dark": (activity,),
    "kdm-only": (roles, contact, title),
    "no-end-user-support": (roles, end_user_stance),
    "end-users-not-met": (roles, contact),
    "single-threaded": (contact,),
    "no-ally": (stance, contact, benefit),
    "no-path-to-decision-maker": (roles, contact, stance, influence),
    "unsupported-decision-maker": (roles, decider_stance, stance),
    "implied-sponsorship": (contact, introducer, title),
    "no-business-case": (stance, contact, benefit, case),
    "uncovered-role": (roles,),
    "stall-tactics": (signal_day,),
    "lingering-no-decision": (roles, signal_day),
    "outnumbered": (influence, stance),
    "price-only": _QUADRANT,
    "develop-key-contact": _QUADRANT,
    "neglected-nurture": (*_QUADRANT, contact),
    "unused-introducer": _QUADRANT,
    "friends-without-power": (relationship, influence),
    "ignored-watch-group": (*_QUADRANT, contact),
    "resistant-purchaser": _RESISTANT,
    "resistant-end-user": _RESISTANT,
    "resistant-problem-owner": _RESISTANT,
    "resistant-decision-maker": _RESISTANT,
    "resistant-outsider": _RESISTANT,
    "resistant-insider": _RESISTANT,
    "resistant-faction": _RESISTANT,
    "hidden-resistance": (stance, signal_day),
    "opposition-unexplored": (stance,),
}
"""The facts that each rule waits for, in the order of asking. Rules that are not here go through all."""


def forms_for(seen: Seen, rule: str) -> Iterator[Form]:
    """What to ask so that a rule can answer, the first thing first."""
    if not seen.deal.buying_team and seen.settings.library.by_id[rule].group != "process":
        yield from team(seen)
        return
    for gap in GAPS.get(rule, _ALL):
        yield from gap(seen)
