"""A rule as SARIF describes it: its level, its tags, and its help in plain text and in Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from dealcoach.model.asking import under_ask
from dealcoach.output.plain_words import plain_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dealcoach.model.lint import RuleInfo

LEVELS = {"high": "error", "medium": "warning", "low": "note"}
_PROBLEM_SEVERITIES = {"high": "error", "medium": "warning", "low": "recommendation"}
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~])")


def descriptor(rule: RuleInfo) -> dict[str, Any]:
    """The ``reportingDescriptor`` of a rule."""
    described: dict[str, Any] = {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.id.split("-")),
        "shortDescription": {"text": rule.summary or rule.id},
        "fullDescription": {"text": rule.why or rule.summary or rule.id},
        "help": {"text": _text(rule), "markdown": _markdown(rule)},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {
            "tags": ["sales", rule.group],
            "precision": "high",
            "problem.severity": _PROBLEM_SEVERITIES[rule.severity],
            "points": rule.points,
        },
    }
    if rule.help_uri:
        described["helpUri"] = rule.help_uri
    return described


def _text(rule: RuleInfo) -> str:
    parts = [rule.why or rule.summary or rule.id]
    parts += _list("Ask:", under_ask(_plain(rule.ask))) + _list("Do:", _plain(rule.do))
    parts += [f"After: {rule.source}"] if rule.source else []
    return "\n\n".join(parts)


def _plain(texts: Iterable[str]) -> list[str]:
    """The texts without a deal's facts, each once: those of two situations may differ in a fact alone."""
    return list(dict.fromkeys(map(plain_words, texts)))


def _list(title: str, entries: Sequence[str]) -> list[str]:
    return ["\n".join([title, *(f"- {entry}" for entry in entries)])] if entries else []


def _markdown(rule: RuleInfo) -> str:
    """The help with headings; the rule's own words stay words."""
    parts = [f"# {_words(rule.id)}", _words(rule.summary), _words(rule.why)]
    parts += _section("Ask", under_ask(_plain(rule.ask))) + _section("Do", _plain(rule.do))
    parts += [f"After: *{_words(rule.source)}*"] if rule.source else []
    return "\n\n".join(part for part in parts if part)


def _section(title: str, entries: Sequence[str]) -> list[str]:
    return [f"## {title}", "\n".join(f"- {_words(entry)}" for entry in entries)] if entries else []


def _words(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))
