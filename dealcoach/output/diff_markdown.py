"""A comparison as Markdown, fit for a comment or a weekly mail; what users wrote stays text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from dealcoach.model.changes import DATE_WORDS
from dealcoach.output.diff_words import (
    MINUS,
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
from dealcoach.output.markdown_text import Budget, md, table
from dealcoach.output.money import amount, amounts, day, plural
from dealcoach.output.titles import NO_TITLES

if TYPE_CHECKING:
    from dealcoach.model.changes import DealChange, Diff, Pipeline
    from dealcoach.model.finding import Problem

_DEALS = 50_000
_SMALL = 4_000
"""Characters for the deals, and for each list of problems."""


def diff_markdown(diff: Diff, titles: Mapping[str, str] = NO_TITLES) -> str:
    """The comparison as Markdown, below the length that forges take in a comment."""
    sections = [
        *_head(diff),
        _pipeline(diff),
        *_deals(diff, titles),
        _unchanged(diff),
        _problems("Could not be read then", diff.problems_before),
        _problems("Cannot be read now", diff.problems_now),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def _head(diff: Diff) -> Iterator[str]:
    before, now = day(diff.before.as_of), day(diff.now.as_of)
    yield "## What changed" + ("" if before == now else f" from {before} to {now}")
    yield f"From {side_words(diff.before, md)} to {side_words(diff.now, md)}. {scoring_words(diff)}"


def _pipeline(diff: Diff) -> str:
    found = diff.pipeline
    rows = [
        ("Start", str(found.deals_start), amounts(found.start) if found.deals_start else "", ""),
        *(
            (
                row.word,
                str(row.deals),
                amounts(row.amount),
                signed_amounts(row.effect, MINUS) or ("stays" if row.word in DATE_WORDS else ""),
            )
            for row in found.movements
        ),
        ("**End**", str(found.deals_end), f"**{amounts(found.end)}**" if found.deals_end else "", ""),
    ]
    cells = [tuple(cell if cell.startswith("**") else md(cell) for cell in row) for row in rows]
    header = ("Pipeline", "Deals", "Amount", "Total")
    text = table(header, cells, len(cells), Budget(_SMALL), "row", right=(1, 2, 3))
    return f"{text}\n\n{_risk(found)}" if _risk(found) else text


def _risk(found: Pipeline) -> str:
    if not found.risk_start and not found.risk_end:
        return ""
    now, before = (amounts(risk) if risk else "nothing" for risk in (found.risk_end, found.risk_start))
    return f"At risk: **{md(now)}**" + ("." if now == before else f", was {md(before)}.")


def _deals(diff: Diff, titles: Mapping[str, str]) -> Iterator[str]:
    budget = Budget(_DEALS)
    for place, change in enumerate(diff.deals):
        text = _deal(change, titles)
        if not budget.takes(text):
            yield f"and {plural(len(diff.deals) - place, 'more deal')} that moved, counted in the pipeline."
            return
        yield text


def _deal(change: DealChange, titles: Mapping[str, str]) -> str:
    known = change.known
    facts = [*change.words, score_words(change), band_words(change)]
    if known:
        facts += [md(amount(known.amount, known.currency)), md(known.owner, 60)]
    told = "; ".join(fact for fact in facts if fact)
    where = md(change.file, 200)
    lines = [f"### {title(change, md)}", "", f"{told}. {where}" if told else where, ""]
    lines += [f"- {line.label}: {line.text}" for line in lines_of(change, md)]
    lines += [
        f"- **{signed(move.effect, MINUS)}** {finding_words(move, md, titles)}" for move in change.findings
    ]
    return "\n".join(lines).rstrip()


def _unchanged(diff: Diff) -> str:
    if not diff.deals and not diff.unchanged:
        return "No deals on either side."
    noun = "other deal" if diff.deals else "deal"
    return f"Nothing moved on {plural(diff.unchanged, noun)}." if diff.unchanged else ""


def _problems(heading: str, problems: Sequence[Problem]) -> str:
    budget = Budget(_SMALL)
    lines = [
        f"- **{md(f'{problem.file}:{problem.line}:{problem.column}', 200)}** {md(problem.message, 400)}"
        for problem in problems
    ]
    return f"### {heading}\n\n{budget.lines(lines, 'problem')}" if lines else ""
