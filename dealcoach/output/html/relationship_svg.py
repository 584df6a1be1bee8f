"""A buying team's relationship map as SVG: influence against relationship, stance by colour and sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dealcoach.output.html.escape import esc
from dealcoach.output.html.wording import STANCES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dealcoach.model.review import Person

MOST_ON_MAP = 24
"""More people than this do not fit a map; the most influential are drawn and the list names everybody."""
LEGEND = "The second axis is our relationship with the person, not their interest."
_WIDTH, _HEIGHT = 340, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 20, 338, 4, 280
_MIDDLE_X, _MIDDLE_Y = 179, 142
_COLUMNS = {1: 42, 2: 92, 3: 142, 4: 206, 5: 274}
_ROWS = {5: 40, 4: 112, 3: 168, 2: 214, 1: 258}
_DOT = 8
_LETTER = 5.9
_LONGEST_NAME = 18
_STEPS = [(0, 0), *((x, y) for y in (0, 20, -20, 40, -40) for x in (0, 21, -21, 42, -42) if (x, y) != (0, 0))]
"""How far a dot may stand from its own place, the nearest first, where others stand there already."""

FRAME = (
    '<symbol id="map-frame" viewBox="0 0 340 300">'
    f'<rect class="q q-hot" x="{_LEFT}" y="{_TOP}" width="{_MIDDLE_X - _LEFT}" height="{_MIDDLE_Y - _TOP}"/>'
    f'<rect class="q" x="{_MIDDLE_X}" y="{_TOP}" width="{_RIGHT - _MIDDLE_X}" height="{_MIDDLE_Y - _TOP}"/>'
    f'<rect class="q" x="{_LEFT}" y="{_MIDDLE_Y}" width="{_MIDDLE_X - _LEFT}"'
    f' height="{_BOTTOM - _MIDDLE_Y}"/>'
    f'<rect class="q" x="{_MIDDLE_X}" y="{_MIDDLE_Y}" width="{_RIGHT - _MIDDLE_X}"'
    f' height="{_BOTTOM - _MIDDLE_Y}"/>'
    f'<text class="qn" x="{_LEFT + 6}" y="{_TOP + 14}">DEVELOP <tspan>the priority</tspan></text>'
    f'<text class="qn e" x="{_RIGHT - 6}" y="{_TOP + 14}">NURTURE <tspan>stay close</tspan></text>'
    f'<text class="qn" x="{_LEFT + 6}" y="{_BOTTOM - 6}">WATCH <tspan>not to be ignored</tspan></text>'
    f'<text class="qn e" x="{_RIGHT - 6}" y="{_BOTTOM - 6}">SUPPORT <tspan>back them</tspan></text>'
    f'<text class="ax" x="{_LEFT}" y="296">weak relationship</text>'
    f'<text class="ax e" x="{_RIGHT}" y="296">strong relationship</text>'
    f'<text class="ax e" transform="rotate(-90)" x="{-_TOP}" y="13">high influence</text>'
    f'<text class="ax" transform="rotate(-90)" x="{-_BOTTOM}" y="13">low</text>'
    "</symbol>"
)
"""The quadrants and their names: drawn once on the page and used by every map."""


Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
_WHOLE: Box = (_LEFT, _TOP, _RIGHT, _BOTTOM)
_QUADRANT_NAMES: tuple[Box, ...] = (
    (_LEFT, _TOP, _LEFT + 108, _TOP + 18),
    (_RIGHT - 104, _TOP, _RIGHT, _TOP + 18),
    (_LEFT, _BOTTOM - 16, _LEFT + 118, _BOTTOM),
    (_RIGHT - 104, _BOTTOM - 16, _RIGHT, _BOTTOM),
)
"""Where the quadrants' names stand: no person may cover them."""


class _Spot(NamedTuple):
    """Where a dot and its name stand."""

    x: int
    y: int
    label_x: int
    label_y: int
    anchor: str


def relationship_map(people: Sequence[Person]) -> str:
    """The map of those whose influence and relationship are known; empty when there is nobody to draw.

    Where people crowd, those with less influence may find no room; the list beside the map names everybody.
    """
    known = [person for person in people if person.influence in _ROWS and person.relationship in _COLUMNS]
    if not known:
        return ""
    known.sort(key=lambda person: -(person.influence or 0))
    taken = list(_QUADRANT_NAMES)
    marks = "".join([_mark(person, taken) for person in known[:MOST_ON_MAP]])
    names = ", ".join([f"{person.name} ({person.quadrant})" for person in known[:MOST_ON_MAP]])
    label = esc(f"Relationship map, influence against relationship: {names}")
    return (
        f'<svg class="map" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{label}">'
        f'<use href="#map-frame" width="{_WIDTH}" height="{_HEIGHT}"/>{marks}</svg>'
    )


def _mark(person: Person, taken: list[Box]) -> str:
    name = shortened(person.name)
    x, y = _COLUMNS[person.relationship or 1], _ROWS[person.influence or 1]
    spot = _place(x, y, len(name) * _LETTER, taken)
    if spot is None:
        return ""
    stance = person.stance if person.stance in STANCES else "unknown"
    return (
        f'<g class="st-{stance}"><circle cx="{spot.x}" cy="{spot.y}" r="{_DOT}"/>'
        f'<text class="sg" x="{spot.x}" y="{spot.y + 4}">{STANCES[stance][0]}</text>'
        f'<text class="pn{spot.anchor}" x="{spot.label_x}" y="{spot.label_y}">{esc(name)}</text></g>'
    )


def shortened(name: str) -> str:
    """A name that fits the map: the end of a long one is left out."""
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _place(x: int, y: int, width: float, taken: list[Box]) -> _Spot | None:
    """The nearest free place in the quadrant for a dot, with its name beside it; None where all is full."""
    quadrant = _quadrant(x, y)
    for across, down in _STEPS:
        dot_x, dot_y = x + across, y + down
        dot = (dot_x - _DOT, dot_y - _DOT, dot_x + _DOT, dot_y + _DOT)
        if not _free(dot, quadrant, taken):
            continue
        for label_x, label_y, anchor, label in _labels(dot_x, dot_y, width):
            if _free(label, _WHOLE, taken):
                taken += (dot, label)
                return _Spot(dot_x, dot_y, label_x, label_y, anchor)
    return None


def _quadrant(x: int, y: int) -> Box:
    left, right = (_LEFT, _MIDDLE_X) if x < _MIDDLE_X else (_MIDDLE_X, _RIGHT)
    top, bottom = (_TOP, _MIDDLE_Y) if y < _MIDDLE_Y else (_MIDDLE_Y, _BOTTOM)
    return left, top, right, bottom


def _free(box: Box, within: Box, taken: Iterable[Box]) -> bool:
    left, top, right, bottom = box
    if left < within[0] or top < within[1] or right > within[2] or bottom > within[3]:
        return False
    return not [
        other
        for other in taken
        if left < other[2] and other[0] < right and top < other[3] and other[1] < bottom
    ]


def _labels(x: int, y: int, width: float) -> Iterator[tuple[int, int, str, Box]]:
    """The places for a name beside its dot, the best first, each with how its text is anchored."""
    right, left, half = x + _DOT + 3, x - _DOT - 3, width / 2
    yield right, y + 4, "", (right, y - 6, right + width, y + 7)
    yield x, y + 20, " m", (x - half, y + 10, x + half, y + 23)
    yield left, y + 4, " e", (left - width, y - 6, left, y + 7)
    yield x, y - 12, " m", (x - half, y - 22, x + half, y - 9)
