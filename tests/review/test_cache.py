"""A cache that may be lost: broken, old, locked, full or away, it never changes what is said."""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from trial import AS_OF, HEAD, call, clean_environment, generator

from dealcoach.reading.searching import find_sources
from dealcoach.review import cache as caching
from dealcoach.review import running
from dealcoach.review.cache import Cache
from dealcoach.review.opening import Recipe, open_recipe
from dealcoach.review.results import REVIEWS

DAY = AS_OF.isoformat()
ARGUMENTS = ("review", "deals", "--as-of", DAY, "--format", "json", "--jobs", "1")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    generator().write_deals(12, tmp_path / "deals", 40)
    (tmp_path / "dealcoach.yaml").write_text("currency: CHF\n")
    return tmp_path


@pytest.fixture
def database(folder):
    return folder / ".dealcoach_cache" / "results.sqlite"


def reviewed(*, expect_note=""):
    """The results of a run with a cache, and how many of them were not found in it."""
    opened = open_recipe(Recipe(AS_OF, "deals"))
    cache = Cache(opened, REVIEWS)
    fresh = []
    keep = cache.keep

    def counted(key, result):
        fresh.append(key)
        keep(key, result)

    cache.keep = counted
    rows = [
        row._replace(payload=row.brief and REVIEWS.restore(row.payload))
        for row in running.run(list(find_sources(["deals"])), opened, REVIEWS, jobs=1, cache=cache)
    ]
    cache.close()
    assert expect_note in cache.note if expect_note else cache.note == ""
    return rows, len(fresh)


def plain():
    opened = open_recipe(Recipe(AS_OF, "deals"))
    return list(running.run(list(find_sources(["deals"])), opened, REVIEWS, jobs=1))


def test_a_second_run_reads_no_yaml_and_says_the_same(folder, monkeypatch):
    first = reviewed()
    assert first == (plain(), 12)
    monkeypatch.setattr(running, "review_rows", lambda rows, *_: iter(None if rows else ()))
    assert reviewed() == (first[0], 0)


def test_what_decides_a_result_is_part_of_its_key(folder):
    reviewed()
    (folder / "deals" / "new.yaml").write_text(HEAD)
    assert reviewed()[1] == 1
    (folder / "deals" / "new.yaml").rename(folder / "deals" / "moved.yaml")
    assert reviewed()[1] == 1
    (folder / "dealcoach.yaml").write_text("currency: EUR\n")
    assert reviewed()[1] == 13


def test_the_folder_is_ignored_by_git(folder, database):
    reviewed()
    assert (database.parent / ".gitignore").read_text() == "*\n"


def overwrite(path):
    path.write_bytes(bytes(range(256)) * 40)


