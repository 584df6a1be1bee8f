"""What the earlier versions of a deal's file tell of it: promises moved, stages entered, people cooled."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


class Glimpse(NamedTuple):
    """What the past needs of one version of a file, and who wrote it when.

    ``as_now`` says that in all of this the version agrees with the file as it is; the other fields are
    then empty.
    """

    day: date
    author: str
    as_now: bool = False
    close_date: date | None = None
    stage: str | None = None
    people: Mapping[str, tuple[str | None, int | None]] = {}
    """Stance and relationship by the key of the person's name."""


class DateMove(NamedTuple):
    """A close date that was replaced; ``on`` and ``by`` are None for a change that is not committed."""

    before: date
    now: date
    on: date | None
    by: str | None


class Fall(NamedTuple):
    """A stance or relationship whose last move was downwards, from the top of that decline."""

    what: str
    """``stance`` or ``relationship``."""
    before: str
    now: str
    on: date | None
    by: str | None


class Past(NamedTuple):
    """What a file's own history says besides the file."""

    versions: int
    """Committed versions up to the as-of day."""
    since: date
    """The day of the first of them."""
    close_dates: tuple[DateMove, ...] = ()
    """Every move of the close date, oldest first."""
    stage_since: date | None = None
    """The first day of the unbroken run of versions with today's stage; None where that is not committed."""
    stage_by: str | None = None
    """Who moved the deal into its stage; None where no version has another stage."""
    falls: Mapping[str, Fall] = {}
    """By the key of the person's name."""
