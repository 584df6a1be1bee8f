"""The states that files went through, with the days and people behind them."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealcoach.history import Version, open_repository

from .scratch import Scratch, deal, new_scratch

TODAY = date(2026, 11, 21)


def versions(scratch: Scratch, path: str) -> list[Version]:
    return open_repository(scratch.root).file_versions(scratch.root / path)


def summaries(scratch: Scratch, path: str) -> list[str]:
    """The causes, told alike by the walk for one file and by the walk for everything."""
    narrow = versions(scratch, path)
    many = [scratch.root / path, *(scratch.root / f"nothing{number}.yaml" for number in range(40))]
    assert open_repository(scratch.root).histories(many)[many[0]] == narrow
    return [version.summary for version in narrow]


def test_states_with_day_author_and_bytes(scratch: Scratch) -> None:
    scratch.save("a.yaml", deal("A"), "2026-10-01", "new deal", "Ana")
    scratch.save("b.yaml", deal("B"), "2026-10-02", "another")
    last = scratch.save("a.yaml", deal("A", "x: 1\n"), "2026-10-03", "pushed the date\n\nlong story", "Tom")
    repository = open_repository(scratch.root)
    found = repository.file_versions(scratch.root / "a.yaml")
    assert [(one.date, one.author, one.summary) for one in found] == [
        (date(2026, 10, 1), "Ana", "new deal"),
        (date(2026, 10, 3), "Tom", "pushed the date"),
    ]
    assert found[-1].id == last
    assert not found[0].cut
    assert [data.decode() for _, data in repository.read_all(found)] == [deal("A"), deal("A", "x: 1\n")]


def test_only_changes_of_bytes_count(scratch: Scratch) -> None:
    scratch.save("a.yaml", deal("A"), "2026-10-01", "new")
    (scratch.root / "a.yaml").chmod(0o755)
    scratch.commit("2026-10-02", "mode")
    scratch.git("mv", "a.yaml", "b.yaml")
    scratch.commit("2026-10-03", "renamed only")
    assert summaries(scratch, "b.yaml") == ["new"]


def test_renames_are_followed(scratch: Scratch) -> None:
    scratch.save("old/a.yaml", deal("A"), "2026-10-01", "first")
    scratch.git("mv", "old/a.yaml", "b.yaml")
    scratch.save("b.yaml", deal("A", "x: 1\n"), "2026-10-02", "renamed and changed")
    scratch.save("b.yaml", deal("A", "x: 2\n"), "2026-10-03", "second")
    scratch.git("mv", "b.yaml", "c.yml")
    scratch.commit("2026-10-04", "renamed again")
    assert summaries(scratch, "c.yml") == ["first", "renamed and changed", "second"]
    assert [one.path for one in versions(scratch, "c.yml")] == ["old/a.yaml", "b.yaml", "b.yaml"]
    (scratch.root / "c.yml").rename(scratch.root / "today.yaml")
    assert summaries(scratch, "today.yaml") == ["first", "renamed and changed", "second"]


def test_names_swapped_in_one_commit(scratch: Scratch) -> None:
    scratch.write("a.yaml", deal("A"))
    scratch.write("b.yaml", deal("B").replace("what is known", "and something else"))
    scratch.commit("2026-10-01", "first")
    scratch.save("a.yaml", deal("A", "x: 1\n"), "2026-10-02", "only a")
    for before, after in (("a", "t"), ("b", "a"), ("t", "b")):
        scratch.git("mv", f"{before}.yaml", f"{after}.yaml")
    scratch.commit("2026-10-03", "swapped")
    repository = open_repository(scratch.root)
    paths = [scratch.root / name for name in ("a.yaml", "b.yaml")]
    latest = repository.read_all(repository.file_versions(path)[-1] for path in paths)
    assert [data for _, data in latest] == [path.read_bytes() for path in paths]


def test_deleted_and_back(scratch: Scratch) -> None:
    scratch.save("a.yaml", deal("A"), "2026-10-01", "new")
    (scratch.root / "a.yaml").unlink()
    scratch.commit("2026-10-02", "gone")
    assert summaries(scratch, "a.yaml") == ["new"]
    scratch.save("a.yaml", deal("A", "x: 1\n"), "2026-10-03", "back")
    assert summaries(scratch, "a.yaml") == ["new", "back"]


def test_moved_today_to_the_name_of_a_file_long_gone(scratch: Scratch) -> None:
    scratch.save("a.yaml", deal("A"), "2026-10-01", "born")
    scratch.git("rm", "--quiet", "a.yaml")
    scratch.save("b.yaml", "deal: of somebody else\n" + "b: 1\n" * 20, "2026-10-02", "another")
    (scratch.root / "b.yaml").rename(scratch.root / "a.yaml")
    assert summaries(scratch, "a.yaml") == ["another"]


def test_link_is_no_version(scratch: Scratch) -> None:
    scratch.save("a.yaml", deal("A"), "2026-10-01", "file")
    (scratch.root / "a.yaml").unlink()
    (scratch.root / "a.yaml").symlink_to("b.yaml")
    scratch.commit("2026-10-02", "link")
    (scratch.root / "a.yaml").unlink()
    scratch.save("a.yaml", deal("A", "x: 1\n"), "2026-10-03", "file again")
    assert summaries(scratch, "a.yaml") == ["file", "file again"]


def test_a_link_has_the_past_of_its_file(scratch: Scratch) -> None:
    scratch.save("store/a.yaml", deal("A"), "2026-10-01", "file")
    (scratch.root / "a.yaml").symlink_to("store/a.yaml")
    (scratch.root / "out.yaml").symlink_to("/etc/passwd")
    scratch.commit("2026-10-02", "links")
    assert summaries(scratch, "a.yaml") == ["file"]
    assert summaries(scratch, "out.yaml") == []


def test_unknown_untracked_and_empty(scratch: Scratch) -> None:
    assert versions(scratch, "a.yaml") == []
    scratch.save("a.yaml", deal("A"), "2026-10-01")
    scratch.write("new.yaml", "deal: new\n")
    assert versions(scratch, "new.yaml") == []
    assert versions(scratch, "none.yaml") == []
    (scratch.root / "a.yaml").unlink()
    assert versions(scratch, "new.yaml") == []
    assert open_repository(scratch.root).histories([]) == {}


def branch(scratch: Scratch, name: str = "side") -> None:
    scratch.git("checkout", "--quiet", "-b", name)


def back(scratch: Scratch) -> None:
    scratch.git("checkout", "--quiet", "main")


def test_merge_is_told_by_its_branch(scratch: Scratch) -> None:
    scratch.save("a.yaml", deal("A"), "2026-10-01", "base")
    branch(scratch)
    scratch.save("a.yaml", deal("A", "x: 1\n"), "2026-10-02", "side one", "Ana")
    scratch.save("a.yaml", deal("A", "x: 2\n"), "2026-10-03", "side two", "Tom")
    back(scratch)
    scratch.save("b.yaml", deal("B"), "2026-10-04", "elsewhere")
    scratch.merge("side", "2026-10-05")
    assert summaries(scratch, "a.yaml") == ["base", "side one", "side two"]
    assert [one.author for one in versions(scratch, "a.yaml")] == ["Dana Reyes", "Ana", "Tom"]


def test_new_and_renamed_files_of_a_branch(scratch: Scratch) -> None:
    scratch.save("a.yaml", deal("A"), "2026-10-01", "base")
    branch(scratch)
    scratch.save("n.yaml", "deal: new\n" * 9, "2026-10-02", "new on side")
    scratch.git("mv", "a.yaml", "z.yaml")
    scratch.commit("2026-10-03", "renamed on side")
    scratch.save("z.yaml", deal("A", "x: 1\n"), "2026-10-04", "changed on side")
    back(scratch)
    scratch.save("b.yaml", deal("B"), "2026-10-05", "elsewhere")
    scratch.merge("side", "2026-10-06")
    assert summaries(scratch, "n.yaml") == ["new on side"]
    assert summaries(scratch, "z.yaml") == ["base", "changed on side"]


def test_both_sides_changed_so_the_merge_stands_for_itself(scratch: Scratch) -> None:
    """The branch's own state never held on the main line: telling it would invent a change."""
    scratch.save("a.yaml", "close_date: 1\n" + deal("A"), "2026-10-01", "base")
    branch(scratch)
    scratch.save("a.yaml", "close_date: 1\n" + deal("A", "x: 1\n"), "2026-10-02", "side")
    back(scratch)
    scratch.save("a.yaml", "close_date: 2\n" + deal("A"), "2026-10-03", "main")
    scratch.merge("side", "2026-10-04")
    assert summaries(scratch, "a.yaml") == ["base", "main", "Merge side"]


