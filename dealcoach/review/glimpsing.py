"""What the past needs of a file's versions, read only where a version differs from today's file in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from dealcoach.model.past import Glimpse
from dealcoach.model.scalars import read_day
from dealcoach.model.words import VOCABULARIES, name_key
from dealcoach.reading.document import Document
from dealcoach.reading.faults import FileRefusedError

if TYPE_CHECKING:
    from datetime import date

_TOLD = re.compile(rb"close_date|stage|stance|relationship|name|buying_team|[&*]|<<")
"""What a line may hold that says something of the past, anchors and aliases among them."""
_WRAPPED = re.compile(rb"(?:close_date|stage|stance|relationship|name)[\"']?[ \t]*:?[ \t]*(?:#.*)?\r?$")
"""The end of a line with a key whose value stands on the next one."""
Read = tuple["date | None", "str | None", dict[str, tuple["str | None", "int | None"]]]
"""Close date, stage and people of one version."""
Memory = dict[bytes, "Read | None"]
"""Versions that were read already, by their bytes."""


def glimpses(
    now: bytes, versions: Iterable[tuple[date, str, bytes]], memory: Memory | None = None
) -> Iterator[Glimpse]:
    """A glimpse of each version that can be read as YAML, in their order; ``now`` is the file as it is.

    A version is parsed only where it differs from its neighbours in a line that can matter, so that most
    commits, which add an activity or a step, cost a comparison. ``memory`` keeps what was parsed for the
    same file seen from another day.
    """
    known = {} if memory is None else memory
    lines_now = now.split(b"\n")
    before: tuple[list[bytes], Read | None] | None = None
    for day, author, data in versions:
        lines = data.split(b"\n")
        if _agree(lines, lines_now):
            yield Glimpse(day, author, as_now=True)
            continue
        if before is None or not _agree(lines, before[0]):
            if data not in known:
                known[data] = _read(data)
            before = lines, known[data]
        if before[1] is not None:
            yield Glimpse(day, author, False, *before[1])


def _agree(one: list[bytes], other: list[bytes]) -> bool:
    """Whether two versions surely say the same of dates, stages and people.

    Looked at is what lies between the first and the last line that differ, and the line before.
    """
    start, least = 0, min(len(one), len(other))
    while start < least and one[start] == other[start]:
        start += 1
    if start == len(one) == len(other):
        return True
    end = 0
    while end < least - start and one[-1 - end] == other[-1 - end]:
        end += 1
    first = max(0, start - 1)
    mine, theirs = one[first : len(one) - end], other[first : len(other) - end]
    if [*filter(_TOLD.search, mine)] != [*filter(_TOLD.search, theirs)]:
        return False
    if any(map(_WRAPPED.search, mine)) or any(map(_WRAPPED.search, theirs)):
        return False
    return all(map(_harmless, set(mine) ^ set(theirs)))


def _harmless(line: bytes) -> bool:
    """A line that is a key with its value, blank or a comment: no part of a value that began above it."""
    text = line.strip()
    return not text or b":" in text or text.startswith(b"#")


def _read(data: bytes) -> Read | None:
    """Close date, stage and people of one version; None where it is no YAML mapping."""
    try:
        values = Document(data).values
    except FileRefusedError:
        return None
    team = values.get("buying_team")
    stage = values.get("stage")
    people = dict(map(_person, filter(_named, team if isinstance(team, list) else [team])))
    return _day(values.get("close_date")), stage if isinstance(stage, str) else None, people


def _named(member: Any) -> bool:
    return isinstance(member, dict) and isinstance(member.get("name"), str)


def _person(member: dict[str, Any]) -> tuple[str, tuple[str | None, int | None]]:
    stance, grade = member.get("stance"), member.get("relationship")
    known = VOCABULARIES["stance"].read(stance) if isinstance(stance, str) else None
    whole = int(grade) if isinstance(grade, str) and grade in ("1", "2", "3", "4", "5") else None
    return name_key(member["name"]), (known, whole)


def _day(value: Any) -> date | None:
    try:
        return read_day(value)
    except ValueError:
        return None
