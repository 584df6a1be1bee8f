"""The file of a baseline: its text, merging, writing whole or not at all, and what broken ones say."""

import json
import stat
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from dealcoach.model.lint import LintItem
from dealcoach.review.baseline import Acceptance, Comparison
from dealcoach.review.baseline_file import BaselineError, Known, loads, read


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def item(
    file="deals/a.yaml", rule="undated-step", key="next_steps[Send quote].due", line=20, message="no date"
):
    return LintItem(
        file, line, 5, rule, "process", "medium", message, "next_steps[0].due", "Send quote", key=key
    )


def written(path, items):
    new = Acceptance(path)
    new.add(items)
    return new.write()


def applied(items, accepted, **limits):
    written("baseline.json", accepted)
    comparison = Comparison(read("baseline.json"))
    new, accepted = comparison.divide(items)
    return SimpleNamespace(new=new, accepted=accepted, stale=comparison.stale(**limits))


class TestFile:
    def test_its_text(self, folder):
        items = [item(), item(rule="gone-dark", key="activity[3]"), item(), item("deals/zoë.yaml", key="x")]
        assert written("baseline.json", items) == 4
        assert (folder / "baseline.json").read_text("utf-8") == (
            '{"format": "dealcoach.baseline/1", "entries": [\n'
            '{"file": "deals/a.yaml", "rule": "gone-dark", "path": "activity[3]", "count": 1},\n'
            '{"file": "deals/a.yaml", "rule": "undated-step", "path": "next_steps[Send quote].due", '
            '"count": 2},\n'
            '{"file": "deals/zoë.yaml", "rule": "undated-step", "path": "x", "count": 1},\n'
            "null]}\n"
        )

    def test_the_order_of_findings_does_not_matter(self):
        items = [item(f"deals/{name}.yaml", key=key) for name in "abc" for key in ("x", "y")]
        written("one.json", items)
        written("two.json", reversed(items))
        assert Path("one.json").read_bytes() == Path("two.json").read_bytes()

    def test_an_empty_one(self):
        written("baseline.json", [])
        assert read("baseline.json") == {}

    def test_hostile_names_come_back(self):
        names = [
            "a\nb",
            'quote "',
            "back\\slash",
            "caf\udce9",
            "\u202e",
            "漢字",
            "next_steps[x].due]",
            "null]}",
            "\x00",
        ]
        items = [item(f"deals/{name}.yaml", key=name) for name in names]
        result = applied(items, items)
        assert (len(result.new), len(result.accepted), len(result.stale)) == (0, len(names), 0)

    def test_files_are_named_from_the_baselines_own_folder(self, folder, monkeypatch):
        (folder / "deals").mkdir()
        (folder / "ci").mkdir()
        written("ci/baseline.json", [item("deals/a.yaml")])
        (entry, _) = json.loads((folder / "ci" / "baseline.json").read_text())["entries"]
        assert entry["file"] == "../deals/a.yaml"
        monkeypatch.chdir(folder / "deals")
        assert list(read("../ci/baseline.json")) == [
            Known("a.yaml", "undated-step", "next_steps[Send quote].due")
        ]

    def test_the_additions_of_two_branches_merge(self, folder):
        def git(*words):
            identity = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"]
            subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True)

        def commit(*files):
            written("baseline.json", [item(f"deals/{name}.yaml") for name in files])
            git("add", "-A")
            git("commit", "-m", "baseline")

        git("init", "-b", "main")
        (folder / ".gitattributes").write_text("baseline.json merge=union\n")
        commit("b", "m")
        git("checkout", "-b", "other")
        commit("a", "b", "m", "z")
        git("checkout", "main")
        commit("b", "c", "m", "z", "zz")
        git("merge", "other", "-m", "merge")
        files = [known.file for known in read("baseline.json")]
        assert sorted(files) == [f"deals/{name}.yaml" for name in ("a", "b", "c", "m", "z", "zz")]

    def test_an_entry_that_stands_twice_counts_with_its_higher_number(self):
        entry = '{"file": "a.yaml", "rule": "r", "path": "p", "count": %d},\n'
        text = '{"format": "dealcoach.baseline/1", "entries": [\n' + entry % 2 + entry % 3 + "null]}\n"
        assert loads(text, "b.json") == {Known("a.yaml", "r", "p"): 3}


