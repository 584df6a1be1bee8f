"""An existing file: the CRM's part is brought up to date, every other byte stays."""

from __future__ import annotations

import difflib
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dealcoach.importing.edit import CannotEditError
from dealcoach.importing.emit import render
from dealcoach.importing.merge import merge
from dealcoach.importing.records import CrmActivity, CrmDeal, CrmMember, CrmStep
from dealcoach.importing.tree import CannotReadError

AS_OF = "2026-11-21"

HAND = """\
# yaml-language-server: $schema=./deal.schema.json
# What Dana keeps about this one.

deal:   "ERP replacement"     # her name for it
account: 'Northwind Manufacturing'
owner: Dana Reyes
our_team: [Sam Okafor]   # colleagues
amount: 240_000          # list price
stage: proposal
close_date: 2026-12-18   # they said so
close_date_history:
- 2026-09-30   # first promise
crm: {system: salesforce, id: "006A"}

need: {problem: "Two plants",   by: 2027-02-01}


buying_team:
    # the one who decides
    -   name: Ines Duarte
        title: Finance   # will change
        roles: decision_maker
        stance: skeptical     # asked hard questions
        concern: |
            Capex in the year
            of the merger
    - {name: Tom Becker, roles: [evaluator]}   # our ally

next_steps:
  - {what: Send the business case, due: 2026-11-28}   # promised
  # after that:
  - what: Board slot
    owner: Dana Reyes
custom: {region: NO}
# the end
"""


def crm(**changes: Any) -> CrmDeal:
    deal = CrmDeal(
        "salesforce",
        "006A",
        2,
        "ERP replacement",
        "Northwind Manufacturing",
        "Dana Reyes",
        "Proposal",
        "open",
        amount="240000",
        close_date="2026-12-18",
    )
    for key, value in changes.items():
        setattr(deal, key, value)
    return deal


def changed_lines(old: str, new: str) -> list[str]:
    return [line for line in difflib.ndiff(old.splitlines(), new.splitlines()) if line[0] in "+-"]


def test_the_same_facts_change_no_byte() -> None:
    assert merge(HAND, crm(), AS_OF).text == HAND


def test_only_the_lines_that_say_something_else_change() -> None:
    deal = crm(amount="260000", stage="Negotiation/Review", stage_since="2026-11-20", close_date="2027-01-29")
    deal.members = [
        CrmMember("INES  DUARTE", "CFO", roles=["decision_maker", "purchaser"], stance="champion"),
        CrmMember("Tom Becker", reports_to="Ines Duarte"),
        CrmMember("Lena Fox", "Plant Lead"),
    ]
    deal.steps = [
        CrmStep("Send the business case", due="2026-11-30"),
        CrmStep("Board slot", waiting=True),
        CrmStep("Rollout workshop", "both", "2026-12-02", "meeting", ["Lena Fox"]),
    ]
    deal.activity = [CrmActivity("2026-11-12", "email", ["Ines Duarte"], "outbound", "About: it")]
    merged = merge(HAND, deal, AS_OF)
    assert changed_lines(HAND, merged.text) == [
        "- amount: 240_000          # list price",
        "+ amount: 260000          # list price",
        "- stage: proposal",
        "+ stage: Negotiation/Review",
        "+ stage_since: 2026-11-20",
        "- close_date: 2026-12-18   # they said so",
        "+ close_date: 2027-01-29   # they said so",
        "+ - 2026-12-18",
        "-         title: Finance   # will change",
        "+         title: CFO   # will change",
        "-         roles: decision_maker",
        "+         roles: [decision_maker, purchaser]",
        "-     - {name: Tom Becker, roles: [evaluator]}   # our ally",
        "+     - {name: Tom Becker, roles: [evaluator], reports_to: Ines Duarte}   # our ally",
        "+     - name: Lena Fox",
        "+       title: Plant Lead",
        "-   - {what: Send the business case, due: 2026-11-28}   # promised",
        "+   - {what: Send the business case, due: 2026-11-30}   # promised",
        "-     owner: Dana Reyes",
        "+     owner: customer",
        "+   - what: Rollout workshop",
        "+     owner: both",
        "+     due: 2026-12-02",
        "+     type: meeting",
        "+     with: [Lena Fox]",
        "+ ",
        "+ activity:",
        '+   - {date: 2026-11-12, type: email, with: [Ines Duarte], direction: outbound, note: "About: it"}',
    ]
    assert merged.differences == [
        "the CRM calls INES  DUARTE champion, the file skeptical: the file's word was kept"
    ]
    assert merge(merged.text, deal, AS_OF).text == merged.text


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_line_ends_stay_as_they_are(newline: str) -> None:
    text = HAND.replace("\n", newline)
    deal = crm(amount="1", members=[CrmMember("Lena Fox", "Plant Lead")])
    new = merge(text, deal, AS_OF).text
    assert new == merge(HAND, deal, AS_OF).text.replace("\n", newline)


