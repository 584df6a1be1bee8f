"""Which setting of a run comes from where, for `lint --show-settings`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from dealcoach.output.terminal import safe
from dealcoach.review.patterns import excluded, ignored_for

if TYPE_CHECKING:
    from dealcoach.reading.config_file import ConfigFile
    from dealcoach.reading.document import Path as DocumentPath
    from dealcoach.review.opening import Opened
    from dealcoach.review.settings import Settings


def settings_text(opened: Opened, paths: Sequence[str]) -> str:
    """Each setting with its value and source: the default, a line of dealcoach.yaml, or an option."""
    settings, file, recipe = opened.settings, opened.file, opened.recipe
    lines = [f"configuration  {_path(file)}", f"as of          {settings.as_of.isoformat()}", ""]
    lines += list(_values(settings, file))
    lines += ["", "rules"]
    lines += list(_rules(settings, file, recipe.select, recipe.ignore))
    for path in paths:
        lines += ["", *_for_path(path, settings, file)]
    return "\n".join(safe(line) if line else "" for line in lines) + "\n"


def _path(file: ConfigFile) -> str:
    return file.name if file.path or file.url else "none found; defaults hold"


def _from(file: ConfigFile, path: DocumentPath, given: bool) -> str:
    if not given or file.document is None:
        return "default"
    return f"{PurePosixPath(file.name).name}:{file.document.locate(path).line}"


def _values(settings: Settings, file: ConfigFile) -> Iterator[str]:
    config = file.config
    yield _row("currency", config.currency or "none", _from(file, ("currency",), config.currency is not None))
    for row in fields(settings.bands):
        source = _from(file, ("bands", row.name), _written(file, "bands", row.name))
        yield _row(f"bands.{row.name}", getattr(settings.bands, row.name), source)
    for name, days in settings.limits._asdict().items():
        given = config.limits is not None and getattr(config.limits, name) is not None
        yield _row(f"limits.{name}", days, _from(file, ("limits", name), given))
    for index, stage in enumerate(config.stages):
        own = [f"{key} {value}" for key in ("silence_days", "stage_days") if (value := getattr(stage, key))]
        value = ", ".join([stage.name, *(["early"] if stage.early else []), *own])
        yield _row("stage", value, _from(file, ("stages", index), True))
    yield _row("fail_on", config.fail_on, _from(file, ("fail_on",), _written(file, "fail_on")))


def _written(file: ConfigFile, *path: str) -> bool:
    value: object = file.document.values if file.document else {}
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value is not None


def _row(name: str, value: object, source: str) -> str:
    return f"{name:<22} {value!s:<28} {source}"


def _rules(
    settings: Settings, file: ConfigFile, select: Sequence[str], ignore: Sequence[str]
) -> Iterator[str]:
    for rule in settings.library.rules:
        change = file.config.rules.get(rule.id)
        now = settings.rule(rule.id)
        if now is None:
            yield _row(rule.id, "off", _why_off(rule.id, rule.group, file, select, ignore))
            continue
        source = _from(file, ("rules", rule.id), change is not None)
        yield _row(rule.id, f"{now.severity}, {now.points} points", source)


def _why_off(rule: str, group: str, file: ConfigFile, select: Sequence[str], ignore: Sequence[str]) -> str:
    config = file.config
    if (change := config.rules.get(rule)) and change.off:
        return _from(file, ("rules", rule, "off"), True)
    for name in (rule, group):
        if name in ignore:
            return "--ignore"
        if name in config.ignore:
            return _from(file, ("ignore", config.ignore.index(name)), True)
    return "not in --select" if select else f"not in select ({_from(file, ('select',), True)})"


def _for_path(path: str, settings: Settings, file: ConfigFile) -> Iterator[str]:
    yield path
    if Path(path).is_file() and excluded(path, file.config.exclude, file.folder):
        yield "  left out by exclude"
    for pattern, names in file.config.per_path.items():
        source = _from(file, ("per_path", pattern), True)
        applies = bool(ignored_for(path, settings, file.folder)) if Path(path).is_file() else None
        state = {True: "applies here", False: "does not apply here", None: "applies to files that match"}
        yield f"  per_path {pattern}: not {', '.join(names)}  ({source}; {state[applies]})"
    change = [key for key in ("select", "ignore") if _written(file, key)]
    for key in change:
        yield f"  {key} of {_from(file, (key,), True)}: {', '.join(getattr(file.config, key))}"
