"""The label "Ask" is said once, in every output."""

from __future__ import annotations

import re

import pytest
from review_samples import AS_OF, NORTHWIND, REPORT, only, replace

from dealcoach.model.asking import ask_words, beside_ask, under_ask
from dealcoach.model.review import Review
from dealcoach.output.board import board
from dealcoach.output.card import card
from dealcoach.output.csv_format import csv_text
from dealcoach.output.html.page import page
from dealcoach.output.markdown import markdown
from dealcoach.output.rep_page import rep_markdown, rep_text

THEIRS = "Ask them: who has it on the desk now?"
TORSTEN = "Ask Torsten Vogt: what would you change?"
DOUBLED = re.compile(r"\bAsk\b(</b>|<ul>|<li>|[:\s|])*Ask\b")


def asking() -> Review:
    first = replace(NORTHWIND.findings[0], rule="no-next-step", ask=(THEIRS, TORSTEN))
    rules = tuple(
        replace(first, rule=rule) for rule in ("no-next-step", "waiting-on-customer", "one-sided-plan")
    )
    return replace(NORTHWIND, findings=rules, next_steps=(), customer_plan=())


def test_a_question_that_begins_with_the_word_does_not_say_it_again() -> None:
    assert ask_words(THEIRS) == THEIRS
    assert ask_words("Who decides?") == "Ask: Who decides?"
    assert beside_ask(THEIRS) == "them: who has it on the desk now?"
    assert beside_ask("Asked twice?") == "Asked twice?"
    assert under_ask([TORSTEN, THEIRS, "Why?"]) == [
        "Torsten Vogt: what would you change?",
        "Them: who has it on the desk now?",
        "Why?",
    ]
    assert under_ask([]) == []


def texts() -> dict[str, str]:
    one, many = only(asking()), replace(REPORT, deals=(asking(), *REPORT.deals[1:]))
    return {
        "card": card(asking(), as_of=AS_OF, width=80, color=False),
        "board": board(many, width=80, color=False),
        "wide board": board(many, width=160, color=False),
        "markdown": markdown(one),
        "markdown of many": markdown(many),
        "page": page(one),
        "csv": csv_text(one),
        "rep": rep_text("Dana", one, None, width=80, color=False),
        "rep markdown": rep_markdown("Dana", one, None),
    }


@pytest.mark.parametrize("name", texts())
def test_no_output_says_it_twice(name: str) -> None:
    text = texts()[name]
    assert "who has it on the desk now?" in " ".join(text.split())
    assert DOUBLED.search(text) is None


def test_the_sense_stays() -> None:
    shown = " ".join(texts()["card"].split())
    assert "Ask them: who has it on the desk now? Torsten Vogt: what would you change?" in shown
    assert "Nothing of theirs moves the decision yet. Ask them: who has it" in shown
    assert "- Ask them: who has it" in texts()["markdown"]
