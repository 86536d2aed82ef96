"""The bulk door: what it takes, what it refuses, and that a workbook goes on from there as from any other."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from domain.model.errors import BadInput, Conflict
from domain.model.terms import MilestoneId, Result, State, VisitState
from domain.workbook import applications, attempts, decisions, openings, people, promises, queue, slips
from domain.workbook.decisions import NeedsReason
from domain.workbook.founding import Card, Entry, Founding, Handed, Noted, Traveller, found
from domain.workbook.people import NewPerson
from domain.workbook.wording import DAY, HOUR, MINUTE
from tests.workbook.hub import MORNING, TODAY, value_at

if TYPE_CHECKING:
    from domain.workbook.founding import OpenClass
    from tests.workbook.hub import Hub

LONG_AGO = MORNING - 40 * DAY


def card(book: Founding, opened: OpenClass, milestone: MilestoneId, level: int) -> Card:
    """Every criterion at a level 1-5, with evidence that fits it."""
    entries = []
    for criterion in book.milestone(opened, milestone).criteria:
        chip = next((at for at, one in enumerate(criterion.chips, 1) if one.good is (level >= 3)), 0)
        entries.append(Entry(criterion.id, value_at(criterion, level), chip))
    return book.card(opened, milestone, tuple(entries))


def take(book: Founding, travels: Traveller, level: int, result: Result, at: int, handed: Handed | None = None) -> None:
    """The milestone where somebody stands, in five minutes."""
    filled = card(book, travels.opened, travels.stands.milestone, level)
    travels.take(filled, result, opened_at=at, finished_at=at + 5 * MINUTE, who="Ines", handed=handed)


def retail(book: Founding) -> OpenClass:
    """A class of ten that starts in three weeks."""
    return book.opening("retail_cs", seats=10, starts=TODAY + timedelta(days=21), at=LONG_AGO)


def joan(book: Founding, opened: OpenClass) -> Traveller:
    """Somebody who applied long ago."""
    travels = book.person(NewPerson(name="Joan Alcaraz", mobile="0905 000 1234"), LONG_AGO)
    travels.apply(opened, LONG_AGO)
    return travels


def test_a_workbook_that_was_founded_goes_on_as_any_other(hub: Hub) -> None:
    with found(hub.wb, "moved in from another system") as book:
        travels = joan(book, retail(book))
        take(book, travels, 4, Result.PASSED, LONG_AGO + HOUR, Handed(LONG_AGO + 2 * HOUR, "sms", "Noor"))
        book.add(travels)
    application = hub.application(travels.id)
    assert hub.stands(application)["milestone"] == MilestoneId.PHONE
    decided = hub.take(application)
    assert decided.next is MilestoneId.IN_PERSON
    assert hub.wb.store.check() == []
    hub.wb.store.undo()
    assert hub.stands(application)["state"] == State.UNDERWAY


def test_somebody_is_found_by_name_and_digits_after_the_founding(hub: Hub) -> None:
    with found(hub.wb, "founded") as book:
        book.add(joan(book, retail(book)))
    for words in ("alcar", "1234"):
        assert people.count(hub.wb, people.PeopleQuery(words=words)) == 1


def test_a_workbook_in_use_is_refused_with_what_to_do(hub: Hub) -> None:
    hub.opening()
    with pytest.raises(BadInput) as refused, found(hub.wb, "founded"):
        pytest.fail("nothing must be written")
    assert "new file" in refused.value.hint


def test_a_second_founding_is_refused(hub: Hub) -> None:
    with found(hub.wb, "founded") as book:
        book.add(joan(book, retail(book)))
    with pytest.raises(BadInput), found(hub.wb, "founded again"):
        pytest.fail("nothing must be written")


def test_a_story_that_breaks_off_leaves_nothing(hub: Hub) -> None:
    with pytest.raises(ZeroDivisionError):
        _break_off(hub)
    assert people.count(hub.wb, people.PeopleQuery()) == 0
    assert openings.listing(hub.wb) == []
    hub.person(opening=hub.opening())
    assert hub.wb.store.check() == []


def _break_off(hub: Hub) -> None:
    with found(hub.wb, "founded") as book:
        opened = retail(book)
        for _ in range(1_100):
            book.add(joan(book, opened))
        raise ZeroDivisionError


def test_more_people_than_one_portion_all_arrive(hub: Hub) -> None:
    with found(hub.wb, "founded") as book:
        opened = retail(book)
        for number in range(1_203):
            travels = book.person(NewPerson(name=f"Person {number} Reyes"), LONG_AGO)
            travels.apply(opened, LONG_AGO)
            book.add(travels)
        assert book.people == 1_203
    assert people.count(hub.wb, people.PeopleQuery()) == 1_203
    assert openings.listing(hub.wb)[0].people == 1_203
    assert hub.wb.store.check() == []


def test_a_slip_that_was_handed_over_reads_as_the_slip_desk_would_word_it(hub: Hub) -> None:
    with found(hub.wb, "founded") as book:
        travels = joan(book, retail(book))
        take(book, travels, 2, Result.NOT_YET, LONG_AGO + HOUR, Handed(LONG_AGO + 2 * HOUR, "sms", "Noor"))
        book.add(travels)
    shown = slips.view(hub.wb, slips.listing(hub.wb)[0].id)
    assert shown.document.greeting == "Hi Joan,"
    assert shown.document.person == "Joan Alcaraz"
    assert "not yet" in shown.document.opening
    assert shown.document.work_on
    assert slips.owed_count(hub.wb) == 0


def test_queue_numbers_follow_from_who_arrived_first(hub: Hub) -> None:
    with found(hub.wb, "founded") as book:
        for minutes in (5, 20, 10):
            travels = joan(book, retail(book))
            arrived = MORNING - minutes * MINUTE
            travels.visit(TODAY, VisitState.WAITING, arrived, arrived_at=arrived)
            book.add(travels)
        late = joan(book, retail(book))
        late.visit(TODAY, VisitState.BOOKED, LONG_AGO, booked_for=MORNING + HOUR)
        book.add(late)
    assert [(row.number, row.wait // MINUTE) for row in queue.rows(hub.wb)] == [(1, 20), (2, 10), (3, 5), (0, 0)]


def test_what_cannot_have_happened_is_refused(hub: Hub) -> None:
    with found(hub.wb, "founded") as book:
        opened = retail(book)
        travels = joan(book, opened)
        with pytest.raises(BadInput, match="follows from"):
            take(book, travels, 4, Result.PASSED, LONG_AGO - HOUR)
        with pytest.raises(BadInput, match="stand at"):
            travels.start(
                card(book, opened, MilestoneId.EXAM, 4), opened_at=LONG_AGO, until=LONG_AGO + MINUTE, who="Ines"
            )
        with pytest.raises(NeedsReason):
            take(book, travels, 5, Result.NOT_YET, LONG_AGO + HOUR)
        take(book, travels, 2, Result.NOT_YET, LONG_AGO + HOUR)
        with pytest.raises(Conflict, match="open from"):
            take(book, travels, 4, Result.PASSED, LONG_AGO + 2 * DAY)
        travels.end(LONG_AGO + 3 * DAY, State.NOT_SELECTED)
        with pytest.raises(Conflict, match="ended"):
            take(book, travels, 4, Result.PASSED, LONG_AGO + 35 * DAY)
        with pytest.raises(Conflict, match="not open yet"):
            book.person(NewPerson(name="Omar Said"), LONG_AGO - DAY).apply(opened, LONG_AGO - DAY)
        book.add(travels)
    assert [row["number"] for row in hub.rows("select number from attempt")] == [1]


def test_an_attempt_that_is_open_can_be_gone_on_with(hub: Hub) -> None:
    with found(hub.wb, "founded") as book:
        opened = retail(book)
        travels = joan(book, opened)
        whole = card(book, opened, MilestoneId.APPLICATION, 4)
        begun = book.card(
            opened,
            MilestoneId.APPLICATION,
            tuple(Entry(one.criterion.id, one.rating.value) for one in whole.sheet.lines[:3] if one.rating),
        )
        travels.start(begun, opened_at=MORNING - 9 * MINUTE, until=MORNING - MINUTE, who="Ines")
        with pytest.raises(Conflict, match="open there"):
            take(book, travels, 4, Result.PASSED, MORNING)
        book.add(travels)
    sheet = attempts.sheet(hub.wb, attempts.open_or_start(hub.wb, hub.application(travels.id)))
    assert (sheet.entered, sheet.by, sheet.number) == (3, "Ines", 1)


@pytest.mark.parametrize(
    "entries",
    [
        (Entry("app.writing", 400.0),),
        (Entry("app.strengths", 7.0),),
        (Entry("app.strengths", 3.0, 9),),
        (Entry("app.strengths", 3.0), Entry("app.strengths", 4.0)),
        (Entry("mc.open", 3.0),),
    ],
)
def test_cards_refuse_what_a_sheet_refuses(hub: Hub, entries: tuple[Entry, ...]) -> None:
    with found(hub.wb, "founded") as book, pytest.raises(BadInput):
        book.card(retail(book), MilestoneId.APPLICATION, entries)


def test_a_critical_error_needs_a_quote_and_must_be_known(hub: Hub) -> None:
    with found(hub.wb, "founded") as book:
        opened = retail(book)
        for noted in (Noted("app.ce.false_claim", " "), Noted("mc.ce.rude", "No.")):
            with pytest.raises(BadInput):
                book.card(opened, MilestoneId.APPLICATION, (), (noted,))
        held = book.card(opened, MilestoneId.APPLICATION, (), (Noted("app.ce.false_claim", "Not on file."),))
        travels = joan(book, opened)
        travels.take(held, Result.ON_HOLD, opened_at=LONG_AGO, finished_at=LONG_AGO + MINUTE, who="Ines")
        book.add(travels)
    assert hub.stands(hub.application(travels.id))["state"] == State.ON_HOLD


def test_no_shows_and_goodbyes_end_in_a_slip_too(hub: Hub) -> None:
    with found(hub.wb, "founded") as book:
        opened = retail(book)
        missed, left = joan(book, opened), joan(book, opened)
        missed.no_show(LONG_AGO + DAY, "Noor", notice=True)
        left.withdraw(LONG_AGO + DAY, "Noor", reason="moved away")
        book.add(missed)
        book.add(left)
    rows = {row["person"]: row for row in hub.rows("select person, result, reason, retest, slip from attempt")}
    assert rows[missed.id]["reason"] == decisions.WITH_NOTICE
    assert rows[missed.id]["retest"] == (hub.wb.day(LONG_AGO + DAY)).isoformat()
    assert (rows[left.id]["result"], rows[left.id]["retest"]) == (Result.INCOMPLETE, "")
    assert all(row["slip"] for row in rows.values())
    assert hub.stands(hub.application(left.id))["state"] == State.WITHDREW


def test_somebody_without_an_opening_is_kept_for_later(hub: Hub) -> None:
    with found(hub.wb, "founded") as book:
        travels = book.person(NewPerson(name="Omar Said"), LONG_AGO)
        book.add(travels)
    person = people.find(hub.wb, travels.id)
    assert (person.name, person.application) == ("Omar Said", 0)
    assert hub.take(applications.add(hub.wb, travels.id, hub.opening())).next is MilestoneId.PHONE


def test_promises_are_kept_closed_or_still_open_as_they_were_told(hub: Hub) -> None:
    now, hour = hub.clock.now, 60 * 60_000
    with found(hub.wb, "founded") as book:
        joan = book.person(NewPerson(name="Joan Alcaraz"), now - 9 * hour)
        joan.promise("call", TODAY, now - 8 * hour, "Noor", hour="14:00")
        joan.promise("text", TODAY, now - 8 * hour, "Ines", closed_at=now - hour)
        joan.promise("write", TODAY, now - 8 * hour, "Ines", closed_at=now, outcome="no answer")
        with pytest.raises(BadInput, match="a day to come"):
            joan.promise("late", date(2026, 8, 11), now, "Noor")
        with pytest.raises(BadInput, match="after it was made"):
            joan.promise("late", TODAY, now, "Noor", closed_at=now - 1)
        book.add(joan)
    told = [
        (row.words, row.hour, row.who, row.kept, row.outcome)
        for row in promises.of_person(hub.wb, joan.id, with_closed=True)
    ]
    assert told == [
        ("call", "14:00", "Noor", False, ""),
        ("write", "", "Ines", False, "no answer"),
        ("text", "", "Ines", True, ""),
    ]


def test_a_class_that_cannot_be_is_refused(hub: Hub) -> None:
    with found(hub.wb, "founded") as book:
        for account, seats in (("nowhere", 5), ("retail_cs", 0), ("retail_cs", 1_001)):
            with pytest.raises(BadInput):
                book.opening(account, seats=seats, starts=date(2026, 9, 1))
