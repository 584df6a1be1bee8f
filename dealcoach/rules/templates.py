"""Texts with facts in them: ``{member.name}``, ``{team.end_users|first}``, ``{step.days_overdue|days}``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

Scope = Mapping[str, Any]
Filter = Callable[[Any, str], Any]
_STOP = re.compile(r"\.(?!\S)")
_PART = r"\{\{|\}\}|\{([^{}]*)\}|[{}]"
_PLACE = r"([a-z_]+(?:\.[a-z_]+)*)((?:\|[a-z]+(?::[^|{}]*)?)*)$"
_STEP = r"\.?([a-z_]+)|\[(?:(\d+)|\{([a-z_.]+)\})\]"
"""Patterns, compiled when a template is read; a run that remembers its rules reads none."""
MAX_QUOTED = 60
AS_OF = ("deal", "as_of")
"""Where the day of the review stands among the facts."""


def joined(names: list[Any]) -> str:
    """Names as a sentence lists them: Ana, Bo and Cy."""
    words = [str(name) for name in names]
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1] if words else ""


def plain(value: Any) -> str:
    """A fact as text."""
    if value is None:
        return "nobody"
    return joined(value) if isinstance(value, list) else str(value)


def _first(value: Any, _argument: str) -> Any:
    if isinstance(value, list):
        return value[0] if value else None
    return str(value).split()[0] if value else value


def _rest(value: Any, _argument: str) -> Any:
    return value[1:] if isinstance(value, list) else " ".join(str(value or "").split()[1:])


def _phrase(value: Any, text: str) -> str:
    return text.replace("_", plain(value)) if value else ""


def _days(value: Any, _argument: str) -> str:
    return "1 day" if value == 1 else f"{_number(value)} days"


def _ago(value: Any, _argument: str) -> str:
    return {0: "today", 1: "yesterday", None: "never"}.get(value, f"{_number(value)} days ago")


def _count(value: Any, noun: str) -> str:
    number = len(value) if isinstance(value, list) else value
    return f"1 {noun}" if number == 1 else f"{_number(number)} {noun}s"


def _number(value: Any) -> str:
    """A whole number with a mark between its thousands; anything else as it is."""
    return f"{value:,}" if type(value) is int else str(value)


def quoted(value: Any) -> str:
    """A text as a sentence quotes it, cut at 60 characters."""
    return _quote(value, "")


def _quote(value: Any, _argument: str) -> str:
    text = " ".join(str(value).split())
    return f'"{text if len(text) <= MAX_QUOTED else text[: MAX_QUOTED - 1].rstrip() + "…"}"'


def _date(value: Any, as_of: str) -> str:
    if not value:
        return "no date"
    return day_words(date.fromisoformat(value), as_of)


def day_words(day: date, as_of: str) -> str:
    """A day as texts name it: 21 Nov; with its year when that is not the year of the as-of day."""
    words = f"{day.day} {_MONTHS[day.month - 1]}"
    return words if as_of[:4] in (f"{day.year:04}", "") else f"{words} {day.year}"


_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def _or(value: Any, other: str) -> Any:
    return value if value else other


FILTERS: dict[str, Filter] = {
    "first": _first,
    "rest": _rest,
    "phrase": _phrase,
    "days": _days,
    "ago": _ago,
    "count": _count,
    "quote": _quote,
    "date": _date,
    "or": _or,
}


def stopless(text: str) -> str:
    """A text without the full stop at its end, before the one of its sentence."""
    return text.removesuffix(".")


NOT_KNOWN = "not known"
"""What a text says in place of a key that the deal lacks."""


def is_custom(path: Sequence[str]) -> bool:
    """Whether a fact is a key of the user's own."""
    return len(path) > 2 and tuple(path[:2]) == ("deal", "custom")


def custom_value(custom: Any, names: Sequence[str]) -> Any:
    """What stands under a key and those below it; None where a deal lacks one."""
    for name in names:
        if type(custom) is not dict or name not in custom:
            return None
        custom = custom[name]
    return custom


