"""A scratch repository of twenty bad deals, and what lint must say about each."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
AS_OF = "2026-11-21"
HOSTILE = "::error file=x::pwned%0A | </td>, $(touch pwned) `touch pwned`"
HEAD = """deal: Renewal {n}
account: Northwind {n}
owner: Dana Reyes
stage: proposal
close_date: 2026-12-18
"""
GONE_DARK = """activity:
  - {{date: 2026-10-01, type: meeting, with: [Ines Duarte], direction: two_way}}
  - {{date: 2026-11-05, type: email, with: [Ines Duarte], direction: outbound}}
  - {{date: 2026-11-12, type: email, with: [Ines Duarte], direction: outbound}}
next_steps:
  - {{what: Run the rollout workshop with Ines Duarte, owner: Dana Reyes, due: 2026-11-27, type: meeting}}
  - {{what: "{hostile}", owner: Dana Reyes}}
"""
NO_STEP = "need: {{problem: The audit, by: 2027-02-01, if_not: They fail it}}\n"
NOT_A_DEAL = "acount: Northwind\n"
KINDS = [("gone-dark", 9, GONE_DARK), ("no-next-step", 1, NO_STEP), ("invalid-deal", 6, NOT_A_DEAL)]


def bad_deals(folder):
    """Writes the twenty deals; returns {file: (rule, line)} of the high finding that each must get."""
    (folder / "deals").mkdir(parents=True)
    expected = {}
    for n in range(20):
        rule, line, body = KINDS[n % len(KINDS)]
        name = f"deals/northwind {n:02}, 100%.yaml" if n == 0 else f"deals/northwind-{n:02}.yaml"
        (folder / name).write_text((HEAD + body).format(n=n, hostile=HOSTILE))
        expected[name] = (rule, line)
    return expected


def environment(**more):
    """The variables of a clean machine that has this Python and its programs first on the path."""
    kept = {name: os.environ[name] for name in ("HOME", "LANG", "SYSTEMROOT", "TMPDIR") if name in os.environ}
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return kept | {"PATH": path, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"} | more


def git(folder, *words):
    """Runs git as nobody in particular."""
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "init.defaultBranch=main"]
    return subprocess.run(
        ["git", *identity, *words], cwd=folder, env=environment(), capture_output=True, text=True, check=True
    )
