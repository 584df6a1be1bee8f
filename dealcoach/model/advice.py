"""What would be right instead of a wrong day, amount or word; asked only for what is shown."""

import re
from typing import Any

from dealcoach.model.scalars import shown, suggestion
from dealcoach.model.words import VOCABULARIES

_LOOSE_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$", re.ASCII)
_WRITTEN_AMOUNT = re.compile(
    r"(?:[A-Z]{3}|[$\u00a3\u20ac\u00a5])?\s*"
    r"(?P<whole>\d{1,3}(?:[., '\u00a0\u202f]\d{3})+|\d+)(?:[.,](?P<cents>\d{1,2}))?"
    r"\s*(?P<times>k|m|mio|mn)?\s*(?:[A-Z]{3}|[$\u00a3\u20ac\u00a5])?$",
    re.ASCII | re.IGNORECASE,
)
_MANY_DECIMALS = re.compile(r"\+?(?P<whole>[\d_]+)(?P<point>[.,])(?P<decimals>\d{3,})$", re.ASCII)
_TIMES = {"k": 1_000, "m": 1_000_000, "mio": 1_000_000, "mn": 1_000_000}


def advice(about: str, value: Any) -> str:
    """For a value that is not what it is about: a ``day``, an ``amount``, or a word of a vocabulary."""
    if about == "day":
        return _day_advice(value)
    return _amount_advice(value) if about == "amount" else _word_advice(about, value)


def _day_advice(text: str) -> str:
    loose = _LOOSE_DAY.match(text.strip())
    if loose:
        year, month, day = (int(part) for part in loose.groups())
        return f"{shown(text)} is not a date as dealcoach reads it; write {year}-{month:02}-{day:02}"
    return f"{shown(text)} is not a date; write it as YYYY-MM-DD, such as 2026-12-18"


def _amount_advice(text: str) -> str:
    if text.strip().startswith("-"):
        return f"an amount is 0 or more, not {shown(text)}"
    match = _WRITTEN_AMOUNT.match(text.strip()[:60])
    decimals = _MANY_DECIMALS.match(text.strip()[:60])
    if decimals and (decimals["point"] == "." or not match):
        return _decimals_advice(text, decimals, in_groups=match is not None)
    if not match:
        return f"{shown(text)} is not an amount; write a plain number such as 240000"
    number = _spelled_out(match)
    return f"{shown(text)} is not a plain number; write {number}, and the currency under currency:"


def _decimals_advice(text: str, match: re.Match[str], *, in_groups: bool) -> str:
    """For a number with more than two decimals, unless its point parts thousands; it never guesses which."""
    whole, decimals = match["whole"].replace("_", "").lstrip("0") or "0", match["decimals"]
    rounded = f"{float(f'{whole}.{decimals}'):.2f}".removesuffix(".00")
    if in_groups and whole != "0":
        return (
            f"{shown(text)} may mean {whole}{decimals} or {rounded}; write which, with two decimals at most"
        )
    return f"{shown(text)} has more than two decimals; write {rounded}"


def _spelled_out(match: re.Match[str]) -> str:
    whole = int(re.sub(r"\D", "", match["whole"]))
    cents = match["cents"] or ""
    if times := _TIMES.get((match["times"] or "").lower()):
        return str(whole * times + (int(cents) * times // 10 ** len(cents) if cents else 0))
    return f"{whole}.{cents}" if cents.strip("0") else str(whole)


def _word_advice(name: str, value: Any) -> str:
    vocabulary = VOCABULARIES[name]
    words = ", ".join(vocabulary.words)
    if type(value) is not str:
        return f"expected one word of: {words}"
    near = suggestion(value, vocabulary.spellings())
    meant = f"did you mean {near}? " if near else ""
    return f"{shown(value)} is not known here; {meant}use one of: {words}"
