"""The baseline: what it accepts, and what it reports as gone."""

from types import SimpleNamespace

import pytest

from dealcoach.model.lint import LintItem
from dealcoach.review.baseline import Acceptance, Comparison
from dealcoach.review.baseline_file import read


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


def test_accepted_findings_are_held_back():
    old, new = item(), item(key="next_steps[Call Ines].due")
    result = applied([old, new], [old])
    assert (result.new, result.accepted, result.stale) == ((new,), (old,), [])


def test_lines_and_messages_may_change():
    result = applied([item(line=99, message="still no date")], [item()])
    assert (len(result.new), len(result.accepted)) == (0, 1)


@pytest.mark.parametrize(
    "change", [{"file": "deals/b.yaml"}, {"rule": "overdue-step"}, {"key": "next_steps[x].due"}]
)
def test_file_rule_and_path_must_agree(change):
    result = applied([item(**change)], [item()])
    assert (len(result.new), len(result.accepted), len(result.stale)) == (1, 0, 1)


def test_a_problem_without_a_path_is_known_by_file_and_rule():
    problem = LintItem("a.yaml", 3, 1, "invalid-deal", "files", "high", "unknown key", "", "")
    result = applied([problem, problem], [problem])
    assert (len(result.new), len(result.accepted)) == (1, 1)


def test_of_equal_findings_as_many_are_accepted_as_were_counted():
    result = applied([item(line=1), item(line=2), item(line=3)], [item(line=5), item(line=6)])
    assert [each.line for each in result.accepted] == [1, 2]
    assert [each.line for each in result.new] == [3]


class TestStale:
    def test_a_repaired_finding(self):
        (stale,) = applied([], [item()]).stale
        assert str(stale) == "deals/a.yaml: undated-step at next_steps[Send quote].due"

    def test_some_of_several(self):
        (stale,) = applied([item()], [item(), item(), item()]).stale
        assert (stale.count, str(stale).endswith("(gone 2 times)")) == (2, True)

    def test_they_come_sorted(self):
        files = [each.known.file for each in applied([], [item("deals/b.yaml"), item("deals/a.yaml")]).stale]
        assert files == ["deals/a.yaml", "deals/b.yaml"]

    def test_only_files_of_this_run_are_judged(self, folder):
        (folder / "deals").mkdir()
        for name in ("a", "b"):
            (folder / "deals" / f"{name}.yaml").touch()
        result = applied([], [item("deals/a.yaml"), item("deals/b.yaml")], files={"deals/a.yaml"})
        assert [each.known.file for each in result.stale] == ["deals/a.yaml"]

    def test_a_deleted_file_is_judged_in_any_run(self):
        result = applied([], [item("deals/deleted.yaml")], files={"deals/a.yaml"})
        assert [each.known.file for each in result.stale] == ["deals/deleted.yaml"]

    def test_only_rules_of_this_run_are_judged(self):
        result = applied([], [item(), item(rule="gone-dark")], rules={"gone-dark"})
        assert [each.known.rule for each in result.stale] == ["gone-dark"]
