"""The conversation as a state machine: order, skip, back, explain, step, waive, reload, quit."""

from __future__ import annotations

import pytest

from dealcoach.coaching.conversation import Conversation
from dealcoach.coaching.looking import is_sobering
from dealcoach.coaching.turns import COMMANDS, DealProblemsError, Turn
from dealcoach.coaching.untouched import comments

from .samples import DEAL, changed_lines, glance, talk, tell, until


def test_the_weightiest_question_comes_first_and_the_file_is_written_right() -> None:
    conversation = talk()
    question = conversation.question
    assert question is not None
    assert question.worth == max(finding.points for finding in conversation.seen.review.findings)
    until(conversation, "no-consequence")
    after = tell(conversation, "The ferry line moves away")
    gone, new = changed_lines(DEAL, after)
    assert gone == ["    if_not:     # nobody asked yet"]
    assert new == ["    if_not: The ferry line moves away     # nobody asked yet"]
    assert conversation.seen.review.score is not None
    assert "no-consequence" not in {finding.rule for finding in conversation.seen.review.findings}


@pytest.mark.parametrize(
    ("rule", "lines", "gone", "new"),
    [
        ("no-need-by-date", ["1 feb 2027"], [], ["    by: 2027-02-01"]),
        ("check-in-step", ["Agree the trial week"], ["  - what: Follow up next week   # vague, I know"],
         ["  - what: Agree the trial week   # vague, I know"]),
        ("undated-step", ["next friday"], [], ["    due: 2026-11-27"]),
        ("overdue-step", ["in 2 weeks"], ["    due: 2026-11-19"], ["    due: 2026-12-05"]),
        ("overdue-step", ["done"], [], ["    done: true"]),
        ("overdue-step", ["done yesterday"], [], ["    done: 2026-11-20"]),
        ("no-customer-plan", ["12 Dec"], [], ["customer_plan:", "  decision_date: 2026-12-12", ""]),
        ("waiting-on-customer", ["Run the trial", "tomorrow", "hanne"], [],
         ["  - what: Run the trial", "    owner: Priya Nair", "    due: 2026-11-22", "    with: [Hanne Visser]"]),
        ("uncovered-role", ["Luca"], ["    roles: decision_maker"], ["    roles: [decision_maker, purchaser]"]),
        ("uncovered-role", ["Nia Wood"], [], ["  - name: Nia Wood", "    roles: [purchaser]"]),
    ],
)  # fmt: skip
def test_answers_go_to_their_places(rule: str, lines: list[str], gone: list[str], new: list[str]) -> None:
    conversation = talk()
    until(conversation, rule)
    after = tell(conversation, *lines)
    removed, added = changed_lines(DEAL, after)
    assert removed == gone
    assert sorted(added) == sorted(new)


def test_a_new_close_date_keeps_the_old_one() -> None:
    text = DEAL.replace("close_date: 2026-12-30", "close_date: 2026-11-13")
    conversation = talk(text)
    until(conversation, "close-date-past")
    after = tell(conversation, "15 jan")
    assert "close_date: 2027-01-15 # month end, they say\nclose_date_history: [2026-11-13]\n" in after
    again = tell(talk_until(after.replace("2027-01-15", "2026-11-14"), "close-date-past"), "16 jan")
    assert "close_date_history: [2026-11-13, 2026-11-14]" in again


def talk_until(text: str, rule: str) -> Conversation:
    conversation = talk(text)
    until(conversation, rule)
    return conversation


@pytest.mark.parametrize("line", ["", "skip", "s"])
def test_skip_everything_changes_nothing_and_ends(line: str) -> None:
    conversation = talk()
    rounds = 0
    while conversation.question is not None:
        left = conversation.left
        assert conversation.reply(line).turn is Turn.NEXT
        assert conversation.left <= left
        rounds += 1
        assert rounds < 100
    assert conversation.left == 0
    assert conversation.seen.data == DEAL.encode()


