"""The facts of a deal: those that are declared, of the declared types, and the same each time."""

from datetime import timedelta
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from oracle.strategies import deals
from trial import AS_OF, COMPLETE, HEAD, dumped, generator, plain_settings, read, reviewed, sample_paths

from dealcoach.model.past import Glimpse
from dealcoach.review.past import past_of
from dealcoach.rules.declared import COLLECTIONS, MESSAGES, VARIABLES
from dealcoach.rules.facts import derive
from dealcoach.rules.limits import Limits

TYPES: dict[str, type | tuple[type, ...]] = {
    "int": int, "text": str, "bool": bool, "number": (int, float), "any": dict,
}  # fmt: skip


def facts_of(text: str, *, past: bool = False) -> dict[str, Any]:
    deal = read(text).deal
    assert deal is not None
    known = None
    if past:
        rows = [Glimpse(AS_OF - timedelta(days=40), "Rita Rep", False, None, "lead", {})]
        known = past_of(rows, deal, AS_OF)
    return derive(deal, plain_settings().context(deal.stage), known)


def disagreements(facts: dict[str, Any]) -> list[str]:
    """Where facts are not what their declaration says."""
    wrong = [f"{name} is derived, not declared" for name in facts.keys() - {*VARIABLES, *COLLECTIONS}]
    for name, message in VARIABLES.items():
        wrong += _of_message(facts[name], message, name)
    for name, (_, message) in COLLECTIONS.items():
        for index, item in enumerate(facts[name]):
            wrong += _of_message(item, message, f"{name}[{index}]")
    return wrong


def _of_message(values: dict[str, Any], message: str, where: str) -> list[str]:
    declared = MESSAGES[message]
    hidden = {"indices"} if message == "Faction" else set()
    wrong = [f"{where}.{name} is not declared" for name in values.keys() - declared.keys() - hidden]
    wrong += [f"{where}.{name} is not derived" for name in declared.keys() - values.keys()]
    for name in declared.keys() & values.keys():
        if not _is_of(declared[name][0], values[name]):
            wrong.append(f"{where}.{name} is {values[name]!r}, not {declared[name][0]}")
    return wrong


def _is_of(kind: str, value: Any) -> bool:
    if value is None:
        return kind.endswith("?")
    if kind == "names":
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    wanted = TYPES[kind.rstrip("?")]
    return isinstance(value, wanted) and (wanted is bool or not isinstance(value, bool))


@settings(max_examples=150)
@given(deals())
def test_facts_are_as_declared(deal: dict[str, Any]) -> None:
    assert disagreements(facts_of(dumped(deal))) == []


@pytest.mark.parametrize("past", [False, True])
def test_facts_of_whole_deals_are_as_declared(past: bool) -> None:
    texts = [HEAD, COMPLETE, *(path.read_text(encoding="utf-8") for path in sample_paths())]
    texts += [generator().deal_text(number) for number in range(50)]
    for text in texts:
        assert disagreements(facts_of(text, past=past)) == []


def test_every_fact_says_what_it_means() -> None:
    for message, fields in MESSAGES.items():
        for name, (kind, meaning) in fields.items():
            assert kind.rstrip("?") in {*TYPES, "names"}, f"{message}.{name}"
            assert len(meaning) >= 5, f"{message}.{name}"


def test_limits_are_declared_as_they_are() -> None:
    assert list(MESSAGES["Limits"]) == list(Limits().as_facts())


def test_facts_do_not_depend_on_how_a_deal_is_spelled() -> None:
    plain = yaml.safe_load(COMPLETE)
    loose = COMPLETE.replace("decision_maker", "Decision Maker").replace("two_way", "Two-Way")
    assert facts_of(loose) == facts_of(COMPLETE) == facts_of(dumped({k: v for k, v in plain.items() if v}))


@pytest.mark.parametrize(
    ("step", "named"),
    [
        ("{what: Run the workshop with Ann Berg, due: 2026-12-01}", ["Ann Berg"]),
        ("{what: Run the workshop with Ann, due: 2026-12-01}", ["Ann Berg"]),
        ("{what: Run the workshop with Berg, due: 2026-12-01}", []),
        ("{what: Run the workshop, with: Ann Berg, due: 2026-11-21}", ["Ann Berg"]),
        ("{what: Run the workshop, with: ann  BERG, due: 2026-12-01}", ["Ann Berg"]),
        ("{what: Run the workshop, with: Ann Berg, due: 2026-11-20}", []),
        ("{what: Run the workshop, with: Ann Berg}", []),
        ("{what: Run the workshop, with: Ann Berg, due: 2026-12-01, done: true}", []),
        ("{what: Run the workshop, with: Ann Berg, due: 2026-12-01, owner: customer}", []),
        ("{what: Run the workshop, with: Ann Berg, due: 2026-12-01, owner: Bo Berg}", []),
        ("{what: Run the workshop, with: Ann Berg, due: 2026-12-01, owner: both}", ["Ann Berg"]),
        ("{what: Touch base, with: Ann Berg, due: 2026-12-01}", []),
        ("{what: Run the workshop with the Annex team, due: 2026-12-01}", []),
    ],
)
def test_who_is_worked_on(step: str, named: list[str]) -> None:
    facts = facts_of(HEAD + f"buying_team: [{{name: Ann Berg}}, {{name: Bo Berg}}]\nnext_steps: [{step}]\n")
    assert [member["name"] for member in facts["members"] if member["worked_on"]] == named


