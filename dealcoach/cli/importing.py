"""`dealcoach import salesforce` and `dealcoach import hubspot`: CRM exports to deal files."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from types import TracebackType

    from rich.progress import Progress, TaskID

    from dealcoach.importing.report import Report

app = typer.Typer(
    help="Turn CRM exports into deal files, again and again.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)

_BAR_AFTER_SECONDS = 1.0
_now = time.monotonic

_Into = Annotated[Path, typer.Option("--into", help="Folder of the deal files.", metavar="FOLDER")]
_AsOf = Annotated[str | None, typer.Option(help="Day of the import (default: today).", metavar="DATE")]
_Mapping = Annotated[
    Path | None, typer.Option(help="Your own columns, roles, stages and owners.", metavar="FILE")
]
_DateFormat = Annotated[
    str | None,
    typer.Option(
        help="dmy, mdy, ymd or a pattern such as %d.%m.%Y, when the export leaves it open.", metavar="FORMAT"
    ),
]
_Encoding = Annotated[
    str | None, typer.Option(help="Encoding of the exports (default: found).", metavar="NAME")
]
_Currency = Annotated[str, typer.Option(help="Currency of amounts that name none.", metavar="CODE")]
_Owner = Annotated[str, typer.Option(help="Owner of deals for which the export names none.", metavar="NAME")]
_DryRun = Annotated[bool, typer.Option("--dry-run", help="Show the difference, write nothing.")]
_Report = Annotated[
    Path | None, typer.Option(help="Also write the report, row by row, as .json or .csv.", metavar="FILE")
]


class _Bar:
    """A progress bar on standard error, once the work has taken a second, if that is a terminal."""

    def __init__(self) -> None:
        self._start = _now()
        self._bar: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> _Bar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, what: str, done: int, total: int) -> None:
        if self._bar is None:
            if _now() - self._start < _BAR_AFTER_SECONDS or not sys.stderr.isatty():
                return
            from rich.console import Console
            from rich.progress import Progress

            self._bar = Progress(console=Console(stderr=True, markup=False), transient=True)
            self._bar.start()
        if what not in self._tasks:
            self._tasks[what] = self._bar.add_task(what.replace("[", "("), total=total)
        self._bar.update(self._tasks[what], completed=done, total=total)


def _day(text: str | None) -> str:
    if text is None:
        return datetime.now(UTC).astimezone().date().isoformat()
    try:
        return datetime.strptime(text, "%Y-%m-%d").date().isoformat()
    except ValueError:
        raise typer.BadParameter(f"'{text}' is no date; write YYYY-MM-DD.", param_hint="--as-of") from None


def _fail(*lines: str) -> typer.Exit:
    for line in lines:
        typer.echo(line, err=True)
    return typer.Exit(2)


@dataclass(frozen=True, slots=True)
class _Common:
    """The options that both commands share, as given."""

    into: Path
    as_of: str | None
    mapping: Path | None
    date_format: str | None
    encoding: str | None
    currency: str
    owner: str
    dry_run: bool
    report: Path | None


def _run(system: str, files: dict[str, Path | None], common: _Common, account_contacts: bool) -> None:
    from dealcoach.cli.schemas import lay_schema
    from dealcoach.importing.failure import ImportFailureError
    from dealcoach.importing.run import Options, run_import
    from dealcoach.importing.summary import shown, summary
    from dealcoach.model.words import CURRENCIES

    report_file = common.report
    code = common.currency.strip().upper()
    if code and code not in CURRENCIES:
        wrong = f"--currency {shown(common.currency)}: is not a currency code of ISO 4217"
        raise _fail(f"{wrong}; write three letters such as EUR.")
    options = Options(
        system,
        {kind: path for kind, path in files.items() if path is not None},
        common.into,
        _day(common.as_of),
        common.mapping,
        common.date_format,
        common.encoding,
        code,
        common.owner.strip() or "Unassigned",
        account_contacts,
        common.dry_run,
    )
    if report_file is not None and report_file.suffix not in {".json", ".csv"}:
        raise _fail(f"--report {report_file}: write a file that ends in .json or .csv.")
    try:
        with _Bar() as bar:
            report = run_import(options, bar, _show)
        if report_file is not None:
            _write_report(report_file, report)
    except ImportFailureError as failure:
        raise _fail(*(shown(problem) for problem in failure.problems)) from None
    except OSError as error:
        raise _fail(shown(f"{error.filename or options.into}: {error.strerror or error}.")) from None
    typer.echo(summary(report), nl=False)
    if report.count("new") and not options.dry_run and (told := lay_schema(options.into)):
        typer.echo(f"\n{shown(told)}")


def _show(path: str, old: str, new: str) -> None:
    import difflib

    from dealcoach.importing.summary import shown

    before = f"a/{path}" if old else "/dev/null"
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), before, f"b/{path}", lineterm="")
    typer.echo("\n".join(shown(line) for line in lines) + "\n")


def _write_report(path: Path, report: Report) -> None:
    from dealcoach.importing import atomic
    from dealcoach.importing.report import as_csv, as_json

    text = as_json(report) if path.suffix == ".json" else as_csv(report)
    atomic.replace(str(path), text.encode())


@app.command()
def salesforce(
    opportunities: Annotated[Path, typer.Option(help="Opportunity export or report.", metavar="CSV")],
    contact_roles: Annotated[Path | None, typer.Option(help="OpportunityContactRole.", metavar="CSV")] = None,
    contacts: Annotated[Path | None, typer.Option(help="Contact.", metavar="CSV")] = None,
    accounts: Annotated[Path | None, typer.Option(help="Account.", metavar="CSV")] = None,
    tasks: Annotated[Path | None, typer.Option(help="Task.", metavar="CSV")] = None,
    events: Annotated[Path | None, typer.Option(help="Event.", metavar="CSV")] = None,
    history: Annotated[
        Path | None, typer.Option(help="OpportunityHistory or OpportunityFieldHistory.", metavar="CSV")
    ] = None,
    users: Annotated[Path | None, typer.Option(help="User: the names of the owners.", metavar="CSV")] = None,
    account_contacts: Annotated[
        bool, typer.Option("--account-contacts", help="List all contacts of the account as the team.")
    ] = False,
    into: _Into = Path("deals"),
    as_of: _AsOf = None,
    mapping: _Mapping = None,
    date_format: _DateFormat = None,
    encoding: _Encoding = None,
    currency: _Currency = "",
    owner: _Owner = "Unassigned",
    dry_run: _DryRun = False,
    report: _Report = None,
) -> None:
    """Import Salesforce exports: one file per open deal, brought up to date each time.

    Columns go by their API names (Data Export, Data Loader) or by the labels of a report.
    What people wrote into the files stays.
    """
    files = {
        "opportunities": opportunities,
        "contact_roles": contact_roles,
        "contacts": contacts,
        "accounts": accounts,
        "tasks": tasks,
        "events": events,
        "history": history,
        "users": users,
    }
    common = _Common(into, as_of, mapping, date_format, encoding, currency, owner, dry_run, report)
    _run("salesforce", files, common, account_contacts)


@app.command()
def hubspot(
    deals: Annotated[Path, typer.Option(help="Deals export.", metavar="CSV")],
    contacts: Annotated[Path | None, typer.Option(help="Contacts export.", metavar="CSV")] = None,
    companies: Annotated[Path | None, typer.Option(help="Companies export.", metavar="CSV")] = None,
    tasks: Annotated[Path | None, typer.Option(help="Tasks export.", metavar="CSV")] = None,
    into: _Into = Path("deals"),
    as_of: _AsOf = None,
    mapping: _Mapping = None,
    date_format: _DateFormat = None,
    encoding: _Encoding = None,
    currency: _Currency = "",
    owner: _Owner = "Unassigned",
    dry_run: _DryRun = False,
    report: _Report = None,
) -> None:
    """Import HubSpot exports: one file per open deal, brought up to date each time.

    Columns go by their labels or by their internal names. What people wrote into the files stays.
    """
    files: dict[str, Path | None] = {
        "deals": deals,
        "contacts": contacts,
        "companies": companies,
        "tasks": tasks,
    }
    common = _Common(into, as_of, mapping, date_format, encoding, currency, owner, dry_run, report)
    _run("hubspot", files, common, account_contacts=False)
