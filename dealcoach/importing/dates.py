"""Dates of an export: the order of day and month is read from whole columns, never from one cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Literal

from dealcoach.importing.failure import ImportFailureError

Order = Literal["ymd", "dmy", "mdy"]
WORDS: dict[Order, str] = {"ymd": "year-month-day", "dmy": "day/month/year", "mdy": "month/day/year"}

_NUMERIC = re.compile(r"(\d{1,4})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{1,4})(?:\.?[T ,].*|Z)?")
_NAMED = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?[ .-]+([A-Za-z]{3,9})\.?|([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?),?"
    r"[ -]+(\d{4}|\d{2})(?:[T ,].*)?"
)
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?[\d.,]*\s*([AaPp])?\.?[Mm]?")
_MILLISECONDS = re.compile(r"1\d{12}")
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_LAST_MONTH, _CENTURY_TURNS = 12, 80
_DOTS = "no date decides; dates with dots are read day first, --date-format says otherwise"


def parse_order(text: str) -> Order | str:
    """`--date-format`: `dmy`, `MM/DD/YYYY`, `iso` or a pattern (`%d %B %Y`). Raises ImportFailureError."""
    if "%" in text:
        try:
            datetime.strptime(date(2024, 2, 29).strftime(text), text)
        except ValueError as error:
            raise ImportFailureError(f"--date-format {text}: {error}.") from None
        return text
    letters = re.sub(r"[^a-z]", "", text.casefold())
    short = re.sub(r"(.)\1+", r"\1", letters)
    if short in {"iso", "ymd"}:
        return "ymd"
    if short in {"dmy", "mdy"}:
        return "dmy" if short == "dmy" else "mdy"
    raise ImportFailureError(
        f"--date-format {text}: write dmy, mdy or ymd (or DD/MM/YYYY, or a pattern such as %d.%m.%Y)."
    )


@dataclass(slots=True)
class Evidence:
    """What the values of one column say about the order of day and month."""

    dmy: int = 0
    mdy: int = 0
    dotted: int = 0
    open: int = 0
    example: dict[Order, str] = field(default_factory=dict)
    unclear: str = ""

    def add(self, text: str) -> None:
        match = _NUMERIC.fullmatch(text)
        if match is None or len(match[1]) > 2:
            return
        first, second = int(match[1]), int(match[3])
        if first > _LAST_MONTH >= second:
            self.dmy += 1
            self.example.setdefault("dmy", text)
        elif second > _LAST_MONTH >= first:
            self.mdy += 1
            self.example.setdefault("mdy", text)
        elif match[2] == ".":
            self.dotted += 1
        elif first != second:
            self.open += 1
            self.unclear = self.unclear or text


def _settle(evidence: Iterable[Evidence]) -> Order | None:
    found = list(evidence)
    dmy, mdy = sum(e.dmy for e in found), sum(e.mdy for e in found)
    if dmy == mdy:
        return "dmy" if not dmy and any(e.dotted for e in found) else None
    return "dmy" if dmy > mdy else "mdy"


def _full_year(text: str) -> int:
    year = int(text)
    if len(text) > 2:
        return year
    return year + (2000 if year < _CENTURY_TURNS else 1900)


class DateColumn:
    """Reads the dates of one column, as ISO text; None for what is no date."""

    def __init__(self, order: Order | str) -> None:
        self._order = order
        self._seen: dict[str, str | None] = {}

    def __call__(self, text: str) -> str | None:
        head = text[:10] if text[4:5] == "-" else text
        try:
            return self._seen[head]
        except KeyError:
            value = self._seen[head] = self._read(head.strip())
            return value

    def stamp(self, text: str) -> tuple[str, int]:
        """Date and seconds of the day, for putting changes in order; a date that is none sorts first."""
        day = self(text) or ""
        match = _TIME.search(text, 8)
        if match is None:
            return day, 0
        hour = int(match[1])
        if match[4]:
            hour = hour % 12 + (12 if match[4] in "Pp" else 0)
        return day, hour * 3600 + int(match[2]) * 60 + int(match[3] or 0)

    def _read(self, text: str) -> str | None:
        try:
            return self._parts(text)
        except (ValueError, OverflowError):
            return None

    def _parts(self, text: str) -> str | None:
        if not text:
            return None
        if "%" in self._order:
            try:
                return datetime.strptime(text, self._order).date().isoformat()
            except ValueError:
                pass
        if match := _NUMERIC.fullmatch(text):
            first, second, third = match[1], match[3], match[4]
            if len(first) > 2 or self._order == "ymd":
                return date(_full_year(first), int(second), int(third)).isoformat()
            day, month = (second, first) if self._order == "mdy" else (first, second)
            return date(_full_year(third), int(month), int(day)).isoformat()
        if match := _NAMED.fullmatch(text):
            month_name = (match[2] or match[3])[:3].casefold()
            return date(
                _full_year(match[5]), _MONTHS.get(month_name, 0), int(match[1] or match[4])
            ).isoformat()
        if _MILLISECONDS.fullmatch(text):
            return datetime.fromtimestamp(int(text) / 1000, UTC).date().isoformat()
        return None


class DateFinder:
    """Gathers the distinct dates of all columns of an import, then decides each column's order.

    A column decides for itself where one of its dates can be read one way only (13/02, 02/23). Dates
    with dots are read day first where none decides. Otherwise the other columns of the file decide, then
    the other files. What stays open stops the import, because a wrong guess would move every close date.
    """

    def __init__(self, wanted: str | None = None) -> None:
        self._wanted = parse_order(wanted) if wanted else None
        self._values: dict[tuple[str, str], set[str]] = {}
        self.decisions: dict[tuple[str, str], str] = {}

    def column(self, source: str, name: str) -> set[str]:
        """The set that the distinct values of one column are put in."""
        return self._values.setdefault((source, name), set())

    def resolve(self) -> dict[tuple[str, str], DateColumn]:
        """A reader per column. Raises ImportFailureError, naming every column that stays ambiguous."""
        if self._wanted:
            return {key: self._decide(key, self._wanted, "--date-format") for key in self._values}
        evidence = {key: self._weigh(values) for key, values in self._values.items()}
        readers: dict[tuple[str, str], DateColumn] = {}
        problems: list[str] = []
        for key, own in evidence.items():
            order, reason = self._order_of(key, own, evidence)
            if order is None:
                problems.append(self._problem(key, own))
            else:
                readers[key] = self._decide(key, order, reason)
        if problems:
            raise ImportFailureError(*problems)
        return readers

    def _decide(self, key: tuple[str, str], order: Order | str, reason: str) -> DateColumn:
        shown = next((text for known, text in WORDS.items() if known == order), order)
        self.decisions[key] = "year-month-day" if reason == "no date needs it" else f"{shown} ({reason})"
        return DateColumn(order)

    @staticmethod
    def _weigh(values: set[str]) -> Evidence:
        evidence = Evidence()
        for text in sorted(values):
            evidence.add(text.strip())
        return evidence

    @staticmethod
    def _order_of(
        key: tuple[str, str], own: Evidence, evidence: dict[tuple[str, str], Evidence]
    ) -> tuple[Order | None, str]:
        if order := _settle([own]):
            certain = own.example.get(order)
            return order, f"'{certain}' can be read no other way" if certain else _DOTS
        if own.dmy:
            return None, ""
        if not own.open:
            return "dmy", "no date needs it"
        if order := _settle(e for (source, _), e in evidence.items() if source == key[0]):
            return order, "as the other columns of the file"
        if order := _settle(evidence.values()):
            return order, "as the other files"
        return None, ""

    @staticmethod
    def _problem(key: tuple[str, str], own: Evidence) -> str:
        if own.dmy:
            return (
                f"{key[0]}: {key[1]}: the dates contradict each other ('{own.example['dmy']}' and "
                f"'{own.example['mdy']}'). Say --date-format dmy or mdy; the others are then reported."
            )
        return (
            f"{key[0]}: {key[1]}: '{own.unclear}' may be day/month or month/day, and nothing in the export "
            "decides. Say --date-format dmy or --date-format mdy."
        )
