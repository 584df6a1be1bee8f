"""`dealcoach new`: a short conversation, or a blank template, that begins a deal file."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dealcoach.cli import options
from dealcoach.cli.coaching import STOPPED, Plain
from dealcoach.cli.exits import CommandError, Exit
from dealcoach.cli.options import AsOf, Color, ColorOption, ConfigPath
from dealcoach.cli.schemas import lay_schema
from dealcoach.cli.session import open_session, told
from dealcoach.review.opening import Opened, Recipe

if TYPE_CHECKING:
    from dealcoach.cli.asking import Asker
    from dealcoach.coaching.newdeal import Habits, NewDeal

app = typer.Typer(rich_markup_mode=None, add_completion=False)

_FOLDER = Path("deals")


@app.command(
    help="Begin a deal file: a short conversation about account, deal, stage, close date, who is who, and the"
    " next two steps. Answers may come from a pipe, one a line."
)
def new(
    path: Annotated[
        Path | None,
        typer.Argument(metavar="[PATH]", help="Where to write (default: deals/ACCOUNT-DEAL.yaml)."),
    ] = None,
    blank: Annotated[
        bool, typer.Option("--blank", help="Write a commented template without asking.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    as_of: AsOf = None,
    config: ConfigPath = None,
    plain: Plain = False,
    color: ColorOption = Color.auto,
) -> int:
    """Begin a deal file."""
    day = options.read_date(as_of, "--as-of")
    _refuse(path, force=force)
    folder = path if path is not None and path.is_dir() else path.parent if path is not None else _FOLDER
    start = str(folder if folder.is_dir() else Path())
    session = open_session(Recipe(day, start, config=str(config) if config else None))
    if blank:
        return _write_blank(path, folder, session, force=force)
    return _ask(path, folder, session, force=force, plain=plain, color=options.colored(color))


def _refuse(path: Path | None, *, force: bool) -> None:
    """Everything that is wrong with a path is said before the first question."""
    if path is None or path.is_dir():
        return
    if path.suffix.lower() not in (".yaml", ".yml") or path.name.lower() == "dealcoach.yaml":
        raise CommandError(f"{path}: a deal file ends in .yaml; try {path.with_suffix('').name}-deal.yaml")
    if path.exists() and not force:
        raise CommandError(f"{path} is there already; --force writes over it, and its text is then lost")


def _write_blank(path: Path | None, folder: Path, session: Opened, *, force: bool) -> int:
    from dealcoach.coaching.template import NewFile, render

    target = path if path is not None and not path.is_dir() else folder / "new-deal.yaml"
    stages = session.settings.stage_names
    values = {
        "stage": stages[0] if stages else "discovery",
        "currency": session.settings.config.currency or "",
    }
    _write(target, render(NewFile(values)), force=force)
    typer.echo(f"{target}: fill in deal, account, owner and close_date, then: dealcoach coach {target}")
    if note := lay_schema(target.parent):
        typer.echo(note)
    return Exit.OK


def _ask(path: Path | None, folder: Path, session: Opened, *, force: bool, plain: bool, color: bool) -> int:
    from dealcoach.cli.asking import open_asker
    from dealcoach.coaching.newdeal import NewDeal

    settings = session.settings
    talk = NewDeal(settings.as_of, _habits(folder, session))
    asker = open_asker(plain=plain, color=color)
    named = path if path is not None and not path.is_dir() else None
    try:
        ended = _converse(talk, asker, named, folder, force=force)
    except KeyboardInterrupt:
        asker.say("")
        ended = "stopped"
    if not talk.begun:
        if ended == "eof":
            raise CommandError("the answers ended before the first one; nothing was written")
        asker.say("Nothing was written.")
        return STOPPED if ended == "stopped" else Exit.OK
    target = named or _target(talk, folder, draft=bool(talk.unasked))
    _write(target, talk.text(), force=force)
    if talk.unasked:
        return _draft(target, talk, asker, ended)
    _after(target, session, asker)
    return STOPPED if ended == "stopped" else Exit.OK


def _draft(target: Path, talk: NewDeal, asker: Asker, ended: str) -> int:
    """Says where the answers are that were given before the end came early."""
    from dealcoach.reading.folders import shown_file

    name, missing = shown_file(str(target)), ", ".join(talk.missing)
    note = lay_schema(target.parent)
    if ended == "eof":
        raise CommandError(f"the answers ended before the deal had its {missing}; kept as a draft: {name}")
    asker.say(f"Kept as a draft: {name}. It still needs: {missing}.", *([note] if note else []))
    asker.say(f"Fill them in, then: dealcoach coach {name}")
    return STOPPED if ended == "stopped" else Exit.OK


def _converse(talk: NewDeal, asker: Asker, named: Path | None, folder: Path, *, force: bool) -> str:
    """Asks until the deal is told; gives how it ended: done, quit or eof."""
    from dealcoach.coaching.turns import Turn

    asker.say("A new deal. Enter takes what is offered or leaves a question open; back, explain, quit.")
    while (part := talk.part) is not None:
        asker.say("")
        line = asker.ask(part)
        reaction = talk.reply(line)
        if reaction.turn is Turn.QUIT:
            return "quit" if line is not None else "eof"
        asker.say(*(f"  {text}" for text in reaction.lines))
        if part.key == "deal" and named is None and not force and talk.said("deal"):
            target = _target(talk, folder)
            if target.exists():
                asker.say(
                    f"  {target} is there already. Another name, or `quit` and --force to write over it."
                )
                talk.back()
    return "done"


def _target(talk: NewDeal, folder: Path, *, draft: bool = False) -> Path:
    """Where the deal goes by default; safe on every file system, whatever the names are.

    A draft goes where no file is.
    """
    from dealcoach.importing.names import file_name

    account, deal = talk.said("account"), talk.said("deal")
    identity = sha256(f"{account}\n{deal}".encode()).hexdigest()[:8]
    taken = {path.name.casefold() for path in folder.iterdir()} if draft and folder.is_dir() else set()
    return folder / file_name(account, deal, identity, taken)


def _write(target: Path, text: str, *, force: bool) -> None:
    """Writes a new file whole; a file that appeared meanwhile is left alone unless forced."""
    from dealcoach.importing.atomic import is_read_only
    from dealcoach.reading.writing import write_file

    if is_read_only(target):
        raise CommandError(f"{target} is read-only; make it writable first (chmod u+w)")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if not force:
            target.open("xb").close()
        write_file(target, text.encode("utf-8"))
    except FileExistsError:
        raise CommandError(
            f"{target} is there already; --force writes over it, and its text is then lost"
        ) from None
    except OSError as error:
        raise CommandError(f"{target} cannot be written: {error.strerror or error}") from None


def _after(target: Path, session: Opened, asker: Asker) -> None:
    from dealcoach.coaching.looking import Seen, look, standing
    from dealcoach.reading.folders import shown_file

    name = shown_file(str(target))
    seen = look(name, target.read_bytes(), session.settings)
    asker.say("", f"Written: {name}")
    if isinstance(seen, Seen):
        asker.say(f"Its first review: {standing(seen.review)}", style="bold")
    else:
        asker.say(*told(seen).splitlines())
    asker.say(f"Next: dealcoach coach {name}")
    if note := lay_schema(target.parent):
        asker.say(note)


def _habits(folder: Path, session: Opened) -> Habits:
    from dealcoach.cli.owners import likely_owner
    from dealcoach.coaching.newdeal import Habits

    settings = session.settings
    return Habits(
        likely_owner(folder),
        lambda stage: settings.context(stage).early,
        settings.stage_names,
        settings.config.currency,
    )
