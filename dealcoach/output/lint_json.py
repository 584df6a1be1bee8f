"""Lint as JSON, `dealcoach.lint/1`: every key always present, one item a line."""

from __future__ import annotations

import json
from json.encoder import encode_basestring as quoted
from typing import TYPE_CHECKING

from dealcoach.output.lint_safe import json_safe
from dealcoach.output.lint_writer import LintWriter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dealcoach.model.lint import LintFile, LintItem, LintRun, LintSummary

FORMAT = "dealcoach.lint/1"
SEVERITIES = ("high", "medium", "low")


class Writer(LintWriter):
    """One JSON document."""

    def __init__(self, run: LintRun) -> None:
        super().__init__(run)
        self._comma = "\n  "

    def head(self) -> str:
        """What every report says of itself."""
        head = {"format": FORMAT, "as_of": self.run.as_of, "version": self.run.version}
        return json_safe(json.dumps(head, ensure_ascii=False, indent=1)[:-2]) + ',\n "items": ['

    def file(self, found: LintFile) -> str:
        """The items of a file."""
        text = ""
        for item in found.items:
            text += self._comma + json_safe(_item(item))
            self._comma = ",\n  "
        return text

    def tail(self, summary: LintSummary) -> Iterable[str]:
        """The totals."""
        yield "\n ],\n" if self._comma == ",\n  " else "],\n"
        yield f' "summary": {json.dumps(_summary(summary))}\n}}\n'


def _item(item: LintItem) -> str:
    return (
        f'{{"file": {quoted(item.file)}, "line": {item.line}, "column": {item.column}, '
        f'"rule": {quoted(item.rule)}, "group": {quoted(item.group)}, "severity": {quoted(item.severity)}, '
        f'"message": {quoted(item.message)}, "path": {quoted(item.path)}, "subject": {quoted(item.subject)}}}'
    )


def _summary(summary: LintSummary) -> dict[str, object]:
    return {
        "files": summary.files,
        "by_severity": {severity: summary.by_severity.get(severity, 0) for severity in SEVERITIES},
        "waived": summary.waived,
        "baselined": summary.baselined,
    }
