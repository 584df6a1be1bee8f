"""`import salesforce`: the example exports from end to end, and again a week later."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from dealcoach.importing import atomic
from dealcoach.importing.failure import ImportFailureError
from dealcoach.reading.deal_file import read_deal

from .support import (
    ERP,
    EXPORTS,
    contents,
    deals,
    load,
    reasons,
    run,
    salesforce_files,
    write_csv,
)

LEFT_OUT = {
    ("Opportunity.csv", 4, "closed, and without a file"),
    ("Opportunity.csv", 5, "the next step says the deal is closed, but the deal is open; left out"),
    ("Opportunity.csv", 7, "deleted in the CRM"),
    ("Opportunity.csv", 8, "the id stands twice; the first row was taken"),
    ("Opportunity.csv", 9, "more cells than the header has columns"),
    ("Opportunity.csv", 10, "no close date: an open deal needs one"),
    ("OpportunityContactRole.csv", 6, "the contact is not in the contacts export"),
    ("OpportunityContactRole.csv", 7, "belongs to a deal that is not in the export"),
    ("OpportunityContactRole.csv", 8, "belongs to a closed deal"),
    ("OpportunityContactRole.csv", 9, "the role is not known; the person came in without it"),
    (
        "OpportunityContactRole.csv",
        10,
        "two people of the deal have one name; the second is told apart by the title",
    ),
    ("OpportunityHistory.csv", 6, "belongs to a closed deal"),
    ("OpportunityHistory.csv", 7, "the history ends in another stage than the deal has; it tells no date"),
    ("Contact.csv", 3, "the level is not known; left out"),
    ("Task.csv", 8, "the task was done over 30 days ago"),
    ("Task.csv", 9, "the task is deferred"),
    ("Task.csv", 10, "belongs to a deal that is not in the export"),
    ("Event.csv", 4, "the event was cancelled"),
}


def test_one_file_per_open_deal_and_every_row_left_out_is_told(tmp_path: Path) -> None:
    report = run("salesforce", salesforce_files(), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "northwind-manufacturing-erp-replacement-abcdfaav.yaml",
        ERP,
        "suedfrost-soehne-kg-cmd-calc.yaml",
        "suedfrost-soehne-kg-x.yaml",
    ]
    assert {(note.source, note.row, note.reason) for note in report.notes.rows} == LEFT_OUT
    assert load(tmp_path / "suedfrost-soehne-kg-cmd-calc.yaml")["deal"] == "=cmd('calc')"
    assert load(tmp_path / "suedfrost-soehne-kg-x.yaml")["next_steps"] == [
        {"what": "Agree the scope with Paul"}
    ]


def test_a_deal_with_everything(tmp_path: Path) -> None:
    run("salesforce", salesforce_files(), tmp_path)
    assert (tmp_path / ERP).read_text(encoding="utf-8") == (
        EXPORTS / "salesforce" / "expected.yaml"
    ).read_text()


def test_the_same_export_again_changes_no_byte(tmp_path: Path) -> None:
    run("salesforce", salesforce_files(), tmp_path)
    before = contents(tmp_path)
    times = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    report = run("salesforce", salesforce_files(), tmp_path)
    assert (report.count("unchanged"), report.count("updated"), report.count("new")) == (4, 0, 0)
    assert contents(tmp_path) == before
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == times


def test_the_order_of_the_rows_does_not_matter(tmp_path: Path) -> None:
    run("salesforce", salesforce_files(), tmp_path / "d")
    before = contents(tmp_path / "d")
    files = {}
    for kind, path in salesforce_files().items():
        if kind == "opportunities":
            files[kind] = path
            continue
        header, *rows = csv.reader(path.open(encoding="utf-8", newline=""))
        files[kind] = write_csv(tmp_path / path.name, tuple(header), *[tuple(row) for row in reversed(rows)])
    report = run("salesforce", files, tmp_path / "d")
    assert report.count("updated") == 0
    assert contents(tmp_path / "d") == before


def test_a_week_later(tmp_path: Path) -> None:
    """The deal is renamed, pushed and closed; the file keeps its name and what Dana wrote."""
    folder = tmp_path / "deals"
    run("salesforce", salesforce_files(), folder)
    path = folder / ERP
    mine = path.read_text(encoding="utf-8").replace(
        "    roles: [decision_maker]\n", "    roles: [decision_maker]   # she signs\n    stance: skeptical\n"
    )
    path.write_text(mine + "\n# my own words\n", encoding="utf-8")
    export = deals(
        tmp_path / "later.csv",
        {
            "Id": "0065g00000AbCdE",
            "Name": "ERP & MES",
            "Account Name": "Northwind",
            "StageName": "Closed Lost",
            "CloseDate": "2026-11-27",
            "IsClosed": "1",
            "Loss Reason": "No decision",
        },
        {
            "Id": "0065g00000AbCdF",
            "Name": "ERP replacement",
            "Account Name": "Northwind Manufacturing",
            "StageName": "Prospecting",
            "CloseDate": "2027-03-26",
            "Amount": "18,000.50",
        },
    )
    report = run("salesforce", {"opportunities": export}, folder, as_of="2026-11-28")
    data = load(path)
    assert (data["deal"], data["status"], data["closed_on"].isoformat()) == (
        "ERP & MES",
        "no_decision",
        "2026-11-27",
    )
    assert data["buying_team"][0]["stance"] == "skeptical"
    assert path.read_text(encoding="utf-8").endswith("# my own words\n")
    assert "   # she signs\n" in path.read_text(encoding="utf-8")
    other = load(folder / "northwind-manufacturing-erp-replacement-abcdfaav.yaml")
    assert [day.isoformat() for day in other["close_date_history"]] == ["2027-02-26"]
    assert [(file.rsplit("/", 1)[-1], deleted) for file, deleted in report.gone] == [
        ("suedfrost-soehne-kg-cmd-calc.yaml", False),
        ("suedfrost-soehne-kg-x.yaml", False),
    ]
    assert len(list(folder.iterdir())) == 4


def test_a_deal_deleted_in_the_crm_is_listed_and_kept(tmp_path: Path) -> None:
    run(
        "salesforce",
        {"opportunities": deals(tmp_path / "a.csv", {"Id": "006A"}, {"Id": "006B"})},
        tmp_path / "d",
    )
    later = deals(tmp_path / "b.csv", {"Id": "006A", "IsDeleted": "true"}, {"Id": "006B", "Name": "Deal 2"})
    report = run("salesforce", {"opportunities": later}, tmp_path / "d")
    assert [(file.rsplit("/", 1)[-1], deleted) for file, deleted in report.gone] == [
        ("acme-deal-1.yaml", True)
    ]
    assert (tmp_path / "d" / "acme-deal-1.yaml").exists()


def test_files_in_folders_and_under_other_names_are_found_by_their_id(tmp_path: Path) -> None:
    export = {"opportunities": deals(tmp_path / "a.csv", {"Id": "006A"}, {"Id": "006B"})}
    run("salesforce", export, tmp_path / "d")
    (tmp_path / "d" / "team").mkdir()
    (tmp_path / "d" / "acme-deal-1.yaml").rename(tmp_path / "d" / "team" / "my deal.yml")
    text = (
        (tmp_path / "d" / "acme-deal-2.yaml")
        .read_text()
        .replace(
            'crm: {system: salesforce, id: "006B"}', "crm:\n  id: 006B   # from the CRM\n  system: Salesforce"
        )
    )
    (tmp_path / "d" / "acme-deal-2.yaml").write_text(text)
    report = run("salesforce", export, tmp_path / "d")
    assert (report.count("unchanged"), report.count("new")) == (2, 0)


@pytest.mark.parametrize("suffix", [".YAML", ".YML", ".Yaml"])
def test_a_file_is_found_whatever_the_case_of_its_suffix(tmp_path: Path, suffix: str) -> None:
    export = {"opportunities": deals(tmp_path / "a.csv", {"Id": "006A"})}
    run("salesforce", export, tmp_path / "d")
    (tmp_path / "d" / "acme-deal-1.yaml").rename(tmp_path / "d" / f"acme-deal-1{suffix}")
    report = run("salesforce", export, tmp_path / "d")
    assert (report.count("unchanged"), report.count("new")) == (1, 0)
    assert [path.name for path in (tmp_path / "d").iterdir()] == [f"acme-deal-1{suffix}"]


def test_a_hand_made_file_of_the_same_deal_is_not_doubled(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "mine.yaml").write_text("deal: deal 1\naccount: ACME\n")
    report = run("salesforce", {"opportunities": deals(tmp_path / "a.csv", {"Id": "006A"})}, tmp_path / "d")
    assert [path.name for path in (tmp_path / "d").iterdir()] == ["mine.yaml"]
    (reason,) = [reason for _, reason in reasons(report)]
    assert 'crm: {system: salesforce, id: "006A"}' in reason


def test_files_that_cannot_be_read_or_changed_are_left_alone_and_listed(tmp_path: Path) -> None:
    export = {"opportunities": deals(tmp_path / "a.csv", {"Id": "006A"}, {"Id": "006B"})}
    run("salesforce", export, tmp_path / "d")
    folder = tmp_path / "d"
    (folder / "broken.yaml").write_text("crm: [")
    (folder / "latin.yaml").write_bytes(b"deal: caf\xe9")
    (folder / "acme-deal-1.yaml").write_text((folder / "acme-deal-1.yaml").read_text() + "x: [\n")
    (folder / "acme-deal-2.yaml").write_text(
        (folder / "acme-deal-2.yaml")
        .read_text()
        .replace("stage: Proposal", "stage: &s Idea\ncustom: {was: *s}")
    )
    (folder / "dealcoach.yaml").write_text("currency: EUR\n")
    before = contents(folder)
    report = run("salesforce", export, folder)
    assert contents(folder) == before
    assert report.count("refused") == 2
    assert {path.rsplit("/", 1)[-1] for path, _ in report.unreadable} == {"broken.yaml", "latin.yaml"}
    problems = [problem for _, problem in report.unreadable] + [note.problem for note in report.deals]
    assert not any("did not find expected" in problem for problem in problems)
    assert any(re.search(r"line \d+, column \d+: .*never closed", problem) for problem in problems)


def test_a_broken_file_is_explained_as_lint_does(tmp_path: Path) -> None:
    export = {"opportunities": deals(tmp_path / "a.csv", {})}
    (tmp_path / "d").mkdir()
    for number, text in enumerate(
        ("deal: x\nneed: [a, b\naccount: c\n", "deal: a: b\n", "deal: x\n\ty: 1\n")
    ):
        (tmp_path / "d" / f"{number}.yaml").write_text(text)
    report = run("salesforce", export, tmp_path / "d")
    assert len(report.unreadable) == 3
    for file, problem in report.unreadable:
        (told,) = read_deal(file, (tmp_path / "d" / Path(file).name).read_bytes()).problems
        assert problem == f"line {told.line}, column {told.column}: {told.message}"


def test_a_read_only_file_is_not_written_over(tmp_path: Path) -> None:
    run("salesforce", {"opportunities": deals(tmp_path / "a.csv", {"Id": "006A"})}, tmp_path / "d")
    file = tmp_path / "d" / "acme-deal-1.yaml"
    file.chmod(0o444)
    before = file.read_bytes()
    changed = {"opportunities": deals(tmp_path / "b.csv", {"Id": "006A", "Amount": "5"})}
    for dry_run in (True, False):
        report = run("salesforce", changed, tmp_path / "d", dry_run=dry_run)
        assert (report.count("refused"), file.read_bytes()) == (1, before)
        assert "is read-only" in report.deals[0].problem
    assert file.stat().st_mode & 0o777 == 0o444
    file.chmod(0o644)
    assert run("salesforce", changed, tmp_path / "d").count("updated") == 1


def test_only_deals_that_came_in_are_counted(tmp_path: Path) -> None:
    rows = (
        {"Owner.Name": "", "Account Name": "", "AccountId": "001A"},
        {"Owner.Name": "", "CloseDate": ""},
        {"Account Name": "", "AccountId": "001B", "CloseDate": ""},
        {"Account Name": "", "AccountId": ""},
    )
    report = run("salesforce", {"opportunities": deals(tmp_path / "a.csv", *rows)}, tmp_path / "d")
    assert report.count("new") == 2
    text = "\n".join(report.notes.remarks)
    assert "Deals without an owner: 1." in text
    assert "Accounts known by id only: 1." in text
    assert "Deals without an account: 1." in text


@pytest.mark.parametrize(
    ("system", "kind", "header"),
    [
        ("salesforce", "opportunities", ("Id", "Name", "Stage", "Close Date")),
        (
            "hubspot",
            "deals",
            ("Record ID", "Deal Name", "Deal Stage", "Close Date", "Associated Contact IDs"),
        ),
    ],
)
def test_without_an_account_column_the_deals_come_in_all_the_same(
    tmp_path: Path, system: str, kind: str, header: tuple[str, ...]
) -> None:
    row = ("1", "Pilot", "Proposal", "2026-12-18", "7;8")[: len(header)]
    report = run(system, {kind: write_csv(tmp_path / "o.csv", header, row)}, tmp_path / "d")
    assert load(tmp_path / "d" / "unknown-account-pilot.yaml")["account"] == "Unknown account"
    (told,) = [text for text in report.notes.remarks if "no column" in text]
    assert "so no deal tells its account" in told and "Is '" not in told, "ids are no names"
    near = (*header, "Associated Compny" if system == "hubspot" else "Acount Name")
    report = run(system, {kind: write_csv(tmp_path / "o.csv", near, (*row, "Acme"))}, tmp_path / "d")
    assert any(f"Is '{near[-1]}' the column for account?" in text for text in report.notes.remarks)


def test_an_account_told_by_several_ids_goes_by_the_first(tmp_path: Path) -> None:
    header = ("Record ID", "Deal Name", "Deal Stage", "Close Date", "Associated Company IDs")
    export = write_csv(tmp_path / "o.csv", header, ("1", "Pilot", "new", "2026-12-18", "501;502"))
    run("hubspot", {"deals": export}, tmp_path / "d")
    assert load(tmp_path / "d" / "501-pilot.yaml")["account"] == "501"


def test_the_real_rows(tmp_path: Path) -> None:
    rows = EXPORTS / "real_rows"
    files = {"opportunities": rows / "Opportunity.csv", "accounts": rows / "Account.csv"}
    report = run("salesforce", files, tmp_path / "demo")
    steps = [step for path in (tmp_path / "demo").iterdir() for step in load(path).get("next_steps", [])]
    assert sorted(step["what"] for step in steps) == [
        "Follow up on status of contracts",
        "Look into alternative pricing schemes based on longer term",
    ]
    assert any(
        '"Closed Won. Paperwork attached." stands on 18 of 20 rows' in text for text in report.notes.remarks
    )
    report = run(
        "salesforce", {"opportunities": rows / "Opportunity_us_dates.csv"}, tmp_path / "us", owner="Ian"
    )
    dates = {str(load(path)["close_date"]) for path in (tmp_path / "us").iterdir()}
    assert dates == {"2024-02-03", "2026-03-31"}
    assert load(next((tmp_path / "us").iterdir()))["owner"] == "Ian"


@pytest.mark.parametrize("count", [9, 10])
def test_ten_equal_next_steps_are_nobody_s(tmp_path: Path, count: int) -> None:
    rows = [{"NextStep": "Send the proposal"} for _ in range(count)] + [{"NextStep": "Call Ines"}]
    run("salesforce", {"opportunities": deals(tmp_path / "a.csv", *rows)}, tmp_path / "d")
    assert ("next_steps" in load(tmp_path / "d" / "acme-deal-1.yaml")) is (count == 9)
    assert "next_steps" in load(tmp_path / "d" / f"acme-deal-{count + 1}.yaml")


def test_a_field_history_tells_the_same_as_a_stage_history(tmp_path: Path) -> None:
    export = deals(tmp_path / "a.csv", {"Id": "006A", "StageName": "Proposal", "CloseDate": "12/18/2026"})
    history = write_csv(
        tmp_path / "h.csv",
        ("OpportunityId", "CreatedDate", "Field", "OldValue", "NewValue"),
        ("006A", "10/20/2026 10:00", "CloseDate", "10/31/2026", "12/18/2026"),
        ("006A", "09/01/2026 10:00", "CloseDate", "09/30/2026", "10/31/2026"),
        ("006A", "10/01/2026 10:00", "StageName", "Qualification", "Proposal"),
        ("006A", "10/01/2026 10:00", "Amount", "1", "2"),
    )
    run("salesforce", {"opportunities": export, "history": history}, tmp_path / "d")
    data = load(tmp_path / "d" / "acme-deal-1.yaml")
    assert [str(day) for day in data["close_date_history"]] == ["2026-09-30", "2026-10-31"]
    assert (str(data["stage_since"]), str(data["close_date"])) == ("2026-10-01", "2026-12-18")


def test_owner_ids_never_replace_a_name(tmp_path: Path) -> None:
    export = deals(
        tmp_path / "a.csv",
        {"Id": "006A", "Owner.Name": "", "OwnerId": "005A", "Account Name": "", "AccountId": "001A"},
    )
    run("salesforce", {"opportunities": export}, tmp_path / "d")
    path = tmp_path / "d" / "001a-deal-1.yaml"
    assert (load(path)["owner"], load(path)["account"]) == ("005A", "001A")
    path.write_text(path.read_text().replace("005A", "Dana Reyes").replace("001A", "Acme"))
    before = path.read_text()
    run("salesforce", {"opportunities": export}, tmp_path / "d")
    assert path.read_text() == before


def test_a_future_meeting_becomes_activity_once_it_is_past(tmp_path: Path) -> None:
    export = deals(tmp_path / "a.csv", {"Id": "006A"})
    events = write_csv(
        tmp_path / "e.csv",
        ("WhatId", "Subject", "ActivityDate", "Contact"),
        ("006A", "Plant tour", "2026-11-25", "Ines Duarte"),
    )
    files = {"opportunities": export, "events": events}
    run("salesforce", files, tmp_path / "d")
    run("salesforce", files, tmp_path / "d", as_of="2026-11-28")
    data = load(tmp_path / "d" / "acme-deal-1.yaml")
    assert str(data["next_steps"][0]["done"]) == "2026-11-25"
    assert [(entry["type"], entry["direction"]) for entry in data["activity"]] == [("meeting", "two_way")]


def test_account_contacts_are_listed_when_asked_for(tmp_path: Path) -> None:
    files = {
        kind: path
        for kind, path in salesforce_files().items()
        if kind in {"opportunities", "contacts", "accounts"}
    }
    assert any(
        "--account-contacts" in text for text in run("salesforce", files, tmp_path / "a").notes.remarks
    )
    run("salesforce", files, tmp_path / "b", account_contacts=True)
    assert "buying_team" not in load(tmp_path / "a" / ERP)
    assert [member["name"] for member in load(tmp_path / "b" / ERP)["buying_team"]] == [
        "Ines Duarte",
        "Lena Fox",
        "Paul Stern",
    ]


def test_too_many_people_and_steps_are_capped_and_told(tmp_path: Path) -> None:
    export = deals(tmp_path / "a.csv", {"Id": "006A"})
    roles = write_csv(
        tmp_path / "r.csv",
        ("OpportunityId", "Contact Name", "Role"),
        *[("006A", f"Person {number}", "Evaluator") for number in range(203)],
    )
    tasks = write_csv(
        tmp_path / "t.csv",
        ("WhatId", "Subject", "Status", "ActivityDate"),
        *[("006A", f"Task {number}", "Open", "2026-12-01") for number in range(502)],
    )
    report = run(
        "salesforce", {"opportunities": export, "contact_roles": roles, "tasks": tasks}, tmp_path / "d"
    )
    data = load(tmp_path / "d" / "acme-deal-1.yaml")
    assert (len(data["buying_team"]), len(data["next_steps"])) == (200, 500)
    assert len([note for note in report.notes.rows if "more than 200" in note.reason]) == 3


def test_a_new_file_at_the_limits_counts_the_fields_of_the_deal_too(tmp_path: Path) -> None:
    export = deals(
        tmp_path / "a.csv", {"Id": "006A", "NextStep": "Call Ines", "LastActivityDate": "2026-11-20"}
    )
    tasks = write_csv(
        tmp_path / "t.csv",
        ("WhatId", "Subject", "Status", "ActivityDate"),
        *[("006A", f"Task {number}", "Open", "2026-12-01") for number in range(500)],
    )
    events = write_csv(
        tmp_path / "e.csv",
        ("WhatId", "Subject", "ActivityDate"),
        *[("006A", f"Meeting {number}", "2025-03-04") for number in range(1000)],
    )
    files = {"opportunities": export, "tasks": tasks, "events": events}
    report = run("salesforce", files, tmp_path / "d")
    data = load(tmp_path / "d" / "acme-deal-1.yaml")
    assert (len(data["next_steps"]), len(data["activity"])) == (500, 1000)
    assert data["next_steps"][0] == {"what": "Call Ines"}
    assert data["activity"][-1]["note"] == "Last activity in the CRM"
    assert len([note for note in report.notes.rows if "has more than" in note.reason]) == 2


def test_another_export_does_not_push_a_file_past_its_limits(tmp_path: Path) -> None:
    export = deals(tmp_path / "a.csv", {"Id": "006A"})
    for count, year in ((990, 2025), (30, 2026)):
        events = write_csv(
            tmp_path / "e.csv",
            ("WhatId", "Subject", "ActivityDate"),
            *[("006A", f"Meeting {year} {number}", f"{year}-03-04") for number in range(count)],
        )
        report = run("salesforce", {"opportunities": export, "events": events}, tmp_path / "d")
    path = tmp_path / "d" / "acme-deal-1.yaml"
    assert len(load(path)["activity"]) == 1000
    assert read_deal(path.name, path.read_bytes()).problems == ()
    told = [(note.row, note.reason.split(";")[0], note.detail.split(": ")[1]) for note in report.notes.rows]
    assert (2, "the file would have more than 1,000 activities", "20 left out") in told


def test_missing_columns_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    one = write_csv(tmp_path / "o.csv", ("Id", "Name", "Stage"), ("1", "a", "b"))
    two = write_csv(tmp_path / "c.csv", ("Nome",), ("1",))
    with pytest.raises(ImportFailureError) as caught:
        run(
            "salesforce",
            {"opportunities": one, "contacts": two, "tasks": tmp_path / "none.csv"},
            tmp_path / "d",
        )
    text = "\n".join(caught.value.problems)
    assert "no column 'CloseDate' or 'Close Date'" in text
    assert "Found: 'Nome'" in text
    assert "none.csv: cannot be read" in text
    assert not (tmp_path / "d").exists()


def test_a_link_out_of_the_folder_is_not_followed_for_writing(tmp_path: Path) -> None:
    run("salesforce", {"opportunities": deals(tmp_path / "a.csv", {"Id": "006A"})}, tmp_path / "d")
    inside, outside = tmp_path / "d" / "acme-deal-1.yaml", tmp_path / "outside.yaml"
    inside.rename(outside)
    inside.symlink_to(outside)
    before = outside.read_bytes()
    report = run(
        "salesforce",
        {"opportunities": deals(tmp_path / "b.csv", {"Id": "006A", "Amount": "5"})},
        tmp_path / "d",
    )
    assert (report.count("refused"), outside.read_bytes()) == (1, before)


def test_a_run_that_is_killed_leaves_every_file_old_or_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed at every single system call that changes a folder; the next import repairs the rest."""
    first = {"opportunities": deals(tmp_path / "a.csv", *[{"Amount": "1"}] * 3)}
    second = {"opportunities": deals(tmp_path / "b.csv", *[{"Amount": "2"}] * 4)}
    run("salesforce", second, tmp_path / "want")
    calls = 0
    for stop in range(1, 13):
        folder = tmp_path / f"d{stop}"
        run("salesforce", first, folder)
        old, calls = contents(folder), 0

        def dying(function: Callable[..., Any], stop: int = stop) -> Callable[..., Any]:
            def call(*args: Any, **kwargs: Any) -> Any:
                nonlocal calls
                calls += 1
                if calls == stop:
                    raise KeyboardInterrupt
                return function(*args, **kwargs)

            return call

        with monkeypatch.context() as patch:
            for name in ("open", "write", "replace"):
                patch.setattr(os, name, dying(getattr(os, name)))
            with pytest.raises(KeyboardInterrupt):
                run("salesforce", second, folder)
        for name, data in contents(folder).items():
            assert data in {old.get(name), (tmp_path / "want" / name).read_bytes()}
        run("salesforce", second, folder)
        assert {
            name: yaml.safe_load(data)["amount"] for name, data in contents(folder).items()
        } == dict.fromkeys(contents(tmp_path / "want"), 2)


