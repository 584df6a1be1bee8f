"""The review as Markdown for a pull request."""

from __future__ import annotations

import re

import pytest
from golden_text import assert_golden
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from review_samples import (
    CALM,
    EMPTY,
    EVIL,
    HOSTILE,
    HOSTILE_REPORT,
    LUMEN,
    NORTHWIND,
    REPORT,
    SPARSE,
    WON,
    only,
    replace,
)

from dealcoach.model.review import Review
from dealcoach.output.markdown import markdown
from dealcoach.output.markdown_text import Budget, md, table
from dealcoach.output.terminal import safe

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
OURS = {"<details>", "<summary>", "</summary>", "</details>"}


def tokens(text: str) -> list[Token]:
    flat: list[Token] = []
    for token in PARSER.parse(text):
        flat += [token, *(token.children or [])]
    return flat


def rendered(text: str) -> str:
    """What a reader sees of a text between two words, with the spaces of no width taken out."""
    inline = PARSER.parseInline(f"before {text} after")[0].children or []
    assert {token.type for token in inline} <= {"text", "text_special"}
    return "".join(token.content for token in inline).replace("\u200b", "")


def test_the_markdown_as_a_person_has_judged_it() -> None:
    assert_golden("folder.md", markdown(REPORT))
    assert_golden("northwind.md", markdown(only(NORTHWIND)))
    assert_golden("hostile.md", markdown(HOSTILE_REPORT))


@pytest.mark.parametrize("review", [NORTHWIND, LUMEN, SPARSE, CALM, WON, HOSTILE])
def test_one_deal_is_clean_markdown(review: Review) -> None:
    found = tokens(markdown(only(review)))
    assert not {token.type for token in found} & {
        "link_open",
        "image",
        "code_inline",
        "fence",
        "code_block",
        "s_open",
    }
    html = "".join(token.content for token in found if token.type in ("html_block", "html_inline"))
    assert set(re.findall("</?[a-z]+[^>]*>", html)) <= OURS


def test_a_hostile_folder_keeps_its_table() -> None:
    deals = (HOSTILE, NORTHWIND, replace(HOSTILE, file="deals/b.yaml"))
    found = tokens(markdown(replace(HOSTILE_REPORT, deals=deals)))
    types = [token.type for token in found]
    rows = types[types.index("tbody_open") : types.index("tbody_close")]
    assert rows.count("tr_open") == 3
    assert rows.count("td_open") == 27
    assert not set(types) & {"link_open", "image", "html_inline", "html_block", "code_inline", "em_open"}


@pytest.mark.parametrize(
    "text",
    [
        "@dana and @team/leads, dana@example.com",
        "fixes #12, org/repo#3, !7, $4, %5, GH-9",
        "https://evil.example www.evil.example mailto:a@b.example",
        ":tada: at 10:30:15",
    ],
)
def test_what_a_forge_would_turn_into_a_link_is_parted(text: str) -> None:
    shown = md(text).replace("&#8203;", "\u200b").replace("\\", "")
    assert not re.search(r"[@#!%$]\w|\bGH-\d|https?://|www\.\w|mailto:|:[\w+-]+:", shown)
    assert shown.replace("\u200b", "") == text


@given(st.text(max_size=200) | st.text(alphabet="\\`*_{}[]<>()#+-.!|~&^=:@$%/w \n1a;", max_size=60))
def test_any_text_is_shown_as_it_is(text: str) -> None:
    plain = " ".join(safe(text).split()).replace("\u200b", "")
    assert rendered(md(text)).removeprefix("before ").removesuffix(" after") == plain


@given(st.text(alphabet="\\`*_[]<>#+-.)|~&=:> 1a", max_size=40))
def test_any_text_can_open_a_list_item_or_fill_a_cell(text: str) -> None:
    kinds = [
        token.type for token in tokens(f"- {md(text)}\n\n| a | b |\n| --- | --- |\n| {md(text)} | end |\n")
    ]
    assert kinds.count("list_item_open") == 1
    assert kinds.count("td_open") == 2
    assert not {
        kind for kind in kinds if kind.startswith(("heading", "hr", "code", "fence", "html", "blockquote"))
    }


def test_a_long_text_is_cut() -> None:
    assert md("a" * 50, 10) == "a" * 9 + "…"


def test_a_comment_never_outgrows_what_a_forge_takes() -> None:
    many = replace(REPORT, deals=tuple(replace(NORTHWIND, file=f"deals/{n}.yaml") for n in range(5000)))
    text = markdown(many)
    assert len(text) < 65_000
    assert re.search(r"and [\d,]+ more deals, counted in the totals\.", text)
    assert re.search(r"- and [\d,]+ more waivers", text)
    long = replace(
        HOSTILE,
        findings=tuple(replace(HOSTILE.findings[0], message=EVIL * 90) for _ in range(3000)),
        buying_team=HOSTILE.buying_team * 40,
        hangs_on=(HOSTILE.hangs_on or ()) * 2000,
    )
    assert len(markdown(only(long))) < 65_000


def test_a_table_counts_the_rows_it_leaves_out() -> None:
    text = table(("A",), iter([("x" * 20,), ("y" * 20,)]), 2, Budget(30), "deal")
    assert text == "| A |\n| --- |\n| xxxxxxxxxxxxxxxxxxxx |\n\nand 1 more deal, counted in the totals."


def test_an_empty_folder_is_told() -> None:
    assert markdown(EMPTY) == "## Deals on 21 Nov 2026\n\nNo open deals here.\n"
