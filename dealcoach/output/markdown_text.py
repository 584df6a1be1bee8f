"""What a user wrote, made plain text inside Markdown: no styling, links, HTML, mentions or references."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from dealcoach.output.money import plural
from dealcoach.output.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NOTHING = "&#8203;"
"""A space of no width: it parts what a forge would join to a mention, a reference, a link or an emoji."""
_PIPE = "&#124;"
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>~&^=])")
_JOINED = re.compile(
    r"(?P<sign>[@#!%$](?=\w)|(?i:\bgh-)(?=\d)|:(?=//|[\w+-]+:)|(?i:\bwww)(?=\.)|(?i:\bmailto|\bxmpp)(?=:))"
)
_LINE_START = re.compile(r"^(\s*)([#+-]|\d+(?=[.)]))")


def md(text: str, most: int = 0) -> str:
    """The text, safe inside a paragraph, a list item or a table cell; cut at ``most`` characters if given."""
    plain = " ".join(safe(text).split())
    if 0 < most < len(plain):
        plain = plain[: most - 1].rstrip() + "…"
    parts = _JOINED.split(plain)  # every second part is a sign of _JOINED
    for place in range(0, len(parts), 2):
        parts[place] = _SPECIAL.sub(r"\\\1", parts[place]).replace("|", _PIPE)
    for place in range(1, len(parts), 2):
        parts[place] = ("\\" if parts[place] in "!#" else "") + parts[place] + _NOTHING
    return _LINE_START.sub(_guarded, "".join(parts))


def _guarded(match: re.Match[str]) -> str:
    sign = match[2]
    return f"{match[1]}{sign}{_NOTHING}" if sign.isdigit() else f"{match[1]}\\{sign}"


class Budget:
    """The characters that a part of the text may still take."""

    def __init__(self, characters: int) -> None:
        self.left = characters

    def takes(self, text: str) -> bool:
        """Whether the text fits what is left; then it is taken from it."""
        if len(text) + 1 > self.left:
            return False
        self.left -= len(text) + 1
        return True

    def lines(self, lines: Iterable[str], noun: str) -> str:
        """The lines that fit, and the number of those that do not."""
        every = list(lines)
        kept = list(takewhile(self.takes, every))
        if len(kept) < len(every):
            kept.append(f"- and {plural(len(every) - len(kept), f'more {noun}')}")
        return "\n".join(kept)


def table(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    count: int,
    budget: Budget,
    noun: str,
    *,
    right: Sequence[int] = (),
) -> str:
    """A table of safe cells with as many of the ``count`` rows as fit; the others are counted below it."""
    rule = ["---:" if place in right else "---" for place in range(len(header))]
    lines = [f"| {' | '.join(cells)} |" for cells in (header, rule)]
    shown = list(takewhile(budget.takes, (f"| {' | '.join(row)} |" for row in rows)))
    text = "\n".join([*lines, *shown])
    if len(shown) < count:
        text += f"\n\nand {plural(count - len(shown), f'more {noun}')}, counted in the totals."
    return text
