"""Conditions in CEL as Python expressions over the same facts, with the same value or the same failure.

CEL's runtime copies all facts of a deal into its own values first, which costs more than the answers.
A condition was checked by it when its pack was new; what is translated here then runs on the facts as
they are. Declared types decide where Python's operator means the same and where one of
`dealcoach.rules.cel_values` is needed. Whatever lies outside (``matches``, division, conversions,
mappings, three loops in each other, ...) stays with CEL.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dealcoach.rules.cel_operators import (
    NOTHING,
    Code,
    Outside,
    arithmetic,
    base_of,
    common,
    comparison,
    equality,
    item_kind,
    membership,
    truth,
)
from dealcoach.rules.cel_parser import (
    Binary,
    Call,
    Choice,
    Index,
    ListOf,
    Literal,
    Logic,
    Macro,
    Name,
    Node,
    Select,
    Unary,
    parse,
)
from dealcoach.rules.declared import COLLECTIONS, MESSAGES, VARIABLES

MAX_LOOPS = 2
"""Macros inside each other, the list a rule walks included; beyond, CEL's budget of steps is wanted."""
_MAX_DEPTH = 60
_LITERALS: dict[type[Any], str] = {bool: "bool", int: "int", float: "number", str: "text", type(None): "null"}
_TEXT_TESTS = {"startsWith": "startswith", "endsWith": "endswith"}


Scope = Mapping[str, Code]


def variable(name: str) -> str:
    """What a fact is called in the Python code; no word of Python and no helper has such a name."""
    return f"v_{name}"


def translate(text: str, item: str | None = None) -> str | None:
    """The condition as a Python expression, or None when it uses anything outside the subset.

    ``item`` names the list variable it may also read.
    """
    code = _translated(text, item)
    return code.text if code else None


def translate_truth(text: str, item: str | None = None) -> str | None:
    """The same, failing where the condition is neither true nor false, as CEL's own operators do."""
    code = _translated(text, item)
    return truth(code).text if code else None


def _translated(text: str, item: str | None) -> Code | None:
    scope = {name: Code(variable(name), message) for name, message in VARIABLES.items()}
    for collection, (name, message) in COLLECTIONS.items():
        scope[collection] = Code(variable(collection), f"[{message}]")
        if name == item:
            scope[name] = Code(variable(name), message)
    try:
        return _Translator(1 if item else 0).code(parse(text), scope, NOTHING)
    except (Outside, ValueError, RecursionError):
        return None


