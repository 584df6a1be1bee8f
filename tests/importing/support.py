"""What the import tests share: the example exports, and one call that imports them."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import yaml

from dealcoach.importing.report import Report
from dealcoach.importing.run import Options, run_import

EXPORTS = Path(__file__).parent / "exports"
AS_OF = "2026-11-21"
SALESFORCE = {
    "opportunities": "Opportunity",
    "contact_roles": "OpportunityContactRole",
    "contacts": "Contact",
    "accounts": "Account",
    "tasks": "Task",
    "events": "Event",
    "history": "OpportunityHistory",
    "users": "User",
}
ERP = "northwind-manufacturing-erp-replacement.yaml"


def salesforce_files() -> dict[str, Path]:
    """The example Salesforce exports by option."""
    return {kind: EXPORTS / "salesforce" / f"{name}.csv" for kind, name in SALESFORCE.items()}


def hubspot_files() -> dict[str, Path]:
    """The example HubSpot exports by option."""
    return {kind: EXPORTS / "hubspot" / f"{kind}.csv" for kind in ("deals", "contacts", "companies", "tasks")}


def run(system: str, files: dict[str, Path], into: Path, **options: Any) -> Report:
    """One import as of the day of the tests."""
    return run_import(Options(system, files, into, options.pop("as_of", AS_OF), **options))


def write_csv(path: Path, *rows: tuple[str, ...], **options: Any) -> Path:
    """A CSV file of these rows."""
    encoding = options.pop("encoding", "utf-8")
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, **options).writerows(rows)
    return path


def deals(path: Path, *rows: dict[str, str]) -> Path:
    """An opportunities export of these rows; what they leave out is filled with something sensible."""
    filled = [
        {
            "Id": f"006x{number:011d}",
            "Name": f"Deal {number}",
            "Account Name": "Acme",
            "StageName": "Proposal",
            "CloseDate": "2026-12-18",
            "Owner.Name": "Dana Reyes",
        }
        | row
        for number, row in enumerate(rows, 1)
    ]
    header = tuple(dict.fromkeys(key for row in filled for key in row))
    return write_csv(path, header, *[tuple(row.get(key, "") for key in header) for row in filled])


def load(path: Path) -> dict[str, Any]:
    """A deal file as any YAML reader sees it."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(data, dict)
    return data


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def reasons(report: Report, source: str = "") -> set[tuple[int, str]]:
    """Row and reason of every note, of one export or of all."""
    return {(note.row, note.reason) for note in report.notes.rows if source in note.source}
