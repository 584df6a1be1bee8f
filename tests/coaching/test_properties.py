"""Whatever is answered in whatever order: the file reads, its comments stay, other lines stay as they were."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dealcoach.coaching.conversation import Conversation
from dealcoach.coaching.forms import Kind
from dealcoach.coaching.looking import Seen
from dealcoach.coaching.turns import Turn
from dealcoach.coaching.untouched import comments

from .samples import DEAL, glance

WORDS = ["skip", "back", "?", "step", "waive", "", "quit it"]
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), min_size=1, max_size=60)
DAYS = st.sampled_from(["next friday", "in 2 weeks", "yesterday", "2026-11-21", "end of month", "done", "5"])
SHAPES = (
    DEAL,
    DEAL.replace("\n", "\r\n"),
    "\ufeff" + DEAL.rstrip("\n"),
    "# brief\n{deal: A, account: B, owner: C, stage: proposal, close_date: 2026-12-01} # all in braces\n",
    "deal: A # a\naccount: B\nowner: C\nstage: proposal\nclose_date: 2026-10-01 # late\n"
    "need: # none\nbuying_team: # nobody\nnext_steps: # nothing\nactivity: []  # yet\n# end",
)


def line_for(conversation: Conversation, data: st.DataObject) -> str:
    part = conversation.part
    if part is None or data.draw(st.integers(0, 3)) == 0:
        return data.draw(st.sampled_from(WORDS))
    if part.kind in (Kind.CHOICE, Kind.CHOICES) and part.choices:
        return str(data.draw(st.integers(0, len(part.choices) + 1)))
    return data.draw(TEXTS if part.kind is Kind.TEXT else DAYS)


@settings(max_examples=60)
@given(st.sampled_from(SHAPES), st.data())
def test_any_conversation(text: str, data: st.DataObject) -> None:
    conversation = Conversation(glance, text.encode())
    for _ in range(25):
        before = conversation.seen.data
        reaction = conversation.reply(line_for(conversation, data))
        if reaction.turn is Turn.QUIT:
            break
        if reaction.turn is Turn.SAVE:
            conversation.saved()
        after = conversation.seen.data
        assert (after != before) == (reaction.turn is Turn.SAVE)
        assert isinstance(glance(after), Seen)
    end = conversation.seen.data.decode()
    assert comments(end.removeprefix("\ufeff")) == comments(text.removeprefix("\ufeff"))
    assert end.startswith("\ufeff") == text.startswith("\ufeff")
    check_lines(text, end)


def check_lines(before: str, after: str) -> None:
    """Lines that no answer can be about are all there, in their order."""
    kept = [
        line for line in before.splitlines(keepends=True) if line.strip().startswith("#") or not line.strip()
    ]
    kept += [
        line for line in before.splitlines(keepends=True) if line.startswith(("deal:", "account:", "owner:"))
    ]
    left = after.splitlines(keepends=True)
    for line in kept:
        assert line in left or (line == before.splitlines(keepends=True)[-1] and after.count(line)), line


@settings(max_examples=80)
@given(TEXTS)
def test_any_text_is_one_line_or_refused(text: str) -> None:
    conversation = Conversation(glance, DEAL.encode())
    while conversation.question is not None and conversation.question.rule != "no-consequence":
        conversation.reply("skip")
    reaction = conversation.reply(text)
    if reaction.turn is not Turn.SAVE:
        assert conversation.seen.data == DEAL.encode()
        return
    conversation.saved()
    after = conversation.seen.data.decode()
    assert after.count("\n") == DEAL.count("\n")
    start = DEAL.index("    if_not:")
    assert after.startswith(DEAL[:start]) and after.endswith(DEAL[DEAL.index("     # nobody asked yet") :])
