"""Runs the acceptance cases: the whole program, from files and arguments to bytes and exit code."""

import sys
from pathlib import Path

import pytest
from acceptance_case import Case, read_case, run_case
from trial import clean_environment

CASES = sorted(Path(__file__).with_name("cases").glob("*.case"))


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a case; the command `dealcoach` is this checkout."""
    folder = tmp_path_factory.mktemp("bin")
    program = folder / "dealcoach"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m dealcoach "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    base = clean_environment()
    return {**base, "PATH": f"{folder}:{base['PATH']}", "PYTHONDONTWRITEBYTECODE": "1"}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case(path: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    case = read_case(path)
    folder = tmp_path / "here"
    folder.mkdir()
    ended = run_case(case, folder, environment)
    assert [*wrong(case, ended), ended["status"]] == [case.status], (
        f"{case.about}\n{ended['stdout']}{ended['stderr']}"
    )


def wrong(case: Case, ended: dict[str, str | int]) -> list[str]:
    """Where output is not what the case expects."""
    found = []
    for section, text in case.expected.items():
        stream, _, how = section.partition(" ")
        said = str(ended[stream])
        lines = [line for line in text.splitlines() if line]
        if not how and said != text:
            found.append(f"{stream} is not as expected:\n{said}")
        elif how == "has":
            found += [f"{stream} lacks: {line}" for line in lines if line not in said]
        elif how == "lacks":
            found += [f"{stream} has: {line}" for line in lines if line in said]
    return found


def test_there_are_cases_of_every_ending() -> None:
    cases = [read_case(path) for path in CASES]
    assert {case.status for case in cases} >= {0, 1, 2, 3}
    assert all(case.about and case.command and case.expected for case in cases)
