"""Where a deal of the CRM meets the folder: a new file, an updated one, or one left as it is."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dealcoach.importing import atomic
from dealcoach.importing.edit import CannotEditError
from dealcoach.importing.emit import render
from dealcoach.importing.existing import Folder
from dealcoach.importing.merge import merge
from dealcoach.importing.names import file_name
from dealcoach.importing.records import CrmDeal
from dealcoach.importing.report import DealNote, Report
from dealcoach.importing.text import loose
from dealcoach.importing.tree import CannotReadError
from dealcoach.importing.writer import Writer

_BOM = "\ufeff"
Differ = Callable[[str, str, str], None]
"""Told the path, the old and the new text of a file that would change."""


@dataclass(slots=True)
class Meeting:
    """Brings deals to the files of a folder. With `dry_run` nothing is written; `show` gets every change."""

    folder: Folder
    report: Report
    writer: Writer
    as_of: str
    dry_run: bool = False
    show: Differ | None = None
    made_folder: bool = False

    def meet(self, key: str, deal: CrmDeal) -> bool:
        """Brings one deal to its file; whether it came in."""
        path = self.folder.files.get(key)
        if path is not None:
            return self._update(deal, path)
        if not deal.close_date:
            self.report.skip_deal(deal, "no close date: an open deal needs one")
        elif twin := self.folder.unlinked.get((loose(deal.account), loose(deal.deal))):
            self.report.skip_deal(
                deal,
                "a file without a CRM id has the same account and deal; add to it: "
                f'crm: {{system: {deal.system}, id: "{deal.id}"}}',
                self.folder.relative(twin),
            )
        else:
            self._create(deal)
            return True
        return False

    def _create(self, deal: CrmDeal) -> None:
        account = deal.account or deal.account_fallback
        name = file_name(account, deal.deal, deal.id, self.folder.names)
        path = f"{self.folder.root}{os.sep}{name}"
        new = render(deal)
        if self.dry_run:
            self._shown(path, "", new)
        else:
            self._make_folder()
            self.writer.write(path, new.encode())
        self.report.deals.append(
            DealNote(self.folder.relative(path), deal.id, deal.row, "new", deal.deal, account)
        )

    def _update(self, deal: CrmDeal, path: str) -> bool:
        shown = self.folder.relative(path)
        account = deal.account or deal.account_fallback
        note = DealNote(shown, deal.id, deal.row, "unchanged", deal.deal, account)
        self.report.deals.append(note)
        if deal.status == "open" and self.folder.same(path, render(deal).encode()):
            return True
        try:
            before = os.stat(path)  # noqa: PTH116
            text = Path(path).read_bytes().decode()
            merged = merge(text.removeprefix(_BOM), deal, self.as_of)
            note.differences = merged.differences
            for reason, count in merged.left_out.items():
                detail = f"{shown}: {count:,} left out"
                self.report.notes.note(self.report.source, deal.row, deal.id, reason, detail)
            if merged.text == text.removeprefix(_BOM):
                return True
            if atomic.is_read_only(path):
                raise CannotEditError("is read-only; make it writable (chmod u+w), then import again")
            note.action, note.changes = "updated", merged.changes
            new = (_BOM if text.startswith(_BOM) else "") + merged.text
            if self.dry_run:
                self._shown(path, text, new)
            else:
                self._replace(path, new.encode(), before)
        except (CannotReadError, CannotEditError, UnicodeDecodeError, OSError) as error:
            note.action, note.changes = "refused", []
            note.problem = str(getattr(error, "strerror", None) or error)
            return False
        return True

    def _shown(self, path: str, old: str, new: str) -> None:
        if self.show is not None:
            self.show(self.folder.relative(path), old, new)

    def _make_folder(self) -> None:
        if not self.made_folder:
            self.folder.root.mkdir(parents=True, exist_ok=True)
            self.made_folder = True

    def _replace(self, path: str, data: bytes, before: os.stat_result) -> None:
        """Writes over a file that nobody touched since `before`; a link out of the folder is refused."""
        target = os.path.realpath(path)
        root = os.path.realpath(self.folder.root)
        if os.path.commonpath([target, root]) != root:
            raise CannotEditError("is a link to a file outside the folder")
        now = os.stat(path)  # noqa: PTH116
        if (now.st_mtime_ns, now.st_size) != (before.st_mtime_ns, before.st_size):
            raise CannotEditError("was changed by another program meanwhile; import again")
        atomic.replace(target, data, before.st_mode)
