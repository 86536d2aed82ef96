"""The main loop: from an opening to a job offer, with the people who leave the road on the way."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from domain.model.errors import BadInput, Conflict
from domain.model.slip import Evidence
from domain.model.terms import MilestoneId, Proposal, Result, SlipState, State, VisitState
from domain.workbook import attempts, decisions, history, journeys, people, queue, slips
from domain.workbook.decisions import NeedsReason

if TYPE_CHECKING:
    from tests.workbook.hub import Hub


def test_a_person_goes_through_every_milestone_of_the_account_to_the_offer(hub: Hub) -> None:
    opening = hub.opening("blended_telecom")
    joan = hub.person("Joan Alcaraz", opening)
    application = hub.application(joan)
    walked: list[str] = []
    while hub.application(joan) == application and len(walked) < 9:
        with hub.wb.store.read() as tx:
            walked.append(tx.value("select milestone from application where id = :id", id=application))
        hub.take(application)
    assert walked == [
        "application",
        "phone_interview",
        "in_person_interview",
        "exam",
        "mock_call",
        "cs_test",
        "sales_test",
        "final_interview",
        "job_offer",
    ]
    page = journeys.page(hub.wb, joan)
    assert page.application is not None
    assert (page.application.state, page.application.ended_by) == (State.HIRED, "us")
    assert page.application.road == "*******-**"
    assert page.headline == "Hired on 12 Aug. Passed 9 of 9."
    assert len(page.slips) == 9
    assert all(row.state == "draft" for row in page.slips)


def test_stopped_at_the_exam_says_how_far_why_and_from_when(hub: Hub) -> None:
    lea = hub.person("Lea Mondal", hub.opening())
    application = hub.application(lea)
    hub.take_to(application, MilestoneId.EXAM)
    decided = hub.take(application, 2, Result.NOT_YET)
    page = journeys.page(hub.wb, lea)
    assert page.headline == "Passed 3 of 8. Stopped at the exam on 12 Aug."
    assert "Attempt 2 is open from 10 Nov." in page.detail
    assert decided.retest == date(2026, 11, 10)
    with pytest.raises(Conflict, match="open from 10 Nov"):
        attempts.open_or_start(hub.wb, application)
    hub.clock.ahead(days=90)
    retake = attempts.open_or_start(hub.wb, application)
    assert attempts.sheet(hub.wb, retake).number == 2


def test_the_retake_slip_says_what_got_better_and_brings_another_drill(hub: Hub) -> None:
    lea = hub.person("Lea Mondal", hub.opening())
    application = hub.application(lea)
    hub.take_to(application, MilestoneId.MOCK_CALL)
    first = slips.view(hub.wb, hub.take(application, 2, Result.NOT_YET).slip)
    hub.clock.ahead(days=14)
    second = slips.view(hub.wb, hub.take(application, 3).slip)
    assert second.number == 2
    assert second.draft.better
    before = {(point.criterion, point.tip) for point in first.draft.improvements}
    assert before.isdisjoint((point.criterion, point.tip) for point in second.draft.improvements)


def test_withdrawing_and_not_showing_up_both_end_in_a_slip(hub: Hub) -> None:
    opening = hub.opening()
    omar, yuki = hub.person("Omar Said", opening), hub.person("Yuki Tanabe", opening)
    goodbye = slips.view(hub.wb, decisions.withdraw(hub.wb, hub.application(omar), reason="found another job"))
    missed = slips.view(hub.wb, decisions.no_show(hub.wb, hub.application(yuki)))
    assert goodbye.draft.ending is State.WITHDREW
    assert "found another job" not in goodbye.document.opening
    assert missed.draft.result is Result.NO_SHOW
    assert "we missed you" in missed.document.opening
    assert not goodbye.blocks
    assert not missed.blocks
    states = {row.name: row.state for row in queue.rows(hub.wb)}
    assert states == {"Omar Said": VisitState.DONE, "Yuki Tanabe": VisitState.NO_SHOW}
    assert people.rows(hub.wb, [omar])[0].state == State.WITHDREW


def test_a_second_no_show_waits_longer(hub: Hub) -> None:
    yuki = hub.person("Yuki Tanabe", hub.opening())
    application = hub.application(yuki)
    decisions.no_show(hub.wb, application)
    with hub.wb.store.read() as tx:
        assert people.read(tx, yuki).application == application
    hub.clock.ahead(days=7)
    decisions.no_show(hub.wb, application)
    with hub.wb.store.read() as tx:
        retests = [row["retest"] for row in tx.rows("select retest from attempt order by number")]
    assert retests == ["2026-08-19", "2026-09-18"]


def test_deciding_against_the_proposal_takes_a_reason(hub: Hub) -> None:
    application = hub.application(hub.person(opening=hub.opening()))
    attempt = attempts.open_or_start(hub.wb, application)
    hub.rate(attempt, 4)
    with pytest.raises(NeedsReason) as refused:
        decisions.decide(hub.wb, attempt, Result.NOT_YET)
    assert not refused.value.second
    decided = decisions.decide(hub.wb, attempt, Result.NOT_YET, reason="answers were read out")
    with hub.wb.store.read() as tx:
        row = attempts.row(tx, attempt)
    assert (row["reason"], row["proposal"]) == ("answers were read out", Proposal.PASSED)
    words = slips.view(hub.wb, decided.slip).document
    assert "read out" not in repr(words)


def test_overriding_a_hurdle_takes_a_second_name(hub: Hub) -> None:
    application = hub.application(hub.person(opening=hub.opening()))
    hub.take_to(application, MilestoneId.EXAM)
    attempt = attempts.open_or_start(hub.wb, application)
    hub.rate(attempt, 5)
    attempts.rate(hub.wb, attempt, "ex.typing_speed", 20)
    with pytest.raises(NeedsReason) as refused:
        decisions.decide(hub.wb, attempt, Result.PASSED, reason="types well on paper")
    assert refused.value.second
    decisions.decide(hub.wb, attempt, Result.PASSED, reason="types well on paper", second="Ines")
    with hub.wb.store.read() as tx:
        assert attempts.row(tx, attempt)["reason"] == "types well on paper (Ines)"


def test_nothing_is_decided_before_anything_is_rated(hub: Hub) -> None:
    attempt = attempts.open_or_start(hub.wb, hub.application(hub.person(opening=hub.opening())))
    with pytest.raises(Conflict, match="Nothing is rated"):
        decisions.decide(hub.wb, attempt, Result.PASSED)


def test_a_decision_is_one_act_and_undo_takes_all_of_it_back(hub: Hub) -> None:
    joan = hub.person(opening=hub.opening())
    application = hub.application(joan)
    attempt = attempts.open_or_start(hub.wb, application)
    hub.rate(attempt, 4)
    before = (people.rows(hub.wb, [joan]), queue.rows(hub.wb), attempts.sheet(hub.wb, attempt))
    decided = decisions.decide(hub.wb, attempt, Result.PASSED)
    after = people.rows(hub.wb, [joan])
    history.undo(hub.wb)
    assert (people.rows(hub.wb, [joan]), queue.rows(hub.wb), attempts.sheet(hub.wb, attempt)) == before
    assert slips.owed_count(hub.wb) == 0
    history.redo(hub.wb)
    assert people.rows(hub.wb, [joan]) == after
    assert slips.view(hub.wb, decided.slip).state is SlipState.DRAFT


def test_earlier_attempts_are_never_overwritten(hub: Hub) -> None:
    application = hub.application(hub.person(opening=hub.opening()))
    hub.take(application, 2, Result.NOT_YET)
    with hub.wb.store.read() as tx:
        first = tx.rows("select * from attempt"), tx.rows("select * from rating order by id")
    hub.clock.ahead(days=30)
    hub.take(application, 4)
    with hub.wb.store.read() as tx:
        kept = tx.rows("select * from attempt where number = 1")
        ratings = tx.rows("select * from rating where attempt = :a order by id", a=kept[0]["id"])
    assert (kept, ratings) == first


def test_a_critical_error_needs_a_quote_and_a_second_name_that_is_not_ones_own(hub: Hub) -> None:
    application = hub.application(hub.person(opening=hub.opening()))
    hub.take_to(application, MilestoneId.MOCK_CALL)
    attempt = attempts.open_or_start(hub.wb, application)
    hub.rate(attempt, 4)
    with pytest.raises(BadInput, match="needs a quote"):
        attempts.critical(hub.wb, attempt, "mc.ce.privacy", " ")
    noted = attempts.critical(hub.wb, attempt, "mc.ce.privacy", "Your balance is 40.")
    assert attempts.sheet(hub.wb, attempt).assessment.proposal is Proposal.PASSED
    with pytest.raises(BadInput, match="somebody else"):
        attempts.confirm_critical(hub.wb, noted, "noor")
    attempts.confirm_critical(hub.wb, noted, "Ines")
    assert attempts.sheet(hub.wb, attempt).assessment.proposal is Proposal.NOT_YET
    slip = slips.view(hub.wb, decisions.decide(hub.wb, attempt, Result.NOT_YET).slip)
    assert slip.document.critical.startswith("You shared account details before the security check was done.")
    assert "Your balance is 40" not in repr(slip.document)
    assert slip.document.work_on


def test_a_hold_stops_a_decision_until_it_is_settled(hub: Hub) -> None:
    application = hub.application(hub.person(opening=hub.opening()))
    attempt = attempts.open_or_start(hub.wb, application)
    hub.rate(attempt, 4)
    noted = attempts.critical(hub.wb, attempt, "app.ce.false_claim", "The certificate was never issued.")
    with pytest.raises(Conflict, match="Not decided"):
        decisions.decide(hub.wb, attempt, Result.PASSED)
    attempts.clear_critical(hub.wb, noted, "the school found it")
    assert decisions.decide(hub.wb, attempt, Result.PASSED).next is MilestoneId.PHONE


def test_every_press_is_stored_and_refused_values_name_the_range(hub: Hub) -> None:
    application = hub.application(hub.person(opening=hub.opening()))
    hub.take_to(application, MilestoneId.EXAM)
    attempt = attempts.open_or_start(hub.wb, application)
    attempts.rate(hub.wb, attempt, "ex.typing_speed", 38)
    attempts.not_observed(hub.wb, attempt, "ex.data_entry")
    attempts.evidence(hub.wb, attempt, "ex.typing_speed", moment="on the second test")
    with pytest.raises(BadInput, match="out of range"):
        attempts.rate(hub.wb, attempt, "ex.typing_speed", 900)
    sheet = attempts.sheet(hub.wb, attempt)
    lines = {line.criterion.id: line for line in sheet.lines}
    typing = lines["ex.typing_speed"]
    assert typing.rating is not None
    assert (typing.rating.value, typing.evidence.moment) == (38, "on the second test")
    data_entry = lines["ex.data_entry"].rating
    assert data_entry is not None
    assert not data_entry.observed
    assert sheet.entered == 2


def test_the_rubric_of_an_attempt_stays_as_it_was(hub: Hub) -> None:
    application = hub.application(hub.person(opening=hub.opening()))
    attempt = attempts.open_or_start(hub.wb, application)
    with hub.wb.store.read() as tx:
        stored = tx.rows("select name, number from rubric where kind = 'milestone'")
    assert stored == [{"name": "application/retail_cs", "number": 1}]
    hub.rate(attempt, 4)
    assert attempts.sheet(hub.wb, attempt).milestone.pass_mark == 45


def test_slips_are_owed_until_they_are_delivered_and_frozen_then(hub: Hub) -> None:
    joan = hub.person(opening=hub.opening())
    decided = hub.take(hub.application(joan))
    assert slips.owed_count(hub.wb) == 1
    drafted = slips.view(hub.wb, decided.slip)
    for index, point in enumerate(drafted.draft.improvements):
        criterion = drafted.milestone.criterion(point.criterion)
        chip = next(piece for piece in criterion.chips if not piece.good)
        evidence = Evidence(chip.moment, chip.act, chip.effect)
        view = slips.view(hub.wb, decided.slip)
        slips.save(hub.wb, view.id, view.version, slips.set_evidence(view.draft, "improvement", index, evidence))
    ready = slips.view(hub.wb, decided.slip)
    assert not ready.blocks
    slips.deliver(hub.wb, ready.id, slips.IN_PERSON)
    assert slips.owed_count(hub.wb) == 0
    delivered = slips.view(hub.wb, ready.id)
    assert delivered.document == ready.document
    with pytest.raises(Conflict, match="frozen"):
        slips.save(hub.wb, ready.id, delivered.version, ready.draft)


def test_a_slip_with_a_gap_is_not_delivered(hub: Hub) -> None:
    application = hub.application(hub.person(opening=hub.opening()))
    attempt = attempts.open_or_start(hub.wb, application)
    for line in attempts.sheet(hub.wb, attempt).lines:
        attempts.rate(hub.wb, attempt, line.criterion.id, 5 if line.criterion.scoring.type == "check" else 1)
    decided = decisions.decide(hub.wb, attempt, Result.NOT_YET, reason="thin form")
    with pytest.raises(Conflict, match="Not delivered"):
        slips.deliver(hub.wb, decided.slip, slips.IN_PERSON)
    assert slips.view(hub.wb, decided.slip).state is SlipState.DRAFT


def test_the_private_note_has_no_way_into_the_slip(hub: Hub) -> None:
    attempt = attempts.open_or_start(hub.wb, hub.application(hub.person(opening=hub.opening())))
    attempts.note(hub.wb, attempt, "knows the guard from the old site")
    hub.rate(attempt, 4)
    decided = decisions.decide(hub.wb, attempt, Result.PASSED)
    assert "guard" not in repr(slips.view(hub.wb, decided.slip).document)
