"""Writes `dealcoach.model.compiled`: pydantic's own schema of a Deal, as code that needs no pydantic.

Importing pydantic and building its schema costs more than reviewing a deal. The schema is therefore
built once, here, and written down; `python -m dealcoach.model.generate` writes it, `--check` only
says whether what stands there is what pydantic would build today (a test asks the same).
"""

import dataclasses
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from pydantic import ConfigDict, TypeAdapter

from dealcoach.model import config, config_fields, deal, fields, scalars

TARGET = Path(__file__).with_name("compiled.py")
_HEAD = '''"""The schema of a Deal, as pydantic builds it; `dealcoach.model.generate` writes it."""

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


'''


def adapter() -> TypeAdapter[deal.Deal]:
    """pydantic's adapter of a Deal, built from the annotations and the strings below them."""
    _prepare(deal, fields)
    return TypeAdapter(deal.Deal)


def config_adapter() -> TypeAdapter[config.Config]:
    """pydantic's adapter of dealcoach.yaml."""
    _prepare(config, config_fields)
    return TypeAdapter(config.Config)


def _prepare(module: ModuleType, types: ModuleType) -> None:
    for name, value in vars(types).items():
        if not name.startswith("_") and not hasattr(module, name):
            setattr(module, name, value)
    for value in list(vars(module).values()):
        if isinstance(value, type) and dataclasses.is_dataclass(value):
            type.__setattr__(value, "__pydantic_config__", _CONFIG)


_CONFIG = ConfigDict(extra="forbid", use_attribute_docstrings=True)


def generated() -> str:
    """The text of the compiled module."""
    writer = _Writer()
    roots = {
        "DEAL_SCHEMA": writer.code(adapter().core_schema),
        "CONFIG_SCHEMA": writer.code(config_adapter().core_schema),
    }
    lines = [f"{name} = {code}\n" for name, code in (*writer.classes.items(), *roots.items())]
    return _formatted(_HEAD + "".join(lines))


class _Writer:
    """Turns a core schema into calls of the little functions above."""

    def __init__(self) -> None:
        self.classes: dict[str, str] = {}
        self._functions = {id(value): name for name, value in vars(scalars).items()}

    def code(self, schema: Any) -> str:
        kind = schema["type"]
        if kind == "function-plain":
            return f"_plain({self._function(schema)})"
        if kind == "function-before":
            return f"_before({self._function(schema)}, {self.code(schema['schema'])})"
        if kind == "tuple":
            return f"_many({self.code(schema['items_schema'][0])})"
        if kind == "nullable":
            return f"_maybe({self.code(schema['schema'])})"
        if kind == "default" and "default" in schema:
            return f"_default({self.code(schema['schema'])}, {schema['default']!r})"
        if kind == "default":
            return f"_factory({self.code(schema['schema'])}, dict)"
        if kind == "dict":
            return f"_dict({self.code(schema['values_schema'])})"
        if kind == "definitions":
            return self.code(schema["schema"])
        if kind == "dataclass":
            return self._class(schema)
        raise ValueError(f"the generator does not know a schema of type {kind}")

    def _function(self, schema: Any) -> str:
        return f"scalars.{self._functions[id(schema['function']['function'])]}"

    def _class(self, schema: Any) -> str:
        name = schema["cls"].__name__
        home = schema["cls"].__module__.rpartition(".")[2]
        variable = f"_{name.upper()}"
        if variable not in self.classes:
            rows = [self._field(row) for row in schema["schema"]["fields"]]
            self.classes[variable] = f"_dataclass({home}.{name}, {', '.join(rows)})"
        return variable

    def _field(self, row: Any) -> str:
        alias = f", {row['validation_alias']!r}" if "validation_alias" in row else ""
        return f"_field({row['name']!r}, {self.code(row['schema'])}{alias})"


def _formatted(text: str) -> str:
    import subprocess

    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", TARGET.name, "-"]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout


def main() -> int:
    """Write the compiled module, or with ``--check`` return 1 when it is out of date."""
    text = generated()
    if "--check" in sys.argv[1:]:
        return int(TARGET.read_text(encoding="utf-8") != text)
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