def test_a_temp_file_left_behind_is_replaced(tmp_path: Path) -> None:
    (tmp_path / f".dealcoach-{os.getpid()}.tmp").write_text("half")
    (tmp_path / "a.yaml").write_text("old")
    (tmp_path / "a.yaml").chmod(0o640)
    atomic.replace(str(tmp_path / "a.yaml"), b"new", (tmp_path / "a.yaml").stat().st_mode)
    assert contents(tmp_path) == {"a.yaml": b"new"}
    assert (tmp_path / "a.yaml").stat().st_mode & 0o777 == 0o640


def test_two_exports_of_one_file_name_are_told_apart(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    export = deals(tmp_path / "a" / "export.csv", {"Id": "006A"})
    roles = write_csv(
        tmp_path / "b" / "export.csv", ("OpportunityId", "Contact Name", "Role"), ("006B", "Ines", "User")
    )
    report = run("salesforce", {"opportunities": export, "contact_roles": roles}, tmp_path / "d")
    assert [note.source for note in report.notes.rows] == [str(roles)]


def test_long_texts_and_contradicting_forecasts_are_told(tmp_path: Path) -> None:
    mapping = tmp_path / "map.yaml"
    mapping.write_text("columns: {opportunities: {need.problem: Description}}")
    export = deals(tmp_path / "a.csv", {"Description": "x" * 10_001, "ForecastCategoryName": "Closed"})
    report = run("salesforce", {"opportunities": export}, tmp_path / "d", mapping=mapping)
    assert len(load(tmp_path / "d" / "acme-deal-1.yaml")["need"]["problem"]) == 10_000
    assert reasons(report) == {
        (2, "a text is longer than 10,000 characters, and was cut"),
        (2, "the forecast says closed, the deal is open; left out"),
    }


def test_altify_s_scale_and_numbers_from_one_to_five(tmp_path: Path) -> None:
    export = deals(tmp_path / "a.csv", {"Id": "006A"})
    scale = ("Mentor", "Supporter", "Neutral", "Non-Supporter", "Enemy", "Fan")
    rows = [("006A", f"P{n}", "Other", word, str(n)) for n, word in enumerate(scale, 1)]
    roles = write_csv(
        tmp_path / "r.csv", ("OpportunityId", "Contact Name", "Role", "Support", "Influence"), *rows
    )
    report = run("salesforce", {"opportunities": export, "contact_roles": roles}, tmp_path / "d")
    team = load(tmp_path / "d" / "acme-deal-1.yaml")["buying_team"]
    assert [(member.get("stance"), member.get("influence")) for member in team] == [
        ("champion", 1),
        ("supporter", 2),
        ("neutral", 3),
        ("skeptical", 4),
        ("resistant", 5),
        (None, None),
    ]
    assert reasons(report) == {
        (7, "the stance is not known; left out"),
        (7, "the influence is no number from 1 to 5; left out"),
    }
