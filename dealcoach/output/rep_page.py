"""One rep on one page, for a manager's half hour with them: what to talk about, habits, promises, wins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from dealcoach.model.asking import ask_words
from dealcoach.model.finding import GROUP_POINTS
from dealcoach.output import picks
from dealcoach.output.board_totals import totals
from dealcoach.output.markdown_text import md
from dealcoach.output.money import amount, amounts, closing, day, days_until, due, plural, words
from dealcoach.output.screen import NARROWEST, Screen
from dealcoach.output.titles import NO_TITLES, title_of

if TYPE_CHECKING:
    from dealcoach.model.changes import DealChange, Diff
    from dealcoach.model.finding import Finding
    from dealcoach.model.review import Report, Review
    from dealcoach.output.diff_words import Short

_TALK = 3
_SOME = 5
"""Lines of a section; what is left out is counted."""
_SOON = 14
"""Days that count as the next two weeks."""
_WIDEST = 100
_OURS = ("us", "both")
_WORST_FIRST = ("critical", "at_risk", "watch", "healthy", "unknown")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its lines; a line that begins with two spaces belongs to the one above it."""

    heading: str
    lines: tuple[str, ...]


def rep_text(
    name: str,
    report: Report,
    diff: Diff | None,
    *,
    width: int,
    color: bool,
    ascii_only: bool = False,
    titles: Mapping[str, str] = NO_TITLES,
) -> str:
    """The page for a terminal or a printer."""
    screen = Screen(min(max(width, NARROWEST), _WIDEST), color, ascii_only)
    lines = [screen.paint("bold", line) for line in screen.block(_title(name, report), 0, 2)]
    for section in _sections(report, diff, screen.clip, titles):
        lines += ["", screen.heading(section.heading.upper())]
        for line in section.lines:
            indent = len(line) - len(line.lstrip())
            lines += screen.block(line.lstrip(), indent, 2, hang=indent + 2)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def rep_markdown(name: str, report: Report, diff: Diff | None, titles: Mapping[str, str] = NO_TITLES) -> str:
    """The same as Markdown."""
    lines = [f"# {_title(md(name, 80), report)}"]
    for section in _sections(report, diff, md, titles):
        lines += ["", f"## {section.heading}", ""]
        lines += [f"  - {line.lstrip()}" if line.startswith("  ") else f"- {line}" for line in section.lines]
    return "\n".join(lines) + "\n"


def _title(name: str, report: Report) -> str:
    return f"{name}, {day(report.as_of)}"


def _sections(
    report: Report, diff: Diff | None, short: Short, titles: Mapping[str, str]
) -> Iterator[Section]:
    deals = [review for review in report.deals if review.is_open]
    yield Section("At a glance", tuple(_glance(deals)))
    named: list[tuple[str, Iterator[str]]] = [
        (
            f"Since {day(diff.before.as_of)}" if diff else "",
            _since(diff, short, titles) if diff else iter(()),
        ),
        ("Talk about", _talk(deals, report.as_of, short)),
        ("What comes up again", _habits(deals, short, titles)),
        ("Promised, and overdue", _overdue(deals, report.as_of, short)),
        ("The next two weeks", _soon(deals, report.as_of, short)),
        ("Going well", _well(deals, diff, short)),
    ]
    for heading, lines in named:
        told = tuple(lines)
        if told:
            yield Section(heading, told)
    if report.problems:
        files = [f"{short(problem.file, 120)}: {short(problem.message, 120)}" for problem in report.problems]
        yield Section("Could not be read, so maybe theirs", tuple(_first(files, "file")))


def _first(lines: Sequence[str], noun: str, most: int = _SOME) -> Iterator[str]:
    yield from lines[:most]
    if len(lines) > most:
        yield f"and {plural(len(lines) - most, f'more {noun}')}"


def _glance(deals: Sequence[Review]) -> Iterator[str]:
    total, risky = totals(deals)
    at_risk = amounts(risky) if risky else "nothing"
    if not deals:
        yield "no open deal"
        return
    yield f"{plural(len(deals), 'open deal')}, {amounts(total)}; at risk: {at_risk}"
    bands = Counter(deal.band or "unknown" for deal in deals)
    yield ", ".join(f"{bands[band]} {words(band)}" for band in _WORST_FIRST if bands[band])


