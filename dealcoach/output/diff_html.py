"""A comparison as the section "what changed" of the meeting's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealcoach.output.diff_words import MINUS, finding_words, lines_of, signed
from dealcoach.output.html.changes import Change, Changes
from dealcoach.output.money import day
from dealcoach.output.titles import NO_TITLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealcoach.model.changes import DealChange, Diff

_MOST = 8
"""Causes told of one deal: its own values, then what costs or brings most; either gets half at least."""


def changes_of(diff: Diff, titles: Mapping[str, str] = NO_TITLES) -> Changes:
    """The rows of the page; it escapes the texts itself."""
    return Changes(day(diff.before.as_of), tuple(_row(change, titles) for change in diff.deals))


def _row(change: DealChange, titles: Mapping[str, str]) -> Change:
    known = change.known
    return Change(
        file=change.file,
        deal=f"{known.account}: {known.deal}" if known else change.file,
        words=change.words,
        amount=known.amount if known else None,
        currency=known.currency if known else None,
        score_before=change.before.score if change.before else None,
        score_now=change.now.score if change.now else None,
        causes=_causes(change, titles),
    )


def _causes(change: DealChange, titles: Mapping[str, str]) -> tuple[str, ...]:
    own = [f"{line.label}: {line.text}" for line in lines_of(change, _plain)]
    moves = sorted(change.findings, key=lambda move: -abs(move.effect))
    why = [f"{signed(move.effect, MINUS)} {finding_words(move, _plain, titles)}" for move in moves]
    own = own[: max(_MOST // 2, _MOST - len(why))]
    return (*own, *why[: _MOST - len(own)])


def _plain(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
