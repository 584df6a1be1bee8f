"""Deal files that cannot be read: every problem at once, each with its place and what would be right."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from trial import COMPLETE, HEAD, problems, read

ROWS: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("errors.yaml").read_text(encoding="utf-8")
)


def text_of(row: dict[str, Any]) -> str:
    return str(row["text"]).replace("HEAD\n", HEAD)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["about"])
def test_every_problem_with_its_place(row: dict[str, Any]) -> None:
    assert problems(text_of(row)) == row["problems"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["about"])
def test_the_line_is_shown(row: dict[str, Any]) -> None:
    for text in (text_of(row), text_of(row).replace("\n", "\r"), text_of(row).replace("\n", "\r\n")):
        lines = text_of(row).split("\n")
        for problem in read(text).problems:
            assert problem.source == lines[problem.line - 1]
            assert problem.line == 1 or problem.source.strip(), "a place that the file does not have"


def test_the_description_of_the_format_is_a_deal() -> None:
    assert problems(COMPLETE) == []


ODD = {
    "UTF-16": (HEAD.encode("utf-16"), "1:1 invalid-yaml: this file is UTF-16; save it as UTF-8"),
    "Latin-1": (
        HEAD.encode() + b"need: {problem: caf\xe9}\n",
        "6:20 invalid-yaml: byte 0xe9 is not UTF-8; save the file as UTF-8",
    ),
    "a byte order mark before broken bytes": (
        b"\xef\xbb\xbf" + HEAD.encode() + b"need: \xff\n",
        "6:7 invalid-yaml: byte 0xff is not UTF-8; save the file as UTF-8",
    ),
    "NUL": (
        HEAD.encode() + b"crm: {id: a\0b}\n",
        "6:12 invalid-yaml: a NUL byte; this does not look like a text file",
    ),
    "a tab before a key": (
        HEAD.encode() + b"need:\n\tproblem: x\n",
        "7:1 invalid-yaml: a character that cannot start a value here; indent with spaces, and quote texts",
    ),
    "over 1 MiB": (
        b"deal: " + b"x" * (1 << 20),
        "1:1 unreadable-file: this file is too large; a deal file has at most 1,048,576 bytes",
    ),
}


@pytest.mark.parametrize(("data", "problem"), ODD.values(), ids=ODD)
def test_odd_bytes(data: bytes, problem: str) -> None:
    assert problems(data) == [problem]


def test_a_file_of_exactly_one_mebibyte_is_read() -> None:
    head = HEAD.encode()
    assert problems(head + b"#" + b"x" * ((1 << 20) - len(head) - 2) + b"\n") == []


@pytest.mark.parametrize(
    ("key", "item", "most", "named"),
    [
        ("buying_team", "{{name: P{}}}", 200, "members of the buying team"),
        ("next_steps", "{{what: Step {}}}", 500, "next steps"),
        ("activity", "{{date: 2026-01-01, note: n{}}}", 1000, "activities"),
        ("waivers", "{{rule: r{}, reason: x}}", 100, "waivers"),
    ],
)
def test_the_most_of_a_list(key: str, item: str, most: int, named: str) -> None:
    items = [f"  - {item.format(number)}\n" for number in range(most + 1)]
    assert problems(HEAD + f"{key}:\n" + "".join(items[:most])) == []
    said = f"7:3 invalid-deal: {most + 1:,} {named} in one deal; {most:,} are the most"
    assert problems(HEAD + f"{key}:\n" + "".join(items)) == [said]


def test_the_longest_text() -> None:
    assert problems(HEAD + f"need: {{problem: {'x' * 10_000}}}\n") == []
    said = "6:17 invalid-deal: this text has 10,001 characters; 10,000 are the most"
    assert problems(HEAD + f"need: {{problem: {'x' * 10_001}}}\n") == [said]


def test_after_a_hundred_problems_the_rest_is_counted() -> None:
    found = problems(HEAD + "".join(f"k{number}: 1\n" for number in range(101)))
    assert len(found) == 101
    assert found[99].startswith("105:1 invalid-deal: unknown key 'k99'")
    assert found[100] == "105:1 invalid-deal: and 1 more"
    assert len(problems(HEAD + "".join(f"k{number}: 1\n" for number in range(100)))) == 100


def test_a_shown_line_is_cut() -> None:
    shown = read(HEAD + "amonut: " + "9" * 300 + "\n").problems[0].source
    assert len(shown) == 200
    assert shown.endswith("9…")


def test_a_stage_that_the_configuration_does_not_list() -> None:
    assert problems(HEAD, ("Discovery", "Proposals", "Close")) == [
        "4:8 invalid-deal: the stage 'proposal' is not listed in dealcoach.yaml; "
        "did you mean Proposals? stages: Discovery, Proposals, Close"
    ]
    assert problems(HEAD.replace("proposal", "Pro-Posal"), ("pro posal",)) == []


@pytest.mark.parametrize(
    ("break_", "line"), [("\u2028", 7), ("\u2029", 7), ("\x85", 7), ("\x0b", 7), ("\x0c", 7), ("\r\n  ", 8)]
)
def test_lines_are_counted_as_editors_count_them(break_: str, line: int) -> None:
    text = HEAD + f'need: {{problem: "one{break_}two"}}\namonut: 3\n'
    assert problems(text) == [f"{line}:1 invalid-deal: unknown key 'amonut'; did you mean amount?"]


def test_columns_count_characters() -> None:
    text = HEAD + 'need: {problem: "Größe 😀 \x1b[0m \u202e", by: soon}\n'
    assert problems(text)[0].startswith(f"6:{text.splitlines()[5].index('soon') + 1} invalid-deal: 'soon'")
