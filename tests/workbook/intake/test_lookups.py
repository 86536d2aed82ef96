"""Other systems' words for accounts, stages and endings."""

from __future__ import annotations

import pytest

from domain.model.terms import ENDINGS, EndedBy, MilestoneId, State
from domain.workbook.intake.lookups import AccountReader, ended_by, read_reason, read_stage
from domain.workbook.intake.vocabulary import vocabulary
from tests.workbook.intake.support import ACCOUNTS


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("retail_cs", "retail_cs"),
        ("Telecom tech support", "telecom_tech"),
        ("TSR - Telecom (Wave 3)", "telecom_tech"),
        ("CSR - Retail (Wave 14)", "retail_cs"),
        ("Banking and cards", "banking_cs"),
        ("Travel & Airline Support", "travel_air"),
        ("Not sure", ""),
        ("", ""),
    ],
)
def test_an_account_is_found_by_what_files_call_it(text: str, account: str) -> None:
    assert AccountReader(ACCOUNTS, vocabulary()).read(text) == (account, "")


@pytest.mark.parametrize("text", ["Moon base", "Telecom", "Healthcare"])
def test_an_account_that_is_not_here_or_not_plain_is_doubted_not_guessed(text: str) -> None:
    account, doubt = AccountReader(ACCOUNTS, vocabulary()).read(text)
    assert account == ""
    assert text in doubt


@pytest.mark.parametrize(
    ("text", "milestone"),
    [
        ("Application Review", MilestoneId.APPLICATION),
        ("Phone Screen", MilestoneId.PHONE),
        ("Face to Face", MilestoneId.IN_PERSON),
        ("Assessment", MilestoneId.EXAM),
        ("MOCK CALL", MilestoneId.MOCK_CALL),
        ("Final Interview", MilestoneId.FINAL),
        ("Offer", MilestoneId.OFFER),
        ("Entrevista telefónica", MilestoneId.PHONE),
    ],
)
def test_a_stage_is_a_milestone(text: str, milestone: MilestoneId) -> None:
    found = read_stage(text, vocabulary())
    assert (found.milestone, found.ending, found.doubt) == (milestone, None, "")


def test_some_stages_are_endings_and_unknown_ones_are_doubted() -> None:
    assert read_stage("Hired", vocabulary()).ending is State.HIRED
    assert read_stage("Withdrawn", vocabulary()).ending is State.WITHDREW
    assert "Vibe check" in read_stage("Vibe check", vocabulary()).doubt


@pytest.mark.parametrize(
    ("text", "state", "by"),
    [
        ("Withdrew", State.WITHDREW, EndedBy.CANDIDATE),
        ("No show", State.NO_SHOW, EndedBy.NO_SHOW),
        ("Failed typing", State.NOT_SELECTED, EndedBy.US),
        ("Schedule", State.NOT_SELECTED, EndedBy.US),
        ("Communication", State.NOT_SELECTED, EndedBy.US),
        ("Offer declined", State.DECLINED, EndedBy.CANDIDATE),
        ("Position filled", State.OUTSCORED, EndedBy.US),
        ("Client declined", State.CLIENT_DECLINED, EndedBy.CLIENT),
        ("No response", State.UNREACHABLE, EndedBy.US),
    ],
)
def test_a_reason_tells_the_ending_and_who_ended_it(text: str, state: State, by: EndedBy) -> None:
    found = read_reason(text, vocabulary())
    assert (found.state, found.by, found.doubt) == (state, by, "")
    assert found.reason
    assert "fail" not in found.reason.lower()


def test_an_unknown_reason_keeps_its_words_and_is_doubted() -> None:
    found = read_reason("Left for the circus", vocabulary())
    assert (found.state, found.by, found.reason) == (State.NOT_SELECTED, EndedBy.US, "Left for the circus")
    assert found.doubt


def test_everybody_knows_who_ends_what() -> None:
    assert {state: ended_by(state) for state in ENDINGS}.keys() == ENDINGS
