"""A real Dask cluster on loopback ports: a scheduler and workers, each a process of its own."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from trial import clean_environment

WAIT = 60
"""Seconds after which a process that hangs fails the test."""
_ADDRESS = re.compile(r"Scheduler at:\s+(tcp://\S+)")


@dataclass
class Cluster:
    address: str
    scheduler: subprocess.Popen[str]
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)


@contextmanager
def cluster(folder: Path, workers: int, *, nanny: bool = False, **environment: str) -> Iterator[Cluster]:
    """A scheduler and its workers; all of them are gone afterwards."""
    from distributed import Client

    env = clean_environment(**environment)
    with ExitStack() as stack:
        log = stack.enter_context((folder / "worker.log").open("wb"))
        scheduler = _started(
            stack,
            ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"],
            folder, env, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        found = Cluster(_address(scheduler), scheduler)
        for _ in range(workers):
            arguments = ["worker", found.address, "--host", "127.0.0.1", "--nthreads", "1", "--no-dashboard"]
            arguments += ["--nanny" if nanny else "--no-nanny", "--death-timeout", "20"]
            found.workers.append(_started(stack, arguments, folder, env, stderr=log, stdout=log))
        if workers:
            with Client(found.address, timeout=WAIT, set_as_default=False) as client:
                client.wait_for_workers(workers, timeout=WAIT)
        yield found


def _started(stack, arguments, folder, env, **streams):
    process = subprocess.Popen([sys.executable, "-m", "dask", *arguments], cwd=folder, env=env, **streams)
    stack.callback(_ended, process)
    return process


def _ended(process):
    """A worker under a nanny is ended by the nanny, which needs a signal that it can hear."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(timeout=WAIT)
    if process.stderr:
        process.stderr.close()


def _address(scheduler):
    for line in scheduler.stderr:
        if match := _ADDRESS.search(line):
            return match[1]
    raise AssertionError(f"the scheduler ended with {scheduler.wait(WAIT)}")
