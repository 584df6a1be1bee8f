"""The facts of a deal that the rules speak about, derived from the plain mapping that YAML gives."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from .people_facts import Member, same_name, word

TALKS = {"meeting", "call", "demo", "event"}
PLACEHOLDERS = {"", "tbd", "tbc", "n/a", "na", "x", "xx", "xxx", "-", "--", "?", "...", "todo"}
THEIRS = {"customer", "thecustomer", "client", "theclient", "prospect", "theprospect", "them", "they"}
DIRECTIONS = {"inbound": "inbound", "outbound": "outbound", "twoway": "two_way"}
EARLY = ("lead", "prospecting", "qualification", "discovery")


@dataclass(frozen=True)
class Limits:
    """Limits in days, those of the deal's stage where a stage has its own."""

    silence: int = 14
    engaged: int = 30
    stage: int = 30


@dataclass(frozen=True)
class Step:
    """An entry of next_steps."""

    index: int
    what: str
    side: str
    due: date | None
    kind: str
    open: bool
    done_on: date | None
    named: tuple[str, ...]
    reading: str

    @property
    def path(self) -> str:
        return f"next_steps[{self.index}]"

    @property
    def ours(self) -> bool:
        return self.side in ("us", "both")


@dataclass(frozen=True)
class Event:
    """An entry of the activity list that lies not in the future."""

    index: int
    on: date
    direction: str
    named: tuple[str, ...]


def as_date(value: Any) -> date | None:
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


@dataclass
class Facts:
    """Everything the rules ask about one deal, on one day."""

    deal: Mapping[str, Any]
    as_of: date
    readings: Mapping[str, str]
    levels: Mapping[str, str] = field(default_factory=dict)
    introductions: Collection[str] = ()
    early: Collection[str] = EARLY
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        team, steps = as_list(self.deal.get("buying_team")), as_list(self.deal.get("next_steps"))
        self.members = [Member.read(index, raw, self.levels) for index, raw in enumerate(team)]
        self.any_role = any(member.roles for member in self.members)
        self.steps = [self._step(index, raw) for index, raw in enumerate(steps)]
        self.open_steps = [step for step in self.steps if step.open]
        self.events = self._events()
        self._fill_in_contacts()
        self.plan = self.deal.get("customer_plan") or {}
        self.plan_steps = as_list(self.plan.get("steps"))
        for member in self.members:
            if self.placeholder(member.raw.get("benefit")):
                member.benefit = None
        self.decision_date = as_date(self.plan.get("decision_date"))
        self.need = self.deal.get("need") or {}
        self.need_by = as_date(self.need.get("by"))
        self.close_date = as_date(self.deal.get("close_date"))
        self.past_early = word(self.deal.get("stage")) not in {word(stage) for stage in self.early}

    def _step(self, index: int, raw: Mapping[str, Any]) -> Step:
        what, due, done = str(raw["what"]), as_date(raw.get("due")), raw.get("done")
        is_open = not self.done(done)
        return Step(
            index=index,
            what=what,
            side=self.side(raw.get("owner")),
            due=due,
            kind=word(raw.get("type")),
            open=is_open,
            done_on=None if is_open else self.done_on(done, due),
            named=tuple(str(name) for name in as_list(raw.get("with"))),
            reading=self.readings.get(what, "active"),
        )

    def done_on(self, done: Any, due: date | None) -> date | None:
        """The day something was done; true counts with its due date, unless that is still to come."""
        if done is not True:
            return as_date(done)
        return due if due is not None and due <= self.as_of else None

    def done(self, value: Any) -> bool:
        """true, or the date it was done; a date still to come is no date on which it was done."""
        return value is True or (value not in (None, False) and as_date(value) <= self.as_of)

    def side(self, owner: Any) -> str:
        """us, customer or both; an absent or unknown owner is us."""
        if word(owner) == "both":
            return "both"
        if word(owner) in THEIRS:
            return "customer"
        known = any(
            same_name(owner, name) for name in (*(m.name for m in self.members), self.deal["account"])
        )
        ours = [self.deal.get("owner"), *as_list(self.deal.get("our_team"))]
        return "customer" if known and not any(same_name(owner, name) for name in ours) else "us"

    def _events(self) -> list[Event]:
        events = []
        for index, raw in enumerate(as_list(self.deal.get("activity"))):
            on = as_date(raw["date"])
            usual = "two_way" if word(raw.get("type")) in TALKS else "outbound"
            direction = DIRECTIONS.get(word(raw.get("direction")), usual)
            if on and on <= self.as_of:
                events.append(Event(index, on, direction, tuple(map(str, as_list(raw.get("with"))))))
        return events

    def _fill_in_contacts(self) -> None:
        """Two-way contact comes from last_contact and from the activity list."""
        talks = [event for event in self.events if event.direction == "two_way"]
        for member in self.members:
            stated = as_date(member.raw.get("last_contact"))
            dates = [event.on for event in talks if any(same_name(name, member.name) for name in event.named)]
            dates += [stated] if stated and stated <= self.as_of else []
            member.contact = max(dates, default=None)
        self.contact_recorded = any(event.named for event in talks) or any(m.contact for m in self.members)
        for member in self.members:
            member.days = self.days_since(member.contact) if member.contact else None
            if member.days is None and self.contact_recorded:
                member.days = 100_000  # no recorded contact is no contact

    def days_since(self, day: date) -> int:
        return (self.as_of - day).days

    def placeholder(self, text: Any) -> bool:
        """Whether a text says nothing."""
        said = str(text if text is not None else "").strip()
        return said.lower() in PLACEHOLDERS or self.readings.get(said) == "vague"

    def place(self, *keys: str) -> str:
        """The path to the keys, or its nearest parent; a missing top-level key points at deal."""
        node: Any = self.deal
        found = []
        for key in keys:
            if not isinstance(node, Mapping) or node.get(key) is None:
                break
            node = node[key]
            found.append(key)
        return ".".join(found) or "deal"

    def member(self, name: Any) -> Member | None:
        return next((member for member in self.members if same_name(name, member.name)), None)

    def with_role(self, role: str) -> list[Member]:
        return [member for member in self.members if role in member.roles]

    def worked_on(self, member: Member) -> bool:
        """An open, dated, not overdue, active step of ours or of both names the member."""
        return any(
            step.ours and step.due is not None and step.due >= self.as_of and step.reading == "active"
            and (any(same_name(name, member.name) for name in step.named) or self._in_text(member, step.what))
            for step in self.open_steps
        )  # fmt: skip

    def _in_text(self, member: Member, text: str) -> bool:
        """The full name, or a first or last name that only one member has, stands in the text."""
        parts = member.name.split()
        others = [other.name for other in self.members if other is not member]
        shared = [part.lower() for name in others for part in name.split()]
        names = [member.name] + [part for part in (parts[0], parts[-1]) if part.lower() not in shared]
        return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) for name in names)

    def within(self, day: date | None, days: int) -> bool | None:
        """Whether a day lies in the last so many days, that day included; None when it is not recorded."""
        return None if day is None else self.as_of - timedelta(days=days) <= day <= self.as_of
