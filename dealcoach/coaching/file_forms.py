"""Forms for findings about the file itself: misspelt names, waivers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealcoach.coaching import building, places
from dealcoach.coaching.building import Form
from dealcoach.coaching.editing import Put
from dealcoach.coaching.forms import Choice, Kind, Part
from dealcoach.importing.emit import scalar
from dealcoach.model.scalars import suggestion

if TYPE_CHECKING:
    from dealcoach.coaching.looking import Seen
    from dealcoach.model.finding import Finding


def spelling(seen: Seen, finding: Finding) -> Form:
    """Who is meant by a name that is nearly another."""
    names = [member.name for _, member, _ in seen.members()]
    near = suggestion(finding.subject, names)
    part = Part(
        "who", f"Who is meant by {finding.subject}?", Kind.CHOICE, building.people(seen), default=None
    )
    if near:
        text = f"Is {finding.subject} the same person as {near}? Then choose {near}; Enter leaves it."
        part = Part("who", text, Kind.CHOICE, building.people(seen))
    path = places.path_of(finding.path)
    return Form(("misspelled", finding.path), (part,), lambda given: [Put(path, scalar(given["who"]))])


def until(_seen: Seen, finding: Finding) -> Form:
    """The last day of a waiver."""
    return building.day((*places.entry(finding), "until"), "Until which day should the waiver hold?")


def rule_name(seen: Seen, finding: Finding) -> Form:
    """The rule that a waiver means."""
    known = sorted(seen.settings.library.by_id)
    near = suggestion(finding.subject, known)
    first = [near] if near else []
    offered = tuple(Choice(name) for name in [*first, *(name for name in known if name != near)])
    return building.choice((*places.entry(finding), "rule"), "Which rule is meant?", offered)


def nothing(_seen: Seen, _finding: Finding) -> None:
    """Nothing that an answer could repair."""
    return
