"""`dealcoach coach`: the review as a conversation that writes the answers into the file."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dealcoach.cli import options
from dealcoach.cli.exits import Exit
from dealcoach.cli.options import AsOf, Color, ColorOption, ConfigPath
from dealcoach.cli.past import NoHistory
from dealcoach.cli.saving import Saving, read_file, refuse_read_only
from dealcoach.cli.session import open_session, told
from dealcoach.output.money import plural
from dealcoach.review.opening import Recipe

if TYPE_CHECKING:
    from dealcoach.cli.asking import Asker
    from dealcoach.coaching.conversation import Conversation
    from dealcoach.coaching.forms import Question
    from dealcoach.coaching.turns import Reaction
    from dealcoach.coaching.versions import Row

app = typer.Typer(rich_markup_mode=None, add_completion=False)

Plain = Annotated[
    bool, typer.Option("--plain", help="Plain lines: for screen readers and very simple terminals.")
]
STOPPED = 130


@app.command(
    help="Go through a deal's findings and open questions, the weightiest first, and write the answers"
    " into its file. Comments, order and blank lines stay. Answers may come from a pipe, one a line."
)
def coach(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The deal file.")],
    as_of: AsOf = None,
    config: ConfigPath = None,
    plain: Plain = False,
    color: ColorOption = Color.auto,
    no_history: NoHistory = False,
) -> int:
    """Coach one deal."""
    from dealcoach.cli.asking import open_asker
    from dealcoach.coaching.conversation import Conversation
    from dealcoach.coaching.looking import look
    from dealcoach.coaching.turns import DealProblemsError
    from dealcoach.reading.folders import shown_file
    from dealcoach.review.patterns import ignored_for

    day = options.read_date(as_of, "--as-of")
    session = open_session(Recipe(day, str(file), config=str(config) if config else None))
    settings, name = session.settings, shown_file(str(file))
    ignored = ignored_for(str(file), settings, session.folder)
    data = read_file(file)
    versions = () if no_history else _versions(file)
    try:
        talk = Conversation(lambda found: look(name, found, settings, ignored, versions), data)
    except DealProblemsError as problems:
        sys.stderr.write(told(problems.problems) + "\n")
        sys.stderr.write("Please put this right first; then the coach can read the deal.\n")
        return Exit.FINDINGS
    refuse_read_only(file, name)
    coaching = _Coaching(file, name, talk, open_asker(plain=plain, color=options.colored(color)))
    try:
        return coaching.run()
    except KeyboardInterrupt:
        coaching.interrupted()
        sys.stderr.write(f"\nStopped. {_kept(talk)}\n")
        return STOPPED


def _versions(file: Path) -> Sequence[Row]:
    from dealcoach.coaching.versions import versions_of
    from dealcoach.history import HistoryError

    try:
        return versions_of(file)
    except HistoryError as error:
        sys.stderr.write(f"the past is left out: {error}\n")
        return ()


def _kept(talk: Conversation) -> str:
    if not talk.answered:
        return "The file is as it was."
    return f"Saved: {plural(talk.answered, 'answer')}."


class _Coaching:
    def __init__(self, file: Path, name: str, talk: Conversation, asker: Asker) -> None:
        self._file, self._name, self._talk, self._asker = file, name, talk, asker
        self._saving = Saving(file, name, talk, asker)
        self._fresh, self._told = True, ""

    def run(self) -> int:
        """The whole conversation; every answer is on disk before the next question is asked."""
        from dealcoach.coaching.looking import standing

        talk, say = self._talk, self._asker.say
        deal = talk.seen.deal
        say(f"{deal.account}: {deal.deal}", style="bold")
        say(standing(talk.seen.review))
        if not talk.seen.review.is_open:
            say("There is nothing to coach on a deal that is closed.")
            return Exit.OK
        if talk.question is not None:
            say("Enter skips a question. Also: back, explain, step, waive, quit.", style="dim")
        while talk.question is not None:
            self._introduce(talk.question)
            if not self._turn():
                break
        self._end()
        return Exit.OK

    def _turn(self) -> bool:
        """One line of the conversation; False to stop."""
        from dealcoach.coaching.turns import Turn

        reaction = self._talk.reply(self._asker.ask(self._talk.part))
        self._say(reaction)
        if reaction.turn is Turn.SAVE:
            self._save(reaction)
        self._fresh = reaction.turn in (Turn.NEXT, Turn.SAVE)
        return reaction.turn is not Turn.QUIT and not reaction.last

    def interrupted(self) -> None:
        """Saves what was told before Ctrl-C; a file that was written just then is not written twice."""
        from dealcoach.coaching.turns import Turn

        self._asker.say("")
        reaction = self._talk.close()
        self._say(reaction)
        if reaction.turn is Turn.SAVE:
            self._save(reaction)

    def _say(self, reaction: Reaction) -> None:
        self._asker.say(*(f"  {line}" for line in reaction.lines))

    def _introduce(self, question: Question) -> None:
        if not self._fresh or not self._talk.begins:
            return
        say = self._asker.say
        say("")
        if question.seen:
            say(f"{_worth(question)}; {plural(self._talk.left, 'question')} left", style="dim")
            say(question.seen)
        if question.why and question.why != self._told:
            self._told = question.why
            say(f"Why it matters: {question.why}", style="dim")
        if not question.parts:
            say("There is nothing to fill in for this. What you can do:")
            say(*(f"  - {line}" for line in question.do or question.ask))
            say("Enter goes on; `step` writes a next step.", style="dim")

    def _save(self, reaction: Reaction) -> None:
        from dealcoach.coaching.looking import is_sobering

        talk, say = self._talk, self._asker.say
        if not self._saving.write(reaction):
            return
        before = talk.seen.review
        say(talk.saved(), style="bold")
        if is_sobering(before, talk.seen.review):
            say("Lower because more is known now, not because the deal got worse.", style="dim")

    def _end(self) -> None:
        from dealcoach.coaching.looking import move

        talk, say = self._talk, self._asker.say
        say("")
        if talk.question is None:
            say("That was the last question for today.")
        say(_kept(talk))
        if talk.answered:
            say(f"Together: {move(talk.first.review, talk.seen.review)}", style="bold")
        say(f"The whole picture: dealcoach review {self._name}")


def _worth(question: Question) -> str:
    points = plural(question.worth, "point")
    if not question.known:
        return f"Not known yet, up to {points}"
    return f"{points}, {question.place}" if question.worth else question.place
