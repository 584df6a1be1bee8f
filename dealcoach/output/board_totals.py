"""What stands under the rows of the board: bands, themes, owners, waivers, problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealcoach.model.review import BANDS
from dealcoach.output.card import BAND_STYLES
from dealcoach.output.card_findings import waiver_words
from dealcoach.output.money import amounts, plural, something, words
from dealcoach.output.terminal import pad
from dealcoach.review.summing import Money

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dealcoach.model.review import Amount, Report, Review, Theme
    from dealcoach.output.screen import Screen

_MOST_THEMES = 8
_THEME = 11
Totals = dict[str, "Amount"]


def totals(deals: Sequence[Review]) -> tuple[Totals, Totals]:
    """The amounts of the deals by currency, and of those at risk."""
    total, risky = Money(), Money()
    for deal in deals:
        total.add(deal.amount, deal.currency)
        if deal.at_risk:
            risky.add(deal.amount, deal.currency)
    return total.totals(), risky.totals()


def share_at_risk(total: Totals, risky: Totals, screen: Screen) -> list[str]:
    """The money in deals at risk, by currency, with its share of the whole."""
    parts = []
    for key, value in sorted(risky.items()):
        whole = total[key]
        share = f" ({int(100 * value / whole)}%)" if whole else ""
        parts.append(f"{amounts({key: value})}{share}")
    return screen.block(f"At risk: {', '.join(parts) or 'nothing'}", 0)


def bands(deals: Sequence[Review], report: Report, screen: Screen) -> list[str]:
    """How many deals stand in each band, with their money."""
    lines = [screen.heading("BY BAND")]
    for band in reversed(BANDS[:-1]):
        lines += _band(band, deals, report, screen)
    lines += _band("unknown", deals, report, screen)
    return lines


def _band(band: str, deals: Sequence[Review], report: Report, screen: Screen) -> list[str]:
    count = report.summary.by_band.get(band, 0)
    if not count:
        return []
    money = amounts(totals([deal for deal in deals if deal.band == band])[0])
    label = f"{screen.paint(BAND_STYLES[band], pad(words(band), 8))}  {plural(count, 'deal'):<12}"
    return screen.beside(label, money, 23)


def themes(report: Report, screen: Screen, titles: Mapping[str, str]) -> list[str]:
    """The rules that hit most deals."""
    found = report.summary.themes
    if not found:
        return []
    lines = [screen.heading("THEMES")]
    for theme in found[:_MOST_THEMES]:
        lines += _theme(theme, screen, titles.get(theme.rule, ""))
    if len(found) > _MOST_THEMES:
        lines.append(f"and {plural(len(found) - _MOST_THEMES, 'more rule')}")
    return lines


def _theme(theme: Theme, screen: Screen, title: str) -> list[str]:
    """A rule in words with its deals, its money and its id below; the id first where it has no title."""
    deals = plural(theme.deals, "deal")
    if not title:
        label = f"{pad(screen.clip(theme.rule, 28), 28)}  {deals:<12}"
        return screen.beside(label, amounts(theme.amount), 43, 2)
    facts = screen.listed([screen.text(amounts(theme.amount)), screen.clip(theme.rule, 40)], _THEME)
    return [
        *screen.beside(f"{deals:<{_THEME}}", title, _THEME, 2),
        *(screen.paint("dim", line) for line in facts),
    ]


def owners(report: Report, screen: Screen, titles: Mapping[str, str]) -> list[str]:
    """A few lines for each owner, when there are several."""
    rows = report.summary.by_owner
    if len(rows) < 2:
        return []
    lines = [screen.heading("BY OWNER")]
    for row in rows:
        facts = [plural(row.deals, "deal"), amounts(row.amount)]
        risk = something(row.amount_at_risk)
        facts += [f"at risk {amounts(risk)}"] if risk else []
        facts += [_most_often(row.top_rule, screen, titles)] if row.top_rule else []
        first, *rest = screen.listed(facts, 20)
        lines += [f"{pad(screen.clip(row.owner, 18), 20)}{first[20:]}", *rest]
    return lines


def _most_often(rule: str, screen: Screen, titles: Mapping[str, str]) -> str:
    title = titles.get(rule)
    return f"most often: {screen.text(title)}" if title else f"most often {screen.text(rule)}"


def waived(deals: Sequence[Review], as_of: str, screen: Screen) -> list[str]:
    """Every waiver in force, with its place."""
    lines: list[str] = []
    for deal in deals:
        for waiver in deal.waived:
            text = f"{deal.file}:{waiver.line} {waiver_words(waiver, as_of)}"
            lines += screen.block(text, 0, 3, hang=2)
    return [screen.heading("WAIVERS IN FORCE"), *lines] if lines else []


def problems(report: Report, screen: Screen) -> list[str]:
    """What kept files from being read, with the offending line."""
    if not report.problems:
        return []
    files = len({problem.file for problem in report.problems})
    lines = [screen.heading("COULD NOT BE READ: " + plural(files, "file").upper())]
    for problem in report.problems:
        place = f"{problem.file}:{problem.line}:{problem.column}"
        lines += screen.block(f"{place}: {problem.message} [{problem.rule}]", 0, 5, hang=2)
        if problem.source:
            lines.append("    " + screen.clip(problem.source.strip(), screen.width - 4))
    return lines
