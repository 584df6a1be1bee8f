"""Checks that an edit left alone what it was not about: every comment, and every other value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from dealcoach.importing.edit import CannotEditError
from dealcoach.importing.tree import LOADER
from dealcoach.reading.document import Document, Path, path_text
from dealcoach.reading.faults import FileRefusedError


def check_beside(old: str, new: str, paths: Sequence[Path]) -> None:
    """Raises CannotEditError where a comment is gone, or a value beside the answered ``paths`` changed."""
    if comments(old) != comments(new):
        raise CannotEditError("the answer would push a comment out of the file; write it by hand")
    try:
        was, now = Document(old.encode()), Document(new.encode())
    except FileRefusedError as error:
        raise CannotEditError(f"the answer would break the file: {error}") from None
    left, right = dict(_leaves(was.values)), dict(_leaves(now.values))
    for path in left.keys() | right.keys():
        if left.get(path) != right.get(path) and not any(path[: len(known)] == known for known in paths):
            raise CannotEditError(
                f"the answer would also change {path_text(path)}, which shares its text; write it by hand"
            )


def _leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _leaves(item, (*path, index))
    else:
        yield path, value


def comments(text: str) -> list[str]:
    """The comments of a YAML text in their order, blanks at the end of a line left out."""
    found: list[str] = []
    at = 0
    for token in yaml.scan(text, Loader=LOADER):
        start, end = token.start_mark.index, token.end_mark.index
        if start > at:
            found += _in_gap(text[at:start])
        if isinstance(token, yaml.ScalarToken) and token.style in ("|", ">"):
            found += _in_gap(text[start:end].split("\n", 1)[0])
        at = max(at, end if isinstance(token, yaml.ScalarToken) else start)
    return found + _in_gap(text[at:])


def _in_gap(gap: str) -> list[str]:
    return [line[line.index("#") :].rstrip() for line in gap.split("\n") if "#" in line]
