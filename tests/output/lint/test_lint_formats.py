"""Lint's formats: golden files, the shape that each reader expects, and hostile text in all of them."""

import gc
import json
import subprocess
import sys

import pytest
from lint_samples import GOLDEN, HOSTILE, RULES, hostile, item, ordinary, rendered, report

from dealcoach.model.lint import LintFile, LintItem, LintRun
from dealcoach.output.lint_formats import FORMATS
from dealcoach.output.lint_markdown import PLACES

NAMES = ["github", "gitlab", "json", "junit", "markdown", "sarif", "text"]


def test_the_formats_by_name():
    assert sorted(FORMATS) == NAMES
    assert "yaml" not in FORMATS
    with pytest.raises(KeyError):
        FORMATS["yaml"]


def test_a_format_is_imported_when_it_is_asked_for():
    code = (
        "import sys; from dealcoach.output.lint_formats import FORMATS; list(FORMATS); "
        "print(any(name.startswith('dealcoach.output.lint_j') for name in sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"


@pytest.mark.parametrize("name", NAMES)
def test_golden(name):
    assert rendered(name, ordinary()) == (GOLDEN / f"ordinary.{name}").read_bytes().decode()


@pytest.mark.parametrize("name", NAMES)
def test_golden_hostile(name):
    assert rendered(name, hostile()) == (GOLDEN / f"hostile.{name}").read_bytes().decode()


@pytest.mark.parametrize("name", NAMES)
def test_every_output_is_valid_utf8_and_moves_no_cursor(name):
    output = rendered(name, hostile()).encode().decode()
    control = set(
        map(chr, [*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, 0x202E, 0x202C, 0x2066, 0x2069])
    )
    assert control & set(output) <= {"\n", "\t"}


@pytest.mark.parametrize("name", NAMES)
def test_the_same_report_gives_the_same_bytes(name):
    assert rendered(name, hostile()) == rendered(name, hostile())


EMPTY = {
    "github": "",
    "gitlab": "[]\n",
    "markdown": "## Deal review\n\n0 findings in 3 files, as of 2026-11-21.\n",
    "text": "",
}


@pytest.mark.parametrize("name", EMPTY)
def test_nothing_to_say(name):
    assert rendered(name, report([])) == EMPTY[name]


def test_json_has_exactly_the_promised_keys():
    document = json.loads(rendered("json", ordinary()))
    assert list(document) == ["format", "as_of", "version", "items", "summary"]
    assert document["format"] == "dealcoach.lint/1"
    keys = ["file", "line", "column", "rule", "group", "severity", "message", "path", "subject"]
    assert all(list(entry) == keys for entry in document["items"])
    assert document["summary"] == {
        "files": 3,
        "by_severity": {"high": 2, "medium": 2, "low": 1},
        "waived": 1,
        "baselined": 0,
    }


def test_json_of_nothing():
    document = json.loads(rendered("json", report([])))
    assert document["items"] == []
    assert document["summary"]["by_severity"] == {"high": 0, "medium": 0, "low": 0}


@pytest.mark.parametrize("name", NAMES)
def test_no_format_holds_on_to_what_it_was_told(name):
    writer = FORMATS[name](LintRun("2026-11-21", "0.1.0", RULES))
    writer.head()
    gc.collect()
    before = sum(isinstance(row, LintItem) for row in gc.get_objects())
    for number in range(100):
        items = tuple(item(file=f"deals/{number:04}.yaml", line=line) for line in range(1, 30))
        writer.file(LintFile(items[0].file, items))
    del items
    gc.collect()
    assert sum(isinstance(row, LintItem) for row in gc.get_objects()) - before <= PLACES


@pytest.mark.parametrize("text", HOSTILE)
def test_json_keeps_hostile_text_to_the_letter(text):
    found = json.loads(rendered("json", report([item(message=text, subject=text, file=text)])))["items"][0]
    assert (found["message"], found["subject"], found["file"]) == (text, text, text)


def test_a_file_name_that_is_not_utf8_is_escaped():
    name = "deals/caf\udce9.yaml"
    assert (
        json.loads(rendered("json", report([item(file=name)])))["items"][0]["file"] == r"deals/caf\xe9.yaml"
    )
    assert (
        json.loads(rendered("gitlab", report([item(file=name)])))[0]["location"]["path"]
        == r"deals/caf\xe9.yaml"
    )
    assert rendered("text", report([item(file=name)])).startswith("deals/caf\\xe9.yaml:12:3: ")
