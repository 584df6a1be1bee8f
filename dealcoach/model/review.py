"""The result of a review: one deal's Review, and the Report of many."""

# Annotations are not postponed here: NamedTuple would have to compile every one of them.
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from dealcoach.model.finding import Finding, Problem, Unknown, Waived

BANDS = ("healthy", "watch", "at_risk", "critical", "unknown")
AT_RISK = ("at_risk", "critical")
NO_CURRENCY = "unknown"
"""What totals count amounts without a currency under."""
Amount = int | float
NOTHING: Mapping[str, Any] = MappingProxyType({})


class Group(NamedTuple):
    """What one group of rules costs."""

    group: str
    max: int
    lost: int


class Person(NamedTuple):
    """A member of the buying team as the review sees them."""

    name: str
    roles: tuple[str, ...]
    influence: int | None
    relationship: int | None
    stance: str | None
    quadrant: str | None
    engaged: bool | None
    title: str | None = None


class NextStep(NamedTuple):
    """A next step as the review sees it."""

    what: str
    owner: str | None
    side: str
    due: str | None
    done: bool | str
    reading: str


class Repairs(NamedTuple):
    """The smallest set of findings whose repair reaches the next band."""

    to_band: str
    score: int
    rules: tuple[str, ...]


class HangsOn(NamedTuple):
    """What losing one member of the buying team would cost."""

    name: str
    score: int
    drop: int
    new_rules: tuple[str, ...]


class PlanItem(NamedTuple):
    """A step of the customer's plan as the review sees it."""

    what: str
    who: str | None
    due: str | None
    done: bool | str


class Review(NamedTuple):
    """Everything a review says of one deal; dates are ISO texts, amounts plain numbers."""

    file: str
    deal: str
    account: str
    owner: str
    amount: Amount | None
    currency: str | None
    stage: str
    close_date: str | None
    status: str
    score: int | None
    band: str | None
    capped: bool
    """Whether a high finding holds the band at `watch` though the score is healthy."""
    coverage: int | None
    groups: tuple[Group, ...]
    findings: tuple[Finding, ...]
    unknowns: tuple[Unknown, ...]
    waived: tuple[Waived, ...]
    buying_team: tuple[Person, ...]
    next_steps: tuple[NextStep, ...]
    customer_plan: tuple[PlanItem, ...]
    decision_date: str | None
    need_by: str | None
    repairs: Repairs | None
    hangs_on: tuple[HangsOn, ...] | None
    crm: str | None = None
    """System and id of the deal in the CRM, by which two versions of it know each other."""

    @property
    def is_open(self) -> bool:
        """Whether the deal is still being worked."""
        return self.status == "open"

    @property
    def at_risk(self) -> bool:
        """Whether the deal counts as money at risk."""
        return self.band in AT_RISK


class Theme(NamedTuple):
    """A rule, the number of open deals it flags, and their money."""

    rule: str
    deals: int
    amount: Mapping[str, Amount]


class OwnerRow(NamedTuple):
    """One owner's open deals."""

    owner: str
    deals: int
    amount: Mapping[str, Amount]
    amount_at_risk: Mapping[str, Amount]
    top_rule: str | None


class Summary(NamedTuple):
    """Totals over the open deals; amounts by currency, never added across currencies."""

    deals: int = 0
    amount: Mapping[str, Amount] = NOTHING
    amount_at_risk: Mapping[str, Amount] = NOTHING
    by_band: Mapping[str, int] = NOTHING
    by_owner: tuple[OwnerRow, ...] = ()
    themes: tuple[Theme, ...] = ()


class Report(NamedTuple):
    """The reviews of a folder, in the order asked for, with problems and totals."""

    as_of: str
    version: str
    deals: tuple[Review, ...]
    problems: tuple[Problem, ...]
    summary: Summary
    title: str | None = None
    """What a section of a larger report is about; None for a whole report."""