def test_a_deal_closes_and_opens_again() -> None:
    closed = merge(HAND, crm(status="lost", closed_on="2026-11-20", stage="Closed Lost"), AS_OF).text
    assert {"status: lost", "closed_on: 2026-11-20"} <= set(closed.splitlines())
    again = merge(closed, crm(), AS_OF).text
    data = yaml.safe_load(again)
    assert (data["status"], data["closed_on"]) == ("open", None)
    assert merge(again, crm(), AS_OF).text == again


def test_a_finer_word_for_a_loss_stays() -> None:
    text = HAND + "status: no_decision\n"
    assert "status: no_decision" in merge(text, crm(status="lost", closed_on="2026-11-01"), AS_OF).text


def test_an_empty_value_is_filled_before_its_comment() -> None:
    text = HAND + "closed_on:      # once it is over\nstatus: open\n"
    new = merge(text, crm(status="won", closed_on="2026-11-20"), AS_OF).text
    assert "closed_on: 2026-11-20      # once it is over" in new


def test_a_stage_seen_for_the_first_time_starts_today() -> None:
    merged = merge(HAND, crm(stage="Negotiation"), AS_OF)
    assert yaml.safe_load(merged.text)["stage_since"].isoformat() == AS_OF
    assert merged.differences == [f"stage_since is set to {AS_OF}, the day the new stage was first seen"]


def test_history_keeps_what_a_person_wrote_and_gains_what_the_crm_knows() -> None:
    deal = crm(close_date_history=["2026-10-31"], has_history=True, close_date="2027-01-01")
    new = yaml.safe_load(merge(HAND, deal, AS_OF).text)
    assert [day.isoformat() for day in new["close_date_history"]] == ["2026-09-30", "2026-10-31"]


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ("", "\nbuying_team:\n  - name: Lena Fox\n"),
        ("buying_team:   # who?\n", "buying_team:   # who?\n  - name: Lena Fox\n"),
        ("buying_team: []\n", "buying_team: [{name: Lena Fox}]\n"),
        ("buying_team: [{name: A}]\n", "buying_team: [{name: A}, {name: Lena Fox}]\n"),
        ("buying_team:\n- name: A\n", "buying_team:\n- name: A\n- name: Lena Fox\n"),
        ("buying_team:\n- {name: A}\n", "buying_team:\n- {name: A}\n- {name: Lena Fox}\n"),
        ("buying_team:\n  - name: A\n    concern: >\n      x\n\n", "      x\n  - name: Lena Fox\n\n"),
        ("buying_team: null\n", "buying_team: \n  - name: Lena Fox\n"),
    ],
)
def test_a_person_is_added_in_the_style_of_the_list(section: str, expected: str) -> None:
    text = (
        "deal: ERP replacement\naccount: Northwind Manufacturing\nowner: Dana Reyes\namount: 240000\n"
        f"stage: proposal\nclose_date: 2026-12-18\ncrm: {{system: salesforce, id: 006A}}\n{section}"
    )
    deal = crm(members=[CrmMember("Lena Fox")])
    new = merge(text, deal, AS_OF).text
    assert expected in new
    assert merge(new, deal, AS_OF).text == new


def test_a_file_in_braces() -> None:
    text = (
        "{deal: ERP replacement, account: Northwind Manufacturing, owner: Dana Reyes, stage: proposal, "
        "close_date: 2026-12-18, crm: {system: salesforce, id: 006A}}"
    )
    new = yaml.safe_load(merge(text, crm(members=[CrmMember("Lena Fox")]), AS_OF).text)
    assert (new["amount"], new["buying_team"]) == (240000, [{"name": "Lena Fox"}])


