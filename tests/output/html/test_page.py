"""The page as text: what stands in it before any script runs."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import hostile_samples
import page_samples
import pytest

from dealcoach.output.html.changes import Change, Changes
from dealcoach.output.html.escape import esc, visible
from dealcoach.output.html.page import page, template
from dealcoach.output.html.wording import amount_lines, anchor

REALISTIC = page(page_samples.realistic())


class _Checked(HTMLParser):
    """Reads a page and collects ids, links, attributes and the text that a reader sees."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.tags: list[str] = []
        self.text = ""
        self._hidden = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._hidden = tag in ("script", "style")
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src"):
                self.links.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = False

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.text += data


CHECKED = _Checked(REALISTIC)


def test_everything_that_a_meeting_needs_is_there_without_script() -> None:
    for review in page_samples.realistic().deals:
        for words in (
            review.account,
            review.deal,
            review.owner,
            *(person.name for person in review.buying_team),
        ):
            assert words in CHECKED.text
        for finding in review.findings:
            for words in (
                finding.message,
                finding.why,
                *finding.ask,
                *finding.do,
                finding.file,
                f"line {finding.line}",
            ):
                assert words in CHECKED.text


def test_amounts_of_several_currencies_are_never_added() -> None:
    summary = page_samples.realistic().summary
    assert len(summary.amount) == 2
    for line in (*amount_lines(summary.amount), *amount_lines(summary.amount_at_risk)):
        assert line in CHECKED.text
    assert f"{sum(summary.amount.values()):,}" not in CHECKED.text


def test_nothing_points_outside_the_page() -> None:
    assert CHECKED.links
    assert [link for link in CHECKED.links if not link.startswith("#")] == []
    assert not re.search(r"@import|url\(", REALISTIC)


def test_every_link_has_its_place_and_no_id_stands_twice() -> None:
    assert len(CHECKED.ids) == len(set(CHECKED.ids))
    assert {link.removeprefix("#") for link in CHECKED.links} <= set(CHECKED.ids)


def test_no_inline_style_or_handler() -> None:
    assert "style" not in CHECKED.attributes
    assert [name for name in CHECKED.attributes if name.startswith("on")] == []


def test_the_policy_lets_only_this_style_and_this_script_run() -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', REALISTIC)
    assert policy is not None
    rules = dict(rule.strip().split(" ", 1) for rule in policy[1].split(";"))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    for tag, rule in (("style", "style-src"), ("script", "script-src")):
        body = re.search(rf"<{tag}>(.*?)</{tag}>", REALISTIC, re.DOTALL)
        assert body is not None
        digest = base64.b64encode(hashlib.sha256(body[1].encode()).digest()).decode()
        assert rules[rule] == f"'sha256-{digest}'"


def test_the_same_report_gives_the_same_bytes() -> None:
    assert page(page_samples.realistic()) == REALISTIC


@pytest.mark.parametrize("place", ["kept", "a-file/below"])
def test_the_page_does_not_depend_on_what_is_kept_of_its_template(place, tmp_path, monkeypatch) -> None:
    (tmp_path / "a-file").touch()
    monkeypatch.setenv("DEALCOACH_CACHE_DIR", str(tmp_path / place))
    for _ in range(2):
        template.cache_clear()
        assert page(page_samples.realistic()) == REALISTIC
    template.cache_clear()


def test_a_finding_says_what_it_would_cost_without_the_ceiling() -> None:
    deal = page_samples.realistic(1).deals[0]
    capped = deal.findings[0]._replace(points=3, worth=8)
    html = page(page_samples.report([deal._replace(findings=(capped,))]))
    assert "costs 3 of its 8 points" in html


def test_the_legend_says_that_the_second_axis_is_the_relationship() -> None:
    assert "our relationship with the person, not their interest" in CHECKED.text


def test_files_that_could_not_be_read_are_named() -> None:
    assert "deals/vega.yaml:7:13" in CHECKED.text


def test_an_empty_report_is_a_page_too() -> None:
    text = _Checked(page(page_samples.report([]))).text
    assert "0 open deals" in text
    assert "No open deal to talk about" in text


def test_closed_deals_are_listed_but_not_scored() -> None:
    deal = (
        page_samples.realistic(1)
        .deals[0]
        ._replace(
            status="no_decision",
            score=None,
            band=None,
            coverage=None,
            findings=(),
        )
    )
    text = _Checked(page(page_samples.report([deal]))).text
    assert "No decision" in text
    assert "counts in no total" in text


def test_the_changes_stand_in_the_page_only_when_there_are_some_to_tell() -> None:
    change = Change(
        "deals/northwind-0.yaml", "Northwind, ERP", ("Pushed",), 240000, "EUR", 58, 46, ("The date moved.",)
    )
    text = _Checked(page(page_samples.realistic(), changes=Changes("14 Nov 2026", (change,)))).text
    for words in ("What changed since 14 Nov 2026", "Pushed", "score 58 → 46", "The date moved."):
        assert words in text
    assert "What changed" not in CHECKED.text


@pytest.mark.parametrize("minutes", [1, 45, 90])
def test_the_title_and_the_minutes_are_those_asked_for(minutes: int) -> None:
    text = _Checked(page(page_samples.realistic(), minutes=minutes, title="Team <North>")).text
    assert "Team <North>" in text
    assert f"{minutes} minute" in text


def test_no_text_of_a_deal_becomes_markup() -> None:
    html = page(hostile_samples.hostile(), title=hostile_samples.HOSTILE[0])
    checked = _Checked(html)
    assert set(checked.tags) <= set(_Checked(page(page_samples.realistic())).tags) | {"noscript", "br"}
    assert checked.attributes <= CHECKED.attributes | {"hidden"}
    assert not set("\u202e\u2066\x00\x1b") & set(html)
    assert "\\u202e" in checked.text
    assert "{{ 7*7 }}" in checked.text


@pytest.mark.parametrize("text", ["Müller & Søn", "नमस्ते", "👩‍💼 Ana", "שלום"])
def test_ordinary_text_of_any_language_stays_as_it_is(text: str) -> None:
    assert visible(text) == text


def test_quotes_and_angles_are_escaped() -> None:
    assert esc("<a href=\"x\" id='y'>&") == "&lt;a href=&#34;x&#34; id=&#39;y&#39;&gt;&amp;"


def test_an_id_depends_on_the_file_alone_and_is_safe_in_a_link() -> None:
    assert anchor("deals/acme-erp.yaml") == "deal-deals/acme-erp"
    assert anchor("a.yml") != anchor("a.yaml")
    assert anchor("a b.yaml") != anchor("a-b.yaml")
    for text in hostile_samples.HOSTILE:
        assert re.fullmatch(r"[A-Za-z0-9._/-]+", anchor(text))


@pytest.mark.parametrize(
    ("deals", "minutes", "says"),
    [
        (12, 45, "come first and get the most time."),
        (12, 30, "come first; there is time for the same on each."),
        (12, 5, "5 minutes, 1 deal. It is the one that weighs most"),
    ],
)
def test_the_agenda_says_how_its_minutes_are_shared(deals: int, minutes: int, says: str) -> None:
    html = page(page_samples.realistic(deals), minutes=minutes)
    boxes = [int(box) for box in re.findall(r"<b>(\d+) min</b>", html)]
    assert (len(set(boxes)) > 1) is ("most time" in says)
    assert says in html
