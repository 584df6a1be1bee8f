"""What an import saw on its way: rows left out, rows to notice, remarks on the whole export."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Outcome = Literal["skipped", "noted"]


class RowNote(NamedTuple):
    """One row of one export: `row` counts as a spreadsheet does, the header being row 1."""

    source: str
    row: int
    id: str
    outcome: Outcome
    reason: str
    detail: str


@dataclass(slots=True)
class Notes:
    """Collects remarks; `reason` is a fixed sentence, so that its rows can be shown together."""

    rows: list[RowNote] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def skip(self, source: str, row: int, id_: str, reason: str, detail: str = "") -> None:
        """This row, or the thing it describes, did not come in."""
        self.rows.append(RowNote(source, row, id_, "skipped", reason, detail))

    def note(self, source: str, row: int, id_: str, reason: str, detail: str = "") -> None:
        """The row came in, but part of it did not, or it says something doubtful."""
        self.rows.append(RowNote(source, row, id_, "noted", reason, detail))

    def remark(self, text: str) -> None:
        """Something about the export as a whole; the same remark is kept once."""
        if text not in self.remarks:
            self.remarks.append(text)


def ranges(numbers: Iterable[int]) -> str:
    """Row numbers in short: `2-8, 11, 13-14`."""
    spans: list[list[int]] = []
    for number in sorted(set(numbers)):
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(str(low) if low == high else f"{low}-{high}" for low, high in spans)
