"""Which deals of a folder are shown, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from dealcoach.model.words import plain_key, squeeze

if TYPE_CHECKING:
    from dealcoach.model.review import Review
    from dealcoach.review.results import Brief

SORTS = ("risk", "amount", "close", "score")
_LAST = "9999-12-31"
MOST_NAMED = 12
"""Owners and stages that an empty board names."""


class Filter(NamedTuple):
    """What a deal must be to be shown; an empty condition lets every deal pass."""

    owners: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()
    closing_before: str | None = None

    def passes(self, review: Review | Brief) -> bool:
        """Whether the deal is shown."""
        if self.owners and not any(plain_key(owner) in plain_key(review.owner) for owner in self.owners):
            return False
        if self.stages and squeeze(review.stage) not in {squeeze(stage) for stage in self.stages}:
            return False
        if self.bands and (review.band or "") not in self.bands:
            return False
        if not self.closing_before:
            return True
        return review.is_open and (review.close_date or _LAST) < self.closing_before


class Shown:
    """Counts what a filter let pass, so that an empty board can say why it is empty."""

    def __init__(self, wanted: Filter) -> None:
        self.wanted = wanted
        self.passed = 0
        self.held_back = 0
        self.owners: set[str] = set()
        self.stages: set[str] = set()

    def passes(self, review: Brief) -> bool:
        """Whether the deal is shown; remembers what there is."""
        shown = self.wanted.passes(review)
        self.passed += shown
        self.held_back += not shown
        if review.is_open and len(self.owners) < MOST_NAMED:
            self.owners.add(review.owner)
            self.stages.add(review.stage)
        return shown

    @property
    def nothing(self) -> str | None:
        """Why nothing is shown, if the filter is why."""
        if self.passed or not self.held_back:
            return None
        said = f"none of {self.held_back} deals fits the filters"
        if self.wanted.owners:
            said += f"; owners: {', '.join(sorted(self.owners))}"
        if self.wanted.stages:
            said += f"; stages: {', '.join(sorted(self.stages))}"
        return said


def _risk(review: Review) -> Any:
    return (not review.is_open, 101 if review.score is None else review.score, -(review.amount or 0))


def _amount(review: Review) -> Any:
    return (not review.is_open, -(review.amount or 0))


def _close(review: Review) -> Any:
    return (not review.is_open, review.close_date or _LAST)


def _score(review: Review) -> Any:
    return (not review.is_open, -1 if review.score is None else -review.score)


_KEYS: dict[str, Callable[[Review], Any]] = {
    "risk": _risk,
    "amount": _amount,
    "close": _close,
    "score": _score,
}


def ordered(reviews: Iterable[Review], sort: str) -> list[Review]:
    """The reviews in an order of ``SORTS``: worst first, largest first, soonest first or best first."""
    return sorted(reviews, key=lambda review: (_KEYS[sort](review), review.file))
