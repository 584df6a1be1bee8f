"""From what a person writes to a commit: revisions, days, words, and the errors that help."""

from datetime import date
from pathlib import Path

import pytest

from dealcoach.history import ShallowClone, UnknownRevision, open_repository

from .scratch import Scratch, deal

TODAY = date(2026, 11, 21)


@pytest.fixture
def four(scratch: Scratch) -> Scratch:
    """Four commits: 1 October, 1 November, 14 November, 20 November."""
    for number, day in enumerate(("2026-10-01", "2026-11-01", "2026-11-14", "2026-11-20")):
        scratch.save("a.yaml", deal("A", f"n: {number}\n"), day, f"commit {number}")
    scratch.git("tag", "start", "HEAD~3")
    scratch.git("tag", "-a", "q4", "-m", "fourth quarter", "HEAD~2")
    scratch.git("branch", "feature/x", "HEAD~1")
    return scratch


@pytest.mark.parametrize(
    ("spec", "summary"),
    [
        ("HEAD", "commit 3"),
        ("HEAD~2", "commit 1"),
        ("@~1", "commit 2"),
        ("main", "commit 3"),
        ("feature/x", "commit 2"),
        ("start", "commit 0"),
        ("q4", "commit 1"),
        (" refs/tags/start ", "commit 0"),
        ("HEAD^{/commit 1}", "commit 1"),
        ("2026-11-14", "commit 2"),
        ("2026-11-13", "commit 1"),
        ("2026-11-21", "commit 3"),
        ("2026-10-01", "commit 0"),
        ("last week", "commit 2"),
        ("yesterday", "commit 3"),
        ("2 weeks ago", "commit 1"),
        ("two weeks ago", "commit 1"),
        ("Last Month", "commit 0"),
        ("last monday", "commit 2"),
        ("today", "commit 3"),
        ("1st of november", "commit 1"),
    ],
)
def test_what_a_person_writes(four: Scratch, spec: str, summary: str) -> None:
    assert open_repository(four.root).resolve(spec, TODAY).summary == summary


def test_words_count_from_the_day_of_the_review(four: Scratch) -> None:
    repository = open_repository(four.root)
    assert repository.resolve("last week", date(2026, 11, 9)).date == date(2026, 11, 1)
    assert repository.resolve("today", date(2026, 11, 5)).date == date(2026, 11, 1)
    assert repository.resolve("last friday", date(2026, 11, 19)).date == date(2026, 11, 1)


def test_full_and_short_ids(four: Scratch) -> None:
    repository = open_repository(four.root)
    whole = four.git("rev-parse", "HEAD~1")
    for spec in (whole, whole[:8], whole.upper()):
        assert repository.resolve(spec, TODAY).id == whole


def test_a_branch_beats_a_word_and_a_day_beats_a_branch(four: Scratch) -> None:
    four.git("branch", "today", "start")
    four.git("branch", "2026-11-14", "start")
    repository = open_repository(four.root)
    assert repository.resolve("today", TODAY).summary == "commit 0"
    assert repository.resolve("2026-11-14", TODAY).summary == "commit 2"
    assert repository.resolve("heads/2026-11-14", TODAY).summary == "commit 0"


def test_day_is_the_committers_own(scratch: Scratch) -> None:
    scratch.save("a.yaml", deal("A"), "2026-11-01 23:30:00 -0800")
    scratch.save("a.yaml", deal("A", "b: 1\n"), "2026-11-02 00:30:00 +1300")
    repository = open_repository(scratch.root)
    assert repository.resolve("HEAD~1", TODAY).date == date(2026, 11, 1)
    assert repository.resolve("HEAD", TODAY).date == date(2026, 11, 2)


def test_days_follow_the_first_parents(four: Scratch) -> None:
    four.git("checkout", "--quiet", "-b", "side", "start")
    four.save("side.yaml", deal("S"), "2026-11-12", "on the side")
    four.git("checkout", "--quiet", "main")
    four.merge("side", "2026-11-21")
    assert open_repository(four.root).resolve("2026-11-13", TODAY).summary == "commit 1"


def test_detached_head(four: Scratch) -> None:
    four.git("checkout", "--quiet", "--detach", "HEAD~1")
    assert open_repository(four.root).resolve("today", TODAY).summary == "commit 2"


