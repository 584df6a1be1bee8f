"""From a recipe, which any process can follow, to the settings of a run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from dealcoach import __version__
from dealcoach.model.finding import Problem
from dealcoach.reading.config_file import ConfigFile, find_config, parse_config, read_config
from dealcoach.reading.folders import SUFFIXES
from dealcoach.reading.urls import is_url, joined
from dealcoach.review.settings import Settings, build_settings
from dealcoach.rules.library import Library, load
from dealcoach.rules.pack_bytes import PackBytes
from dealcoach.rules.pack_error import PackError


class Recipe(NamedTuple):
    """All that decides a review besides the files, as plain values."""

    as_of: date
    start: str = "."
    """The path from which dealcoach.yaml is searched upward."""
    config: str | None = None
    """The dealcoach.yaml to use instead."""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    deep: bool = False
    waivers: bool = True
    quotes: bool = True
    """Whether findings quote the line that they point at."""


class Opened:
    """The settings that a recipe gave, and where they come from."""

    def __init__(self, recipe: Recipe, settings: Settings, file: ConfigFile) -> None:
        self.recipe: Final = recipe
        self.settings: Final = settings
        self.file: Final = file

    @property
    def folder(self) -> Path | None:
        """The folder that the configuration's patterns are relative to."""
        return self.file.folder

    @property
    def base(self) -> Path | str | None:
        """The same, where it may be a URL."""
        return self.file.base

    @cached_property
    def digest(self) -> str:
        """Hash of everything that decides a result besides the file itself."""
        from hashlib import sha256

        text = self.file.document.text if self.file.document else ""
        recipe = self.recipe
        parts = (
            __version__,
            self.settings.library.digest,
            text,
            str(self.base),
            recipe.as_of.isoformat(),
            *map(repr, (recipe.select, recipe.ignore, recipe.deep, recipe.waivers, recipe.quotes)),
        )
        return sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


class Parcel(NamedTuple):
    """A recipe with the bytes of its configuration and packs, for a process that may not reach them."""

    recipe: Recipe
    path: Path | None
    url: str | None
    data: bytes | None
    packs: tuple[PackBytes, ...]


def open_recipe(recipe: Recipe) -> Opened:
    """Read configuration and packs; raises ConfigError, PackError, UnknownRuleError or RemoteError."""
    return _opened(recipe, _config_of(recipe))


def packed(opened: Opened) -> Parcel:
    """The parcel that gives these settings again elsewhere; raises PackError."""
    file = opened.file
    packs = tuple(PackBytes(pack.as_posix(), pack.read_bytes()) for pack in own_packs(file))
    data = file.document.text.encode() if file.document else None
    return Parcel(opened.recipe, file.path, file.url, data, packs)


def open_parcel(parcel: Parcel) -> Opened:
    """The settings that were packed."""
    file = parse_config(parcel.path, parcel.data or b"", parcel.url)
    return _opened(parcel.recipe, file, parcel.packs)


def _config_of(recipe: Recipe) -> ConfigFile:
    if recipe.config is None and is_url(recipe.start):
        from dealcoach.reading.remote import find_config_url

        return find_config_url(recipe.start) or read_config(None)
    path = Path(recipe.config) if recipe.config is not None else find_config(Path(recipe.start))
    return read_config(path)


def _opened(recipe: Recipe, file: ConfigFile, packs: Sequence[Path | PackBytes] | None = None) -> Opened:
    library = load_library(file) if packs is None else load(packs)
    settings = build_settings(
        recipe.as_of,
        library,
        file,
        select=recipe.select,
        ignore=recipe.ignore,
        deep=recipe.deep,
        waivers=recipe.waivers,
        quotes=recipe.quotes,
    )
    return Opened(recipe, settings, file)


def load_library(file: ConfigFile) -> Library:
    """The built-in rules and the packs that dealcoach.yaml names; raises PackError with all problems."""
    found, wrong = _packs_of(file)
    if not wrong:
        return load(found)
    try:
        load(found)  # what is there may be broken, too
    except PackError as error:
        wrong += error.problems
    raise PackError(wrong)


def own_packs(file: ConfigFile) -> Sequence[Path | PackBytes]:
    """The rule files that dealcoach.yaml names, relative to it; raises PackError where one is not there."""
    found, wrong = _packs_of(file)
    if wrong:
        raise PackError(wrong)
    return found


def _packs_of(file: ConfigFile) -> tuple[list[Path | PackBytes], list[Problem]]:
    """The rule files that are there, and a problem for each that is not."""
    if file.url is not None and file.config.packs:
        return _remote_packs(str(file.base), file.config.packs)
    folder = file.folder or Path()
    found: list[Path | PackBytes] = []
    wrong: list[Problem] = []
    for index, pack in enumerate(file.config.packs):
        path = _relative(folder / pack)
        if (why := _no_pack(path)) is None:
            found.append(path)
        else:
            wrong.append(file.problem(("packs", index), why))
    return found, wrong


def _no_pack(path: Path) -> str | None:
    """Why a path cannot be a rule pack, if so."""
    if path.suffix.lower() not in SUFFIXES:
        return "a rule pack is a YAML file (*.yaml, *.yml)"
    return None if path.is_file() else f"there is no rule pack {path.as_posix()}"


def _remote_packs(base: str, names: Sequence[str]) -> tuple[list[Path | PackBytes], list[Problem]]:
    from dealcoach.reading.remote import read_remote

    urls = [name if is_url(name) else joined(base, name) for name in names]
    found: list[Path | PackBytes] = []
    wrong: list[Problem] = []
    for url, data in zip(urls, read_remote(urls), strict=True):
        if isinstance(data, str):
            wrong.append(Problem(url, 1, 1, "invalid-rule", f"this rule file {data}"))
        else:
            found.append(PackBytes(url, data))
    return found, wrong


def _relative(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
