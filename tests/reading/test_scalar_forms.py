"""The many ways to write one value, and the words that stay words."""

from datetime import date
from typing import Any

import pytest
from trial import HEAD, problems, read

from dealcoach.model.deal import Deal
from dealcoach.model.words import ROLE_ALIASES, VOCABULARIES


def deal_of(more: str) -> Deal:
    file = read(HEAD + more)
    assert file.deal is not None, file.problems
    return file.deal


@pytest.mark.parametrize(
    "word", ["NO", "no", "on", "Off", "yes", "y", "Null and void", "1e3", "0o17", "12:30"]
)
def test_words_stay_words(word: str) -> None:
    deal = deal_of(f"competitors: [{word}]\ncustom: {{region: {word}}}\ncrm: {{system: {word}}}\n")
    assert deal.competitors == (word,)
    assert deal.custom == {"region": word}
    assert deal.crm is not None
    assert deal.crm.system == word


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3), ("-3", -3), ("0.5", 0.5), ("true", True), ("False", False), ("'3'", 3),
        ("2026-11-21", "2026-11-21"), ("[1, two, {three: 3}]", [1, "two", {"three": 3}]),
    ],
)  # fmt: skip
def test_custom_values(text: str, value: Any) -> None:
    assert deal_of(f"custom: {{mine: {text}}}\n").custom == {"mine": value}


@pytest.mark.parametrize(
    "text",
    ["2026-11-21", "'2026-11-21'", '"2026-11-21"', "2026-11-21T10:00:00Z", "2026-11-21 10:00:00 +02:00",
     "!!timestamp 2026-11-21", "!!str 2026-11-21"],
)  # fmt: skip
def test_a_day_however_it_is_written(text: str) -> None:
    assert deal_of(f"created: {text}\n").created == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "amount"),
    [("240000", 240000), ("240_000", 240000), ("240000.50", 240000.5), ("'240000'", 240000), ("0", 0),
     ("240000.00", 240000), ("+5", 5)],
)  # fmt: skip
def test_amounts(text: str, amount: float) -> None:
    assert deal_of(f"amount: {text}\n").amount == amount


@pytest.mark.parametrize(
    "text", ["1_", "_1", "1__0", "1e5", "0x10", ".5", "5.", "1,000", "nan", "inf", "1 000", "-0"]
)
def test_no_amounts(text: str) -> None:
    assert problems(HEAD + f"amount: {text}\n")[0].startswith("6:9 invalid-deal: ")


@pytest.mark.parametrize(
    ("text", "done"), [("true", True), ("False", False), ("2026-11-20", date(2026, 11, 20))]
)
def test_done(text: str, done: object) -> None:
    assert deal_of(f"next_steps: [{{what: Call, done: {text}}}]\n").next_steps[0].done == done


def test_a_single_value_stands_for_a_list() -> None:
    deal = deal_of(
        "our_team: Sam Okafor\ncompetitors: Globex\nclose_date_history: 2026-09-30\n"
        "customer_plan: {decision_date_history: 2026-10-15, steps: {what: Decide}}\n"
        "buying_team: {name: Ann Berg, roles: user, influenced_by: Bo, signals: {kind: other}}\n"
        "next_steps: {what: Call, with: Ann Berg}\nactivity: {date: 2026-11-01, with: Ann Berg}\n"
        "waivers: {rule: kdm-only, reason: agreed}\n"
    )
    assert deal.our_team == ("Sam Okafor",)
    assert deal.close_date_history == (date(2026, 9, 30),)
    assert deal.customer_plan is not None
    assert [step.what for step in deal.customer_plan.steps] == ["Decide"]
    member = deal.buying_team[0]
    assert (member.roles, member.influenced_by) == (("end_user",), ("Bo",))
    assert (member.signals[0].kind, deal.next_steps[0].with_) == ("other", ("Ann Berg",))
    assert (deal.activity[0].with_, deal.waivers[0].rule) == (("Ann Berg",), "kdm-only")


def test_the_place_of_a_single_value_that_stands_for_a_list() -> None:
    text = HEAD + "buying_team: {name: Ann Berg, roles: bos}\n"
    assert problems(text)[0].startswith("6:38 invalid-deal: 'bos' is not known here")


@pytest.mark.parametrize("name", sorted(VOCABULARIES))
def test_words_are_read_loosely(name: str) -> None:
    vocabulary = VOCABULARIES[name]
    for word in vocabulary.words:
        for loose in (
            word,
            word.upper(),
            word.title(),
            word.replace("_", " "),
            word.replace("_", "-"),
            f" {word} ",
        ):
            assert vocabulary.read(loose) == word
    assert vocabulary.read("nothing of the kind") is None


