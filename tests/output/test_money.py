"""Amounts, dates and counts in words."""

from __future__ import annotations

import pytest

from dealcoach.output import money


@pytest.mark.parametrize(
    ("value", "currency", "text"),
    [
        (240000, "EUR", "EUR 240,000"),
        (240000.0, "EUR", "EUR 240,000"),
        (0.5, "USD", "USD 0.50"),
        (7, None, "7"),
        (None, "EUR", "no amount"),
        (0, "EUR", "EUR 0"),
    ],
)
def test_an_amount(value: float | None, currency: str | None, text: str) -> None:
    assert money.amount(value, currency) == text


@pytest.mark.parametrize(
    ("value", "columns", "text"),
    [
        (240000, 15, "EUR 240,000"),
        (1234567890, 15, "EUR 1.2B"),
        (1234567.89, 15, "EUR 1.2M"),
        (12345678.5, 15, "EUR 12.3M"),
        (999_949.99, 13, "EUR 999.9k"),
        (999_999.99, 13, "EUR 1.0M"),
        (999_999_999_999, 15, "EUR 1.0T"),
        (123_456_789_012_345, 15, "EUR 123.5T"),
        (1_234_567_890_123_456, 15, "EUR 1,234.6T"),
        (1234567890, 9, "EUR 1.2B"),
        (10**30, 15, "EUR 1.0e+30"),
    ],
)
def test_an_amount_in_a_column(value: int, columns: int, text: str) -> None:
    assert money.short_amount(value, "EUR", columns) == text


def test_currencies_are_never_added() -> None:
    assert (
        money.amounts({"USD": 5, "EUR": 240000, "unknown": 3}) == "EUR 240,000, USD 5, 3 without a currency"
    )
    assert money.amounts({}) == "no amount"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-11-21", "today"),
        ("2026-11-22", "tomorrow"),
        ("2026-11-20", "yesterday"),
        ("2026-12-18", "in 27 days"),
        ("2026-11-18", "3 days ago"),
        ("2030-11-21", "in 1,461 days"),
    ],
)
def test_a_distance(day: str, words: str) -> None:
    assert money.distance(day, "2026-11-21") == words


def test_dates_in_words() -> None:
    assert money.day("2026-12-08") == "8 Dec 2026"
    assert money.day("2026-12-08", "2026-11-21") == "8 Dec"
    assert money.day("2027-01-08", "2026-11-21") == "8 Jan 2027"
    assert money.closing("2026-12-18", "2026-11-21") == "closes 18 Dec 2026, in 27 days"
    assert money.closing("2026-11-18", "2026-11-21") == "was to close 18 Nov 2026, 3 days ago"
    assert money.closing(None, "2026-11-21") == "no close date"
    assert money.due("2026-11-20", "2026-11-21") == "due 20 Nov, 1 day overdue"
    assert money.due("2026-11-21", "2026-11-21") == "due 21 Nov, today"
    assert money.due(None, "2026-11-21") == "no date yet"


def test_counts() -> None:
    assert [money.plural(n, "deal") for n in (0, 1, 2, 1200)] == [
        "0 deals",
        "1 deal",
        "2 deals",
        "1,200 deals",
    ]
    assert money.plural(2, "more person", "more people") == "2 more people"
