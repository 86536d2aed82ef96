"""What is stored, read as it stands."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from domain.workbook import follow_up
from tests.workbook.sixty_days.reference import Facts

if TYPE_CHECKING:
    from tests.workbook.hub import Hub
    from tests.workbook.sixty_days.reference import House, Row

_COUNTED = ("person", "application", "attempt", "visit", "touch", "promise", "offer", "stay", "pool", "snooze", "asked")


def facts(hub: Hub, house: House, stopped: dict[int, int]) -> Facts:
    """The tables at this moment."""
    with hub.wb.store.read() as tx:
        people = {row["id"]: row for row in tx.rows("select * from person")}
        touches = tx.rows("select * from touch order by at, id")
        slips = tx.rows("select person, channel, delivered_at, gone from slip where gone > 0")
        visits = tx.rows("select person, day, state, arrived_at from visit")
        ended = {row["id"]: row["ended_at"] for row in tx.rows("select id, ended_at from application")}
        tries = tx.rows("select person, opened_at from attempt where result in ('passed', 'not_yet')")
    took = {person: [row["opened_at"] for row in rows] for person, rows in _by(tries).items()}
    return Facts(hub.wb.now(), house, people, _by(touches), _by(slips), _by(visits), took, ended, stopped)


def _by(rows: list[Row]) -> dict[int, list[Row]]:
    found = defaultdict(list)
    for row in rows:
        found[row["person"]].append(row)
    return found


def marks(hub: Hub) -> tuple[int, ...]:
    """How much was ever done, and how much there is of everything: the same where nothing was done."""
    asked = ("select count(*) from change", *(f"select count(*) from {table}" for table in _COUNTED))
    sql = " union all ".join(f"select {number} as place, ({one}) as many" for number, one in enumerate(asked))
    return tuple(int(row["many"]) for row in hub.rows(f"select place, many from ({sql}) as counted order by place"))


def seats_of(hub: Hub, opening: int) -> tuple[int, int]:
    """The seats of a class, and those that somebody is hired into or has said yes to."""
    seats = hub.value("select seats from opening where id = :o", o=opening)
    taken = hub.value(
        "select count(*) from application a where a.opening = :o and (a.state = 'hired' or (a.ended_at = 0 and exists"
        " (select 1 from offer f where f.application = a.id and f.state = 'accepted')))",
        o=opening,
    )
    return seats, taken


def whole_list(hub: Hub) -> tuple[list[int], list[int]]:
    """The ids of Follow-up: those that are due, and all to the end of the list."""
    first, behind = follow_up.ids(hub.wb)
    found = list(first)
    due = list(first)
    while behind:
        coming = behind.coming
        more, behind = follow_up.rest(hub.wb, behind)
        found += more
        if not coming:
            due += more
    return due, found
