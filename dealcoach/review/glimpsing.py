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

_TOLD = re.compile(rb"^.*(?:close_date|stage|stance|relationship|name|buying_team|[&*]|<<).*$", re.MULTILINE)
"""Lines that may say something of the past, anchors and aliases among them."""
_WRAPPED = re.compile(
    rb"(?:close_date|stage|stance|relationship|name)[\"']?[ \t]*:?[ \t]*(?:#.*)?\r?$", re.MULTILINE
)
"""A key whose value stands on the next line."""


def glimpses(now: bytes, versions: Iterable[tuple[date, str, bytes]]) -> Iterator[Glimpse]:
    """A glimpse of each version that can be read as YAML, in their order; ``now`` is the file as it is.

    A version is parsed only where it differs from its neighbours in a line that can matter, so that most
    commits, which add an activity or a step, cost a comparison.
    """
    told_now = _told(now)
    before: tuple[bytes, tuple[Any, ...] | None] | None = None
    for day, author, data in versions:
        if data == now or _agree(data, now, told_now):
            yield Glimpse(day, author, as_now=True)
            continue
        if before is None or not _agree(data, before[0], _told(before[0])):
            before = data, _read(data)
        if before[1] is not None:
            yield Glimpse(day, author, False, *before[1])


def _told(data: bytes) -> list[bytes]:
    return _TOLD.findall(data)


def _agree(one: bytes, other: bytes, told: list[bytes]) -> bool:
    """Whether two versions surely say the same of dates, stages and people."""
    if _told(one) != told or _WRAPPED.search(one) or _WRAPPED.search(other):
        return False
    return all(_harmless(line) for line in set(one.split(b"\n")) ^ set(other.split(b"\n")))


def _harmless(line: bytes) -> bool:
    """A line that is a key with its value, blank or a comment: no part of a value that began above it."""
    text = line.strip()
    return not text or b":" in text or text.startswith(b"#")


def _read(data: bytes) -> tuple[Any, ...] | None:
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
