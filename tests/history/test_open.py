"""Which paths have a past: work trees of every kind, and what is said where there is none."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from dealcoach.history import ForeignRepository, GitMissing, HistoryError, NotARepository, open_repository

from .scratch import Scratch, deal, new_scratch

TODAY = date(2026, 11, 21)
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
needs_root = pytest.mark.skipif(not IS_ROOT, reason="only root can give files away")


def test_any_path_inside_finds_the_top(scratch: Scratch) -> None:
    file = scratch.write("deals/emea/a.yaml", deal("A"))
    for path in (scratch.root, scratch.root / "deals", file, scratch.root / "deals/gone/for/good.yaml"):
        assert open_repository(path).root == scratch.root.resolve()


def test_relative_path(scratch: Scratch, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch.save("deals/a.yaml", deal("A"), "2026-11-01")
    monkeypatch.chdir(scratch.root / "deals")
    repository = open_repository(Path())
    assert [version.path for version in repository.file_versions(Path("a.yaml"))] == ["deals/a.yaml"]


def test_folder_reached_through_a_link(scratch: Scratch, tmp_path: Path) -> None:
    scratch.save("deals/a.yaml", deal("A"), "2026-11-01")
    (tmp_path / "short").symlink_to(scratch.root / "deals")
    repository = open_repository(tmp_path / "short")
    assert len(repository.file_versions(tmp_path / "short" / "a.yaml")) == 1


def test_no_repository(tmp_path: Path) -> None:
    with pytest.raises(NotARepository, match="is not inside a git repository"):
        open_repository(tmp_path)


def test_path_of_another_place(scratch: Scratch, tmp_path: Path) -> None:
    scratch.save("a.yaml", deal("A"), "2026-11-01")
    with pytest.raises(NotARepository, match="lies outside the git repository"):
        open_repository(scratch.root).file_versions(tmp_path / "other.yaml")


def test_bare_repository_and_git_folder_have_no_work_tree(scratch: Scratch, tmp_path: Path) -> None:
    scratch.save("a.yaml", deal("A"), "2026-11-01")
    scratch.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare.git"))
    for folder in (tmp_path / "bare.git", scratch.root / ".git"):
        with pytest.raises(NotARepository, match="without a work tree"):
            open_repository(folder)


def test_work_tree_elsewhere(scratch: Scratch, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    scratch.git("config", "core.worktree", str(tmp_path / "elsewhere"))
    with pytest.raises(NotARepository, match="work tree"):
        open_repository(scratch.root)


def test_linked_worktree_even_of_a_bare_repository(scratch: Scratch, tmp_path: Path) -> None:
    scratch.save("deals/a.yaml", deal("A"), "2026-11-01")
    scratch.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare.git"))
    for main, tree in ((scratch.root, tmp_path / "linked"), (tmp_path / "bare.git", tmp_path / "second")):
        Scratch(main, scratch.home).git("worktree", "add", "--quiet", "-b", tree.name, str(tree))
        linked = Scratch(tree, scratch.home)
        linked.save("deals/a.yaml", deal("A", "more: there\n"), "2026-11-10")
        repository = open_repository(tree / "deals")
        assert repository.root == tree.resolve()
        assert len(repository.file_versions(tree / "deals/a.yaml")) == 2
        assert repository.resolve(tree.name, TODAY).date == date(2026, 11, 10)


def test_submodule_is_its_own_repository(scratch: Scratch, tmp_path: Path) -> None:
    inner = new_scratch(tmp_path / "inner", scratch.home)
    inner.save("a.yaml", deal("A"), "2026-10-01")
    scratch.git("submodule", "--quiet", "add", str(inner.root), "team")
    scratch.commit("2026-11-01", "the team's deals")
    repository = open_repository(scratch.root / "team" / "a.yaml")
    assert repository.root == (scratch.root / "team").resolve()
    assert repository.resolve("HEAD", TODAY).date == date(2026, 10, 1)
    outer = open_repository(scratch.root)
    assert list(outer.read_folder(outer.resolve("HEAD", TODAY), scratch.root)) == []


def test_sha256_repository(tmp_path: Path) -> None:
    scratch = new_scratch(tmp_path / "long", tmp_path / "home", "--object-format=sha256")
    first = scratch.save("a.yaml", deal("A"), "2026-11-01")
    scratch.save("b.yaml", deal("B"), "2026-11-02")
    repository = open_repository(scratch.root)
    revision = repository.resolve("HEAD~1", TODAY)
    assert revision.id == first
    assert [change.path for change in repository.changed_since(revision)] == [Path("b.yaml")]


@needs_root
def test_repository_of_somebody_else(scratch: Scratch) -> None:
    scratch.save("deals/a.yaml", deal("A"), "2026-11-01")
    for path in (scratch.root, scratch.root / ".git"):
        os.chown(path, 4242, 4242)
    with pytest.raises(ForeignRepository, match="belongs to another user") as caught:
        open_repository(scratch.root / "deals")
    assert f"git config --global --add safe.directory {scratch.root}" in str(caught.value)
    (scratch.home / ".gitconfig").write_text(f'[safe]\n\tdirectory = "{scratch.root}"\n')
    assert open_repository(scratch.root / "deals").root == scratch.root.resolve()


def test_broken_settings_are_told_in_gits_words(scratch: Scratch) -> None:
    (scratch.root / ".git/config").write_text("[core\n")
    with pytest.raises(HistoryError, match="bad config line 1"):
        open_repository(scratch.root)


def test_no_git_program(scratch: Scratch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(scratch.home))
    with pytest.raises(GitMissing, match="install git"):
        open_repository(scratch.root)


def test_environment_of_a_hook_does_not_mislead(
    scratch: Scratch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch.save("a.yaml", deal("A"), "2026-11-01")
    other = new_scratch(tmp_path / "other", scratch.home)
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.root))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "no-index"))
    repository = open_repository(scratch.root)
    assert repository.root == scratch.root.resolve()
    assert repository.changed_since(repository.resolve("HEAD", TODAY)) == []


def test_import_is_light() -> None:
    code = (
        "import sys, dealcoach.history; "
        "print(sorted({'dateparser', 'difflib', 'hashlib', 'tempfile'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
