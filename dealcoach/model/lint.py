"""What lint says of a folder: items file by file, the counts, and the rules behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LintItem:
    """One finding, or one problem that kept a file from being read."""

    file: str
    line: int
    """Counted from 1, as the column is."""
    column: int
    rule: str
    group: str
    severity: str
    message: str
    path: str
    """Where it stands in the document, such as ``next_steps[1].due``; empty for a problem."""
    subject: str
    """The person, step or role it is about; empty when it is about the deal."""
    source: str = ""
    """The line as it stands in the file, cut at 200 characters; empty where it is not known."""
    key: str = ""
    """The path with natural keys, such as ``next_steps[Send quote].due``: stable while lines move."""

    @property
    def stable_key(self) -> str:
        """What a baseline knows the item by: the natural key, or the path where there is none."""
        return self.key or self.path


@dataclass(frozen=True, slots=True)
class Suppressed:
    """An item that is accepted for now, so that it is reported without counting."""

    item: LintItem
    reason: str
    kind: str = "waiver"
    """``waiver`` (a line in the deal file) or ``baseline``."""


@dataclass(frozen=True, slots=True)
class LintSummary:
    """The counts of a run: files read, items by severity, and what was held back."""

    files: int
    by_severity: Mapping[str, int]
    waived: int = 0
    baselined: int = 0


@dataclass(frozen=True, slots=True)
class LintFile:
    """What lint says of one file, in the order of its lines; files come in the order of their names."""

    file: str
    items: tuple[LintItem, ...]
    waived: tuple[Suppressed, ...] = ()
    """Shown by SARIF only, as suppressed results; so are those in the baseline."""
    baselined: tuple[Suppressed, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """What a format says of a rule, whatever deal it fired on."""

    id: str
    group: str
    severity: str
    summary: str
    """One line: when the rule flags."""
    points: int = 0
    why: str = ""
    ask: tuple[str, ...] = ()
    do: tuple[str, ...] = ()
    source: str = ""
    """Title and author of the article behind the rule."""
    help_uri: str = ""


@dataclass(frozen=True, slots=True)
class LintRun:
    """What is known before the first file is read."""

    as_of: str
    version: str
    rules: Mapping[str, RuleInfo]
