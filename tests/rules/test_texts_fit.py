"""What a rule says fits the deal: it names those it is about, and asks nothing that the file tells."""

from __future__ import annotations

import pytest
from trial import HEAD, reviewed

from dealcoach.model.finding import Finding


def finding(rule: str, text: str) -> Finding:
    return next(found for found in reviewed(HEAD + text).findings if found.rule == rule)


def question(rule: str, text: str) -> str:
    return next(found.question for found in reviewed(HEAD + text).unknowns if found.rule == rule)


def advice(found: Finding) -> str:
    return "\n".join((found.message, *found.ask, *found.do))


def unknown(rule: str, text: str) -> bool:
    return any(found.rule == rule for found in reviewed(HEAD + text).unknowns)


LOW = "{name: Bea Okoro, roles: [end_user], influence: 2, stance: resistant}"
TOP = "{name: Luca Ferrand, influence: 5, stance: resistant}"
SECOND = "{name: Ada Moor, influence: 4, stance: resistant}"


@pytest.mark.parametrize(
    ("team", "says"),
    [
        ((LOW, TOP), "Luca Ferrand is against this and nobody is for it."),
        ((TOP, "{name: Hanne, stance: supporter}"), "Luca Ferrand is against this and nobody is known to be for it."),
        ((LOW, TOP, "{name: Jo, influence: 4, stance: champion}"), "one is for this and Luca Ferrand is against it."),
        ((TOP, SECOND), "Luca Ferrand and Ada Moor are against this and nobody is for it."),
        ((TOP, LOW, SECOND, "{name: Jo, stance: champion}"), "Ada Moor are against this and nobody is known to be for it."),
        ((TOP, SECOND, "{name: Jo, influence: 4, stance: champion}"), "Ada Moor are against this and only one is for it."),
    ],
)  # fmt: skip
def test_outnumbered_names_those_with_much_say(team: tuple[str, ...], says: str) -> None:
    found = finding("outnumbered", f"buying_team: [{', '.join(team)}]\n")
    assert says in found.message
    assert "Bea Okoro" not in advice(found)
    assert "answer Luca Ferrand" in found.ask[0]


@pytest.mark.parametrize("rule", ["neglected-nurture", "ignored-watch-group"])
def test_while_grades_are_missing_their_question_is_asked(rule: str) -> None:
    team = """\
buying_team:
  - {name: Victor Hale, influence: 5, relationship: 4, last_contact: 2026-11-17}
  - {name: Lea Kim}
"""
    assert (
        question(rule, team)
        == "How well do we know Lea Kim, and how much say do they have? From 1 to 5, both."
    )


@pytest.mark.parametrize(
    ("rule", "grades"),
    [
        ("neglected-nurture", "influence: 5, relationship: 4"),
        ("ignored-watch-group", "influence: 2, relationship: 2"),
    ],
)
def test_with_all_grades_the_question_is_the_day(rule: str, grades: str) -> None:
    team = f"buying_team: [{{name: Victor Hale, {grades}}}]\n"
    assert question(rule, team) == "When did we last talk with Victor Hale?"


@pytest.mark.parametrize(
    ("second", "asked"),
    [
        ("", "When did we last talk with each of them?"),
        (", last_contact: 2026-11-20", "What is the title or level of Cy Orr?"),
    ],
)
def test_whether_we_talk_only_at_the_top_asks_for_what_is_missing(second: str, asked: str) -> None:
    team = f"[{{name: Bo Ek, roles: [end_user]}}, {{name: Cy Orr, roles: [purchaser]{second}}}]"
    assert question("kdm-only", f"buying_team: {team}\n") == asked
    staff = team.replace("[purchaser]", "[purchaser], level: staff")
    assert not unknown("kdm-only", f"buying_team: {staff}\n")


def test_another_introducer_is_another() -> None:
    team = """\
buying_team:
  - {name: Ann Roe, influence: 2, relationship: 4}
  - {name: Bo Lind, influence: 2, relationship: 5}
  - {name: Karin Holt, influence: 5, relationship: 2}
"""
    (play,) = (text for text in finding("unused-introducer", team).do if "ask around" in text)
    assert play.endswith("you are on good terms with Bo Lind too.")


