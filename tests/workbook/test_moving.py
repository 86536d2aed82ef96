"""Moving to another opening: what goes along, what does not, and that all of it comes back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from domain.model.errors import Conflict
from domain.model.terms import MilestoneId, Result, State
from domain.workbook import attempts, decisions, fitting, history, journeys, openings, people, queue, slips
from tests.workbook.test_history import fingerprint

if TYPE_CHECKING:
    from tests.workbook.hub import Hub


def brought(hub: Hub, application: int) -> list[str]:
    """The milestones of the attempts that came along."""
    ids = [int(part) for part in str(hub.stands(application)["brought"]).split(",") if part]
    return [hub.value("select milestone from attempt where id = :id", id=one) for one in ids]


def test_valid_scores_go_along_and_the_road_shows_them_as_passed(hub: Hub) -> None:
    application = hub.put_on(account="retail_cs")
    hub.take_to(application, MilestoneId.MOCK_CALL)
    hub.clock.ahead(minutes=5)
    moved = fitting.move(hub.wb, application, hub.opening("travel_air"))
    there = hub.stands(moved)
    assert brought(hub, moved) == ["application", "phone_interview", "in_person_interview", "exam"]
    assert (there["milestone"], there["state"], there["road"]) == ("mock_call", State.READY, "****@-.-..")
    assert there["moved_from"] == application
    page = journeys.page(hub.wb, there["person"])
    assert (page.passed, page.on_route, page.headline) == (4, 8, "Passed 4 of 8. Next is the mock call.")


def test_the_old_application_is_closed_without_a_word_to_the_candidate(hub: Hub) -> None:
    application = hub.put_on()
    owed = slips.owed_count(hub.wb)
    fitting.move(hub.wb, application, hub.opening("travel_air"))
    old = hub.stands(application)
    assert (old["state"], old["ended_by"], old["reason"]) == (State.DUPLICATE, "us", fitting.MOVED_ON)
    assert slips.owed_count(hub.wb) == owed


def test_the_cut_off_of_the_new_account_applies(hub: Hub) -> None:
    """30 words a minute pass the exam on retail; the chat account asks for 45."""
    application = hub.put_on(account="retail_cs")
    hub.take_to(application, MilestoneId.EXAM)
    attempt = attempts.open_or_start(hub.wb, application)
    hub.rate(attempt, 5)
    attempts.rate(hub.wb, attempt, "ex.typing_speed", 31)
    decisions.decide(hub.wb, attempt, Result.PASSED)
    moved = fitting.move(hub.wb, application, hub.opening("saas_chat"))
    assert "exam" not in brought(hub, moved)
    there = hub.stands(moved)
    assert (there["milestone"], there["state"]) == ("exam", State.READY)


def test_a_not_yet_that_meets_the_new_account_counts_there(hub: Hub) -> None:
    application = hub.put_on(account="hospitality_bookings")
    hub.take_to(application, MilestoneId.EXAM)
    attempt = attempts.open_or_start(hub.wb, application)
    hub.rate(attempt, 4)
    attempts.rate(hub.wb, attempt, "ex.typing_speed", 32)
    decided = decisions.decide(hub.wb, attempt, Result.NOT_YET)
    hub.opening("retail_cs")
    moved = fitting.move(hub.wb, application, openings.listing(hub.wb)[-1].id)
    there = hub.stands(moved)
    assert there["account"] == "retail_cs"
    assert "exam" in brought(hub, moved)
    assert (there["milestone"], there["road"][3], there["retest"]) == ("mock_call", "*", "")
    assert decided.retest is not None


def test_a_call_does_not_count_as_a_chat(hub: Hub) -> None:
    application = hub.put_on(account="retail_cs")
    hub.take_to(application, MilestoneId.MOCK_CALL)
    hub.take(application, 5)
    moved = fitting.move(hub.wb, application, hub.opening("saas_chat"))
    assert "mock_call" not in brought(hub, moved)
    other = fitting.move(hub.wb, moved, hub.opening("travel_air"))
    assert "mock_call" in brought(hub, other)


def test_scores_that_are_too_old_stay_behind(hub: Hub) -> None:
    application = hub.put_on(account="retail_cs")
    hub.take_to(application, MilestoneId.MOCK_CALL)
    hub.clock.ahead(days=91)
    moved = fitting.move(hub.wb, application, hub.opening("travel_air"))
    assert brought(hub, moved) == ["application", "exam"]
    assert hub.stands(moved)["milestone"] == "phone_interview"


def test_scores_that_came_along_once_come_along_again(hub: Hub) -> None:
    application = hub.put_on(account="retail_cs")
    hub.take_to(application, MilestoneId.EXAM)
    moved = fitting.move(hub.wb, application, hub.opening("travel_air"))
    again = fitting.move(hub.wb, moved, hub.opening("retail_cs"))
    assert brought(hub, again) == ["application", "phone_interview", "in_person_interview"]


def test_who_waits_or_is_booked_is_so_for_the_new_opening(hub: Hub) -> None:
    person = hub.person("Joan Alcaraz", hub.opening())
    booked = queue.book(hub.wb, person, datetime(2026, 8, 20, 9, 0))
    moved = fitting.move(hub.wb, hub.application(person), hub.opening("travel_air"))
    assert queue.rows(hub.wb)[0].application == moved
    assert queue.find(hub.wb, booked).application == moved


def test_undo_brings_everything_back(hub: Hub) -> None:
    application = hub.put_on()
    hub.take_to(application, MilestoneId.EXAM)
    opening = hub.opening("travel_air")
    before = fingerprint(hub)
    fitting.move(hub.wb, application, opening)
    assert fingerprint(hub) != before
    history.undo(hub.wb)
    assert fingerprint(hub) == before


def test_nobody_is_moved_in_the_middle_of_an_attempt(hub: Hub) -> None:
    application = hub.put_on()
    attempts.open_or_start(hub.wb, application)
    opening = hub.opening("travel_air")
    before = fingerprint(hub)
    with pytest.raises(Conflict, match="attempt is open"):
        fitting.move(hub.wb, application, opening)
    assert fingerprint(hub) == before


def test_nobody_is_moved_to_where_they_are(hub: Hub) -> None:
    opening = hub.opening()
    application = hub.application(hub.person("Joan Alcaraz", opening))
    with pytest.raises(Conflict, match="on this opening already"):
        fitting.move(hub.wb, application, opening)


def test_who_left_can_come_back_on_another_opening(hub: Hub) -> None:
    application = hub.put_on()
    decisions.withdraw(hub.wb, application, reason="found another job")
    moved = fitting.move(hub.wb, application, hub.opening("travel_air"))
    assert hub.stands(application)["reason"] == "found another job"
    assert hub.stands(application)["state"] == State.WITHDREW
    row = people.rows(hub.wb, [hub.stands(moved)["person"]])[0]
    assert (row.account, row.state) == ("travel_air", State.READY)


# what fits -----------------------------------------------------------------------------------------------------------


def test_openings_are_offered_one_an_account_the_best_first(hub: Hub) -> None:
    for account in ("saas_chat", "banking_cs", "travel_air", "travel_air"):
        hub.opening(account)
    application = hub.put_on(account="retail_cs")
    hub.take_to(application, MilestoneId.EXAM)
    attempt = attempts.open_or_start(hub.wb, application)
    hub.rate(attempt, 5)
    attempts.rate(hub.wb, attempt, "ex.typing_speed", 36)
    decisions.decide(hub.wb, attempt, Result.PASSED)
    found = fitting.fits_of(hub.wb, attempts.sheet(hub.wb, attempt).person, most=9)
    assert [fit.opening.account for fit in found] == ["travel_air", "banking_cs", "saas_chat"]
    assert [fit.fit.open for fit in found] == [True, True, False]
    assert "exam" in found[0].fit.valid


def test_a_slip_names_only_accounts_whose_measured_hurdles_are_met(hub: Hub) -> None:
    """Typing at 32: too slow for bookings and chat, enough for retail and banking."""
    for account in ("retail_cs", "saas_chat", "banking_cs"):
        hub.opening(account)
    application = hub.put_on(account="hospitality_bookings")
    hub.take_to(application, MilestoneId.EXAM)
    attempt = attempts.open_or_start(hub.wb, application)
    hub.rate(attempt, 5)
    attempts.rate(hub.wb, attempt, "ex.typing_speed", 32)
    view = slips.view(hub.wb, decisions.decide(hub.wb, attempt, Result.NOT_YET).slip)
    assert set(view.draft.other_accounts) == {"Retail customer service", "Banking and cards service"}


def test_a_closed_class_is_not_offered(hub: Hub) -> None:
    opening = hub.opening("retail_cs")
    application = hub.put_on(account="hospitality_bookings")
    hub.take_to(application, MilestoneId.EXAM)
    attempt = attempts.open_or_start(hub.wb, application)
    hub.rate(attempt, 5)
    attempts.rate(hub.wb, attempt, "ex.typing_speed", 32)
    openings.close(hub.wb, opening)
    view = slips.view(hub.wb, decisions.decide(hub.wb, attempt, Result.NOT_YET).slip)
    assert view.draft.other_accounts == ()


def test_before_anything_was_measured_nothing_is_promised(hub: Hub) -> None:
    hub.opening("travel_air")
    view = slips.view(hub.wb, hub.take(hub.put_on(), 1, Result.NOT_YET).slip)
    assert view.draft.other_accounts == ()


def test_how_a_person_stands_against_an_opening_in_words(hub: Hub) -> None:
    hub.opening("saas_chat")
    person = hub.person("Joan Alcaraz")
    fit = fitting.fits_of(hub.wb, person)[0]
    assert fitting.standing_of(fit) == "5 hurdles to show"
    assert fitting.milestones_left(fit, dict(hub.wb.catalogue.milestones)) == "7 left"
    application = hub.put_on("Omar Said", "retail_cs")
    hub.take_to(application, MilestoneId.EXAM)
    attempt = attempts.open_or_start(hub.wb, application)
    hub.rate(attempt, 5)
    attempts.rate(hub.wb, attempt, "ex.typing_speed", 31)
    decisions.decide(hub.wb, attempt, Result.PASSED)
    fit = fitting.fits_of(hub.wb, attempts.sheet(hub.wb, attempt).person)[0]
    assert fitting.standing_of(fit) == "typing 31 of 45 words a minute"
