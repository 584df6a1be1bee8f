"""Deal files behind an fsspec URL: memory://, s3://, gs://, https:// and many more; the extra ``remote``."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Any

from dealcoach.reading.composing import MAX_BYTES
from dealcoach.reading.config_file import NAME, ConfigError, ConfigFile, parse_config
from dealcoach.reading.faults import RemoteError
from dealcoach.reading.folders import SUFFIXES, Source, files_of
from dealcoach.reading.urls import joined, upward, without_secret

INSTALL = "python -m pip install 'dealcoach[remote]'"


def _opened(url: str) -> tuple[Any, str]:
    """The file system of a URL, and the path in it."""
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise RemoteError(f"{without_secret(url)}: reading a URL needs fsspec; {INSTALL}") from None
    try:
        system, path = url_to_fs(url)
    except ImportError as error:
        said = f"{without_secret(url)}: this kind of URL needs one more package: {error}"
        raise RemoteError(f"{said} (python -m pip install ...)") from None
    except ValueError as error:
        raise RemoteError(f"{without_secret(url)}: {error}; see fsspec for the URLs it knows") from None
    return system, str(path)


def find_remote(url: str) -> Iterator[Source]:
    """Every deal file below a URL, hidden folders left out; raises RemoteError."""
    try:
        system, root = _opened(url)
    except OSError as error:
        yield _trouble(url, "cannot be opened", error)
        return
    try:
        if system.isfile(root):
            yield Source(url)
            return
        if not system.exists(root):
            yield Source(url, "cannot be opened: No such file or directory")
            return
        system.invalidate_cache()
        found = list(_below(system, root, url))
    except Exception as error:  # each file system has errors of its own
        yield _trouble(url, "cannot be searched", error)
        return
    yield from found


def _below(system: Any, root: str, url: str) -> Iterator[Source]:
    if _is_local(system):
        for source in files_of(root):
            yield Source(joined(url, os.path.relpath(source.path, root)), source.trouble)
        return
    above = root.strip("/")
    for path in system.find(root):
        name = str(path).strip("/").removeprefix(above).lstrip("/")
        parts = name.split("/")
        hidden = any(part.startswith(".") for part in parts)
        if parts[-1].lower().endswith(SUFFIXES) and parts[-1] != NAME and not hidden:
            yield Source(joined(url, name))


def _is_local(system: Any) -> bool:
    protocols = system.protocol
    return "file" in ((protocols,) if isinstance(protocols, str) else protocols)


def read_remote(urls: Sequence[str]) -> list[bytes | str]:
    """The bytes of each file, or why there are none; files of one file system are fetched together."""
    found: dict[str, bytes | str] = {}
    systems: dict[int, tuple[Any, dict[str, str]]] = {}
    for url in urls:
        try:
            system, path = _opened(url)
        except (RemoteError, OSError) as error:
            found[url] = _said(error)
        else:
            systems.setdefault(id(system), (system, {}))[1][url] = path
    for system, paths in systems.values():
        found.update(zip(paths, _fetched(system, list(paths.values())), strict=True))
    return [found[url] for url in urls]


def _fetched(system: Any, paths: list[str]) -> Iterator[bytes | str]:
    many = len(paths)
    try:
        rows = system.cat_ranges(paths, [0] * many, [MAX_BYTES + 1] * many, on_error="return")
    except Exception as error:
        rows = [error] * many
    for path, row in zip(paths, rows, strict=True):
        yield bytes(row) if isinstance(row, bytes | bytearray) else _alone(system, path)


def _alone(system: Any, path: str) -> bytes | str:
    """One file by itself: some file systems refuse a range of an empty file, or any range."""
    try:
        with system.open(path, "rb") as stream:
            return bytes(stream.read(MAX_BYTES + 1))
    except Exception as error:
        return _said(error)


def find_config_url(url: str) -> ConfigFile | None:
    """The nearest dealcoach.yaml in the folder of a URL or above it; raises ConfigError, RemoteError."""
    for folder in upward(url):
        place = joined(folder, NAME)
        try:
            system, path = _opened(place)
            there = system.isfile(path)
        except RemoteError:
            raise
        except Exception:  # what may not be looked at is not ours
            there = False
        if there:
            return read_config_url(place)
    return None


def read_config_url(url: str) -> ConfigFile:
    """The configuration at a URL; raises ConfigError with all problems, or RemoteError."""
    data = read_remote([url])[0]
    if isinstance(data, str):
        from dealcoach.model.finding import Problem

        message = f"the configuration {data}"
        raise ConfigError((Problem(without_secret(url), 1, 1, "invalid-config", message),))
    return parse_config(None, data, url)


def _trouble(url: str, what: str, error: Exception) -> Source:
    return Source(url, f"{what}: {_reason(error)}")


def _said(error: Exception) -> str:
    return f"cannot be opened: {_reason(error)}"


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "No such file or directory"
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return without_secret(" ".join(str(said).split())[:300])