def test_back_over_a_skip_asks_the_same_again() -> None:
    conversation = talk()
    first = conversation.question
    assert first is not None
    conversation.reply("skip")
    assert conversation.question is not None and conversation.question.key != first.key
    assert conversation.reply("back").turn is Turn.NEXT
    assert conversation.question is not None and conversation.question.key == first.key
    assert conversation.reply("back").turn is Turn.AGAIN


def test_back_over_an_answer_takes_it_back() -> None:
    conversation = talk_until(DEAL, "no-consequence")
    assert tell(conversation, "Fines") != DEAL
    reaction = conversation.reply("back")
    assert reaction.turn is Turn.SAVE and reaction.data == DEAL.encode()
    conversation.saved()
    assert conversation.seen.data.decode() == DEAL
    assert conversation.question is not None and conversation.question.rule == "no-consequence"
    assert conversation.answered == 0


def test_back_within_an_answer() -> None:
    conversation = talk_until(DEAL, "waiting-on-customer")
    conversation.reply("Run the trial")
    assert conversation.part is not None and conversation.part.key == "due"
    assert conversation.reply("back").turn is Turn.NEXT
    assert conversation.part is not None and conversation.part.key == "what"
    assert "what: Show the plan" in tell(conversation, "Show the plan", "", "skip")


NOTHING_NEXT = "deal: Pilot\naccount: Acme\nowner: Ann\nstage: proposal\nclose_date: 2027-03-18\n"


@pytest.mark.parametrize(
    ("answer", "new", "side"),
    [
        ("1", ["buying_team:", "  - name: Bo Ek", ""], "customer"),
        ("us", ["our_team: [Bo Ek]"], "us"),
    ],
)
def test_whose_step_it_is_when_nobody_knows_its_owner(answer: str, new: list[str], side: str) -> None:
    conversation = talk_until(NOTHING_NEXT, "no-next-step")
    before = tell(conversation, "Bo Ek shows us the plant", "Bo Ek", "27 Nov")
    assert conversation.part is not None and "Is Bo Ek one of them, or one of us?" in conversation.part.text
    after = tell(conversation, answer)
    assert changed_lines(before, after) == ([], new)
    assert conversation.seen.facts["steps"][0]["side"] == side
    said = [finding.message for finding in conversation.seen.review.findings]
    assert ("All the moves in the plan are ours; none belongs to Acme." in said) == (side == "us")
    assert conversation.part is not None
    assert conversation.part.text.startswith("Who else has a say" if answer == "1" else "Who has a say")


@pytest.mark.parametrize("owner", ["", "both", "Acme", "ann", "customer"])
def test_a_side_that_is_known_is_not_asked_for(owner: str) -> None:
    conversation = talk_until(NOTHING_NEXT, "no-next-step")
    tell(conversation, "See the plant to size the trial", owner, "27 Nov")
    assert conversation.part is not None and "one of us?" not in conversation.part.text


def test_a_step_instead_asks_whose_it_is_too() -> None:
    conversation = talk_until(NOTHING_NEXT, "no-customer-plan")
    conversation.reply("step")
    tell(conversation, "See the plant to size the trial", "Bo Ek", "27 Nov")
    assert conversation.part is not None and "Is Bo Ek one of them" in conversation.part.text
    assert conversation.reply("").turn is Turn.NEXT, "it may be left open"


def test_somebody_new_who_does_a_step_of_theirs_joins_the_team() -> None:
    step = "next_steps:\n  - what: Run the trial\n    owner: Ann\n    due: 2026-11-27\n"
    conversation = talk_until(NOTHING_NEXT + step, "one-sided-plan")
    after = tell(conversation, "They show the lines", "Bo Ek", "4 Dec")
    assert "buying_team:\n  - name: Bo Ek\n" in after
    assert conversation.seen.facts["steps"][1]["side"] == "customer"


def test_explain_shows_the_advice_and_asks_again() -> None:
    conversation = talk()
    before = conversation.question
    reaction = conversation.reply("?")
    assert reaction.turn is Turn.EXPLAIN
    assert any(line.startswith("Why: ") for line in reaction.lines)
    assert any(line.startswith("Do: ") for line in reaction.lines)
    assert conversation.question is before


