"""Measures `dealcoach import salesforce` against reading the CSV and writing the same bytes.

    python benchmarks/import_bench.py [OPPORTUNITIES]

Makes an export of 50,000 open opportunities (or as many as named), four contact roles each, contacts and
accounts; reads every file with the csv module and writes the bytes that the import would write, each
deal to its own file; then imports twice (all new, nothing changed) in processes of their own. Prints the
ratios and the peak memory of the importer and its second process. Everything is done twice and the faster
time counts, because a busy disk changes times many times over (ext4 is slow for seconds after thousands of
files were deleted). The second baseline puts all bytes into one file.
"""

from __future__ import annotations

import csv
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_FIRST = ("Ines", "Tom", "Lena", "Omar", "Paul", "Mia", "Karl", "Ana", "Noor", "Ivo", "José", "Zoë")
_LAST = ("Duarte", "Becker", "Fox", "Aziz", "Stern", "Núñez", "Brandt", "Kaya", "Ito", "Okafor")
_TITLES = ("CFO", "SVP, Procurement", "Plant Manager", "Head of IT", "Service Team Lead", "Controller")
_ROLES = (
    "Decision Maker",
    "Economic Buyer",
    "Evaluator",
    "Business User",
    "Influencer",
    "Executive Sponsor",
    "Other",
)
_STAGES = ("Prospecting", "Qualification", "Needs Analysis", "Proposal/Price Quote", "Negotiation/Review")
_ROLES_EACH = 4
_LIMIT_RATIO, _LIMIT_MIB = 3.0, 500
_ROUNDS = 2

_IMPORT = """
import resource, sys, time
from pathlib import Path
from dealcoach.importing.run import Options, run_import
folder, into = Path(sys.argv[1]), Path(sys.argv[2])
names = ("opportunities", "contact_roles", "contacts", "accounts")
start = time.perf_counter()
files = {name: folder / f"{name}.csv" for name in names}
report = run_import(Options("salesforce", files, into, "2026-11-21"))
who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
print(time.perf_counter() - start, sum(resource.getrusage(one).ru_maxrss for one in who) // 1024,
      report.count("new"), report.count("unchanged"))
"""


def _write(path: Path, header: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        writer.writerows(rows)


def make_export(folder: Path, count: int) -> None:
    """Writes the four files of an export; the same bytes for the same count."""
    luck = random.Random(7)
    accounts = count // 3 + 1
    people = count * 2
    _write(
        folder / "accounts.csv",
        ("Id", "Name"),
        [(f"001{number:012d}AAA", f"{luck.choice(_LAST)} Works {number}") for number in range(accounts)],
    )
    _write(
        folder / "contacts.csv",
        ("Id", "AccountId", "FirstName", "LastName", "Name", "Title", "ReportsToId"),
        [
            (
                f"003{number:012d}AAA",
                f"001{number % accounts:012d}AAA",
                first,
                last,
                f"{first} {last} {number}",
                luck.choice(_TITLES),
                f"003{luck.randrange(people):012d}AAA" if number % 3 else "",
            )
            for number in range(people)
            for first, last in [(luck.choice(_FIRST), luck.choice(_LAST))]
        ],
    )
    _write(
        folder / "opportunities.csv",
        (
            "Id",
            "AccountId",
            "Name",
            "StageName",
            "Amount",
            "CloseDate",
            "CreatedDate",
            "OwnerId",
            "IsClosed",
            "IsWon",
            "ForecastCategoryName",
            "NextStep",
            "Type",
            "Description",
        ),
        [
            (
                f"006{number:012d}AAA",
                f"001{number % accounts:012d}AAA",
                f"Rollout phase {number % 900}",
                luck.choice(_STAGES),
                luck.randrange(5000, 900000),
                f"2027-0{1 + number % 9}-1{number % 9}",
                "2026-05-04T09:09:33.000+0000",
                f"005{number % 40:012d}AAA",
                "false",
                "false",
                "Pipeline",
                f"Agree the scope of line {number} with {luck.choice(_FIRST)}",
                "New Customer",
                "Current tool is slow, and the audit of next year needs a trail.",
            )
            for number in range(count)
        ],
    )
    _write(
        folder / "contact_roles.csv",
        ("Id", "OpportunityId", "ContactId", "Role", "IsPrimary"),
        [
            (
                f"00K{number:012d}AAA",
                f"006{number // _ROLES_EACH:012d}AAA",
                f"003{luck.randrange(people):012d}AAA",
                luck.choice(_ROLES),
                "true" if number % _ROLES_EACH == 0 else "false",
            )
            for number in range(count * _ROLES_EACH)
        ],
    )


def _read_all(folder: Path) -> None:
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            for _ in csv.reader(stream):
                pass


def baselines(folder: Path, made: Path, out: Path) -> tuple[float, float]:
    """Seconds for reading all CSV and writing the bytes of `made`: file by file, and into one file."""
    names = sorted(path.name for path in made.iterdir())
    contents = [(made / name).read_bytes() for name in names]
    out.mkdir()
    start = time.perf_counter()
    _read_all(folder)
    for name, content in zip(names, contents, strict=True):
        with open(f"{out}/{name}", "wb") as stream:  # noqa: PTH123
            stream.write(content)
    many = time.perf_counter() - start
    start = time.perf_counter()
    _read_all(folder)
    (out / "all").write_bytes(b"".join(contents))
    return many, time.perf_counter() - start


def _import(folder: Path, into: Path) -> tuple[float, int, int, int]:
    done = subprocess.run(
        [sys.executable, "-c", _IMPORT, str(folder), str(into)], check=True, capture_output=True, text=True
    )
    seconds, memory, new, unchanged = done.stdout.split()
    return float(seconds), int(memory), int(new), int(unchanged)


def _round(folder: Path, place: Path) -> tuple[float, float, float, float, int, int, int, int]:
    """Imports, takes the baselines, imports again; seconds first, then MiB and counts."""
    place.mkdir()
    first, memory, new, _ = _import(folder, place / "deals")
    many, single = baselines(folder, place / "deals", place / "copy")
    second, memory_again, _, unchanged = _import(folder, place / "deals")
    return first, second, many, single, memory, memory_again, new, unchanged


def main() -> int:
    """Runs everything once and prints the numbers; 1 when a limit is missed."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    with tempfile.TemporaryDirectory() as temp:
        folder = Path(temp) / "export"
        folder.mkdir()
        make_export(folder, count)
        rounds = [_round(folder, Path(temp) / str(number)) for number in range(_ROUNDS)]
    first, second, many, single = (min(times) for times in list(zip(*rounds, strict=True))[:4])
    memory, memory_again, new, unchanged = (max(numbers) for numbers in list(zip(*rounds, strict=True))[4:])
    print(
        f"{count:,} opportunities, {count * _ROLES_EACH:,} contact roles: {new:,} files new, then "
        f"{unchanged:,} unchanged"
    )
    print(f"read CSV, write the same files  {many:6.2f} s")
    print(f"read CSV, write one file        {single:6.2f} s")
    print(
        f"import, all new                 {first:6.2f} s   {first / many:.2f} x   ({first / single:.2f} x)   "
        f"{memory} MiB"
    )
    print(
        f"import again, all unchanged     {second:6.2f} s   {second / many:.2f} x   "
        f"({second / single:.2f} x)   {memory_again} MiB"
    )
    return int(
        first / many > _LIMIT_RATIO or second / many > _LIMIT_RATIO or max(memory, memory_again) > _LIMIT_MIB
    )


if __name__ == "__main__":
    raise SystemExit(main())
