"""Which way a person's stance or relationship moved."""

from __future__ import annotations

from dealcoach.model.words import STANCES

_RANK = {stance: -place for place, stance in enumerate(STANCES) if stance != "unknown"}


def stance_drift(before: str | None, now: str | None) -> int:
    """1 where the stance rose, -1 where it fell; 0 where it stayed, or where one of the two is unknown."""
    return _drift(_RANK.get(before or ""), _RANK.get(now or ""))


def grade_drift(before: int | None, now: int | None) -> int:
    """The same for a grade from 1 to 5."""
    return _drift(before, now)


def _drift(before: int | None, now: int | None) -> int:
    if before is None or now is None:
        return 0
    return (now > before) - (now < before)
