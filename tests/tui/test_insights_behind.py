"""Every figure of Insights opens the people behind it: as many cases as stand on the line, of people who are there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from domain.model.terms import Outcome, Result, State, VisitState
from domain.workbook import applications, attempts, people, promises, queue, touches
from domain.workbook.insights import Scope
from domain.workbook.insights.funnel import View
from tests.workbook.hub import Hub, make_hub
from tests.workbook.insights.planted import hire, share
from tui.look import Look
from tui.screens.insights import VIEWS
from tui.screens.insights_lines import Asked, Room
from tui.screens.insights_planning import ON_THE_WAY, TAKEN, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tui.lines import Line
    from tui.screens.insights_lines import InsightView


KINDS = {
    *("phone_interview", "reason", "near", "other", "after"),
    *("first", "slip", "hire", "hour", "lead"),
    *("given", "in_time", "given_late", "owed", "owed_late", "channel", "promise", "chance"),
    *("all", "pair", "rater", "30", ON_THE_WAY, TAKEN, "started"),
}
"""What stands on some line of the hub that is planted here."""


@pytest.fixture
def busy(tmp_path: Path) -> Iterator[Hub]:
    """A hub in which something stands on every kind of line."""
    hub = make_hub(tmp_path / "hub.milepost")
    opening = hub.opening()
    for minutes in (10, 50):
        visit = queue.walk_in(hub.wb, people.NewPerson(name=f"Waits {minutes}"), opening)
        hub.clock.ahead(minutes=minutes)
        attempts.open_or_start(hub.wb, hub.application(queue.find(hub.wb, visit).person))
    retakes(hub, opening)
    endings(hub, opening)
    promised(hub, opening)
    share(hub, "Noor", "Ines", [((3, 4), (3, 3))] * 21)
    hire(hub, [(80 + number, 0) for number in range(16)] + [(60 + number, 30) for number in range(15)])
    yield hub
    hub.wb.close()


def retakes(hub: Hub, opening: int) -> None:
    """Two who try again after a slip, one of whom takes two milestones twice; one is near."""
    names = ("Again One", "Other Two", "Near Three")
    again, other, near = (hub.application(hub.person(name, opening)) for name in names)
    for application in (again, other, near):
        hub.take(application)
    first = hub.take(again, 2, Result.NOT_YET)
    hub.hand_over(first.slip)
    hub.hand_over(hub.take(other, 1, Result.NOT_YET).slip)
    late = hub.take(near, 3, Result.NOT_YET, reason="said so themselves", second="Ines")
    answered = hub.value("select attempt from slip where id = :slip", slip=first.slip)
    hub.wb.store.do("answered", lambda act: act.update("attempt", answered, chance=4))
    hub.clock.ahead(days=40)
    hub.hand_over(late.slip)
    person = hub.stands(again)["person"]
    touches.log(hub.wb, person, Outcome.NO_ANSWER)
    hub.take(again, 4)
    hub.take(other, 1, Result.NOT_YET)


def endings(hub: Hub, opening: int) -> None:
    """Two withdraw, one without a word; somebody is hired; somebody did not come to their slot."""
    for name, reason in (("Gone With", "Found another job"), ("Gone Without", "")):
        applications.end(hub.wb, hub.application(hub.person(name, opening)), State.WITHDREW, reason=reason)
    hired = hub.application(hub.person("Hired Now", opening))
    hub.take(hired)
    missed = queue.walk_in(hub.wb, people.NewPerson(name="Comes Not"), opening)

    def work(act: object) -> None:
        at = hub.clock.now
        act.update("application", hired, state="hired", since=at)  # type: ignore[attr-defined]
        act.update("visit", missed, state=VisitState.NO_SHOW, booked_for=at - 60_000)  # type: ignore[attr-defined]

    hub.wb.store.do("hired, and did not come", work)


def promised(hub: Hub, opening: int) -> None:
    """Promises that were kept, kept late and missed."""
    person = hub.person("Was Promised", opening)
    for after in (0, 3):
        promise = promises.make(hub.wb, person, f"call {after}", hub.wb.today())
        hub.clock.ahead(days=after)
        promises.keep(hub.wb, promise)
    promises.make(hub.wb, person, "send the address", hub.wb.today())
    hub.clock.ahead(days=2)


def figure(line: Line) -> int:
    """The first number behind the name of a line; 0 where none stands there."""
    found = re.search(r"\d[\d,]*", " ".join(piece for piece, _ in line.left[1:]))
    return int(found.group().replace(",", "")) if found else 0


def expected(view: InsightView, found: object, line: Line) -> int:
    """What the line counts; of the forecast, what its sentence or its rate says."""
    plan = getattr(found, "plan", None)
    if plan is None:
        return figure(line)
    if line.id in WORDS:
        return int(next(rate.cases.of for rate in plan.plan.rates if rate.id == line.id))
    said = {TAKEN: plan.opening.taken, ON_THE_WAY: plan.on_the_way}
    return int(said.get(line.id or "", figure(line)))


def test_every_line_opens_as_many_cases_as_it_counts(busy: Hub) -> None:
    there = {row["id"] for row in busy.rows("select id from person")}
    seen: dict[str, int] = {}
    twice: set[str] = set()
    for how in View:
        asked = Asked(Scope(since=busy.wb.today().replace(month=1, day=1), until=busy.wb.today()), how)
        for view in VIEWS:
            found = view.read(busy.wb, asked)
            for line in view.lines(found, Room(True, 60, "", Look())):
                if not line.id:
                    continue
                count, read = expected(view, found, line), view.people(asked, line.id)
                assert read is not None, (view.id, line.id)
                cases = read(busy.wb)
                assert len(cases) == count, (view.id, line.id)
                assert set(cases) <= there
                seen[f"{view.id} {line.id}"] = len(cases)
                if len(set(cases)) < len(cases):
                    twice.add(view.id)
    assert twice == {"kept", "raters", "why"}  # these count cases, and somebody has two
    kinds = {line.split(" ")[1] for line, cases in seen.items() if cases}
    assert kinds >= KINDS
