"""Review and lint read the files' own past where there is one, and change nothing where there is none."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from history.scratch import Scratch

from .conftest import Call, deal

ROOT = Path(__file__).resolve().parent.parent.parent
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def findings(out: str, file: str = "deals/erp.yaml") -> dict[str, str]:
    (found,) = [row for row in json.loads(out)["deals"] if row["file"] == file]
    return {row["rule"]: row["message"] for row in found["findings"]}


def test_the_three_rules_name_days_and_authors(story: Scratch, call: Call) -> None:
    for paths in (["deals"], ["deals/erp.yaml"]):
        found = findings(call("review", *paths, "--format", "json", "--no-cache").out)
        assert found["close-date-pushed"] == (
            "The close date has moved 2 times and stands at 18 Dec now. On record: 30 Oct to 27 Nov (Sam Okafor, 5 Oct) "
            "and 27 Nov to 18 Dec (Sam\x1b[31m Okafor, 12 Nov)."
        )
        assert found["stalled-in-stage"].endswith("Sam Okafor moved it there on 5 Oct.")
        assert (
            found["stance-drift"] == "Lena Fox fell from supporter to skeptical (Sam\x1b[31m Okafor, 12 Nov)."
        )


def test_no_history_leaves_the_past_out(story: Scratch, call: Call) -> None:
    for paths in (["deals"], ["deals/erp.yaml"]):
        found = findings(call("review", *paths, "--format", "json", "--no-cache", "--no-history").out)
        assert not {"close-date-pushed", "stalled-in-stage", "stance-drift"} & set(found)
    card = call("review", "deals/erp.yaml", "--no-history").out
    assert "at first" not in card


def test_the_page_takes_the_same_option(story: Scratch, call: Call) -> None:
    pytest.importorskip("jinja2")
    fell = "Somebody thinks less of us than before"
    for more in ((), ("--redact",)):
        told = ("report", "deals", "--no-cache", "-o", "-", *more)
        assert fell in call(*told).out
        assert fell not in call(*told, "--no-history").out


def test_lint_sees_the_same(story: Scratch, call: Call) -> None:
    with_past = call("lint", "deals/erp.yaml", "--no-cache", "--fail-on", "never")
    assert "stance-drift Lena Fox fell" in with_past.out
    assert "\x1b" not in with_past.out
    assert "stance-drift" not in call("lint", "deals", "--no-cache", "--no-history").out


def test_the_cache_knows_one_history_from_another(story: Scratch, call: Call) -> None:
    first = call("review", "deals", "--format", "json").out
    assert call("review", "deals", "--format", "json").out == first
    assert "stance-drift" not in findings(call("review", "deals", "--format", "json", "--no-history").out)
    story.git("reset", "--quiet", "--soft", "HEAD~1")
    story.commit("2026-11-20", "The same by another author", "Gil Moreno")
    assert "Gil Moreno" in findings(call("review", "deals", "--format", "json").out)["stance-drift"]


def test_the_card_shows_the_course_of_the_score(story: Scratch, call: Call) -> None:
    card = call("review", "deals/erp.yaml").out
    assert "at first, " in card
    assert "4 versions since 3 Aug 2026" in card or "3 versions since 3 Aug 2026" in card
    assert "\x1b" not in card


def test_one_commit_says_nothing_that_the_files_do_not_say(scratch: Scratch, call: Call) -> None:
    shutil.copytree(ROOT / "deals", scratch.root / "deals")
    scratch.commit("2026-08-03")
    plain = call("review", "deals", "--format", "json", "--no-cache", "--no-history")
    assert call("review", "deals", "--format", "json", "--no-cache") == plain
    one = sorted((scratch.root / "deals").glob("*-*.yaml"))[0].name
    for command in (("review", "--format", "text"), ("lint",)):
        with_git = call(*command, f"deals/{one}", "--no-cache")
        assert with_git == call(*command, f"deals/{one}", "--no-cache", "--no-history")


def test_without_a_repository_git_is_not_run(scratch: Scratch, call: Call, monkeypatch: Any) -> None:
    place = scratch.root.parent / "plain"
    place.mkdir()
    (place / "a.yaml").write_text(deal(), encoding="utf-8")
    monkeypatch.chdir(place)

    def forbidden(*_arguments: object, **_more: object) -> None:
        raise AssertionError("git was run")

    monkeypatch.setattr("subprocess.run", forbidden)
    monkeypatch.setattr("subprocess.Popen", forbidden)
    assert call("review", "a.yaml").code == 0
    assert call("review", ".", "--no-cache", "--jobs", "1").code == 0


def test_a_shallow_clone_tells_what_it_knows(story: Scratch, call: Call, monkeypatch: Any) -> None:
    clone = story.root.parent / "shallow"
    story.git("clone", "--quiet", "--depth=2", story.root.as_uri(), str(clone))
    monkeypatch.chdir(clone)
    found = findings(call("review", "deals", "--format", "json", "--no-cache").out)
    assert found["stance-drift"].startswith("Lena Fox fell from supporter to skeptical (Sam")
    assert "close-date-pushed" not in found


@pytest.mark.skipif(not IS_ROOT, reason="only root can give files away")
def test_a_repository_of_somebody_else_is_left_out_with_a_note(story: Scratch, call: Call) -> None:
    for path in (story.root, story.root / ".git"):
        os.chown(path, 4242, 4242)
    for paths in (["deals"], ["deals/erp.yaml"]):
        loud = call("review", *paths, "--no-cache")
        assert loud.code == 0
        assert "the past is left out: the git repository at" in loud.err
        assert "belongs to another user" in loud.err
        assert call("review", *paths, "--no-cache", "--quiet").err == ""
        assert call("review", *paths, "--no-cache", "--no-history").err == ""


def test_files_of_several_repositories_and_of_none(story: Scratch, call: Call, tmp_path: Path) -> None:
    (tmp_path / "loose.yaml").write_text(deal("Loose"), encoding="utf-8")
    ran = call("review", "deals/erp.yaml", str(tmp_path / "loose.yaml"), "--format", "json", "--no-cache")
    assert "stance-drift" in findings(ran.out)
    assert len(json.loads(ran.out)["deals"]) == 2


def test_standard_input_has_no_past(story: Scratch, call: Call, monkeypatch: Any) -> None:
    import io
    import sys

    class Input:
        buffer = io.BytesIO(deal(stance="skeptical").encode())

    monkeypatch.setattr(sys, "stdin", Input)
    assert "stance-drift" not in call("review", "-", "--format", "json").out
