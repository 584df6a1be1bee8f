"""The map of a buying team."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from review_samples import PEOPLE, replace

from dealcoach.model.review import Person
from dealcoach.output.relationship_map import initials, relationship_map
from dealcoach.output.screen import Screen
from dealcoach.output.terminal import width


def drawn(people: list[Person] | tuple[Person, ...], columns: int = 80, **more: bool) -> list[str]:
    return relationship_map(people, Screen(columns, more.get("color", False), more.get("ascii_only", False)))


def row(lines: list[str], grade: int) -> str:
    return next(line for line in lines if re.match(rf"[ a-z]* {grade} [│|]", line))


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ines Duarte", "ID"),
        ("Jean-Luc de la Tour", "JT"),
        ("Cher", "Ch"),
        ("lena fox", "LF"),
        ("山田 太郎", "山太"),
        ("Decision maker 1", "D1"),
        ("|||", ""),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_initials_in_ascii() -> None:
    assert initials("Åsa Öberg", ascii_only=True) == "AO"
    assert initials("山田 太郎", ascii_only=True) == ""


def test_everybody_stands_at_their_influence_and_relationship() -> None:
    lines = drawn(PEOPLE)
    develop, nurture = row(lines, 5).split("│")[1:3]
    assert "·ID" in develop and "+PS" in nurture
    assert row(lines, 4).split("│")[1].strip() == "✗OA"
    assert row(lines, 3).split("│")[2].strip() == "★TB"
    assert row(lines, 2).split("│")[1].strip() == "~LF"
    text = "\n".join(lines)
    assert all(name in text for name in ("DEVELOP", "NURTURE", "WATCH", "SUPPORT", "influence"))
    assert "not Mendelow's interest" in text
    assert "★TB Tom Becker, problem owner, influencer, in touch, IT Director" in lines


def test_the_columns_of_the_map_are_those_of_its_axis() -> None:
    lines = drawn([Person(f"P{n} {c}", (), 3, n, "neutral", "watch", True) for n, c in enumerate("ABCDE", 1)])
    places = [row(lines, 3).index(f"·P{letter}") for letter in "ABCDE"]
    axis = lines[next(n for n, line in enumerate(lines) if line.startswith("relationship"))]
    assert places == [axis.index(str(grade)) for grade in range(1, 6)]


def test_who_cannot_be_placed_is_listed_with_what_is_missing() -> None:
    assert "Not placed: ?GH Grete Holm (influence not known)" in drawn(PEOPLE)
    lines = drawn([Person("Ana Bo", (), None, None, None, None, None)])
    assert "Not placed: ?AB Ana Bo (influence and relationship not known)" in lines
    assert not any("DEVELOP" in line for line in lines)


def test_two_people_with_the_same_initials_stay_apart() -> None:
    text = "\n".join(drawn([replace(PEOPLE[0], name=name) for name in ("Jo Wu", "Jim West", "Jan Wolf")]))
    assert all(tag in text for tag in ("·JW Jo Wu".replace("JW ", "JW  "), "·JW2 Jim West", "·JW3 Jan Wolf"))


def test_numbers_of_equal_initials_cannot_be_mistaken_for_one() -> None:
    text = "\n".join(drawn([replace(PEOPLE[0], name=name) for name in ("Problem owner 1", "Purchaser 1")]))
    assert "·P1   Problem owner 1" in text and "·P1.2 Purchaser 1" in text


def test_more_people_than_a_cell_holds_are_counted() -> None:
    crowd = [replace(PEOPLE[0], name=f"A{n} B{n}") for n in range(200)]
    lines = drawn(crowd)
    inside = sum(line.count("·AB") for line in lines if "│" in line)
    more = next(int(found[1]) for line in lines if "│" in line and (found := re.search(r" (\d+) more", line)))
    assert inside + more == 200
    assert any("and 180 more" in line for line in lines)
    assert len(lines) < 50


@pytest.mark.parametrize("columns", [100, 110, 120, 160])
def test_what_does_not_fit_beside_the_map_goes_on_below_itself(columns: int) -> None:
    roles = ("end_user", "problem_owner", "evaluator")
    lines = drawn([replace(PEOPLE[0], name="Fatima El Amrani", roles=roles, engaged=False)], columns)
    told = " ".join(" ".join(re.split("[│┐┤┘]", line)[-1] for line in lines[:4]).split())
    assert "Fatima El Amrani, end user, problem owner, evaluator, no contact lately" in told
    assert "…" not in "".join(lines)


def test_titles_go_on_below_too_while_the_map_is_higher() -> None:
    long = replace(PEOPLE[0], title="Head of Order Processing and Returns, Northern Region")
    few, many = (" ".join(" ".join(drawn([long] * count, 100)).split()) for count in (2, 5))
    assert few.count("Northern Region") == 2
    assert "Northern Region" not in many and many.count("decision maker") == 5


def test_a_legend_much_longer_than_the_map_stands_below_it() -> None:
    crowd = [replace(PEOPLE[0], name=f"Somebody with a name {n}", roles=("end_user",) * 4) for n in range(8)]
    lines = drawn(crowd, 100)
    assert all("│" not in line for line in lines if "end user" in line)
    assert sum("end user, end user, end user, end user, " in line for line in lines) == 8


def test_what_does_not_fit_in_two_columns_goes_on_below_itself() -> None:
    name = "Benedikt Freiherr von Hohenfels {} zu Oberwalden"
    people = [replace(PEOPLE[0], name=name.format(chr(65 + number))) for number in range(9)]
    said = " ".join(" ".join(drawn(people)).split())
    assert "…" not in said
    assert said.count("Oberwalden,") == len(people)


def test_stances_have_signs_and_colors() -> None:
    colored = "\n".join(drawn(PEOPLE, color=True))
    assert "\x1b[31m✗OA\x1b[0m" in colored and "\x1b[32m★TB\x1b[0m" in colored
    plain = re.sub("\x1b\\[[0-9;]*m", "", colored)
    assert plain == "\n".join(drawn(PEOPLE))


def test_without_utf_8_the_map_is_ascii() -> None:
    people = [*PEOPLE, replace(PEOPLE[0], name="山田 太郎", influence=1)]
    text = "\n".join(drawn(people, ascii_only=True))
    assert text.isascii()
    assert "!OA" in text and ".P7" in text


GRADES = st.none() | st.integers(1, 5)
STANCES = st.sampled_from(["champion", "supporter", "neutral", "skeptical", "resistant", "unknown", None])
PERSONS = st.builds(
    Person,
    st.text(min_size=1, max_size=40),
    st.just(("end_user",)),
    GRADES,
    GRADES,
    STANCES,
    st.none(),
    st.sampled_from([True, False, None]),
    st.none() | st.text(max_size=20),
)


@given(st.lists(PERSONS, max_size=30), st.integers(60, 200), st.booleans(), st.booleans())
def test_no_line_is_too_wide_whoever_is_on_the_team(
    people: list[Person], columns: int, color: bool, ascii_only: bool
) -> None:
    lines = drawn(people, columns, color=color, ascii_only=ascii_only)
    assert all(width(line) <= columns for line in lines)
    assert color or "\x1b" not in "".join(lines)
