"""Hostile exports: whatever stands in the cells, files stay valid, inside the folder, and stable."""

from __future__ import annotations

import tempfile
from pathlib import Path

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dealcoach.importing.columns import SYSTEMS
from dealcoach.importing.failure import ImportFailureError
from dealcoach.importing.report import as_csv, as_json
from dealcoach.importing.summary import summary

from .support import contents, run, write_csv

CELLS = st.one_of(
    st.sampled_from(
        [
            "",
            " ",
            "1",
            "2",
            "../../x",
            "=cmd()",
            "@x",
            "NO",
            "true",
            "Closed Won",
            "Decision Maker; BLOCKER",
            "02/13/26",
            "2026-12-18",
            "2026-02-31",
            "31.12.2026",
            "$1,234",
            "-5",
            "1e999",
            "a: b #c",
            "\x1b[2J",
            "\u202ex",
            "\u2028",
            "'",
            '"',
            "[x]",
            "- y",
            "Waiting on someone else",
            "COMPLETED",
            "Email: x",
            "1.2E+10",
            "\ufeff",
            "x" * 300,
        ]
    ),
    st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12),
)


IDS = st.one_of(st.sampled_from(["1", "2", "3", "1;2"]), CELLS)
USUAL = {
    "close_date": st.one_of(st.sampled_from(["2026-12-18", "31.12.2026"]), CELLS),
    "due": st.one_of(st.sampled_from(["2026-12-18", "2026-11-01"]), CELLS),
    "completed": st.one_of(st.sampled_from(["2026-11-10", "2026-03-01"]), CELLS),
    "status": st.one_of(st.sampled_from(["Completed", "WAITING", "Open"]), CELLS),
    "is_deleted": st.sampled_from(["", "", "", "1"]),
    "is_closed": st.sampled_from(["", "", "true"]),
}


@st.composite
def exports(draw: st.DrawFn) -> tuple[str, dict[str, list[tuple[str, ...]]]]:
    system = draw(st.sampled_from(["salesforce", "hubspot"]))
    files = {}
    for kind, columns in SYSTEMS[system].items():
        fields = {name: headers[0] for name, headers in columns.fields.items() if headers}
        header = tuple(fields.values())
        cells = [USUAL.get(name, IDS if name.endswith(("id", "ids")) else CELLS) for name in fields]
        rows = draw(st.lists(st.tuples(*cells), min_size=1, max_size=4))
        files[kind] = [header, *rows]
    return system, files


@settings(max_examples=60, deadline=None)
@given(exports())
def test_any_export_gives_valid_files_or_a_clear_refusal(
    export: tuple[str, dict[str, list[tuple[str, ...]]]],
) -> None:
    system, files = export
    with tempfile.TemporaryDirectory() as temp:
        place, folder = Path(temp), Path(temp) / "in" / "deals"
        paths = {kind: write_csv(place / f"{kind}.csv", *rows) for kind, rows in files.items()}
        before = set(contents(place))
        try:
            report = run(system, paths, folder, date_format="dmy", account_contacts=True)
        except ImportFailureError as failure:
            assert all(problem.endswith((".", "?")) for problem in failure.problems)
            return
        assert all(name in before or name.startswith("in/deals/") for name in contents(place))
        for name, data in contents(place).items():
            if name not in before:
                deal = yaml.safe_load(data)
                assert {"deal", "account", "owner", "stage", "close_date", "crm"} <= deal.keys()
                names = [member["name"] for member in deal.get("buying_team", [])]
                assert len(set(names)) == len(names)
        assert summary(report).isprintable() or "\x1b" not in summary(report)
        assert as_json(report) and as_csv(report)
        written = contents(folder) if folder.exists() else {}
        again = run(system, paths, folder, date_format="dmy", account_contacts=True)
        assert again.count("new") == again.count("updated") == again.count("refused") == 0
        assert (contents(folder) if folder.exists() else {}) == written


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as temp:
        path = Path(temp) / "o.csv"
        path.write_bytes(b"Id,Name,Account Name,StageName,CloseDate\n" + data)
        try:
            run("salesforce", {"opportunities": path}, Path(temp) / "d", date_format="dmy")
        except ImportFailureError as failure:
            assert failure.problems
