"""`dealcoach diff`: where the two sides come from, and what is said when one cannot be had."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from history.scratch import Scratch, new_scratch
from jsonschema import Draft202012Validator

from dealcoach.api import review_folder
from dealcoach.output.schemas import schema_of

from .conftest import Call, deal

IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def said(out: str) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(out)
    return values


def named(text: str) -> list[str]:
    """The names, of people, accounts, files and authors, that a text still tells."""
    words = ("Lena", "Fox", "Ines", "Northwind", "ERP", "Dana", "Theo", "Sam", "Okafor", "erp.yaml", "Cooler")
    return [word for word in words if word in text]


def errors(kind: str, out: str) -> list[str]:
    validator = Draft202012Validator(schema_of(kind))
    return [error.message[:200] for error in validator.iter_errors(said(out))]


def moved(out: str, file: str = "deals/erp.yaml") -> dict[str, Any]:
    (found,) = [row for row in said(out)["deals"] if row["file"] == file]
    result: dict[str, Any] = found
    return result


def test_since_a_day_is_scored_as_of_that_day(story: Scratch, call: Call) -> None:
    ran = call("diff", "--since", "2026-11-14", "--format", "json")
    sides = said(ran.out)["before"]
    assert (ran.code, sides["as_of"], sides["committed"]) == (0, "2026-11-14", "2026-11-12")
    assert (
        said(call("diff", "--since", "last week", "--format", "json").out)["before"]["as_of"] == "2026-11-14"
    )


def test_since_a_revision_is_scored_as_of_its_commit(story: Scratch, call: Call) -> None:
    ran = call("diff", "--since", "HEAD~1", "--format", "json")
    assert said(ran.out)["before"] == {
        "label": "HEAD~1",
        "as_of": "2026-10-20",
        "commit": story.git("rev-parse", "HEAD~1"),
        "committed": "2026-10-20",
        "summary": "Rename",
    }
    found = moved(ran.out)
    assert found["words"] == ["Pushed"]
    assert [(row["kind"], row["name"], row["drift"]) for row in found["people"]] == [
        ("stance", "Lena Fox", -1)
    ]
    assert found["score"]["move"] == sum(row["effect"] for row in found["findings"])
    assert {"stance-drift", "close-date-pushed"} <= {row["rule"] for row in found["findings"]}


def test_the_past_has_the_score_that_it_had_then(story: Scratch, call: Call) -> None:
    before = moved(call("diff", "--since", "2026-10-20", "--format", "json").out)["score"]["before"]
    story.git("checkout", "--quiet", "HEAD~1")
    then = json.loads(call("review", "deals/erp.yaml", "--format", "json", day="2026-10-20").out)
    assert then["deals"][0]["score"] == before


def test_a_renamed_file_is_the_same_deal(story: Scratch, call: Call) -> None:
    found = moved(call("diff", "--since", "2026-10-06", "--format", "json").out)
    assert (found["was_file"], found["words"]) == ("deals/old-name.yaml", ["Pushed"])
    assert said(call("diff", "deals/erp.yaml", "--since", "HEAD~2", "--format", "json").out)["deals"][0][
        "score"
    ]


def test_an_old_name_leads_to_todays_file(story: Scratch, call: Call) -> None:
    ran = call("diff", "deals/old-name.yaml", "--since", "2026-10-06", "--format", "json")
    found = moved(ran.out)
    assert (found["was_file"], found["words"]) == ("deals/old-name.yaml", ["Pushed"])
    story.git("mv", "deals", "pipeline")
    found = said(call("diff", "deals", "--since", "HEAD", "--format", "json").out)
    assert {row["file"]: row["words"] for row in found["deals"]} == {
        "pipeline/erp.yaml": [],
        "pipeline/other.yaml": [],
    }


def test_the_course_of_an_old_name_says_todays(story: Scratch, call: Call) -> None:
    ran = call("trend", "deals/old-name.yaml")
    assert (ran.code, ran.out) == (2, "")
    assert "it is called deals/erp.yaml now" in ran.err
    assert "standard input (-) has none" in call("trend", "-").err


def test_the_case_of_a_suffix_does_not_hide_todays_name(story: Scratch, call: Call) -> None:
    story.git("mv", "deals/erp.yaml", "deals/ERP.YAML")
    story.commit("2026-11-14", "Shout")
    assert "it is called deals/ERP.YAML now" in call("trend", "deals/old-name.yaml").err


def test_changes_that_are_not_committed_count(story: Scratch, call: Call) -> None:
    story.write("deals/erp.yaml", deal(stance="skeptical", amount="300000"))
    story.write("deals/new.yaml", deal("Brand new", amount="1000"))
    (story.root / "deals/other.yaml").unlink()
    ran = call("diff", "--since", "HEAD", "--format", "json")
    words = {row["file"]: row["words"] for row in said(ran.out)["deals"]}
    assert words == {
        "deals/erp.yaml": ["Increased"],
        "deals/new.yaml": ["New"],
        "deals/other.yaml": ["Moved out"],
    }
    totals = said(ran.out)["pipeline"]["amount"]
    assert totals == {"start": {"EUR": 480000}, "end": {"EUR": 301000}}


def test_a_past_version_that_does_not_validate_is_told_and_the_rest_goes_on(
    story: Scratch, call: Call
) -> None:
    story.save("deals/erp.yaml", deal(amount="lots"), "2026-11-15")
    story.save("deals/erp.yaml", deal(), "2026-11-18")
    ran = call("diff", "--since", "2026-11-16", "--format", "json")
    assert ran.code == 0
    (problem,) = said(ran.out)["problems"]["before"]
    assert (problem["file"], problem["line"]) == ("deals/erp.yaml", 4)
    assert moved(ran.out)["readable"] == {"before": False, "now": True}
    assert moved(ran.out)["words"] == ["Moved in"]
    text = call("diff", "--since", "2026-11-16").out
    assert "COULD NOT BE READ THEN\ndeals/erp.yaml:4:9: 'lots' is not an amount" in text


def test_a_file_of_today_that_cannot_be_read_ends_with_one(story: Scratch, call: Call) -> None:
    story.write("deals/erp.yaml", "deal: [\n")
    ran = call("diff", "--since", "HEAD")
    assert ran.code == 1
    assert "CANNOT BE READ NOW" in ran.out
    assert "cannot be read now" in ran.out


def test_a_stage_that_is_no_longer_listed_was_right_then(story: Scratch, call: Call) -> None:
    story.write("dealcoach.yaml", "stages: [Verhandlung]\n")
    story.write("deals/erp.yaml", deal(stage="Verhandlung"))
    story.write("deals/other.yaml", deal("Other", stage="Verhandlung"))
    ran = call("diff", "--since", "HEAD", "--format", "json")
    assert said(ran.out)["problems"] == {"before": [], "now": []}
    assert {"name": "stage", "before": "proposal", "now": "Verhandlung", "days": None} in moved(ran.out)[
        "shifts"
    ]


def test_an_owners_deals(story: Scratch, call: Call) -> None:
    found = said(call("diff", "--since", "2026-08-03", "--owner", "theo", "--format", "json").out)
    assert found["pipeline"]["amount"] == {"start": {"EUR": 240000}, "end": {"EUR": 240000}}
    assert [row["file"] for row in found["deals"]] in (["deals/other.yaml"], [])
    story.write("deals/other.yaml", deal("Other", owner="Dana Reyes"))
    found = said(call("diff", "--since", "HEAD", "--owner", "theo", "--format", "json").out)
    assert [row["word"] for row in found["pipeline"]["movements"]] == ["Moved out"]


def test_an_owner_without_deals_is_told_who_has_some(story: Scratch, call: Call) -> None:
    pytest.importorskip("jinja2")
    said = "note: none of 2 deals fits the filters; owners: Dana Reyes, Theo Banks\n"
    ran = call("diff", "--since", "HEAD", "--owner", "nobody")
    assert (ran.code, ran.err) == (0, said)
    assert call("diff", "--since", "HEAD", "--owner", "nobody", "--quiet").err == ""
    assert call("diff", "--since", "HEAD", "--owner", "theo").err == ""
    for more in ((), ("--redact",)):
        assert said in call("report", "--owner", "nobody", "-o", "-", *more).err


def test_two_folders_and_two_files(story: Scratch, call: Call) -> None:
    shutil.copytree(story.root / "deals", story.root / "copy")
    story.write("deals/erp.yaml", deal(close="2027-02-01"))
    ran = call("diff", "copy", "deals", "--format", "json", "--no-history")
    assert [row["words"] for row in said(ran.out)["deals"]] == [["Pushed"]]
    assert said(ran.out)["unchanged"] == 1
    files = call("diff", "copy/erp.yaml", "deals/erp.yaml", "--format", "json", "--no-history")
    assert moved(files.out)["words"] == ["Pushed"]
    assert moved(files.out)["was_file"] is None
    older = call("diff", "copy", "deals", "--old-as-of", "2026-11-14")
    assert "each as of its own day: 14 Nov 2026 and 21 Nov 2026" in " ".join(older.out.split())


def test_what_cannot_be_compared(story: Scratch, call: Call, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    plain = tmp_path / "plain"
    plain.mkdir()
    (plain / "a.yaml").write_text(deal(), encoding="utf-8")
    for arguments, code, words in (
        (("diff",), 2, "name two folders or two files"),
        (("diff", "deals"), 2, "name two folders or two files"),
        (("diff", "deals", "deals/erp.yaml"), 2, "deals is a folder and deals/erp.yaml is a file"),
        (("diff", "nowhere", "deals"), 2, "nowhere does not exist"),
        (("diff", "deals", "deals", "--since", "HEAD"), 2, "name only one"),
        (("diff", "--since", "HEAD", "--old-as-of", "2026-11-01"), 2, "--old-as-of is for two"),
        (("diff", "--since", "HEAD~50"), 2, "--since: HEAD~50 does not exist: HEAD has"),
        (("diff", "--since", "mian"), 2, "did you mean main?"),
        (("diff", "--since", "2020-01-01"), 2, "the history begins on 2026-08-03"),
        (("diff", "--since", "2027-01-01"), 2, "lies after 2026-11-21"),
        (("diff", str(plain), "--since", "HEAD"), 2, "is not inside a git repository"),
        (("diff", str(empty), str(empty)), 3, "no deal file found"),
        (("diff", "deals", "deals", "--output", "pdf:x"), 2, "FORMAT of text, json, markdown"),
        (("diff", "deals", "deals", "--output", "json:nowhere/x.json"), 2, "cannot be written"),
    ):
        ran = call(*arguments)
        assert (ran.code, ran.out if code == 3 else "") == (code, ""), arguments
        assert words.lower() in " ".join(ran.err.lower().split()), (arguments, ran.err)


def test_a_shallow_clone(story: Scratch, call: Call, monkeypatch: Any) -> None:
    clone = story.root.parent / "shallow"
    story.git("clone", "--quiet", "--depth=1", story.root.as_uri(), str(clone))
    monkeypatch.chdir(clone)
    ran = call("diff", "--since", "2026-10-01")
    assert ran.code == 2
    assert "--unshallow" in ran.err


@pytest.mark.skipif(not IS_ROOT, reason="only root can give files away")
def test_a_repository_of_somebody_else(story: Scratch, call: Call) -> None:
    for path in (story.root, story.root / ".git"):
        os.chown(path, 4242, 4242)
    ran = call("diff", "--since", "HEAD")
    assert ran.code == 2
    assert "safe.directory" in ran.err
    assert call("trend", "deals/erp.yaml").code == 2


def test_files_besides_the_terminal(story: Scratch, call: Call) -> None:
    ran = call("diff", "--since", "HEAD~1", "--output", "json:out.json", "--output", "markdown:out.md")
    assert said((story.root / "out.json").read_text("utf-8"))["format"] == "dealcoach.diff/1"
    assert (story.root / "out.md").read_text("utf-8").startswith("## What changed")
    assert ran.out.startswith("What changed from 20 Oct 2026 to 21 Nov 2026\n")


def test_a_folder_that_is_gone_was_something(story: Scratch, call: Call) -> None:
    shutil.rmtree(story.root / "deals")
    found = said(call("diff", "deals", "--since", "HEAD", "--format", "json").out)
    assert [row["words"] for row in found["deals"]] == [["Moved out"], ["Moved out"]]
    assert found["pipeline"]["amount"] == {"start": {"EUR": 480000}, "end": {}}


def test_a_linked_work_tree(story: Scratch, call: Call, monkeypatch: Any) -> None:
    story.git("worktree", "add", "--quiet", "../beside", "HEAD")
    monkeypatch.chdir(story.root.parent / "beside")
    assert moved(call("diff", "--since", "HEAD~1", "--format", "json").out)["words"] == ["Pushed"]
    assert "stance-drift" in call("lint", "deals", "--fail-on", "never", "--no-cache").out


def test_the_course_of_a_score(story: Scratch, call: Call) -> None:
    ran = call("trend", "deals/erp.yaml")
    assert ran.code == 0
    assert "\x1b" not in ran.out
    lines = ran.out.splitlines()
    assert lines[0] == "Northwind Manufacturing: ERP replacement"
    assert [line[:12].strip() for line in lines if line[:1].isdigit()] == [
        "3 Aug 2026",
        "5 Oct 2026",
        "12 Nov 2026",
        "21 Nov 2026",
    ]
    assert '"Cooler"' in ran.out
    assert "People: Lena Fox fell from supporter to skeptical" in ran.out
    assert "Stage: from qualification to proposal" in ran.out
    newest = call("trend", "deals/erp.yaml", "--last", "1").out
    assert "5 Oct 2026" not in newest
    assert call("trend", "deals/erp.yaml", day="9999-12-31").code == 0, "the last day has no next one"


def test_a_course_with_a_version_that_cannot_be_read(story: Scratch, call: Call) -> None:
    story.save("deals/erp.yaml", deal(amount="lots"), "2026-11-15")
    story.save("deals/erp.yaml", deal(stance="neutral"), "2026-11-18")
    ran = call("trend", "deals/erp.yaml")
    assert ran.code == 0
    assert "could not be read: line 4: 'lots' is not an amount" in " ".join(ran.out.split())
    assert "Lena Fox rose from skeptical to neutral" in ran.out
    story.write("deals/erp.yaml", "deal: [")
    assert call("trend", "deals/erp.yaml").code == 1


def test_no_course_to_show(story: Scratch, call: Call, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(deal(), encoding="utf-8")
    assert "is a folder" in call("trend", "deals").err
    assert "cannot be opened" in call("trend", "deals/none.yaml").err
    assert "is not inside a git repository" in call("trend", str(tmp_path / "a.yaml")).err
    story.write("deals/fresh.yaml", deal("Fresh"))
    fresh = call("trend", "deals/fresh.yaml")
    assert fresh.code == 0
    assert "not committed yet" in fresh.out


def test_the_page_of_the_meeting_tells_what_changed(story: Scratch, call: Call) -> None:
    pytest.importorskip("jinja2")
    ran = call("report", "deals", "--since", "HEAD~1", "-o", "meeting.html")
    assert ran.code == 0
    page = (story.root / "meeting.html").read_text("utf-8")
    assert "Lena Fox fell from supporter to skeptical" in page
    assert "Pushed" in page
    hidden = call("report", "deals", "--since", "HEAD~1", "--redact", "-o", "-").out
    assert "End user 1 fell from supporter to skeptical" in hidden
    assert not named(hidden)
    assert call("report", "deals", "--since", "HEAD~99", "-o", "x.html").code == 2
    assert not (story.root / "x.html").exists()


def test_one_rep_on_one_page(story: Scratch, call: Call) -> None:
    ran = call("rep", "dana", "deals", "--since", "HEAD~1", "--output", "markdown:dana.md")
    assert ran.code == 0
    assert ran.out.startswith("Dana Reyes, 21 Nov 2026\n")
    assert "Pushed: 1 deal, EUR 240,000" in ran.out
    assert "Other" not in ran.out
    assert (story.root / "dana.md").read_text("utf-8").startswith("# Dana Reyes, 21 Nov 2026\n")
    assert "1 open deal" in call("rep", "Theo Banks").out
    for name, words in (
        ("a", "may be Dana Reyes or Theo Banks"),
        ("Danna Reyes", "did you mean Dana Reyes?"),
    ):
        wrong = call("rep", name)
        assert (wrong.code, wrong.out) == (2, "")
        assert words in wrong.err
    gone = call("rep", "Dana", "nowhere")
    assert (gone.code, gone.out) == (1, "")
    assert "nowhere" in gone.err


def test_a_name_is_found_without_its_accents(story: Scratch, call: Call) -> None:
    story.write("deals/other.yaml", deal("Other", owner="Tomás Villaverde", more="status: won\n"))
    for name in ("tomas", "Tomás", "toma\u0301s villaverde"):
        ran = call("rep", name)
        assert ran.out.startswith("Tomás Villaverde, 21 Nov 2026\n\nAT A GLANCE\nno open deal\n")
        found = said(call("review", "--owner", name, "--format", "json").out)
        assert [row["file"] for row in found["deals"]] == ["deals/other.yaml"]


def test_deals_in_a_submodule_have_the_past_of_their_own_repository(
    story: Scratch, call: Call, tmp_path: Path
) -> None:
    inner = new_scratch(tmp_path / "inner", story.home)
    inner.save("a.yaml", deal("Inside", close="2026-11-27"), "2026-10-01")
    inner.save("a.yaml", deal("Inside", stance="skeptical"), "2026-11-13")
    young = new_scratch(tmp_path / "young", story.home)
    young.save("b.yaml", deal("Young"), "2026-11-10")
    for one, name in ((inner, "team"), (young, "new-team")):
        story.git("submodule", "--quiet", "add", str(one.root), f"deals/{name}")
    story.commit("2026-11-15", "Teams")
    found = said(call("diff", "deals", "--since", "2026-10-25", "--format", "json").out)
    words = {row["file"]: row["words"] for row in found["deals"] if row["words"]}
    assert words == {
        "deals/erp.yaml": ["Pushed"],
        "deals/team/a.yaml": ["Pushed"],
        "deals/new-team/b.yaml": ["New"],
    }
    assert "stance-drift" in call("lint", "deals/team", "--fail-on", "never", "--no-cache").out
    assert said(call("diff", "deals/team", "--since", "HEAD~1", "--format", "json").out)["deals"]


def broken_and_gone(story: Scratch) -> None:
    """A past version that cannot be read, a deal that was won, one that is gone, one that is new."""
    story.save("deals/gone.yaml", deal("Gone"), "2026-11-13")
    story.save("deals/erp.yaml", deal(amount="lots"), "2026-11-15")
    story.save("deals/erp.yaml", deal(amount="64000.5"), "2026-11-18")
    story.write("deals/other.yaml", deal("Other", owner="Theo Banks", more="status: won\n"))
    story.write("deals/new.yaml", deal("Brand new"))
    (story.root / "deals/gone.yaml").unlink()


def test_every_output_is_what_the_schema_says(story: Scratch, call: Call) -> None:
    broken_and_gone(story)
    for since in ("2026-08-03", "2026-10-06", "2026-11-14", "2026-11-16", "HEAD"):
        for more in ((), ("--redact",), ("--owner", "Theo")):
            assert errors("diff", call("diff", "--since", since, "--format", "json", *more).out) == []
    for more in ((), ("--redact",), ("--last", "1")):
        assert errors("trend", call("trend", "deals/erp.yaml", "--format", "json", *more).out) == []
    story.write("deals/erp.yaml", "deal: [\n")
    assert errors("diff", call("diff", "--since", "HEAD", "--format", "json").out) == []
    assert errors("trend", call("trend", "deals/erp.yaml", "--format", "json").out) == []


@pytest.mark.parametrize("kind", ["text", "json", "markdown"])
def test_a_redacted_comparison_names_nobody(kind: str, story: Scratch, call: Call) -> None:
    broken_and_gone(story)
    for since in ("2026-10-06", "2026-11-16"):
        ran = call("diff", "--since", since, "--redact", "--format", kind, "--output", f"{kind}:out")
        assert ran.code == 0
        assert named(ran.out + (story.root / "out").read_text("utf-8")) == []
    assert named(call("diff", "deals", "deals", "--redact", "--format", kind).out) == []


def test_a_redacted_deal_has_the_number_of_the_review(story: Scratch, call: Call) -> None:
    broken_and_gone(story)
    review = json.loads(call("review", "deals", "--redact", "--format", "json").out)["deals"]
    known = {deal["file"]: (deal["account"], deal["owner"]) for deal in review}
    for more in ((), ("--owner", "Dana")):
        ran = call("diff", "--since", "2026-11-14", "--redact", "--format", "json", *more)
        found = {row["file"]: (row["account"], row["owner"]) for row in said(ran.out)["deals"]}
        assert {file: row for file, row in found.items() if file in known}.items() <= known.items()
        assert set(found) - set(known) == {"deal-4.yaml"}


def test_a_redacted_course_and_page_name_nobody(story: Scratch, call: Call) -> None:
    broken_and_gone(story)
    for kind in ("text", "json"):
        ran = call("trend", "deals/erp.yaml", "--redact", "--format", kind)
        assert (ran.code, named(ran.out)) == (0, [])
        assert "Rep 2" in ran.out
    for kind in ("text", "markdown"):
        ran = call("rep", "Dana", "--since", "2026-10-06", "--redact", "--format", kind)
        assert (ran.code, named(ran.out)) == (0, [])
        assert "Rep 1, 21 Nov 2026" in ran.out


def test_a_course_as_json_and_besides_the_terminal(story: Scratch, call: Call) -> None:
    ran = call("trend", "deals/erp.yaml", "--output", "json:out.json", "--output", "text:out.txt")
    found = said((story.root / "out.json").read_text("utf-8"))
    assert (story.root / "out.txt").read_text("utf-8") == ran.out
    assert (found["file"], found["owner"], found["versions"]) == ("deals/erp.yaml", "Dana Reyes", 3)
    assert [point["date"] for point in found["points"]] == [
        *("2026-08-03", "2026-10-05", "2026-11-12", "2026-11-21"),
    ]
    for before, point in zip(found["points"], found["points"][1:], strict=False):
        assert point["move"] == point["score"] - before["score"]
        assert point["move"] == sum(row["effect"] for row in point["findings"])
    assert [point["commit"] is None for point in found["points"]] == [False, False, False, True]
    last = said(call("trend", "deals/erp.yaml", "--last", "1", "--format", "json").out)
    assert (last["versions"], [point["number"] for point in last["points"]]) == (3, [3, None])
    for wrong in ("markdown:x", "json:nowhere/x.json", "json:deals/erp.yaml"):
        assert call("trend", "deals/erp.yaml", "--output", wrong).code == 2


def test_a_redacted_course_keeps_its_numbers_when_it_is_cut(story: Scratch, call: Call) -> None:
    story.save("deals/erp.yaml", deal(stance="neutral"), "2026-11-18", "Again", "Zoe Adler")
    whole, cut = (
        said(call("trend", "deals/erp.yaml", "--redact", "--format", "json", *more).out)["points"]
        for more in ((), ("--last", "1"))
    )
    assert cut == whole[-2:]
    assert cut[0]["author"] == "Rep 4"


_EXAMPLE = "[{name: X, deal: {custom: {seats: 11}}}]"
PACK = (
    "pack: ours\ngroup: process\nsource: {title: T, author: A}\n"
    "base: {deal: D, account: A, owner: O, stage: proposal, close_date: 2027-01-15}\n"
    "rules:\n- id: fragile-one\n  severity: low\n  points: 1\n"
    "  flag_if: has(deal.custom.seats) && deal.custom.seats > 10\n  at: custom\n  title: Many seats\n"
    "  message: Many seats.\n  why: Odd\n  ask: Why so many?\n  do: Count again.\n"
    f"  examples: {{flagged: {_EXAMPLE}, clear: {_EXAMPLE.replace('11', '1')}}}\n"
)


def test_a_pack_among_the_deals_is_no_deal(story: Scratch, call: Call) -> None:
    story.write("deals/ours.yaml", PACK)
    story.save("dealcoach.yaml", "packs: [deals/ours.yaml]\n", "2026-11-14", "Rules of our own")
    assert call("diff", "deals", "--since", "HEAD").code == 0
    assert review_folder("deals", as_of="2026-11-21").problems == ()


def test_nothing_to_lint_where_only_a_pack_or_what_is_left_out_differs(story: Scratch, call: Call) -> None:
    story.write("deals/ours.yaml", PACK)
    story.write("deals/old.yaml", deal())
    story.save(
        "dealcoach.yaml", "packs: [deals/ours.yaml]\nexclude: [old.yaml]\n", "2026-11-14", "Rules of our own"
    )
    story.write("deals/ours.yaml", PACK.replace("Count", "Add"))
    story.write("deals/old.yaml", deal(amount="5"))
    ran = call("lint", "deals", "--changed-since", "HEAD")
    assert (ran.code, ran.err.splitlines()[0]) == (0, "no deal file differs from HEAD")


def test_a_rule_that_crashes_ends_diff_and_trend_with_two(story: Scratch, call: Call) -> None:
    story.write("ours.yaml", PACK)
    story.write("dealcoach.yaml", "packs: [ours.yaml]\n")
    story.write("deals/erp.yaml", deal(more="custom: {seats: a dozen}\n"))
    assert call("diff", "deals", "--since", "HEAD").code == 2
    assert call("trend", "deals/erp.yaml").code == 2
    story.write("deals/erp.yaml", deal(more="custom: {seats: 12}\n"))
    assert call("diff", "deals", "--since", "HEAD").code == 0
    assert call("trend", "deals/erp.yaml").code == 0


def test_a_course_ends_with_the_file_of_that_day(story: Scratch, call: Call) -> None:
    then = said(call("trend", "deals/erp.yaml", "--format", "json", day="2026-10-20").out)
    assert [point["date"] for point in then["points"]] == ["2026-08-03", "2026-10-05", "2026-10-20"]
    assert then["points"][-1]["close_date"] == "2026-11-27"
    assert "begins on 2026-08-03" in call("trend", "deals/erp.yaml", day="2026-07-01").err
    next_day = said(call("trend", "deals/erp.yaml", "--format", "json", day="2026-11-11").out)
    assert next_day["points"][-1]["close_date"] == "2026-12-18"
    assert next_day["points"][-1]["edited"]


def test_changes_that_are_not_committed_are_told_in_a_course(story: Scratch, call: Call) -> None:
    assert "as of this day" in call("trend", "deals/erp.yaml").out
    story.write("deals/erp.yaml", deal(stance="skeptical").replace("\n", "\r\n"))
    assert "as of this day" in call("trend", "deals/erp.yaml").out
    story.write("deals/erp.yaml", deal(stance="skeptical", amount="5"))
    assert "21 Nov 2026  not committed" in call("trend", "deals/erp.yaml").out


def test_odd_file_names_and_a_linked_folder(story: Scratch, call: Call) -> None:
    name = os.fsdecode(b"deals/caf\xe9 \x1b[31m.yaml")
    story.save(name, deal("Odd", close="2026-11-27"), "2026-11-13")
    story.write(name, deal("Odd"))
    (story.root / "link").symlink_to("deals")
    for folder in ("deals", "link"):
        ran = call("diff", folder, "--since", "HEAD")
        assert "Pushed" in ran.out
        assert "\x1b" not in ran.out
        assert "caf\\xe9" in ran.out
    found = said(call("diff", "link", "--since", "HEAD", "--format", "json").out)["deals"]
    assert [row["words"] for row in found if row["words"]] == [["Pushed"]]
    assert {row["was_file"] for row in found} == {None}


def test_a_file_that_was_too_large_then(story: Scratch, call: Call) -> None:
    story.save("deals/erp.yaml", deal() + "# " + "x" * (1 << 20) + "\n", "2026-11-15")
    story.save("deals/erp.yaml", deal(), "2026-11-18")
    (problem,) = said(call("diff", "--since", "2026-11-16", "--format", "json").out)["problems"]["before"]
    assert problem["rule"] == "unreadable-file"
    assert call("trend", "deals/erp.yaml").code == 0
    assert call("review", "deals/erp.yaml").code == 0
