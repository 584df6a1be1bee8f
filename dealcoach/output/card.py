"""The card of one deal for the terminal: what a rep reads five minutes before the meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealcoach.model.asking import ask_words
from dealcoach.output import picks
from dealcoach.output.card_ends import hangs_on, repairs
from dealcoach.output.card_findings import Detail, file_notes, findings, unknowns, waivers
from dealcoach.output.money import amount, closing, day, days_until, distance, due, words
from dealcoach.output.relationship_map import relationship_map
from dealcoach.output.screen import NARROWEST, Screen
from dealcoach.output.sparkline import course_lines
from dealcoach.output.terminal import pad
from dealcoach.output.titles import NO_TITLES, title_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dealcoach.model.changes import CoursePoint
    from dealcoach.model.review import Group, Review
    from dealcoach.output.picks import Critical

BAND_STYLES = {
    "healthy": "green",
    "watch": "yellow",
    "at_risk": "red",
    "critical": "alarm",
    "unknown": "cyan",
}
_LINES = 100
"""The card of a normal deal fits these many lines, at the cost of advice if need be."""
_DETAILS = (
    Detail(ask=3, do=4, questions=10),
    Detail(ask=3, do=3, questions=8),
    Detail(ask=2, do=3, questions=6),
    Detail(ask=2, do=2, questions=6),
    Detail(ask=1, do=2, questions=5),
    Detail(ask=1, do=1, questions=4),
)
"""Most advice first."""
_WIDEST = 120
"""Wider lines are hard to read, however wide the terminal is."""
_LABEL = 9
_NOBODY = "Nobody is listed on their side yet. Who will use it, who decides, who pays?"


def card(
    review: Review,
    *,
    as_of: str,
    width: int,
    color: bool,
    ascii_only: bool = False,
    course: Sequence[CoursePoint] = (),
    titles: Mapping[str, str] = NO_TITLES,
) -> str:
    """The card as text: no line wider than ``width`` (60 at least), no escape sequence without color.

    ``ascii_only`` replaces our signs and escapes what a terminal without UTF-8 cannot show; ``course`` is
    how the score went so far, ``titles`` what each rule is called.
    """
    screen = Screen(min(max(width, NARROWEST), _WIDEST), color, ascii_only)
    if not review.is_open:
        return _text(_closed(review, as_of, screen))
    return _text(_fitting(review, as_of, screen, course, titles))


def _text(sections: list[list[str]]) -> str:
    lines = [line for section in sections if section for line in ("", *section)]
    return "\n".join(line.rstrip() for line in lines[1:]) + "\n"


def _fitting(
    review: Review, as_of: str, screen: Screen, course: Sequence[CoursePoint], titles: Mapping[str, str]
) -> list[list[str]]:
    """The sections with as much advice as fits the card's length."""
    little = review.band == "unknown"
    head = [
        _head(review, as_of, screen),
        [*_score(review, screen, titles), *course_lines(course, screen), *_groups(review.groups, screen)],
    ]
    middle = [_critical(review, as_of, screen), _map(review, screen)]
    end = [
        hangs_on(review, screen, titles),
        repairs(review, screen, titles),
        file_notes(review, screen),
        waivers(review, as_of, screen),
    ]
    sections: list[list[str]] = []
    for detail in _DETAILS:
        asked = unknowns(review, screen, detail, first=little)
        told = findings(review, screen, detail)
        sections = [*head, asked, *middle, *told, *end] if little else [*head, *middle, *told, asked, *end]
        if sum(len(section) + 1 for section in sections if section) - 1 <= _LINES:
            break
    return sections


def _closed(review: Review, as_of: str, screen: Screen) -> list[list[str]]:
    said = picks.how_it_ended(review)
    return [_head(review, as_of, screen), screen.block(said, 0), file_notes(review, screen)]


