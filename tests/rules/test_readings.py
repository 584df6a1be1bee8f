"""The readings of next steps: the corpus, what turns a reading, hostile texts and broken cue data."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dealcoach.rules.readings import Readings
from dealcoach.rules.readings_cues import Node

ROOT = Path(__file__).parents[2]
READINGS = ("active", "waiting", "check_in", "content_push", "gone_dark", "vague")
LEAST_ACCURACY = 0.97
NO_ACTIONS = ("If ", "Do not ", "They ", "You ", "We ", "It ", "Nobody ", "Somebody", "The ", "A ", "{")
"""How a play begins that is a condition, a warning or a fact, and nothing to do."""


def load_data() -> dict[str, Any]:
    data = yaml.safe_load((ROOT / "rules" / "readings.yaml").read_text(encoding="utf-8"))
    assert isinstance(data, dict)
    return data


def corpus() -> list[tuple[str, str]]:
    lines = (ROOT / "tests" / "data" / "next_steps.tsv").read_text(encoding="utf-8").splitlines()
    return [(reading, text) for reading, _, text in (line.partition("\t") for line in lines)]


@pytest.fixture(scope="module")
def readings() -> Readings:
    return Readings.from_mapping(load_data())


def test_corpus_is_large_and_holds_every_reading() -> None:
    lines = corpus()
    assert len(lines) >= 1500
    assert len({text for _, text in lines}) == len(lines)
    for reading in READINGS:
        assert sum(label == reading for label, _ in lines) >= 60


def test_corpus_is_read_right(readings: Readings) -> None:
    lines = corpus()
    wrong = [(label, readings.read(text), text) for label, text in lines if readings.read(text) != label]
    assert len(wrong) <= (1 - LEAST_ACCURACY) * len(lines), wrong


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("Waiting for legal", "waiting"),
        ("No longer waiting for legal, calling their counsel at 3", "active"),
        ("Waiting for legal; meanwhile run the pilot workshop with Ana on Tuesday", "active"),
        ("Waiting for Ana to review and sign", "waiting"),
        ("Waiting for data so we can size the pilot", "waiting"),
        ("Workshop with users, then wait for their decision", "active"),
        ("Review the waiting list figures with the clinic", "active"),
        ("Don't wait, just check in", "check_in"),
        ("Customer to send data by Friday so we can size", "active"),
        ("Nora to discuss with her boss", "waiting"),
        ("Nora reviews the model Thursday, Sam joins to answer questions", "active"),
        ("Paperwork is out", "waiting"),
        ("Not signed yet", "waiting"),
        ("Follow up", "check_in"),
        ("f/u w/ Ana", "check_in"),
        ("Follow up to see where they are", "check_in"),
        ("Follow up to check status", "check_in"),
        ("Follow up to agree the scope with Ana", "active"),
        ("Follow-up workshop with the nurses to fix the scope", "active"),
        ("Call Ana", "check_in"),
        ("Call Ana to agree the rollout dates", "active"),
        ("Call with Ana", "active"),
        ("Catch-up call with Ana", "check_in"),
        ("Call Ana if no reply by Friday", "check_in"),
        ("Send brochure so they have something", "content_push"),
        ("Send deck", "content_push"),
        ("Send the deck the CFO asked for", "active"),
        ("Send redlined contract", "active"),
        ("Sent brochure", "content_push"),
        ("Sent quote", "waiting"),
        ("Sent quote, no reply, will try again", "gone_dark"),
        ("Called, VM, will call again", "gone_dark"),
        ("No reply from Paul, so Ines introduces us to his deputy on Monday", "active"),
        ("Site visit with Ana, no reply to the invite", "gone_dark"),
        ("Test the voicemail routing with their service desk", "active"),
        ("28 Nov", "vague"),
        ("Call Ana about clause 7", "active"),
        ("Call Ana about the quote", "check_in"),
        ("f/u w/ legal re: clause 7 liability cap", "active"),
        ("f/u w/ legal re: contract", "check_in"),
        ("Check in with Ana on the two open pilot issues", "active"),
        ("Check in with Ana on Monday", "check_in"),
        ("Ping Ana - re the night shift", "active"),
        ("Ask Ana for an update on the night shift", "check_in"),
        ("Call Karl to hear what he fears", "active"),
        ("Call Karl to hear what he thinks", "check_in"),
        ("Call Karl to ask how they schedule the shifts", "active"),
        ("Call Karl to ask how it went", "check_in"),
        ("Check with finance whether a lease works", "active"),
        ("Check with finance whether they have decided", "check_in"),
        ("Board votes on capex", "active"),
        ("Board votes in March", "waiting"),
        ("Legal reviews redlines by 12/4", "active"),
        ("Legal reviewing redlines", "waiting"),
        ("Finance to confirm budget code", "waiting"),
        ("Finance to confirm budget code so we can invoice", "active"),
        ("Customer to return signed NDA by Fri", "active"),
        ("We will review the contract with Ana", "active"),
        ("They will review the contract", "waiting"),
        ("Meet Karl without an offer in hand", "active"),
        ("Confirm scope", "active"),
        ("Confirm", "vague"),
        ("They're crunching the numbers", "waiting"),
        ("They crunch the numbers, we meet on Monday to size the pilot", "active"),
        ("Send some bumf", "content_push"),
        ("Send Karl the three dates for the plant trial", "active"),
        ("They have replied, workshop on Monday", "active"),
        ("next week", "vague"),
    ],
)
def test_what_turns_a_reading(readings: Readings, text: str, reading: str) -> None:
    assert readings.read(text) == reading


def opening(play: str) -> str:
    """Returns what a rep would write down of a play: its first sentence, the next too when that is short."""
    filled = re.sub(r"\{[^}|]*\|date\}", "2026-12-04", re.sub(r"\{[^}]*\|quote\}", '"overtime"', play))
    sentences = re.split(r"(?<=[.:!?])\s+", re.sub(r"\{[^}]*\}", "Rolf Ade", filled))
    return " ".join(sentences[: 1 if len(sentences[0].split()) > 5 else 2])


def plays() -> list[str]:
    """Returns the openings of the built-in rules' plays that tell the reader to do something."""
    packs = [
        yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "rules").glob("*.yaml"))
    ]
    rules = [rule for pack in packs if pack.get("group") != "files" for rule in pack.get("rules", [])]
    told = [play if isinstance(play, str) else play["text"] for rule in rules for play in rule["do"]]
    return sorted({opening(play) for play in told if not play.startswith(NO_ACTIONS)})


