"""What differs between the work tree and a revision."""

from datetime import date
from pathlib import Path

import pytest

from dealcoach.history import Change, NotARepository, Repository, Revision, ShallowClone, open_repository

from .scratch import Scratch, deal, new_scratch

TODAY = date(2026, 11, 21)


def opened(scratch: Scratch, spec: str = "HEAD") -> tuple[Repository, Revision]:
    repository = open_repository(scratch.root)
    return repository, repository.resolve(spec, TODAY)


def told(changes: list[Change]) -> list[str]:
    return [
        f"{change.kind} {change.was.as_posix()} -> {change.path.as_posix()}"
        if change.was
        else f"{change.kind} {change.path.as_posix()}"
        for change in changes
    ]


@pytest.fixture
def three(scratch: Scratch) -> Scratch:
    for name in "abc":
        scratch.write(f"deals/{name}.yaml", deal(name.upper()))
    scratch.write("notes.txt", "not a deal")
    scratch.write("deals/dealcoach.yaml", "currency: EUR\n")
    scratch.write("deals/.drafts/d.yaml", deal("D"))
    scratch.commit("2026-11-01")
    return scratch


def test_nothing_changed(three: Scratch) -> None:
    repository, head = opened(three)
    assert repository.changed_since(head) == []


def test_touched_but_not_changed(three: Scratch) -> None:
    (three.root / "deals/a.yaml").touch()
    repository, head = opened(three)
    assert repository.changed_since(head) == []


def test_committed_staged_edited_and_untracked(three: Scratch) -> None:
    three.save("deals/a.yaml", deal("A", "x: 1\n"), "2026-11-02")
    three.write("deals/b.yaml", deal("B", "x: 1\n"))
    three.git("add", "deals/b.yaml")
    three.write("deals/c.yaml", deal("C", "x: 1\n"))
    three.write("deals/new.yml", "deal: something else altogether\n")
    repository, past = opened(three, "HEAD~1")
    assert told(repository.changed_since(past)) == [
        "modified deals/a.yaml",
        "modified deals/b.yaml",
        "modified deals/c.yaml",
        "added deals/new.yml",
    ]


def test_committed_and_taken_back_is_no_change(three: Scratch) -> None:
    three.save("deals/a.yaml", deal("A", "x: 1\n"), "2026-11-02")
    three.write("deals/a.yaml", deal("A"))
    repository, past = opened(three, "HEAD~1")
    assert repository.changed_since(past) == []


@pytest.mark.parametrize("staged", [True, False])
def test_deleted(three: Scratch, staged: bool) -> None:
    (three.root / "deals/b.yaml").unlink()
    if staged:
        three.git("add", "--all")
    repository, head = opened(three)
    assert told(repository.changed_since(head)) == ["deleted deals/b.yaml"]


@pytest.mark.parametrize("staged", [True, False])
@pytest.mark.parametrize("extra", ["", "x: 1\n"])
def test_renamed(three: Scratch, staged: bool, extra: str) -> None:
    (three.root / "deals/b.yaml").unlink()
    three.write("emea/south.yaml", deal("B", extra))
    if staged:
        three.git("add", "--all")
    repository, head = opened(three)
    whole = ["renamed deals/b.yaml -> emea/south.yaml"]
    assert told(repository.changed_since(head)) == whole
    assert told(repository.changed_since(head, [three.root / "emea"])) == whole
    assert told(repository.changed_since(head, [three.root / "deals"])) == whole


def test_moved_folder_pairs_by_name(three: Scratch) -> None:
    (three.root / "deals").rename(three.root / "pipeline")
    for name in "abc":
        three.write(f"pipeline/{name}.yaml", deal(name.upper(), "x: 1\n"))
    repository, head = opened(three)
    assert told(repository.changed_since(head)) == [
        f"renamed deals/{name}.yaml -> pipeline/{name}.yaml" for name in "abc"
    ]


def test_another_deal_is_not_a_rename(three: Scratch) -> None:
    (three.root / "deals/b.yaml").unlink()
    three.write("deals/z.yaml", "deal: quite another\naccount: Globex\n")
    repository, head = opened(three)
    assert told(repository.changed_since(head)) == ["deleted deals/b.yaml", "added deals/z.yaml"]


def test_ignored_hidden_and_other_files_are_left_out(three: Scratch) -> None:
    three.write(".gitignore", "scratch/\n*.tmp.yaml\n")
    for path in ("scratch/s.yaml", "deals/x.tmp.yaml", "deals/.drafts/e.yaml", "deals/readme.md"):
        three.write(path, "deal: x\n")
    three.write("deals/.drafts/d.yaml", "changed: yes\n")
    three.write("deals/dealcoach.yaml", "currency: USD\n")
    repository, head = opened(three)
    assert repository.changed_since(head, [three.root / "deals"]) == []
    assert told(repository.changed_since(head, [three.root / "deals/.drafts"])) == [
        "modified deals/.drafts/d.yaml",
        "added deals/.drafts/e.yaml",
    ]


