"""Lint as text: one line an item, a caret under the place, nothing that a terminal or a CI log obeys."""

import pytest
from lint_samples import hostile, item, ordinary, rendered, report

from dealcoach.model.lint import LintSummary
from dealcoach.output.lint_text import summary_line


class TestText:
    def test_one_line_an_item(self):
        assert rendered("text", report([item(message="No answer: Neil Farr, Joy Abara")])) == (
            "deals/northwind.yaml:12:3: high gone-dark No answer: Neil Farr, Joy Abara\n"
        )

    @pytest.mark.parametrize(
        ("source", "column", "before"),
        [
            ("deal: x", 7, 6),
            ("\twhat: x", 2, 1),
            ("漢字: x", 3, 4),
            ("e\u0301: x", 3, 1),
            ("a\x1bb: x", 3, 5),
            ("short", 6, 5),
        ],
    )
    def test_the_caret_stands_under_its_column(self, source, column, before):
        caret = rendered("text", report([item(source=source, column=column)])).splitlines()[2]
        assert caret == f"     | {' ' * before}^"

    def test_no_caret_where_the_line_was_cut(self):
        lines = rendered("text", report([item(source="x" * 200, column=240)])).splitlines()
        assert [line[:8] for line in lines] == ["deals/no", "  12 | x"]

    def test_no_line_starts_with_what_a_file_says(self):
        lines = rendered(
            "text", report([item(source="::error::pwned", column=1), item(file="::error::x.yaml")])
        )
        assert not [line for line in lines.splitlines() if line.lstrip().startswith("::")]
        assert "##[" not in rendered("text", hostile())

    def test_colour_changes_nothing_but_colour(self):
        plain, coloured = rendered("text", ordinary()), rendered("text", ordinary(), color=True)
        for code in ("\x1b[1;31m", "\x1b[33m", "\x1b[36m", "\x1b[2m", "\x1b[0m"):
            assert code in coloured
            coloured = coloured.replace(code, "")
        assert coloured == plain

    @pytest.mark.parametrize(
        ("summary", "line"),
        [
            (LintSummary(1, {}), "0 findings in 1 file"),
            (LintSummary(12, {"high": 1}), "1 finding (1 high) in 12 files"),
            (
                LintSummary(12, {"high": 1, "low": 2}, 3, 4),
                "3 findings (1 high, 2 low) in 12 files; 3 waived; 4 in the baseline",
            ),
        ],
    )
    def test_the_closing_line(self, summary, line):
        assert summary_line(summary) == line
