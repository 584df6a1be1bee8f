"""Finds the deal files that are already there, and the CRM record each belongs to."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from dealcoach.importing.text import loose
from dealcoach.importing.tree import CannotReadError, Node, parse
from dealcoach.reading.folders import is_deal_file

_OWN_FORM = re.compile(rb"^crm: \{system: (\w+), id: \"?([\w-]+)\"?\}[ \t]*(?:#.*)?\r?$", re.MULTILINE)
_STATUS = re.compile(rb"^status:[ \t]*[\"']?(\w+)", re.MULTILINE)
_MAX_BYTES = 1 << 20


@dataclass(slots=True)
class Folder:
    """What a folder of deal files holds.

    `files` maps a record's key to its path; `unlinked` maps (account, deal), read loosely, to a file
    without a CRM id; `names` holds the lower-case file names in use at the top of the folder.
    """

    root: Path
    names: set[str] = field(default_factory=set)
    files: dict[str, str] = field(default_factory=dict)
    unlinked: dict[tuple[str, str], str] = field(default_factory=dict)
    unreadable: list[tuple[str, str]] = field(default_factory=list)
    doubles: list[tuple[str, str]] = field(default_factory=list)
    closed: set[str] = field(default_factory=set)
    digests: dict[str, bytes] = field(default_factory=dict)
    _shown: str | None = None

    def same(self, path: str, data: bytes) -> bool:
        """Whether a linked file held exactly these bytes when the folder was read."""
        return self.digests.get(path) == blake2b(data, digest_size=16).digest()

    def relative(self, path: str) -> str:
        """The path for people: relative to the current folder where it lies below, with forward slashes."""
        if self._shown is None:
            shown = os.path.relpath(self.root)
            shown = str(self.root) if shown.startswith("..") else shown
            self._shown = "" if shown == "." else shown.rstrip(os.sep) + os.sep
        below = path[len(str(self.root)) :].lstrip(os.sep)
        return (self._shown + below).replace(os.sep, "/")


def _link(data: bytes, system: str) -> tuple[str | None, tuple[str, str] | None]:
    """The record id of a file for this system, or the (account, deal) of a file without one."""
    if match := _OWN_FORM.search(data):
        return (match[2].decode() if match[1].decode() == system else None), None
    if len(data) > _MAX_BYTES:
        raise CannotReadError("is over 1 MiB")
    try:
        root = parse(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise CannotReadError("is not UTF-8") from error
    crm = root.get("crm")
    if crm is None or crm.is_null():
        return None, (loose(root.text("account")), loose(root.text("deal")))
    return _mapped_id(crm, system), None


def _mapped_id(crm: Node, system: str) -> str | None:
    return crm.text("id") if crm.kind == "map" and crm.text("system").casefold() == system else None


def read_folder(root: Path, system: str, key_of: Callable[[str], str]) -> Folder:
    """Reads every deal file below `root` (hidden folders and links to folders left out) for its CRM id.

    A folder that does not exist is an empty one. Files that cannot be read are listed, never touched.
    """
    folder = Folder(root)
    waiting = [str(root)] if root.is_dir() else []
    while waiting:
        place = waiting.pop()
        with os.scandir(place) as found:
            entries = sorted(found, key=lambda entry: entry.name)
        if place == str(root):
            folder.names.update(entry.name.casefold() for entry in entries)
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)
            elif is_deal_file(entry):
                _read_one(folder, entry.path, system, key_of)
    return folder


def _head(path: str) -> bytes:
    """The bytes of a file, one more than allowed at most."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        parts, wanted = [], _MAX_BYTES + 1
        while wanted and (part := os.read(handle, wanted)):
            parts.append(part)
            wanted -= len(part)
        return b"".join(parts)
    finally:
        os.close(handle)


def _read_one(folder: Folder, path: str, system: str, key_of: Callable[[str], str]) -> None:
    try:
        data = _head(path)
        id_, names = _link(data, system)
    except (OSError, CannotReadError) as error:
        folder.unreadable.append((path, str(getattr(error, "strerror", None) or error)))
        return
    if names:
        folder.unlinked.setdefault(names, path)
    if id_ is None:
        return
    key = key_of(id_)
    if key in folder.files:
        folder.doubles.append((folder.files[key], path))
        return
    folder.files[key] = path
    folder.digests[path] = blake2b(data, digest_size=16).digest()
    status = _STATUS.search(data)
    if status and status[1].decode().casefold() != "open":
        folder.closed.add(key)
