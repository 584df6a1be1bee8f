"""A deal with comments in every corner, and what tests of the coach look at it with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from dealcoach.coaching.conversation import Conversation
from dealcoach.coaching.looking import Seen, look
from dealcoach.coaching.turns import Turn
from dealcoach.model.config import Config
from dealcoach.model.finding import Problem
from dealcoach.reading.config_file import ConfigFile
from dealcoach.review.settings import Settings, build_settings
from dealcoach.rules.library import load

AS_OF = date(2026, 11, 21)
DAY = ("--as-of", AS_OF.isoformat())
NAME = "deals/harbour.yaml"

DEAL = """\
# Hanne called on Monday; keep this line.
deal: Berth planning
account: "Kestrel Bay Harbour"   # quoted on purpose
owner: Priya Nair
stage: proposal


close_date: 2026-12-30 # month end, they say
need:
    problem: Two ships, one berth      # four blanks of indent
    if_not:     # nobody asked yet

# the people
buying_team:
  - name: Hanne Visser
    title: Harbour Master
    roles: [problem_owner]
    influence: 4
    relationship: 4
    stance: champion       # loud and clear
    benefit: Calm nights
    last_contact: 2026-11-18
  # Luca is new
  - name: Luca Ferrand
    roles: decision_maker
    influence: 5
    relationship: 2
  - {name: Bea Okoro, roles: [end_user], influence: 3, relationship: 3, stance: resistant} # in braces

next_steps:
  - what: Follow up next week   # vague, I know
    owner: Priya Nair
  - what: 'Hanne sends the list of berths'
    owner: Hanne Visser
    due: 2026-11-19

activity: # newest last
  - {date: 2026-11-18, type: call, with: [Hanne Visser]}
# the end
"""


@dataclass(frozen=True)
class Ran:
    """How a call of dealcoach ended, and what it wrote."""

    code: int
    out: str
    err: str


Call = Callable[..., Ran]


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The built-in rules on the day of all tests."""
    return build_settings(AS_OF, load(), ConfigFile(Config()))


def glance(data: bytes) -> Seen | tuple[Problem, ...]:
    """One look at a deal."""
    return look(NAME, data, settings())


def seen(text: str = DEAL) -> Seen:
    """One look at a deal that can be read."""
    found = glance(text.encode())
    assert isinstance(found, Seen), found
    return found


def talk(text: str = DEAL) -> Conversation:
    """A conversation about a deal."""
    return Conversation(glance, text.encode())


def until(conversation: Conversation, rule: str) -> None:
    """Skips up to the question of a rule."""
    while conversation.question is not None and conversation.question.rule != rule:
        conversation.reply("skip")
    assert conversation.question is not None, f"{rule} is never asked"


def tell(conversation: Conversation, *lines: str) -> str:
    """Answers; gives the text of the file after the last line, which must have been saved."""
    reaction = None
    for line in lines:
        reaction = conversation.reply(line)
    assert reaction is not None and reaction.turn is Turn.SAVE, reaction
    conversation.saved()
    return conversation.seen.data.decode()


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that are gone, and those that are new."""
    import difflib

    rows = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    return [row[2:] for row in rows if row[:1] == "-"], [row[2:] for row in rows if row[:1] == "+"]


def write(folder: Path, text: str = DEAL) -> Path:
    """The deal as a file."""
    file = folder / "harbour.yaml"
    file.write_text(text, encoding="utf-8")
    return file
