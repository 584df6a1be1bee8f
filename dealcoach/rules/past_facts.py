"""Facts from the earlier versions of a deal's file; all null, empty or false where there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dealcoach.model.words import name_key
from dealcoach.rules.templates import day_words

if TYPE_CHECKING:
    from datetime import date

    from dealcoach.model.deal import Deal
    from dealcoach.model.past import Fall, Past

Facts = dict[str, Any]

_MOVES = 4
"""The latest moves of a close date are told, up to so many."""
_NO_PAST: Facts = {
    "known": False,
    "versions": 0,
    "since": None,
    "close_moves": [],
    "stage_since": None,
    "stage_by": None,
}
NO_FALL: Facts = {
    "fell": None,
    "fell_what": None,
    "fell_from": None,
    "fell_to": None,
    "fell_on": None,
    "fell_by": None,
    "days_since_fall": None,
}
"""What is known of a member where there are no earlier versions."""
_STOOD: Facts = {**NO_FALL, "fell": False}


def past_facts(past: Past | None, as_of: date) -> Facts:
    """What the versions say of the deal as a whole."""
    if past is None:
        return _NO_PAST
    today = as_of.isoformat()
    pushes = [move for move in past.close_dates if move.now > move.before]
    return {
        "known": True,
        "versions": past.versions,
        "since": past.since.isoformat(),
        "close_moves": [
            f"{day_words(move.before, today)} to {day_words(move.now, today)}"
            f" ({_who(move.by, move.on, today)})"
            for move in pushes[-_MOVES:]
        ],
        "stage_since": past.stage_since.isoformat() if past.stage_since else None,
        "stage_by": past.stage_by,
    }


def _who(by: str | None, on: date | None, today: str) -> str:
    return f"{by}, {day_words(on, today)}" if by and on else "not in the history yet"


def pushes(deal: Deal, past: Past | None) -> int:
    """Earlier close dates before today's one: those that the file lists, and those that only git knows."""
    close = deal.close_date
    if close is None:
        return 0
    listed = deal.close_date_history
    count = sum(1 for day in listed if day < close)
    if past is not None:
        replaced = {move.before for move in past.close_dates}
        count += sum(1 for day in replaced if day < close and day not in listed)
    return count


def days_in_stage(deal: Deal, past: Past | None, today: int, limit: int) -> int | None:
    """Days in the stage by the file or by git, whichever saw it longer; None where neither knows.

    Versions that never had another stage show only that it is at least so long: that counts beside what
    the file says, or where it is over the limit.
    """
    known = None if deal.stage_since is None else today - deal.stage_since.toordinal()
    if past is None or past.stage_since is None:
        return known
    seen = today - past.stage_since.toordinal()
    if known is not None:
        return max(known, seen)
    return seen if past.stage_by is not None or seen > limit else None


def fall_facts(name: str, past: Past, today: int) -> Facts:
    """Whether a member's stance, or else the relationship, fell when it last moved."""
    fall = past.falls.get(name_key(name))
    return _fall(fall, today) if fall else _STOOD


def _fall(fall: Fall, today: int) -> Facts:
    return {
        "fell": True,
        "fell_what": fall.what,
        "fell_from": fall.before,
        "fell_to": fall.now,
        "fell_on": fall.on.isoformat() if fall.on else None,
        "fell_by": fall.by,
        "days_since_fall": today - fall.on.toordinal() if fall.on else 0,
    }
