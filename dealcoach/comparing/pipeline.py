"""The pipeline's movement in the words that sales systems use; start and movements add up to the end.

The pipeline is the open deals in view. A deal that closes leaves it with the amount it has then; a deal
that changed its currency moves out of one and into the other. A date that moves takes no money with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from dealcoach.model.changes import WORDS, Movement, Pipeline
from dealcoach.model.review import BANDS
from dealcoach.review.summing import Money, amount_of, cents_of

if TYPE_CHECKING:
    from dealcoach.comparing.matching import Pair
    from dealcoach.model.review import Amount, Review

InView = Callable[["Review"], bool]
"""Whether a deal is in view, such as those of one owner."""


class Flow(NamedTuple):
    """One deal's part in one word of the movement; ``sign`` is 0 where the total stays."""

    word: str
    amount: Amount | None
    currency: str | None
    sign: int = 0


def flows_of(pair: Pair, in_view: InView) -> list[Flow]:
    """A deal's part in the movement, in the order in which it happened."""
    before = pair.before.review if pair.before else None
    now = pair.now.review if pair.now else None
    seen_before = before is not None and in_view(before)
    seen_now = now is not None and in_view(now)
    if before and now and seen_before and seen_now:
        return list(_lasting(before, now))
    if before and before.is_open and seen_before:
        return [_flow("Moved out", before, -1)]
    if now is None or not seen_now:
        return []
    if now.is_open:
        return [_flow("Moved in" if pair.before else "New", now, 1)]
    return [] if pair.before else [_flow("New", now, 1), _flow(_ending(now), now, -1)]


def _lasting(before: Review, now: Review) -> Iterator[Flow]:
    """The flows of a deal that is in view on both days."""
    if not before.is_open:
        if now.is_open:
            yield _flow("Moved in", now, 1)
        return
    if before.currency != now.currency and before.amount is not None:
        yield _flow("Moved out", before, -1)
        if now.amount is not None:
            yield _flow("Moved in", now, 1)
    else:
        yield from _grown(before, now)
    if not now.is_open:
        yield _flow(_ending(now), now, -1)
    elif before.close_date and now.close_date and before.close_date != now.close_date:
        yield _flow("Pushed" if now.close_date > before.close_date else "Pulled in", now)


def _grown(before: Review, now: Review) -> Iterator[Flow]:
    then, today = cents_of(before.amount) or 0, cents_of(now.amount) or 0
    if today > then:
        yield Flow("Increased", amount_of(today - then), now.currency, 1)
    elif today < then:
        yield Flow("Decreased", amount_of(then - today), now.currency, -1)


def _ending(review: Review) -> str:
    return "Won" if review.status == "won" else "Lost"


def _flow(word: str, review: Review, sign: int = 0) -> Flow:
    return Flow(word, review.amount, review.currency, sign)


@dataclass
class _Row:
    deals: int
    amount: Money
    effect: Money


def pipeline(pairs: Iterable[Pair], in_view: InView) -> Pipeline:
    """Start, movements and end over all deals in view."""
    start, end, rows = _Totals(), _Totals(), {word: _Row(0, Money(), Money()) for word in WORDS}
    for pair in pairs:
        start.add(pair.before.review if pair.before else None, in_view)
        end.add(pair.now.review if pair.now else None, in_view)
        flows = flows_of(pair, in_view)
        for word in {flow.word for flow in flows}:
            rows[word].deals += 1
        for flow in flows:
            rows[flow.word].amount.add(flow.amount, flow.currency)
            if flow.sign and flow.amount is not None:
                rows[flow.word].effect.add(flow.sign * flow.amount, flow.currency)
    return Pipeline(
        deals_start=start.deals,
        deals_end=end.deals,
        start=start.amount.totals(),
        end=end.amount.totals(),
        risk_start=start.risk.totals(),
        risk_end=end.risk.totals(),
        bands_start=start.by_band(),
        bands_end=end.by_band(),
        movements=tuple(
            Movement(word, row.deals, row.amount.totals(), row.effect.totals())
            for word, row in rows.items()
            if row.deals
        ),
    )


class _Totals:
    """The open deals of one day."""

    def __init__(self) -> None:
        self.deals = 0
        self.amount, self.risk = Money(), Money()
        self.bands: Counter[str] = Counter()

    def add(self, review: Review | None, in_view: InView) -> None:
        if review is None or not review.is_open or not in_view(review):
            return
        self.deals += 1
        self.amount.add(review.amount, review.currency)
        self.bands[review.band or "unknown"] += 1
        if review.at_risk:
            self.risk.add(review.amount, review.currency)

    def by_band(self) -> dict[str, int]:
        return {band: self.bands[band] for band in BANDS if self.bands[band]}
