"""Forms for findings about people: who decides, who works with it, who helps, who resists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealcoach.coaching import building, places
from dealcoach.coaching.building import Form
from dealcoach.coaching.editing import Extend, Put
from dealcoach.coaching.forms import CASE, Choice, Given, Kind, Part
from dealcoach.importing.emit import scalar

if TYPE_CHECKING:
    from collections.abc import Callable

    from dealcoach.coaching.editing import Change
    from dealcoach.coaching.looking import Seen
    from dealcoach.model.finding import Finding


def below(seen: Seen, _finding: Finding) -> Form:
    """Somebody who uses it or owns the problem."""
    names = [
        m.name for _, m, f in seen.members() if not f["engaged"] and (f["end_user"] or f["problem_owner"])
    ]
    if names:
        return building.step(seen, places.naming("What will you do to meet {names}?", names), who=names[:1])
    return building.member("Who there will work with it, or owns the problem? (A name)")


def end_users(seen: Seen, _finding: Finding) -> Form:
    """The people who will work with it: who they are, or a step with them."""
    names = [member.name for _, member, facts in seen.members() if facts["end_user"]]
    if not names:
        return building.member("Who will work with it every day? (A name)", role="end_user")
    return building.step(
        seen, places.naming("What will you do so that {names} wants it?", names), who=names[:1]
    )


def unmet(seen: Seen, _finding: Finding) -> Form:
    """Contact with an end user."""
    names = [member.name for _, member, facts in seen.members() if facts["end_user"]]
    return building.contact(
        seen,
        names,
        places.naming("Have you spoken with {names}? Last on which day?", names)
        if len(names) == 1
        else "With which of them did you speak after all?",
    )


def second(seen: Seen, _finding: Finding) -> Form:
    """Somebody else to know there."""
    names = [member.name for _, member, facts in seen.members() if not facts["engaged"]]
    if not names:
        return building.member("Who else there has a say, or a stake? (A name)")
    if len(names) == 1:
        return building.contact(seen, names, f"When did you last speak with {names[0]}, both ways?")
    return building.contact(seen, names, "With which of them have you spoken too?")


def ally(seen: Seen, _finding: Finding) -> Form:
    """What makes somebody an ally: a benefit of their own, and contact."""
    for index, member, facts in seen.members():
        if facts["supportive"] and not facts["benefit"]:
            return building.words(("buying_team", index, "benefit"), f"What does {member.name} gain from it?")
    for _, member, facts in seen.members():
        if facts["supportive"] and not facts["engaged"]:
            return building.contact(
                seen, [member.name], f"When did you last speak with {member.name}, both ways?"
            )
    who = Part("who", "Who there gains most from this?", Kind.CHOICE, building.people(seen))
    gain = Part("benefit", "What do they gain, in their own words?", needed="That is what makes an ally.")

    def changes(given: Given) -> list[Change]:
        index = seen.index_of(given["who"])
        return [] if index is None else [Put(("buying_team", index, "benefit"), scalar(given["benefit"]))]

    return Form(("ally",), (who, gain), changes)


def path_up(seen: Seen, _finding: Finding) -> Form:
    """Who decides, and who can move that person."""
    deciders = [(i, m.name) for i, m, f in seen.members() if f["decision_maker"]]
    if not deciders:
        return building.role_holder(
            seen, "decision_maker", "Who says the final yes? (A member, or a new name)"
        )
    index, name = deciders[0]
    others = tuple(row for row in building.people(seen) if row.value != name)
    part = Part("who", f"Who can move {name}?", Kind.CHOICE, others, free=True, reads="person")
    path = ("buying_team", index, "influenced_by")
    return Form(("influenced_by", name), (part,), lambda given: [Extend(path, (scalar(given["who"]),))])


def others(seen: Seen, _finding: Finding) -> Form:
    """A step with those who do not carry it yet."""
    names = [m.name for _, m, f in seen.members() if f["stance_known"] and not f["supportive"]]
    return building.step(
        seen, places.naming("What will you do with {names}, who must carry it too?", names), who=names[:1]
    )


def stance(seen: Seen, finding: Finding) -> Form:
    """Where a member really stands."""
    return building.stance(
        places.index(finding), places.name(seen, finding), "Where does {name} really stand?"
    )


def case(seen: Seen, _finding: Finding) -> Form:
    """How far their business case has come, and who writes it."""
    writers = (*building.people(seen), Choice("us"))
    parts = (
        Part("status", "How far has their business case come?", Kind.CHOICE, CASE),
        Part("owner", "Who writes it?", Kind.CHOICE, writers, free=True, reads="person"),
    )

    def changes(given: Given) -> list[Change]:
        found: list[Change] = [Put(("business_case", "status"), given["status"])]
        if "owner" in given:
            found.append(Put(("business_case", "owner"), scalar(given["owner"])))
        return found

    return Form(("business_case",), parts, changes)


def role(seen: Seen, finding: Finding) -> Form:
    """Who plays a part that nobody plays."""
    role = finding.subject.strip().replace(" ", "_")
    asked = {
        "problem_owner": "Who answers for the problem this solves?",
        "purchaser": "Who buys, or holds the budget?",
    }
    text = asked.get(role, f"Who is the {finding.subject}?")
    return building.role_holder(seen, role, f"{text} (A member, or a new name)")


def about(text: str) -> Callable[[Seen, Finding], Form]:
    """A step of ours that works on the member whom the finding is about."""

    def build(seen: Seen, finding: Finding) -> Form:
        name = places.name(seen, finding)
        return building.step(seen, text.format(name=name), who=[name])

    return build


def group(seen: Seen, finding: Finding) -> Form:
    """A step with those who resist, those with much say first."""
    names = [*seen.facts["team"]["influential_resister_names"], *seen.facts["team"]["resisters"]]
    text = "What will you do, with whom, so that the group can agree?"
    return building.step(seen, text, who=names[:1] or [places.name(seen, finding)])


def resister(seen: Seen, finding: Finding) -> Form:
    """A step with somebody who resists; what worries them, once we work on it."""
    index, name = places.index(finding), places.name(seen, finding)
    facts = seen.facts["members"][index]
    if facts["worked_on"] and not facts["concern"]:
        return building.words(("buying_team", index, "concern"), f"What is it that worries {name}?")
    if facts["worked_on"]:
        return building.stance(index, name, "You are working on it. Where does {name} stand today?")
    return building.step(
        seen, f"What will you do with {name}, or with those who can move {name}?", who=[name]
    )


def price(seen: Seen, _finding: Finding) -> Form:
    """A step towards somebody who counts, or who that is."""
    powers = [member.name for _, member, facts in seen.members() if facts["influential"]]
    if powers:
        return building.step(
            seen, places.naming("What will you do to get closer to {names}?", powers), who=powers[:1]
        )
    return building.member("Who there has real power over this decision? (A name)")


def last_contact(seen: Seen, finding: Finding) -> Form:
    """The last contact with a member."""
    name = places.name(seen, finding)
    return building.contact(seen, [name], f"When did you last speak with {name}, both ways?")


def introduction(seen: Seen, _finding: Finding) -> Form:
    """A step that asks for an introduction, or for a good word with somebody we have talked with."""
    team = seen.facts["team"]
    wanted, introducers, friends = team["develop"], team["introducers"], team["friends"]
    if introducers:
        text = "Whom will you ask for an introduction, to whom, and what for?"
        asked = introducers[:1]
        offer: str | None = f"Ask {introducers[0]} to introduce us to {wanted[0]}"
    else:
        text = "Whom will you ask to vouch for us, and with whom?"
        asked = friends[:1]
        offer = f"Ask {friends[0]} to vouch for us with {wanted[0]}" if friends and wanted else None
    return building.step(seen, text, who=asked, suggested=offer)


def powerful(seen: Seen, _finding: Finding) -> Form:
    """A step towards somebody with power."""
    friends = seen.facts["team"]["friends"]
    if not friends:
        return building.step(seen, "Whom with power will you get to know, and how?", who=[])
    return building.step(seen, "Whom with power could your friends bring you to, and how?", who=friends[:1])


def watched(seen: Seen, _finding: Finding) -> Form:
    """Contact with somebody on the edge."""
    names = [member.name for _, member, facts in seen.members() if facts["watch"]]
    if len(names) == 1:
        return building.contact(seen, names, f"When did you last speak with {names[0]}, both ways?")
    return building.contact(seen, names, "With which of them did you speak, though the file does not say so?")


def loser(seen: Seen, _finding: Finding) -> Form:
    """Who loses if it goes ahead."""
    against = (Choice("skeptical", "critical, but engages"), Choice("resistant", "against it"))
    parts = (
        Part("who", "Who there loses something if this goes ahead?", Kind.CHOICE, building.people(seen)),
        Part(
            "stance",
            "And where does that leave them?",
            Kind.CHOICE,
            against,
            default="skeptical",
            needed="Critical, or against?",
        ),
    )

    def changes(given: Given) -> list[Change]:
        index = seen.index_of(given["who"])
        return [] if index is None else [Put(("buying_team", index, "stance"), given["stance"])]

    return Form(("loser",), parts, changes)


def drift(seen: Seen, finding: Finding) -> Form:
    """What changed somebody's mind; once that is known, a step with them."""
    index, name = places.index(finding), places.name(seen, finding)
    if not seen.facts["members"][index]["concern"]:
        return building.words(("buying_team", index, "concern"), f"What is it that worries {name} now?")
    return building.step(seen, f"What will you do with {name} about it?", who=[name])
