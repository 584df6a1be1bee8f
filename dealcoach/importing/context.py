"""What every part of an import needs: the system, the day, the vocabulary, and where to note things."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from dealcoach.importing.dates import DateColumn, DateFinder
from dealcoach.importing.mapping import Mapping
from dealcoach.importing.names import salesforce_key
from dealcoach.importing.notes import Notes
from dealcoach.importing.table import Table, Tick


def same_key(id_: str) -> str:
    """A HubSpot record id identifies as it stands."""
    return id_


@dataclass(slots=True)
class Context:
    """One run of the importer. `as_of` is the day of the import as ISO text."""

    system: str
    as_of: str
    mapping: Mapping
    notes: Notes
    finder: DateFinder
    tick: Tick | None = None
    currency: str = ""
    owner: str = "Unassigned"
    account_contacts: bool = False
    readers: dict[tuple[str, str], DateColumn] = field(default_factory=dict)

    @property
    def key_of(self) -> Callable[[str], str]:
        """Brings a record id to the form that is compared."""
        return salesforce_key if self.system == "salesforce" else same_key

    def settle_dates(self) -> None:
        """Decides the order of day and month per column. Raises ImportFailureError when one stays open."""
        self.readers = self.finder.resolve()

    def date(self, table: Table, column: str, text: str, row: int, id_: str) -> str:
        """The ISO date of a cell; '' and a note when it cannot be read."""
        if not text.strip():
            return ""
        value = self.readers[table.source, column](text)
        if value is None:
            self.notes.note(
                table.source, row, id_, "a date cannot be read, and was left out", f"{column}: {text[:40]}"
            )
            return ""
        return value
