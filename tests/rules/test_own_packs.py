"""A user's own rules: as good as built-in ones, and refused with every error when they are broken."""

import copy
import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from trial import AS_OF, HEAD, dumped, library, reviewed, settings_of

from dealcoach.review.opening import Recipe, open_recipe
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


@pytest.mark.parametrize(
    ("keys", "messages"),
    [
        ({"source": {"title": "How we sell"}}, ["author: is missing"]),
        (
            {"group": "proces"},
            ["write one of: 'process', 'people', 'relationships', 'resistance' or 'files'"],
        ),
        ({"bace": {}}, ["unknown key 'bace'; did you mean base?"]),
        ({"base": []}, ["expected a mapping here: lines of key: value"]),
        ({"pack": None}, ["expected a text here"]),
        ({"needs": [["team"]]}, ["expected a text here"]),
        ({"requirements": []}, ["expected a mapping here: lines of key: value"]),
        ({"requirements": {"team": {"known_if": "true"}}}, ["question: is missing"]),
        ({"group": None}, ["group: is missing, in the rule and in the pack"]),
    ],
)
def test_an_error_in_the_head_of_a_pack_is_no_error_of_its_rules(
    keys: dict[str, Any], messages: list[str]
) -> None:
    pack = {**changed(needs=["team"]), "requirements": {"team": {"known_if": "true", "question": "Who?"}}}
    assert said(pack) == []
    assert [row.split(" ", 1)[1] for row in said({**pack, **keys})] == messages


def test_a_rule_of_the_program_in_a_group_that_cannot_be_read_is_left_alone() -> None:
    pack = {**changed(checked_by="program"), "group": "fles"}
    assert [row.split(" ", 1)[1][:12] for row in said(pack)] == ["write one of"]


def test_other_errors_of_a_pack_come_with_those_of_its_head() -> None:
    pack = {**changed(needs=["taem"], message="{deal.acount}"), "source": {"title": "How we sell"}}
    pack["requirements"] = {"team": {"known_if": "true"}, "plan": {"known_if": "no.such", "question": "Q?"}}
    told = "\n".join(said(pack))
    for message in (
        "author: is missing",
        "question: is missing",
        "no requirement 'taem'",
        "known_if: ",
        "acount",
    ):
        assert message in told
    assert len(said(pack)) == 5


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
        ("pack: [\n", "1:7 a quote or bracket is never closed"),
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


