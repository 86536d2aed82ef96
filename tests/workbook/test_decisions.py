"""Decisions: every result, what it takes, what follows from it, and two people who decide at once."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from domain.model.errors import BadInput, Conflict
from domain.model.terms import MilestoneId, Proposal, Result, State, VisitState
from domain.workbook import attempts, decisions, history, journeys, openings, people, queue, slips
from domain.workbook.decisions import NeedsReason, NeedsSecond

if TYPE_CHECKING:
    from tests.workbook.hub import Hub


def begun(hub: Hub, milestone: MilestoneId = MilestoneId.APPLICATION, level: int = 4) -> int:
    """A rated attempt of somebody who passed everything before it."""
    application = hub.put_on()
    hub.take_to(application, milestone)
    attempt = attempts.open_or_start(hub.wb, application)
    hub.rate(attempt, level)
    return attempt


def borderline(hub: Hub) -> int:
    """A mock call exactly on its pass mark."""
    attempt = begun(hub, MilestoneId.MOCK_CALL, 3)
    for line in attempts.sheet(hub.wb, attempt).lines:
        if line.criterion.scoring.type == "check":
            attempts.not_observed(hub.wb, attempt, line.criterion.id)
    assert attempts.sheet(hub.wb, attempt).assessment.proposal is Proposal.BORDERLINE
    return attempt


@pytest.mark.parametrize(
    ("result", "state", "cell", "retest", "visit"),
    [
        (Result.PASSED, State.READY, "*", None, VisitState.WAITING),
        (Result.NOT_YET, State.NOT_YET, "o", date(2026, 9, 11), VisitState.DONE),
        (Result.INCOMPLETE, State.INCOMPLETE, "~", date(2026, 8, 12), VisitState.DONE),
        (Result.ON_HOLD, State.ON_HOLD, "#", None, VisitState.DONE),
        (Result.VOID, State.READY, "@", date(2026, 8, 12), VisitState.WAITING),
    ],
)
def test_what_follows_from_each_result(
    hub: Hub, result: Result, state: State, cell: str, retest: date | None, visit: VisitState
) -> None:
    attempt = begun(hub)
    person = attempts.sheet(hub.wb, attempt).person
    decided = decisions.decide(hub.wb, attempt, result, reason="as we saw it")
    assert (decided.result, decided.retest) == (result, retest)
    assert decided.next == (MilestoneId.PHONE if result is Result.PASSED else None)
    shown = people.rows(hub.wb, [person])[0]
    assert (shown.state, shown.road[0], shown.retest) == (state, cell, retest.isoformat() if retest else "")
    assert shown.since == hub.clock.now
    assert queue.rows(hub.wb)[0].state is visit
    finished = attempts.sheet(hub.wb, attempt)
    assert (finished.result, finished.finished_at) == (result, hub.clock.now)
    view = slips.view(hub.wb, decided.slip)
    assert (view.attempt, view.draft.result, view.state) == (attempt, result, "draft")


@pytest.mark.parametrize("result", [Result.NO_SHOW, "nonsense"])
def test_what_cannot_be_decided_on_a_sheet(hub: Hub, result: Result) -> None:
    with pytest.raises(BadInput, match="cannot be decided on a sheet"):
        decisions.decide(hub.wb, begun(hub), result)


@pytest.mark.parametrize(
    ("proposal", "result", "against"),
    [
        (Proposal.PASSED, Result.PASSED, False),
        (Proposal.PASSED, Result.NOT_YET, True),
        (Proposal.PASSED, Result.VOID, True),
        (Proposal.PASSED, Result.ON_HOLD, True),
        (Proposal.PASSED, Result.INCOMPLETE, True),
        (Proposal.NOT_YET, Result.NOT_YET, False),
        (Proposal.NOT_YET, Result.PASSED, True),
        (Proposal.INCOMPLETE, Result.INCOMPLETE, False),
        (Proposal.INCOMPLETE, Result.PASSED, True),
        (Proposal.BORDERLINE, Result.PASSED, False),
        (Proposal.BORDERLINE, Result.NOT_YET, False),
        (Proposal.BORDERLINE, Result.VOID, True),
        (Proposal.ON_HOLD, Result.ON_HOLD, False),
        (Proposal.VOID, Result.VOID, False),
    ],
)
def test_what_goes_against_a_proposal(proposal: Proposal, result: Result, against: bool) -> None:
    assert decisions.goes_against(proposal, result) is against


@pytest.mark.parametrize("result", [Result.PASSED, Result.NOT_YET])
def test_the_band_takes_a_second_look_or_a_reason_and_leaves_the_choice_free(hub: Hub, result: Result) -> None:
    attempt = borderline(hub)
    with pytest.raises(NeedsSecond, match="a second rater or a second scenario decides"):
        decisions.decide(hub.wb, attempt, result)
    assert decisions.decide(hub.wb, attempt, result, reason="nobody else is here").result is result


def test_a_not_yet_within_the_band_waits_a_week(hub: Hub) -> None:
    decided = decisions.decide(hub.wb, borderline(hub), Result.NOT_YET, reason="nobody else is here")
    assert decided.retest == date(2026, 8, 19)


@pytest.mark.parametrize("blank", ["", "   "])
def test_a_blank_reason_is_none(hub: Hub, blank: str) -> None:
    attempt = begun(hub)
    with pytest.raises(NeedsReason):
        decisions.decide(hub.wb, attempt, Result.VOID, reason=blank)
    assert attempts.sheet(hub.wb, attempt).finished_at == 0


@pytest.mark.parametrize("own", ["Noor", " noor "])
def test_a_hurdle_is_not_overridden_with_ones_own_name(hub: Hub, own: str) -> None:
    attempt = begun(hub, MilestoneId.EXAM, 5)
    attempts.rate(hub.wb, attempt, "ex.typing_speed", 20)
    with pytest.raises(BadInput, match="somebody else"):
        decisions.decide(hub.wb, attempt, Result.PASSED, reason="types well on paper", second=own)
    assert attempts.sheet(hub.wb, attempt).finished_at == 0


def test_a_missed_hurdle_needs_no_second_name_to_be_a_not_yet(hub: Hub) -> None:
    attempt = begun(hub, MilestoneId.EXAM, 5)
    attempts.rate(hub.wb, attempt, "ex.typing_speed", 20)
    decided = decisions.decide(hub.wb, attempt, Result.NOT_YET)
    assert decided.retest == date(2026, 8, 26)


# critical errors -----------------------------------------------------------------------------------------------------


def test_who_could_not_be_reached_is_parked(hub: Hub) -> None:
    attempt = begun(hub)
    attempts.critical(hub.wb, attempt, "app.ce.unreachable", "three calls, no answer", second="Ines")
    assert attempts.sheet(hub.wb, attempt).assessment.proposal is Proposal.ON_HOLD
    for result in (Result.PASSED, Result.NOT_YET):
        with pytest.raises(Conflict, match="Not decided"):
            decisions.decide(hub.wb, attempt, result, reason="we go on")
    decided = decisions.decide(hub.wb, attempt, Result.ON_HOLD)
    row = people.rows(hub.wb, [attempts.sheet(hub.wb, attempt).person])[0]
    assert (decided.retest, row.state, row.road[0]) == (None, State.ON_HOLD, "#")


def test_a_need_that_this_account_cannot_meet_is_rerouted_at_once(hub: Hub) -> None:
    attempt = begun(hub, MilestoneId.PHONE)
    attempts.critical(hub.wb, attempt, "ph.ce.fixed_need", "day shifts only", second="Ines")
    found = attempts.sheet(hub.wb, attempt).assessment
    assert found.proposal is Proposal.NOT_YET
    decided = decisions.decide(hub.wb, attempt, Result.NOT_YET)
    assert decided.retest == hub.wb.today()


def test_a_fault_of_ours_makes_the_try_void(hub: Hub) -> None:
    attempt = begun(hub, MilestoneId.EXAM)
    attempts.critical(hub.wb, attempt, "ex.ce.system_fault", "power cut", second="Ines")
    assert attempts.sheet(hub.wb, attempt).assessment.proposal is Proposal.VOID
    with pytest.raises(Conflict, match="Not decided"):
        decisions.decide(hub.wb, attempt, Result.PASSED, reason="it went well so far")
    decided = decisions.decide(hub.wb, attempt, Result.VOID)
    again = attempts.open_or_start(hub.wb, attempts.sheet(hub.wb, attempt).application)
    assert (decided.retest, attempts.sheet(hub.wb, again).number) == (hub.wb.today(), 2)
    assert "You can retake it today." in slips.view(hub.wb, decided.slip).document.opening


def test_a_cap_is_borderline_at_best(hub: Hub) -> None:
    attempt = begun(hub, MilestoneId.MOCK_CALL, 5)
    attempts.critical(hub.wb, attempt, "mc.ce.abandon", "hung up", second="Ines")
    assert attempts.sheet(hub.wb, attempt).assessment.proposal is Proposal.BORDERLINE
    with pytest.raises(NeedsSecond):
        decisions.decide(hub.wb, attempt, Result.PASSED)
    decisions.decide(hub.wb, attempt, Result.NOT_YET)
    assert hub.value("select points from attempt where id = :id", id=attempt) == 49


# going on ------------------------------------------------------------------------------------------------------------


def test_the_next_step_is_told_within_working_days(hub: Hub) -> None:
    """The application is answered within two working days: on a Thursday that is Monday."""
    hub.clock.ahead(days=1)
    assert hub.wb.today() == date(2026, 8, 13)
    decided = decisions.decide(hub.wb, begun(hub), Result.PASSED)
    assert slips.view(hub.wb, decided.slip).draft.next_date == date(2026, 8, 17)


def test_a_booked_day_is_the_day_of_the_slip(hub: Hub) -> None:
    decided = decisions.decide(hub.wb, begun(hub), Result.PASSED, next_day=date(2026, 8, 20), booked=True)
    view = slips.view(hub.wb, decided.slip)
    assert (view.draft.next_date, view.draft.next_booked) == (date(2026, 8, 20), True)
    assert "20 August" in view.document.opening


def test_an_accepted_offer_names_the_first_day_of_the_class(hub: Hub) -> None:
    decided = decisions.decide(hub.wb, begun(hub, MilestoneId.OFFER, 5), Result.PASSED)
    assert "Day one is 1 September." in slips.view(hub.wb, decided.slip).document.opening


def test_a_class_without_a_first_day_names_none(hub: Hub) -> None:
    opening = openings.create(hub.wb, "retail_cs", seats=9)
    application = hub.application(hub.person("Joan Alcaraz", opening))
    hub.take_to(application, MilestoneId.OFFER)
    decided = hub.take(application, 5)
    view = slips.view(hub.wb, decided.slip)
    assert view.draft.next_date is None
    assert "Day one" not in view.document.opening
    assert any(finding.place == "next_date" for finding in view.blocks)


def test_hired_ends_the_application_and_undo_opens_it_again(hub: Hub) -> None:
    attempt = begun(hub, MilestoneId.OFFER, 5)
    application = attempts.sheet(hub.wb, attempt).application
    before = hub.stands(application)
    decisions.decide(hub.wb, attempt, Result.PASSED)
    hired = hub.stands(application)
    assert (hired["state"], hired["ended_by"], hired["ended_at"]) == (State.HIRED, "us", hub.clock.now)
    assert hired["road"] == "*****-*-**"
    assert queue.rows(hub.wb)[0].state is VisitState.DONE
    history.undo(hub.wb)
    after = hub.stands(application)
    assert {**after, "version": 0, "act": 0} == {**before, "version": 0, "act": 0}
    assert attempts.sheet(hub.wb, attempt).result is None
    assert decisions.decide(hub.wb, attempt, Result.NOT_YET, reason="papers were missing").result is Result.NOT_YET


# races ---------------------------------------------------------------------------------------------------------------


def test_the_second_of_two_decisions_is_refused(hub: Hub, colleague: Hub) -> None:
    attempt = begun(hub)
    decisions.decide(hub.wb, attempt, Result.PASSED)
    with pytest.raises(Conflict, match="finished"):
        decisions.decide(colleague.wb, attempt, Result.NOT_YET, reason="thin form")
    assert hub.value("select count(*) from slip") == 1


def test_of_two_decisions_at_once_the_second_is_refused(hub: Hub, colleague: Hub) -> None:
    attempt = begun(hub)
    do = colleague.wb.store.do

    def in_between(*given: object, **more: object) -> object:
        decisions.decide(hub.wb, attempt, Result.PASSED)
        return do(*given, **more)  # type: ignore[call-overload]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(colleague.wb.store, "do", in_between)
        with pytest.raises(Conflict, match="finished"):
            decisions.decide(colleague.wb, attempt, Result.NOT_YET, reason="thin form")
    assert attempts.sheet(hub.wb, attempt).result is Result.PASSED
    assert hub.value("select count(*) from slip") == 1


def test_a_rating_that_crosses_the_decision_counts(hub: Hub, colleague: Hub) -> None:
    attempt = begun(hub, level=5)
    do = hub.wb.store.do

    def in_between(*given: object, **more: object) -> object:
        attempts.rate(colleague.wb, attempt, "app.clarity", 1)
        return do(*given, **more)  # type: ignore[call-overload]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hub.wb.store, "do", in_between)
        decisions.decide(hub.wb, attempt, Result.PASSED)
    stored = hub.value("select points from attempt where id = :id", id=attempt)
    assert stored == attempts.sheet(hub.wb, attempt).assessment.score
    assert stored < 100


# leaving the road ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "words"),
    [
        (State.WITHDREW, "You can do so from today."),
        (State.DECLINED, "from today."),
        (State.NOT_SELECTED, "from 11 September."),
        (State.OUTSCORED, "Your results stay with us until 12 August 2027."),
        (State.CLIENT_DECLINED, "from today."),
        (State.NO_SHOW, "from Wednesday 19 August."),
    ],
)
def test_a_goodbye_names_the_day_that_belongs_to_it(hub: Hub, how: State, words: str) -> None:
    application = hub.put_on()
    hub.take_to(application, MilestoneId.IN_PERSON)
    view = slips.view(hub.wb, decisions.withdraw(hub.wb, application, how))
    assert words in view.document.opening
    assert view.blocks == ()


def test_withdrawing_in_the_middle_keeps_what_was_rated(hub: Hub) -> None:
    attempt = begun(hub, level=5)
    slip = decisions.withdraw(hub.wb, attempts.sheet(hub.wb, attempt).application, reason="found another job")
    finished = attempts.sheet(hub.wb, attempt)
    assert (finished.result, finished.slip, finished.assessment.score) == (Result.INCOMPLETE, slip, 100)
    assert hub.value("select count(*) from attempt") == 1
    assert hub.stands(finished.application)["reason"] == "found another job"
    assert queue.rows(hub.wb)[0].state is VisitState.DONE


def test_a_withdrawal_is_one_act(hub: Hub) -> None:
    attempt = begun(hub)
    application = attempts.sheet(hub.wb, attempt).application
    before = people.rows(hub.wb, [attempts.sheet(hub.wb, attempt).person]), queue.rows(hub.wb)
    decisions.withdraw(hub.wb, application)
    history.undo(hub.wb)
    assert (people.rows(hub.wb, [attempts.sheet(hub.wb, attempt).person]), queue.rows(hub.wb)) == before
    assert slips.owed_count(hub.wb) == 0


def test_who_has_begun_is_no_no_show(hub: Hub) -> None:
    attempt = begun(hub)
    application = attempts.sheet(hub.wb, attempt).application
    with pytest.raises(Conflict, match="Joan Alcaraz has begun"):
        decisions.no_show(hub.wb, application)
    assert attempts.sheet(hub.wb, attempt).result is None
    assert queue.rows(hub.wb)[0].state is VisitState.UNDERWAY


def test_an_attempt_that_was_opened_for_nobody_is_closed_as_a_no_show(hub: Hub) -> None:
    application = hub.put_on()
    attempt = attempts.open_or_start(hub.wb, application)
    decisions.no_show(hub.wb, application)
    assert attempts.sheet(hub.wb, attempt).result is Result.NO_SHOW
    assert hub.value("select count(*) from attempt") == 1
    assert queue.rows(hub.wb)[0].state is VisitState.NO_SHOW


@pytest.mark.parametrize(("notice", "retest"), [(True, "2026-08-12"), (False, "2026-08-19")])
def test_who_gave_notice_need_not_wait(hub: Hub, notice: bool, retest: str) -> None:
    application = hub.put_on()
    decisions.no_show(hub.wb, application, notice=notice)
    assert hub.stands(application)["retest"] == retest


def test_a_no_show_with_notice_does_not_count_towards_the_second(hub: Hub) -> None:
    application = hub.put_on()
    decisions.no_show(hub.wb, application, notice=True)
    decisions.no_show(hub.wb, application)
    assert hub.stands(application)["retest"] == "2026-08-19"


def test_somebody_who_is_on_no_opening_is_missed_without_a_slip(hub: Hub) -> None:
    person = people.add(hub.wb, people.NewPerson("Joan Alcaraz"))
    visit = queue.book(hub.wb, person, datetime(2026, 8, 12, 14, 0))
    assert decisions.visit_no_show(hub.wb, visit) == 0
    assert queue.find(hub.wb, visit).state is VisitState.NO_SHOW
    assert hub.rows("select * from attempt") == []


def test_the_visit_that_was_missed_is_marked_and_no_other(hub: Hub) -> None:
    """Booked for yesterday and not marked; today they wait, and yesterday's slot is cleared up."""
    person = people.add(hub.wb, people.NewPerson("Joan Alcaraz"))
    booked = queue.book(hub.wb, person, datetime(2026, 8, 12, 14, 0))
    hub.clock.ahead(days=1)
    here = queue.come_in(hub.wb, person)
    decisions.visit_no_show(hub.wb, booked)
    assert queue.find(hub.wb, booked).state is VisitState.NO_SHOW
    assert queue.find(hub.wb, here).state is VisitState.WAITING


def test_only_who_is_expected_can_be_missed(hub: Hub) -> None:
    application = hub.put_on()
    visit = queue.rows(hub.wb)[0].id
    attempts.open_or_start(hub.wb, application)
    with pytest.raises(Conflict, match="Joan Alcaraz is underway"):
        decisions.visit_no_show(hub.wb, visit)


def test_a_missed_visit_of_an_application_that_goes_on_has_its_slip(hub: Hub) -> None:
    application = hub.put_on()
    slip = decisions.visit_no_show(hub.wb, queue.rows(hub.wb)[0].id)
    assert slips.view(hub.wb, slip).draft.result is Result.NO_SHOW
    assert hub.stands(application)["state"] == State.NO_SHOW
    page = journeys.page(hub.wb, hub.stands(application)["person"])
    assert page.headline == "Passed 0 of 8. Stopped at the online application on 12 Aug."
