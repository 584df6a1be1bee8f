"""How much an existing file still holds: the reader refuses a list that is longer than the format allows."""

from __future__ import annotations

from collections import Counter

from dealcoach.importing.edit import Editor
from dealcoach.model.scalars import MOST_ACTIVITIES, MOST_MEMBERS, MOST_STEPS

_MOST = {
    "buying_team": (MOST_MEMBERS, "people; the rest were left out"),
    "next_steps": (MOST_STEPS, "steps; the oldest of the new ones were left out"),
    "activity": (MOST_ACTIVITIES, "activities; the oldest of the new ones were left out"),
}


def room_for(wanted: int, editor: Editor, key: str, left_out: Counter[str]) -> int:
    """How many of the wanted new entries the list under `key` still holds; the others count as left out."""
    most, what = _MOST[key]
    room = min(wanted, max(0, most - editor.length(key)))
    if room < wanted:
        left_out[f"the file would have more than {most:,} {what}"] += wanted - room
    return room
