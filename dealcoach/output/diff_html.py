"""A comparison as the section "what changed" of the meeting's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealcoach.output.diff_words import MINUS, finding_words, lines_of, signed
from dealcoach.output.html.changes import Change, Changes
from dealcoach.output.money import day

if TYPE_CHECKING:
    from dealcoach.model.changes import DealChange, Diff

_MOST = 8
"""Causes told of one deal: those that cost or bring most, after its own values."""


def changes_of(diff: Diff) -> Changes:
    """The rows of the page; it escapes the texts itself."""
    return Changes(day(diff.before.as_of), tuple(_row(change) for change in diff.deals))


def _row(change: DealChange) -> Change:
    known = change.known
    return Change(
        file=change.file,
        deal=f"{known.account}: {known.deal}" if known else change.file,
        words=change.words,
        amount=known.amount if known else None,
        currency=known.currency if known else None,
        score_before=change.before.score if change.before else None,
        score_now=change.now.score if change.now else None,
        causes=_causes(change),
    )


def _causes(change: DealChange) -> tuple[str, ...]:
    told = [f"{line.label}: {line.text}" for line in lines_of(change, _plain)]
    moves = sorted(change.findings, key=lambda move: -abs(move.effect))
    told += [f"{signed(move.effect, MINUS)} {finding_words(move, _plain)}" for move in moves]
    return tuple(told[:_MOST])


def _plain(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
