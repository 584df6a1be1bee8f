"""The review as Markdown, fit for a comment on a pull request: a card for one deal, a table for many.

What users wrote stays text: it can neither style nor link, mention or open HTML. The text stays below
the 65,536 characters that GitHub takes in a comment; what is left out is counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealcoach.model.asking import under_ask
from dealcoach.model.review import BANDS
from dealcoach.output import picks
from dealcoach.output.board_totals import totals
from dealcoach.output.card_findings import waiver_words
from dealcoach.output.markdown_deal import deal_sections
from dealcoach.output.markdown_text import Budget, md, table
from dealcoach.output.money import amount, amounts, closing, day, plural, something, words
from dealcoach.output.titles import NO_TITLES

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from dealcoach.model.finding import Problem
    from dealcoach.model.review import Report, Review

_LIMIT = 60_000
_ROWS = 40_000
_SMALL = 4_000
"""Characters for the whole text, the table of deals, and each of the smaller lists."""


def markdown(
    report: Report,
    titles: Mapping[str, str] = NO_TITLES,
    rows: Container[str] | None = None,
    *,
    filtered: bool = False,
) -> str:
    """The report as Markdown: one deal in full, or the table of many with their totals.

    ``titles`` is what each rule is called. Where ``rows`` names files, only their deals have a row, while the
    totals count all. ``filtered``: there are deals that the report leaves out.
    """
    if len(report.deals) == 1 and report.title is None:
        sections = [
            *deal_sections(report.deals[0], report.as_of, _LIMIT - _SMALL, titles),
            _problems(report.problems),
        ]
    else:
        sections = list(_folder(report, titles, rows, filtered=filtered))
    return "\n\n".join(section for section in sections if section) + "\n"


def _folder(
    report: Report, titles: Mapping[str, str], rows: Container[str] | None, *, filtered: bool
) -> Iterator[str]:
    deals = [deal for deal in report.deals if deal.is_open]
    yield f"## {md(report.title)}" if report.title else f"## Deals on {day(report.as_of)}"
    if not deals:
        yield "No open deal fits the filters." if filtered else "No open deals here."
    else:
        total, risky = totals(deals)
        facts = f"{plural(len(deals), 'open deal')}, {amounts(total)}."
        yield f"{facts} At risk: **{amounts(risky) if risky else 'nothing'}**."
        yield _deals(deals, report.as_of, rows)
        yield _bands(deals, report)
        yield _themes(report, titles)
        yield _owners(report, titles)
    yield _closed(report)
    yield _waivers(deals, report.as_of)
    yield _problems(report.problems)


def _deals(deals: Sequence[Review], as_of: str, listed: Container[str] | None) -> str:
    header = ("Score", "Band", "Deal", "Amount", "Closes", "Owner", "Stage", "Talk about", "Ask")
    rows = (_row(deal, as_of) for deal in deals if listed is None or deal.file in listed)
    return table(header, rows, len(deals), Budget(_ROWS), "deal", right=(0, 3))


def _row(deal: Review, as_of: str) -> tuple[str, ...]:
    message, question = picks.talk_and_ask(deal)
    return (
        str(deal.score or 0),
        words(deal.band or "unknown"),
        f"**{md(deal.account, 80)}**: {md(deal.deal, 80)}",
        md(amount(deal.amount, deal.currency)),
        closing(deal.close_date, as_of).removeprefix("closes "),
        md(deal.owner, 60),
        md(deal.stage, 40),
        md(message, 240) or "Nothing to flag",
        md("".join(under_ask([question])), 240),
    )


def _bands(deals: Sequence[Review], report: Report) -> str:
    counts = report.summary.by_band
    rows = [
        (words(band), str(counts[band]), amounts(totals([deal for deal in deals if deal.band == band])[0]))
        for band in (*reversed(BANDS[:-1]), "unknown")
        if counts.get(band)
    ]
    header = ("Band", "Deals", "Amount")
    return table(header, rows, len(rows), Budget(_SMALL), "band", right=(1, 2))


def _themes(report: Report, titles: Mapping[str, str]) -> str:
    found = report.summary.themes
    rows = ((_rule(theme.rule, titles), f"{theme.deals:,}", amounts(theme.amount)) for theme in found)
    body = table(("Theme", "Deals", "Amount"), rows, len(found), Budget(_SMALL), "theme", right=(1, 2))
    return f"### Themes\n\n{body}" if found else ""


def _rule(rule: str, titles: Mapping[str, str]) -> str:
    """The rule in words, its id after them."""
    title = titles.get(rule)
    return f"{md(title, 160)} ({md(rule)})" if title else md(rule)


def _owners(report: Report, titles: Mapping[str, str]) -> str:
    found = report.summary.by_owner
    if len(found) < 2:
        return ""
    rows = (
        (
            md(row.owner, 60),
            f"{row.deals:,}",
            amounts(row.amount),
            amounts(risk) if (risk := something(row.amount_at_risk)) else "nothing",
            _rule(row.top_rule, titles) if row.top_rule else "",
        )
        for row in found
    )
    header = ("Owner", "Deals", "Amount", "At risk", "Most often")
    return "### By owner\n\n" + table(header, rows, len(found), Budget(_SMALL), "owner", right=(1, 2, 3))


def _closed(report: Report) -> str:
    count = sum(not deal.is_open for deal in report.deals)
    return f"{plural(count, 'closed deal')} not scored." if count else ""


def _waivers(deals: Sequence[Review], as_of: str) -> str:
    budget = Budget(_SMALL)
    lines = [
        f"- {md(f'{deal.file}:{waiver.line}', 200)} {md(waiver_words(waiver, as_of), 400)}"
        for deal in deals
        for waiver in deal.waived
    ]
    return f"### Waivers in force\n\n{budget.lines(lines, 'waiver')}" if lines else ""


def _problems(problems: Sequence[Problem]) -> str:
    budget = Budget(_SMALL)
    lines = [
        f"- **{md(f'{problem.file}:{problem.line}:{problem.column}', 200)}** {md(problem.message, 400)}"
        for problem in problems
    ]
    return f"### Could not be read\n\n{budget.lines(lines, 'problem')}" if lines else ""
