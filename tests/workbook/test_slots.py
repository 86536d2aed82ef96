"""Slots: so many places and no more, whoever writes at once; moved, given up, and reminded of in time."""

from __future__ import annotations

import threading
from datetime import date
from typing import TYPE_CHECKING

import pytest

from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.terms import MilestoneId, Outcome, Result, VisitState
from domain.workbook import decisions, follow_up, history, queue, slot_places, slots, snoozes, touches
from domain.workbook.touches import About
from tests.workbook.hub import Hub, make_hub

if TYPE_CHECKING:
    from domain.workbook.slots import Slot

OFFER = MilestoneId.OFFER
"""Two rooms, an hour each."""


def at_offer(hub: Hub, *names: str) -> list[int]:
    """People on one class who stand at the job offer."""
    opening = hub.opening()
    people = [hub.person(name, opening) for name in names]
    for person in people:
        hub.take_to(hub.application(person), OFFER)
        for visit in hub.rows("select id from visit where person = :p and state <> 'done'", p=person):
            queue.leave(hub.wb, visit["id"])
    return people


def first_of(hub: Hub, person: int, day: int = 1, at: int = 0) -> Slot:
    """A slot that is offered."""
    return slots.offer(hub.wb, person).days[day].slots[at]


def visit_of(hub: Hub, booked: slots.Booked) -> dict[str, object]:
    return hub.rows("select * from visit where id = :id", id=booked.visit)[0]


def test_the_days_ahead_show_what_is_free_and_nothing_that_is_over(hub: Hub) -> None:
    (joan,) = at_offer(hub, "Joan Alcaraz")
    found = slots.offer(hub.wb, joan)
    assert (found.title, found.unit, found.booked) == ("job offer", "room", 0)
    assert [one.day for one in found.days][:4] == [date(2026, 8, day) for day in (12, 13, 14, 17)]
    assert len(found.days) == hub.wb.catalogue.follow_up.slots.days_ahead
    assert [hub.wb.time_of_day(slot.starts) for slot in found.days[0].slots][:2] == ["11:00", "12:00"]
    assert [hub.wb.time_of_day(slot.starts) for slot in found.days[1].slots] == [f"{hour}:00" for hour in range(9, 19)]
    assert (found.days[1].free, found.days[1].places) == (20, 20)


def test_who_may_try_again_later_is_offered_the_days_from_then_on(hub: Hub) -> None:
    application = hub.put_on("Joan Alcaraz")
    hub.take_to(application, MilestoneId.PHONE)
    hub.take(application, level=2, result=Result.NOT_YET)
    opens = date.fromisoformat(str(hub.stands(application)["retest"]))
    found = slots.offer(hub.wb, hub.stands(application)["person"])
    assert found.days[0].day >= opens > hub.wb.today()
    assert (found.days[0].day - opens).days < 3
    assert len(found.days) == hub.wb.catalogue.follow_up.slots.days_ahead


def test_a_full_slot_refuses_and_whoever_moves_or_does_not_come_leaves_a_place(hub: Hub) -> None:
    one, two, three, four = at_offer(hub, "Ana Lim", "Bea Cruz", "Carlo Reyes", "Omar Said")
    slot = first_of(hub, one)
    first, second = slots.book(hub.wb, one, slot.starts), slots.book(hub.wb, two, slot.starts)
    assert first_of(hub, three).free == 0
    with pytest.raises(Conflict, match=r"Thu 13 Aug 9:00 is full: 2 of 2 rooms taken"):
        slots.book(hub.wb, three, slot.starts)
    later = first_of(hub, one, at=1)
    moved = slots.book(hub.wb, one, later.starts)
    assert (moved.visit, moved.moved) == (first.visit, True)
    assert visit_of(hub, moved)["booked_for"] == later.starts
    slots.book(hub.wb, three, slot.starts)
    hub.clock.now = slot.starts
    decisions.visit_no_show(hub.wb, second.visit)
    assert hub.stands(hub.application(two))["ended_at"] == 0 or hub.stands(hub.application(two))["ended_by"] != "us"
    assert not hub.rows("select id from attempt where person = :p and result = 'not_yet'", p=two)
    hub.clock.now = slot.starts - 1
    slots.book(hub.wb, four, slot.starts)


