"""What the tests of conditions share: an engine, facts, and one condition asked of CEL and of Python."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from trial import AS_OF

from dealcoach.model.deal import Deal
from dealcoach.reading.deal_file import read_deal
from dealcoach.review.settings import Settings
from dealcoach.rules import library
from dealcoach.rules.cel_python import translate
from dealcoach.rules.cel_values import HELPERS
from dealcoach.rules.conditions import ConditionError, compile_unchecked
from dealcoach.rules.facts import derive

FAILS = "fails"


@cache
def engine(*packs: Path) -> Settings:
    found = library.load(packs)
    return Settings(AS_OF, found, active=frozenset(found.by_id))


def facts_of(deal: Deal) -> dict[str, Any]:
    return dict(derive(deal, engine().context(deal.stage)))


def deal_of(text: str) -> Deal:
    deal = read_deal("deal.yaml", text.encode()).deal
    assert deal is not None
    return deal


def plain(value: Any) -> str:
    """A value as text that tells true from 1 and 1 from 1.0, whatever the order of keys."""
    return json.dumps(value, sort_keys=True)


def by_cel(text: str, facts: dict[str, Any]) -> str:
    try:
        return plain(compile_unchecked(text).run(facts))
    except ConditionError:
        return FAILS


def by_python(text: str, facts: dict[str, Any], item: str | None = None) -> str:
    code = translate(text, item)
    assert code is not None, text
    scope = {"__builtins__": {}, **HELPERS, **{f"v_{name}": value for name, value in facts.items()}}
    try:
        return plain(eval(code, scope))
    except Exception:
        return FAILS
