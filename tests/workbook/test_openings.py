"""Openings: what a class is called, how many seats it has, and the account as it stood when it was opened."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.terms import MilestoneId, Result
from domain.workbook import applications, attempts, decisions, fitting, openings, people, queue

if TYPE_CHECKING:
    from tests.workbook.hub import Hub


def test_a_class_is_named_after_its_account_and_first_day(hub: Hub) -> None:
    dated = openings.create(hub.wb, "retail_cs", seats=20, starts=date(2026, 9, 1))
    undated = openings.create(hub.wb, "travel_air", seats=20)
    named = openings.create(hub.wb, "retail_cs", seats=20, name="  Wave 14 ")
    assert [openings.find(hub.wb, one).name for one in (dated, undated, named)] == [
        "Retail customer service, class of 1 Sep",
        "Travel and airline support",
        "Wave 14",
    ]


@pytest.mark.parametrize("seats", [0, -1, 1001])
def test_seats_are_one_to_a_thousand(hub: Hub, seats: int) -> None:
    with pytest.raises(BadInput, match=f"{seats} seats"):
        openings.create(hub.wb, "retail_cs", seats=seats)
    assert openings.listing(hub.wb, with_closed=True) == []


@pytest.mark.parametrize("seats", [1, 1000])
def test_the_smallest_and_the_largest_class(hub: Hub, seats: int) -> None:
    assert openings.find(hub.wb, openings.create(hub.wb, "retail_cs", seats=seats)).seats == seats


def test_an_unknown_account_is_refused_with_those_that_are_known(hub: Hub) -> None:
    with pytest.raises(NotFound, match=r'no account "retail".* retail_cs'):
        openings.create(hub.wb, "retail", seats=5)


def test_the_next_class_comes_first_and_those_without_a_day_last(hub: Hub) -> None:
    later = openings.create(hub.wb, "retail_cs", seats=9, starts=date(2026, 10, 1))
    undated = openings.create(hub.wb, "retail_cs", seats=9)
    sooner = openings.create(hub.wb, "travel_air", seats=9, starts=date(2026, 9, 1))
    assert [row.id for row in openings.listing(hub.wb)] == [sooner, later, undated]


def test_a_closed_class_takes_nobody_by_any_door_and_keeps_who_is_in_it(hub: Hub) -> None:
    opening, other = hub.opening(), hub.opening("travel_air")
    inside = hub.application(hub.person("Joan Alcaraz", opening))
    elsewhere = hub.application(hub.person("Omar Said", other))
    outside = hub.person("Lea Mondal")
    openings.close(hub.wb, opening)
    assert [row.id for row in openings.listing(hub.wb)] == [other]
    assert [row.id for row in openings.listing(hub.wb, with_closed=True)] == [other, opening]
    before = hub.value("select count(*) from person"), hub.value("select count(*) from application")
    with pytest.raises(Conflict, match="takes no more people"):
        applications.add(hub.wb, outside, opening)
    with pytest.raises(Conflict, match="takes no more people"):
        queue.walk_in(hub.wb, people.NewPerson("Yuki Tanabe"), opening)
    with pytest.raises(Conflict, match="takes no more people"):
        fitting.move(hub.wb, elsewhere, opening)
    assert (hub.value("select count(*) from person"), hub.value("select count(*) from application")) == before
    assert hub.take(inside).result is Result.PASSED
    with pytest.raises(Conflict, match="closed already"):
        openings.close(hub.wb, opening)


def test_people_and_taken_seats_are_counted(hub: Hub) -> None:
    opening = hub.opening("saas_chat")
    hired = hub.application(hub.person("Joan Alcaraz", opening))
    hub.person("Omar Said", opening)
    left = hub.application(hub.person("Lea Mondal", opening))
    decisions.withdraw(hub.wb, left)
    while hub.stands(hired)["state"] != "hired":
        hub.take(hired, 5)
    row = openings.find(hub.wb, opening)
    assert (row.people, row.taken) == (1, 1)


def test_a_changed_account_does_not_change_an_open_class(hub: Hub) -> None:
    opening = hub.opening("retail_cs")
    application = hub.application(hub.person("Joan Alcaraz", opening))
    account = hub.wb.catalogue.accounts["retail_cs"]
    harder = replace(account, name="Retail, night", skill_tests=(), hurdles={**account.hurdles, "wpm": 60})
    hub.wb.catalogue = replace(hub.wb.catalogue, accounts={**hub.wb.catalogue.accounts, "retail_cs": harder})
    newer = hub.opening("retail_cs")
    with hub.wb.store.read() as tx:
        was, now = openings.account_of(hub.wb, tx, opening), openings.account_of(hub.wb, tx, newer)
    assert (was.hurdles["wpm"], now.hurdles["wpm"]) == (30, 60)
    assert openings.find(hub.wb, opening).account_name == "Retail customer service (voice)"
    assert (len(openings.detail(hub.wb, opening).route), len(openings.detail(hub.wb, newer).route)) == (8, 7)
    walked = []
    while hub.stands(application)["state"] != "hired":
        walked.append(str(hub.stands(application)["milestone"]))
        hub.take(application)
    assert "cs_test" in walked


def test_the_pass_line_of_a_class_is_the_one_it_was_opened_with(hub: Hub) -> None:
    application = hub.put_on(account="retail_cs")
    account = hub.wb.catalogue.accounts["retail_cs"]
    harder = replace(account, hurdles={**account.hurdles, "wpm": 60})
    hub.wb.catalogue = replace(hub.wb.catalogue, accounts={**hub.wb.catalogue.accounts, "retail_cs": harder})
    hub.take_to(application, MilestoneId.EXAM)
    attempt = attempts.open_or_start(hub.wb, application)
    hub.rate(attempt, 4)
    attempts.rate(hub.wb, attempt, "ex.typing_speed", 45)
    assert attempts.sheet(hub.wb, attempt).assessment.misses == ()


def test_openings_that_are_not_there(hub: Hub) -> None:
    for ask in (openings.find, openings.close, openings.detail):
        with pytest.raises(NotFound, match="no opening 7"):
            ask(hub.wb, 7)
