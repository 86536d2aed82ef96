"""What keeps a finished slip back, way by way, and what a correction says of itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.model.errors import CatalogueError
from domain.model.slip import SlipDocument, WorkOn
from domain.model.terms import Channel, Result, State
from domain.rules.contact_hours import Moment
from domain.rules.correcting import changes, corrected, without_lead
from domain.rules.gates import Caps, Full, GateId, Reader, Way, caps, gates, is_refusal
from tests.rules.slip_builders import catalogue

GOOD = Moment(True, None)
TONIGHT = datetime(2026, 8, 12, 20, 0, tzinfo=UTC)
READER = Reader(
    result=Result.NOT_YET,
    ending=None,
    offer_elsewhere=False,
    told=False,
    changes=None,
    address="joan@example.org",
    wish=Channel.EMAIL,
    ok_text=True,
    moment=GOOD,
)


def kept(reader: Reader, way: Way) -> list[GateId]:
    """What keeps it back."""
    return [gate.id for gate in gates(reader, way)]


@pytest.mark.parametrize("way", list(Way))
def test_nothing_keeps_back_a_slip_that_may_go(way: Way) -> None:
    assert kept(READER, way) == []


@pytest.mark.parametrize(
    ("result", "ending", "refusal"),
    [
        (Result.NOT_YET, None, True),
        (Result.NOT_YET, State.NOT_SELECTED, True),
        (Result.INCOMPLETE, State.OUTSCORED, True),
        (Result.NOT_YET, State.CLIENT_DECLINED, True),
        (Result.NOT_YET, State.WITHDREW, False),
        (Result.INCOMPLETE, State.DECLINED, False),
        (Result.PASSED, None, False),
        (Result.NO_SHOW, None, False),
        (Result.VOID, None, False),
    ],
)
@pytest.mark.parametrize("way", list(Way))
def test_no_refusal_goes_while_an_offer_is_open_elsewhere(
    result: Result, ending: State | None, refusal: bool, way: Way
) -> None:
    assert is_refusal(result, ending) is refusal
    reader = replace(READER, result=result, ending=ending, offer_elsewhere=True)
    assert kept(reader, way) == [GateId.OFFER] * refusal


def test_an_outcome_is_told_once_and_a_correction_must_differ() -> None:
    assert kept(replace(READER, told=True), Way.AT_HAND) == [GateId.TOLD]
    assert kept(replace(READER, changes=0), Way.AT_HAND) == [GateId.SAME]
    assert kept(replace(READER, changes=2), Way.MAIL) == []


def test_hours_hold_for_what_is_sent_and_not_for_what_is_handed_over() -> None:
    night = replace(READER, moment=Moment(False, TONIGHT))
    assert kept(night, Way.AT_HAND) == []
    assert kept(night, Way.BY_HAND) == [GateId.HOURS]
    gate = gates(night, Way.MAIL)[0]
    assert (gate.id, gate.until) == (GateId.HOURS, TONIGHT)
    assert gate.message == "it is outside their hours until Wed 20:00, their time"
    never = replace(READER, moment=Moment(False, None))
    assert gates(never, Way.MAIL)[0].message == "it is outside their hours"


def test_mail_needs_an_address_and_a_text_their_word() -> None:
    assert kept(replace(READER, address=""), Way.MAIL) == [GateId.ADDRESS]
    assert kept(replace(READER, address=""), Way.BY_HAND) == []
    quiet = replace(READER, ok_text=False)
    assert kept(quiet, Way.TEXT) == [GateId.TEXT]
    assert kept(quiet, Way.MAIL) == kept(quiet, Way.BY_HAND) == []
    called = replace(quiet, wish=Channel.CALL)
    assert kept(called, Way.TEXT) == kept(called, Way.BY_HAND) == [GateId.TEXT]
    for wish in (Channel.SMS, Channel.CHAT):
        assert kept(replace(quiet, wish=wish), Way.TEXT) == kept(replace(quiet, wish=wish), Way.BY_HAND) == []


def test_the_weightiest_reason_comes_first() -> None:
    reader = replace(READER, offer_elsewhere=True, told=True, address="", moment=Moment(False, None))
    assert kept(reader, Way.MAIL) == [GateId.OFFER, GateId.TOLD, GateId.ADDRESS, GateId.HOURS]


# Corrections.

WORDS = catalogue().words
SORRY = WORDS.correction["sorry"]
OLD = SlipDocument(
    person="Joan Alcaraz",
    site="Harbour hub",
    milestone="Mock call",
    attempt=1,
    dated=date(2026, 8, 12),
    language="en",
    greeting="Hi Joan,",
    opening="Thank you for the call. Result: not yet. You can try again from 26 August.",
    went_well_heading="What went well",
    went_well=("You greeted the caller by name.",),
    work_on_heading="What to work on",
    work_on=(WorkOn("You talked over the caller.", "Count to two."),),
    tip_heading="Next time",
    tip="Listen first.",
    contact="Reach us by phone.",
)


def test_a_correction_says_first_what_is_new_in_it() -> None:
    new = replace(OLD, opening=OLD.opening.replace("26", "27"), tip="Type second.")
    said = corrected(new, OLD, date(2026, 8, 13), WORDS, WORDS)
    assert said.opening.startswith("This takes the place of the feedback that we gave you on ")
    assert "New in it: your result and next step and the tip." in said.opening
    assert said.opening.endswith(new.opening)
    assert without_lead(said, SORRY) == new
    assert without_lead(new, SORRY) == new


def test_a_correction_of_a_correction_is_held_against_its_words_without_their_lead() -> None:
    first = corrected(replace(OLD, tip="Type second."), OLD, date(2026, 8, 13), WORDS, WORDS)
    assert changes(first, replace(OLD, tip="Type second."), SORRY) == ()
    again = corrected(replace(OLD, tip="Smile."), first, date(2026, 8, 14), WORDS, WORDS)
    assert "New in it: the tip." in again.opening
    assert again.opening.count("takes the place") == 1


@pytest.mark.parametrize(
    ("field", "value", "part"),
    [
        ("critical", "You gave out a number.", "critical"),
        ("went_well", ("You smiled.",), "went_well"),
        ("work_on", (), "work_on"),
        ("free_text", "It was good to meet you.", "free_text"),
        ("contact", "Reach us by text.", "contact"),
    ],
)
def test_each_part_that_differs_is_named(field: str, value: object, part: str) -> None:
    assert changes(OLD, replace(OLD, **{field: value}), SORRY) == (part,)  # type: ignore[arg-type]


def test_a_correction_that_changes_nothing_names_nothing() -> None:
    assert changes(OLD, OLD, SORRY) == ()
    assert "New in it" not in corrected(OLD, OLD, date(2026, 8, 13), WORDS, WORDS).opening


def test_a_stop_is_obeyed_on_every_way_but_face_to_face() -> None:
    stopped = replace(READER, no_contact=True)
    assert kept(stopped, Way.AT_HAND) == []
    assert [kept(stopped, way) for way in (Way.MAIL, Way.TEXT, Way.BY_HAND)] == [[GateId.STOP]] * 3
    assert "Show or print it" in gates(stopped, Way.MAIL)[0].hint


def test_nobody_is_sent_more_than_the_cap_allows() -> None:
    full = replace(READER, full=Full("2 messages within a day", TONIGHT))
    assert kept(full, Way.AT_HAND) == []
    assert [kept(full, way) for way in (Way.MAIL, Way.TEXT, Way.BY_HAND)] == [[GateId.CAP]] * 3
    gate = gates(full, Way.MAIL)[0]
    assert (gate.until, gate.message) == (TONIGHT, "they were sent 2 messages within a day")
    assert gate.hint.startswith("There is room from Wed 20:00, their time.")


def test_caps_come_from_the_follow_up_data() -> None:
    known = catalogue().follow_up
    assert caps(known) == Caps(per_day=2, per_week=5)
    assert caps(replace(known, raw={})) == Caps()
    with pytest.raises(CatalogueError, match="per_day is no cap"):
        caps(replace(known, raw={"contact_policy": {"sent": {"per_day": "two"}}}))
