"""The engine and the oracle, two readings of the same documents, say the same of any deal."""

import importlib.util
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings

from dealcoach.model.review import Review as EngineReview
from dealcoach.reading.config_file import read_config
from dealcoach.review.batch import review_bytes
from dealcoach.review.settings import Settings, build_settings
from dealcoach.rules.library import load

from .compare import differences
from .evaluate import evaluate
from .strategies import AS_OF, deals

ROOT = Path(__file__).resolve().parent.parent.parent
EARLY = ("lead", "prospecting", "qualification", "discovery")


@cache
def engine() -> Settings:
    return build_settings(AS_OF, load(), read_config(None))


@cache
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("deal_generator", ROOT / "benchmarks" / "generate.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def disagreements(text: str, early: tuple[str, ...] = EARLY) -> list[str]:
    """What engine and oracle see differently; the oracle takes readings, levels and cues from the engine."""
    deal: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    theirs = review_bytes("deal.yaml", text.encode(), engine())
    assert isinstance(theirs, EngineReview), theirs
    library = engine().library
    titles = {str(member["title"]) for member in deal.get("buying_team") or [] if member.get("title")}
    mine = evaluate(
        deal,
        AS_OF,
        {step.what: step.reading for step in theirs.next_steps},
        levels={title: library.titles.level(title) for title in titles},
        introductions=[
            step.what for step in theirs.next_steps if library.readings.speaks_of("introduction", step.what)
        ],
        early=early,
    )
    return differences(deal, mine, theirs)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(deals())
def test_small_deals_with_anything_missing(deal: dict[str, Any]) -> None:
    assert disagreements(yaml.safe_dump(deal, sort_keys=False)) == []


@pytest.mark.parametrize("start", range(0, 200, 20))
def test_generated_deals(start: int) -> None:
    found = {number: disagreements(generator().deal_text(number)) for number in range(start, start + 20)}
    assert {number: listed for number, listed in found.items() if listed} == {}


@pytest.mark.parametrize("path", sorted((ROOT / "deals").glob("*-*.yaml")), ids=lambda path: path.stem)
def test_sample_deals(path: Path) -> None:
    early = ("lead", "discovery", "qualification")
    assert disagreements(path.read_text(encoding="utf-8"), early) == []
