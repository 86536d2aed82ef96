"""The funnel, counted by hand on small hubs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from domain.model.terms import ROAD, MilestoneId, Result, State
from domain.workbook import applications, decisions, erasing, fitting, history, merging
from domain.workbook.insights import Scope
from domain.workbook.insights import funnel as funnels
from domain.workbook.insights.funnel import Outcome, View
from tests.workbook.hub import TODAY

if TYPE_CHECKING:
    from domain.workbook.insights.funnel import Funnel, MilestoneRow
    from tests.workbook.hub import Hub

APPLIED, PHONE, IN_PERSON = MilestoneId.APPLICATION, MilestoneId.PHONE, MilestoneId.IN_PERSON
BOTH = pytest.mark.parametrize("view", list(View))


def told(row: MilestoneRow) -> dict[str, int]:
    """The columns of a bar that hold somebody."""
    return {one.name.lower(): row.of(one) for one in Outcome if row.of(one)}


def bars(found: Funnel) -> dict[MilestoneId, dict[str, int]]:
    """The bars that hold somebody."""
    return {row.milestone: told(row) for row in found.rows if row.people}


@BOTH
def test_each_person_is_counted_once_at_each_milestone(hub: Hub, view: View) -> None:
    opening = hub.opening()
    going, back, away, _ = (hub.application(hub.person(f"Person {n}", opening)) for n in range(4))
    hub.take(going)
    hub.take(going)
    hub.take(back)
    hub.take(back, 2, Result.NOT_YET)
    hub.clock.ahead(days=40)
    hub.take(back, 2, Result.NOT_YET)  # a retake
    hub.take(away)
    applications.end(hub.wb, away, State.WITHDREW)
    found = funnels.funnel(hub.wb, Scope(), view)
    assert bars(found) == {
        APPLIED: {"passed": 3, "waiting": 1},
        PHONE: {"passed": 1, "not_yet": 1, "withdrew": 1},
        IN_PERSON: {"waiting": 1},
    }
    assert (found.row(PHONE).conversion.n, found.row(PHONE).conversion.of, found.row(PHONE).lost) == (1, 3, 2)


@BOTH
def test_a_retake_that_passes_is_a_pass_and_an_undone_one_is_not(hub: Hub, view: View) -> None:
    application = hub.put_on()
    hub.take(application)
    hub.take(application, 2, Result.NOT_YET)
    hub.clock.ahead(days=40)
    hub.take(application)
    assert told(funnels.funnel(hub.wb, Scope(), view).row(PHONE)) == {"passed": 1}
    history.undo(hub.wb)
    while hub.stands(application)["state"] != State.NOT_YET:
        history.undo(hub.wb)
    assert told(funnels.funnel(hub.wb, Scope(), view).row(PHONE)) == {"not_yet": 1}


@BOTH
def test_moves_back_and_forth_add_nobody(hub: Hub, view: View) -> None:
    retail, telecom = hub.opening(), hub.opening("banking_cs")
    person = hub.person("Joan Alcaraz", retail)
    hub.take(hub.application(person))
    hub.clock.ahead(hours=1)
    fitting.move(hub.wb, hub.application(person), telecom)
    hub.clock.ahead(hours=1)
    fitting.move(hub.wb, hub.application(person), retail)
    hub.clock.ahead(hours=1)
    hub.take(hub.application(person), 2, Result.NOT_YET)
    found = funnels.funnel(hub.wb, Scope(), view)
    assert bars(found) == {APPLIED: {"passed": 1}, PHONE: {"not_yet": 1}}
    assert told(funnels.funnel(hub.wb, Scope(opening=telecom), view).row(PHONE)) == {"ended": 1}
    assert told(funnels.funnel(hub.wb, Scope(account="retail_cs"), view).row(PHONE)) == {"not_yet": 1}


@BOTH
def test_two_entries_of_one_person_are_one_once_they_are_put_together(hub: Hub, view: View) -> None:
    opening = hub.opening()
    one, other = hub.person("Joan Alcaraz", opening), hub.person("Joan Alcaras", opening)
    for person in (one, other):
        hub.take(hub.application(person))
    assert told(funnels.funnel(hub.wb, Scope(), view).row(APPLIED)) == {"passed": 2}
    merging.merge(hub.wb, one, other)
    found = funnels.funnel(hub.wb, Scope(), view)
    assert bars(found) == {APPLIED: {"passed": 1}, PHONE: {"waiting": 1}}


@BOTH
def test_who_was_erased_still_counts_and_once(hub: Hub, view: View) -> None:
    retail, telecom = hub.opening(), hub.opening("banking_cs")
    stays, goes = (hub.person(name, retail) for name in ("Joan Alcaraz", "Rafael Domingo"))
    for person in (stays, goes):
        hub.take(hub.application(person))
    hub.clock.ahead(hours=1)
    fitting.move(hub.wb, hub.application(goes), telecom)
    erasing.erase(hub.wb, goes, "Rafael Domingo")
    found = funnels.funnel(hub.wb, Scope(), view)
    assert bars(found) == {APPLIED: {"passed": 2}, PHONE: {"waiting": 1, "withdrew": 1}}
    assert found.erased == 1
    assert list(funnels.people_at(hub.wb, Scope(), view, APPLIED)) == [stays]
    next_month = Scope(since=TODAY + timedelta(days=60))
    assert bars(funnels.funnel(hub.wb, next_month, view)) == {}


def test_flow_counts_days_and_a_cohort_follows_people(hub: Hub) -> None:
    early = hub.put_on("Joan Alcaraz")
    hub.clock.ahead(days=14)
    late = hub.put_on("Rafael Domingo")
    hub.take(late)
    hub.take(early)
    first = Scope(until=TODAY)
    second = Scope(since=hub.wb.today())
    assert bars(funnels.funnel(hub.wb, first)) == {}  # Joan moved on, so nothing of that day stands
    assert bars(funnels.funnel(hub.wb, first, View.COHORT)) == {APPLIED: {"passed": 1}, PHONE: {"waiting": 1}}
    assert told(funnels.funnel(hub.wb, second).row(APPLIED)) == {"passed": 2}
    assert told(funnels.funnel(hub.wb, second, View.COHORT).row(APPLIED)) == {"passed": 1}
    weeks = funnels.funnel(hub.wb, Scope(), View.COHORT).weeks
    assert [(week.came, week.passed.get(APPLIED, 0)) for week in weeks[:3]] == [(1, 1), (0, 0), (1, 1)]


def test_who_is_moved_came_in_by_what_they_were_moved_from_whichever_class_is_looked_at(hub: Hub) -> None:
    retail, banking = hub.opening(), hub.opening("banking_cs")
    person = hub.person("Joan Alcaraz", retail)
    hub.take(hub.application(person))
    hub.clock.ahead(days=14)
    fitting.move(hub.wb, hub.application(person), banking)
    came, moved = Scope(until=TODAY), Scope(since=hub.wb.today())
    assert bars(funnels.funnel(hub.wb, came, View.COHORT)) == {APPLIED: {"passed": 1}, PHONE: {"waiting": 1}}
    # Nobody came in on the day of the move: not to the hub, and so to no class of it either.
    for opening in (0, retail, banking):
        assert bars(funnels.funnel(hub.wb, replace(moved, opening=opening), View.COHORT)) == {}
        assert not funnels.people_at(hub.wb, replace(moved, opening=opening), View.COHORT, PHONE)
    followed = funnels.funnel(hub.wb, replace(came, opening=banking), View.COHORT)
    assert told(followed.row(PHONE)) == {"waiting": 1}
    assert [(week.came, week.starts < TODAY) for week in followed.weeks if week.came] == [(1, True)]
    assert list(funnels.people_at(hub.wb, replace(came, account="banking_cs"), View.COHORT, PHONE)) == [person]


@BOTH
def test_what_is_taken_back_is_counted_as_if_it_had_not_been(hub: Hub, view: View) -> None:
    retail, banking = hub.opening(), hub.opening("banking_cs")
    one, other, third = (hub.person(name, retail) for name in ("Joan Alcaraz", "Joan Alcaras", "Mai Tran"))
    for person in (one, other, third):
        hub.take(hub.application(person))
    hub.take(hub.application(one), 2, Result.NOT_YET)
    before = {APPLIED: {"passed": 3}, PHONE: {"not_yet": 1, "waiting": 2}}
    assert bars(funnels.funnel(hub.wb, Scope(), view)) == before
    hub.clock.ahead(hours=1)
    for act, during in (
        (lambda: merging.merge(hub.wb, one, other), {APPLIED: {"passed": 2}, PHONE: {"not_yet": 1, "waiting": 1}}),
        (lambda: fitting.move(hub.wb, hub.application(third), banking), before),
        (
            lambda: applications.end(hub.wb, hub.application(third), State.WITHDREW),
            before | {PHONE: {"not_yet": 1, "waiting": 1, "withdrew": 1}},
        ),
        (
            lambda: decisions.no_show(hub.wb, hub.application(third)),
            before | {PHONE: {"not_yet": 1, "waiting": 1, "no_show": 1}},
        ),
    ):
        act()
        assert bars(funnels.funnel(hub.wb, Scope(), view)) == during
        history.undo(hub.wb)
        assert bars(funnels.funnel(hub.wb, Scope(), view)) == before


@BOTH
def test_filters_only_narrow_and_bars_hold_whom_they_list(hub: Hub, view: View) -> None:
    retail, telecom = hub.opening(), hub.opening("banking_cs")
    for number in range(9):
        person = hub.person(f"Person {number}", (retail, telecom)[number % 2], source=("Fair", "Site")[number % 3 > 1])
        for tries in range(number % 4):
            hub.take(hub.application(person), 2 if tries == 2 else 4, Result.NOT_YET if tries == 2 else Result.PASSED)
        hub.clock.ahead(days=2)
    everybody = funnels.funnel(hub.wb, Scope(), view)
    for dimension in (
        [Scope(account="retail_cs"), Scope(account="banking_cs")],
        [Scope(opening=retail), Scope(opening=telecom)],
        [Scope(source="Fair"), Scope(source="Site")],
        [Scope(site=hub.wb.site.name), Scope(site="Elsewhere")],
    ):
        parts = [funnels.funnel(hub.wb, scope, view) for scope in dimension]
        for step in ROAD:
            assert sum(part.row(step).people for part in parts) == everybody.row(step).people
    narrow = Scope(since=TODAY + timedelta(days=3), until=TODAY + timedelta(days=9))
    assert all(
        row.people <= whole.people
        for row, whole in zip(funnels.funnel(hub.wb, narrow, view).rows, everybody.rows, strict=True)
    )
    for scope in (Scope(), narrow, Scope(source="Fair")):
        found = funnels.funnel(hub.wb, scope, view)
        for row in found.rows:
            listed = funnels.people_at(hub.wb, scope, view, row.milestone)
            assert len(listed) == len(set(listed)) == row.people
            parts_of = [funnels.people_at(hub.wb, scope, view, row.milestone, one) for one in Outcome]
            assert sorted(listed) == sorted(person for part in parts_of for person in part)
