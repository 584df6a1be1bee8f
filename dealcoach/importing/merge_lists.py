"""People, steps and activity of an existing file: a CRM record finds its own entry, or is added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Protocol

from dealcoach.importing.edit import Editor
from dealcoach.importing.emit import activity_pairs, member_pairs, scalar, step_pairs
from dealcoach.importing.records import (
    LAST_ACTIVITY_NOTE,
    CrmActivity,
    CrmDeal,
    CrmMember,
    CrmStep,
    oldest_first,
)
from dealcoach.importing.room import room_for
from dealcoach.importing.text import fold
from dealcoach.importing.tree import Node
from dealcoach.importing.vocabulary import ROLE_WORDS, word

_TOP = (
    "deal",
    "account",
    "owner",
    "stage",
    "close_date",
    "close_date_history",
    "status",
    "closed_on",
    "crm",
    "need",
    "customer_plan",
    "business_case",
)
_ENOUGH = 0.8
_MIN_WORDS = 3


class Log(Protocol):
    """Where the changes, the differences of opinion and what has no room are written down."""

    changes: list[str]
    differences: list[str]
    left_out: Counter[str]


def _items(root: Node, key: str) -> list[tuple[tuple[str, ...], Node]]:
    """The mappings in the list under a key that may be edited in place, each with its path."""
    found = root.entry(key)
    if found is None or found[1].kind != "seq":
        return []
    return [
        ((key, str(index)), child) for index, child in enumerate(found[1].children) if child.kind == "map"
    ]


def merge_members(editor: Editor, root: Node, deal: CrmDeal, log: Log) -> None:
    """Members are matched by name. The CRM owns the title and adds roles; the rest it only fills in."""
    own = {fold(node.text("name")): (path, node) for path, node in _items(root, "buying_team")}
    elsewhere = {fold(node.text("name")) for node in root.maps("buying_team")}
    new: list[CrmMember] = []
    for member in deal.members:
        name = fold(member.name)
        if name in own:
            _merge_member(editor, *own[name], member, log)
        elif name not in elsewhere:
            new.append(member)
    new = new[: room_for(len(new), editor, "buying_team", log.left_out)]
    editor.append("buying_team", [member_pairs(member) for member in new], _TOP)
    log.changes += [f"buying_team: added {member.name}" for member in new]


def _role(text: str) -> str:
    known = ROLE_WORDS.get(word(text))
    return known.role if known is not None and known.role else word(text)


def _merge_member(editor: Editor, path: tuple[str, ...], node: Node, member: CrmMember, log: Log) -> None:
    where = f"buying_team {member.name}"
    if member.title and " ".join(node.text("title").split()) != member.title:
        log.changes.append(f"{where}: title: {node.text('title') or '(none)'} -> {member.title}")
        editor.set(node, path, "title", scalar(member.title), ("name",))
    known = {word(_role(text)) for text in node.texts("roles")}
    new = [role for role in member.roles if word(role) not in known]
    if new:
        editor.extend(node, path, "roles", new, ("name", "title"))
        log.changes.append(f"{where}: roles: added {', '.join(new)}")
    for key in ("level", "influence", "relationship", "stance", "side", "reports_to"):
        value = getattr(member, key)
        old = node.text(key)
        if not value or word(old) == word(value):
            continue
        if not old or (key == "stance" and word(old) == "unknown"):
            editor.set(
                node, path, key, scalar(value) if key == "reports_to" else value, ("name", "title", "roles")
            )
            log.changes.append(f"{where}: {key}: {value}")
        elif key == "stance":
            log.differences.append(
                f"the CRM calls {member.name} {value}, the file {old}: the file's word was kept"
            )


def merge_next_step(editor: Editor, root: Node, deal: CrmDeal, log: Log) -> None:
    """The CRM's one next-step field. `custom.crm_next_step` remembers what it said last time.

    Its step is reworded when nobody has worked on it in the file; otherwise the new text is a new step.
    """
    custom = root.get("custom")
    if not deal.next_step or (custom is not None and not custom.is_null() and custom.kind != "map"):
        return
    last = custom.text("crm_next_step") if custom is not None and custom.kind == "map" else ""
    if fold(last) == fold(deal.next_step):
        return
    steps = _items(root, "next_steps")
    mine = [(path, node) for path, node in steps if last and fold(node.text("what")) == fold(last)]
    untouched = [
        (path, node) for path, node in mine if {key.value for key, _ in node.items} <= {"what", "owner"}
    ]
    if any(fold(node.text("what")) == fold(deal.next_step) for node in root.maps("next_steps")):
        pass
    elif untouched:
        path, node = untouched[0]
        editor.set(node, path, "what", scalar(deal.next_step))
        log.changes.append(f"next_steps: '{last}' -> '{deal.next_step}'")
    elif not _append_steps(editor, [CrmStep(deal.next_step)], log):
        return
    value = scalar(deal.next_step)
    if custom is None or custom.is_null():
        editor.set(root, (), "custom", f"{{crm_next_step: {value}}}")
    else:
        editor.set(custom, ("custom",), "crm_next_step", value)


def _append_steps(editor: Editor, new: list[CrmStep], log: Log) -> list[CrmStep]:
    """Adds the newest steps that the file has room for; those are returned."""
    room = room_for(len(new), editor, "next_steps", log.left_out)
    steps = new if room == len(new) else sorted(new, key=oldest_first)[len(new) - room :]
    editor.append("next_steps", [step_pairs(step) for step in steps], (*_TOP, "buying_team"))
    log.changes += [f"next_steps: added '{step.what}'" for step in steps]
    return steps


def _alike(theirs: str, ours: str) -> bool:
    """Whether a person may have reworded a step: nearly all words of the CRM's text are still there."""
    first, second = set(fold(theirs).split()), set(fold(ours).split())
    return len(first) >= _MIN_WORDS and len(first & second) >= _ENOUGH * len(first)


