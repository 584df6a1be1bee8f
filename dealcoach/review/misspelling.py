"""Names that nearly match a member of the buying team, such as Ines Durate for Ines Duarte."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from dealcoach.model.words import OWNER_SIDES, name_key, squeeze
from dealcoach.rules.names import names_of

if TYPE_CHECKING:
    from dealcoach.model.deal import Deal
    from dealcoach.reading.document import Path

_CLOSE = 0.84
"""Least similarity (difflib's ratio) of two names that are taken for one."""
MOST_COMPARED = 400
"""Names outside the team that are compared with it; a deal has a dozen."""
_OWN_WORDS = ("us", "customer", "both")
_SIDES = frozenset((*OWNER_SIDES, "we"))


def misspelled_names(deal: Deal) -> Iterator[tuple[Path, str, str]]:
    """Where a name nearly matches a member: the path, the name as written, the member's name."""
    if not deal.buying_team:
        return
    written = tuple([member.name for member in deal.buying_team])
    exact = {*written, *_OWN_WORDS, deal.owner, deal.account, *deal.our_team}
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


@lru_cache(maxsize=64)
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
        if not known.issuperset(step.with_):
            yield from _listed(("next_steps", index, "with"), step.with_, known)
    for index, activity in enumerate(deal.activity):
        if not known.issuperset(activity.with_):
            yield from _listed(("activity", index, "with"), activity.with_, known)
    for index, member in enumerate(deal.buying_team):
        if member.reports_to and member.reports_to not in known:
            yield ("buying_team", index, "reports_to"), member.reports_to
        if member.introduced_by and member.introduced_by not in known:
            yield ("buying_team", index, "introduced_by"), member.introduced_by
        if not known.issuperset(member.influenced_by):
            yield from _listed(("buying_team", index, "influenced_by"), member.influenced_by, known)
    if deal.customer_plan:
        for index, plan_step in enumerate(deal.customer_plan.steps):
            if plan_step.who and plan_step.who not in known:
                yield ("customer_plan", "steps", index, "who"), plan_step.who
    owner = deal.business_case.owner if deal.business_case else None
    if owner and owner not in known:
        yield ("business_case", "owner"), owner


def _listed(path: Path, names: Sequence[str], known: set[str]) -> Iterator[tuple[Path, str]]:
    return (((*path, number), name) for number, name in enumerate(names) if name not in known)
