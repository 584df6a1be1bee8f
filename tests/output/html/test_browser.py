"""The page in a real browser: what it shows, what it does, and what it must not do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import page_samples
import pytest

from dealcoach.output.html.changes import Change, Changes
from dealcoach.output.html.page import page
from dealcoach.output.html.wording import anchor

if TYPE_CHECKING:
    from conftest import Opened

    OpenPage = Callable[..., Opened]

REPORT = page_samples.realistic()
HTML = page(
    REPORT,
    changes=Changes(
        "14 Nov 2026", (Change("deals/northwind-0.yaml", "Northwind", ("Pushed",), 1, "EUR", 2, 3, ("x",)),)
    ),
)


def _select(opened: Opened, name: str, value: str) -> None:
    opened.page.select_option(f"#{name}", value)


def test_it_shows_all_deals_and_asks_for_nothing(open_page: OpenPage) -> None:
    opened = open_page(HTML)
    assert len(opened.shown()) == 12
    assert opened.page.text_content("#count") == "12 deals"
    opened.open_all()
    assert len(opened.open_cards()) == 12
    assert [url for url in opened.requests if not url.startswith("file:")] == []
    assert len(opened.requests) == 1
    assert opened.complaints == []


def test_it_filters_by_owner_band_and_rule(open_page: OpenPage) -> None:
    opened = open_page(HTML)
    for name, value, wanted in (
        ("by-owner", "Dana Reyes", {deal.account for deal in REPORT.deals if deal.owner == "Dana Reyes"}),
        ("by-band", "watch", {deal.account for deal in REPORT.deals if deal.band == "watch"}),
        (
            "by-rule",
            "no-ally",
            {d.account for d in REPORT.deals if any(f.rule == "no-ally" for f in d.findings)},
        ),
    ):
        _select(opened, name, value)
        assert set(opened.shown()) == wanted
        assert 0 < len(wanted) < 12
        assert opened.page.text_content("#count") == f"{len(wanted)} of 12 deals"
        opened.page.click("#clear")
        assert len(opened.shown()) == 12


def test_filters_add_up(open_page: OpenPage) -> None:
    opened = open_page(HTML)
    _select(opened, "by-owner", "Theo Banks")
    _select(opened, "by-rule", "gone-dark")
    assert set(opened.shown()) == {
        deal.account
        for deal in REPORT.deals
        if deal.owner == "Theo Banks" and any(finding.rule == "gone-dark" for finding in deal.findings)
    }


@pytest.mark.parametrize(
    ("order", "key"),
    [
        ("score", lambda deal: deal.score),
        ("close", lambda deal: deal.close_date),
        ("owner", lambda deal: deal.owner),
        ("amount", lambda deal: (deal.currency, -deal.amount)),
    ],
)
def test_it_sorts(open_page: OpenPage, order: str, key: Callable[[Any], Any]) -> None:
    opened = open_page(HTML)
    _select(opened, "sort", order)
    by_account = {deal.account: key(deal) for deal in REPORT.deals}
    keys = [by_account[account] for account in opened.shown()]
    assert len(keys) == 12
    assert keys == sorted(keys)


def test_search_finds_accounts_and_people_and_says_when_nothing_fits(open_page: OpenPage) -> None:
    opened = open_page(HTML)
    opened.page.fill("#find", "fjordbank LOAN")
    assert opened.shown() == ["Fjordbank"]
    name = REPORT.deals[0].buying_team[0].name
    opened.page.fill("#find", name)
    assert set(opened.shown()) >= {REPORT.deals[0].account}
    opened.page.fill("#find", "no such deal anywhere")
    assert opened.shown() == []
    assert opened.page.is_visible("#none")
    assert opened.page.locator(".plot.wide a:not(.off)").count() == 0


def test_keys_search_move_open_and_clear(open_page: OpenPage) -> None:
    opened = open_page(HTML)
    page_ = opened.page
    page_.keyboard.press("Control+k")
    assert page_.evaluate("document.activeElement.id") == "find"
    page_.keyboard.type("Fjordbank")
    assert opened.shown() == ["Fjordbank"]
    page_.keyboard.press("Escape")
    assert len(opened.shown()) == 12
    page_.focus(".deal > summary")
    page_.keyboard.press("ArrowDown")
    page_.keyboard.press("ArrowDown")
    page_.keyboard.press("ArrowUp")
    page_.keyboard.press("Enter")
    assert opened.open_cards() == [opened.shown()[1]]
    page_.keyboard.press("Escape")
    assert opened.open_cards() == []


def test_the_plot_is_one_stop_and_is_walked_with_arrows(open_page: OpenPage) -> None:
    opened = open_page(HTML)
    assert opened.page.locator(".plot.wide a[tabindex='0']").count() == 1
    opened.page.focus(".plot.wide a[tabindex='0']")
    before = opened.page.evaluate("document.activeElement.querySelector('use').x.baseVal.value")
    opened.page.keyboard.press("ArrowRight")
    after = opened.page.evaluate("document.activeElement.querySelector('use').x.baseVal.value")
    assert after >= before
    assert opened.page.locator(".plot.wide a[tabindex='0']").count() == 1


def test_a_deep_link_opens_its_deal(open_page: OpenPage) -> None:
    deal = REPORT.deals[5]
    opened = open_page(HTML, fragment=f"#{anchor(deal.file)}")
    opened.page.wait_for_selector(".deal[open]")
    assert opened.open_cards() == [deal.account]
    assert opened.page.locator(".deal[open] > summary").is_visible()


def test_a_link_opens_a_deal_that_a_filter_hides(open_page: OpenPage) -> None:
    opened = open_page(HTML)
    first = opened.page.text_content(".agenda li:first-child .who b")
    other = next(deal.owner for deal in REPORT.deals if deal.account != first and deal.owner != "Theo Banks")
    _select(opened, "by-owner", other)
    opened.page.click(".agenda li:first-child .who a")
    opened.page.wait_for_selector(".deal[open]")
    assert opened.open_cards() == [first]
    assert "#deal-" in opened.page.url


def test_a_theme_and_an_owner_filter_the_list(open_page: OpenPage) -> None:
    opened = open_page(HTML)
    opened.page.click("a[data-rule='gone-dark']")
    assert set(opened.shown()) == {
        deal.account for deal in REPORT.deals if any(finding.rule == "gone-dark" for finding in deal.findings)
    }
    opened.page.click("a[data-owner='Mira Holm']")
    assert set(opened.shown()) == {deal.account for deal in REPORT.deals if deal.owner == "Mira Holm"}


def test_it_can_be_read_and_linked_without_script(open_page: OpenPage) -> None:
    deal = REPORT.deals[3]
    opened = open_page(HTML, fragment=f"#{anchor(deal.file)}", java_script_enabled=False)
    assert opened.page.locator("#tools").is_hidden()
    assert opened.page.locator("noscript").first.is_visible()
    assert opened.page.locator(".agenda > li").count() == 12
    assert opened.page.locator(".plot.wide").is_visible()
    assert opened.page.locator(".deal[open] .nm > b").all_text_contents() == [deal.account]
    other = opened.page.locator("summary.row", has_text=REPORT.deals[4].account)
    other.click()
    assert opened.page.locator(".deal[open] .nm > b").count() == 2


def test_it_prints_everything_opened(open_page: OpenPage) -> None:
    opened = open_page(HTML)
    opened.page.evaluate("""addEventListener("beforeprint", () => {
        document.title = String(document.querySelectorAll(".deal[open]").length);
    })""")
    pdf = opened.page.pdf()
    assert pdf.startswith(b"%PDF")
    assert opened.page.title() == "12"
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") + pdf.count(b"/Type /Page/") > 5
    assert opened.open_cards() == []


def test_print_shows_cards_that_stand_closed(open_page: OpenPage) -> None:
    opened = open_page(HTML, java_script_enabled=False)
    opened.page.emulate_media(media="print")
    card = opened.page.locator(".card").first
    assert card.bounding_box()["height"] > 200


def test_a_thousand_deals_open_and_their_packed_cards_unfold(open_page: OpenPage) -> None:
    opened = open_page(page(page_samples.realistic(1000)))
    assert opened.page.text_content("#count") == "1000 deals"
    identity = opened.page.locator(".card:empty").last.get_attribute("id")
    card = opened.page.locator(f"[id='{identity}']")
    opened.page.locator(".deal", has=card).locator("summary.row").click()
    card.locator("h4", has_text="The two next critical things").wait_for()
    opened.page.fill("#find", "fjordbank 509")
    assert opened.shown() == ["Fjordbank 509"]
    assert opened.complaints == []
    assert len(opened.requests) == 1


def test_print_unfolds_what_is_listed(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dealcoach.output.html.pack.split.__defaults__", (0,))
    opened = open_page(page(REPORT))
    opened.page.evaluate("window.print = () => { document.body.dataset.printed = 'yes'; }")
    _select(opened, "by-owner", "Dana Reyes")
    opened.page.click("#print")
    opened.page.wait_for_selector("body[data-printed]")
    assert opened.page.locator(".card:not(:empty)").count() == len(opened.shown()) == 3