@pytest.mark.parametrize(
    ("others", "at_the_table"),
    [("", None), (", {name: Bo Lind, roles: [end_user]}", "Have Bo Lind at the table too.")],
)
def test_nobody_is_invited_twice(others: str, at_the_table: str | None) -> None:
    team = f"""\
buying_team: [{{name: Tim Tiny, roles: [decision_maker, end_user]}}{others}]
next_steps: [{{what: Correct the annex, due: 2026-11-27, type: task}}]
"""
    text = (HEAD + team).replace("close_date: 2027-01-20", "close_date: 2026-12-01")
    found = next(row for row in reviewed(text).findings if row.rule == "no-meeting-ahead")
    said = [play for play in found.do if "at the table" in play]
    assert [play.split(" too.")[0] + " too." for play in said] == ([at_the_table] if at_the_table else [])


@pytest.mark.parametrize("leader", ["", "  - {name: Al Moss, influence: 5, stance: supporter}\n"])
def test_a_faction_of_two_has_no_others(leader: str) -> None:
    team = f"""\
buying_team:
  - {{name: Bob Tate, influence: 2, stance: resistant, faction: drivers}}
  - {{name: Cy Lane, influence: 2, stance: resistant, faction: drivers}}
{leader}"""
    found = finding("resistant-faction", team)
    assert "others" not in found.ask[0]
    assert found.ask[0].startswith("Whom do Bob Tate and Cy Lane follow" if leader else "Which of the two")


def test_who_finds_holes_is_told_what_we_do() -> None:
    team = """\
account_kind: one_off
buying_team:
  - name: Ann Bell
    stance: supporter
    signals: [{date: 2026-10-13, kind: finds_holes}, {date: 2026-11-09, kind: skips_meetings}]
"""
    assert "tell Ann Bell that you go on with that person" in advice(finding("hidden-resistance", team))


@pytest.mark.parametrize(
    ("others", "sits_beside"), [("", False), (", {name: Bo Lind, roles: [end_user], stance: neutral}", True)]
)
def test_nobody_sits_beside_themselves(others: str, sits_beside: bool) -> None:
    team = f"buying_team: [{{name: Tim Tiny, roles: [decision_maker, end_user], stance: neutral}}{others}]\n"
    assert any("next to Tim Tiny" in play for play in finding("no-end-user-support", team).do) is sits_beside


@pytest.mark.parametrize(
    ("benefit", "asked"), [("", True), ("benefit: Quiet nights, ", False), ("benefit: TBD, ", True)]
)
def test_a_benefit_that_is_written_down_is_not_asked_for(benefit: str, asked: bool) -> None:
    team = f"""\
buying_team:
  - {{name: Silke Brandt, stance: supporter, {benefit}last_contact: 2026-08-20}}
  - {{name: Jo Pohl, stance: neutral, last_contact: 2026-11-18}}
"""
    found = finding("no-ally", team)
    assert ("What does Silke Brandt gain" in found.ask[0]) is asked
    assert ("what this would change for them" in found.do[0]) is asked


@pytest.mark.parametrize(
    ("names", "says"),
    [(2, "A and B would use this, and neither of them"), (3, "A, B and C would use this, and none of them")],
)
def test_neither_of_two_and_none_of_three(names: int, says: str) -> None:
    team = ", ".join(f"{{name: {name}, roles: [end_user], stance: neutral}}" for name in "ABC"[:names])
    assert says in finding("no-end-user-support", f"buying_team: [{team}]\n").message


def person(name: str, about: str) -> str:
    return f"{{name: {name}, {about}}}"


AL = "roles: [decision_maker], influence: 5, relationship: 3, stance: supporter"
BO = "roles: [end_user], influence: 2, relationship: 4"
TALKED = "last_contact: 2026-11-20"
CLOSER = ["price-only", "friends-without-power", "unused-introducer"]
OPENING = ("introduc", "three lines", "together", "vouch for us", "take this to", "something that helps them")


@pytest.mark.parametrize("rule", CLOSER)
@pytest.mark.parametrize("talked", ["", f", {TALKED}"])
def test_who_resists_opens_no_door(rule: str, talked: str) -> None:
    team = [person("Al Orr", AL + talked), person("Bo Ek", f"{BO}, stance: resistant, {TALKED}")]
    said = advice(finding(rule, f"buying_team: [{', '.join(team)}]\n"))
    assert not [line for line in said.splitlines() if "Bo Ek" in line and any(word in line for word in OPENING)
                and not line.startswith("Who, if not Bo Ek")]  # fmt: skip


