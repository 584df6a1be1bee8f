"""The map of a buying team for the terminal: relationship across, influence upwards, a sign for the stance.

The plot is that of *Customers and Contacts: Relationships and Influence*. Its first axis is the
relationship; Mendelow's grid, which looks alike, has interest there.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from dealcoach.output.money import words
from dealcoach.output.terminal import clip, pad, safe, width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dealcoach.model.review import Person
    from dealcoach.output.screen import Screen

SIGN_STYLES = {
    "champion": "green",
    "supporter": "green",
    "neutral": "",
    "skeptical": "yellow",
    "resistant": "red",
    "unknown": "cyan",
}
NAMES = {
    "develop": ("DEVELOP", "the priority"),
    "nurture": ("NURTURE", "stay close"),
    "watch": ("WATCH", "not to be ignored"),
    "support": ("SUPPORT", "back them"),
}
_MARGIN = 12
_WEAK, _STRONG = (1, 2, 3), (4, 5)
_CELL_LINES = 3
_MOST_NAMES = 20
_WIDE = 100
"""From this width on the names stand beside the map, unless they take many more lines than it."""
_MORE_LINES = 4
_NAME_LINES = 3
_SPLIT = re.compile(r"[\W_]+")


class Tag(NamedTuple):
    """A person as the map shows them: the stance's sign and the initials."""

    person: Person
    stance: str
    text: str


