"""Lint as JUnit XML: a suite per file, a failed test case per item.

XML 1.0 has no way to write most control characters, even as references; they appear as visible
escapes. Without any item there is one passed case, because test reports treat "no tests" as a fault.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from dealcoach.output.lint_safe import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealcoach.model.lint import LintItem, LintReport, RuleInfo

_HARD = re.compile('[&<>"\t\n\r\ufffe\uffff]')
_MARKUP = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\ufffe": r"\ufffe", "\uffff": r"\uffff"}
_IN_TEXT = str.maketrans(_MARKUP | {"\r": "&#13;"})
_IN_ATTRIBUTE = str.maketrans(_MARKUP | {'"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"})


def render(report: LintReport, rules: Mapping[str, RuleInfo]) -> str:
    """The report as one XML document."""
    files: defaultdict[str, list[LintItem]] = defaultdict(list)
    for item in report.items:
        files[item.file].append(item)
    total = sum(map(len, files.values()))
    suites = [_suite(file, items, report.as_of) for file, items in files.items()]
    return "".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>\n',
            f'<testsuites name="dealcoach" tests="{total or 1}" failures="{total}" errors="0" skipped="0">\n',
            *(suites or [_passed(report)]),
            "</testsuites>\n",
        ]
    )


def _suite(file: str, items: list[LintItem], as_of: str) -> str:
    names: Counter[str] = Counter()
    cases = [_case(item, names) for item in items]
    return f"{_opening(file, len(items), len(items), as_of)}{''.join(cases)}  </testsuite>\n"


def _passed(report: LintReport) -> str:
    files = report.summary.files
    name = f"{files} deal file{'' if files == 1 else 's'} without a finding"
    case = f'    <testcase name="{name}" classname="dealcoach" time="0"/>\n'
    return f"{_opening('dealcoach', 1, 0, report.as_of)}{case}  </testsuite>\n"


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
