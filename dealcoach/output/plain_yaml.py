"""Plain values as YAML for people, with dates and numbers unquoted as a person writes them."""

from __future__ import annotations

from typing import Any

import yaml


class _Dumper(yaml.SafeDumper):
    """Writes every text that is safe without quotes, dates and numbers among them."""


def _text(dumper: yaml.SafeDumper, value: str) -> Any:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value)


def _resolve(self: Any, kind: Any, value: Any, implicit: Any) -> Any:
    if kind is yaml.ScalarNode and value not in ("", "~", "null"):
        return "tag:yaml.org,2002:str"
    return super(_Dumper, self).resolve(kind, value, implicit)


_Dumper.add_representer(str, _text)
_Dumper.resolve = _resolve  # type: ignore[method-assign]


def plain_yaml(value: Any) -> str:
    """The YAML text of a value, keys in their order."""
    return yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=88).rstrip()
