"""The library: reviews of files, folders, texts and mappings, as the frozen results that all formats show.

    from dealcoach import review_file

    review = review_file("deals/erp.yaml", as_of="2026-11-21")
    print(review.score, review.band, [finding.rule for finding in review.findings])

Errors are those of `dealcoach.errors`, all of them below DealcoachError. `review_folder` raises no
DealProblem: files that cannot be read are problems of its Report, and never stop the others. A wrong
argument is a ValueError or TypeError, as everywhere.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from dealcoach import __version__
from dealcoach.errors import ConfigProblem, DealProblem, inner_errors_told, lines_of
from dealcoach.model.finding import Problem
from dealcoach.model.review import Report, Review
from dealcoach.reading.config_file import parse_config, read_config
from dealcoach.reading.folders import Source
from dealcoach.reading.searching import find_sources
from dealcoach.review.batch import Outcome, review_bytes
from dealcoach.review.loading import load_source, review_loaded
from dealcoach.review.mapping import yaml_of
from dealcoach.review.opening import Opened, Recipe, open_recipe
from dealcoach.review.patterns import deal_test
from dealcoach.review.results import REVIEWS, Result
from dealcoach.review.settings import Settings, build_settings
from dealcoach.review.summing import Totals
from dealcoach.rules.library import load

PathLike = str | os.PathLike[str]


def review_file(
    path: PathLike,
    *,
    as_of: date | str | None = None,
    config: PathLike | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    deep: bool = True,
) -> Review:
    """Review one deal file, or the file at an fsspec URL.

    `as_of` is the day to review for (a date or YYYY-MM-DD; None means today); `config` a dealcoach.yaml
    (None: the nearest one in the file's folder or above it); `select` and `ignore` are rule ids or groups;
    `deep` also finds what the deal hangs on, at the cost of an evaluation per person.

    Raises DealProblem, ConfigProblem, RulesProblem, RemoteProblem.
    """
    name = os.fspath(path)
    opened = _opened(_recipe(name, as_of, config, select, ignore, deep))
    with inner_errors_told():
        result = review_loaded(load_source(Source(name)), opened, REVIEWS)
    return _reviewed(result.problems if result.brief is None else result.payload)


def review_text(
    text: str | bytes,
    *,
    as_of: date | str | None = None,
    name: str = "<text>",
    config: PathLike | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    deep: bool = True,
) -> Review:
    """Review one deal from the YAML of its file; `name` stands where results name the file.

    Without `config` the nearest dealcoach.yaml in the current folder or above it holds; the other
    arguments are those of `review_file`. Raises DealProblem, ConfigProblem, RulesProblem.
    """
    opened = _opened(_recipe(".", as_of, config, select, ignore, deep))
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return _reviewed(review_bytes(name, data, opened.settings))


def review_folder(
    path: PathLike | Sequence[PathLike],
    *,
    as_of: date | str | None = None,
    config: PathLike | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    deep: bool = False,
    jobs: int | None = 1,
    cache: bool = False,
) -> Report:
    """Review every deal file below a folder, an fsspec URL, or several of them, sorted by file.

    `jobs` is the number of processes (None: by the number of files; a script that lets it be more than
    one needs the usual `if __name__ == "__main__"`), `cache` whether results are kept for the next run
    beside dealcoach.yaml or in the user's cache folder; the other arguments are those of `review_file`.
    A folder without deals gives a Report without deals.

    Raises ConfigProblem, RulesProblem, RemoteProblem; files that cannot be read are in `Report.problems`.
    """
    paths = [os.fspath(path)] if isinstance(path, str | os.PathLike) else [os.fspath(row) for row in path]
    opened = _opened(_recipe(paths[0] if paths else ".", as_of, config, select, ignore, deep))
    is_deal = deal_test(opened)
    with inner_errors_told():
        found = [row for row in find_sources(paths) if is_deal(row.path)]
    totals, reviews, problems = Totals(), list[Review](), list[Problem]()
    for result in _results(found, opened, jobs, cache):
        problems.extend(result.problems)
        if result.brief is not None:
            reviews.append(REVIEWS.restore(result.payload))
            totals.add(result.brief)
    day = opened.settings.as_of.isoformat()
    return Report(day, __version__, tuple(reviews), tuple(problems), totals.summary())


def review_mapping(
    values: Mapping[str, Any],
    *,
    as_of: date | str,
    name: str = "<mapping>",
    config: Mapping[str, Any] | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    deep: bool = False,
) -> Review:
    """Review one deal from plain Python values; a pure function: same arguments, same result.

    `values` has the keys of a deal file. Its values may be texts as a file has them, or Python's dates,
    numbers, booleans, lists and mappings; what is None is unknown. `as_of` must be said, `config` is what
    a dealcoach.yaml would hold (without `packs`, which are files), and no file of the user's is read.

    Lines and columns of findings and problems count in the mapping written as JSON with a key a line;
    `Finding.path` is what a program wants. Raises DealProblem, ConfigProblem; TypeError and ValueError for
    a value that no deal file could hold.
    """
    kept = yaml_of(config) if config else b""
    settings = _plain_settings(_day(as_of), kept, _words(select), _words(ignore), deep)
    return _reviewed(review_bytes(name, yaml_of(values), settings))


@lru_cache(maxsize=32)
def _plain_settings(
    day: date, config: bytes, select: tuple[str, ...], ignore: tuple[str, ...], deep: bool
) -> Settings:
    if config and json.loads(config).get("packs"):
        raise ConfigProblem("packs: rule files are read only from a dealcoach.yaml, not from a mapping")
    with inner_errors_told():
        file = parse_config(None, config, "config") if config else read_config(None)
        return build_settings(day, load(), file, select=select, ignore=ignore, deep=deep)


def _results(sources: Sequence[Source], opened: Opened, jobs: int | None, cached: bool) -> Iterator[Result]:
    from dealcoach.review.running import run

    cache = None
    if cached:
        from dealcoach.review.cache import Cache

        cache = Cache(opened, REVIEWS)
    try:
        yield from run(sources, opened, REVIEWS, jobs=jobs, cache=cache)
    finally:
        if cache:
            cache.close()


def _reviewed(outcome: Outcome) -> Review:
    if isinstance(outcome, Review):
        return outcome
    raise DealProblem(lines_of(outcome), outcome)


def _recipe(
    start: str,
    as_of: date | str | None,
    config: PathLike | None,
    select: Sequence[str],
    ignore: Sequence[str],
    deep: bool,
) -> Recipe:
    named = None if config is None else os.fspath(config)
    return Recipe(_day(as_of), start, named, _words(select), _words(ignore), deep=deep)


def _words(names: Sequence[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


def _day(as_of: date | str | None) -> date:
    if as_of is None:
        return date.today()
    try:
        found = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
    except ValueError:
        raise ValueError(f"as_of: {as_of!r} is not a date; write YYYY-MM-DD, such as 2026-11-21") from None
    if not isinstance(found, date):
        raise TypeError(f"as_of: a date or YYYY-MM-DD, not {as_of!r}")
    return date(found.year, found.month, found.day)


def _opened(recipe: Recipe) -> Opened:
    with inner_errors_told():
        return open_recipe(recipe)
