"""Days in words are counted from the as-of day, whatever the machine's clock says."""

from datetime import date

import pytest

from dealcoach.coaching.days import DayError, read_day

SATURDAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026-12-18", "2026-12-18"),
        ("next Friday", "2026-11-27"),
        ("friday", "2026-11-27"),
        ("by next friday", "2026-11-27"),
        ("Monday", "2026-11-23"),
        ("in 2 weeks", "2026-12-05"),
        ("two weeks", "2026-12-05"),
        ("in ten days", "2026-12-01"),
        ("tomorrow", "2026-11-22"),
        ("today", "2026-11-21"),
        ("12 Dec", "2026-12-12"),
        ("Dec 12", "2026-12-12"),
        ("1 Feb", "2027-02-01"),
        ("the 28th", "2026-11-28"),
        ("12 December 2027", "2027-12-12"),
        ("end of month", "2026-11-30"),
        ("by the end of the month", "2026-11-30"),
        ("end of next month", "2026-12-31"),
        ("end of week", "2026-11-27"),
        ("end of next week", "2026-12-04"),
        ("end of quarter", "2026-12-31"),
        ("end of next quarter", "2027-03-31"),
        ("end of the year", "2026-12-31"),
        ("end of next year", "2027-12-31"),
        ("28.11.2026", "2026-11-28"),
        ("11/28/2026", "2026-11-28"),
        ("28-11-26", "2026-11-28"),
        ("5/5/2027", "2027-05-05"),
    ],
)
def test_ahead(words: str, day: str) -> None:
    assert read_day(words, SATURDAY).isoformat() == day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("yesterday", "2026-11-20"),
        ("friday", "2026-11-20"),
        ("last Tuesday", "2026-11-17"),
        ("3 days ago", "2026-11-18"),
        ("two weeks ago", "2026-11-07"),
        ("12 Dec", "2025-12-12"),
        ("today", "2026-11-21"),
    ],
)
def test_back(words: str, day: str) -> None:
    assert read_day(words, SATURDAY, back=True).isoformat() == day


@pytest.mark.parametrize("as_of", [date(2019, 2, 28), date(2031, 6, 4), date(2000, 1, 1)])
def test_never_the_clock(as_of: date) -> None:
    assert (read_day("tomorrow", as_of) - as_of).days == 1
    assert (read_day("in 2 weeks", as_of) - as_of).days == 14
    assert 1 <= (read_day("next friday", as_of) - as_of).days <= 7
    assert read_day("end of month", as_of).month == as_of.month
    ahead, behind = read_day("9 May", as_of), read_day("9 May", as_of, back=True)
    assert behind <= as_of <= ahead
    assert (ahead - behind).days in (365, 366)


@pytest.mark.parametrize(
    "words",
    ["", "5", "17", "may", "December", "march 2027", "soon", "TBD", "call Bob on Friday", "31 feb",
     "2026-13-45", "31.02.2027", "1484823450", "Q1", "in 3000 years", "x" * 5000, "12345678901234567890",
     "in 99999999999999999999 weeks", "\x00", "５", "next", "-1", "0001-01-01"],
)  # fmt: skip
def test_no_day(words: str) -> None:
    with pytest.raises(DayError):
        read_day(words, SATURDAY)


@pytest.mark.parametrize("words", ["end of next week", "end of next year", "end of next month", "tomorrow"])
def test_no_day_after_the_calendar(words: str) -> None:
    with pytest.raises(DayError):
        read_day(words, date.max)


def test_two_readings_are_refused_with_both() -> None:
    with pytest.raises(DayError, match=r"write 2027-04-03 or 2027-03-04"):
        read_day("3/4/2027", SATURDAY)
