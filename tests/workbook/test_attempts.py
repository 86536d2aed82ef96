"""Attempts: when one can be started, what can be entered, and that nothing entered is lost or overwritten."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.slip import Evidence
from domain.model.terms import MilestoneId, Proposal, Result, State, VisitState
from domain.workbook import applications, attempts, decisions, fitting, history, queue

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.workbook.hub import Hub


def started(hub: Hub, milestone: MilestoneId = MilestoneId.APPLICATION, **known: object) -> int:
    """An attempt that has just begun."""
    application = hub.put_on(**known)  # type: ignore[arg-type]
    hub.take_to(application, milestone)
    return attempts.open_or_start(hub.wb, application)


def line(hub: Hub, attempt: int, criterion: str) -> attempts.Line:
    """What stands on the sheet for a criterion."""
    return next(one for one in attempts.sheet(hub.wb, attempt).lines if one.criterion.id == criterion)


# starting ------------------------------------------------------------------------------------------------------------


def test_starting_again_gives_the_attempt_that_is_open(hub: Hub, colleague: Hub) -> None:
    application = hub.put_on()
    attempt = attempts.open_or_start(hub.wb, application)
    acts = len(history.recent(hub.wb))
    assert attempts.open_or_start(hub.wb, application) == attempt
    assert attempts.open_or_start(colleague.wb, application) == attempt
    assert len(history.recent(hub.wb)) == acts
    assert attempts.sheet(hub.wb, attempt).by == "Noor"


def test_two_recruiters_who_start_at_once_share_one_attempt(hub: Hub, colleague: Hub) -> None:
    application = hub.put_on()
    mine: list[int] = []
    do = colleague.wb.store.do

    def in_between(*given: object, **more: object) -> object:
        mine.append(attempts.open_or_start(hub.wb, application))
        return do(*given, **more)  # type: ignore[call-overload]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(colleague.wb.store, "do", in_between)
        theirs = attempts.open_or_start(colleague.wb, application)
    assert mine == [theirs]
    assert hub.value("select count(*) from attempt") == 1


def test_the_visit_is_under_way_where_the_attempt_is(hub: Hub) -> None:
    application = hub.put_on()
    hub.take_to(application, MilestoneId.IN_PERSON)
    hub.clock.ahead(minutes=5)
    attempts.open_or_start(hub.wb, application)
    row = queue.rows(hub.wb)[0]
    assert (row.state, row.place, row.wait) == (VisitState.UNDERWAY, "with Noor", 0)


def test_the_exam_is_in_the_exam_room(hub: Hub) -> None:
    started(hub, MilestoneId.EXAM)
    assert queue.rows(hub.wb)[0].place == "exam room"


def test_who_comes_back_goes_on_with_the_attempt_that_is_open(hub: Hub) -> None:
    application = hub.put_on()
    attempt = attempts.open_or_start(hub.wb, application)
    queue.leave(hub.wb, queue.rows(hub.wb)[0].id)
    hub.clock.ahead(days=1)
    queue.come_in(hub.wb, attempts.sheet(hub.wb, attempt).person)
    assert queue.rows(hub.wb)[0].state is VisitState.WAITING
    assert attempts.open_or_start(hub.wb, application) == attempt
    assert queue.rows(hub.wb)[0].state is VisitState.UNDERWAY


@pytest.mark.parametrize(
    ("milestone", "opens", "day"),
    [
        (MilestoneId.APPLICATION, date(2026, 9, 11), "11 Sep"),
        (MilestoneId.MOCK_CALL, date(2026, 8, 26), "26 Aug"),
        (MilestoneId.FINAL, date(2026, 10, 11), "11 Oct"),
    ],
)
def test_a_retake_waits_as_long_as_the_milestone_asks(hub: Hub, milestone: MilestoneId, opens: date, day: str) -> None:
    application = hub.put_on()
    hub.take_to(application, milestone)
    assert hub.take(application, 1, Result.NOT_YET).retest == opens
    hub.clock.ahead(days=(opens - date(2026, 8, 12)).days - 1)
    with pytest.raises(Conflict, match=f"open from {day}"):
        attempts.open_or_start(hub.wb, application)
    hub.clock.ahead(days=1)
    assert attempts.sheet(hub.wb, attempts.open_or_start(hub.wb, application)).number == 2


def test_a_retake_in_another_year_says_which(hub: Hub) -> None:
    hub.clock.ahead(days=130)
    application = hub.put_on()
    hub.take(application, 1, Result.NOT_YET)
    with pytest.raises(Conflict, match="open from 19 Jan 2027"):
        attempts.open_or_start(hub.wb, application)


def test_proof_of_practice_halves_a_wait_and_is_kept(hub: Hub) -> None:
    application = hub.put_on()
    hub.take_to(application, MilestoneId.MOCK_CALL)
    hub.take(application, 1, Result.NOT_YET)
    hub.clock.ahead(days=6)
    with pytest.raises(Conflict, match="open from 19 Aug"):
        attempts.open_or_start(hub.wb, application, proof="drill log")
    hub.clock.ahead(days=1)
    for none in ("", "  "):
        with pytest.raises(Conflict, match="open from 26 Aug"):
            attempts.open_or_start(hub.wb, application, proof=none)
    attempt = attempts.open_or_start(hub.wb, application, proof="drill log of ten days")
    assert attempts.sheet(hub.wb, attempt).note == "Proof of practice: drill log of ten days"


def test_a_wait_over_thirty_days_is_not_halved(hub: Hub) -> None:
    application = hub.put_on()
    hub.take_to(application, MilestoneId.FINAL)
    hub.take(application, 1, Result.NOT_YET)
    hub.clock.ahead(days=59)
    with pytest.raises(Conflict, match="open from 11 Oct"):
        attempts.open_or_start(hub.wb, application, proof="drill log")


def test_three_tries_in_half_a_year(hub: Hub) -> None:
    application = hub.put_on()
    for _ in range(3):
        hub.take(application, 1, Result.NOT_YET)
        hub.clock.ahead(days=30)
    with pytest.raises(Conflict, match=r"3 tries in 180 days.* 8 Feb 2027"):
        attempts.open_or_start(hub.wb, application)
    hub.clock.ahead(days=90)
    assert attempts.sheet(hub.wb, attempts.open_or_start(hub.wb, application)).number == 4


def test_the_limit_is_the_persons_whatever_opening_they_are_on(hub: Hub) -> None:
    application = hub.put_on()
    for _ in range(3):
        hub.take(application, 1, Result.NOT_YET)
        hub.clock.ahead(days=30)
    moved = fitting.move(hub.wb, application, hub.opening("travel_air"))
    with pytest.raises(Conflict, match="3 tries in 180 days"):
        attempts.open_or_start(hub.wb, moved)


def test_another_class_of_the_account_makes_the_wait_no_shorter(hub: Hub) -> None:
    application = hub.put_on()
    hub.take(application, 1, Result.NOT_YET)
    moved = fitting.move(hub.wb, application, hub.opening("retail_cs"))
    with pytest.raises(Conflict, match="open from 11 Sep"):
        attempts.open_or_start(hub.wb, moved)


def test_a_void_try_is_retaken_today_and_is_not_counted(hub: Hub) -> None:
    application = hub.put_on()
    for _ in range(4):
        attempt = attempts.open_or_start(hub.wb, application)
        decided = decisions.decide(hub.wb, attempt, Result.VOID, reason="the line went dead")
        assert decided.retest == date(2026, 8, 12)
    stored = hub.stands(application)
    assert (stored["state"], stored["road"][0]) == (State.READY, "@")
    assert queue.rows(hub.wb)[0].state is VisitState.WAITING
    assert hub.take(application).result is Result.PASSED


def test_what_is_on_hold_waits_until_it_is_settled(hub: Hub) -> None:
    attempt = started(hub)
    application = attempts.sheet(hub.wb, attempt).application
    hub.rate(attempt, 4)
    noted = attempts.critical(hub.wb, attempt, "app.ce.false_claim", "The certificate was never issued.")
    decisions.decide(hub.wb, attempt, Result.ON_HOLD)
    with pytest.raises(Conflict, match="On hold until it is looked into"):
        attempts.open_or_start(hub.wb, application)
    attempts.clear_critical(hub.wb, noted, "the school found it")
    again = attempts.open_or_start(hub.wb, application)
    assert attempts.sheet(hub.wb, again).number == 2


def test_days_are_the_sites_own(hub: Hub) -> None:
    """At 23:30 in Manila it is still the day before in UTC; at 0:30 it is not the next day in UTC yet."""
    hub.clock.now = int(datetime.fromisoformat("2026-08-12T23:30:00+08:00").timestamp() * 1000)
    application = hub.put_on()
    decided = hub.take(application, 1, Result.NOT_YET)
    assert decided.retest == date(2026, 9, 11)
    assert queue.rows(hub.wb, date(2026, 8, 12))
    hub.clock.ahead(hours=1)
    assert hub.wb.today() == date(2026, 8, 13)
    assert queue.rows(hub.wb) == []
    hub.clock.ahead(days=28, hours=23, minutes=29)
    with pytest.raises(Conflict):
        attempts.open_or_start(hub.wb, application)
    hub.clock.ahead(minutes=2)
    assert attempts.open_or_start(hub.wb, application)


# entering ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("criterion", "value"),
    [
        ("app.clarity", 0),
        ("app.clarity", 6),
        ("app.clarity", 2.5),
        ("app.clarity", math.nan),
        ("app.clarity", math.inf),
        ("app.contact", 3),
        ("app.writing", -1),
        ("app.writing", math.nan),
    ],
)
def test_a_value_that_cannot_be_is_refused_and_the_one_before_stays(hub: Hub, criterion: str, value: float) -> None:
    attempt = started(hub)
    attempts.rate(hub.wb, attempt, criterion, 5)
    with pytest.raises(BadInput) as refused:
        attempts.rate(hub.wb, attempt, criterion, value)
    assert refused.value.hint
    rating = line(hub, attempt, criterion).rating
    assert rating is not None
    assert rating.value == 5


def test_a_measure_of_nothing_is_a_measure(hub: Hub) -> None:
    attempt = started(hub)
    attempts.rate(hub.wb, attempt, "app.writing", 0)
    rating = line(hub, attempt, "app.writing").rating
    assert rating is not None
    assert rating.observed


def test_clearing_a_rating_keeps_its_evidence(hub: Hub) -> None:
    attempt = started(hub)
    attempts.rate(hub.wb, attempt, "app.clarity", 4)
    attempts.evidence(hub.wb, attempt, "app.clarity", act="used short bullets")
    attempts.clear_rating(hub.wb, attempt, "app.clarity")
    cleared = line(hub, attempt, "app.clarity")
    assert (cleared.rating, cleared.evidence) == (None, Evidence("", "used short bullets", ""))
    assert attempts.sheet(hub.wb, attempt).entered == 0


def test_one_rating_per_criterion_however_often_it_is_pressed(hub: Hub) -> None:
    attempt = started(hub)
    for value in (1, 5, 3):
        attempts.rate(hub.wb, attempt, "app.clarity", value)
    attempts.not_observed(hub.wb, attempt, "app.clarity")
    assert hub.rows("select entered, value from rating") == [{"entered": attempts.NOT_OBSERVED, "value": 0.0}]


def test_evidence_is_one_line_of_two_hundred_characters_and_never_cut(hub: Hub) -> None:
    attempt = started(hub)
    attempts.evidence(hub.wb, attempt, "app.clarity", act="  used\n short   bullets ", effect="x" * 200)
    with pytest.raises(BadInput, match="201 characters, and 200 fit"):
        attempts.evidence(hub.wb, attempt, "app.clarity", effect="y" * 201)
    assert line(hub, attempt, "app.clarity").evidence == Evidence("", "used short bullets", "x" * 200)


def test_each_field_of_the_evidence_is_stored_by_itself(hub: Hub) -> None:
    attempt = started(hub)
    for part, text in (("moment", "on page two"), ("act", "listed dates"), ("effect", "It reads well.")):
        given: dict[str, Any] = {part: text}
        attempts.evidence(hub.wb, attempt, "app.clarity", **given)
    assert line(hub, attempt, "app.clarity").evidence == Evidence("on page two", "listed dates", "It reads well.")
    assert line(hub, attempt, "app.clarity").rating is None


def test_a_chip_keeps_a_moment_that_was_typed(hub: Hub) -> None:
    attempt = started(hub, MilestoneId.PHONE)
    attempts.evidence(hub.wb, attempt, "ph.professional", moment="after the second ring")
    attempts.chip(hub.wb, attempt, "ph.professional", 1)
    told = line(hub, attempt, "ph.professional")
    assert told.evidence.moment == "after the second ring"
    assert told.evidence.act == told.criterion.chips[0].act


def test_a_second_chip_brings_its_own_moment(hub: Hub) -> None:
    attempt = started(hub, MilestoneId.PHONE)
    attempts.chip(hub.wb, attempt, "ph.professional", 1)
    attempts.chip(hub.wb, attempt, "ph.professional", 2)
    told = line(hub, attempt, "ph.professional")
    ready = told.criterion.chips[1]
    assert told.evidence == Evidence(ready.moment, ready.act, ready.effect)


@pytest.mark.parametrize("number", [0, 5, -1])
def test_a_chip_that_is_not_there(hub: Hub, number: int) -> None:
    with pytest.raises(BadInput, match=r"Use 1 to 4\."):
        attempts.chip(hub.wb, started(hub), "app.clarity", number)


def test_points_of_the_value_card_are_ticked_and_unticked(hub: Hub, colleague: Hub) -> None:
    attempt = started(hub, points=("I led a team", "I type fast"))
    attempts.point_made(hub.wb, attempt, 1)
    attempts.point_made(colleague.wb, attempt, 2)
    assert attempts.sheet(hub.wb, attempt).made == {1, 2}
    attempts.point_made(hub.wb, attempt, 1)
    assert attempts.sheet(hub.wb, attempt).made == {2}
    assert attempts.sheet(hub.wb, attempt).points == ("I led a team", "I type fast")
    for missing in (0, 3):
        with pytest.raises(BadInput, match=f"no point {missing}"):
            attempts.point_made(hub.wb, attempt, missing)


def test_what_is_not_on_the_sheet(hub: Hub) -> None:
    attempt = started(hub)
    with pytest.raises(NotFound, match="has no criterion"):
        attempts.rate(hub.wb, attempt, "ex.typing_speed", 30)
    with pytest.raises(NotFound, match="has no critical error"):
        attempts.critical(hub.wb, attempt, "mc.ce.privacy", "Your balance is 40.")
    with pytest.raises(NotFound, match="no longer in the workbook"):
        attempts.sheet(hub.wb, 12)


ENTRIES: dict[str, Callable[[Hub, int], object]] = {
    "rate": lambda hub, attempt: attempts.rate(hub.wb, attempt, "app.clarity", 1),
    "not observed": lambda hub, attempt: attempts.not_observed(hub.wb, attempt, "app.clarity"),
    "clear": lambda hub, attempt: attempts.clear_rating(hub.wb, attempt, "app.clarity"),
    "evidence": lambda hub, attempt: attempts.evidence(hub.wb, attempt, "app.clarity", act="changed later"),
    "chip": lambda hub, attempt: attempts.chip(hub.wb, attempt, "app.clarity", 1),
    "point": lambda hub, attempt: attempts.point_made(hub.wb, attempt, 1),
    "critical": lambda hub, attempt: attempts.critical(hub.wb, attempt, "app.ce.false_claim", "never issued"),
}


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_finished_attempt_takes_no_more_entries(hub: Hub, entry: str) -> None:
    attempt = started(hub, points=("I led a team",))
    hub.rate(attempt, 4)
    decisions.decide(hub.wb, attempt, Result.PASSED)
    before = attempts.sheet(hub.wb, attempt)
    with pytest.raises(Conflict, match="finished"):
        ENTRIES[entry](hub, attempt)
    assert attempts.sheet(hub.wb, attempt) == before


@pytest.mark.parametrize("entry", ["rate", "point", "critical"])
def test_an_entry_that_crosses_a_decision_is_refused(hub: Hub, colleague: Hub, entry: str) -> None:
    attempt = started(hub, points=("I led a team",))
    hub.rate(attempt, 4)
    do = colleague.wb.store.do

    def in_between(*given: object, **more: object) -> object:
        decisions.decide(hub.wb, attempt, Result.PASSED)
        return do(*given, **more)  # type: ignore[call-overload]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(colleague.wb.store, "do", in_between)
        with pytest.raises(Conflict, match="finished"):
            ENTRIES[entry](colleague, attempt)


# critical errors -----------------------------------------------------------------------------------------------------


def test_a_quote_is_kept_whole_or_refused(hub: Hub) -> None:
    attempt = started(hub)
    with pytest.raises(BadInput, match="501 characters, and 500 fit"):
        attempts.critical(hub.wb, attempt, "app.ce.false_claim", "x" * 501)
    attempts.critical(hub.wb, attempt, "app.ce.false_claim", " “never issued” ", second=" Ines ")
    noted = attempts.sheet(hub.wb, attempt).criticals[0]
    assert (noted.quote, noted.by, noted.second) == ("“never issued”", "Noor", "Ines")


@pytest.mark.parametrize("own", ["noor", " NOOR "])
def test_the_second_name_is_somebody_elses(hub: Hub, colleague: Hub, own: str) -> None:
    attempt = started(hub, MilestoneId.MOCK_CALL)
    with pytest.raises(BadInput, match="somebody else"):
        attempts.critical(hub.wb, attempt, "mc.ce.privacy", "Your balance is 40.", second=own)
    noted = attempts.critical(hub.wb, attempt, "mc.ce.privacy", "Your balance is 40.")
    with pytest.raises(BadInput, match="somebody else"):
        attempts.confirm_critical(colleague.wb, noted, own)
    with pytest.raises(BadInput, match="second name is needed"):
        attempts.confirm_critical(colleague.wb, noted, " ")
    attempts.confirm_critical(colleague.wb, noted, "Ines")
    assert attempts.sheet(hub.wb, attempt).assessment.proposal is Proposal.NOT_YET


def test_a_cleared_error_does_not_count_and_says_why(hub: Hub) -> None:
    attempt = started(hub, MilestoneId.MOCK_CALL)
    hub.rate(attempt, 5)
    noted = attempts.critical(hub.wb, attempt, "mc.ce.privacy", "Your balance is 40.", second="Ines")
    with pytest.raises(BadInput, match="Say why"):
        attempts.clear_critical(hub.wb, noted, " ")
    attempts.clear_critical(hub.wb, noted, "it was the customer who said it")
    found = attempts.sheet(hub.wb, attempt)
    assert found.assessment.proposal is Proposal.PASSED
    assert found.criticals[0].cleared
    assert hub.value("select cleared_why from critical") == "it was the customer who said it"


def test_an_error_of_a_decided_attempt_is_not_judged_again(hub: Hub) -> None:
    attempt = started(hub, MilestoneId.MOCK_CALL)
    hub.rate(attempt, 5)
    noted = attempts.critical(hub.wb, attempt, "mc.ce.privacy", "Your balance is 40.")
    decisions.decide(hub.wb, attempt, Result.PASSED)
    with pytest.raises(Conflict, match="finished"):
        attempts.confirm_critical(hub.wb, noted, "Ines")
    with pytest.raises(Conflict, match="finished"):
        attempts.clear_critical(hub.wb, noted, "a slip of the tongue")
    assert attempts.sheet(hub.wb, attempt).assessment.proposal is Proposal.PASSED


def test_errors_that_are_gone(hub: Hub) -> None:
    noted = attempts.critical(hub.wb, started(hub), "app.ce.false_claim", "never issued")
    history.undo(hub.wb)
    with pytest.raises(NotFound, match="no longer in the workbook"):
        attempts.confirm_critical(hub.wb, noted, "Ines")
    with pytest.raises(NotFound, match="no longer in the workbook"):
        attempts.clear_critical(hub.wb, noted, "undone")


def test_undoing_a_start_leaves_the_person_where_they_were(hub: Hub) -> None:
    application = hub.put_on()
    before = hub.stands(application), queue.rows(hub.wb)
    attempts.open_or_start(hub.wb, application)
    history.undo(hub.wb)
    after = hub.stands(application)
    assert ({**after, "version": 0, "act": 0}, queue.rows(hub.wb)) == ({**before[0], "version": 0, "act": 0}, before[1])
    applications.end(hub.wb, application, State.WITHDREW)
