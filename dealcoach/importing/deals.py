"""The deals of an export: which rows count, which deals are open, and each as a CrmDeal."""

from __future__ import annotations

import re
from collections.abc import Callable

from dealcoach.importing.amounts import decimal_comma, read_amount, read_currency, unknown_currency
from dealcoach.importing.context import Context
from dealcoach.importing.emit import MAX_TEXT
from dealcoach.importing.kinds import SEEDED
from dealcoach.importing.nextsteps import NextSteps
from dealcoach.importing.people import first_id
from dealcoach.importing.rawdeal import FIELDS, RawDeal, truth
from dealcoach.importing.records import CrmDeal
from dealcoach.importing.stages import Stages
from dealcoach.importing.table import Table
from dealcoach.importing.text import clean
from dealcoach.importing.vocabulary import FORECAST_WORDS, word
from dealcoach.model.scalars import MOST_DIGITS

DATES = ("close_date", "created", "stage_since", "last_activity", "need.by", "customer_plan.decision_date")
UNKNOWN_ACCOUNT = "Unknown account"
"""The account of a deal for which the export tells none."""
_NO_AMOUNT = f"the amount is no number from 0 to {10**MOST_DIGITS - 1:,}, and was left out"
_DAMAGED_ID = re.compile(r"\d[.,]\d+E\+\d+", re.IGNORECASE)


class DealBook:
    """The usable rows of the deals export.

    `statuses` holds the status of every key, `deleted` the keys of those deleted in the CRM.
    """

    def __init__(self, context: Context, table: Table) -> None:
        self.context, self.table = context, table
        self.rows: dict[str, RawDeal] = {}
        self.statuses: dict[str, str] = {}
        self.deleted: set[str] = set()
        self._stages = Stages(context, table)
        self._next_steps = NextSteps(context, table.source)
        self._comma = False

    def read(self) -> None:
        """Reads the export; rows that cannot be used are noted with the reason."""
        dates = [
            (index, self.context.finder.column(self.table.source, name))
            for name in DATES
            if self.table.has(name)
            for index in [self._place(name)]
        ]
        amounts: set[str] = set()
        for number, cells in self.table.records((*FIELDS, *SEEDED), self.context.tick):
            raw = RawDeal._make((number, *cells[: len(FIELDS)], cells[len(FIELDS) : -1]))
            if not self._accept(raw):
                continue
            for index, values in dates:
                values.add(cells[index][:10] if cells[index][4:5] == "-" else cells[index])
            amounts.add(raw.amount)
        self._comma = decimal_comma(amounts, european=self.table.separator == ";")
        self._next_steps.settle()

    @staticmethod
    def _place(name: str) -> int:
        return (*FIELDS, *SEEDED).index(name)

    def _accept(self, raw: RawDeal) -> bool:
        notes, source = self.context.notes, self.table.source
        id_ = raw.id.strip()
        if not id_:
            notes.skip(source, raw.row, "", "no id")
            return False
        if "+" in id_ and _DAMAGED_ID.fullmatch(id_):
            notes.skip(
                source, raw.row, id_, "the id was damaged by a spreadsheet (1.2E+10); export the file again"
            )
            return False
        key = self.context.key_of(id_)
        if key in self.rows or key in self.deleted:
            first = self.rows.get(key)
            notes.skip(
                source,
                raw.row,
                id_,
                "the id stands twice; the first row was taken",
                f"first in row {first.row}" if first else "",
            )
            return False
        if truth(raw.is_deleted):
            self.deleted.add(key)
            notes.skip(source, raw.row, id_, "deleted in the CRM")
            return False
        for what in ("name", "stage"):
            if not getattr(raw, what).strip():
                notes.skip(source, raw.row, id_, f"no {what}")
                return False
        self.rows[key] = raw
        self.statuses[key] = self._stages.status(raw)
        self._next_steps.add(raw.next_step)
        return True

    def _note(self, raw: RawDeal, reason: str, detail: str) -> None:
        self.context.notes.note(self.table.source, raw.row, raw.id, reason, detail[:80])

    def build(
        self, key: str, account_of: Callable[[RawDeal], str], owner_of: Callable[[str, str], str]
    ) -> CrmDeal:
        """The deal of a row, without its people, steps and history."""
        raw, context = self.rows[key], self.context
        id_ = raw.id.strip()
        status = self.statuses[key]
        deal = CrmDeal(
            context.system,
            id_,
            raw.row,
            clean(raw.name),
            account_of(raw),
            owner_of(raw.owner, raw.owner_id),
            self._stages.name(raw),
            status,
        )
        deal.account_fallback = first_id(raw.account_id) or UNKNOWN_ACCOUNT
        deal.owner_fallback = raw.owner_id.strip() or context.owner
        deal.close_date = self._date(raw, "close_date", raw.close_date)
        deal.created = self._date(raw, "created", raw.created)
        deal.stage_since = self._date(raw, "stage_since", raw.stage_since)
        deal.amount, deal.currency = self._money(raw)
        if status == "open":
            deal.forecast = self._forecast(raw)
            deal.next_step = self._next_steps.read(raw)
            last = self._date(raw, "last_activity", raw.last_activity)
            deal.last_activity = last if last and last <= context.as_of else ""
        if raw.kind.lstrip().casefold().startswith("existing"):
            deal.account_kind = "ongoing"
        if raw.competitors:
            deal.competitors = [name for part in re.split(r"[;,]", raw.competitors) if (name := clean(part))]
        if any(raw.seeds):
            deal.seeds = self._seeds(raw)
        if status == "open" and deal.close_date and deal.created > deal.close_date:
            detail = f"closes {deal.close_date}, created {deal.created}"
            self._note(raw, "the close date is before the day it was created", detail)
        return deal

    def _date(self, raw: RawDeal, name: str, text: str) -> str:
        return self.context.date(self.table, name, text, raw.row, raw.id) if text else ""

    def _money(self, raw: RawDeal) -> tuple[str, str]:
        text = raw.amount.strip()
        if not text:
            return "", ""
        amount = read_amount(text, self._comma)
        if amount is None:
            self._note(raw, _NO_AMOUNT, text)
            return "", ""
        return amount, self._currency(raw, text)

    def _currency(self, raw: RawDeal, amount: str) -> str:
        """The currency of an amount; '' and a note when the export names one that does not exist."""
        cells = [cell for cell in (raw.currency, amount) if cell and not cell.isdigit()]
        for cell in cells:
            if told := read_currency(cell):
                return told
        for cell in cells:
            if code := unknown_currency(cell):
                reason = "the currency is no code of ISO 4217; the amount came in without one"
                self._note(raw, reason, code)
                return ""
        return self.context.currency

    def _forecast(self, raw: RawDeal) -> str:
        text = word(raw.forecast)
        found = FORECAST_WORDS.get(text, "")
        if text == "closed":
            self._note(raw, "the forecast says closed, the deal is open; left out", raw.forecast)
        elif text and not found:
            self._note(raw, "the forecast category is not known; left out", raw.forecast)
        return found

    def _seeds(self, raw: RawDeal) -> dict[str, str]:
        found = {}
        for name, text in zip(SEEDED, raw.seeds, strict=True):
            if not text.strip():
                continue
            is_date = name in DATES
            value = self.context.date(self.table, name, text, raw.row, raw.id) if is_date else clean(text)
            if len(value) > MAX_TEXT:
                self._note(raw, f"a text is longer than {MAX_TEXT:,} characters, and was cut", name)
            if value:
                found[name] = value
        return found
