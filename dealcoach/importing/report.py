"""The outcome of an import, deal by deal and row by row, as JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from dealcoach.importing.notes import Notes, RowNote
from dealcoach.importing.records import CrmDeal

FORMAT = "dealcoach.import/1"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(slots=True)
class InputNote:
    """How one export was read: rows, encoding, separator, and the order of each date column."""

    kind: str
    file: str
    rows: int
    encoding: str
    separator: str
    dates: dict[str, str]


@dataclass(slots=True)
class DealNote:
    """What became of one deal. `action`: new, updated, unchanged, or refused (with the `problem`)."""

    file: str
    id: str
    row: int
    action: str
    deal: str
    account: str
    changes: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    problem: str = ""


@dataclass(slots=True)
class Report:
    """All that an import did. `source` is the deals export.

    `gone` lists files of open deals that the export no longer has, and whether the CRM deleted them.
    """

    system: str
    as_of: str
    dry_run: bool
    notes: Notes
    source: str
    inputs: list[InputNote] = field(default_factory=list)
    deals: list[DealNote] = field(default_factory=list)
    gone: list[tuple[str, bool]] = field(default_factory=list)
    unreadable: list[tuple[str, str]] = field(default_factory=list)

    def skip_deal(self, deal: CrmDeal, reason: str, file: str = "") -> None:
        """A deal that is open, but got no file."""
        self.notes.skip(self.source, deal.row, deal.id, reason, file)

    def count(self, action: str) -> int:
        """How many deals had this outcome."""
        return sum(note.action == action for note in self.deals)

    def groups(self) -> list[tuple[tuple[str, str, str], list[RowNote]]]:
        """Rows with the same source, outcome and reason together, the largest group first."""
        counts = Counter((note.source, note.outcome, note.reason) for note in self.notes.rows)
        found: dict[tuple[str, str, str], list[RowNote]] = {key: [] for key, _ in counts.most_common()}
        for note in self.notes.rows:
            found[note.source, note.outcome, note.reason].append(note)
        return list(found.items())


def as_json(report: Report) -> str:
    """The report as JSON, format `dealcoach.import/1`; every key is always present."""
    actions = ("new", "updated", "unchanged", "refused")
    data: dict[str, Any] = {
        "format": FORMAT,
        "system": report.system,
        "as_of": report.as_of,
        "dry_run": report.dry_run,
        "inputs": [
            {
                "kind": note.kind,
                "file": note.file,
                "rows": note.rows,
                "encoding": note.encoding,
                "separator": note.separator,
                "dates": note.dates,
            }
            for note in report.inputs
        ],
        "deals": [
            {
                "file": note.file,
                "id": note.id,
                "row": note.row,
                "action": note.action,
                "deal": note.deal,
                "account": note.account,
                "changes": note.changes,
                "differences": note.differences,
                "problem": note.problem or None,
            }
            for note in report.deals
        ],
        "rows": [note._asdict() for note in report.notes.rows],
        "gone": [{"file": file, "deleted": deleted} for file, deleted in report.gone],
        "unreadable": [{"file": file, "problem": problem} for file, problem in report.unreadable],
        "remarks": report.notes.remarks,
        "totals": {action: report.count(action) for action in actions}
        | {
            "skipped": sum(note.outcome == "skipped" for note in report.notes.rows),
            "noted": sum(note.outcome == "noted" for note in report.notes.rows),
            "gone": len(report.gone),
        },
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_csv(report: Report) -> str:
    """The report as CSV, a line per row of an export that came in, was left out, or is to notice."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("source", "row", "id", "outcome", "reason", "detail", "file"))
    for deal in report.deals:
        detail = "; ".join([*deal.changes, *deal.differences])
        writer.writerow(
            [
                _safe(str(cell))
                for cell in (report.source, deal.row, deal.id, deal.action, deal.problem, detail, deal.file)
            ]
        )
    for note in report.notes.rows:
        writer.writerow([_safe(str(cell)) for cell in (*note, "")])
    return out.getvalue()
