"""What was done, by whom and when; and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domain.store import ActInfo
    from domain.workbook.workbook import Workbook


@dataclass(frozen=True, slots=True)
class Entry:
    """One act in plain words."""

    act: int
    at: int
    who: str
    what: str
    undone: bool
    kind: str = "do"
    """'do', 'undo', 'redo' or 'load'."""


def recent(wb: Workbook, limit: int = 50) -> list[Entry]:
    """The newest acts of everybody."""
    return [_entry(info) for info in wb.store.acts(limit)]


def _entry(info: ActInfo) -> Entry:
    return Entry(info.id, info.at, info.who, info.what, info.undone, info.kind)


_MINE = {
    "person": "select id from person where id = :p",
    "application": "select id from application where person = :p",
    "attempt": "select id from attempt where person = :p",
    "rating": "select r.id from rating r join attempt a on a.id = r.attempt where a.person = :p",
    "critical": "select c.id from critical c join attempt a on a.id = c.attempt where a.person = :p",
    "slip": "select id from slip where person = :p",
    "visit": "select id from visit where person = :p",
    "twin": "select id from twin where person = :p or other = :p",
}
"""The rows of a person, by table."""


def of_person(wb: Workbook, person_id: int, limit: int = 200) -> list[Entry]:
    """Every act that touched a person or what belongs to them, as far as it still stands; newest first."""
    touched = " union ".join(
        f"select act from change where tbl = '{table}' and \"row\" in ({rows})" for table, rows in _MINE.items()
    )
    columns, order = "id, at, who, what, undone, kind", f"order by seq desc limit {int(limit)}"
    with wb.store.read() as tx:
        acts = tx.rows(f"select {columns} from act where id in ({touched}) {order}", p=person_id)
    return [Entry(row["id"], row["at"], row["who"], row["what"], bool(row["undone"]), row["kind"]) for row in acts]


def undo(wb: Workbook, act_id: int | None = None) -> ActInfo:
    """Take back the last act of this person, or the one named; Conflict with the reason where later work forbids it."""
    return wb.store.undo(act_id)


def redo(wb: Workbook) -> ActInfo:
    """Do again what was undone last."""
    return wb.store.redo()
