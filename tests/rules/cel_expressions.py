"""Random conditions over the declared facts, all of which translate, and random facts for them."""

import random
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from dealcoach.rules.declared import COLLECTIONS, MESSAGES, VARIABLES

LARGEST = 2**63 - 1
TEXTS = ("", "a", "ab", "us", "É", "it's")
INTS = (-2, 0, 1, 2, 5, LARGEST)
NUMBERS = (-1.5, 0.0, 1.0, 2.5)
LITERALS = {
    "bool": ("true", "false", "null"),
    "int": (*map(str, INTS), "0x1F", "null"),
    "text": ("''", "'a'", '"us"', "'\\u00c9'", "'''it's'''", "null"),
    "number": ("-1.5", "0.0", "1e0", "2.5"),
    "names": ("[]", "['a', 'us']"),
}
ANY = (
    "deal.custom",
    "deal.custom.a",
    "deal.custom.b",
    "deal.custom['c']",
    "deal.custom.c.a",
    "deal.custom.b[0]",
)
ORDER = ("<", "<=", ">", ">=")
Draw = Callable[[Any], Any]


def random_facts(seed: int) -> dict[str, Any]:
    """Facts of every declared type, null where that may be; the same for the same seed."""
    pick = random.Random(seed)

    def value(kind: str) -> Any:
        if kind.endswith("?"):
            return None if pick.random() < 0.4 else value(kind[:-1])
        choices: dict[str, Callable[[], Any]] = {
            "int": lambda: pick.choice(INTS),
            "text": lambda: pick.choice(TEXTS),
            "bool": lambda: pick.random() < 0.5,
            "number": lambda: pick.choice(NUMBERS),
            "names": lambda: [pick.choice(TEXTS) for _ in range(pick.randrange(3))],
            "any": custom,
        }
        return choices[kind]()

    def scalar() -> Any:
        return pick.choice((None, True, False, *INTS, *TEXTS, *NUMBERS))

    def custom() -> dict[str, Any]:
        rows = {"a": scalar(), "b": [scalar() for _ in range(pick.randrange(4))], "c": {"a": scalar()}}
        return {key: row for key, row in rows.items() if pick.random() < 0.8}

    def message(name: str) -> dict[str, Any]:
        return {field: value(kind) for field, (kind, _) in MESSAGES[name].items()}

    facts: dict[str, Any] = {name: message(kind) for name, kind in VARIABLES.items()}
    for name, (_, kind) in COLLECTIONS.items():
        facts[name] = [message(kind) for _ in range(pick.randrange(4))]
    return facts


@st.composite
def conditions(draw: Draw) -> str:
    """A condition of some depth; many fail on some facts, few on all."""
    return _Writer(draw).bool(4, dict(VARIABLES), 0)


