"""The past of a deal: promises moved, the stage it stands in, people who cooled."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dealcoach.model.config import Config
from dealcoach.model.deal import Deal
from dealcoach.model.past import DateMove, Fall, Glimpse
from dealcoach.model.review import Review
from dealcoach.reading.config_file import ConfigFile
from dealcoach.reading.deal_file import read_deal
from dealcoach.review.batch import review_bytes
from dealcoach.review.glimpsing import glimpses
from dealcoach.review.past import past_of
from dealcoach.review.settings import build_settings
from dealcoach.rules.library import load

AS_OF = date(2026, 11, 21)
SETTINGS = build_settings(AS_OF, load(), ConfigFile(Config()))
HEAD = {"deal": "Ward monitors", "account": "Sandvik Hospital", "owner": "Dana Reyes"}


def text(close: str = "2027-01-15", stage: str = "proposal", **people: Any) -> bytes:
    team = [
        {"name": name, **dict(zip(("stance", "relationship"), row, strict=True))}
        for name, row in people.items()
    ]
    team = [{key: value for key, value in member.items() if value is not None} for member in team]
    deal: dict[str, Any] = {**HEAD, "stage": stage, "close_date": close}
    return yaml.safe_dump({**deal, "buying_team": team} if team else deal, sort_keys=False).encode()


def deal_of(data: bytes) -> Deal:
    found = read_deal("deal.yaml", data).deal
    assert found
    return found


def told(now: bytes, *versions: tuple[str, bytes]) -> tuple[Glimpse, ...]:
    return tuple(glimpses(now, ((date.fromisoformat(day), f"by {day}", data) for day, data in versions)))


def reviewed(now: bytes, *versions: tuple[str, bytes]) -> Review:
    found = review_bytes("deal.yaml", now, SETTINGS, history=told(now, *versions))
    assert isinstance(found, Review), found
    return found


def said(review: Review, rule: str) -> list[str]:
    return [finding.message for finding in review.findings if finding.rule == rule]


def test_without_versions_or_with_one_that_is_the_file_there_is_no_past() -> None:
    now = text(Lena=("supporter", 3))
    assert past_of((), deal_of(now), AS_OF) is None
    assert past_of(told(now, ("2026-06-01", now)), deal_of(now), AS_OF) is None
    assert reviewed(now, ("2026-06-01", now)) == reviewed(now)
    assert reviewed(now, ("2026-06-01", b"# a note\n" + now)) == reviewed(now)


def test_versions_after_the_day_of_the_review_are_not_known_on_it() -> None:
    now, then = text(), text("2026-12-01")
    assert past_of(told(now, ("2026-11-22", then)), deal_of(now), AS_OF) is None
    assert reviewed(now, ("2026-11-22", then), ("2026-11-23", now)) == reviewed(now)


def test_close_dates_that_were_replaced() -> None:
    now = text("2027-01-15")
    versions = (("2026-08-01", text("2026-10-30")), ("2026-10-05", text("2026-11-27")), ("2026-11-20", now))
    past = past_of(told(now, *versions), deal_of(now), AS_OF)
    assert past
    assert past.close_dates == (
        DateMove(date(2026, 10, 30), date(2026, 11, 27), date(2026, 10, 5), "by 2026-10-05"),
        DateMove(date(2026, 11, 27), date(2027, 1, 15), date(2026, 11, 20), "by 2026-11-20"),
    )
    assert said(reviewed(now, *versions), "close-date-pushed") == [
        "The close date has moved 2 times and stands at 15 Jan 2027 now. On record: 30 Oct to 27 Nov (by 2026-10-05, 5 Oct) "
        "and 27 Nov to 15 Jan 2027 (by 2026-11-20, 20 Nov)."
    ]
    assert said(reviewed(now), "close-date-pushed") == []


def test_what_the_file_lists_itself_is_not_counted_twice() -> None:
    now = text("2027-01-15") + b"close_date_history: [2026-09-30, 2026-10-30]\n"
    versions = (("2026-08-01", text("2026-10-30")), ("2026-11-20", now))
    assert said(reviewed(now, *versions), "close-date-pushed")[0].startswith(
        "The close date has moved 2 times"
    )
    more = (("2026-07-01", text("2026-08-31")), *versions)
    assert said(reviewed(now, *more), "close-date-pushed")[0].startswith("The close date has moved 3 times")


def test_a_date_pulled_in_is_no_push() -> None:
    now = text("2026-12-01")
    versions = (("2026-08-01", text("2027-03-01")), ("2026-09-01", text("2027-02-01")), ("2026-11-20", now))
    assert said(reviewed(now, *versions), "close-date-pushed") == []


def test_a_change_that_is_not_committed_has_no_author() -> None:
    now = text("2027-01-15", Lena=("skeptical", 3))
    versions = (("2026-08-01", text("2026-10-30", Lena=("supporter", 3))),)
    past = past_of(told(now, *versions), deal_of(now), AS_OF)
    assert past
    assert past.close_dates == (DateMove(date(2026, 10, 30), date(2027, 1, 15), None, None),)
    assert said(reviewed(now, *versions), "stance-drift") == [
        "Lena fell from supporter to skeptical, which the history does not show yet."
    ]


def test_since_when_the_deal_is_in_its_stage() -> None:
    now = text(stage="Value Proposition")
    entered = (
        ("2026-08-01", text(stage="discovery")),
        ("2026-10-01", text(stage="value_proposition")),
        ("2026-11-20", now),
    )
    past = past_of(told(now, *entered), deal_of(now), AS_OF)
    assert past
    assert (past.stage_since, past.stage_by) == (date(2026, 10, 1), "by 2026-10-01")
    assert said(reviewed(now, *entered), "stalled-in-stage") == [
        'Sandvik Hospital has been in "Value Proposition" for 51 days; the limit is 30. by 2026-10-01 moved it '
        "there on 1 Oct."
    ]


def test_a_stage_that_never_changed_is_at_least_so_old() -> None:
    now = text()
    long = (("2026-08-01", text("2026-12-01")), ("2026-11-20", now))
    assert said(reviewed(now, *long), "stalled-in-stage")[0].endswith(
        "No version since 1 Aug has another stage."
    )
    short = (("2026-11-01", text("2026-12-01")), ("2026-11-20", now))
    assert "stalled-in-stage" in {row.rule for row in reviewed(now, *short).unknowns}


def test_the_longer_of_file_and_git_counts() -> None:
    line = b"stage_since: 2026-11-10\n"
    now = text() + line
    long = (("2026-08-01", text("2026-12-01")), ("2026-11-20", now))
    assert "for 112 days" in said(reviewed(now, *long), "stalled-in-stage")[0]
    old = text() + b"stage_since: 2026-09-01\n"
    assert "for 81 days" in said(reviewed(old, ("2026-11-10", text("2026-12-01"))), "stalled-in-stage")[0]


FALL = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("course", "fall"),
    [
        (["supporter", "neutral"], Fall("stance", "supporter", "neutral", FALL, "by 2026-10-01")),
        (
            ["champion", "supporter", "neutral"],
            Fall("stance", "champion", "neutral", date(2026, 10, 2), "by 2026-10-02"),
        ),
        (["champion", "neutral", "supporter"], None),
        (["neutral", "supporter"], None),
        (["supporter", "unknown"], None),
        (["supporter", None], None),
        (
            ["supporter", "unknown", "skeptical"],
            Fall("stance", "supporter", "skeptical", date(2026, 10, 2), "by 2026-10-02"),
        ),
        (["supporter", "supporter"], None),
    ],
)
def test_a_stance_falls(course: list[str | None], fall: Fall | None) -> None:
    days = ["2026-09-30", "2026-10-01", "2026-10-02"]
    versions = [(day, text(Lena=(stance, None))) for day, stance in zip(days, course, strict=False)]
    now = text("2027-01-15", Lena=(course[-1], None))
    past = past_of(told(now, *versions), deal_of(now), AS_OF)
    found = past.falls.get("lena") if past else None
    assert found == fall


def test_a_relationship_falls_and_the_stance_comes_first() -> None:
    now = text(Lena=("neutral", 2), Omar=("supporter", 2))
    then = text(Lena=("supporter", 4), Omar=("supporter", 4))
    versions = (("2026-09-01", then), ("2026-10-01", now))
    review = reviewed(now, *versions)
    assert said(review, "stance-drift") == [
        "Lena fell from supporter to neutral (by 2026-10-01, 1 Oct).",
        "Our relationship with Omar fell from 4 to 2 (by 2026-10-01, 1 Oct).",
    ]
    (first, _) = [finding for finding in review.findings if finding.rule == "stance-drift"]
    assert (first.group, first.severity, first.worth, first.subject) == ("people", "medium", 4, "Lena")
    assert first.path == "buying_team[0]"
    assert "Relationships and Influence" in first.source


def test_an_old_fall_is_no_news() -> None:
    now = text(Lena=("neutral", 2))
    versions = (("2026-06-01", text(Lena=("supporter", 2))), ("2026-08-01", now))
    assert said(reviewed(now, *versions), "stance-drift") == []


def test_losing_somebody_else_changes_no_past() -> None:
    now = text(Lena=("neutral", 2), Omar=("supporter", 4))
    versions = (("2026-09-01", text(Lena=("supporter", 2), Omar=("supporter", 4))), ("2026-10-01", now))
    deep = replace(SETTINGS, deep=True)
    review = review_bytes("deal.yaml", now, deep, history=told(now, *versions))
    assert isinstance(review, Review)
    assert review.hangs_on is not None
    assert all("stance-drift" not in row.new_rules for row in review.hangs_on)


def test_a_version_that_does_not_validate_still_tells_what_it_says() -> None:
    now = text("2027-01-15")
    broken = text("2026-10-30") + b"amount: lots\n"
    past = past_of(told(now, ("2026-08-01", broken)), deal_of(now), AS_OF)
    assert past
    assert len(past.close_dates) == 1
    for nonsense in (b"", b"\xff\xfe", b"[" * 50, b"just words", b"buying_team: 3\nclose_date: soon\n"):
        past_of(told(now, ("2026-08-01", nonsense), ("2026-09-01", now)), deal_of(now), AS_OF)


LINES = st.lists(
    st.sampled_from(
        [
            "close_date: 2026-12-01",
            "close_date: 2027-01-15",
            "stage: proposal",
            "stage:\n  discovery",
            "buying_team:\n- {name: Lena, stance: supporter}\n- {name: Omar, stance: neutral,\n   relationship: 3}",
            "buying_team:\n- {name: Omar, stance: supporter}\n- {name: Lena, stance: neutral,\n   relationship: 3}",
            "buying_team:\n- name: Lena\n  stance:\n    skeptical\n- name: Omar\n  relationship: 2",
            "buying_team: [{name: Lena, stance: &a neutral}, {name: Omar, stance: *a}]",
            "amount: 1",
            "need:\n  problem: a word\n    and more",
            "# a comment",
            "competitors:\n- Globex\n- resistant",
        ]
    ),
    max_size=5,
    unique_by=lambda line: line.split(":")[0],
)


@given(LINES, st.lists(LINES, max_size=4))
def test_the_short_cut_sees_what_a_whole_reading_sees(now: list[str], versions: list[list[str]]) -> None:
    """Every version read by itself says the same as through the comparison with its neighbours."""
    head = ["deal: D", "account: A", "owner: O"]
    texts = ["\n".join([*head, *lines, ""]).encode() for lines in versions]
    mine = "\n".join([*head, *now, ""]).encode()
    day = date(2026, 1, 1)
    seen = list(glimpses(mine, ((day, "x", data) for data in texts)))
    whole = [next(glimpses(b"stage: none of these\n", [(day, "x", data)])) for data in texts]
    (own,) = glimpses(b"stage: none of these\n", [(day, "x", mine)])
    assert [own if one.as_now else one for one in seen] == whole
