"""The end of the card: what the deal hangs on, and the shortest way to the next band."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealcoach.output import picks
from dealcoach.output.money import plural, words
from dealcoach.output.terminal import width
from dealcoach.output.titles import title_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealcoach.model.review import Review
    from dealcoach.output.screen import Screen

_PEOPLE = 3


def hangs_on(review: Review, screen: Screen, titles: Mapping[str, str]) -> list[str]:
    """Whose loss would cost most, and what would then be flagged; empty where nobody computed it."""
    if review.hangs_on is None or not review.buying_team:
        return []
    lines = [screen.heading("WHAT IT HANGS ON")]
    if not review.hangs_on:
        return [*lines, *screen.block(picks.no_loss(review), 0)]
    for item in review.hangs_on[:_PEOPLE]:
        new = f": {'; '.join(title_of(rule, titles) for rule in item.new_rules)}" if item.new_rules else ""
        text = f"Without {screen.clip(item.name, 40)} it falls by {item.drop} to {item.score}{new}"
        lines += screen.block(text, 0, 3, hang=2)
    if len(review.hangs_on) > _PEOPLE:
        more = plural(len(review.hangs_on) - _PEOPLE, "more person", "more people")
        lines += screen.block(f"{more} would cost less.", 0)
    return lines


def repairs(review: Review, screen: Screen, titles: Mapping[str, str]) -> list[str]:
    """The fewest findings whose repair reaches the next band, in words with the ids beside them."""
    found = review.repairs
    if found is None:
        return []
    heading = f"THE SHORTEST WAY TO {words(found.to_band).upper()}, {found.score} POINTS: REPAIR"
    lines = [screen.heading(heading)]
    for repair in picks.repairs(review):
        times = f" ({repair.times} times)" if repair.times > 1 else ""
        text = f"{screen.glyph('dot')} {title_of(repair.rule, titles)}{times}{_where(repair)}"
        lines += _with_id(screen.block(text, 0, 3, hang=2), repair.rule if titles else "", screen)
    return lines


def _where(repair: picks.Repair) -> str:
    """Which of the findings above it is, where that is sure."""
    return f" ({repair.number} above)" if repair.number else ""


def _with_id(lines: list[str], rule: str, screen: Screen) -> list[str]:
    """The lines, the id after the last one, or below it where there is no room."""
    if not rule:
        return lines
    shown = screen.text(rule)
    if width(lines[-1]) + 2 + width(shown) <= screen.width:
        return [*lines[:-1], f"{lines[-1]}  {screen.paint('dim', shown)}"]
    return [*lines, *(screen.paint("dim", line) for line in screen.block(rule, 2))]