def test_only_what_is_asked_for(three: Scratch) -> None:
    for path in ("deals/a.yaml", "deals/b.yaml", "deals-old/a.yaml"):
        three.write(path, "deal: another\n")
    repository, head = opened(three)
    assert told(repository.changed_since(head, [three.root / "deals/b.yaml"])) == ["modified deals/b.yaml"]
    assert told(repository.changed_since(head, [three.root / "deals-old"])) == ["added deals-old/a.yaml"]


@pytest.mark.parametrize("attributes", ["* text=auto eol=crlf\n", "*.yaml text eol=crlf\n"])
def test_line_ends_of_a_checkout_are_no_change(three: Scratch, attributes: str) -> None:
    three.save(".gitattributes", attributes, "2026-11-02")
    three.write("deals/a.yaml", deal("A").replace("\n", "\r\n"))
    three.write("deals/b.yaml", deal("B", "x: 1\n").replace("\n", "\r\n"))
    repository, head = opened(three)
    assert told(repository.changed_since(head)) == ["modified deals/b.yaml"]


def test_binary_content(three: Scratch) -> None:
    three.save("deals/odd.yaml", b"\0\xff\r\n\x80", "2026-11-02")
    repository, head = opened(three)
    assert repository.changed_since(head) == []
    three.write("deals/odd.yaml", b"\0\xff\r\n\x81")
    assert told(repository.changed_since(head)) == ["modified deals/odd.yaml"]


@pytest.mark.parametrize("last", [b"x", b"y"])
def test_file_over_the_limit(three: Scratch, last: bytes) -> None:
    three.save("deals/huge.yaml", b"x" * (3 << 20) + b"x", "2026-11-02")
    three.write("deals/huge.yaml", b"x" * (3 << 20) + last)
    repository, head = opened(three)
    assert told(repository.changed_since(head)) == ([] if last == b"x" else ["modified deals/huge.yaml"])


def test_file_that_cannot_be_read_counts_as_changed(three: Scratch, monkeypatch: pytest.MonkeyPatch) -> None:
    repository, head = opened(three)
    genuine = Path.read_bytes

    def denied(path: Path) -> bytes:
        if path.name == "b.yaml":
            raise PermissionError(13, "Permission denied")
        return genuine(path)

    monkeypatch.setattr(Path, "read_bytes", denied)
    assert told(repository.changed_since(head)) == ["modified deals/b.yaml"]


ODD_NAMES = [
    "with space.yaml",
    'quo"te.yaml',
    "new\nline.yaml",
    "tab\there.yaml",
    "-dash.yaml",
    ":(glob)x.yaml",
    "ü.yaml",
]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_names(scratch: Scratch, name: str) -> None:
    scratch.save(f"deals/{name}", deal("A"), "2026-11-01")
    scratch.save(f"deals/{name}", deal("A", "x: 1\n"), "2026-11-02")
    repository, past = opened(scratch, "HEAD~1")
    assert repository.changed_since(past) == [Change(Path("deals", name), "modified")]
    assert [one.path for one in repository.read_folder(past, scratch.root)] == [Path("deals", name)]
    for narrow in (True, False):
        paths = [scratch.root / "deals" / name]
        paths += [] if narrow else [scratch.root / f"none{number}.yaml" for number in range(40)]
        assert len(repository.histories(paths)[paths[0]]) == 2


def test_name_that_is_not_utf8(scratch: Scratch) -> None:
    name = b"caf\xe9.yaml".decode("utf-8", "surrogateescape")
    try:
        scratch.save(name, deal("A"), "2026-11-01")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    scratch.write(name, deal("A", "x: 1\n"))
    repository, head = opened(scratch)
    assert repository.changed_since(head) == [Change(Path(name), "modified")]
    assert len(repository.file_versions(scratch.root / name)) == 1


def test_links_compare_by_where_they_lead(scratch: Scratch) -> None:
    scratch.write("deals/a.yaml", deal("A"))
    (scratch.root / "deals/link.yaml").symlink_to("a.yaml")
    scratch.commit("2026-11-01")
    repository, head = opened(scratch)
    assert repository.changed_since(head) == []
    (scratch.root / "deals/link.yaml").unlink()
    (scratch.root / "deals/link.yaml").symlink_to("b.yaml")
    assert told(repository.changed_since(head)) == ["modified deals/link.yaml"]
    (scratch.root / "deals/link.yaml").unlink()
    scratch.write("deals/link.yaml", deal("A"))
    assert told(repository.changed_since(head)) == ["modified deals/link.yaml"]


