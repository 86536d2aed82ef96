"""Whatever is done in whatever order: lists say what the attempts say, the log is whole, and all can be undone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.model.errors import WorkbookError
from domain.model.terms import ACCOUNT_TESTS, ROAD, MilestoneId, Result
from domain.workbook import (
    applications,
    attempts,
    decisions,
    fitting,
    history,
    openings,
    people,
    queue,
    slips,
    standing,
)
from domain.workbook.decisions import DECIDABLE
from tests.workbook.hub import make_hub
from tests.workbook.test_history import fingerprint, undo_everything

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.engines import Workshop
    from tests.workbook.hub import Hub

ACCOUNTS = ("retail_cs", "saas_chat", "blended_telecom")
NAMES = ("Joan Alcaraz", "Omar Said", "Lea Mondal", "Yuki Tanabe")
SHOWN = ("opening", "account", "milestone", "state", "since", "retest", "road")


@dataclass
class Day:
    """A day at the hub, with somebody who does whatever comes to mind."""

    hub: Hub
    done: list[str] = field(default_factory=list)

    def pick(self, table: str, number: int, where: str = "") -> int:
        """One of the stored rows, whichever; 0 where there is none."""
        found = self.hub.rows(f"select id from {table} {where} order by at, id")
        return int(found[number % len(found)]["id"]) if found else 0

    def attempt(self, number: int) -> int:
        """One of the attempts that are open."""
        found = self.hub.rows("select id from attempt where finished_at = 0 order by opened_at, id")
        return int(found[number % len(found)]["id"]) if found else 0


def open_class(day: Day, a: int, b: int) -> None:
    openings.create(day.hub.wb, ACCOUNTS[a % 3], seats=b + 1)


def walk_in(day: Day, a: int, b: int) -> None:
    new = people.NewPerson(NAMES[a % 4], mobile="0917 555 4471" if b % 2 else "", points=("one call",))
    queue.walk_in(day.hub.wb, new, day.pick("opening", b))


def put_on(day: Day, a: int, b: int) -> None:
    joins = ROAD[b % 10] if b % 3 == 0 else None
    applications.add(day.hub.wb, day.pick("person", a), day.pick("opening", b), joins=joins)


def start(day: Day, a: int, b: int) -> None:
    attempts.open_or_start(day.hub.wb, day.pick("application", a), proof="drill log" if b % 2 else "")


def rate(day: Day, a: int, b: int) -> None:
    attempt = day.attempt(a)
    if attempt:
        day.hub.rate(attempt, 1 + b % 5)


def decide(day: Day, a: int, b: int) -> None:
    result = DECIDABLE[b % len(DECIDABLE)]
    decisions.decide(day.hub.wb, day.attempt(a), result, reason="as we saw it", second="Ines")


def take(day: Day, a: int, b: int) -> None:
    result = (Result.PASSED, Result.PASSED, Result.NOT_YET)[b % 3]
    day.hub.take(day.pick("application", a), 4, result, reason="as we saw it")


def go_far(day: Day, a: int, b: int) -> None:
    application = day.pick("application", a, "where ended_at = 0")
    for _ in range(b):
        day.hub.take(application, 5)


def note_error(day: Day, a: int, b: int) -> None:
    attempt = day.attempt(a)
    errors = attempts.sheet(day.hub.wb, attempt).milestone.critical_errors
    if errors:
        attempts.critical(day.hub.wb, attempt, errors[b % len(errors)].id, "as it was said", second="Ines" * (b % 2))


def clear_error(day: Day, a: int, b: int) -> None:
    attempts.clear_critical(day.hub.wb, day.pick("critical", a), "looked into")


def withdraw(day: Day, a: int, b: int) -> None:
    ways = applications.WAYS_TO_END
    decisions.withdraw(day.hub.wb, day.pick("application", a), ways[b % len(ways)])


def end(day: Day, a: int, b: int) -> None:
    ways = applications.WAYS_TO_END
    applications.end(day.hub.wb, day.pick("application", a), ways[b % len(ways)])


def no_show(day: Day, a: int, b: int) -> None:
    decisions.no_show(day.hub.wb, day.pick("application", a), notice=bool(b % 2))


def move(day: Day, a: int, b: int) -> None:
    fitting.move(day.hub.wb, day.pick("application", a), day.pick("opening", b))


def add_test(day: Day, a: int, b: int) -> None:
    applications.add_test(day.hub.wb, day.pick("application", a), ACCOUNT_TESTS[b % 3])


def book(day: Day, a: int, b: int) -> None:
    when = datetime.combine(day.hub.wb.today() + timedelta(days=b % 3), datetime.min.time().replace(hour=9))
    queue.book(day.hub.wb, day.pick("person", a), when)


def come_in(day: Day, a: int, b: int) -> None:
    queue.come_in(day.hub.wb, day.pick("person", a))


def miss(day: Day, a: int, b: int) -> None:
    found = day.hub.rows("select id from visit order by since, id")
    decisions.visit_no_show(day.hub.wb, int(found[a % len(found)]["id"]) if found else 0)


def deliver(day: Day, a: int, b: int) -> None:
    slip = day.pick("slip", a)
    if slip:
        day.hub.hand_over(slip)


def undo(day: Day, a: int, b: int) -> None:
    history.undo(day.hub.wb)


def redo(day: Day, a: int, b: int) -> None:
    history.redo(day.hub.wb)


def wait(day: Day, a: int, b: int) -> None:
    day.hub.clock.ahead(days=(0.01, 1, 8, 31, 95)[b % 5])


DEEDS: tuple[Callable[[Day, int, int], None], ...] = (
    open_class,
    walk_in,
    put_on,
    start,
    rate,
    decide,
    take,
    go_far,
    note_error,
    clear_error,
    withdraw,
    end,
    no_show,
    move,
    add_test,
    book,
    come_in,
    miss,
    deliver,
    undo,
    redo,
    wait,
)
numbers = st.integers(0, 9)
days = st.lists(st.tuples(st.sampled_from(DEEDS), numbers, numbers), min_size=5, max_size=14)


def live(hub: Hub, deeds: list[tuple[Callable[[Day, int, int], None], int, int]]) -> None:
    """A class and a person to begin with, then one thing after another; what is refused must leave no trace."""
    day = Day(hub)
    open_class(day, 0, 8)
    walk_in(day, 0, 0)
    for deed, a, b in deeds:
        hub.clock.ahead(minutes=1)
        acts = len(hub.wb.store.acts(10_000))
        before = fingerprint(hub)
        try:
            deed(day, a, b)
        except WorkbookError:
            if len(hub.wb.store.acts(10_000)) == acts:
                assert fingerprint(hub) == before, deed.__name__
        check_lists(hub)


def check_lists(hub: Hub) -> None:
    """Every list column is what follows from the attempts."""
    with hub.wb.store.read() as tx:
        stored = {row["id"]: row for row in tx.rows("select * from application")}
        for row in stored.values():
            anew = standing.stands(hub.wb, tx, row)
            columns = (anew.milestone, anew.state, anew.since, anew.retest, anew.road)
            assert (row["milestone"], row["state"], row["since"], row["retest"], row["road"]) == columns
            assert bool(row["ended_at"]) == bool(row["ended_by"])
        for person in tx.rows("select * from person"):
            mine = [row for row in stored.values() if row["person"] == person["id"]]
            check_person(person, mine)
        open_tries = tx.rows("select application from attempt where finished_at = 0")
        assert all(not stored[row["application"]]["ended_at"] for row in open_tries)
        assert len({row["application"] for row in open_tries}) == len(open_tries)


def check_person(person: dict[str, object], mine: list[dict[str, object]]) -> None:
    """Lists show one of the person's applications, and one that goes on where there is one."""
    if not mine:
        assert (person["application"], person["road"]) == (0, "")
        return
    shown = next(row for row in mine if row["id"] == person["application"])
    assert {name: person[name] for name in SHOWN} == {name: shown[name] for name in SHOWN}
    assert not shown["ended_at"] or all(row["ended_at"] for row in mine)


