"""Files made to exhaust the reader: each is refused with its own message, within little memory and time."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from trial import HEAD, clean_environment

MEBIBYTE = 1 << 20
BOMB = "".join(f"  {chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9))
DEEP = "nested deeper than 32 levels"
FILES = {
    "open brackets": ("[" * 100_000, "1:33", DEEP),
    "open braces": ("{a: " * 50_000, "1:129", DEEP),
    "list in list": ("- " * 5_000, "1:65", DEEP),
    "lists to the limit of the size": ("- " * (MEBIBYTE // 2), "1:65", DEEP),
    "key in key": ("? " * 5_000, "1:65", DEEP),
    "indentation": ("".join(" " * n + "a:\n" for n in range(1_400)), "33:33", DEEP),
    "indentation by lists": ("".join(" " * n + "-\n" for n in range(1_400)), "33:33", DEEP),
    "a mapping in custom": (HEAD + "custom: " + "{a: " * 33 + "1" + "}" * 33, "6:133", DEEP),
    "brackets in a text": (HEAD + 'need: {problem: "' + "[" * 10_001 + '"}', "6:17", "10,001 characters"),
    "billion laughs": (HEAD + "custom:\n  a: &a [x, x]\n" + BOMB, None, "more than 100,000 values"),
    "merged laughs": (
        HEAD + "custom:\n  a: &a {x: 1}\n" + BOMB.replace("[", "{<<: [").replace("]", "]}"), None, "more than 100,000 values",
    ),
    "an alias to itself": (HEAD + "custom: &a {b: *a}\n", "6:9", "contains itself"),
    "a merge with itself": (HEAD + "custom: &a {<<: *a}\n", "6:9", "contains itself"),
    "many keys": (HEAD + "".join(f"k{n}: 1\n" for n in range(30_000)), "6:1", "unknown key 'k0'"),
    "one key again and again": (HEAD + "deal: x\n" * 40_000, "6:1", "stands twice"),
    "many anchors": (HEAD + "custom:\n" + "".join(f"  a{n}: &a{n} 1\n" for n in range(40_000)), None, None),
    "a long key": (HEAD + "k" * 900 + ": 1\n", "6:1", "unknown key 'kkk"),
    "a very long key": (HEAD + "k" * 900_000 + ": 1\n", None, ""),
    "a long line of commas": (HEAD + "our_team: [" + "," * 500_000 + "]\n", "6:12", ""),
    "many people": (
        HEAD + "our_team:\n" + "".join(f"  - Person {n}\n" for n in range(40_000)), None, None,
    ),
    "a million blanks": (HEAD + "need: {problem: a" + " " * 1_000_000 + "b}\n", "6:17", "1,000,002 characters"),
    "a million line breaks": (HEAD + "\n" * 1_000_000 + "x", "1000006:1", "a key without ':'"),
    "empty texts": (HEAD + "our_team: [" + "''," * 66_000 + "]\n", "6:12", "empty"),
    "too many texts": (HEAD + "our_team: [" + "''," * 300_000 + "]\n", None, "more than 100,000 values"),
    "bad words": (
        HEAD + "buying_team: [{name: A, roles: [" + ",".join(f"x{n}" for n in range(33_000)) + "]}]\n",
        "6:33", "'x0' is not known here",
    ),
    "only digits": (HEAD + "amount: " + "9" * 1_000_000 + "\n", "6:9", "larger than any deal"),
    "a date of digits": (HEAD + "created: 2026-11-21 " + "0" * 900_000 + "x\n", "6:10", "is not a date"),
}  # fmt: skip
READER = """
import json, resource, sys
from pathlib import Path
from dealcoach.reading.deal_file import read_deal
read_deal("warm", b"deal: a")
taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (taken + (300 << 20),) * 2)
said = {}
for path in sys.argv[1:]:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    file = read_deal(path, Path(path).read_bytes())
    seconds = resource.getrusage(resource.RUSAGE_SELF).ru_utime - before
    first = [f"{row.line}:{row.column}: {row.message}" for row in file.problems[:1]]
    said[Path(path).name] = [first, len(file.problems), seconds]
print(json.dumps(said))
"""


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[object]]:
    """What one process, with 300 MB more than it starts with, says of all the files."""
    if not Path("/proc/self/statm").exists():
        pytest.skip("the guard needs /proc")
    folder = tmp_path_factory.mktemp("hostile")
    for name, (text, _, _) in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", READER, *(str(folder / name) for name in FILES)],
        capture_output=True, text=True, timeout=120, check=False, env=clean_environment(),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, list[object]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_has_its_own_message(name: str, answers: dict[str, list[object]]) -> None:
    _, place, message = FILES[name]
    first, count, _ = answers[name]
    if message is None:
        assert first == []
        return
    assert isinstance(first, list)
    assert message in first[0]
    assert first[0].startswith(f"{place}: " if place else "")
    assert count in (1, 101)
