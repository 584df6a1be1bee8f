"""A deal's share of the page: what the rest of the page reads of it, its line, and its card.

Shares are made one by one, each from its review alone, so that they can be made beside the review, in the
process that has it, and be kept with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from dealcoach.output.html.card import card
from dealcoach.output.html.glance import Glance, glance
from dealcoach.output.html.row import row
from dealcoach.output.titles import NO_TITLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealcoach.model.review import Review


class Part(NamedTuple):
    """A deal's share of the page."""

    glance: Glance
    row: str
    """The deal's line, up to where its card stands."""
    card: str


Bare = tuple[tuple[Any, ...], str, str]


def part(review: Review, *, as_of: str, titles: Mapping[str, str] = NO_TITLES) -> Part:
    """The share of one deal, as seen on a day; ``titles`` is what each rule is called."""
    seen = glance(review)
    return Part(seen, row(review, seen, as_of), card(review, as_of, titles))


def bare(review: Review, *, as_of: str, titles: Mapping[str, str] = NO_TITLES) -> Bare:
    """The share of one deal as bare tuples, which go between processes in half the time."""
    seen, line, inside = part(review, as_of=as_of, titles=titles)
    return tuple(seen), line, inside


def restored(value: Any) -> Part:
    """A share that was bare, or went through JSON."""
    seen, line, inside = value
    *facts, rules, whys = seen
    return Part(Glance._make((*facts, tuple(rules), tuple(whys))), line, inside)