@pytest.mark.parametrize(("alias", "role"), sorted(ROLE_ALIASES.items()))
def test_role_aliases(alias: str, role: str) -> None:
    written = alias.replace("_", " ").title()
    assert deal_of(f"buying_team: [{{name: Ann Berg, roles: [{written}]}}]\n").buying_team[0].roles == (role,)


def test_the_aliases_that_the_format_promises() -> None:
    promised = {
        "decision_maker": ["KDM", "economic decision maker"],
        "purchaser": ["procurement", "Economic Buyer", "budget-holder"],
        "end_user": ["user", "business user"],
        "evaluator": ["technical buyer"],
        "gatekeeper": ["legal", "security", "compliance"],
        "outsider": ["consultant", "partner", "agency"],
    }
    for role, aliases in promised.items():
        assert {VOCABULARIES["role"].read(alias) for alias in aliases} == {role}


def test_numbers_and_dates_in_texts_stay_as_written() -> None:
    deal = deal_of("crm: {id: 0065}\nneed: {problem: 2026-11-21, if_not: 1_000.50}\ncompetitors: [3, 0x1F]\n")
    assert deal.crm is not None
    assert deal.need is not None
    assert (deal.crm.id, deal.need.problem, deal.need.if_not) == ("0065", "2026-11-21", "1_000.50")
    assert deal.competitors == ("3", "0x1F")


@pytest.mark.parametrize("null", ["", "~", "null", "Null", "NULL", "!!null x"])
def test_null_means_unknown(null: str) -> None:
    assert repr(deal_of(f"amount: {null}\nneed: {null}\nbuying_team: {null}\ncustom: {null}\n")) == repr(
        deal_of("")
    )


def test_anchors_aliases_and_merge_keys() -> None:
    deal = deal_of(
        "our_team: &ours [Sam Okafor]\n"
        "buying_team:\n"
        "  - &base {name: Ann Berg, stance: supporter, influence: 4}\n"
        "  - {<<: *base, name: Bo Carver}\n"
        "  - {stance: neutral, name: Cleo Dunn, <<: [{influence: 1}, *base]}\n"
        "next_steps: [{what: Call, with: *ours}]\n"
    )
    rows = [(member.name, member.stance, member.influence) for member in deal.buying_team]
    assert rows == [("Ann Berg", "supporter", 4), ("Bo Carver", "supporter", 4), ("Cleo Dunn", "neutral", 1)]
    assert deal.next_steps[0].with_ == ("Sam Okafor",)


def test_an_own_key_without_value_hides_a_merged_one() -> None:
    deal = deal_of(
        "buying_team:\n  - &a {name: Ann Berg, influence: 4}\n  - {<<: *a, name: Bo Carver, influence: }\n"
    )
    assert deal.buying_team[1].influence is None


def test_a_quoted_merge_key_is_a_key() -> None:
    assert problems(HEAD + '"<<": {amount: 3}\n')[0].startswith("6:1 invalid-deal: unknown key '<<'")


def test_byte_order_mark_line_ends_and_document_marks() -> None:
    plain = repr(read(HEAD + "need: {problem: Scrap}\n").deal)
    for text in ("\ufeff{}", "---\n{}", "{}...\n", "# a comment\n{}"):
        assert repr(read(text.replace("{}", HEAD + "need: {problem: Scrap}\n")).deal) == plain
    for end in ("\r\n", "\r"):
        assert repr(read((HEAD + "need: {problem: Scrap}\n").replace("\n", end)).deal) == plain
    assert repr(read(HEAD + "need: {problem:\tScrap}\t# why\n").deal) == plain


CONTROLS = "\x01\x07\x08\x0b\x0c\x1b\x1f\x7f\x80\x9b\u202e\u2066\ufffe"


def test_control_characters_are_kept() -> None:
    for style in ("{}", '"{}"', "'{}'"):
        deal = deal_of(f"need: {{problem: {style.format('a' + CONTROLS + 'b')}}}\n")
        assert deal.need is not None
        assert deal.need.problem == "a" + CONTROLS + "b"


def test_block_texts() -> None:
    deal = deal_of("need:\n  problem: |\n    one\n    two\n  if_not: >-\n    three\n    four\n")
    assert deal.need is not None
    assert (deal.need.problem, deal.need.if_not) == ("one\ntwo", "three four")
