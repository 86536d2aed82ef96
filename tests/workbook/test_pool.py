"""The pool: who comes into it with an ending, stays by the cadence, fits an opening, and leaves at once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from domain.model.errors import BadInput, Conflict
from domain.model.terms import ErrorClass, MilestoneId, Outcome, PoolLeft, PoolWhy, State
from domain.workbook import (
    applications,
    contacts,
    decisions,
    fitting,
    follow_up,
    history,
    merging,
    people,
    pool,
    pooling,
    rerouting,
    touches,
)
from domain.workbook.follow_up import Kind
from domain.workbook.touches import About
from tests.workbook.hub import TODAY
from tests.workbook.test_statements import counted

if TYPE_CHECKING:
    from domain.workbook.follow_up_rows import FollowUpRow
    from domain.workbook.pooling import Entry
    from tests.workbook.hub import Hub

MOBILE = "0917 555 4471"


def outscored(hub: Hub, name: str = "Joan Alcaraz", opening: int = 0, **known: object) -> int:
    """Somebody who met the standard up to the mock call, and whose class others were taken for; the person."""
    known = {"ok_keep": True, "mobile": MOBILE, "channel": "call"} | known
    person = hub.person(name, opening or hub.opening(), **known)
    application = hub.application(person)
    hub.take_to(application, MilestoneId.MOCK_CALL)
    decisions.withdraw(hub.wb, application, State.OUTSCORED, reason="others came first")
    return person


def entry(hub: Hub, person: int) -> Entry | None:
    """How somebody is kept."""
    with hub.wb.store.read() as tx:
        return pooling.of_person(hub.wb, tx, person)


def kept(hub: Hub, person: int) -> Entry:
    """The same of somebody who is."""
    found = entry(hub, person)
    assert found is not None
    return found


def left(hub: Hub, person: int) -> list[str]:
    """How somebody left, each time; '' while they are kept."""
    return [row["left_why"] for row in hub.rows("select * from pool where person = :p order by id", p=person)]


def listed(hub: Hub) -> list[FollowUpRow]:
    """What Follow-up lists of the pool."""
    return [row for row in follow_up.rows(hub.wb, follow_up.ids(hub.wb, Kind.POOL)[0]) if row]


def say_no(hub: Hub, person: int) -> None:
    """Take the yes off a card."""
    found = people.find(hub.wb, person)
    people.correct(hub.wb, person, found.version, people.NewPerson(found.name, mobile=MOBILE))


def test_an_ending_keeps_who_met_the_standard_and_said_yes_and_undo_takes_both_back(hub: Hub) -> None:
    opening = hub.opening()
    person = outscored(hub, opening=opening)
    found = kept(hub, person)
    assert (found.why, found.since, found.until) == (PoolWhy.OUTSCORED, TODAY, date(2027, 2, 8))
    assert (found.due, found.about) == (date(2026, 8, 26), "Open seats that match, or no match yet")
    hub.wb.store.undo()
    assert entry(hub, person) is None
    assert hub.stands(hub.application(person))["state"] == State.READY
    assert entry(hub, outscored(hub, "Ana Reyes", opening, ok_keep=False)) is None
    assert entry(hub, outscored(hub, "Omar Said", opening, no_contact=True)) is None


def test_a_full_class_is_why_somebody_in_reserve_is_kept(hub: Hub) -> None:
    opening = hub.opening(seats=1)
    hired = hub.application(hub.person("Ravi Menon", opening))
    while hub.stands(hired)["state"] != State.HIRED:
        hub.take(hired)
    person = hub.person("Joan Alcaraz", opening, ok_keep=True)
    hub.take_to(hub.application(person), MilestoneId.FINAL)
    rerouting.keep_in_reserve(hub.wb, hub.application(person))
    assert kept(hub, person).why is PoolWhy.CLASS_FULL


def test_a_near_miss_is_kept_and_who_stood_far_above_the_line_is_not(hub: Hub) -> None:
    opening = hub.opening()
    found = []
    for name, level in (("Joan Alcaraz", 3), ("Ana Reyes", 4)):
        person = hub.person(name, opening, ok_keep=True)
        application = hub.application(person)
        while hub.stands(application)["milestone"] != MilestoneId.FINAL:
            hub.take(application, level, reason="close", second="Bea Cruz")
        decisions.withdraw(hub.wb, application, State.NOT_SELECTED)
        found.append(entry(hub, person))
    assert [one.why if one else None for one in found] == [PoolWhy.SILVER, None]


def test_nobody_is_kept_whose_integrity_is_in_doubt(hub: Hub) -> None:
    person = hub.person("Joan Alcaraz", hub.opening(), ok_keep=True)
    application = hub.application(person)
    hub.take_to(application, MilestoneId.MOCK_CALL)
    first = hub.value("select id from attempt where milestone = 'phone_interview'")
    error = next(
        one.id
        for one in hub.wb.catalogue.milestones[MilestoneId.PHONE].critical_errors
        if one.kind is ErrorClass.INTEGRITY
    )
    noted = hub.wb.store.do(
        "noted", lambda act: act.insert("critical", attempt=first, error=error, quote="another name", who="Noor")
    )
    decisions.withdraw(hub.wb, application, State.OUTSCORED)
    assert entry(hub, person) is None
    with pytest.raises(Conflict, match="integrity is not cleared"):
        pooling.keep(hub.wb, person, "strong on chat")
    hub.wb.store.do("cleared", lambda act: act.update("critical", noted, cleared_at=act.at, cleared_why="no"))
    pooling.keep(hub.wb, person, "strong on chat")
    assert kept(hub, person).why is PoolWhy.BY_HAND


def test_by_hand_takes_a_reason_and_their_yes(hub: Hub) -> None:
    person = hub.person("Joan Alcaraz")
    with pytest.raises(BadInput, match="reason is missing"):
        pooling.keep(hub.wb, person, "  ")
    with pytest.raises(Conflict, match="have not said yes"):
        pooling.keep(hub.wb, person, "moves here in May")
    pooling.keep(hub.wb, person, "moves here in May", agreed=True)
    assert people.find(hub.wb, person).ok_keep
    assert (kept(hub, person).why, kept(hub, person).words) == (PoolWhy.BY_HAND, "moves here in May")
    with pytest.raises(Conflict, match="in the pool already"):
        pooling.keep(hub.wb, person, "again")
    hub.wb.store.undo()
    assert entry(hub, person) is None
    assert not people.find(hub.wb, person).ok_keep
    applications.add(hub.wb, person, hub.opening())
    with pytest.raises(Conflict, match="on their way"):
        pooling.keep(hub.wb, person, "moves here in May", agreed=True)


def test_a_message_of_the_pool_moves_the_next_one_on_and_undo_brings_it_back(hub: Hub) -> None:
    person = outscored(hub)
    hub.clock.ahead(days=20)
    found = kept(hub, person)
    with hub.wb.store.read() as tx:
        assert list(pool.due(hub.wb, tx)) == [(found.id, person, date(2026, 8, 26))]
        card, same = pool.kept(hub.wb, tx, [found.id])[found.id]
    assert (card["name"], same) == ("Joan Alcaraz", found)
    (row,) = listed(hub)
    assert (row.kind, row.what, row.due) == (Kind.POOL, "Pool: open seats that match, or no match yet", found.due)
    assert follow_up.counts(hub.wb)[Kind.POOL] == (1, False)
    touches.log(hub.wb, person, Outcome.REACHED, about=About("retests"))
    assert kept(hub, person) == found
    touches.log(hub.wb, person, Outcome.LEFT_WORD, about=About(contacts.POOL, found.id), asks=False)
    assert (kept(hub, person).last, kept(hub, person).due) == (date(2026, 9, 1), date(2026, 9, 15))
    assert [one.rule for one in contacts.against(hub.wb, person, purpose=pool.ABOUT_OPENING)] == ["pool"]
    with hub.wb.store.read() as tx:
        assert list(pool.due(hub.wb, tx)) == []
    hub.wb.store.undo()
    assert kept(hub, person) == found


def test_after_the_last_touch_somebody_is_renewed_or_their_days_run_out(hub: Hub) -> None:
    person = outscored(hub)
    hub.clock.ahead(days=100)
    touches.log(hub.wb, person, Outcome.LEFT_WORD, about=About(contacts.POOL), asks=False)
    assert kept(hub, person).due is None
    hub.clock.ahead(days=67)
    with hub.wb.store.read() as tx:
        assert list(pool.due(hub.wb, tx)) == [(kept(hub, person).id, person, date(2027, 2, 8))]
    (row,) = listed(hub)
    assert (row.what, row.due, row.late) == ("Pool: renew or let go", date(2027, 2, 8), 0)
    assert pooling.renew(hub.wb, person) == date(2027, 7, 25)
    found = kept(hub, person)
    assert (found.renewed, found.since, found.due) == (1, date(2027, 1, 26), date(2027, 2, 9))
    hub.wb.store.undo()
    hub.clock.ahead(days=14)
    assert entry(hub, person) is None
    with pytest.raises(Conflict, match="not in the pool"):
        pooling.renew(hub.wb, person)
    pooling.keep(hub.wb, person, "came by again")
    assert left(hub, person) == [PoolLeft.EXPIRED, ""]


def test_not_wanted_is_gone_at_once(hub: Hub) -> None:
    opening = hub.opening()
    said_no, corrected, stopped, gone = (
        outscored(hub, name, opening) for name in ("Joan Alcaraz", "Ana Reyes", "Omar Said", "Lea Cruz")
    )
    pooling.not_wanted(hub.wb, said_no)
    assert not people.find(hub.wb, said_no).ok_keep
    say_no(hub, corrected)
    touches.log(hub.wb, stopped, Outcome.REPLIED, words="STOP")
    pooling.let_go(hub.wb, gone, "found another job")
    assert [left(hub, one) for one in (said_no, corrected, stopped)] == [[PoolLeft.NOT_WANTED]] * 3
    assert left(hub, gone) == [PoolLeft.LET_GO]
    hub.wb.store.undo()
    assert kept(hub, gone)
    pooling.let_go(hub.wb, gone, "found another job")
    assert pool.here(hub.wb, hub.opening("hospitality_bookings")).looked_at == 0


def test_a_card_that_says_no_counts_even_where_nobody_told_the_pool(hub: Hub) -> None:
    person = outscored(hub)
    hub.wb.store.do("imported", lambda act: act.update("person", person, ok_keep=0))
    assert entry(hub, person) is None
    assert pool.here(hub.wb, hub.opening("hospitality_bookings")).looked_at == 0


def test_an_opening_finds_who_meets_its_hurdles_and_takes_them_with_their_valid_scores(hub: Hub) -> None:
    opening = hub.opening()
    person = outscored(hub, opening=opening)
    hub.clock.ahead(days=1)
    farther = hub.person("Ana Reyes", opening, ok_keep=True)
    hub.take_to(hub.application(farther), MilestoneId.FINAL)
    decisions.withdraw(hub.wb, hub.application(farther), State.OUTSCORED)
    hub.clock.ahead(days=1)
    touches.log(hub.wb, person, Outcome.REACHED, about=About(contacts.POOL))
    hotels = hub.opening("hospitality_bookings")
    found = pool.here(hub.wb, hotels)
    assert [(row.name, row.left, row.counts) for row in found.rows] == [
        ("Ana Reyes", ("Sales", "Final", "Offer"), 6),
        ("Joan Alcaraz", ("Mock call", "Service", "Sales", "Final", "Offer"), 4),
    ]
    assert [(row.contacted_at, row.refusal.rule if row.refusal else "") for row in found.rows] == [
        (0, ""),
        (hub.clock.now, "pool"),
    ]
    assert (found.looked_at, found.more) == (2, False)
    assert pool.here(hub.wb, hotels, most=1).more

    application = pool.take(hub.wb, person, hotels)
    assert hub.stands(application)["milestone"] == MilestoneId.MOCK_CALL
    assert left(hub, person) == [PoolLeft.NEW_APPLICATION]
    assert [row.name for row in pool.here(hub.wb, hotels).rows] == ["Ana Reyes"]
    with pytest.raises(Conflict, match="no longer in the pool"):
        pool.take(hub.wb, person, hotels)
    hub.wb.store.undo()
    assert kept(hub, person)


def test_scores_that_are_too_old_do_not_count(hub: Hub) -> None:
    outscored(hub)
    hotels = hub.opening("hospitality_bookings")
    assert len(pool.here(hub.wb, hotels).rows) == 1
    hub.clock.ahead(days=179)
    assert pool.here(hub.wb, hotels).looked_at == 1
    hub.wb.catalogue.follow_up.score_valid_days["typing"] = 100  # type: ignore[index]
    try:
        assert pool.here(hub.wb, hotels).rows == ()
    finally:
        hub.wb.catalogue.follow_up.score_valid_days["typing"] = 180  # type: ignore[index]


def test_moving_on_by_oneself_leaves_the_pool_and_a_move_does_not_enter_it(hub: Hub) -> None:
    opening, hotels = hub.opening(), hub.opening("hospitality_bookings")
    person = outscored(hub, opening=opening)
    applications.add(hub.wb, person, hotels)
    assert left(hub, person) == [PoolLeft.NEW_APPLICATION]
    fitting.move(hub.wb, hub.application(person), opening)
    assert left(hub, person) == [PoolLeft.NEW_APPLICATION]


def test_somebody_entered_twice_is_kept_once(hub: Hub) -> None:
    opening = hub.opening()
    one = outscored(hub, opening=opening)
    hub.clock.ahead(days=3)
    two = outscored(hub, "Joan M. Alcaraz", opening)
    until = kept(hub, two).until
    merging.merge(hub.wb, one, two)
    assert kept(hub, one).until == until
    assert sorted(left(hub, one)) == ["", PoolLeft.SAME_PERSON]
    hub.wb.store.undo()
    assert left(hub, one) == left(hub, two) == [""]


def test_the_history_says_what_was_done(hub: Hub) -> None:
    person = hub.person("Joan Alcaraz")
    pooling.keep(hub.wb, person, "moves here in May", agreed=True)
    pooling.renew(hub.wb, person)
    pooling.let_go(hub.wb, person, "found another job")
    said = [one.said for one in history.of_person(hub.wb, person)[:3]]
    assert said == [
        "let Joan go from the pool: found another job",
        "renewed Joan in the pool until 8 Feb 2027",
        "kept Joan in the pool until 8 Feb 2027: moves here in May",
    ]


def test_the_pool_is_held_against_an_opening_in_a_fixed_number_of_questions(hub: Hub) -> None:
    hotels, opening = hub.opening("hospitality_bookings"), hub.opening()

    def asked() -> int:
        pool.here(hub.wb, hotels)
        with counted(hub) as seen:
            pool.here(hub.wb, hotels)
        return len(seen)

    outscored(hub, opening=opening)
    few = asked()
    for number in range(4):
        outscored(hub, f"Ana {'abcd'[number]}", opening)
    assert asked() == few
    assert few <= 12
