"""New files: every text reads back as it was, in any YAML reader."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dealcoach.importing.emit import block_item, member_pairs, render, scalar
from dealcoach.importing.records import CrmDeal, CrmMember, CrmStep

NASTY = [
    "NO",
    "on",
    "yes",
    "true",
    "null",
    "~",
    "",
    " ",
    "a: b",
    "a #b",
    "- x",
    "? y",
    "[a]",
    "{a}",
    "*a",
    "&a",
    "!a",
    "%a",
    "@a",
    "`a",
    "'a'",
    '"a"',
    "1e3",
    "0x1F",
    "1_000",
    "12:30",
    "2026-01-01",
    ".inf",
    "=",
    "<<",
    "a\nb",
    "tab\tx",
    "a\\b",
    "\u2028",
    "\u202etxt",
    "\x07",
    "\x85",
    "\ufeffx",
    "end ",
    "end:",
    "|",
    ">",
    "Größe",
    "株式会社",
    "😀",
    "=cmd()",
    "a,b",
    "D'Cruz",
    "x" * 300,
    "---",
    "...",
    "y",
    "N",
    "Off",
]


@pytest.mark.parametrize("text", NASTY)
def test_a_hard_text_reads_back(text: str) -> None:
    assert yaml.safe_load(f"k: {scalar(text)}") == {"k": text}
    assert yaml.safe_load(f"k: [{scalar(text)}, {{a: {scalar(text)}}}]") == {"k": [text, {"a": text}]}


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_reads_back(text: str) -> None:
    written = scalar(text)
    assert yaml.load(f"- {written}\n", yaml.SafeLoader) == [text]
    assert yaml.load(f"[{written}]", yaml.CSafeLoader) == [text]
    assert not any(ord(letter) < 32 for letter in written)


@pytest.mark.parametrize("word", ["NO", "on", "yes", "Off", "true", "y"])
def test_words_that_a_reader_could_take_for_a_switch_are_quoted(word: str) -> None:
    assert scalar(word) == json.dumps(word)


def test_a_text_over_the_limit_is_cut_to_it() -> None:
    assert len(yaml.safe_load(scalar("x" * 10_001))) == 10_000


@given(st.text(min_size=1), st.text(min_size=1), st.text(min_size=1))
def test_a_whole_file_reads_back(name: str, person: str, step: str) -> None:
    texts = [text.encode("utf-8", "ignore").decode() or "x" for text in (name, person, step)]
    deal = CrmDeal(
        "salesforce", texts[0], 2, texts[0], texts[1], "Dana", "Proposal", "open", close_date="2026-12-18"
    )
    deal.members = [CrmMember(texts[1], title=texts[2], roles=["end_user"])]
    deal.steps = [CrmStep(texts[2], people=[texts[1]])]
    data = yaml.safe_load(render(deal))
    assert (data["deal"], data["account"], data["crm"]["id"]) == (texts[0], texts[1], texts[0])
    assert data["buying_team"] == [{"name": texts[1], "title": texts[2], "roles": ["end_user"]}]
    assert data["next_steps"] == [{"what": texts[2], "with": [texts[1]]}]


@pytest.mark.parametrize("extra", [{}, {"influence": "5"}, {"side": "outside"}, {"relationship": "2"}])
def test_the_short_way_to_write_a_person_gives_the_same_text(extra: dict[str, str]) -> None:
    person = CrmMember(
        "A: b", "SVP, X", ["end_user"], level="staff", stance="champion", reports_to="NO", **extra
    )
    bare = CrmMember("A")
    deal = CrmDeal("hubspot", "1", 2, "a", "b", "c", "d", "open", members=[person, bare])
    lines = [block_item(member_pairs(member), "  ") for member in (person, bare)]
    assert render(deal).endswith("buying_team:\n" + "\n".join(lines) + "\n")


def test_the_first_line_is_the_modeline() -> None:
    deal = CrmDeal("hubspot", "1", 2, "a", "b", "c", "d", "open")
    assert render(deal).splitlines()[0] == "# yaml-language-server: $schema=./deal.schema.json"
