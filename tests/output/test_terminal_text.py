"""Texts on a terminal: nothing steers it, nothing is wider than told, nothing is lost."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcwidth

from dealcoach.output.screen import Screen
from dealcoach.output.terminal import clip, cut, inert, pad, safe, width, wrap

JOINERS = "\u200c\u200d"
TEXTS = st.text(max_size=120)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain", "plain"),
        ("red\x1b[31m", "red\\x1b[31m"),
        ("abc\u202edef", "abc\\u202edef"),
        ("a\tb\nc\rd", "a\\tb\\nc\\rd"),
        ("block text\n", "block text"),
        ("bell\x07 csi\x9b", "bell\\x07 csi\\x9b"),
        ("bytes\udcff", "bytes\\xff"),
        ("lone\ud800", "lone\\ud800"),
        ("tag\U000e0041", "tag\\U000e0041"),
        ("Zoë 山田 😀", "Zoë 山田 😀"),
    ],
)
def test_what_could_steer_is_shown_escaped(raw: str, shown: str) -> None:
    assert safe(raw) == shown


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("::error::x", ":\\:error:\\:x"),
        (":::", ":\\:\\:"),
        ("a ##[error]b", "a ##\\[error]b"),
        ("##vso[task]", "##vso\\[task]"),
        ("issue ##7 at 10:30", "issue ##7 at 10:30"),
    ],
)
def test_no_text_is_a_command_to_a_ci_runner(raw: str, shown: str) -> None:
    assert inert(raw) == shown
    assert Screen(80, color=False).text(raw) == shown


def test_every_control_and_invisible_format_character_is_escaped() -> None:
    visible = {"ARABIC", "SYRIAC", "KAITHI"}  # number signs that are drawn
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        category = unicodedata.category(char)
        if category not in ("Cc", "Cf", "Zl", "Zp", "Cs") or char in JOINERS:
            continue
        words = unicodedata.name(char, "").split()
        if category == "Cf" and char != "\u061c" and (words[0] in visible or words[0] == "EGYPTIAN"):
            continue
        assert char not in safe(f"a{char}b"), hex(code)


def test_the_quick_width_agrees_with_the_library() -> None:
    for code in (*range(0x20, 0x7F), *range(0xA0, 0x25FD), 0x2605, 0x2713, 0x2717):
        char = chr(code)
        if safe(char) == char and unicodedata.category(char) != "Cn":
            assert width(char) == max(wcwidth(char), 0), hex(code)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("Ana", 3),
        ("Zoë", 3),
        ("Zoe\u0308", 3),
        ("山田", 4),
        ("👩\u200d👩\u200d👧", 2),
        ("é日", 3),
        ("\x1b[31mred\x1b[0m", 3),
    ],
)
def test_width_counts_columns(text: str, columns: int) -> None:
    assert width(text) == columns


def test_a_wide_character_is_never_cut_apart() -> None:
    assert cut("山田太郎", 5) == ("山田", "太郎")
    assert clip("山田太郎", 6) == "山田…"
    assert cut("e\u0301e\u0301", 1) == ("e\u0301", "e\u0301")


@given(TEXTS, st.integers(4, 60))
def test_no_line_is_wider_than_told_and_no_word_is_lost(text: str, columns: int) -> None:
    shown = safe(text)
    lines = wrap(shown, columns)
    assert all(width(line) <= columns for line in lines)
    assert "".join("".join(lines).split()) == "".join(shown.split())


@given(TEXTS, st.integers(3, 60))
def test_a_clipped_text_fits_and_begins_like_the_whole(text: str, columns: int) -> None:
    shown = safe(text)
    cut_ = clip(shown, columns)
    assert width(cut_) <= columns
    assert cut_ == shown or shown.startswith(cut_.removesuffix("…"))
    assert width(pad(cut_, columns)) == columns


@given(TEXTS, st.booleans())
def test_without_color_there_is_no_escape_and_ascii_is_ascii(text: str, ascii_only: bool) -> None:
    screen = Screen(60, color=False, ascii_only=ascii_only)
    line = screen.paint("red", screen.text(text)) + screen.bar(3, 10, 5)
    assert "\x1b" not in line
    assert line.isascii() or not ascii_only


def test_ascii_keeps_common_signs_readable() -> None:
    assert Screen(60, color=False, ascii_only=True).text("it’s – “so” … é") == 'it\'s - "so" ... \\xe9'


@pytest.mark.parametrize(("value", "filled"), [(0, 0), (1, 1), (46, 5), (99, 9), (100, 10), (120, 10)])
def test_a_bar_is_empty_only_at_nothing_and_full_only_at_everything(value: int, filled: int) -> None:
    assert Screen(80, color=False).bar(value, 100, 10) == "█" * filled + "░" * (10 - filled)


def test_a_block_that_is_too_long_says_that_more_follows() -> None:
    lines = Screen(20, color=False).block("one two three four five six seven eight", 2, 2)
    assert lines == ["  one two three four", "  five six seven ei…"]


def test_facts_in_a_row_break_between_facts() -> None:
    assert Screen(20, color=False).listed(["EUR 240,000", "proposal", "Dana"]) == [
        "EUR 240,000",
        "proposal · Dana",
    ]
