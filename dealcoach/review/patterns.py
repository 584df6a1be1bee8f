"""What the patterns of dealcoach.yaml say of a file: whether it is a deal, and which rules pass it over."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from dealcoach.reading.paths import absolute
from dealcoach.reading.urls import is_url, relative
from dealcoach.review.settings import ignored_ids

if TYPE_CHECKING:
    from dealcoach.review.opening import Opened
    from dealcoach.review.settings import Settings


def ignored_for(path: str, settings: Settings, folder: Path | str | None) -> frozenset[str]:
    """The rules that ``per_path`` switches off for a file."""
    patterns = settings.config.per_path
    if not patterns:
        return frozenset()
    relative = relative_to(path, folder)
    names = [name for pattern, rules in patterns.items() if matches(relative, pattern) for name in rules]
    return ignored_ids(settings.library, names) if names else frozenset()


def excluded(path: str, patterns: Sequence[str], folder: Path | str | None) -> bool:
    """Whether ``exclude`` leaves a file out."""
    relative = relative_to(path, folder)
    return any(matches(relative, pattern) for pattern in patterns)


def deal_test(opened: Opened) -> Callable[[str], bool]:
    """Tells which YAML files are deals: none that ``exclude`` leaves out, no pack of the folder's own."""
    patterns, base = opened.settings.config.exclude, opened.base
    packs = {str(Path(opened.folder or "", pack).resolve()) for pack in opened.settings.config.packs}

    def is_deal(path: str) -> bool:
        if patterns and excluded(path, patterns, base):
            return False
        return not packs or str(Path(path).resolve()) not in packs

    return is_deal


def relative_to(path: str, folder: Path | str | None) -> str:
    """A path as patterns see it: relative to the folder, or the folder's URL, of dealcoach.yaml."""
    if is_url(path):
        return relative(path, folder if isinstance(folder, str) else None)
    if isinstance(folder, Path):
        file, above = absolute(path), absolute(folder)
        if file.is_relative_to(above):
            return file.relative_to(above).as_posix()
    return PurePosixPath(path).as_posix()


@lru_cache(maxsize=256)
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(_regex(pattern))


def matches(path: str, pattern: str) -> bool:
    """Whether a path, or a folder above it, fits a pattern: ``*`` within a name, ``**`` across.

    As in a .gitignore: a slash before or within a pattern ties it to the folder of dealcoach.yaml, one at its
    end leaves folders only.
    """
    return _pattern(pattern).match(path) is not None


def _regex(pattern: str) -> str:
    text = pattern.strip("/")
    pieces = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    found = re.sub(r"\*\*/|\*\*|\*|\?|[^*?]+", lambda m: pieces.get(m[0]) or re.escape(m[0]), text)
    anywhere = "" if "/" in pattern.rstrip("/") else "(?:.*/)?"
    below = "/.*" if pattern.endswith("/") else "(?:/.*)?"
    return f"{anywhere}{found}{below}$"
