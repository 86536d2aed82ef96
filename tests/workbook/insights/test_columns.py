"""Columns add up and filters only narrow, whatever happened at a hub: beside a count of its own in plain Python."""

from __future__ import annotations

import os
from datetime import timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from domain.model.errors import WorkbookError
from domain.model.terms import ROAD, MilestoneId, Result, State
from domain.workbook import applications, attempts, erasing, fitting, history, merging, standing
from domain.workbook.insights import Scope
from domain.workbook.insights import funnel as funnels
from domain.workbook.insights.funnel import Outcome, View
from tests.workbook.hub import TODAY, make_hub
from tests.workbook.insights import reference

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from domain.store import Act
    from tests.workbook.hub import Hub

EXAMPLES = 600 if os.environ.get("MILEPOST_LONG") else 25
SOURCES = ("Fair", "Site")
NAMES = ("Joan Alcaraz", "Rafael Domingo", "Mai Tran", "Ada Cruz", "Eve Uy")
RESULTS = (*[Result.PASSED] * 4, Result.NOT_YET, Result.NOT_YET, Result.NO_SHOW, Result.ON_HOLD, Result.VOID)
ENDINGS = (State.WITHDREW, State.NOT_SELECTED, State.NO_SHOW, State.UNREACHABLE, State.CLIENT_DECLINED)
JOINS = (None, None, MilestoneId.MOCK_CALL, MilestoneId.OFFER)


