"""What the cues of a clause say together, and what the clauses of a step say together."""

from __future__ import annotations

__all__ = ["Clause", "verdict"]

#: What a cue makes of a clause that has no head yet.
_FIRST = {
    **{kind: kind for kind in ("waiting", "check_in", "question", "contact", "content_push", "gone_dark")},
    **{kind: kind for kind in ("event", "active", "sending", "bare", "handed", "pushed", "done", "vague")},
    **{kind: kind for kind in ("denied", "theirs", "idling")},
    "purpose": "active",
    "soft": "waiting",
    "lies": "waiting",
}
#: What a later cue of the same clause makes of its head: purpose lifts chasing, what was asked for is no
#: mere content; what is over or only named (an event) gives way to what is said of it.
_LATER = {
    **{
        (head, kind): "active"
        for head in ("check_in", "contact")
        for kind in ("purpose", "topic", "soft", "joint")
    },
    **{(head, "gone_dark"): "gone_dark" for head in ("check_in", "contact", "question", "waiting")},
    **{("denied", kind): "active" for kind in ("active", "event", "purpose")},
    **{("sending", kind): "content_push" for kind in ("content", "bare", "content_push")},
    **{("sending", kind): "active" for kind in ("active", "event", "purpose", "asked", "joint")},
    **{("sending", kind): kind for kind in ("check_in", "question")},
    **{(head, kind): first for head in ("vague", "idling") for kind, first in _FIRST.items()},
    **{("bare", kind): kind for kind in ("active", "event", "waiting", "gone_dark")},
    **{("bare", kind): kind for kind in ("check_in", "question")},
    ("bare", "sending"): "content_push",
    ("contact", "content"): "content_push",
    ("contact", "bare"): "content_push",
    ("contact", "asked"): "active",
    ("contact", "check_in"): "check_in",
    ("contact", "question"): "question",
    ("check_in", "question"): "question",
    ("waiting", "joint"): "active",
    **{("theirs", kind): "active" for kind in ("joint", "purpose")},
    ("theirs", "gone_dark"): "gone_dark",
    ("content_push", "asked"): "active",
    ("pushed", "asked"): "handed",
    ("done", "purpose"): "active",
    ("event", "done"): "done",
    ("event", "handed"): "handed",
}
for _head in ("handed", "pushed", "done", "event"):
    _LATER |= {(_head, kind): kind for kind in ("waiting", "gone_dark", "check_in", "question")}
for _head in ("handed", "pushed", "done"):
    _LATER |= {(_head, "soft"): "waiting", (_head, "lies"): "waiting", (_head, "contact"): "check_in"}

#: What `not` makes of a cue: not waiting is a start, not signed is a wait.
_DENIED = {
    **dict.fromkeys(
        ("waiting", "theirs", "soft", "lies", "contact", "check_in", "question", "content_push", "gone_dark"),
        "denied",
    ),
    **dict.fromkeys(("active", "sending", "event", "purpose", "done", "handed"), "waiting"),
    "topic": "",
}
_CHASES = ("check_in", "question", "contact", "content_push", "pushed")
_ACTS = ("active", "sending", "event")
#: What a text says whose clauses name no action of anybody, the strongest word first.
_RANKED = {
    "gone_dark": "gone_dark",
    "waiting": "waiting",
    "theirs": "waiting",
    "content_push": "content_push",
    "check_in": "check_in",
    "question": "check_in",
    "denied": "active",
    "contact": "check_in",
    "pushed": "content_push",
    "bare": "content_push",
    "handed": "waiting",
    "idling": "waiting",
    "done": "active",
    "vague": "vague",
}


class Clause:
    """One clause under way: its head, and what stands before the next cue."""

    __slots__ = ("chased", "guarded", "head", "joined", "mark", "ours", "place", "turn")

    def __init__(self, before: Clause | None = None, mark: str = "hard") -> None:
        self.head = ""
        self.turn = ""
        self.place = 0
        self.mark = mark
        self.ours = False
        self.guarded = self.chased = self.joined = False
        if before is not None and mark != "hard":
            self.guarded = before.binding
            if mark == "comma":
                self.chased = before.chasing
            else:
                self.joined = before.head in _CHASES

    @property
    def binding(self) -> bool:
        """Tells whether what follows after a comma still hangs on this clause: a wait or a silence."""
        return self.head in ("waiting", "theirs", "gone_dark") or (self.guarded and not self.head)

    @property
    def chasing(self) -> bool:
        """Tells whether a topic after a comma is that of this clause: a call, a check-in."""
        return self.head in ("check_in", "contact") or (self.chased and not self.head)

    def skip(self) -> None:
        """Passes a word without a cue."""
        if self.turn == "article":
            self.turn = ""
        self.place += 1

    def take(self, kind: str) -> None:
        """Lets the next cue of the clause speak."""
        if kind in ("not", "if"):
            self.turn = kind
        elif kind == "article":
            self.turn = self.turn or kind
        elif kind == "us":
            self.guarded = False
            self.ours = True
        elif kind != "idling" or not self.turn:
            turn, self.turn = self.turn, ""
            if turn != "if" and not (turn == "article" and kind in ("active", "sending")):
                self._turn_to(_DENIED.get(kind, kind) if turn == "not" else kind)
        self.place += 1

    def _turn_to(self, kind: str) -> None:
        if kind == "busy":
            kind = "waiting" if self.place and not self.ours else "check_in"
        if self.head:
            self.head = _LATER.get((self.head, kind), self.head)
        elif self.chased and kind == "topic":
            self.head = "active"
        elif not self._held(kind):
            self.head = _FIRST.get(kind, "")

    def _held(self, kind: str) -> bool:
        """Tells whether a cue cannot begin this clause: a noun in a list, what is to follow after a wait."""
        if self.guarded and kind in ("active", "sending", "event", "purpose", "idling"):
            return self.place > 1 or kind not in ("active", "sending")
        if kind == "lies":
            return self.place > 0
        return self.joined and kind in ("event", "soft", "bare")


def verdict(clauses: list[Clause]) -> str:
    """Weighs the clauses: an action counts unless silence or waiting is reported after it."""
    if len(clauses) == 1:
        return _RANKED.get(clauses[0].head, "active")
    heads = [clause.head for clause in clauses]
    acts = [at for at, head in enumerate(heads) if head in _ACTS]
    if not acts:
        return next(reading for head, reading in _RANKED.items() if head in heads)
    rest = clauses[acts[-1] + 1 :]
    if any(clause.head == "gone_dark" for clause in rest):
        return "gone_dark"
    return (
        "waiting"
        if any(clause.head in ("waiting", "theirs") and clause.mark != "and" for clause in rest)
        else "active"
    )
