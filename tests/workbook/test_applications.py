"""Applications: one person for one opening, how they end and who ends them, and tests that are added."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.terms import EndedBy, MilestoneId, Result, State, VisitState
from domain.workbook import applications, attempts, decisions, history, journeys, people, queue

if TYPE_CHECKING:
    from tests.workbook.hub import Hub

BY_HAND = [
    (State.DECLINED, EndedBy.CANDIDATE),
    (State.NOT_SELECTED, EndedBy.US),
    (State.OUTSCORED, EndedBy.US),
    (State.WITHDREW, EndedBy.CANDIDATE),
    (State.CLIENT_DECLINED, EndedBy.CLIENT),
    (State.NO_SHOW, EndedBy.NO_SHOW),
    (State.UNREACHABLE, EndedBy.CANDIDATE),
    (State.DUPLICATE, EndedBy.US),
]


def test_nobody_is_on_one_opening_twice_at_a_time(hub: Hub) -> None:
    opening = hub.opening()
    person = hub.person("Joan Alcaraz", opening)
    with pytest.raises(Conflict, match="Joan Alcaraz is on this opening already"):
        applications.add(hub.wb, person, opening)
    decisions.withdraw(hub.wb, hub.application(person))
    again = applications.add(hub.wb, person, opening)
    assert hub.application(person) == again
    assert hub.stands(again)["state"] == State.READY


@pytest.mark.parametrize(("how", "by"), BY_HAND)
def test_every_ending_says_who_ended_it(hub: Hub, how: State, by: EndedBy) -> None:
    application = hub.put_on()
    applications.end(hub.wb, application, how, reason="  as agreed ")
    stored = hub.stands(application)
    assert (stored["state"], stored["ended_by"], stored["reason"]) == (how, by, "as agreed")
    assert stored["ended_at"] == hub.clock.now
    row = people.rows(hub.wb, [stored["person"]])[0]
    assert (row.state, row.retest) == (how, "")


@pytest.mark.parametrize("how", [State.READY, State.UNDERWAY, State.NOT_YET, State.ON_HOLD, State.INCOMPLETE])
def test_a_state_on_the_road_is_no_ending(hub: Hub, how: State) -> None:
    application = hub.put_on()
    for end in (
        lambda: applications.end(hub.wb, application, how),
        lambda: decisions.withdraw(hub.wb, application, how),
    ):
        with pytest.raises(BadInput, match="not a way to end"):
            end()
    assert hub.stands(application)["ended_at"] == 0


def test_nobody_is_hired_by_ending_an_application(hub: Hub) -> None:
    application = hub.put_on()
    with pytest.raises(BadInput):
        applications.end(hub.wb, application, State.HIRED)
    with pytest.raises(BadInput):
        decisions.withdraw(hub.wb, application, State.HIRED)
    assert hub.stands(application)["state"] == State.READY


def test_what_has_ended_takes_nothing_more(hub: Hub) -> None:
    application = hub.put_on()
    applications.end(hub.wb, application, State.WITHDREW)
    for late in (
        lambda: applications.end(hub.wb, application, State.NOT_SELECTED),
        lambda: decisions.withdraw(hub.wb, application),
        lambda: decisions.no_show(hub.wb, application),
        lambda: attempts.open_or_start(hub.wb, application),
        lambda: applications.add_test(hub.wb, application, MilestoneId.SALES),
    ):
        with pytest.raises(Conflict, match="ended"):
            late()
    assert hub.stands(application)["state"] == State.WITHDREW
    assert hub.rows("select * from attempt") == []


def test_an_open_attempt_is_decided_before_an_application_ends_without_a_slip(hub: Hub) -> None:
    application = hub.put_on()
    attempts.open_or_start(hub.wb, application)
    with pytest.raises(Conflict, match="attempt is open"):
        applications.end(hub.wb, application, State.CLIENT_DECLINED)
    assert hub.stands(application)["state"] == State.UNDERWAY


def test_an_ending_empties_the_queue_and_takes_out_what_is_booked(hub: Hub) -> None:
    opening = hub.opening()
    ended = hub.person("Joan Alcaraz", opening)
    other = hub.person("Omar Said", opening)
    for person in (ended, other):
        queue.book(hub.wb, person, datetime(2026, 8, 14, 9, 30))
    applications.end(hub.wb, hub.application(ended), State.CLIENT_DECLINED)
    assert {row.name: row.state for row in queue.rows(hub.wb)} == {
        "Joan Alcaraz": VisitState.DONE,
        "Omar Said": VisitState.WAITING,
    }
    friday = datetime(2026, 8, 14).date()
    assert [row.name for row in queue.rows(hub.wb, friday)] == ["Omar Said"]
    history.undo(hub.wb)
    assert {row.name for row in queue.rows(hub.wb, friday)} == {"Joan Alcaraz", "Omar Said"}


def test_somebody_who_waits_without_an_opening_is_here_for_the_one_they_are_put_on(hub: Hub) -> None:
    person = hub.person("Joan Alcaraz")
    assert queue.rows(hub.wb)[0].application == 0
    application = applications.add(hub.wb, person, hub.opening())
    assert queue.rows(hub.wb)[0].application == application


def test_a_second_application_leaves_the_visit_for_the_first(hub: Hub) -> None:
    person = hub.person("Joan Alcaraz", hub.opening())
    first = hub.application(person)
    applications.add(hub.wb, person, hub.opening("travel_air"))
    assert queue.rows(hub.wb)[0].application == first


# joining and added tests ---------------------------------------------------------------------------------------------


def test_who_joins_later_has_what_came_before_marked_as_not_needed(hub: Hub) -> None:
    person = hub.person("Joan Alcaraz")
    application = applications.add(hub.wb, person, hub.opening(), joins=MilestoneId.EXAM)
    stored = hub.stands(application)
    assert (stored["milestone"], stored["road"]) == ("exam", "---@.-.-..")
    page = journeys.page(hub.wb, person)
    assert (page.passed, page.on_route) == (0, 5)
    assert hub.take(application).next is MilestoneId.MOCK_CALL


def test_nobody_joins_at_a_milestone_that_is_not_on_the_route(hub: Hub) -> None:
    person = hub.person("Joan Alcaraz")
    with pytest.raises(BadInput, match="has no sales test"):
        applications.add(hub.wb, person, hub.opening("retail_cs"), joins=MilestoneId.SALES)
    assert hub.application(person) == 0


def test_an_added_test_lengthens_the_route(hub: Hub) -> None:
    application = hub.put_on(account="retail_cs")
    applications.add_test(hub.wb, application, MilestoneId.SALES)
    assert hub.stands(application)["road"] == "@......-.."
    hub.take_to(application, MilestoneId.SERVICE)
    assert hub.take(application).next is MilestoneId.SALES
    assert hub.take(application).next is MilestoneId.FINAL


def test_a_test_added_behind_somebody_is_where_they_stand_next(hub: Hub) -> None:
    application = hub.put_on(account="retail_cs")
    hub.take_to(application, MilestoneId.OFFER)
    applications.add_test(hub.wb, application, MilestoneId.TECH)
    stored = hub.stands(application)
    assert (stored["milestone"], stored["state"], stored["road"]) == ("tech_test", State.READY, "*****-*@*.")


def test_a_test_that_is_on_the_route_is_not_added(hub: Hub) -> None:
    application = hub.put_on(account="retail_cs")
    with pytest.raises(Conflict, match="on the route already"):
        applications.add_test(hub.wb, application, MilestoneId.SERVICE)
    applications.add_test(hub.wb, application, MilestoneId.SALES)
    with pytest.raises(Conflict, match="on the route already"):
        applications.add_test(hub.wb, application, MilestoneId.SALES)


@pytest.mark.parametrize("milestone", [MilestoneId.EXAM, MilestoneId.OFFER])
def test_what_is_no_account_test_is_not_added(hub: Hub, milestone: MilestoneId) -> None:
    with pytest.raises(BadInput, match="not an account test"):
        applications.add_test(hub.wb, hub.put_on(), milestone)


def test_applications_of_a_person_come_newest_first(hub: Hub) -> None:
    person = hub.person("Joan Alcaraz", hub.opening("retail_cs"))
    hub.take(hub.application(person), 1, Result.NOT_YET)
    hub.clock.ahead(days=1)
    applications.add(hub.wb, person, hub.opening("travel_air"))
    with hub.wb.store.read() as tx:
        found = applications.of_person(tx, person)
        assert applications.current(tx, person) == found[0]
    assert [(row.account, row.state) for row in found] == [
        ("travel_air", State.READY),
        ("retail_cs", State.NOT_YET),
    ]


def test_what_is_not_there(hub: Hub) -> None:
    person, opening = hub.person(), hub.opening()
    with pytest.raises(NotFound):
        applications.add(hub.wb, 12, opening)
    with pytest.raises(NotFound):
        applications.add(hub.wb, person, 12)
    with pytest.raises(NotFound, match="no application 12"):
        applications.end(hub.wb, 12, State.WITHDREW)


def test_an_application_that_was_closed_after_a_no_show_waits_for_no_retake(hub: Hub) -> None:
    application = hub.put_on()
    decisions.no_show(hub.wb, application)
    assert hub.stands(application)["retest"] == "2026-08-19"
    applications.end(hub.wb, application, State.NO_SHOW)
    assert (hub.stands(application)["retest"], hub.stands(application)["state"]) == ("", State.NO_SHOW)
