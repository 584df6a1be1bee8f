"""The schema of a Deal, as pydantic builds it; `dealcoach.model.generate` writes it."""

from typing import Any

from dealcoach.model import config, deal, scalars


def _plain(function: Any) -> Any:
    return {"type": "function-plain", "function": {"type": "no-info", "function": function}}


def _before(function: Any, schema: Any) -> Any:
    return {
        "type": "function-before",
        "function": {"type": "no-info", "function": function},
        "schema": schema,
    }


def _many(item: Any) -> Any:
    return {"type": "tuple", "items_schema": [item], "variadic_item_index": 0}


def _default(schema: Any, default: Any) -> Any:
    return {"type": "default", "schema": schema, "default": default}


def _factory(schema: Any, factory: Any) -> Any:
    return {"type": "default", "schema": schema, "default_factory": factory}


def _dict(values: Any) -> Any:
    return {"type": "dict", "keys_schema": {"type": "str"}, "values_schema": values}


def _maybe(schema: Any) -> Any:
    return {"type": "nullable", "schema": schema}


def _field(name: str, schema: Any, alias: str | None = None) -> Any:
    found = {"type": "dataclass-field", "name": name, "schema": schema, "init": True, "kw_only": False}
    return found if alias is None else {**found, "validation_alias": alias}


def _dataclass(cls: Any, *fields: Any) -> Any:
    return {
        "type": "dataclass",
        "cls": cls,
        "fields": [field["name"] for field in fields],
        "schema": {"type": "dataclass-args", "dataclass_name": cls.__name__, "fields": list(fields)},
        "config": {"extra_fields_behavior": "forbid"},
        "slots": True,
    }


