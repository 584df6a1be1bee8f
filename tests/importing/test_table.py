"""CSV files as they come: encodings, separators, broken rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from dealcoach.importing.columns import SYSTEMS
from dealcoach.importing.failure import ImportFailureError
from dealcoach.importing.notes import Notes
from dealcoach.importing.table import Table

from .support import write_csv

HEADER = ("Id", "Name", "AccountId")
KIND = SYSTEMS["salesforce"]["contacts"]


def read(path: Path, encoding: str | None = None) -> tuple[Table, list[tuple[int, tuple[str, ...]]], Notes]:
    notes = Notes()
    table = Table(path, KIND, notes, encoding=encoding)
    return table, [(number, cells[:-1]) for number, cells in table.records(("id", "name"))], notes


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 with BOM"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16 without BOM"),
        ("utf-16-be", "UTF-16 without BOM"),
        ("cp1252", "Windows-1252"),
    ],
)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_every_usual_encoding_and_separator(tmp_path: Path, encoding: str, said: str, separator: str) -> None:
    path = write_csv(
        tmp_path / "c.csv",
        HEADER,
        ("1", "Jürgen Größe", "9"),
        ("2", 'A, "b"; c|d', "9"),
        encoding=encoding,
        delimiter=separator,
    )
    table, rows, _ = read(path)
    assert rows == [(2, ("1", "Jürgen Größe")), (3, ("2", 'A, "b"; c|d'))]
    assert table.encoding == said


def test_shift_jis_of_a_japanese_org(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "c.csv", HEADER, ("1", "株式会社ソース 表", "9"), encoding="cp932")
    table, rows, _ = read(path)
    assert (table.encoding, rows[0][1][1]) == ("Shift-JIS", "株式会社ソース 表")


def test_the_wanted_encoding_is_used_or_refused(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "c.csv", HEADER, ("1", "Łódź", "9"), encoding="cp1250")
    assert read(path, encoding="cp1250")[1][0][1][1] == "Łódź"
    with pytest.raises(ImportFailureError, match="is not utf-8"):
        read(path, encoding="utf-8")
    with pytest.raises(ImportFailureError, match="no such encoding"):
        read(path, encoding="klingon")


def test_a_separator_told_on_the_first_line(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("sep=;\nId;Name\n1;A,B\n")
    assert read(path)[1] == [(2, ("1", "A,B"))]


def test_quoted_line_ends_count_as_one_row(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "c.csv", HEADER, ("1", "two\r\nlines", "9"), ("2", "b", "9"))
    assert [number for number, _ in read(path)[1]] == [2, 3]


def test_rows_too_long_too_short_blank_and_footers(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text(
        'Id,Name,AccountId\n1,a,9,extra\n2,b\n\n3,c,9,,\n4,d,9\n"Grand Totals (4 records)"\n"odd"\n'
        '"Copyright (c) 2000-2026 salesforce.com"\n'
    )
    _, rows, notes = read(path)
    assert rows == [(3, ("2", "b")), (5, ("3", "c")), (6, ("4", "d"))]
    assert [(note.row, note.outcome) for note in notes.rows] == [(2, "skipped"), (3, "noted"), (8, "skipped")]


def test_a_quote_in_the_middle_of_a_cell_costs_one_row(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text('Id,Name,AccountId\n1,"a" b,9\n2,c,9\n')
    _, rows, notes = read(path)
    assert rows == [(3, ("2", "c"))]
    assert notes.rows[0].reason == "a quote stands in the middle of a cell"


@pytest.mark.parametrize("rest", ["2,b,9\n" * 3, "x" * 1_000_100])
def test_a_quote_never_closed_stops_the_import_with_its_row(tmp_path: Path, rest: str) -> None:
    path = tmp_path / "c.csv"
    path.write_text('Id,Name,AccountId\n0,z,9\n1,"a,9\n' + rest)
    with pytest.raises(ImportFailureError, match="row 3: a quote is opened and never closed"):
        read(path)


def test_labels_of_a_report_and_loose_spelling(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "c.csv", ("full name", "CONTACT ID"), ("A", "1"))
    assert read(path)[1] == [(2, ("1", "A"))]


def test_missing_columns_are_named_with_those_found(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "c.csv", ("Ident", "Nome"), ("1", "A"))
    (problem,) = Table(path, KIND, Notes()).missing()
    assert "no column 'Id' or 'Contact ID'" in problem
    assert "Found: 'Ident', 'Nome'" in problem
    assert "--mapping" in problem


def test_the_first_of_two_equal_columns_is_read(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "c.csv", ("Id", "Name", "Name"), ("1", "A", "B"))
    _, rows, notes = read(path)
    assert rows == [(2, ("1", "A"))]
    assert notes.remarks == ["c.csv: two columns are named 'Name'; the first is read."]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"PK\x03\x04rest", "Excel workbook"),
        (b"Id,Name\n1,a\x00b\n", "NUL"),
        (b"\xff\xfeI\x00d\x00", "no column"),
        (b"\xff\xfeI\x00d\x00,", "begins like UTF-16"),
    ],
)
def test_what_is_no_csv_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "c.csv"
    path.write_bytes(data)
    with pytest.raises(ImportFailureError, match=message):
        raise ImportFailureError(*Table(path, KIND, Notes()).missing())


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ImportFailureError, match="cannot be read"):
        read(tmp_path / "none.csv")
