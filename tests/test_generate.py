"""The generator of benchmark deals: same bytes each time, about as long as asked, only keys of the format."""

import importlib.util
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

SCRIPT = Path(__file__).resolve().parent.parent / "benchmarks" / "generate.py"
SAMPLE = range(0, 6_000, 20)

KEYS = {
    "": "deal account owner our_team amount currency stage forecast created stage_since close_date "
    "close_date_history status closed_on account_kind competitors crm need customer_plan business_case "
    "buying_team next_steps activity waivers custom",
    "need": "problem by if_not",
    "customer_plan": "decision_date decision_date_history steps",
    "customer_plan.steps": "what who due done",
    "business_case": "status owner",
    "buying_team": "name title roles level influence relationship stance benefit concern reports_to "
    "influenced_by introduced_by faction side last_contact signals",
    "buying_team.signals": "date kind note",
    "next_steps": "what owner due type with done",
    "activity": "date type with direction note",
    "waivers": "rule about reason by until",
}


def load_deal_text() -> Callable[..., str]:
    spec = importlib.util.spec_from_file_location("benchmark_generate", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    deal_text: Callable[..., str] = module.deal_text
    return deal_text


deal_text = load_deal_text()


def mappings(value: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every mapping of the deal with its path, list positions left out."""
    if isinstance(value, dict):
        yield path, value
        for key, inner in value.items():
            yield from mappings(inner, f"{path}.{key}".strip("."))
    elif isinstance(value, list):
        for inner in value:
            yield from mappings(inner, path)


@pytest.fixture(scope="module")
def deals() -> list[dict[str, Any]]:
    return [yaml.load(deal_text(number), Loader=yaml.CSafeLoader) for number in SAMPLE]


def test_same_arguments_same_text_other_arguments_other_text() -> None:
    assert deal_text(17) == deal_text(17)
    assert len({deal_text(17), deal_text(18), deal_text(17, seed=2), deal_text(17, lines=60)}) == 4


def test_another_process_writes_the_same_bytes(tmp_path: Path) -> None:
    command = [sys.executable, str(SCRIPT), "3", str(tmp_path), "--lines", "70", "--seed", "5"]
    subprocess.run(command, check=True, capture_output=True)
    written = [path.read_text(encoding="utf-8") for path in sorted(tmp_path.glob("0000/*.yaml"))]
    assert sorted(written) == sorted(deal_text(number, 70, 5) for number in range(3))


def test_folders_hold_at_most_a_thousand_files(tmp_path: Path) -> None:
    command = [sys.executable, str(SCRIPT), "1002", str(tmp_path), "--lines", "20"]
    subprocess.run(command, check=True, capture_output=True)
    counts = {part.name: len(list(part.iterdir())) for part in tmp_path.iterdir()}
    assert counts == {"0000": 1000, "0001": 2}


@pytest.mark.parametrize("wanted", [80, 90, 300])
def test_deals_are_about_as_long_as_asked(wanted: int) -> None:
    lengths = sorted(deal_text(number, wanted).count("\n") for number in SAMPLE)
    assert abs(sum(lengths) / len(lengths) - wanted) < 0.06 * wanted
    assert lengths[-1] < 1.6 * wanted


def test_only_keys_of_the_format(deals: list[dict[str, Any]]) -> None:
    for deal in deals:
        for path, mapping in mappings(deal):
            assert set(mapping) <= set(KEYS[path].split()), (path, mapping)


def test_what_the_format_requires_is_there(deals: list[dict[str, Any]]) -> None:
    for deal in deals:
        assert {"deal", "account", "owner", "stage", "close_date"} <= set(deal)
        assert (deal.get("status", "open") == "open") == ("closed_on" not in deal)
        names = [member["name"] for member in deal.get("buying_team", [])]
        assert len(names) == len(set(names))
        assert all(isinstance(step["what"], str) for step in deal.get("next_steps", []))


def test_no_two_deals_share_all_their_steps(deals: list[dict[str, Any]]) -> None:
    steps = [tuple(step["what"] for step in deal["next_steps"]) for deal in deals if "next_steps" in deal]
    assert len(steps) == len(set(steps))


def test_the_deals_vary(deals: list[dict[str, Any]]) -> None:
    assert len({deal["account"] for deal in deals}) == len(deals)
    assert {deal.get("status", "open") for deal in deals} == {"open", "won", "lost", "no_decision"}
    thin = [deal for deal in deals if "buying_team" not in deal]
    assert 0 < len(thin) < len(deals) / 10
    assert any("waivers" in deal for deal in deals)
    texts = [step["what"] for deal in deals for step in deal.get("next_steps", [])]
    assert 0.4 < len(set(texts)) / len(texts) < 0.95
    assert {"TBD", "Send brochure", "They went quiet", "Hold until the budget round"} <= set(texts)
