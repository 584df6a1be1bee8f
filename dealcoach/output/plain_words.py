"""A rule's text without a deal: each placeholder as the words that a rep would use for the fact."""

from __future__ import annotations

import re

from dealcoach.rules.declared import COLLECTIONS, MESSAGES, VARIABLES
from dealcoach.rules.limits import Limits

_PLACE = re.compile(r"\{\{|\}\}|\{([a-z_]+(?:\.[a-z_]+)*)((?:\|[a-z]+(?::[^|{}]*)?)*)\}")
_WORDS = {
    "deal.account": "the account",
    "deal.close_date": "the close date",
    "deal.name": "the deal",
    "deal.owner": "the rep",
    "deal.pushes": "several times",
    "deal.stage": "this stage",
    "error": "the error",
    "faction.label": "the group",
    "faction.leverage": "somebody they listen to",
    "faction.members": "the people of the group",
    "hint": "",
    "member.benefit": "what this person gains",
    "member.concern": "what worries this person",
    "member.fell_by": "somebody",
    "member.fell_from": "what it was",
    "member.fell_to": "what it is now",
    "member.introduced_by": "the introducer",
    "member.introducers": "somebody who has their ear",
    "member.leverage": "somebody who has their ear",
    "member.name": "this person",
    "member.stall_day": "that day",
    "name": "the name",
    "near": "a name on the list",
    "need.by": "that day",
    "need.if_not": "what happens without it",
    "need.problem": "the problem they have",
    "past.stage_by": "somebody",
    "plan.decision_date": "their decision day",
    "plan_step.what": "the step",
    "plan_step.who": "whoever does it",
    "progress.waiting_steps": "the step we wait for",
    "reason": "what the waiver says",
    "role.text": "the role",
    "rule": "the rule",
    "step.owner_name": "the owner of the step",
    "step.what": "the step",
    "step.with": "the person it works with",
    "team.allies": "an ally of ours",
    "team.carriers": "somebody who does the work",
    "team.decision_makers": "the person who decides",
    "team.develop": "the key person",
    "team.doers": "somebody who does the work",
    "team.doers_below": "somebody who does the work",
    "team.doubters": "somebody who doubts it",
    "team.end_users": "an end user",
    "team.end_users_unclear": "an end user",
    "team.end_users_unmet": "an end user",
    "team.engaged": "the person we talk with",
    "team.friends": "a good contact",
    "team.influential": "somebody with much say",
    "team.influential_resister_names": "somebody with much say who is against it",
    "team.introducers": "a good contact",
    "team.names": "several people",
    "team.nurture": "a good contact who counts",
    "team.nurture_undated": "each of them",
    "team.nurture_ungraded": "each of them",
    "team.rank_unknown": "each of them",
    "team.resisters": "somebody who is against it",
    "team.stance_unknown": "those whose view we do not know",
    "team.strong": "a good contact",
    "team.supporters": "a supporter",
    "team.unsupported_name": "the person who decides",
    "team.watch": "somebody at the edge of this",
    "team.watch_undated": "each of them",
    "team.watch_ungraded": "each of them",
    "team.willing": "the person we talk with",
    "until": "that day",
}
"""The words for each fact that advice names often; any other is told by its declared meaning."""
_ALL = {
    "faction.leverage": "the people they listen to",
    "member.leverage": "the people this person listens to",
    "team.doers": "those who do the work",
    "team.doers_below": "those who do the work",
    "team.friends": "those who know us well",
    "team.introducers": "those who know us well",
    "team.strong": "those who know us well",
}
"""The words for lists that are told whole, not only their first name."""


def plain_words(text: str) -> str:
    """The text for any deal: ``Ask {member.name}: who decides?`` as ``Ask this person: who decides?``."""
    parts: list[str] = []
    end = 0
    for match in _PLACE.finditer(text):
        parts.append(text[end : match.start()])
        end = match.end()
        said = "".join(parts).rstrip()
        words = _said(match)
        starts = not said or said[-1] in ".?!"
        if said and starts and said == "".join(parts):
            parts.append(" ")  # one question or the other, side by side
        parts.append(words[:1].upper() + words[1:] if starts else words)
    return "".join([*parts, text[end:]])


def _said(match: re.Match[str]) -> str:
    place, filters = match[1], match[2]
    if place is None:
        return match[0][0]
    other = re.search(r"\|or:([^|]*)", filters)
    if other:
        return other[1]
    whole = re.search(r"\|phrase:([^|]*)", filters)
    if whole:
        return whole[1].replace("_", _words_of(place, filters))
    limit = Limits._field_defaults.get(place.removeprefix("limits."))
    if limit is not None:
        return f"{limit} days" if "|days" in filters else str(limit)
    return _words_of(place, filters)


def _words_of(place: str, filters: str) -> str:
    if "|first" not in filters and place in _ALL:
        return _ALL[place]
    return _WORDS[place] if place in _WORDS else _meaning(place)


def _meaning(place: str) -> str:
    """The meaning that the fact was declared with; an unknown one is only called by its name."""
    items = dict(COLLECTIONS.values())
    name, _, field = place.partition(".")
    declared = MESSAGES.get(VARIABLES.get(name) or items.get(name, ""), {}).get(field)
    return declared[1] if declared else place.replace(".", " ").replace("_", " ")
