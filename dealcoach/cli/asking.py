"""How questions are shown and lines are read: with line editing on a terminal, or plain lines anywhere."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

import typer

from dealcoach.coaching.days import EXAMPLES, EXAMPLES_BACK
from dealcoach.output.terminal import inert, wrap

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.output import Output

    from dealcoach.coaching.forms import Part

_WIDEST = 88
_HINTS = {"day_ahead": EXAMPLES, "day_back": EXAMPLES_BACK}
"""Shown once, with the first question of the kind."""
_PROMPT = "> "
_MOST_CHOICES = 30


class Asker:
    """Plain lines: no cursor movement, no colour, nothing wrapped; for screen readers, pipes and scripts."""

    def __init__(self, *, echo: bool = False) -> None:
        self._echo = echo
        self._hinted: set[str] = set()

    def say(self, *lines: str, style: str = "") -> None:
        """Shows lines; what a file says in them cannot steer a terminal."""
        del style
        for line in lines:
            typer.echo(inert(line))

    def ask(self, part: Part | None) -> str | None:
        """Shows a question and reads a line; None at the end of input."""
        self._show(part)
        sys.stdout.write(_PROMPT)
        sys.stdout.flush()
        line = sys.stdin.readline()
        if not line:
            sys.stdout.write("\n")
            return None
        if self._echo:
            self.say(line.rstrip("\r\n"))
        return line.rstrip("\r\n")

    def _show(self, part: Part | None) -> None:
        if part is None:
            return
        self.say(part.text, style="bold")
        hint = _HINTS.get(part.kind.value)
        if hint is not None and hint not in self._hinted:
            self._hinted.add(hint)
            self.say(f"  A day, such as {hint}.", style="dim")
        for number, choice in enumerate(part.choices[:_MOST_CHOICES], 1):
            graded = choice.value.isdigit()
            self.say(f"  {choice.shown}" if graded else f"  {number}. {choice.shown}")
        if len(part.choices) > _MOST_CHOICES:
            self.say(f"  and {len(part.choices) - _MOST_CHOICES} more; write the name")
        if part.default is not None:
            self.say(f"  Enter: {part.default}")


class TerminalAsker(Asker):
    """A terminal with line editing, history and completion by Tab, over SSH as well."""

    def __init__(self, *, color: bool) -> None:
        super().__init__()
        self._color = color
        self._session: PromptSession[str] | None = None

    def say(self, *lines: str, style: str = "") -> None:
        """Shows lines, wrapped to the terminal."""
        width = min(shutil.get_terminal_size((80, 24)).columns, _WIDEST)
        for line in lines:
            indent = " " * (len(line) - len(line.lstrip(" ")))
            for row in wrap(inert(line.strip()), width - len(indent) - 1) or [""]:
                styled = indent + row
                if self._color and style:
                    styled = typer.style(styled, bold=style == "bold", dim=style == "dim")
                typer.echo(styled, color=self._color)

    def ask(self, part: Part | None) -> str | None:
        """Shows a question and reads a line that can be edited; None for Ctrl-D."""
        from prompt_toolkit.completion import FuzzyWordCompleter

        self._show(part)
        words = [choice.value for choice in part.choices] if part else []
        try:
            return self._prompt().prompt(_PROMPT, completer=FuzzyWordCompleter(words) if words else None)
        except EOFError:
            return None

    def _prompt(self) -> PromptSession[str]:
        if self._session is None:
            from prompt_toolkit import PromptSession

            self._session = PromptSession(complete_while_typing=False, output=_output())
        return self._session


def _output() -> Output:
    """The terminal without asking it where the cursor is, which a plain one over SSH does not answer."""
    from prompt_toolkit.output.defaults import create_output

    if sys.platform == "win32":
        return create_output()
    from prompt_toolkit.output.vt100 import Vt100_Output

    output = Vt100_Output.from_pty(sys.stdout, term=os.environ.get("TERM"))
    output.enable_cpr = False
    return output


def open_asker(*, plain: bool, color: bool) -> Asker:
    """The asker for this run: plain when asked for, off a terminal, and on a dumb one."""
    terminal = sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    if not plain and terminal:
        return TerminalAsker(color=color)
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    return Asker(echo=not sys.stdin.isatty())
