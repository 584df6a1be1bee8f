"""What a run keeps of each file, according to what its output needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from dealcoach.model.finding import Problem
from dealcoach.model.packing import unpacked_review
from dealcoach.model.review import AT_RISK, Amount, Review

if TYPE_CHECKING:
    from dealcoach.review.batch import Outcome


class Brief(NamedTuple):
    """The facts of a review that totals, filters and orders read."""

    file: str
    owner: str
    stage: str
    status: str
    band: str | None
    score: int | None
    amount: Amount | None
    currency: str | None
    close_date: str | None
    rules: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether the deal is still being worked."""
        return self.status == "open"

    @property
    def at_risk(self) -> bool:
        """Whether the deal counts as money at risk."""
        return self.band in AT_RISK


class Result(NamedTuple):
    """One file's result: a brief and a payload, or the problems that kept it from being read."""

    brief: Brief | None
    payload: Any
    problems: tuple[Problem, ...] = ()


def brief(review: Review) -> Brief:
    """The facts of a review that totals read; each rule once."""
    rules = tuple(dict.fromkeys([finding.rule for finding in review.findings]))
    return Brief(
        review.file,
        review.owner,
        review.stage,
        review.status,
        review.band,
        review.score,
        review.amount,
        review.currency,
        review.close_date,
        rules,
    )


class Mode(NamedTuple):
    """A kind of payload: its name, how a review becomes it, and how it comes back from JSON."""

    name: str
    make: Callable[[Review], Any]
    restore: Callable[[Any], Any]


def _whole(review: Review) -> Review:
    return review


def _restored(value: Any) -> Review:
    return value if isinstance(value, Review) else unpacked_review(value)


REVIEWS = Mode("review", _whole, _restored)
"""Keeps whole reviews."""


def result_of(outcome: Outcome, mode: Mode) -> Result:
    """What is kept of one file's outcome; the payload as it goes through JSON or between processes."""
    if not isinstance(outcome, Review):
        return Result(None, None, outcome)
    return Result(brief(outcome), mode.make(outcome))
