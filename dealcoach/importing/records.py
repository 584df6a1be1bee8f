"""A deal as a CRM tells it, before it meets a file: plain text values, dates as ISO text, '' for unknown."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class CrmMember:
    """A person of the buying team. `stance`, `level`, `side`, `influence` and `relationship` may be ''."""

    name: str
    title: str = ""
    roles: list[str] = field(default_factory=list)
    level: str = ""
    influence: str = ""
    relationship: str = ""
    stance: str = ""
    side: str = ""
    reports_to: str = ""


@dataclass(slots=True)
class CrmStep:
    """A task or a coming event. `done` is '' or an ISO date; `waiting` says that the customer has the ball.

    A step with `only_known` closes a step that the file has, and is never added to one.
    """

    what: str
    owner: str = ""
    due: str = ""
    type: str = ""
    people: list[str] = field(default_factory=list)
    done: str = ""
    waiting: bool = False
    only_known: bool = False


def oldest_first(step: CrmStep) -> tuple[bool, str]:
    """Sorts steps by age: those done before those open, each by its day."""
    return not step.done, step.done or step.due


@dataclass(slots=True)
class CrmActivity:
    """Something that happened: a logged call or e-mail, a past event."""

    date: str
    type: str
    people: list[str] = field(default_factory=list)
    direction: str = ""
    note: str = ""


@dataclass(slots=True)
class CrmDeal:
    """One deal of the export, ready to be written or merged.

    Where the export tells `account` or `owner` by an id only, they are '' and the fallback stands in a
    new file; in an existing one the name that a person put there stays.
    """

    system: str
    id: str
    row: int
    deal: str
    account: str
    owner: str
    stage: str
    status: str
    amount: str = ""
    currency: str = ""
    forecast: str = ""
    created: str = ""
    stage_since: str = ""
    close_date: str = ""
    close_date_history: list[str] = field(default_factory=list)
    has_history: bool = False
    closed_on: str = ""
    account_kind: str = ""
    competitors: list[str] = field(default_factory=list)
    seeds: dict[str, str] = field(default_factory=dict)
    members: list[CrmMember] = field(default_factory=list)
    steps: list[CrmStep] = field(default_factory=list)
    activity: list[CrmActivity] = field(default_factory=list)
    next_step: str = ""
    last_activity: str = ""
    account_fallback: str = ""
    owner_fallback: str = ""


LAST_ACTIVITY_NOTE = "Last activity in the CRM"
"""Marks the one activity made from the CRM's own 'last activity' date, so that it can be moved on."""
