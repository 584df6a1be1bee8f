"""Whatever stands in a deal: no line too wide, nothing that steers, every format whole."""

from __future__ import annotations

import csv
import io
import json
import re

from hypothesis import given, settings
from hypothesis import strategies as st
from review_samples import AS_OF
from review_strategies import reports

from dealcoach.model.review import Report
from dealcoach.output.board import board
from dealcoach.output.card import card
from dealcoach.output.csv_format import csv_text
from dealcoach.output.markdown import markdown
from dealcoach.output.review_json import json_text
from dealcoach.output.terminal import safe, width

TEXTS = st.text(max_size=50) | st.sampled_from(
    ["", "::error::x", "a" * 300, "日本" * 40, "e\u0301" * 90, "##[group]"]
)
COLORS = re.compile("\x1b\\[(0|1|2|31|32|33|36|1;31)m")
COMMAND = re.compile(r"^\s*::|##(vso)?\[", re.MULTILINE)


@settings(max_examples=60, deadline=None)
@given(
    reports(TEXTS),
    st.integers(60, 200),
    st.booleans(),
    st.booleans(),
    st.sampled_from([None, "owner", "stage"]),
)
def test_the_terminal_stays_ours(
    report: Report, columns: int, color: bool, ascii_only: bool, group_by: str | None
) -> None:
    texts = [board(report, width=columns, color=color, ascii_only=ascii_only, group_by=group_by)]
    for deal in report.deals:
        texts.append(card(deal, as_of=AS_OF, width=columns, color=color, ascii_only=ascii_only))
    for text in texts:
        plain = COLORS.sub("", text) if color else text
        assert [line for line in plain.split("\n") if safe(line) != line or width(line) > columns] == []
        assert not COMMAND.search(plain)
        assert plain.isascii() or not ascii_only


@settings(max_examples=40, deadline=None)
@given(reports(TEXTS))
def test_every_format_is_whole_and_quiet(report: Report) -> None:
    assert len(json.loads(json_text(report))["deals"]) == len(report.deals)
    assert len(list(csv.reader(io.StringIO(csv_text(report), newline="")))) == len(report.deals) + 1
    for text in (json_text(report), csv_text(report), markdown(report)):
        assert not COMMAND.search(text)
        assert "\x1b" not in text and "\u202e" not in text
