"""Writes deal files as text: every value reads back as the same text in any YAML reader."""

from __future__ import annotations

import json
import re
from functools import lru_cache

from dealcoach.importing.records import LAST_ACTIVITY_NOTE, CrmActivity, CrmDeal, CrmMember, CrmStep

MODELINE = "# yaml-language-server: $schema=./deal.schema.json\n"
Pairs = list[tuple[str, str]]

_PLAIN = re.compile(r"[^\W\d_](?:[\w .&/'()+%$@;-]*[\w.)%])?")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_ESCAPED = re.compile(
    "[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff\ud800-\udfff]"
)
MAX_TEXT = 10_000


@lru_cache(maxsize=1 << 16)
def scalar(text: str) -> str:
    """The text as a YAML scalar, safe in block and flow collections; quoted where readers could differ."""
    if len(text) > MAX_TEXT:
        text = text[: MAX_TEXT - 1] + "\u2026"
    if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS:
        return text
    return _quoted(text)


def _quoted(text: str) -> str:
    escaped = json.dumps(text, ensure_ascii=False)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", escaped)


def flow_list(texts: list[str]) -> str:
    """`[a, b]` from ready scalars."""
    return f"[{', '.join(texts)}]"


def flow_map(pairs: Pairs) -> str:
    """`{a: b}` from ready scalars."""
    return "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"


def member_pairs(member: CrmMember) -> Pairs:
    """The keys of a buying-team member in the order of the format."""
    pairs = [("name", scalar(member.name))]
    if member.title:
        pairs.append(("title", scalar(member.title)))
    if member.roles:
        pairs.append(("roles", flow_list(member.roles)))
    if member.level:
        pairs.append(("level", member.level))
    if member.influence:
        pairs.append(("influence", member.influence))
    if member.relationship:
        pairs.append(("relationship", member.relationship))
    if member.stance:
        pairs.append(("stance", member.stance))
    if member.reports_to:
        pairs.append(("reports_to", scalar(member.reports_to)))
    if member.side:
        pairs.append(("side", member.side))
    return pairs


def step_pairs(step: CrmStep) -> Pairs:
    """The keys of a next step in the order of the format."""
    pairs = [("what", scalar(step.what))]
    if step.owner:
        pairs.append(("owner", scalar(step.owner)))
    if step.due:
        pairs.append(("due", step.due))
    if step.type:
        pairs.append(("type", step.type))
    if step.people:
        pairs.append(("with", flow_list([scalar(name) for name in step.people])))
    if step.done:
        pairs.append(("done", step.done))
    return pairs


def activity_pairs(activity: CrmActivity) -> Pairs:
    """The keys of an activity in the order of the format."""
    pairs = [("date", activity.date), ("type", activity.type)]
    if activity.people:
        pairs.append(("with", flow_list([scalar(name) for name in activity.people])))
    if activity.direction:
        pairs.append(("direction", activity.direction))
    if activity.note:
        pairs.append(("note", scalar(activity.note)))
    return pairs


def scalar_pairs(deal: CrmDeal, fallback: bool = False) -> Pairs:
    """The top-level keys that the CRM owns and that hold one value, in the order of the format.

    `account_kind` and `competitors` are not among them: they are only filled when missing. With
    `fallback` an account or owner without a name goes by its id.
    """
    account, owner = deal.account, deal.owner
    if fallback:
        account, owner = account or deal.account_fallback, owner or deal.owner_fallback
    names = (("deal", deal.deal), ("account", account), ("owner", owner))
    pairs = [(key, scalar(value)) for key, value in names if value]
    if deal.amount:
        pairs.append(("amount", deal.amount))
    if deal.currency:
        pairs.append(("currency", scalar(deal.currency)))
    pairs.append(("stage", scalar(deal.stage)))
    pairs += [
        (key, value)
        for key in ("forecast", "created", "stage_since", "close_date")
        if (value := getattr(deal, key))
    ]
    return pairs


def crm_value(deal: CrmDeal) -> str:
    """The `crm` mapping; its id is always quoted, so that no reader takes it for a number."""
    return "{system: " + deal.system + ", id: " + _quoted(deal.id) + "}"


def seed_groups(deal: CrmDeal) -> list[tuple[str, Pairs]]:
    """The seeded sections (`need`, `customer_plan`) with their keys."""
    groups: dict[str, Pairs] = {}
    for path, value in deal.seeds.items():
        section, _, key = path.partition(".")
        is_date = key in {"by", "decision_date"}
        groups.setdefault(section, []).append((key, value if is_date else scalar(value)))
    return list(groups.items())


def _member_block(member: CrmMember) -> str:
    """The same as `block_item(member_pairs(member), "  ")` for most members, in a third of the time."""
    if member.influence or member.relationship or member.side:
        return block_item(member_pairs(member), "  ")
    text = f"  - name: {scalar(member.name)}"
    if member.title:
        text += f"\n    title: {scalar(member.title)}"
    if member.roles:
        text += f"\n    roles: [{', '.join(member.roles)}]"
    if member.level:
        text += f"\n    level: {member.level}"
    if member.stance:
        text += f"\n    stance: {member.stance}"
    if member.reports_to:
        text += f"\n    reports_to: {scalar(member.reports_to)}"
    return text


def block_item(pairs: Pairs, indent: str) -> str:
    """A list item in block style, without a line end."""
    return f"{indent}- " + f"\n{indent}  ".join(f"{key}: {value}" for key, value in pairs)


def all_steps(deal: CrmDeal) -> list[CrmStep]:
    """What a new file lists as next steps: the CRM's next-step field first, then tasks and coming events."""
    first = [CrmStep(deal.next_step)] if deal.next_step else []
    return first + [step for step in deal.steps if not step.only_known]


def all_activity(deal: CrmDeal) -> list[CrmActivity]:
    """The activity of a new file, oldest first; the CRM's last-activity date where nothing is as late."""
    found = sorted(deal.activity, key=lambda activity: activity.date)
    if deal.last_activity and (not found or found[-1].date < deal.last_activity):
        found.append(CrmActivity(deal.last_activity, "note", note=LAST_ACTIVITY_NOTE))
    return found


def render(deal: CrmDeal) -> str:
    """The whole text of a new file for an open deal."""
    lines = [f"{key}: {value}" for key, value in scalar_pairs(deal, fallback=True)]
    if deal.close_date_history:
        lines.append(f"close_date_history: {flow_list(deal.close_date_history)}")
    if deal.account_kind:
        lines.append(f"account_kind: {deal.account_kind}")
    if deal.competitors:
        lines.append(f"competitors: {flow_list([scalar(name) for name in deal.competitors])}")
    lines.append(f"crm: {crm_value(deal)}")
    for section, pairs in seed_groups(deal):
        lines.append(f"\n{section}:")
        lines += [f"  {key}: {value}" for key, value in pairs]
    if deal.members:
        lines.append("\nbuying_team:")
        lines += [_member_block(member) for member in deal.members]
    if steps := all_steps(deal):
        lines.append("\nnext_steps:")
        lines += [block_item(step_pairs(step), "  ") for step in steps]
    if activity := all_activity(deal):
        lines.append("\nactivity:")
        lines += [f"  - {flow_map(activity_pairs(entry))}" for entry in activity]
    if deal.next_step:
        lines.append(f"\ncustom: {{crm_next_step: {scalar(deal.next_step)}}}")
    return MODELINE + "\n".join(lines) + "\n"
