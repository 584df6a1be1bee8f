"""Deals of every kind, drawn once, for the properties that are looked at one deal after the other."""

from functools import cache
from typing import Any

from hypothesis import Phase, given, settings
from oracle.strategies import deals
from trial import dumped, reviewed

from dealcoach.model.review import Review

SIZE = 120


@cache
def pool() -> tuple[tuple[str, Review], ...]:
    """The texts of deals with their reviews, the same ones each time."""
    found: dict[str, Review] = {}

    @settings(max_examples=SIZE, phases=[Phase.generate])
    @given(deals())
    def gather(deal: dict[str, Any]) -> None:
        text = dumped(deal)
        found[text] = reviewed(text)

    gather()
    return tuple(found.items())
