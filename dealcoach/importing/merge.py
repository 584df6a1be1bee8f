"""Brings an existing deal file up to date with the CRM: what the CRM owns is set, what people wrote stays."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from dealcoach.importing.edit import CannotEditError, Editor
from dealcoach.importing.emit import crm_value, flow_list, scalar, scalar_pairs, seed_groups
from dealcoach.importing.merge_lists import merge_activity, merge_members, merge_next_step, merge_steps
from dealcoach.importing.records import CrmDeal
from dealcoach.importing.tree import Node, parse
from dealcoach.importing.vocabulary import word

ORDER = (
    "deal",
    "account",
    "owner",
    "our_team",
    "amount",
    "currency",
    "stage",
    "forecast",
    "created",
    "stage_since",
    "close_date",
    "close_date_history",
    "status",
    "closed_on",
    "account_kind",
    "competitors",
    "crm",
    "need",
    "customer_plan",
    "business_case",
    "buying_team",
    "next_steps",
    "activity",
    "waivers",
)
"""The order of the format; a missing key is put behind the last of those before it."""

_WORDS = frozenset({"stage", "forecast", "status"})
_DATES = frozenset({"created", "stage_since", "close_date", "closed_on"})


@dataclass(slots=True)
class Merged:
    """The new text of a file, what changed in words, and what the CRM and a person see differently.

    `left_out` counts what the file has no room for, by the sentence that says so.
    """

    text: str
    changes: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def _same(key: str, old: str, new: str) -> bool:
    if key in _WORDS:
        return word(old) == word(new)
    if key in _DATES:
        return old[:10] == new
    if key == "amount":
        try:
            return Decimal(old.replace("_", "")) == Decimal(new)
        except InvalidOperation:
            return False
    return " ".join(old.split()) == " ".join(new.split())


def before(key: str) -> tuple[str, ...]:
    """The keys that stand before `key` in the format."""
    return ORDER[: ORDER.index(key)]


class _Merge:
    def __init__(self, text: str, deal: CrmDeal, as_of: str) -> None:
        self.root = parse(text)
        self.editor = Editor(text, self.root)
        self.deal, self.as_of = deal, as_of
        self.out = Merged(text)

    def put(self, key: str, plain: str, value: str) -> None:
        """Sets a top-level scalar when it says something else now."""
        old = self.root.text(key)
        if _same(key, old, plain):
            return
        self.editor.set(self.root, (), key, value, before(key))
        self.out.changes.append(f"{key}: {old or '(none)'} -> {plain or '(none)'}")

    def scalars(self) -> None:
        deal = self.deal
        old_stage = self.root.text("stage")
        if not deal.stage_since and old_stage and not _same("stage", old_stage, deal.stage):
            deal.stage_since = self.as_of
            self.out.differences.append(
                f"stage_since is set to {self.as_of}, the day the new stage was first seen"
            )
        for key, value in scalar_pairs(deal):
            self.put(key, str(getattr(deal, key)), value)

    def status(self) -> None:
        old = word(self.root.text("status") or "open")
        new = self.deal.status
        if word(new) == old or (old == "nodecision" and new == "lost"):
            pass
        else:
            self.put("status", new, new)
        if new == "open":
            if self.root.text("closed_on"):
                self.put("closed_on", "", "")
        elif self.deal.closed_on:
            self.put("closed_on", self.deal.closed_on, self.deal.closed_on)

    def history(self) -> None:
        known = [text[:10] for text in self.root.texts("close_date_history")]
        wanted = list(self.deal.close_date_history)
        old_date = self.root.text("close_date")[:10]
        if (
            not self.deal.has_history
            and self.deal.close_date
            and old_date
            and old_date != self.deal.close_date
        ):
            wanted.append(old_date)
        new = [text for text in dict.fromkeys(wanted) if text not in known]
        if new:
            self.editor.extend(self.root, (), "close_date_history", new, before("close_date_history"))
            self.out.changes.append(f"close_date_history: added {', '.join(new)}")

    def link(self) -> None:
        crm = self.root.get("crm")
        if crm is None or crm.is_null():
            self.editor.set(self.root, (), "crm", crm_value(self.deal), before("crm"))
            self.out.changes.append("crm: linked")

    def fill(self) -> None:
        """Seeded fields: filled where the file says nothing, never changed."""
        deal = self.deal
        if deal.account_kind and self._empty(self.root, "account_kind"):
            self.put("account_kind", deal.account_kind, deal.account_kind)
        if deal.competitors and self._empty(self.root, "competitors"):
            value = flow_list([scalar(name) for name in deal.competitors])
            self.put("competitors", ", ".join(deal.competitors), value)
        for section, pairs in seed_groups(deal):
            node = self.root.get(section)
            if node is None or node.is_null():
                value = "{" + ", ".join(f"{key}: {text}" for key, text in pairs) + "}"
                self.editor.set(self.root, (), section, value, before(section))
                self.out.changes.append(f"{section}: filled")
            elif node.kind == "map" and self.root.entry(section) is not None:
                for key, text in pairs:
                    if self._empty(node, key):
                        self.editor.set(node, (section,), key, text)
                        self.out.changes.append(f"{section}.{key}: filled")

    @staticmethod
    def _empty(where: Node, key: str) -> bool:
        node = where.get(key)
        return node is None or node.is_null() or (node.kind == "seq" and not node.children)

    def run(self) -> Merged:
        self.scalars()
        self.history()
        self.status()
        self.link()
        self.fill()
        lists = (self.editor, self.root, self.deal, self.out)
        merge_members(*lists)
        merge_next_step(*lists)
        merge_steps(*lists)
        merge_activity(*lists)
        if self.editor.changed:
            self.out.text = self.editor.result()
        return self.out


def merge(text: str, deal: CrmDeal, as_of: str) -> Merged:
    """The text of a deal file with the CRM's changes in it; the same text when there are none.

    Raises tree.CannotReadError for a file that is not a deal, edit.CannotEditError when a change cannot be
    made without touching something else (an alias, an anchor, a list in an unusual place).
    """
    return _Merge(text, deal, as_of).run()


__all__ = ["ORDER", "CannotEditError", "Merged", "merge"]