class _Translator:
    """One expression; ``known`` holds the code of values that cannot be null where they are read."""

    def __init__(self, loops: int) -> None:
        self._loops = loops
        self._depth = 0

    def code(self, node: Node, scope: Scope, known: frozenset[str]) -> Code:
        """The Python code of a node; raises Outside."""
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise Outside
        code: Code = getattr(self, f"_{type(node).__name__.lower()}")(node, scope, known)
        self._depth -= 1
        return code._replace(kind=base_of(code.kind)) if code.text in known else code

    def _literal(self, node: Literal, scope: Scope, known: frozenset[str]) -> Code:
        return Code(repr(node.value), _LITERALS[type(node.value)])

    def _name(self, node: Name, scope: Scope, known: frozenset[str]) -> Code:
        if node.name not in scope:
            raise Outside
        return scope[node.name]

    def _select(self, node: Select, scope: Scope, known: frozenset[str]) -> Code:
        target = self.code(node.target, scope, known)
        fields = MESSAGES.get(target.kind)
        if target.kind != "any" and (fields is None or node.field not in fields):
            raise Outside
        if node.test:
            text = f"({node.field!r} in {target.text})" if fields else f"_has({target.text}, {node.field!r})"
            return Code(text, "bool", target.fails or not fields)
        kind = fields[node.field][0] if fields else "any"
        text = f"{target.text}[{node.field!r}]"
        return Code(text, "[text]" if kind == "names" else kind, target.fails or not fields)

    def _index(self, node: Index, scope: Scope, known: frozenset[str]) -> Code:
        target, key = self.code(node.target, scope, known), self.code(node.key, scope, known)
        kind = item_kind(target.kind) or target.kind
        if kind == target.kind != "any":
            raise Outside
        return Code(f"_at({target.text}, {key.text})", kind, True)

    def _call(self, node: Call, scope: Scope, known: frozenset[str]) -> Code:
        arguments = [self.code(argument, scope, known) for argument in node.arguments]
        fails = any(argument.fails for argument in arguments)
        if node.function == "size" and len(arguments) == 1:
            (value,) = arguments
            sized = value.kind == "text" or value.kind.startswith("[")
            return Code(
                f"_size({value.text})" if not sized else f"len({value.text})", "int", fails or not sized
            )
        if node.function in ("contains", *_TEXT_TESTS) and len(arguments) == 2:
            fails = fails or any(argument.kind != "text" for argument in arguments)
            whole, part = (a.text if a.kind == "text" else f"_text({a.text})" for a in arguments)
            if node.function == "contains":
                return Code(f"({part} in {whole})", "bool", fails)
            return Code(f"{whole}.{_TEXT_TESTS[node.function]}({part})", "bool", fails)
        raise Outside

    def _unary(self, node: Unary, scope: Scope, known: frozenset[str]) -> Code:
        operand = self.code(node.operand, scope, known)
        if node.operator == "!":
            code = truth(operand)
            return Code(f"(not {code.text})", "bool", code.fails, code.when_false, code.when_true)
        base = base_of(operand.kind)
        if base not in ("int", "number"):
            raise Outside
        text, fails = f"(-{operand.text})", operand.fails or operand.kind != base
        if base == "int" and not isinstance(node.operand, Literal):
            return Code(f"_whole{text}", base, True)
        return Code(text, base, fails)

    def _binary(self, node: Binary, scope: Scope, known: frozenset[str]) -> Code:
        left, right = self.code(node.left, scope, known), self.code(node.right, scope, known)
        if node.operator in ("==", "!="):
            return equality(left, right, node.operator == "==")
        if node.operator == "in":
            return membership(left, right)
        return arithmetic(left, right, node.operator) or comparison(left, right, node.operator)

    def _logic(self, node: Logic, scope: Scope, known: frozenset[str]) -> Code:
        """Operands that cannot fail come first; CEL lets any of them decide, whatever else fails."""
        conjunction = node.operator == "&&"
        safe: list[str] = []
        risky: list[str] = []
        implied, all_implied = known, NOTHING
        for operand in node.operands:
            code = truth(self.code(operand, scope, implied))
            facts = code.when_true if conjunction else code.when_false
            all_implied |= facts
            if code.fails:
                risky.append(code.text)
            else:
                safe.append(code.text)
                implied |= facts
        fails = bool(risky)
        if len(risky) > 1:
            risky = [f"{'_both' if conjunction else '_either'}({', '.join(f'lambda: {r}' for r in risky)})"]
        text = "(" + (" and " if conjunction else " or ").join(safe + risky) + ")"
        sets = (all_implied, NOTHING) if conjunction else (NOTHING, all_implied)
        return Code(text, "bool", fails, *sets)

    def _choice(self, node: Choice, scope: Scope, known: frozenset[str]) -> Code:
        condition = truth(self.code(node.condition, scope, known))
        then = self.code(node.then, scope, known | condition.when_true)
        otherwise = self.code(node.otherwise, scope, known | condition.when_false)
        text = f"({then.text} if {condition.text} else {otherwise.text})"
        fails = condition.fails or then.fails or otherwise.fails
        return Code(text, common([then.kind, otherwise.kind]), fails)

    def _listof(self, node: ListOf, scope: Scope, known: frozenset[str]) -> Code:
        items = [self.code(item, scope, known) for item in node.items]
        text = f"[{', '.join(item.text for item in items)}]"
        return Code(text, f"[{common([item.kind for item in items])}]", any(item.fails for item in items))

    def _macro(self, node: Macro, scope: Scope, known: frozenset[str]) -> Code:
        items = self.code(node.items, scope, known)
        kind = item_kind(items.kind)
        if (
            kind is None and (items.kind != "any" or node.name in ("map", "filter"))
        ) or self._loops >= MAX_LOOPS:
            raise Outside
        if kind is None:
            items = Code(f"_walked({items.text})", "[any]", True)
        name = f"m{self._loops}_{node.variable}"
        inner = {**scope, node.variable: Code(name, kind or "any")}
        self._loops += 1
        first = self.code(node.steps[0], inner, known)
        last = self.code(node.steps[-1], inner, known | first.when_true)
        self._loops -= 1
        return _loop(node, name, items, first, last)


def _loop(node: Macro, name: str, items: Code, first: Code, last: Code) -> Code:
    each = f"for {name} in {items.text}"
    test = truth(first)
    fails = items.fails or test.fails
    if node.name in ("exists", "all"):
        if test.fails:
            function = "_exists" if node.name == "exists" else "_every"
            return Code(f"{function}(lambda {name}: {test.text}, {items.text})", "bool", True)
        wanted = "True in" if node.name == "exists" else "False not in"
        return Code(f"({wanted} [{test.text} {each}])", "bool", fails)
    if node.name == "exists_one":
        return Code(f"([{test.text} {each}].count(True) == 1)", "bool", fails)
    if node.name == "filter":
        return Code(f"[{name} {each} if {test.text}]", items.kind, fails)
    if len(node.steps) == 1:
        return Code(f"[{last.text} {each}]", f"[{last.kind}]", items.fails or last.fails)
    return Code(f"[{last.text} {each} if {test.text}]", f"[{last.kind}]", fails or last.fails)
