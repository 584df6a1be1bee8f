"""What is wrong with a file, in words a person can act on: from faults and pydantic's errors to Problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any, NamedTuple

from dealcoach.model.finding import Position, Problem
from dealcoach.model.scalars import ADVISED, EMPTY_ITEM, shorter, shown, suggestion
from dealcoach.reading.document import place, source_line

if TYPE_CHECKING:
    from dealcoach.model.validation import ValidationError
    from dealcoach.reading.document import Document, Path
    from dealcoach.reading.faults import FileRefusedError

_EMPTY = "empty"
MOST_PROBLEMS = 100
"""Problems shown of one file; the rest are counted."""


class Format(NamedTuple):
    """The mappings that a kind of file is made of."""

    root: type
    parts: Mapping[str, type]
    """The class of each mapping, by the key that holds it or a list of it."""
    needed: Mapping[str, str] = {}
    """What each required key says."""
    own_keys: str = ""
    """Where keys of the user's own go."""

    def home(self, path: Path) -> tuple[str, type]:
        """The nearest mapping above a key, and its class."""
        for part in reversed(path[:-1]):
            if isinstance(part, str) and part in self.parts:
                return part, self.parts[part]
        return "this file", self.root


def keys_of(cls: type) -> list[str]:
    """The keys that a mapping of the format takes, in the order of the format."""
    return [row.name.rstrip("_") for row in fields(cls)]


def refusal(name: str, refused: FileRefusedError, rule: str | None = None) -> Problem:
    """The problem of a file that cannot become a document."""
    fault, text = refused.fault, refused.text
    at = Position(1, 1)
    if fault.mark is not None:
        odd = not text.isascii() and any(mark in text for mark in ("\u2028", "\u2029", "\x85"))
        at = place(text, fault.mark.index) if odd else Position(fault.mark.line + 1, fault.mark.column + 1)
    elif fault.index is not None:
        at = place(text, fault.index)
    line = source_line(text, at.line)
    return Problem(name, at.line, at.column, rule or fault.rule, fault.message, source=line)


def problems_at(
    name: str, document: Document, found: Iterable[tuple[Position, str]], rule: str
) -> tuple[Problem, ...]:
    """Problems in the order of the file, at most 100 and a count of the rest."""
    ordered = sorted(set(found))
    problems = [
        Problem(name, at.line, at.column, rule, text, source=document.source_line(at.line))
        for at, text in ordered[:MOST_PROBLEMS]
    ]
    if (more := len(ordered) - MOST_PROBLEMS) > 0:
        last = problems[-1]
        problems.append(Problem(name, last.line, last.column, rule, f"and {more} more"))
    return tuple(problems)


def explained(document: Document, error: ValidationError, known: Format) -> Iterator[tuple[Position, str]]:
    """Each of pydantic's errors with its place, as a sentence that says what would be right.

    Sentences cost more than places, so errors that no list of problems shows keep pydantic's own.
    """
    rows = [(_place(document, row), row) for row in error.errors(include_url=False)]
    rows.sort(key=lambda found: found[0])
    for number, (at, row) in enumerate(rows):
        if number >= MOST_PROBLEMS:
            yield at, f"{row['msg']}: {row['loc'][-1]}"
        elif row["type"] == "missing" and document.holds(row["loc"]):
            yield at, _sentence({**row, "type": _EMPTY}, known)
        else:
            yield at, _sentence(row, known)


def _place(document: Document, row: Any) -> Position:
    path: Path = row["loc"]
    if row["type"] == "missing":
        return document.locate(path if document.holds(path) else path[:-1])
    return document.locate(path, value=row["type"] != "unexpected_keyword_argument")


def _sentence(row: Any, known: Format) -> str:
    path, kind = row["loc"], row["type"]
    if kind == "unexpected_keyword_argument":
        return _unknown_key(path, known)
    if kind in ("missing", _EMPTY):
        key = str(path[-1])
        return f"{key}: is {kind}; write {key}: and {known.needed.get(key, 'its value')}"
    if kind in ("dataclass_type", "dataclass_exact_type"):
        return _not_a_mapping(path, row["input"], known)
    if kind == ADVISED:
        from dealcoach.model.advice import advice

        return advice(**row["ctx"])
    return str(row["msg"])


def _unknown_key(path: Path, known: Format) -> str:
    key, (where, cls) = str(path[-1]), known.home(path)
    near = suggestion(key, keys_of(cls))
    if near:
        return f"unknown key {shown(key)}; did you mean {near}?"
    if cls is known.root and known.own_keys:
        return f"unknown key {shown(key)}; {known.own_keys}"
    return f"unknown key {shown(key)}; {where} takes {', '.join(keys_of(cls))}"


def _not_a_mapping(path: Path, value: Any, known: Format) -> str:
    if value is None:
        return EMPTY_ITEM
    where, cls = known.home((*path, ""))
    keys = keys_of(cls)
    if isinstance(value, str) and keys[0] in ("what", "name"):
        return f"this is only a text; write {keys[0]}: {shorter(value)}"
    kind = "a list" if isinstance(value, list) else shown(value)
    return (
        f"expected a mapping here, not {kind}; {where} takes {', '.join(keys[:6])}{'...' if keys[6:] else ''}"
    )
