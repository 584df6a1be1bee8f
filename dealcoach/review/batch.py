"""One file of many: reviewed from its bytes."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from dealcoach.model.finding import Problem
from dealcoach.model.review import Review
from dealcoach.reading.composing import MAX_BYTES
from dealcoach.reading.deal_file import DealFile, read_deals
from dealcoach.review.reviewing import Judged

if TYPE_CHECKING:
    from dealcoach.model.past import Glimpse
    from dealcoach.review.settings import Settings

_T = TypeVar("_T")
_AT_ONCE = 8
Outcome = Review | tuple[Problem, ...]
"""What became of one file: its review, or the problems that kept it from being read."""


class Task(NamedTuple):
    """A file to review: its name and bytes, and what holds for it alone."""

    name: str
    data: bytes
    ignored: frozenset[str] = frozenset()
    """The rules that ``per_path`` switches off for it."""
    history: Sequence[Glimpse] = ()
    """The earlier versions of it that are known."""
    stages: tuple[str, ...] | None = None
    """The stages that a deal may be in, where they are not the ones of dealcoach.yaml."""


def review_bytes(
    name: str,
    data: bytes,
    settings: Settings,
    ignored: frozenset[str] = frozenset(),
    history: Sequence[Glimpse] = (),
    *,
    stages: tuple[str, ...] | None = None,
) -> Outcome:
    """Review one deal from the bytes of its file; the arguments are those of a `Task`."""
    return next(review_tasks([Task(name, data, ignored, history, stages)], settings))


def review_tasks(tasks: Sequence[Task], settings: Settings) -> Iterator[Outcome]:
    """Review many files: all are read and their steps understood before the first is judged.

    Every kind of work has code and tables of its own, the understanding of steps by far the largest. Done
    file by file, each would push the others out of the processor's caches: a fifth of the time.
    """
    known = settings.stage_names
    files = [
        file
        for some in _few(tasks)
        for file in read_deals([(t.name, t.data, known if t.stages is None else t.stages) for t in some])
    ]
    settings.library.readings.read_ahead(
        [step.what for file in files if file.deal for step in file.deal.next_steps]
    )
    for pairs in _few(list(zip(files, tasks, strict=True))):
        yield from _judged(pairs, settings)


def _few(rows: Sequence[_T]) -> Iterator[Sequence[_T]]:
    """So many rows at a time as the processor's caches hold with what is made of them."""
    return (rows[start : start + _AT_ONCE] for start in range(0, len(rows), _AT_ONCE))


def _judged(pairs: Sequence[tuple[DealFile, Task]], settings: Settings) -> list[Outcome]:
    """The outcomes of a few files, step by step for all of them."""
    judged = [
        None
        if file.deal is None or file.document is None
        else Judged(file.name, file.deal, file.document, settings, task.ignored, task.history)
        for file, task in pairs
    ]
    for deal in judged:
        if deal:
            deal.answer()
    for deal in judged:
        if deal:
            deal.tell()
    return [deal.review() if deal else file.problems for (file, _), deal in zip(pairs, judged, strict=True)]


def read_standard_input() -> bytes:
    """The deal on standard input, one byte over the limit at most."""
    return sys.stdin.buffer.read(MAX_BYTES + 1)
