"""What reading the past costs: 2,000 deals, 200 commits, against reading the folder as it is today.

    python benchmarks/history_bench.py [DEALS] [COMMITS]

Every line is a ratio to reading all deal files of the work tree once; the fastest of three runs counts.
The libraries that were compared (pygit2, dulwich, GitPython) join in where they are installed.
"""

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

from dealcoach.history import open_repository
from dealcoach.history.commits import read_commits
from dealcoach.history.events import read_events
from dealcoach.history.git import find_git

RUNS = 3
CHANGED = 20  # deals a commit
FAR_DAY = date(2026, 11, 21)


def deal(number: int, version: int) -> bytes:
    people = "".join(
        f"  - name: Person {one} of {number}\n    influence: {(number + one) % 5 + 1}\n"
        f"    relationship: {(version + one) % 5 + 1}\n    concern: What person {one} minds in {number}\n"
        for one in range(12)
    )
    head = f"deal: Deal {number}\naccount: Account {number}\nowner: Dana Reyes\nstage: proposal\n"
    return f"{head}close_date: 2026-{version % 12 + 1:02}-18\nbuying_team:\n{people}# {version}\n".encode()


def build(root: Path, deals: int, commits: int) -> None:
    chance = random.Random(7)
    stream = []
    for step in range(commits):
        stream.append(
            b"commit refs/heads/main\ncommitter Dana <d@example.com> %d +0000\n" % (1700000000 + step * 86400)
        )
        stream.append(b"data 8\na change\n")
        for number in range(deals) if step == 0 else chance.sample(range(deals), min(CHANGED, deals)):
            data = deal(number, step)
            stream.append(b"M 100644 inline deals/%d/%05d.yaml\n" % (number % 20, number))
            stream.append(b"data %d\n%s\n" % (len(data), data))
    subprocess.run(["git", "init", "-q", "-b", "main", root], check=True)
    subprocess.run(["git", "fast-import", "--quiet"], cwd=root, input=b"".join(stream), check=True)
    subprocess.run(["git", "reset", "-q", "--hard"], cwd=root, check=True)


def fastest(work: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def measures(root: Path, commits: int) -> dict[str, Callable[[], object]]:
    folder = root / "deals"
    paths = sorted(folder.rglob("*.yaml"))
    repository = open_repository(folder)
    half = repository.resolve(f"HEAD~{commits // 2}", FAR_DAY)
    return {
        "open": lambda: open_repository(folder),
        "resolve a day": lambda: repository.resolve(half.date.isoformat(), FAR_DAY),
        "read_folder": lambda: sum(len(past.data) for past in repository.read_folder(half, folder)),
        "changed_since": lambda: repository.changed_since(half, [folder]),
        "file_versions of one": lambda: repository.file_versions(paths[0]),
        "histories of all": lambda: repository.histories(paths),
        **others(root),
    }


def others(root: Path) -> dict[str, Callable[[], object]]:
    """The bare walk over all commits with renames, as each library offers it."""
    program = find_git(root)

    def by_git() -> None:
        head = program.commit_id("HEAD")
        assert head is not None
        read_events(program, list(read_commits(program, head)))

    found: dict[str, Callable[[], object]] = {"walk by git, as here": by_git}
    with suppress(ImportError):
        import pygit2

        def by_pygit2() -> None:
            repository = pygit2.Repository(str(root))
            for commit in repository.walk(repository.head.target):
                before = commit.parents[0].tree if commit.parents else None
                diff = before.diff_to_tree(commit.tree) if before else commit.tree.diff_to_tree(swap=True)
                diff.find_similar()
                list(diff.deltas)

        found["walk by pygit2"] = by_pygit2
    with suppress(ImportError):
        from dulwich.diff_tree import RenameDetector
        from dulwich.repo import Repo

        def by_dulwich() -> None:
            with Repo(str(root)) as repository:
                for entry in repository.get_walker(rename_detector=RenameDetector(repository.object_store)):
                    entry.changes()

        found["walk by dulwich"] = by_dulwich
    with suppress(ImportError):
        import git

        def by_gitpython() -> None:
            with git.Repo(root) as repository:
                for commit in repository.iter_commits():
                    commit.diff(commit.parents[0] if commit.parents else git.NULL_TREE)

        found["walk by GitPython"] = by_gitpython
    return found


def main() -> None:
    deals, commits = (int(text) for text in (sys.argv[1:] + ["2000", "200"][len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as place:
        root = Path(place, "crm")
        build(root, deals, commits)
        paths = sorted((root / "deals").rglob("*.yaml"))
        base = fastest(lambda: [path.read_bytes() for path in paths])
        print(f"{deals} deals, {commits} commits; reading the work tree once: {base * 1000:.0f} ms")
        for name, work in measures(root, commits).items():
            print(f"{name:22} {fastest(work) / base:7.1f} x")


if __name__ == "__main__":
    main()
