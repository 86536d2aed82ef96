"""How many statements a screen costs: the same with fifty people as with five."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from domain.model.terms import MilestoneId, Result
from domain.workbook import (
    account_versions,
    attempts,
    board,
    calls,
    decisions,
    filters,
    finding,
    fitting,
    follow_up,
    handover,
    history,
    journeys,
    nudges,
    opening_pages,
    openings,
    people,
    pool,
    promises,
    queue,
    rerouting,
    second_ratings,
    slip_checks,
    slip_list,
    slips,
    today,
    views,
)
from domain.workbook.people import PeopleQuery
from domain.workbook.slip_list import SlipQuery

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.workbook.hub import Hub


@dataclass
class Watched:
    """Somebody whose screens are opened: Joan, stopped at the mock call."""

    hub: Hub
    person: int
    attempt: int
    slip: int
    opening: int


@contextmanager
def counted(hub: Hub) -> Iterator[list[tuple[str, dict[str, Any]]]]:
    """Every statement that is run meanwhile, with its values."""
    engine = hub.wb.store._engine
    seen: list[tuple[str, dict[str, Any]]] = []
    run = engine.execute

    def watched(sql: str, values: Any) -> Any:
        seen.append((sql, dict(values)))
        return run(sql, values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "execute", watched)
        yield seen


def add_people(hub: Hub, opening: int, number: int) -> None:
    """People in every state that costs one act: waiting, missed with a slip owed, at work, with a twin, promised."""
    for index in range(number):
        application = hub.application(hub.person(f"Ana {'abcdefghij'[index % 10]}", opening, mobile="0917 555 4471"))
        if index % 2 == 0:
            promises.make(hub.wb, hub.stands(application)["person"], "call", hub.wb.today())
        if index % 3 == 0:
            decisions.no_show(hub.wb, application)
        elif index % 3 == 1:
            attempts.open_or_start(hub.wb, application)


FILTER = "ana stage:applied -state:hired account:retail owed waiting:<30d"
SCREENS: dict[str, Callable[[Watched], object]] = {
    "sheet to rate": lambda it: second_ratings.sheet_for(it.hub.wb, it.attempt),
    "hints": lambda it: nudges.background(it.hub.wb, attempts.sheet(it.hub.wb, it.attempt)),
    "sheet": lambda it: attempts.sheet(it.hub.wb, it.attempt),
    "page": lambda it: journeys.page(it.hub.wb, it.person),
    "console": lambda it: calls.console(it.hub.wb, it.attempt),
    "call": lambda it: calls.running(it.hub.wb),
    "marks": lambda it: calls.pieces(it.hub.wb, it.attempt),
    "report": lambda it: journeys.document(it.hub.wb, it.person),
    "queue": lambda it: queue.rows(it.hub.wb),
    "board": lambda it: board.show(it.hub.wb, board.first_opening(it.hub.wb)),
    "people": lambda it: people.rows(it.hub.wb, people.ids(it.hub.wb, PeopleQuery("ana"), 40)),
    "filtered": lambda it: people.first(it.hub.wb, filters.parse(FILTER, filters.read(it.hub.wb)).query, 40),
    "lexicon": lambda it: filters.read(it.hub.wb),
    "views": lambda it: views.listing(it.hub.wb),
    "count": lambda it: people.count(it.hub.wb, PeopleQuery("ana")),
    "find": lambda it: finding.find(it.hub.wb, "ana"),
    "slip": lambda it: slips.view(it.hub.wb, it.slip),
    "slips": lambda it: slips.listing(it.hub.wb, "open"),
    "outbox": lambda it: slip_list.owed(it.hub.wb, SlipQuery()),
    "handed": lambda it: slip_list.delivered(it.hub.wb, SlipQuery()),
    "named": lambda it: slip_list.delivered(it.hub.wb, SlipQuery("ana")),
    "tabs": lambda it: slip_list.counts(it.hub.wb),
    "rows": lambda it: slip_list.lines(it.hub.wb, [slip.attempt for slip in slips.listing(it.hub.wb, "open")]),
    "checks": lambda it: slip_checks.look(it.hub.wb, [slip.id for slip in slips.listing(it.hub.wb, "draft")], 99),
    "owed": lambda it: slips.owed_count(it.hub.wb),
    "openings": lambda it: openings.listing(it.hub.wb),
    "opening": lambda it: opening_pages.page(it.hub.wb, it.opening),
    "opening pane": lambda it: opening_pages.detail(it.hub.wb, it.opening),
    "opening people": lambda it: opening_pages.people_at(it.hub.wb, it.opening),
    "accounts": lambda it: opening_pages.accounts(it.hub.wb),
    "account pane": lambda it: opening_pages.account_detail(it.hub.wb, "retail_cs"),
    "assessment": lambda it: account_versions.form_for_class(it.hub.wb, it.opening),
    "versions": lambda it: account_versions.history(it.hub.wb, "retail_cs"),
    "ways": lambda it: rerouting.ways(it.hub.wb, it.person),
    "handover": lambda it: handover.read(it.hub.wb, it.person),
    "fits": lambda it: fitting.fits_of(it.hub.wb, it.person),
    "history": lambda it: history.of_person(it.hub.wb, it.person),
    "acts": lambda it: history.recent(it.hub.wb),
    "today": lambda it: today.snapshot(it.hub.wb),
    "follow-up": lambda it: follow_up.rows(it.hub.wb, follow_up.ids(it.hub.wb)[0]),
    "followed": lambda it: follow_up.counts(it.hub.wb),
    "promises": lambda it: promises.listing(it.hub.wb),
    "pool": lambda it: pool.here(it.hub.wb, it.opening),
}
MOST = {
    "filtered": 8,
    "lexicon": 5,
    "views": 1,
    "queue": 1,
    "board": 5,
    "people": 3,
    "count": 1,
    "slips": 1,
    "owed": 2,
    "openings": 1,
    "opening": 4,
    "opening pane": 2,
    "opening people": 1,
    "accounts": 2,
    "account pane": 1,
    "assessment": 1,
    "versions": 2,
    "history": 8,
    "acts": 1,
    "sheet": 10,
    "console": 13,
    "call": 1,
    "marks": 2,
}
MOST |= {"today": 26, "follow-up": 23, "followed": 13, "promises": 1}
"""More than this for a screen that is opened all day is a mistake, whoever is in the workbook."""


def test_no_screen_asks_more_often_when_more_people_are_there(hub: Hub) -> None:
    opening = hub.opening()
    hub.opening("travel_air")
    application = hub.application(hub.person("Joan Alcaraz", opening))
    hub.take_to(application, MilestoneId.MOCK_CALL)
    slip = slips.view(hub.wb, hub.take(application, 2, Result.NOT_YET).slip)
    it = Watched(hub, slip.person, slip.attempt, slip.id, opening)
    add_people(hub, opening, 5)
    few = {name: asked(it, screen) for name, screen in SCREENS.items()}
    add_people(hub, opening, 45)
    many = {name: asked(it, screen) for name, screen in SCREENS.items()}
    assert many == few
    assert {name: number for name, number in few.items() if number > MOST.get(name, 999)} == {}


def asked(it: Watched, screen: Callable[[Watched], object]) -> int:
    """Statements of a screen that was opened before, so that rubrics are known."""
    screen(it)
    with counted(it.hub) as seen:
        screen(it)
    return len([sql for sql, _ in seen if sql.lstrip().lower().startswith(("select", "with"))])
