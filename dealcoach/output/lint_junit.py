"""Lint as JUnit XML: a suite per file, a failed test case per item.

XML 1.0 has no way to write most control characters, even as references; they appear as visible
escapes. Without any item there is one passed case, because test reports treat "no tests" as a fault.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from dealcoach.output.lint_safe import shown
from dealcoach.output.lint_writer import LintWriter
from dealcoach.output.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dealcoach.model.lint import LintFile, LintItem, LintRun, LintSummary

_HARD = re.compile('[&<>"\t\n\r\ufffe\uffff]')
_MARKUP = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\ufffe": r"\ufffe", "\uffff": r"\uffff"}
_IN_TEXT = str.maketrans(_MARKUP | {"\r": "&#13;"})
_IN_ATTRIBUTE = str.maketrans(_MARKUP | {'"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"})


class Writer(LintWriter):
    """One XML document; its first line holds the totals, so that the suites wait for them."""

    def __init__(self, run: LintRun) -> None:
        super().__init__(run)
        self._suites = Spool()

    def file(self, found: LintFile) -> str:
        """Nothing yet."""
        if found.items:
            self._suites.add(_suite(found.file, found.items, self.run.as_of))
        return ""

    def tail(self, summary: LintSummary) -> Iterable[str]:
        """The document."""
        total = sum(summary.by_severity.values())
        counts = f'tests="{total or 1}" failures="{total}" errors="0" skipped="0"'
        yield f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="dealcoach" {counts}>\n'
        yield from self._suites.pieces()
        if not total:
            yield _passed(summary.files, self.run.as_of)
        yield "</testsuites>\n"


def _suite(file: str, items: Sequence[LintItem], as_of: str) -> str:
    names: Counter[str] = Counter()
    cases = [_case(item, names) for item in items]
    return f"{_opening(file, len(items), len(items), as_of)}{''.join(cases)}  </testsuite>\n"


def _passed(files: int, as_of: str) -> str:
    name = f"{files} deal file{'' if files == 1 else 's'} without a finding"
    case = f'    <testcase name="{name}" classname="dealcoach" time="0"/>\n'
    return f"{_opening('dealcoach', 1, 0, as_of)}{case}  </testsuite>\n"


def _opening(name: str, tests: int, failures: int, as_of: str) -> str:
    return (
        f'  <testsuite name={_attribute(name)} tests="{tests}" failures="{failures}" errors="0" skipped="0" '
        f'time="0" timestamp="{as_of}T00:00:00">\n'
    )


def _case(item: LintItem, names: Counter[str]) -> str:
    """One failed case; a name that the suite has already gets a number."""
    name = f"{item.rule}: {item.subject}" if item.subject else item.rule
    names[name] += 1
    if names[name] > 1:
        name = f"{name} ({names[name]})"
    file = _attribute(item.file)
    place = _text(f"{item.file}:{item.line}:{item.column}: {item.severity} {item.rule} {item.message}")
    body = f"{place}\n{_text(item.source)}" if item.source else place
    return (
        f'    <testcase name={_attribute(name)} classname={file} file={file} line="{item.line}" time="0">\n'
        f'      <failure message={_attribute(item.message)} type="{item.severity}">{body}</failure>\n'
        "    </testcase>\n"
    )


def _attribute(text: str) -> str:
    text = shown(text)
    return f'"{text.translate(_IN_ATTRIBUTE) if _HARD.search(text) else text}"'


def _text(text: str) -> str:
    text = shown(text)
    return text.translate(_IN_TEXT) if _HARD.search(text) else text
