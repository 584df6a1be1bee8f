"""Measure dealcoach against its peers: `python -m benchmarks [--write] [--full]`.

Prints ratios of medians, all taken in one run on one machine; `--write` puts them into
docs/performance.md. Times themselves mean little elsewhere and are not shown, but for one unit.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.generate import write_deals
from benchmarks.measuring import Taken, medians
from benchmarks.programs import LOADER, Bench
from benchmarks.report import Section, machine, page, ratio, table

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "performance.md"
SIZES = (100, 1_000, 10_000)
FULL = 100_000
MOST_FOR_PEERS = 1_000
PAGE_OF = 1_000
"""Deals of the page of a meeting that is measured."""
MANY = 50_000
"""Files from which one round, without a warm-up, has to do."""
OPTIONAL = ("import_bench", "history_bench", "diff_bench")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and write the page if that is asked for."""
    options = _options(arguments)
    sections = []
    with tempfile.TemporaryDirectory(prefix="dealcoach-bench-") as place:
        bench = Bench(Path(place))
        sections.append(one_file(bench, options.rounds))
        sections += folders(bench, options.sizes, options.rounds)
        sections.append(the_page(bench, min(PAGE_OF, max(options.sizes)), options.rounds))
        notes = list(bench.missing)
    sections += [optional(name) for name in OPTIONAL if options.optional and _script(name).exists()]
    text = page(machine(), sections, notes)
    print(text)
    if options.write:
        options.write.write_text(text, encoding="utf-8")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=_sizes, default=SIZES, metavar="N,N", help="deals of each folder")
    parser.add_argument("--full", action="store_true", help=f"also a folder of {FULL:,} deals")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="runs of which the median counts")
    parser.add_argument("--optional", action="store_true", help="also import, history and diff (minutes)")
    parser.add_argument(
        "--write", nargs="?", type=Path, const=PAGE, metavar="FILE", help=f"write {PAGE.name}"
    )
    found = parser.parse_args(arguments)
    if found.full:
        found.sizes = (*found.sizes, FULL)
    return found


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(","))


def one_file(bench: Bench, rounds: int) -> Section:
    """One deal of 90 lines, as an editor or a hook would check it."""
    write_deals(1, bench.root / "one")
    file = next((bench.root / "one").rglob("*.yaml")).relative_to(bench.root).as_posix()
    tasks = [
        bench.dealcoach("dealcoach lint", "lint", file),
        bench.dealcoach("dealcoach review", "review", file),
    ]
    taken = medians([*tasks, *bench.peers(file)], 3 * rounds)
    base = taken.get("yamllint", taken["dealcoach lint"])
    rows = [(name, ratio(row, base), f"{row.mebibytes:.0f} MB") for name, row in taken.items()]
    unit = "yamllint" if "yamllint" in taken else "dealcoach lint"
    return Section("One file", f"Time as a multiple of {unit}.", table(("", "time", "memory"), rows))


def folders(bench: Bench, sizes: Sequence[int], rounds: int) -> list[Section]:
    """Folders that grow: the ways of dealcoach, the peers, time a deal, memory."""
    found: dict[int, dict[str, Taken]] = {}
    for size in sizes:
        write_deals(size, bench.root / f"deals-{size}")
        path, large = f"deals-{size}", size >= MANY
        tasks = [*bench.ways(path), *(bench.peers(path) if size <= MOST_FOR_PEERS else ())]
        found[size] = medians(tasks, 1 if large else rounds, warm_up=not large)
        print(f"{size:,} deals measured", file=sys.stderr)
    names = list(dict.fromkeys(name for taken in found.values() for name in taken))
    head = ("", *(f"{size:,}" for size in sizes))
    times = [(name, *(_cell(found[size], name, LOADER) for size in sizes)) for name in names]
    memory = [(name, *(_memory(found[size], name) for size in sizes)) for name in names]
    base = sizes[min(1, len(sizes) - 1)]
    growth = [(name, *(_growth(found, name, size, base) for size in sizes)) for name in names]
    pairs = [
        ("warm to cold (1 process)", "review, warm", "review, cold, 1 process"),
        ("2 processes to 1", "review, cold, 2 processes", "review, cold, 1 process"),
        ("SARIF to JSON", "lint, SARIF, no cache", "lint, JSON, no cache"),
    ]
    of_each = [(label, *(_cell(found[size], name, unit) for size in sizes)) for label, name, unit in pairs]
    return [
        Section(
            "Folders",
            f"Time as a multiple of {LOADER}, which only parses the same files.{_once(sizes)}",
            table(head, times),
        ),
        Section("One way against another", "", table(head, of_each)),
        Section(
            "As a folder grows", f"Time a deal, as a multiple of that at {base:,} deals.", table(head, growth)
        ),
        Section("Memory", "Peak of the largest process, in MB.", table(head, memory)),
    ]


def _once(sizes: Sequence[int]) -> str:
    """Which sizes were measured in one round."""
    large = [f"{size:,}" for size in sizes if size >= MANY]
    return f" One round of {' and '.join(large)}, where others have several." if large else ""


def the_page(bench: Bench, size: int, rounds: int) -> Section:
    """The page of a meeting against the JSON of the same deals."""
    write_deals(size, bench.root / "meeting")
    target = bench.root / "meeting.html"
    tasks = [
        bench.dealcoach("review, JSON", "review", "meeting", "--format", "json", "--no-cache"),
        bench.dealcoach("report", "report", "meeting", "-o", str(target), "--no-cache"),
    ]
    taken = medians(tasks, 3 * rounds)
    rows = [(name, ratio(row, taken["review, JSON"])) for name, row in taken.items()]
    weight = f"The page of {size:,} deals weighs {target.stat().st_size / 1e6:.1f} MB."
    return Section(
        "The page of a meeting", f"Time as a multiple of the JSON review. {weight}", table(("", "time"), rows)
    )


def _cell(taken: dict[str, Taken], name: str, unit: str) -> str:
    return ratio(taken[name], taken[unit]) if name in taken else ""


def _memory(taken: dict[str, Taken], name: str) -> str:
    return f"{taken[name].mebibytes:.0f}" if name in taken else ""


def _growth(found: dict[int, dict[str, Taken]], name: str, size: int, base: int) -> str:
    if name not in found[size] or name not in found[base]:
        return ""
    return f"{found[size][name].seconds / size / (found[base][name].seconds / base):.2f}"


def _script(name: str) -> Path:
    return Path(__file__).with_name(f"{name}.py")


def optional(name: str) -> Section:
    """What one of the benchmarks of a part says of itself."""
    script = _script(name)
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, check=False, cwd=ROOT
    )
    title = name.removesuffix("_bench").capitalize()
    said = done.stdout.rstrip() or f"ended with {done.returncode}"
    return Section(title, f"As `python benchmarks/{script.name}` says.", f"```text\n{said}\n```")


if __name__ == "__main__":
    raise SystemExit(main())
