"""The command line: a group whose commands are imported only when they are called."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

from dealcoach import __version__

COMMANDS = {
    "review": ("reviewing", "Review one deal, or a folder of them."),
    "lint": ("linting", "Check deal files for CI: findings with file:line:column."),
    "report": ("report", "The pipeline meeting on one self-contained page."),
    "explain": ("explaining", "What a rule sees, why it matters, what to ask and do."),
    "rules": ("rules", "The rules in force, their tests, and the facts they read."),
    "cache": ("caching", "Where results of earlier runs are kept, and how to clear them."),
    "schema": ("schemas", "JSON Schema of deals, rules, configuration and reports."),
    "new": ("newing", "Begin a deal file: a short conversation, or a blank template."),
    "coach": ("coaching", "Go through a deal's findings and write the answers into its file."),
    "diff": ("diffing", "What changed since last week, or between two folders."),
    "rep": ("repping", "One rep on one page, for the half hour with them."),
    "trend": ("trending", "The course of one deal's score, version by version."),
    "import": ("importing", "Turn CRM exports into deal files, again and again."),
    "export": ("exporting", "Scores and questions as CSV, ready to load back into a CRM."),
}
"""Name of each command: the module that holds its ``app``, and one line of help."""


class LazyGroup(TyperGroup):
    """Imports a command's module when the command is asked for."""

    def list_commands(self, _ctx: Any) -> list[str]:
        """The commands in the order of their use."""
        return list(COMMANDS)

    def get_command(self, _ctx: Any, cmd_name: str) -> Any:
        """The command, or None when there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, help_line = COMMANDS[cmd_name]
        command = typer.main.get_command(import_module(f"dealcoach.cli.{module}").app)
        command.name = cmd_name
        command.short_help = help_line
        return command

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the arguments name; an unknown one is refused with a suggestion."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from dealcoach.model.scalars import suggestion

            near = suggestion(args[0], list(COMMANDS))
            ctx.fail(f"there is no command {args[0]!r}" + (f"; did you mean {near}?" if near else ""))
        return super().resolve_command(ctx, args)


app = typer.Typer(
    cls=LazyGroup,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"dealcoach {__version__}")
        raise typer.Exit


@app.callback(help="A coach for deal reviews: reads deal files, says what to ask and what to do next.")
def _root(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Show the version and end."
    ),
) -> None:
    return
