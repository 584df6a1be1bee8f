"""How many processes a run uses."""

import os
import sys
import threading

FORK_FROM = 100
SPAWN_FROM = 500
"""Files from which processes pay for their start (measured; see docs/performance.md)."""
MOST = 16


def can_fork() -> bool:
    """Whether forking is safe here: Linux, and no other thread that could hold a lock."""
    return sys.platform == "linux" and threading.active_count() == 1


def wanted_jobs(files: int, jobs: int | None) -> int:
    """How many processes a run uses; one where more would not pay."""
    if jobs is not None:
        return max(1, min(jobs, files))
    if files < (FORK_FROM if can_fork() else SPAWN_FROM):
        return 1
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, MOST, files // 32))
