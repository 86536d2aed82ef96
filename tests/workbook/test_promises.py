"""Promises: made for a day to come, kept, moved or closed, and all of it can be taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest

from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.terms import Result
from domain.workbook import follow_up, history, promise_rates, promises
from domain.workbook.wording import MINUTE
from tests.workbook.hub import TODAY

if TYPE_CHECKING:
    from tests.workbook.hub import Hub

TOMORROW = TODAY + timedelta(days=1)


def test_a_promise_says_what_to_whom_by_when_and_who_gave_it(hub: Hub) -> None:
    joan = hub.person("Joan Alcaraz")
    made = promises.make(hub.wb, joan, "  call with the\n exam result ", TOMORROW, "9:30")
    row = promises.find(hub.wb, made)
    assert (row.person, row.name, row.words) == (joan, "Joan Alcaraz", "call with the exam result")
    assert (row.due, row.hour, row.who, row.at) == (TOMORROW, "09:30", "Noor", hub.clock.now)
    assert (row.closed_at, row.kept, row.late) == (0, False, 0)
    assert history.recent(hub.wb, 1)[0].what == "promised Joan Alcaraz: call with the exam result"


@pytest.mark.parametrize(
    ("words", "due", "hour", "why"),
    [
        ("  ", TODAY, "", "no words"),
        ("x" * 201, TODAY, "", "201 characters"),
        ("call", TODAY - timedelta(days=1), "", "Tue 11 Aug is over"),
        ("call", TODAY + timedelta(days=367), "", "more than a year away"),
        ("call", TODAY, "10:42", "10:42 is past, it is 10:42"),
        ("call", TODAY, "9:00", "9:00 is past"),
        ("call", TOMORROW, "24:00", '"24:00" is not a time'),
        ("call", TOMORROW, "soon", '"soon" is not a time'),
    ],
)
def test_what_cannot_be_promised_is_refused_and_leaves_no_trace(
    hub: Hub, words: str, due: date, hour: str, why: str
) -> None:
    joan = hub.person("Joan Alcaraz")
    acts = hub.value("select count(*) from act")
    with pytest.raises(BadInput, match=why):
        promises.make(hub.wb, joan, words, due, hour)
    assert hub.value("select count(*) from act") == acts


def test_today_is_the_day_of_the_site(hub: Hub) -> None:
    joan = hub.person("Joan Alcaraz")
    hub.clock.ahead(hours=13, minutes=17)  # a minute before midnight in Manila, still the 12th
    promises.make(hub.wb, joan, "call", TODAY)
    hub.clock.ahead(minutes=1)
    with pytest.raises(BadInput, match="is over"):
        promises.make(hub.wb, joan, "call", TODAY)


def test_nobody_is_promised_anything_who_is_not_there(hub: Hub) -> None:
    with pytest.raises(NotFound):
        promises.make(hub.wb, 77, "call", TODAY)


def test_a_kept_promise_leaves_the_list_and_undo_brings_it_back(hub: Hub) -> None:
    made = promises.make(hub.wb, hub.person(), "call", TODAY)
    promises.keep(hub.wb, made)
    row = promises.find(hub.wb, made)
    assert (row.kept, row.closed_at, row.outcome) == (True, hub.clock.now, "")
    assert promises.listing(hub.wb) == []
    assert history.undo(hub.wb).what == "kept the promise to Joan Alcaraz: call"
    assert [one.id for one in promises.listing(hub.wb)] == [made]
    history.redo(hub.wb)
    assert promises.listing(hub.wb) == []


def test_a_promise_that_is_not_kept_is_closed_with_a_word(hub: Hub) -> None:
    made = promises.make(hub.wb, hub.person("Ann {words}"), "call {name}", TODAY)
    with pytest.raises(BadInput, match="no words"):
        promises.close(hub.wb, made, " ")
    promises.close(hub.wb, made, "no answer")
    row = promises.find(hub.wb, made)
    assert (row.kept, row.outcome, row.closed_at) == (False, "no answer", hub.clock.now)
    assert history.recent(hub.wb, 1)[0].what == "closed the promise to Ann {words}: call {name}, no answer"


def test_a_promise_moves_to_another_day_and_is_late_no_more(hub: Hub) -> None:
    made = promises.make(hub.wb, hub.person(), "call", TODAY, "11:00")
    hub.clock.ahead(minutes=30)
    assert promises.find(hub.wb, made).late == 12 * MINUTE
    with pytest.raises(BadInput, match="is over"):
        promises.move(hub.wb, made, TODAY - timedelta(days=1))
    promises.move(hub.wb, made, TOMORROW, why=" the papers\ncome then ")
    assert hub.value("select moved from promise") == "the papers come then"
    (listed,) = follow_up.rows(hub.wb, [made])
    assert listed is not None
    assert listed.put_off == "the papers come then"
    row = promises.find(hub.wb, made)
    assert (row.due, row.hour, row.late) == (TOMORROW, "", 0)
    history.undo(hub.wb)
    assert promises.find(hub.wb, made).hour == "11:00"


def test_what_is_closed_stays_as_it_is(hub: Hub, colleague: Hub) -> None:
    made = promises.make(hub.wb, hub.person(), "call", TODAY)
    promises.keep(colleague.wb, made)
    with pytest.raises(Conflict, match="kept already"):
        promises.keep(hub.wb, made)
    with pytest.raises(Conflict, match="kept already"):
        promises.close(hub.wb, made, "no answer")
    with pytest.raises(Conflict, match="kept already"):
        promises.move(hub.wb, made, TOMORROW)
    history.undo(colleague.wb)
    history.undo(hub.wb)
    with pytest.raises(NotFound, match="no longer"):
        promises.keep(hub.wb, made)


def test_by_the_moment_they_are_due_what_has_an_hour_first(hub: Hub) -> None:
    joan, omar = hub.person("Joan Alcaraz"), hub.person("Omar Said")
    for person, words, due, hour in (
        (joan, "tomorrow", TOMORROW, ""),
        (omar, "tomorrow early", TOMORROW, "8:00"),
        (joan, "some time today", TODAY, ""),
        (omar, "at two", TODAY, "14:00"),
        (joan, "at eleven", TODAY, "11:00"),
    ):
        promises.make(hub.wb, person, words, due, hour)
    order = ["at eleven", "at two", "some time today", "tomorrow early", "tomorrow"]
    assert [row.words for row in promises.listing(hub.wb)] == order
    assert [row.words for row in promises.listing(hub.wb, TODAY)] == order[:3]
    assert [row.words for row in promises.listing(hub.wb, TODAY, limit=2)] == order[:2]
    assert [row.words for row in promises.of_person(hub.wb, joan)] == ["at eleven", "some time today", "tomorrow"]
    with hub.wb.store.read() as tx:
        assert promises.read_due(hub.wb, tx) == promises.Due(3, 0)
    hub.clock.ahead(days=1)
    with hub.wb.store.read() as tx:
        assert promises.read_due(hub.wb, tx) == promises.Due(5, 4)


def test_of_a_person_closed_ones_come_last_the_newest_first(hub: Hub) -> None:
    joan = hub.person()
    first, second, third = (promises.make(hub.wb, joan, f"call {n}", TOMORROW) for n in range(3))
    promises.keep(hub.wb, first)
    hub.clock.ahead(minutes=1)
    promises.close(hub.wb, second, "no answer")
    assert [row.id for row in promises.of_person(hub.wb, joan, with_closed=True)] == [third, second, first]


def test_promises_are_in_the_history_of_the_person(hub: Hub) -> None:
    joan = hub.person()
    promises.keep(hub.wb, promises.make(hub.wb, joan, "call", TODAY))
    said = [entry.what for entry in history.of_person(hub.wb, joan)]
    assert said[:2] == ["kept the promise to Joan Alcaraz: call", "promised Joan Alcaraz: call"]


def test_today_and_the_next_working_days_of_the_site_are_offered(hub: Hub) -> None:
    hub.clock.ahead(days=2)
    friday = date(2026, 8, 14)
    assert promises.days_offered(hub.wb) == (friday, date(2026, 8, 17), date(2026, 8, 18), date(2026, 8, 19))
    open_on_saturdays = replace(hub.wb.site, working_days=frozenset(range(6)), holidays=frozenset({date(2026, 8, 17)}))
    hub.wb.take_settings(open_on_saturdays, "Noor")
    assert promises.days_offered(hub.wb) == (friday, date(2026, 8, 15), date(2026, 8, 18), date(2026, 8, 19))


def test_a_hub_that_works_at_night_counts_its_hours_past_midnight(hub: Hub) -> None:
    hub.wb.take_settings(replace(hub.wb.site, day_starts=time(20), day_ends=time(6)), "Noor")
    joan = hub.person()
    hub.clock.ahead(hours=11)  # 21:42 of the 12th
    for words, hour in (("at any time", ""), ("before the end", "5:30"), ("at two", "2:00"), ("at eleven", "23:00")):
        promises.make(hub.wb, joan, words, TODAY, hour)
    with pytest.raises(BadInput, match="is past"):
        promises.make(hub.wb, joan, "call", TODAY, "21:00")
    order = ["at eleven", "at two", "before the end", "at any time"]
    assert [row.words for row in promises.listing(hub.wb)] == order
    assert [row.words for row in promises.of_person(hub.wb, joan)] == order
    hub.clock.ahead(hours=5)  # 2:42 of the 13th, still the business day of the 12th
    assert [bool(row.late) for row in promises.listing(hub.wb)] == [True, True, False, False]
    with hub.wb.store.read() as tx:
        assert promises.read_due(hub.wb, tx) == promises.Due(4, 2)
    hub.clock.ahead(hours=3, minutes=18)  # 6:00, the day is over
    with hub.wb.store.read() as tx:
        assert promises.read_due(hub.wb, tx) == promises.Due(4, 4)
    assert promises.listing(hub.wb)[-1].late == 0
    hub.clock.ahead(minutes=1)
    assert promises.listing(hub.wb)[-1].late == MINUTE


def test_three_wordings_are_ready_for_wherever_somebody_stands(hub: Hub) -> None:
    opening = hub.opening()
    nowhere, ready, stopped = hub.person("A B"), hub.person("C D", opening), hub.person("E F", opening)
    hub.take(hub.application(stopped), 2, Result.NOT_YET)
    assert promises.wordings(hub.wb, nowhere)[0] == "Call about an opening"
    assert promises.wordings(hub.wb, ready)[0] == "Text the time for the online application"
    hub.take(hub.application(ready))
    assert promises.wordings(hub.wb, ready)[:2] == (
        "Text the time for the phone interview",
        "Call with the online application result",
    )
    assert promises.wordings(hub.wb, stopped)[0] == "Text the day of the next online application"
    for person in (nowhere, ready, stopped):
        offered = promises.wordings(hub.wb, person)
        assert len(set(offered)) == len(offered) == 3


def test_promises_that_were_kept_in_time_are_counted_by_recruiter_and_class(hub: Hub, colleague: Hub) -> None:
    on_class, on_none = hub.person("Joan Alcaraz", hub.opening()), hub.person("Omar Said")
    name = hub.value("select name from opening")
    kept, late, missed, off = (promises.make(hub.wb, on_class, words, TODAY) for words in ("a", "b", "c", "d"))
    theirs = promises.make(colleague.wb, on_none, "e", TODAY, "11:00")
    promises.make(hub.wb, on_none, "to come", TODAY + timedelta(days=3))
    promises.keep(hub.wb, kept)
    promises.close(hub.wb, off, "they called first")
    hub.clock.ahead(days=1)
    promises.keep(hub.wb, late)
    promises.close(hub.wb, missed, "no answer")
    promises.keep(colleague.wb, theirs)
    found = promise_rates.rates(hub.wb)
    assert (found.whole.kept, found.whole.late, found.whole.missed) == (1, 2, 1)
    assert found.by_who == {"Noor": promise_rates.Rate(1, 1, 1), "Ines": promise_rates.Rate(0, 1, 0)}
    assert found.by_opening == {name: promise_rates.Rate(1, 1, 1), "": promise_rates.Rate(0, 1, 0)}
    assert round(found.by_who["Noor"].share, 2) == 0.33
    hub.clock.ahead(days=31)
    assert promise_rates.rates(hub.wb).whole.missed == 1, "what is open and past its moment is missed"
