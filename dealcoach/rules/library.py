"""The rules in force: built-in packs and the user's own, read once and remembered.

Checking a pack needs pydantic and a type-checking CEL environment; both cost more than a review. A
pack that was found good is therefore kept, as plain data and compiled conditions, in the user's
cache folder until a file of theirs changes. A cache that cannot be read or written, or that belongs to
somebody else, is only slower.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from zlib import crc32

from dealcoach import __version__
from dealcoach.model.finding import Problem
from dealcoach.reading.cache_folder import user_cache
from dealcoach.rules import text_code
from dealcoach.rules.pack_bytes import PackBytes
from dealcoach.rules.pack_error import PackError
from dealcoach.rules.program import Program, build
from dealcoach.rules.readings import Readings
from dealcoach.rules.rule import Rule, read_rule
from dealcoach.rules.templates import Template
from dealcoach.rules.titles import Titles

_FORMAT = f"8 {sys.implementation.cache_tag} {sys.hexversion}"
_CHECK = 4
"""Bytes of the checksum before what is kept."""
WORDS = ("readings.yaml", "titles.yaml")


@dataclass(frozen=True, eq=False, repr=False)
class Library:
    """All rules of the packs that were read, and the words that facts are read with."""

    rules: tuple[Rule, ...]
    readings: Readings
    titles: Titles
    program: Program
    """What answers every rule with a condition, in the order of ``conditional``."""
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

    @cached_property
    def titles_by_id(self) -> dict[str, str]:
        """What each rule is called."""
        return {rule.id: rule.data["title"] for rule in self.rules}

    def texts_by_id(self) -> dict[str, tuple[Template, ...]]:
        """All that each rule may say of a deal: messages, advice, what is at stake, questions."""
        return {rule.id: rule.all_texts for rule in self.rules}


def built_in() -> Path:
    """The folder of the built-in packs: inside the wheel, or the checkout's own ``rules``."""
    package = Path(__file__).parent.parent
    inside = package / "packs"
    return inside if inside.is_dir() else package.parent / "rules"


def load(packs: Sequence[Path | PackBytes] = ()) -> Library:
    """Read the built-in packs and ``packs``; raises PackError with all problems of all packs."""
    stamp = _stamp(packs)
    kept = user_cache() / f"rules-{crc32(stamp.encode('utf-8', 'surrogateescape')):08x}.data"
    data = _remembered(kept, stamp)
    if data is None:
        folder = built_in()
        data = _read(packs, [(folder / name).read_bytes() for name in WORDS])
        data["stamp"] = stamp
        _remember(kept, data)
    return _library(data)


def _stamp(packs: Sequence[Path | PackBytes]) -> str:
    """What changes when a pack, the words or the program that reads them change: sizes and times."""
    with os.scandir(built_in()) as entries:
        found = [(entry.path, entry.stat()) for entry in entries if entry.name.endswith(".yaml")]
    with os.scandir(Path(__file__).parent) as entries:
        found += [(entry.path, entry.stat()) for entry in entries if entry.name.endswith(".py")]
    own = (path for path in packs if isinstance(path, Path) and path.is_file())
    found += [(str(path.absolute()), path.stat()) for path in own]
    rows = sorted(f"{path} {state.st_size} {state.st_mtime_ns}" for path, state in found)
    named = [row.as_posix() if isinstance(row, Path) else f"{row.name} {row.digest}" for row in packs]
    return "\n".join((_FORMAT, __version__, *rows, *named))


def pack_sources(packs: Sequence[Path | PackBytes] = ()) -> list[tuple[str, bytes]]:
    """Name and bytes of every pack, the built-in ones first; raises PackError for those not there."""
    found, problems = _opened(packs)
    if problems:
        raise PackError(problems)
    return found


def _opened(packs: Sequence[Path | PackBytes]) -> tuple[list[tuple[str, bytes]], list[Problem]]:
    folder = built_in()
    names = sorted(path.name for path in folder.glob("*.yaml") if path.name not in WORDS)
    found = [(f"rules/{name}", (folder / name).read_bytes()) for name in names]
    problems = []
    for path in packs:
        try:
            found.append((path.as_posix(), path.read_bytes()))
        except OSError as error:
            message = f"this rule file cannot be opened: {error.strerror or error}"
            problems.append(Problem(path.as_posix(), 1, 1, "invalid-rule", message))
    return found, problems


def _read(packs: Sequence[Path | PackBytes], words: list[bytes]) -> dict[str, Any]:
    from hashlib import sha256

    from dealcoach.model.scalars import plain_value
    from dealcoach.reading.document import Document
    from dealcoach.rules.pack import check_pack

    sources, problems = _opened(packs)
    taken: dict[str, str] = {}
    checked = []
    for name, data in sources:
        try:
            pack = check_pack(name, data, taken)
        except PackError as error:
            problems.extend(error.problems)
            continue
        taken.update({rule["id"]: name for rule in pack["rules"]})
        for rule in pack["rules"]:
            del rule["examples"]
        checked.append({key: pack[key] for key in ("pack", "requirements", "needs", "rules")})
    if problems:
        raise PackError(problems)
    digest = sha256()
    for part in (*(data for _, data in sources), *words):
        digest.update(sha256(part).digest())
    data_: dict[str, Any] = {"packs": checked, "digest": digest.hexdigest()}
    data_["readings"], data_["titles"] = (Document(text).values for text in words)
    data_["readings"]["version"] = plain_value(data_["readings"].get("version"))
    data_["readings"] = Readings.from_mapping(data_["readings"]).packed()
    rules = _rules(data_)
    data_["program"] = build([rule for rule in rules if not rule.data["checked_by"]])
    data_["texts"] = {rule.id: text_code.build(rule.texts) for rule in rules}
    return data_


def _rules(data: dict[str, Any]) -> tuple[Rule, ...]:
    codes = data.get("texts", {})
    return tuple(
        read_rule(pack, row, codes.get(row["id"])) for pack in data["packs"] for row in pack["rules"]
    )


def _library(data: dict[str, Any]) -> Library:
    return Library(
        _rules(data),
        Readings.from_packed(data["readings"]),
        Titles(data["titles"]["titles"]),
        Program(data["program"]),
        data["digest"],
    )


def _remembered(kept: Path, stamp: str) -> dict[str, Any] | None:
    try:
        if hasattr(os, "getuid") and kept.stat().st_uid != os.getuid():
            return None  # it holds code
        written = kept.read_bytes()
        if crc32(written[_CHECK:]) != int.from_bytes(written[:_CHECK]):
            return None
        data = marshal.loads(written[_CHECK:])
        return data if data["stamp"] == stamp and data["packs"] and data["program"]["code"] else None
    except (OSError, ValueError, EOFError, KeyError, TypeError):
        return None


def _remember(kept: Path, data: dict[str, Any]) -> None:
    from dealcoach.reading.writing import write_file

    try:
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        written = marshal.dumps(data)
        write_file(kept, crc32(written).to_bytes(_CHECK) + written)
        for old in kept.parent.glob("rules-*"):
            if old != kept and old.stat().st_mtime < kept.stat().st_mtime - 30 * 86400:
                old.unlink()
    except OSError:
        return
