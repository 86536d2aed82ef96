"""Today: what must be done now, in the right group, until it is done."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from domain.model.terms import MilestoneId, Outcome, Result, State
from domain.workbook import (
    attempts,
    contacts,
    decisions,
    due,
    openings,
    people,
    promises,
    queue,
    requests,
    snoozes,
    today,
    touches,
)
from domain.workbook.wording import MINUTE
from tests.workbook.hub import TODAY

if TYPE_CHECKING:
    import pytest

    from domain.workbook.today import Today
    from tests.workbook.hub import Hub


def seen(hub: Hub) -> Today:
    """The place as it stands."""
    return today.snapshot(hub.wb)


def gone_home(hub: Hub, name: str, opening: int = 0) -> int:
    """Somebody who was here, and is not any more; the id of the person."""
    person = hub.person(name, opening or hub.opening())
    visit = next(row.id for row in queue.rows(hub.wb) if row.person == person)
    queue.leave(hub.wb, visit)
    return person


def test_a_new_workbook_has_nothing_due_and_nobody_in_it(hub: Hub) -> None:
    found = seen(hub)
    assert (found.nothing_due, found.anybody, found.looked_at) == (True, False, 0)
    assert (found.so_far.came, found.so_far.wait, found.so_far.to_slip) == (0, -1, -1)


def test_promises_due_today_and_late_ones_are_listed_until_they_are_kept(hub: Hub) -> None:
    joan = gone_home(hub, "Joan Alcaraz")
    late = promises.make(hub.wb, joan, "call", TODAY, "10:50")
    promises.make(hub.wb, joan, "text", TODAY)
    promises.make(hub.wb, joan, "write", TODAY + timedelta(days=1))
    hub.clock.ahead(minutes=20)
    found = seen(hub)
    assert [row.words for row in found.promises.rows] == ["call", "text"]
    assert (found.promises.count, found.late) == (2, 1)
    promises.keep(hub.wb, late)
    assert (seen(hub).promises.count, seen(hub).late) == (1, 0)


def test_slips_owed_are_those_of_the_header_the_oldest_first(hub: Hub) -> None:
    opening = hub.opening()
    for name in ("First Decided", "Second Decided"):
        hub.take(hub.application(hub.person(name, opening)), 2, Result.NOT_YET)
        hub.clock.ahead(minutes=5)
    found = seen(hub).owed
    assert [(row.name, row.milestone, row.result) for row in found.rows] == [
        ("First Decided", MilestoneId.APPLICATION, "not_yet"),
        ("Second Decided", MilestoneId.APPLICATION, "not_yet"),
    ]
    assert found.count == 2
    hub.hand_over(found.rows[0].slip)
    assert [row.name for row in seen(hub).owed.rows] == ["Second Decided"]


def test_a_finished_attempt_without_any_draft_is_owed_as_well(hub: Hub) -> None:
    hub.take(hub.put_on(), 2, Result.NOT_YET)
    attempt, slip = hub.rows("select id, slip from attempt")[0].values()
    hub.wb.store.do("lost a draft", lambda act: act.update("attempt", attempt, slip=0))
    hub.wb.store.do("lost it", lambda act: act.delete("slip", slip))
    row = seen(hub).owed.rows[0]
    assert (row.attempt, row.slip) == (attempt, 0)


def test_a_sheet_that_was_left_is_open_until_it_is_decided_but_not_while_somebody_is_at_it(hub: Hub) -> None:
    application = hub.put_on()
    attempt = attempts.open_or_start(hub.wb, application)
    hub.rate(attempt, 4)
    assert seen(hub).drafts.count == 0
    queue.leave(hub.wb, queue.rows(hub.wb)[0].id)
    hub.clock.ahead(days=1)
    row = seen(hub).drafts.rows[0]
    assert (row.attempt, row.entered, row.criteria) == (attempt, row.criteria, row.entered)
    assert row.due < hub.wb.today() or row.milestone is MilestoneId.APPLICATION
    decisions.decide(hub.wb, attempt, Result.PASSED)
    assert seen(hub).drafts.count == 0


def test_a_retest_is_ready_from_its_day_on_and_the_latest_stands_first(hub: Hub) -> None:
    opening = hub.opening()
    for name in ("Early Bird", "Late Riser"):
        hub.take(hub.application(gone_home(hub, name, opening)), 2, Result.NOT_YET)
        hub.clock.ahead(days=1)
    opens = date.fromisoformat(hub.value("select max(retest) from person"))
    hub.clock.ahead(days=(opens - hub.wb.today()).days - 1)
    assert [row.name for row in seen(hub).retests.rows] == ["Early Bird"]
    hub.clock.ahead(days=1)
    found = seen(hub)
    assert [(row.name, row.number) for row in found.retests.rows] == [("Late Riser", 2), ("Early Bird", 2)]
    assert (found.retests.count, found.from_today) == (2, (1, False))
    queue.come_in(hub.wb, found.retests.rows[0].person)
    assert [row.name for row in seen(hub).retests.rows] == ["Early Bird"]


def test_who_waits_in_the_queue_beyond_the_target_is_there(hub: Hub) -> None:
    hub.person("Joan Alcaraz")
    hub.clock.ahead(minutes=hub.wb.catalogue.follow_up.queue_target_minutes)
    hub.person("Omar Said")
    assert seen(hub).in_queue.count == 0
    hub.clock.ahead(minutes=1)
    assert [row.name for row in seen(hub).in_queue.rows] == ["Joan Alcaraz"]


def test_who_waits_at_a_milestone_beyond_its_days_is_there_unless_they_have_a_slot(hub: Hub) -> None:
    opening = hub.opening()
    joan, omar = gone_home(hub, "Joan Alcaraz", opening), gone_home(hub, "Omar Said", opening)
    for person in (joan, omar):
        hub.take(hub.application(person))
    days = hub.wb.catalogue.follow_up.red_after_days[MilestoneId.PHONE]
    assert days == 2
    hub.clock.ahead(days=2)  # Friday, the second working day
    assert seen(hub).waiting.count == 0
    hub.clock.ahead(days=1)
    found = seen(hub).waiting
    assert [(row.name, row.milestone, row.due) for row in found.rows] == [
        (name, MilestoneId.PHONE, TODAY + timedelta(days=2)) for name in ("Joan Alcaraz", "Omar Said")
    ]
    assert (found.count, found.more) == (2, False)
    queue.book(hub.wb, joan, datetime(2026, 8, 18, 9, 0))
    assert [row.name for row in seen(hub).waiting.rows] == ["Omar Said"]
    hub.clock.ahead(days=4)  # the slot has gone by
    assert seen(hub).waiting.count == 2


def test_who_is_on_hold_waits_for_us_too(hub: Hub) -> None:
    application = hub.application(gone_home(hub, "Joan Alcaraz"))
    hub.take(application, 4, Result.ON_HOLD, reason="papers to be looked at")
    hub.clock.ahead(days=7)
    row = seen(hub).waiting.rows[0]
    assert (row.name, row.state) == ("Joan Alcaraz", State.ON_HOLD)


def test_the_quick_way_to_everybody_who_waits_tells_the_same_days(hub: Hub) -> None:
    opening = hub.opening()
    for name in ("A B", "C D", "E F", "G H"):
        application = hub.application(gone_home(hub, name, opening))
        hub.take_to(application, MilestoneId.IN_PERSON if name == "C D" else MilestoneId.PHONE)
        hub.clock.ahead(days=1, hours=7)
    hub.clock.ahead(days=20)
    with hub.wb.store.read() as tx:
        slow = [(row.person, row.due) for row in due.waiting(hub.wb, tx)]
        assert sorted(due.waiting_days(hub.wb, tx)) == sorted(slow)
    assert len({day for _, day in slow}) > 1


def test_long_lists_are_counted_up_to_a_point(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    opening = hub.opening()
    for name in ("A B", "C D", "E F"):
        hub.take(hub.application(gone_home(hub, name, opening)))
    hub.clock.ahead(days=9)
    monkeypatch.setattr(due, "COUNTED", 2)
    found = seen(hub).waiting
    assert (found.count, found.more, len(found.rows)) == (2, True, 3)
    assert len(today.snapshot(hub.wb, 1).waiting.rows) == 1


def test_a_class_that_begins_soon_is_at_risk_while_too_few_are_on_their_way(hub: Hub) -> None:
    soon = openings.create(hub.wb, "retail_cs", seats=1, starts=date(2026, 8, 25))
    openings.create(hub.wb, "retail_cs", seats=20, starts=date(2026, 9, 12))
    openings.create(hub.wb, "retail_cs", seats=20, starts=date(2026, 8, 11))
    openings.create(hub.wb, "retail_cs", seats=20)
    closed = openings.create(hub.wb, "retail_cs", seats=20, starts=date(2026, 8, 25))
    openings.close(hub.wb, closed)
    found = seen(hub)
    row = found.classes.rows[0]
    assert (found.looked_at, found.classes.count, row.opening) == (1, 1, soon)
    assert (row.days, row.offers, row.by, row.on_the_way, row.people) == (13, 2, date(2026, 8, 20), 0, 50)
    for name in ("A B", "C D", "E F"):
        hub.take_to(hub.application(gone_home(hub, name, soon)), MilestoneId.FINAL)
    assert seen(hub).classes.count == 0


def test_seats_that_are_taken_are_not_looked_for(hub: Hub) -> None:
    soon = openings.create(hub.wb, "retail_cs", seats=2, starts=date(2026, 8, 25))
    hired = hub.application(gone_home(hub, "Joan Alcaraz", soon))
    hub.take_to(hired, MilestoneId.OFFER)
    hub.take(hired)
    row = seen(hub).classes.rows[0]
    assert (row.seats, row.taken, row.offers, row.on_the_way) == (2, 1, 2, 0)


def test_the_hub_at_a_glance(hub: Hub) -> None:
    opening = hub.opening()
    for name, hour, minute in (("Booked Late", 15, 0), ("Booked Next", 11, 30), ("Missing", 10, 30)):
        person = people.add(hub.wb, people.NewPerson(name))
        queue.book(hub.wb, person, datetime(2026, 8, 12, hour, minute))
    hub.person("Waits Longest", opening)
    hub.clock.ahead(minutes=7)
    hub.person("Waits", opening)
    attempts.open_or_start(hub.wb, hub.application(hub.person("At Work", opening)))
    found = seen(hub).hub
    assert (found.waiting, found.longest, found.longest_late, found.with_someone) == (2, 7 * MINUTE, False, 1)
    assert (found.to_come, hub.wb.time_of_day(found.next_at)) == (2, "11:30")
    assert (found.missing, hub.wb.time_of_day(found.missing_since)) == (1, "10:30")


def test_the_day_so_far_counts_today_only(hub: Hub) -> None:
    opening = hub.opening()
    hub.take(hub.application(hub.person("Yesterday", opening)))
    hub.clock.ahead(days=1)
    passed, not_yet = hub.person("Passed Once", opening), hub.person("Not Yet", opening)
    hub.clock.ahead(minutes=10)
    hub.take(hub.application(passed))
    slip = hub.take(hub.application(not_yet), 2, Result.NOT_YET).slip
    hub.clock.ahead(minutes=2)
    hub.hand_over(slip)
    day = seen(hub).so_far
    assert (day.came, day.passed, day.not_yet, day.accepted) == (2, 1, 1, 0)
    assert (day.delivered, day.drafted) == (1, 2)
    assert (day.wait, day.to_slip) == (10 * MINUTE, 2 * MINUTE)


def test_an_offer_that_is_taken_is_counted(hub: Hub) -> None:
    application = hub.put_on()
    hub.take_to(application, MilestoneId.OFFER)
    hub.take(application)
    assert seen(hub).so_far.accepted == 1


def test_when_all_is_done_nothing_is_due(hub: Hub) -> None:
    joan = gone_home(hub, "Joan Alcaraz")
    made = promises.make(hub.wb, joan, "call", TODAY)
    hub.hand_over(hub.take(hub.application(joan)).slip)
    assert not seen(hub).nothing_due
    promises.keep(hub.wb, made)
    assert (seen(hub).nothing_due, seen(hub).anybody) == (True, True)


def test_what_people_wrote_and_asked_waits_until_it_is_done_or_put_off(hub: Hub) -> None:
    joan, ana = gone_home(hub, "Joan Alcaraz"), gone_home(hub, "Ana Lim")
    touches.log(hub.wb, joan, Outcome.REPLIED, words="Thanks")
    note = touches.log(hub.wb, ana, Outcome.THANK_YOU)
    hub.clock.ahead(days=3)
    touches.log(hub.wb, joan, Outcome.CHECK_IN)
    requests.ask(hub.wb, ana, requests.Kind.SHOW)
    requests.keep(hub.wb, joan, TODAY.replace(year=2027), "a claim")
    found = seen(hub)
    assert [(row.name, row.outcome, row.due.day) for row in found.replies.rows] == [
        ("Ana Lim", "thank_you", 13),
        ("Joan Alcaraz", "check_in", 17),
    ]
    assert [(row.name, row.kind) for row in found.requests.rows] == [("Ana Lim", "show")]
    assert (found.replies.count, found.requests.count, found.nothing_due) == (2, 1, False)
    snoozes.put_off(hub.wb, contacts.REPLIES, note.touch, ana, hub.wb.today() + timedelta(days=1), "on leave")
    requests.done(hub.wb, ana, requests.Kind.SHOW)
    later = seen(hub)
    assert ([row.name for row in later.replies.rows], later.requests.count) == (["Joan Alcaraz"], 0)