def relationship_map(people: Sequence[Person], screen: Screen) -> list[str]:
    """The lines of the map and its legend."""
    tags = _tags(people, screen)
    placed = [tag for tag in tags if _is_placed(tag.person)]
    if not placed:
        return [*_names(tags, screen, screen.width), *_not_placed(tags, screen)]
    body = _beside(placed, screen) if screen.width >= _WIDE else []
    if not body:
        grid = _grid(placed, min(12, (screen.width - _MARGIN - 3) // 5), screen)
        body = [*grid, *_below(_names(placed, screen, screen.width), placed, screen)]
    return [*body, *_not_placed(tags, screen), *_key(tags, screen)]


def _is_placed(person: Person) -> bool:
    return person.influence is not None and person.relationship is not None


def _tags(people: Iterable[Person], screen: Screen) -> list[Tag]:
    taken: set[str] = set()
    tags = []
    for number, person in enumerate(people, 1):
        stem = text = initials(person.name, screen.ascii_only) or f"P{number}"
        again = 1
        while text in taken:
            again += 1
            text = f"{stem}.{again}" if stem[-1].isdigit() else f"{stem}{again}"
        taken.add(text)
        stance = person.stance or "unknown"
        tags.append(Tag(person, stance, screen.glyph(stance) + text))
    return tags


def initials(name: str, ascii_only: bool = False) -> str:
    """Two letters for a name, from its first and last word; empty when it has none to offer."""
    text = safe(name)
    if not text.isascii():
        from unicodedata import normalize

        text = normalize("NFC", text)
        if ascii_only:
            text = normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    parts = [part for part in _SPLIT.split(text) if part]
    if not parts:
        return ""
    letters = parts[0][0] + parts[-1][0] if len(parts) > 1 else parts[0][:2]
    return "".join(letter.upper()[0] for letter in letters) if len(parts) > 1 else letters


def _paint(tag: Tag, text: str, screen: Screen) -> str:
    return screen.paint(SIGN_STYLES.get(tag.stance, ""), text)


def _grid(placed: list[Tag], cell: int, screen: Screen) -> list[str]:
    down = screen.glyph("down")
    lines = [_border("top", "develop", "nurture", cell, screen)]
    for influence in (5, 4, 3, 2, 1):
        if influence == 3:
            lines.append(_border("middle", "watch", "support", cell, screen))
        side = {5: "high", 1: "low"}.get(influence, "")
        here = [tag for tag in placed if tag.person.influence == influence]
        columns = {
            grade: _cell([t for t in here if t.person.relationship == grade], cell, screen)
            for grade in (*_WEAK, *_STRONG)
        }
        for row in range(max(map(len, columns.values()))):
            label = f"{side:>9} {influence} " if row == 0 else " " * _MARGIN
            parts = ["".join(_row(columns[grade], row, cell) for grade in half) for half in (_WEAK, _STRONG)]
            lines.append(f"{label}{down}{parts[0]}{down}{parts[1]}{down}")
    lines.append(_border("bottom", "", "", cell, screen))
    numbers = [
        f"{grade} weak" if grade == 1 else f"{grade} strong" if grade == 5 else f"{grade}"
        for grade in (*_WEAK, *_STRONG)
    ]
    across = [number.ljust(cell) for number in numbers]
    lines.append(f"relationship  {''.join(across[:3])} {''.join(across[3:])}".rstrip())
    return lines


def _border(kind: str, left: str, right: str, cell: int, screen: Screen) -> str:
    first, cross, last = (screen.glyph(f"{kind}_{place}") for place in ("left", "cross", "right"))
    middle = "influence" if kind == "middle" else ""
    edges = [_edge(name, cell * count, screen) for name, count in ((left, 3), (right, 2))]
    return f"{middle:>9}   {first}{edges[0]}{cross}{edges[1]}{last}"


def _edge(quadrant: str, columns: int, screen: Screen) -> str:
    line = screen.glyph("across")
    if not quadrant:
        return line * columns
    name, hint = NAMES[quadrant]
    text = f"{name}: {hint}" if len(name) + len(hint) + 6 <= columns else name
    rest = line * (columns - len(text) - 3)
    return f"{line} {screen.paint('bold', text)} {rest}"


def _cell(tags: list[Tag], columns: int, screen: Screen) -> list[str]:
    """The lines of one cell; what does not fit is counted."""
    lines: list[str] = [""]
    for place, tag in enumerate(tags):
        if width(lines[-1]) + 1 + width(tag.text) > columns:
            if len(lines) == _CELL_LINES:
                lines[-1] = f" {len(tags) - place + _last(lines[-1])} more"[:columns]
                break
            lines.append("")
        lines[-1] += " " + _paint(tag, tag.text, screen)
    return lines


def _last(line: str) -> int:
    """How many tags the line holds that the count replaces."""
    return len(line.split())


def _row(lines: list[str], row: int, columns: int) -> str:
    return pad(lines[row] if row < len(lines) else "", columns)


def _names(tags: list[Tag], screen: Screen, columns: int, *, titles: bool = False) -> list[str]:
    """A few lines for each person, nearly always one, the most influential person first.

    A job title is told where it fits the first line; with ``titles`` always.
    """
    return [line for name in _each_name(tags, screen, columns, titles) for line in name]


def _each_name(tags: list[Tag], screen: Screen, columns: int, titles: bool) -> list[list[str]]:
    order = sorted(tags, key=lambda tag: (-(tag.person.influence or 0), -(tag.person.relationship or 0)))
    shown = order[:_MOST_NAMES]
    longest = max((width(tag.text) for tag in shown), default=0)
    names = [_name(tag, longest, screen, columns, titles) for tag in shown]
    if len(order) > len(shown):
        names.append([f"and {len(order) - len(shown)} more"])
    return names


def _name(tag: Tag, longest: int, screen: Screen, columns: int, titles: bool) -> list[str]:
    person = tag.person
    about = [words(role) for role in person.roles]
    if person.engaged is not None:
        about.append("in touch" if person.engaged else "no contact lately")
    text = ", ".join([screen.text(person.name), *about])
    room = columns - longest - 1
    title = screen.text(person.title or "")
    if title and (titles or width(text) + 2 + width(title) <= room):
        text = f"{text}, {title}"
    lines = wrap(text, room)
    rest = " ".join(lines[_NAME_LINES - 1 :])
    lines = [*lines[: _NAME_LINES - 1], *([clip(rest, room, screen.glyph("ellipsis"))] if rest else [])]
    head = f"{_paint(tag, pad(tag.text, longest), screen)} "
    return [(" " * (longest + 1) if row else head) + line for row, line in enumerate(lines)]


def _beside(placed: list[Tag], screen: Screen) -> list[str]:
    """The map with the names beside it; nothing where they take too many lines."""
    grid = _grid(placed, 9 + (screen.width - _WIDE) // 20, screen)
    column = width(grid[0]) + 3
    names = _names(placed, screen, screen.width - column, titles=True)
    if len(names) > len(grid):
        names = _names(placed, screen, screen.width - column)
    height = max(len(grid), len(names))
    if height > max(len(grid), min(len(placed), _MOST_NAMES)) + _MORE_LINES:
        return []
    left = [*grid, *[""] * (height - len(grid))]
    right = [*names, *[""] * (height - len(names))]
    return [(pad(a, column) + b).rstrip() for a, b in zip(left, right, strict=True)]


def _below(names: list[str], placed: list[Tag], screen: Screen) -> list[str]:
    """The names under the map, in two columns when they are many."""
    half = (screen.width - 2) // 2
    if len(placed) <= 8 or screen.width < 76:
        return names
    each = _each_name(placed, screen, half, titles=False)
    left: list[str] = []
    while len(left) < sum(map(len, each)):
        left += each.pop(0)
    right = [line for name in each for line in name]
    return [(pad(a, half + 2) + b).rstrip() for a, b in zip_longest(left, right, fillvalue="")]


def _not_placed(tags: list[Tag], screen: Screen) -> list[str]:
    missing = [tag for tag in tags if not _is_placed(tag.person)]
    if not missing:
        return []
    names = [f"{tag.text} {screen.text(tag.person.name)} ({_lacking(tag.person)})" for tag in missing[:8]]
    names += [f"and {len(missing) - 8} more"] if len(missing) > 8 else []
    return screen.block("Not placed: " + ", ".join(names), 0, 4)


def _lacking(person: Person) -> str:
    lacking = [word for word in ("influence", "relationship") if getattr(person, word) is None]
    return f"{' and '.join(lacking)} not known"


def _key(tags: list[Tag], screen: Screen) -> list[str]:
    present = {tag.stance for tag in tags}
    signs = [f"{screen.glyph(stance)} {stance}" for stance in SIGN_STYLES if stance in present]
    axes = "Across: the relationship with us, not Mendelow's interest. Upwards: influence."
    lines = [*screen.block(", ".join(signs), 0), *screen.block(axes, 0)]
    return [screen.paint("dim", line) for line in lines]