def test_file_that_the_merge_itself_brought(scratch: Scratch) -> None:
    scratch.save("a.yaml", deal("A"), "2026-10-01", "base")
    branch(scratch)
    scratch.save("b.yaml", deal("B"), "2026-10-02", "side")
    back(scratch)
    scratch.save("c.yaml", "other: c\n" * 9, "2026-10-03", "main")
    scratch.git("merge", "--quiet", "--no-ff", "--no-commit", "side")
    scratch.git("rm", "--quiet", "--force", "c.yaml")
    scratch.write("d.yaml", "other: c\n" * 9)
    scratch.write("new.yaml", "deal: new\n" * 9)
    scratch.commit("2026-10-04", "merged by hand")
    assert summaries(scratch, "new.yaml") == ["merged by hand"]
    assert summaries(scratch, "d.yaml") == ["main"]


def test_branch_of_a_branch(scratch: Scratch) -> None:
    scratch.save("a.yaml", deal("A"), "2026-10-01", "base")
    branch(scratch, "outer")
    scratch.save("b.yaml", deal("B"), "2026-10-02", "on outer")
    branch(scratch, "inner")
    scratch.save("a.yaml", deal("A", "x: 1\n"), "2026-10-03", "on inner", "Ana")
    scratch.git("checkout", "--quiet", "outer")
    scratch.save("b.yaml", deal("B", "x: 1\n"), "2026-10-04", "on outer again")
    scratch.merge("inner", "2026-10-05")
    back(scratch)
    scratch.merge("outer", "2026-10-06")
    assert summaries(scratch, "a.yaml") == ["base", "on inner"]


