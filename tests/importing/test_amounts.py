"""Amounts: signs, separators and decimal commas."""

from __future__ import annotations

import pytest

from dealcoach.importing.amounts import decimal_comma, read_amount, read_currency


@pytest.mark.parametrize(
    ("text", "comma", "expected"),
    [
        ("$1,234,567", False, "1234567"),
        ("1.234.567,89 €", True, "1234567.89"),
        ("1'234'567.50", False, "1234567.5"),
        ("1475.3000000000002", False, "1475.3"),
        ("USD 1,234.50", False, "1234.5"),
        ("1\u00a0234\u00a0567,00", True, "1234567"),
        ("CHF 5'000.-", False, "5000"),
        ("1.5E+5", False, "150000"),
        ("007", False, "7"),
        ("0", False, "0"),
        ("-5", False, None),
        ("(1,200)", False, None),
        ("abc", False, None),
        ("12 or 13", False, None),
        ("1e999999999", False, None),
        ("=1+2", False, None),
    ],
)
def test_an_amount_reads_as_the_format_writes_it(text: str, comma: bool, expected: str | None) -> None:
    assert read_amount(text, comma) == expected


@pytest.mark.parametrize(
    ("values", "european", "expected"),
    [
        (["1.234,50"], False, True),
        (["1,234", "5,000"], False, False),
        (["1.234"], False, False),
        (["1.234"], True, True),
        (["12,5"], False, True),
        (["1.234.567", "10"], False, True),
        (["1,234.5", "1,234.5", "1.234,5"], False, False),
        ([], False, False),
    ],
)
def test_the_column_tells_the_decimal_mark(values: list[str], european: bool, expected: bool) -> None:
    assert decimal_comma(values, european) is expected


@pytest.mark.parametrize(
    ("text", "code"), [("€ 5", "EUR"), ("5 GBP", "GBP"), ("US$5", "USD"), ("$5", None), ("5", None)]
)
def test_only_clear_signs_name_a_currency(text: str, code: str | None) -> None:
    assert read_currency(text) == code
