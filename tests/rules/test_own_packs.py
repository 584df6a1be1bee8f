"""A user's own rules: as good as built-in ones, and refused with every error when they are broken."""

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml
from trial import HEAD, dumped, library, reviewed, settings_of

from dealcoach.review.rule_tests import run_examples
from dealcoach.rules.examples import all_examples
from dealcoach.rules.library import load
from dealcoach.rules.pack import PackError, check_pack

RULE: dict[str, Any] = {
    "id": "region-missing",
    "severity": "medium",
    "points": 7,
    "flag_if": "!has(deal.custom.region)",
    "at": "custom",
    "title": "No region is given",
    "message": "{deal.account} has no region.",
    "why": "Nobody knows who delivers.",
    "ask": "Which region is it in?",
    "do": "Write the region under custom.",
    "examples": {
        "flagged": [{"name": "Nothing", "deal": {"amount": 1}, "at": "custom", "points": 7}],
        "clear": [{"name": "A region", "deal": {"custom": {"region": "EMEA"}}}],
    },
}
PACK: dict[str, Any] = {
    "pack": "ours",
    "group": "process",
    "source": {"title": "Our handbook", "author": "Ilse"},
    "base": yaml.safe_load(HEAD),
    "rules": [RULE],
}


def changed(**keys: Any) -> dict[str, Any]:
    """The pack with keys of its one rule changed; None removes a key."""
    pack = copy.deepcopy(PACK)
    rule = {**pack["rules"][0], **keys}
    pack["rules"] = [{key: value for key, value in rule.items() if value is not None}]
    return pack


def said(pack: dict[str, Any] | str, taken: dict[str, str] | None = None) -> list[str]:
    text = pack if isinstance(pack, str) else dumped(pack)
    try:
        check_pack("ours.yaml", text.encode(), taken or {})
    except PackError as error:
        return [f"{row.line}:{row.column} {row.message}" for row in error.problems]
    return []


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "ours.yaml"
    path.write_text(dumped(PACK), encoding="utf-8")
    return path


def test_an_own_rule_costs_points_and_can_be_waived(own: Path) -> None:
    settings = settings_of("select: [region-missing, files]\n", packs=[own])
    (finding,) = reviewed(HEAD, settings).findings
    assert (finding.rule, finding.points, finding.line, finding.path) == ("region-missing", 7, 1, "custom")
    assert (finding.source, finding.message) == ("Our handbook, Ilse", "Harrow Castings has no region.")
    assert reviewed(HEAD, settings).score == 93
    waived = HEAD + "waivers: {rule: region-missing, reason: agreed, until: 2026-12-31}\n"
    assert reviewed(waived, settings).score == 100
    assert reviewed(HEAD + "custom: {region: EMEA}\n", settings).score == 100
    off = settings_of("rules: {region-missing: {off: true}}\nselect: region-missing\n", packs=[own])
    assert reviewed(HEAD, off).score == 100


def test_an_own_rule_takes_its_examples_along(own: Path) -> None:
    examples = [row for row in all_examples([own]) if row.rule == "region-missing"]
    assert [row.answer for row in examples] == ["flagged", "clear"]
    assert [result.wrong for result in run_examples(examples, load([own]))] == [(), ()]


@pytest.mark.parametrize(
    ("example", "wrong"),
    [
        ({"deal": {"custom": {"region": "EMEA"}}}, "the rule answers clear, not flagged"),
        ({"deal": {}, "at": "need"}, "it points at custom, not need"),
        ({"deal": {}, "points": 5}, "it is worth 7, not 5"),
        ({"deal": {}, "severity": "low"}, "it is medium, not low"),
        ({"deal": {}, "says": "nothing"}, "it says 'Harrow Castings has no region.', without 'nothing'"),
        ({"deal": {}, "count": 2}, "1 findings, not 2"),
        ({"deal": {"stage": None}}, "the example cannot be read: 1: stage: is missing"),
    ],
)
def test_a_wrong_example_is_told(tmp_path: Path, example: dict[str, Any], wrong: str) -> None:
    pack = changed()
    pack["rules"][0]["examples"]["flagged"] = [{"name": "x", **example}]
    path = tmp_path / "ours.yaml"
    path.write_text(dumped(pack), encoding="utf-8")
    first = next(row for row in all_examples([path]) if row.rule == "region-missing")
    (result,) = run_examples([first], load([path]))
    assert [text[: len(wrong)] for text in result.wrong] == [wrong]