class Life:
    """A hub in which things happen by number."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.openings = [hub.opening(), hub.opening(), hub.opening("banking_cs")]
        self.merges: list[int] = []
        self.numbers = count()

    def do(self, what: str, one: int, other: int) -> None:
        """Do what the program allows of this, and nothing where it refuses."""
        try:
            DOINGS[what](self, one, other)
        except WorkbookError:
            event(f"refused: {what}")

    def person(self, number: int) -> int:
        """Somebody who is there."""
        return _one(self.hub.rows("select id from person order by at, id"), number)

    def application(self, number: int) -> int:
        """An application that goes on."""
        return _one(self.hub.rows("select id from application where ended_at = 0 order by at, id"), number)

    def come(self, one: int, other: int) -> None:
        """Somebody new walks in."""
        source = SOURCES[other % 2]
        name = f"{NAMES[one % len(NAMES)]} {'abcdefghijklmnopqrst'[next(self.numbers)]}"
        self.hub.person(name, self.openings[other % 3], source=source)

    def decide(self, one: int, other: int) -> None:
        """An attempt is decided; the ratings behind it matter to no funnel."""
        hub, application, result = self.hub, self.application(one), RESULTS[other % len(RESULTS)]

        def work(act: Act) -> None:
            stored = applications.row(act, application)
            step = MilestoneId(str(stored["milestone"]))
            attempt = act.value("select id from attempt where application = :a and finished_at = 0", a=application)
            attempt = attempt or attempts.insert_in(hub.wb, act, stored, step)
            act.update("attempt", int(attempt), finished_at=act.at, result=result)
            standing.refresh(hub.wb, act, application)

        hub.wb.store.do("decided", work)

    def start(self, one: int, _other: int) -> None:
        """An attempt begins."""
        attempts.open_or_start(self.hub.wb, self.application(one))

    def end(self, one: int, other: int) -> None:
        """An application ends."""
        applications.end(self.hub.wb, self.application(one), ENDINGS[other % len(ENDINGS)])

    def move(self, one: int, other: int) -> None:
        """Somebody goes on elsewhere."""
        fitting.move(self.hub.wb, self.application(one), self.openings[other % 3])

    def apply(self, one: int, other: int) -> None:
        """Somebody is put on another opening as well."""
        applications.add(self.hub.wb, self.person(one), self.openings[other % 3], joins=JOINS[other % len(JOINS)])

    def merge(self, one: int, other: int) -> None:
        """Two entries turn out to be one person."""
        merging.merge(self.hub.wb, self.person(one), self.person(other))
        self.merges.append(self.hub.wb.store.acts(1)[0].id)

    def part(self, _one: int, _other: int) -> None:
        """And then not to be."""
        if self.merges:
            history.undo(self.hub.wb, self.merges.pop())

    def erase(self, one: int, _other: int) -> None:
        """Somebody is erased."""
        person = self.person(one)
        erasing.erase(self.hub.wb, person, self.hub.value("select name from person where id = :p", p=person))

    def arrive(self, one: int, _other: int) -> None:
        """Somebody is there on day one."""
        found = self.hub.rows("select id, person from application where state = 'hired' order by at, id")
        if found:
            row = found[one % len(found)]
            fields = {"application": row["id"], "person": row["person"], "state": "accepted", "came": 1}
            self.hub.wb.store.do("came", lambda act: act.insert("offer", **fields, starts=str(self.hub.wb.today())))

    def undo(self, one: int, _other: int) -> None:
        """The last acts are taken back."""
        for _ in range(one % 3 + 1):
            history.undo(self.hub.wb)

    def redo(self, _one: int, _other: int) -> None:
        """What was taken back is done again."""
        history.redo(self.hub.wb)

    def wait(self, one: int, other: int) -> None:
        """Days go by."""
        self.hub.clock.ahead(days=one % 3 * 10, hours=1 + other)


def _one(rows: Sequence[dict[str, Any]], number: int) -> int:
    if not rows:
        raise WorkbookError("Nobody is there.", "Somebody may come.")
    return int(rows[number % len(rows)]["id"])


DOINGS: dict[str, Callable[[Life, int, int], None]] = {
    name: work for name, work in vars(Life).items() if name not in ("do", "person", "application") and name[0] != "_"
}
OFTEN = (*["decide"] * 6, *["come"] * 3, *["move"] * 3, *["wait"] * 3, *["apply"] * 2, *["merge"] * 2, *DOINGS)
STEPS = st.lists(st.tuples(st.sampled_from(OFTEN), st.integers(0, 11), st.integers(0, 11)), min_size=6, max_size=26)


def scopes(life: Life) -> list[tuple[Scope, Scope]]:
    """Scopes, each with a wider one."""
    everybody = Scope()
    days = Scope(since=TODAY, until=TODAY + timedelta(days=9))
    later = Scope(since=TODAY + timedelta(days=5), until=TODAY + timedelta(days=40))
    found = [(everybody, everybody), (days, everybody), (later, everybody)]
    for period in (everybody, later):
        since, until = period.since, period.until
        retail = Scope(account="retail_cs", since=since, until=until)
        found += [(retail, period), (Scope(account="banking_cs", since=since, until=until), period)]
        found += [(Scope(opening=one, since=since, until=until), period) for one in life.openings]
        found += [(Scope(opening=one, since=since, until=until), retail) for one in life.openings[:2]]
        found += [(Scope(source=one, since=since, until=until), period) for one in SOURCES]
    found.append((Scope(account="retail_cs", source="Fair"), Scope(source="Fair")))
    return found


class Seen:
    """What the program counts of a scope, each question asked once."""

    def __init__(self, life: Life, view: View) -> None:
        self.life, self.view = life, view
        self.rows = reference.read(life.hub)
        self.found: dict[Scope, dict[MilestoneId, frozenset[int]]] = {}

    def lists(self, scope: Scope) -> dict[MilestoneId, frozenset[int]]:
        """By milestone, the people that its bar lists; what it counts was checked on the way."""
        if scope not in self.found:
            self.found[scope] = self._checked(scope)
        return self.found[scope]

    def _checked(self, scope: Scope) -> dict[MilestoneId, frozenset[int]]:
        wb, view = self.life.hub.wb, self.view
        found = funnels.funnel(wb, scope, view)
        counted = reference.Funnel(self.life.hub, self.rows, scope)
        bars = counted.flow() if view is View.FLOW else counted.cohort()
        lists = {}
        for row in found.rows:
            step, told = row.milestone, bars.counts(row.milestone)
            assert {one.name.lower(): row.of(one) for one in Outcome if row.of(one)} == told, (scope, step)
            assert row.people == sum(told.values())
            listed = list(funnels.people_at(wb, scope, view, step)) if row.people else []
            assert sorted(listed) == sorted(bars.people[step]), (scope, step)
            assert len(listed) == row.people - len(bars.erased[step])
            for one in Outcome:
                if row.of(one):
                    part = sorted(funnels.people_at(wb, scope, view, step, one))
                    name = one.name.lower()
                    assert part == sorted(who for who, said in bars.people[step].items() if said == name)
            lists[step] = frozenset(listed)
        assert found.erased == len({who for step in ROAD for who in bars.erased[step]})
        if scope.since is None:
            started = list(funnels.people_started(wb, scope, view))
            assert (len(started), set(started)) == (found.started, counted.started())
        return lists


def check(life: Life) -> None:
    """Every view of every scope: counted rightly, within the wider one, and the parts are the whole."""
    for view in View:
        seen = Seen(life, view)
        for narrow, wide in scopes(life):
            within, whole = seen.lists(narrow), seen.lists(wide)
            assert all(within[step] <= whole[step] for step in ROAD), (view, narrow, wide)
        everybody = seen.lists(Scope())
        for parts in (
            [Scope(account=one) for one in ("retail_cs", "banking_cs")],
            [Scope(opening=one) for one in life.openings],
            [Scope(source=one) for one in SOURCES],
        ):
            for step in ROAD:
                assert frozenset().union(*(seen.lists(part)[step] for part in parts)) == everybody[step], (view, parts)
        for step in ROAD:
            assert not seen.lists(Scope(source="Fair"))[step] & seen.lists(Scope(source="Site"))[step]


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS)
def test_columns_add_up_and_filters_only_narrow(steps: list[tuple[str, int, int]]) -> None:
    with TemporaryDirectory() as folder:
        hub = make_hub(Path(folder) / "hub.milepost")
        try:
            life = Life(hub)
            life.do("come", 0, 0)
            for what, one, other in steps:
                life.do(what, one, other)
                hub.clock.ahead(minutes=1)
            check(life)
        finally:
            hub.wb.close()
