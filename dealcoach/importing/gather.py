"""Reads the exports of one CRM into deals: which files, in which order, and how they hang together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path

from dealcoach.importing.columns import SYSTEMS
from dealcoach.importing.context import Context
from dealcoach.importing.deals import UNKNOWN_ACCOUNT, DealBook
from dealcoach.importing.failure import ImportFailureError
from dealcoach.importing.history import History
from dealcoach.importing.people import People, first_id
from dealcoach.importing.rawdeal import RawDeal
from dealcoach.importing.records import CrmDeal
from dealcoach.importing.roles import Roles
from dealcoach.importing.table import Table
from dealcoach.importing.team import Teams
from dealcoach.importing.text import clean
from dealcoach.importing.work import Work


def open_tables(context: Context, files: dict[str, Path], encoding: str | None) -> dict[str, Table]:
    """Opens every export. Raises ImportFailureError with the problems of all of them at once."""
    tables: dict[str, Table] = {}
    problems: list[str] = []
    for kind, path in files.items():
        try:
            table = Table(
                path,
                SYSTEMS[context.system][kind],
                context.notes,
                columns=context.mapping.columns.get(kind),
                encoding=encoding,
            )
        except ImportFailureError as error:
            problems += error.problems
            continue
        if any(table.source == other.source for other in tables.values()):
            table.source = str(path)
        problems += table.missing()
        tables[kind] = table
    if problems:
        raise ImportFailureError(*problems)
    return tables


class Export:
    """The exports of one CRM, read. `known` are the keys of deals that have a file already."""

    def __init__(self, context: Context, tables: dict[str, Table], known: Collection[str]) -> None:
        self.context, self.tables, self.known = context, tables, known
        main = "opportunities" if context.system == "salesforce" else "deals"
        self.deals = DealBook(context, tables[main])
        self.people = People(context)
        self.teams = Teams(context, self.people)
        self.work = Work(context, self.people, self.owner)
        self.history = History(context)
        self.roles = Roles(context, self.people)
        self._accounts: dict[str, str] = {}
        self._users: dict[str, str] = {}
        self._owner_names: dict[tuple[str, str], str] = {}
        self.counts: Counter[str] = Counter()

    def read(self) -> None:
        """Reads all exports and settles their dates. Raises ImportFailureError."""
        tables = self.tables
        self.deals.read()
        for kind, names in (
            ("accounts", self._accounts),
            ("companies", self._accounts),
            ("users", self._users),
        ):
            if kind in tables:
                self._read_names(tables[kind], names)
        if "contacts" in tables:
            self.people.read(tables["contacts"])
        if "contact_roles" in tables:
            self.roles.read(tables["contact_roles"], self.wanted)
        if "tasks" in tables:
            self.work.read(tables["tasks"], self.wanted, is_event=False)
        if "events" in tables:
            self.work.read(tables["events"], self.wanted, is_event=True)
        if "history" in tables:
            self.history.read(tables["history"], self.wanted)
        self.context.settle_dates()
        self._remarks()

    def _remarks(self) -> None:
        remark, tables = self.context.notes.remark, self.tables
        if not self.deals.table.has("account") and not self.deals.table.has("account_id"):
            remark(self.deals.table.without("account"))
        if (
            self.context.system == "salesforce"
            and "contact_roles" not in tables
            and not self.context.account_contacts
        ):
            remark(
                "No contact roles were given (--contact-roles), so no buying team came in. "
                "--account-contacts lists each account's contacts as the team, without roles."
            )

    def wanted(self, table: Table, row: int, key: str) -> bool:
        """Whether a row belongs to a deal that is open or has a file; otherwise it is noted as skipped."""
        status = self.deals.statuses.get(key)
        if status == "open" or (status is not None and key in self.known):
            return True
        if key:
            reason = "belongs to a closed deal" if status else "belongs to a deal that is not in the export"
            self.context.notes.skip(table.source, row, key, reason)
        return False

    def _read_names(self, table: Table, names: dict[str, str]) -> None:
        fields = ("id", "name", "first_name", "last_name")
        for number, (id_, name, first, last, _) in table.records(fields, self.context.tick):
            key, full = self.context.key_of(id_.strip()), clean(name) or clean(f"{first} {last}")
            if key and full:
                names.setdefault(key, full)
            else:
                self.context.notes.skip(table.source, number, id_, "no name" if key else "no id")

    def owner(self, name: str, id_: str) -> str:
        """The name of a user; '' when the export tells an id only."""
        found = self._owner_names.get((name, id_))
        if found is None:
            key, owners = self.context.key_of(id_.strip()), self.context.mapping.owners
            told = owners.get(clean(name)) or clean(name) or owners.get(id_.strip()) or owners.get(key)
            found = self._owner_names[name, id_] = told or self._users.get(key, "")
        return found

    def account(self, raw: RawDeal) -> str:
        """The name of a deal's account; '' when the export tells an id only."""
        name = raw.account.split(";")[0] if self.context.system == "hubspot" else raw.account
        return clean(name) or self._accounts.get(self.context.key_of(first_id(raw.account_id)), "")

    def each(self) -> Iterator[tuple[str, CrmDeal]]:
        """Every deal that is open or has a file, complete, in the order of the export."""
        for key, status in self.deals.statuses.items():
            if status == "open" or key in self.known:
                deal = self.deals.build(key, self.account, self.owner)
                self.history.add_to(deal, key)
                self.work.add_to(deal, key)
                deal.members = self.teams.team(
                    self.roles.of(key, self.deals.rows[key], self.deals.table.source), deal.id
                )
                self._close(deal)
                yield key, deal

    def count_names(self, deal: CrmDeal) -> None:
        """Counts what a deal that came in lacks."""
        if not deal.account:
            known = deal.account_fallback != UNKNOWN_ACCOUNT
            self.counts["Accounts known by id only" if known else "Deals without an account"] += 1
        if not deal.owner:
            known = deal.owner_fallback != self.context.owner
            self.counts["Owners known by id only" if known else "Deals without an owner"] += 1

    def _close(self, deal: CrmDeal) -> None:
        if deal.status == "open" or deal.closed_on:
            return
        if deal.stage_since and deal.stage_since <= self.context.as_of:
            deal.closed_on = deal.stage_since
        elif deal.close_date and deal.close_date <= self.context.as_of:
            deal.closed_on = deal.close_date
