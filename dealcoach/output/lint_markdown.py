"""Lint as a short Markdown summary, for the page of a CI run: counts by rule, then the first places."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dealcoach.output.lint_text import summary_line
from dealcoach.output.lint_writer import LintWriter
from dealcoach.output.markdown_text import md

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dealcoach.model.lint import LintFile, LintItem, LintRun, LintSummary

PLACES = 100
"""The most findings that are listed; a summary page holds about a megabyte."""
_ORDER = ("high", "medium", "low")


class Writer(LintWriter):
    """A heading, the counts, a table of rules and a table of places, worst first."""

    def __init__(self, run: LintRun) -> None:
        super().__init__(run)
        self._findings: Counter[tuple[str, str]] = Counter()
        self._files: Counter[tuple[str, str]] = Counter()
        self._first: dict[str, list[LintItem]] = {severity: [] for severity in _ORDER}

    def file(self, found: LintFile) -> str:
        """Nothing yet: the items are counted, and the first of each severity kept."""
        kinds = [(item.severity, item.rule) for item in found.items]
        self._findings.update(kinds)
        self._files.update(set(kinds))
        for item in found.items:
            if len(first := self._first[item.severity]) < PLACES:
                first.append(item)
        return ""

    def tail(self, summary: LintSummary) -> Iterable[str]:
        """The page."""
        lines = ["## Deal review", "", f"{summary_line(summary)}, as of {self.run.as_of}.", ""]
        if self._findings:
            lines += self._rules_table()
            lines += self._places_table()
        return ("\n".join(lines),)

    def _rules_table(self) -> list[str]:
        """The rules that fired, with how often, in how many files, and what they mean."""
        rules = self.run.rules
        ranked = sorted(self._findings.items(), key=lambda row: (_ORDER.index(row[0][0]), -row[1], row[0]))
        lines = ["| Severity | Rule | Findings | Files | Meaning |", "|---|---|---:|---:|---|"]
        for (severity, rule), number in ranked:
            meaning = md(rules[rule].summary) if rule in rules else ""
            files = self._files[severity, rule]
            lines.append(f"| {severity} | {md(rule)} | {number} | {files} | {meaning} |")
        return [*lines, ""]

    def _places_table(self) -> list[str]:
        lines = ["| Place | Severity | Finding |", "|---|---|---|"]
        worst = [item for severity in _ORDER for item in self._first[severity]]
        for item in worst[:PLACES]:
            place = md(f"{item.file}:{item.line}")
            lines.append(f"| {place} | {item.severity} | {md(item.rule)}: {md(item.message)} |")
        if (more := self._findings.total() - PLACES) > 0:
            lines += ["", f"and {more} more"]
        return [*lines, ""]
