"""The day limits that conditions compare with; dealcoach.yaml may move each, some per stage."""

from typing import NamedTuple


class Limits(NamedTuple):
    """Limits in days. The defaults are those of widely used sales systems (see docs/rules.md)."""

    silence_days: int = 14
    """Longest silence of the customer, and of a deal, before it is flagged (Dynamics: 14)."""
    engaged_days: int = 30
    """A member is engaged when the last two-way contact is at most this old."""
    stage_days: int = 30
    """Longest time in one stage (Pillar, Costello: 30)."""
    closing_days: int = 30
    """A deal that closes within these days needs a meeting ahead."""
    stall_days: int = 60
    """How long a stall tactic counts."""
    postponed_days: int = 90
    """How long a decision maker's postponement counts."""
    hidden_days: int = 180
    """How long the signals of hidden resistance count."""
    nurture_days: int = 30
    """Longest time without contact with a Nurture member (Breadbox: 30)."""
    watch_days: int = 90
    """Longest time without contact with the whole Watch group."""

    def as_facts(self) -> dict[str, int]:
        """The limits as conditions see them."""
        return self._asdict()
