"""The file of a baseline: its text, reading it, and writing it whole or not at all.

An entry knows a finding by file, rule and document path, list items by their natural key (a
member's name, a step's text), and says how many such findings are accepted. No line number is
kept: edits elsewhere in a deal move lines, and would bring every old finding back.

The file is JSON with one entry a line, sorted; the closing ``null`` lets every entry end in a
comma, so that git merges additions of two branches line by line (and with ``merge=union`` always).
Files are named relative to the folder of the baseline, which may be used from any folder.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dealcoach.reading.writing import write_file

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = "dealcoach.baseline/1"
_KEYS = ("file", "rule", "path", "count")


class BaselineError(Exception):
    """The baseline cannot be read or written; the message says what is wrong, where, and what to do."""


class Known(NamedTuple):
    """What a baseline knows a finding by; it sorts in the order of the file."""

    file: str
    rule: str
    path: str


def place_of(path: str | Path) -> Path:
    """Where a baseline is to be written; raises BaselineError where something else stands."""
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        raise BaselineError(f"{path}: the baseline cannot be written: it is not a plain file")
    if target.exists() and target.stat().st_size and not _is_baseline(target):
        raise BaselineError(f"{path} is no baseline; it is left as it is: give the baseline another name")
    return target


def write(path: str | Path, counts: Counter[Known]) -> None:
    """Writes a baseline in place of an older one, its files relative to its folder.

    Raises BaselineError when the file cannot be written; an older one then stands untouched.
    """
    try:
        write_file(place_of(path), dumps(counts).encode())
    except OSError as error:
        raise BaselineError(f"{path}: the baseline cannot be written: {_reason(error)}") from error


def read(path: str | Path) -> dict[Known, int]:
    """The accepted findings by what they are known by, files relative to the current folder.

    Raises BaselineError when the file cannot be read or is not a baseline.
    """
    try:
        text = Path(path).read_text("utf-8-sig")
    except OSError as error:
        hint = "; --write-baseline writes one" if isinstance(error, FileNotFoundError) else ""
        raise BaselineError(f"{path}: the baseline cannot be read: {_reason(error)}{hint}") from error
    except UnicodeDecodeError as error:
        raise BaselineError(
            f"{path}: the baseline is not UTF-8; write it again with --write-baseline"
        ) from error
    home = Path(os.path.realpath(path)).parent
    return {
        known._replace(file=rebased(known.file, home, Path.cwd())): count
        for known, count in loads(text, str(path)).items()
    }


def _is_baseline(target: Path) -> bool:
    try:
        loads(target.read_text("utf-8-sig"), str(target))
    except (OSError, UnicodeDecodeError, BaselineError):
        return False
    return True


def dumps(counts: Mapping[Known, int]) -> str:
    """The text of a baseline: the same findings give the same bytes."""
    lines = [f'{{"format": "{FORMAT}", "entries": [\n']
    for known, count in sorted(counts.items()):
        entry = dict(zip(_KEYS, (*known, count), strict=True))
        # ASCII keeps a file name that is not UTF-8 exact, as the surrogates that Python reads for it
        lines.append(json.dumps(entry, ensure_ascii=not _is_unicode("".join(known))) + ",\n")
    return "".join([*lines, "null]}\n"])


def loads(text: str, name: str) -> dict[Known, int]:
    """The entries of a baseline's text; `name` is the file that messages speak of.

    An entry that stands twice, as a merge may leave it, counts with its higher number.
    Raises BaselineError for anything that is not a baseline of this format.
    """
    try:
        document = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        place = f":{error.lineno}:{error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        what = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deep"
        message = f"{name}{place}: the baseline is not JSON ({what})"
        raise BaselineError(
            f"{message}; resolve the merge, or write it again with --write-baseline"
        ) from error
    counts: dict[Known, int] = {}
    for number, entry in enumerate(_entries(document, name), start=1):
        if entry is not None:
            known, count = _entry(entry, f"{name}: entry {number}")
            counts[known] = max(count, counts.get(known, 0))
    return counts


def _entries(document: Any, name: str) -> list[Any]:
    if not isinstance(document, dict) or not isinstance(document.get("format"), str):
        raise BaselineError(f"{name}: this is not a baseline; --write-baseline writes one")
    if document["format"] != FORMAT:
        found = document["format"]
        raise BaselineError(f"{name}: the format is {found!r}, this version reads {FORMAT!r}; write it again")
    if not isinstance(document.get("entries"), list):
        raise BaselineError(f"{name}: the baseline has no list of `entries`; write it again")
    entries: list[Any] = document["entries"]
    return entries


def _entry(entry: Any, place: str) -> tuple[Known, int]:
    if not isinstance(entry, dict) or set(entry) != set(_KEYS):
        raise BaselineError(f"{place} must have exactly the keys file, rule, path and count")
    *known, count = (entry[key] for key in _KEYS)
    if not all(isinstance(part, str) for part in known):
        raise BaselineError(f"{place}: file, rule and path must be texts")
    if type(count) is not int or count < 1:
        raise BaselineError(f"{place}: count must be a whole number from 1, not {count!r}")
    return Known(*known), count


def rebased(file: str, old: Path, new: Path) -> str:
    """A path that was relative to one folder, relative to another, with forward slashes."""
    if old == new:
        return file.removeprefix("./")
    path = old / file
    with suppress(ValueError):  # another drive of a Windows machine: only the whole path will do
        path = Path(os.path.relpath(path, new))
    return path.as_posix()


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
