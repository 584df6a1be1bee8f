"""What the filters make of a fact, where there is one and where there is none."""

from __future__ import annotations

import pytest

from dealcoach.rules.templates import Template


@pytest.mark.parametrize(
    ("text", "value", "said"),
    [
        ("{x|rest}", ["Ann", "Bo", "Cy"], "Bo and Cy"),
        ("{x|rest|or:nobody else}", ["Ann"], "nobody else"),
        ("{x|rest}", "Ann Berg", "Berg"),
        ("{x|rest|or:none}", None, "none"),
        ("{x|first|phrase:Who is _?}", ["Ann", "Bo"], "Who is Ann?"),
        ("{x|phrase:Who are _?}", ["Ann", "Bo"], "Who are Ann and Bo?"),
        ("{x|first|phrase:Who is _?|or:Who then?}", [], "Who then?"),
        ("a{x|phrase: (_)}", None, "a"),
        ("{x|days}", 1204, "1,204 days"),
        ("{x|ago}", 1204, "1,204 days ago"),
        ("{x|count:time}", 1204, "1,204 times"),
    ],
)
def test_a_filter(text: str, value: object, said: str) -> None:
    assert Template(text).render({"x": value}) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It is with {x}.", "It is with Acme Inc."),
        ("Tell {x}. A day is kept.", "Tell Acme Inc. A day is kept."),
        ("Does {x} know?", "Does Acme Inc. know?"),
        ("See {x}.yaml", "See Acme Inc..yaml"),
    ],
)
def test_a_sentence_has_one_full_stop(text: str, said: str) -> None:
    assert Template(text).render({"x": "Acme Inc."}) == said


@pytest.mark.parametrize(("as_of", "said"), [("2026-11-21", "9 Feb 2027"), ("2027-01-01", "9 Feb")])
def test_a_day_of_another_year_has_its_year(as_of: str, said: str) -> None:
    assert Template("{x|date}").render({"x": "2027-02-09", "deal": {"as_of": as_of}}) == said
