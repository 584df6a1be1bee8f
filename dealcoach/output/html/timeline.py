"""The customer's plan and our next steps on one timeline: a strip of numbered marks, and their list."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dealcoach.output.html.escape import esc
from dealcoach.output.html.wording import day, ordinal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealcoach.model.review import NextStep, Review

THEIRS, OURS, BOTH, MILESTONE = "theirs", "ours", "both", "mile"
_SIDES = {"us": OURS, "customer": THEIRS, "both": BOTH}
_LANE_LABELS = {THEIRS: "Theirs: ", OURS: "Ours: ", BOTH: "Together: ", MILESTONE: ""}
_LANE_HEIGHTS = {THEIRS: 22, BOTH: 50, OURS: 78, MILESTONE: 50}
_READINGS = {
    "waiting": "waiting",
    "check_in": "check-in without a purpose",
    "content_push": "sending material",
    "gone_dark": "silence",
    "vague": "vague",
}
"""What the page says of a step that does not move the decision."""
_WIDTH, _HEIGHT, _EDGE = 340, 100, 14
_SPACING = 18
_BESIDE_OURS = 34
"""Where a label may begin that shares its line with the name of our lane."""
_EARLIEST_DAYS, _LATEST_DAYS = 120, 365
_MOST_MARKS = 36
_SHORTEST_DAYS = 14


class Event(NamedTuple):
    """Something on the timeline."""

    due: int | None
    """Its day number; None when it has no date."""
    iso: str
    lane: str
    text: str
    who: str
    done: bool
    note: str


def events(review: Review) -> list[Event]:
    """Everything with a place on the deal's timeline, in the order of its dates, the undated last."""
    found = [
        Event(
            _number(item.due),
            item.due or "",
            THEIRS,
            item.what,
            item.who or "",
            bool(item.done),
            "their plan",
        )
        for item in review.customer_plan
    ]
    found += [_of_step(step) for step in review.next_steps]
    found += [
        Event(ordinal(iso), iso, MILESTONE, text, "", False, "")
        for iso, text in (
            (review.decision_date, "They decide"),
            (review.need_by, "They need it in place"),
            (review.close_date, "We expect to close"),
        )
        if iso
    ]
    found.sort(key=lambda event: (event.due is None, event.due or 0))
    return found


def _of_step(step: NextStep) -> Event:
    who = "" if step.owner in (None, *_SIDES) else str(step.owner)
    note = "" if step.done else _READINGS.get(step.reading, "")
    lane = _SIDES.get(step.side, OURS)
    return Event(_number(step.due), step.due or "", lane, step.what, who, bool(step.done), note)


def _number(iso: str | None) -> int | None:
    return ordinal(iso) if iso else None


def timeline(review: Review, as_of: str) -> str:
    """The strip and its list; empty when nothing is planned and no date is known."""
    listed = list(enumerate(events(review), start=1))
    if not listed:
        return ""
    items = "".join([_item(number, event, as_of) for number, event in listed])
    return f'{_strip(listed, ordinal(as_of))}<ol class="tl">{items}</ol>'


def _strip(listed: Sequence[tuple[int, Event]], today: int) -> str:
    dated = [(number, event, event.due) for number, event in listed if event.due is not None]
    if not dated:
        return ""
    first = max(today - _EARLIEST_DAYS, min(today, dated[0][2]))
    last = min(today + _LATEST_DAYS, max(today, dated[-1][2]))
    scale = (_WIDTH - 2 * _EDGE) / max(last - first, _SHORTEST_DAYS)
    marks: list[str] = []
    for lanes in ((THEIRS,), (OURS,), (BOTH, MILESTONE)):
        lane = [entry for entry in dated if entry[1].lane in lanes][:_MOST_MARKS]
        places = spread([_EDGE + scale * (min(last, max(first, due)) - first) for _, _, due in lane])
        marks += [_mark(number, event, x, today) for (number, event, _), x in zip(lane, places, strict=True)]
    now = _EDGE + scale * (today - first)
    anchored, beside = (" e", now - 3) if now > _WIDTH / 2 else ("", max(now + 3, _BESIDE_OURS))
    return (
        f'<svg class="strip" viewBox="0 0 {_WIDTH} {_HEIGHT}" aria-hidden="true">'
        f'<path class="axis" d="M4 50H336"/><path class="now" d="M{now:.0f} 4V96"/>'
        f'<text class="ax{anchored}" x="{beside:.0f}" y="97">today</text>'
        f'<text class="ax" x="4" y="9">theirs</text><text class="ax" x="4" y="97">ours</text>'
        f"{''.join(marks)}</svg>"
    )


def spread(wanted: Sequence[float]) -> list[float]:
    """Places in rising order, moved apart so that no mark covers another, inside the strip where they fit."""
    places: list[float] = []
    for place in wanted:
        places.append(max(place, places[-1] + _SPACING) if places else place)
    limit = float(_WIDTH - _EDGE)
    for index in range(len(places) - 1, -1, -1):
        places[index] = min(places[index], limit)
        limit = places[index] - _SPACING
    if places and places[0] < _EDGE:
        gap = min(float(_SPACING), (_WIDTH - 2 * _EDGE) / max(len(places) - 1, 1))
        places = [_EDGE + gap * index for index in range(len(places))]
    return places


def _mark(number: int, event: Event, place: float, today: int) -> str:
    x, y = round(place), _LANE_HEIGHTS[event.lane]
    shape = (
        f'<path d="M{x} {y - 11}l11 11l-11 11l-11 -11z"/>'
        if event.lane == MILESTONE
        else f'<circle cx="{x}" cy="{y}" r="8.5"/>'
    )
    kind = f"{event.lane}{_state(event, today)}"
    return f'<g class="ev {kind}">{shape}<text x="{x}" y="{y + 3.5}">{number}</text></g>'


def _state(event: Event, today: int) -> str:
    if event.done:
        return " done"
    return " late" if event.due is not None and event.due < today else ""


def _item(number: int, event: Event, as_of: str) -> str:
    state = _state(event, ordinal(as_of))
    remarks = [esc(event.who), event.note]
    if event.done:
        remarks.append("done")
    elif state and event.lane != MILESTONE:
        remarks.append('<b class="late">overdue</b>')
    tail = " &middot; ".join([remark for remark in remarks if remark])
    return (
        f'<li class="{event.lane}{state}"><b class="n">{number}</b>'
        f'<span class="d">{day(event.iso, as_of) if event.iso else "no date yet"}</span>'
        f'<span class="w">{_LANE_LABELS[event.lane]}{esc(event.text)}'
        f"{f' <small>{tail}</small>' if tail else ''}</span></li>"
    )