def _since(diff: Diff, short: Short, titles: Mapping[str, str]) -> Iterator[str]:
    for row in diff.pipeline.movements:
        yield f"{row.word}: {plural(row.deals, 'deal')}, {amounts(row.amount)}"
    falls = sorted((c for c in diff.deals if (c.score_move or 0) < 0), key=_move)
    for change in islice(falls, _TALK):
        worst = next((move.rule for move in change.findings if move.effect < 0), None)
        why = f", mostly: {short(title_of(worst, titles), 160)}" if worst else ""
        yield f"{_moved(change, short)}{why}"


def _move(change: DealChange) -> int:
    return change.score_move or 0


def _moved(change: DealChange, short: Short) -> str:
    known, before, now = change.known, change.before, change.now
    assert known
    assert before
    assert now
    verb = "fell" if _move(change) < 0 else "rose"
    return f"{short(known.account, 60)} {verb} from {before.score} to {now.score}"


def _talk(deals: Sequence[Review], as_of: str, short: Short) -> Iterator[str]:
    worst = sorted(deals, key=lambda deal: (deal.score or 0, -(deal.amount or 0), deal.file))
    for deal in worst[:_TALK]:
        message, question = picks.talk_and_ask(deal)
        facts = (
            f"{deal.score}, {words(deal.band or 'unknown')}",
            amount(deal.amount, deal.currency),
            closing(deal.close_date, as_of),
        )
        yield f"{short(deal.account, 60)}: {short(deal.deal, 60)} ({'; '.join(facts)})"
        if message:
            yield f"  Seen: {short(message, 200)}"
        if question:
            yield f"  {ask_words(short(question, 200))}"


def _habits(deals: Sequence[Review], short: Short, titles: Mapping[str, str]) -> Iterator[str]:
    """Rules that flag two deals or more: a habit to work on, not a deal."""
    flagged: dict[str, list[tuple[Review, Finding]]] = {}
    for deal in deals:
        firsts = {f.rule: f for f in reversed(deal.findings) if f.group in GROUP_POINTS}
        for rule, finding in firsts.items():
            flagged.setdefault(rule, []).append((deal, finding))
    often = [rows for rows in flagged.values() if len(rows) > 1]
    often.sort(key=lambda rows: (-len(rows), -sum(f.points for _, f in rows), rows[0][1].rule))
    for rows in often[:_TALK]:
        total, _ = totals([deal for deal, _ in rows])
        rule = short(rows[0][1].rule, 60)
        title = short(title_of(rows[0][1].rule, titles), 160)
        named = f" ({rule})" if title != rule else ""
        yield f"{title}: {plural(len(rows), 'deal')}, {amounts(total)}{named}"
        if rows[0][1].why:
            yield f"  {rows[0][1].why}"


def _overdue(deals: Sequence[Review], as_of: str, short: Short) -> Iterator[str]:
    late = sorted((row for row in _our_steps(deals) if row[0] < as_of), key=lambda row: row[0])
    yield from _first([_step(*row, as_of, short) for row in late], "step")


def _soon(deals: Sequence[Review], as_of: str, short: Short) -> Iterator[str]:
    near = sorted(
        (row for row in _our_steps(deals) if 0 <= days_until(row[0], as_of) <= _SOON), key=lambda row: row[0]
    )
    closes = [
        f"{short(deal.account, 60)} {closing(deal.close_date, as_of)}"
        for deal in sorted(deals, key=lambda deal: deal.close_date or "")
        if deal.close_date and 0 <= days_until(deal.close_date, as_of) <= _SOON
    ]
    yield from _first([*closes, *(_step(*row, as_of, short) for row in near)], "line", _SOME + 1)


def _our_steps(deals: Sequence[Review]) -> Iterator[tuple[str, str, str]]:
    for deal in deals:
        for step in deal.next_steps:
            if not step.done and step.side in _OURS and step.due:
                yield step.due, deal.account, step.what


def _step(when: str, account: str, what: str, as_of: str, short: Short) -> str:
    return f"{short(account, 40)}: {short(what, 100)} ({due(when, as_of)})"


def _well(deals: Sequence[Review], diff: Diff | None, short: Short) -> Iterator[str]:
    """Praise that names what it is for."""
    for change in sorted(diff.deals, key=_move, reverse=True) if diff else ():
        if "Won" in change.words and change.now:
            yield f"Won: {short(change.now.account, 60)}, {amount(change.now.amount, change.now.currency)}"
        elif _move(change) > 0:
            yield _moved(change, short)
    healthy = [short(deal.account, 60) for deal in deals if deal.band == "healthy"]
    if healthy:
        yield f"Healthy: {', '.join(healthy[:_SOME])}" + (
            f" and {len(healthy) - _SOME} more" if len(healthy) > _SOME else ""
        )
