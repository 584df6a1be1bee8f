"""All rules as one program: the answers of CEL's runtime, one rule's failure its own, no CEL without need."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from cel_trial import deal_of, engine, facts_of, plain
from hypothesis import HealthCheck, given, settings
from oracle.strategies import deals
from trial import HEAD, generator

from dealcoach.reading.deal_file import read_deal
from dealcoach.review.evaluating import evaluate
from dealcoach.rules import library
from dealcoach.rules.conditions import Expression, compile_unchecked
from dealcoach.rules.declared import COLLECTIONS, MESSAGES, VARIABLES
from dealcoach.rules.program import Program, build
from dealcoach.rules.rule_code import Cel, rule_code


@cache
def sample() -> list[dict[str, Any]]:
    """Facts of 300 deals of the benchmark's generator, the long ones too."""
    read = (
        read_deal("deal.yaml", generator().deal_text(number, lines=60 + number % 4 * 40).encode())
        for number in range(300)
    )
    return [facts_of(file.deal) for file in read if file.deal]


def program() -> Program:
    return engine().library.program


@cache
def all_in_cel() -> Expression:
    """All built-in rules, answered by CEL's runtime."""
    rules = engine().library.conditional
    return compile_unchecked("[" + ",\n".join(rule_code(rule, Cel()) for rule in rules) + "]")


def test_generated_deals_get_the_same_answers_from_both() -> None:
    assert len(sample()) > 250
    for facts in sample():
        assert plain(program().run(facts)) == plain(all_in_cel().run(facts)), facts["deal"]["name"]


@given(deals())
@settings(max_examples=100, suppress_health_check=list(HealthCheck))
def test_deals_at_every_limit_get_the_same_answers_from_both(deal: dict[str, Any]) -> None:
    facts = facts_of(deal_of(yaml.safe_dump(deal)))
    assert plain(program().run(facts)) == plain(all_in_cel().run(facts))


def test_facts_hold_what_their_declaration_says() -> None:
    """The translation rests on it: a declared boolean is one, and only a type with ? may be null."""
    kinds = {"int": int, "number": float, "text": str, "bool": bool, "names": list, "any": dict}
    for facts in sample():
        messages = [(name, message, facts[name]) for name, message in VARIABLES.items()]
        messages += [(n, message, row) for n, (_, message) in COLLECTIONS.items() for row in facts[n]]
        for name, message, row in messages:
            for field, (kind, _) in MESSAGES[message].items():
                value = row[field]
                if value is None and kind.endswith("?"):
                    continue
                assert type(value) is kinds[kind.removesuffix("?")], f"{name}.{field}"


RULE = """
  - id: {id}
    severity: low
    points: 3
    flag_if: {flag_if}
    at: deal
    title: A rule
    message: A message
    why: Because.
    ask: A question?
    do: Something.
    examples:
      flagged: [{{name: one, deal: {{}}}}]
      clear: [{{name: one, deal: {{}}}}]
"""


def pack(folder: Path, **rules: str) -> Path:
    path = folder / "own.yaml"
    rows = "".join(
        RULE.format(id=name.replace("_", "-"), flag_if=json.dumps(text)) for name, text in rules.items()
    )
    path.write_text(f"pack: own\ngroup: process\nrules:{rows}", encoding="utf-8")
    return path


def own_answers(deal: str, path: Path) -> tuple[set[str], dict[str, str]]:
    """The ids of own rules that fire, and those that crashed with their message."""
    settings = engine(path)
    answers = evaluate(deal_of(deal), settings)
    fired = {hit.rule.id for hit in answers.hits if hit.rule.pack == "own"}
    return fired, {rule.id: message for rule, message in answers.crashed}


def test_a_rule_that_fails_leaves_the_others_their_answers(tmp_path: Path) -> None:
    path = pack(
        tmp_path,
        own_region="deal.custom.region == 'EMEA'",
        own_name="deal.name == 'Press line'",
        own_match="deal.name.matches('^Press .*')",
        own_division="10 / deal.pushes > 1",
    )
    fired, crashed = own_answers(HEAD, path)
    assert fired == {"own-name", "own-match"}
    assert set(crashed) == {"own-division"}
    assert "zero" in crashed["own-division"]
    fired, crashed = own_answers(f"{HEAD}custom: {{region: EMEA}}\n", path)
    assert fired == {"own-name", "own-match", "own-region"}
    assert set(crashed) == {"own-division"}


def test_what_python_cannot_say_is_answered_by_cel_beside_it(tmp_path: Path) -> None:
    path = pack(
        tmp_path,
        own_match="deal.name.matches('^Press .*')",
        own_name="deal.name == 'Press line' // a comment at the end",
        own_none="deal.name.matches('x') // a comment at the end",
    )
    assert own_answers(HEAD, path) == ({"own-match", "own-name"}, {})
    again = Program(build(engine(path).library.conditional))
    facts = facts_of(deal_of(HEAD))
    assert plain(again.run(facts)) == plain(engine(path).library.program.run(facts))


def test_a_condition_nearly_too_deep_for_cel_is_answered(tmp_path: Path) -> None:
    deep = "(" * 28 + "deal.name.matches('Press')" + ")" * 28
    found = own_answers(HEAD, pack(tmp_path, own_deep=deep, own_name="deal.name == 'Press line'"))
    assert found == ({"own-deep", "own-name"}, {})


def test_a_review_with_built_in_rules_never_loads_the_cel_runtime(tmp_path: Path) -> None:
    library.load()  # remembered, in the cache folder of this test run
    script = (
        "import sys; from dealcoach.rules import library; library.load();"
        "print(sorted({'cel_expr_python', 'google.protobuf', 'pydantic', 'dealcoach.rules.cel_parser'}"
        " & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_code_that_somebody_else_left_in_the_cache_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEALCOACH_CACHE_DIR", str(tmp_path))
    read: list[str] = []
    monkeypatch.setattr(
        library, "_read", lambda *rows, real=library._read: read.append("read") or real(*rows)
    )
    library.load()
    library.load()
    assert read == ["read"]
    monkeypatch.setattr("os.getuid", lambda: 12_345, raising=False)
    library.load()
    assert read == ["read", "read"]
