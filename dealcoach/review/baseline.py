"""The baseline: findings that a team accepted when it adopted lint, so that only new ones count.

An entry stands for as many findings as were accepted. A run goes through it file by file.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dealcoach.review.baseline_file import Known, place_of, rebased, write

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from dealcoach.model.lint import LintItem

NEVER_ACCEPTED = "crashed-rule"
"""A rule that fails on a deal says nothing of it; that is never fine."""


@dataclass(frozen=True, slots=True)
class Stale:
    """An entry that accepts more findings than there are: something was repaired, renamed or deleted."""

    known: Known
    count: int
    """How many of the accepted findings are gone."""

    def __str__(self) -> str:
        file, rule, path = self.known
        place = f"{file}: {rule} at {path}" if path else f"{file}: {rule}"
        return f"{place} (gone {self.count} times)" if self.count > 1 else place


class Acceptance:
    """A new baseline: it accepts all findings that it is given."""

    def __init__(self, path: str | Path) -> None:
        """Raises BaselineError where something else stands."""
        self._path = path
        self._here, self._home = Path.cwd(), place_of(path).parent
        self._counts: Counter[Known] = Counter()

    def add(self, items: Iterable[LintItem]) -> None:
        """Accept the findings of a file."""
        names: dict[str, str] = {}
        for item in items:
            if item.rule == NEVER_ACCEPTED:
                continue
            if item.file not in names:
                names[item.file] = rebased(item.file, self._here, self._home)
            self._counts[Known(names[item.file], item.rule, item.stable_key)] += 1

    def write(self) -> int:
        """Write it, and say how many findings it accepts; raises BaselineError."""
        write(self._path, self._counts)
        return self._counts.total()


class Comparison:
    """Divides the findings of a run, file by file, into new and accepted ones."""

    def __init__(self, baseline: Mapping[Known, int]) -> None:
        self._left = Counter(baseline)

    def divide(self, items: Iterable[LintItem]) -> tuple[tuple[LintItem, ...], tuple[LintItem, ...]]:
        """The new and the accepted ones; of several known by the same, the first are accepted."""
        new: list[LintItem] = []
        accepted: list[LintItem] = []
        for item in items:
            known = Known(item.file, item.rule, item.stable_key)
            if self._left[known] > 0 and item.rule != NEVER_ACCEPTED:
                self._left[known] -= 1
                accepted.append(item)
            else:
                new.append(item)
        return tuple(new), tuple(accepted)

    def stale(
        self, *, files: Container[str] | None = None, rules: Container[str] | None = None
    ) -> list[Stale]:
        """The entries that were met too seldom, once all findings were divided.

        An entry is judged only if this run could have met it: its file is in `files` (None: every file) or
        is gone from the disk, and its rule in `rules` (None: every rule).
        """
        left = [Stale(known, count) for known, count in sorted(self._left.items()) if count > 0]
        return [entry for entry in left if _judged(entry.known, files, rules)]


def _judged(known: Known, files: Container[str] | None, rules: Container[str] | None) -> bool:
    if rules is not None and known.rule not in rules:
        return False
    return files is None or known.file in files or not os.path.lexists(known.file)
