"""The deal as its file says it: frozen dataclasses, one for each mapping of the deal format.

The annotations are pydantic's; the strings below them become the descriptions of the JSON Schema.
Importing this module does not import pydantic: `dealcoach.model.validation` builds the validator.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from dealcoach.model.record import record

if TYPE_CHECKING:
    from typing import Annotated

    from dealcoach.model.fields import (
        AccountKind,
        ActivityType,
        Amount,
        CaseStatus,
        Currency,
        Custom,
        Dates,
        Day,
        Direction,
        Done,
        Exceptions,
        Forecast,
        Grade,
        Happenings,
        Level,
        Listed,
        Members,
        Names,
        Roles,
        Side,
        SignalKind,
        Stance,
        Status,
        Steps,
        StepType,
        Text,
        With,
    )


@record(frozen=True, slots=True, eq=False)
class Crm:
    """Where the deal lives in the CRM, so that it can be imported again."""

    system: Text | None = None
    """Name of the CRM, such as salesforce or hubspot."""
    id: Text | None = None
    """The deal's id in that system."""


@record(frozen=True, slots=True, eq=False)
class Need:
    """Why the customer needs anything at all, and by when."""

    problem: Text | None = None
    """The problem in the customer's words."""
    by: Day | None = None
    """The date when they must have a solution in place."""
    if_not: Text | None = None
    """What happens to them when they have none by then."""


@record(frozen=True, slots=True, eq=False)
class PlanStep:
    """One step of the customer's own decision process."""

    what: Text
    """What they do."""
    who: Text | None = None
    """Who does it: a member of the buying team, or anybody."""
    due: Day | None = None
    """When it is planned to be done."""
    done: Done = False
    """true, or the date it was done."""


@record(frozen=True, slots=True, eq=False)
class CustomerPlan:
    """The customer's own plan: when they decide, and what they do until then."""

    decision_date: Day | None = None
    """When they intend to decide."""
    decision_date_history: Dates = ()
    """Earlier decision dates, oldest first."""
    steps: Annotated[tuple[PlanStep, ...], Listed] = ()
    """The steps of their decision process."""


@record(frozen=True, slots=True, eq=False)
class BusinessCase:
    """The customer's case for change."""

    status: CaseStatus | None = None
    """How far the case has come."""
    owner: Text | None = None
    """Who writes it: a member of the buying team, or us."""


@record(frozen=True, slots=True, eq=False)
class Signal:
    """Something a person did or said that slows the deal."""

    kind: SignalKind
    """What kind of brake it is."""
    date: Day | None = None
    """When it was seen."""
    note: Text | None = None
    """In their words, if you can."""


@record(frozen=True, slots=True, eq=False)
class Member:
    """A person on the customer's buying team."""

    name: Text
    """Full name; steps and activity refer to it."""
    title: Text | None = None
    """Job title, such as CFO."""
    roles: Roles = ()
    """The parts this person plays in the purchase."""
    level: Level | None = None
    """Rank in the organisation; read from the title when absent."""
    influence: Grade | None = None
    """Power over this decision, from 1 (none) to 5 (decides)."""
    relationship: Grade | None = None
    """How strong the relationship with us is, from 1 (none) to 5 (close)."""
    stance: Stance | None = None
    """Where this person stands towards our proposal."""
    benefit: Text | None = None
    """What this person gains from it."""
    concern: Text | None = None
    """What worries this person."""
    reports_to: Text | None = None
    """The manager's name, in the team or not."""
    influenced_by: Names = ()
    """Who can move this person."""
    introduced_by: Text | None = None
    """Who sent us to this person."""
    faction: Text | None = None
    """A group that moves together."""
    side: Side | None = None
    """Inside the customer, or outside (consultant, partner, board member)."""
    last_contact: Day | None = None
    """Date of the last two-way contact; also read from the activity."""
    signals: Annotated[tuple[Signal, ...], Listed] = ()
    """What this person did or said that slows the deal."""


@record(frozen=True, slots=True, eq=False)
class Step:
    """A next step: what will happen, who does it, by when."""

    what: Text
    """What will be done, and to what end."""
    owner: Text | None = None
    """us, customer, both, or a person's name."""
    due: Day | None = None
    """When it is due."""
    type: StepType | None = None
    """What kind of step it is."""
    with_: With = ()
    """Whom it works with or on."""
    done: Done = False
    """true, or the date it was done."""


@record(frozen=True, slots=True, eq=False)
class Activity:
    """Something that happened between us and them."""

    date: Day
    """When it happened."""
    type: ActivityType | None = None
    """What kind of contact it was."""
    with_: With = ()
    """Whom it was with."""
    direction: Direction | None = None
    """inbound, outbound or two_way; without it a meeting, call, demo or event is two-way."""
    note: Text | None = None
    """What was said or sent."""


@record(frozen=True, slots=True, eq=False)
class Waiver:
    """A decision not to count a rule's findings in this deal."""

    rule: Text
    """The rule's id."""
    reason: Text
    """Why its findings do not count here."""
    by: Text | None = None
    """Who decided that."""
    until: Day | None = None
    """The last day on which the waiver holds."""
    about: Text | None = None
    """Narrows the waiver to one person or step."""


@record(frozen=True, slots=True, eq=False)
class Deal:
    """A B2B deal for dealcoach: one file, one deal."""

    deal: Text
    """Name of the deal."""
    account: Text
    """The customer."""
    owner: Text
    """The rep who owns the deal."""
    stage: Text
    """Sales stage; dealcoach.yaml may list the stages."""
    our_team: Names = ()
    """Colleagues who may own steps."""
    amount: Amount | None = None
    """Value of the deal, 0 or more."""
    currency: Currency | None = None
    """ISO 4217 code, such as EUR; the default stands in dealcoach.yaml."""
    forecast: Forecast | None = None
    """How the deal stands in the forecast."""
    created: Day | None = None
    """When the deal was created."""
    stage_since: Day | None = None
    """Since when the deal has been in its stage."""
    close_date: Day | None = None
    """When the deal is expected to close; required while it is open."""
    close_date_history: Dates = ()
    """Earlier promised close dates, oldest first."""
    status: Status = "open"
    """open, or how it ended."""
    closed_on: Day | None = None
    """When it ended, once it is not open."""
    account_kind: AccountKind | None = None
    """An account to be kept for the long term, or a single sale."""
    competitors: Names = ()
    """Rivals, doing nothing among them."""
    crm: Crm | None = None
    """Where the deal lives in the CRM."""
    need: Need | None = None
    """Why the customer needs a solution, by when, and what happens without."""
    customer_plan: CustomerPlan | None = None
    """The customer's own decision process."""
    business_case: BusinessCase | None = None
    """The customer's case for change."""
    buying_team: Annotated[tuple[Member, ...], Members] = ()
    """The people on the customer's side."""
    next_steps: Annotated[tuple[Step, ...], Steps] = ()
    """What will happen next, ours and theirs."""
    activity: Annotated[tuple[Activity, ...], Happenings] = ()
    """What has happened between us."""
    waivers: Annotated[tuple[Waiver, ...], Exceptions] = ()
    """Rules that do not count here, with reasons."""
    custom: Custom = field(default_factory=dict[str, Any])
    """Anything of your own; rules may read it."""

    @property
    def is_open(self) -> bool:
        """Whether the deal is still being worked."""
        return self.status == "open"
