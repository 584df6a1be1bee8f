"""dealcoach.yaml as its file says it: the settings of a folder of deals."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from dealcoach.model.record import record

if TYPE_CHECKING:
    from typing import Annotated

    from dealcoach.model.config_fields import (
        Days,
        FailOn,
        Flag,
        Mapped,
        PerPath,
        Points,
        Severity,
        Stages,
        Threshold,
        Words,
    )
    from dealcoach.model.fields import Currency, Text


@record(frozen=True, slots=True, eq=False)
class Bands:
    """The least score of each band; below the last one a deal is critical."""

    healthy: Threshold = 75
    """Least score of a healthy deal."""
    watch: Threshold = 50
    """Least score of a deal to watch."""
    at_risk: Threshold = 25
    """Least score of a deal at risk."""


@record(frozen=True, slots=True, eq=False)
class LimitChanges:
    """Limits in days; what is absent keeps its default."""

    silence_days: Days | None = None
    """Longest silence before a deal has gone dark or stale (14)."""
    engaged_days: Days | None = None
    """A member is engaged when the last two-way contact is at most this old (30)."""
    stage_days: Days | None = None
    """Longest time in one stage (30)."""
    closing_days: Days | None = None
    """A deal that closes within these days needs a meeting ahead (30)."""
    stall_days: Days | None = None
    """How long a stall tactic counts (60)."""
    postponed_days: Days | None = None
    """How long a decision maker's postponement counts (90)."""
    hidden_days: Days | None = None
    """How long the signals of hidden resistance count (180)."""
    nurture_days: Days | None = None
    """Longest time without contact with a Nurture member (30)."""
    watch_days: Days | None = None
    """Longest time without contact with the whole Watch group (90)."""


@record(frozen=True, slots=True, eq=False)
class Stage:
    """A sales stage, in the order of the list."""

    name: Text
    """Name of the stage, as deals write it."""
    early: Flag = False
    """Whether rules for later stages leave it alone."""
    silence_days: Days | None = None
    """Longest silence in this stage."""
    stage_days: Days | None = None
    """Longest time in this stage."""


@record(frozen=True, slots=True, eq=False)
class RuleChange:
    """What this folder changes about one rule."""

    severity: Severity | None = None
    """high, medium or low."""
    points: Points | None = None
    """What it costs."""
    off: Flag = False
    """Switch the rule off."""


@record(frozen=True, slots=True, eq=False)
class Config:
    """Settings for the deals below the folder of this file."""

    currency: Currency | None = None
    """The currency of deals that name none."""
    bands: Bands | None = None
    """The least score of each band."""
    limits: LimitChanges | None = None
    """Limits in days."""
    stages: Annotated[tuple[Stage, ...], Stages] = ()
    """The sales stages in order; a deal in any other stage is refused."""
    rules: Annotated[dict[str, RuleChange], Mapped] = field(default_factory=dict[str, Any])
    """Changes to single rules, by id."""
    packs: Words = ()
    """Paths of more rule files, relative to this file."""
    select: Words = ()
    """Only these rules or groups."""
    ignore: Words = ()
    """Not these rules or groups."""
    per_path: PerPath = field(default_factory=dict[str, Any])
    """Rules or groups to leave out, by path pattern."""
    exclude: Words = ()
    """Path patterns of files that are no deals."""
    fail_on: FailOn = "high"
    """Least severity at which lint exits with 1: high, medium, low or never."""
