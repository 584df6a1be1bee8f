"""What changed between two days: the moves of each deal, and the movement of the pipeline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealcoach.model.finding import Problem
    from dealcoach.model.review import Amount, Review

WORDS = (
    "New",
    "Won",
    "Lost",
    "Pulled in",
    "Pushed",
    "Increased",
    "Decreased",
    "Moved in",
    "Moved out",
)
"""The words of a pipeline's movement, as sales systems use them."""
DATE_WORDS = ("Pulled in", "Pushed")
"""Those that move a date and leave the total as it is."""
FINDING_MOVES = ("new", "grown", "unwaived", "repaired", "shrunk", "waived")
PERSON_MOVES = ("gained", "lost", "stance", "relationship", "influence", "roles")
STEP_MOVES = ("done", "added", "dropped", "overdue", "moved")


@dataclass(frozen=True, slots=True)
class FindingMove:
    """One finding that came, went, or takes other points than before.

    The differences of points of all moves add up to the move of the score, exactly.
    """

    kind: str
    """One of ``FINDING_MOVES``."""
    rule: str
    group: str
    severity: str
    subject: str
    message: str
    """As it is said now; of a finding that is gone, as it was said then."""
    points_before: int
    points_now: int
    line: int
    """The line in the file as it is now; of a finding that is gone, as it was then."""

    @property
    def effect(self) -> int:
        """What it does to the score: below 0 where it costs points."""
        return self.points_before - self.points_now


@dataclass(frozen=True, slots=True)
class PersonMove:
    """What changed about one member of the buying team."""

    kind: str
    """One of ``PERSON_MOVES``."""
    name: str
    before: str | None = None
    now: str | None = None
    drift: int = 0
    """1 where a stance or relationship rose, -1 where it fell."""


@dataclass(frozen=True, slots=True)
class StepMove:
    """What changed about one step, of ours or of the customer's plan."""

    kind: str
    """One of ``STEP_MOVES``; ``overdue`` fell due between the two days and is still open."""
    what: str
    who: str | None
    due: str | None
    was_due: str | None = None
    in_plan: bool = False
    """Whether it is a step of the customer's plan."""


@dataclass(frozen=True, slots=True)
class Shift:
    """One of the deal's own values that changed; ``days`` says how far a date moved."""

    name: str
    """``stage``, ``close_date``, ``decision_date``, ``need_by``, ``amount``, ``currency``, ``owner``,
    ``status``, ``deal``, ``account``."""
    before: Amount | str | None
    now: Amount | str | None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class DealChange:
    """What moved on one deal; ``before`` or ``now`` is None where no file could be read."""

    file: str
    """Its file today, or its last one."""
    was_file: str | None
    """Its file then, where it had another name."""
    before: Review | None
    now: Review | None
    words: tuple[str, ...] = ()
    """Some of ``WORDS``."""
    shifts: tuple[Shift, ...] = ()
    findings: tuple[FindingMove, ...] = ()
    people: tuple[PersonMove, ...] = ()
    steps: tuple[StepMove, ...] = ()
    problems_before: tuple[Problem, ...] = ()
    problems_now: tuple[Problem, ...] = ()

    @property
    def known(self) -> Review | None:
        """The deal as it is now, else as it was."""
        return self.now or self.before

    @property
    def score_move(self) -> int | None:
        """By how much the score moved; None unless the deal was scored on both days."""
        before = self.before.score if self.before else None
        now = self.now.score if self.now else None
        return None if before is None or now is None else now - before

    @property
    def moved(self) -> bool:
        """Whether there is anything to tell."""
        parts = (self.words, self.shifts, self.findings, self.people, self.steps, self.was_file)
        return any(parts) or bool(self.problems_now) != bool(self.problems_before)


@dataclass(frozen=True, slots=True)
class Movement:
    """One word of the pipeline's movement."""

    word: str
    deals: int
    amount: Mapping[str, Amount]
    """The money of these deals that moved, by currency."""
    effect: Mapping[str, Amount]
    """What that does to the total; a date that moves leaves the total as it is."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The open deals at the start and at the end, and all that lies between; it adds up."""

    deals_start: int
    deals_end: int
    start: Mapping[str, Amount]
    end: Mapping[str, Amount]
    risk_start: Mapping[str, Amount]
    risk_end: Mapping[str, Amount]
    bands_start: Mapping[str, int]
    bands_end: Mapping[str, int]
    movements: tuple[Movement, ...]
    """In the order of ``WORDS``; only those that happened."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two days that are compared."""

    label: str
    """What was named: a folder, a file, ``last week``."""
    as_of: str
    """The day for which this side is scored."""
    commit: str | None = None
    committed: str | None = None
    """The commit's own day."""
    summary: str | None = None
    """What the commit says, as written: to be escaped."""


@dataclass(frozen=True, slots=True)
class Diff:
    """What changed between two sides, both scored with today's rules."""

    before: Side
    now: Side
    version: str
    deals: tuple[DealChange, ...]
    """Those that moved, those with most to tell first."""
    unchanged: int
    pipeline: Pipeline
    problems_before: tuple[Problem, ...] = ()
    """What kept past files from being read."""
    problems_now: tuple[Problem, ...] = ()
    """What keeps today's files from being read."""


@dataclass(frozen=True, slots=True)
class CoursePoint:
    """One version of a deal's file and its score on that day."""

    date: str
    author: str
    """As git knows it: to be escaped. Empty for changes that are not committed."""
    commit: str
    """Empty for changes that are not committed."""
    summary: str
    score: int | None
    band: str | None
    status: str
    change: DealChange | None
    """What changed since the version before; None for the first."""
    problems: tuple[Problem, ...] = ()
    cut: bool = False
    """Whether a shallow clone begins here, so that author and date may be those of a later commit."""
    number: int = 0
    """Which version of the file it is, from 1; 0 for the as-of day."""
    edited: bool = False
    """Whether the file holds changes that are not committed."""
    review: Review | None = None
    """What the score is taken from; None where the version cannot be read."""
