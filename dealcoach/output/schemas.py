"""JSON Schema of the files that people write, and of the report that machines read."""

from __future__ import annotations

from typing import Any

DRAFT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]


def schema_of(kind: str) -> Schema:
    """The schema of ``deal``, ``rules``, ``config`` or ``report``."""
    made = {"deal": _deal, "rules": _rules, "config": _config, "report": _report}[kind]()
    return {"$schema": DRAFT, "title": f"dealcoach {kind}", **made}


def _deal() -> Schema:
    from dealcoach.model.generate import adapter

    schema = adapter().json_schema(by_alias=True)
    schema["if"] = {
        "anyOf": [
            {"not": {"required": ["status"]}},
            {"properties": {"status": {"pattern": "^[Oo][Pp][Ee][Nn]$"}}},
        ]
    }
    schema["then"] = {"required": ["close_date"]}
    return _nullable(schema)


def _config() -> Schema:
    from dealcoach.model.generate import config_adapter

    return _nullable(config_adapter().json_schema(by_alias=True))


def _rules() -> Schema:
    from dealcoach.rules.pack_model import PackModel

    return PackModel.model_json_schema(by_alias=True)


def _nullable(schema: Schema) -> Schema:
    """A key without a value means the same as no key: every property that is not required may be null."""
    for part in (schema, *schema.get("$defs", {}).values()):
        required = set(part.get("required", ()))
        for name, row in part.get("properties", {}).items():
            row.pop("default", None)
            nullable = {"type": "null"} in row.get("anyOf", ())
            if name not in required and not nullable:
                described = {key: row.pop(key) for key in ("title", "description") if key in row}
                part["properties"][name] = {**described, "anyOf": [row, {"type": "null"}]}
    return schema


_TEXT: Schema = {"type": "string"}
_WHOLE: Schema = {"type": "integer"}
_MAYBE_TEXT: Schema = {"type": ["string", "null"]}
_MAYBE_WHOLE: Schema = {"type": ["integer", "null"]}
_MAYBE_NUMBER: Schema = {"type": ["number", "null"]}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_MONEY: Schema = {
    "type": "object",
    "additionalProperties": {"type": "number"},
    "description": "Amounts by currency, never added across currencies.",
}
_SEVERITY: Schema = {"enum": ["high", "medium", "low"]}


def _object(description: str, **keys: Schema) -> Schema:
    return {
        "type": "object",
        "description": description,
        "properties": keys,
        "required": list(keys),
        "additionalProperties": False,
    }


def _many(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _report() -> Schema:
    return _object(
        "What `dealcoach review --format json` prints; every key is always present.",
        format={"const": "dealcoach.report/1"},
        as_of={**_TEXT, "format": "date"},
        version=_TEXT,
        deals=_many(_reviewed()),
        problems=_many(
            _object(
                "What kept a file from being read.",
                file=_TEXT,
                line=_WHOLE,
                column=_WHOLE,
                rule=_TEXT,
                severity=_SEVERITY,
                message=_TEXT,
            )
        ),
        summary=_summary(),
    )


def _reviewed() -> Schema:
    return _object(
        "One deal; score, band and coverage are null when it is not open.",
        file=_TEXT,
        deal=_TEXT,
        account=_TEXT,
        owner=_TEXT,
        amount=_MAYBE_NUMBER,
        currency=_MAYBE_TEXT,
        stage=_TEXT,
        close_date=_MAYBE_TEXT,
        status={"enum": ["open", "won", "lost", "no_decision"]},
        score=_MAYBE_WHOLE,
        band={"enum": ["healthy", "watch", "at_risk", "critical", "unknown", None]},
        coverage=_MAYBE_WHOLE,
        groups=_many(_object("What a group of rules costs.", group=_TEXT, max=_WHOLE, lost=_WHOLE)),
        findings=_many(_finding()),
        unknowns=_many(_object("A rule without an answer.", rule=_TEXT, question=_TEXT)),
        waived=_many(
            _object(
                "A waiver that holds.",
                rule=_TEXT,
                reason=_TEXT,
                by=_MAYBE_TEXT,
                until=_MAYBE_TEXT,
                line=_WHOLE,
            )
        ),
        buying_team=_many(
            _object(
                "A member of the buying team.",
                name=_TEXT,
                roles=_TEXTS,
                influence=_MAYBE_WHOLE,
                relationship=_MAYBE_WHOLE,
                stance=_MAYBE_TEXT,
                quadrant={"enum": ["nurture", "support", "develop", "watch", None]},
                engaged={"type": ["boolean", "null"]},
            )
        ),
        next_steps=_many(
            _object(
                "A next step; done is false, true or the day.",
                what=_TEXT,
                owner=_MAYBE_TEXT,
                side={"enum": ["us", "customer", "both"]},
                due=_MAYBE_TEXT,
                done={"type": ["boolean", "string"]},
                reading={"enum": ["active", "waiting", "check_in", "content_push", "gone_dark", "vague"]},
            )
        ),
        repairs=_or_null(
            _object(
                "The smallest set of findings to repair for the next band.",
                to_band=_TEXT,
                score=_WHOLE,
                rules=_TEXTS,
            )
        ),
        hangs_on=_or_null(
            _many(
                _object(
                    "What losing one member would cost.",
                    name=_TEXT,
                    score=_WHOLE,
                    drop=_WHOLE,
                    new_rules=_TEXTS,
                )
            )
        ),
    )


def _finding() -> Schema:
    return _object(
        "One flag of one rule; findings stand in the order in which they take points.",
        rule=_TEXT,
        group={"enum": ["process", "people", "relationships", "resistance", "files"]},
        severity=_SEVERITY,
        points=_WHOLE,
        message=_TEXT,
        file=_TEXT,
        line=_WHOLE,
        column=_WHOLE,
        path=_TEXT,
        subject=_TEXT,
        ask=_TEXTS,
        do=_TEXTS,
        source=_TEXT,
    )


def _summary() -> Schema:
    owner = _object(
        "The open deals of one owner.",
        owner=_TEXT,
        deals=_WHOLE,
        amount=_MONEY,
        amount_at_risk=_MONEY,
        top_rule=_MAYBE_TEXT,
    )
    theme = _object("A rule and the open deals it flags.", rule=_TEXT, deals=_WHOLE, amount=_MONEY)
    return _object(
        "Totals over the open deals.",
        deals=_WHOLE,
        amount=_MONEY,
        amount_at_risk=_MONEY,
        by_band={"type": "object", "additionalProperties": _WHOLE},
        by_owner=_many(owner),
        themes=_many(theme),
    )