def test_a_step_instead() -> None:
    conversation = talk_until(DEAL, "no-consequence")
    assert conversation.reply("step").turn is Turn.NEXT
    assert not conversation.begins
    after = tell(conversation, "Ask Hanne what a delay costs them", "", "in 1 week", "1")
    assert (
        "  - what: Ask Hanne what a delay costs them\n    owner: Priya Nair\n    due: 2026-11-28\n" in after
    )


def test_a_waiver_is_about_its_step() -> None:
    conversation = talk_until(DEAL, "undated-step")
    conversation.reply("waive")
    after = tell(conversation, "They never plan ahead", "")
    for line in ("rule: undated-step", "by: Priya Nair", "until: 2026-12-21", "about: Follow up next week"):
        assert line in after
    assert [row.rule for row in conversation.seen.review.waived] == ["undated-step"]


def test_back_out_of_a_waiver() -> None:
    conversation = talk()
    question = conversation.question
    conversation.reply("waive")
    assert conversation.reply("step").turn is Turn.AGAIN
    conversation.reply("back")
    assert conversation.question == question


def test_an_unknown_cannot_be_waived() -> None:
    conversation = talk()
    while conversation.question is not None and conversation.question.known:
        conversation.reply("skip")
    assert conversation.reply("waive").turn is Turn.AGAIN


@pytest.mark.parametrize("line", ["soon", "5", "3/4/2027", "2026-01-01", "\x1b[2J", "x" * 9000])
def test_no_answer_is_asked_again_and_nothing_changes(line: str) -> None:
    conversation = talk_until(DEAL, "no-need-by-date")
    question = conversation.question
    assert conversation.reply(line).turn is Turn.AGAIN
    assert conversation.question is question
    assert conversation.seen.data.decode() == DEAL


def test_words_of_command_in_quotes_are_text() -> None:
    assert "if_not: quit" in tell(talk_until(DEAL, "no-consequence"), '"quit"')


@pytest.mark.parametrize(
    "text", ["yes: no # x", "- [a, {b: &c", "'\"\\", "#1", "null", "é…\u2028\u202e", "=1+1", "*a"]
)
def test_any_text_reads_back_as_itself(text: str) -> None:
    conversation = talk_until(DEAL, "no-consequence")
    after = tell(conversation, f'"{text}"')
    need = conversation.seen.deal.need
    assert need is not None and need.if_not is not None
    assert need.if_not.replace("\\u2028", "").replace("\\u202e", "")[:3] == " ".join(text.split())[:3]
    assert comments(after) == comments(DEAL)


def test_an_empty_team_is_filled_person_by_person() -> None:
    text = DEAL[: DEAL.index("# the people")] + DEAL[DEAL.index("next_steps:") :]
    conversation = talk(text)
    while conversation.question is not None and conversation.question.key[0] != "member":
        conversation.reply("skip")
    assert conversation.reply("next friday").lines[0].startswith('"next friday" reads as a day')
    tell(conversation, "Hanne Visser", "Harbour Master", "problem owner", "champion")
    assert conversation.part is not None and "Who else" in conversation.part.text
    after = tell(conversation, "Luca Ferrand", "skip", "1", "skip")
    assert conversation.part is not None and "Who else" in conversation.part.text
    conversation.reply("")
    assert conversation.question is None or conversation.question.rule != ""
    assert [member.name for member in conversation.seen.deal.buying_team] == ["Hanne Visser", "Luca Ferrand"]
    assert comments(after) == comments(text)


def test_whoever_writes_the_business_case_is_a_person() -> None:
    conversation = talk_until(DEAL, "no-business-case")
    conversation.reply("draft")
    assert conversation.reply("next friday").lines[0].startswith('"next friday" reads as a day')
    assert "  owner: Hanne Visser\n" in tell(conversation, "hanne")


