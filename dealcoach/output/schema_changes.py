"""The schemas of `dealcoach.diff/1` and `dealcoach.trend/1`: what changed, and the course of a score."""

from __future__ import annotations

from dealcoach.model.changes import FINDING_MOVES, PERSON_MOVES, STEP_MOVES, WORDS
from dealcoach.output.schema_parts import (
    A_BAND,
    A_PROBLEM,
    A_STATUS,
    DAY,
    GROUP,
    MAYBE_DAY,
    MAYBE_NUMBER,
    MAYBE_TEXT,
    MAYBE_WHOLE,
    MONEY,
    SEVERITY,
    TEXT,
    WHOLE,
    YES_OR_NO,
    Schema,
    an_object,
    many,
)

_WORDS = many({"enum": list(WORDS)})
_MAYBE_STATUS: Schema = {"enum": [*A_STATUS["enum"], None]}
_VALUE: Schema = {"type": ["string", "number", "null"]}
_VALUES = (
    *("status", "stage", "owner", "account", "deal"),
    *("amount", "currency", "close_date", "decision_date", "need_by"),
)


def diff_schema() -> Schema:
    """The schema of `dealcoach diff --format json`."""
    return an_object(
        "What `dealcoach diff --format json` prints; every key is always present.",
        format={"const": "dealcoach.diff/1"},
        version=TEXT,
        before=_side("What was compared with: a folder, a file, a revision or a day."),
        now=_side("What is compared."),
        pipeline=_pipeline(),
        unchanged={**WHOLE, "description": "Deals on which nothing moved; they are not listed."},
        problems=an_object(
            "What kept files from being read, then and now.", before=many(A_PROBLEM), now=many(A_PROBLEM)
        ),
        deals=many(_changed()),
    )


def trend_schema() -> Schema:
    """The schema of `dealcoach trend --format json`."""
    return an_object(
        "What `dealcoach trend --format json` prints; every key is always present.",
        format={"const": "dealcoach.trend/1"},
        version=TEXT,
        as_of=DAY,
        file=TEXT,
        deal=MAYBE_TEXT,
        account=MAYBE_TEXT,
        owner=MAYBE_TEXT,
        versions={**WHOLE, "description": "Committed versions up to the as-of day."},
        points=many(_point()),
    )


def _side(description: str) -> Schema:
    return an_object(
        description, label=TEXT, as_of=DAY, commit=MAYBE_TEXT, committed=MAYBE_DAY, summary=MAYBE_TEXT
    )


def _pipeline() -> Schema:
    movement = an_object(
        "One word of the movement; effect is what it does to the total.",
        word={"enum": list(WORDS)},
        deals=WHOLE,
        amount=MONEY,
        effect=MONEY,
    )
    return an_object(
        "The open deals at the start and at the end, and what lies between.",
        deals=_start_and_end("How many.", WHOLE),
        amount=_start_and_end("Their money.", MONEY),
        amount_at_risk=_start_and_end("Their money at risk.", MONEY),
        by_band=_start_and_end("How many in each band.", {"type": "object", "additionalProperties": WHOLE}),
        movements=many(movement),
    )


def _start_and_end(description: str, schema: Schema) -> Schema:
    return an_object(description, start=schema, end=schema)


def _then_and_now(description: str, schema: Schema, **more: Schema) -> Schema:
    return an_object(description, before=schema, now=schema, **more)


def _changed() -> Schema:
    return an_object(
        "A deal that moved; deals are sorted by file.",
        file={**TEXT, "description": "Its file today, or its last one."},
        was_file={**MAYBE_TEXT, "description": "Its file then, where it had another name."},
        deal=MAYBE_TEXT,
        account=MAYBE_TEXT,
        owner=MAYBE_TEXT,
        words=_WORDS,
        amount=_then_and_now("Null where it is not known.", MAYBE_NUMBER),
        currency=_then_and_now("Null where it is not known.", MAYBE_TEXT),
        status=_then_and_now("Null where no file could be read.", _MAYBE_STATUS),
        score=_then_and_now("Null where the deal had none.", MAYBE_WHOLE, move=MAYBE_WHOLE),
        band=_then_and_now("Null where the deal had none.", A_BAND),
        **_moves(),
        readable=_then_and_now("Whether there is no problem with its file.", YES_OR_NO),
    )


def _point() -> Schema:
    return an_object(
        "A version of the file, oldest first; the last one is the as-of day.",
        number={**MAYBE_WHOLE, "description": "Which version it is, from 1; null for the as-of day."},
        date=DAY,
        author=MAYBE_TEXT,
        commit=MAYBE_TEXT,
        summary=MAYBE_TEXT,
        edited={**YES_OR_NO, "description": "Whether the file holds changes that are not committed."},
        cut={**YES_OR_NO, "description": "Whether a shallow clone begins here."},
        readable=YES_OR_NO,
        status=_MAYBE_STATUS,
        stage=MAYBE_TEXT,
        close_date=MAYBE_DAY,
        amount=MAYBE_NUMBER,
        currency=MAYBE_TEXT,
        score=MAYBE_WHOLE,
        move={**MAYBE_WHOLE, "description": "By how much the score moved since the last readable version."},
        band=A_BAND,
        words=_WORDS,
        **_moves(),
        problems=many(A_PROBLEM),
    )


def _moves() -> dict[str, Schema]:
    return {
        "shifts": many(_shift()),
        "findings": many(_finding()),
        "people": many(
            an_object(
                "What changed about a member of the buying team; drift is 1 where it rose, -1 where it fell.",
                kind={"enum": list(PERSON_MOVES)},
                name=TEXT,
                before=MAYBE_TEXT,
                now=MAYBE_TEXT,
                drift={"enum": [-1, 0, 1]},
            )
        ),
        "steps": many(
            an_object(
                "What changed about a step, of ours or of the customer's plan.",
                kind={"enum": list(STEP_MOVES)},
                what=TEXT,
                who=MAYBE_TEXT,
                due=MAYBE_DAY,
                was_due=MAYBE_DAY,
                in_plan=YES_OR_NO,
            )
        ),
    }


def _shift() -> Schema:
    return an_object(
        "One of the deal's own values; days says how far a date moved.",
        name={"enum": list(_VALUES)},
        before=_VALUE,
        now=_VALUE,
        days=MAYBE_WHOLE,
    )


def _finding() -> Schema:
    return an_object(
        "A finding that came, went or takes other points; the effects add up to the move of the score.",
        kind={"enum": list(FINDING_MOVES)},
        rule=TEXT,
        group=GROUP,
        severity=SEVERITY,
        subject=TEXT,
        message=TEXT,
        points_before=WHOLE,
        points_now=WHOLE,
        effect=WHOLE,
        line=WHOLE,
    )
