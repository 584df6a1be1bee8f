"""Names that nearly match a member of the buying team, such as Ines Durate for Ines Duarte."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from dealcoach.model.words import name_key, squeeze
from dealcoach.rules.names import names_of

if TYPE_CHECKING:
    from dealcoach.model.deal import Deal
    from dealcoach.reading.document import Path

_CLOSE = 0.84
"""Least similarity (difflib's ratio) of two names that are taken for one."""
MOST_COMPARED = 400
"""Names outside the team that are compared with it; a deal has a dozen."""
_SIDES = frozenset(("us", "customer", "both", "we"))


def misspelled_names(deal: Deal) -> Iterator[tuple[Path, str, str]]:
    """Where a name nearly matches a member: the path, the name as written, the member's name."""
    if not deal.buying_team:
        return
    written = tuple(member.name for member in deal.buying_team)
    exact = {*written, deal.owner, *deal.our_team}
    others = list(_mentions(deal, exact))
    if not others:
        return
    members = {name_key(name): name for name in written}
    ours = {name_key(name) for name in (deal.owner, *deal.our_team)}
    names = names_of(written)
    for path, name in others[:MOST_COMPARED]:
        key = name_key(name)
        if key in members or key in ours or squeeze(name) in _SIDES or names.find(name) is not None:
            continue
        if near := _near(key, tuple(members)):
            yield path, name, members[near]


@lru_cache(maxsize=4096)
def _near(key: str, members: tuple[str, ...]) -> str | None:
    if len(key) > 100:
        return None
    from difflib import get_close_matches

    return next(iter(get_close_matches(key, members, n=1, cutoff=_CLOSE)), None)


def _mentions(deal: Deal, known: set[str]) -> Iterator[tuple[Path, str]]:
    """The names in a deal and their paths, but for those that are known."""
    for index, step in enumerate(deal.next_steps):
        if step.owner and step.owner not in known:
            yield ("next_steps", index, "owner"), step.owner
        for number, name in enumerate(step.with_):
            if name not in known:
                yield ("next_steps", index, "with", number), name
    for index, activity in enumerate(deal.activity):
        for number, name in enumerate(activity.with_):
            if name not in known:
                yield ("activity", index, "with", number), name
    for index, member in enumerate(deal.buying_team):
        for key in ("reports_to", "introduced_by"):
            name = getattr(member, key)
            if name and name not in known:
                yield ("buying_team", index, key), name
        for number, name in enumerate(member.influenced_by):
            if name not in known:
                yield ("buying_team", index, "influenced_by", number), name
    if deal.customer_plan:
        for index, plan_step in enumerate(deal.customer_plan.steps):
            if plan_step.who and plan_step.who not in known:
                yield ("customer_plan", "steps", index, "who"), plan_step.who
    owner = deal.business_case.owner if deal.business_case else None
    if owner and owner not in known:
        yield ("business_case", "owner"), owner
