"""Lint as a GitLab code quality report: a JSON array, one entry a line."""

from __future__ import annotations

from json.encoder import encode_basestring as quoted
from typing import TYPE_CHECKING

from dealcoach.output.fingerprint import Fingerprints
from dealcoach.output.lint_safe import json_safe, shown
from dealcoach.output.lint_writer import LintWriter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dealcoach.model.lint import LintFile, LintItem, LintRun, LintSummary

SEVERITIES = {"high": "critical", "medium": "major", "low": "minor"}


class Writer(LintWriter):
    """One JSON array; empty when there is nothing to say."""

    def __init__(self, run: LintRun) -> None:
        super().__init__(run)
        self._fingerprints = Fingerprints()
        self._comma = "[\n "

    def file(self, found: LintFile) -> str:
        """The entries of a file."""
        return "".join(map(self._entry, found.items))

    def _entry(self, item: LintItem) -> str:
        comma, self._comma = self._comma, ",\n "
        return (
            f'{comma}{{"description": {quoted(shown(item.message))},'
            f' "check_name": {quoted(shown(item.rule))}, "fingerprint": "{self._fingerprints.of(item)}",'
            f' "severity": "{SEVERITIES[item.severity]}",'
            f' "location": {{"path": {_path(item.file)}, "lines": {{"begin": {item.line}}}}}}}'
        )

    def tail(self, summary: LintSummary) -> Iterable[str]:
        """The end of the array."""
        return ("\n]\n" if self._comma == ",\n " else "[]\n",)


def _path(file: str) -> str:
    """The quoted path as GitLab compares it with those of a merge request: without a leading `./`."""
    return json_safe(quoted(file.removeprefix("./")))