def _head(review: Review, as_of: str, screen: Screen) -> list[str]:
    title = screen.block(f"{review.account}: {review.deal}", 0, 3)
    facts = [amount(review.amount, review.currency), screen.clip(review.stage, 40)]
    if review.is_open:
        facts.append(closing(review.close_date, as_of))
    elif review.close_date:
        facts.append(f"close date {day(review.close_date)}")
    facts.append(screen.clip(review.owner, 40))
    theirs = _their_dates(review, as_of) if review.is_open else []
    where = screen.listed([screen.text(review.file), f"as of {day(as_of)}"])
    return [
        *(screen.paint("bold", line) for line in title),
        *screen.listed(facts),
        *screen.listed(theirs),
        *(screen.paint("dim", line) for line in where),
    ]


def _their_dates(review: Review, as_of: str) -> list[str]:
    dates = []
    if review.decision_date:
        verb = "meant to decide" if days_until(review.decision_date, as_of) < 0 else "decide"
        dates.append(f"they {verb} {day(review.decision_date)}, {distance(review.decision_date, as_of)}")
    if review.need_by:
        verb = "needed" if days_until(review.need_by, as_of) < 0 else "need"
        dates.append(f"they {verb} it by {day(review.need_by)}")
    return dates


def _score(review: Review, screen: Screen, titles: Mapping[str, str]) -> list[str]:
    score, band = review.score or 0, review.band or "unknown"
    style = BAND_STYLES[band]
    bar = screen.bar(score, 100, min(20, screen.width - 44))
    line = (
        f"{screen.paint('bold', str(score))} of 100  {screen.paint(style, bar)}  "
        f"{screen.paint(style, words(band).upper())}  coverage {review.coverage or 0}%"
    )
    return [line, *_why_this_band(review, screen, titles)]


def _why_this_band(review: Review, screen: Screen, titles: Mapping[str, str]) -> list[str]:
    if review.band == "unknown":
        return screen.block(
            "Too little is recorded to judge this deal, and that is no verdict on it. The points count only "
            "what is known; a few answers give a clear picture.",
            0,
        )
    if review.capped:
        held = "; ".join(title_of(rule, titles) for rule in picks.holding(review))
        why = f"The points alone would be healthy. It stays at watch while something serious is open: {held}."
        return screen.block(why, 0)
    return []


def _groups(groups: tuple[Group, ...], screen: Screen) -> list[str]:
    cells = [_group(group, screen) for group in groups]
    if screen.width < 76:
        return ["", *cells]
    half = (len(cells) + 1) // 2
    pairs = zip(cells[:half], [*cells[half:], ""][:half], strict=True)
    return ["", *(pad(left, 40) + right for left, right in pairs)]


def _group(group: Group, screen: Screen) -> str:
    bar = screen.bar(group.lost, group.max, 7)
    painted = screen.paint("red" if group.lost * 2 >= group.max else "yellow", bar)
    lost = f"lost {group.lost:>2} of {group.max}"
    return f"{group.group:<14}{lost} {painted}"


def _critical(review: Review, as_of: str, screen: Screen) -> list[str]:
    theirs, ours = picks.next_two(review)
    lines = [screen.heading("THE NEXT TWO CRITICAL THINGS")]
    for label, thing in (("Theirs", theirs), ("Ours", ours)):
        text = critical_words(thing, as_of, screen.clip)
        lines += screen.beside(screen.paint("bold", label), text, _LABEL, 4)
    return lines


def critical_words(thing: Critical, as_of: str, short: Callable[[str, int], str]) -> str:
    """One of the next two things in a sentence; ``short`` cuts a user's text to a length."""
    if thing.kind == "question":
        return f"Nothing of {thing.side} moves the decision yet. {ask_words(short(thing.what, 300))}"
    if thing.kind == "same":
        return "The same step, together with them."
    lead = {"shared": "Together: ", "plan": "From their plan: "}.get(thing.kind, "")
    who = f"{short(thing.who, 40)}, " if thing.who else ""
    return f"{lead}{short(thing.what, 160)} ({who}{due(thing.due, as_of)})"


def _map(review: Review, screen: Screen) -> list[str]:
    heading = screen.heading("WHO STANDS WHERE")
    if not review.buying_team:
        return [heading, *screen.block(_NOBODY, 0)]
    return [heading, *relationship_map(review.buying_team, screen)]
