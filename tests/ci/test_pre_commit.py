"""The pre-commit hook, run by pre-commit itself on a scratch repository; nothing is downloaded."""

import shutil
import subprocess
import sys

import pytest
import yaml
from ci_samples import GONE_DARK, HEAD, ROOT, environment, git

MANIFEST = ROOT / ".pre-commit-hooks.yaml"
(HOOK,) = yaml.safe_load(MANIFEST.read_text("utf-8"))
SILENT = (HEAD + GONE_DARK).format(n=1, hostile="Agree the rollout plan with Ines Duarte")
SILENT = SILENT.replace("2026-10-01", "2024-10-01").replace("2026-11", "2024-11")
"""A deal that has been silent for so long that every day on which this test runs agrees."""


@pytest.fixture
def repository(tmp_path):
    """A repository with the hook installed from a copy of the manifest, run by this environment."""
    home = tmp_path / "hook"
    home.mkdir()
    shutil.copy(MANIFEST, home)
    git(home, "init")
    git(home, "add", "-A")
    git(home, "commit", "-m", "hook")
    revision = git(home, "rev-parse", "HEAD").stdout.strip()
    folder = tmp_path / "repository"
    (folder / "deals").mkdir(parents=True)
    hook = {"id": "dealcoach", "language": "system"}
    config = {"repos": [{"repo": str(home), "rev": revision, "hooks": [hook]}]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    git(folder, "init")
    git(folder, "add", "-A")
    git(folder, "commit", "-m", "start")
    install = [sys.executable, "-m", "pre_commit", "install"]
    subprocess.run(install, cwd=folder, env=variables(folder), check=True, capture_output=True)
    return folder


def variables(folder):
    return environment(PRE_COMMIT_HOME=str(folder.parent / "cache"), PYTHONUTF8="1")


def commit(folder, **files):
    """Commits deals by name, with the hook; the finished process."""
    for name, text in files.items():
        (folder / "deals" / f"{name}.yaml").write_text(text)
    git(folder, "add", "-A")
    who = ["-c", "user.name=t", "-c", "user.email=t@example.com"]
    return subprocess.run(
        ["git", *who, "commit", "-m", "deals"],
        cwd=folder,
        env=variables(folder),
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_deal_that_has_gone_dark_stops_the_commit_and_says_why_in_one_line(repository):
    done = commit(repository, silent=SILENT)
    lines = [line for line in done.stderr.splitlines() if " gone-dark " in line]
    assert done.returncode == 1
    assert len(lines) == 1
    assert lines[0].startswith("deals/silent.yaml:9:5: high gone-dark ")
    assert git(repository, "log", "--format=%s").stdout == "start\n"


def test_every_finding_has_one_line_of_its_own(repository):
    done = commit(repository, silent=SILENT, broken="acount: x\n")
    found = [line for line in done.stderr.splitlines() if line.startswith("deals/")]
    assert {line.split(":")[0] for line in found} == {"deals/silent.yaml", "deals/broken.yaml"}
    assert len(found) == len(set(found))


def test_a_closed_deal_passes(repository):
    done = commit(repository, won=SILENT + "status: won\nclosed_on: 2024-12-01\n")
    assert done.returncode == 0, done.stderr
    assert git(repository, "log", "--format=%s").stdout == "deals\nstart\n"


def test_other_files_are_left_alone(repository):
    (repository / "notes.yaml").write_text("not: a deal\n")
    (repository / "deals" / "dealcoach.yaml").write_text("currency: EUR\n")
    (repository / "deals" / "notes.md").write_text("# Notes\n")
    assert commit(repository).returncode == 0


def test_only_the_files_of_the_commit_are_read(repository):
    (repository / "deals" / "silent.yaml").write_text(SILENT)
    git(repository, "add", "-A")
    git(repository, "commit", "-m", "silent", "--no-verify")
    assert commit(repository, won=SILENT + "status: won\nclosed_on: 2024-12-01\n").returncode == 0


def test_the_manifest_is_valid():
    check = [sys.executable, "-m", "pre_commit", "validate-manifest", str(MANIFEST)]
    assert subprocess.run(check, env=environment(), capture_output=True, check=False).returncode == 0
    assert HOOK["language"] == "python"
