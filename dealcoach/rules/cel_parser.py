"""The parser of conditions: the part of CEL that rules use (https://github.com/google/cel-spec), as a tree.

CEL's own parser checked them before: what is refused here is answered by CEL's runtime instead. Chains
of ``&&`` and ``||`` become one node, whatever their parentheses.
"""

from __future__ import annotations

from typing import NamedTuple

from dealcoach.rules.cel_tokens import CelSyntaxError, number, tokens, unquoted

MAX_LENGTH = 10_000
MAX_DEPTH = 32
"""Levels of parentheses, brackets and choices; CEL's own parser allows as many."""
MACROS = {"all": 1, "exists": 1, "exists_one": 1, "filter": 1, "map": 2}
"""Macros over a list, and the most expressions each takes besides its variable."""


class Literal(NamedTuple):
    """A number, a text, true, false or null."""

    value: bool | int | float | str | None


class Name(NamedTuple):
    """A fact or the variable of a macro."""

    name: str


class Select(NamedTuple):
    """``target.field``, or ``has(target.field)``."""

    target: Node
    field: str
    test: bool = False


class Index(NamedTuple):
    """``target[key]``."""

    target: Node
    key: Node


class Call(NamedTuple):
    """A function; called on something, that is its first argument."""

    function: str
    arguments: tuple[Node, ...]


class Macro(NamedTuple):
    """``items.name(variable, ...)``."""

    name: str
    items: Node
    variable: str
    steps: tuple[Node, ...]


class ListOf(NamedTuple):
    """``[...]``."""

    items: tuple[Node, ...]


class Unary(NamedTuple):
    """``!`` or ``-``."""

    operator: str
    operand: Node


class Binary(NamedTuple):
    """Arithmetic, a comparison, or ``in``."""

    operator: str
    left: Node
    right: Node


class Logic(NamedTuple):
    """Two or more operands of ``&&`` or ``||``."""

    operator: str
    operands: tuple[Node, ...]


class Choice(NamedTuple):
    """``condition ? then : otherwise``."""

    condition: Node
    then: Node
    otherwise: Node


Node = Literal | Name | Select | Index | Call | Macro | ListOf | Unary | Binary | Logic | Choice

_RESERVED = frozenset(
    "as break const continue else false for function if import in let loop null namespace package return"
    " true var void while".split()
)
_NOT_FIELDS = frozenset(("in", "true", "false", "null"))
_CONSTANTS = {"true": True, "false": False, "null": None}
_LEVELS = (("==", "!=", "<", "<=", ">", ">=", "in"), ("+", "-"), ("*", "/", "%"))


def parse(text: str) -> Node:
    """The tree of an expression; raises CelSyntaxError."""
    if len(text) > MAX_LENGTH:
        raise CelSyntaxError("the expression is too long")
    return _Parser(text).whole()


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens = tokens(text)
        self._at = 0
        self._depth = 0

    def whole(self) -> Node:
        node = self._expression()
        if self._tokens[self._at][0] != "end":
            raise CelSyntaxError(f"{self._tokens[self._at][1]!r} is not expected here")
        return node

    def _sign(self) -> str:
        """The sign or the word ``in`` that comes next, or nothing."""
        kind, text = self._tokens[self._at]
        return text if kind == "sign" or text == "in" else ""

    def _accept(self, sign: str) -> bool:
        if self._sign() != sign:
            return False
        self._at += 1
        return True

    def _expect(self, sign: str) -> None:
        if not self._accept(sign):
            raise CelSyntaxError(f"{sign!r} is expected")

    def _word(self, refused: frozenset[str]) -> str:
        kind, text = self._tokens[self._at]
        if kind != "name" or text in refused:
            raise CelSyntaxError("a name is expected")
        self._at += 1
        return text

    def _expression(self) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise CelSyntaxError("the expression is nested too deeply")
        node = self._logic("||")
        if self._accept("?"):
            then = self._logic("||")
            self._expect(":")
            node = Choice(node, then, self._expression())
        self._depth -= 1
        return node

    def _logic(self, operator: str) -> Node:
        operands: list[Node] = []
        while not operands or self._accept(operator):
            node = self._logic("&&") if operator == "||" else self._binary(0)
            same = isinstance(node, Logic) and node.operator == operator
            operands += node.operands if isinstance(node, Logic) and same else (node,)
        return operands[0] if len(operands) == 1 else Logic(operator, tuple(operands))

    def _binary(self, level: int) -> Node:
        if level == len(_LEVELS):
            return self._unary()
        node = self._binary(level + 1)
        while (operator := self._sign()) in _LEVELS[level]:
            self._at += 1
            node = Binary(operator, node, self._binary(level + 1))
        return node

    def _unary(self) -> Node:
        operator, count = self._sign(), 0
        if operator not in ("!", "-"):
            return self._member()
        while self._accept(operator):
            count += 1
        node = self._member()
        return Unary(operator, node) if count % 2 else node  # as CEL's own parser does

    def _member(self) -> Node:
        node = self._primary()
        while True:
            if self._accept("["):
                node = Index(node, self._expression())
                self._expect("]")
            elif self._accept("."):
                node = self._selected(node)
            else:
                return node

    def _selected(self, target: Node) -> Node:
        field = self._word(_NOT_FIELDS)
        if not self._accept("("):
            return Select(target, field)
        arguments = self._list(")")
        if field in MACROS and 2 <= len(arguments) <= MACROS[field] + 1:
            variable, *steps = arguments
            if not isinstance(variable, Name) or variable.name.startswith("__"):
                raise CelSyntaxError("a macro's variable is a plain name")
            return Macro(field, target, variable.name, tuple(steps))
        return Call(field, (target, *arguments))

    def _list(self, end: str) -> list[Node]:
        found: list[Node] = []
        while not self._accept(end):
            if found:
                self._expect(",")
                if end == "]" and self._accept(end):
                    break
            found.append(self._expression())
        return found

    def _primary(self) -> Node:
        kind, text = self._tokens[self._at]
        if self._accept("("):
            node = self._expression()
            self._expect(")")
            return node
        if self._accept("["):
            return ListOf(tuple(self._list("]")))
        self._at += 1
        if kind == "text":
            return Literal(unquoted(text))
        if kind in ("int", "double"):
            return Literal(number(kind, text))
        if kind != "name" or (text in _RESERVED and text not in _CONSTANTS):
            raise CelSyntaxError(f"{text!r} is not expected here")
        if text in _CONSTANTS:
            return Literal(_CONSTANTS[text])
        return self._called(text) if self._accept("(") else Name(text)

    def _called(self, function: str) -> Node:
        arguments = self._list(")")
        if function == "has":
            if len(arguments) != 1 or not isinstance(arguments[0], Select) or arguments[0].test:
                raise CelSyntaxError("has() takes a field")
            return Select(arguments[0].target, arguments[0].field, True)
        return Call(function, tuple(arguments))
