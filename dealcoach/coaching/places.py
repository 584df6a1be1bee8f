"""Where in a deal a finding stands: its entry, its index, its person."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dealcoach.coaching.looking import Seen
    from dealcoach.model.finding import Finding
    from dealcoach.reading.document import Path

_PIECE = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


def path_of(text: str) -> Path:
    """The path that a finding shows, such as ``next_steps[1].due``."""
    return tuple(int(found[1]) if found[1] else found[2] for found in _PIECE.finditer(text))


def entry(finding: Finding) -> Path:
    """The list entry that a finding stands on, without the key below it."""
    path = path_of(finding.path)
    numbers = [place for place, part in enumerate(path) if isinstance(part, int)]
    return path[: numbers[0] + 1] if numbers else path


def index(finding: Finding) -> int:
    """The place of the entry in its list."""
    last = entry(finding)[-1]
    return last if isinstance(last, int) else 0


def name(seen: Seen, finding: Finding) -> str:
    """The member whom a finding is about."""
    team, place = seen.deal.buying_team, index(finding)
    return team[place].name if place < len(team) else finding.subject


def plan_or_step(finding: Finding) -> Path:
    """The step, of ours or of the customer's plan, that a finding is about."""
    path = path_of(finding.path)
    last = max((place for place, part in enumerate(path) if isinstance(part, int)), default=len(path) - 1)
    return path[: last + 1]


def naming(text: str, names: list[str]) -> str:
    """A text with the first of some names in it."""
    return text.format(names=" or ".join(names[:3]))
