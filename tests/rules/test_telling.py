"""How evidence reads: a recruiter types it in any form, the candidate reads one person's note to another."""

from __future__ import annotations

import pytest

from domain.model.slip import Evidence
from domain.rules.telling import act_clause, effect_sentence, moment_clause, observation


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