class TestNextStepField:
    def test_it_is_reworded_while_nobody_worked_on_it(self) -> None:
        text = render(crm(next_step="Call Ines")).replace("Call Ines\n", "Call Ines   # soon\n", 1)
        new = merge(text, crm(next_step="Send the quote"), AS_OF).text
        assert "  - what: Send the quote   # soon\n" in new
        assert "custom: {crm_next_step: Send the quote}" in new

    def test_a_step_with_work_in_it_stays_and_the_new_one_comes_beside_it(self) -> None:
        text = render(crm(next_step="Call Ines")).replace(
            "Call Ines\n", "Call Ines\n    due: 2026-11-25\n", 1
        )
        steps = yaml.safe_load(merge(text, crm(next_step="Send the quote"), AS_OF).text)["next_steps"]
        assert [step["what"] for step in steps] == ["Call Ines", "Send the quote"]

    @pytest.mark.parametrize("gone", ["", "Call Ines and Tom on Monday"])
    def test_one_that_a_person_changed_or_deleted_does_not_come_back(self, gone: str) -> None:
        text = render(crm(next_step="Call Ines")).replace(
            "- what: Call Ines\n", f"- what: {gone or 'Other'}\n"
        )
        assert merge(text, crm(next_step="Call Ines"), AS_OF).text == text


class TestSteps:
    TEXT = HAND.replace("Send the business case", "Send the revised business case to Ines")

    def test_a_reworded_step_is_still_the_same(self) -> None:
        deal = crm(steps=[CrmStep("Send the business case", due="2026-11-28", done="2026-11-20")])
        new = yaml.safe_load(merge(self.TEXT, deal, AS_OF).text)["next_steps"]
        assert len(new) == 2
        assert new[0]["done"].isoformat() == "2026-11-20"

    def test_what_a_person_ticked_off_is_not_opened(self) -> None:
        text = HAND.replace("due: 2026-11-28}", "due: 2026-11-28, done: true}")
        assert (
            merge(text, crm(steps=[CrmStep("Send the business case", due="2026-11-28")]), AS_OF).text == text
        )

    def test_a_new_task_of_the_same_name_is_a_new_step(self) -> None:
        text = HAND.replace("due: 2026-11-28}", "due: 2026-11-28, done: 2026-11-20}")
        new = yaml.safe_load(
            merge(text, crm(steps=[CrmStep("Send the business case", due="2027-01-08")]), AS_OF).text
        )
        assert len(new["next_steps"]) == 3

    def test_the_past_closes_a_step_and_never_adds_one(self) -> None:
        deal = crm(
            steps=[
                CrmStep("Board slot", done="2026-11-19", only_known=True),
                CrmStep("Never heard of", done="2026-11-19", only_known=True),
            ]
        )
        new = yaml.safe_load(merge(HAND, deal, AS_OF).text)["next_steps"]
        assert [str(step.get("done")) for step in new] == ["None", "2026-11-19"]


def test_the_last_activity_marker_moves_on() -> None:
    text = merge(HAND, crm(last_activity="2026-11-01"), AS_OF).text
    moved = merge(text, crm(last_activity="2026-11-15"), AS_OF).text
    assert yaml.safe_load(moved)["activity"] == [
        {"date": yaml.safe_load("2026-11-15"), "type": "note", "note": "Last activity in the CRM"}
    ]


def test_merged_and_aliased_values() -> None:
    text = (
        "base: &base {owner: Dana Reyes, stage: &s proposal}\n<<: *base\ndeal: ERP replacement\n"
        "account: Northwind Manufacturing\namount: 240000\nforecast: *s\nclose_date: 2026-12-18\n"
        'crm: {system: salesforce, id: "006A"}\n'
    )
    assert merge(text, crm(), AS_OF).text == text
    new = yaml.safe_load(merge(text, crm(stage="won", forecast="commit"), AS_OF).text)
    assert (new["stage"], new["forecast"], new["base"]["stage"]) == ("won", "commit", "proposal")


@pytest.mark.parametrize(
    "text",
    [
        HAND.replace("stage: proposal", "stage: &s proposal\nx: *s"),
        HAND.replace("amount: 240_000", "amount: [1]\nx:\n - 2").replace("[1]", "\n  - 1"),
    ],
)
def test_what_cannot_be_changed_safely_is_refused(text: str) -> None:
    with pytest.raises(CannotEditError):
        merge(text, crm(stage="Negotiation", amount="5"), AS_OF)


