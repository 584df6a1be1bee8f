"""Edits keep every byte that they are not about."""

from __future__ import annotations

import pytest

from dealcoach.coaching.editing import Add, Change, Extend, Put, apply
from dealcoach.coaching.untouched import comments
from dealcoach.importing.edit import CannotEditError

from .samples import DEAL, changed_lines

STEP = (("what", "Run it"), ("owner", "us"))


def done(text: str, *changes: Change) -> str:
    return apply(text.encode(), changes).decode()


@pytest.mark.parametrize(
    ("change", "gone", "new"),
    [
        (Put(("need", "if_not"), "Fines"), ["    if_not:     # nobody asked yet"],
         ["    if_not: Fines     # nobody asked yet"]),
        (Put(("need", "by"), "2027-02-01"), [], ["    by: 2027-02-01"]),
        (Put(("buying_team", 1, "stance"), "neutral"), [], ["    stance: neutral"]),
        (Put(("buying_team", 0, "stance"), "neutral"), ["    stance: champion       # loud and clear"],
         ["    stance: neutral       # loud and clear"]),
        (Put(("next_steps", 0, "due"), "2026-12-01"), [], ["    due: 2026-12-01"]),
        (Put(("next_steps", 1, "done"), "true"), [], ["    done: true"]),
        (Put(("customer_plan", "decision_date"), "2026-12-10"), [],
         ["customer_plan:", "  decision_date: 2026-12-10", ""]),
        (Put(("business_case", "status"), "draft"), [], ["business_case:", "  status: draft", ""]),
        (Put(("close_date",), "2027-01-15"), ["close_date: 2026-12-30 # month end, they say"],
         ["close_date: 2027-01-15 # month end, they say"]),
        (Extend(("close_date_history",), ("2026-12-30",)), [], ["close_date_history: [2026-12-30]"]),
        (Extend(("buying_team", 1, "roles"), ("purchaser",)), ["    roles: decision_maker"],
         ["    roles: [decision_maker, purchaser]"]),
        (Add(("next_steps",), STEP), [], ["  - what: Run it", "    owner: us"]),
        (Add(("buying_team", 0, "signals"), (("kind", "other"),)), [], ["    signals:", "      - kind: other"]),
        (Add(("activity",), (("date", "2026-11-20"),)), [], ["  - {date: 2026-11-20}"]),
        (Add(("waivers",), (("rule", "a"), ("reason", "b"))), [], ["", "waivers:", "  - rule: a", "    reason: b"]),
    ],
)  # fmt: skip
def test_only_the_answer_changes(change: Change, gone: list[str], new: list[str]) -> None:
    after = done(DEAL, change)
    removed, added = changed_lines(DEAL, after)
    assert removed == gone
    assert sorted(added) == sorted(new)
    assert comments(after) == comments(DEAL)


def test_member_in_braces() -> None:
    after = done(DEAL, Put(("buying_team", 2, "concern"), "Work at night"))
    assert "stance: resistant, concern: Work at night} # in braces" in after


def test_several_changes_make_one_section() -> None:
    after = done(DEAL, Put(("business_case", "status"), "draft"), Put(("business_case", "owner"), "us"))
    assert "business_case:\n  status: draft\n  owner: us\n" in after


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["", "\n"])
def test_newlines_and_bom_stay(newline: str, mark: bytes, end: str) -> None:
    text = (DEAL.rstrip("\n") + end).replace("\n", newline)
    after = apply(mark + text.encode(), [Put(("need", "by"), "2027-02-01"), Add(("next_steps",), STEP)])
    assert after.startswith(mark + b"# Hanne")
    assert after.count(b"\n") == after.count(newline.encode())
    assert after.decode("utf-8-sig").endswith("# the end" + end.replace("\n", newline))


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("{deal: a}", "{deal: a, need: {by: 2027-01-01}, customer_plan: {steps: [{what: w}]}}"),
        ("deal: a # z", "deal: a # z\n\nneed:\n  by: 2027-01-01\n\ncustomer_plan:\n  steps:\n    - what: w"),
        ("deal: a\nneed: ~ # none\n",
         "deal: a\nneed:  # none\n  by: 2027-01-01\n\ncustomer_plan:\n  steps:\n    - what: w\n"),
        ("deal: a\nneed: {problem: z, # k\n  if_not: x, # l\n  }\ncustomer_plan: {steps: []}\n",
         "deal: a\nneed: {problem: z, # k\n  if_not: x, by: 2027-01-01, # l\n  }\n"
         "customer_plan: {steps: [{what: w}]}\n"),
        ("---\nneed:\n  by: 2026-01-01\ncustomer_plan:\n  steps:\n  - what: v\n...\n",
         "---\nneed:\n  by: 2027-01-01\ncustomer_plan:\n  steps:\n  - what: v\n  - what: w\n...\n"),
    ],
)  # fmt: skip
def test_shapes(text: str, after: str) -> None:
    changes = [Put(("need", "by"), "2027-01-01"), Add(("customer_plan", "steps"), (("what", "w"),))]
    assert done(text, *changes) == after


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("deal: a\nneed: &n {by: 2026-01-01}\ncustom: *n\n", Put(("need", "by"), "2027-01-01")),
        ("deal: &d a\naccount: *d\n", Put(("deal",), "b")),
        ("deal: a\nx: &l [1]\nnext_steps: *l\n", Add(("next_steps",), STEP)),
        ("deal: a\nnext_steps: {what: b}\n", Add(("next_steps",), STEP)),
        ("deal: a\nneed: hello\n", Put(("need", "by"), "2027-01-01")),
        ("deal: a\nbuying_team:\n- &m {name: A}\n- *m\n", Put(("buying_team", 1, "stance"), "neutral")),
        ("deal: a\nclose_date: [x]\nclose_date: y\n", Put(("need", "by", "deeper"), "1")),
        ("- a\n", Put(("need", "by"), "2027-01-01")),
        ("deal: [\n", Put(("need", "by"), "2027-01-01")),
        ("\xff", Put(("need", "by"), "2027-01-01")),
    ],
)
def test_what_it_would_rather_not_touch(text: str, change: Change) -> None:
    with pytest.raises(CannotEditError):
        apply(text.encode("latin-1"), [change])


def test_comments_are_found_where_they_are() -> None:
    text = "a: \"x # no\"  # one\nb: |  # two\n  # not this\nc: '# no' #three\n# four\nd: e#f\n"
    assert comments(text) == ["# one", "# two", "#three", "# four"]
