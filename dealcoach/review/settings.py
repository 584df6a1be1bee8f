"""What a review goes by: the day, the rules in force, limits and bands, from dealcoach.yaml and options."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property, lru_cache

from dealcoach.model.config import Bands, Config, Stage
from dealcoach.model.finding import GROUPS, Problem
from dealcoach.model.scalars import shown, suggestion
from dealcoach.model.words import squeeze
from dealcoach.reading.config_file import ConfigError, ConfigFile
from dealcoach.rules.context import Context
from dealcoach.rules.library import Library
from dealcoach.rules.limits import Limits
from dealcoach.rules.rule import Rule

EARLY_STAGES = ("lead", "prospecting", "qualification", "discovery")
"""Stages that count as early when dealcoach.yaml lists none."""


DEFAULT_LIMITS = Limits()


class UnknownRuleError(Exception):
    """An option names a rule or group that does not exist, or leaves none."""

    def __init__(self, message: str, option: str) -> None:
        super().__init__(message)
        self.option = option


@dataclass(frozen=True, eq=False, repr=False)
class Settings:
    """Everything besides the file that decides what a review says."""

    as_of: date
    library: Library
    config: Config = field(default_factory=Config)
    active: frozenset[str] = frozenset()
    """The ids of the rules in force."""
    warnings: tuple[Problem, ...] = ()
    limits: Limits = DEFAULT_LIMITS
    deep: bool = False
    """Whether to compute what each deal hangs on."""
    waivers: bool = True
    """Whether waivers hold."""
    quotes: bool = True
    """Whether findings quote the line that they point at."""

    @cached_property
    def bands(self) -> Bands:
        """The least score of each band."""
        return self.config.bands or Bands()

    @cached_property
    def stage_names(self) -> tuple[str, ...]:
        """The stages that dealcoach.yaml lists."""
        return tuple(stage.name for stage in self.config.stages)

    def rules(self, ignored: frozenset[str] = frozenset()) -> tuple[Rule | None, ...]:
        """The conditional rules with this folder's changes, None where one is not in force."""
        return _changed_rules(self, ignored)

    def points(self, ignored: frozenset[str] = frozenset()) -> int:
        """What the conditional rules in force could cost together."""
        return _points(self, ignored)

    def rule(self, rule_id: str) -> Rule | None:
        """A rule in force, with this folder's changes."""
        return _changed(self, self.library.by_id[rule_id]) if rule_id in self.active else None

    def context(self, stage: str) -> Context:
        """What facts are derived with, for a deal in this stage."""
        return _context(self, stage)


@lru_cache(maxsize=256)
def _changed_rules(settings: Settings, ignored: frozenset[str]) -> tuple[Rule | None, ...]:
    kept = settings.active - ignored
    return tuple(
        _changed(settings, rule) if rule.id in kept else None for rule in settings.library.conditional
    )


@lru_cache(maxsize=256)
def _points(settings: Settings, ignored: frozenset[str]) -> int:
    return sum(rule.points for rule in _changed_rules(settings, ignored) if rule is not None)


def _changed(settings: Settings, rule: Rule) -> Rule:
    change = settings.config.rules.get(rule.id)
    return rule.changed(change.severity, change.points) if change else rule


@lru_cache(maxsize=1024)
def _context(settings: Settings, stage: str) -> Context:
    row = _stage(settings.config, stage)
    changes = {
        name: value
        for name in ("silence_days", "stage_days")
        if row is not None and (value := getattr(row, name)) is not None
    }
    early = row.early if row is not None else squeeze(stage) in EARLY_STAGES and not settings.config.stages
    limits = settings.limits._replace(**changes)
    return Context(settings.as_of, settings.library.readings, settings.library.titles, limits, early)


def _stage(config: Config, name: str) -> Stage | None:
    wanted = squeeze(name)
    return next((stage for stage in config.stages if squeeze(stage.name) == wanted), None)


def build_settings(
    as_of: date,
    library: Library,
    file: ConfigFile,
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    deep: bool = False,
    waivers: bool = True,
    quotes: bool = True,
) -> Settings:
    """Settings from dealcoach.yaml and options.

    Raises ConfigError where the file names a rule that does not exist, UnknownRuleError where
    ``select`` does. An unknown id to ignore is a warning.
    """
    config = file.config
    problems = [*_unknown(file, library, "select", config.select), *_unknown_rules(file, library)]
    if problems:
        raise ConfigError(tuple(sorted(problems)))
    warnings = [*_unknown(file, library, "ignore", config.ignore)]
    for pattern, names in config.per_path.items():
        warnings += _unknown(file, library, "per_path", names, pattern)
    for name in select:
        if not _ids(library, name):
            raise UnknownRuleError(_no_rule(library, name), "--select")
    for name in ignore:
        if not _ids(library, name):
            warnings.append(Problem("--ignore", 1, 1, "unknown-rule", _no_rule(library, name), "low"))
    active = _selected(library, select or config.select) - _named(library, (*config.ignore, *ignore))
    active -= {rule_id for rule_id, change in config.rules.items() if change.off}
    if not active and (select or ignore):
        said = "no rule is left to review with; see `dealcoach rules list`"
        raise UnknownRuleError(said, "--ignore" if ignore else "--select")
    return Settings(
        as_of,
        library,
        config,
        frozenset(active),
        tuple(warnings),
        _limits(config),
        deep,
        waivers,
        quotes,
    )


def _limits(config: Config) -> Limits:
    if config.limits is None:
        return Limits()
    given = {row.name: getattr(config.limits, row.name) for row in fields(config.limits)}
    return Limits(**{name: value for name, value in given.items() if value is not None})


def _selected(library: Library, names: Sequence[str]) -> set[str]:
    return _named(library, names) if names else set(library.by_id)


def _named(library: Library, names: Sequence[str]) -> set[str]:
    return {rule_id for name in names for rule_id in _ids(library, name)}


def ignored_ids(library: Library, names: Sequence[str]) -> frozenset[str]:
    """The ids of the rules that a list of ids and groups names."""
    return frozenset(_named(library, names))


def _ids(library: Library, name: str) -> set[str]:
    """The ids that a word of a list means: a rule's own id, or all of a group."""
    if name in library.by_id:
        return {name}
    word = squeeze(name)
    return {rule.id for rule in library.rules if word in (squeeze(rule.id), rule.group)}


def _no_rule(library: Library, name: str) -> str:
    near = suggestion(name, [*library.by_id, *GROUPS])
    return f"there is no rule or group {shown(name)}" + (f"; did you mean {near}?" if near else "")


def _unknown(
    file: ConfigFile, library: Library, key: str, names: Sequence[str], pattern: str | None = None
) -> Iterator[Problem]:
    for index, name in enumerate(names):
        if not _ids(library, name):
            path = (key, index) if pattern is None else (key, pattern, index)
            yield file.problem(path, _no_rule(library, name))


def _unknown_rules(file: ConfigFile, library: Library) -> Iterator[Problem]:
    for rule_id in file.config.rules:
        if rule_id not in library.by_id:
            near = suggestion(rule_id, list(library.by_id))
            meant = f"; did you mean {near}?" if near else ""
            at = file.problem(("rules", rule_id), f"there is no rule {shown(rule_id)}{meant}")
            yield at
