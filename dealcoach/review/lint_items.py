"""Findings and problems as lint reports them, each with a key that does not move with the lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dealcoach.model.lint import LintFile, LintItem, RuleInfo, Suppressed
from dealcoach.model.review import Review

if TYPE_CHECKING:
    from dealcoach.model.finding import Finding, Problem
    from dealcoach.review.batch import Outcome
    from dealcoach.review.settings import Settings
    from dealcoach.rules.rule import Rule

_INDEX = re.compile(r"(buying_team|next_steps|customer_plan\.steps|activity|waivers)\[(\d+)\]")


def lint_file(outcome: Outcome) -> LintFile:
    """What lint says of one file, in the order of its lines."""
    if not isinstance(outcome, Review):
        return LintFile(outcome[0].file, tuple(map(problem_item, outcome)))
    findings = sorted(outcome.findings, key=lambda f: (f.line, f.column, f.rule))
    items = tuple(finding_item(finding, outcome) for finding in findings)
    return LintFile(outcome.file, items, tuple(suppressed_of(outcome)))


def problem_item(problem: Problem) -> LintItem:
    """A problem that kept a file from being read."""
    return LintItem(
        problem.file,
        problem.line,
        problem.column,
        problem.rule,
        "files",
        problem.severity,
        problem.message,
        "",
        "",
        problem.source,
        problem.message,
    )


def finding_item(finding: Finding, review: Review) -> LintItem:
    """A finding of a deal that could be read."""
    return LintItem(
        finding.file,
        finding.line,
        finding.column,
        finding.rule,
        finding.group,
        finding.severity,
        finding.message,
        finding.path,
        finding.subject,
        finding.quoted,
        natural_key(finding, review),
    )


def natural_key(finding: Finding, review: Review) -> str:
    """The path with a member's name or a step's text where it has an index, and the subject."""

    def named(match: re.Match[str]) -> str:
        return f"{match[1]}[{_name(match[1], int(match[2]), review)}]"

    path = _INDEX.sub(named, finding.path)
    return path if not finding.subject or finding.subject in path else f"{path}#{finding.subject}"


def _name(where: str, index: int, review: Review) -> str:
    names: dict[str, Sequence[str]] = {
        "buying_team": [person.name for person in review.buying_team],
        "next_steps": [step.what for step in review.next_steps],
        "customer_plan.steps": [step.what for step in review.customer_plan],
    }
    known = names.get(where, ())
    return known[index] if index < len(known) else ""


def suppressed_of(review: Review) -> Iterator[Suppressed]:
    """The findings that waivers silence."""
    for waived in review.waived:
        for finding in waived.findings:
            yield Suppressed(finding_item(finding, review), waived.reason)


def rule_infos(settings: Settings) -> dict[str, RuleInfo]:
    """What the formats say of each rule."""
    return {rule.id: _info(settings.rule(rule.id) or rule) for rule in settings.library.rules}


def _info(rule: Rule) -> RuleInfo:
    data = rule.data
    return RuleInfo(
        rule.id,
        rule.group,
        rule.severity,
        data["title"],
        rule.points,
        data["why"],
        tuple(row["text"] for row in data["ask"]),
        tuple(row["text"] for row in data["do"]),
        rule.source,
    )
