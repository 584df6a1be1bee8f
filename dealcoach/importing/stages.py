"""The stage of a deal in words people know, and whether the deal is open, won, lost or without a decision."""

from __future__ import annotations

import re

from dealcoach.importing.context import Context
from dealcoach.importing.mapping import Stage
from dealcoach.importing.rawdeal import RawDeal, truth
from dealcoach.importing.table import Table
from dealcoach.importing.text import clean
from dealcoach.importing.vocabulary import HUBSPOT_STAGES, NO_DECISION, STATUS_WORDS, word

_CLOSED = re.compile(r"\bclosed\W*(won|lost)\b", re.IGNORECASE)
_PIPELINE_SUFFIX = re.compile(r"^(.*\S)\s*\(([^()]*)\)$")


class Stages:
    """Reads stage and status of the rows of one deals export; the mapping file goes first."""

    def __init__(self, context: Context, table: Table) -> None:
        self.context, self.table = context, table
        self._known: dict[tuple[str, str], tuple[str, Stage | None, str]] = {}

    def _read(self, raw: RawDeal) -> tuple[str, Stage | None, str]:
        """Label, mapped stage and the status that the words alone tell; read once for every stage."""
        key = (raw.stage, raw.pipeline)
        if key not in self._known:
            label = self._label(raw)
            stages = self.context.mapping.stages
            match = _CLOSED.search(label)
            told = STATUS_WORDS.get(word(label)) or (match[1].casefold() if match else "")
            self._known[key] = label, stages.get(word(raw.stage)) or stages.get(word(label)), told
        return self._known[key]

    def _label(self, raw: RawDeal) -> str:
        """The stage as people see it: HubSpot's internal names spelled out, its pipeline left off."""
        stage = clean(raw.stage)
        if self.context.system == "salesforce":
            return stage
        match = _PIPELINE_SUFFIX.fullmatch(stage)
        if match and (word(match[2]) == word(raw.pipeline) or "pipeline" in match[2].casefold()):
            stage = match[1]
        return HUBSPOT_STAGES.get(word(stage), stage)

    def name(self, raw: RawDeal) -> str:
        """The stage that stands in the deal file."""
        label, mapped, _ = self._read(raw)
        return mapped.name if mapped is not None and mapped.name else label

    def status(self, raw: RawDeal) -> str:
        """open, won, lost or no_decision. Where stage and flags disagree, a closed deal is closed."""
        label, mapped, told = self._read(raw)
        if mapped is not None and mapped.status:
            return mapped.status
        status = self._by_flags(raw, label, told)
        if status == "lost" and (told == "no_decision" or NO_DECISION.search(raw.lost_reason)):
            return "no_decision"
        return status

    def _by_flags(self, raw: RawDeal, label: str, told: str) -> str:
        won = truth(raw.is_won)
        if not won and not truth(raw.is_closed):
            if told and raw.is_closed.strip():
                self._note(raw, "the stage says closed, the closed flag says open; read as closed", label)
            return told or "open"
        status = "won" if won or (told == "won" and not self.table.has("is_won")) else "lost"
        if told and told != status and {told, status} != {"lost", "no_decision"}:
            self._note(raw, "stage and closed/won flags disagree; the flags were taken", f"{label}, {status}")
        return status

    def _note(self, raw: RawDeal, reason: str, detail: str) -> None:
        self.context.notes.note(self.table.source, raw.row, raw.id, reason, detail)
