"""The board of many deals for the terminal: a few lines a deal, then totals, themes, owners, problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealcoach.model.asking import beside_ask
from dealcoach.output import picks
from dealcoach.output.board_totals import bands, owners, problems, share_at_risk, themes, totals, waived
from dealcoach.output.card import BAND_STYLES
from dealcoach.output.money import amounts, closing, day, distance, plural, short_amount, words
from dealcoach.output.screen import NARROWEST, Screen
from dealcoach.output.terminal import pad, pad_left, width
from dealcoach.output.titles import NO_TITLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dealcoach.model.review import Report, Review

_TABLE = 132
"""From this width on the facts of a deal stand in columns."""
_WIDEST = 160
"""Wider lines are hard to read, however wide the terminal is."""
_BAR = 8
_MONEY = 15
_HEADINGS = ("deal", "amount", "closes", "owner", "stage")
_WHEN = 23
_LEFT = 4 + _BAR + 1 + 8 + 2
_EMPTY = (
    "No open deals here.",
    "When there is one, dealcoach new asks a few questions and writes its file.",
)
_NONE_FITS = ("No open deal fits the filters.",)


def board(
    report: Report,
    *,
    width: int,
    color: bool,
    group_by: str | None = None,
    top: int | None = None,
    ascii_only: bool = False,
    titles: Mapping[str, str] = NO_TITLES,
    filtered: bool = False,
) -> str:
    """The board as text, the deals in the order of the report.

    ``group_by`` (owner or stage) gives sections with subtotals; ``top`` shows only the first deals, while
    the totals count them all. Closed deals get no row. ``titles`` is what each rule is called;
    ``filtered`` that there are deals which the report leaves out, because they do not fit its filters.
    """
    screen = Screen(min(max(width, NARROWEST), _WIDEST), color, ascii_only)
    deals = [deal for deal in report.deals if deal.is_open]
    shown = deals if top is None else deals[:top]
    sections = [_head(report, deals, screen, _NONE_FITS if filtered else _EMPTY)]
    if group_by:
        sections += _grouped(deals, len(shown), group_by, report.as_of, screen)
    else:
        sections += _rows(shown, report.as_of, screen)
    if len(shown) < len(deals):
        more = plural(len(deals) - len(shown), "more open deal")
        sections.append([f"{more} below {'this' if len(shown) == 1 else 'these'}, counted in the totals."])
    if deals:
        sections += [
            bands(deals, report, screen),
            themes(report, screen, titles),
            owners(report, screen, titles),
        ]
    sections += [_closed(report, screen), waived(deals, report.as_of, screen), problems(report, screen)]
    lines = [line for section in sections if section for line in ("", *section)]
    return "\n".join(line.rstrip() for line in lines[1:]) + "\n"


def _head(report: Report, deals: Sequence[Review], screen: Screen, empty: Sequence[str]) -> list[str]:
    title = screen.paint("bold", f"Deals on {day(report.as_of)}")
    if not deals and report.problems:
        return [title]
    if not deals:
        return [title, *(line for text in empty for line in screen.block(text, 0))]
    total, risky = totals(deals)
    facts = [plural(len(deals), "open deal"), amounts(total)]
    return [title, *screen.listed(facts), *share_at_risk(total, risky, screen)]


def _grouped(
    deals: Sequence[Review], rows: int, group_by: str, as_of: str, screen: Screen
) -> list[list[str]]:
    """A section for each group that is among the first ``rows``; its subtotal counts all of its deals."""
    groups: dict[str, list[Review]] = {}
    shown: dict[str, list[Review]] = {}
    for place, deal in enumerate(deals):
        name = deal.owner if group_by == "owner" else deal.stage
        groups.setdefault(name, []).append(deal)
        if place < rows:
            shown.setdefault(name, []).append(deal)
    sections = []
    for name, listed in shown.items():
        members = groups[name]
        total, risky = totals(members)
        facts = [plural(len(members), "deal"), amounts(total)]
        facts += [f"at risk {amounts(risky)}"] if risky else []
        heading = [screen.heading(line) for line in screen.block(name or "no name", 0, 2)]
        sections.append([*heading, *screen.listed(facts, 2)])
        sections += _rows(listed, as_of, screen)
    return sections


def _rows(deals: Sequence[Review], as_of: str, screen: Screen) -> list[list[str]]:
    wide = screen.width >= _TABLE
    row = _wide_row if wide else _narrow_row
    rows = [[*row(deal, as_of, screen), *_talk(deal, screen)] for deal in deals]
    if wide and rows:
        rows[0].insert(0, screen.paint("dim", _columns(_HEADINGS, screen)))
    return rows


def _score(deal: Review, screen: Screen) -> str:
    band = deal.band or "unknown"
    score = deal.score or 0
    bar = screen.paint(BAND_STYLES[band], screen.bar(score, 100, _BAR))
    return f"{score:>3} {bar} {screen.paint(BAND_STYLES[band], pad(words(band), 8))}  "


def _narrow_row(deal: Review, as_of: str, screen: Screen) -> list[str]:
    money = short_amount(deal.amount, deal.currency, 15)
    room = screen.width - _LEFT - len(money) - 2
    name = screen.clip(f"{deal.account}: {deal.deal}", room)
    gap = " " * (room - width(name) + 2)
    third = (screen.width - 40) // 2
    facts = [closing(deal.close_date, as_of), screen.clip(deal.owner, third), screen.clip(deal.stage, third)]
    return [
        f"{_score(deal, screen)}{screen.paint('bold', name)}{gap}{money}",
        *screen.listed(facts, 4),
    ]


def _wide_row(deal: Review, as_of: str, screen: Screen) -> list[str]:
    when = f"{day(deal.close_date)}, {distance(deal.close_date, as_of)}" if deal.close_date else "no date"
    cells = (
        f"{deal.account}: {deal.deal}",
        short_amount(deal.amount, deal.currency, _MONEY),
        when,
        deal.owner,
        deal.stage,
    )
    return [_score(deal, screen) + _columns(cells, screen, "bold")[_LEFT:]]


def _columns(cells: tuple[str, ...], screen: Screen, style: str = "") -> str:
    """The cells of a row under each other, behind the room for the score."""
    spare = screen.width - _LEFT - _MONEY - _WHEN - 8
    owner, stage = min(18, spare // 4), min(14, spare // 5)
    room = spare - owner - stage
    name, money, when, who, where = cells
    parts = (
        screen.paint(style, pad(screen.clip(name, room), room)),
        pad_left(screen.clip(money, _MONEY), _MONEY),
        pad(screen.clip(when, _WHEN), _WHEN),
        pad(screen.clip(who, owner), owner),
        screen.clip(where, stage),
    )
    return " " * _LEFT + "  ".join(parts)


def _talk(deal: Review, screen: Screen) -> list[str]:
    """What to talk about and what to ask, two lines each at most; and whom it hangs on, if computed."""
    message, question = picks.talk_and_ask(deal)
    lines = screen.beside("    Talk about", message, 16, 2) if message else []
    lines += screen.beside("    Ask", beside_ask(question), 16, 2) if question else []
    for item in (deal.hangs_on or ())[:1]:
        text = f"{screen.clip(item.name, 40)}: without them it falls by {item.drop} to {item.score}"
        lines += screen.beside("    Hangs on", text, 16, 2)
    return lines or [f"    {screen.text('Nothing to flag. Keep the next steps dated.')}"]


def _closed(report: Report, screen: Screen) -> list[str]:
    counts: dict[str, int] = {}
    for deal in report.deals:
        if not deal.is_open:
            counts[deal.status] = counts.get(deal.status, 0) + 1
    if not counts:
        return []
    said = ", ".join(f"{count:,} {words(status)}" for status, count in sorted(counts.items()))
    return screen.block(f"Not scored, because they are closed: {said}.", 0)
