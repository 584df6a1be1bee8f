"""Redacted comparisons and courses: no name and no free text of a deal, a commit or a path is left."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from diff_samples import COURSE, DIFF, HOSTILE_DIFF, NORTHWIND_CHANGE, NOW, THEN
from golden_text import assert_golden
from hypothesis import given, settings
from hypothesis import strategies as st
from review_samples import BAD_FILE, REPORT
from review_strategies import reviews

from dealcoach.comparing.comparing import compare
from dealcoach.comparing.deals import deal_change
from dealcoach.comparing.matching import Entry, Pair
from dealcoach.model.changes import CoursePoint, Diff, Side
from dealcoach.model.review import Review
from dealcoach.output.diff_html import changes_of
from dealcoach.output.diff_json import diff_json
from dealcoach.output.diff_markdown import diff_markdown
from dealcoach.output.diff_text import diff_text
from dealcoach.output.redact import Redactor, redact
from dealcoach.output.redact_changes import redact_course, redact_diff
from dealcoach.output.trend_json import trend_json
from dealcoach.output.trend_text import trend_text
from dealcoach.rules.library import load

TITLES = load().titles_by_id


def hidden(diff: Diff) -> Diff:
    redactor = Redactor()
    for side in ("now", "before"):
        known = [getattr(change, side) for change in diff.deals]
        unread = [problem.file for problem in (*diff.problems_now, *diff.problems_before)]
        redactor.meet([review for review in known if review], unread)
    return redact_diff(diff, redactor)


def hidden_course(course: tuple[CoursePoint, ...]) -> tuple[CoursePoint, ...]:
    redactor = Redactor()
    redactor.meet([point.review for point in course if point.review])
    return redact_course(course, redactor)


def every_output(diff: Diff) -> str:
    shown = diff_text(diff, width=120, color=False, titles=TITLES)
    return "\n".join(
        [shown, diff_json(diff), diff_markdown(diff, TITLES), repr(changes_of(diff)), repr(diff)]
    )


def every_course(course: tuple[CoursePoint, ...]) -> str:
    shown = trend_text("deal-1.yaml", course, width=120, color=False, titles=TITLES)
    return "\n".join([shown, trend_json("deal-1.yaml", course, "0.1.0"), repr(course)])


def test_the_redacted_comparison_as_a_person_has_judged_it() -> None:
    assert_golden("diff-redacted-80.txt", diff_text(hidden(DIFF), width=80, color=False, titles=TITLES))
    course = hidden_course(COURSE)
    assert_golden(
        "trend-redacted-80.txt", trend_text("deal-1.yaml", course, width=80, color=False, titles=TITLES)
    )


def test_what_is_no_text_of_theirs_stays() -> None:
    found = hidden(DIFF)
    assert found.pipeline == DIFF.pipeline
    for was, now in zip(DIFF.deals, found.deals, strict=True):
        assert (was.words, was.score_move) == (now.words, now.score_move)
        for name in ("findings", "people", "steps", "shifts"):
            kinds = [
                [getattr(move, "kind", None) or move.name for move in getattr(change, name)]
                for change in (was, now)
            ]
            assert kinds[0] == kinds[1]


def test_the_names_of_a_change_are_those_of_its_deal() -> None:
    (change,) = [change for change in hidden(DIFF).deals if change.words == NORTHWIND_CHANGE.words]
    assert change.now is not None
    team = {person.name for person in change.now.buying_team}
    assert {move.name for move in change.people if move.kind in ("stance", "gained")} <= team
    assert {move.what for move in change.steps if move.kind == "moved"} == {"Step 2"}
    assert {move.what for move in change.steps if move.kind == "dropped"} == {"Earlier step 1"}
    (resisting,) = [move.name for move in change.people if move.now == "resistant"]
    assert change.findings[1].message == f"Resistant end user: {resisting}"


def test_the_numbers_are_those_of_the_report_of_today() -> None:
    now = [Entry(review.file, review.file, review) for review in REPORT.deals]
    now += [Entry(problem.file, problem.file, (problem,)) for problem in REPORT.problems]
    gone = REPORT.deals[0]._replace(file="aaa.yaml", account="Aardvark", owner="Aaron", crm=None)
    diff = compare([Entry("aaa.yaml", "aaa.yaml", gone)], now, THEN, NOW, "0.1.0")
    redactor = Redactor()
    redactor.meet(REPORT.deals, (problem.file for problem in REPORT.problems))
    redactor.meet([gone])
    found = redact_diff(diff, redactor)
    today = {(deal.file, deal.account, deal.owner) for deal in redact(REPORT).deals}
    shown = {(change.file, change.now.account, change.now.owner) for change in found.deals if change.now}
    assert shown <= today and shown


def test_a_hostile_comparison_leaves_nothing() -> None:
    text = every_output(hidden(HOSTILE_DIFF)) + every_course(hidden_course(COURSE))
    assert not [word for word in ("Eve", "pwned", "script", "everyone", "evil", "Sam Okafor") if word in text]


SECRETS = st.text(alphabet="QXZqxz@é日 -", min_size=1, max_size=12).map(lambda text: f"Qz{text}xQ")


@settings(max_examples=60, deadline=None)
@given(st.data(), SECRETS)
def test_no_name_and_no_text_is_left_in_any_output(data: Any, secret: str) -> None:
    then = data.draw(reviews(SECRETS))
    now = data.draw(reviews(SECRETS))
    if data.draw(st.booleans()):
        now = then._replace(status="open", score=30, owner=now.owner, stage=now.stage, deal=now.deal)
        then = then._replace(status="open", findings=now.findings[1:], next_steps=now.next_steps[:1])
    problem = BAD_FILE._replace(file=secret, message=secret)
    diff = compare(
        [Entry("a", then.file, then, renamed=True), Entry("b", secret, (problem,))],
        [Entry("a", now.file, now), Entry("c", secret, (problem,))],
        Side(secret, "2026-11-14", "f" * 40, "2026-11-14", secret),
        Side(secret, "2026-11-21"),
        "0.1.0",
    )
    course = (point(secret, then), replace(point(secret, now), change=deal_change(pair(then, now), *DAYS)))
    text = every_output(hidden(diff)) + every_course(hidden_course(course))
    assert "Qz" not in text and "xQ" not in text


DAYS = ("2026-11-14", "2026-11-21")


def pair(then: Review, now: Review) -> Pair:
    return Pair(Entry("", then.file, then), Entry("", now.file, now))


def point(secret: str, review: Review) -> CoursePoint:
    return CoursePoint(
        DAYS[1], secret, "a" * 40, secret, review.score, review.band, review.status, None, review=review
    )
