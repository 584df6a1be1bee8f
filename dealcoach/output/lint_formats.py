"""The formats of lint by name; each is imported when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module

from dealcoach.model.lint import LintReport, RuleInfo

Render = Callable[[LintReport, Mapping[str, RuleInfo]], str]
"""A format: a pure function from a report, and the rules behind it, to text."""

_MODULES = {
    name: f"dealcoach.output.lint_{name}"
    for name in ("text", "json", "sarif", "github", "gitlab", "junit", "markdown")
}


class _Formats(Mapping[str, Render]):
    """A dictionary whose values cost an import only when they are used."""

    def __getitem__(self, name: str) -> Render:
        render: Render = import_module(_MODULES[name]).render
        return render

    def __iter__(self) -> Iterator[str]:
        return iter(_MODULES)

    def __len__(self) -> int:
        return len(_MODULES)

    def __contains__(self, name: object) -> bool:
        return name in _MODULES


FORMATS: Mapping[str, Render] = _Formats()
