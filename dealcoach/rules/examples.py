"""The examples of rules, read from their packs when somebody wants to see or run them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dealcoach.rules.library import pack_sources
from dealcoach.rules.pack import check_pack
from dealcoach.rules.pack_bytes import PackBytes

EXAMPLE_DAY = date(2026, 11, 21)
"""The as-of day of every example."""
ANSWERS = ("flagged", "clear", "unknown")


@dataclass(frozen=True)
class Example:
    """One example of a rule: the deal it makes, and what the rule must say of it."""

    rule: str
    pack: str
    answer: str
    name: str
    fragment: dict[str, Any] | None
    text: str | None
    base: dict[str, Any]
    expected: dict[str, Any]
    past: Sequence[Mapping[str, Any]] = ()
    """Earlier versions of the deal: date, author, and a fragment merged over the base."""

    @property
    def deal(self) -> dict[str, Any]:
        """The fragment merged over the pack's base deal; null deletes a key, lists replace."""
        return merged(self.base, self.fragment or {})

    def source(self) -> str:
        """The example as the text of a deal file."""
        return _dumped(self.deal) if self.text is None else self.text

    def versions(self) -> Iterator[tuple[date, str, str]]:
        """Day, author and text of the earlier versions of the file, oldest first."""
        for row in self.past:
            yield row["date"], row["author"], _dumped(merged(self.base, row["deal"]))


def _dumped(deal: dict[str, Any]) -> str:
    import yaml

    return yaml.safe_dump(deal, sort_keys=False, allow_unicode=True, width=100)


def merged(base: dict[str, Any], fragment: dict[str, Any]) -> dict[str, Any]:
    """Two mappings as one: the fragment's keys win, mappings are merged, null deletes."""
    found = dict(base)
    for key, value in fragment.items():
        if value is None:
            found.pop(key, None)
        elif isinstance(value, dict) and isinstance(found.get(key), dict):
            found[key] = merged(found[key], value)
        else:
            found[key] = value
    return found


def all_examples(packs: Sequence[Path | PackBytes] = ()) -> Iterator[Example]:
    """Every example of the built-in packs and of ``packs``, in order; raises PackError."""
    taken: dict[str, str] = {}
    for name, data in pack_sources(packs):
        pack = check_pack(name, data, taken)
        for rule in pack["rules"]:
            taken[rule["id"]] = name
            for answer in ANSWERS:
                for row in rule["examples"][answer]:
                    yield Example(
                        rule["id"],
                        name,
                        answer,
                        row["name"],
                        row["deal"],
                        row["text"],
                        pack["base"],
                        {key: row[key] for key in ("at", "count", "severity", "points", "says")},
                        row["past"],
                    )


def examples_of(rule: str, packs: Sequence[Path | PackBytes] = ()) -> list[Example]:
    """The examples of one rule."""
    return [example for example in all_examples(packs) if example.rule == rule]
