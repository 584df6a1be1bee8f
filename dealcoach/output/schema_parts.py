"""Pieces that the schemas of our JSON formats are made of."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
MAYBE_TEXT: Schema = {"type": ["string", "null"]}
MAYBE_WHOLE: Schema = {"type": ["integer", "null"]}
MAYBE_NUMBER: Schema = {"type": ["number", "null"]}
TEXTS: Schema = {"type": "array", "items": TEXT}
MONEY: Schema = {
    "type": "object",
    "additionalProperties": {"type": "number"},
    "description": "Amounts by currency, never added across currencies.",
}
DAY: Schema = {"type": "string", "format": "date"}
MAYBE_DAY: Schema = {"type": ["string", "null"], "format": "date"}
YES_OR_NO: Schema = {"type": "boolean"}
SEVERITY: Schema = {"enum": ["high", "medium", "low"]}
GROUP: Schema = {"enum": ["process", "people", "relationships", "resistance", "files"]}
A_STATUS: Schema = {"enum": ["open", "won", "lost", "no_decision"]}
A_BAND: Schema = {"enum": ["healthy", "watch", "at_risk", "critical", "unknown", None]}


def an_object(description: str, **keys: Schema) -> Schema:
    """An object that always has exactly these keys."""
    return {
        "type": "object",
        "description": description,
        "properties": keys,
        "required": list(keys),
        "additionalProperties": False,
    }


def many(item: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": item}


def or_null(schema: Schema) -> Schema:
    """The same, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


A_PROBLEM: Schema = an_object(
    "What kept a file from being read.",
    file=TEXT,
    line=WHOLE,
    column=WHOLE,
    rule=TEXT,
    severity=SEVERITY,
    message=TEXT,
)
