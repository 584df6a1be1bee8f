"""The contacts of an export, by id, by account and by deal."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dealcoach.importing.context import Context
from dealcoach.importing.rawdeal import truth
from dealcoach.importing.table import Table
from dealcoach.importing.text import clean

_FIELDS = (
    "id",
    "name",
    "first_name",
    "last_name",
    "email",
    "title",
    "role",
    "account_id",
    "deal_ids",
    "reports_to_id",
    "reports_to",
    "level",
    "stance",
    "influence",
    "relationship",
    "is_deleted",
)
_SPLIT = re.compile(r"[;,]\s*")


def ids_in(text: str) -> list[str]:
    """The record ids of a cell that may hold several (`101;102`)."""
    return [part for part in _SPLIT.split(text.strip()) if part]


def first_id(text: str) -> str:
    """The first record id of a cell; '' when it holds none."""
    found = ids_in(text) if text else []
    return found[0] if found else ""


@dataclass(slots=True)
class Contact:
    """A person of the contacts export; `reports_to_id` is a key of another one."""

    row: int
    name: str
    title: str = ""
    role: str = ""
    account: str = ""
    reports_to_id: str = ""
    reports_to: str = ""
    level: str = ""
    stance: str = ""
    influence: str = ""
    relationship: str = ""


@dataclass(slots=True)
class RoleRow:
    """One place of a person in a deal."""

    source: str
    row: int
    contact: Contact
    key: str
    role: str = ""
    stance: str = ""
    influence: str = ""
    relationship: str = ""


class People:
    """All contacts by key, by account and (HubSpot) by deal."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.contacts: dict[str, Contact] = {}
        self.by_account: dict[str, list[str]] = {}
        self.by_deal: dict[str, list[str]] = {}
        self.source = ""

    def read(self, table: Table) -> None:
        """Reads the contacts export."""
        key_of, notes = self.context.key_of, self.context.notes
        self.source = table.source
        for number, cells in table.records(_FIELDS, self.context.tick):
            (
                id_,
                name,
                first,
                last,
                email,
                title,
                role,
                account,
                deals,
                boss_id,
                boss,
                level,
                stance,
                influence,
                relationship,
                deleted,
                _,
            ) = cells
            key = key_of(id_.strip())
            full = clean(name) or clean(f"{first} {last}") or clean(email)
            if not key or not full or truth(deleted):
                reason = "deleted in the CRM" if truth(deleted) else "no name" if key else "no id"
                notes.skip(table.source, number, id_, reason)
                continue
            if key in self.contacts:
                notes.skip(
                    table.source,
                    number,
                    id_,
                    "the id stands twice; the first row was taken",
                    f"first in row {self.contacts[key].row}",
                )
                continue
            account_key = key_of(first_id(account)) if self.context.account_contacts else ""
            self.contacts[key] = Contact(
                number,
                full,
                clean(title),
                role,
                account_key,
                key_of(boss_id.strip()),
                clean(boss) if boss else "",
                level,
                stance,
                influence,
                relationship,
            )
            if account_key:
                self.by_account.setdefault(account_key, []).append(key)
            for deal in ids_in(deals) if deals else ():
                self.by_deal.setdefault(key_of(deal), []).append(key)

    def name(self, id_: str) -> str:
        """The name of a contact; '' when the export does not have it."""
        contact = self.contacts.get(self.context.key_of(id_.strip()))
        return contact.name if contact else ""