def test_packed_names(four: Scratch) -> None:
    four.git("pack-refs", "--all")
    four.git("gc", "--quiet")
    repository = open_repository(four.root)
    assert repository.resolve("q4", TODAY).summary == "commit 1"
    assert repository.resolve("HEAD~3", TODAY).summary == "commit 0"


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ("mian", "no branch, tag, commit or day is called mian: did you mean main?"),
        ("feature/y", "did you mean feature/x?"),
        ("HEAD~4", "HEAD has 4 commits in a line"),
        ("main~9", "main has 4 commits"),
        ("2026-09-30", "the history begins on 2026-10-01"),
        ("3 years ago", "the history begins on 2026-10-01"),
        ("2026-02-30", "not a day of the calendar"),
        ("2026-11-22", "lies after 2026-11-21"),
        ("tomorrow", "2026-11-22 lies after"),
        ("14.11.2026", "2026-11-14"),
        ("november", "no branch, tag, commit or day"),
        ("@{yesterday}", "machine's clock"),
        ("HEAD@{1.week.ago}", "machine's clock"),
        ("HEAD..main", "no branch, tag, commit or day"),
        ("HEAD:a.yaml", "no branch, tag, commit or day"),
        ("", "a branch, a tag, a commit"),
        ("HEAD\nHEAD", "a branch, a tag, a commit"),
        ("HEAD\0", "a branch, a tag, a commit"),
        ("deadbeefdeadbeef", "no branch, tag, commit or day"),
        ("99999999999 days ago", "no branch, tag, commit or day"),
        ("\N{PILE OF POO}" * 200, "no branch, tag, commit or day"),
    ],
)
def test_what_does_not_exist(four: Scratch, spec: str, words: str) -> None:
    with pytest.raises(UnknownRevision) as caught:
        open_repository(four.root).resolve(spec, TODAY)
    assert words in str(caught.value)


@pytest.mark.parametrize("spec", ["--output=stolen", "-h", "--all", "--exec=touch stolen", "-"])
def test_a_revision_is_never_an_option(four: Scratch, spec: str) -> None:
    with pytest.raises(UnknownRevision):
        open_repository(four.root).resolve(spec, TODAY)
    assert not (four.root / "stolen").exists()


def test_no_commit_yet(scratch: Scratch) -> None:
    repository = open_repository(scratch.root)
    for spec in ("HEAD", "last week", "2026-11-14"):
        with pytest.raises(UnknownRevision, match="no commit yet"):
            repository.resolve(spec, TODAY)


def test_shallow_clone_says_how_to_deepen(four: Scratch, tmp_path: Path) -> None:
    four.git("clone", "--quiet", "--depth=2", four.root.as_uri(), str(tmp_path / "shallow"))
    repository = open_repository(tmp_path / "shallow")
    assert repository.shallow
    assert repository.resolve("HEAD~1", TODAY).summary == "commit 2"
    assert repository.resolve("2026-11-14", TODAY).summary == "commit 2"
    with pytest.raises(ShallowClone, match="--unshallow"):
        repository.resolve("HEAD~2", TODAY)
    with pytest.raises(ShallowClone, match="--shallow-since=2026-11-10"):
        repository.resolve("2026-11-10", TODAY)
    with pytest.raises(ShallowClone):
        repository.resolve(four.git("rev-parse", "start"), TODAY)
    with pytest.raises(UnknownRevision, match="may lack it"):
        repository.resolve("feature/z", TODAY)


def test_raw_text_and_other_encodings_arrive(scratch: Scratch) -> None:
    scratch.save("a.yaml", deal("A"), "2026-11-01", "red \x1b[31m and \u202e", author="Esc\x1b[1mape")
    scratch.git("config", "i18n.commitEncoding", "iso-8859-1")
    scratch.write("a.yaml", deal("A", "b: 1\n"))
    scratch.git("add", "--all")
    scratch.git("commit", "--quiet", "-F", "-", feed="Verkäufer\n".encode("latin-1"), day="2026-11-02")
    repository = open_repository(scratch.root)
    assert repository.resolve("HEAD~1", TODAY).summary == "red \x1b[31m and \u202e"
    assert repository.resolve("HEAD", TODAY).summary == "Verkäufer"
    assert repository.file_versions(scratch.root / "a.yaml")[0].author == "Esc\x1b[1mape"


def test_message_that_is_empty(scratch: Scratch) -> None:
    scratch.write("a.yaml", deal("A"))
    scratch.git("add", "--all")
    scratch.git("commit", "--quiet", "--allow-empty-message", "-m", "", day="2026-11-02")
    assert open_repository(scratch.root).resolve("HEAD", TODAY).summary == ""
