"""The JSON Schemas: reports, deals, packs and configurations that are good are good for them too."""

import json
from datetime import date
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from trial import COMPLETE, HEAD, ROOT, generator, plain_settings, reviewed, sample_paths

from dealcoach.model.review import Report
from dealcoach.output.review_json import json_text
from dealcoach.output.schemas import SCHEMAS, schema_of
from dealcoach.review.results import brief
from dealcoach.review.summing import Totals
from dealcoach.rules.library import WORDS, built_in


class _Words(yaml.CSafeLoader):
    """YAML as editors read it: dates stay texts."""


_Words.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rows if tag != "tag:yaml.org,2002:timestamp"]
    for first, rows in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def as_editors_see(text: str) -> Any:
    return yaml.load(text, Loader=_Words)


def errors(kind: str, value: Any) -> list[str]:
    return [error.message[:200] for error in Draft202012Validator(schema_of(kind)).iter_errors(value)]


DEALS = {
    "minimal": HEAD,
    "complete": COMPLETE,
    **{path.name: path.read_text(encoding="utf-8") for path in sample_paths()},
    **{f"generated {number}": generator().deal_text(number) for number in range(0, 200, 20)},
}


@pytest.mark.parametrize("kind", SCHEMAS)
def test_a_schema_is_a_schema(kind: str) -> None:
    Draft202012Validator.check_schema(schema_of(kind))


@pytest.mark.parametrize("name", DEALS)
def test_deals_are_valid(name: str) -> None:
    assert errors("deal", as_editors_see(DEALS[name])) == []


@pytest.mark.parametrize(
    "more",
    ["amuont: 3", "amount: -5", "status: opne", "buying_team: [{title: CFO}]",
     "next_steps: [{owner: us}]", "waivers: [{rule: x}]", "buying_team: [{name: A, influence: 6}]"],
)  # fmt: skip
def test_wrong_deals_are_not_valid(more: str) -> None:
    assert errors("deal", as_editors_see(HEAD + more + "\n")) != []


def test_an_open_deal_needs_a_close_date() -> None:
    deal = as_editors_see(HEAD)
    del deal["close_date"]
    assert errors("deal", deal) != []
    assert errors("deal", {**deal, "status": "won"}) == []


def test_reports_are_valid() -> None:
    totals, reviews = Totals(), []
    for text in DEALS.values():
        reviews.append(reviewed(text, plain_settings(deep=True)))
        totals.add(brief(reviews[-1]))
    report = Report(date(2026, 11, 21).isoformat(), "0.1.0", tuple(reviews), (), totals.summary())
    assert errors("report", json.loads(json_text(report))) == []


@pytest.mark.parametrize(
    "path",
    sorted(path for path in built_in().glob("*.yaml") if path.name not in WORDS),
    ids=lambda path: path.name,
)
def test_packs_are_valid(path: Any) -> None:
    assert errors("rules", as_editors_see(path.read_text(encoding="utf-8"))) == []


def test_the_configuration_of_the_samples_is_valid() -> None:
    text = (ROOT / "deals" / "dealcoach.yaml").read_text(encoding="utf-8")
    assert errors("config", as_editors_see(text)) == []


def undescribed(schema: Any, where: str = "") -> list[str]:
    """The properties below a schema that say nothing of themselves."""
    found = []
    for name, row in schema.get("properties", {}).items():
        if not row.get("description"):
            found.append(f"{where}.{name}")
    for name, part in schema.get("$defs", {}).items():
        found += undescribed(part, name)
    return found


@pytest.mark.parametrize("kind", ["deal", "rules", "config"])
def test_editors_can_describe_every_key(kind: str) -> None:
    assert undescribed(schema_of(kind)) == []
