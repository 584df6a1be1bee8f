"""Folders behind fsspec URLs: the same review as of a local folder, but for the paths."""

from __future__ import annotations

import json
import sys
import zipfile

import pytest
from trial import AS_OF, COMPLETE, HEAD, sample_paths

from dealcoach.__main__ import run
from dealcoach.reading import remote
from dealcoach.reading.config_file import ConfigError
from dealcoach.reading.faults import RemoteError
from dealcoach.reading.folders import shown_file
from dealcoach.reading.searching import find_sources
from dealcoach.reading.urls import folder_of, is_url, joined, relative, upward, without_secret
from dealcoach.review.opening import Recipe, open_parcel, open_recipe, packed
from dealcoach.review.results import REVIEWS
from dealcoach.review.running import run as run_files

fsspec = pytest.importorskip("fsspec", reason="the extra remote is not installed")
DAY = AS_OF.isoformat()


@pytest.fixture
def memory():
    """The memory:// of this process, empty."""
    system = fsspec.filesystem("memory")
    system.store.clear()
    system.pseudo_dirs[:] = [""]
    yield system
    system.store.clear()


@pytest.fixture
def dealcoach(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)

    def called(*arguments):
        monkeypatch.setattr("sys.argv", ["dealcoach", *arguments])
        try:
            code = run()
        except SystemExit as ended:
            code = int(ended.code or 0)
        return (int(code), *capsys.readouterr())

    return called


def fill(folder):
    """A local folder with all that a search has to leave out, and a file that is broken."""
    for path in sample_paths():
        target = folder / ("sub" if path.name < "f" else "") / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    (folder / "broken.yml").write_text("deal: [\n")
    (folder / "empty.yaml").write_bytes(b"")
    (folder / "notes.txt").write_text("no deal")
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "x.yaml").write_text(HEAD)
    (folder / "dealcoach.yaml").write_text(
        'currency: CHF\nexclude: ["sub/c*"]\nper_path: {"sub/a*": [process]}\npacks: []\n'
    )


def copy_to(system, folder, top):
    for path in folder.rglob("*"):
        if path.is_file():
            system.pipe(f"{top}/{path.relative_to(folder).as_posix()}", path.read_bytes())


@pytest.mark.parametrize("command", ["review", "lint"])
@pytest.mark.parametrize("kind", ["memory", "file", "zip"])
def test_a_url_gives_the_bytes_of_the_local_folder_apart_from_paths(
    dealcoach, memory, tmp_path, command, kind
):
    fill(tmp_path / "deals")
    copy_to(memory, tmp_path / "deals", "/team/deals")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for path in (tmp_path / "deals").rglob("*"):
            archive.write(path, path.relative_to(tmp_path).as_posix())
    url, cut = {
        "memory": ("memory://team/deals", ("memory://team/", "")),
        "file": (f"file://{tmp_path}/deals/", (f"file://{tmp_path}/", "")),
        "zip": (f"zip://deals::file://{tmp_path}/all.zip", ("zip://", "")),
    }[kind]
    arguments = ("--as-of", DAY, "--format", "json", "--no-cache", "--jobs", "1")
    here = dealcoach(command, "deals", *arguments)
    there = dealcoach(command, url, *arguments)
    text = there[1].replace(*cut).replace(f"::file://{tmp_path}/all.zip", "")
    assert (there[0], text) == (here[0], here[1])
    assert here[0] == 1
    assert "broken.yml" in here[1]
    assert ".hidden" not in here[1]


def test_a_configuration_is_found_upward_and_its_packs_beside_it(memory, tmp_path):
    pack = (
        "pack: own\ngroup: process\nsource: {title: Ours, author: Us}\n"
        "base: {deal: A, account: B, owner: C, stage: proposal, close_date: 2027-01-20}\n"
        "rules:\n  - id: no-amount\n    severity: low\n    points: 1\n    flag_if: deal.amount == null\n"
        "    at: amount\n    title: No amount\n    message: No amount.\n    why: It counts.\n    ask: [How much?]\n"
        "    do: [Ask.]\n    examples:\n      flagged:\n        - {name: none, deal: {amount: null}}\n"
        "      clear:\n        - {name: some, deal: {amount: 5}}\n"
    )
    memory.pipe("/team/dealcoach.yaml", b"packs: [rules/own.yaml]\n")
    memory.pipe("/team/rules/own.yaml", pack.encode())
    memory.pipe("/team/deals/a.yaml", HEAD.encode())
    opened = open_recipe(Recipe(AS_OF, "memory://team/deals"))
    assert opened.base == "memory://team"
    assert "no-amount" in opened.settings.active
    again = open_parcel(packed(opened))
    assert again.digest == opened.digest
    found = list(run_files(list(find_sources(["memory://team/deals"])), opened, REVIEWS))
    assert "no-amount" in found[0].brief.rules


def test_a_pack_that_is_not_there_and_a_broken_configuration_are_told_with_their_url(dealcoach, memory):
    memory.pipe("/team/dealcoach.yaml", b"packs: [gone.yaml]\n")
    memory.pipe("/team/a.yaml", HEAD.encode())
    code, out, err = dealcoach("lint", "memory://team")
    assert (code, out) == (2, "")
    assert "memory://team/gone.yaml:1:1: error: this rule file cannot be opened" in err
    memory.pipe("/team/dealcoach.yaml", b"currency: EUR\npakcs: []\n")
    with pytest.raises(ConfigError) as refused:
        open_recipe(Recipe(AS_OF, "memory://team"))
    problem = refused.value.problems[0]
    assert (problem.file, problem.line, problem.column) == ("memory://team/dealcoach.yaml", 2, 1)


