"""Who belongs to which deal: contact roles, contacts linked to the deal, and the contacts of its account."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from dealcoach.importing.context import Context
from dealcoach.importing.people import Contact, People, RoleRow, first_id, ids_in
from dealcoach.importing.rawdeal import RawDeal, truth
from dealcoach.importing.table import Table
from dealcoach.importing.text import clean, fold

_FIELDS = (
    "deal_id",
    "contact_id",
    "role",
    "is_deleted",
    "name",
    "first_name",
    "last_name",
    "title",
    "stance",
    "influence",
    "relationship",
)
_EMAIL = re.compile(r"\s*\([^()]*@[^()]*\)")


class Roles:
    """The people of every wanted deal."""

    def __init__(self, context: Context, people: People) -> None:
        self.context, self.people = context, people
        self.rows: dict[str, list[RoleRow]] = {}

    def read(self, table: Table, wanted: Callable[[Table, int, str], bool]) -> None:
        """Reads the contact roles, keeping those of wanted deals."""
        key_of, notes, source = self.context.key_of, self.context.notes, table.source
        contacts = self.people.contacts
        for number, cells in table.records(_FIELDS, self.context.tick):
            deal_id, contact_id, role, deleted = cells[:4]
            key, person = key_of(deal_id.strip()), key_of(contact_id.strip())
            if not key:
                notes.skip(source, number, "", "belongs to no deal")
                continue
            if not wanted(table, number, key):
                continue
            if truth(deleted):
                notes.skip(source, number, deal_id, "deleted in the CRM")
                continue
            contact = contacts.get(person) or self._named(number, cells)
            if contact is None:
                notes.skip(source, number, deal_id, "the contact is not in the contacts export", contact_id)
                continue
            row = RoleRow(source, number, contact, person or fold(contact.name), role, *cells[8:11])
            self.rows.setdefault(key, []).append(row)

    @staticmethod
    def _named(number: int, cells: Sequence[str]) -> Contact | None:
        """A contact whose name stands in the row itself, as in a report."""
        name = clean(cells[4]) or clean(f"{cells[5]} {cells[6]}")
        return Contact(number, name, clean(cells[7])) if name else None

    def of(self, key: str, raw: RawDeal, source: str) -> list[RoleRow]:
        """The people of one deal: those with a role first, then those only linked to it."""
        rows = self.rows.get(key, [])
        if linked := self._linked(key, raw):
            rows = self._with_linked(rows, linked, raw, source)
        if not rows and raw.contacts.strip():
            names = [clean(_EMAIL.sub("", name)) for name in raw.contacts.split(";")]
            return [RoleRow(source, raw.row, Contact(raw.row, name), fold(name)) for name in names if name]
        return rows

    def _linked(self, key: str, raw: RawDeal) -> list[str]:
        linked = [self.context.key_of(id_) for id_ in ids_in(raw.contact_ids)] if raw.contact_ids else []
        if key in self.people.by_deal:
            linked += self.people.by_deal[key]
        if self.context.account_contacts and raw.account_id.strip():
            linked += self.people.by_account.get(self.context.key_of(first_id(raw.account_id)), [])
        return linked

    def _with_linked(
        self, rows: list[RoleRow], linked: list[str], raw: RawDeal, source: str
    ) -> list[RoleRow]:
        seen = {row.key for row in rows}
        found, missing = list(rows), 0
        for person in dict.fromkeys(linked):
            contact = self.people.contacts.get(person)
            if contact is not None and person not in seen:
                found.append(RoleRow(source, raw.row, contact, person))
            missing += contact is None
        if missing and (found or not raw.contacts.strip()):
            reason = "contacts of the deal are not in the contacts export"
            self.context.notes.note(source, raw.row, raw.id, reason, f"{missing} of {len(linked)}")
        return found
