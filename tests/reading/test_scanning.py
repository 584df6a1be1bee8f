"""The scanner of plainly written files gives what the YAML parser gives, or leaves the file to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from trial import COMPLETE, HEAD, generator, read, sample_paths

from dealcoach.reading import document
from dealcoach.reading.composing import decode
from dealcoach.reading.document import Document
from dealcoach.reading.faults import FileRefusedError
from dealcoach.reading.scanning import scan

NESTED = """\
# a comment
a: b

c:
  - d
  - e: f
    g: [h, 'i', "j"]   # another
  -   k: {l: m, n: [o, p q], r: "s, t: u"}
      v:
      - w
      - x: 15:30
y:
  z:
    empty:
"""
BASES = (
    NESTED,
    COMPLETE,
    *(path.read_text(encoding="utf-8") for path in sample_paths()),
    *(generator().deal_text(number) for number in range(0, 400, 40)),
)
PIECES = (
    *(
        ": ",
        ":",
        " ",
        "-",
        "- ",
        "#",
        " #",
        "\n",
        "\n  ",
        "\n- ",
        "\n    x: y",
        "  ",
        "[",
        "]",
        "{",
        "}",
        ",",
    ),
    *(
        "'",
        '"',
        "''",
        '""',
        "&a",
        "*a",
        "!x",
        "|",
        ">",
        "%",
        "@",
        "`",
        "~",
        "null",
        "Null",
        "=",
        "<<: ",
        "? ",
    ),
    *("\t", "\r", "\r\n", "\u2028", "\x85", "\ufeff", "é", "\U0001f600", "\u200b", "\xa0", "\x07", "\x7f"),
    *("\\", "---\n", "...\n", "{}", "[]", "{a: b}", "[a]", "true", "--", "(", "1", "a: b", "\n\n", "\n -\n"),
)
EDITS = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 10_000), st.sampled_from(PIECES), st.integers(0, 6)),
    max_size=4,
)


def changed(text: str, kind: int, place: int, piece: str, size: int) -> str:
    """A text after one edit: something put in, left out, or replaced; a line twice, or indented."""
    at = place % (len(text) + 1)
    lines = text.split("\n")
    line = place % len(lines)
    match kind:
        case 0:
            return text[:at] + piece + text[at:]
        case 1:
            return text[:at] + text[at + size :]
        case 2:
            return text[:at] + piece + text[at + size :]
        case 3:
            lines.insert((line * size) % len(lines), lines[line])
        case _:
            lines[line] = " " * size + lines[line] if place % 2 else lines[line][size:]
    return "\n".join(lines)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A few lines of a deal, changed a little."""
    lines = draw(st.sampled_from(BASES)).split("\n")
    first = draw(st.integers(0, len(lines) - 1))
    lines = lines[first : first + draw(st.integers(1, 25))]
    if draw(st.booleans()):
        margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
        lines = [line[margin:] for line in lines]
    text = "\n".join(lines) + draw(st.sampled_from(("", "\n")))
    for edit in draw(EDITS):
        text = changed(text, *edit)
    return text


def read_as(number: float, data: bytes, *, nulls: bool) -> Document:
    with mock.patch.object(document, "PARSED_FIRST", number):
        return Document(data, nulls=nulls)


def paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """All paths of a value, and some that it does not have."""
    yield path
    if isinstance(value, dict):
        rows: list[tuple[str | int, Any]] = [*value.items(), ("nobody", ""), (0, ""), (1, "")]
    elif isinstance(value, list):
        rows = [*enumerate(value), (len(value), ""), ("nobody", "")]
    elif len(path) < 8:
        rows = [] if value == "" else [(0, ""), (3, ""), ("nobody", "")]
    else:
        rows = []
    for part, inner in rows:
        yield from paths(inner, (*path, part))


def in_order(value: Any) -> Any:
    if isinstance(value, dict):
        return [(key, in_order(inner)) for key, inner in value.items()]
    return [in_order(item) for item in value] if isinstance(value, list) else value


@settings(max_examples=1_500)
@given(texts(), st.booleans())
@example(NESTED, False)
@example(NESTED, True)
@example("---\n" + NESTED, False)
@example(NESTED.replace("\n", "\r\n"), False)
@example("a:\n  - b\n    c: d\n", False)
@example("a: b\n  c: d\n", False)
@example("a: b\n  c\n", False)
@example("a:\n\n    b: c\n  d: e\n", False)
@example("a: [b, c]#d\n", False)
@example("a: {b: c, b: d}\n", False)
def test_scanner_and_parser_agree(text: str, nulls: bool) -> None:
    data = text.encode()
    try:
        scanned = scan(decode(data), nulls=nulls)
    except FileRefusedError:
        return
    if scanned is None:
        return
    slow, fast = read_as(float("inf"), data, nulls=nulls), read_as(0, data, nulls=nulls)
    assert not slow.faults
    assert in_order(fast.values) == in_order(slow.values)
    for path in paths(slow.values):
        assert fast.locate(path) == slow.locate(path), path


@pytest.mark.parametrize("base", [NESTED, COMPLETE, *(generator().deal_text(n) for n in range(5))])
def test_usual_files_are_scanned(base: str) -> None:
    assert scan(base) is not None


@pytest.mark.parametrize(
    "line",
    [
        "need: &anchor {problem: x}",
        "custom: {a: *b}",
        "need: !!map {problem: x}",
        "need:\n  problem: >\n    folded",
        "need:\n  problem: |\n    kept",
        "need:\n  problem: on two\n    lines",
        'need: {problem: "an \\n escape"}',
        "need: {problem: 'it''s'}",
        "need:\n\tproblem: x",
        "need: {problem: 'a\x07b'}",
        "deal: twice",
        "need: {problem: x,\n  by: 2027-01-01}",
        "need: {problem: ''}",
        "currency: ~",
        "currency: null",
        "our_team:\n  -\n  - x",
        "our_team: [[a], b]",
        '"quoted": key',
        "? complex\n: key",
        "<<: {currency: EUR}",
        "--- second",
    ],
)
def test_all_else_is_left_to_the_parser(line: str) -> None:
    assert scan(HEAD + line + "\n") is None


def test_long_texts_are_left_to_the_parser_which_counts_values() -> None:
    assert scan(HEAD + "custom:\n" + "".join(f"  k{n}: v\n" for n in range(25_000))) is None
    assert scan("") is None
    assert scan("# nothing\n") is None


def test_a_problem_in_a_scanned_file_is_shown_where_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "PARSED_FIRST", 0)
    problems = read(HEAD + "amount: lots\nnext_steps:\n  - {what: Call, due: soon}\n").problems
    assert [(problem.line, problem.column) for problem in problems] == [(6, 9), (8, 23)]
