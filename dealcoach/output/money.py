"""Amounts, dates and counts in the words of a person."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dealcoach.model.review import NO_CURRENCY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealcoach.model.review import Amount

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SHORT = ((1_000_000_000_000, "T"), (1_000_000_000, "B"), (1_000_000, "M"), (1_000, "k"))


def plain(value: Amount) -> Amount:
    """A whole amount as an int, any other as it is."""
    return int(value) if value == int(value) else value


def number(value: Amount) -> str:
    """``240,000``, or ``240,000.50`` when the amount is not whole."""
    value = plain(value)
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"


def amount(value: Amount | None, currency: str | None) -> str:
    """``EUR 240,000``; without a currency the number alone; `no amount` when there is none."""
    if value is None:
        return "no amount"
    return f"{currency} {number(value)}" if currency else number(value)


def short_amount(value: Amount | None, currency: str | None, columns: int) -> str:
    """The amount in full where it fits a width, else with the letter that leaves at most three digits
    before the point: ``EUR 1.2M``, and ``JPY 1.0T`` for what rounds to a thousand billions.
    """
    full = amount(value, currency)
    if value is None or len(full) <= columns:
        return full
    head = f"{currency} " if currency else ""
    for size, letter in reversed(_SHORT):
        least = letter == "T" or round(abs(value) / size, 1) < 1_000
        if least and len(text := f"{head}{value / size:,.1f}{letter}") <= columns:
            return text
    return f"{head}{value:.1e}"


def amounts(totals: Mapping[str, Amount]) -> str:
    """Totals by currency, never added together: ``EUR 240,000, USD 64,000``; `no amount` when empty."""
    parts = [
        f"{number(value)} without a currency" if key == NO_CURRENCY else amount(value, key)
        for key, value in sorted(totals.items())
    ]
    return ", ".join(parts) or "no amount"


def something(totals: Mapping[str, Amount]) -> dict[str, Amount]:
    """The totals that are not 0."""
    return {currency: value for currency, value in totals.items() if value}


def day(text: str, as_of: str = "") -> str:
    """``18 Dec 2026`` for an ISO date; without the year when it is the year of as_of."""
    year, month, number_ = text.split("-")
    short = f"{int(number_)} {_MONTHS[int(month) - 1]}"
    return short if as_of[:4] == year else f"{short} {year}"


def days_until(text: str, as_of: str) -> int:
    """Days from as_of to an ISO date; negative when it has passed."""
    return (date.fromisoformat(text) - date.fromisoformat(as_of)).days


def distance(text: str, as_of: str) -> str:
    """How far away an ISO date is: ``today``, ``in 27 days``, ``3 days ago``."""
    days = days_until(text, as_of)
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(days)
    if near:
        return near
    return f"in {days:,} days" if days > 0 else f"{-days:,} days ago"


def closing(close_date: str | None, as_of: str) -> str:
    """The close date of an open deal in words, with the days to it."""
    if close_date is None:
        return "no close date"
    when = day(close_date)
    if days_until(close_date, as_of) < 0:
        return f"was to close {when}, {distance(close_date, as_of)}"
    return f"closes {when}, {distance(close_date, as_of)}"


def due(text: str | None, as_of: str) -> str:
    """When a step is due, in words; `no date yet` when it has none."""
    if text is None:
        return "no date yet"
    days = days_until(text, as_of)
    if days < 0:
        return f"due {day(text, as_of)}, {plural(-days, 'day')} overdue"
    return f"due {day(text, as_of)}, {distance(text, as_of)}"


def plural(count: int, noun: str, many: str = "") -> str:
    """``1 deal``, ``12 deals``."""
    return f"{count:,} {noun if count == 1 else many or noun + 's'}"


def words(identifier: str) -> str:
    """A word of a vocabulary as people write it: ``at_risk`` is `at risk`."""
    return identifier.replace("_", " ")
