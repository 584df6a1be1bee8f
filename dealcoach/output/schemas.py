"""JSON Schema of the files that people write, and of the formats that machines read."""

from __future__ import annotations

from collections.abc import Callable

from dealcoach.output.schema_changes import diff_schema, trend_schema
from dealcoach.output.schema_parts import (
    A_BAND,
    A_PROBLEM,
    A_STATUS,
    GROUP,
    MAYBE_NUMBER,
    MAYBE_TEXT,
    MAYBE_WHOLE,
    MONEY,
    SEVERITY,
    TEXT,
    TEXTS,
    WHOLE,
    Schema,
    an_object,
    many,
    or_null,
)

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(kind: str) -> Schema:
    """The schema of one of ``SCHEMAS``."""
    return {"$schema": DRAFT, "title": f"dealcoach {kind}", **SCHEMAS[kind]()}


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


def _report() -> Schema:
    return an_object(
        "What `dealcoach review --format json` prints; every key is always present.",
        format={"const": "dealcoach.report/1"},
        as_of={**TEXT, "format": "date"},
        version=TEXT,
        deals=many(_reviewed()),
        problems=many(A_PROBLEM),
        summary=_summary(),
    )


def _reviewed() -> Schema:
    return an_object(
        "One deal; score, band and coverage are null when it is not open.",
        file=TEXT,
        deal=TEXT,
        account=TEXT,
        owner=TEXT,
        amount=MAYBE_NUMBER,
        currency=MAYBE_TEXT,
        stage=TEXT,
        close_date=MAYBE_TEXT,
        status=A_STATUS,
        score=MAYBE_WHOLE,
        band=A_BAND,
        coverage=MAYBE_WHOLE,
        groups=many(an_object("What a group of rules costs.", group=TEXT, max=WHOLE, lost=WHOLE)),
        findings=many(_finding()),
        unknowns=many(an_object("A rule without an answer.", rule=TEXT, question=TEXT)),
        waived=many(
            an_object(
                "A waiver that holds.",
                rule=TEXT,
                reason=TEXT,
                by=MAYBE_TEXT,
                until=MAYBE_TEXT,
                line=WHOLE,
            )
        ),
        buying_team=many(
            an_object(
                "A member of the buying team.",
                name=TEXT,
                roles=TEXTS,
                influence=MAYBE_WHOLE,
                relationship=MAYBE_WHOLE,
                stance=MAYBE_TEXT,
                quadrant={"enum": ["nurture", "support", "develop", "watch", None]},
                engaged={"type": ["boolean", "null"]},
            )
        ),
        next_steps=many(
            an_object(
                "A next step; done is false, true or the day.",
                what=TEXT,
                owner=MAYBE_TEXT,
                side={"enum": ["us", "customer", "both"]},
                due=MAYBE_TEXT,
                done={"type": ["boolean", "string"]},
                reading={"enum": ["active", "waiting", "check_in", "content_push", "gone_dark", "vague"]},
            )
        ),
        repairs=or_null(
            an_object(
                "The smallest set of findings to repair for the next band.",
                to_band=TEXT,
                score=WHOLE,
                rules=TEXTS,
            )
        ),
        hangs_on=or_null(
            many(
                an_object(
                    "What losing one member would cost.",
                    name=TEXT,
                    score=WHOLE,
                    drop=WHOLE,
                    new_rules=TEXTS,
                )
            )
        ),
    )


def _finding() -> Schema:
    return an_object(
        "One flag of one rule; findings stand in the order in which they take points.",
        rule=TEXT,
        group=GROUP,
        severity=SEVERITY,
        points=WHOLE,
        message=TEXT,
        file=TEXT,
        line=WHOLE,
        column=WHOLE,
        path=TEXT,
        subject=TEXT,
        ask=TEXTS,
        do=TEXTS,
        source=TEXT,
    )


def _summary() -> Schema:
    owner = an_object(
        "The open deals of one owner.",
        owner=TEXT,
        deals=WHOLE,
        amount=MONEY,
        amount_at_risk=MONEY,
        top_rule=MAYBE_TEXT,
    )
    theme = an_object("A rule and the open deals it flags.", rule=TEXT, deals=WHOLE, amount=MONEY)
    return an_object(
        "Totals over the open deals.",
        deals=WHOLE,
        amount=MONEY,
        amount_at_risk=MONEY,
        by_band={"type": "object", "additionalProperties": WHOLE},
        by_owner=many(owner),
        themes=many(theme),
    )


SCHEMAS: dict[str, Callable[[], Schema]] = {
    "deal": _deal,
    "rules": _rules,
    "config": _config,
    "report": _report,
    "diff": diff_schema,
    "trend": trend_schema,
}
"""Every schema by its name."""
