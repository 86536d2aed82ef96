"""The board: who stands where on a route, for how many working days, and who is late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from domain.model.errors import NotFound
from domain.model.terms import MilestoneId, Result, State, VisitState
from domain.workbook import applications, attempts, board, decisions, fitting, history, opening_pages, openings, queue
from domain.workbook.wording import MINUTE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.workbook.board import Board, Card, Column
    from tests.workbook.hub import Hub


def column(found: Board, milestone: MilestoneId) -> Column:
    """One column."""
    return next(one for one in found.columns if one.milestone is milestone)


def card(found: Board, name: str) -> Card:
    """The card of somebody."""
    cards: list[Card] = [one for part in found.columns for one in (*part.waiting, *part.retests)]
    return next(one for one in cards if one.name == name)


def names(cards: Sequence[Card]) -> list[str]:
    """Who stands there, from the top."""
    return [one.name for one in cards]


def at_mock_call(hub: Hub, opening: int, name: str) -> int:
    """Somebody who is ready for the mock call; their application."""
    application = hub.application(hub.person(name, opening))
    hub.take_to(application, MilestoneId.MOCK_CALL)
    return application


def test_the_columns_are_the_route_of_the_account_in_order(hub: Hub) -> None:
    found = board.show(hub.wb, hub.opening("telecom_tech"))
    route = [step.short for step in opening_pages.detail(hub.wb, found.opening.id).assessed.steps]
    assert [one.short for one in found.columns] == route
    assert "Tech" in route
    assert "Service" not in route
    assert found.people == 0
    assert found.first() is None


def test_a_test_that_was_added_for_a_person_has_a_column_while_they_stand_there(hub: Hub) -> None:
    opening = hub.opening()
    application = at_mock_call(hub, opening, "Joan Alcaraz")
    applications.add_test(hub.wb, application, MilestoneId.SALES)
    hub.take_to(application, MilestoneId.SALES)
    shorts = [one.short for one in board.show(hub.wb, opening).columns]
    assert shorts[shorts.index("Sales") - 1] == "Service"
    hub.take(application)
    assert "Sales" not in [one.short for one in board.show(hub.wb, opening).columns]


@pytest.mark.parametrize(("days_on", "age"), [(0, 0), (1, 1), (2, 2), (3, 2), (4, 2), (5, 3), (12, 8)])
def test_an_age_is_in_working_days_from_a_wednesday_on(hub: Hub, days_on: int, age: int) -> None:
    opening = hub.opening()
    hub.person("Joan Alcaraz", opening)
    hub.clock.ahead(days=days_on)
    assert card(board.show(hub.wb, opening), "Joan Alcaraz").days == age


def test_an_age_counts_the_working_days_of_the_site(hub: Hub) -> None:
    opening = hub.opening()
    hub.person("Joan Alcaraz", opening)
    hub.clock.ahead(days=7)
    six_days = replace(hub.wb.site, working_days=frozenset(range(6)), holidays=frozenset({date(2026, 8, 17)}))
    assert card(board.show(hub.wb, opening), "Joan Alcaraz").days == 5
    hub.wb.take_settings(six_days, "Noor")
    assert card(board.show(hub.wb, opening), "Joan Alcaraz").days == 5
    hub.clock.ahead(days=1)
    assert card(board.show(hub.wb, opening), "Joan Alcaraz").days == 6
    hub.wb.take_settings(replace(six_days, holidays=frozenset()), "Noor")
    assert card(board.show(hub.wb, opening), "Joan Alcaraz").days == 7


def test_a_card_is_late_once_its_age_is_more_than_the_target_of_the_milestone(hub: Hub) -> None:
    opening = hub.opening()
    hub.person("Joan Alcaraz", opening)
    at_mock_call(hub, opening, "Ravi Menon")
    targets = hub.wb.catalogue.follow_up.red_after_days
    assert (targets["application"], targets["mock_call"]) == (4, 1)
    late = {}
    for _ in range(8):
        found = board.show(hub.wb, opening)
        late[hub.wb.today()] = [one.name for part in found.columns for one in part.waiting if one.late]
        assert [part.late for part in found.columns if part.waiting] == [
            sum(one.late for one in part.waiting) for part in found.columns if part.waiting
        ]
        hub.clock.ahead(days=1)
    assert late == {
        date(2026, 8, 12): [],
        date(2026, 8, 13): [],
        date(2026, 8, 14): ["Ravi Menon"],
        date(2026, 8, 15): ["Ravi Menon"],
        date(2026, 8, 16): ["Ravi Menon"],
        date(2026, 8, 17): ["Ravi Menon"],
        date(2026, 8, 18): ["Ravi Menon"],
        date(2026, 8, 19): ["Joan Alcaraz", "Ravi Menon"],
    }


def test_who_was_to_be_seen_by_friday_is_late_on_saturday(hub: Hub) -> None:
    opening = hub.opening()
    hub.clock.ahead(days=1)
    at_mock_call(hub, opening, "Ravi Menon")
    late = []
    for _ in range(4):
        late.append(card(board.show(hub.wb, opening), "Ravi Menon").late)
        hub.clock.ahead(days=1)
    assert late == [False, False, True, True]


def test_the_age_counts_from_when_they_came_to_the_milestone_not_from_when_a_sheet_was_opened(hub: Hub) -> None:
    opening = hub.opening()
    application = at_mock_call(hub, opening, "Joan Alcaraz")
    hub.clock.ahead(days=6)
    attempts.open_or_start(hub.wb, application)
    found = card(board.show(hub.wb, opening), "Joan Alcaraz")
    assert (found.state, found.days, found.late) == (State.UNDERWAY, 4, True)


def test_who_waits_for_a_retest_stands_below_with_the_days_until_then(hub: Hub) -> None:
    opening = hub.opening()
    application = at_mock_call(hub, opening, "Joan Alcaraz")
    hub.take(application, 2, Result.NOT_YET)
    found = board.show(hub.wb, opening)
    here = column(found, MilestoneId.MOCK_CALL)
    assert (names(here.waiting), names(here.retests)) == ([], ["Joan Alcaraz"])
    assert here.retests[0].opens_in == 14
    assert here.retests[0].retest == hub.wb.today() + timedelta(days=14)
    assert found.first() == here.retests[0]
    hub.clock.ahead(days=20)
    here = column(board.show(hub.wb, opening), MilestoneId.MOCK_CALL)
    assert names(here.retests) == ["Joan Alcaraz"]
    assert (here.retests[0].opens_in, here.retests[0].late) == (0, False)


def test_a_retake_that_has_begun_waits_for_us_since_its_day_came(hub: Hub) -> None:
    opening = hub.opening()
    application = at_mock_call(hub, opening, "Joan Alcaraz")
    hub.take(application, 2, Result.NOT_YET)
    hub.clock.ahead(days=15)
    attempts.open_or_start(hub.wb, application)
    here = column(board.show(hub.wb, opening), MilestoneId.MOCK_CALL)
    assert names(here.waiting) == ["Joan Alcaraz"]
    assert here.waiting[0].days == 1


def test_an_attempt_that_did_not_count_leaves_them_waiting_for_us(hub: Hub) -> None:
    opening = hub.opening()
    application = at_mock_call(hub, opening, "Joan Alcaraz")
    hub.take(application, 4, Result.VOID, reason="noise on the line")
    here = column(board.show(hub.wb, opening), MilestoneId.MOCK_CALL)
    assert (names(here.waiting), names(here.retests)) == (["Joan Alcaraz"], [])


def test_a_missed_slot_has_a_day_and_an_open_question_has_none(hub: Hub) -> None:
    opening = hub.opening()
    missed, held = (at_mock_call(hub, opening, name) for name in ("Omar Said", "Lea Mondal"))
    decisions.no_show(hub.wb, missed)
    hub.take(held, 4, Result.ON_HOLD, reason="papers to check")
    here = column(board.show(hub.wb, opening), MilestoneId.MOCK_CALL)
    assert (names(here.waiting), names(here.retests)) == (["Lea Mondal"], ["Omar Said"])


def test_the_longest_stand_first_and_the_nearest_retest(hub: Hub) -> None:
    opening = hub.opening()
    found = {name: hub.application(hub.person(name, opening)) for name in ("Third", "First", "Second")}
    for name in ("First", "Second", "Third"):
        hub.take(found[name])
        hub.clock.ahead(days=1)
    here = column(board.show(hub.wb, opening), MilestoneId.PHONE)
    assert names(here.waiting) == ["First", "Second", "Third"]
    assert [one.days for one in here.waiting] == [2, 1, 0]
    for name in ("Third", "First"):
        hub.take(found[name], 2, Result.NOT_YET)
        hub.clock.ahead(days=1)
    here = column(board.show(hub.wb, opening), MilestoneId.PHONE)
    assert names(here.retests) == ["Third", "First"]


def test_the_median_is_of_those_who_wait_for_us(hub: Hub) -> None:
    opening = hub.opening()
    for name in ("Ana Prado", "Omar Said", "Lea Mondal"):
        hub.person(name, opening)
        hub.clock.ahead(days=1)
    found = board.show(hub.wb, opening)
    assert [one.days for one in found.columns[0].waiting] == [2, 1, 0]
    assert (found.columns[0].median, found.columns[1].median) == (1.0, 0.0)
    hub.take(card(found, "Ana Prado").application, 2, Result.NOT_YET)
    assert board.show(hub.wb, opening).columns[0].median == 0.5


def test_only_who_is_on_the_way_in_this_opening_is_on_its_board(hub: Hub) -> None:
    opening, hotels = hub.opening(seats=2), hub.opening("hospitality_bookings")
    hired, gone, moved, stays = (
        hub.application(hub.person(name, opening)) for name in ("Ana Prado", "Omar Said", "Lea Mondal", "Joan Alcaraz")
    )
    hub.take_to(hired, MilestoneId.OFFER)
    assert board.show(hub.wb, opening).offers == 1
    hub.take(hired)
    decisions.withdraw(hub.wb, gone, State.WITHDREW)
    fitting.move(hub.wb, moved, hotels)
    found = board.show(hub.wb, opening)
    assert [one.application for part in found.columns for one in (*part.waiting, *part.retests)] == [stays]
    assert (found.opening.taken, found.opening.seats, found.people, found.offers) == (1, 2, 1, 0)
    assert board.show(hub.wb, hotels).people == 1
    history.undo(hub.wb)
    assert board.show(hub.wb, opening).people == 2


def test_a_class_is_short_until_enough_are_on_the_way(hub: Hub) -> None:
    opening = hub.opening(seats=1)
    found = board.show(hub.wb, opening)
    assert (found.outlook.offers, found.outlook.short) == (2, True)
    for name in ("Ana Prado", "Omar Said"):
        hub.take_to(hub.application(hub.person(name, opening)), MilestoneId.OFFER)
    found = board.show(hub.wb, opening)
    assert (found.offers, found.outlook.expected, found.outlook.short) == (2, 2.0, False)
    hub.take(found.columns[-1].waiting[0].application)
    assert board.show(hub.wb, opening).outlook.offers == 0


def test_the_first_to_look_at_has_waited_longest_where_most_wait(hub: Hub) -> None:
    opening = hub.opening()
    at_mock_call(hub, opening, "Longest Of All")
    hub.clock.ahead(days=1)
    for name in ("Ana Prado", "Omar Said"):
        hub.person(name, opening)
        hub.clock.ahead(minutes=1)
    first = board.show(hub.wb, opening).first()
    assert first is not None
    assert first.name == "Ana Prado"


def test_of_two_milestones_with_as_many_it_is_the_one_with_more_late(hub: Hub) -> None:
    opening = hub.opening()
    hub.person("Ana Prado", opening)
    at_mock_call(hub, opening, "Ravi Menon")
    application = hub.application(hub.person("Lea Mondal", opening))
    hub.clock.ahead(days=2)
    hub.take_to(application, MilestoneId.FINAL)
    first = board.show(hub.wb, opening).first()
    assert first is not None
    assert first.name == "Ravi Menon"


def test_the_place_in_todays_queue_stands_on_the_card(hub: Hub) -> None:
    opening = hub.opening()
    for name in ("Ana Prado", "Omar Said", "Lea Mondal"):
        hub.person(name, opening)
    hub.clock.ahead(days=1)
    found = board.show(hub.wb, opening)
    assert [one.visit for one in found.columns[0].waiting] == [None, None, None]
    queue.come_in(hub.wb, card(found, "Omar Said").person)
    queue.book(hub.wb, card(found, "Lea Mondal").person, datetime(2026, 8, 13, 14, 0))
    hub.clock.ahead(minutes=38)
    found = board.show(hub.wb, opening)
    omar, lea = card(found, "Omar Said"), card(found, "Lea Mondal")
    assert (omar.visit, omar.number, hub.clock.now - omar.waits_since) == (VisitState.WAITING, 1, 38 * MINUTE)
    assert (lea.visit, lea.number, lea.waits_since) == (VisitState.BOOKED, 0, 0)
    attempts.open_or_start(hub.wb, omar.application)
    omar = card(board.show(hub.wb, opening), "Omar Said")
    assert (omar.visit, omar.waits_since) == (VisitState.UNDERWAY, 0)


def test_an_opening_that_is_gone_is_named(hub: Hub) -> None:
    opening = hub.opening()
    history.undo(hub.wb)
    with pytest.raises(NotFound, match=f"There is no opening {opening}"):
        board.show(hub.wb, opening)


def test_the_first_opening_has_people_and_starts_next(hub: Hub) -> None:
    assert board.first_opening(hub.wb) == 0
    later = openings.create(hub.wb, "retail_cs", seats=5, starts=date(2026, 10, 1))
    unknown = openings.create(hub.wb, "banking_cs", seats=5)
    past = openings.create(hub.wb, "telecom_tech", seats=5, starts=date(2026, 8, 1))
    soon = openings.create(hub.wb, "hospitality_bookings", seats=5, starts=date(2026, 9, 1))
    order = []
    for _ in range(4):
        order.append(board.first_opening(hub.wb))
        openings.close(hub.wb, order[-1])
    assert order == [soon, later, unknown, past]
    assert board.first_opening(hub.wb) == 0
    for _ in range(4):
        history.undo(hub.wb)
    hub.person("Joan Alcaraz", past)
    assert board.first_opening(hub.wb) == past


def test_a_sheet_can_be_decided_once_every_criterion_is_entered(hub: Hub) -> None:
    application = hub.put_on()
    assert board.finished_sheet(hub.wb, application) == 0
    attempt = attempts.open_or_start(hub.wb, application)
    assert board.finished_sheet(hub.wb, application) == 0
    hub.rate(attempt, 4)
    assert board.finished_sheet(hub.wb, application) == attempt
    first = attempts.sheet(hub.wb, attempt).lines[0].criterion.id
    attempts.clear_rating(hub.wb, attempt, first)
    assert board.finished_sheet(hub.wb, application) == 0
    attempts.not_observed(hub.wb, attempt, first)
    assert board.finished_sheet(hub.wb, application) == attempt
    decisions.decide(hub.wb, attempt, Result.PASSED)
    assert board.finished_sheet(hub.wb, application) == 0
