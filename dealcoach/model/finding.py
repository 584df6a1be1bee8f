"""What a review says of a deal: findings, questions for what is unknown, waivers, problems."""

# Annotations are not postponed here: NamedTuple would have to compile every one of them.
from typing import NamedTuple

SEVERITIES = ("high", "medium", "low")
GROUP_POINTS = {"process": 35, "people": 30, "relationships": 15, "resistance": 20}
"""The groups whose findings cost points, and the most that each may cost."""
GROUPS = (*GROUP_POINTS, "files")


class Position(NamedTuple):
    """A place in a file: line and column, both counted from 1."""

    line: int
    column: int


class Problem(NamedTuple):
    """Something that keeps a file from being read."""

    file: str
    line: int
    column: int
    rule: str
    message: str
    severity: str = "high"
    source: str = ""
    """The offending line as it stands in the file, cut at 200 characters; empty when there is none."""


class Finding(NamedTuple):
    """One flag of one rule on one place of a deal, with its advice."""

    rule: str
    group: str
    severity: str
    points: int
    """What the finding takes from the score, after the ceiling of its group."""
    worth: int
    """What it would take with no ceiling."""
    message: str
    file: str
    line: int
    column: int
    path: str
    """Where the finding stands in the document, such as ``next_steps[1].due``."""
    subject: str
    """The person, step or role it is about; empty when it is about the deal."""
    why: str
    ask: tuple[str, ...]
    do: tuple[str, ...]
    source: str
    quoted: str = ""
    """The line as it stands in the file, cut at 200 characters."""


class Unknown(NamedTuple):
    """A rule that could not be answered, and the one question that would answer it."""

    rule: str
    question: str
    worth: int = 0
    """The most points that the rule could cost."""


class Waived(NamedTuple):
    """A waiver that holds, and silences at least one finding."""

    rule: str
    reason: str
    by: str | None
    until: str | None
    line: int
    findings: tuple[Finding, ...] = ()
    """The findings it silences; they cost nothing."""
