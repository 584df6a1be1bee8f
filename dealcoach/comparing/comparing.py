"""Two sides of reviewed deals in, one Diff out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dealcoach.comparing.deals import deal_change
from dealcoach.comparing.matching import Entry, Pair, match
from dealcoach.comparing.pipeline import InView, flows_of, pipeline
from dealcoach.model.changes import WORDS, Diff

if TYPE_CHECKING:
    from dealcoach.model.changes import DealChange, Side
    from dealcoach.model.review import Review


def _all(_review: Review) -> bool:
    return True


def compare(
    before: Sequence[Entry],
    now: Sequence[Entry],
    then: Side,
    today: Side,
    version: str,
    in_view: InView = _all,
) -> Diff:
    """What changed from one side to the other, among the deals in view on either day.

    A deal that left the view, to another owner perhaps, moved out of the pipeline.
    """
    pairs = [pair for pair in match(before, now) if _seen(pair, in_view)]
    return assemble(pairs, then, today, version, in_view)


def assemble(pairs: Sequence[Pair], then: Side, today: Side, version: str, in_view: InView = _all) -> Diff:
    """The Diff of deals that are already matched."""
    changes = [_change(pair, then, today, in_view) for pair in pairs]
    moved = sorted((change for change in changes if change.moved), key=_rank)
    return Diff(
        before=then,
        now=today,
        version=version,
        deals=tuple(moved),
        unchanged=len(changes) - len(moved),
        pipeline=pipeline(pairs, in_view),
        problems_before=tuple(problem for change in changes for problem in change.problems_before),
        problems_now=tuple(problem for change in changes for problem in change.problems_now),
    )


def _seen(pair: Pair, in_view: InView) -> bool:
    """Files that cannot be read belong to nobody, and are told of in every view."""
    reviews = [entry.review for entry in (pair.before, pair.now) if entry]
    known = [review for review in reviews if review is not None]
    return not known or any(in_view(review) for review in known)


def _change(pair: Pair, then: Side, today: Side, in_view: InView) -> DealChange:
    words = {flow.word for flow in flows_of(pair, in_view)}
    return deal_change(pair, then.as_of, today.as_of, tuple(word for word in WORDS if word in words))


def _rank(change: DealChange) -> tuple[int, float, str]:
    """The deepest fall first; among equals the most money."""
    review = change.known
    return change.score_move or 0, -float(review.amount or 0) if review else 0.0, change.file
