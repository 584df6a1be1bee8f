"""Everything that the program has is in the documentation: commands, rules, keys, words, formats."""

from __future__ import annotations

import dataclasses
import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from dealcoach import __version__
from dealcoach.cli.exits import Exit
from dealcoach.model import config, deal
from dealcoach.model.finding import GROUP_POINTS
from dealcoach.model.review import BANDS, Review
from dealcoach.model.words import VOCABULARIES
from dealcoach.output.lint_formats import FORMATS
from dealcoach.output.review_formats import NAMES
from dealcoach.review.batch import review_bytes
from dealcoach.rules.declared import COLLECTIONS, MESSAGES, VARIABLES
from dealcoach.rules.library import load
from dealcoach.rules.pack_model import PackModel, RuleModel
from dealcoach.rules.templates import FILTERS
from tests.docs.doc_blocks import ROOT, Sandbox, blocks
from tests.docs.doc_commands import every_command
from tests.docs.doc_tables import settings_of


def _page(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


README = _page("README.md")
FORMAT = _page("docs/deal-file.md")
SETTINGS = _page("docs/configuration.md")
WRITING = _page("docs/writing-rules.md")
OUTPUTS = _page("docs/outputs.md")


def _missing(names: set[str], text: str) -> set[str]:
    return {name for name in names if f"`{name}" not in text}


def test_every_command_and_option_is_listed() -> None:
    index = _page("docs/index.md")
    commands = list(every_command())
    options = {option for _, command in commands for row in command.params for option in row.opts}
    named = {option for option in options if option.startswith("--")} - {"--help"}
    assert _missing({f"dealcoach {name}" for name, _ in commands} | named, index) == set()


def test_every_rule_has_its_place_and_nothing_else_has() -> None:
    page = _page("docs/rules.md")
    ids = [rule.id for rule in load(()).rules]
    assert sorted(re.findall(r"^### (\S+)$", page, re.MULTILINE)) == sorted(ids)
    for rule in load(()).rules:
        (section,) = re.findall(rf"^### {rule.id}\n(.*?)(?=^##|\Z)", page, re.DOTALL | re.MULTILINE)
        for part in ("*It says*", "*Why it matters*", "*Ask*", "*Do*", "*Unknown while*", "Source: "):
            assert part in section, (rule.id, part)


def test_every_key_of_a_deal_is_documented_and_the_whole_deal_uses_them_all() -> None:
    (whole,) = [block for block in blocks(FORMAT) if block.notes.get("file") == "dispatch.yaml"]
    values = yaml.safe_load(whole.text)
    keys = {item.name for item in dataclasses.fields(deal.Deal)}
    assert _missing(keys, FORMAT) == set()
    assert keys - set(values) == {"closed_on"}
    used = {key for member in values["buying_team"] for key in member}
    assert {item.name for item in dataclasses.fields(deal.Member)} == used
    found = review_bytes("dispatch.yaml", whole.text.encode(), settings_of(ROOT / "deals"))
    assert isinstance(found, Review), found
    assert [row.rule for row in found.findings if row.group == "files"] == []


@pytest.mark.parametrize("name", VOCABULARIES)
def test_every_word_is_documented(name: str) -> None:
    vocabulary = VOCABULARIES[name]
    text = SETTINGS if name in ("severity", "fail_on") else FORMAT
    assert _missing(set(vocabulary.words), text) == set()
    assert all(alias.replace("_", " ") in text for alias in vocabulary.aliases)


def test_the_examples_of_readings_read_as_the_page_says() -> None:
    readings = load(()).readings
    rows = re.findall(r"^\| `(\w+)` \| [^|]* \| ([^|]*) \|$", FORMAT, re.MULTILINE)
    told = {reading: re.findall("`([^`]+)`", examples) for reading, examples in rows}
    told = {name: texts for name, texts in told.items() if name in _readings()}
    assert set(told) == _readings()
    assert {text: readings.read(text) for texts in told.values() for text in texts} == {
        text: reading for reading, texts in told.items() for text in texts
    }
    (turned,) = re.findall(r"changes the reading: (.*?) are active", FORMAT, re.DOTALL)
    assert {readings.read(" ".join(text.split())) for text in re.findall("`([^`]+)`", turned)} == {"active"}


def _readings() -> set[str]:
    return {"active", "waiting", "check_in", "content_push", "gone_dark", "vague"}


@pytest.mark.parametrize(
    "part", [config.Config, config.Bands, config.LimitChanges, config.Stage, config.RuleChange]
)
def test_every_setting_is_documented(part: type) -> None:
    assert _missing({item.name for item in dataclasses.fields(part)}, SETTINGS) == set()


def test_the_example_of_settings_uses_every_key_but_one() -> None:
    (example,) = [block for block in blocks(SETTINGS) if block.notes.get("file") == "deals/dealcoach.yaml"]
    keys = {item.name for item in dataclasses.fields(config.Config)}
    assert keys - set(yaml.safe_load(example.text)) == {"select"}


def test_every_key_filter_and_fact_of_a_pack_is_documented() -> None:
    keys = {row.alias or name for model in (PackModel, RuleModel) for name, row in model.model_fields.items()}
    assert _missing(keys | set(FILTERS), WRITING) == set()
    named = [*VARIABLES.items(), *((item, message) for item, message in COLLECTIONS.values())]
    facts = {f"{name}.{fact}" for name, message in named for fact in MESSAGES[message]}
    assert _missing({f"{fact}`" for fact in facts}, WRITING) == set()


def test_the_conditions_shown_are_conditions(tmp_path: Path) -> None:
    cells = re.findall(
        r"^\| (`[^|]*(?:\\\|[^|]*)*`) \| [^|]* \|$", WRITING.split("## Three")[0], re.MULTILINE
    )
    shown = [cell.strip("`") for cell in cells if "&&`" not in cell and cell.count("`") == 2]
    shown = [re.sub(r"\bmember\.name\b", "members[0].name", text.replace(r"\|", "|")) for text in shown]
    assert len(shown) == 9
    rule = yaml.safe_load(_pack_text())["rules"][0]
    rules = [{**rule, "id": f"shown-{number}", "flag_if": text} for number, text in enumerate(shown)]
    pack = {**yaml.safe_load(_pack_text()), "rules": rules}
    (tmp_path / "pack.yaml").write_text(yaml.safe_dump(pack, sort_keys=False))
    assert {f"shown-{number}" for number in range(9)} <= set(load((tmp_path / "pack.yaml",)).by_id)


def _pack_text() -> str:
    (pack,) = [block for block in blocks(WRITING) if block.notes.get("file") == "deals/house-rules.yaml"]
    return pack.text


def test_the_pack_shown_finds_what_it_is_for_in_a_folder(tmp_path: Path) -> None:
    sandbox = Sandbox(tmp_path)
    for block in blocks(WRITING)[:2]:
        sandbox.write(block)
    ran = sandbox.run("dealcoach lint deals --as-of 2026-11-21 --select security-not-involved --format text")
    assert "deals/kessler-frozen-foods-fleet.yaml" in ran.output
    assert "medium security-not-involved Nobody at Kessler" in ran.output
    assert ran.code == 0


@pytest.mark.parametrize(("names", "command"), [(NAMES, "review"), (FORMATS, "lint")])
def test_every_format_is_documented(names: list[str], command: str) -> None:
    (table,) = re.findall(r"^\| command \| format .*?\n\n", OUTPUTS, re.DOTALL | re.MULTILINE)
    (rows,) = re.findall(rf"^(\| `{command}` \|.*\n(?:\| \|.*\n)*)", table, re.MULTILINE)
    assert set(re.findall(r"^\| (?:`\w+` )?\| `(\w+)`", rows, re.MULTILINE)) == set(names)


@pytest.mark.parametrize("text", [README, OUTPUTS], ids=["README", "outputs"])
def test_the_exit_codes_are_those_of_the_program(text: str) -> None:
    (rows,) = re.findall(r"^\| (?:exit )?code \| meaning \|\n(.*?)\n\n", text, re.DOTALL | re.MULTILINE)
    assert {code.value for code in Exit} <= {
        int(code) for code in re.findall(r"^\| (\d+) \|", rows, re.MULTILINE)
    }


def test_bands_and_ceilings_are_those_of_the_program() -> None:
    bands = config.Bands()
    for number in (bands.healthy, bands.watch, bands.at_risk):
        assert re.search(rf"^\| (below )?{number}\b", README, re.MULTILINE)
    assert all(f"| {band.replace('_', ' ')}" in README for band in BANDS if band != "unknown")
    ceilings = ", ".join(f"{group} {points}" for group, points in GROUP_POINTS.items())
    assert ceilings in " ".join(README.split())


def test_the_score_of_the_example_adds_up() -> None:
    (part,) = re.findall(r"<!-- begin score -->\n(.*?)<!-- end score -->", README, re.DOTALL)
    taken = [int(points) for points in re.findall(r"\| −(\d+) \|", part)]
    sums, total = re.search(r"; 100 (.*?) = \*\*(\d+)\*\*", part).groups()  # type: ignore[union-attr]
    assert 100 - sum(taken) == 100 - sum(map(int, re.findall(r"\d+", sums))) == int(total)
    assert f">{total}<" in _page("docs/card.svg")


def test_what_the_readme_says_of_its_first_review_is_so() -> None:
    first = blocks(README)
    (file,) = [block for block in first if block.notes.get("file") == "larkspur.yaml"]
    settings = settings_of(ROOT / "rules")
    found = review_bytes("larkspur.yaml", file.text.encode(), settings)
    assert isinstance(found, Review)
    top = found.findings[0]
    assert (top.rule, f"{top.file}:{top.line}") == ("kdm-only", "larkspur.yaml:9")
    assert "`larkspur.yaml:9` is line 9" in README
    assert settings.as_of == date(2026, 11, 21)


def test_the_newest_entry_of_the_changelog_is_this_version() -> None:
    entries = re.findall(r"^## \[([^\]]+)\]", _page("CHANGELOG.md"), re.MULTILINE)
    released = [entry for entry in entries if entry != "Unreleased"]
    assert released[0] == __version__
    assert f'version = "{__version__}"' in _page("pyproject.toml")