def test_sparse_checkout_deletes_nothing(three: Scratch) -> None:
    three.save("other/o.yaml", deal("O"), "2026-11-02")
    three.git("sparse-checkout", "set", "deals")
    assert not (three.root / "other/o.yaml").exists()
    three.write("deals/a.yaml", deal("A", "x: 1\n"))
    repository, head = opened(three)
    assert told(repository.changed_since(head)) == ["modified deals/a.yaml"]
    assert [one.path.as_posix() for one in repository.read_folder(head, three.root)] == [
        f"deals/{name}.yaml" for name in "abc"
    ]


def test_conflict_in_progress(three: Scratch) -> None:
    three.git("checkout", "--quiet", "-b", "side")
    three.save("deals/a.yaml", "deal: side\n", "2026-11-02")
    three.git("checkout", "--quiet", "main")
    three.save("deals/a.yaml", "deal: main\n", "2026-11-03")
    with pytest.raises(AssertionError):
        three.merge("side", "2026-11-04")
    repository, head = opened(three)
    assert told(repository.changed_since(head)) == ["modified deals/a.yaml"]


def test_index_is_neither_written_nor_locked(three: Scratch) -> None:
    (three.root / "deals/a.yaml").touch()
    repository, head = opened(three)
    lock = three.root / ".git/index.lock"
    lock.touch()
    before = {path: path.stat().st_mtime_ns for path in (three.root / ".git").rglob("*")}
    three_files = list(repository.read_folder(head, three.root))
    assert len(three_files) == 3
    assert repository.changed_since(head) == []
    assert repository.histories([three.root / "deals/a.yaml"])
    assert {path: path.stat().st_mtime_ns for path in (three.root / ".git").rglob("*")} == before


def test_nothing_of_the_repository_is_run(three: Scratch, tmp_path: Path) -> None:
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\ncat\n")
    trap.chmod(0o755)
    three.save(".gitattributes", "*.yaml filter=trap diff=trap\n", "2026-11-02")
    for key in (
        *("core.fsmonitor", "diff.external", "diff.trap.command", "diff.trap.textconv", "core.pager"),
        *("filter.trap.clean", "filter.trap.smudge", "filter.trap.process", "gpg.program", "core.sshCommand"),
        *("core.alternateRefsCommand", "alias.rev-list", "pager.rev-list", "core.editor"),
    ):
        three.git("config", key, str(trap))
    three.git("config", "log.showSignature", "true")
    three.git("config", "submodule.recurse", "true")
    hooks = three.root / ".git/hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("post-index-change", "fsmonitor-watchman", "reference-transaction"):
        (hooks / name).write_text(trap.read_text())
        (hooks / name).chmod(0o755)
    (tmp_path / "sprung").unlink(missing_ok=True)
    three.write("deals/a.yaml", deal("A", "x: 1\n"))
    (three.root / "deals/b.yaml").rename(three.root / "deals/z.yaml")
    repository, head = opened(three)
    assert told(repository.changed_since(head)) == [
        "modified deals/a.yaml",
        "renamed deals/b.yaml -> deals/z.yaml",
    ]
    assert len(list(repository.read_folder(head, three.root))) == 3
    histories = repository.histories([three.root / "deals/a.yaml", three.root / "deals/z.yaml"])
    versions = [version for found in histories.values() for version in found]
    assert versions and all(data for _, data in repository.read_all(versions))
    assert not (tmp_path / "sprung").exists()


def test_embedded_bare_repository_is_not_believed(scratch: Scratch, tmp_path: Path) -> None:
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\n")
    trap.chmod(0o755)
    hidden = new_scratch(scratch.root / "deals/hidden", scratch.home, "--bare")
    hidden.git("config", "core.fsmonitor", str(trap))
    hidden.git("config", "core.bare", "false")
    hidden.git("config", "core.worktree", "..")
    with pytest.raises(NotARepository, match="work tree"):
        open_repository(hidden.root)
    assert not (tmp_path / "sprung").exists()


def test_partial_clone_fetches_nothing(three: Scratch, tmp_path: Path) -> None:
    three.save("deals/a.yaml", deal("A", "x: 1\n"), "2026-11-02")
    three.git("config", "uploadpack.allowFilter", "true")
    three.git("clone", "--quiet", "--filter=blob:none", three.root.as_uri(), str(tmp_path / "part"))
    part = Scratch(tmp_path / "part", three.home)
    part.git("config", "remote.origin.url", f"ext::touch {tmp_path}/sprung")
    part.git("config", "protocol.ext.allow", "always")
    repository, past = opened(part, "HEAD~1")
    assert told(repository.changed_since(past)) == ["modified deals/a.yaml"]
    with pytest.raises(ShallowClone, match="--filter"):
        list(repository.read_folder(past, part.root))
    assert not (tmp_path / "sprung").exists()
