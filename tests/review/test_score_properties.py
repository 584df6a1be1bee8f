"""What holds for the score of any deal: it adds up, work never lowers it, repairs are the fewest there are."""

import json
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from deal_pool import pool
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from oracle.strategies import deals
from trial import AS_OF, dumped, plain_settings, read, reviewed, settings_of

from dealcoach.model.config import Bands
from dealcoach.model.finding import GROUP_POINTS, SEVERITIES
from dealcoach.model.review import Report, Review
from dealcoach.output.review_formats import NAMES, View, render
from dealcoach.review.batch import review_bytes
from dealcoach.review.losing import without
from dealcoach.review.results import brief
from dealcoach.review.reviewing import review_deal
from dealcoach.review.scoring import Cost, band_of, holds_back, points_taken, repairs, score_of
from dealcoach.review.summing import Totals

GROUPS = sorted(GROUP_POINTS)
costs = st.lists(
    st.builds(
        Cost,
        st.just("a-rule"),
        st.sampled_from([*GROUPS, "files"]),
        st.sampled_from(SEVERITIES),
        st.integers(0, 15),
    ),
    max_size=7,
)


def report_of(review: Review) -> Report:
    totals = Totals()
    totals.add(brief(review))
    return Report(AS_OF.isoformat(), "0", (review,), (), totals.summary())


def test_points_add_up() -> None:
    for _, review in pool():
        assert review.score == 100 - sum(finding.points for finding in review.findings)
        assert review.score == 100 - sum(group.lost for group in review.groups)
        for group in review.groups:
            taken = [finding for finding in review.findings if finding.group == group.group]
            assert group.max == GROUP_POINTS[group.group]
            assert group.lost == sum(finding.points for finding in taken)
            assert group.lost == min(group.max, sum(finding.worth for finding in taken))
        assert all(0 <= finding.points <= finding.worth for finding in review.findings)
        assert sum(finding.points for finding in review.findings if finding.group == "files") == 0


def test_findings_take_points_in_their_order() -> None:
    for _, review in pool():
        order = [
            (SEVERITIES.index(row.severity), -row.worth, row.line, row.column, row.rule)
            for row in review.findings
        ]
        assert order == sorted(order)
        for group in GROUP_POINTS:
            rows = [row for row in review.findings if row.group == group]
            short = [number for number, row in enumerate(rows) if row.points < row.worth]
            assert all(row.points == 0 for row in rows[short[0] + 1 :]) if short else True


def test_points_add_up_in_every_format() -> None:
    for _, review in pool()[:25]:
        report = report_of(review)
        (told,) = json.loads(render("json", report, View()))["deals"]
        assert told["score"] == 100 - sum(row["points"] for row in told["findings"]) == review.score
        assert told["score"] == 100 - sum(row["lost"] for row in told["groups"])
        card = render("text", report, View(width=100, one=True))
        for group in review.groups:
            assert f"{group.lost}" in card
        for name in NAMES:
            if name not in ("json", "html"):
                assert str(review.score) in render(name, report, View(one=True))


def test_coverage() -> None:
    for _, review in pool():
        assert review.coverage is not None
        assert 0 <= review.coverage <= 100
        assert (review.coverage == 100) == (review.unknowns == ())
        assert (review.band == "unknown") == (review.coverage < 50)
        unknown = [row.rule for row in review.unknowns]
        assert len(unknown) == len(set(unknown))
        assert not {row.rule for row in review.findings} & set(unknown)


def test_bands() -> None:
    for _, review in pool():
        high = any(row.severity == "high" and row.group in GROUP_POINTS for row in review.findings)
        assert review.score is not None
        plain = band_of(review.score, Bands())
        if review.band != "unknown":
            assert review.band == ("watch" if plain == "healthy" and high else plain)
            assert review.capped == (plain == "healthy" and high)
        assert (review.repairs is None) == (review.band in ("healthy", "unknown"))


@pytest.mark.parametrize(
    ("score", "band"),
    [(100, "healthy"), (75, "healthy"), (74, "watch"), (50, "watch"), (49, "at_risk"), (25, "at_risk"),
     (24, "critical"), (0, "critical")],
)  # fmt: skip
def test_the_limits_of_the_bands(score: int, band: str) -> None:
    assert band_of(score, Bands()) == band


@settings(max_examples=50)
@given(deals(), st.data())
def test_a_waiver_never_lowers_the_score(deal: dict[str, Any], data: st.DataObject) -> None:
    before = reviewed(dumped(deal), plain_settings())
    flagged = [row for row in before.findings if row.group in GROUP_POINTS]
    assume(flagged)
    finding = data.draw(st.sampled_from(flagged))
    waiver = {"rule": finding.rule, "reason": "agreed", "until": AS_OF}
    if finding.subject and data.draw(st.booleans()):
        waiver["about"] = finding.subject
    after = reviewed(dumped({**deal, "waivers": [*deal.get("waivers", []), waiver]}), plain_settings())
    assert before.score is not None
    assert after.score is not None
    assert after.score >= before.score
    assert after.coverage == before.coverage
    left = [row for row in after.findings if (row.rule, row.subject) == (finding.rule, finding.subject)]
    assert left == []
    assert "about" in waiver or finding.rule not in {row.rule for row in after.findings}
    order = ["critical", "at_risk", "watch", "healthy", "unknown"]
    assert order.index(after.band or "") >= order.index(before.band or "")