_CRM = _dataclass(
    deal.Crm,
    _field("system", _default(_maybe(_plain(scalars.read_text)), None)),
    _field("id", _default(_maybe(_plain(scalars.read_text)), None)),
)
_NEED = _dataclass(
    deal.Need,
    _field("problem", _default(_maybe(_plain(scalars.read_text)), None)),
    _field("by", _default(_maybe(_plain(scalars.read_day)), None)),
    _field("if_not", _default(_maybe(_plain(scalars.read_text)), None)),
)
_PLANSTEP = _dataclass(
    deal.PlanStep,
    _field("what", _plain(scalars.read_text)),
    _field("who", _default(_maybe(_plain(scalars.read_text)), None)),
    _field("due", _default(_maybe(_plain(scalars.read_day)), None)),
    _field("done", _default(_plain(scalars.read_done), False)),
)
_CUSTOMERPLAN = _dataclass(
    deal.CustomerPlan,
    _field("decision_date", _default(_maybe(_plain(scalars.read_day)), None)),
    _field(
        "decision_date_history", _default(_before(scalars.read_list, _many(_plain(scalars.read_day))), ())
    ),
    _field("steps", _default(_before(scalars.read_list, _many(_PLANSTEP)), ())),
)
_BUSINESSCASE = _dataclass(
    deal.BusinessCase,
    _field("status", _default(_maybe(_plain(scalars.read_business_case_status)), None)),
    _field("owner", _default(_maybe(_plain(scalars.read_text)), None)),
)
_SIGNAL = _dataclass(
    deal.Signal,
    _field("kind", _plain(scalars.read_signal_kind)),
    _field("date", _default(_maybe(_plain(scalars.read_day)), None)),
    _field("note", _default(_maybe(_plain(scalars.read_text)), None)),
)
_MEMBER = _dataclass(
    deal.Member,
    _field("name", _plain(scalars.read_text)),
    _field("title", _default(_maybe(_plain(scalars.read_text)), None)),
    _field("roles", _default(_before(scalars.read_list, _many(_plain(scalars.read_role))), ())),
    _field("level", _default(_maybe(_plain(scalars.read_level)), None)),
    _field("influence", _default(_maybe(_plain(scalars.read_grade)), None)),
    _field("relationship", _default(_maybe(_plain(scalars.read_grade)), None)),
    _field("stance", _default(_maybe(_plain(scalars.read_stance)), None)),
    _field("benefit", _default(_maybe(_plain(scalars.read_text)), None)),
    _field("concern", _default(_maybe(_plain(scalars.read_text)), None)),
    _field("reports_to", _default(_maybe(_plain(scalars.read_text)), None)),
    _field("influenced_by", _default(_before(scalars.read_list, _many(_plain(scalars.read_text))), ())),
    _field("introduced_by", _default(_maybe(_plain(scalars.read_text)), None)),
    _field("faction", _default(_maybe(_plain(scalars.read_text)), None)),
    _field("side", _default(_maybe(_plain(scalars.read_side)), None)),
    _field("last_contact", _default(_maybe(_plain(scalars.read_day)), None)),
    _field("signals", _default(_before(scalars.read_list, _many(_SIGNAL)), ())),
)
_STEP = _dataclass(
    deal.Step,
    _field("what", _plain(scalars.read_text)),
    _field("owner", _default(_maybe(_plain(scalars.read_text)), None)),
    _field("due", _default(_maybe(_plain(scalars.read_day)), None)),
    _field("type", _default(_maybe(_plain(scalars.read_step_type)), None)),
    _field("with_", _default(_before(scalars.read_list, _many(_plain(scalars.read_text))), ()), "with"),
    _field("done", _default(_plain(scalars.read_done), False)),
)
_ACTIVITY = _dataclass(
    deal.Activity,
    _field("date", _plain(scalars.read_day)),
    _field("type", _default(_maybe(_plain(scalars.read_activity_type)), None)),
    _field("with_", _default(_before(scalars.read_list, _many(_plain(scalars.read_text))), ()), "with"),
    _field("direction", _default(_maybe(_plain(scalars.read_direction)), None)),
    _field("note", _default(_maybe(_plain(scalars.read_text)), None)),
)
_WAIVER = _dataclass(
    deal.Waiver,
    _field("rule", _plain(scalars.read_text)),
    _field("reason", _plain(scalars.read_text)),
    _field("by", _default(_maybe(_plain(scalars.read_text)), None)),
    _field("until", _default(_maybe(_plain(scalars.read_day)), None)),
    _field("about", _default(_maybe(_plain(scalars.read_text)), None)),
)
_DEAL = _dataclass(
    deal.Deal,
    _field("deal", _plain(scalars.read_text)),
    _field("account", _plain(scalars.read_text)),
    _field("owner", _plain(scalars.read_text)),
    _field("stage", _plain(scalars.read_text)),
    _field("our_team", _default(_before(scalars.read_list, _many(_plain(scalars.read_text))), ())),
    _field("amount", _default(_maybe(_plain(scalars.read_amount)), None)),
    _field("currency", _default(_maybe(_plain(scalars.read_currency)), None)),
    _field("forecast", _default(_maybe(_plain(scalars.read_forecast)), None)),
    _field("created", _default(_maybe(_plain(scalars.read_day)), None)),
    _field("stage_since", _default(_maybe(_plain(scalars.read_day)), None)),
    _field("close_date", _default(_maybe(_plain(scalars.read_day)), None)),
    _field("close_date_history", _default(_before(scalars.read_list, _many(_plain(scalars.read_day))), ())),
    _field("status", _default(_plain(scalars.read_status), "open")),
    _field("closed_on", _default(_maybe(_plain(scalars.read_day)), None)),
    _field("account_kind", _default(_maybe(_plain(scalars.read_account_kind)), None)),
    _field("competitors", _default(_before(scalars.read_list, _many(_plain(scalars.read_text))), ())),
    _field("crm", _default(_maybe(_CRM), None)),
    _field("need", _default(_maybe(_NEED), None)),
    _field("customer_plan", _default(_maybe(_CUSTOMERPLAN), None)),
    _field("business_case", _default(_maybe(_BUSINESSCASE), None)),
    _field("buying_team", _default(_before(scalars.read_members, _many(_MEMBER)), ())),
    _field("next_steps", _default(_before(scalars.read_steps, _many(_STEP)), ())),
    _field("activity", _default(_before(scalars.read_activities, _many(_ACTIVITY)), ())),
    _field("waivers", _default(_before(scalars.read_waivers, _many(_WAIVER)), ())),
    _field("custom", _factory(_plain(scalars.read_custom), dict)),
)
_BANDS = _dataclass(
    config.Bands,
    _field("healthy", _default(_plain(scalars.read_points), 75)),
    _field("watch", _default(_plain(scalars.read_points), 50)),
    _field("at_risk", _default(_plain(scalars.read_points), 25)),
)
_LIMITCHANGES = _dataclass(
    config.LimitChanges,
    _field("silence_days", _default(_maybe(_plain(scalars.read_days)), None)),
    _field("engaged_days", _default(_maybe(_plain(scalars.read_days)), None)),
    _field("stage_days", _default(_maybe(_plain(scalars.read_days)), None)),
    _field("closing_days", _default(_maybe(_plain(scalars.read_days)), None)),
    _field("stall_days", _default(_maybe(_plain(scalars.read_days)), None)),
    _field("postponed_days", _default(_maybe(_plain(scalars.read_days)), None)),
    _field("hidden_days", _default(_maybe(_plain(scalars.read_days)), None)),
    _field("nurture_days", _default(_maybe(_plain(scalars.read_days)), None)),
    _field("watch_days", _default(_maybe(_plain(scalars.read_days)), None)),
)
_STAGE = _dataclass(
    config.Stage,
    _field("name", _plain(scalars.read_text)),
    _field("early", _default(_plain(scalars.read_flag), False)),
    _field("silence_days", _default(_maybe(_plain(scalars.read_days)), None)),
    _field("stage_days", _default(_maybe(_plain(scalars.read_days)), None)),
)
_RULECHANGE = _dataclass(
    config.RuleChange,
    _field("severity", _default(_maybe(_plain(scalars.read_severity)), None)),
    _field("points", _default(_maybe(_plain(scalars.read_points)), None)),
    _field("off", _default(_plain(scalars.read_flag), False)),
)
_CONFIG = _dataclass(
    config.Config,
    _field("currency", _default(_maybe(_plain(scalars.read_currency)), None)),
    _field("bands", _default(_maybe(_BANDS), None)),
    _field("limits", _default(_maybe(_LIMITCHANGES), None)),
    _field("stages", _default(_before(scalars.read_stages, _many(_STAGE)), ())),
    _field("rules", _factory(_before(scalars.read_mapping, _dict(_RULECHANGE)), dict)),
    _field("packs", _default(_before(scalars.read_list, _many(_plain(scalars.read_text))), ())),
    _field("select", _default(_before(scalars.read_list, _many(_plain(scalars.read_text))), ())),
    _field("ignore", _default(_before(scalars.read_list, _many(_plain(scalars.read_text))), ())),
    _field(
        "per_path",
        _factory(
            _before(
                scalars.read_mapping, _dict(_before(scalars.read_list, _many(_plain(scalars.read_text))))
            ),
            dict,
        ),
    ),
    _field("exclude", _default(_before(scalars.read_list, _many(_plain(scalars.read_text))), ())),
    _field("fail_on", _default(_plain(scalars.read_fail_on), "high")),
)
DEAL_SCHEMA = _DEAL
CONFIG_SCHEMA = _CONFIG