def _pair(
    steps: list[CrmStep], nodes: list[tuple[tuple[str, ...], Node]]
) -> list[tuple[CrmStep, int | None]]:
    """Each CRM step with the place of its entry: same text and date, then same text, then nearly so."""
    free = set(range(len(nodes)))
    found: dict[int, int] = {}
    texts = [(fold(node.text("what")), node.text("due")[:10]) for _, node in nodes]
    is_open = [word(node.text("done")) in {"", "false"} for _, node in nodes]
    tests: tuple[Callable[[CrmStep, int], bool], ...] = (
        lambda step, index: (
            texts[index] == (fold(step.what), step.due) and is_open[index] is not bool(step.done)
        ),
        lambda step, index: texts[index] == (fold(step.what), step.due),
        lambda step, index: texts[index][0] == fold(step.what) and (is_open[index] or bool(step.done)),
        lambda step, index: is_open[index] and _alike(step.what, texts[index][0]),
    )
    live_first = sorted(enumerate(steps), key=lambda numbered: numbered[1].only_known)
    for test in tests:
        for number, step in live_first:
            if number in found:
                continue
            hit = next((index for index in sorted(free) if test(step, index)), None)
            if hit is not None:
                found[number] = hit
                free.discard(hit)
    return [(step, found.get(number)) for number, step in enumerate(steps)]


def merge_steps(editor: Editor, root: Node, deal: CrmDeal, log: Log) -> None:
    """Tasks and events. The CRM owns the due date of an open step and closes it; it never reopens one."""
    nodes = _items(root, "next_steps")
    new: list[CrmStep] = []
    for step, index in _pair(deal.steps, nodes):
        if index is not None:
            _merge_step(editor, *nodes[index], step, log, deal.owner)
        elif not step.only_known:
            new.append(step)
    _append_steps(editor, new, log)


def _merge_step(
    editor: Editor, path: tuple[str, ...], node: Node, step: CrmStep, log: Log, owner: str
) -> None:
    where = f"next_steps '{node.text('what')}'"
    if word(node.text("done")) not in {"", "false"}:
        return
    if step.due and node.text("due")[:10] != step.due:
        log.changes.append(f"{where}: due: {node.text('due') or '(none)'} -> {step.due}")
        editor.set(node, path, "due", step.due, ("what", "owner"))
    old_owner = node.text("owner")
    if step.waiting and word(old_owner) in {"", "us", word(owner)}:
        log.changes.append(f"{where}: owner: customer")
        editor.set(node, path, "owner", "customer", ("what",))
    if step.done:
        log.changes.append(f"{where}: done: {step.done}")
        editor.set(node, path, "done", step.done)


def _same_activity(node: Node, activity: CrmActivity) -> bool:
    if node.text("date")[:10] != activity.date or (word(node.text("type")) or activity.type) != activity.type:
        return False
    note = fold(node.text("note"))
    if not activity.note or not note:
        shared = {fold(name) for name in node.texts("with")} & {fold(name) for name in activity.people}
        return bool(shared) or not activity.people or not node.texts("with")
    return note == fold(activity.note) or _alike(activity.note, note)


def merge_activity(editor: Editor, root: Node, deal: CrmDeal, log: Log) -> None:
    """What happened is added once and never changed; the entry for the CRM's last-activity date moves on."""
    known = root.maps("activity")
    own = [(path, node) for path, node in _items(root, "activity")]
    new = [
        activity for activity in deal.activity if not any(_same_activity(node, activity) for node in known)
    ]
    new.sort(key=lambda activity: activity.date)
    latest = max(
        (node.text("date")[:10] for node in known if node.text("note") != LAST_ACTIVITY_NOTE), default=""
    )
    latest = max([latest, *(activity.date for activity in deal.activity)])
    marker = next(((path, node) for path, node in own if node.text("note") == LAST_ACTIVITY_NOTE), None)
    if deal.last_activity and deal.last_activity > latest:
        if marker is None:
            new.append(CrmActivity(deal.last_activity, "note", note=LAST_ACTIVITY_NOTE))
        elif marker[1].text("date")[:10] < deal.last_activity:
            editor.set(marker[1], marker[0], "date", deal.last_activity)
            log.changes.append(f"activity: last activity {deal.last_activity}")
    del new[: len(new) - room_for(len(new), editor, "activity", log.left_out)]
    editor.append(
        "activity",
        [activity_pairs(activity) for activity in new],
        (*_TOP, "buying_team", "next_steps"),
        flow=True,
    )
    log.changes += [f"activity: added {activity.type} of {activity.date}" for activity in new]
