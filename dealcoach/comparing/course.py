"""The course of one deal's score: every version of its file in git, scored for its own day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from dealcoach.history import UnknownRevision
from dealcoach.model.changes import WORDS, CoursePoint, DealChange
from dealcoach.model.review import Review
from dealcoach.review.batch import review_bytes
from dealcoach.review.glimpsing import glimpses

if TYPE_CHECKING:
    from datetime import date

    from dealcoach.history import Repository, Version
    from dealcoach.model.past import Glimpse
    from dealcoach.review.batch import Outcome
    from dealcoach.review.settings import Settings

Told = tuple["Version", bytes]
"""One version with its bytes."""
_ZONES = timedelta(days=1)
"""The most by which the days of two places differ."""


def versions_of(repository: Repository, path: Path, as_of: date, now: bytes) -> tuple[list[Told], bytes]:
    """The versions up to the as-of day, oldest first, and the file as it was on that day.

    That is the file as it is ``now``, unless later versions follow. One of the next day may be today's in
    another time zone. Raises HistoryError.
    """
    versions = list(repository.file_versions(path))
    known = list(repository.read_all(version for version in versions if version.date <= as_of))
    if not any(version.date - as_of > _ZONES for version in versions):
        return known, now
    if not known:
        first = versions[0].date.isoformat()
        raise UnknownRevision(f"{path} begins on {first}, after the day to review for ({as_of.isoformat()})")
    return known, known[-1][1]


def course(
    name: str,
    now: bytes,
    versions: Sequence[Told],
    settings: Settings,
    ignored: frozenset[str] = frozenset(),
    newest: int | None = None,
    *,
    changes: bool = True,
) -> Iterator[CoursePoint]:
    """A point for each version, with what changed since the one before, and one for the as-of day.

    A version that cannot be read has its problems instead of a score; the next is compared with the last
    one that could. Each version is judged with the history that it had then, also where only the
    ``newest`` so many are told. Without ``changes`` the points say nothing of them.
    """
    skipped = max(0, len(versions) - newest) if newest is not None else 0
    last: tuple[Review, str] | None = None
    told: list[tuple[Version | None, bytes]] = [*versions, (None, now)]
    for place, (version, data) in enumerate(told[skipped:], skipped):
        day = version.date if version else settings.as_of
        past = _glimpsed(data, versions[: place + 1])
        of_then = replace(settings, as_of=day, deep=False)
        stages = () if version else settings.stage_names
        outcome = review_bytes(name, data, of_then, ignored, past, stages=stages)
        point = _point(version, day.isoformat(), outcome)
        if changes and isinstance(outcome, Review) and last is not None:
            point = replace(point, change=_change(name, *last, outcome, point.date))
        edited = version is None and not _same(data, versions)
        yield replace(point, number=place + 1 if version else 0, edited=edited)
        if isinstance(outcome, Review):
            last = outcome, day.isoformat()


def _glimpsed(data: bytes, versions: Sequence[Told]) -> tuple[Glimpse, ...]:
    return tuple(glimpses(data, ((version.date, version.author, text) for version, text in versions)))


def _same(now: bytes, versions: Sequence[Told]) -> bool:
    """Whether the file is as its newest version, but for line ends."""
    return bool(versions) and versions[-1][1].replace(b"\r\n", b"\n") == now.replace(b"\r\n", b"\n")


def _change(name: str, before: Review, then: str, now: Review, day: str) -> DealChange:
    """What changed between two versions of a deal."""
    from dealcoach.comparing.deals import deal_change
    from dealcoach.comparing.matching import Entry, Pair
    from dealcoach.comparing.pipeline import flows_of

    pair = Pair(Entry("", name, before), Entry("", name, now))
    words = {flow.word for flow in flows_of(pair, lambda _: True)}
    return deal_change(pair, then, day, tuple(word for word in WORDS if word in words))


def _point(version: Version | None, day: str, outcome: Outcome) -> CoursePoint:
    review = outcome if isinstance(outcome, Review) else None
    return CoursePoint(
        date=day,
        author=version.author if version else "",
        commit=version.id if version else "",
        summary=version.summary if version else "",
        score=review.score if review else None,
        band=review.band if review else None,
        status=review.status if review else "unreadable",
        change=None,
        problems=() if isinstance(outcome, Review) else outcome,
        cut=version.cut if version else False,
        review=review,
    )
