"""Lint as a short Markdown summary, for the page of a CI run: counts by rule, then the first places."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from dealcoach.output.lint_text import summary_line
from dealcoach.output.markdown_text import md

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealcoach.model.lint import LintItem, LintReport, RuleInfo

PLACES = 100
"""The most findings that are listed; a summary page holds about a megabyte."""
_ORDER = ("high", "medium", "low")


def render(report: LintReport, rules: Mapping[str, RuleInfo]) -> str:
    """A heading, the counts, a table of rules and a table of places, worst first."""
    items = sorted(report.items, key=lambda item: _ORDER.index(item.severity))
    lines = ["## Deal review", "", f"{summary_line(report.summary)}, as of {report.as_of}.", ""]
    if items:
        lines += _rules_table(items, rules)
        lines += _places_table(items)
    return "\n".join(lines)


def _rules_table(items: list[LintItem], rules: Mapping[str, RuleInfo]) -> list[str]:
    """The rules that fired, with how often, in how many files, and what they mean."""
    by_rule: dict[tuple[str, str], list[LintItem]] = {}
    for item in items:
        by_rule.setdefault((item.severity, item.rule), []).append(item)
    ranked = sorted(by_rule.items(), key=lambda entry: (_ORDER.index(entry[0][0]), -len(entry[1]), entry[0]))
    lines = ["| Severity | Rule | Findings | Files | Meaning |", "|---|---|---:|---:|---|"]
    for (severity, rule), found in ranked:
        files = len({item.file for item in found})
        meaning = md(rules[rule].summary) if rule in rules else ""
        lines.append(f"| {severity} | {md(rule)} | {len(found)} | {files} | {meaning} |")
    return [*lines, ""]


def _places_table(items: list[LintItem]) -> list[str]:
    lines = ["| Place | Severity | Finding |", "|---|---|---|"]
    for item in islice(items, PLACES):
        place = md(f"{item.file}:{item.line}")
        lines.append(f"| {place} | {item.severity} | {md(item.rule)}: {md(item.message)} |")
    if len(items) > PLACES:
        lines += ["", f"and {len(items) - PLACES} more"]
    return [*lines, ""]
