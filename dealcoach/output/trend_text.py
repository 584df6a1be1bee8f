"""The course of a deal's score for the terminal: a sparkline, then a row a version with its causes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from dealcoach.output.card import BAND_STYLES
from dealcoach.output.diff_words import finding_words, lines_of, signed
from dealcoach.output.money import day, plural, words
from dealcoach.output.screen import NARROWEST, Screen
from dealcoach.output.sparkline import course_words, sparkline
from dealcoach.output.terminal import pad, pad_left
from dealcoach.output.titles import NO_TITLES

if TYPE_CHECKING:
    from dealcoach.model.changes import CoursePoint

_WIDEST = 120
_DATE, _AUTHOR = 13, 20
_CAUSES = 4
"""Own values of the deal, and findings, that are told of one version."""
_ROWS = 4


def trend_text(
    name: str,
    course: Sequence[CoursePoint],
    *,
    width: int,
    color: bool,
    ascii_only: bool = False,
    titles: Mapping[str, str] = NO_TITLES,
) -> str:
    """The course as text; ``name`` is the file. Authors and messages are shown escaped."""
    screen = Screen(min(max(width, NARROWEST), _WIDEST), color, ascii_only)
    lines = [*_head(name, course, screen), ""]
    for place, point in enumerate(course):
        if place == 0 or point.commit or _tells(point, course[place - 1]):
            lines += _row(point, first=place == 0, screen=screen, titles=titles)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _tells(point: CoursePoint, before: CoursePoint) -> bool:
    """Whether the as-of day says anything that the last version did not."""
    known = (point.date, point.score, point.status) == (before.date, before.score, before.status)
    return point.edited or not known


def _head(name: str, course: Sequence[CoursePoint], screen: Screen) -> list[str]:
    known = next((point.review for point in reversed(course) if point.review), None)
    told = [f"{screen.clip(known.account, 80)}: {screen.clip(known.deal, 80)}"] if known else []
    first, *more = [line for text in (*told, name) for line in screen.block(text, 0, 2)]
    lines = [screen.paint("bold", first), *(screen.paint("dim", line) for line in more)]
    scores = [point.score for point in course]
    bars = (
        sparkline(scores, ascii_only=screen.ascii_only) if any(score is not None for score in scores) else ""
    )
    lines += ["", *screen.beside(bars, course_words(course), len(bars) + 2 if bars else 0)]
    if course[0].cut:
        said = "The clone is shallow: the deal is older than its first version here."
        lines += screen.block(said, 0)
    return lines


def _row(point: CoursePoint, *, first: bool, screen: Screen, titles: Mapping[str, str]) -> list[str]:
    score = "-" if point.score is None else str(point.score)
    style = BAND_STYLES.get(point.band or "", "")
    head = pad(day(point.date), _DATE) + pad(_who(point, screen), _AUTHOR) + pad_left(score, 3) + "  "
    lines = [head + screen.paint(style, words(point.band or point.status) + _move(point))]
    for text in _causes(point, first=first, screen=screen, titles=titles):
        lines += screen.block(text, _DATE, _ROWS, hang=_DATE + 2)
    return lines


def _who(point: CoursePoint, screen: Screen) -> str:
    if point.commit:
        return screen.clip(point.author, _AUTHOR - 2)
    return "not committed" if point.edited else "as of this day"


def _move(point: CoursePoint) -> str:
    """``, down 5``; nothing where the score did not move."""
    moved = point.change.score_move if point.change else None
    return f", {'up' if moved > 0 else 'down'} {abs(moved)}" if moved else ""


def _causes(point: CoursePoint, *, first: bool, screen: Screen, titles: Mapping[str, str]) -> list[str]:
    told = [f'"{screen.clip(point.summary, 70)}"'] if point.summary else []
    if point.problems:
        some = [f"line {problem.line}: {screen.text(problem.message)}" for problem in point.problems]
        rest = len(some) - _CAUSES
        more = [f"and {plural(rest, 'more problem')}"] if rest > 0 else []
        return [*told, f"could not be read: {some[0]}", *some[1:_CAUSES], *more]
    if point.change is None:
        begins = first and point.number == 1 and not point.cut
        return [*told, "the first version"] if begins else told
    moves = sorted(point.change.findings, key=lambda move: -abs(move.effect))
    own = [f"{line.label}: {line.text}" for line in lines_of(point.change, screen.clip)]
    minus = screen.glyph("minus")
    why = [
        f"{signed(move.effect, minus)} {finding_words(move, screen.clip, titles)}"
        for move in moves
        if move.effect
    ]
    left = max(0, len(own) - _CAUSES) + max(0, len(why) - _CAUSES)
    return [*told, *own[:_CAUSES], *why[:_CAUSES], *([f"and {plural(left, 'more change')}"] if left else [])]
