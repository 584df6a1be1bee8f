"""`import hubspot`: the example exports from end to end."""

from __future__ import annotations

from pathlib import Path

import pytest

from .support import contents, hubspot_files, load, reasons, run, write_csv


def test_deals_contacts_and_tasks(tmp_path: Path) -> None:
    report = run("hubspot", hubspot_files(), tmp_path)
    data = load(tmp_path / "lumen-hart-retail-service-desk-einfuehrung.yaml")
    assert (data["amount"], data["currency"], str(data["close_date"])) == (64000.5, "EUR", "2026-12-18")
    assert (data["stage"], data["forecast"], data["account_kind"]) == (
        "Presentation Scheduled",
        "commit",
        "ongoing",
    )
    assert data["crm"] == {"system": "hubspot", "id": "101"}
    assert [
        (member["name"], member.get("roles"), member.get("stance")) for member in data["buying_team"]
    ] == [
        ("Simone Achterberg", ["decision_maker"], None),
        ("Rick Falzone", ["end_user"], "resistant"),
        ("Jenna Wu", None, "champion"),
    ]
    assert [(step["what"], step.get("owner")) for step in data["next_steps"]] == [
        ("Agree the pilot scope with Simone", None),
        ("Send the data protection annex", "Theo Banks"),
        ("Signed order form", "customer"),
    ]
    assert [(entry["type"], entry["with"], entry["direction"]) for entry in data["activity"]] == [
        ("call", ["Rick Falzone"], "two_way")
    ]
    other = load(tmp_path / "nobel-paper-label-printers.yaml")
    assert (other["stage"], other["amount"], other["owner"]) == (
        "Decision Maker Bought-In",
        1500,
        "Unassigned",
    )
    assert (3, "closed, and without a file") in reasons(report)
    assert (5, "the task is deferred") in reasons(report)


def test_the_same_export_again_changes_no_byte(tmp_path: Path) -> None:
    run("hubspot", hubspot_files(), tmp_path)
    before = contents(tmp_path)
    assert run("hubspot", hubspot_files(), tmp_path).count("unchanged") == 2
    assert contents(tmp_path) == before


def test_internal_names_and_names_of_contacts_without_a_contacts_export(tmp_path: Path) -> None:
    export = write_csv(
        tmp_path / "d.csv",
        ("hs_object_id", "dealname", "dealstage", "closedate", "Associated Company", "Associated Contact"),
        (
            "1",
            "Pilot",
            "contractsent",
            "1796774400000",
            "Acme;Beta",
            "Ines Duarte (i@example.com);Tom Becker",
        ),
    )
    run("hubspot", {"deals": export}, tmp_path / "d")
    data = load(tmp_path / "d" / "acme-pilot.yaml")
    assert (data["account"], data["stage"], str(data["close_date"])) == (
        "Acme",
        "Contract Sent",
        "2026-12-09",
    )
    assert [member["name"] for member in data["buying_team"]] == ["Ines Duarte", "Tom Becker"]


@pytest.mark.parametrize(
    ("stage", "closed", "won", "reason", "status"),
    [
        ("closedwon", "", "", "", "won"),
        ("Closed Won (Sales Pipeline)", "", "", "", "won"),
        ("closedlost", "", "", "They kept the status quo", "no_decision"),
        ("123456", "true", "false", "", "lost"),
        ("123456", "true", "true", "", "won"),
        ("6 - Closed won", "", "", "", "won"),
        ("contractsent", "false", "false", "", "open"),
    ],
)
def test_what_closes_a_deal(
    tmp_path: Path, stage: str, closed: str, won: str, reason: str, status: str
) -> None:
    header = (
        "hs_object_id",
        "dealname",
        "dealstage",
        "closedate",
        "Associated Company",
        "hs_is_closed",
        "hs_is_closed_won",
        "closed_lost_reason",
    )
    files = {
        "deals": write_csv(
            tmp_path / "a.csv", header, ("1", "Pilot", "new", "2026-12-01", "Acme", "", "", "")
        )
    }
    run("hubspot", files, tmp_path / "d")
    row = ("1", "Pilot", stage, "2026-11-19", "Acme", closed, won, reason)
    run("hubspot", {"deals": write_csv(tmp_path / "b.csv", header, row)}, tmp_path / "d")
    data = load(tmp_path / "d" / "acme-pilot.yaml")
    assert data.get("status", "open") == status
    assert (str(data.get("closed_on")) == "2026-11-19") is (status != "open")


def test_an_id_damaged_by_a_spreadsheet_is_refused(tmp_path: Path) -> None:
    header = ("Record ID", "Deal Name", "Deal Stage", "Close Date", "Associated Company")
    rows = [
        ("1.23E+10", "a", "new", "2026-12-01", "Acme"),
        ("", "b", "new", "2026-12-01", "Acme"),
        ("7", "", "new", "2026-12-01", "Acme"),
        ("8", "c", "", "2026-12-01", "Acme"),
    ]
    report = run("hubspot", {"deals": write_csv(tmp_path / "a.csv", header, *rows)}, tmp_path / "d")
    assert reasons(report) == {
        (2, "the id was damaged by a spreadsheet (1.2E+10); export the file again"),
        (3, "no id"),
        (4, "no name"),
        (5, "no stage"),
    }
    assert not (tmp_path / "d").exists()
