"""Conditions as Python say what CEL's own runtime says: the same value, or both fail."""

from types import CodeType

import pytest
from cel_expressions import conditions, random_facts
from cel_trial import by_cel, by_python
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealcoach.rules import library
from dealcoach.rules.cel_python import translate, translate_truth
from dealcoach.rules.cel_values import HELPERS
from dealcoach.rules.declared import COLLECTIONS, VARIABLES

pytestmark = pytest.mark.filterwarnings("ignore:.*with a literal:SyntaxWarning")
METHODS = {"count", "endswith", "startswith"}


def built_in() -> list[tuple[str, str | None]]:
    """Every condition of the built-in packs, with the item it reads."""
    found: dict[tuple[str, str | None], None] = {}
    for rule in library.load().conditional:
        data, item = rule.data, rule.item
        rows = [(data[key], item) for key in ("flag_if", "unknown_if", "halve_if")]
        rows += [(data[key], None) for key in ("applies_if", "all_unknown_if")]
        rows += [(row["known_if"], None) for row in rule.requirements]
        rows += [(level["if"], item) for level in data["levels"]]
        rows += [(text, item) for text in rule.texts.conditions]
        found.update(dict.fromkeys(row for row in rows if row[0]))
    return list(found)


def test_every_condition_of_the_built_in_packs_translates() -> None:
    rows = built_in()
    assert len(rows) > 100
    assert [text for text, item in rows if translate_truth(text, item) is None] == []


@given(conditions(), st.integers(0, 100_000))
@settings(max_examples=400, suppress_health_check=list(HealthCheck))
def test_any_condition_has_the_same_value_or_fails_in_both(text: str, seed: int) -> None:
    for number in range(seed, seed + 3):
        facts = random_facts(number)
        assert by_python(text, facts) == by_cel(text, facts), (translate(text), number)


@given(st.sampled_from(built_in()), st.integers(0, 100_000))
@settings(max_examples=300)
def test_built_in_conditions_agree_on_facts_no_deal_has(row: tuple[str, str | None], seed: int) -> None:
    text, item = row
    facts = random_facts(seed)
    if item:
        collection = next(name for name, (one, _) in COLLECTIONS.items() if one == item)
        if not facts[collection]:
            return
        facts[item] = facts[collection][0]
    assert by_python(text, facts, item) == by_cel(text, facts)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "deal.name.matches('a+')",
        "deal.pushes / 2 == 1",
        "deal.pushes % 2 == 1",
        "double(deal.pushes) > 1.0",
        "{'a': 1} == deal.custom",
        "deal.custom.one + 1 > 1",
        "deal.custom.list.map(x, x) == []",
        "9223372036854775808 > 1",
        "1" + "0" * 5_000 + " > 1",
        "1e999 > 1.0",
        "1u == 1u",
        "b'a' == b'a'",
        "r'\\n' == 'n'",
        "'\\ud800' == ''",
        "'\\z' == ''",
        "'open",
        "deal.nothing == 1",
        "nothing",
        "member.name == ''",
        "members.name == ''",
        "members.exists(__import__, true)",
        "members.exists(m.name, true)",
        "members.exists(m, true, false, true)",
        "deal.custom.word[?0] == 'a'",
        "deal.in == 1",
        "deal.`name` == ''",
        "has(deal)",
        "1 +",
        "deal.name deal.name",
        "deal\x00",
        "members.exists(a, members.exists(b, members.exists(c, a == b && b == c)))",
        "(" * 40 + "true" + ")" * 40,
        "(" * 100_000,
        "[" * 100_000 + "]" * 100_000,
        "1" + " + 1" * 500 + " > 1",
        "deal.custom" + ".a" * 500 + " == 1",
        " && ".join(["true"] * 5_000),
    ],
)
def test_the_rest_stays_with_cel(text: str) -> None:
    assert translate(text) is None
    assert translate_truth(text) is None


def test_an_item_is_known_only_where_the_rule_walks_its_list() -> None:
    assert translate("member.name == ''", "member") == "(v_member['name'] == '')"
    assert translate("member.name == ''", "step") is None
    nested = "members.exists(a, members.exists(b, a.name == b.name))"
    assert translate(nested) is not None
    assert translate(nested, "member") is None


@pytest.mark.parametrize(
    "text",
    [
        "deal.name == \"'] or __import__('os').system('true') or ['\"",
        "deal.name == '\\'; import os #\\n'",
        "deal.name == '''\n)\n__import__('os')\n'''",
        "deal.custom['__class__'] == 1",
        "deal.custom.__class__ == 1",
        "deal.custom.format == 1",
        "members.exists(lambda, lambda.engaged == true)",
        "members.exists(len, len.engaged == true && size(members) == 2)",
        "members.exists(_truth, _truth.engaged == true)",
        "members.exists(v_deal, v_deal.engaged == true) && deal.early",
        "members.exists(None, None.engaged == true)",
        "members.exists(with, with.engaged == true)",
    ],
)
def test_texts_and_names_never_become_code(text: str) -> None:
    code = translate(text)
    assert code is not None
    assert _names(compile(code, "<test>", "eval")) <= {
        *HELPERS,
        *METHODS,
        *(f"v_{name}" for name in (*VARIABLES, *COLLECTIONS)),
    }
    assert by_python(text, random_facts(1)) == by_cel(text, random_facts(1))


def _names(code: CodeType) -> set[str]:
    inner = (constant for constant in code.co_consts if isinstance(constant, CodeType))
    return set(code.co_names).union(*map(_names, inner))
