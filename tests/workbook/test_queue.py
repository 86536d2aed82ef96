"""The queue: who is here, in which order, with which number, and what becomes of a visit."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from domain.model.errors import Conflict, NotFound
from domain.model.terms import MilestoneId, Result, VisitState
from domain.workbook import attempts, decisions, history, people, queue
from domain.workbook.wording import MINUTE

if TYPE_CHECKING:
    from tests.workbook.hub import Hub


def known(hub: Hub, name: str = "Joan Alcaraz") -> int:
    """Somebody who is in the workbook and not here."""
    return people.add(hub.wb, people.NewPerson(name))


def names(hub: Hub, day: date | None = None) -> list[str]:
    """The queue from top to bottom."""
    return [row.name for row in queue.rows(hub.wb, day)]


def numbers(hub: Hub) -> dict[str, int]:
    """The numbers that were given out."""
    return {row.name: row.number for row in queue.rows(hub.wb)}


def test_waiting_longest_first_then_at_work_booked_missed_and_done(hub: Hub) -> None:
    opening = hub.opening()
    for name, hour in (("Booked Late", 15), ("Booked Early", 14), ("Booked And Here", 9)):
        queue.book(hub.wb, known(hub, name), datetime(2026, 8, 12, hour, 0))
    for name in ("Done Already", "At Work", "Waits Longest", "Missed It"):
        hub.person(name, opening)
        hub.clock.ahead(minutes=1)
    visits = {row.name: row for row in queue.rows(hub.wb)}
    queue.leave(hub.wb, visits["Done Already"].id)
    attempts.open_or_start(hub.wb, visits["At Work"].application)
    decisions.visit_no_show(hub.wb, visits["Missed It"].id)
    queue.arrived(hub.wb, visits["Booked And Here"].id)
    assert names(hub) == [
        "Waits Longest",
        "Booked And Here",
        "At Work",
        "Booked Early",
        "Booked Late",
        "Missed It",
        "Done Already",
    ]


def test_a_wait_counts_from_when_they_came_and_is_late_beyond_the_target(hub: Hub) -> None:
    target = hub.wb.catalogue.follow_up.queue_target_minutes
    hub.person("Joan Alcaraz")
    hub.clock.ahead(minutes=target)
    row = queue.rows(hub.wb)[0]
    assert (row.wait, row.late) == (target * MINUTE, False)
    hub.clock.ahead(seconds=1)
    assert queue.rows(hub.wb)[0].late


def test_only_who_waits_can_be_late(hub: Hub) -> None:
    application = hub.put_on()
    queue.book(hub.wb, known(hub, "Omar Said"), datetime(2026, 8, 12, 10, 45))
    attempts.open_or_start(hub.wb, application)
    hub.clock.ahead(hours=3)
    shown = {row.name: (row.wait, row.late) for row in queue.rows(hub.wb)}
    assert shown == {"Joan Alcaraz": (180 * MINUTE, False), "Omar Said": (0, False)}


def test_the_wait_begins_anew_after_each_milestone(hub: Hub) -> None:
    application = hub.put_on()
    hub.clock.ahead(minutes=50)
    hub.take(application)
    hub.clock.ahead(minutes=2)
    assert queue.rows(hub.wb)[0].wait == 2 * MINUTE


def test_numbers_count_from_one_each_day_and_are_kept_for_the_day(hub: Hub, colleague: Hub) -> None:
    opening = hub.opening()
    hub.person("Joan Alcaraz", opening)
    colleague.person("Omar Said", opening)
    first = queue.rows(hub.wb)[0]
    queue.leave(hub.wb, first.id)
    assert queue.come_in(hub.wb, first.person) == first.id
    assert numbers(hub) == {"Joan Alcaraz": 1, "Omar Said": 2}
    hub.clock.ahead(days=1)
    hub.person("Lea Mondal", opening)
    queue.come_in(hub.wb, first.person)
    assert numbers(hub) == {"Lea Mondal": 1, "Joan Alcaraz": 2}


def test_a_booked_person_has_a_number_once_they_are_here(hub: Hub) -> None:
    booked = queue.book(hub.wb, known(hub), datetime(2026, 8, 12, 11, 0))
    hub.person("Omar Said")
    assert numbers(hub) == {"Joan Alcaraz": 0, "Omar Said": 1}
    queue.arrived(hub.wb, booked)
    row = queue.find(hub.wb, booked)
    assert (row.state, row.number, row.arrived_at, row.since) == (VisitState.WAITING, 2, hub.clock.now, hub.clock.now)


def test_come_in_takes_the_booked_visit_of_today(hub: Hub) -> None:
    person = known(hub)
    booked = queue.book(hub.wb, person, datetime(2026, 8, 12, 14, 0))
    assert queue.come_in(hub.wb, person) == booked
    assert queue.find(hub.wb, booked).state is VisitState.WAITING


def test_who_is_in_the_queue_does_not_come_in_again(hub: Hub) -> None:
    person = hub.person("Joan Alcaraz", hub.opening())
    visit = queue.rows(hub.wb)[0].id
    for again in (lambda: queue.come_in(hub.wb, person), lambda: queue.arrived(hub.wb, visit)):
        with pytest.raises(Conflict, match=r"Joan Alcaraz is in the queue already\. Their number is 1\."):
            again()
    assert len(queue.rows(hub.wb)) == 1


def test_two_at_the_door_see_one_person_once(hub: Hub, colleague: Hub) -> None:
    booked = queue.book(hub.wb, known(hub), datetime(2026, 8, 12, 14, 0))
    do = colleague.wb.store.do

    def in_between(*given: object, **more: object) -> object:
        queue.arrived(hub.wb, booked)
        return do(*given, **more)  # type: ignore[call-overload]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(colleague.wb.store, "do", in_between)
        with pytest.raises(Conflict, match="in the queue already"):
            queue.arrived(colleague.wb, booked)
    assert numbers(hub) == {"Joan Alcaraz": 1}


def test_who_comes_on_another_day_than_booked_is_here_today(hub: Hub) -> None:
    booked = queue.book(hub.wb, known(hub), datetime(2026, 8, 14, 9, 0))
    queue.arrived(hub.wb, booked)
    assert names(hub) == ["Joan Alcaraz"]
    assert names(hub, date(2026, 8, 14)) == []


def test_a_late_comer_has_todays_number_not_the_old_one(hub: Hub) -> None:
    hub.person("Omar Said")
    person = hub.person("Joan Alcaraz")
    visit = next(row.id for row in queue.rows(hub.wb) if row.person == person)
    queue.leave(hub.wb, visit)
    hub.clock.ahead(days=1)
    queue.arrived(hub.wb, visit)
    assert numbers(hub) == {"Joan Alcaraz": 1}


def test_a_visit_is_booked_once_a_day(hub: Hub) -> None:
    person = known(hub)
    queue.book(hub.wb, person, datetime(2026, 8, 12, 14, 0))
    with pytest.raises(Conflict, match="booked on that day already"):
        queue.book(hub.wb, person, datetime(2026, 8, 12, 16, 0))
    queue.book(hub.wb, person, datetime(2026, 8, 13, 9, 0))
    assert names(hub, date(2026, 8, 13)) == ["Joan Alcaraz"]


@pytest.mark.parametrize(
    ("when", "day"),
    [
        (datetime(2026, 8, 13, 0, 30), date(2026, 8, 13)),
        (datetime(2026, 8, 12, 16, 30, tzinfo=UTC), date(2026, 8, 13)),
        (datetime(2026, 8, 12, 15, 30, tzinfo=UTC), date(2026, 8, 12)),
    ],
)
def test_a_booking_is_on_the_sites_day(hub: Hub, when: datetime, day: date) -> None:
    visit = queue.find(hub.wb, queue.book(hub.wb, known(hub), when))
    assert names(hub, day) == ["Joan Alcaraz"]
    local = when if when.tzinfo else when.replace(tzinfo=hub.wb.site.tz())
    assert visit.booked_for == int(local.timestamp() * 1000)


def test_a_started_attempt_takes_a_booked_person_off_the_chairs(hub: Hub) -> None:
    application = hub.put_on()
    person = hub.stands(application)["person"]
    queue.leave(hub.wb, queue.rows(hub.wb)[0].id)
    hub.clock.ahead(days=1)
    visit = queue.book(hub.wb, person, datetime(2026, 8, 13, 14, 0))
    attempts.open_or_start(hub.wb, application)
    row = queue.find(hub.wb, visit)
    assert (row.state, row.number, row.arrived_at) == (VisitState.UNDERWAY, 1, hub.clock.now)


def test_only_who_is_here_can_leave(hub: Hub) -> None:
    booked = queue.book(hub.wb, known(hub), datetime(2026, 8, 12, 14, 0))
    with pytest.raises(Conflict, match="Joan Alcaraz is booked"):
        queue.leave(hub.wb, booked)
    queue.arrived(hub.wb, booked)
    queue.leave(hub.wb, booked)
    with pytest.raises(Conflict, match="Joan Alcaraz is done"):
        queue.leave(hub.wb, booked)


def test_the_place_is_forgotten_when_they_leave(hub: Hub) -> None:
    attempts.open_or_start(hub.wb, hub.put_on())
    visit = queue.rows(hub.wb)[0]
    assert visit.place == "with Noor"
    queue.leave(hub.wb, visit.id)
    queue.arrived(hub.wb, visit.id)
    assert queue.find(hub.wb, visit.id).place == ""


def test_somebody_without_a_visit_is_assessed_all_the_same(hub: Hub) -> None:
    application = hub.put_on()
    hub.clock.ahead(days=3)
    assert hub.take(application).result is Result.PASSED
    assert queue.rows(hub.wb) == []


def test_the_row_shows_the_road_and_what_is_next(hub: Hub) -> None:
    person = hub.person("Joan Alcaraz", hub.opening(), mobile="0917 555 4471")
    hub.take(hub.application(person))
    row = queue.rows(hub.wb)[0]
    assert (row.milestone, row.account, row.road, row.phone) == (
        MilestoneId.PHONE,
        "retail_cs",
        "*@...-.-..",
        "+639175554471",
    )


def test_a_walk_in_is_one_act(hub: Hub) -> None:
    hub.opening()
    hub.person("Joan Alcaraz", hub.opening("travel_air"), mobile="0917 555 4471")
    hub.person("Joan Alcaraz", hub.opening("travel_air"), mobile="0917 555 4471")
    history.undo(hub.wb)
    counted = [hub.value(f"select count(*) from {table}") for table in ("person", "application", "visit", "twin")]
    assert counted == [1, 1, 1, 0]


def test_visits_that_are_not_there(hub: Hub) -> None:
    for ask in (queue.find, queue.arrived, queue.leave, decisions.visit_no_show):
        with pytest.raises(NotFound, match="no longer in the queue"):
            ask(hub.wb, 12)
    with pytest.raises(NotFound):
        queue.book(hub.wb, 12, datetime(2026, 8, 12, 14, 0))


def test_a_slot_booked_for_later_does_not_hide_that_they_are_here(hub: Hub) -> None:
    application = hub.put_on()
    person = hub.stands(application)["person"]
    here = queue.rows(hub.wb)[0].id
    later = queue.book(hub.wb, person, datetime(2026, 8, 12, 15, 0))
    hub.take(application)
    attempts.open_or_start(hub.wb, application)
    assert queue.find(hub.wb, here).state is VisitState.UNDERWAY
    assert queue.find(hub.wb, later).state is VisitState.BOOKED
    with pytest.raises(Conflict, match="in the queue already"):
        queue.arrived(hub.wb, later)
    queue.leave(hub.wb, here)
    queue.arrived(hub.wb, later)
    assert [row.state for row in queue.rows(hub.wb)] == [VisitState.WAITING, VisitState.DONE]