def test_a_booking_is_undone_and_told(hub: Hub) -> None:
    (joan,) = at_offer(hub, "Joan Alcaraz")
    slots.book(hub.wb, joan, first_of(hub, joan).starts)
    slots.book(hub.wb, joan, first_of(hub, joan, at=2).starts)
    told = [entry.said for entry in history.of_person(hub.wb, joan)][:2]
    assert told == [
        "moved the slot of Joan to 13 Aug 11:00",
        "booked Joan for 13 Aug 9:00",
    ]
    assert slots.offer(hub.wb, joan).booked_words == "Thu 13 Aug 11:00"
    hub.wb.store.undo()
    assert slots.offer(hub.wb, joan).booked_words == "Thu 13 Aug 9:00"
    hub.wb.store.undo()
    assert slots.offer(hub.wb, joan).booked == 0
    hub.wb.store.redo()
    visit = hub.rows("select id from visit where person = :p and state = 'booked'", p=joan)[0]["id"]
    hub.clock.ahead(days=1)
    queue.arrived(hub.wb, visit)
    assert queue.find(hub.wb, visit).state is VisitState.WAITING


def test_what_cannot_be_booked_says_why(hub: Hub) -> None:
    nobody = hub.person("Ana Lim")
    with pytest.raises(Conflict, match="on no opening yet"):
        slots.offer(hub.wb, nobody)
    joan, omar = at_offer(hub, "Joan Alcaraz", "Omar Said")
    slot = first_of(hub, joan)
    with pytest.raises(Conflict, match=r"No slot begins at Thu 13 Aug 9:10"):
        slots.book(hub.wb, joan, slot.starts + 600_000)
    slots.book(hub.wb, joan, slot.starts)
    with pytest.raises(Conflict, match="booked for Thu 13 Aug 9:00 already"):
        slots.book(hub.wb, joan, slot.starts)
    hub.clock.ahead(days=3)
    with pytest.raises(Conflict, match="is over"):
        slots.book(hub.wb, omar, slot.starts)
    fresh = hub.person("Bea Cruz", hub.opening())
    with pytest.raises(Conflict, match="Nobody is booked in for the online application"):
        slots.offer(hub.wb, fresh)


def test_one_slot_has_places_of_its_own(hub: Hub) -> None:
    joan, omar = at_offer(hub, "Joan Alcaraz", "Omar Said")
    slot = first_of(hub, joan)
    slots.book(hub.wb, joan, slot.starts)
    slot_places.set_places(hub.wb, OFFER, slot.starts, 1)
    with pytest.raises(Conflict, match="1 of 1 room taken"):
        slots.book(hub.wb, omar, slot.starts)
    slot_places.set_places(hub.wb, OFFER, slot.starts, 3)
    assert (first_of(hub, omar).free, len(hub.rows("select id from slot"))) == (2, 1)
    hub.wb.store.undo()
    assert first_of(hub, omar).free == 0
    with pytest.raises(NotFound, match="No slot begins"):
        slot_places.set_places(hub.wb, OFFER, slot.starts + 1, 3)
    with pytest.raises(BadInput, match="not possible"):
        slot_places.set_places(hub.wb, OFFER, slot.starts, -1)


