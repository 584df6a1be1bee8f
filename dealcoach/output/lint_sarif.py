"""Lint as SARIF 2.1.0, the interchange format of code scanning: one result a line.

Strings are assembled by hand around the JSON encoder's own quoting, because sixty thousand results
as nested dictionaries would cost more than the review that found them.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from json.encoder import encode_basestring as quoted
from typing import TYPE_CHECKING
from urllib.parse import quote

from dealcoach.output.fingerprint import Fingerprints
from dealcoach.output.lint_safe import json_safe, shown
from dealcoach.output.lint_sarif_rules import LEVELS, descriptor
from dealcoach.output.lint_writer import LintWriter
from dealcoach.output.spool import Spool
from dealcoach.output.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from dealcoach.model.lint import LintFile, LintItem, LintRun, LintSummary, RuleInfo, Suppressed

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
INFORMATION_URI = "https://github.com/dealcoach/dealcoach"
FINGERPRINT = "dealcoachFinding/v1"
_BASE = "%SRCROOT%"
_LOGICAL = ', "logicalLocations": [{"fullyQualifiedName": '
_KINDS = {"waiver": "inSource", "baseline": "external"}
_FIRST, _NEXT = "\n    ", ",\n    "


class Writer(LintWriter):
    """One SARIF log with one run; what is suppressed stands behind the results of all files."""

    def __init__(self, run: LintRun) -> None:
        super().__init__(run)
        self._known = [run.rules[id_] for id_ in sorted(run.rules)]
        self._result = _results({rule.id: index for index, rule in enumerate(self._known)})
        self._comma = _FIRST
        self._crashed = False
        self._waived, self._baselined = Spool(), Spool()

    def head(self) -> str:
        """The tool and its rules."""
        tool = json.dumps(_tool(self.run.version, self._known), ensure_ascii=False)
        return (
            f'{{\n "$schema": "{SCHEMA}",\n "version": "2.1.0",\n "runs": [\n  {{\n'
            f'   "tool": {json_safe(tool)},\n'
            f'   "originalUriBaseIds": {json.dumps(_BASES)},\n   "columnKind": "unicodeCodePoints",\n'
            '   "results": ['
        )

    def file(self, found: LintFile) -> str:
        """The results of a file."""
        text = ""
        for item in found.items:
            self._crashed = self._crashed or item.rule == "crashed-rule"
            text += f"{self._comma}{self._result(item)}}}"
            self._comma = _NEXT
        for spool, rows in ((self._waived, found.waived), (self._baselined, found.baselined)):
            for held in rows:
                spool.add(f'{_NEXT}{self._result(held.item)}, "suppressions": [{_suppression(held)}]}}')
        return text

    def tail(self, summary: LintSummary) -> Iterable[str]:
        """What is suppressed, and how the run ended."""
        for spool in (self._waived, self._baselined):
            for text in spool.pieces():
                yield text if self._comma == _NEXT else _FIRST + text.removeprefix(_NEXT)
                self._comma = _NEXT
        yield "\n   ],\n" if self._comma == _NEXT else "],\n"
        done = json.dumps(not self._crashed)
        yield f'   "invocations": [{{"executionSuccessful": {done}}}]\n  }}\n ]\n}}\n'


_BASES = {_BASE: {"description": {"text": "The folder in which dealcoach ran."}}}


def _tool(version: str, known: list[RuleInfo]) -> dict[str, object]:
    driver = {
        "name": "dealcoach",
        "version": version,
        "informationUri": INFORMATION_URI,
        "rules": [descriptor(rule) for rule in known],
    }
    return {"driver": driver}


def _results(indices: Mapping[str, int]) -> Callable[[LintItem], str]:
    """A function that writes one result, all but its closing brace."""
    fingerprints = Fingerprints()

    @cache
    def head(rule: str, severity: str) -> str:
        index = f', "ruleIndex": {indices[rule]}' if rule in indices else ""
        return (
            f'{{"ruleId": {quoted(shown(rule))}{index}, "level": "{LEVELS[severity]}", "message": {{"text": '
        )

    @lru_cache(maxsize=1)
    def artifact(file: str) -> str:
        return (
            '}, "locations": [{"physicalLocation": {"artifactLocation": {"uri": '
            f'{_location(file)}}}, "region": {{"startLine": '
        )

    def write(item: LintItem) -> str:
        logical = f"{_LOGICAL}{quoted(shown(item.path))}}}]" if item.path else ""
        opening = head(item.rule, item.severity) + quoted(_plain(item.message))
        return (
            f'{opening}{artifact(item.file)}{item.line}, "startColumn": {item.column}}}}}{logical}}}], '
            f'"partialFingerprints": {{"{FINGERPRINT}": "{fingerprints.of(item)}"}}'
        )

    return write


def _plain(message: str) -> str:
    """The message as text; `[words](target)` would be a link to a viewer, so its bracket is escaped."""
    text = shown(message)
    return text.replace("[", r"\[") if "](" in text else text


def _location(file: str) -> str:
    """The quoted URI of a file: relative to the base, unless the path is absolute."""
    try:
        raw = file.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raw = safe(file).encode()
    uri = quote(raw, safe="/")
    if uri.startswith("/"):
        return f'"file://{uri}"'
    return f'"{uri.removeprefix("./")}", "uriBaseId": "{_BASE}"'


def _suppression(held: Suppressed) -> str:
    suppression = {"kind": _KINDS[held.kind], "status": "accepted", "justification": shown(held.reason)}
    return json_safe(json.dumps(suppression, ensure_ascii=False))
