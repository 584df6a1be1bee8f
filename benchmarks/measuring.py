"""Runs programs to their end and takes time and memory; medians over rounds, so that noise hits all alike."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median


@dataclass(frozen=True)
class Task:
    """A program to measure: its command line, what comes before each run, the exit codes that are fine."""

    name: str
    command: Sequence[str]
    cwd: Path
    before: Callable[[], None] | None = None
    fine: tuple[int, ...] = (0, 1)
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Taken:
    """What a program took."""

    seconds: float
    mebibytes: float
    """Peak of its largest process; on Linux no less than what the measuring process held at the start."""


class FailedError(Exception):
    """A program that ended in a way that makes its time worthless."""


def environment(more: Mapping[str, str]) -> dict[str, str]:
    """As an installed program finds it: compiled modules are kept, no colours, no width."""
    drop = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "NO_COLOR", "FORCE_COLOR", "COLUMNS")
    return {**{name: value for name, value in os.environ.items() if name not in drop}, **more}


def once(task: Task) -> Taken:
    """One run; raises FailedError."""
    if task.before:
        task.before()
    begun = time.perf_counter()
    process = subprocess.Popen(
        list(task.command),
        cwd=task.cwd,
        env=environment(task.environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    with process:
        assert process.stderr
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        taken = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in task.fine:
        raise FailedError(f"{task.name} ended with {process.returncode}: {said.decode()[-500:]}")
    scale = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Taken(taken, usage.ru_maxrss / scale)


def medians(tasks: Sequence[Task], rounds: int, *, warm_up: bool = True) -> dict[str, Taken]:
    """Every task once a round, in turn; the median time and the highest memory of each."""
    if warm_up:
        for task in tasks:
            once(task)
    rows: dict[str, list[Taken]] = {task.name: [] for task in tasks}
    for _ in range(rounds):
        for task in tasks:
            rows[task.name].append(once(task))
    return {
        name: Taken(median(row.seconds for row in taken), max(row.mebibytes for row in taken))
        for name, taken in rows.items()
    }