class TestWriting:
    def test_an_older_one_is_replaced_and_keeps_its_mode(self, folder):
        target = folder / "baseline.json"
        written(target, [])
        target.chmod(0o640)
        written(target, [item()])
        assert stat.S_IMODE(target.stat().st_mode) == 0o640
        assert len(read(target)) == 1

    def test_a_file_that_is_no_baseline_is_left_as_it_is(self, folder):
        target = folder / "deal.yaml"
        target.write_text("deal: mine\n")
        with pytest.raises(BaselineError, match="is no baseline"):
            written(target, [item()])
        assert target.read_text() == "deal: mine\n"

    def test_a_new_one_has_the_mode_of_any_new_file(self, folder):
        (folder / "any").touch()
        written("baseline.json", [])
        assert (folder / "baseline.json").stat().st_mode == (folder / "any").stat().st_mode

    def test_a_link_stays_a_link(self, folder):
        (folder / "real").mkdir()
        (folder / "baseline.json").symlink_to("real/baseline.json")
        written("baseline.json", [item()])
        assert (folder / "baseline.json").is_symlink()
        assert (folder / "real" / "baseline.json").is_file()
        assert next(iter(read("baseline.json"))).file == "deals/a.yaml"

    def test_a_missing_folder(self):
        with pytest.raises(
            BaselineError, match=r"^nowhere/b\.json: the baseline cannot be written: no such file"
        ):
            written("nowhere/b.json", [item()])

    def test_a_folder_in_its_place(self, folder):
        (folder / "b.json").mkdir()
        with pytest.raises(BaselineError, match="it is not a plain file"):
            written("b.json", [item()])

    @pytest.mark.skipif(not Path("/dev/null").exists(), reason="no such device here")
    def test_a_device_is_left_alone(self):
        with pytest.raises(BaselineError, match="it is not a plain file"):
            written("/dev/null", [item()])
        assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)

    def test_a_failure_half_way_leaves_the_old_one_and_nothing_beside_it(self, folder, monkeypatch):
        written("b.json", [item()])
        before = (folder / "b.json").read_bytes()

        def full(self, target):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Path, "replace", full)
        with pytest.raises(BaselineError, match="no space left on device"):
            written("b.json", [])
        assert (folder / "b.json").read_bytes() == before
        assert list(folder.iterdir()) == [folder / "b.json"]


class TestBroken:
    def test_a_missing_file_says_what_writes_one(self):
        with pytest.raises(BaselineError, match=r"^b\.json: .*no such file.*--write-baseline writes one"):
            read("b.json")

    def test_a_folder(self, folder):
        with pytest.raises(BaselineError, match="the baseline cannot be read: is a directory"):
            read(folder)

    def test_not_utf8(self, folder):
        (folder / "b.json").write_bytes(b'{"format": "\xff"}')
        with pytest.raises(BaselineError, match="not UTF-8"):
            read("b.json")

    def test_a_byte_order_mark_is_fine(self, folder):
        (folder / "b.json").write_text('{"format": "dealcoach.baseline/1", "entries": []}', "utf-8-sig")
        assert read("b.json") == {}

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("", r"^b\.json:1:1: the baseline is not JSON"),
            ('{"format": "dealcoach.baseline/1",\n<<<<<<< HEAD\n', r"^b\.json:2:1: .*resolve the merge"),
            ("[" * 100_000, r"the baseline is not JSON \(nested too deep\)"),
            ("[]", "this is not a baseline; --write-baseline writes one"),
            ('{"runs": []}', "this is not a baseline"),
            ('{"format": "dealcoach.baseline/2"}', "'dealcoach.baseline/2', this version reads"),
            ('{"format": "dealcoach.baseline/1"}', "no list of `entries`"),
            (("x",), "entry 1 must have exactly the keys file, rule, path and count"),
            ((None, {"file": "a"}), "entry 2 must have exactly the keys"),
            (
                ({"file": "a", "rule": "r", "path": 3, "count": 1},),
                "entry 1: file, rule and path must be texts",
            ),
            (
                ({"file": "a", "rule": "r", "path": "p", "count": 0},),
                "count must be a whole number from 1, not 0",
            ),
            (({"file": "a", "rule": "r", "path": "p", "count": True},), "count must be a whole number"),
            (({"file": "a", "rule": "r", "path": "p", "count": 1.0},), "count must be a whole number"),
        ],
    )
    def test_each_fault_has_its_message(self, text, message):
        if isinstance(text, tuple):
            text = json.dumps({"format": "dealcoach.baseline/1", "entries": text})
        with pytest.raises(BaselineError, match=message):
            loads(text, "b.json")
