"""Tasks and events: what is to be done becomes next steps, what was done becomes activity."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import NamedTuple

from dealcoach.importing.context import Context
from dealcoach.importing.emit import all_activity
from dealcoach.importing.people import People, ids_in
from dealcoach.importing.rawdeal import truth
from dealcoach.importing.records import CrmActivity, CrmDeal, CrmStep, oldest_first
from dealcoach.importing.table import Table
from dealcoach.importing.text import clean
from dealcoach.importing.vocabulary import (
    CANCELLED,
    INBOUND,
    SUBJECT_TYPES,
    TASK_WORDS,
    TYPE_WORDS,
    UNANSWERED,
    word,
)
from dealcoach.model.scalars import MOST_ACTIVITIES, MOST_STEPS

KEEP_DONE_DAYS = 30
_FIELDS = (
    "deal_id",
    "contact_id",
    "contact",
    "subject",
    "due",
    "status",
    "type",
    "kind",
    "call",
    "is_closed",
    "completed",
    "owner",
    "owner_id",
    "is_deleted",
)
_TALKS = frozenset({"meeting", "call", "demo", "event"})
_CONTACT = _TALKS | {"email"}


class WorkRow(NamedTuple):
    """One task or event of a deal that is wanted, as it stands in the export."""

    table: Table
    is_event: bool
    row: int
    contact_id: str
    contact: str
    subject: str
    due: str
    status: str
    type: str
    kind: str
    call: str
    is_closed: str
    completed: str
    owner: str
    owner_id: str


class Work:
    """The tasks and events of all wanted deals."""

    def __init__(self, context: Context, people: People, owner_of: Callable[[str, str], str]) -> None:
        self.context, self.people, self._owner_of = context, people, owner_of
        self.rows: dict[str, list[WorkRow]] = {}
        self._oldest = (date.fromisoformat(context.as_of) - timedelta(days=KEEP_DONE_DAYS)).isoformat()

    def read(self, table: Table, wanted: Callable[[Table, int, str], bool], is_event: bool) -> None:
        """Reads a tasks or events export, keeping the rows of wanted deals."""
        finder, notes = self.context.finder, self.context.notes
        due, completed = finder.column(table.source, "due"), finder.column(table.source, "completed")
        for number, cells in table.records(_FIELDS, self.context.tick):
            keys = [key for id_ in ids_in(cells[0]) if wanted(table, number, key := self.context.key_of(id_))]
            if not cells[0].strip():
                notes.skip(table.source, number, "", "belongs to no deal")
            if not keys:
                continue
            if truth(cells[13]):
                notes.skip(table.source, number, cells[0], "deleted in the CRM")
                continue
            if not cells[3].strip():
                notes.skip(table.source, number, cells[0], "no subject")
                continue
            row = WorkRow(table, is_event, number, *cells[1:13])
            due.add(row.due)
            completed.add(row.completed)
            for key in keys:
                self.rows.setdefault(key, []).append(row)

    def add_to(self, deal: CrmDeal, key: str) -> None:
        """Sorts the tasks and events of one deal into its steps and its activity."""
        for row in self.rows.get(key, ()):
            if row.is_event:
                self._event(deal, row)
            else:
                self._task(deal, row)
        self._cap(deal)

    def _cap(self, deal: CrmDeal) -> None:
        """Leaves out what a new file could not hold beside the CRM's next-step and last-activity fields."""
        notes, source = self.context.notes, "the deal file"
        if (over := len(deal.steps) + bool(deal.next_step) - MOST_STEPS) > 0:
            deal.steps.sort(key=oldest_first)
            del deal.steps[:over]
            notes.note(
                source, deal.row, deal.id, f"has more than {MOST_STEPS} steps; the oldest were left out"
            )
        if len(deal.activity) >= MOST_ACTIVITIES and (over := len(all_activity(deal)) - MOST_ACTIVITIES) > 0:
            deal.activity.sort(key=lambda activity: activity.date)
            del deal.activity[:over]
            notes.note(
                source,
                deal.row,
                deal.id,
                f"has more than {MOST_ACTIVITIES:,} activities; the oldest were left out",
            )

    def _names(self, row: WorkRow) -> list[str]:
        names: Iterable[str] = (self.people.name(id_) for id_ in ids_in(row.contact_id))
        found = [name for name in dict.fromkeys(names) if name]
        return found or ([clean(row.contact)] if row.contact.strip() else [])

    def _state(self, row: WorkRow, deal: CrmDeal) -> str:
        text = word(row.status)
        state = self.context.mapping.tasks.get(text) or TASK_WORDS.get(text, "")
        if not state and text:
            self.context.notes.note(
                row.table.source,
                row.row,
                deal.id,
                "the task's status is not known; read as open",
                row.status[:40],
            )
        return "done" if truth(row.is_closed) else state or "open"

    @staticmethod
    def _type(row: WorkRow, default: str) -> str:
        told = [TYPE_WORDS.get(word(text), "") for text in (row.kind, row.type)]
        for found in told:
            if found and found != "task":
                return found
        for pattern, name in SUBJECT_TYPES:
            if pattern.search(row.subject):
                return name
        return default

    @staticmethod
    def _direction(row: WorkRow, type_: str) -> str:
        if UNANSWERED.search(row.subject):
            return "outbound"
        if type_ in _TALKS:
            return "two_way"
        return "inbound" if INBOUND.search(row.subject) or word(row.call) == "inbound" else "outbound"

    def _when(self, row: WorkRow, column: str, deal: CrmDeal) -> str:
        return self.context.date(row.table, column, getattr(row, column), row.row, deal.id)

    def _task(self, deal: CrmDeal, row: WorkRow) -> None:
        state = self._state(row, deal)
        subject, due = clean(row.subject), self._when(row, "due", deal)
        type_ = self._type(row, "task")
        if state == "deferred":
            self.context.notes.skip(row.table.source, row.row, deal.id, "the task is deferred", subject[:60])
            return
        people = self._names(row)
        if state != "done":
            owner = "customer" if state == "waiting" else self._owner_of(row.owner, row.owner_id)
            deal.steps.append(CrmStep(subject, owner, due, type_, people, waiting=state == "waiting"))
            return
        day = self._when(row, "completed", deal) or due
        if not day or day > self.context.as_of:
            reason = (
                "the task is done, but has no date"
                if not day
                else "the task was done after the day of the import"
            )
            self.context.notes.skip(row.table.source, row.row, deal.id, reason, subject[:60])
            return
        recent = type_ == "task" and day >= self._oldest
        deal.steps.append(
            CrmStep(
                subject,
                self._owner_of(row.owner, row.owner_id),
                due,
                type_,
                people,
                done=day,
                only_known=not recent,
            )
        )
        if type_ in _CONTACT:
            deal.activity.append(CrmActivity(day, type_, people, self._direction(row, type_), subject))
        elif not recent:
            self.context.notes.skip(
                row.table.source,
                row.row,
                deal.id,
                f"the task was done over {KEEP_DONE_DAYS} days ago",
                subject[:60],
            )

    def _event(self, deal: CrmDeal, row: WorkRow) -> None:
        subject, day = clean(row.subject), self._when(row, "due", deal)
        if not day or CANCELLED.search(subject):
            reason = "the event was cancelled" if day else "the event has no date"
            self.context.notes.skip(row.table.source, row.row, deal.id, reason, subject[:60])
            return
        type_, people = self._type(row, "meeting"), self._names(row)
        if day >= self.context.as_of:
            owner = "both" if people else self._owner_of(row.owner, row.owner_id)
            deal.steps.append(CrmStep(subject, owner, day, type_, people))
            return
        deal.steps.append(CrmStep(subject, "", day, type_, people, done=day, only_known=True))
        deal.activity.append(CrmActivity(day, type_, people, self._direction(row, type_), subject))
