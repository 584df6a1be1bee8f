"""One run of lint: every file's items, held against waivers and a baseline, and what they add up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from dealcoach.cli.exits import CommandError, Exit
from dealcoach.cli.files import CRASHED
from dealcoach.model.finding import SEVERITIES
from dealcoach.model.lint import LintFile, LintSummary, Suppressed
from dealcoach.model.review import Review
from dealcoach.output.terminal import safe
from dealcoach.review.lint_items import lint_file
from dealcoach.review.results import REVIEWS, Result

if TYPE_CHECKING:
    from dealcoach.review.batch import Outcome
    from dealcoach.review.opening import Opened

Note = Callable[[str], None]
"""Tells people something, besides what the run puts out."""


@dataclass(slots=True)
class Tally:
    """What a run has counted so far."""

    files: int = 0
    by_severity: Counter[str] = field(default_factory=Counter)
    waived: int = 0
    baselined: int = 0
    crashed: bool = False

    def add(self, found: LintFile) -> None:
        """Count one file more."""
        self.files += 1
        self.by_severity.update(item.severity for item in found.items)
        self.waived += len(found.waived)
        self.baselined += len(found.baselined)
        self.crashed = self.crashed or any(item.rule == CRASHED for item in found.items)

    def summary(self) -> LintSummary:
        """The totals."""
        counts = {name: self.by_severity[name] for name in SEVERITIES}
        return LintSummary(self.files, counts, self.waived, self.baselined)

    def code(self, fail_on: str) -> int:
        """The exit code when findings of this severity, or a worse one, fail."""
        if self.crashed:
            return Exit.USAGE
        if fail_on == "never":
            return Exit.OK
        failing = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
        return Exit.FINDINGS if any(self.by_severity[name] for name in failing) else Exit.OK


def lint_files(results: Iterable[Result], opened: Opened, *, redact: bool) -> Iterator[LintFile]:
    """What lint says of each file."""
    outcomes = map(_outcome, results)
    return map(lint_file, _redacted(outcomes, opened) if redact else outcomes)


def _outcome(result: Result) -> Outcome:
    return result.problems if result.brief is None else REVIEWS.restore(result.payload)


def _redacted(outcomes: Iterable[Outcome], opened: Opened) -> Iterator[Outcome]:
    from dealcoach.output.redact import Redactor

    redactor = Redactor(opened.settings.stage_names, opened.settings.library.texts_by_id())
    for outcome in outcomes:
        if isinstance(outcome, Review):
            yield redactor.review(outcome)
        else:
            yield tuple(map(redactor.problem, outcome))


def accepting(files: Iterable[LintFile], path: Path, note: Note) -> Iterator[LintFile]:
    """The files as they are, whose findings become a new baseline."""
    from dealcoach.review.baseline import Acceptance
    from dealcoach.review.baseline_file import BaselineError

    try:
        new = Acceptance(path)
        for found in files:
            new.add(found.items)
            yield found
        note(f"{new.write()} findings accepted in {path}")
    except BaselineError as error:
        raise CommandError(str(error)) from None


def held_against(files: Iterable[LintFile], path: Path, opened: Opened, note: Note) -> Iterator[LintFile]:
    """The files without the findings that a baseline accepts, which are kept as suppressed."""
    from dealcoach.review.baseline import Comparison
    from dealcoach.review.baseline_file import BaselineError, read

    try:
        comparison = Comparison(read(path))
    except BaselineError as error:
        raise CommandError(str(error)) from None
    names: set[str] = set()
    for found in files:
        names.add(found.file)
        new, accepted = comparison.divide(found.items)
        known = tuple(Suppressed(item, "in the baseline", "baseline") for item in accepted)
        yield replace(found, items=new, baselined=known)
    for stale in comparison.stale(files=names, rules=opened.settings.active):
        note(safe(f"in the baseline, and no longer found: {stale}"))
