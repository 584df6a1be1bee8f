"""The two next critical things of a deal: theirs and ours, or the question when one is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealcoach.output import picks
from dealcoach.output.html.escape import esc
from dealcoach.output.html.wording import day, distance

if TYPE_CHECKING:
    from dealcoach.model.review import Review
    from dealcoach.output.picks import Critical

_SIDES = {"theirs": "Theirs", "ours": "Ours"}
_KINDS = {"shared": "together", "plan": "from their plan"}


def next_two(review: Review, as_of: str) -> str:
    """Both things, each in its box."""
    boxes = "".join([_box(thing, as_of) for thing in picks.next_two(review)])
    return (
        f'<section class="next"><h4>The two next critical things</h4><div class="two">{boxes}</div></section>'
    )


def _box(thing: Critical, as_of: str) -> str:
    side = f"<b>{_SIDES[thing.side]}</b>"
    if thing.kind == "question":
        ask = f"<p>Nothing yet moves the decision. <em>{esc(thing.what)}</em></p>"
        return f'<div class="miss">{side}{ask}</div>'
    if thing.kind == "same":
        return f"<div>{side}<p>The same step, together with them.</p></div>"
    when = f"{day(thing.due, as_of)}, {distance(thing.due, as_of)}" if thing.due else "no date yet"
    tail = " &middot; ".join([part for part in (_KINDS.get(thing.kind, ""), esc(thing.who), when) if part])
    return f"<div>{side}<p>{esc(thing.what)}</p><small>{tail}</small></div>"