@pytest.mark.parametrize(
    ("owner", "side"),
    [("us", "us"), ("", "us"), ("Rita Rep", "us"), ("Sam Second", "us"), ("Somebody Else", "us"),
     ("customer", "customer"), ("Customer", "customer"), ("Ann Berg", "customer"), ("both", "both"),
     ("client", "customer"), ("The client", "customer"), ("them", "customer"), ("prospect", "customer"),
     ("harrow  CASTINGS", "customer"), ("Harrow", "us")],
)  # fmt: skip
def test_whose_a_step_is(owner: str, side: str) -> None:
    text = f"our_team: Sam Second\nbuying_team: [{{name: Ann Berg}}]\nnext_steps: [{{what: a b, owner: {owner}}}]\n"
    (step,) = facts_of(HEAD + text)["steps"]
    assert (step["side"], step["ours"]) == (side, side != "customer")


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        ("them", "Harrow Castings"),
        ("The client", "Harrow Castings"),
        ("us", "Rita Rep"),
        ("Ann Berg", "Ann Berg"),
    ],
)
def test_what_the_owner_of_a_step_is_called(owner: str, name: str) -> None:
    text = f"buying_team: [{{name: Ann Berg}}]\nnext_steps: [{{what: a b, owner: {owner}}}]\n"
    (step,) = facts_of(HEAD + text)["steps"]
    assert step["owner_name"] == name


def test_a_step_done_before_its_day_says_not_when() -> None:
    activity = "activity: [{date: 2026-03-01, type: call}]\n"
    step = "next_steps: [{what: Run the workshop, due: 2027-11-30, done: true}]\n"
    assert facts_of(HEAD + activity + step)["contact"]["quiet_days"] == 265


@pytest.mark.parametrize(
    ("done", "is_open"),
    [("false", True), ("true", False), ("2026-11-20", False), ("2026-11-21", False), ("2026-11-22", True)],
)
def test_what_will_be_done_is_not_done_yet(done: str, is_open: bool) -> None:
    text = f"""\
customer_plan: {{steps: [{{what: Board approves, due: 2026-11-10, done: {done}}}]}}
next_steps: [{{what: Run the workshop, due: 2026-11-10, done: {done}}}]
"""
    facts = facts_of(HEAD + text)
    (step,), (plan_step,) = facts["steps"], facts["plan_steps"]
    assert (step["open"], plan_step["open"]) == (is_open, is_open)
    assert (step["overdue"], plan_step["overdue"]) == (is_open, is_open)
    assert facts["contact"]["quiet_days"] == (
        None if is_open else 11 if done == "true" else int(done < "2026-11-21")
    )
    seen = reviewed(HEAD + text)
    assert (not seen.next_steps[0].done, not seen.customer_plan[0].done) == (is_open, is_open)


@pytest.mark.parametrize("nothing", ["TBD", "n/a", "?", "none yet"])
def test_a_placeholder_is_not_recorded(nothing: str) -> None:
    text = f"""\
need: {{problem: "{nothing}", if_not: "{nothing}"}}
customer_plan: {{steps: [{{what: "{nothing}"}}, {{what: Board approves}}]}}
buying_team: [{{name: Ann, stance: champion, benefit: "{nothing}", concern: "{nothing}", last_contact: 2026-11-20}}]
"""
    facts = facts_of(HEAD + text)
    (ann,) = facts["members"]
    assert (ann["benefit"], ann["concern"], ann["ally"], facts["team"]["ally"]) == (None,) * 4
    assert (facts["need"]["problem"], facts["need"]["if_not"], facts["plan"]["steps"]) == (None, None, 1)


@pytest.mark.parametrize(
    ("influence", "relationship", "quadrant"),
    [(4, 4, "nurture"), (3, 4, "support"), (4, 3, "develop"), (3, 3, "watch"), ("", 4, None), (4, "", None)],
)
def test_quadrants(influence: object, relationship: object, quadrant: str | None) -> None:
    text = f"buying_team: [{{name: A, influence: {influence}, relationship: {relationship}}}]\n"
    (member,) = facts_of(HEAD + text)["members"]
    assert member["quadrant"] == quadrant


