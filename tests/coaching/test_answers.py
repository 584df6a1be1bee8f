"""What typed lines mean: choices, names, texts, amounts, done or a day."""

from __future__ import annotations

from datetime import date

import pytest

from dealcoach.coaching.answers import AnswerError, DoubtError, heard, read_answer
from dealcoach.coaching.forms import GRADES, ROLES, STANCES, Choice, Kind, Part

AS_OF = date(2026, 11, 21)
STANCE = Part("stance", "?", Kind.CHOICE, STANCES)
WHO = Part(
    "who", "?", Kind.CHOICE, (Choice("Ines Duarte"), Choice("Ines Roth"), Choice("Tom Becker")), free=True
)
ROLE = Part("roles", "?", Kind.CHOICES, ROLES)
GRADE = Part("word", "?", Kind.CHOICE, GRADES["influence"])
TEXT = Part("what", "?")
THEIRS = Part("who", "?", Kind.CHOICE, (Choice("customer"), Choice("Ines Duarte")), free=True, reads="person")
NAME = Part("name", "?", choices=(Choice("dana"),), reads="person")
DONE = Part("day", "?", Kind.DONE_OR_DAY)


@pytest.mark.parametrize(
    ("part", "line", "value"),
    [
        (STANCE, "1", "champion"),
        (STANCE, "Champion", "champion"),
        (STANCE, " skep ", "skeptical"),
        (STANCE, "RESISTANT", "resistant"),
        (WHO, "3", "Tom Becker"),
        (WHO, "tom", "Tom Becker"),
        (WHO, "Duarte", "Ines Duarte"),
        (WHO, "ines  duarte", "Ines Duarte"),
        (WHO, "Paul Stern", "Paul Stern"),
        (WHO, '"Tom"', "Tom"),
        (ROLE, "1 4", ["decision_maker", "end_user"]),
        (ROLE, "1,4", ["decision_maker", "end_user"]),
        (ROLE, "end user, KDM", ["end_user", "decision_maker"]),
        (ROLE, "procurement", ["purchaser"]),
        (ROLE, "1, 1", ["decision_maker"]),
        (GRADE, "4", "4"),
        (TEXT, "  Run   the workshop ", "Run the workshop"),
        (TEXT, '"back"', "back"),
        (TEXT, '"', '"'),
        (DONE, "done", ("done", "true")),
        (DONE, "Done, yesterday", ("done", "2026-11-20")),
        (DONE, "done 12 Nov", ("done", "2026-11-12")),
        (DONE, "next friday", ("due", "2026-11-27")),
    ],
)
def test_read(part: Part, line: str, value: object) -> None:
    assert read_answer(part, line, AS_OF) == value


@pytest.mark.parametrize(
    ("part", "line", "says"),
    [
        (STANCE, "9", "champion, supporter"),
        (STANCE, "0", "champion, supporter"),
        (STANCE, "champoin", "Did you mean champion?"),
        (STANCE, "s", "Choose a word or a number"),
        (STANCE, "²", "Choose"),
        (WHO, "Ines Durate", "Did you mean Ines Duarte?"),
        (WHO, "beck", "Did you mean Tom Becker?"),
        (WHO, '""', "Choose"),
        (WHO, "x" * 300, "long"),
        (ROLE, "1, boss", "Choose"),
        (ROLE, ",", "Choose"),
        (GRADE, "6", "1, 2, 3, 4, 5"),
        (GRADE, "99999999999999999999", "1, 2, 3, 4, 5"),
        (TEXT, '""', "empty"),
        (TEXT, "x" * 3000, "3,000 characters"),
        (DONE, "whenever", "no day"),
        (DONE, "done tomorrow", "still to come"),
        (DONE, "yesterday", "has passed"),
        (Part("due", "?", Kind.DAY_AHEAD), "2026-11-20", "has passed"),
        (Part("day", "?", Kind.DAY_BACK), "2026-11-22", "still to come"),
        (Part("amount", "?", Kind.AMOUNT), "$240,000", "write 240000"),
        (Part("amount", "?", Kind.AMOUNT), "-5", "0 or more"),
    ],
)
def test_refused(part: Part, line: str, says: str) -> None:
    with pytest.raises(AnswerError) as caught:
        read_answer(part, line, AS_OF)
    assert says in str(caught.value)


@pytest.mark.parametrize("part", [THEIRS, NAME])
@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("next friday", '"next friday" reads as a day, not as a person.'),
        ("12 Dec", "reads as a day"),
        ("nobody yet", 'Is "nobody yet" a person?'),
        ("us", 'Is "us" a person?'),
    ],
)
def test_a_name_that_reads_as_none_is_asked_about(part: Part, line: str, says: str) -> None:
    with pytest.raises(DoubtError) as caught:
        read_answer(part, line, AS_OF)
    assert says in str(caught.value)
    assert read_answer(part, line, AS_OF, sure=True) == line
    assert read_answer(part, f'"{line}"', AS_OF) == line


@pytest.mark.parametrize(
    ("part", "line"),
    [(THEIRS, "them"), (THEIRS, "the client"), (THEIRS, "Bo Ek"), (NAME, "dana"), (NAME, "Bo Ek")],
)
def test_a_side_and_what_is_on_offer_are_no_doubtful_names(part: Part, line: str) -> None:
    assert read_answer(part, line, AS_OF) == line


def test_heard() -> None:
    assert heard(Part("due", "?", Kind.DAY_AHEAD), "next friday", "2026-11-27") == "Friday, 27 November 2026"
    assert heard(Part("due", "?", Kind.DAY_AHEAD), "2026-11-27", "2026-11-27") == ""
    assert heard(DONE, "done", ("done", "true")) == ""
    assert heard(WHO, "tom", "Tom Becker") == "Tom Becker"
    assert heard(TEXT, "abc", "abc") == ""
