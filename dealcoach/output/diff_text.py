"""A comparison for the terminal: the pipeline's movement as a sum, then the deals that moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from dealcoach.model.changes import DATE_WORDS
from dealcoach.output.card import BAND_STYLES
from dealcoach.output.diff_words import (
    Label,
    band_words,
    finding_words,
    lines_of,
    score_words,
    scoring_words,
    side_words,
    signed,
    signed_amounts,
    title,
)
from dealcoach.output.money import amounts, day, plural, short_amount
from dealcoach.output.screen import NARROWEST, Screen
from dealcoach.output.terminal import pad, width
from dealcoach.output.titles import NO_TITLES

if TYPE_CHECKING:
    from dealcoach.model.changes import DealChange, Diff, Movement, Pipeline
    from dealcoach.model.finding import Problem
    from dealcoach.model.review import Amount

_WIDEST = 120
_SUM = 16
"""Columns of a label of the pipeline."""
_TEXT = 27
_LABEL = max(map(len, Label)) + 4
"""Columns of a label about a deal: two before it, and two at least after it."""
_DRIFT = {1: "green", -1: "red", 0: ""}
_FINDING = 5
"""Rows of a finding, whose end is the rule's id."""
_MOST_LINES = 12
"""Lines about people and steps of one deal; a file written anew has more to tell than anybody reads."""


def diff_text(
    diff: Diff,
    *,
    width: int,
    color: bool,
    ascii_only: bool = False,
    titles: Mapping[str, str] = NO_TITLES,
) -> str:
    """The comparison as text: no line wider than ``width`` (60 at least); ``titles`` name the rules."""
    screen = Screen(min(max(width, NARROWEST), _WIDEST), color, ascii_only)
    sections = [_head(diff, screen), _pipeline(diff, screen)]
    sections += [_deal(change, screen, titles) for change in diff.deals]
    sections += [
        _unchanged(diff, screen),
        _problems("COULD NOT BE READ THEN", diff.problems_before, screen),
        _problems("CANNOT BE READ NOW", diff.problems_now, screen),
    ]
    lines = [line for section in sections if section for line in ("", *section)]
    return "\n".join(line.rstrip() for line in lines[1:]) + "\n"


def _head(diff: Diff, screen: Screen) -> list[str]:
    since = f"What changed from {day(diff.before.as_of)} to {day(diff.now.as_of)}"
    if diff.before.as_of == diff.now.as_of:
        since = "What changed"
    sides = f"From {side_words(diff.before, screen.clip)} to {side_words(diff.now, screen.clip)}."
    return [
        screen.paint("bold", since),
        *screen.block(sides, 0, 3),
        *(screen.paint("dim", line) for line in screen.block(scoring_words(diff), 0)),
    ]


def _pipeline(diff: Diff, screen: Screen) -> list[str]:
    found = diff.pipeline
    start, end = day(diff.before.as_of), day(diff.now.as_of)
    if start == end:
        start, end = "Before", "Now"
    lines = [screen.heading("PIPELINE"), *_open(start, found.deals_start, found.start, screen)]
    stays = [row for row in found.movements if row.word in DATE_WORDS]
    for row in found.movements:
        if row.word not in DATE_WORDS:
            lines += _sum(
                f"  {row.word}",
                row.deals,
                signed_amounts(row.effect, screen.glyph("minus")) or "no amount",
                screen,
            )
    lines += _open(end, found.deals_end, found.end, screen)
    for row in stays:
        lines += _sum(f"  {row.word}", row.deals, _staying(row), screen)
    return [*lines, *_risk(found, screen)]


def _staying(row: Movement) -> str:
    return f"{amounts(row.amount)}; the total stays" if row.amount else "no amount"


def _open(label: str, deals: int, total: Mapping[str, Amount], screen: Screen) -> list[str]:
    return _sum(label, deals, amounts(total) if deals else "", screen)


def _sum(label: str, deals: int, money: str, screen: Screen) -> list[str]:
    counted = pad(label, _SUM) + plural(deals, "deal")
    return screen.beside(counted, money, max(_TEXT, width(counted) + 2), 4)


def _risk(found: Pipeline, screen: Screen) -> list[str]:
    if not found.risk_start and not found.risk_end:
        return []
    now, before = (amounts(risk) if risk else "nothing" for risk in (found.risk_end, found.risk_start))
    said = f"{now}, as before" if found.risk_start == found.risk_end else f"{now}, was {before}"
    return screen.beside("At risk", said, _TEXT, 4)


def _deal(change: DealChange, screen: Screen, titles: Mapping[str, str]) -> list[str]:
    known = change.known
    money = short_amount(known.amount, known.currency, 15) if known else ""
    room = screen.width - len(money) - 2
    name = screen.clip(title(change, screen.clip), room)
    gap = " " * (room - width(name) + 2)
    facts = [text for text in (score_words(change), band_words(change)) if text]
    style = BAND_STYLES.get((change.now and change.now.band) or "", "")
    owner = [screen.clip(known.owner, 30)] if known else []
    words_ = [screen.paint("bold", word) for word in change.words]
    return [
        f"{screen.paint('bold', name)}{gap}{money}",
        *(screen.paint(style, line) for line in screen.listed([*facts, *owner], 2)),
        *screen.listed(words_, 2),
        *_told(change, screen),
        *_findings(change, screen, titles),
        *(screen.paint("dim", line) for line in screen.block(change.file, 2, 2)),
    ]


def _told(change: DealChange, screen: Screen) -> list[str]:
    told = list(lines_of(change, screen.clip))
    lines: list[str] = []
    label = ""
    for line in told[:_MOST_LINES]:
        shown = "" if line.label == label else line.label
        label = line.label
        rows = screen.beside(pad(f"  {shown}", _LABEL), line.text, _LABEL, 3)
        lines += [screen.paint(_DRIFT[line.drift], row) for row in rows]
    if len(told) > _MOST_LINES:
        more = plural(len(told) - _MOST_LINES, "more change")
        lines += screen.beside(pad("", _LABEL), f"and {more}", _LABEL)
    return lines


def _findings(change: DealChange, screen: Screen, titles: Mapping[str, str]) -> list[str]:
    lines: list[str] = []
    for place, move in enumerate(change.findings):
        points = signed(move.effect, screen.glyph("minus"))
        label = pad(f"  {Label.SCORE}" if place == 0 else "", _LABEL - 5) + f"{points:>4} "
        style = "red" if move.effect < 0 else "green" if move.effect > 0 else ""
        lines += [
            screen.paint(style, row)
            for row in screen.beside(label, finding_words(move, screen.clip, titles), _LABEL, _FINDING)
        ]
    return lines


def _unchanged(diff: Diff, screen: Screen) -> list[str]:
    if not diff.deals and not diff.unchanged:
        return ["No deals on either side."]
    if not diff.deals:
        return screen.block(f"Nothing moved on {plural(diff.unchanged, 'deal')}.", 0)
    return (
        screen.block(f"Nothing moved on {plural(diff.unchanged, 'other deal')}.", 0) if diff.unchanged else []
    )


def _problems(heading: str, problems: Sequence[Problem], screen: Screen) -> list[str]:
    if not problems:
        return []
    lines = [screen.heading(heading)]
    for problem in problems:
        lines += screen.block(
            f"{problem.file}:{problem.line}:{problem.column}: {problem.message}", 0, 3, hang=2
        )
    return lines
