"""What a folder held at a revision."""

from datetime import date
from pathlib import Path

import pytest

from dealcoach.history import HistoryError, PastFile, Revision, open_repository
from dealcoach.reading.searching import find_sources

from .scratch import Scratch, deal

TODAY = date(2026, 11, 21)


def read(scratch: Scratch, folder: str, spec: str = "HEAD") -> list[PastFile]:
    repository = open_repository(scratch.root)
    return list(repository.read_folder(repository.resolve(spec, TODAY), scratch.root / folder))


def told(files: list[PastFile]) -> list[tuple[str, str]]:
    return [(file.was.as_posix(), file.path.as_posix()) for file in files]


def test_sorted_deal_files_with_their_bytes(scratch: Scratch) -> None:
    for path in (
        "deals/b.yml",
        "deals/a.yaml",
        "deals/sub/c.yaml",
        "deals.yaml",
        "other/d.yaml",
        "deals/x.txt",
    ):
        scratch.write(path, path)
    for path in ("deals/dealcoach.yaml", "deals/.hidden/e.yaml", "deals/.e.yaml"):
        scratch.write(path, path)
    scratch.commit("2026-11-01")
    for path in ("deals/a.yaml", "deals/b.yml"):
        scratch.write(path, "today's")
    files = read(scratch, "deals")
    assert [file.path.as_posix() for file in files] == ["deals/a.yaml", "deals/b.yml", "deals/sub/c.yaml"]
    assert [file.data.decode() for file in files] == ["deals/a.yaml", "deals/b.yml", "deals/sub/c.yaml"]
    assert files[0].id == scratch.git("rev-parse", "HEAD:deals/a.yaml")
    assert [file.path.as_posix() for file in read(scratch, "deals/a.yaml")] == ["deals/a.yaml"]


def test_found_as_the_search_of_today_finds_them(scratch: Scratch) -> None:
    paths = ["a/b.yaml", "a-b.yaml", "a.yaml", "B.YAML", "c/x.Yml", "c/dealcoach.yaml", ".d/e.yaml"]
    for path in paths:
        scratch.write(path, deal(path))
    scratch.commit("2026-11-01")
    today = [Path(source.path).relative_to(scratch.root) for source in find_sources([str(scratch.root)])]
    assert [file.path for file in read(scratch, "")] == today
    repository = open_repository(scratch.root)
    assert all(repository.histories([scratch.root / path for path in today]).values())
    for found in today:
        scratch.write(found.as_posix(), "deal: changed\n")
    assert [one.path for one in repository.changed_since(repository.resolve("HEAD", TODAY))] == today


def test_the_past_is_not_the_work_tree(scratch: Scratch) -> None:
    scratch.save("deals/a.yaml", deal("A"), "2026-11-01")
    scratch.write("deals/b.yaml", "deal: new\n")
    assert told(read(scratch, "deals")) == [("deals/a.yaml", "deals/a.yaml")]


def test_renamed_files_come_under_todays_path(scratch: Scratch) -> None:
    scratch.write("old/a.yaml", deal("A"))
    scratch.write("old/b.yaml", deal("B"))
    scratch.commit("2026-11-01")
    scratch.git("mv", "old/a.yaml", "moved.yaml")
    scratch.commit("2026-11-02")
    (scratch.root / "deals").mkdir()
    (scratch.root / "moved.yaml").rename(scratch.root / "deals/z.yaml")
    scratch.write("deals/z.yaml", deal("A", "x: 1\n"))
    assert told(read(scratch, "deals", "HEAD~1")) == [("old/a.yaml", "deals/z.yaml")]
    assert told(read(scratch, "old", "HEAD~1")) == [
        ("old/a.yaml", "deals/z.yaml"),
        ("old/b.yaml", "old/b.yaml"),
    ]


def test_deleted_files_are_still_in_the_past(scratch: Scratch) -> None:
    scratch.save("deals/a.yaml", deal("A"), "2026-11-01")
    (scratch.root / "deals/a.yaml").unlink()
    scratch.commit("2026-11-02")
    assert told(read(scratch, "deals", "HEAD~1")) == [("deals/a.yaml", "deals/a.yaml")]
    assert read(scratch, "deals") == []


def test_links_are_followed_inside_the_repository(scratch: Scratch) -> None:
    scratch.write("store/a.yaml", deal("A"))
    (scratch.root / "deals").mkdir()
    for name, target in {
        "one.yaml": "../store/a.yaml",
        "two.yaml": "one.yaml",
        "out.yaml": "/etc/passwd",
        "up.yaml": "../../x.yaml",
        "loop.yaml": "loop.yaml",
        "none.yaml": "gone.yaml",
    }.items():
        (scratch.root / "deals" / name).symlink_to(target)
    scratch.commit("2026-11-01")
    files = read(scratch, "deals")
    assert [(file.path.name, file.data.decode()) for file in files] == [
        ("one.yaml", deal("A")),
        ("two.yaml", deal("A")),
    ]


def test_bytes_are_those_of_the_repository(scratch: Scratch) -> None:
    scratch.write(".gitattributes", "*.yaml text eol=crlf\n")
    scratch.write("win.yaml", "deal: A\r\nstage: b\r\n")
    scratch.write("odd.yml", b"\xff\x00\xfe\n\n")
    scratch.write("empty.yml", b"")
    scratch.commit("2026-11-01")
    assert [file.data for file in read(scratch, "")] == [b"", b"\xff\x00\xfe\n\n", b"deal: A\nstage: b\n"]


def test_a_huge_file_is_cut_and_the_next_is_whole(scratch: Scratch) -> None:
    scratch.write("a.yaml", b"x" * (3 << 20))
    scratch.write("b.yaml", deal("B"))
    scratch.commit("2026-11-01")
    huge, whole = read(scratch, "")
    assert len(huge.data) == (1 << 20) + 1
    assert whole.data.decode() == deal("B")


def test_many_files_and_an_abandoned_reading(scratch: Scratch) -> None:
    for number in range(300):
        scratch.write(f"deals/{number:03}.yaml", f"deal: number {number}\n" * 40)
    scratch.commit("2026-11-01")
    files = read(scratch, "deals")
    assert [file.data.decode() for file in files] == [
        f"deal: number {number}\n" * 40 for number in range(300)
    ]
    repository = open_repository(scratch.root)
    reading = repository.read_folder(repository.resolve("HEAD", TODAY), scratch.root)
    assert next(reading).path == Path("deals/000.yaml")
    del reading


def test_damaged_repository_is_an_error(scratch: Scratch) -> None:
    scratch.save("a.yaml", deal("A"), "2026-11-01")
    blob = scratch.git("rev-parse", "HEAD:a.yaml")
    target = scratch.root / ".git/objects" / blob[:2] / blob[2:]
    target.chmod(0o644)
    target.write_bytes(b"no object at all")
    with pytest.raises(HistoryError, match=r"git fsck|could not read"):
        read(scratch, "")


def test_made_up_revision_is_an_error(scratch: Scratch) -> None:
    scratch.save("a.yaml", deal("A"), "2026-11-01")
    with pytest.raises(HistoryError):
        list(open_repository(scratch.root).read_folder(Revision("--help", TODAY, ""), scratch.root))