def test_a_reminder_is_due_on_the_working_day_before_once(hub: Hub) -> None:
    joan, omar = at_offer(hub, "Joan Alcaraz", "Omar Said")
    monday = first_of(hub, joan, day=3)
    booked = slots.book(hub.wb, joan, monday.starts)
    slots.book(hub.wb, omar, first_of(hub, omar, day=4).starts)
    assert slots.reminders(hub.wb) == ()
    hub.clock.ahead(days=1)
    assert slots.reminders(hub.wb) == ()
    hub.clock.ahead(days=1)
    (due,) = slots.reminders(hub.wb)
    assert (due.visit, due.name, due.milestone, due.due) == (booked.visit, "Joan Alcaraz", OFFER, date(2026, 8, 14))
    listed = [
        row for row in follow_up.rows(hub.wb, follow_up.ids(hub.wb)[0]) if row and row.kind is follow_up.Kind.SLOT
    ]
    assert [(row.id, row.what) for row in listed] == [(due.visit, "Remind: offer, Mon 17 Aug 9:00")]
    slots.reminded(hub.wb, due.visit)
    assert slots.reminders(hub.wb) == ()
    assert history.of_person(hub.wb, joan)[0].said == "reminded Joan of their slot"
    with pytest.raises(Conflict, match="was reminded already"):
        slots.reminded(hub.wb, due.visit)
    hub.wb.store.undo()
    assert len(slots.reminders(hub.wb)) == 1
    slots.book(hub.wb, joan, first_of(hub, joan, day=1, at=1).starts)
    assert slots.reminders(hub.wb) == (), "they have just heard of it"


def test_two_who_book_the_last_place_at_once_get_one(where: str, hub: Hub) -> None:
    people = at_offer(hub, "Ana Lim", "Bea Cruz", "Carlo Reyes", "Omar Said")
    slot = first_of(hub, people[0])
    slot_places.set_places(hub.wb, OFFER, slot.starts, 1)
    ready, told = threading.Barrier(len(people)), []

    def book(person: int) -> None:
        other = make_hub(where, "Noor", hub.clock)
        ready.wait(timeout=30)
        try:
            slots.book(other.wb, person, slot.starts)
            told.append("booked")
        except Conflict as error:
            told.append(error.message)
        other.wb.close()

    threads = [threading.Thread(target=book, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(told) == ["Thu 13 Aug 9:00 is full: 1 of 1 room taken."] * 3 + ["booked"]
    assert hub.value("select count(*) from visit where milestone = :m and booked_for > 0", m=OFFER) == 1


def test_who_heard_from_us_about_their_slot_was_reminded_of_it(hub: Hub) -> None:
    (joan,) = at_offer(hub, "Joan Alcaraz")
    visit = slots.book(hub.wb, joan, first_of(hub, joan, day=2).starts).visit
    hub.clock.ahead(days=1)
    assert [one.visit for one in slots.reminders(hub.wb)] == [visit]
    touches.log(hub.wb, joan, Outcome.NO_ANSWER, about=About("slots", visit))
    assert [one.visit for one in slots.reminders(hub.wb)] == [visit]
    touches.log(hub.wb, joan, Outcome.LEFT_WORD, about=About("slots", visit), message="reminder", asks=False)
    assert slots.reminders(hub.wb) == ()
    hub.wb.store.undo()
    touches.log(hub.wb, joan, Outcome.STOP)
    assert slots.reminders(hub.wb) == (), "nobody is reminded who wants no contact"
    with pytest.raises(Conflict, match="asked not to be contacted"):
        slots.reminded(hub.wb, visit)


def test_a_reminder_is_put_off_to_a_day_before_the_slot_and_stays_listed(hub: Hub) -> None:
    (joan,) = at_offer(hub, "Joan Alcaraz")
    hub.clock.ahead(days=1)
    visit = slots.book(hub.wb, joan, first_of(hub, joan, day=2).starts).visit
    hub.clock.ahead(days=1)
    monday = date(2026, 8, 17)
    with pytest.raises(BadInput, match="Their slot is on Mon 17 Aug"):
        snoozes.put_off(hub.wb, "slots", visit, joan, monday, "they call first")
    snoozes.put_off(hub.wb, "slots", visit, joan, date(2026, 8, 15), "they call first")
    first, behind = follow_up.ids(hub.wb)
    assert behind is not None
    assert visit not in first
    assert visit in follow_up.rest(hub.wb, behind)[0], "it stands among what is to come"
