"""The benchmarks measure what they say, on sizes that take no time; no time is judged here."""

from __future__ import annotations

import re
import sys

import pytest
import yaml
from trial import ROOT, library

sys.path.insert(0, str(ROOT))

from benchmarks import __main__ as bench
from benchmarks import measuring, programs
from benchmarks.measuring import FailedError, Taken, Task, medians, once
from benchmarks.report import page, ratio, table


def python(name, program, cwd, **more):
    return Task(name, [sys.executable, "-c", program], cwd, **more)


def test_a_run_writes_a_page_of_ratios(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(programs.Bench, "peers", lambda self, path: iter(()))
    target = tmp_path / "performance.md"
    assert bench.main(["--sizes", "2,3", "--rounds", "1", "--write", str(target)]) == 0
    text = target.read_text()
    assert text in capsys.readouterr().out
    titles = ("One file", "Folders", "One way against another", "As a folder grows", "Memory")
    for title in (*titles, "The page of a meeting"):
        assert f"## {title}\n" in text
    assert re.search(r"\| report \| \d+\.\d\d \|", text)
    assert re.search(r"\| CSafeLoader \| 1\.00 \| 1\.00 \|", text)
    assert re.search(r"\| review, warm \| \d+\.\d\d \| \d+\.\d\d \|", text)
    assert "cores" in text


def test_every_way_is_a_command_that_works(tmp_path):
    place = programs.Bench(tmp_path)
    bench.write_deals(2, tmp_path / "deals")
    for task in place.ways("deals"):
        taken = once(task)
        assert taken.seconds > 0
        assert taken.mebibytes > 1


def test_a_cold_start_forgets_and_a_warm_one_does_not(tmp_path):
    place = programs.Bench(tmp_path)
    bench.write_deals(2, tmp_path / "deals")
    kept = place.cache / "results" / "results.sqlite"
    warm = place.dealcoach("warm", "review", "deals", cold=False)
    once(warm)
    assert kept.exists()
    cold = place.dealcoach("cold", "review", "deals")
    cold.before()
    assert not kept.exists()


def test_peers_of_this_environment_check_a_file(tmp_path, monkeypatch):
    monkeypatch.setattr(programs.Bench, "_spectral", lambda self: None)
    place = programs.Bench(tmp_path)
    bench.write_deals(1, tmp_path / "deals")
    tasks = {task.name: task for task in place.peers("deals")}
    assert set(tasks) <= {"yamllint", "check-jsonschema"}
    for task in tasks.values():
        once(task)
    assert len(tasks) + len(place.missing) == 2


def test_without_npm_spectral_is_left_out_with_a_note(tmp_path, monkeypatch):
    monkeypatch.setattr(programs, "NODE", tmp_path)
    monkeypatch.setattr(programs.shutil, "which", lambda _: None)
    place = programs.Bench(tmp_path)
    assert "Spectral" not in {task.name for task in place.peers("deals")}
    assert "Spectral is left out: there is no npm" in place.missing


def test_the_ruleset_of_spectral_is_made_of_our_rules():
    rules = yaml.safe_load((ROOT / "benchmarks" / "peers" / "spectral.yaml").read_text())["rules"]
    ours = set(rules) & {rule.id for rule in library().rules}
    assert set(rules) - ours == {"deal-required"}
    assert len(ours) >= 10


def test_a_program_that_fails_is_no_measurement(tmp_path):
    with pytest.raises(FailedError, match="odd ended with 3: sorry"):
        once(python("odd", "import sys; sys.stderr.write('sorry'); sys.exit(3)", tmp_path))


def test_memory_is_that_of_the_program(tmp_path):
    small = once(python("small", "pass", tmp_path))
    wanted = int(small.mebibytes) + 60
    large = once(python("large", f"b = b'x' * ({wanted} << 20)", tmp_path))
    assert large.mebibytes > wanted


def test_rounds_are_taken_in_turn_and_the_median_counts(tmp_path, monkeypatch):
    seen = []
    times = iter([1, 10, 3, 30, 2, 20])

    def fake(task):
        seen.append(task.name)
        return Taken(next(times), 5)

    monkeypatch.setattr(measuring, "once", fake)
    tasks = [python(name, "", tmp_path) for name in "ab"]
    found = medians(tasks, 3, warm_up=False)
    assert seen == list("ababab")
    assert (found["a"].seconds, found["b"].seconds) == (2, 20)


def test_programs_keep_their_compiled_modules(monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("KEPT", "1")
    found = measuring.environment({"MORE": "1"})
    assert "PYTHONDONTWRITEBYTECODE" not in found
    assert {"KEPT", "MORE"} <= set(found)


def test_the_optional_sections_are_scripts_that_are_there():
    assert [name for name in bench.OPTIONAL if not bench._script(name).exists()] == []


def test_a_page_holds_tables_and_notes():
    text = page("2 cores", [], ["no npm"])
    assert text.endswith("\nno npm\n")
    assert ratio(Taken(3, 0), Taken(2, 0)) == "1.50"
    assert table(("", "x"), [("a", "1")]) == "|  | x |\n|---|---:|\n| a | 1 |"
