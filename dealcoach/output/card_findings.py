"""The findings, open questions and waivers of the card."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dealcoach.model.asking import beside_ask, under_ask
from dealcoach.output import picks
from dealcoach.output.money import day, plural
from dealcoach.output.terminal import clip, pad_left, width

if TYPE_CHECKING:
    from dealcoach.model.finding import Finding, Waived
    from dealcoach.model.review import Review
    from dealcoach.output.screen import Screen

SEVERITY_STYLES = {"high": "red", "medium": "yellow", "low": ""}
_MOST_SHORT = 20
_INDENT = 3
_TEXT = 12
_SHORT = 5
_LEAST = 24
"""Columns before the short findings, and the fewest in which one can be told beside its rule."""


class Detail(NamedTuple):
    """How much advice a card gives: questions and plays for a finding, and open questions."""

    ask: int
    do: int
    questions: int


def findings(review: Review, screen: Screen, detail: Detail) -> list[list[str]]:
    """The top three findings in full with as much advice as ``detail`` allows, one line for each other."""
    found = picks.scored(review)
    if not found:
        calm = "Nothing to flag in what is known. Keep the next steps dated, theirs and ours."
        return [[screen.heading("TALK ABOUT"), *screen.block(calm, 0)]]
    sections = [[screen.heading("TALK ABOUT"), *_full(1, found[0], screen, detail)]]
    for number, finding in enumerate(found[1 : picks.IN_FULL], 2):
        sections.append(_full(number, finding, screen, detail))
    rest = found[picks.IN_FULL :]
    if rest:
        sections.append([screen.heading("THEN"), *_others(rest, screen)])
    return sections


def _others(rest: list[Finding], screen: Screen) -> list[str]:
    lines = [_short(finding, screen) for finding in rest[:_MOST_SHORT]]
    if len(rest) > _MOST_SHORT:
        lines.append(f"     and {len(rest) - _MOST_SHORT:,} more; dealcoach lint shows them all")
    if any(finding.points < finding.worth for finding in rest[:_MOST_SHORT]):
        reason = "Some cost less than they are worth: their group has no more points to lose."
        lines += [screen.paint("dim", line) for line in screen.block(reason, 5)]
    return lines


def _full(number: int, finding: Finding, screen: Screen, detail: Detail) -> list[str]:
    seen = screen.block(f"{number}. {finding.message}", 0, 4, hang=_INDENT)
    facts = [
        screen.paint(SEVERITY_STYLES[finding.severity], _cost(finding)),
        screen.text(finding.rule),
        screen.text(f"{finding.file}:{finding.line}"),
    ]
    lines = [screen.paint("bold", line) for line in seen]
    lines += screen.listed(facts, _INDENT)
    lines += _labelled("Why", [finding.why] if finding.why else [], screen, 1)
    lines += _labelled("Ask", _questions(finding), screen, detail.ask)
    lines += _labelled("Do next", list(finding.do), screen, detail.do)
    if finding.source:
        source = screen.beside(" " * _INDENT + "From", finding.source, _TEXT, 2)
        lines += [screen.paint("dim", line) for line in source]
    return lines


def _questions(finding: Finding) -> list[str]:
    """The questions as they stand in the column of the label: only the first is right beside it."""
    return [beside_ask(finding.ask[0]), *under_ask(finding.ask[1:])] if finding.ask else []


def _cost(finding: Finding) -> str:
    text = f"{finding.severity}, {plural(finding.points, 'point')}"
    if finding.points < finding.worth:
        text += f" (worth {finding.worth}; {finding.group} has no more to lose)"
    return text


def _labelled(label: str, texts: list[str], screen: Screen, most: int) -> list[str]:
    lines: list[str] = []
    for place, text in enumerate(texts[:most]):
        head = " " * _INDENT + (label if place == 0 else "")
        lines += screen.beside(head, text, _TEXT, 4)
    return lines


def _short(finding: Finding, screen: Screen) -> str:
    """The finding on one line, cut where it is longer, with the rule and its line at the end."""
    points = f"{screen.glyph('minus')}{finding.points}" if finding.points else "0"
    end = f"  {screen.text(finding.rule)} :{finding.line}"
    if screen.width - _SHORT - width(end) < _LEAST:
        end = f" :{finding.line}"
    room = screen.width - _SHORT - width(end)
    said = clip(screen.text(finding.message), room, screen.glyph("ellipsis"))
    head = screen.paint(SEVERITY_STYLES[finding.severity], pad_left(points, 3))
    return f"{head}  {said}{' ' * (room - width(said))}{screen.paint('dim', end)}"


def unknowns(review: Review, screen: Screen, detail: Detail, *, first: bool = False) -> list[str]:
    """The questions for what is unknown, each once with what it could cost.

    ``first`` is for a deal of which too little is known: its questions come before all else.
    """
    asked = picks.questions(review)
    if not asked:
        return []
    shown = asked[: detail.questions]
    heading = "ASK THESE FIRST" if first else "NOT KNOWN YET: ASK"
    lines = [screen.heading(heading)]
    for question in shown:
        lines += screen.block(f"{screen.glyph('dot')} {question.text} {_stake(question)}", 0, 3, hang=2)
    left = len(asked) - len(shown)
    if left:
        more = plural(left, "smaller question")
        lines += screen.block(f"and {more}; dealcoach coach asks them all", 0, hang=2)
    return lines


def _stake(question: picks.Question) -> str:
    if not question.worth:
        return ""
    points = f"up to {plural(question.worth, 'point')}"
    return f"({points})" if len(question.rules) == 1 else f"({len(question.rules)} rules, {points} each)"


def file_notes(review: Review, screen: Screen) -> list[str]:
    """What is odd about the file itself; it costs no points."""
    notes = picks.about_the_file(review)
    if not notes:
        return []
    lines = [screen.heading("IN THE FILE")]
    for note in notes[:5]:
        lines += screen.block(f"line {note.line}: {note.message} [{note.rule}]", 0, 3, hang=2)
    if len(notes) > 5:
        lines.append(f"and {len(notes) - 5} more; dealcoach lint shows them all")
    return lines


def waivers(review: Review, as_of: str, screen: Screen) -> list[str]:
    """The waivers in force: what they silence, who decided it, until when, and why."""
    if not review.waived:
        return []
    lines = [screen.heading("WAIVED")]
    for waiver in review.waived:
        lines += screen.block(waiver_words(waiver, as_of), 0, 3, hang=2)
    return lines


def waiver_words(waiver: Waived, as_of: str) -> str:
    """A waiver in a sentence; it holds a user's text as it stands."""
    until = f"until {day(waiver.until, as_of)}" if waiver.until else "without an end"
    by = f", by {waiver.by}" if waiver.by else ""
    return f"{waiver.rule} {until}{by}: {waiver.reason}"
