"""The plot of all open deals as SVG: score against close date, size by amount, colour and shape by band."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dealcoach.output.html.escape import esc
from dealcoach.output.html.wording import BAND_LABELS, amount_words, anchor, band_of, day, ordinal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dealcoach.model.review import Amount
    from dealcoach.output.html.glance import Glance

_BEFORE_DAYS, _AFTER_DAYS = 92, 400
_SMALLEST, _LARGEST = 5.0, 15.0
_LEFT, _TOP, _BELOW = 34, 22, 30
_NO_MONTH = (date.max.year + 1) * 12
"""The month after the last of the calendar."""
_BAND_FLOORS = (75, 50, 25)
_SHAPES = {
    "healthy": '<circle r="8"/>',
    "watch": '<rect x="-7" y="-7" width="14" height="14" rx="1.5"/>',
    "at_risk": '<path d="M0-9L9 7H-9Z"/>',
    "critical": '<path d="M0-10L10 0L0 10L-10 0Z"/>',
    "unknown": '<circle r="7"/>',
    "closed": '<path d="M-6-6L6 6M6-6L-6 6"/>',
}
SHAPES = "".join(
    f'<symbol id="i-{band}" viewBox="-11 -11 22 22" overflow="visible">'
    f'<g class="mk b-{band}">{shape}</g></symbol>'
    for band, shape in _SHAPES.items()
)
"""One symbol per band, drawn once and used by the plot, the rows and the legend."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of a drawing, in its own units, and how many deals it names."""

    name: str
    width: int
    height: int
    labels: int


WIDE = Frame("wide", 1000, 420, 12)
NARROW = Frame("narrow", 340, 340, 4)


def icon(band: str) -> str:
    """The small mark of a band; words stand beside it, so it is silent."""
    return (
        '<svg class="ic" viewBox="-11 -11 22 22" aria-hidden="true">'
        f'<use href="#i-{band}" x="-11" y="-11" width="22" height="22"/></svg>'
    )


def plotted(deals: Sequence[Glance]) -> list[Glance]:
    """The open deals with a score and a close date: those that have a place on the plot."""
    return [deal for deal in deals if deal.is_open and deal.score is not None and deal.close_date]


def _closing(deal: Glance) -> int:
    return ordinal(deal.close_date or "")


def plot(deals: Sequence[Glance], as_of: str, frame: Frame) -> str:
    """The plot of the deals that have a place on it, in the given order of weight; empty when none has."""
    shown = plotted(deals)
    if not shown:
        return ""
    drawing = _Drawing(shown, ordinal(as_of), frame)
    largest_first = sorted(shown, key=lambda deal: -drawing.radius(deal))
    points = "".join([_point(deal, drawing) for deal in largest_first])
    labels = "".join(_labels(shown, drawing))
    return (
        f'<svg class="plot {frame.name}" viewBox="0 0 {frame.width} {frame.height}" role="group"'
        f' aria-label="Score against close date, one mark per deal">{drawing.backdrop()}{points}'
        f'<g aria-hidden="true">{labels}</g></svg>'
    )


