"""A rule in force: its data, and its texts compiled when they are first needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from dealcoach.rules.declared import COLLECTIONS
from dealcoach.rules.templates import Template
from dealcoach.rules.text_code import Texts, Words, build, restore


@dataclass(frozen=True, eq=False)
class Rule:
    """One rule of a pack, checked; ``data`` is its mapping as the pack format spells it."""

    id: str
    group: str
    severity: str
    points: int
    data: Mapping[str, Any] = field(repr=False)
    requirements: tuple[Mapping[str, str], ...] = field(repr=False, default=())
    pack: str = ""
    code: bytes | None = field(repr=False, default=None)
    """What `dealcoach.rules.text_code.build` made of its texts, if that is known."""

    @cached_property
    def each(self) -> str | None:
        """The list that the rule walks."""
        name: str | None = self.data["each"]
        return name

    @cached_property
    def one_of(self) -> str | None:
        """The name that it shares with the rules it excludes."""
        name: str | None = self.data["one_of"]
        return name

    @cached_property
    def rivals(self) -> str | None:
        """The name of the rules of which a person fires only one, if it is one of them."""
        return f"{self.one_of} of {self.each}" if self.one_of else None

    @cached_property
    def item(self) -> str | None:
        """The name under which conditions read one item of the list the rule walks."""
        return COLLECTIONS[self.each][0] if self.each else None

    @cached_property
    def source(self) -> str:
        """Title and author of the article behind the rule."""
        source = self.data["source"]
        return f"{source['title']}, {source['author']}" if source else self.pack

    @cached_property
    def levels(self) -> tuple[tuple[str, int], ...]:
        """Severity and points by level; a rule without levels has one."""
        rows = self.data["levels"]
        if not rows:
            return ((self.severity, self.points),)
        top = self.data["points"] or 1
        severity = self.severity if self.severity != self.data["severity"] else None
        return tuple((severity or row["severity"], row["points"] * self.points // top) for row in rows)

    def changed(self, severity: str | None, points: int | None) -> Rule:
        """The rule with the severity and points that dealcoach.yaml gives it."""
        return replace(
            self,
            severity=severity or self.severity,
            points=self.points if points is None else points,
        )

    @cached_property
    def texts(self) -> Texts:
        """The rule's texts as templates."""
        return Texts(self.data)

    @cached_property
    def all_texts(self) -> tuple[Template, ...]:
        """Everything that the rule may say, what is at stake and its questions among it."""
        texts = self.texts
        said = [text for rows in (texts.message, texts.ask, texts.do) for _, text in rows]
        plain = [self.why, *(needed["question"] for needed in self.requirements)]
        return (
            *said,
            texts.question,
            *(Template(row.replace("{", "{{").replace("}", "}}")) for row in plain),
        )

    @cached_property
    def words(self) -> Words:
        """The rule's texts as functions of the facts."""
        return restore(self.code or build(self.texts))

    @cached_property
    def why(self) -> str:
        """What is at stake, in words of the pack."""
        why: str = self.data["why"]
        return why


def read_rule(pack: Mapping[str, Any], data: Mapping[str, Any], code: bytes | None = None) -> Rule:
    """One rule of a checked pack."""
    names = dict.fromkeys((*pack["needs"], *data["needs"]))
    needed = tuple(pack["requirements"][name] for name in names if not data["checked_by"])
    main = (data["id"], data["group"], data["severity"], data["points"])
    return Rule(*main, data, needed, pack["pack"], code)
