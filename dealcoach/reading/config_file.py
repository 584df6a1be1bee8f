"""dealcoach.yaml: found upward from the first path, read and validated like a deal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dealcoach.model import config as parts
from dealcoach.model.config import Config
from dealcoach.model.finding import Position, Problem
from dealcoach.model.words import squeeze
from dealcoach.reading.document import Document
from dealcoach.reading.document import Path as DocumentPath
from dealcoach.reading.faults import FileRefusedError
from dealcoach.reading.paths import absolute
from dealcoach.reading.urls import folder_of, without_secret

if TYPE_CHECKING:
    from dealcoach.model.validation import ValidationError

NAME = "dealcoach.yaml"
RULE = "invalid-config"
_PARTS: dict[str, type] = {
    "bands": parts.Bands,
    "limits": parts.LimitChanges,
    "stages": parts.Stage,
    "rules": parts.RuleChange,
}


class ConfigError(Exception):
    """A configuration that cannot be used, with all of its problems."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{len(problems)} problems in the configuration")
        self.problems = problems


class ConfigFile(NamedTuple):
    """A configuration, where it stands, and the document that knows its lines."""

    config: Config
    path: Path | None = None
    document: Document | None = None
    url: str | None = None
    """Where it stands instead, when that is a URL."""

    @property
    def name(self) -> str:
        """Where it stands, as messages show it."""
        return shown_path(self.path, self.url)

    @property
    def base(self) -> Path | str | None:
        """The folder, or the folder's URL, that paths and patterns are relative to."""
        return folder_of(self.url) if self.url else self.folder

    @property
    def folder(self) -> Path | None:
        """The folder that the configuration's paths and patterns are relative to."""
        return self.path.parent if self.path else None

    def problem(self, path: DocumentPath, message: str) -> Problem:
        """A problem at a place of this file."""
        at = self.document.locate(path, value=True) if self.document else Position(1, 1)
        line = self.document.source_line(at.line) if self.document else ""
        return Problem(self.name, at.line, at.column, RULE, message, source=line)


def shown_path(path: Path | None, url: str | None = None) -> str:
    """A path as it was given, with forward slashes."""
    if url is not None:
        return without_secret(url)
    return path.as_posix() if path else NAME


def find_config(start: Path) -> Path | None:
    """The nearest dealcoach.yaml in the folder of ``start`` or above it."""
    folder = start if start.is_dir() else start.parent
    above = absolute(folder)
    for candidate in (above, *above.parents):
        if (found := candidate / NAME).is_file():
            return found
    return None


def read_config(path: Path | None) -> ConfigFile:
    """The configuration at ``path``, or the defaults; raises ConfigError with all problems."""
    if path is None:
        return ConfigFile(Config())
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"the configuration cannot be opened: {error.strerror or error}"
        raise ConfigError((Problem(shown_path(path), 1, 1, RULE, message),)) from None
    return parse_config(path, data)


def parse_config(path: Path | None, data: bytes, url: str | None = None) -> ConfigFile:
    """The configuration in ``data``, which stands at ``path`` or ``url``; raises ConfigError."""
    from dealcoach.model.validation import ValidationError, validate_config

    if not data.strip():
        return ConfigFile(Config(), path, url=url)
    name = shown_path(path, url)
    try:
        document = Document(data)
    except FileRefusedError as refused:
        from dealcoach.reading.explaining import refusal

        raise ConfigError((refusal(name, refused, RULE),)) from None
    found = [(document.position(fault.mark), fault.message) for fault in document.faults]
    disagreements = _disagreements(document.values)
    found.extend((document.locate(at, value=True), message) for at, message in disagreements)
    try:
        config = validate_config(document.values)
    except ValidationError as error:
        raise ConfigError(_problems(name, document, found, error)) from None
    if found:
        raise ConfigError(_problems(name, document, found))
    return ConfigFile(config, path, document, url)


def _problems(
    name: str, document: Document, found: list[tuple[Position, str]], error: ValidationError | None = None
) -> tuple[Problem, ...]:
    from dealcoach.reading.explaining import Format, explained, problems_at  # few files have any

    known = Format(Config, _PARTS, {"name": "the stage as deals write it"})
    said = explained(document, error, known) if error else ()
    return problems_at(name, document, [*found, *said], RULE)


def _disagreements(values: dict[str, Any]) -> Iterator[tuple[DocumentPath, str]]:
    """What no single key can see, on the plain values so that it is said beside all other problems."""
    bands = values.get("bands")
    if isinstance(bands, dict) and not _fall(bands):
        yield ("bands",), "bands fall from healthy to watch to at_risk, and all are above 0"
    seen: set[str] = set()
    stages = values.get("stages")
    for index, stage in enumerate(stages if isinstance(stages, list) else []):
        name = stage.get("name") if isinstance(stage, dict) else stage
        key = squeeze(name) if isinstance(name, str) else ""
        if key and key in seen:
            path = ("stages", index, "name") if isinstance(stage, dict) else ("stages", index)
            yield path, f"the stage {name!r} stands twice"
        seen.add(key)


def _fall(given: dict[str, Any]) -> bool:
    """Whether the bands stand in their order, as far as they are numbers."""
    defaults = parts.Bands()
    rows = [given.get(row.name, getattr(defaults, row.name)) for row in fields(parts.Bands)]
    floors = [int(row) for row in rows if isinstance(row, int) or (isinstance(row, str) and row.isdecimal())]
    return all(high > low for high, low in pairwise((*floors, 0)))