@pytest.mark.parametrize(
    "text", ["", "- a", "a: [", "a: b\n---\nc: d", "a: " + "[" * 5000, "a: *x", "a: b\x00"]
)
def test_what_is_no_deal_is_refused(text: str) -> None:
    with pytest.raises(CannotReadError):
        merge(text, crm(), AS_OF)


LINES = st.sampled_from(["# a comment", "", "   # indented"])
WORDS = st.sampled_from(["Ines Duarte", "Tom Becker", "Lena Fox", "Omar Aziz", 'José "Pepe" Núñez', "#1: NO"])


@st.composite
def facts(draw: st.DrawFn) -> CrmDeal:
    deal = crm(
        amount=draw(st.sampled_from(["", "1", "240000", "99.5"])),
        stage=draw(st.sampled_from(["Proposal", "Negotiation/Review", "a: b"])),
        close_date=draw(st.sampled_from(["2026-12-18", "2027-01-29"])),
        close_date_history=draw(st.lists(st.sampled_from(["2026-09-30", "2026-10-31"]), unique=True)),
        has_history=draw(st.booleans()),
        next_step=draw(st.sampled_from(["", "Call Ines", "Agree: the scope"])),
        last_activity=draw(st.sampled_from(["", "2026-11-01", "2026-11-19"])),
        competitors=draw(st.lists(st.sampled_from(["Globex", "do nothing"]), unique=True)),
        seeds=draw(st.sampled_from([{}, {"need.problem": "Too slow"}, {"need.by": "2027-02-01"}])),
        status=draw(st.sampled_from(["open", "open", "lost"])),
    )
    deal.closed_on = "2026-11-20" if deal.status == "lost" else ""
    deal.members = [
        CrmMember(
            name,
            draw(st.sampled_from(["", "CFO", "VP, Facilities"])),
            roles=draw(st.lists(st.sampled_from(["end_user", "evaluator"]), unique=True)),
            stance=draw(st.sampled_from(["", "resistant"])),
        )
        for name in draw(st.lists(WORDS, unique=True, max_size=4))
    ]
    deal.steps = [
        CrmStep(
            what,
            draw(st.sampled_from(["", "customer", "Dana Reyes"])),
            draw(st.sampled_from(["", "2026-12-01"])),
            done=draw(st.sampled_from(["", "2026-11-20"])),
            only_known=draw(st.booleans()),
        )
        for what in draw(st.lists(st.sampled_from(["Send the contract", "Call", "x: y #z"]), max_size=4))
    ]
    deal.activity = [
        CrmActivity(draw(st.sampled_from(["2026-11-01", "2026-11-02"])), "call", note=note)
        for note in draw(st.lists(st.sampled_from(["Call", "Talked: scope"]), max_size=3))
    ]
    return deal


@st.composite
def edited(draw: st.DrawFn, text: str) -> str:
    """A file after a person has been at it: comments, blank lines, own words, another order."""
    head, *sections = text.split("\n\n")
    sections = list(draw(st.permutations(sections)))
    lines = "\n\n".join([head, *sections]).rstrip("\n").split("\n")
    for _ in range(draw(st.integers(0, 4))):
        lines.insert(draw(st.integers(1, len(lines))), draw(LINES))
    places = [index for index, line in enumerate(lines) if line.startswith("  - name: ")]
    for index in places:
        if draw(st.booleans()):
            lines[index] += "\n    concern: 'her   own words'  # hers\n    influence: 5"
    return "\n".join(lines) + draw(st.sampled_from(["\n", "", "\n\n# end\n"]))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_file_that_a_person_edited_survives(data: st.DataObject) -> None:
    first = data.draw(facts())
    first.status, first.closed_on = "open", ""
    text = data.draw(edited(render(first)))
    second = data.draw(facts())
    new = merge(text, second, AS_OF).text
    assert merge(new, second, AS_OF).text == new
    for line in text.split("\n"):
        if "#" in line or "concern" in line or "influence" in line:
            assert line in new
    before, after = yaml.safe_load(text), yaml.safe_load(new)
    for key in ("deal", "account", "owner", "crm", "need", "competitors"):
        if key in before:
            assert after[key] == before[key] or key == "need"
    names = [member["name"] for member in before.get("buying_team", [])]
    assert [member["name"] for member in after.get("buying_team", [])][: len(names)] == names
    for old, now in zip(before.get("buying_team", []), after.get("buying_team", []), strict=False):
        assert {key: now[key] for key in old if key not in {"title", "roles"}} == {
            key: old[key] for key in old if key not in {"title", "roles"}
        }
        assert set(old.get("roles", [])) <= set(now.get("roles", []))
    activity = before.get("activity", [])
    assert [entry["type"] for entry in after.get("activity", [])][: len(activity)] == [
        e["type"] for e in activity
    ]


