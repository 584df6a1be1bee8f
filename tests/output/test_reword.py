"""What rules said of a deal, said again with roles: nothing of the deal's own words may slip through."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
import yaml
from test_redact import every_output
from trial import generator, library, reviewed, sample_paths

from dealcoach.model.review import Report, Review
from dealcoach.output.redact import redact
from dealcoach.output.reword import reworded
from dealcoach.review.results import brief
from dealcoach.review.summing import Totals
from dealcoach.rules.templates import Template

NAMES = {
    "Ana Ruiz": "Decision maker 1",
    "Bo Ek": "End user 1",
    "Cy and Sons": "Account 1",
    "Dunn Inc.": "Account 2",
    '"Call Ana"': "Step 2",
}


def again(template: str, said: str) -> str | None:
    return reworded(said, [Template("Other {deal.account}."), Template(template)], NAMES)


@pytest.mark.parametrize(
    ("template", "said", "expected"),
    [
        ("Ask {member.name} why.", "Ask Ana Ruiz why.", "Ask Decision maker 1 why."),
        ("{member.name}: what now?", "Bo Ek: what now?", "End user 1: what now?"),
        ("See {team.names}", "See Ana Ruiz and Bo Ek", "See Decision maker 1 and End user 1"),
        ("Write to {deal.account}.", "Write to Cy and Sons.", "Write to Account 1."),
        ("{step.what|quote} is late.", '"Call Ana" is late.', "Step 2 is late."),
        ("Go to {team.allies|first|or:anybody}.", "Go to anybody.", "Go to anybody."),
        ("{contact.silence|ago}, {need.by|date}", "9 days ago, 21 Nov", "9 days ago, 21 Nov"),
        ("{contact.silence|ago}", "1,204 days ago", "1,204 days ago"),
        ("{deal.pushes|count:time} now", "3 times now", "3 times now"),
        ("A{team.allies|rest|phrase: with _}.", "A with Bo Ek.", "A with End user 1."),
        ("A{team.allies|rest|phrase: with _}.", "A.", "A."),
        ("{team.allies|first|phrase:Who is _?|or:Who else?}", "Who is Bo Ek?", "Who is End user 1?"),
        ("{team.allies|first|phrase:Who is _?|or:Who else?}", "Who else?", "Who else?"),
        ("From {member.fell_from}", "From champion", "From champion"),
        ("It is with {deal.account}.", "It is with Dunn Inc.", "It is with Account 2."),
        ("Nothing of a deal.", "Nothing of a deal.", "Nothing of a deal."),
    ],
)
def test_names_become_roles_and_harmless_facts_stay(template: str, said: str, expected: str) -> None:
    assert again(template, said) == expected


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("Ask {member.name} why.", "Ask Eve why."),
        ("Ask {member.name} why.", "Ask Ana Ruiz and Eve why."),
        ("Ask {member.name} why.", "Ask Ana Ruiz why. And more"),
        ("Why {member.concern|quote}?", 'Why "She fears for her job"?'),
        ("{member.name}{team.allies|rest}", "Ana RuizBo Ek"),
        ("In {deal.custom.region}.", "In 12."),
        ("A{team.allies|rest|phrase: with _}.", "A with Eve."),
        ("{deal.pushes|count:time} now", "3 dogs now"),
        ("Known.", "Not a text of this rule."),
    ],
)
def test_what_is_not_known_to_be_harmless_is_not_said(template: str, said: str) -> None:
    assert again(template, said) is None


@cache
def texts() -> list[str]:
    generated = [generator().deal_text(number, lines=60 + number % 4 * 40) for number in range(60)]
    return generated + [path.read_text(encoding="utf-8") for path in sample_paths()]


def report_of(review: Review) -> Report:
    totals = Totals()
    totals.add(brief(review))
    return Report("2026-11-21", "0", (review,), (), totals.summary())


def secrets(text: str) -> Iterator[str]:
    """The names and the texts that stand in a deal."""
    deal = yaml.safe_load(text)
    yield from (deal["account"], deal["owner"], deal["deal"])
    for member in deal.get("buying_team", ()):
        yield member["name"]
        yield from (member[key] for key in ("concern", "benefit", "faction") if key in member)
    for step in (*deal.get("next_steps", ()), *(deal.get("customer_plan") or {}).get("steps", ())):
        yield step["what"]
    yield from (value for value in (deal.get("need") or {}).values() if isinstance(value, str))
    yield from (row["note"] for row in deal.get("activity", ()) if "note" in row)


@pytest.mark.parametrize("number", range(len(texts())))
def test_no_name_and_no_text_of_a_deal_is_left_in_what_rules_said(number: int) -> None:
    text = texts()[number]
    redacted = redact(report_of(reviewed(text)), texts=library().texts_by_id())
    shown = every_output(redacted)
    assert not [secret for secret in secrets(text) if secret in shown]


def test_nearly_all_advice_can_be_said_with_roles() -> None:
    said = kept = 0
    for text in texts():
        review = reviewed(text)
        hidden = redact(report_of(review), texts=library().texts_by_id()).deals[0]
        for before, after in zip(review.findings, hidden.findings, strict=True):
            said += len(before.ask) + len(before.do)
            kept += len(after.ask) + len(after.do)
            assert after.why == before.why
    assert kept > 0.9 * said
