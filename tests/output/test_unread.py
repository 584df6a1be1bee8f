"""One deal that could not be read."""

from __future__ import annotations

import pytest
from review_samples import EMPTY, EVIL, REPORT, replace

from dealcoach.output.review_formats import View, render
from dealcoach.output.terminal import width
from dealcoach.output.unread import unread

BAD = REPORT.problems[0]


def test_the_file_comes_first_and_what_to_do_last() -> None:
    text = render("text", replace(EMPTY, problems=(BAD,)), View(one=True))
    lines = text.splitlines()
    assert lines[0] == "deals/broken.yaml could not be read: 1 problem"
    assert lines[2].startswith("deals/broken.yaml:7:9: ") and '    amount: "$240,000"' in lines
    assert lines[-1] == f"Mend the line above and run it again; dealcoach explain {BAD.rule} tells more."
    assert "Deals on" not in text and "1 FILE" not in text


def test_several_problems_stand_one_below_the_other() -> None:
    also = replace(BAD, line=9, rule="invalid-yaml", source="")
    text = " ".join(unread((BAD, also), width=80, color=False).split())
    assert text.startswith("deals/broken.yaml could not be read: 2 problems")
    assert text.endswith(
        f"Mend the lines above and run it again; dealcoach explain {BAD.rule} and dealcoach explain invalid-yaml"
        " tells more."
    )


def test_a_file_that_cannot_be_opened_has_no_line_to_mend() -> None:
    text = unread((replace(BAD, rule="unreadable-file"),), width=80, color=False)
    assert "Mend" not in text and "See to it that the file can be opened" in text


def test_a_folder_keeps_its_board() -> None:
    assert render("text", replace(EMPTY, problems=(BAD,)), View()).startswith("Deals on 21 Nov 2026")


@pytest.mark.parametrize("columns", [20, 60, 80, 200])
def test_a_hostile_file_name_stays_a_name(columns: int) -> None:
    problem = replace(BAD, file=EVIL, message=EVIL, source=EVIL)
    for ascii_only in (False, True):
        text = unread((problem,), width=columns, color=False, ascii_only=ascii_only)
        assert "\x1b" not in text and (text.isascii() or not ascii_only)
        assert max(map(width, text.split("\n"))) <= max(60, min(columns, 120))
