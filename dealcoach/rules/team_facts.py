"""Facts about the buying team as a whole: who supports, who resists, who can reach whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dealcoach.model.words import name_key, squeeze
from dealcoach.rules.kleene import Maybe, any_of, both
from dealcoach.rules.member_facts import introducers, sent_by

if TYPE_CHECKING:
    from dealcoach.model.deal import Deal
    from dealcoach.rules.names import Names

Facts = dict[str, Any]


def team_facts(members: Sequence[Facts], names: Names, unlisted: Sequence[str]) -> Facts:
    """One mapping of facts about all members together; lists hold names in the order of the file."""

    def named(fact: str) -> list[str]:
        return [m["name"] for m in members if m[fact]]

    def first(fact: str) -> int | None:
        return next((m["index"] for m in members if m[fact]), None)

    resistant, supportive = _powerful(members, "resistant"), _powerful(members, "supportive")
    unsupported, unsupported_index = _unsupported(members)
    wanted = next((m for m in members if m["develop"]), None)
    friends = [m for m in members if m["strong"] and not m["resistant"]]
    if wanted:
        friends.sort(key=lambda m: sent_by(wanted, m, names))
    ungraded = [m["name"] for m in members if m["nurture"] is None and not m["engaged"]]
    return {
        "size": len(members),
        "any_role": any(m["roles"] for m in members),
        "names": [m["name"] for m in members],
        "engaged": named("engaged"),
        "willing": [m["name"] for m in members if m["engaged"] and not m["resistant"]],
        "engagement_known": None not in [m["engaged"] for m in members],
        "end_users": named("end_user"),
        "end_users_unmet": [m["name"] for m in members if m["end_user"] and not m["met"]],
        "end_users_unclear": [m["name"] for m in members if m["end_user"] and not m["stance_known"]],
        "decision_makers": named("decision_maker"),
        "allies": named("ally"),
        "ally": any_of([m["ally"] for m in members]),
        "supporters": named("supportive"),
        "resisters": named("resistant"),
        "doubters": [m["name"] for m in members if m["stance"] in ("skeptical", "resistant")],
        "stance_unknown": [m["name"] for m in members if not m["stance_known"]],
        "doers": [m["name"] for m in members if m["end_user"] or m["problem_owner"]],
        "doers_below": [
            m["name"] for m in members if (m["end_user"] or m["problem_owner"]) and not m["decision_maker"]
        ],
        "carriers": [
            m["name"]
            for m in members
            if (m["end_user"] or m["problem_owner"]) and not (m["decision_maker"] or m["resistant"])
        ],
        "develop": named("develop"),
        "nurture": named("nurture"),
        "nurture_ungraded": ungraded,
        "nurture_undated": []
        if ungraded
        else [m["name"] for m in members if m["nurture"] and m["met"] is None],
        "named_movers": next((m["named_movers"] for m in members if m["decision_maker"]), []),
        "unlisted": list(unlisted),
        "first_develop": first("develop"),
        "first_decision_maker": first("decision_maker"),
        "first_strong": first("strong"),
        "first_watch": first("watch"),
        "postponed_index": next(
            (m["index"] for m in members if m["decision_maker"] and m["postponed"]), None
        ),
        "watch": named("watch"),
        "watch_ungraded": (unplaced := [m["name"] for m in members if m["watch"] is None]),
        "watch_undated": [] if unplaced else [m["name"] for m in members if m["watch"] and m["met"] is None],
        "strong": named("strong"),
        "friends": [m["name"] for m in friends],
        "introducers": introducers(wanted, friends, names),
        "influential": named("influential"),
        "rank_unknown": [m["name"] for m in members if m["engaged"] and _rank_unknown(m)],
        "grades_missing": [m["name"] for m in members if m["influence"] is None or m["relationship"] is None],
        "path_to_decision_maker": any_of(
            [path for m in members if m["decision_maker"] for path in (m["engaged"], m["reachable"])]
        ),
        "unsupported": unsupported,
        "unsupported_index": unsupported_index,
        "unsupported_name": None if unsupported_index is None else members[unsupported_index]["name"],
        "influential_resister_names": [m["name"] for m in members if m["resistant"] and m["influential"]],
        "influential_resisters": resistant[0],
        "influential_resisters_most": resistant[1],
        "influential_supporters": supportive[0],
        "influential_supporters_most": supportive[1],
    }


def _rank_unknown(m: Facts) -> bool:
    """Whether only a level or a title would tell if this person sits at the top."""
    return m["executive"] is None and not (m["decision_maker"] or m["end_user"] or m["problem_owner"])


def _powerful(members: Sequence[Facts], stance: str) -> tuple[int, int]:
    """How many influential members surely take a side, and how many may at the most."""
    sides = [both(m["influential"], m[stance]) for m in members]
    return sides.count(True), sides.count(True) + sides.count(None)


def _unsupported(members: Sequence[Facts]) -> tuple[Maybe, int | None]:
    """Whether a decision maker supports us while most others do not, and the first such one."""
    answers = []
    for m in members:
        if not m["decision_maker"]:
            continue
        others = [other["supportive"] for other in members if other is not m and other["stance_known"]]
        alone = 2 * others.count(False) > len(others)
        answer = both(m["supportive"], alone)
        if answer:
            return True, m["index"]
        answers.append(answer)
    return any_of(answers), None


def faction_facts(deal: Deal, members: Sequence[Facts], names: Names) -> tuple[list[Facts], Maybe]:
    """The sets of resistant members who share a faction or a manager, and whether there may be one."""
    groups: dict[tuple[str, str], list[int]] = {}
    labels: dict[tuple[str, str], str] = {}
    for index, member in enumerate(deal.buying_team):
        if members[index]["resistant"] is False:
            continue
        if member.faction:
            key = ("faction", squeeze(member.faction))
            groups.setdefault(key, []).append(index)
            labels.setdefault(key, member.faction)
        if member.reports_to:
            manager = names.find(member.reports_to)
            key = ("manager", name_key(member.reports_to) if manager is None else str(manager))
            groups.setdefault(key, []).append(index)
            labels.setdefault(key, member.reports_to if manager is None else members[manager]["name"])
    factions: dict[tuple[int, ...], Facts] = {}
    possible = False
    for key, indices in groups.items():
        sure = tuple(index for index in indices if members[index]["resistant"])
        possible = possible or len(indices) > 1
        if len(sure) > 1 and sure not in factions:
            factions[sure] = _faction(key[0], labels[key], [members[index] for index in sure])
    ordered = [factions[sure] for sure in sorted(factions)]
    return ordered, True if ordered else (None if possible else False)


def _faction(kind: str, label: str, people: list[Facts]) -> Facts:
    return {
        "kind": kind,
        "label": label,
        "index": people[0]["index"],
        "members": [m["name"] for m in people],
        "indices": [m["index"] for m in people],
        "worked_on": any(m["worked_on"] for m in people),
        "leverage": sorted({name for m in people for name in m["leverage"]}),
    }
