"""What a comparison with the past costs: 2,000 deals and 200 commits, against one review of the folder.

    python benchmarks/diff_bench.py [DEALS] [COMMITS]

Each command runs as a user runs it, without the cache of results; the fastest of three runs counts, and
each line is also a ratio to the review of the folder without its history. The aim is under 3.
"""

import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from generate import AS_OF, deal_text

RUNS = 3
CHANGED = 20  # deals a commit
STANCES = ("champion", "supporter", "neutral", "skeptical", "resistant")


def edited(text: str, chance: random.Random) -> str:
    """A deal as a rep leaves it after a week: another date, another stance, an activity more."""
    kind = chance.random()
    if kind < 0.2:
        day = AS_OF + timedelta(days=chance.randint(5, 120))
        return re.sub(r"(?m)^close_date: .*$", f"close_date: {day}", text, count=1)
    if kind < 0.4:
        return re.sub(r"stance: \w+", f"stance: {chance.choice(STANCES)}", text, count=1)
    day = AS_OF - timedelta(days=chance.randint(1, 60))
    return re.sub(
        r"(?m)^activity:\n", f"activity:\n  - {{date: {day}, type: note, note: More}}\n", text, count=1
    )


def build(root: Path, deals: int, commits: int) -> None:
    """A repository whose first commit holds all deals; each later one edits some."""
    chance = random.Random(7)
    texts = [deal_text(number) for number in range(deals)]
    start = datetime.combine(AS_OF, datetime.min.time(), UTC) - timedelta(days=commits)
    stream = []
    for step in range(commits):
        stamp = int((start + timedelta(days=step)).timestamp())
        stream.append(b"commit refs/heads/main\ncommitter Dana <d@example.com> %d +0000\n" % stamp)
        stream.append(b"data 8\na change\n")
        chosen = range(deals) if step == 0 else chance.sample(range(deals), min(CHANGED, deals))
        for number in chosen:
            if step:
                texts[number] = edited(texts[number], chance)
            data = texts[number].encode()
            stream.append(
                b"M 100644 inline deals/%d/%05d.yaml\ndata %d\n%s\n" % (number % 20, number, len(data), data)
            )
    subprocess.run(["git", "init", "-q", "-b", "main", root], check=True)
    subprocess.run(["git", "fast-import", "--quiet"], cwd=root, input=b"".join(stream), check=True)
    subprocess.run(["git", "reset", "-q", "--hard"], cwd=root, check=True)


def fastest(command: Sequence[str], folder: Path) -> float:
    """Seconds of the fastest run."""
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=False)
        times.append(time.perf_counter() - begun)
    return min(times)


def main() -> None:
    """Measure and print."""
    deals, commits = (int(text) for text in (sys.argv[1:] + ["2000", "200"][len(sys.argv) - 1 :]))
    program = [sys.executable, "-m", "dealcoach"]
    common = ["--as-of", AS_OF.isoformat(), "--no-cache", "--format", "json"]
    past = f"HEAD~{commits - 1}"
    commands = {
        "review, no history": ["review", "deals", "--no-history", *common],
        "review": ["review", "deals", *common],
        "diff --since, no history": ["diff", "deals", "--since", past, "--no-history", *common],
        "diff --since": ["diff", "deals", "--since", past, *common],
    }
    with tempfile.TemporaryDirectory() as place:
        root = Path(place, "crm")
        build(root, deals, commits)
        print(f"{deals} deals, {commits} commits")
        base = 0.0
        for name, arguments in commands.items():
            seconds = fastest([*program, *arguments], root)
            base = base or seconds
            print(f"{name:26} {seconds:7.2f} s {seconds / base:6.2f} x")


if __name__ == "__main__":
    main()
