"""The meeting's agenda: which deals to talk about, in what order, for how long, with one question each."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dealcoach.model.review import Amount
    from dealcoach.output.html.glance import Glance

LEAST_MINUTES = 3
"""The least time in which a deal can be talked about at all."""
_NEUTRAL_LOST = 50
"""Points taken for lost while too little of a deal is known to trust its score."""
_LARGEST_SIZE = 4.0
_SMALLEST_SIZE = 0.5


@dataclass(frozen=True, slots=True)
class Slot:
    """One deal's time box; minutes count from the start of the meeting."""

    deal: Glance
    start: int
    minutes: int

    @property
    def end(self) -> int:
        """The minute at which the next deal begins."""
        return self.start + self.minutes


@dataclass(frozen=True, slots=True)
class Agenda:
    """The time boxes of a meeting, and the deals to take up if time is left."""

    minutes: int
    slots: tuple[Slot, ...]
    if_time_is_left: tuple[Glance, ...]


def agenda(deals: Sequence[Glance], minutes: int) -> Agenda:
    """Share the minutes of a meeting among the open deals that weigh most.

    Raises ValueError when there is not a single minute.
    """
    if minutes < 1:
        raise ValueError("a meeting needs at least one minute")
    ranked = by_weight(deals)
    worth_talking = [deal for deal in ranked if not deal.is_calm] or ranked
    chosen = worth_talking[: max(1, minutes // LEAST_MINUTES)]
    weights = weigh(deals)
    boxes = share(minutes, [weights[id(deal)] for deal in chosen])
    taken = {id(deal) for deal in chosen}
    return Agenda(
        minutes=minutes,
        slots=tuple(_slots(chosen, boxes)),
        if_time_is_left=tuple(deal for deal in ranked if id(deal) not in taken),
    )


def by_weight(deals: Sequence[Glance]) -> list[Glance]:
    """The open deals, the one that matters most first."""
    weights = weigh(deals)
    open_deals = [deal for deal in deals if deal.is_open]
    return sorted(open_deals, key=lambda deal: (-weights[id(deal)], deal.file))


def weigh(deals: Iterable[Glance]) -> dict[int, float]:
    """How much each open deal weighs, by its identity as an object.

    A deal weighs its size times the points it lost, and twice that when its money counts as at risk.
    """
    open_deals = [deal for deal in deals if deal.is_open]
    medians = _median_amounts(open_deals)
    return {id(deal): _weight(deal, medians) for deal in open_deals}


def _weight(deal: Glance, medians: Mapping[str | None, float]) -> float:
    lost = 100 - deal.score if deal.score is not None else _NEUTRAL_LOST
    if deal.band in (None, "unknown"):
        lost = max(lost, _NEUTRAL_LOST)
    return _size(deal, medians) * (1 + lost) * (2 if deal.at_risk else 1)


def _size(deal: Glance, medians: Mapping[str | None, float]) -> float:
    """A deal's size against the middle deal of its own currency, dampened; 1 when nothing is known."""
    middle = medians.get(deal.currency, 0.0)
    if deal.amount is None or middle <= 0:
        return 1.0
    return min(_LARGEST_SIZE, max(_SMALLEST_SIZE, math.sqrt(deal.amount / middle)))


def _median_amounts(deals: Iterable[Glance]) -> dict[str | None, float]:
    amounts: dict[str | None, list[Amount]] = {}
    for deal in deals:
        if deal.amount is not None:
            amounts.setdefault(deal.currency, []).append(deal.amount)
    return {currency: float(median(values)) for currency, values in amounts.items()}


def share(minutes: int, weights: Sequence[float]) -> list[int]:
    """Whole minutes for each weight, as near to its share as can be, that add up to the minutes exactly.

    Each gets at least three minutes where there are enough; largest remainders get the last ones.
    """
    if not weights:
        return []
    least = min(LEAST_MINUTES, minutes // len(weights))
    spare = minutes - least * len(weights)
    total = sum(weights)
    exact = [spare * (weight / total if total > 0 else 1 / len(weights)) for weight in weights]
    boxes = [int(value) for value in exact]
    by_remainder = sorted(range(len(boxes)), key=lambda index: (boxes[index] - exact[index], index))
    for index in by_remainder[: spare - sum(boxes)]:
        boxes[index] += 1
    return [least + box for box in boxes]


def _slots(deals: Iterable[Glance], boxes: Iterable[int]) -> Iterable[Slot]:
    start = 0
    for deal, minutes in zip(deals, boxes, strict=True):
        yield Slot(deal, start, minutes)
        start += minutes
