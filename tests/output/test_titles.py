"""Rules are called by their titles where people read, with the id beside them."""

from __future__ import annotations

from review_samples import AS_OF, LUMEN, NORTHWIND, REPORT, only, replace

from dealcoach.output.board import board
from dealcoach.output.card import card
from dealcoach.output.html.page import page
from dealcoach.output.markdown import markdown
from dealcoach.output.review_formats import View, render
from dealcoach.output.terminal import width
from dealcoach.output.titles import title_of
from dealcoach.rules.library import load

TITLES = load().titles_by_id
NO_ALLY = "Nobody inside wants it for reasons of their own"


def spaced(text: str) -> str:
    return " ".join(text.split())


def test_every_rule_has_a_title() -> None:
    assert TITLES["no-ally"] == NO_ALLY
    assert all(TITLES.values()) and set(TITLES) == set(load().by_id)
    assert title_of("no-ally", TITLES) == NO_ALLY
    assert title_of("an-own-rule", TITLES) == "an-own-rule"


def test_the_card_says_in_words_what_to_repair_and_what_would_be_new() -> None:
    shown = card(NORTHWIND, as_of=AS_OF, width=80, color=False, titles=TITLES)
    assert f"Without Tom Becker it falls by 16 to 31: {NO_ALLY}; No way to the person" in spaced(shown)
    assert (
        "59 POINTS: REPAIR\n· We wait and make no move of our own (1 above)  waiting-on-customer\n" in shown
    )
    assert not [line for line in shown.split("\n") if width(line) > 80]


def test_the_card_says_in_words_what_holds_the_band() -> None:
    shown = spaced(card(LUMEN, as_of=AS_OF, width=80, color=False, titles=TITLES))
    assert "while something serious is open: We talk with one person only." in shown


def test_a_long_title_leaves_the_id_to_the_next_line() -> None:
    long = {**TITLES, "waiting-on-customer": "word " * 13}
    shown = card(NORTHWIND, as_of=AS_OF, width=80, color=True, titles=long)
    assert "(1 above)\n\x1b[2m  waiting-on-customer\x1b[0m\n" in shown


def test_the_board_shows_themes_and_habits_in_words() -> None:
    for columns in (60, 80, 120):
        shown = board(REPORT, width=columns, color=False, titles=TITLES)
        assert not [line for line in shown.split("\n") if width(line) > columns]
        for theme in REPORT.summary.themes[:8]:
            assert TITLES[theme.rule] in spaced(shown) and f" · {theme.rule}\n" in shown
        assert "most often: Nothing is planned next" in spaced(shown)
    assert "\x1b[2m" in board(REPORT, width=80, color=True, titles=TITLES).split("THEMES")[1]


def test_markdown_and_page_say_them_too() -> None:
    folder, one = markdown(REPORT, TITLES), markdown(only(NORTHWIND), TITLES)
    assert "| We wait and make no move of our own (waiting-on-customer) |" in folder
    assert "- We wait and make no move of our own (waiting-on-customer)\n" in one
    assert f"it falls by 16 to 31: {NO_ALLY}; No way to the person who decides" in one
    html = page(REPORT, titles=TITLES)
    assert f"<small>New: {NO_ALLY}; No way to the person who decides</small>" in html
    assert "<li>We wait and make no move of our own</li>" in html
    assert ">We wait and make no move of our own</a>" in html


def test_a_title_is_a_user_s_text() -> None:
    evil = dict.fromkeys(TITLES, "<b>\x1b[2J|")
    assert "<b>\\x1b" not in page(REPORT, titles=evil) and "\x1b" not in markdown(REPORT, evil)
    assert "\x1b" not in board(REPORT, width=80, color=False, titles=evil)
    assert "\x1b" not in card(NORTHWIND, as_of=AS_OF, width=80, color=False, titles=evil)


def test_a_view_hands_them_on() -> None:
    view = View(titles=TITLES)
    assert render("text", REPORT, view) == board(REPORT, width=80, color=False, titles=TITLES)
    assert render("markdown", REPORT, view) == markdown(REPORT, TITLES)
    assert render("html", REPORT, view) == page(REPORT, titles=TITLES)
    one = render("text", only(NORTHWIND), view._replace(one=True))
    assert one == card(NORTHWIND, as_of=AS_OF, width=80, color=False, titles=TITLES)


def test_without_points_to_lose_no_loss_is_good_news() -> None:
    spent = tuple(replace(group, lost=group.max) for group in NORTHWIND.groups)
    deal = replace(NORTHWIND, hangs_on=(), groups=spent)
    said = "No points are left to lose in people and relationships; losing somebody would not show here."
    assert said in spaced(card(deal, as_of=AS_OF, width=80, color=False))
    assert said in page(only(deal))
    assert "cost no points" not in card(deal, as_of=AS_OF, width=80, color=False)
