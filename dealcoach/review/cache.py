"""Results of earlier runs, in one SQLite database that may be lost at any time.

A result is known by a hash of the file's name and bytes, of rules, settings and version, and of the
as-of day; nothing is ever stale. The database stands in `.dealcoach_cache` beside dealcoach.yaml, else
in the user's cache folder. Whatever goes wrong with it is a note, never an error.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from functools import partial
from hashlib import blake2b
from pathlib import Path

from dealcoach.model.packing import unpacked_problem
from dealcoach.reading.cache_folder import user_cache
from dealcoach.reading.folders import shown_file
from dealcoach.review.opening import Opened
from dealcoach.review.patterns import ignored_for
from dealcoach.review.results import Brief, Mode, Result

FOLDER = ".dealcoach_cache"
NAME = "results.sqlite"
_SCHEMA = 2
_encoded = json.JSONEncoder(separators=(",", ":")).encode
_KEPT_CONTEXTS = 6
"""Days and settings whose results are kept; the ones used longest ago go first."""
MOST_BYTES = 1 << 30
"""Size over which the database is emptied but for the current context."""
_PAGE = 32_768
"""Bytes of a page: room for the JSON of three deals. With rows that fit into pages, in the order in which
they are written, writing takes a fifth and reading an eighth of the time."""
_JOURNAL = "truncate"
"""A rollback journal: with a write-ahead log every result would be written twice, in twice the time."""
_FILES = ("", "-journal", "-wal", "-shm")
"""The database, and what SQLite puts beside it; the last two are left by the log of earlier versions."""
_CREATE = """
create table if not exists contexts (id text primary key, used integer);
create table if not exists results (key blob primary key, context text, brief text, payload text);
"""


def cache_folder(opened: Opened) -> Path:
    """Where the results of these settings are kept."""
    return opened.folder / FOLDER if opened.folder else user_results()


def user_results() -> Path:
    """Where results are kept when no dealcoach.yaml says otherwise, or its folder cannot be written."""
    return user_cache() / "results"


class Cache:
    """The results of one run's settings and payload; `note` says what went wrong, if anything did."""

    def __init__(self, opened: Opened, mode: Mode) -> None:
        self._mode = mode
        self._ignored = partial(ignored_for, settings=opened.settings, folder=opened.base)
        self._context = f"{mode.name}:{opened.digest}"
        self._seed = self._context.encode()
        self._path = cache_folder(opened) / NAME
        self._new: list[tuple[bytes, str, str, str]] = []
        self.note = ""
        self._database = self._opened()

    def key(self, path: str, data: bytes, history: Sequence[object] = ()) -> bytes:
        """What a file's result is known by."""
        ignored = self._ignored(path)
        digest = blake2b(self._seed, digest_size=16)
        digest.update(shown_file(path).encode("utf-8", "surrogateescape") + b"\0")
        digest.update(data)
        if history or ignored:
            digest.update(repr((history, sorted(ignored))).encode("utf-8", "surrogateescape"))
        return digest.digest()

    def find(self, keys: Sequence[bytes]) -> dict[bytes, Result]:
        """The results that are known for some keys."""
        if self._database is None or not keys:
            return {}
        marks = ",".join("?" * len(keys))
        try:
            rows = self._database.execute(
                f"select key, brief, payload from results where key in ({marks})", keys
            ).fetchall()
            return {key: _read(brief, payload) for key, brief, payload in rows}
        except (sqlite3.Error, ValueError, TypeError, IndexError) as error:
            self._give_up(error)
            return {}

    def keep(self, key: bytes, result: Result) -> None:
        """Take a result, to be written with others."""
        if self._database is not None:
            self._new.append((key, self._context, *_written(result)))
            if len(self._new) >= 1000:
                self._write()

    def close(self) -> None:
        """Write what is left, forget old contexts, and close."""
        if self._database is None:
            return
        self._write()
        self._tidy()
        if self._database is not None:
            self._database.close()
            self._database = None

    def _opened(self) -> sqlite3.Connection | None:
        for folder in (self._path.parent, user_results()):
            try:
                folder.mkdir(parents=True, exist_ok=True)
                ignore = folder / ".gitignore"
                if not ignore.exists():
                    ignore.write_text("*\n", encoding="utf-8")
                self._path = folder / NAME
                return self._connected()
            except (OSError, sqlite3.OperationalError):
                continue
            except sqlite3.DatabaseError as error:
                return self._rebuilt(error)
        self.note = "no cache: its folder cannot be written"
        return None

    def _connected(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._path, timeout=5, isolation_level=None)
        database.execute(f"pragma page_size = {_PAGE}")
        database.execute(f"pragma journal_mode = {_JOURNAL}")
        database.execute("pragma synchronous = off")
        version = database.execute("pragma user_version").fetchone()[0]
        if version != _SCHEMA:
            old = "drop table if exists results; drop table if exists contexts;" if version else ""
            made = f"begin immediate; {old} {_CREATE} pragma user_version = {_SCHEMA}; commit;"
            database.executescript(made)
        return database

    def _rebuilt(self, error: Exception) -> sqlite3.Connection | None:
        self.note = f"the cache was broken ({error}) and is built anew"
        try:
            for suffix in _FILES:
                self._path.with_name(NAME + suffix).unlink(missing_ok=True)
            return self._connected()
        except (OSError, sqlite3.Error):
            return None

    def _write(self) -> None:
        rows, self._new = self._new, []
        if not rows or self._database is None:
            return
        try:
            self._database.execute("begin immediate")
            self._database.executemany("insert or replace into results values (?, ?, ?, ?)", rows)
            self._database.execute("commit")
        except sqlite3.Error as error:
            self._give_up(error)

    def _tidy(self) -> None:
        if self._database is None:
            return
        try:
            execute = self._database.execute
            execute("begin immediate")
            latest = execute("select coalesce(max(used), 0) from contexts").fetchone()[0]
            execute("insert or replace into contexts values (?, ?)", (self._context, latest + 1))
            kept = 1 if self._path.stat().st_size > MOST_BYTES else _KEPT_CONTEXTS
            old = execute("select id from contexts order by used desc limit -1 offset ?", (kept,)).fetchall()
            for row in old:
                execute("delete from results where context = ?", row)
                execute("delete from contexts where id = ?", row)
            execute("commit")
            if old and kept == 1:
                execute("vacuum")
        except (OSError, sqlite3.Error) as error:
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        database, self._database = self._database, None
        locked = isinstance(error, sqlite3.OperationalError) and "locked" in str(error)
        other = "another run holds the cache; this one goes on without it"
        self.note = other if locked else f"the cache is left alone: {error}"
        if database is not None:
            database.close()
        if not isinstance(error, OSError | sqlite3.OperationalError):
            self._database = self._rebuilt(error)


def _written(result: Result) -> tuple[str, str]:
    """A result as two texts; a payload that is plain text already is taken as it is."""
    payload = result.payload
    ready = type(payload) is str and payload.isascii()
    head = (result.brief, result.problems, ready)
    return _encoded(head), payload if ready else _encoded(payload)


def _read(head: str, payload: str) -> Result:
    """The result that was written as these texts; raises ValueError, TypeError or IndexError."""
    brief, problems, ready = json.loads(head)
    return Result(
        None if brief is None else Brief._make((*brief[:-1], tuple(brief[-1]))),
        payload if ready else json.loads(payload),
        tuple(map(unpacked_problem, problems)),
    )


def size(folder: Path) -> int:
    """The bytes of a folder's database."""
    files = (folder / (NAME + suffix) for suffix in _FILES)
    return sum(file.stat().st_size for file in files if file.is_file())


def clear(folders: Iterable[Path]) -> int:
    """Delete the databases in some folders; returns how many there were. Raises OSError."""
    count = 0
    for folder in folders:
        for suffix in _FILES:
            target = folder / (NAME + suffix)
            if target.exists():
                target.unlink()
                count += not suffix
    return count
