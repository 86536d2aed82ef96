"""What was done, by whom and when; and taking it back."""

from __future__ import annotations

import json
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
    "promise": "select id from promise where person = :p",
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


_LOOKED_AT = 12
"""Newest acts that say what undo and redo would do, so that it costs the same however long the log is."""
_NAMED = 40
"""Changes of an act that are looked at for names."""


def next_steps(wb: Workbook) -> tuple[str | None, str | None]:
    """The words of what undo would take back and of what redo would bring back: '' for nothing, None if not known."""
    acts = wb.store.acts(_LOOKED_AT)
    mine = [info for info in acts if info.who == wb.store.who]
    nothing = "" if len(acts) < _LOOKED_AT else None
    undo = next((info.what for info in mine if info.kind == "do" and not info.undone), nothing)
    last = next((info for info in mine if info.kind == "do" or (info.kind == "undo" and not info.undone)), None)
    if last is None:
        return undo, nothing
    return undo, last.what if last.kind == "undo" else ""


def names_in(wb: Workbook, act_id: int) -> tuple[str, ...]:
    """The names of the people whom an act touched, as they are and as they were; of a big act only the first ones."""
    with wb.store.read() as tx:
        changes = tx.rows("select * from change where act = :act order by id limit :most", act=act_id, most=_NAMED)
        images = [(row["tbl"], row["row"], json.loads(row["after"] or row["before"] or "{}")) for row in changes]
        old = [json.loads(row["before"] or "{}") for row in changes if row["tbl"] == "person"]
        attempts = {image["attempt"] for _, _, image in images if "attempt" in image}
        among, values = tx.among("id", sorted(attempts))
        people = {row["person"] for row in tx.rows(f"select person from attempt where {among}", **values)}
        people |= {row if table == "person" else image.get("person", 0) for table, row, image in images}
        among, values = tx.among("id", sorted(people - {0}))
        now = [row["name"] for row in tx.rows(f"select name from person where {among}", **values)]
    return tuple(dict.fromkeys([*now, *(image["name"] for image in old if "name" in image)]))
