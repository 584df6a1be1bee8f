"""Lint as JSON, `dealcoach.lint/1`: every key always present, one item a line."""

from __future__ import annotations

import json
from json.encoder import encode_basestring as quoted
from typing import TYPE_CHECKING

from dealcoach.output.lint_safe import json_safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dealcoach.model.lint import LintItem, LintReport, RuleInfo

FORMAT = "dealcoach.lint/1"
SEVERITIES = ("high", "medium", "low")


def render(report: LintReport, rules: Mapping[str, RuleInfo]) -> str:
    """The report as one JSON document."""
    return "".join(chunks(report, rules))


def chunks(report: LintReport, rules: Mapping[str, RuleInfo]) -> Iterator[str]:
    """The document piece by piece, for a report too long to hold."""
    head = {"format": FORMAT, "as_of": report.as_of, "version": report.version}
    yield json_safe(json.dumps(head, ensure_ascii=False, indent=1)[:-2]) + ',\n "items": ['
    comma = "\n  "
    for item in report.items:
        yield comma + json_safe(_item(item))
        comma = ",\n  "
    yield "],\n" if comma == "\n  " else "\n ],\n"
    yield f' "summary": {json.dumps(_summary(report))}\n}}\n'


def _item(item: LintItem) -> str:
    return (
        f'{{"file": {quoted(item.file)}, "line": {item.line}, "column": {item.column}, '
        f'"rule": {quoted(item.rule)}, "group": {quoted(item.group)}, "severity": {quoted(item.severity)}, '
        f'"message": {quoted(item.message)}, "path": {quoted(item.path)}, "subject": {quoted(item.subject)}}}'
    )


def _summary(report: LintReport) -> dict[str, object]:
    summary = report.summary
    return {
        "files": summary.files,
        "by_severity": {severity: summary.by_severity.get(severity, 0) for severity in SEVERITIES},
        "waived": summary.waived,
        "baselined": summary.baselined,
    }
