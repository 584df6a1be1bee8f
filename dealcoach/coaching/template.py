"""The text of a new deal file: what is known, and a commented place for everything worth knowing next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dealcoach.importing.emit import MODELINE, flow_list, scalar

_COMMENT_COLUMN = 34


@dataclass(frozen=True, slots=True)
class NewMember:
    """A person of a new deal."""

    name: str
    roles: Sequence[str] = ()
    stance: str = ""


@dataclass(frozen=True, slots=True)
class NewStep:
    """A step of a new deal."""

    what: str
    owner: str
    due: str = ""


@dataclass(frozen=True, slots=True)
class NewFile:
    """What a new file says; a value that is empty is left open."""

    values: Mapping[str, str] = field(default_factory=dict[str, str])
    """The top-level scalars, as a person wrote them."""
    members: Sequence[NewMember] = ()
    steps: Sequence[NewStep] = ()


_HEAD = """\
# deal.schema.json beside this file lets your editor complete keys and mark mistakes.
# Needed: deal, account, owner, stage, close_date. What you leave open is unknown, not wrong.
# `dealcoach coach` asks for the rest, one question at a time.
"""
ROLES = "decision_maker, purchaser, problem_owner, end_user, ..."
_NEED = (
    ("problem", "the problem, in their words"),
    ("by", "when they must have a solution in place (YYYY-MM-DD)"),
    ("if_not", "what happens to them if they have none by then"),
)
_ACTIVITY = """
# What happened between you; contact counts when it goes both ways.
# activity:
#   - {date: 2026-01-31, type: meeting, with: [Full Name], note: What came of it}
"""
_PLAIN_KEYS = ("amount", "created", "stage_since", "close_date")
_ORDER = (
    ("deal", "what they buy, in a few words"),
    ("account", "the customer"),
    ("owner", "the rep"),
    ("amount", "a plain number, such as 240000"),
    ("currency", "three letters, such as EUR"),
    ("stage", ""),
    ("created", ""),
    ("stage_since", "since when it has been in this stage"),
    ("close_date", "when you expect it to close (YYYY-MM-DD)"),
)


def render(new: NewFile) -> str:
    """The whole text; it ends in a line break and reads back as what was said."""
    lines = [MODELINE + _HEAD]
    for key, comment in _ORDER:
        value = new.values.get(key, "")
        shown = value if key in _PLAIN_KEYS else scalar(value) if value else ""
        lines.append(_line(key, shown, "" if value else comment))
    lines.append("\n# Why they need anything at all.\nneed:")
    lines += [_line(f"  {key}", "", comment) for key, comment in _NEED]
    lines.append("\n# Their way to a decision, as they told you.\ncustomer_plan:")
    lines.append(_line("  decision_date", "", "when they mean to decide (YYYY-MM-DD)"))
    lines.append("  # steps:\n  #   - {what: What they do, who: Full Name, due: 2026-01-31}")
    lines.append("\nbusiness_case:")
    lines.append(_line("  status", "", "none | draft | shared | approved"))
    lines.append("\n# Who has a say: who decides, buys, owns the problem, will work with it.\nbuying_team:")
    for member in new.members:
        lines += _member(member)
    if not new.members:
        lines += [f"  # {line}" for line in _sample()]
    lines.append("\n# The next two critical things: theirs and ours.\nnext_steps:")
    for step in new.steps:
        lines += _step(step)
    if not new.steps:
        lines.append("  # - {what: What will be done and what for, owner: customer, due: 2026-01-31}")
    return "\n".join(lines) + "\n" + _ACTIVITY


def _line(key: str, value: str, comment: str) -> str:
    text = f"{key}: {value}" if value else f"{key}:"
    return f"{text:<{_COMMENT_COLUMN}}# {comment}" if comment else text


def _member(member: NewMember) -> list[str]:
    roles = flow_list(list(member.roles)) if member.roles else ""
    stances = "champion | supporter | neutral | skeptical | resistant"
    return [
        f"  - name: {scalar(member.name)}",
        _line("    title", "", "their job title"),
        _line("    roles", roles, "" if roles else ROLES),
        _line("    influence", "", "1 to 5: power over this decision"),
        _line("    relationship", "", "1 to 5: how close they are to us"),
        _line("    stance", member.stance, "" if member.stance else stances),
        _line("    benefit", "", "what they gain from it"),
        _line("    last_contact", "", "when you last spoke, both ways (YYYY-MM-DD)"),
    ]


def _sample() -> list[str]:
    return [
        "- name: Full Name",
        "  title: CFO",
        "  roles: [decision_maker]       # " + ROLES,
        "  influence: 5                  # 1 to 5: power over this decision",
        "  relationship: 2               # 1 to 5: how close they are to us",
        "  stance: neutral               # champion | supporter | neutral | skeptical | resistant",
    ]


def _step(step: NewStep) -> list[str]:
    return [
        f"  - what: {scalar(step.what)}",
        f"    owner: {scalar(step.owner)}",
        _line("    due", step.due, "" if step.due else "YYYY-MM-DD"),
    ]