def test_a_good_pack_is_good() -> None:
    assert said(PACK) == []


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"id": "Region Missing"}, "an id is kebab-case, such as no-next-step"),
        ({"group": "peple"}, "write one of: 'process', 'people', 'relationships', 'resistance' or 'files'"),
        ({"severity": "urgent"}, "write one of: 'high', 'medium' or 'low'"),
        ({"points": 101}, "input should be less than or equal to 100"),
        ({"points": -1}, "input should be greater than or equal to 0"),
        ({"do": None}, "do: is missing"),
        ({"why": None}, "why: is missing"),
        ({"flag_if": None}, "flag_if: is missing; a rule needs the condition that flags it"),
        ({"at": None}, "at: is missing; where does the finding point?"),
        ({"each": "persons"}, "write one of: 'members', 'steps', 'plan_steps', 'factions' or 'roles'"),
        ({"needs": ["team"]}, "there is no requirement 'team' in this pack"),
        ({"flg_if": "true"}, "unknown key 'flg_if'; did you mean flag_if?"),
        ({"checked_by": "program"}, "only rules of the group files are checked by the program"),
        ({"at": "custom..region"}, "'custom..region' is not a place in a deal"),
        ({"message": "{deal.acount}"}, "deal has no fact 'acount'; did you mean account?"),
        ({"message": "{member.name}"}, "there is no fact 'member' here"),
        ({"message": "{deal.account|frist}"}, "unknown filter frist in {deal.account|frist}"),
        ({"message": "{"}, "a lone { in a text"),
        ({"subject": "{del.name}"}, "there is no fact 'del' here; did you mean deal?"),
        ({"unknown_if": "deal.amount == null"}, "question: is missing"),
        ({"all_unknown_if": "deal.amount == null", "question": "Q?"}, "all_unknown_if goes with each"),
        ({"levels": [{"if": "true", "severity": "low", "points": 1}]}, "the last level has no condition"),
        ({"flag_if": "deal.amuont > 3.0"}, "flag_if: no deal has the fact 'amuont' there; did you mean amount?"),
        ({"flag_if": "dael.amount > 3.0"}, "flag_if: "),
        ({"flag_if": "deal.owner"}, "flag_if: a condition is true or false"),
        ({"flag_if": "deal.owner > 3"}, "flag_if: "),
        ({"flag_if": "deal.owner =="}, "flag_if: "),
        ({"examples": {"flagged": [{"name": "x", "deal": {}}]}}, "an example that is clear is missing"),
        ({"examples": {}}, "an example that is flagged is missing"),
        ({"examples": {"flagged": [{"name": "x"}], "clear": [{"name": "y", "deal": {}}]}}, "deal: is missing"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_rule(keys: dict[str, Any], message: str) -> None:
    found = said(changed(**keys))
    assert [row for row in found if row.split(" ", 1)[1].startswith(message)], found


def test_a_misspelt_fact_has_its_place_in_the_expression() -> None:
    text = dumped(changed(flag_if="deal.stage == 'x' && deal.amuont > 3.0"))
    line = next(number for number, row in enumerate(text.splitlines(), 1) if "amuont" in row)
    column = text.splitlines()[line - 1].index("amuont") + 1
    (found,) = said(text)
    assert found.startswith(f"{line}:{column} flag_if: no deal has the fact 'amuont'")


def test_all_errors_of_a_pack_come_at_once() -> None:
    pack = changed(flag_if="deal.amuont > 3.0", at="a..b", message="{deal.acount}", examples={})
    pack["rules"].append({**RULE, "id": "another-one", "why": "x", "subject": "{odd}"})
    pack["requirements"] = {"team": {"known_if": "team.sise > 0", "question": "Who is {who}?"}}
    assert len(said(pack)) == 8


def test_a_taken_id_is_refused() -> None:
    assert said(changed(id="gone-dark"), {"gone-dark": "rules/process.yaml"})[0].endswith(
        "the id gone-dark is already taken, in rules/process.yaml"
    )
    twice = changed()
    twice["rules"].append(copy.deepcopy(RULE))
    assert said(twice)[0].endswith("the id region-missing is already taken, in this file")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "1:1 this file is empty"),
        ("- a\n", "1:1 this file holds no mapping"),
        ("pack: [\n", "2:1 a quote or bracket is never closed"),
        ("pack: x\nrules: []\npack: y\n", "3:1 the key 'pack' stands twice; keep one of the two"),
        ("rules: []\nrulse: []\n", "1:1 pack: is missing"),
    ],
)
def test_a_file_that_is_no_pack(text: str, message: str) -> None:
    assert said(text)[0].startswith(message)


def test_a_rule_that_crashes_is_a_finding_and_no_clean_bill(tmp_path: Path) -> None:
    pack = changed(
        id="fragile-one",
        flag_if="has(deal.custom.seats) && deal.custom.seats > 10",
        examples={
            "flagged": [{"name": "Many", "deal": {"custom": {"seats": 11}}}],
            "clear": [{"name": "Few", "deal": {"custom": {"seats": 1}}}],
        },
    )
    path = tmp_path / "ours.yaml"
    path.write_text(dumped(pack), encoding="utf-8")
    settings = settings_of("", packs=[path])
    text = HEAD + "custom: {seats: a dozen}\n"
    review = reviewed(text, settings)
    crashed = [row for row in review.findings if row.rule == "crashed-rule"]
    assert [(row.subject, row.severity, row.points, row.line) for row in crashed] == [
        ("fragile-one", "high", 0, 1)
    ]
    others = [row for row in review.findings if row.rule != "crashed-rule"]
    assert [row.rule for row in others] == [row.rule for row in reviewed(text).findings]
    waived = text + "waivers: {rule: crashed-rule, reason: no, until: 2026-12-31}\n"
    assert "crashed-rule" in {row.rule for row in reviewed(waived, settings).findings}


def test_the_built_in_packs_enjoy_no_privilege(tmp_path: Path) -> None:
    """A built-in rule under another id in a pack of one's own says the same."""
    from dealcoach.rules.library import built_in

    pack = yaml.safe_load((built_in() / "relationships.yaml").read_text(encoding="utf-8"))
    for rule in pack["rules"]:
        rule["id"] += "-too"
        rule.pop("one_of", None)
    path = tmp_path / "copy.yaml"
    path.write_text(dumped(pack), encoding="utf-8")
    settings = settings_of("", packs=[path])
    for example in all_examples():
        if example.rule in library().by_id and library().by_id[example.rule].group == "relationships":
            review = reviewed(example.source(), settings)
            own = [row for row in review.findings if row.rule.endswith("-too")]
            theirs = {row.rule: row.message for row in review.findings}
            assert all(row.message == theirs[row.rule.removesuffix("-too")] for row in own)
            unknown = {row.rule for row in review.unknowns}
            assert {row.removesuffix("-too") for row in unknown if row.endswith("-too")} <= unknown