@given(deeds=days)
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_lists_agree_and_all_can_be_undone(
    workshop: Workshop,
    engine: str,
    tmp_path: Path,
    deeds: list[tuple[Callable[[Day, int, int], None], int, int]],
) -> None:
    with workshop.address(engine, tmp_path) as where:
        hub = make_hub(where)
        empty = fingerprint(hub)
        live(hub, deeds)
        assert hub.wb.store.check() == []
        owed = slips.owed_count(hub.wb)
        assert owed == len(slips.listing(hub.wb, "open"))
        undo_everything(hub)
        assert fingerprint(hub) == empty
        assert hub.wb.store.check() == []
        hub.wb.close()


def test_the_deeds_of_such_a_day_do_happen(hub: Hub) -> None:
    """The property above would hold for a day on which everything is refused."""
    day = Day(hub)
    open_class(day, 0, 9)
    open_class(day, 2, 9)
    walk_in(day, 0, 0)
    go_far(day, 0, 4)
    assert hub.value("select milestone from application") == MilestoneId.MOCK_CALL
    start(day, 0, 0)
    rate(day, 0, 1)
    decide(day, 0, 1)
    move(day, 0, 1)
    add_test(day, 1, 2)
    book(day, 0, 1)
    wait(day, 0, 1)
    miss(day, 1, 0)
    assert (
        hub.value("select result from attempt where finished_at = (select max(finished_at) from attempt)") == "no_show"
    )
    withdraw(day, 1, 0)
    put_on(day, 0, 0)
    end(day, 2, 0)
    deliver(day, 0, 0)
    undo(day, 0, 0)
    redo(day, 0, 0)
    check_lists(hub)
    assert hub.value("select count(*) from application") == 3