def truncate(path):
    os.truncate(path, path.stat().st_size // 2)


def cut_to_a_header(path):
    os.truncate(path, 100)


def other_version(path):
    with sqlite3.connect(path) as connection:
        connection.executescript(
            "drop table results; create table results (what int); pragma user_version = 99;"
        )
    connection.close()


def scramble(path):
    data = bytearray(path.read_bytes())
    data[4096:] = bytes(byte ^ 0x5A for byte in data[4096:])
    path.write_bytes(data)


def nonsense_in_rows(path):
    with sqlite3.connect(path) as connection:
        connection.execute("update results set brief = '[1, {'")
    connection.close()


BREAKS = [overwrite, truncate, cut_to_a_header, other_version, scramble, nonsense_in_rows]


@pytest.mark.parametrize("harm", BREAKS, ids=lambda harm: harm.__name__)
def test_a_broken_cache_is_built_anew_and_changes_nothing(folder, database, harm):
    expected, _ = reviewed()
    call(*ARGUMENTS, cwd=folder)
    for suffix in ("-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    harm(database)
    ran = call(*ARGUMENTS, cwd=folder)
    assert ran.code == 0
    assert "Traceback" not in ran.err
    assert ran.out == call(*ARGUMENTS, "--no-cache", cwd=folder).out
    if harm is not other_version:
        assert "note: the cache was broken" in ran.err
    reviewed()
    assert reviewed() == (expected, 0)


def test_a_cache_folder_that_cannot_be_made_gives_way_to_the_users_own(folder):
    (folder / ".dealcoach_cache").write_text("a file where the folder would be")
    first = reviewed()
    assert reviewed() == (first[0], 0)
    assert (folder / ".dealcoach_cache").read_text() == "a file where the folder would be"


def test_without_any_place_for_it_there_is_a_note_and_no_cache(folder, tmp_path):
    (folder / ".dealcoach_cache").write_text("")
    (tmp_path / "taken").write_text("")
    env = clean_environment(DEALCOACH_CACHE_DIR=str(tmp_path / "taken"))
    ran = call(*ARGUMENTS, cwd=folder, env=env)
    assert ran.code == 0
    assert "note: no cache" in ran.err
    assert ran.out == call(*ARGUMENTS, "--no-cache", cwd=folder).out


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="permissions do not bind this user")
def test_a_cache_folder_that_is_read_only_changes_nothing(folder, database):
    reviewed()
    for path in (database, database.parent):
        path.chmod(0o500)
    try:
        assert call(*ARGUMENTS, cwd=folder).out == call(*ARGUMENTS, "--no-cache", cwd=folder).out
    finally:
        database.parent.chmod(0o700)


def test_a_full_disk_is_a_note(folder):
    """A limit on the size of files stands in for the disk: the program may not write beyond it."""
    expected = call(*ARGUMENTS, "--no-cache", cwd=folder)
    done = subprocess.run(
        [sys.executable, "-m", "dealcoach", *ARGUMENTS],
        cwd=folder, env=clean_environment(), capture_output=True, text=True, timeout=60, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, expected.out)
    assert "note: " in done.stderr
    assert "Traceback" not in done.stderr
    assert call(*ARGUMENTS, cwd=folder).out == expected.out


def test_a_database_that_another_run_holds_is_left_alone(folder, database, monkeypatch):
    expected, _ = reviewed()
    (folder / "deals" / "new.yaml").write_text(HEAD)
    holder = sqlite3.connect(database, isolation_level=None)
    holder.execute("begin immediate")
    connect = sqlite3.connect
    monkeypatch.setattr(
        caching.sqlite3, "connect", lambda path, **more: connect(path, **{**more, "timeout": 0})
    )
    rows, _ = reviewed(expect_note="another run holds the cache")
    holder.execute("rollback")
    holder.close()
    assert rows[: len(expected)] == expected
    assert reviewed()[1] == 1


def test_two_runs_at_once_say_the_same(folder):
    expected = call(*ARGUMENTS, "--no-cache", cwd=folder).out
    with ThreadPoolExecutor(4) as threads:
        runs = list(threads.map(lambda _: call(*ARGUMENTS, cwd=folder), range(4)))
    assert {run.out for run in runs} == {expected}
    assert {run.code for run in runs} == {0}


def test_the_cache_is_bounded(folder, database, monkeypatch):
    for number in range(9):
        (folder / "dealcoach.yaml").write_text(f"limits: {{silence_days: {number + 3}}}\n")
        reviewed()
    with sqlite3.connect(database) as connection:
        kept = connection.execute("select count(distinct context) from results").fetchone()[0]
        assert kept == 6
    connection.close()
    monkeypatch.setattr(caching, "MOST_BYTES", 1)
    reviewed()
    with sqlite3.connect(database) as connection:
        assert connection.execute("select count(distinct context) from results").fetchone()[0] == 1
    connection.close()


def test_cache_path_and_clear(folder, database):
    call(*ARGUMENTS, cwd=folder)
    shown = call("cache", "path", "deals", cwd=folder)
    assert str(database.parent) in shown.out
    first = call("cache", "clear", cwd=folder)
    assert (first.code, first.out.endswith("bytes of results deleted\n")) == (0, True)
    assert not database.exists()
    call("cache", "clear", cwd=folder)
    assert call("cache", "clear", cwd=folder).out == "there was no cache to clear\n"


def test_the_cache_of_a_broken_configuration_can_be_cleared(folder, database):
    call(*ARGUMENTS, cwd=folder)
    (folder / "dealcoach.yaml").write_text("curency: [")
    assert call("cache", "clear", cwd=folder).code == 0
    assert not database.exists()