@pytest.mark.parametrize("play", plays())
def test_a_play_of_the_rules_typed_back_is_a_step(readings: Readings, play: str) -> None:
    assert readings.read(play) == "active"


@pytest.mark.parametrize(
    ("slip", "reading"),
    [
        ("waitng for thier answer", "waiting"),
        ("awaitting budget", "waiting"),
        ("Folow up", "check_in"),
        ("tuch base", "check_in"),
        ("send brochre", "content_push"),
        ("Send catalouge", "content_push"),
        ("no respnse since May", "gone_dark"),
        ("left voicemial", "gone_dark"),
        ("can\u2019t reach Paul", "gone_dark"),
        ("Quote sent \u2014 no reply", "gone_dark"),
        ("FOLLOW\u2011UP", "check_in"),
        ("ｗａｉｔｉｎｇ for feedback", "waiting"),
    ],
)
def test_slips_and_marks_are_forgiven(readings: Readings, slip: str, reading: str) -> None:
    assert readings.read(slip) == reading


def test_a_real_word_is_not_taken_for_a_slip(readings: Readings) -> None:
    assert readings.read("Wording of clause 4 with Ana") == "active"
    assert readings.read("Spending review of two plants with Ana") == "active"


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("Warten auf Freigabe", "waiting"),
        ("Nachfassen", "check_in"),
        ("Keine Rückmeldung", "gone_dark"),
        ("Unterlagen schicken", "content_push"),
        ("En attente du budget", "waiting"),
        ("Relancer le client", "check_in"),
        ("Pas de réponse", "gone_dark"),
        ("Attendre la réponse de M. Roux", "waiting"),
        ("山田部長に導入計画を説明して質問に答える", "active"),
        ("和采购部李经理开会讨论合同条款", "active"),
        ("山田太郎", "vague"),
    ],
)
def test_other_languages_stand_in_the_same_file(readings: Readings, text: str, reading: str) -> None:
    assert readings.read(text) == reading


@pytest.mark.parametrize(
    "text",
    ["Ask Carl to introduce us properly to Dora", "Intro call with CFO via Ana", "Get us in front of the COO",
     "Introduce our implementation lead to the project manager", "Ask Ana for an introduction to the CFO",
     "Ana puts us in touch with the plant manager", "Peter to open the door to the board"],
)  # fmt: skip
def test_an_introduction_is_heard(readings: Readings, text: str) -> None:
    assert readings.speaks_of("introduction", text)


@pytest.mark.parametrize(
    "text", ["introduce the new pricing", "Call Ana", "", "Introduce a second shift", "Open the data room"]
)
def test_no_introduction_is_imagined(readings: Readings, text: str) -> None:
    assert not readings.speaks_of("introduction", text)


def test_an_unknown_topic_is_a_key_error(readings: Readings) -> None:
    with pytest.raises(KeyError):
        readings.speaks_of("weather", "Call Ana")


