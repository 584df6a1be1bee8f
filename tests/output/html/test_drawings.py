"""The drawings: the plot, the relationship map, the timeline."""

from __future__ import annotations

import itertools
import re
from typing import Any
from xml.etree import ElementTree

import page_samples
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealcoach.model.review import NextStep, Person, PlanItem, Review
from dealcoach.output.html.glance import Glance, glance
from dealcoach.output.html.plot import NARROW, WIDE, Frame, plot
from dealcoach.output.html.relationship_svg import relationship_map
from dealcoach.output.html.timeline import events, spread, timeline

AS_OF = page_samples.AS_OF


def _person(
    name: str, influence: int | None, relationship: int | None, stance: str | None = "neutral"
) -> Person:
    return Person(name, (), influence, relationship, stance, None, None)


def _circles(svg: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', svg)]


def _deal(**changes: Any) -> Review:
    return page_samples.realistic(1).deals[0]._replace(**changes)


def _glance(**changes: Any) -> Glance:
    return glance(_deal(**changes))


def test_influence_rises_and_relationship_goes_to_the_right() -> None:
    low, high = _person("Low", 1, 1), _person("High", 5, 5)
    (high_x, high_y), (low_x, low_y) = _circles(relationship_map([low, high]))
    assert high_x > low_x
    assert high_y < low_y


def test_a_map_names_its_people_with_sign_and_quadrants() -> None:
    svg = relationship_map([_person("Karl", 5, 1, "resistant")._replace(quadrant="develop")])
    assert "Karl (develop)" in svg
    assert ">&cross;<" in svg
    assert "st-resistant" in svg


def test_no_map_without_a_person_of_known_place() -> None:
    assert relationship_map([_person("Ana", None, 3), _person("Ben", 3, None)]) == ""


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=40))
def test_nobody_on_a_map_covers_or_leaves_their_quadrant(places: list[tuple[int, int]]) -> None:
    people = [_person(f"Person {index}", *place) for index, place in enumerate(places)]
    dots = _circles(relationship_map(people))
    assert dots
    for index, (x, y) in enumerate(dots):
        assert 28 <= x <= 330
        assert 12 <= y <= 272
        assert all(abs(x - other_x) >= 16 or abs(y - other_y) >= 16 for other_x, other_y in dots[:index])


@given(st.lists(st.floats(14, 326), max_size=18).map(sorted))
def test_marks_of_a_lane_stand_apart_in_order_and_inside(wanted: list[float]) -> None:
    places = spread(wanted)
    assert all(later - earlier > 17.9 for earlier, later in itertools.pairwise(places))
    assert all(13.9 <= place <= 326.1 for place in places)


def test_many_marks_share_the_lane_evenly() -> None:
    places = spread([20.0] * 36)
    assert places == sorted(places)
    assert places[0] >= 14
    assert places[-1] <= 326.1


def test_a_timeline_puts_both_plans_in_one_order() -> None:
    deal = _deal(
        customer_plan=(PlanItem("They sign", "Ines", "2026-12-09", False),),
        next_steps=(
            NextStep("We demo", "us", "us", "2026-12-01", False, "active"),
            NextStep("Someday", "us", "us", None, False, "active"),
        ),
        decision_date="2026-12-10",
        need_by="2027-02-01",
        close_date="2026-12-18",
    )
    assert [event.text for event in events(deal)] == [
        "We demo",
        "They sign",
        "They decide",
        "We expect to close",
        "They need it in place",
        "Someday",
    ]


def test_overdue_and_done_are_said_in_words() -> None:
    deal = _deal(
        customer_plan=(PlanItem("Board votes", None, "2026-11-01", False),),
        next_steps=(NextStep("Workshop", "us", "us", "2026-11-02", True, "active"),),
        decision_date=None,
        need_by=None,
        close_date=None,
    )
    html = timeline(deal, AS_OF)
    assert "overdue" in html.split("</li>")[0]
    assert "done" in html.split("</li>")[1]
    assert "overdue" not in html.split("</li>")[1]


def test_no_timeline_when_nothing_is_planned() -> None:
    deal = _deal(customer_plan=(), next_steps=(), decision_date=None, need_by=None, close_date=None)
    assert timeline(deal, AS_OF) == ""


@pytest.mark.parametrize("frame", [WIDE, NARROW])
def test_a_plot_is_sound_xml_with_one_mark_per_glance(frame: Frame) -> None:
    deals = [glance(review) for review in page_samples.realistic().deals]
    root = ElementTree.fromstring(plot(deals, AS_OF, frame))
    marks = root.findall("a")
    assert len(marks) == 12
    for mark in marks:
        use = mark.find("use")
        assert use is not None
        assert 0 <= float(use.attrib["x"]) <= float(root.attrib["viewBox"].split()[2])
        assert 0 <= float(use.attrib["y"]) <= float(root.attrib["viewBox"].split()[3])


def test_a_better_score_stands_higher_and_a_later_date_further_right() -> None:
    early = _glance(file="early.yaml", score=80, close_date="2026-12-01", amount=10)
    late = _glance(file="late.yaml", score=20, close_date="2027-03-01", amount=10)
    svg = plot([early, late], AS_OF, WIDE)
    place = {
        file: (float(x), float(y))
        for file, x, y in re.findall(r'href="#deal-(\w+)".*?<use [^>]*?x="([\d.]+)" y="([\d.]+)"', svg)
    }
    assert place["early"][0] < place["late"][0]
    assert place["early"][1] < place["late"][1]


def test_a_date_far_away_does_not_squeeze_the_others() -> None:
    near = [_glance(file=f"{month}.yaml", close_date=f"2027-0{month}-01") for month in (1, 2, 3)]
    far = _glance(file="far.yaml", close_date="2099-01-01")
    svg = plot([*near, far], AS_OF, WIDE)
    xs = [float(x) for x in re.findall(r'<use [^>]*?x="([\d.]+)"', svg)]
    assert max(xs) <= 1000
    assert max(b - a for a, b in zip(sorted(xs), sorted(xs)[1:], strict=False)) < 800


@pytest.mark.parametrize("as_of", ["0001-01-01", "0001-01-04", "9999-12-31", "9999-11-20"])
def test_a_plot_at_an_end_of_the_calendar(as_of: str) -> None:
    for close_date in ("0001-01-01", "2026-12-18", "9999-12-31"):
        root = ElementTree.fromstring(plot([_glance(close_date=close_date)], as_of, WIDE))
        assert len(root.findall("a")) == 1


def test_no_plot_without_scores_or_dates() -> None:
    assert plot([_glance(score=None), _glance(close_date=None)], AS_OF, WIDE) == ""


def test_the_mark_of_today_does_not_cover_the_name_of_our_lane() -> None:
    later = (
        page_samples.realistic(1)
        .deals[0]
        ._replace(customer_plan=(), next_steps=(), decision_date=None, need_by=None, close_date="2027-06-01")
    )
    label = re.search(r'<text class="ax" x="(\d+)" y="97">today', timeline(later, AS_OF))
    assert label and int(label[1]) >= 34
