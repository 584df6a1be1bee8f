"""Close dates and stages over time: the promises made before, and since when a deal is in its stage."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from dealcoach.importing.context import Context
from dealcoach.importing.rawdeal import truth
from dealcoach.importing.records import CrmDeal
from dealcoach.importing.table import Table
from dealcoach.importing.vocabulary import word

_FIELDS = ("deal_id", "when", "stage", "close_date", "field", "old", "new", "is_deleted")


class Change(NamedTuple):
    """One row of the history, as it stands in the export; `old` is known in a field history only."""

    row: int
    when: str
    stage: str
    close_date: str
    old_close_date: str = ""


class History:
    """The history of all wanted deals, in the shape of OpportunityHistory or of OpportunityFieldHistory."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.table: Table | None = None
        self.rows: dict[str, list[Change]] = {}

    def read(self, table: Table, wanted: Callable[[Table, int, str], bool]) -> None:
        """Reads the export, keeping the changes of wanted deals."""
        self.table = table
        finder = self.context.finder
        when, close = finder.column(table.source, "when"), finder.column(table.source, "close_date")
        for number, cells in table.records(_FIELDS, self.context.tick):
            key = self.context.key_of(cells[0].strip())
            if not wanted(table, number, key):
                continue
            if truth(cells[7]):
                self.context.notes.skip(table.source, number, cells[0], "deleted in the CRM")
                continue
            change = self._change(number, cells)
            if change is None:
                continue
            when.add(change.when)
            close.update(text for text in (change.close_date, change.old_close_date) if text)
            self.rows.setdefault(key, []).append(change)

    @staticmethod
    def _change(number: int, cells: tuple[str, ...]) -> Change | None:
        _, when, stage, close_date, name, old, new = cells[:7]
        field = word(name)
        if not field:
            return Change(number, when, stage, close_date)
        if field in {"stagename", "stage"}:
            return Change(number, when, new, "")
        if field == "closedate":
            return Change(number, when, "", new, old)
        return None

    def add_to(self, deal: CrmDeal, key: str) -> None:
        """Fills the close-date history, `stage_since` and, once closed, `closed_on` of one deal."""
        changes = self.rows.get(key)
        if not changes or self.table is None:
            return
        read_when = self.context.readers[self.table.source, "when"]
        changes.sort(key=lambda change: read_when.stamp(change.when))
        deal.has_history = True
        deal.close_date_history = self._promises(deal, changes)
        since = self._since(deal, changes)
        if since:
            deal.stage_since = since
            if deal.status != "open":
                deal.closed_on = since

    def _promises(self, deal: CrmDeal, changes: list[Change]) -> list[str]:
        table = self.table
        dates: list[str] = []
        for change in changes:
            for text in (change.old_close_date, change.close_date):
                day = (
                    self.context.date(table, "close_date", text, change.row, deal.id)
                    if table and text
                    else ""
                )
                if day and (not dates or dates[-1] != day):
                    dates.append(day)
        if dates and dates[-1] == deal.close_date:
            dates.pop()
        return list(dict.fromkeys(dates))

    def _since(self, deal: CrmDeal, changes: list[Change]) -> str:
        """The day on which the present stage began; '' when the history ends in another stage."""
        table, since = self.table, ""
        stages = [(change, self.stage_word(change.stage)) for change in changes if change.stage]
        now = self.stage_word(deal.stage)
        if table is None or not stages:
            return ""
        if stages[-1][1] != now:
            self.context.notes.note(
                table.source,
                stages[-1][0].row,
                deal.id,
                "the history ends in another stage than the deal has; it tells no date",
                f"{stages[-1][0].stage}, now {deal.stage}"[:80],
            )
            return ""
        for change, stage in reversed(stages):
            if stage != now:
                break
            since = self.context.date(table, "when", change.when, change.row, deal.id)
        return since

    def stage_word(self, stage: str) -> str:
        """A stage as the mapping names it, for comparing."""
        mapped = self.context.mapping.stages.get(word(stage))
        return word(mapped.name) if mapped is not None and mapped.name else word(stage)