def test_histories_joined_without_a_common_root(scratch: Scratch) -> None:
    scratch.save("a.yaml", deal("A"), "2026-10-01", "base")
    scratch.git("checkout", "--quiet", "--orphan", "side")
    scratch.git("rm", "-rfq", ".")
    scratch.save("b.yaml", deal("B"), "2026-10-02", "orphan")
    back(scratch)
    scratch.merge("side", "2026-10-03", "--allow-unrelated-histories")
    assert summaries(scratch, "b.yaml") == ["orphan"]


def test_shallow_clone_marks_where_it_was_cut(scratch: Scratch, tmp_path: Path) -> None:
    for number in range(4):
        scratch.save("a.yaml", deal("A", f"n: {number}\n"), f"2026-10-0{number + 1}", f"v{number}")
    scratch.git("clone", "--quiet", "--depth=2", scratch.root.as_uri(), str(tmp_path / "shallow"))
    shallow = Scratch(tmp_path / "shallow", scratch.home)
    shallow.git("worktree", "add", "--quiet", str(tmp_path / "linked"))
    for root in (shallow.root, tmp_path / "linked"):
        found = versions(Scratch(root, scratch.home), "a.yaml")
        assert [(one.summary, one.cut) for one in found] == [("v2", True), ("v3", False)]


def test_mailmap_gives_the_name(scratch: Scratch) -> None:
    scratch.save("a.yaml", deal("A"), "2026-10-01", author="dreyes")
    scratch.save(".mailmap", "Dana R. <someone@example.com>\n", "2026-10-02")
    assert [one.author for one in versions(scratch, "a.yaml")] == ["Dana R."]


def test_dates_that_no_calendar_has(scratch: Scratch) -> None:
    scratch.save("a.yaml", deal("A"), "2026-10-01")
    body = scratch.git("cat-file", "commit", "HEAD")
    head, _, rest = body.partition("committer ")
    for stamp, day in (
        ("99999999999999999 +0000", date.max),
        ("0 +9999", date(1970, 1, 1)),
        ("1 -0000", date(1970, 1, 1)),
    ):
        line, _, tail = rest.partition("\n")
        name = line.rsplit(" ", 2)[0]
        raw = f"{head}committer {name} {stamp}\n{tail}\n"
        commit = scratch.git("hash-object", "-t", "commit", "-w", "--literally", "--stdin", feed=raw.encode())
        scratch.git("reset", "--quiet", "--soft", commit)
        assert open_repository(scratch.root).resolve("HEAD", TODAY).date in (day, date(1970, 1, 1))


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_walk_tells_the_same_as_many(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever happened, the last version is what HEAD holds, and both ways of walking agree."""
    base = tmp_path_factory.mktemp("walk")
    (base / "home").mkdir()
    scratch = new_scratch(base / "crm", base / "home")
    names = [f"{letter}.yaml" for letter in "abcd"]
    scratch.save("a.yaml", deal("A"), "2026-01-01", "base")
    for step in range(data.draw(st.integers(2, 8))):
        kind = data.draw(st.sampled_from(["write", "write", "move", "delete", "branch", "merge"]))
        name, other = data.draw(st.permutations(names))[:2]
        here = scratch.root / name
        if kind == "write":
            scratch.write(name, deal(name, f"step: {step}\n"))
        elif kind == "move" and here.exists():
            here.replace(scratch.root / other)
        elif kind == "delete":
            here.unlink(missing_ok=True)
        elif kind == "branch":
            branch(scratch, f"b{step}")
        elif kind == "merge":
            scratch.git("checkout", "--quiet", "-B", "side", "HEAD~0")
            scratch.save(other, deal(other, f"side: {step}\n"), "2026-01-02", f"side {step}")
            scratch.git("checkout", "--quiet", "-")
            scratch.save(name, deal(name, f"meanwhile: {step}\n"), "2026-01-02", f"meanwhile {step}")
            scratch.merge("side", "2026-01-03")
        scratch.commit("2026-01-04", f"step {step}")
    repository = open_repository(scratch.root)
    paths = [scratch.root / name for name in names]
    whole = repository.histories([*paths, *(scratch.root / f"none{number}.yaml" for number in range(40))])
    for path in paths:
        found = repository.file_versions(path)
        assert found == whole[path]
        if path.exists():
            ((_, last),) = repository.read_all(found[-1:])
            assert last == path.read_bytes()
