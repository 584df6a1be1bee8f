"""Reviews and entries for the comparison's tests: real ones from real text, and bare ones for sums."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import yaml

from dealcoach.comparing.matching import Entry
from dealcoach.model.changes import Side
from dealcoach.model.config import Config
from dealcoach.model.finding import Problem
from dealcoach.model.review import Review
from dealcoach.reading.config_file import ConfigFile
from dealcoach.review.batch import review_bytes
from dealcoach.review.settings import Settings, build_settings
from dealcoach.rules.library import load

AS_OF = date(2026, 11, 21)
THEN = Side("then", "2026-11-14")
NOW = Side("now", "2026-11-21")

BASE: dict[str, Any] = {
    "deal": "Berth planning",
    "account": "Kestrel Bay Harbour",
    "owner": "Priya Nair",
    "stage": "proposal",
    "amount": 72000,
    "currency": "EUR",
    "close_date": "2027-01-15",
}


@cache
def settings(day: date = AS_OF) -> Settings:
    return build_settings(day, load(), ConfigFile(Config()))


def review(day: date = AS_OF, **keys: Any) -> Review:
    """The review of a deal: the base with other keys; None takes a key out."""
    values = {key: value for key, value in {**BASE, **keys}.items() if value is not None}
    found = review_bytes("deals/a.yaml", yaml.safe_dump(values, sort_keys=False).encode(), settings(day))
    assert isinstance(found, Review), found
    return found


def entry(path: str = "a.yaml", day: date = AS_OF, **keys: Any) -> Entry:
    return Entry(path, f"deals/{path}", review(day, **keys))


def unreadable(path: str = "a.yaml") -> Entry:
    return Entry(path, f"deals/{path}", (Problem(f"deals/{path}", 3, 1, "invalid-deal", "no date"),))
