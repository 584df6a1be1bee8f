"""Every command and option of the program, as its own help has them."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from tests.docs.doc_markdown import table


def every_command() -> Iterator[tuple[str, Any]]:
    """Each command that can be called, with the words that call it."""
    from typer.core import TyperGroup
    from typer.main import get_command

    from dealcoach.cli.app import COMMANDS

    for name, (module, _) in COMMANDS.items():
        found = get_command(import_module(f"dealcoach.cli.{module}").app)
        if isinstance(found, TyperGroup):
            yield from ((f"{name} {inner}", command) for inner, command in found.commands.items())
        else:
            yield name, found


def commands() -> str:
    """Every command, how it is called, and what it does."""
    rows = []
    for name, command in every_command():
        arguments = [row for row in command.params if row.param_type_name == "argument"]
        usage = " ".join(["dealcoach", name, *(_argument(row) for row in arguments)])
        rows.append([f"`{usage}`", " ".join(str(command.help or "").split("\n\n")[0].split())])
    return table(["command", "does"], rows)


def _argument(parameter: Any) -> str:
    text = str(parameter.metavar or parameter.name.upper())
    return text if parameter.required or text.startswith("[") else f"[{text}]"


def options() -> str:
    """Every option, what it means, and the commands that take it."""
    found: dict[tuple[str, str], list[str]] = {}
    for name, command in every_command():
        for row in command.params:
            if row.param_type_name == "option" and "--help" not in row.opts:
                found.setdefault((_option(row), str(row.help or "")), []).append(name)
    total = len(list(every_command()))
    rows = ([text, told, _users(names, total)] for (text, told), names in sorted(found.items()))
    return table(["option", "meaning", "commands"], rows)


def _option(parameter: Any) -> str:
    value = "" if parameter.is_flag else f" {parameter.metavar or _choices(parameter)}"
    names = sorted([*parameter.opts, *parameter.secondary_opts], key=lambda name: name[:2] != "--")
    return ", ".join([f"`{names[0]}{value}`", *(f"`{name}`" for name in names[1:])])


def _choices(parameter: Any) -> str:
    return "N" if parameter.type.name.startswith("int") else "NAME"


def _users(names: list[str], total: int) -> str:
    return "all" if len(names) == total else ", ".join(names)