@pytest.mark.parametrize(
    "text", ["", "  ", "TBD", "tbc.", "n/a", "N.A.", "x", "XXX", "?", "-", "\u2013", "...", "\u2026",
             "unknown", "none yet", "not sure", "to be defined", "idk", "None", "TBD / n/a", "0"]
)  # fmt: skip
def test_a_placeholder_says_nothing(readings: Readings, text: str) -> None:
    assert readings.placeholder(text)
    assert readings.read(text) == "vague"


@pytest.mark.parametrize(
    "text", ["Both plants run unsupported", "Fine of 2%", "Audit fails", "They lose the grant"]
)
def test_a_fact_is_no_placeholder(readings: Readings, text: str) -> None:
    assert not readings.placeholder(text)


STEP_LIKE = st.lists(
    st.sampled_from(
        [
            *(
                "call",
                "Ana",
                "waiting",
                "for",
                "legal",
                "no reply",
                "send",
                "brochure",
                "to agree",
                "the scope",
            ),
            *("and", "then", ";", ",", "-", "if", "not", "voicemail", "f/u", "w/", "they", "will review"),
            *("follow-up workshop", "on Tuesday", "'", "(", ")", "...", "\u2013", "stra\u00dfe", "\u0130"),
        ]
    ),
    max_size=12,
).map(" ".join)


@given(st.one_of(st.text(), STEP_LIKE))
@settings(max_examples=300, deadline=None)
def test_any_text_has_one_of_the_readings(text: str) -> None:
    assert SHARED.read(text) in READINGS
    assert isinstance(SHARED.placeholder(text), bool)
    assert isinstance(SHARED.speaks_of("introduction", text), bool)


@given(STEP_LIKE, st.sampled_from(["", ".", "!", "...", " ", ";", "!!"]))
@settings(max_examples=300, deadline=None)
def test_case_and_closing_marks_do_not_change_a_reading(text: str, marks: str) -> None:
    reading = SHARED.read(text)
    assert SHARED.read(text.upper() + marks) == reading
    assert SHARED.read(text.lower() + marks) == reading


def test_case_and_closing_marks_do_not_change_the_corpus(readings: Readings) -> None:
    for _, text in corpus():
        assert readings.read(text.upper() + ".") == readings.read(text), text


class CountingDict(dict[str, Any]):
    """A dictionary that counts how often it is asked."""

    asked = 0

    def __contains__(self, key: object) -> bool:
        CountingDict.asked += 1
        return super().__contains__(key)


def watch(node: Node) -> None:
    """Puts a counting dictionary into a node and all that were laid out after it."""
    if node.after is not None:
        for after in node.after.values():
            watch(after)
        node.after = CountingDict(node.after)


def steps(text: str) -> int:
    """Returns how many branches of the cue tree one reading asks for."""
    readings = Readings.from_mapping(load_data())
    readings.read(text)
    for node in readings._data.cues.values():
        if node is not None:
            watch(node)
    CountingDict.asked = 0
    readings.read(text)
    return CountingDict.asked


@pytest.mark.parametrize(
    "unit",
    [
        "send ",
        "to get a ",
        "no reply to ",
        "not ",
        "send their client ",
        "ask for the ",
        "w/",
        "a-",
        "waitng. ",
    ],
)
def test_the_work_grows_with_the_text_and_no_faster(unit: str) -> None:
    assert steps(unit * 1000) <= 11 * steps(unit * 100)


def test_ten_thousand_letters_of_anything_are_read(readings: Readings) -> None:
    for text in (
        "x" * 10_000,
        "-" * 10_000,
        "\u0130" * 10_000,
        "wait" * 2_500,
        "no " * 3_333,
        "\U0001f600" * 5_000,
    ):
        assert readings.read(text) in READINGS


def test_broken_data_names_every_problem_at_once() -> None:
    data = load_data()
    data["extra"] = 1
    data["words"] = {**data["words"], False: "zero"}
    data["cues"] = {
        "wating": "x",
        "waiting": "* late\n<nobody_wrote> it\n[maybe]\na b c d e f g h i j\nbad[ one",
        "active": 3,
    }
    del data["topics"]
    with pytest.raises(ValueError) as caught:
        Readings.from_mapping(data)
    message = str(caught.value)
    expected = [
        "unknown key 'extra'",
        "missing key 'topics'",
        "put quotes",
        "cues.wating",
        "'* late'",
        "no class <nobody_wrote>",
        "nothing that must be there",
        "over 9 elements",
        "'bad['",
        "cues.active",
    ]
    for part in expected:
        assert part in message


def test_a_cue_of_a_new_language_is_only_data() -> None:
    data = load_data()
    before = Readings.from_mapping(data).read("Czekamy na podpis dyrektora")
    data["cues"]["waiting"] = {**data["cues"]["waiting"], "pl": "czekamy\n"}
    assert before != "waiting"
    assert Readings.from_mapping(data).read("Czekamy na podpis dyrektora") == "waiting"


SHARED = Readings.from_mapping(load_data())