class _Writer:
    """Writes expressions of a wanted type; ``scope`` says which names are messages of which kind."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw

    def pick(self, choices: Any) -> Any:
        return self.draw(st.sampled_from(list(choices)))

    def fact(self, kind: str, scope: dict[str, str]) -> str:
        """A literal or a fact of this type, null where that may be."""
        name = self.pick(scope)
        fields = [f for f, (k, _) in MESSAGES[scope[name]].items() if k.removesuffix("?") == kind]
        if not fields or self.draw(st.integers(0, 3)) == 0:
            return str(self.pick(LITERALS[kind]))
        return f"{name}.{self.pick(fields)}"

    def bool(self, depth: int, scope: dict[str, str], loops: int) -> str:
        if depth == 0:
            return self.fact("bool", scope)
        forms = [self.logic, self.logic, self.negated, self.compared, self.equal, self.chosen, self.member]
        forms += [self.tested, *([self.macro] * 3 if loops < 2 else [])]
        forms += [self.custom] if scope["deal"] == "Deal" else []
        return str(self.pick(forms)(depth - 1, scope, loops))

    def logic(self, depth: int, scope: dict[str, str], loops: int) -> str:
        sign = self.pick((" && ", " || "))
        rows = [self.bool(depth, scope, loops) for _ in range(self.pick((2, 2, 3)))]
        return sign.join(f"({row})" for row in rows)

    def negated(self, depth: int, scope: dict[str, str], loops: int) -> str:
        return self.pick(("!", "!!", "!!!")) + f"({self.bool(depth, scope, loops)})"

    def compared(self, depth: int, scope: dict[str, str], loops: int) -> str:
        kind = self.pick(("int", "int", "text", "number", "bool"))
        left, right = self.of(kind, depth, scope), self.of(kind, depth, scope)
        return f"{left} {self.pick(ORDER)} {right}"

    def equal(self, depth: int, scope: dict[str, str], loops: int) -> str:
        kinds = ("bool", "int", "text", "number", "names")
        kind = self.pick(kinds)
        other = kind if self.pick((True, True, False)) else self.pick(kinds)
        return f"{self.of(kind, depth, scope)} {self.pick(('==', '!='))} {self.of(other, depth, scope)}"

    def of(self, kind: str, depth: int, scope: dict[str, str]) -> str:
        fact = self.fact
        if kind == "names" or depth == 0:
            return fact(kind, scope)
        if kind == "int":
            sized = f"size({fact(self.pick(('text', 'names')), scope)})"
            number = fact("int", scope).replace("null", "7")
            added = f"({number} {self.pick('+-*')} {self.of('int', depth - 1, scope).replace('null', '7')})"
            return str(self.pick((fact("int", scope), f"-({number})", sized, added)))
        if kind == "text":
            return str(
                self.pick((fact("text", scope), f"{fact('names', scope)}[{self.pick((0, 1, '0.0'))}]"))
            )
        return fact(kind, scope)

    def chosen(self, depth: int, scope: dict[str, str], loops: int) -> str:
        rows = [self.bool(depth, scope, loops) for _ in range(3)]
        return "({} ? {} : {})".format(*(f"({row})" for row in rows))

    def member(self, depth: int, scope: dict[str, str], loops: int) -> str:
        kind = self.pick(("text", "int", "number", "bool"))
        items = [self.fact(kind, scope) for _ in range(2)]
        right = f"[{', '.join(items)}]" if kind != "text" else self.fact("names", scope)
        return f"{self.fact(self.pick((kind, kind, 'text')), scope)} in {right}"

    def tested(self, depth: int, scope: dict[str, str], loops: int) -> str:
        function = self.pick(("contains", "startsWith", "endsWith"))
        return f"({self.of('text', depth, scope)}).{function}({self.fact('text', scope)})"

    def custom(self, depth: int, scope: dict[str, str], loops: int) -> str:
        value = self.pick(ANY)
        literal = self.pick((*LITERALS["int"], *LITERALS["text"], *LITERALS["number"], "true", "[1, 'a']"))
        forms = (
            "{0} == {1}",
            "{1} != {0}",
            "{0} < {1}",
            "{1} >= {0}",
            "{1} in {0}",
            "{0} in [{1}, 1, 'us']",
            "size({0}) > 1",
            "{0}.contains('a')",
            "has({0}.a)",
            "!{0}",
            "{0}",
            "{0} == deal.custom.a",
            *(("{0}.exists(x, x == {1})", "{0}.all(x, x != {1} && x < {1})") if loops < 2 else ()),
        )
        return "(" + str(self.pick(forms)).format(value, literal) + ")"

    def macro(self, depth: int, scope: dict[str, str], loops: int) -> str:
        collection = self.pick(COLLECTIONS)
        name = self.pick(("m", "x", "with", "deal", "v_deal"))
        inner = self.bool(depth, {**scope, name: COLLECTIONS[collection][1]}, loops + 1)
        forms = (
            "{0}.exists({1}, {2})",
            "{0}.all({1}, {2})",
            "{0}.exists_one({1}, {2})",
            "{0}.filter({1}, {2}).size() > 1",
            "{0}.map({1}, {2}).exists(y, y)",
            "{0}.map({1}, {2}, 1) == [1]",
        )
        return str(self.pick(forms)).format(collection, name, inner)
