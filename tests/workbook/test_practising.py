"""The near-hire lane: a not yet opens a clock, practice is noted by the day, and enough of it halves the wait once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from domain.model.errors import BadInput, Conflict
from domain.model.terms import MilestoneId, Result
from domain.workbook import attempts, calls, decisions, history, merging, practising, today
from tests.workbook.hub import TODAY

if TYPE_CHECKING:
    from tests.workbook.hub import Hub

WAIT = 14
"""Days after a mock call."""


@pytest.fixture
def person(hub: Hub) -> int:
    """Joan was not yet there at the mock call, today."""
    joan = hub.person("Joan Alcaraz", hub.opening())
    hub.take_to(hub.application(joan), MilestoneId.MOCK_CALL)
    hub.take(hub.application(joan), 2, Result.NOT_YET)
    return joan


def practise(hub: Hub, person: int, days: int) -> None:
    """They practise on the days that follow, one after the other."""
    for _ in range(days):
        hub.clock.ahead(days=1)
        practising.note(hub.wb, person)


def log(hub: Hub, person: int) -> practising.Practice:
    """Where they stand."""
    found = practising.read(hub.wb, person)
    assert found is not None
    return found


def test_ten_days_halve_the_wait_and_they_are_on_today_from_that_day_on(hub: Hub, person: int) -> None:
    assert log(hub, person).opens == TODAY + timedelta(days=WAIT)
    assert log(hub, person).sooner == TODAY + timedelta(days=7)
    practise(hub, person, 6)
    assert (log(hub, person).days, log(hub, person).today) == (6, True)
    with pytest.raises(Conflict, match="6 of 10 days of drill log"):
        practising.halve(hub.wb, person)
    for back in range(4):  # of a log on paper, from the first day of the try on
        practising.note(hub.wb, person, TODAY if back == 0 else TODAY - timedelta(days=back))
    assert log(hub, person).days == 7, "practice before the try is not practice for the retake"
    practise(hub, person, 3)
    with pytest.raises(Conflict, match="open from 26 Aug"):
        attempts.open_or_start(hub.wb, hub.application(person))
    assert [row.person for row in today.snapshot(hub.wb).retests.rows] == []
    assert practising.halve(hub.wb, person) == TODAY + timedelta(days=7)
    assert [row.person for row in today.snapshot(hub.wb).retests.rows] == [person]
    assert attempts.open_or_start(hub.wb, hub.application(person))


def test_halving_is_one_act_and_is_taken_back(hub: Hub, person: int) -> None:
    practise(hub, person, 10)
    practising.halve(hub.wb, person)
    assert "halved the wait of Joan" in history.of_person(hub.wb, person)[0].said
    assert "practised on 22 Aug" in history.of_person(hub.wb, person)[1].said
    history.undo(hub.wb)
    assert log(hub, person).opens == TODAY + timedelta(days=WAIT)


def test_a_wait_is_halved_once_whatever_else_they_bring(hub: Hub, person: int) -> None:
    hub.wb.store.do("sooner", lambda act: act.update("attempt", _last(hub, person), halved=1))
    practise(hub, person, 8)
    with pytest.raises(Conflict, match="halved already"):
        practising.halve(hub.wb, person)
    with pytest.raises(Conflict, match="10 days of drill log may halve a wait of 30 days or less, once"):
        attempts.open_or_start(hub.wb, hub.application(person), proof="a log on paper")


def _last(hub: Hub, person: int) -> int:
    return int(hub.value("select max(id) from attempt where person = :p", p=person))


def test_a_long_wait_is_not_halved(hub: Hub) -> None:
    person = hub.person("Ben Cruz", hub.opening())
    hub.take_to(hub.application(person), MilestoneId.FINAL)
    hub.take(hub.application(person), 2, Result.NOT_YET)
    assert (log(hub, person).sooner, log(hub, person).why_not) == (None, "only waits of 30 days or less are halved")


def test_a_day_is_in_the_log_once_and_none_is_to_come(hub: Hub, person: int) -> None:
    practising.note(hub.wb, person)
    with pytest.raises(Conflict, match="Today is in the drill log"):
        practising.note(hub.wb, person)
    for day in (TODAY + timedelta(days=1), date(2026, 1, 1)):
        with pytest.raises(BadInput, match="cannot be noted"):
            practising.note(hub.wb, person, day)


def test_two_entries_of_one_person_have_one_log(hub: Hub, person: int) -> None:
    other = hub.person("Joan Alcaras")
    for one in (person, other):
        practising.note(hub.wb, one)
    practising.note(hub.wb, other, TODAY - timedelta(days=1))
    merging.merge(hub.wb, person, other)
    assert sorted(row["day"] for row in hub.rows("select day from practice")) == ["2026-08-11", "2026-08-12"]
    assert {row["person"] for row in hub.rows("select person from practice")} == {person}


def test_a_retake_has_another_scenario_and_a_fourth_try_waits_by_the_rule(hub: Hub, person: int) -> None:
    application, seen = hub.application(person), set[str]()
    for _ in range(2):
        hub.clock.ahead(days=WAIT)
        attempt = attempts.open_or_start(hub.wb, application)
        offers = calls.console(hub.wb, attempt).offers
        assert offers
        assert offers[0].id not in seen
        call = calls.begin(hub.wb, attempt, offers[0].id)
        calls.start(hub.wb, call)
        hub.clock.ahead(minutes=6)
        calls.stop(hub.wb, call)
        seen.add(offers[0].id)
        hub.rate(attempt, 2)
        decisions.decide(hub.wb, attempt, Result.NOT_YET, reason="two gaps")
    hub.clock.ahead(days=WAIT)
    with pytest.raises(Conflict, match="3 tries in 180 days and they are used; the next is open from 8 Feb 2027"):
        attempts.open_or_start(hub.wb, application)
