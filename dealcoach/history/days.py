"""Reads a day from words such as "last week" or "2 weeks ago", relative to the day of the review."""

import re
from datetime import date, datetime, time

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_LETTER = re.compile(r"[a-z]", re.IGNORECASE)
_WEEKDAY = re.compile(r"\b(mon|tue|wednes|thurs|fri|satur|sun)(s?)day\b", re.IGNORECASE)
_LONGEST = 60

EXAMPLES = 'a day (2026-11-14), "yesterday", "last week", "2 weeks ago", "last monday"'


def iso_day(text: str) -> date | None:
    """The day that `text` names as YYYY-MM-DD; None when it is written otherwise.

    Raises ValueError for a day that no calendar has.
    """
    return date.fromisoformat(text) if _ISO.fullmatch(text) else None


def day_from_words(text: str, today: date) -> date | None:
    """The day meant by English words, counted from `today`; None when they mean none.

    Words that leave the day open ("november") and numbers alone ("3.4", which people read in two ways) mean
    none. Read by dateparser, which takes 50 ms to import and is therefore imported here.
    """
    if len(text) > _LONGEST or not _LETTER.search(text):
        return None
    import dateparser

    found = dateparser.parse(
        text,
        languages=["en"],
        settings={
            "RELATIVE_BASE": datetime.combine(today, time.min),
            "PREFER_DATES_FROM": "past",
            "TIMEZONE": "UTC",
            "RETURN_AS_TIMEZONE_AWARE": False,
            "PARSERS": ["relative-time", "absolute-time"],
            "REQUIRE_PARTS": [] if _WEEKDAY.search(text) else ["day"],
        },
    )
    return found.date() if found else None
