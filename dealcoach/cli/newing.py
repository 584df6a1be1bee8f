"""`dealcoach new`: a short conversation, or a blank template, that begins a deal file."""

from __future__ import annotations

import getpass
import sys
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dealcoach.cli import options
from dealcoach.cli.coaching import STOPPED, Plain
from dealcoach.cli.exits import CommandError, Exit
from dealcoach.cli.options import AsOf, Color, ColorOption, ConfigPath
from dealcoach.cli.session import open_session, told
from dealcoach.review.opening import Opened, Recipe

if TYPE_CHECKING:
    from dealcoach.cli.asking import Asker
    from dealcoach.coaching.newdeal import Habits, NewDeal

app = typer.Typer(rich_markup_mode=None, add_completion=False)

_FOLDER = Path("deals")
_MOST_READ = 500
"""Deal files that are read to find out whose deals a folder holds."""


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
        sys.stderr.write("\nStopped. Nothing was written.\n")
        return STOPPED
    if talk.missing:
        missing = ", ".join(talk.missing)
        if ended == "quit":
            asker.say(f"Nothing was written; a deal file needs at least: {missing}.")
            return Exit.OK
        raise CommandError(f"the answers ended before the deal had its {missing}; nothing was written")
    target = named or _target(talk, folder)
    _write(target, talk.text(), force=force)
    _after(target, session, asker)
    return Exit.OK


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


def _target(talk: NewDeal, folder: Path) -> Path:
    """Where the deal goes by default; safe on every file system, whatever the names are."""
    from dealcoach.importing.names import file_name

    account, deal = talk.said("account"), talk.said("deal")
    identity = sha256(f"{account}\n{deal}".encode()).hexdigest()[:8]
    return folder / file_name(account, deal, identity, set())


def _write(target: Path, text: str, *, force: bool) -> None:
    """Writes a new file whole; a file that appeared meanwhile is left alone unless forced."""
    from dealcoach.reading.writing import write_file

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
        asker.say(told(seen))
    asker.say(f"Next: dealcoach coach {name}")
    schema = target.parent / "deal.schema.json"
    if not schema.exists():
        asker.say(f"For completion in your editor: dealcoach schema deal > {shown_file(str(schema))}")


def _habits(folder: Path, session: Opened) -> Habits:
    from dealcoach.coaching.newdeal import Habits

    settings = session.settings
    owner = _usual_owner(folder) or _login()
    return Habits(owner, settings.stage_names, settings.config.currency)


def _usual_owner(folder: Path) -> str:
    """The owner of most deals in the folder; the first by name where several have as many."""
    from dealcoach.reading.document import Document
    from dealcoach.reading.faults import FileRefusedError

    found: Counter[str] = Counter()
    files = sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")]) if folder.is_dir() else []
    for file in files[:_MOST_READ]:
        try:
            owner = Document(file.read_bytes()).values.get("owner")
        except (OSError, FileRefusedError):
            continue
        if isinstance(owner, str) and owner.strip():
            found[owner.strip()] += 1
    return min(found, key=lambda name: (-found[name], name), default="")


def _login() -> str:
    """The full name of whoever is logged in, else the login."""
    try:
        login = getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "me"
    try:
        import pwd

        return pwd.getpwnam(login).pw_gecos.split(",")[0].strip() or login
    except (ImportError, KeyError):
        return login