def test_leverage_is_strongest_first() -> None:
    team = """\
buying_team:
  - {name: Karl, stance: resistant, influence: 3, influenced_by: [Bo, Eve], reports_to: Cleo}
  - {name: Bo, stance: supporter, influence: 2}
  - {name: Cleo, stance: champion, influence: 4}
  - {name: Dov, stance: supporter, influence: 5}
  - {name: Eve, stance: neutral, influence: 5}
  - {name: Fay, stance: champion, influence: 3}
"""
    karl = facts_of(HEAD + team)["members"][0]
    assert karl["leverage"] == ["Dov", "Cleo", "Bo"]


@pytest.mark.parametrize(
    ("activity", "silence", "attempts"),
    [
        ("[{date: 2026-11-01, type: meeting}]", 20, 0),
        ("[{date: 2026-11-01, type: email, direction: inbound}, {date: 2026-11-05, type: email}]", 20, 1),
        ("[{date: 2026-11-01, type: email}, {date: 2026-11-05, type: email}]", 20, 1),
        ("[{date: 2026-11-01, type: email}]", 20, 0),
        ("[{date: 2026-12-01, type: meeting}]", None, 0),
    ],
)
def test_silence(activity: str, silence: int | None, attempts: int) -> None:
    contact = facts_of(HEAD + f"activity: {activity}\n")["contact"]
    assert (contact["silence"], contact["attempts"]) == (silence, attempts)


AL, BO, CY = (
    "Al Orr, influence: 5, relationship: 2",
    "Bo Ek, influence: 2, relationship: 4",
    "Cy Lane, influence: 4, relationship: 5",
)


@pytest.mark.parametrize(
    ("al", "bo", "friends", "introducers"),
    [
        ("", "", ["Bo Ek", "Cy Lane"], ["Bo Ek", "Cy Lane"]),
        ("", "stance: resistant", ["Cy Lane"], ["Cy Lane"]),
        ("", "introduced_by: Al", ["Cy Lane", "Bo Ek"], ["Cy Lane"]),
        ("", "introduced_by: Cy", ["Bo Ek", "Cy Lane"], ["Bo Ek", "Cy Lane"]),
        ("last_contact: 2026-03-02", "", ["Bo Ek", "Cy Lane"], []),
        ("relationship: 5", "", ["Al Orr", "Bo Ek", "Cy Lane"], []),
    ],
)
def test_who_could_introduce_us(al: str, bo: str, friends: list[str], introducers: list[str]) -> None:
    first = AL.replace("relationship: 2", al) if "relationship" in al else f"{AL}, {al}"
    team = facts_of(f"{HEAD}buying_team: [{{name: {first}}}, {{name: {BO}, {bo}}}, {{name: {CY}}}]\n")["team"]
    assert (team["friends"], team["introducers"]) == (friends, introducers)


@pytest.mark.parametrize(
    ("al", "introducers"), [("", ["Cy Lane", "Bo Ek"]), ("last_contact: 2026-03-02", [])]
)
def test_who_could_introduce_us_to_one(al: str, introducers: list[str]) -> None:
    text = f"""\
{HEAD}buying_team:
  - {{name: Al Orr, influence: 3, influenced_by: [Bo], {al}}}
  - {{name: {BO}, stance: supporter}}
  - {{name: {CY}, stance: champion}}
  - {{name: Di Moor, influence: 4, stance: supporter, introduced_by: Al Orr}}
  - {{name: Ed Roe, influence: 5, stance: resistant}}
"""
    (member, *_) = facts_of(text)["members"]
    assert member["leverage"] == ["Cy Lane", "Di Moor", "Bo Ek"]
    assert member["introducers"] == introducers


def test_who_is_willing_who_carries_it_and_whose_rank_is_open() -> None:
    text = f"""\
{HEAD}buying_team:
  - {{name: Al Orr, roles: [end_user], stance: resistant, last_contact: 2026-11-20}}
  - {{name: Bo Ek, roles: [problem_owner], last_contact: 2026-11-20}}
  - {{name: Cy Lane, roles: [purchaser], last_contact: 2026-11-20}}
  - {{name: Di Moor, roles: [purchaser], title: Buyer, last_contact: 2026-11-20}}
  - {{name: Ed Roe, roles: [decision_maker, end_user], stance: supporter}}
"""
    team = facts_of(text)["team"]
    assert team["willing"] == ["Bo Ek", "Cy Lane", "Di Moor"]
    assert team["carriers"] == ["Bo Ek"]
    assert team["rank_unknown"] == ["Cy Lane"]
    assert team["unsupported_name"] == "Ed Roe"
