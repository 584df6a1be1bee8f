"""How the page says things: labels, dates and amounts in words a sales team uses."""

from __future__ import annotations

import re
import zlib
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from dealcoach.model.review import NO_CURRENCY
from dealcoach.output import money

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealcoach.model.review import Amount
    from dealcoach.output.html.glance import Glance

BAND_LABELS = {
    "critical": "Critical",
    "at_risk": "At risk",
    "watch": "Watch",
    "healthy": "Healthy",
    "unknown": "Unknown",
    "closed": "Closed",
}
"""Every band, worst first, with its label; a deal that is not open stands under ``closed``."""
GROUP_LABELS = {
    "process": "Process",
    "people": "People",
    "relationships": "Relationships",
    "resistance": "Resistance",
}
STANCES = {
    "champion": ("&starf;", "Champion"),
    "supporter": ("+", "Supporter"),
    "neutral": ("&bull;", "Neutral"),
    "skeptical": ("~", "Skeptical"),
    "resistant": ("&cross;", "Resistant"),
    "unknown": ("?", "Stance unknown"),
}
"""The sign and the label of each stance."""
_ACRONYMS = {"kdm": "KDM"}
_PLAIN_PATH = re.compile(r"[A-Za-z0-9._/-]+", re.ASCII)
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9._/-]+", re.ASCII)

day = lru_cache(maxsize=4096)(money.day)
"""``18 Dec 2026`` for an ISO date; without the year when it is the year of the second date."""
distance = lru_cache(maxsize=4096)(money.distance)
"""How far away an ISO date is from another: ``today``, ``in 27 days``, ``3 days ago``."""


@lru_cache(maxsize=4096)
def ordinal(iso: str) -> int:
    """The day number of an ISO date."""
    return date.fromisoformat(iso).toordinal()


def amount_words(value: Amount | None, currency: str | None) -> str:
    """An amount with its currency, such as ``EUR 240,000``; empty when there is no amount."""
    return "" if value is None else money.amount(value, currency)


def amount_lines(totals: Mapping[str, Amount], columns: int = 40) -> list[str]:
    """One line per currency that has any money, the largest number first; currencies are never added.

    An amount that takes more columns is told in thousands, millions and so on.
    """
    ranked = sorted(totals.items(), key=lambda item: (-item[1], item[0]))
    return [
        f"{money.number(value)} without a currency"
        if code == NO_CURRENCY
        else money.short_amount(value, code, columns)
        for code, value in ranked
        if value
    ]


@lru_cache(maxsize=512)
def rule_label(rule: str) -> str:
    """A rule's id as words: ``no-next-step`` as ``No next step``."""
    text = " ".join([_ACRONYMS.get(word, word) for word in rule.split("-")])
    return text[:1].upper() + text[1:]


def named(rule: str, titles: Mapping[str, str]) -> str:
    """What a rule is called: its title, or its id as words."""
    return titles.get(rule) or rule_label(rule)


def band_of(deal: Glance) -> str:
    """The band under which the page lists a deal."""
    return (deal.band or "unknown") if deal.is_open else "closed"


def band_label(deal: Glance) -> str:
    """The words for a deal's band, or for how it ended."""
    if not deal.is_open:
        return money.words(deal.status).capitalize()
    return BAND_LABELS.get(deal.band or "unknown", "Unknown")


@lru_cache(maxsize=4096)
def anchor(file: str) -> str:
    """The id of a deal on the page, made from its file alone, so that a link keeps working.

    A plain path is its own id (``deal-deals/acme``); any other is made plain and told apart by a checksum.
    """
    stem = file.removesuffix(".yaml")
    if _PLAIN_PATH.fullmatch(stem):
        return f"deal-{stem}"
    plain = _NOT_PLAIN.sub("-", stem).strip("-")[:80]
    return f"deal-{plain}-{zlib.crc32(file.encode('utf-8', 'surrogatepass')):08x}"
