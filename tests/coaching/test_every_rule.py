"""Every built-in rule: its own examples are coached, and every form it asks with can be answered."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from dealcoach.coaching import findings, gaps
from dealcoach.coaching.answers import read_answer
from dealcoach.coaching.building import Form
from dealcoach.coaching.editing import apply
from dealcoach.coaching.forms import Kind, Part
from dealcoach.coaching.looking import Seen, look
from dealcoach.coaching.questions import next_question, questions
from dealcoach.coaching.untouched import comments
from dealcoach.rules.examples import Example, all_examples

from .samples import AS_OF, NAME, settings

ANSWERS = {
    Kind.TEXT: "Run the rollout workshop to agree the plan",
    Kind.DAY_AHEAD: "in 2 weeks",
    Kind.DAY_BACK: "yesterday",
    Kind.DONE_OR_DAY: "done yesterday",
    Kind.CHOICES: "1",
    Kind.AMOUNT: "5000",
}


@cache
def examples() -> dict[str, list[Example]]:
    found: dict[str, list[Example]] = {}
    for example in all_examples():
        found.setdefault(example.rule, []).append(example)
    return found


def rules() -> list[str]:
    return sorted(settings().library.by_id)


def commented(example: Example) -> bytes:
    """The example with a comment above every key of the top level."""
    lines = example.source().splitlines()
    rows = (f"# about {line.split(':')[0]}\n{line}" if line[:1].isalpha() else line for line in lines)
    return ("\n".join(rows) + "\n").encode()


def looks(rule: str, answer: str) -> Iterator[Seen]:
    for example in examples().get(rule, []):
        if example.answer != answer or example.text is not None:
            continue
        versions = [(day, author, text.encode()) for day, author, text in example.versions()]
        found = look(NAME, commented(example), settings(), versions=versions)
        if isinstance(found, Seen):
            yield found


def answered(part: Part) -> object:
    if part.choices and part.kind is Kind.TEXT:
        return read_answer(part, "1", AS_OF)
    if part.kind is Kind.CHOICE:
        return part.choices[-1].value if part.choices else "Somebody New"
    line = ANSWERS[part.kind]
    return read_answer(part, line, AS_OF)


def write(seen: Seen, form: Form, *, least: bool = False) -> Seen:
    """The deal after all parts of the form were answered, or with ``least`` only those that must be."""
    wanted = [part for place, part in enumerate(form.parts) if not least or place == 0 or part.needed]
    given = {part.key: answered(part) for part in wanted}
    data = apply(seen.data, form.changes(given))
    after = look(NAME, data, settings())
    assert isinstance(after, Seen), after
    assert comments(data.decode()) == comments(seen.data.decode())
    return after


def test_every_rule_has_its_entry() -> None:
    assert sorted(findings.FORMS) == rules()


@pytest.mark.parametrize("rule", rules())
def test_a_finding_can_be_answered(rule: str) -> None:
    for seen in looks(rule, "flagged"):
        for finding in seen.review.findings:
            if finding.rule != rule:
                continue
            form = findings.form_for(seen, finding)
            if form is None:
                assert findings.FORMS[rule].__name__ == "nothing"
                assert finding.do or finding.ask
                continue
            assert form.parts
            for least in (False, True):
                after = write(seen, form, least=least)
                assert after.data != seen.data or form.key == ("stage",)


@pytest.mark.parametrize("rule", rules())
def test_what_is_unknown_can_be_answered(rule: str) -> None:
    for seen in looks(rule, "unknown"):
        forms = list(gaps.forms_for(seen, rule))
        assert forms, f"{rule} is unknown and nothing is asked:\n{seen.data.decode()}"
        for form in forms:
            assert write(seen, form).data != seen.data
            assert write(seen, form, least=True).data != seen.data


@pytest.mark.parametrize("rule", rules())
def test_asking_on_ends_what_is_unknown(rule: str) -> None:
    """A rule that could not answer can, once everything that is asked for it was answered."""
    for seen in looks(rule, "unknown"):
        now, settled = seen, set[tuple[str, ...]]()
        for _ in range(60):
            form = next((f for f in gaps.forms_for(now, rule) if f.key not in settled), None)
            if form is None or rule not in {row.rule for row in now.review.unknowns}:
                break
            settled.add(form.key)
            now = write(now, form)
        assert rule not in {row.rule for row in now.review.unknowns}, now.data.decode()


def test_no_question_comes_twice_and_the_weightiest_comes_first() -> None:
    for rule in rules():
        for answer in ("flagged", "unknown"):
            for seen in looks(rule, answer):
                found = list(questions(seen))
                assert len({question.key for question in found}) == len(found)
                first = next_question(seen)
                if first is not None:
                    assert first.worth == max(question.worth for question in found)


@pytest.mark.parametrize(
    ("about_al", "about_bo", "suggested"),
    [
        ("", "", "Ask Bo Ek to introduce us to Al Orr"),
        (", last_contact: 2026-11-20", "", "Ask Bo Ek to vouch for us with Al Orr"),
        ("", ", introduced_by: Al Orr", "Ask Bo Ek to vouch for us with Al Orr"),
        ("", ", stance: resistant", None),
    ],
)
def test_who_is_proposed_as_a_helper_can_help(about_al: str, about_bo: str, suggested: str | None) -> None:
    text = f"""\
deal: Press line
account: Harrow Castings
owner: Rita Rep
stage: proposal
close_date: 2027-01-20
buying_team:
  - {{name: Al Orr, influence: 5, relationship: 2{about_al}}}
  - {{name: Bo Ek, influence: 2, relationship: 4{about_bo}}}
"""
    seen = look(NAME, text.encode(), settings())
    assert isinstance(seen, Seen)
    for rule in ("unused-introducer", "friends-without-power"):
        finding = next(found for found in seen.review.findings if found.rule == rule)
        form = findings.FORMS[rule](seen, finding)
        offered = [choice.value for choice in form.parts[0].choices]
        assert offered == ([suggested] if suggested and rule == "unused-introducer" else [])
        assert form.parts[-1].default == ("Bo Ek" if suggested else None)
