"""Lint as a GitLab code quality report: a JSON array, one entry a line."""

from __future__ import annotations

from json.encoder import encode_basestring as quoted
from typing import TYPE_CHECKING

from dealcoach.output.fingerprint import Fingerprints
from dealcoach.output.lint_safe import json_safe, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dealcoach.model.lint import LintReport, RuleInfo

SEVERITIES = {"high": "critical", "medium": "major", "low": "minor"}


def render(report: LintReport, rules: Mapping[str, RuleInfo]) -> str:
    """The report as one JSON array; empty when there is nothing to say."""
    return "".join(chunks(report))


def chunks(report: LintReport) -> Iterator[str]:
    """The array piece by piece."""
    fingerprints = Fingerprints()
    comma = "[\n "
    for item in report.items:
        yield (
            f'{comma}{{"description": {quoted(shown(item.message))},'
            f' "check_name": {quoted(shown(item.rule))}, "fingerprint": "{fingerprints.of(item)}",'
            f' "severity": "{SEVERITIES[item.severity]}",'
            f' "location": {{"path": {_path(item.file)}, "lines": {{"begin": {item.line}}}}}}}'
        )
        comma = ",\n "
    yield "[]\n" if comma == "[\n " else "\n]\n"


def _path(file: str) -> str:
    """The quoted path as GitLab compares it with those of a merge request: without a leading `./`."""
    return json_safe(quoted(file.removeprefix("./")))
