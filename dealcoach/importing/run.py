"""One import from start to end: read the exports, meet the files, write what changed, report."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dealcoach.importing.context import Context
from dealcoach.importing.dates import DateFinder
from dealcoach.importing.existing import read_folder
from dealcoach.importing.gather import Export, open_tables
from dealcoach.importing.mapping import read_mapping
from dealcoach.importing.meet import Differ, Meeting
from dealcoach.importing.notes import Notes
from dealcoach.importing.report import InputNote, Report
from dealcoach.importing.table import Table, Tick
from dealcoach.importing.writer import Writer

_TICK_DEALS = 200


@dataclass(frozen=True, slots=True)
class Options:
    """What a user asks for. `as_of` is ISO text; `currency` and `owner` stand in for missing ones."""

    system: str
    files: dict[str, Path]
    into: Path
    as_of: str
    mapping: Path | None = None
    date_format: str | None = None
    encoding: str | None = None
    currency: str = ""
    owner: str = "Unassigned"
    account_contacts: bool = False
    dry_run: bool = False


@contextmanager
def _without_collector() -> Iterator[None]:
    """Many small objects that all stay alive: the cycle collector would walk them for nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def run_import(options: Options, tick: Tick | None = None, show: Differ | None = None) -> Report:
    """Imports the exports of a CRM into a folder of deal files.

    With `dry_run` nothing is written and `show` gets the path, the old and the new text of every file.
    Raises ImportFailureError before anything is written; OSError when a new file cannot be written.
    """
    notes = Notes()
    mapping = read_mapping(options.mapping, options.system)
    context = Context(
        options.system,
        options.as_of,
        mapping,
        notes,
        DateFinder(options.date_format),
        tick,
        options.currency,
        options.owner,
        options.account_contacts,
    )
    with _without_collector():
        tables = open_tables(context, options.files, options.encoding)
        with Writer(0 if options.dry_run else sum(table.size for table in tables.values())) as writer:
            folder = read_folder(options.into, options.system, context.key_of)
            export = Export(context, tables, folder.files.keys())
            export.read()
            report = Report(options.system, options.as_of, options.dry_run, notes, export.deals.table.source)
            meeting = Meeting(folder, report, writer, options.as_of, options.dry_run, show)
            _meet_all(meeting, export, tick)
        _finish(meeting, export, tables, context)
    return report


def _meet_all(meeting: Meeting, export: Export, tick: Tick | None) -> None:
    statuses = export.deals.statuses
    total = sum(status == "open" or key in meeting.folder.files for key, status in statuses.items())
    for number, (key, deal) in enumerate(export.each(), 1):
        if meeting.meet(key, deal):
            export.count_names(deal)
        if tick and (number % _TICK_DEALS == 0 or number == total):
            tick("deals", number, total)


def _finish(meeting: Meeting, export: Export, tables: dict[str, Table], context: Context) -> None:
    report, folder, book = meeting.report, meeting.folder, export.deals
    for key, status in book.statuses.items():
        if status != "open" and key not in folder.files:
            raw = book.rows[key]
            context.notes.skip(book.table.source, raw.row, raw.id, "closed, and without a file")
    for key in folder.files.keys() - book.statuses.keys() - folder.closed:
        report.gone.append((folder.relative(folder.files[key]), key in book.deleted))
    report.gone.sort()
    report.unreadable = [(folder.relative(path), reason) for path, reason in folder.unreadable]
    for first, second in folder.doubles:
        context.notes.remark(
            f"{folder.relative(first)} and {folder.relative(second)} carry the same CRM id; only the "
            "first is kept up to date."
        )
    for text, count in export.counts.items():
        if count:
            context.notes.remark(f"{text}: {count:,}.{_ADVICE[text]}")
    report.inputs = [
        InputNote(
            kind,
            str(table.path),
            table.rows,
            table.encoding,
            table.separator_name,
            {
                name: text
                for (source, name), text in context.finder.decisions.items()
                if source == table.source
            },
        )
        for kind, table in tables.items()
    ]


_ADVICE = {
    "Accounts known by id only": " The accounts export (--accounts, --companies) has their names.",
    "Deals without an account": ' They are filed under "Unknown account"; put the name in, it then stays.',
    "Owners known by id only": " Give the users export (--users), or 'owners' in the mapping file.",
    "Deals without an owner": " --owner NAME gives them one.",
}
