"""Dates: the order of day and month comes from the column, or the import stops."""

from __future__ import annotations

import pytest

from dealcoach.importing.dates import DateColumn, DateFinder
from dealcoach.importing.failure import ImportFailureError


def resolve(columns: dict[tuple[str, str], list[str]], wanted: str | None = None) -> DateFinder:
    finder = DateFinder(wanted)
    for (source, name), values in columns.items():
        finder.column(source, name).update(values)
    return finder


@pytest.mark.parametrize(
    ("values", "text", "expected"),
    [
        (["02/03/24", "03/31/26"], "02/03/24", "2024-02-03"),
        (["02/03/24", "31/03/26"], "02/03/24", "2024-03-02"),
        (["3.4.2026"], "3.4.2026", "2026-04-03"),
        (["03/03/25"], "03/03/25", "2025-03-03"),
        (["2017-08-04T09:09:33.000+0000"], "2017-08-04T09:09:33.000+0000", "2017-08-04"),
        (["2026/3/4"], "2026/3/4", "2026-03-04"),
        (["24 Feb 2026"], "24 Feb 2026", "2026-02-24"),
        (["Feb 4, 2026"], "Feb 4, 2026", "2026-02-04"),
        (["04-Feb-26"], "04-Feb-26", "2026-02-04"),
        (["13/02/1999 08:55 PM"], "13/02/1999 08:55 PM", "1999-02-13"),
        (["1762000000000"], "1762000000000", "2025-11-01"),
    ],
)
def test_a_column_decides_for_itself(values: list[str], text: str, expected: str) -> None:
    readers = resolve({("a", "x"): values}).resolve()
    assert readers["a", "x"](text) == expected


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (["03.04.2026", "31.12.2026"], "day/month/year ('31.12.2026' can be read no other way)"),
        (["13/02/26", "3.4.2026"], "day/month/year ('13/02/26' can be read no other way)"),
        (["02.28.2026", "3.4.2026"], "month/day/year ('02.28.2026' can be read no other way)"),
        (
            ["03.04.2026"],
            "day/month/year (no date decides; dates with dots are read day first, "
            "--date-format says otherwise)",
        ),
    ],
)
def test_the_evidence_told_is_evidence(values: list[str], told: str) -> None:
    finder = resolve({("a", "x"): values})
    finder.resolve()
    assert finder.decisions["a", "x"] == told


def test_the_other_columns_of_the_file_decide_then_the_other_files() -> None:
    finder = resolve({("a", "x"): ["03/04/25"], ("a", "y"): ["13/04/25"], ("b", "z"): ["05/06/25"]})
    readers = finder.resolve()
    assert readers["a", "x"]("03/04/25") == "2025-04-03"
    assert readers["b", "z"]("05/06/25") == "2025-06-05"
    assert finder.decisions["a", "x"] == "day/month/year (as the other columns of the file)"
    assert finder.decisions["b", "z"] == "day/month/year (as the other files)"


def test_what_nothing_decides_stops_the_import_and_says_what_to_write() -> None:
    with pytest.raises(
        ImportFailureError, match=r"'03/04/25' may be day/month or month/day.*--date-format dmy"
    ):
        resolve({("deals.csv", "close_date"): ["03/04/25", "2026-01-31"]}).resolve()


def test_contradicting_dates_stop_the_import() -> None:
    with pytest.raises(ImportFailureError, match="contradict each other"):
        resolve({("a", "x"): ["13/02/26", "02/13/26"]}).resolve()


@pytest.mark.parametrize("wanted", ["dmy", "DD/MM/YYYY", "d.m.y", "%d/%m/%y"])
def test_the_wanted_order_is_used(wanted: str) -> None:
    assert resolve({("a", "x"): ["03/04/25"]}, wanted).resolve()["a", "x"]("03/04/25") == "2025-04-03"


@pytest.mark.parametrize("wanted", ["soon", "", "%Q", "m"])
def test_an_order_that_is_none_is_refused(wanted: str) -> None:
    if wanted:
        with pytest.raises(ImportFailureError, match="--date-format"):
            DateFinder(wanted)
    else:
        assert DateFinder(wanted).resolve() == {}


@pytest.mark.parametrize(
    "text", ["30.2.2026", "00.00.0000", "soon", "2026-13-01", "99/99/99", "", "1", "٣/٤/٢٥"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert DateColumn("dmy")(text) is None or text == "٣/٤/٢٥"


def test_stamps_put_changes_of_one_day_in_order() -> None:
    column = DateColumn("mdy")
    times = ["02/24/26 02:20 AM", "02/24/26 12:19 AM", "02/24/26 01:00 PM", "02/23/26 11:59 PM"]
    assert sorted(times, key=column.stamp) == [times[3], times[1], times[0], times[2]]
