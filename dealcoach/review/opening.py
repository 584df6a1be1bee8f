"""From a recipe, which any process can follow, to the settings of a run."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from dealcoach import __version__
from dealcoach.reading.config_file import ConfigFile, find_config, read_config
from dealcoach.review.settings import Settings, build_settings
from dealcoach.rules.library import Library, load


@dataclass(frozen=True)
class Recipe:
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


@dataclass(frozen=True)
class Opened:
    """The settings that a recipe gave, and where they come from."""

    recipe: Recipe
    settings: Settings
    file: ConfigFile = field(repr=False)

    @property
    def folder(self) -> Path | None:
        """The folder that the configuration's patterns are relative to."""
        return self.file.folder

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
            str(self.folder),
            recipe.as_of.isoformat(),
            *map(repr, (recipe.select, recipe.ignore, recipe.deep, recipe.waivers)),
        )
        return sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def open_recipe(recipe: Recipe) -> Opened:
    """Read configuration and packs; raises ConfigError, PackError or UnknownRuleError."""
    path = Path(recipe.config) if recipe.config is not None else find_config(Path(recipe.start))
    file = read_config(path)
    library = load_library(file)
    settings = build_settings(
        recipe.as_of,
        library,
        file,
        select=recipe.select,
        ignore=recipe.ignore,
        deep=recipe.deep,
        waivers=recipe.waivers,
    )
    return Opened(recipe, settings, file)


def load_library(file: ConfigFile) -> Library:
    """The built-in rules and the packs that dealcoach.yaml names; raises PackError."""
    return load(own_packs(file))


def own_packs(file: ConfigFile) -> list[Path]:
    """The rule files that dealcoach.yaml names, relative to it."""
    folder = file.folder or Path()
    return [_relative(folder / pack) for pack in file.config.packs]


def _relative(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
