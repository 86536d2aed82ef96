"""How evidence reads: a recruiter types it in any form, the candidate reads one person's note to another."""

from __future__ import annotations

from datetime import date

import pytest

from domain.model.slip import Evidence
from domain.rules.wording import (
    act_clause,
    day_words,
    effect_sentence,
    fill,
    listed,
    lower_first,
    moment_clause,
    number_words,
    observation,
    sentence,
    tidy,
    title_words,
    under_heading,
)


@pytest.mark.parametrize(
    ("typed", "clause"),
    [
        ("offered a credit", "you offered a credit"),
        ("Offered a credit.", "you offered a credit"),
        ("you offered a credit", "you offered a credit"),
        ("You offered a credit", "you offered a credit"),
        ("you you offered a credit", "you offered a credit"),
        ("The candidate offered a credit", "you offered a credit"),
        ('"My bill went up"', 'you said, "My bill went up"'),
        ("\u201cI will check.\u201d", 'you said, "I will check."'),
        ("'I cannot help'", "you said, 'I cannot help'"),
        ('said: "hello"', 'you said, "hello"'),
        ("said 'hello'", "you said 'hello'"),
        ("your voice faded at the end of lines", "your voice faded at the end of lines"),
        ("The end did not come up", "the end did not come up"),
        ("two silences of 15 seconds", "you had two silences of 15 seconds"),
        ("no greeting", "you had no greeting"),
        ("one check was left out", "one check was left out"),
        ("offering a credit at once", "you were offering a credit at once"),
        ("I had to ask twice", "I had to ask twice"),
        ("", ""),
        (" . ", ""),
    ],
)
def test_an_act_becomes_a_clause_with_its_subject(typed: str, clause: str) -> None:
    assert act_clause(typed) == clause


@pytest.mark.parametrize(
    ("typed", "clause"),
    [
        ("at the start", "at the start"),
        ("At the start,", "At the start,"),
        ("start", "at the start"),
        ("the close", "at the close"),
        ("question 2", "on question 2"),
        ("minute three", "at minute three"),
        ("2:14", "at 2:14"),
        ("On question two you", "On question two"),
        ("the refund question", "on the refund question"),
        ("curveball", "during the curveball"),
        ("last answer", "in your last answer"),
        ("the customer got upset", "when the customer got upset,"),
        ("customer said no", "when the customer said no,"),
        ("I asked about shifts", "when I asked about shifts,"),
        ('after the customer said, "My bill went up"', 'after the customer said, "My bill went up,"'),
        ('after the customer said "why?"', 'after the customer said "why?"'),
        ("before we asked", "before we asked,"),
        ("after the greeting", "after the greeting"),
        ("", ""),
    ],
)
def test_a_moment_is_ready_to_stand_before_a_clause(typed: str, clause: str) -> None:
    assert moment_clause(typed) == clause


@pytest.mark.parametrize(
    ("effect", "told"),
    [
        ("keeps customers safe", "You asked first. That keeps customers safe."),
        ("That keeps customers safe.", "You asked first. That keeps customers safe."),
        ("which keeps customers safe", "You asked first, which keeps customers safe."),
        ("so the call began well", "You asked first, so the call began well."),
        ("because it saves time", "You asked first because it saves time."),
        ("customers feel safe", "You asked first. Customers feel safe."),
        ("may cost a sale", "You asked first. That may cost a sale."),
        ("costs go up", "You asked first. Costs go up."),
        ("", "You asked first."),
    ],
)
def test_an_effect_joins_what_was_told(effect: str, told: str) -> None:
    assert observation(Evidence(act="asked first", effect=effect)) == told


def test_an_effect_with_so_follows_a_quote_within_one_sentence() -> None:
    told = observation(Evidence("at the start", '"I will check by 5 pm."', "so the caller knew when to expect news"))
    assert told == 'At the start you said, "I will check by 5 pm," so the caller knew when to expect news.'


def test_an_effect_can_stand_alone() -> None:
    assert effect_sentence("so that the call began well") == "The call began well"
    assert effect_sentence("to keep them calm") == "That helps to keep them calm"
    assert effect_sentence("which helps") == "That helps"


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
