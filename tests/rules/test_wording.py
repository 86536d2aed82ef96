"""Sentences, dates, numbers and headings in plain words."""

from __future__ import annotations

from datetime import date

import pytest

from domain.rules.wording import (
    day_words,
    fill,
    listed,
    lower_first,
    number_words,
    sentence,
    tidy,
    title_words,
    under_heading,
)


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("a  b ,c..", "a b,c."),
        ("done!.", "done!"),
        ("wait... what", "wait… what"),
        ('He said "no.".', 'He said "no."'),
        ('asks "what is that?", then', 'asks "what is that?", then'),
        ('said "no.", then', 'said "no," then'),
        ("did it ,,  twice", "did it, twice"),
        ("why??", "why?"),
    ],
)
def test_punctuation_is_mended(typed: str, mended: str) -> None:
    assert tidy(typed) == mended


def test_a_sentence_opens_with_a_capital_and_ends_with_one_stop() -> None:
    assert sentence("slow down") == "Slow down."
    assert sentence('you said "go"') == 'You said "go."'
    assert sentence("ready?") == "Ready?"
    assert sentence(" , ") == ""


def test_small_letters_spare_names_of_one_letter_and_abbreviations() -> None:
    assert lower_first("Offer it") == "offer it"
    assert lower_first("I'm here") == "I'm here"
    assert lower_first("SMS first") == "SMS first"


def test_dates_need_no_locale_and_say_the_weekday_when_near() -> None:
    dated = date(2026, 8, 5)
    assert day_words(date(2026, 8, 12), dated) == "Wednesday 12 August"
    assert day_words(date(2026, 8, 26), dated) == "26 August"
    assert day_words(date(2027, 1, 4), dated) == "4 January 2027"


def test_counts_and_lists_in_words() -> None:
    assert number_words(10) == "ten"
    assert number_words(20) == "20"
    assert listed(["Retail", "Bank", "Travel"]) == "Retail, Bank and Travel"
    assert listed([]) == ""


def test_a_brace_inside_a_value_is_never_filled() -> None:
    assert fill("Hi {name}, see {date}", name="{date}") == "Hi {date}, see {date}"


def test_a_title_drops_what_stands_in_brackets_and_speaks_to_the_reader() -> None:
    assert title_words("Clear speech (intelligibility)") == "Clear speech"
    assert title_words("Sells their unique value") == "Sells your unique value"


@pytest.mark.parametrize(
    ("tip", "heading", "short"),
    [
        ("On the mock call, type key words only.", "For the mock call", "Type key words only."),
        ("In the skill test, do the checks first.", "For the sales test", "Do the checks first."),
        ("In person, finish each word.", "For the in-person interview", "Finish each word."),
        ("In training, ask one question each day.", "For day one", "In training, ask one question each day."),
        ("In the listening part, look for three.", "For the exam", "In the listening part, look for three."),
        (
            "Bring one more point to the in-person interview, with a story.",
            "For the in-person interview",
            "Bring one more point, with a story.",
        ),
    ],
)
def test_a_tip_does_not_repeat_its_heading(tip: str, heading: str, short: str) -> None:
    assert under_heading(tip, heading) == short
