"""The past of a deal, derived from the versions of its file; pure, and without a thought of git."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from dealcoach.model.drift import grade_drift, stance_drift
from dealcoach.model.past import DateMove, Fall, Past
from dealcoach.model.words import name_key, squeeze

if TYPE_CHECKING:
    from datetime import date

    from dealcoach.model.deal import Deal
    from dealcoach.model.past import Glimpse

_People = Mapping[str, tuple[str | None, int | None]]


class _State(NamedTuple):
    """The deal as one version has it; day and author are None for what is not committed."""

    day: date | None
    author: str | None
    close_date: date | None
    stage: str | None
    people: _People


def past_of(history: Sequence[Glimpse], deal: Deal, as_of: date) -> Past | None:
    """What the versions up to the as-of day, oldest first, say of the deal as its file is now.

    None where they say nothing: there are none, or only one and the file is still like it.
    """
    known = [glimpse for glimpse in history if glimpse.day <= as_of]
    if not known:
        return None
    states = [_state(glimpse, deal) for glimpse in known]
    now = _State(None, None, deal.close_date, deal.stage, _people(deal))
    if states[-1][2:] != now[2:]:
        states.append(now)
    if len(states) == 1:
        return None
    since, by = _stage(states)
    return Past(
        versions=len(known),
        since=known[0].day,
        close_dates=tuple(_date_moves(states)),
        stage_since=since,
        stage_by=by,
        falls=_falls(states),
    )


def _state(glimpse: Glimpse, deal: Deal) -> _State:
    if glimpse.as_now:
        return _State(glimpse.day, glimpse.author, deal.close_date, deal.stage, _people(deal))
    return _State(glimpse.day, glimpse.author, glimpse.close_date, glimpse.stage, glimpse.people)


def _people(deal: Deal) -> _People:
    return {name_key(member.name): (member.stance, member.relationship) for member in deal.buying_team}


def _date_moves(states: Sequence[_State]) -> Iterator[DateMove]:
    """A version without a date says nothing of it."""
    before: date | None = None
    for state in states:
        if before is not None and state.close_date is not None and state.close_date != before:
            yield DateMove(before, state.close_date, state.day, state.author)
        before = state.close_date or before


def _stage(states: Sequence[_State]) -> tuple[date | None, str | None]:
    """Since when the versions have today's stage without a break, and who moved the deal there."""
    first = states[-1]
    wanted = squeeze(first.stage or "")
    for state in reversed(states):
        if state.stage is not None and squeeze(state.stage) != wanted:
            return first.day, first.author
        first = state
    return first.day, None


@dataclass(slots=True)
class _Course:
    """How one value of one person went so far: the last known value, and the fall it is in, if any."""

    value: str | int | None = None
    fall: Fall | None = None

    def step(self, what: str, value: str | int | None, drift: int, state: _State) -> None:
        if drift < 0:
            top = self.fall.before if self.fall else str(self.value)
            self.fall = Fall(what, top, str(value), state.day, state.author)
        elif drift > 0:
            self.fall = None
        self.value = value


def _falls(states: Sequence[_State]) -> dict[str, Fall]:
    """The people of today whose stance, or else relationship, fell when it last moved."""
    found = {}
    for key, (stance, relationship) in states[-1].people.items():
        stances, grades = _Course(), _Course()
        for state in states:
            then = state.people.get(key)
            if then is None:
                continue
            if then[0] not in (None, "unknown"):
                stances.step("stance", then[0], stance_drift(_text(stances.value), then[0]), state)
            if then[1] is not None:
                grades.step("relationship", then[1], grade_drift(_whole(grades.value), then[1]), state)
        if stances.fall and stance not in (None, "unknown"):
            found[key] = stances.fall
        elif grades.fall and relationship is not None:
            found[key] = grades.fall
    return found


def _text(value: str | int | None) -> str | None:
    return value if isinstance(value, str) else None


def _whole(value: str | int | None) -> int | None:
    return value if isinstance(value, int) else None
