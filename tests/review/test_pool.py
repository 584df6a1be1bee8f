"""Several processes say what one says, lose at most the file that kills them, and end when they are told to."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import re
import select
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from trial import AS_OF, clean_environment, generator

from dealcoach.reading.searching import find_sources
from dealcoach.review import jobs, pool, running
from dealcoach.review.opening import Recipe, open_recipe
from dealcoach.review.results import REVIEWS, Mode

linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
FILES = 150


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pool")
    generator().write_deals(FILES, folder / "deals", 40)
    (folder / "deals" / "broken.yaml").write_text("deal: [\n")
    return folder


@pytest.fixture
def deals(made, monkeypatch):
    monkeypatch.chdir(made)
    return list(find_sources(["deals"])), open_recipe(Recipe(AS_OF, "deals"))


def slow_start(monkeypatch):
    """Processes that are started anew, as on systems that cannot fork."""
    monkeypatch.setattr(pool, "can_fork", lambda: False)


@pytest.mark.parametrize("spawned", [False, True], ids=["fork", "spawn"])
def test_two_processes_say_what_one_says_in_the_same_order(deals, monkeypatch, spawned):
    if spawned:
        slow_start(monkeypatch)
    sources, opened = deals
    notes = []
    assert list(running.run(sources, opened, REVIEWS, jobs=2, notes=notes)) == list(
        running.run(sources, opened, REVIEWS, jobs=1)
    )
    assert notes == []


POISON = f"{FILES // 2:06d}.yaml"


def dies_on_one(review):
    """A payload whose making ends the process, for one file."""
    if review.file.endswith(POISON):
        os.kill(os.getpid(), signal.SIGKILL)
    return review.file


@pytest.mark.parametrize("spawned", [False, True], ids=["fork", "spawn"])
def test_a_file_that_kills_its_process_is_reported_and_the_others_go_on(deals, monkeypatch, spawned):
    if spawned:
        slow_start(monkeypatch)
    sources, opened = deals
    found = list(running.run(sources, opened, Mode("path", dies_on_one, str), jobs=2))
    failed = {row.problems[0].file: row.problems[0].message for row in found if row.brief is None}
    deadly = next(source.path for source in sources if source.path.endswith(POISON))
    assert set(failed) == {"deals/broken.yaml", deadly}
    assert "the process that reviewed this file died" in failed[deadly]
    rest = [source.path for source in sources if source.path not in failed]
    assert [row.payload for row in found if row.brief] == rest


def test_a_process_killed_from_outside_costs_nothing(deals, monkeypatch):
    monkeypatch.setattr(running, "CHUNK", 8)
    sources, opened = deals
    expected = list(running.run(sources, opened, REVIEWS, jobs=1))
    notes = []
    results = running.run(sources, opened, REVIEWS, jobs=2, notes=notes)
    found = [next(results)]
    victim = multiprocessing.active_children()[0]
    os.kill(victim.pid, signal.SIGKILL)
    assert found + list(results) == expected
    (note,) = notes
    assert re.fullmatch(
        r"a process that reviewed files died; from deals/\S+\.yaml on, the files it had were reviewed again",
        note,
    )


def test_a_process_killed_in_the_middle_of_its_answer_costs_nothing(deals, monkeypatch, tmp_path):
    """The others wait for a lock that it took with it, and the run for the rest of its answer."""
    monkeypatch.setattr(running, "CHUNK", 8)
    sources, opened = deals
    expected = list(running.run(sources, opened, REVIEWS, jobs=1))
    parent, sending = os.getpid(), multiprocessing.connection.Connection._send_bytes

    def send_half(self, message):
        if os.getpid() != parent:
            with suppress(FileExistsError):
                os.close(os.open(tmp_path / "killed", os.O_CREAT | os.O_EXCL))
                os.write(self.fileno(), (65536).to_bytes(4) + b"half an answer")
                os.kill(os.getpid(), signal.SIGKILL)
        sending(self, message)

    monkeypatch.setattr(multiprocessing.connection.Connection, "_send_bytes", send_half)
    monkeypatch.setattr(pool, "can_fork", lambda: True)  # whatever threads an earlier test left behind
    notes = []
    assert list(running.run(sources, opened, REVIEWS, jobs=2, notes=notes)) == expected
    assert len(notes) == 1


def test_a_run_that_is_left_in_the_middle_leaves_no_process(deals):
    sources, opened = deals
    results = running.run(sources, opened, REVIEWS, jobs=2)
    next(results)
    children = multiprocessing.active_children()
    assert children
    results.close()
    for child in children:
        child.join(30)
    # the pool's own thread may be about to note an end that it was the one to see
    assert any(not any(child.is_alive() for child in children) for _ in range(100_000))


def _ended(pid):
    """Wait for the end of a process that is not ours."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], 30)[0])
    finally:
        os.close(handle)


@linux
@pytest.mark.parametrize("command", [("lint", "--fail-on", "low"), ("review", "--format", "json")])
def test_ctrl_c_in_the_middle_ends_all_processes_without_a_traceback(tmp_path, command):
    generator().write_deals(600, tmp_path / "deals", 60)
    running_command = subprocess.Popen(
        [sys.executable, "-m", "dealcoach", *command, "--jobs", "2", "--no-cache", "--as-of", "2026-11-21"],
        cwd=tmp_path, env=clean_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip
    with running_command as process:
        assert process.stdout.read(100)  # and no more, so that it cannot come to its end
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.decode().strip() == "stopped"
    assert len(children) == 2
    assert all(_ended(int(pid)) for pid in children)


@linux
@pytest.mark.parametrize(("quiet", "notes"), [((), 1), (("--quiet",), 0)])
def test_a_process_killed_from_outside_is_noted_once(tmp_path, quiet, notes):
    generator().write_deals(1200, tmp_path / "deals", 120)
    with subprocess.Popen(
        [sys.executable, "-m", "dealcoach", "review", "--format", "json", "--jobs", "2", "--no-cache", *quiet],
        cwd=tmp_path, env=clean_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        process.stdout.read(100)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        os.kill(int(children[0]), signal.SIGKILL)
        out, err = process.communicate(timeout=120)
    assert process.returncode == 0
    assert out.count(b'"file":') >= 1150
    assert err.count(b"note: a process that reviewed files died; from deals/") == notes


@linux
def test_a_reader_that_goes_away_ends_the_run_quietly(tmp_path):
    generator().write_deals(600, tmp_path / "deals", 60)
    with subprocess.Popen(
        [sys.executable, "-m", "dealcoach", "lint", "--jobs", "2", "--no-cache", "--quiet"],
        cwd=tmp_path, env=clean_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        process.stdout.read(100)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        process.stdout.close()
        err = process.stderr.read()
        process.wait(timeout=60)
    assert (process.returncode, err) == (0, b"")
    assert all(_ended(int(pid)) for pid in children)


@pytest.mark.parametrize(
    ("files", "asked", "fork", "answer"),
    [
        (jobs.FORK_FROM - 1, None, True, 1),
        (jobs.FORK_FROM, None, True, 3),
        (jobs.SPAWN_FROM - 1, None, False, 1),
        (jobs.SPAWN_FROM, None, False, 4),
        (100_000, None, True, 4),
        (3, 8, True, 3),
        (0, 2, True, 1),
        (5, 2, False, 2),
    ],
)
def test_how_many_processes_a_run_uses(monkeypatch, files, asked, fork, answer):
    monkeypatch.setattr(jobs, "can_fork", lambda: fork)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(4)), raising=False)
    assert jobs.wanted_jobs(files, asked) == answer
