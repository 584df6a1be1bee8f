"""Reads a day from words such as "next Friday" or "end of month", counted from the day of the review."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta

EXAMPLES = '"next Friday", "in 2 weeks", "end of month", "12 Dec" or 2026-12-12'
EXAMPLES_BACK = '"yesterday", "last Tuesday", "2 weeks ago", "12 Nov" or 2026-11-12'

_LONGEST = 60
_FAR_YEARS = 20
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMBERS = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{2}|\d{4})", re.ASCII)
_LETTER = re.compile(r"[a-z]", re.IGNORECASE)
_WEEKDAY = re.compile(r"\b(mon|tues?|wed(nes)?|thu(rs?)?|fri|sat(ur)?|sun)(day)?s?\b", re.IGNORECASE)
_END = re.compile(
    r"(?:by |at )?(?:the )?end of (?:the |this )?(next )?(week|month|quarter|year)", re.IGNORECASE
)
_LEAD = re.compile(r"^(?:by|on|until|till|before|due)\s+", re.IGNORECASE)


class DayError(ValueError):
    """The words mean no day, or could mean two; the message says what to write."""


def read_day(text: str, as_of: date, *, back: bool = False) -> date:
    """The day that words mean, counted from ``as_of`` and never from the machine's clock.

    Words that leave the direction open ("Friday", "12 Dec") mean the next such day, or with ``back``
    the last one. Raises DayError.
    """
    words = _LEAD.sub("", " ".join(text.split()))
    try:
        found = _iso(words) or _numbers(words) or _end_of(words, as_of) or _in_words(words, as_of, back)
    except OverflowError:
        found = None
    if found is None:
        examples = EXAMPLES_BACK if back else EXAMPLES
        raise DayError(f"{_short(text)} is no day I can read; try {examples}.")
    if abs(found.year - as_of.year) > _FAR_YEARS:
        raise DayError(f"{found.isoformat()} is more than {_FAR_YEARS} years away; write the day once more.")
    return found


def _short(text: str) -> str:
    line = " ".join(text.split())
    return f'"{line if len(line) <= 40 else line[:39] + "…"}"'


def _iso(words: str) -> date | None:
    if not _ISO.fullmatch(words):
        return None
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise DayError(f"{words} is not a day of the calendar.") from None


def _numbers(words: str) -> date | None:
    """A day written in three numbers, where only one order of day and month makes sense."""
    match = _NUMBERS.fullmatch(words)
    if not match:
        return None
    first, second = int(match[1]), int(match[2])
    year = int(match[3]) + (2000 if len(match[3]) == 2 else 0)
    if first != second and first <= 12 and second <= 12:
        raise DayError(
            f"{words} can be read in two ways; write {year}-{second:02}-{first:02} or"
            f" {year}-{first:02}-{second:02}."
        )
    month, day = (second, first) if first > 12 else (first, second)
    try:
        return date(year, month, day)
    except ValueError:
        raise DayError(f"{words} is not a day of the calendar.") from None


def _end_of(words: str, as_of: date) -> date | None:
    """The last day of this or the next week (its Friday), month, quarter or year."""
    match = _END.fullmatch(words)
    if not match:
        return None
    ahead, unit = bool(match[1]), match[2].lower()
    if unit == "week":
        friday = as_of + timedelta(days=(4 - as_of.weekday()) % 7)
        return friday + timedelta(days=7 * ahead)
    span = {"month": 1, "quarter": 3, "year": 12}[unit]
    months = as_of.year * 12 + (as_of.month - 1) // span * span + span - 1 + span * ahead
    year, month = divmod(months, 12)
    if year > date.max.year:
        raise OverflowError(words)
    return date(year, month + 1, monthrange(year, month + 1)[1])


def _in_words(words: str, as_of: date, back: bool) -> date | None:
    """Everything else, by dateparser, which is imported here because that takes 50 ms."""
    if len(words) > _LONGEST or not _LETTER.search(words):
        return None
    import dateparser

    try:
        found = dateparser.parse(
            words,
            languages=["en"],
            settings={
                "RELATIVE_BASE": datetime.combine(as_of, time.min),
                "PREFER_DATES_FROM": "past" if back else "future",
                "TIMEZONE": "UTC",
                "RETURN_AS_TIMEZONE_AWARE": False,
                "PARSERS": ["relative-time", "absolute-time"],
                "REQUIRE_PARTS": [] if _WEEKDAY.search(words) else ["day"],
            },
        )
    except (OverflowError, ValueError):
        return None
    return found.date() if found else None
