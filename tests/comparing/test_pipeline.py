"""The pipeline's movement: every word, and that start and movements always make the end."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealcoach.comparing.comparing import compare
from dealcoach.comparing.matching import Entry, Pair
from dealcoach.comparing.pipeline import pipeline
from dealcoach.model.changes import WORDS, Pipeline
from dealcoach.model.review import Review
from dealcoach.review.summing import cents_of

from .making import NOW, THEN, entry, review, unreadable

BARE = review()


def bare(path: str, **keys: Any) -> Entry:
    return Entry(path, path, BARE._replace(file=path, **keys))


def everything(_review: Review) -> bool:
    return True


def movement(before: Entry | None, now: Entry | None) -> dict[str, dict[str, int | float]]:
    found = pipeline([Pair(before, now)], everything)
    assert_adds_up(found)
    return {row.word: dict(row.effect) for row in found.movements}


def assert_adds_up(found: Pipeline) -> None:
    total: Counter[str] = Counter({key: cents_of(value) or 0 for key, value in found.start.items()})
    for row in found.movements:
        for currency, effect in row.effect.items():
            total[currency] += cents_of(effect) or 0
    end = {key: cents_of(value) or 0 for key, value in found.end.items()}
    assert {key: value for key, value in total.items() if value} == {k: v for k, v in end.items() if v}


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        ({}, {"status": "won"}, {"Won": {"EUR": -72000}}),
        ({}, {"status": "lost"}, {"Lost": {"EUR": -72000}}),
        ({}, {"status": "no_decision"}, {"Lost": {"EUR": -72000}}),
        ({}, {"amount": 80000}, {"Increased": {"EUR": 8000}}),
        ({}, {"amount": 70000.5}, {"Decreased": {"EUR": -1999.5}}),
        ({}, {"amount": None}, {"Decreased": {"EUR": -72000}}),
        ({"amount": None}, {}, {"Increased": {"EUR": 72000}}),
        ({}, {"close_date": "2027-03-01"}, {"Pushed": {}}),
        ({}, {"close_date": "2026-12-01"}, {"Pulled in": {}}),
        ({}, {"close_date": "2027-03-01", "amount": 1}, {"Pushed": {}, "Decreased": {"EUR": -71999}}),
        ({"status": "lost"}, {}, {"Moved in": {"EUR": 72000}}),
        ({}, {"currency": "USD"}, {"Moved in": {"USD": 72000}, "Moved out": {"EUR": -72000}}),
        ({}, {"status": "won", "amount": 90000}, {"Won": {"EUR": -90000}, "Increased": {"EUR": 18000}}),
        ({"status": "won"}, {"status": "lost"}, {}),
        ({}, {}, {}),
    ],
)
def test_a_deal_that_stays(before: dict[str, Any], now: dict[str, Any], words: dict[str, Any]) -> None:
    assert movement(bare("a", **before), bare("a", **now)) == words


def test_a_deal_that_comes_or_goes() -> None:
    assert movement(None, bare("a")) == {"New": {"EUR": 72000}}
    assert movement(bare("a"), None) == {"Moved out": {"EUR": -72000}}
    assert movement(None, bare("a", status="won")) == {"New": {"EUR": 72000}, "Won": {"EUR": -72000}}
    assert movement(bare("a", status="won"), None) == {}
    assert movement(bare("a"), unreadable("a")) == {"Moved out": {"EUR": -72000}}
    assert movement(unreadable("a"), bare("a")) == {"Moved in": {"EUR": 72000}}


def test_the_words_stand_in_their_order_and_count_deals() -> None:
    pairs = [
        Pair(bare("a"), bare("a", amount=1, close_date="2027-03-01")),
        Pair(bare("b"), bare("b", close_date="2027-03-01")),
        Pair(None, bare("c")),
    ]
    found = pipeline(pairs, everything)
    assert [(row.word, row.deals) for row in found.movements] == [("New", 1), ("Pushed", 2), ("Decreased", 1)]
    assert dict(found.movements[1].amount) == {"EUR": 72001}
    assert (found.deals_start, found.deals_end) == (2, 3)


def test_a_deal_handed_to_somebody_else_leaves_the_view() -> None:
    def of_priya(review: Review) -> bool:
        return review.owner == "Priya Nair"

    before = [bare("a"), bare("b"), bare("c", owner="Gil Moreno")]
    now = [bare("a", owner="Gil Moreno"), bare("b"), bare("c")]
    found = compare(before, now, THEN, NOW, "0", of_priya)
    assert {row.word: dict(row.effect) for row in found.pipeline.movements} == {
        "Moved in": {"EUR": 72000},
        "Moved out": {"EUR": -72000},
    }
    assert_adds_up(found.pipeline)
    assert [shift.name for change in found.deals for shift in change.shifts] == ["owner", "owner"]


DEALS = st.fixed_dictionaries(
    {
        "amount": st.none() | st.integers(0, 10**12) | st.decimals(0, 10**9, places=2).map(float),
        "currency": st.sampled_from(["EUR", "USD", None]),
        "status": st.sampled_from(["open", "won", "lost", "no_decision"]),
        "close_date": st.sampled_from(["2026-12-01", "2027-01-15", None]),
        "owner": st.sampled_from(["Priya Nair", "Gil Moreno"]),
        "band": st.sampled_from(["healthy", "at_risk", None]),
    }
)
SIDE = st.none() | st.just("unreadable") | DEALS


def made(path: str, side: Any) -> Entry | None:
    return None if side is None else unreadable(path) if side == "unreadable" else bare(path, **side)


@given(st.lists(st.tuples(SIDE, SIDE), max_size=12), st.sampled_from([None, "Priya Nair"]))
def test_start_and_movements_make_the_end(rows: list[tuple[Any, Any]], owner: str | None) -> None:
    before = [one for n, (side, _) in enumerate(rows) if (one := made(f"{n}", side))]
    now = [one for n, (_, side) in enumerate(rows) if (one := made(f"{n}", side))]
    found = compare(before, now, THEN, NOW, "0", lambda review: owner in (None, review.owner))
    assert_adds_up(found.pipeline)
    assert [row.word for row in found.pipeline.movements] == sorted(
        (row.word for row in found.pipeline.movements), key=WORDS.index
    )
    assert found.pipeline.deals_start >= sum(found.pipeline.bands_start.values())


def test_deals_are_told_deepest_fall_first_and_the_rest_is_counted() -> None:
    before = [entry("a.yaml"), entry("b.yaml", deal="B"), entry("c.yaml", deal="C"), unreadable("d.yaml")]
    now = [
        entry("a.yaml", need={"by": "2027-02-01"}),
        entry("b.yaml", deal="B", close_date="2026-11-20"),
        entry("c.yaml", deal="C"),
        unreadable("d.yaml"),
    ]
    found = compare(before, now, THEN, NOW, "0")
    assert [change.file for change in found.deals] == ["deals/b.yaml", "deals/a.yaml"]
    assert found.unchanged == 2
    assert len(found.problems_before) == len(found.problems_now) == 1
