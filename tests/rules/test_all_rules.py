"""What holds for every rule: its name, its examples, its words, its place in the catalogue."""

import re
from collections import Counter
from datetime import date

import pytest
from trial import ROOT, library

from dealcoach.model.finding import GROUP_POINTS, GROUPS, SEVERITIES
from dealcoach.review.rule_tests import run_examples
from dealcoach.rules.examples import Example, all_examples
from dealcoach.rules.rule import Rule

EXAMPLES = list(all_examples())
RULES = [rule.id for rule in library().rules]
BY_PROGRAM = [rule.id for rule in library().rules if rule.data["checked_by"]]
CATALOGUE = {
    "process": """no-next-step high 15, waiting-on-customer high 12, one-sided-plan medium 6, check-in-step low 2,
        content-push low 2, vague-step low 2, undated-step medium 3, overdue-step medium 4, gone-dark high 10,
        stale-deal medium 5, no-need-by-date medium 4, no-consequence medium 4, no-customer-plan medium 5,
        decision-date-missed high 8, customer-plan-slipping medium 3, close-date-past high 10,
        close-date-pushed high 8, close-date-unanchored low 3, stalled-in-stage medium 4,
        no-meeting-ahead medium 5""",
    "people": """kdm-only high 12, no-end-user-support high 12, end-users-not-met medium 5, single-threaded high 8,
        no-ally high 8, no-path-to-decision-maker high 8, unsupported-decision-maker high 8,
        implied-sponsorship medium 3, no-business-case medium 4, uncovered-role medium 3, stall-tactics medium 4,
        lingering-no-decision high 8, outnumbered high 6""",
    "relationships": """price-only high 7, develop-key-contact medium 4, neglected-nurture medium 3,
        unused-introducer low 2, friends-without-power medium 3, ignored-watch-group low 1""",
    "resistance": """resistant-purchaser high 8, resistant-end-user high 10, resistant-problem-owner high 10,
        resistant-decision-maker high 12, resistant-outsider high 6, resistant-insider high 6,
        resistant-faction high 10, hidden-resistance medium 5, opposition-unexplored low 2""",
    "files": """invalid-yaml high 0, invalid-deal high 0, unreadable-file high 0, misspelled-name low 0,
        unknown-rule-in-waiver high 0, expired-waiver medium 0, unused-waiver low 0, endless-waiver low 0,
        crashed-rule high 0""",
}
EACH = """check-in-step content-push vague-step undated-step overdue-step customer-plan-slipping implied-sponsorship
    uncovered-role stall-tactics develop-key-contact neglected-nurture resistant-purchaser resistant-end-user
    resistant-problem-owner resistant-decision-maker resistant-outsider resistant-insider resistant-faction
    hidden-resistance""".split()
NEVER_AN_EXAMPLE = {"unreadable-file", "crashed-rule"}
"""No text of a file can show these."""


def rule_of(rule_id: str) -> Rule:
    return library().by_id[rule_id]


def catalogue() -> dict[str, tuple[str, str, int]]:
    rows = ((group, row.split()) for group, listed in CATALOGUE.items() for row in listed.split(","))
    return {words[0]: (group, words[1], int(words[2])) for group, words in rows}


def test_every_rule_of_the_catalogue_is_there() -> None:
    assert set(catalogue()) <= set(RULES)


@pytest.mark.parametrize("rule_id", sorted(catalogue()))
def test_a_rule_is_as_the_catalogue_says(rule_id: str) -> None:
    rule = rule_of(rule_id)
    assert (rule.group, rule.severity, rule.points) == catalogue()[rule_id]
    assert bool(rule.data["each"]) == (rule_id in EACH)


def test_ids_are_unique() -> None:
    assert [name for name, count in Counter(RULES).items() if count > 1] == []


@pytest.mark.parametrize("rule_id", RULES)
def test_a_rule_carries_all_it_should(rule_id: str) -> None:
    rule = rule_of(rule_id)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule_id)
    assert rule.group in GROUPS
    assert rule.severity in SEVERITIES
    assert (rule.points > 0) == (rule.group in GROUP_POINTS)
    assert rule.points <= GROUP_POINTS.get(rule.group, 0)
    assert max(points for _, points in rule.levels) == rule.points
    texts = rule.data
    said = [
        texts["title"],
        texts["why"],
        *(row["text"] for key in ("message", "ask", "do") for row in texts[key]),
    ]
    assert all(len(text.strip()) > 8 for text in said)
    assert texts["ask"]
    assert texts["do"]
    assert texts["source"]["title"]
    assert texts["source"]["author"]
    assert any(row["if"] is None for row in texts["message"])
    assert rule_id in BY_PROGRAM or any(row["if"] is None for row in texts["at"])


@pytest.mark.parametrize("rule_id", RULES)
def test_a_rule_has_examples_of_each_answer(rule_id: str) -> None:
    rule = rule_of(rule_id)
    answers = {example.answer for example in EXAMPLES if example.rule == rule_id}
    needed = {"flagged", "clear"} - ({"flagged", "clear"} if rule_id in NEVER_AN_EXAMPLE else set())
    if rule.data["unknown_if"] or rule.data["all_unknown_if"]:
        needed.add("unknown")
    assert needed <= answers


@pytest.mark.parametrize("rule_id", RULES)
def test_a_rule_is_in_the_documentation(rule_id: str) -> None:
    pages = [path for path in (ROOT / "docs" / "rules.md", ROOT / "docs" / "rules") if path.exists()]
    if not pages:
        pytest.skip("the page about rules is not written yet")
    texts = [
        page.read_text(encoding="utf-8")
        for row in pages
        for page in (row.rglob("*.md") if row.is_dir() else [row])
    ]
    assert any(f"`{rule_id}`" in text or f"# {rule_id}" in text for text in texts)


def example_name(example: Example) -> str:
    return f"{example.rule}-{example.answer}-{example.name}"


@pytest.mark.parametrize("example", EXAMPLES, ids=example_name)
def test_an_example_holds(example: Example) -> None:
    (result,) = run_examples([example], library())
    assert result.wrong == ()


def test_the_names_of_examples_are_unique() -> None:
    names = Counter((example.rule, example.name) for example in EXAMPLES)
    assert [name for name, count in names.items() if count > 1] == []


def test_examples_are_not_copies_of_each_other() -> None:
    deals = Counter((example.rule, example.source(), tuple(example.versions())) for example in EXAMPLES)
    assert [deal[0] for deal, count in deals.items() if count > 1] == []


def test_no_text_is_told_twice() -> None:
    whys = Counter(rule_of(rule_id).data["why"] for rule_id in RULES)
    assert [text for text, count in whys.items() if count > 1] == []


@pytest.mark.parametrize("rule_id", [rule_id for rule_id in RULES if rule_id not in BY_PROGRAM])
def test_a_rule_says_something_in_every_example(rule_id: str) -> None:
    from trial import plain_settings, reviewed

    for example in EXAMPLES:
        if example.rule != rule_id or example.answer != "flagged" or example.text or example.past:
            continue
        review = reviewed(example.source(), plain_settings())
        for finding in review.findings:
            if finding.rule == rule_id:
                assert finding.message and finding.why and finding.source
                assert finding.ask and finding.do, f"{example.name}: no question or no play is left"
                told = " ".join((finding.message, *finding.ask, *finding.do))
                assert not re.search(r"\{|\}|\bNone\b|nobody's|\[\]|  ", told)


def test_examples_are_reviewed_on_one_day() -> None:
    from dealcoach.rules.examples import EXAMPLE_DAY

    assert date(2026, 11, 21) == EXAMPLE_DAY
