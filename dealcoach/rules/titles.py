"""The rank that a job title speaks of, from the words in `rules/titles.yaml`."""

from collections.abc import Sequence
from functools import lru_cache

from dealcoach.rules.names import tokens


class Titles:
    """Reads `executive`, `manager` or `staff` from a title."""

    def __init__(self, rows: Sequence[tuple[str, Sequence[str]]]) -> None:
        """``rows`` pairs a rank with the words and phrases that mean it; the first match wins."""
        self._phrases = [
            (rank, [f" {' '.join(tokens(p)).casefold()} " for p in phrases]) for rank, phrases in rows
        ]
        self.level = lru_cache(maxsize=4096)(self._level)

    def _level(self, title: str) -> str:
        line = f" {' '.join(tokens(title)).casefold()} "
        for rank, phrases in self._phrases:
            if any(phrase in line for phrase in phrases):
                return rank
        return "staff"