def test_twins_are_refused_and_nothing_is_written() -> None:
    reaction = None
    text = DEAL[: DEAL.index("  # Luca is new")] + DEAL[DEAL.index("next_steps:") - 1 :]
    conversation = talk_until(text, "single-threaded")
    before = conversation.seen.data
    for line in ("Hanne Visser", "", "", ""):
        reaction = conversation.reply(line)
    assert reaction is not None and reaction.turn is Turn.AGAIN
    assert "twice" in reaction.lines[0]
    assert conversation.seen.data == before


def test_reload_puts_the_same_answer_into_the_new_text() -> None:
    conversation = talk_until(DEAL, "no-consequence")
    assert conversation.reply("Fines").turn is Turn.SAVE
    changed = DEAL.replace("owner: Priya Nair\nstage", "owner: Gil Moreno\nstage")
    assert conversation.answered == 0, "nothing is written yet"
    reaction = conversation.reload(changed.encode())
    wanted = changed.replace("if_not:     #", "if_not: Fines     #")
    assert reaction.turn is Turn.SAVE and reaction.data == wanted.encode()
    conversation.saved()
    assert conversation.answered == 1


def test_an_answer_that_fits_no_more_is_given_back_and_not_counted() -> None:
    conversation = talk_until(DEAL, "no-consequence")
    assert conversation.reply("Fines").turn is Turn.SAVE
    changed = DEAL.replace("if_not:     #", "if_not: The line moves away     #")
    reaction = conversation.reload(changed.encode())
    assert reaction.turn is Turn.AGAIN and "You typed: Fines" in reaction.lines[0]
    assert conversation.answered == 0 and conversation.seen.data == changed.encode()
    assert conversation.reply("quit").turn is Turn.QUIT


def test_an_answer_about_a_place_in_a_list_never_goes_to_another_one() -> None:
    conversation = talk_until(DEAL, "overdue-step")
    assert conversation.reply("in 2 weeks").turn is Turn.SAVE
    first = "  - {what: Agree the scope with Hanne, owner: Priya Nair, due: 2026-11-17}\n"
    moved = DEAL.replace("next_steps:\n", "next_steps:\n" + first)
    reaction = conversation.reload(moved.encode())
    assert reaction.turn is Turn.AGAIN and "You typed: in 2 weeks" in reaction.lines[0]


def test_taking_back_in_a_file_that_changed_is_not_done() -> None:
    conversation = talk_until(DEAL, "no-consequence")
    after = tell(conversation, "Fines")
    assert conversation.reply("back").turn is Turn.SAVE
    reaction = conversation.reload((after + "# more\n").encode())
    assert reaction.turn is Turn.AGAIN and "could not be taken back" in reaction.lines[0]
    assert conversation.answered == 1 and conversation.seen.data == (after + "# more\n").encode()


@pytest.mark.parametrize("end", ["quit", None])
def test_a_step_is_saved_without_its_day_when_the_person_stops(end: str | None) -> None:
    conversation = talk_until(DEAL, "waiting-on-customer")
    assert conversation.reply("Run the trial with Bea").turn is Turn.NEXT
    reaction = conversation.reply(end)
    assert reaction.turn is Turn.SAVE and reaction.last
    assert "without a day" in reaction.lines[0]
    assert b"  - what: Run the trial with Bea\n    owner: Priya Nair\n" in (reaction.data or b"")


def test_what_cannot_be_saved_in_part_is_given_back() -> None:
    conversation = talk_until(DEAL, "no-need-by-date")
    conversation.reply("waive")
    conversation.reply("They have no day")
    assert conversation.reply("quit").turn is Turn.SAVE, "its last day has a default"
    conversation = talk_until(DEAL, "single-threaded")
    conversation.reply("Luca")
    assert conversation.part is not None and conversation.part.needed and conversation.part.default is None
    reaction = conversation.reply("quit")
    assert reaction.turn is Turn.QUIT and reaction.lines[0].endswith("complete: Luca")


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("touch base", "check-in"),
        ("Wait for their feedback", "meanwhile"),
        ("Send the brochure", "sending"),
        ("tbd", "many things"),
    ],
)
@pytest.mark.parametrize(
    ("then", "what"),
    [
        ("", "{}"),
        ("to agree the trial week", "{} to agree the trial week"),
        ("Agree the trial week with Bea", "Agree the trial week with Bea"),
        ("check in again", "check in again"),
    ],
)
def test_a_step_that_moves_nothing_is_asked_about_once(typed: str, asked: str, then: str, what: str) -> None:
    conversation = talk_until(DEAL, "waiting-on-customer")
    reaction = conversation.reply(typed)
    assert reaction.turn is Turn.AGAIN and asked in reaction.lines[0]
    assert conversation.reply(then).turn is Turn.NEXT
    assert conversation.part is not None and conversation.part.key == "due"
    assert f"what: {what.format(typed)}\n" in tell(conversation, "tomorrow", "Bea")


