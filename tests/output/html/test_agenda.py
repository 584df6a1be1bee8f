"""The agenda: its order, its time boxes, its questions."""

from __future__ import annotations

from typing import Any

import page_samples
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealcoach.output.html.agenda import LEAST_MINUTES, agenda, share
from dealcoach.output.html.glance import Glance, glance


def _deal(file: str, **changes: Any) -> Glance:
    base = (
        page_samples.realistic(1)
        .deals[0]
        ._replace(file=file, band="watch", score=60, amount=1000, currency="EUR")
    )
    return glance(base._replace(**changes))


@given(st.integers(1, 600), st.lists(st.floats(0, 1e9), min_size=1, max_size=60))
def test_boxes_fill_the_meeting_exactly(minutes: int, weights: list[float]) -> None:
    boxes = share(minutes, weights)
    assert sum(boxes) == minutes
    assert min(boxes) >= min(LEAST_MINUTES, minutes // len(weights))


@given(st.integers(1, 600), st.integers(1, 30))
def test_an_agenda_fills_its_minutes_and_leaves_nobody_out(minutes: int, deals: int) -> None:
    reviews = [glance(review) for review in page_samples.realistic(deals).deals]
    plan = agenda(reviews, minutes)
    assert sum(slot.minutes for slot in plan.slots) == minutes
    assert [slot.start for slot in plan.slots] == [
        sum(slot.minutes for slot in plan.slots[:place]) for place in range(len(plan.slots))
    ]
    assert len(plan.slots) + len(plan.if_time_is_left) == deals
    assert all(slot.minutes >= LEAST_MINUTES for slot in plan.slots) or len(plan.slots) == 1


def test_the_heavier_deal_gets_at_least_as_much_time() -> None:
    boxes = share(45, [10.0, 5.0, 1.0, 1.0])
    assert boxes == sorted(boxes, reverse=True)
    assert boxes[0] > boxes[-1]


def test_deals_at_risk_come_before_larger_healthy_ones() -> None:
    risky = _deal("risky.yaml", band="critical", score=20)
    healthy = _deal("healthy.yaml", band="healthy", score=88, amount=4000)
    assert [slot.deal.file for slot in agenda([healthy, risky], 30).slots] == ["risky.yaml", "healthy.yaml"]


def test_of_two_equal_scores_the_larger_amount_comes_first() -> None:
    small, large = _deal("a.yaml", amount=1000), _deal("b.yaml", amount=90_000)
    assert [slot.deal.file for slot in agenda([small, large], 30).slots] == ["b.yaml", "a.yaml"]


def test_amounts_are_weighed_within_their_own_currency() -> None:
    yen = _deal("yen.yaml", amount=9_000_000, currency="JPY")
    euros = _deal("euro.yaml", amount=9_000, currency="EUR", score=59)
    assert agenda([yen, euros], 30).slots[0].deal.file == "euro.yaml"


def test_an_empty_pipeline_has_an_empty_agenda() -> None:
    assert agenda([], 45).slots == ()


def test_closed_deals_are_not_talked_about() -> None:
    won = _deal("won.yaml", status="won", score=None, band=None)
    plan = agenda([won, _deal("open.yaml")], 45)
    assert [slot.deal.file for slot in plan.slots] == ["open.yaml"]
    assert plan.if_time_is_left == ()


def test_deals_with_nothing_to_say_wait_for_the_end() -> None:
    calm = _deal("calm.yaml", findings=(), unknowns=(), score=100, band="healthy")
    plan = agenda([calm, _deal("open.yaml")], 45)
    assert [deal.file for deal in plan.if_time_is_left] == ["calm.yaml"]


def test_the_question_is_that_of_the_heaviest_finding() -> None:
    review = page_samples.realistic(1).deals[0]
    seen = glance(review)
    assert (seen.seen, seen.question) == (review.findings[0].message, review.findings[0].ask[0])


def test_no_meeting_without_a_minute() -> None:
    with pytest.raises(ValueError, match="one minute"):
        agenda([], 0)
