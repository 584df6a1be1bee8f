"""The user's mapping file: renamed columns, roles, stages, task states and owners, checked line by line."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from dealcoach.importing.columns import SYSTEMS
from dealcoach.importing.failure import ImportFailureError
from dealcoach.importing.tree import LOADER
from dealcoach.importing.vocabulary import TASK_STATES, Part, word
from dealcoach.model.words import LEVELS, ROLES, STANCES, STATUSES

_PART_KEYS = {"role": ROLES, "stance": STANCES, "level": LEVELS, "side": ("inside", "outside")}
_MAX_BYTES = 1 << 20
_MAX_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Stage:
    """What a CRM stage becomes: another name, a status, or both."""

    name: str = ""
    status: str = ""


@dataclass(slots=True)
class Mapping:
    """The user's own vocabulary; it goes before the built-in one. Keys of words are read loosely."""

    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    roles: dict[str, Part] = field(default_factory=dict)
    stages: dict[str, Stage] = field(default_factory=dict)
    tasks: dict[str, str] = field(default_factory=dict)
    levels: dict[str, str] = field(default_factory=dict)
    stances: dict[str, str] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)


class _Reader:
    """Walks the YAML nodes and collects every problem with its place."""

    def __init__(self, path: Path, system: str) -> None:
        self.path, self.system = path, system
        self.problems: list[str] = []

    def bad(self, node: yaml.Node, text: str) -> None:
        mark = node.start_mark
        self.problems.append(f"{self.path}:{mark.line + 1}:{mark.column + 1}: {text}")

    def choose(self, node: yaml.Node, what: str, allowed: Iterable[str]) -> str:
        """A word out of `allowed`, read loosely; a problem with a did-you-mean otherwise."""
        names = list(allowed)
        by_word = {word(name): name for name in names}
        text = node.value if isinstance(node, yaml.ScalarNode) else ""
        if word(text) in by_word:
            return by_word[word(text)]
        near = difflib.get_close_matches(word(text), by_word, 1, 0.6)
        hint = f" Did you mean '{by_word[near[0]]}'?" if near else ""
        self.bad(node, f"'{text}' is no {what}.{hint} Known: {', '.join(names)}.")
        return ""

    def text(self, node: yaml.Node, what: str) -> str:
        if isinstance(node, yaml.ScalarNode) and node.value.strip():
            return str(node.value).strip()
        self.bad(node, f"{what} must be a text.")
        return ""

    def pairs(self, node: yaml.Node, what: str) -> list[tuple[yaml.ScalarNode, yaml.Node]]:
        """The entries of a mapping with text keys; duplicates and other shapes are problems."""
        if isinstance(node, yaml.ScalarNode) and not node.value:
            return []
        if not isinstance(node, yaml.MappingNode):
            self.bad(node, f"{what} must be a mapping ('CRM name: our name' on each line).")
            return []
        seen: set[str] = set()
        found = []
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.bad(key, f"a key of {what} must be a text.")
            elif key.value in seen:
                self.bad(key, f"'{key.value}' stands twice in {what}.")
            else:
                seen.add(key.value)
                found.append((key, value))
        return found

    def columns(self, node: yaml.Node) -> dict[str, dict[str, str]]:
        kinds = SYSTEMS[self.system]
        found: dict[str, dict[str, str]] = {}
        for kind_node, fields in self.pairs(node, "columns"):
            kind = self.choose(kind_node, "kind of export", kinds)
            for key, header in self.pairs(fields, kind_node.value) if kind else ():
                name = key.value if key.value in kinds[kind].fields else ""
                if not name:
                    name = self.choose(key, f"field of {kind}", kinds[kind].fields)
                if name:
                    found.setdefault(kind, {})[name] = self.text(header, f"the header for {name}")
        return found

    def part(self, node: yaml.Node) -> Part:
        if not isinstance(node, yaml.MappingNode):
            name = self.choose(node, "role or stance", (*ROLES, *STANCES, "none"))
            return Part(role=name) if name in ROLES else Part(stance=name if name in STANCES else "")
        values: dict[str, str] = {}
        for key, value in self.pairs(node, "a role"):
            name = self.choose(key, "key of a role", _PART_KEYS)
            if name:
                values[name] = self.choose(value, name, _PART_KEYS[name])
        return Part(**values)

    def stage(self, node: yaml.Node) -> Stage:
        if not isinstance(node, yaml.MappingNode):
            return Stage(name=self.text(node, "a stage"))
        stage = {"name": "", "status": ""}
        for key, value in self.pairs(node, "a stage"):
            name = self.choose(key, "key of a stage", stage)
            if name:
                stage[name] = (
                    self.text(value, "name") if name == "name" else self.choose(value, "status", STATUSES)
                )
        return Stage(**stage)

    def words(self, node: yaml.Node, what: str, allowed: Iterable[str]) -> dict[str, str]:
        names = tuple(allowed)
        return {word(key.value): self.choose(value, what, names) for key, value in self.pairs(node, what)}

    def read(self, root: yaml.Node) -> Mapping:
        mapping = Mapping()
        sections: dict[str, Callable[[yaml.Node], None]] = {
            "columns": lambda node: mapping.columns.update(self.columns(node)),
            "roles": lambda node: mapping.roles.update(
                {word(key.value): self.part(value) for key, value in self.pairs(node, "roles")}
            ),
            "stages": lambda node: mapping.stages.update(
                {word(key.value): self.stage(value) for key, value in self.pairs(node, "stages")}
            ),
            "tasks": lambda node: mapping.tasks.update(self.words(node, "state of a task", TASK_STATES)),
            "levels": lambda node: mapping.levels.update(self.words(node, "level", LEVELS)),
            "stances": lambda node: mapping.stances.update(self.words(node, "stance", STANCES)),
            "owners": lambda node: mapping.owners.update(
                {key.value.strip(): self.text(value, "an owner") for key, value in self.pairs(node, "owners")}
            ),
        }
        for key, node in self.pairs(root, "a mapping file"):
            if key.value in sections:
                sections[key.value](node)
            else:
                self.choose(key, "section of a mapping file", sections)
        return mapping


def _depth_ok(text: str) -> bool:
    depth = 0
    for event in yaml.parse(text, LOADER):
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1
        if depth > _MAX_DEPTH:
            return False
    return True


def read_mapping(path: Path | None, system: str) -> Mapping:
    """The mapping file, or an empty mapping without one.

    Raises ImportFailureError with every problem as `file:line:column: text`.
    """
    if path is None:
        return Mapping()
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ImportFailureError(f"{path}: cannot be read ({error.strerror or error}).") from error
    if len(data) > _MAX_BYTES:
        raise ImportFailureError(f"{path}: is larger than 1 MiB; a mapping file lists columns and words.")
    try:
        text = data.decode("utf-8-sig")
        deep = not _depth_ok(text)
        root = None if deep else yaml.compose(text, LOADER)
    except UnicodeDecodeError as error:
        raise ImportFailureError(
            f"{path}:1:1: is not UTF-8 (byte {error.start}). Save it as UTF-8."
        ) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f":{mark.line + 1}:{mark.column + 1}" if mark else ":1:1"
        raise ImportFailureError(
            f"{path}{place}: {getattr(error, 'problem', None) or 'is not YAML'}."
        ) from error
    if deep:
        raise ImportFailureError(f"{path}:1:1: is nested deeper than {_MAX_DEPTH}.")
    if root is None:
        return Mapping()
    reader = _Reader(path, system)
    mapping = reader.read(root)
    if reader.problems:
        raise ImportFailureError(*reader.problems)
    return mapping