class _Drawing:
    """Where days and scores stand in one frame."""

    def __init__(self, shown: Sequence[Glance], today: int, frame: Frame) -> None:
        days = [_closing(deal) for deal in shown]
        self.frame, self.today = frame, today
        self.first = max(min(*days, today), today - _BEFORE_DAYS) - 4
        self.last = max(min(max(*days, today), today + _AFTER_DAYS), self.first + 45) + 6
        self.largest = _largest(shown)
        self.bottom = frame.height - _BELOW

    def x(self, day_number: int) -> float:
        inside = min(self.last, max(self.first, day_number))
        return _LEFT + (inside - self.first) / (self.last - self.first) * (self.frame.width - _LEFT - 10)

    def y(self, score: int) -> float:
        return self.bottom - 8 - score / 100 * (self.bottom - _TOP - 16)

    def radius(self, deal: Glance) -> float:
        largest = self.largest.get(deal.currency, 0)
        if not deal.amount or not largest:
            return _SMALLEST
        return _SMALLEST + (_LARGEST - _SMALLEST) * math.sqrt(deal.amount / largest)

    def extent(self, deal: Glance) -> tuple[float, float, float]:
        """Where a mark begins, how wide it is, and its middle height."""
        radius = self.radius(deal)
        x, y = self.x(_closing(deal)), self.y(deal.score or 0)
        return x - radius, 2 * radius, y

    def backdrop(self) -> str:
        right = self.frame.width - 10
        rows = "".join(
            f'<path class="gl" d="M{_LEFT} {self.y(score):.1f}H{right}"/>'
            f'<text class="ax e" x="{_LEFT - 5}" y="{self.y(score) + 4:.1f}">{score}</text>'
            for score in (0, *reversed(_BAND_FLOORS), 100)
        )
        now = self.x(self.today)
        return (
            f'<g aria-hidden="true">{rows}{"".join(self._months())}'
            f'<path class="now" d="M{now:.1f} {_TOP}V{self.bottom}"/>'
            f'<text class="ax m" x="{now:.1f}" y="{_TOP - 7}">today</text></g>'
        )

    def _months(self) -> Iterator[str]:
        """The first days of months, as many as have room for their names."""
        start = date.fromordinal(max(self.first, 1))
        every = max(1, round((self.last - self.first) / 30.4 * 80 / (self.frame.width - _LEFT)))
        month = start.year * 12 + start.month
        while month < _NO_MONTH and (
            (first_day := date(month // 12, month % 12 + 1, 1)).toordinal() <= self.last
        ):
            if month % every == 0:
                place = self.x(first_day.toordinal())
                name = day(first_day.isoformat(), "" if month % 12 == 0 else first_day.isoformat())
                yield f'<path class="gl" d="M{place:.1f} {self.bottom}v5"/>'
                yield f'<text class="ax m" x="{place:.1f}" y="{self.bottom + 18}">{name}</text>'
            month += 1


def _largest(shown: Sequence[Glance]) -> dict[str | None, Amount]:
    largest: dict[str | None, Amount] = {}
    for deal in shown:
        largest[deal.currency] = max(largest.get(deal.currency, 0), deal.amount or 0)
    return largest


def spoken(deal: Glance) -> str:
    """What a mark says: the deal, its score and band, its close date and amount."""
    parts = [
        f"{deal.account}, {deal.deal}: score {deal.score}",
        BAND_LABELS[band_of(deal)].lower(),
        f"closes {day(deal.close_date or '')}",
    ]
    if deal.amount is not None:
        parts.append(amount_words(deal.amount, deal.currency))
    return ", ".join(parts)


def _point(deal: Glance, drawing: _Drawing) -> str:
    x, y = drawing.x(_closing(deal)), drawing.y(deal.score or 0)
    radius = drawing.radius(deal)
    side = round(radius * 2)
    return (
        f'<a href="#{anchor(deal.file)}"><title>{esc(spoken(deal))}</title>'
        f'<use href="#i-{band_of(deal)}" x="{x - side / 2:.0f}" y="{y - side / 2:.0f}" width="{side}"'
        f' height="{side}"/></a>'
    )


def _labels(shown: Sequence[Glance], drawing: _Drawing) -> Iterator[str]:
    """The names of the first deals, each where it covers no mark and no other name."""
    named = shown[: drawing.frame.labels]
    taken = [drawing.extent(deal) for deal in shown[: 10 * drawing.frame.labels]]
    for deal in named:
        name = deal.account if len(deal.account) <= 20 else f"{deal.account[:19]}…"
        width = len(name) * 6.4
        x, y = drawing.x(_closing(deal)), drawing.y(deal.score or 0)
        gap = drawing.radius(deal) + 4
        for left, kind in ((x + gap, ""), (x - gap - width, " e")):
            inside = left >= _LEFT and left + width <= drawing.frame.width - 4
            if inside and not any(
                left < other + wide and other < left + width and abs(y - height) < 14
                for other, wide, height in taken
            ):
                taken.append((left, width, y))
                start = left + (width if kind else 0)
                yield f'<text class="dl{kind}" x="{start:.1f}" y="{y + 4:.1f}">{esc(name)}</text>'
                break
