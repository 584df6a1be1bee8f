"""What a rule said of a deal, said again with roles in the places of names.

Only the rule's own words are carried over, and what is known to give nothing away: numbers, days, words of
the deal format. A text with anything else in one of its places is not said at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from dealcoach.model.words import VOCABULARIES
from dealcoach.rules.templates import Placeholder, Template, is_custom, joined

Texts = Mapping[str, Sequence[Template]]
"""All texts of each rule, by its id."""
_MONTH = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_HARMLESS = re.compile(
    rf"-?\d+(\.\d+)?|[\d,]+ days?( ago)?|today|yesterday|never|nobody|no date|\d\d? ({_MONTH})( \d{{4}})?|"
)
_WORDS = frozenset(
    word.replace("_", mark)
    for vocabulary in VOCABULARIES.values()
    for word in vocabulary.words
    for mark in "_ "
)
_BETWEEN = re.compile(", | and ")


def reworded(said: str, texts: Sequence[Template], names: Mapping[str, str]) -> str | None:
    """The text with each of ``names`` replaced; None where no text of the rule can be said so."""
    for text in texts:
        values = _values(text, said)
        if values is not None:
            again = _again(text, values, names)
            if again is not None:
                return again
    return None


def _values(text: Template, said: str) -> list[str] | None:
    """What stands in the places of a text, if this is what was said."""
    values: list[str] = []
    at, open_place = 0, False
    last = len(text.pieces) - 1
    for number, piece in enumerate(text.pieces):
        if isinstance(piece, Placeholder):
            if open_place:  # two side by side: nobody can tell where one ends
                return None
            open_place = True
            continue
        start = at
        if open_place:
            start = len(said) - len(piece) if number == last else said.find(piece, at)
        if start < at or not said.startswith(piece, start):
            return None
        if open_place:
            values.append(said[at:start])
        at, open_place = start + len(piece), False
    if open_place:
        values.append(said[at:])
        at = len(said)
    return values if at == len(said) else None


def _again(text: Template, values: Sequence[str], names: Mapping[str, str]) -> str | None:
    left = iter(values)
    parts: list[str] = []
    for piece in text.pieces:
        part = piece if isinstance(piece, str) else _in_place(piece, next(left), names)
        if part is None:
            return None
        parts.append(part)
    return "".join(parts)


def _in_place(place: Placeholder, value: str, names: Mapping[str, str]) -> str | None:
    """What may stand in a place instead of a value; None where nothing may."""
    if is_custom(place.path):
        return None
    if ("or", value) in place.filters:
        return value
    for name, argument in place.filters:
        if name == "count" and re.fullmatch(rf"[\d,]+ {re.escape(argument)}s?", value):
            return value
        if name == "phrase" and value:
            before, _, after = argument.partition("_")
            inner = value.removeprefix(before).removesuffix(after)
            other = _named(inner, names) if before + inner + after == value else None
            return None if other is None else before + other + after
    other = _named(value, names) or (_named(f"{value}.", names) if place.stopped else None)
    harmless = other is None and (value in _WORDS or _HARMLESS.fullmatch(value))
    return value if harmless else other


def _named(value: str, names: Mapping[str, str]) -> str | None:
    """A name, or several in a sentence, as roles."""
    if value in names:
        return names[value]
    labels = [names.get(part) for part in _BETWEEN.split(value)]
    return None if None in labels else joined(labels)
