"""The formats of lint by name; each is imported when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module

from dealcoach.model.lint import LintRun
from dealcoach.output.lint_writer import LintWriter

MakeWriter = Callable[[LintRun], LintWriter]

_MODULES = {
    name: f"dealcoach.output.lint_{name}"
    for name in ("text", "json", "sarif", "github", "gitlab", "junit", "markdown")
}


class _Formats(Mapping[str, MakeWriter]):
    """A dictionary whose values cost an import only when they are used."""

    def __getitem__(self, name: str) -> MakeWriter:
        writer: MakeWriter = import_module(_MODULES[name]).Writer
        return writer

    def __iter__(self) -> Iterator[str]:
        return iter(_MODULES)

    def __len__(self) -> int:
        return len(_MODULES)

    def __contains__(self, name: object) -> bool:
        return name in _MODULES


FORMATS: Mapping[str, MakeWriter] = _Formats()