def test_one_file_behind_a_url_is_shown_as_a_card(dealcoach, memory):
    memory.pipe("/deals/one.yaml", COMPLETE.encode())
    code, out, _ = dealcoach("review", "memory://deals/one.yaml", "--as-of", DAY)
    assert code == 0
    assert "Northwind" in out
    assert "memory://deals/one.yaml" in out


def test_results_of_a_url_are_cached_and_forgotten_when_the_bytes_change(dealcoach, memory):
    memory.pipe("/deals/one.yaml", COMPLETE.encode())
    memory.pipe("/deals/two.yaml", HEAD.encode())
    arguments = ("review", "memory://deals", "--as-of", DAY, "--format", "json")
    first, again = dealcoach(*arguments), dealcoach(*arguments)
    assert first == again
    memory.pipe("/deals/two.yaml", HEAD.replace("Rita Rep", "Otto Other").encode())
    assert json.loads(dealcoach(*arguments)[1])["deals"][1]["owner"] == "Otto Other"


def test_a_url_that_is_not_there_is_a_problem_and_no_more(dealcoach, memory):
    memory.pipe("/deals/one.yaml", COMPLETE.encode())
    code, out, _ = dealcoach(
        "lint", "memory://nowhere", "memory://deals", "--as-of", DAY, "--fail-on", "never"
    )
    assert code == 0
    assert "memory://nowhere:1:1: high unreadable-file cannot be opened: No such file" in out
    assert "memory://deals/one.yaml" in out


def test_a_file_that_vanishes_after_the_search_is_a_problem_of_its_own(memory):
    for name in "abc":
        memory.pipe(f"/deals/{name}.yaml", HEAD.encode())
    sources = list(find_sources(["memory://deals"]))
    memory.rm("/deals/b.yaml")
    found = list(run_files(sources, open_recipe(Recipe(AS_OF, "memory://deals")), REVIEWS))
    assert [row.brief is None for row in found] == [False, True, False]
    assert found[1].problems[0].message == "cannot be opened: No such file or directory"


def test_a_file_that_is_too_large_is_not_read_whole(memory):
    memory.pipe("/deals/large.yaml", b"a" * (1 << 21))
    assert len(remote.read_remote(["memory://deals/large.yaml"])[0]) == (1 << 20) + 1


class Stubborn:
    """A file system that refuses ranges, and has errors of its own kind."""

    protocol = "stubborn"

    def cat_ranges(self, paths, starts, ends, on_error):
        return [RuntimeError("InvalidRange") for _ in paths]

    def open(self, path, mode):
        if path == "empty":
            return fsspec.filesystem("memory").open("/empty", "rb")
        raise RuntimeError("access denied for s3://key:secret@bucket")


def test_a_file_system_with_errors_of_its_own_gives_problems_without_its_secrets(memory, monkeypatch):
    memory.pipe("/empty", b"")
    monkeypatch.setattr(remote, "_opened", lambda url: (STUBBORN, url.rpartition("/")[2]))
    found = remote.read_remote(["stubborn://empty", "stubborn://x"])
    assert found == [b"", "cannot be opened: access denied for s3://key:***@bucket"]


STUBBORN = Stubborn()


@pytest.mark.parametrize(
    ("url", "said"),
    [("nope://deals", "Protocol not known"), ("s3://bucket/deals", "one more package")],
)
def test_a_kind_of_url_that_cannot_be_read_here_is_wrong_usage(dealcoach, monkeypatch, url, said):
    monkeypatch.setitem(sys.modules, "s3fs", None)
    code, out, err = dealcoach("review", url, "--format", "json")
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


def test_without_the_extra_the_error_says_how_to_install_it(dealcoach, monkeypatch):
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    code, out, err = dealcoach("lint", "memory://deals")
    assert (code, out) == (2, "")
    assert "python -m pip install 'dealcoach[remote]'" in err
    with pytest.raises(RemoteError):
        list(find_sources(["memory://deals"]))


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("s3://b/deals", True),
        ("zip://a::file:///x.zip", True),
        ("deals/a.yaml", False),
        ("C:\\deals", False),
        ("odd name://x y", False),
        ("-", False),
    ],
)
def test_what_a_url_is(path, answer):
    assert is_url(path) is answer


def test_urls_as_text():
    assert joined("s3://b/deals/", "a.yaml") == "s3://b/deals/a.yaml"
    assert joined("zip://deals::file:///x.zip", "a.yaml") == "zip://deals/a.yaml::file:///x.zip"
    assert folder_of("zip://deals/a.yaml::file:///x.zip") == "zip://deals::file:///x.zip"
    assert list(upward("s3://b/d/e")) == ["s3://b/d/e", "s3://b/d", "s3://b"]
    assert relative("s3://b/d/e/a.yaml", "s3://b/d") == "e/a.yaml"
    assert relative("s3://b/d/a.yaml", None) == "b/d/a.yaml"
    assert without_secret("ftp://ann:pa55@host/x") == "ftp://ann:***@host/x"
    assert shown_file("ftp://ann:pa55@host/x.yaml") == "ftp://ann:***@host/x.yaml"
    assert without_secret("abfs://box@account.net/x") == "abfs://box@account.net/x"


def test_processes_get_files_that_were_fetched_together(memory, monkeypatch):
    for number in range(3):
        memory.pipe(f"/deals/{number}.yaml", COMPLETE.encode())
    calls = []

    def counted(urls):
        calls.append(list(urls))
        return fetch(urls)

    fetch = remote.read_remote
    monkeypatch.setattr(remote, "read_remote", counted)
    opened = open_recipe(Recipe(AS_OF, "memory://deals"))
    found = list(run_files(list(find_sources(["memory://deals"])), opened, REVIEWS, jobs=2))
    assert [len(urls) for urls in calls] == [3]
    assert all(result.brief for result in found)
