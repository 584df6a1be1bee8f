"""The rules in force: built-in packs and the user's own, read once and remembered by their hash.

Checking a pack needs pydantic and a type-checking CEL environment; both cost more than a review. A
pack that was found good is therefore kept, as plain data and a compiled program, in the user's
cache folder under the hash of all packs. A cache that cannot be read or written is only slower.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from dealcoach import __version__
from dealcoach.model.finding import Problem
from dealcoach.reading.cache_folder import user_cache
from dealcoach.rules.readings import Readings
from dealcoach.rules.rule import Rule
from dealcoach.rules.titles import Titles

_FORMAT = "3"
WORDS = ("readings.yaml", "titles.yaml")


@dataclass(frozen=True, eq=False)
class Library:
    """All rules of the packs that were read, and the words that facts are read with."""

    rules: tuple[Rule, ...]
    readings: Readings
    titles: Titles
    program: Any
    """One expression that answers every rule with a condition, in the order of ``conditional``."""
    digest: str
    """Hash of everything that was read, for caches of results."""

    @cached_property
    def conditional(self) -> tuple[Rule, ...]:
        """The rules that conditions decide, in the order of the program's answers."""
        return tuple(rule for rule in self.rules if not rule.data["checked_by"])

    @cached_property
    def by_id(self) -> dict[str, Rule]:
        """The rules by their ids."""
        return {rule.id: rule for rule in self.rules}


def built_in() -> Path:
    """The folder of the built-in packs: inside the wheel, or the checkout's own ``rules``."""
    package = Path(__file__).parent.parent
    inside = package / "packs"
    return inside if inside.is_dir() else package.parent / "rules"


def load(packs: Sequence[Path] = ()) -> Library:
    """Read the built-in packs and ``packs``; raises PackError with all problems of all packs."""
    sources = pack_sources(packs)
    folder = built_in()
    words = [(folder / name).read_bytes() for name in WORDS]
    digest = sha256(f"{_FORMAT} {__version__}".encode())
    for part in (*(data for _, data in sources), *words):
        digest.update(sha256(part).digest())
    key = digest.hexdigest()
    kept = user_cache() / f"rules-{key[:24]}.json"
    data = _remembered(kept)
    if data is None:
        data = _read(sources, words)
        _remember(kept, data)
    return _library(data, key)


def pack_sources(packs: Sequence[Path] = ()) -> list[tuple[str, bytes]]:
    """Name and bytes of every pack, the built-in ones first; raises PackError for one that is not there."""
    folder = built_in()
    names = sorted(path.name for path in folder.glob("*.yaml") if path.name not in WORDS)
    found = [(f"rules/{name}", (folder / name).read_bytes()) for name in names]
    return found + [(path.as_posix(), _own_pack(path)) for path in packs]


def _own_pack(path: Path) -> bytes:
    from dealcoach.rules.pack import PackError

    try:
        return path.read_bytes()
    except OSError as error:
        message = f"this rule file cannot be opened: {error.strerror or error}"
        raise PackError([Problem(path.as_posix(), 1, 1, "invalid-rule", message)]) from None


def _read(sources: list[tuple[str, bytes]], words: list[bytes]) -> dict[str, Any]:
    from dealcoach.model.scalars import plain_value
    from dealcoach.reading.document import Document
    from dealcoach.rules.pack import PackError, check_pack
    from dealcoach.rules.program import program_text

    taken: dict[str, str] = {}
    packs, problems = [], []
    for name, data in sources:
        try:
            pack = check_pack(name, data, taken)
        except PackError as error:
            problems.extend(error.problems)
            continue
        taken.update({rule["id"]: name for rule in pack["rules"]})
        for rule in pack["rules"]:
            del rule["examples"]
        packs.append({key: pack[key] for key in ("pack", "requirements", "needs", "rules")})
    if problems:
        raise PackError(problems)
    from dealcoach.rules.conditions import compile_unchecked

    data_: dict[str, Any] = {"packs": packs}
    data_["readings"], data_["titles"] = (Document(text).values for text in words)
    data_["readings"]["version"] = plain_value(data_["readings"].get("version"))
    data_["readings"] = Readings.from_mapping(data_["readings"]).packed()
    expression = compile_unchecked(program_text(_rules(data_)))
    data_["program"] = b64encode(expression.serialized()).decode("ascii")
    return data_


def _rules(data: dict[str, Any]) -> tuple[Rule, ...]:
    found = []
    for pack in data["packs"]:
        for rule in pack["rules"]:
            names = dict.fromkeys((*pack["needs"], *rule["needs"]))
            needed = tuple(pack["requirements"][name] for name in names if not rule["checked_by"])
            found.append(
                Rule(rule["id"], rule["group"], rule["severity"], rule["points"], rule, needed, pack["pack"])
            )
    return tuple(found)


def _library(data: dict[str, Any], key: str) -> Library:
    from dealcoach.rules.conditions import restore

    rows = [(row["level"], row["words"]) for row in data["titles"]["titles"]]
    return Library(
        _rules(data),
        Readings.from_packed(data["readings"]),
        Titles(rows),
        restore(b64decode(data["program"])),
        key,
    )


def _remembered(kept: Path) -> dict[str, Any] | None:
    try:
        data = json.loads(kept.read_bytes())
        return data if data["packs"] and data["program"] else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _remember(kept: Path, data: dict[str, Any]) -> None:
    from dealcoach.reading.writing import write_file

    try:
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_file(kept, json.dumps(data).encode())
        for old in kept.parent.glob("rules-*.json"):
            if old != kept and old.stat().st_mtime < kept.stat().st_mtime - 30 * 86400:
                old.unlink()
    except OSError:
        return
