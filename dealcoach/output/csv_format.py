"""The report as CSV for a spreadsheet: one row a deal, its scalars, the top finding and its question.

A text that a spreadsheet would take for a formula gets an apostrophe before it (CSV injection, OWASP);
control characters are shown escaped; numbers stay numbers. Nothing else of a text changes, but for what a
CI runner would take for a command: `##[` anywhere, `::` at the beginning of a line.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from dealcoach.model.finding import GROUP_POINTS
from dealcoach.output import picks
from dealcoach.output.money import plain
from dealcoach.output.terminal import inert, safe

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dealcoach.model.review import Report, Review

Cell = str | int | float | None
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # the wide forms open formulas too
HEADER = (
    "file",
    "account",
    "deal",
    "owner",
    "stage",
    "status",
    "amount",
    "currency",
    "close_date",
    "score",
    "band",
    "coverage",
    *(f"{group}_lost" for group in GROUP_POINTS),
    "findings",
    "high_findings",
    "unknowns",
    "waived",
    "decision_date",
    "need_by",
    "next_theirs",
    "next_theirs_due",
    "next_ours",
    "next_ours_due",
    "top_rule",
    "top_points",
    "top_message",
    "top_question",
    "top_line",
    "repairs_to_band",
    "repairs_score",
    "repairs_rules",
    "hangs_on",
    "hangs_on_drop",
)


def csv_text(report: Report) -> str:
    """The whole report, a row a deal in the order of the report, closed deals too."""
    return csv_head() + csv_rows(report.deals)


def csv_head() -> str:
    """The row of column names."""
    return written([HEADER])


def csv_rows(deals: Iterable[Review]) -> str:
    """The rows of some deals, so that many can be written a part at a time."""
    return written(map(row, deals))


def row(review: Review) -> list[Cell]:
    """The cells of one deal, in the order of `HEADER`; texts are safe for a spreadsheet."""
    lost = {group.group: group.lost for group in review.groups}
    cells: list[Cell] = [
        review.file,
        review.account,
        review.deal,
        review.owner,
        review.stage,
        review.status,
        review.amount if review.amount is None else plain(review.amount),
        review.currency,
        review.close_date,
        review.score,
        review.band,
        review.coverage,
        *(lost.get(group) if review.is_open else None for group in GROUP_POINTS),
        len(review.findings),
        sum(finding.severity == "high" for finding in review.findings),
        len(review.unknowns),
        len(review.waived),
        review.decision_date,
        review.need_by,
        *_next_two(review),
        *_top(review),
        *_repairs(review),
        *_hangs_on(review),
    ]
    return harmless(cells)


def _next_two(review: Review) -> list[Cell]:
    """What and when of theirs and ours; empty where the next thing is a question."""
    cells: list[Cell] = []
    for thing in picks.next_two(review) if review.is_open else ():
        cells += [None, None] if thing.kind == "question" else [thing.what, thing.due]
    return cells or [None] * 4


def _top(review: Review) -> list[Cell]:
    finding = picks.top_finding(review)
    message, question = picks.talk_and_ask(review)
    if finding is None:
        return [None, None, message or None, question or None, None]
    return [finding.rule, finding.points, message, question or None, finding.line]


def _repairs(review: Review) -> list[Cell]:
    if review.repairs is None:
        return [None, None, None]
    return [review.repairs.to_band, review.repairs.score, " ".join(review.repairs.rules)]


def _hangs_on(review: Review) -> list[Cell]:
    """The person whose loss would cost most, where that was computed."""
    first = review.hangs_on[0] if review.hangs_on else None
    return [first.name, first.drop] if first else [None, None]


def harmless(cells: Iterable[Cell]) -> list[Cell]:
    """The cells of a row, harmless to a spreadsheet and, where the row is printed, to a CI runner."""
    return [
        _cell(value, place == 0) if isinstance(value, str) else value for place, value in enumerate(cells)
    ]


def _cell(text: str, first: bool) -> str:
    """What would be a formula gets an apostrophe, escapes are shown."""
    shown = inert(text) if first or "##" in text else safe(text)
    return f"'{shown}" if text.startswith(_FORMULA) else shown


def written(rows: Iterable[Iterable[Cell]]) -> str:
    """Rows as CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
