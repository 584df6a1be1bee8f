"""SARIF: valid by the official schema, stable fingerprints, paths as URIs, rules with their help."""

import json
import re
from functools import cache
from urllib.parse import unquote

import pytest
from jsonschema import Draft7Validator
from lint_samples import HOSTILE, RULES, hostile, item, ordinary, rendered, report, sarif_schema

from dealcoach.model.lint import RuleInfo, Suppressed


@cache
def validator():
    return Draft7Validator(sarif_schema(), format_checker=Draft7Validator.FORMAT_CHECKER)


def run_of(what, rules=RULES):
    log = json.loads(rendered("sarif", what, rules))
    assert [error.message for error in validator().iter_errors(log)] == []
    (run,) = log["runs"]
    return run


def results_of(*items):
    return run_of(report(items))["results"]


@pytest.mark.parametrize("sample", [ordinary, hostile, lambda: report([])])
def test_valid_by_the_official_schema(sample):
    run_of(sample())


def test_the_schema_does_refuse():
    log = json.loads(rendered("sarif", ordinary()))
    log["runs"][0]["results"][0]["level"] = "high"
    log["runs"][0]["results"][1]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    assert len(list(validator().iter_errors(log))) == 2


def test_results_are_there_even_when_empty():
    assert run_of(report([]))["results"] == []


def test_the_driver_says_what_it_is():
    run = run_of(ordinary())
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("dealcoach", "0.1.0")
    assert driver["informationUri"].startswith("https://")
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["invocations"] == [{"executionSuccessful": True}]
    assert "%SRCROOT%" in run["originalUriBaseIds"]


def test_a_crashed_rule_is_no_success():
    run = run_of(report([item(rule="crashed-rule", group="files")]))
    assert run["invocations"] == [{"executionSuccessful": False}]


def test_every_rule_carries_its_help():
    rules = {rule["id"]: rule for rule in run_of(report([]))["tool"]["driver"]["rules"]}
    assert list(rules) == sorted(RULES)
    gone_dark = rules["gone-dark"]
    assert gone_dark["defaultConfiguration"] == {"level": "error"}
    assert gone_dark["helpUri"] == "https://example.com/rules#gone-dark"
    assert gone_dark["properties"]["tags"] == ["sales", "process"]
    for part in (*RULES["gone-dark"].ask, RULES["gone-dark"].why, RULES["gone-dark"].source):
        assert part in gone_dark["help"]["text"]
    assert "## Ask\n\n- Who else" in gone_dark["help"]["markdown"]
    assert "helpUri" not in rules["undated-step"]


@pytest.mark.parametrize(("severity", "level"), [("high", "error"), ("medium", "warning"), ("low", "note")])
def test_levels(severity, level):
    assert results_of(item(severity=severity))[0]["level"] == level


def test_an_index_points_at_its_rule():
    run = run_of(ordinary())
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_a_rule_that_nobody_described_has_no_index():
    (result,) = results_of(item(rule="my-own-rule"))
    assert result["ruleId"] == "my-own-rule"
    assert "ruleIndex" not in result


def test_a_rules_own_markdown_stays_text():
    rule = RuleInfo("x", "process", "low", "A <b> | *c*", why="See [here](http://x)", do=("# no\nheading",))
    (described,) = run_of(report([]), {"x": rule})["tool"]["driver"]["rules"]
    assert described["help"]["markdown"] == (
        "# x\n\nA \\<b\\> \\| \\*c\\*\n\nSee \\[here\\](http://x)\n\n## Do\n\n- \\# no heading"
    )


@pytest.mark.parametrize(
    ("file", "location"),
    [
        ("deals/a.yaml", {"uri": "deals/a.yaml", "uriBaseId": "%SRCROOT%"}),
        ("./a b#c?.yaml", {"uri": "a%20b%23c%3F.yaml", "uriBaseId": "%SRCROOT%"}),
        ("../x/100%.yaml", {"uri": "../x/100%25.yaml", "uriBaseId": "%SRCROOT%"}),
        ("C:x.yaml", {"uri": "C%3Ax.yaml", "uriBaseId": "%SRCROOT%"}),
        ("caf\udce9.yaml", {"uri": "caf%E9.yaml", "uriBaseId": "%SRCROOT%"}),
        ("lone \ud800.yaml", {"uri": "lone%20%5Cud800.yaml", "uriBaseId": "%SRCROOT%"}),
        ("/srv/deals/é.yaml", {"uri": "file:///srv/deals/%C3%A9.yaml"}),
    ],
)
def test_paths_are_uris(file, location):
    (result,) = results_of(item(file=file))
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == location


def test_places_count_from_one():
    (result,) = results_of(item(line=1, column=1))
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 1, "startColumn": 1}


def test_a_link_in_a_name_is_no_link():
    (result,) = results_of(item(message="Ask [Ines](https://evil.example) [1]"))
    assert result["message"]["text"] == r"Ask \[Ines](https://evil.example) \[1]"
    assert results_of(item(message="roles [1] of 2"))[0]["message"]["text"] == "roles [1] of 2"


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.isprintable() and "](" not in text])
def test_hostile_text_arrives_unharmed(text):
    (result,) = results_of(item(message=text, file=f"deals/{text}", path=text))
    place = result["locations"][0]
    assert result["message"]["text"] == text
    assert unquote(place["physicalLocation"]["artifactLocation"]["uri"]) == f"deals/{text}"
    assert place["logicalLocations"] == [{"fullyQualifiedName": text}]


class TestFingerprints:
    def prints(self, *items):
        found = [result["partialFingerprints"] for result in results_of(*items)]
        assert all(list(each) == ["dealcoachFinding/v1"] for each in found)
        return [each["dealcoachFinding/v1"] for each in found]

    def test_lines_columns_and_messages_do_not_count(self):
        moved = item(line=99, column=7, message="No answer for 24 days", path="activity[7]", severity="low")
        assert self.prints(item()) == self.prints(moved)

    @pytest.mark.parametrize("change", [{"file": "b.yaml"}, {"rule": "undated-step"}, {"subject": "Ines"}])
    def test_file_rule_and_subject_count(self, change):
        first, second = self.prints(item(), item(**change))
        assert first != second

    def test_equals_are_told_apart_by_their_ordinal(self):
        found = self.prints(item(line=1), item(line=2), item(line=3))
        assert len(set(found)) == 3
        assert found == self.prints(item(line=10), item(line=20), item(line=30))

    def test_parts_do_not_run_into_each_other(self):
        found = self.prints(item(file="ab", rule="c"), item(file="a", rule="bc"), item(file="abc", rule=""))
        assert len(set(found)) == 3

    def test_the_format_of_a_fingerprint(self):
        assert all(re.fullmatch("[0-9a-f]{32}", each) for each in self.prints(*ordinary().items))


def test_what_is_held_back_is_suppressed():
    held = (
        Suppressed(item(subject="a"), 'Their "fiscal" year moved'),
        Suppressed(item(subject="b"), "", kind="baseline"),
    )
    first, second, third = run_of(report([item()], suppressed=held))["results"]
    assert "suppressions" not in first
    assert second["suppressions"] == [
        {"kind": "inSource", "status": "accepted", "justification": 'Their "fiscal" year moved'}
    ]
    assert third["suppressions"][0]["kind"] == "external"
