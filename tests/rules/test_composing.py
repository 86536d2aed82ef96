"""A draft becomes the words that a candidate reads."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.model.slip import Evidence
from domain.model.terms import ENDINGS, MilestoneId, Result, State
from domain.rules.composing import compose, plain_words, tip_line
from tests.rules.slip_builders import JOAN, arun, composed, english, improvement, joan, shipped, slip, strength


def test_the_first_sample_slip_comes_out_of_its_fields() -> None:
    document = composed(joan())

    assert document.greeting == "Hi Joan,"
    assert document.opening == (
        "Thank you for taking the mock call today. Result: not yet. You can take a new mock call from 12 August."
    )
    assert document.went_well == (
        'At the start you said, "Thank you for calling Bluefin, this is Joan." '
        "The customer knew who you were, so the call began well.",
        "You asked for the name and the last four digits before you shared the bill. That keeps customers safe.",
    )
    assert [point.observation for point in document.work_on] == [
        'After the customer said, "My bill went up," you offered a credit in the first ten seconds. '
        "The end of the free month did not come up, so the same charge would come back.",
        "At minute three you stopped for about 15 seconds, twice, while you read the card. "
        "A caller may think the line is dead.",
    ]
    assert document.work_on[1].drill == (
        "Do a task on your phone and say each step aloud. Ten minutes a day will do. Aim for no gap over eight seconds."
    )
    assert tip_line(document) == (
        "For your next mock call: tell the caller the plan in one line: first, then and last."
    )
    assert document.contact == "Questions? Reach us by text message, 9 am to 7 pm."


def test_the_second_sample_slip_comes_out_of_its_fields() -> None:
    document = composed(arun(), replace(JOAN, person="Arun Dsouza", called="Arun"))

    assert document.opening == (
        "Thank you for your time on the phone today. Result: passed. Your in-person interview is on Tuesday 4 August."
    )
    assert document.went_well == (
        'In your last answer you said, "I fixed 30 orders a day with no errors." '
        "That gave us a clear reason to meet you.",
        "On the spelling question you gave each letter in groups, so we got your email right the first time.",
    )
    assert document.work_on[0].observation == (
        "On question two you waited about seven seconds before you spoke. A caller may think that you are not sure."
    )
    assert tip_line(document) == (
        "For the in-person interview: bring one more value point, with a story that you did not use on the phone."
    )


def test_plain_words_follow_the_order_of_the_slip() -> None:
    draft = replace(joan(), critical_text="You shared a code.", free_text="It was good to meet you.")
    lines = plain_words(composed(draft)).splitlines()

    assert [line.split()[0] for line in lines] == [
        "Hi", "Thank", "You", "What", "-", "-", "What", "1.", "2.", "For", "It", "Questions?",
    ]  # fmt: skip


def test_drill_rows_carry_title_dose_and_target() -> None:
    rows = composed(joan()).drills

    assert [(row.title, row.minutes, row.target) for row in rows] == [
        ("Active listening and probing", 10, "Aim to find the cause in four out of five."),
        ("Active listening and probing", 10, "Aim for no gap over eight seconds."),
    ]


def test_the_catalogue_praise_stands_in_for_a_missing_effect() -> None:
    point = strength(Evidence("at the start", "gave your name"), text="Your opening was warm and complete.")
    assert composed(slip((point,))).went_well == (
        "At the start you gave your name. Your opening was warm and complete.",
    )


def test_the_catalogue_praise_stands_alone_or_after_a_moment() -> None:
    praise = "We understood every name, so customers will too."
    bare, timed = strength(Evidence(), text=praise), strength(Evidence("question two"), text=praise)
    assert composed(slip((bare, timed))).went_well == (
        "We understood every name, so customers will too.",
        "On question two we understood every name, so customers will too.",
    )


def test_a_point_without_evidence_is_named_and_never_an_empty_bullet() -> None:
    point = improvement(Evidence(effect="A caller may think the line is dead."))
    document = composed(slip((strength(Evidence()),), (point,)))
    assert document.went_well == ("Opening and greeting.",)
    assert document.work_on[0].observation == ("Active listening and probing. A caller may think the line is dead.")


def test_a_dose_of_one_minute_and_a_drill_without_a_target_read_well() -> None:
    point = improvement(Evidence(act="stopped"), "Say it aloud", 1, "")
    assert composed(slip((), (point,))).work_on[0].drill == "Say it aloud. Give it one minute a day."


def test_what_got_better_opens_the_praise() -> None:
    document = composed(replace(joan(), better="You told the customer what comes next"))
    assert document.went_well[0] == "Better than last time: you told the customer what comes next."


def test_other_accounts_are_offered_in_the_opening() -> None:
    document = composed(slip(other_accounts=("Bluefin Retail", "Harbour Bank")))
    assert document.opening.endswith(
        "You already meet the entry standard of Bluefin Retail and Harbour Bank. Ask us to move you there."
    )


def test_a_critical_error_is_explained_and_says_when_to_come_back() -> None:
    document = composed(slip(critical_text="You shared account details before the check was done."))
    assert document.critical == "You shared account details before the check was done."
    assert document.opening.endswith("Result: not yet. You can try again from 12 August.")


def test_an_unbooked_next_step_says_by_when_we_tell() -> None:
    draft = replace(arun(), next_booked=False)
    assert composed(draft).opening.endswith(
        "Your next step is the in-person interview. We will tell you the time by Tuesday 4 August."
    )


def test_a_person_who_did_not_come_is_not_thanked_for_it() -> None:
    assert composed(slip(result=Result.NO_SHOW)).opening.startswith("Result: we missed you.")


def test_the_end_of_the_road_says_when_day_one_is() -> None:
    draft = slip(result=Result.PASSED, ending=State.HIRED, milestone=MilestoneId.OFFER, next_date=date(2026, 9, 7))
    document = composed(draft)
    assert document.opening.endswith("Day one is 7 September.")
    assert document.tip_heading == "For day one"


def test_without_channel_or_hours_the_contact_line_still_reads() -> None:
    assert composed(joan(), replace(JOAN, channel="", hours="")).contact == "Questions? Reach us."
    assert composed(joan(), replace(JOAN, channel="sms")).contact.startswith("Questions? Reach us by text message,")


@pytest.mark.parametrize(("result", "ending"), product(Result, [None, *sorted(ENDINGS)]))
@pytest.mark.parametrize("dated", [True, False])
def test_every_result_and_ending_has_words_and_a_date_or_a_way_back(
    result: Result, ending: State | None, dated: bool
) -> None:
    following = MilestoneId.SERVICE if result is Result.PASSED and not ending else None
    day = date(2026, 9, 2) if dated else None
    document = composed(slip(result=result, ending=ending, next_milestone=following, next_date=day))
    words = plain_words(document)

    assert "Result: " in document.opening
    assert document.tip
    assert document.contact
    assert not re.search(r"[{}]", words)
    if dated and ending not in {State.UNREACHABLE, State.DUPLICATE} and result is not Result.VOID:
        assert "2 September" in document.opening


def test_braces_and_template_names_in_evidence_are_left_as_typed() -> None:
    point = strength(Evidence(act="said {date} twice"))
    assert composed(slip((point,))).went_well == ("You said {date} twice.",)


_TYPED = st.text(alphabet=st.sampled_from("abcyou THE.,;:!?'\"-5 \u201c\u201d\u2019\u2026\n"), max_size=40)
_EVIDENCE = st.builds(Evidence, _TYPED, _TYPED, _TYPED)


@settings(max_examples=300, deadline=None)
@given(_EVIDENCE, _EVIDENCE, _TYPED, _TYPED)
@example(Evidence("at the start you", "you you said.", "so. "), Evidence('"', '"', '"'), "..", "you you")
@example(Evidence("when", "...", "which"), Evidence("'x'", ",.", "That  helps .."), "a..b", " ,")
def test_no_typing_makes_a_slip_look_glued(praised: Evidence, asked: Evidence, tip: str, free: str) -> None:
    draft = slip((strength(praised, text="Your opening was warm."),), (improvement(asked),), free_text=free)
    document = composed(replace(draft, next_tip=tip))
    words = plain_words(document)

    assert "  " not in words
    assert ".." not in words
    assert " ," not in words
    assert ",," not in words
    assert "{" not in words
    assert "you you" not in words.lower()
    assert all(re.search(r"\w", text) for text in document.went_well)
    assert all(re.search(r"\w", point.observation) for point in document.work_on)


@given(st.floats(0, 5000, allow_nan=False))
def test_points_and_gaps_never_reach_the_document(gap: float) -> None:
    draft = joan()
    shown = replace(draft, improvements=tuple(replace(point, gap=gap) for point in draft.improvements))
    assert composed(shown) == composed(draft)


def test_the_milestone_is_the_heading_and_the_frame_is_kept() -> None:
    frame = replace(JOAN, attempt=2, language="es")
    document = compose(joan(), shipped(MilestoneId.MOCK_CALL), None, english(), frame)
    assert (document.milestone, document.attempt, document.language) == ("Mock call", 2, "es")
    assert (document.person, document.site, document.dated) == ("Joan Alcaraz", "Makati hub", JOAN.dated)
