"""The user's own keys under ``custom``, which a deal may lack: which rules read them, and what they ask."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

_CUSTOM = re.compile(r"\bcustom\b")
_READ = re.compile(r"""\bdeal\.custom(?:\.(\w+)|\[\s*["']([^"'\\]+)["']\s*\])""")
_ASKED = re.compile(r"""\bhas\(\s*deal\.custom\.(\w+)|["']([^"'\\]+)["']\s+in\s+deal\.custom\b""")


def conditions_of(rule: Mapping[str, Any]) -> Iterator[str]:
    """All conditions of a rule."""
    for key in ("applies_if", "all_unknown_if", "unknown_if", "flag_if", "halve_if"):
        if rule[key]:
            yield rule[key]
    for key in ("levels", "message", "ask", "do", "at"):
        yield from (row["if"] for row in rule[key] if row["if"])


def reads_custom(rule: Mapping[str, Any]) -> bool:
    """Whether a condition may fail because a deal lacks a key."""
    return any(_CUSTOM.search(text) for text in conditions_of(rule))


def custom_question(conditions: Iterable[str]) -> str | None:
    """What a rule asks that reads keys without asking first whether they are there."""
    texts = list(conditions)
    asked = {match[1] or match[2] for text in texts for match in _ASKED.finditer(text)}
    read = dict.fromkeys(match[1] or match[2] for text in texts for match in _READ.finditer(text))
    names = [f"custom.{key}".replace("{", "{{").replace("}", "}}") for key in read if key not in asked]
    if not names:
        return None
    if len(names) == 1:
        return f"What is {names[0]} for this deal? The file does not say."
    return (
        f"What are {', '.join(names[:-1])} and {names[-1]} for this deal? The file does not say all of them."
    )
