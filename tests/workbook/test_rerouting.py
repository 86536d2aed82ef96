"""Ways on: every open opening with what counts there; a move tells the slip; the reserve of a full class."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domain.model.errors import Conflict
from domain.model.terms import MilestoneId, Result, State
from domain.workbook import (
    attempts,
    decisions,
    fitting,
    history,
    opening_pages,
    openings,
    rerouting,
    slips,
)
from domain.workbook.hurdles import Cleared

if TYPE_CHECKING:
    from tests.workbook.hub import Hub


def stopped_at_exam(hub: Hub, wpm: float = 28) -> tuple[int, int]:
    """Joan on retail, whose typing misses what retail asks for; the person and the application."""
    application = hub.put_on()
    hub.take_to(application, MilestoneId.EXAM)
    attempt = attempts.open_or_start(hub.wb, application)
    hub.rate(attempt, 5)
    attempts.rate(hub.wb, attempt, "ex.typing_speed", wpm)
    decisions.decide(hub.wb, attempt, Result.NOT_YET)
    return hub.stands(application)["person"], application


def test_every_open_opening_is_listed_and_the_one_they_are_on_is_not(hub: Hub) -> None:
    person, _ = stopped_at_exam(hub)
    first, second, closed = hub.opening("travel_air"), hub.opening("travel_air"), hub.opening("banking_cs")
    openings.close(hub.wb, closed)
    found = rerouting.ways(hub.wb, person)
    assert {one.opening.id for one in found.routes} == {first, second}
    assert found.opening == "Retail customer service, class of 1 Sep"


def test_a_way_says_hurdles_what_counts_what_is_left_and_seats(hub: Hub) -> None:
    person, _ = stopped_at_exam(hub)
    hub.opening("travel_air", seats=7)
    (route,) = rerouting.ways(hub.wb, person).routes
    typing = next(row for row in route.hurdles if row.name == "Typing speed (net)")
    assert (typing.state, typing.got, typing.need) == (Cleared.MISSED, "28", "35 wpm")
    assert {row.state for row in route.hurdles} >= {Cleared.MET, Cleared.MISSED}
    assert "Phone" in route.valid
    assert "Exam" in route.left
    assert not set(route.valid) & set(route.left)
    assert (route.opening.free, route.opening.seats) == (7, 7)


def test_what_is_too_old_counts_no_more(hub: Hub) -> None:
    person, _ = stopped_at_exam(hub)
    hub.opening("travel_air")
    before = rerouting.ways(hub.wb, person).routes[0].valid
    hub.clock.ahead(days=400)
    after = rerouting.ways(hub.wb, person).routes[0].valid
    assert "Phone" in before
    assert after == ()


def test_the_best_way_stands_first(hub: Hub) -> None:
    person, _ = stopped_at_exam(hub)
    hub.opening("travel_air")
    hub.opening("hospitality_bookings")
    full = hub.opening("retail_cs", seats=1)
    hub.take_to(other := hub.application(hub.person("Ana Reyes", full)), MilestoneId.OFFER)
    hub.take(other, 5)
    routes = rerouting.ways(hub.wb, person).routes
    order = [(len(one.fit.misses), len(one.fit.left), len(one.fit.unknown), not one.opening.free) for one in routes]
    assert order == sorted(order)
    assert next(one for one in routes if one.opening.id == full).opening.free == 0


def exam_slip(hub: Hub, person: int) -> int:
    """The slip of their exam."""
    return int(hub.value("select slip from attempt where person = :p and milestone = 'exam'", p=person))


# moving --------------------------------------------------------------------------------------------------------------


def test_the_slip_that_waits_says_in_kind_words_where_they_go_on(hub: Hub) -> None:
    person, application = stopped_at_exam(hub)
    slip = exam_slip(hub, person)
    target = hub.opening("travel_air")
    fitting.move(hub.wb, application, target)
    opening = slips.view(hub.wb, slip).document.opening
    assert "Your road goes on with Travel and airline support, and we look forward to it." in opening
    assert "What you have shown so far counts there too." in opening
    assert "Ask us to move you" not in opening
    history.undo(hub.wb)
    assert "Your road goes on" not in slips.view(hub.wb, slip).document.opening


def test_where_nothing_counts_the_slip_promises_nothing(hub: Hub) -> None:
    application = hub.put_on()
    decided = hub.take(application, 2, Result.NOT_YET)
    fitting.move(hub.wb, application, hub.opening("travel_air"))
    opening = slips.view(hub.wb, decided.slip).document.opening
    assert "Your road goes on" in opening
    assert "counts there" not in opening


def test_what_was_handed_over_stays_word_for_word(hub: Hub) -> None:
    person, application = stopped_at_exam(hub)
    slip = exam_slip(hub, person)
    before = hub.hand_over(slip).document
    fitting.move(hub.wb, application, hub.opening("travel_air"))
    assert slips.view(hub.wb, slip).document == before


def test_only_the_newest_slip_says_it(hub: Hub) -> None:
    person, application = stopped_at_exam(hub)
    fitting.move(hub.wb, application, hub.opening("travel_air"))
    listed = "select s.id, a.milestone from slip s join attempt a on a.id = s.attempt where s.person = :p"
    told = [row["milestone"] for row in hub.rows(listed, p=person) if slips.view(hub.wb, row["id"]).draft.moved_to]
    assert told == [MilestoneId.EXAM]


# the reserve ---------------------------------------------------------------------------------------------------------


def full_class(hub: Hub) -> tuple[int, int]:
    """A class of one seat, which Ana has; Joan is ready for its final interview. The class and her application."""
    opening = hub.opening(seats=1)
    joan = hub.application(hub.person("Joan Alcaraz", opening))
    hub.take_to(joan, MilestoneId.FINAL)
    ana = hub.application(hub.person("Ana Reyes", opening))
    hub.take_to(ana, MilestoneId.OFFER)
    hub.take(ana, 5)
    return opening, joan


def test_who_met_the_standard_of_a_full_class_is_kept_for_a_year_and_told_so_kindly(hub: Hub) -> None:
    opening, joan = full_class(hub)
    assert rerouting.ways(hub.wb, hub.stands(joan)["person"]).reserve_not == ""
    slip = rerouting.keep_in_reserve(hub.wb, joan)
    assert hub.stands(joan)["state"] == State.OUTSCORED
    text = slips.view(hub.wb, slip).document.opening
    assert "you met the standard, and this class is full" in text
    assert "Your results stay with us until 12 August 2027. We will tell you when a new class opens." in text
    kept = opening_pages.page(hub.wb, opening).reserve
    assert [(row.name, row.milestone) for row in kept] == [("Joan Alcaraz", MilestoneId.FINAL)]
    assert kept[0].until.isoformat() == "2027-08-12"
    history.undo(hub.wb)
    assert opening_pages.page(hub.wb, opening).reserve == ()


def test_a_reserve_ends_with_its_year_or_when_they_go_on_elsewhere(hub: Hub) -> None:
    opening, joan = full_class(hub)
    rerouting.keep_in_reserve(hub.wb, joan)
    hub.clock.ahead(days=365)
    assert len(opening_pages.page(hub.wb, opening).reserve) == 1
    hub.clock.ahead(days=1)
    assert opening_pages.page(hub.wb, opening).reserve == ()
    hub.clock.ahead(days=-30)
    fitting.move(hub.wb, joan, hub.opening("travel_air"))
    assert opening_pages.page(hub.wb, opening).reserve == ()


def test_nobody_is_kept_while_seats_are_free_or_before_they_met_the_standard(hub: Hub) -> None:
    _, application = stopped_at_exam(hub)
    with pytest.raises(Conflict, match="have not met the standard yet"):
        rerouting.keep_in_reserve(hub.wb, application)
    other = hub.put_on("Ben Cruz")
    with pytest.raises(Conflict, match="20 seats are still free"):
        rerouting.keep_in_reserve(hub.wb, other)
    attempts.open_or_start(hub.wb, other)
    with pytest.raises(Conflict, match="an attempt is open"):
        rerouting.keep_in_reserve(hub.wb, other)