@pytest.mark.parametrize("rule", CLOSER)
def test_the_next_one_who_knows_us_is_asked_in_their_place(rule: str) -> None:
    team = [person("Bo Ek", f"{BO}, stance: resistant"), person("Cy Lane", BO), person("Al Orr", AL)]
    said = advice(finding(rule, f"buying_team: [{', '.join(team)}]\n"))
    assert "Cy Lane" in said
    assert not any("Bo Ek" in line for line in said.splitlines()[1:])


@pytest.mark.parametrize("rule", [*CLOSER, "develop-key-contact"])
@pytest.mark.parametrize(
    ("al", "bo", "introduced"),
    [
        ("", TALKED, True),
        (TALKED, TALKED, False),
        ("", f"introduced_by: Al, {TALKED}", False),
        ("", f"introduced_by: Cy Lane, {TALKED}", True),
    ],
)
def test_nobody_is_introduced_to_whom_we_talk_with(rule: str, al: str, bo: str, introduced: bool) -> None:
    team = [person("Al Orr", f"{AL}, influenced_by: [Bo], {al}"), person("Bo Ek", f"{BO}, stance: supporter, {bo}")]  # fmt: skip
    said = advice(finding(rule, f"buying_team: [{', '.join(team)}]\n"))
    words = ("introduc", "three lines", "and Al Orr together", "go to Al Orr together")
    assert any(word in said for word in words) is introduced
    assert "Bo Ek" in said


@pytest.mark.parametrize(("stance", "says"), [("neutral", "for an introduction"), ("resistant", None)])
@pytest.mark.parametrize(
    ("talked", "other"), [("", None), (", last_contact: 2026-11-20", "to vouch for us there")]
)
def test_a_good_relationship_helps_with_the_next(
    stance: str, says: str | None, talked: str, other: str | None
) -> None:
    team = [
        person("Al Orr", AL + talked),
        person("Eva Lund", f"influence: 4, relationship: 5, stance: {stance}, last_contact: 2026-03-02"),
    ]
    said = advice(finding("neglected-nurture", f"buying_team: [{', '.join(team)}]\n"))
    assert ("Al Orr knows us less" in said) is (says is not None)
    assert (other or says or "") in said or says is None


ONLY = "roles: [decision_maker], level: executive, stance: {}, last_contact: 2026-11-20"


@pytest.mark.parametrize("rule", ["kdm-only", "single-threaded"])
@pytest.mark.parametrize("unmet", ["", ", {name: Bo Ek, roles: [end_user]}"])
def test_who_resists_is_not_asked_for_others(rule: str, unmet: str) -> None:
    for stance, asked in (("neutral", True), ("resistant", False)):
        found = finding(rule, f"buying_team: [{person('Al Orr', ONLY.format(stance))}{unmet}]\n")
        plays = [
            line
            for line in found.do
            if "Al Orr" in line and "tell Al Orr" not in line.replace("Tell", "tell")
        ]
        assert any(word in line for line in plays for word in ("Ask Al Orr", "Let Al Orr")) is asked
        assert any("introduce us" in line for line in found.ask) is (asked and rule == "single-threaded")


def test_who_resists_takes_no_case_up() -> None:
    team = [
        person("Al Orr", "roles: [decision_maker], influence: 5, stance: neutral"),
        person("Bo Ek", f"roles: [end_user], influence: 2, stance: resistant, {TALKED}"),
    ]
    for more in ("", ", {name: Cy Lane, roles: [problem_owner], influence: 2, stance: neutral}"):
        plays = finding("no-path-to-decision-maker", f"buying_team: [{', '.join(team)}{more}]\n").do
        assert [play.split(",")[1] for play in plays if "let through" in play] == (
            [" build the case with Cy Lane"] if more else []
        )


def test_of_two_who_decide_the_one_who_stands_alone_is_spoken_to() -> None:
    team = [
        person("Al Orr", "roles: [decision_maker], stance: resistant"),
        person("Bo Ek", "roles: [decision_maker], stance: supporter"),
        person("Cy Lane", "roles: [end_user], stance: skeptical"),
    ]
    found = finding("unsupported-decision-maker", f"buying_team: [{', '.join(team)}]\n")
    assert found.ask[1].startswith("Ask Bo Ek:")
    assert found.do[0].startswith("Tell Bo Ek frankly")
