"""What a rule is called where people read: its title, which callers take from the rules in force."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_TITLES: Mapping[str, str] = MappingProxyType({})
"""No rule has a title: each is called by its id."""


def title_of(rule: str, titles: Mapping[str, str]) -> str:
    """The title of a rule, or its id where there is none."""
    return titles.get(rule, rule)