@settings(max_examples=60, deadline=None)
@given(facts())
def test_a_new_file_is_up_to_date_at_once(deal: CrmDeal) -> None:
    deal.status, deal.closed_on = "open", ""
    text = render(deal)
    assert merge(text, deal, AS_OF).text == text


def full(key: str, entry: str, count: int) -> str:
    """A file whose list under `key` has this many entries of a person's own."""
    return render(crm()) + f"{key}:\n" + "".join(f"  - {entry.format(number)}\n" for number in range(count))


class TestRoom:
    """A list never grows past what the reader takes; the file's own entries count, and stay."""

    def test_the_newest_activity_that_fits_is_added(self) -> None:
        text = full("activity", "{{date: 2025-01-01, type: call, note: Own {0}}}", 990)
        events = [CrmActivity(f"2026-10-{day:02}", "meeting", note=f"Met {day}") for day in range(30, 0, -1)]
        merged = merge(text, crm(activity=events, last_activity="2026-11-02"), AS_OF)
        activity = yaml.safe_load(merged.text)["activity"]
        assert [entry["note"] for entry in activity[:990]] == [f"Own {number}" for number in range(990)]
        added = [entry["date"].isoformat() for entry in activity[990:]]
        assert added == [*(f"2026-10-{day}" for day in range(22, 31)), "2026-11-02"]
        reason = "the file would have more than 1,000 activities; the oldest of the new ones were left out"
        assert (dict(merged.left_out), len(merged.changes)) == ({reason: 21}, 10)

    @pytest.mark.parametrize("count", [1000, 1020])
    def test_a_full_list_stays_as_it_is(self, count: int) -> None:
        text = full("activity", "{{date: 2025-01-01, type: call, note: Own {0}}}", count)
        merged = merge(text, crm(activity=[CrmActivity("2026-10-01", "call", note="New")]), AS_OF)
        assert (merged.text, merged.changes, merged.left_out.total()) == (text, [], 1)

    def test_the_steps_left_out_are_the_oldest(self) -> None:
        text = full("next_steps", "what: Own {0}", 498)
        steps = [CrmStep(f"Task {day}", due=f"2026-12-{day}") for day in (12, 14, 11)]
        done = [CrmStep("Long done", done="2026-11-20")]
        merged = merge(text, crm(steps=steps + done), AS_OF)
        whats = [step["what"] for step in yaml.safe_load(merged.text)["next_steps"]]
        assert whats[497:] == ["Own 497", "Task 12", "Task 14"]
        assert merged.left_out.total() == 2

    def test_the_next_step_field_and_the_tasks_share_the_room(self) -> None:
        deal = crm(next_step="Call Ines", steps=[CrmStep("Send the quote", due="2026-12-01")])
        merged = merge(full("next_steps", "what: Own {0}", 499), deal, AS_OF)
        new = yaml.safe_load(merged.text)
        assert [step["what"] for step in new["next_steps"][499:]] == ["Call Ines"]
        assert (new["custom"], merged.left_out.total()) == ({"crm_next_step": "Call Ines"}, 1)

    def test_a_next_step_without_room_is_not_taken_for_one_that_a_person_deleted(self) -> None:
        text = full("next_steps", "what: Own {0}", 500)
        merged = merge(text, crm(next_step="Call Ines"), AS_OF)
        assert (merged.text, merged.left_out.total()) == (text, 1)
        again = merge(text.replace("  - what: Own 7\n", ""), crm(next_step="Call Ines"), AS_OF)
        assert yaml.safe_load(again.text)["next_steps"][-1] == {"what": "Call Ines"}

    def test_people_beyond_the_limit_are_left_out(self) -> None:
        text = full("buying_team", "name: Own {0}", 199)
        merged = merge(text, crm(members=[CrmMember("Lena Fox"), CrmMember("Tom Becker")]), AS_OF)
        names = [member["name"] for member in yaml.safe_load(merged.text)["buying_team"]]
        assert names[198:] == ["Own 198", "Lena Fox"]
        assert dict(merged.left_out) == {
            "the file would have more than 200 people; the rest were left out": 1
        }
