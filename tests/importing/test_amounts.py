"""Amounts: signs, separators and decimal commas."""

from __future__ import annotations

from pathlib import Path

import pytest

from dealcoach.importing.amounts import decimal_comma, read_amount, read_currency

from .support import deals, load, reasons, run


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
        ("1e30", False, None),
        ("123456789012345678901234567890.5", False, None),
        ("999999999999999", False, "999999999999999"),
        ("000999,999,999,999,999.99", False, "999999999999999.99"),
        ("1000000000000000", False, None),
        ("1,000,000,000,000,000", False, None),
        ("999999999999999.999", False, None),
        ("=1+2", False, None),
    ],
)
def test_an_amount_reads_as_the_format_writes_it(text: str, comma: bool, expected: str | None) -> None:
    assert read_amount(text, comma) == expected


@pytest.mark.parametrize("cell", ["1e30", "1234567890123456", "123456789012345678901234567890.5"])
def test_an_amount_too_large_for_a_deal_file_is_noted_and_the_deal_comes_in(
    tmp_path: Path, cell: str
) -> None:
    export = deals(tmp_path / "o.csv", {"Amount": cell}, {"Amount": "5"})
    report = run("salesforce", {"opportunities": export}, tmp_path / "d")
    assert "amount" not in load(tmp_path / "d" / "acme-deal-1.yaml")
    assert load(tmp_path / "d" / "acme-deal-2.yaml")["amount"] == 5
    assert reasons(report) == {(2, "the amount is no number from 0 to 999,999,999,999,999, and was left out")}


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
    ("text", "code"),
    [
        ("€ 5", "EUR"),
        ("5 GBP", "GBP"),
        ("US$5", "USD"),
        ("$5", None),
        ("5", None),
        ("ABC 5", None),
        ("ARR 5 EUR", "EUR"),
        ("XYZ €5", "EUR"),
    ],
)
def test_only_clear_signs_name_a_currency(text: str, code: str | None) -> None:
    assert read_currency(text) == code


@pytest.mark.parametrize(
    ("cells", "currency"),
    [
        ({"Amount": "ABC 100"}, None),
        ({"Amount": "100", "CurrencyIsoCode": "XYZ"}, None),
        ({"Amount": "100 USD", "CurrencyIsoCode": "XYZ"}, "USD"),
        ({"Amount": "100"}, "EUR"),
    ],
)
def test_three_capitals_are_a_currency_only_when_there_is_one(
    tmp_path: Path, cells: dict[str, str], currency: str | None
) -> None:
    report = run(
        "salesforce", {"opportunities": deals(tmp_path / "o.csv", cells)}, tmp_path / "d", currency="EUR"
    )
    deal = load(tmp_path / "d" / "acme-deal-1.yaml")
    assert (deal["amount"], deal.get("currency")) == (100, currency)
    told = {(2, "the currency is no code of ISO 4217; the amount came in without one")}
    assert reasons(report) == (set() if currency else told)
