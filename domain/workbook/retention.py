"""Retention by rule: who was here so long ago that they are to be erased, looked at first, and erased in one act."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from domain.model.errors import NotFound
from domain.model.lazily import dataclass
from domain.model.terms import State
from domain.rules.retention import WAITING_FOR_US, retention_days
from domain.workbook import erasing
from domain.workbook.requests import Kind

if TYPE_CHECKING:
    from domain.store import Tx
    from domain.workbook.erasing import Erased
    from domain.workbook.workbook import Workbook

BATCH = 500
"""People whose cards are read at a time."""


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody whose time is over."""

    person: int
    name: str
    last: date
    """The day of their last step."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Who would go, and who stays although their time is over."""

    days: int
    before: date
    """Whose last step is before this day."""
    due: tuple[Due, ...]
    hired: int
    """They work here: their record is erased on request, not by the clock."""
    waiting: int
    """We still owe them an answer."""
    held: int
    """A duty, a legal minimum or a mail under way keeps them for now."""


_QUIET = " and ".join(
    f"not exists (select 1 from {table} x where x.{whose} = p.id and x.{at} >= :cut)"
    for table, at, whose in erasing.STEPS_TAKEN
    if table != "person"
)
_ROWS = f"""select p.id, p.name, p.state from person p
    where p.since < :cut and p.at < :cut and p.retest <= :today and p.id > :low and {_QUIET}
    order by p.id limit {BATCH}"""


def plan(wb: Workbook) -> Plan:
    """Who would go today and who would not; nothing is changed."""
    days = retention_days(wb.catalogue.follow_up, wb.site.forget_days)
    before = wb.today() - timedelta(days=days)
    due: list[Due] = []
    kept = {"hired": 0, "waiting": 0, "held": 0}
    with wb.store.read() as tx:
        for row in _quiet_since(wb, tx, before):
            why = _stays(wb, tx, row)
            if why:
                kept[why] += 1
            else:
                due.append(Due(row["id"], row["name"], wb.day(erasing.last_step(tx, row["id"]))))
    return Plan(days, before, tuple(sorted(due, key=lambda one: (one.last, one.person))), **kept)


def _quiet_since(wb: Workbook, tx: Tx, before: date) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    low, cut = -1, wb.starts_at(before)
    while rows := tx.rows(_ROWS, cut=cut, today=wb.today().isoformat(), low=low):
        found += rows
        low = rows[-1]["id"]
    return found


def _stays(wb: Workbook, tx: Tx, row: dict[str, Any]) -> str:
    if row["state"] == State.HIRED:
        return "hired"
    if row["state"] in WAITING_FOR_US:
        return "waiting"
    return "held" if erasing.refusal(wb, tx, row["id"]) else ""


def apply(wb: Workbook, shown: Plan) -> Erased:
    """Erase those of a plan whose time is still over, in one act, for good; NotFound where it is nobody."""
    still = {one.person for one in plan(wb).due}
    wanted = [one.person for one in shown.due if one.person in still]
    if not wanted:
        raise NotFound("There is nobody whose time is over.", "Look again another day.")
    return erasing.erase_all(wb, wanted, Kind.RETENTION)
