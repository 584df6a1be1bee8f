"""A row of small bars and a few words: how a score went, on the whole scale from 0 to 100."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealcoach.output.money import day, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealcoach.model.changes import CoursePoint
    from dealcoach.output.screen import Screen

_BARS = "▁▂▃▄▅▆▇█"
_PLAIN_BARS = "_.:-=+*#"
_GAP = " "
MOST = 40
"""Longer courses show their latest points."""


def sparkline(scores: Sequence[int | None], *, ascii_only: bool = False) -> str:
    """One sign a score; a gap where there was none, because the deal was closed or could not be read."""
    bars = _PLAIN_BARS if ascii_only else _BARS
    return "".join(
        _GAP if score is None else bars[min(score, 99) * len(bars) // 100] for score in scores[-MOST:]
    )


def course_lines(course: Sequence[CoursePoint], screen: Screen) -> list[str]:
    """The course beside the card's score; nothing while there are not two scores to compare."""
    scores = [point.score for point in course]
    if sum(score is not None for score in scores) < 2:
        return []
    bars = sparkline(scores, ascii_only=screen.ascii_only)
    return screen.beside(screen.paint("cyan", bars), course_words(course), len(bars) + 2)


def course_words(course: Sequence[CoursePoint]) -> str:
    """``62 at first, 47 now; best 71, worst 40; 8 versions since 2 Sep 2026``."""
    scored = [point.score for point in course if point.score is not None]
    since = _versions(course)
    if not scored:
        return since
    now = course[-1].score
    end = f"{now} now" if now is not None else f"{scored[-1]} at last"
    return f"{scored[0]} at first, {end}; best {max(scored)}, worst {min(scored)}; {since}"


def _versions(course: Sequence[CoursePoint]) -> str:
    shown = sum(1 for point in course if point.commit)
    if not shown:
        return "not committed yet"
    every = shown + max(0, course[0].number - 1)
    newest = "the newest" if shown == 1 else f"the newest {shown}"
    some = f"{newest} of {every} versions," if every > shown else plural(shown, "version")
    return f"{some} since {day(course[0].date)}"
