"""A review on a real Dask cluster says the same as one here, whatever happens to its workers."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from trial import AS_OF, call, clean_environment, generator

from dealcoach.reading.searching import find_sources
from dealcoach.review import dask_engine, running
from dealcoach.review.dask_engine import EngineError
from dealcoach.review.opening import Recipe, open_recipe
from dealcoach.review.results import REVIEWS, Mode

pytest.importorskip("distributed", reason="the extra dask is not installed")
from clusters import cluster

pytestmark = pytest.mark.xdist_group("dask")
DAY = AS_OF.isoformat()


@pytest.fixture(scope="module")
def deals(tmp_path_factory):
    """Forty deals, one of them broken, with a configuration that switches a rule off for some of them."""
    folder = tmp_path_factory.mktemp("deals")
    generator().write_deals(40, folder / "deals", 50)
    (folder / "deals" / "broken.yaml").write_text("deal: [\n")
    (folder / "deals" / "dealcoach.yaml").write_text('per_path: {"0000/a*": [process]}\ncurrency: CHF\n')
    return folder


@pytest.fixture(scope="module")
def two_workers(tmp_path_factory):
    with cluster(tmp_path_factory.mktemp("cluster"), 2) as running_cluster:
        yield running_cluster


def opened(folder):
    os.chdir(folder)
    return list(find_sources(["deals"])), open_recipe(Recipe(AS_OF, "deals"))


@pytest.mark.parametrize("format_", ["json", "text"])
def test_the_command_writes_the_same_bytes_as_on_this_machine(deals, two_workers, format_):
    common = ("review", "deals", "--as-of", DAY, "--format", format_, "--no-cache")
    here = call(*common, cwd=deals)
    there = call(*common, "--engine", "dask", "--scheduler", two_workers.address, cwd=deals)
    assert (there.code, there.out) == (here.code, here.out)
    assert here.code == 1
    assert "broken.yaml" in here.out


def test_a_file_that_workers_cannot_reach_is_reported_and_the_others_go_on(deals, two_workers, monkeypatch):
    monkeypatch.chdir(deals)
    sources, settings = opened(deals)
    gone = deals / "deals" / "vanished.yaml"
    gone.write_text((deals / sources[5].path).read_text())
    sources = list(find_sources(["deals"]))
    gone.unlink()
    found = list(dask_engine.run(sources, settings, REVIEWS, scheduler=two_workers.address))
    troubled = [row.problems[0] for row in found if row.brief is None]
    assert [(row.file, row.rule) for row in troubled] == [
        ("deals/broken.yaml", "invalid-yaml"),
        ("deals/vanished.yaml", "unreadable-file"),
    ]
    assert len(found) == 42


def test_another_version_on_the_workers_is_refused_with_advice(deals, two_workers, monkeypatch):
    monkeypatch.chdir(deals)
    sources, settings = opened(deals)
    monkeypatch.setattr(dask_engine, "identity", lambda: ("9.9", "other"))
    with pytest.raises(EngineError, match="install the same version on every worker"):
        list(dask_engine.run(sources, settings, REVIEWS, scheduler=two_workers.address))


def test_one_of_two_workers_is_killed_in_the_middle_and_nothing_is_missing(deals, tmp_path, monkeypatch):
    monkeypatch.chdir(deals)
    monkeypatch.setattr(dask_engine, "PARTITION", 3)
    sources, settings = opened(deals)
    expected = list(running.run(sources, settings, REVIEWS, jobs=1))
    with cluster(tmp_path, 2) as two:
        results = dask_engine.run(sources, settings, REVIEWS, scheduler=two.address)
        found = [next(results)]
        two.workers[0].kill()
        two.workers[0].wait(timeout=30)
        found += results
    assert found == expected


def dies_on(review):
    """A payload that no worker survives making for one of the deals."""
    if review.file == os.environ.get("POISON"):
        os._exit(1)
    return review.file


def test_a_file_that_kills_every_worker_is_named(deals, tmp_path, monkeypatch):
    monkeypatch.chdir(deals)
    monkeypatch.setattr(dask_engine, "PARTITION", 4)
    sources, settings = opened(deals)
    sources = sources[:12]
    poison = sources[6].path
    here = str(Path(__file__).parent)
    environment = {
        "POISON": poison,
        "PYTHONPATH": os.pathsep.join((here, str(Path(here).parent), str(Path(here).parent.parent))),
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0",
    }
    with cluster(tmp_path, 2, nanny=True, **environment) as two:
        found = list(dask_engine.run(sources, settings, Mode("path", dies_on, str), scheduler=two.address))
    troubled = {row.problems[0].file: row.problems[0].message for row in found if row.brief is None}
    assert set(troubled) == {poison, "deals/broken.yaml"} & {source.path for source in sources} | {poison}
    assert "the worker that reviewed this file died" in troubled[poison]
    assert [row.payload for row in found if row.brief] == [
        source.path for source in sources if source.path not in troubled
    ]


def test_a_scheduler_that_dies_in_the_middle_is_an_error_in_words(deals, tmp_path, monkeypatch):
    monkeypatch.chdir(deals)
    monkeypatch.setattr(dask_engine, "PARTITION", 2)
    monkeypatch.setattr(dask_engine, "ALONE_SECONDS", 1)
    sources, settings = opened(deals)
    with cluster(tmp_path, 1) as one:
        results = dask_engine.run(sources, settings, REVIEWS, scheduler=one.address)
        next(results)
        one.scheduler.kill()
        one.scheduler.wait(timeout=30)
        with pytest.raises(EngineError, match="Dask"):
            list(results)


def test_a_cluster_without_workers_is_an_error_in_words(deals, tmp_path, monkeypatch):
    monkeypatch.chdir(deals)
    monkeypatch.setattr(dask_engine, "CONNECT_SECONDS", 2.0)
    sources, settings = opened(deals)
    with cluster(tmp_path, 0) as none, pytest.raises(EngineError, match="has no worker; start some"):
        list(dask_engine.run(sources, settings, REVIEWS, scheduler=none.address))


@pytest.mark.skipif(os.name != "posix", reason="signals as Unix has them")
def test_ctrl_c_ends_the_command_and_leaves_the_cluster_alone(tmp_path):
    generator().write_deals(400, tmp_path / "deals", 60)
    with cluster(tmp_path, 1) as one:
        arguments = ["review", "deals", "--format", "json", "--engine", "dask", "--scheduler", one.address]
        command = subprocess.Popen(
            [sys.executable, "-m", "dealcoach", *arguments],
            cwd=tmp_path, env=clean_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        with command as process:
            assert process.stdout.read(100)  # and no more, so that it cannot come to its end
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=60)
        assert process.returncode == 130
        assert err.decode().strip() == "stopped"
        assert one.workers[0].poll() is None


def test_a_scheduler_that_is_not_there_ends_the_command_with_2_and_without_half_a_report(deals):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{unused.getsockname()[1]}"
        ran = call(
            "review", "deals", "--format", "json", "--engine", "dask", "--scheduler", address, cwd=deals
        )
    assert (ran.code, ran.out) == (2, "")
    assert f"no Dask scheduler answers at {address}" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--engine", "dask"), "--scheduler tcp://HOST:8786"),
        (("--scheduler", "tcp://127.0.0.1:1"), "goes with --engine dask"),
        (("--engine", "dask", "--scheduler", "nowhere"), "missing port"),
    ],
)
def test_options_that_do_not_fit_are_refused(deals, arguments, said):
    ran = call("review", "deals", *arguments, cwd=deals)
    assert ran.code == 2
    assert said in ran.err


def test_without_the_extra_the_error_says_how_to_install_it(deals, monkeypatch):
    monkeypatch.chdir(deals)
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    sources, settings = opened(deals)
    with pytest.raises(EngineError, match=r"pip install 'dealcoach\[dask\]'"):
        list(dask_engine.run(sources, settings, REVIEWS, scheduler="tcp://127.0.0.1:1"))
