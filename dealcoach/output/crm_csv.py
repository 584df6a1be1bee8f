"""The reviews as CSV for a CRM: one row a deal, its id first, then what a field of the CRM can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealcoach.output import picks
from dealcoach.output.csv_format import Cell, harmless, written
from dealcoach.output.money import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dealcoach.model.review import NextStep, Review

HEADER = (
    "crm_id",
    "crm_system",
    "file",
    "account",
    "deal",
    "owner",
    "stage",
    "status",
    "close_date",
    "amount",
    "currency",
    "amount_at_risk",
    "score",
    "band",
    "coverage",
    "top_rule",
    "top_finding",
    "top_question",
    "next_step",
    "next_step_due",
    "next_step_reading",
    "their_next_step",
    "their_next_step_due",
)
_FAR = "9999-99-99"


def crm_csv(deals: Iterable[Review]) -> str:
    """The whole table with its head; formulas are neutralised as in every CSV of the program."""
    return written([HEADER, *map(row, deals)])


def row(review: Review) -> list[Cell]:
    """The cells of one deal, in the order of `HEADER`; what is about open deals only is else empty."""
    top = picks.top_finding(review)
    message, question = picks.talk_and_ask(review)
    ours, theirs = _earliest(review, ours=True), _earliest(review, ours=False)
    system, _, crm_id = (review.crm or "").partition(":")
    amount = None if review.amount is None else plain(review.amount)
    cells: list[Cell] = [
        crm_id or None,
        system or None,
        review.file,
        review.account,
        review.deal,
        review.owner,
        review.stage,
        review.status,
        review.close_date,
        amount,
        review.currency,
        _yes_no(review),
        review.score,
        review.band,
        review.coverage,
        top.rule if top else None,
        message or None,
        question or None,
        ours.what if ours else None,
        ours.due if ours else None,
        ours.reading if ours else None,
        theirs.what if theirs else None,
        theirs.due if theirs else None,
    ]
    return harmless(cells)


def _yes_no(review: Review) -> str | None:
    """Whether the deal's money counts as at risk; empty for a deal that is not open."""
    if not review.is_open:
        return None
    return "true" if review.at_risk else "false"


def _earliest(review: Review, *, ours: bool) -> NextStep | None:
    """The open step that is due first, of ours (shared ones too) or of theirs."""
    if not review.is_open:
        return None
    steps = [step for step in review.next_steps if not step.done and (step.side != "customer") is ours]
    return min(steps, key=lambda step: step.due or _FAR, default=None)
