"""Follow-up: everything that is due, by its day, to the end of the list; and how to reach each person."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from domain.model.terms import MilestoneId, Outcome, Result
from domain.workbook import attempts, contacts, follow_up, promises, queue, snoozes, touches
from domain.workbook.follow_up import Kind
from domain.workbook.touches import About
from domain.workbook.wording import DAY
from tests.workbook.hub import TODAY

if TYPE_CHECKING:
    from domain.workbook.follow_up_rows import FollowUpRow
    from tests.workbook.hub import Hub


def whole(hub: Hub, kind: Kind | None = None) -> list[int]:
    """The ids of the list, read part by part to its end."""
    found, behind = follow_up.ids(hub.wb, kind)
    while behind:
        more, behind = follow_up.rest(hub.wb, behind, kind)
        found += more
    return list(found)


def listed(hub: Hub, kind: Kind | None = None) -> list[FollowUpRow]:
    """The list from top to bottom."""
    rows = follow_up.rows(hub.wb, whole(hub, kind))
    assert None not in rows
    return [row for row in rows if row]


def first_retest(hub: Hub) -> date:
    """The first day on which somebody may try again."""
    return date.fromisoformat(hub.value("select min(retest) from person where retest > ''"))


def went_home(hub: Hub, name: str, opening: int, **known: object) -> int:
    """Somebody who was here today, and is not any more."""
    person = hub.person(name, opening, **known)
    queue.leave(hub.wb, next(row.id for row in queue.rows(hub.wb) if row.person == person))
    return person


@pytest.fixture
def busy(hub: Hub) -> Hub:
    """Ten days on: something of each kind."""
    opening = hub.opening()
    names = ("Stopped Early", "Stopped Late", "Waits Long", "Left Open")
    early, late, waits, left = (went_home(hub, name, opening) for name in names)
    told = went_home(hub, "Told Much", 0)
    hub.hand_over(hub.take(hub.application(waits)).slip)
    hub.hand_over(hub.take(hub.application(early), 2, Result.NOT_YET).slip)
    attempts.open_or_start(hub.wb, hub.application(left))
    hub.clock.ahead(days=9)
    hub.take(hub.application(late), 2, Result.NOT_YET)
    for words, days, hour in (("late by a day", 0, "23:00"), ("for the evening", 1, ""), ("in a week", 8, "")):
        promises.make(hub.wb, told, words, hub.wb.today() + timedelta(days=days), hour)
    promises.make(
        hub.wb,
        told,
        "with the retest",
        first_retest(hub),
    )
    promises.make(hub.wb, told, "at two", hub.wb.today() + timedelta(days=1), "14:00")
    hub.clock.ahead(days=1)
    return hub


def test_everything_that_is_due_stands_in_one_list_by_its_day(busy: Hub) -> None:
    rows = listed(busy)
    assert [(row.name, row.kind, row.what) for row in rows] == [
        ("Waits Long", Kind.WAITING, "Waits, phone"),
        ("Left Open", Kind.DRAFT, "Left open, applied"),
        ("Told Much", Kind.PROMISE, "late by a day"),
        ("Told Much", Kind.PROMISE, "at two"),
        ("Told Much", Kind.PROMISE, "for the evening"),
        ("Stopped Late", Kind.SLIP, "Slip, applied"),
        ("Told Much", Kind.PROMISE, "in a week"),
        ("Told Much", Kind.PROMISE, "with the retest"),
        ("Stopped Early", Kind.RETEST, "Retest, applied"),
        ("Stopped Late", Kind.RETEST, "Retest, applied"),
    ]
    days = [row.due for row in rows]
    assert days == sorted(days)
    assert [bool(row.late) for row in rows] == [True, True, True, *[False] * 7]


@pytest.mark.parametrize("kind", list(Kind))
def test_a_part_of_the_list_holds_one_kind_in_the_same_order(busy: Hub, kind: Kind) -> None:
    assert [row.id for row in listed(busy, kind)] == [row.id for row in listed(busy) if row.kind is kind]
    number, more = follow_up.counts(busy.wb)[kind]
    assert (number, more) == (len(listed(busy, kind)), False)


def test_nothing_falls_off_a_list_that_is_read_in_small_parts(busy: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    opening = busy.opening()
    for index in range(7):
        person = went_home(busy, f"One {'ABCDEFG'[index]}", opening)
        busy.hand_over(busy.take(busy.application(person), 2, Result.NOT_YET).slip)
        if index % 3 == 2:
            busy.clock.ahead(days=1)
    for days in (3, 45):
        expected = [whole(busy, kind) for kind in (None, Kind.RETEST)]
        for size in (1, 2, 3):
            monkeypatch.setattr(follow_up, "FIRST", size)
            monkeypatch.setattr(follow_up, "SLICE", size)
            assert [whole(busy, kind) for kind in (None, Kind.RETEST)] == expected
            assert all(len(found) == len(set(found)) for found in expected)
        monkeypatch.undo()
        busy.clock.ahead(days=days)


def test_an_open_retest_is_never_late_and_stands_after_what_is_due_today(busy: Hub) -> None:
    opens = first_retest(busy)
    busy.clock.ahead(days=(opens - busy.wb.today()).days + 3)
    promises.make(busy.wb, busy.value("select min(id) from person"), "today", busy.wb.today())
    names = [(row.what, row.late) for row in listed(busy) if row.due <= busy.wb.today()]
    assert names[-2:] == [("today", 0), ("Retest, applied", 0)]


def test_what_was_done_meanwhile_is_no_longer_a_row(busy: Hub) -> None:
    rows = {row.what: row for row in listed(busy)}
    promises.keep(busy.wb, rows["at two"].id)
    busy.hand_over(rows["Slip, applied"].slip)
    gone = [rows["at two"].id, rows["Slip, applied"].id, 12345]
    assert follow_up.rows(busy.wb, gone) == [None, None, None]
    assert not {row.id for row in listed(busy)} & set(gone)


def test_how_late_counts_from_the_end_of_the_day_or_from_the_hour(busy: Hub) -> None:
    row = next(row for row in listed(busy) if row.what == "late by a day")
    assert row.late == 11 * DAY // 24 + 42 * 60_000
    assert next(row for row in listed(busy) if row.kind is Kind.WAITING).due == TODAY + timedelta(days=2)


def reach(hub: Hub, **known: object) -> FollowUpRow:
    """How somebody like this can be reached at 10:42 in Manila on a Wednesday."""
    person = went_home(hub, "Joan Alcaraz", hub.opening(), **known)
    promises.make(hub.wb, person, "call", TODAY)
    return listed(hub, Kind.PROMISE)[0]


def test_a_row_says_the_channel_and_the_persons_own_clock(hub: Hub) -> None:
    row = reach(hub, channel="sms")
    assert (row.channel, row.local, row.good, row.opens, row.here) == ("sms", "10:42", True, "", "")


def test_somebody_in_another_zone_sleeps(hub: Hub) -> None:
    person = went_home(hub, "Joan Alcaraz", hub.opening())
    hub.wb.store.do("moved", lambda act: act.update("person", person, zone="America/Bogota"))
    promises.make(hub.wb, person, "call", TODAY)
    row = listed(hub, Kind.PROMISE)[0]
    assert (row.local, row.good, row.opens) == ("21:42", False, "Wed 9:00")


def test_a_zone_that_nobody_knows_is_taken_for_the_sites(hub: Hub) -> None:
    person = went_home(hub, "Joan Alcaraz", hub.opening())
    hub.wb.store.do("mistyped", lambda act: act.update("person", person, zone="Nowhere/Else"))
    promises.make(hub.wb, person, "call", TODAY)
    row = listed(hub, Kind.PROMISE)[0]
    assert (row.local, row.good) == ("", True)


def test_outside_their_own_hours_it_says_from_when(hub: Hub) -> None:
    row = reach(hub, window_from="14:00", window_to="18:00")
    assert (row.good, row.opens) == (False, "14:00")


def test_whoever_is_here_can_be_spoken_to(hub: Hub) -> None:
    row = reach(hub, window_from="14:00", window_to="18:00")
    queue.come_in(hub.wb, row.person)
    row = listed(hub, Kind.PROMISE)[0]
    assert (row.here, row.good, row.opens) == ("waiting", True, "")


def test_a_slot_later_today_may_be_asked_about(hub: Hub) -> None:
    row = reach(hub, window_from="14:00", window_to="18:00")
    queue.book(hub.wb, row.person, datetime(2026, 8, 12, 15, 0))
    assert listed(hub, Kind.PROMISE)[0].here == "booked"


def test_an_empty_workbook_has_nothing_to_follow_up(hub: Hub) -> None:
    assert whole(hub) == []
    assert follow_up.rows(hub.wb, []) == []
    assert set(follow_up.counts(hub.wb).values()) == {(0, False)}


def test_a_milestone_that_was_taken_further_is_followed_there(busy: Hub) -> None:
    waits = next(row for row in listed(busy) if row.kind is Kind.WAITING)
    busy.take(busy.application(waits.person))
    assert waits.id not in {row.id for row in listed(busy, Kind.WAITING)}
    assert busy.stands(busy.application(waits.person))["milestone"] != MilestoneId.PHONE


# What was written, tried and put off.


def told(rows: list[FollowUpRow]) -> list[tuple[str, str, date]]:
    """Name, reason and day."""
    return [(row.name, row.what, row.due) for row in rows]


def test_notes_of_theirs_and_next_tries_are_listed_and_leave_with_an_answer(hub: Hub) -> None:
    joan, omar = (went_home(hub, name, hub.opening(), mobile="0917 123 4471") for name in ("Joan A", "Omar S"))
    note = touches.log(hub.wb, joan, Outcome.THANK_YOU, words="Thank you for the talk").touch
    touches.log(hub.wb, omar, Outcome.NO_ANSWER)
    tomorrow = TODAY + timedelta(days=1)
    rows = listed(hub)
    assert told(rows) == [("Joan A", "Thank-you note", tomorrow), ("Omar S", "Try again, applied", tomorrow)]
    assert (rows[0].kind, rows[0].words, rows[0].good) == (Kind.REPLY, "Thank you for the talk", True)
    assert (rows[1].good, rows[1].rule, rows[1].opens) == (False, "tried", "Thu 10:42")
    assert rows[1].warning == (
        "Not now: 1 try a day is the most for somebody who does not answer. From Thu 13 Aug 10:42, their time."
    )
    assert {kind: follow_up.counts(hub.wb)[kind][0] for kind in (Kind.REPLY, Kind.TOUCH)} == {
        Kind.REPLY: 1,
        Kind.TOUCH: 1,
    }
    touches.log(hub.wb, joan, Outcome.LEFT_WORD, about=About(Kind.REPLY, note))
    hub.take(hub.application(omar))
    assert [row.kind for row in listed(hub)] == [Kind.SLIP], "they came further: the try is over"


def test_a_rule_that_does_not_open_by_itself_is_named(hub: Hub) -> None:
    person = went_home(hub, "Joan A", hub.opening())
    touches.log(hub.wb, person, Outcome.STOP)
    hub.clock.ahead(days=9)
    row = listed(hub, Kind.WAITING)[0]
    assert (row.good, row.rule, row.opens) == (False, "stop", "")
    assert "they asked not to be contacted" in row.warning


def test_what_is_put_off_comes_back_on_its_day_and_no_kind_is_lost(busy: Hub) -> None:
    everything = sorted(whole(busy))
    until = busy.wb.today() + timedelta(days=3)
    rows = [row for row in listed(busy) if row.kind is not Kind.PROMISE]
    for row in rows:
        snoozes.put_off(busy.wb, row.kind, row.about, row.person, until, "On leave")
    now = {(row.kind, row.id): row for row in listed(busy)}
    assert sorted(whole(busy)) == everything
    assert [(now[row.kind, row.id].due, now[row.kind, row.id].put_off) for row in rows] == [(until, "On leave")] * len(
        rows
    )
    for kind in Kind:
        assert [row.id for row in listed(busy, kind)] == [row.id for row in listed(busy) if row.kind is kind]
    busy.clock.ahead(days=3)
    assert {row.due for row in listed(busy) if row.kind is Kind.WAITING} == {rows[0].due}


def test_an_open_retest_that_is_put_off_stands_among_what_is_to_come(busy: Hub) -> None:
    busy.clock.ahead(days=(first_retest(busy) - busy.wb.today()).days)
    row = listed(busy, Kind.RETEST)[0]
    until = busy.wb.today() + timedelta(days=5)
    snoozes.put_off(busy.wb, row.kind, row.about, row.person, until, "exam week")
    for kind in (None, Kind.RETEST):
        rows = [one for one in listed(busy, kind) if one.kind is Kind.RETEST]
        assert (row.id, until) in [(one.id, one.due) for one in rows]
        assert len({one.id for one in rows}) == len(rows)


@pytest.mark.parametrize(
    ("hour", "moment", "word"),
    [("", (16, 59), ""), ("", (17, 0), "message"), ("14:00", (13, 59), ""), ("14:00", (14, 0), "message")],
)
def test_a_promise_about_to_be_missed_asks_for_a_word_that_day(
    hub: Hub, hour: str, moment: tuple[int, int], word: str
) -> None:
    person = went_home(hub, "Joan A", 0)
    promise = promises.make(hub.wb, person, "call", TODAY, hour)
    ahead = (moment[0] - 10) * 60 + moment[1] - 42
    hub.clock.ahead(minutes=ahead)
    assert listed(hub)[0].word == word
    if word:
        touches.log(
            hub.wb, person, Outcome.LEFT_WORD, about=About(Kind.PROMISE, promise), message=contacts.DELAY, asks=False
        )
        assert listed(hub)[0].word == "call", "one message, then a call"
