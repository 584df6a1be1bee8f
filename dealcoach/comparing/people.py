"""People gained and lost, and where their stance, relationship, influence or roles moved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dealcoach.model.changes import PersonMove
from dealcoach.model.drift import grade_drift, stance_drift
from dealcoach.model.words import name_key

if TYPE_CHECKING:
    from dealcoach.model.review import Person, Review


def person_moves(before: Review, now: Review) -> tuple[PersonMove, ...]:
    """The moves on the buying team: those who left, those who came, then the others in their order."""
    old = {name_key(person.name): person for person in before.buying_team}
    new = {name_key(person.name): person for person in now.buying_team}
    return (
        *(PersonMove("lost", person.name, _roles(person)) for key, person in old.items() if key not in new),
        *(
            PersonMove("gained", person.name, now=_roles(person))
            for key, person in new.items()
            if key not in old
        ),
        *(move for key, person in new.items() if key in old for move in _drifts(old[key], person)),
    )


def _drifts(before: Person, now: Person) -> Iterator[PersonMove]:
    stances = _known(before.stance), _known(now.stance)
    if stances[0] != stances[1]:
        yield PersonMove("stance", now.name, *stances, stance_drift(*stances))
    if before.relationship != now.relationship:
        drift = grade_drift(before.relationship, now.relationship)
        yield PersonMove(
            "relationship", now.name, _grade(before.relationship), _grade(now.relationship), drift
        )
    if before.influence != now.influence:
        yield PersonMove("influence", now.name, _grade(before.influence), _grade(now.influence))
    if set(before.roles) != set(now.roles):
        yield PersonMove("roles", now.name, _roles(before), _roles(now))


def _known(stance: str | None) -> str | None:
    return None if stance == "unknown" else stance


def _grade(value: int | None) -> str | None:
    return None if value is None else str(value)


def _roles(person: Person) -> str | None:
    return ", ".join(role.replace("_", " ") for role in person.roles) or None
