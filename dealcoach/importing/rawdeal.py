"""One row of a deals export, before its values are read."""

from __future__ import annotations

from typing import NamedTuple

_TICKED = frozenset({"1", "true", "yes", "y", "x"})


class RawDeal(NamedTuple):
    """The cells of one row that are used, as they stand in the export."""

    row: int
    id: str
    name: str
    account: str
    account_id: str
    owner: str
    owner_id: str
    stage: str
    pipeline: str
    amount: str
    currency: str
    close_date: str
    created: str
    stage_since: str
    forecast: str
    is_closed: str
    is_won: str
    is_deleted: str
    next_step: str
    last_activity: str
    kind: str
    competitors: str
    lost_reason: str
    contact_ids: str
    contacts: str
    seeds: tuple[str, ...]


FIELDS = RawDeal._fields[1:-1]
"""The fields that a column may exist for, in the order of the cells."""


def truth(text: str) -> bool:
    """A checkbox of an export: `1`, `true` and `yes` are ticked, anything else is not."""
    return bool(text) and text.strip().casefold() in _TICKED
