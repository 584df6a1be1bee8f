"""The mapping file: what it changes, and how its mistakes are told."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dealcoach.importing.failure import ImportFailureError
from dealcoach.importing.mapping import read_mapping

from .support import deals, load, reasons, run, write_csv

GOOD = """\
columns:
  opportunities:
    close_date: Target Date
    need.problem: Pain__c
    need.by: Go Live
roles:
  Grand Vizier: decision maker
  Sponsor: {role: influencer, level: executive, stance: supporter}
  Nobody: none
stages:
  Angebot: proposal
  Gewonnen: {status: won}
  Ruht: {name: on hold, status: no_decision}
tasks: {Wartet: waiting}
levels: {Bereichsleiter: manager}
stances: {Freund: champion}
owners: {005A: Dana Reyes}
"""


def test_columns_roles_stages_and_owners_are_renamed(tmp_path: Path) -> None:
    mapping = tmp_path / "map.yaml"
    mapping.write_text(GOOD, encoding="utf-8")
    export = write_csv(
        tmp_path / "o.csv",
        ("Id", "Name", "Account Name", "Stage", "Target Date", "Pain__c", "Go Live", "OwnerId"),
        ("006A", "ERP", "Acme", "Angebot", "31.12.2026", "Audit fails", "1.2.2027", "005A"),
        ("006B", "CRM", "Acme", "Gewonnen", "31.12.2026", "", "", "005A"),
        ("006C", "PIM", "Acme", "Ruht", "31.12.2026", "", "", "005A"),
    )
    roles = write_csv(
        tmp_path / "r.csv",
        ("OpportunityId", "Contact Name", "Role"),
        ("006A", "Ines", "Grand Vizier"),
        ("006A", "Tom", "sponsor"),
        ("006A", "Uwe", "Nobody"),
    )
    report = run(
        "salesforce", {"opportunities": export, "contact_roles": roles}, tmp_path / "d", mapping=mapping
    )
    data = load(tmp_path / "d" / "acme-erp.yaml")
    assert (data["stage"], data["owner"], data["close_date"].isoformat()) == (
        "proposal",
        "Dana Reyes",
        "2026-12-31",
    )
    assert data["need"]["problem"] == "Audit fails"
    assert data["need"]["by"].isoformat() == "2027-02-01"
    assert data["buying_team"] == [
        {"name": "Ines", "roles": ["decision_maker"]},
        {"name": "Tom", "roles": ["influencer"], "level": "executive", "stance": "supporter"},
        {"name": "Uwe"},
    ]
    assert (3, "closed, and without a file") in reasons(report)
    assert (4, "closed, and without a file") in reasons(report)


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("colums: {}", ["1:1: 'colums' is no section of a mapping file. Did you mean 'columns'?"]),
        (
            "roles:\n  A: decison_maker\n  B: [x]\n",
            [
                "2:6: 'decison_maker' is no role or stance. Did you mean 'decision_maker'?",
                "3:6: '' is no role or stance.",
            ],
        ),
        ("columns:\n  oportunities: {id: X}\n", ["2:3: 'oportunities' is no kind of export. Did you mean"]),
        (
            "columns:\n  opportunities: {close_dat: X}\n",
            ["2:19: 'close_dat' is no field of opportunities. Did you mean 'close_date'?"],
        ),
        ("stages:\n  A: {status: wonn}\n  A: b\n", ["2:15: 'wonn' is no status", "3:3: 'A' stands twice"]),
        ("roles: 5", ["1:8: roles must be a mapping"]),
        ("- a", ["1:1: a mapping file must be a mapping"]),
        ("roles: {a: b", ["1:"]),
        ("roles: {? [a] : b}", ["a key of roles must be a text"]),
        ("[" * 50, ["nested deeper than 8"]),
    ],
)
def test_every_mistake_is_told_with_its_place(tmp_path: Path, text: str, messages: list[str]) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(text)
    with pytest.raises(ImportFailureError) as caught:
        read_mapping(path, "salesforce")
    for message in messages:
        assert any(problem.startswith(f"{path}:") and message in problem for problem in caught.value.problems)


@pytest.mark.parametrize("data", [b"", b"# nothing\n", b"roles:\n"])
def test_an_empty_mapping_changes_nothing(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "map.yaml"
    path.write_bytes(data)
    assert read_mapping(path, "hubspot").roles == {}


@pytest.mark.parametrize(
    ("data", "message"), [(b"a: \xff", "is not UTF-8"), (b"#" * (1 << 20) + b"##", "1 MiB")]
)
def test_a_mapping_that_cannot_be_read(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "map.yaml"
    path.write_bytes(data)
    with pytest.raises(ImportFailureError, match=message):
        read_mapping(path, "salesforce")
    with pytest.raises(ImportFailureError, match="cannot be read"):
        read_mapping(tmp_path / "none.yaml", "salesforce")


def test_a_mapping_is_read_without_libyaml(tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text(GOOD, encoding="utf-8")
    code = """
import sys
sys.modules["yaml._yaml"] = None
from pathlib import Path
from dealcoach.importing.mapping import read_mapping
print(read_mapping(Path("map.yaml"), "salesforce").owners, hasattr(sys.modules["yaml"], "CSafeLoader"))
"""
    program = [sys.executable, "-c", code]
    done = subprocess.run(program, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout == "{'005A': 'Dana Reyes'} False\n", done.stderr


def test_an_unknown_role_is_noted_and_the_person_stays(tmp_path: Path) -> None:
    export = deals(tmp_path / "o.csv", {"Id": "006A"})
    roles = write_csv(
        tmp_path / "r.csv", ("OpportunityId", "Contact Name", "Role"), ("006A", "Ines", "Grand Vizier")
    )
    report = run("salesforce", {"opportunities": export, "contact_roles": roles}, tmp_path / "d")
    assert load(tmp_path / "d" / "acme-deal-1.yaml")["buying_team"] == [{"name": "Ines"}]
    assert (2, "the role is not known; the person came in without it") in reasons(report)
