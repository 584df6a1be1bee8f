"""`dealcoach cache`: where results of earlier runs are kept, and how to be rid of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dealcoach.cli.exits import CommandError, Exit
from dealcoach.cli.options import ConfigPath
from dealcoach.cli.writing import emit
from dealcoach.output.terminal import safe
from dealcoach.reading.config_file import find_config
from dealcoach.reading.folders import default_paths
from dealcoach.reading.urls import is_url

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    help="Results of earlier runs: where they are kept, how large, and away with them.",
)
Start = Annotated[
    str | None, typer.Argument(metavar="[PATH]", help="A deal file or folder (default: as for review).")
]


def _folders(path: str | None, config: Path | None) -> list[Path]:
    """The folders that may hold results for a path: beside its dealcoach.yaml, and the user's own."""
    from dealcoach.review.cache import FOLDER, user_results

    start = path or default_paths()[0]
    found = config if config or is_url(start) else find_config(Path(start))
    return [found.absolute().parent / FOLDER, user_results()] if found else [user_results()]


@app.command("path", help="Where results are kept, and how large they are.")
def path_(path: Start = None, config: ConfigPath = None) -> int:
    """Tell where the cache is."""
    from dealcoach.review.cache import size

    rows = (f"{size(folder):>13,} bytes  {folder}" for folder in _folders(path, config))
    emit("\n".join(safe(row) for row in rows))
    return Exit.OK


@app.command(help="Delete the results of earlier runs, those in your own cache folder too.")
def clear(path: Start = None, config: ConfigPath = None) -> int:
    """Empty the cache."""
    from dealcoach.review import cache

    folders = _folders(path, config)
    freed = sum(map(cache.size, folders))
    try:
        cache.clear(folders)
    except OSError as error:
        raise CommandError(
            f"the cache in {error.filename} cannot be deleted: {error.strerror or error}"
        ) from None
    emit(f"{freed:,} bytes of results deleted" if freed else "there was no cache to clear")
    return Exit.OK