@settings(max_examples=300)
@given(costs)
def test_losing_a_finding_never_lowers_the_score(found: list[Cost]) -> None:
    for index in range(len(found)):
        assert score_of(found[:index] + found[index + 1 :]) >= score_of(found)


@settings(max_examples=300)
@given(costs)
def test_points_taken_and_score_agree(found: list[Cost]) -> None:
    assert 100 - sum(points_taken(found)) == score_of(found)


@settings(max_examples=300)
@given(costs, st.sampled_from([Bands(), Bands(90, 80, 70), Bands(60, 40, 20)]))
def test_repairs_are_the_fewest_and_the_best(found: list[Cost], bands: Bands) -> None:
    band = band_of(score_of(found), bands)
    if band == "healthy" and holds_back(found):
        band = "watch"
    fix = repairs(found, band, bands)
    if band == "healthy":
        assert fix is None
        return
    to_band = {"critical": "at_risk", "at_risk": "watch", "watch": "healthy"}[band]
    floor = getattr(bands, to_band)
    counted = [index for index, cost in enumerate(found) if cost.group in GROUP_POINTS]
    for size in range(len(counted) + 1):
        reached = []
        for gone in combinations(counted, size):
            left = [cost for index, cost in enumerate(found) if index not in gone]
            if score_of(left) >= floor and not (to_band == "healthy" and holds_back(left)):
                reached.append(score_of(left))
        if reached:
            break
    assert fix is not None
    assert (fix.to_band, len(fix.rules), fix.score) == (to_band, size, max(reached))


@settings(max_examples=30)
@given(deals())
def test_waiving_the_repairs_reaches_the_band(deal: dict[str, Any]) -> None:
    deal = {key: value for key, value in deal.items() if key != "waivers"}
    review = reviewed(dumped(deal), plain_settings())
    assume(review.repairs is not None)
    assert review.repairs is not None
    left = list(review.findings)
    for rule in review.repairs.rules:
        row = max((row for row in left if row.rule == rule), key=lambda row: row.worth)
        left.remove(row)
    assert score_of(left) == review.repairs.score
    assert band_of(review.repairs.score, Bands()) in (review.repairs.to_band, "healthy")
    if review.repairs.to_band == "healthy":
        assert not holds_back(left)


@pytest.mark.parametrize("number", range(60))
def test_what_a_deal_hangs_on_is_the_deal_without_the_member(number: int) -> None:
    text, review = pool()[number]
    file = read(text)
    assert file.deal is not None
    assert file.document is not None
    assert review.hangs_on is not None
    told = {row.name: row for row in review.hangs_on}
    assert len(told) == len(review.hangs_on)
    drops = [row.drop for row in review.hangs_on]
    assert drops == sorted(drops, reverse=True)
    for index, member in enumerate(file.deal.buying_team):
        left = replace(without(file.deal, index), waivers=file.deal.waivers)
        alone = review_deal("deal.yaml", left, file.document, plain_settings())
        assert review.score is not None
        assert alone.score is not None
        if alone.score >= review.score:
            assert member.name not in told
            continue
        row = told.pop(member.name)
        assert (row.score, row.drop) == (alone.score, review.score - alone.score)
        before = {finding.rule for finding in review.findings}
        now = {finding.rule for finding in alone.findings if finding.group in GROUP_POINTS}
        assert set(row.new_rules) == now - before
    assert told == {}


@pytest.mark.parametrize("name", [name for name in NAMES if name != "html"])
def test_the_same_bytes_each_time(name: str) -> None:
    view = View(width=100, color=True, one=True)
    for text, review in pool()[:20]:
        assert render(name, report_of(reviewed(text)), view) == render(name, report_of(review), view)


@settings(max_examples=25)
@given(deals())
def test_the_order_of_lists_of_people_does_not_move_the_score(deal: dict[str, Any]) -> None:
    turned = {
        **deal,
        "next_steps": deal.get("next_steps", [])[::-1],
        "activity": deal.get("activity", [])[::-1],
    }
    turned = {key: value for key, value in turned.items() if value}
    one, other = (reviewed(dumped(row), plain_settings()) for row in (deal, turned))
    assert (one.score, one.coverage) == (other.score, other.coverage)


@pytest.mark.parametrize("status", ["won", "lost", "no_decision"])
@settings(max_examples=10)
@given(deal=deals())
def test_a_deal_that_is_over_has_no_score(status: str, deal: dict[str, Any]) -> None:
    review = reviewed(dumped({**deal, "status": status}))
    assert (review.score, review.band, review.coverage) == (None, None, None)
    assert (review.repairs, review.hangs_on, review.unknowns) == (None, None, ())
    assert {row.group for row in review.findings} <= {"files"}


@settings(max_examples=25)
@given(deals())
def test_own_points_and_severities_add_up_too(deal: dict[str, Any]) -> None:
    changed = settings_of(
        "rules: {no-next-step: {points: 35}, kdm-only: {points: 1, severity: low}, no-ally: {off: true},"
        " resistant-end-user: {points: 20, severity: medium}, price-only: {points: 0}}"
    )
    outcome = review_bytes("deal.yaml", dumped(deal).encode(), changed)
    assert isinstance(outcome, Review)
    assert outcome.score == 100 - sum(row.points for row in outcome.findings)
    assert "no-ally" not in {row.rule for row in outcome.findings} | {row.rule for row in outcome.unknowns}
    for row in outcome.findings:
        if row.rule == "resistant-end-user":
            assert row.severity == "medium"
            assert row.worth in (20, 12, 10, 6)
