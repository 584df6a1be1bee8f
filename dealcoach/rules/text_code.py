"""The texts of a rule as Python functions of a deal's facts: what a flag says, for thousands of deals.

Written once for each version of a pack and kept with its conditions, so that a run neither reads
templates nor looks each placeholder up by its path.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from dealcoach.rules.templates import (
    AS_OF,
    FILTERS,
    NOT_KNOWN,
    PathTemplate,
    Placeholder,
    Template,
    custom_value,
    is_custom,
    plain,
    stopless,
)

Scope = Mapping[str, Any]
_SUBJECTS = {
    "members": "{member.name}",
    "steps": "{step.what}",
    "plan_steps": "{plan_step.what}",
    "factions": "{faction.members}",
    "roles": "{role.text}",
}

Told = tuple[tuple[str | int, ...], str, str, tuple[str, ...], tuple[str, ...]]
"""What a flag says: its path, message, subject, questions and plays."""


class Words(NamedTuple):
    """The texts of one rule; the functions take the facts, and raise what a missing fact raises."""

    told: Callable[[Scope, Sequence[bool]], Told]
    """What it says on these facts, when these conditions of its texts hold."""
    subject: Callable[[Scope], str]
    question: Callable[[Scope], str]
    """The question that would answer the rule while it is unknown."""


class Texts:
    """Message, questions, plays, place and subject of a rule, with the conditions among them."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.conditions: list[str] = []
        self.message = self._choices(data["message"], Template)
        self.ask = self._choices(data["ask"], Template)
        self.do = self._choices(data["do"], Template)
        self.at = self._choices(data["at"], PathTemplate)
        self.subject = Template(data["subject"] or _SUBJECTS.get(data["each"], ""))
        self.question = Template(data["question"] or "")

    def _choices(self, rows: list[Any], kind: type[Any]) -> list[tuple[int | None, Any]]:
        found = []
        for row in rows:
            number = None
            if row["if"]:
                if row["if"] not in self.conditions:
                    self.conditions.append(row["if"])
                number = self.conditions.index(row["if"])
            found.append((number, kind(row["text"])))
        return found


def build(texts: Texts) -> bytes:
    """The code of a rule's texts, for a cache of this version of Python."""
    told = ", ".join(
        (
            _chosen([(number, _path(place.steps)) for number, place in texts.at]) if texts.at else "()",
            _chosen([(number, _text(text)) for number, text in texts.message]),
            _text(texts.subject),
            _said(texts.ask),
            _said(texts.do),
        )
    )
    source = (
        f"def told(s, held):\n return ({told})\n"
        f"def subject(s):\n return {_text(texts.subject)}\n"
        f"def question(s):\n return {_text(texts.question)}\n"
    )
    return marshal.dumps(compile(source, "<texts>", "exec"))


def restore(code: bytes) -> Words:
    """The functions that ``build`` wrote."""
    scope: dict[str, Any] = {
        "__builtins__": {"type": type, "str": str, "int": int},
        "plain": plain,
        "stopless": stopless,
        "custom_value": custom_value,
        "none_holds": _none_holds,
        **{f"f_{name}": function for name, function in FILTERS.items()},
    }
    exec(marshal.loads(code), scope)
    return Words(scope["told"], scope["subject"], scope["question"])


def _none_holds() -> Any:
    raise LookupError("no condition of a text holds; the last choice has none")


def _chosen(rows: Sequence[tuple[int | None, str]]) -> str:
    """The first choice whose condition holds."""
    code = "none_holds()"
    for number, text in reversed(rows):
        code = text if number is None else f"({text} if held[{number}] else {code})"
    return code


def _said(rows: Sequence[tuple[int | None, Template]]) -> str:
    """The texts whose conditions hold."""
    parts = [
        f"{_text(text)}, " if number is None else f"*(({_text(text)},) if held[{number}] else ()), "
        for number, text in rows
    ]
    return f"({''.join(parts)})"


def _text(template: Template) -> str:
    codes = [repr(piece) if isinstance(piece, str) else _placeholder(piece) for piece in template.pieces]
    if not template.paths:
        return repr(template.render({}))
    return codes[0] if len(codes) == 1 else f"''.join(({', '.join(codes)}))"


def _placeholder(place: Placeholder) -> str:
    code = _fact(place.path)
    if is_custom(place.path):
        code = f"custom_value({_fact(place.path[:2])}, {place.path[2:]!r})"
        code = code if place.filters else f"({NOT_KNOWN!r} if (x := {code}) is None else x)"
    for name, argument in place.filters:
        code = f"f_{name}({code}, {_fact(AS_OF) if name == 'date' else repr(argument)})"
    code = f"(x if type(x := {code}) is str else plain(x))"
    return f"stopless({code})" if place.stopped else code


def _path(steps: Sequence[str | int | tuple[str, ...]]) -> str:
    """The code of a path; it ends before an index that is null."""
    code = ""
    for step in reversed(steps):
        if isinstance(step, tuple):
            code = f"*(() if (x := {_fact(step)}) is None else (int(x), {code})), "
        else:
            code = f"{step!r}, {code}"
    return f"({code})"


def _fact(path: Sequence[str]) -> str:
    return "s" + "".join(f"[{name!r}]" for name in path)
