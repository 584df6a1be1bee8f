"""The course of a deal's score for the terminal: a sparkline, then a row a version with its causes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dealcoach.output.card import BAND_STYLES
from dealcoach.output.diff_words import finding_words, lines_of, signed
from dealcoach.output.money import day, plural, words
from dealcoach.output.screen import NARROWEST, Screen
from dealcoach.output.sparkline import course_words, sparkline
from dealcoach.output.terminal import pad, pad_left

if TYPE_CHECKING:
    from dealcoach.model.changes import CoursePoint

_WIDEST = 120
_DATE, _AUTHOR, _SCORE = 13, 20, 5
_CAUSES = 4
"""Own values of the deal, and findings, that are told of one version."""


def trend_text(
    name: str, course: Sequence[CoursePoint], *, width: int, color: bool, ascii_only: bool = False
) -> str:
    """The course as text; ``name`` is the file. Authors and messages are shown escaped."""
    screen = Screen(min(max(width, NARROWEST), _WIDEST), color, ascii_only)
    lines = [*_head(name, course, screen), ""]
    for place, point in enumerate(course):
        if point.commit or _tells(point, course[place - 1]):
            lines += _row(point, first=place == 0, screen=screen)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _tells(point: CoursePoint, before: CoursePoint) -> bool:
    """Whether the as-of day says anything that the last version did not."""
    return point.date != before.date or point.score != before.score or point.status != before.status


def _head(name: str, course: Sequence[CoursePoint], screen: Screen) -> list[str]:
    known = next((p.change.now for p in reversed(course) if p.change and p.change.now), None)
    title = f"{known.account}: {known.deal}" if known else name
    lines = [screen.paint("bold", line) for line in screen.block(title, 0, 2)]
    lines += [screen.paint("dim", line) for line in screen.block(name, 0, 2)]
    scores = [point.score for point in course]
    bars = sparkline(scores, ascii_only=screen.ascii_only)
    lines += ["", *screen.beside(bars, course_words(course), len(bars) + 2)]
    if course[0].cut:
        told = "The clone is shallow: the deal is older than its first version here."
        lines += screen.block(told, 0)
    return lines


def _row(point: CoursePoint, *, first: bool, screen: Screen) -> list[str]:
    author = screen.clip(point.author, _AUTHOR - 2) if point.commit else "as of this day"
    score = "-" if point.score is None else str(point.score)
    band = words(point.band or point.status)
    style = BAND_STYLES.get(point.band or "", "")
    head = pad(day(point.date), _DATE) + pad(author, _AUTHOR) + pad_left(score, 3) + "  "
    lines = [head + screen.paint(style, band)]
    for text in _causes(point, first=first, screen=screen):
        lines += screen.block(text, _DATE, 2, hang=_DATE + 2)
    return lines


def _causes(point: CoursePoint, *, first: bool, screen: Screen) -> list[str]:
    if point.problems:
        some = [f"line {problem.line}: {screen.text(problem.message)}" for problem in point.problems]
        return [f"could not be read: {some[0]}", *some[1:]]
    told = [f'"{screen.clip(point.summary, 70)}"'] if point.summary else []
    if point.change is None:
        return [*told, "the first version"] if first else told
    moves = sorted(point.change.findings, key=lambda move: -abs(move.effect))
    own = [f"{line.label}: {line.text}" for line in lines_of(point.change, screen.clip)]
    minus = screen.glyph("minus")
    why = [
        f"{signed(move.effect, minus)} {finding_words(move, screen.clip)}" for move in moves if move.effect
    ]
    more = max(0, len(own) - _CAUSES) + max(0, len(why) - _CAUSES)
    return [*told, *own[:_CAUSES], *why[:_CAUSES], *([f"and {plural(more, 'more change')}"] if more else [])]
