"""`dealcoach rep`: one rep's deals on one page, for the manager's half hour with them."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from dealcoach import __version__
from dealcoach.cli import options
from dealcoach.cli.exits import CommandError, Exit
from dealcoach.cli.files import Files
from dealcoach.cli.options import AsOf, Color, ColorOption, ConfigPath, Jobs, NoCache, Output, Quiet, Redact
from dealcoach.cli.past import NoHistory
from dealcoach.cli.reviewing import collected, exit_code, narrowed
from dealcoach.cli.session import open_session, paths_or_default, start_of, told
from dealcoach.cli.writing import emit, save, writes_unicode
from dealcoach.model.scalars import shown, suggestion
from dealcoach.model.words import name_key, plain_key
from dealcoach.output.rep_page import rep_markdown, rep_text
from dealcoach.review.choosing import Filter
from dealcoach.review.opening import Recipe

if TYPE_CHECKING:
    from dealcoach.model.changes import Diff
    from dealcoach.model.review import Report, Review
    from dealcoach.review.opening import Opened

app = typer.Typer(rich_markup_mode=None, add_completion=False)

NAMES = ("text", "markdown")


class Format(StrEnum):
    """Formats of the page."""

    text = "text"
    markdown = "markdown"


@app.command(help="One rep on one page: what to talk about, what comes up again, promises, what goes well.")
def rep(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="The owner of the deals, or a part of the name.")
    ],
    path: Annotated[str | None, typer.Argument(metavar="[PATH]", help="A folder of deals.")] = None,
    since: Annotated[
        str | None, typer.Option(metavar="WHEN", help='Also what changed: 2026-11-14, "last week", HEAD~5.')
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="text or markdown.")] = Format.text,
    as_of: AsOf = None,
    config: ConfigPath = None,
    output: Output = None,
    color: ColorOption = Color.auto,
    jobs: Jobs = None,
    no_cache: NoCache = False,
    no_history: NoHistory = False,
    redact: Redact = False,
    quiet: Quiet = False,
) -> int:
    """Show one rep's deals."""
    targets = options.targets(output, NAMES)
    chosen = paths_or_default([path] if path else None)
    day = options.read_date(as_of, "--as-of")
    opened = open_session(Recipe(day, start_of(chosen), str(config) if config else None), quiet=quiet)
    files = Files(chosen, opened, jobs, not no_cache, quiet, history=not no_history)
    everybody = collected(files, Filter())
    if everybody.problems and not everybody.deals:
        raise CommandError(told(everybody.problems), Exit.FINDINGS)
    owner = _owner(name, (deal.owner for deal in everybody.deals))
    mine = narrowed(everybody, lambda deal: name_key(deal.owner) == name_key(owner))
    diff = _since(files, since, owner, redact=redact) if since else None
    page = _Page(owner, mine, diff, opened.settings.library.titles_by_id)
    if redact:
        page = _redacted(page, everybody, opened)
    for kind, target in targets:
        save(target, page.render(kind, 80, color=False, ascii_only=False))
    width = shutil.get_terminal_size((80, 24)).columns
    plain = not writes_unicode()
    emit(page.render(format_.value, width, color=options.colored(color), ascii_only=plain))
    return exit_code(mine, None)


def _owner(name: str, owners: Iterable[str]) -> str:
    """The one owner who is meant; raises CommandError where that is nobody, or several."""
    known = {name_key(owner): owner for owner in sorted(owners)}
    exact = known.get(name_key(name))
    part = plain_key(name)
    found = [exact] if exact else [owner for owner in known.values() if part in plain_key(owner)]
    if len(found) == 1:
        return found[0]
    if found:
        raise CommandError(f"{shown(name)} may be {' or '.join(found)}; write more of the name")
    near = suggestion(name, list(known.values()))
    listed = ", ".join(list(known.values())[:12])
    hint = f"did you mean {near}?" if near else f"owners here: {listed}"
    raise CommandError(f"no deal here is owned by {shown(name)}; {hint}")


def _since(files: Files, since: str, owner: str, *, redact: bool) -> Diff:
    from dealcoach.cli.comparing import Comparison, against_past, redacted
    from dealcoach.comparing.comparing import compare

    work = Comparison(files.opened, files.jobs, files.cached, files.history, files.quiet)
    sides = against_past(files.paths[0], since, work)

    def theirs(deal: Review) -> bool:
        return name_key(deal.owner) == name_key(owner)

    diff = compare(sides.before, sides.now, sides.then, sides.today, __version__, theirs)
    return redacted(diff, sides, files.opened) if redact else diff


def _redacted(page: _Page, everybody: Report, opened: Opened) -> _Page:
    """The page without names, which are numbered over the deals of everybody."""
    from dealcoach.cli.comparing import redactor_of

    redactor = redactor_of(opened)
    redactor.meet(everybody.deals, (problem.file for problem in everybody.problems))
    return page._replace(owner=redactor.rep(page.owner), deals=redactor.report(page.deals))


class _Page(NamedTuple):
    """What the page tells."""

    owner: str
    deals: Report
    diff: Diff | None
    titles: Mapping[str, str]

    def render(self, kind: str, width: int, *, color: bool, ascii_only: bool) -> str:
        if kind == "markdown":
            return rep_markdown(self.owner, self.deals, self.diff, self.titles)
        return rep_text(
            *(self.owner, self.deals, self.diff),
            width=width,
            color=color,
            ascii_only=ascii_only,
            titles=self.titles,
        )
