"""Which deal of today is which deal of then."""

from __future__ import annotations

from dealcoach.comparing.matching import Entry, match

from .making import entry, unreadable


def matched(before: list[Entry], now: list[Entry]) -> list[tuple[str | None, str | None]]:
    return [
        (pair.before.path if pair.before else None, pair.now.path if pair.now else None)
        for pair in match(before, now)
    ]


def test_by_path() -> None:
    then = [entry("a.yaml"), entry("b.yaml", deal="Other")]
    now = [entry("b.yaml", deal="Renamed by its rep"), entry("c.yaml", deal="Third")]
    assert matched(then, now) == [("b.yaml", "b.yaml"), (None, "c.yaml"), ("a.yaml", None)]


def test_the_crm_id_beats_the_path() -> None:
    one, two = {"system": "salesforce", "id": "006A"}, {"system": "salesforce", "id": "006B"}
    then = [entry("a.yaml", crm=one), entry("b.yaml", crm=two)]
    now = [entry("a.yaml", crm=two), entry("b.yaml", crm=one)]
    assert matched(then, now) == [("b.yaml", "a.yaml"), ("a.yaml", "b.yaml")]


def test_the_same_path_with_another_crm_id_is_another_deal() -> None:
    then = [entry("a.yaml", crm={"id": "1"})]
    now = [entry("a.yaml", crm={"id": "2"})]
    assert matched(then, now) == [(None, "a.yaml"), ("a.yaml", None)]


def test_a_crm_id_that_two_files_share_decides_nothing() -> None:
    same = {"id": "1"}
    then = [entry("a.yaml", crm=same), entry("b.yaml", crm=same, deal="Other")]
    now = [entry("a.yaml", crm=same), entry("b.yaml", crm=same, deal="Other")]
    assert matched(then, now) == [("a.yaml", "a.yaml"), ("b.yaml", "b.yaml")]


def test_by_account_and_name_where_neither_decides() -> None:
    then = [entry("old/a.yaml"), entry("old/b.yaml", deal="Other")]
    now = [entry("new/1.yaml", deal="OTHER "), entry("new/2.yaml")]
    assert matched(then, now) == [("old/b.yaml", "new/1.yaml"), ("old/a.yaml", "new/2.yaml")]


def test_a_file_that_cannot_be_read_is_known_by_its_path() -> None:
    assert matched([entry("a.yaml")], [unreadable("a.yaml")]) == [("a.yaml", "a.yaml")]
    assert matched([unreadable("a.yaml")], [entry("a.yaml")]) == [("a.yaml", "a.yaml")]


def test_nothing_is_lost_and_nothing_stands_twice() -> None:
    then = [entry(f"{n}.yaml", deal=f"Deal {n % 3}") for n in range(6)]
    now = [entry(f"{n}.yaml", deal=f"Deal {n % 2}") for n in range(3, 9)]
    pairs = match(then, now)
    assert [pair.now for pair in pairs if pair.now] == now
    assert {id(pair.before) for pair in pairs if pair.before} == {id(one) for one in then}


def test_a_file_that_only_looks_renamed_is_the_same_deal_under_the_same_name() -> None:
    same, other = entry("a.yaml"), entry("a.yaml", deal="Another one")
    then = Entry("a.yaml", "was.yaml", same.outcome, renamed=True)
    assert matched([then], [same]) == [("a.yaml", "a.yaml")]
    assert matched([then], [other]) == [(None, "a.yaml"), ("a.yaml", None)]
