"""A run over files that change, vanish or become something else while it reads them."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trial import AS_OF, COMPLETE, HEAD, generator

from dealcoach.output.review_json import json_deal
from dealcoach.reading.folders import Source
from dealcoach.reading.searching import find_sources
from dealcoach.review import loading, running
from dealcoach.review.batch import Task, review_bytes, review_tasks
from dealcoach.review.cache import Cache
from dealcoach.review.opening import Recipe, open_recipe
from dealcoach.review.results import REVIEWS, Mode
from dealcoach.rules import readings

JSON = Mode("json", json_deal, str)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(running, "CHUNK", 2)
    for name in "abcdef":
        (tmp_path / f"{name}.yaml").write_text(HEAD)
    return tmp_path


def begun(folder, **options):
    """A run of which two files were read."""
    results = running.run(list(find_sources(["."])), open_recipe(Recipe(AS_OF)), REVIEWS, jobs=1, **options)
    return results, [next(results), next(results)]


def test_a_file_that_vanishes_is_a_problem_of_its_own(folder):
    results, found = begun(folder)
    (folder / "e.yaml").unlink()
    found += results
    assert [row.brief is None for row in found] == [False, False, False, False, True, False]
    problem = found[4].problems[0]
    assert (problem.file, problem.rule) == ("e.yaml", "unreadable-file")
    assert problem.message == "cannot be opened: No such file or directory"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_file_that_became_a_pipe_or_a_folder_hangs_nothing(folder):
    results, found = begun(folder)
    (folder / "c.yaml").unlink()
    os.mkfifo(folder / "c.yaml")
    (folder / "d.yaml").unlink()
    (folder / "d.yaml").mkdir()
    found += results
    assert [row.brief is None for row in found] == [False, False, True, True, False, False]
    assert "this file is empty" in found[2].problems[0].message
    assert found[3].problems[0].message == "cannot be opened: Is a directory"


def test_a_file_that_changes_is_reviewed_as_it_was_read_and_known_by_that(folder):
    opened = open_recipe(Recipe(AS_OF))
    cache = Cache(opened, REVIEWS)
    results = running.run(list(find_sources(["."])), opened, REVIEWS, jobs=1, cache=cache)
    first = next(results)
    (folder / "a.yaml").write_text(HEAD.replace("Rita Rep", "Somebody Else"))
    list(results)
    cache.close()
    again = Cache(opened, REVIEWS)
    rerun = list(running.run(list(find_sources(["."])), opened, REVIEWS, jobs=1, cache=again))
    again.close()
    assert first.brief.owner == "Rita Rep"
    assert rerun[0].brief.owner == "Somebody Else"


def test_files_that_appear_meanwhile_wait_for_the_next_run(folder):
    results, found = begun(folder)
    (folder / "bb.yaml").write_text(HEAD)
    assert len(found + list(results)) == 6


def test_a_file_larger_than_a_deal_may_be_is_read_no_further(folder):
    (folder / "a.yaml").write_bytes(b"#" * (3 << 20))
    assert len(loading.load_source(Source("a.yaml")).data) == (1 << 20) + 1


def mutated(text, where, what):
    at = where % (len(text) + 1)
    return text[:at] + what + text[at:]


FILES = st.lists(
    st.one_of(
        st.integers(0, 50).map(lambda number: generator().deal_text(number, 40)),
        st.builds(mutated, st.just(COMPLETE), st.integers(0, 5000), st.sampled_from(["\t", "[", "é", "- "])),
        st.sampled_from(["", "deal: x\n", HEAD, "\0", "deal: &a [*a]\n"]),
    ),
    min_size=1,
    max_size=6,
)


@pytest.mark.parametrize("texts", [5, 4096])
def test_many_files_are_reviewed_together_as_each_is_alone(texts, monkeypatch):
    monkeypatch.setattr(readings, "_TEXTS", texts)
    opened = open_recipe(Recipe(AS_OF))
    files = [generator().deal_text(number, 40).encode() for number in range(21)]
    files[3:3], files[12:12] = [b"deal: x\n"], [b"\0"]
    alone = [review_bytes("deal.yaml", data, opened.settings) for data in files]
    assert list(review_tasks([Task("deal.yaml", data) for data in files], opened.settings)) == alone


@settings(max_examples=25)
@given(files=FILES, mode=st.sampled_from([REVIEWS, JSON]), chunk=st.integers(1, 4))
def test_serial_parallel_and_cached_runs_are_equal(files, mode, chunk, tmp_path_factory):
    folder = tmp_path_factory.mktemp("same")
    for number, text in enumerate(files):
        (folder / f"{number}.yaml").write_bytes(text.encode())
    (folder / "dealcoach.yaml").write_text("currency: CHF\n")
    sources = list(find_sources([str(folder)]))
    opened = open_recipe(Recipe(AS_OF, str(folder)))
    whole = running.CHUNK
    running.CHUNK = chunk
    try:
        serial = list(running.run(sources, opened, mode, jobs=1))
        parallel = list(running.run(sources, opened, mode, jobs=2))
        cached = []
        for jobs in (1, 2):
            cache = Cache(opened, mode)
            rows = list(running.run(sources, opened, mode, jobs=jobs, cache=cache))
            cache.close()
            assert cache.note == ""
            cached.append([row._replace(payload=row.brief and mode.restore(row.payload)) for row in rows])
    finally:
        running.CHUNK = whole
    assert parallel == serial
    assert cached == [serial, serial]
