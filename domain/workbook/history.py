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


def recent(wb: Workbook, limit: int = 50) -> list[Entry]:
    """The newest acts of everybody."""
    return [_entry(info) for info in wb.store.acts(limit)]


def _entry(info: ActInfo) -> Entry:
    return Entry(info.id, info.at, info.who, info.what, info.undone)


def of_person(wb: Workbook, person_id: int, limit: int = 200) -> list[Entry]:
    """Every act that touched a person, their applications, attempts, ratings, slips or visits; newest first."""
    with wb.store.read() as tx:
        acts = tx.rows(
            "select a.id, a.at, a.who, a.what, a.undone from act a where a.id in ("
            " select c.act from change c where c.tbl = 'person' and c.row = :p"
            " union select c.act from change c join application x on c.tbl = 'application' and c.row = x.id and x.person = :p"
            " union select c.act from change c join attempt x on c.tbl = 'attempt' and c.row = x.id and x.person = :p"
            " union select c.act from change c join rating r on c.tbl = 'rating' and c.row = r.id"
            "  join attempt x on x.id = r.attempt and x.person = :p"
            " union select c.act from change c join slip x on c.tbl = 'slip' and c.row = x.id and x.person = :p"
            " union select c.act from change c join visit x on c.tbl = 'visit' and c.row = x.id and x.person = :p"
            f") order by a.seq desc limit {int(limit)}",
            p=person_id,
        )
    return [Entry(row["id"], row["at"], row["who"], row["what"], bool(row["undone"])) for row in acts]


def undo(wb: Workbook, act_id: int | None = None) -> ActInfo:
    """Take back the last act of this person, or the one named; Conflict with the reason where later work forbids it."""
    return wb.store.undo(act_id)


def redo(wb: Workbook) -> ActInfo:
    """Do again what was undone last."""
    return wb.store.redo()
