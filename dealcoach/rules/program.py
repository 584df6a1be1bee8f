"""All conditions of all rules as one Python function; what it cannot say, as one CEL expression.

`dealcoach.rules.answer_codes` says how a rule answers.
"""

from __future__ import annotations

import marshal
from collections.abc import Mapping, Sequence
from functools import cached_property
from types import CodeType
from typing import Any

from dealcoach.rules.answer_codes import UNKNOWN
from dealcoach.rules.cel_values import HELPERS
from dealcoach.rules.conditions import (
    ConditionError,
    Expression,
    MissingKeyError,
    compile_unchecked,
    restore,
)
from dealcoach.rules.declared import COLLECTIONS, VARIABLES
from dealcoach.rules.rule import Rule

Facts = Mapping[str, Any]


class Program:
    """The conditions of all rules, to be asked about one deal after the other."""

    def __init__(self, kept: Mapping[str, Any]) -> None:
        """``kept`` is what ``build`` returned."""
        self._sources: list[str | None] = kept["sources"]
        self._answers = _function(marshal.loads(kept["code"]))
        self._serialized: bytes | None = kept["cel"]
        self._rest = [number for number, source in enumerate(self._sources) if source is None]
        self._alone: dict[int, Any] = {}
        self._expressions: dict[int, Expression] = {}

    def run(self, facts: Facts) -> list[Any]:
        """All answers in the order of the rules; raises ConditionError when one fails."""
        try:
            answers: list[Any] = self._answers(facts)
        except Exception as error:
            raise ConditionError(str(error)) from None
        if self._rest:
            for number, answer in zip(self._rest, self._expression.run(facts), strict=True):
                answers[number] = answer
        return answers

    def run_one(self, number: int, rule: Rule, facts: Facts) -> Any:
        """The answer of the rule with this number; raises ConditionError, in CEL's words, when it fails."""
        source = self._sources[number]
        if source is not None:
            if number not in self._alone:
                self._alone[number] = _function(_compiled([source]))
            try:
                return self._alone[number](facts)[0]
            except Exception:  # CEL says what is wrong
                pass
        if number not in self._expressions:
            from dealcoach.rules.rule_code import Cel, rule_code

            self._expressions[number] = compile_unchecked(rule_code(rule, Cel()))
        try:
            return self._expressions[number].run(facts)
        except MissingKeyError:
            return UNKNOWN

    @cached_property
    def _expression(self) -> Expression:
        if self._serialized is None:
            raise ConditionError("the conditions are too deep to be read together")
        return restore(self._serialized)


def build(rules: Sequence[Rule]) -> dict[str, Any]:
    """What a Program is made of, as plain data for a cache of this version of Python."""
    from dealcoach.rules.rule_code import Cel, rule_code

    sources = [_source(rule) for rule in rules]
    rest = [rule_code(rule, Cel()) for rule, source in zip(rules, sources, strict=True) if source is None]
    return {
        "sources": sources,
        "code": marshal.dumps(_compiled(sources)),
        "cel": _serialized(rest) if rest else None,
    }


def can_be_asked(rule: Rule) -> bool:
    """Whether the answer of a rule, all its conditions in one, is not too deep for Python or else for CEL."""
    from dealcoach.rules.rule_code import Cel, rule_code

    if _source(rule) is not None:
        return True
    kept = _serialized([rule_code(rule, Cel())])
    if kept is None:
        return False
    try:
        restore(kept)
    except RuntimeError:  # what can be compiled may yet be too deep to be read back
        return False
    return True


def _serialized(rest: Sequence[str]) -> bytes | None:
    """One list of these expressions, compiled; None where it is too deep, and each has to run alone."""
    try:
        return compile_unchecked(f"[{', '.join(rest)}]").serialized()
    except ConditionError:
        return None


def _compiled(sources: Sequence[str | None]) -> CodeType:
    names = (*VARIABLES, *COLLECTIONS)
    lines = [f" v_{name} = facts[{name!r}]\n" for name in names]
    answers = ",\n  ".join(str(source) for source in sources)
    return compile(f"def answers(facts):\n{''.join(lines)} return [{answers}]", "<conditions>", "exec")


def _function(code: CodeType) -> Any:
    scope: dict[str, Any] = {"__builtins__": {}, **HELPERS}
    exec(code, scope)
    return scope["answers"]


def _source(rule: Rule) -> str | None:
    """The Python expression of one rule's answer; None where it has to be CEL."""
    from warnings import catch_warnings, simplefilter

    from dealcoach.rules.cel_operators import Outside
    from dealcoach.rules.rule_code import Python, rule_code

    try:
        source = rule_code(rule, Python())
        with catch_warnings():
            simplefilter("ignore", SyntaxWarning)
            _compiled([source])
    except (Outside, SyntaxError, RecursionError, MemoryError):
        return None
    return source