class Placeholder(NamedTuple):
    """A fact, and what is done to it: the names of filters with their arguments."""

    path: tuple[str, ...]
    filters: tuple[tuple[str, str], ...]
    stopped: bool = False
    """Whether a full stop follows, which is that of an abbreviation, too: ``Acme Inc.``"""

    def read(self, scope: Scope) -> str:
        """What it stands for."""
        value: Any = scope
        if is_custom(self.path):
            value = custom_value(scope["deal"]["custom"], self.path[2:])
            value = NOT_KNOWN if value is None and not self.filters else value
        else:
            for name in self.path:
                value = value[name]
        as_of = scope.get(AS_OF[0], {}).get(AS_OF[1], "")
        for name, argument in self.filters:
            value = FILTERS[name](value, as_of if name == "date" else argument)
        said = value if type(value) is str else plain(value)
        return stopless(said) if self.stopped else said


class TemplateError(ValueError):
    """A text that cannot be read: all that is wrong with it, and the facts that could be read."""

    def __init__(self, messages: list[str], paths: list[str]) -> None:
        super().__init__("; ".join(messages))
        self.messages = messages
        self.paths = paths


class Template:
    """A text with placeholders; raises TemplateError when it cannot be read."""

    __slots__ = ("paths", "pieces")

    def __init__(self, text: str) -> None:
        self.pieces: list[str | Placeholder] = []
        self.paths: list[str] = []
        wrong: list[str] = []
        end = 0
        for match in re.finditer(_PART, text):
            self._add(text[end : match.start()])
            end = match.end()
            if match[1] is not None:
                wrong += self._placeholder(match[1])
            elif len(match[0]) == 1:
                wrong.append(f"a lone {match[0]} in a text; write {match[0] * 2} for the character itself")
            else:
                self._add(match[0][0])
        self._add(text[end:])
        if wrong:
            raise TemplateError(wrong, self.paths)

    def _add(self, text: str) -> None:
        if not text:
            return
        if self.pieces and isinstance(place := self.pieces[-1], Placeholder) and _STOP.match(text):
            self.pieces[-1] = place._replace(stopped=True)
        self.pieces.append(text)

    def _placeholder(self, text: str) -> list[str]:
        """Adds a placeholder, and says what is wrong with it."""
        match = re.match(_PLACE, text)
        if not match:
            return [f"{{{text}}} is not a placeholder; write a fact such as {{deal.account}}"]
        filters, wrong = [], []
        for part in match[2].split("|")[1:]:
            name, _, argument = part.partition(":")
            if name not in FILTERS:
                wrong.append(f"unknown filter {name} in {{{text}}}; filters: {', '.join(FILTERS)}")
            filters.append((name, argument))
        self.paths.append(match[1])
        self.pieces.append(Placeholder(tuple(match[1].split(".")), tuple(filters)))
        return wrong

    def render(self, scope: Scope) -> str:
        """The text with the facts of one deal."""
        return "".join([piece if isinstance(piece, str) else piece.read(scope) for piece in self.pieces])

    def could_be(self, said: str) -> bool:
        """Whether a text may be this one, rendered with the facts of some deal."""
        parts = (re.escape(piece) if isinstance(piece, str) else ".*" for piece in self.pieces)
        return re.fullmatch("".join(parts), said, re.DOTALL) is not None


class PathTemplate:
    """Where a finding points: ``buying_team[{member.index}].signals[0]``."""

    __slots__ = ("paths", "steps")

    def __init__(self, text: str) -> None:
        self.steps: list[str | int | tuple[str, ...]] = []
        self.paths: list[str] = []
        end = 0
        while end < len(text):
            match = re.compile(_STEP).match(text, end)
            if not match:
                raise TemplateError(
                    [f"{text!r} is not a place in a deal; write one such as next_steps[{{step.index}}].due"],
                    self.paths,
                )
            end = match.end()
            if match[1]:
                self.steps.append(match[1])
            elif match[2]:
                self.steps.append(int(match[2]))
            else:
                self.paths.append(match[3])
                self.steps.append(tuple(match[3].split(".")))

    def render(self, scope: Scope) -> tuple[str | int, ...]:
        """The path; it ends before an index that is null."""
        found: list[str | int] = []
        for step in self.steps:
            if isinstance(step, tuple):
                value: Any = scope
                for name in step:
                    value = value[name]
                if value is None:
                    break
                found.append(int(value))
            else:
                found.append(step)
        return tuple(found)
