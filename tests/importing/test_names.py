"""File names: safe on every file system, and never outside the folder."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealcoach.importing.names import case_safe, file_name, salesforce_key


@pytest.mark.parametrize(
    ("account", "deal", "expected"),
    [
        ("Northwind Manufacturing", "ERP replacement", "northwind-manufacturing-erp-replacement.yaml"),
        ("Südfrost & Söhne, KG", "=cmd('calc')", "suedfrost-soehne-kg-cmd-calc.yaml"),
        ("..", "../../x", "x.yaml"),
        ("", "con", "con-deal.yaml"),
        ("NUL", "", "nul-deal.yaml"),
        ("dealcoach", "", "dealcoach-deal.yaml"),
        ("株式会社", "提案", "deal-0065g00000abcdeaay.yaml"),
        ("Acme", "Acme expansion", "acme-expansion.yaml"),
        ("Straße", "Łódź Ærø", "strasse-lodz-aero.yaml"),
        (".hidden.", "name.", "hidden-name.yaml"),
    ],
)
def test_names(account: str, deal: str, expected: str) -> None:
    assert file_name(account, deal, "0065g00000AbCdEAAY", set()) == expected


def test_deals_of_one_name_get_their_id_and_stay_apart_without_regard_to_case() -> None:
    taken = {"acme-erp.yaml"}
    names = [
        file_name("ACME", "ERP", id_, taken)
        for id_ in ("0065g00000AbCdE", "0065g00000abcdE", "0065g00000AbCdE")
    ]
    assert len(set(names)) == 3
    assert all(name == name.lower() for name in names)


def test_ids_that_differ_in_case_only_differ_in_their_safe_form() -> None:
    assert case_safe("0065g00000AbCdE") == "0065g00000AbCdEAAV"
    assert case_safe("0065g00000AbCdE").lower() != case_safe("0065g00000abcdE").lower()
    assert salesforce_key("0065g00000AbCdEAAY") == salesforce_key("0065g00000AbCdE")


@given(st.lists(st.tuples(st.text(), st.text(), st.text()), max_size=8))
def test_any_text_makes_a_safe_name_of_its_own(deals: list[tuple[str, str, str]]) -> None:
    taken: set[str] = set()
    names = [file_name(*deal, taken) for deal in deals]
    assert len(set(names)) == len(names)
    for name in names:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*\.yaml", name)
        assert len(name) < 200
        assert not re.fullmatch(r"(con|prn|aux|nul|com\d|lpt\d|dealcoach)\.yaml", name)