def test_a_step_that_is_asked_about_is_kept_when_the_person_stops() -> None:
    conversation = talk_until(DEAL, "waiting-on-customer")
    conversation.reply("touch base")
    assert b"what: touch base\n" in (conversation.reply("quit").data or b"")
    conversation = talk_until(DEAL, "waiting-on-customer")
    conversation.reply("touch base")
    assert conversation.reply("back").turn is Turn.NEXT
    assert "what: Run the trial\n" in tell(conversation, "Run the trial", "tomorrow", "")


@pytest.mark.parametrize("line", ["", "skip"])
def test_a_step_without_a_day_is_told_what_it_costs(line: str) -> None:
    conversation = talk_until(DEAL, "waiting-on-customer")
    conversation.reply("Run the trial")
    assert "costs points" in conversation.reply(line).lines[0]


@pytest.mark.parametrize("name", ["next Friday", "2026-12-01", "3/4/2027", "bob", "somebody new"])
def test_a_name_that_looks_like_none_is_asked_about_once(name: str) -> None:
    conversation = talk_until(DEAL, "waiting-on-customer")
    conversation.reply("Run the trial")
    conversation.reply("tomorrow")
    reaction = conversation.reply(name)
    assert reaction.turn is Turn.AGAIN
    assert "Hanne Visser, Luca Ferrand, Bea Okoro" in reaction.lines[0]
    again = tell(conversation, name)
    assert f"    with: [{name}]\n" in again or f'    with: ["{name}"]\n' in again


@pytest.mark.parametrize("name", ["Bob", "日本 太郎", '"bob"', "bea", "3"])
def test_a_name_that_looks_like_one_is_taken(name: str) -> None:
    conversation = talk_until(DEAL, "waiting-on-customer")
    assert "with: [" in tell(conversation, "Run the trial", "tomorrow", name)


def test_reload_of_a_broken_file_says_so() -> None:
    conversation = talk()
    with pytest.raises(DealProblemsError):
        conversation.reload(b"deal: [")
    with pytest.raises(DealProblemsError):
        Conversation(glance, b"deal: x")


def test_the_score_may_fall_when_more_is_known() -> None:
    conversation = talk()
    while conversation.question is not None and conversation.question.key[-1] != "stance":
        conversation.reply("skip")
    before = conversation.seen.review
    tell(conversation, "resistant")
    assert is_sobering(before, conversation.seen.review)


def test_end_of_input_and_quit() -> None:
    assert talk().reply(None).turn is Turn.QUIT
    assert talk().reply("quit").turn is Turn.QUIT
    assert set(COMMANDS.values()) == {"skip", "back", "explain", "quit", "step", "waive"}


def test_a_closed_deal_has_only_questions_about_its_file() -> None:
    conversation = talk(
        DEAL.replace("stage: proposal", "stage: proposal\nstatus: won\nclosed_on: 2026-11-20")
    )
    assert conversation.question is None


def test_a_placeholder_is_asked_for_and_replaced() -> None:
    text = DEAL.replace("benefit: Calm nights", "benefit: TBD   # ask her")
    conversation = talk(text)
    until(conversation, "no-ally")
    question = conversation.question
    assert question is not None and question.parts[0].text == "What does Hanne Visser gain from it?"
    removed, added = changed_lines(text, tell(conversation, "Calm nights"))
    assert (removed, added) == (["    benefit: TBD   # ask her"], ["    benefit: Calm nights   # ask her"])
