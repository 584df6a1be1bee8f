"""Rules told to people: no template and no condition is left."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from dealcoach.model.config import Config
from dealcoach.output.lint_sarif_rules import descriptor
from dealcoach.output.plain_words import plain_words
from dealcoach.output.rule_text import explanation, rule_list
from dealcoach.output.terminal import width
from dealcoach.reading.config_file import ConfigFile
from dealcoach.review.example_reading import example_settings, read_on_example
from dealcoach.review.lint_items import rule_infos
from dealcoach.review.settings import build_settings
from dealcoach.rules.examples import all_examples
from dealcoach.rules.library import load
from dealcoach.rules.rule import Rule

LIBRARY = load()
SETTINGS = example_settings(LIBRARY)
EXAMPLES = list(all_examples())
RAW = re.compile(r"\{[a-z_]+(\.[a-z_]+)*(\|[^{}]*)?\}|\[when |size\(")


def explained(rule: Rule, columns: int = 80) -> str:
    examples = [example for example in EXAMPLES if example.rule == rule.id]
    flagged = next((example for example in examples if example.answer == "flagged"), None)
    said = read_on_example(flagged, LIBRARY, SETTINGS) if flagged else None
    return explanation(rule, examples, width=columns, said=said)


@pytest.mark.parametrize("rule", LIBRARY.rules, ids=lambda rule: rule.id)
def test_an_explanation_holds_no_template(rule: Rule) -> None:
    text = explained(rule).split("\nFlagged: ")[0].split("\nClear: ")[0]
    assert RAW.search(text) is None
    assert RAW.search(explanation(rule, [], width=80)) is None


def test_an_explanation_reads_as_on_the_example_and_marks_it() -> None:
    text = explained(LIBRARY.by_id["vague-step"])
    assert 'What it says, for example\n  "TBD" does not say what Priya Nair will do.\n' in text
    spaced = " ".join(text.split())
    assert "Do, for example" in text and "let finding out be the step: ask Hanne Visser what should" in spaced
    assert "Do, on other deals If you do not know yet, let finding out be the step: whom will you" in spaced
    assert spaced.count("what should come next, and when") == 2


def test_a_rule_without_a_flagged_example_is_told_without_a_deal() -> None:
    text = explained(LIBRARY.by_id["unreadable-file"])
    assert "What it sees\n" in text and "for example" not in text


def test_a_file_that_cannot_be_read_shows_its_problem() -> None:
    finding = read_on_example(
        next(row for row in EXAMPLES if row.rule == "invalid-deal" and row.answer == "flagged"), LIBRARY
    )
    assert finding is not None and finding.rule == "invalid-deal" and finding.do
    clear = next(row for row in EXAMPLES if row.rule == "vague-step" and row.answer == "clear")
    assert read_on_example(clear, LIBRARY, SETTINGS) is None


def test_sarif_help_holds_no_template() -> None:
    infos = rule_infos(build_settings(date(2026, 11, 21), LIBRARY, ConfigFile(Config())))
    for info in infos.values():
        assert RAW.search(json.dumps(descriptor(info)["help"])) is None
    help_ = descriptor(infos["resistant-purchaser"])["help"]["text"]
    assert "- Ask your contact:" not in help_ and "- Your contact: who else would fight to have this" in help_
    assert "what would make this a safe order for this person" in help_.lower()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "{member.name} is against it. {deal.account} waits.",
            "This person is against it. The account waits.",
        ),
        ("Ask {team.supporters|first|or:your contact}: why?", "Ask your contact: why?"),
        ("Which of {member.leverage} helps?", "Which of the people this person listens to helps?"),
        ("Ask {member.leverage|first}.", "Ask somebody who has their ear."),
        (
            "{team.nurture_ungraded|first|phrase:How well do we know _?}{team.nurture_undated|first|phrase:When did _ call?}",
            "How well do we know each of them? When did each of them call?",
        ),
        ("within {limits.engaged_days|days}", "within 30 days"),
        ("{own.thing_there|quote} and {{braces}}", "Own thing there and {braces}"),
        ("a lone { stays, as does {No Place}", "a lone { stays, as does {No Place}"),
        ("", ""),
    ],
)
def test_a_placeholder_becomes_words(text: str, said: str) -> None:
    assert plain_words(text) == said


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_the_list_of_rules_is_no_wider_than_the_terminal_and_whole(columns: int) -> None:
    text = rule_list([(rule, False) for rule in LIBRARY.rules], width=columns)
    limit = max(columns, 64)
    assert [line for line in text.split("\n") if width(line) > limit] == []
    spaced = " ".join(text.split())
    assert all(f"{rule.data['title']} (off)" in spaced for rule in LIBRARY.rules)
