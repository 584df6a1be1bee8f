"""The outcome of an import in words, for the terminal."""

from __future__ import annotations

import re

from dealcoach.importing.notes import RowNote, ranges
from dealcoach.importing.report import DealNote, Report

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_DETAILS, _LISTED, _RANGES = 5, 20, 160
_NAMES = {"salesforce": "Salesforce", "hubspot": "HubSpot"}


def shown(text: str) -> str:
    """A text from an export as a terminal may have it: control characters and overrides in escaped form."""
    return _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: text.rfind(",", 0, limit) + 1] + " ..."


def _plural(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _group(outcome: str, reason: str, rows: list[RowNote]) -> list[str]:
    word = "row" if len(rows) == 1 else "rows"
    lines = [
        f"  {len(rows):,} {'left out' if outcome == 'skipped' else 'noted'}: {shown(reason)}",
        f"      {word} {_cut(ranges(note.row for note in rows), _RANGES)}",
    ]
    details = list(dict.fromkeys(note.detail for note in rows if note.detail))
    lines += [f"      {shown(detail)}" for detail in details[:_DETAILS]]
    if len(details) > _DETAILS:
        lines.append(f"      and {len(details) - _DETAILS:,} more")
    return lines


def _inputs(report: Report) -> list[str]:
    lines = []
    for note in report.inputs:
        lines.append(
            f"  {note.kind}: {shown(note.file)}, {_plural(note.rows, 'row')}, {note.encoding}, "
            f"{note.separator}"
        )
        lines += [f"      {name}: {shown(text)}" for name, text in sorted(note.dates.items())]
    return lines


def _changes(notes: list[DealNote]) -> list[str]:
    lines = []
    for note in notes[:_LISTED]:
        lines.append(f"  {shown(note.file)}")
        lines += [f"      {shown(text)}" for text in [*note.changes, *note.differences]]
    if len(notes) > _LISTED:
        lines.append(f"  and {len(notes) - _LISTED:,} more")
    return lines


def _list(title: str, entries: list[str]) -> list[str]:
    if not entries:
        return []
    lines = ["", title, *[f"  {entry}" for entry in entries[:_LISTED]]]
    return [*lines, f"  and {len(entries) - _LISTED:,} more"] if len(entries) > _LISTED else lines


def summary(report: Report) -> str:
    """The whole report as text: how the exports were read, what came in, what was left out and why."""
    verb = "Would import" if report.dry_run else "Imported"
    lines = [
        f"{verb} from {_NAMES[report.system]}, as of {report.as_of}",
        *_inputs(report),
        "",
        "Deals: "
        + ", ".join(f"{report.count(action):,} {action}" for action in ("new", "updated", "unchanged")),
    ]
    changed = [note for note in report.deals if note.action == "updated" or note.differences]
    if changed:
        lines += ["", "Changed", *_changes(changed)]
    refused = [note for note in report.deals if note.action == "refused"]
    lines += _list(
        "Not brought up to date; please change these by hand",
        [shown(f"{note.file}: {note.problem}") for note in refused],
    )
    lines += _list(
        "Files that could not be read, and were left alone",
        [shown(f"{file}: {problem}") for file, problem in report.unreadable],
    )
    lines += _list(
        "No longer in the export, and kept",
        [shown(file) + (" (deleted in the CRM)" if deleted else "") for file, deleted in report.gone],
    )
    if report.notes.remarks:
        lines += ["", "To notice", *[f"  {shown(text)}" for text in report.notes.remarks]]
    source = ""
    for (name, outcome, reason), rows in sorted(report.groups(), key=lambda group: group[0][0]):
        if name != source:
            lines += ["", shown(name)]
            source = name
        lines += _group(outcome, reason, rows)
    return "\n".join(lines) + "\n"