@pytest.mark.parametrize(
    ("condition", "places"),
    [
        ("deal.owner ==", ["13 the condition ends too soon: a value belongs here, such as deal.owner, 50000.0 or"]),
        ("(deal.pushes > 1", ["16 ) is missing before the end; each ( needs one"]),
        ("deal.pushes > 1)", ["15 ) closes nothing"]),
        ("deal.pushes = 1", ["12 = compares nothing; write =="]),
        ("deal.pushes <> 1", ["13 <> compares nothing; write !="]),
        ("deal.pushes > 1 and true", ["16 and is a word of other languages; write &&"]),
        ("deal.pushes > 1 OR true", ["16 OR is a word of other languages; write ||"]),
        ("not deal.amount == 1.0", ["0 not is a word of other languages; write !"]),
        ("deal.pushes > 1 & true", ["16 & is no sign of its own; write &&"]),
        ("if deal.pushes > 1", ["0 if is a word that CEL keeps for itself"]),
        ("deal.pushes > 1 ? true", ["22 : is missing before the end"]),
        ("deal.amount > 3,000.0", ["15 a number has no comma in it; write 3000.0"]),
        ("deal.amount > €3.0", ["14 € means nothing in a condition"]),
        ("deal..owner == 'x'", ["5 a name is missing after the dot"]),
        ("deal.owner in ['a' 'b']", ["19 'b' is not expected; write , between the items"]),
        ("deal.owner == 'x' 'y'", ["18 'y' is not expected here; join two conditions with && or ||"]),
        ("deal.owner == “x”", ["14 “ is no quote in a condition", "16 ” is no quote in a condition"]),
        ("deal.owner == 'abc", ["14 this text has no end on its line; close it with '"]),
        ("deal.owner == 'a\\q'", ["14 \\q means nothing in a text; write \\\\"]),
        ("deal.amount > 50000", ["12 > does not go with a decimal number and a whole number; compare an amount"]),
        ("deal.pushes > 'x'", ["12 > does not go with a whole number and a text"]),
        ("!deal.owner", ["0 ! does not go with a text; compare it first"]),
        ("deal.owner", ["0 a condition is true or false; this is a text"]),
        ("size(deal.owner, 3) > 1", ["0 size is not written like that; it is written size(members) > 2"]),
        ("deal.owner.contain('x')", ["11 contain is no function; did you mean contains?"]),
        ("has(deal)", ["4 has() asks for one fact, as in has(deal.custom.region)"]),
        ("dael.x == 1 && odd.y", ["0 there is no fact 'dael'; did you mean deal?", "15 there is no fact 'odd'"]),
        (
            "members.all(m, m.nme == 'x' || m.tilte == 'y')",
            [
                "17 no deal has the fact 'nme' there; did you mean name?",
                "33 no deal has the fact 'tilte' there; did you mean title?",
            ],
        ),
        ("9999999999999999999999 > 1", ["0 this number is too large"]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_condition_stands_in_plain_words(condition: str, places: list[str]) -> None:
    text = dumped(changed(flag_if="CONDITION")).replace("CONDITION", f"|-\n      {condition}")
    line, row = next((n, row) for n, row in enumerate(text.splitlines(), 1) if row.strip() == condition)
    found = said(text)
    for told, place in zip(found, places, strict=True):
        offset, message = place.split(" ", 1)
        assert told.startswith(f"{line}:{row.index(condition) + 1 + int(offset)} flag_if: {message}")


def test_an_empty_condition_ends_too_soon() -> None:
    found = said(changed(unknown_if=" ", question="Q?"))
    assert [row for row in found if "unknown_if: the condition ends too soon" in row]


def test_all_errors_of_one_text_are_told() -> None:
    found = said(changed(message="{deal.acount} {odd} } {deal.owner|frist|secnd} {Deal}"))
    assert [row.split(" ", 1)[1].split(";")[0] for row in found] == [
        "a lone } in a text",
        "deal has no fact 'acount'",
        "there is no fact 'odd' here",
        "unknown filter frist in {deal.owner|frist|secnd}",
        "unknown filter secnd in {deal.owner|frist|secnd}",
        "{Deal} is not a placeholder",
    ]


@pytest.mark.parametrize(
    "nested",
    [
        lambda n: "(" * n + "deal.pushes > 1" + ")" * n,
        lambda n: "(" * n + "!deal.owner.matches('zz')" + ")" * n,
        lambda n: "false ? true : " * n + "true",
        lambda n: "[1].exists(x, " * n + "true" + ")" * n,
    ],
)
def test_a_condition_either_answers_or_is_too_deep_to_be_read(nested: Any, tmp_path: Path) -> None:
    """What passes the check runs; what is refused has its place."""
    refused = 0
    for depth in range(20, 36):
        text = dumped(changed(flag_if="CONDITION")).replace("CONDITION", f"|-\n      {nested(depth)}")
        path = tmp_path / f"{depth}.yaml"
        path.write_text(text, encoding="utf-8")
        if found := said(text):
            refused += 1
            assert all("flag_if: nested too deeply" in row for row in found)
            line, column = map(int, found[0].split(" ")[0].split(":"))
            assert text.splitlines()[line - 1][column - 1] in "([?"
        else:
            review = reviewed(HEAD, settings_of("", packs=[path]))
            assert "crashed-rule" not in {row.rule for row in review.findings}
    assert 0 < refused < 16


@pytest.mark.parametrize(
    "condition",
    [
        'deal.custom.region == "EMEA"',
        'deal.custom["region"] == "EMEA"',
        'deal.custom.region.matches("E.*")',
        'deal.amount == null && deal.custom.region == "EMEA"',
    ],
)
def test_a_rule_is_unknown_where_a_deal_lacks_the_key_it_reads(condition: str, tmp_path: Path) -> None:
    pack = changed(
        flag_if=condition, message="{deal.custom.region}, {deal.custom.tier}, {deal.custom.odd|or:none}"
    )
    pack["rules"][0]["examples"] = {
        "flagged": [
            {"name": "There", "deal": {"custom": {"region": "EMEA"}}, "says": "EMEA, not known, none"}
        ],
        "clear": [{"name": "Elsewhere", "deal": {"custom": {"region": "APAC"}}}],
        "unknown": [{"name": "Nowhere", "deal": {}}],
    }
    path = tmp_path / "ours.yaml"
    path.write_text(dumped(pack), encoding="utf-8")
    examples = [row for row in all_examples([path]) if row.rule == "region-missing"]
    assert [result.wrong for result in run_examples(examples, load([path]))] == [(), (), ()]
    review = reviewed(HEAD, settings_of("select: [region-missing, files]\n", packs=[path]))
    assert [(row.rule, row.question) for row in review.unknowns] == [
        ("region-missing", "What is custom.region for this deal? The file does not say.")
    ]
    assert review.findings == ()


def test_what_is_certain_is_said_even_where_a_key_is_missing(tmp_path: Path) -> None:
    pack = changed(
        flag_if='deal.custom.region == "EMEA" || deal.amount == null',
        unknown_if="!has(deal.custom.region)",
        question="Which region?",
        examples={
            "flagged": [{"name": "No amount", "deal": {}}],
            "clear": [{"name": "Elsewhere", "deal": {"amount": 1, "custom": {"region": "APAC"}}}],
            "unknown": [{"name": "Nowhere", "deal": {"amount": 1}}],
        },
    )
    path = tmp_path / "ours.yaml"
    path.write_text(dumped(pack), encoding="utf-8")
    examples = [row for row in all_examples([path]) if row.rule == "region-missing"]
    assert [result.wrong for result in run_examples(examples, load([path]))] == [(), (), ()]


def test_a_pack_that_is_not_there_hides_no_error_of_another(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text(
        dumped(changed(subject="{odder}", message="{odd}")), encoding="utf-8"
    )
    config = tmp_path / "dealcoach.yaml"
    config.write_text("packs: [gone.yaml, broken.yaml, words.txt]\n", encoding="utf-8")
    with pytest.raises(PackError) as refused:
        open_recipe(Recipe(AS_OF, config=str(config)))
    assert [(Path(row.file).name, row.message.split(" ")[0]) for row in refused.value.problems] == [
        ("dealcoach.yaml", "there"),
        ("dealcoach.yaml", "a"),
        ("broken.yaml", "there"),
        ("broken.yaml", "there"),
    ]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a file that may not be read")
def test_a_pack_that_may_not_be_read_hides_no_error_of_another(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text(dumped(changed(why=None)), encoding="utf-8")
    (tmp_path / "closed.yaml").touch(mode=0o000)
    with pytest.raises(PackError) as refused:
        load([tmp_path / "closed.yaml", tmp_path / "broken.yaml"])
    assert [row.message.split(" ")[0] for row in refused.value.problems] == ["this", "why:"]
