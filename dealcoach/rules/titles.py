"""The rank that a job title speaks of, from the words in `rules/titles.yaml`."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from dealcoach.rules.names import tokens

_PARTS = re.compile(r"[^\w\s'’.-]|\s[-.]\s|\b(?:and|und|et)\b", re.IGNORECASE)


class Titles:
    """Reads `executive`, `manager` or `staff` from a title."""

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """``rows`` are the lists of the file, in its order; the first with a match wins."""
        self._lists = [
            (
                row["level"],
                [_line(phrase) for phrase in row.get("words", ())],
                {_line(phrase) for phrase in row.get("alone", ())},
            )
            for row in rows
        ]
        self.level = lru_cache(maxsize=4096)(self._level)

    def _level(self, title: str) -> str:
        line = _line(title)
        parts = {_line(part) for part in _PARTS.split(title)}
        for level, phrases, alone in self._lists:
            if not parts.isdisjoint(alone) or any(phrase in line for phrase in phrases):
                return str(level)
        return "staff"


def _line(text: str) -> str:
    """The words of a text with a space around each."""
    return f" {' '.join(tokens(text)).replace('-', ' ').casefold()} "
