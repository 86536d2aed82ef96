"""What stands against taking an act back: found by reading alone before the key is pressed, and met when it is."""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from domain.model.errors import Conflict, NotFound
from domain.model.lazily import dataclass
from domain.store.acts import ActInfo, Image, changed_fields, image
from domain.store.shape import referring

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.store.engine import Tx
    from domain.store.shape import Shape

MOST = 2_000
"""Changes of one act that are looked at; the rest of a larger one is judged when it is taken back."""


class How(StrEnum):
    """What later work did to a row of the act."""

    CHANGED = "changed"
    GONE = "gone"
    BUILT = "built"
    """Something that refers to the row was made, or another row took its place."""


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why an act cannot be taken back.

    `kind` is 'undone', 'load', 'undo', 'redo', 'erase' or 'erased' for an act that is not to be undone, else 'later':
    then the newest later work is named, with '' where the log does not know it, and what it did.
    """

    kind: str
    what: str = ""
    who: str = ""
    at: int = 0
    how: How = How.BUILT
    table: str = ""
    fields: tuple[str, ...] = ()
    """Columns of that table which later work gave another value, for `How.CHANGED`."""
    act: int = 0


KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "undone": ("it was taken back already", "Redo it if you want it back."),
    "load": ("it filled the workbook", "Start a new workbook instead."),
    "undo": ("it took an act back itself", "Use undo and redo without naming an act."),
    "redo": ("it did an act again", "Use undo and redo without naming an act."),
    "erase": ("it erased a person, which is for good", "Nothing brings them back."),
    "erased": ("it touched a person who was erased", "Change what is left by hand."),
}
"""Why an act of such a kind is not undone, and what to do instead."""


class Hindered(Conflict):
    """An act was not undone or redone; `hindrance` says why, for whoever has better words for tables and columns."""

    def __init__(self, hindrance: Hindrance, target: ActInfo, word: str = "undo") -> None:
        """`target` is the act that was to be taken back; `word` is 'undo' or 'redo'."""
        self.hindrance = hindrance
        self.target = target
        self.word = word
        later = f"“{hindrance.what}” by {hindrance.who or 'somebody'}" if hindrance.what else "other work"
        why, hint = KINDS.get(hindrance.kind, (f"{later} came later", ""))
        hint = hint or f"{word.capitalize()} that first, or change it by hand."
        super().__init__(f"Cannot {word} “{target.what}”: {why}.", hint)


def of_kind(info: ActInfo) -> Hindrance | None:
    """Why an act is none that is undone by itself; None where it is one."""
    if info.undone:
        return Hindrance("undone")
    return Hindrance(info.kind) if info.kind != "do" else None


def hindrance_of(tx: Tx, shape: Shape, act_id: int) -> Hindrance | None:
    """The same answer as undoing gives, at the cost of one question a table."""
    found = tx.row("select * from act where id = :id", id=act_id)
    if found is None:
        raise NotFound("This act is not in the log.", "Look again.")
    return of_kind(ActInfo.of(found)) or _later(tx, shape, _wrote(tx, shape, act_id))


@dataclass(slots=True)
class _Wrote:
    """What an act did to one row, all its changes together."""

    last: int
    made: bool
    gone: bool
    fields: Image


def _wrote(tx: Tx, shape: Shape, act_id: int) -> dict[str, dict[int, _Wrote]]:
    sql = 'select id, tbl, "row", before, after from change where act = :act order by id limit :most'
    found: dict[str, dict[int, _Wrote]] = defaultdict(dict)
    for row in tx.rows(sql, act=act_id, most=MOST):
        before, after = image(row["before"]), image(row["after"])
        if before is None and shape[row["tbl"]].is_shared(after):
            continue
        one = found[row["tbl"]].setdefault(row["row"], _Wrote(0, before is None, False, {}))
        one.last, one.gone = row["id"], after is None
        one.fields |= {name: (after or {}).get(name) for name in changed_fields(before or {}, after or {})}
    return found


def _later(tx: Tx, shape: Shape, wrote: dict[str, dict[int, _Wrote]]) -> Hindrance | None:
    made = {table: {row for row, one in rows.items() if one.made} for table, rows in wrote.items()}
    for table, rows in wrote.items():
        if (found := _touched(tx, table, rows)) is not None:
            return found
        for other, column in referring(shape, table) if made[table] else ():
            if (stands := _refers(tx, other, column, made[table], made.get(other, set()))) is not None:
                return newest(tx, other, stands)
    return None


def _touched(tx: Tx, table: str, rows: dict[int, _Wrote]) -> Hindrance | None:
    """What became of the first row that no longer is as the act left it; None where all are."""
    among, values = tx.among("id", list(rows))
    now: dict[int, dict[str, Any]] = {
        row["id"]: row for row in tx.rows(f'select * from "{table}" where {among}', **values)
    }
    for row, one in rows.items():
        if one.gone or (is_now := now.get(row)) is None:
            if row in now:
                return newest(tx, table, row)
            if not one.gone:
                return newest(tx, table, row, How.GONE)
        elif stale := [name for name, value in one.fields.items() if name in is_now and is_now[name] != value]:
            return changed_since(tx, table, row, one.last, stale)
    return None


def _refers(tx: Tx, table: str, column: str, to: set[int], own: set[int]) -> int | None:
    """A row that refers to one of these and was not made by the same act."""
    among, values = tx.among(f'"{column}"', sorted(to))
    rows = tx.rows(f'select id from "{table}" where {among} limit :most', **values, most=len(own) + 1)
    return next((row["id"] for row in rows if row["id"] not in own), None)


def changed_since(tx: Tx, table: str, row: int, change: int, fields: list[str]) -> Hindrance:
    """The latest act after a change that gave one of these fields another value, and which of them it gave one."""
    sql = """select act.id, act.what, act.who, act.at, change.before, change.after
        from change join act on act.id = change.act
        where change.tbl = :tbl and change."row" = :row and change.id > :id order by change.id desc"""
    for found in tx.rows(sql, tbl=table, row=row, id=change):
        before, after = image(found["before"]) or {}, image(found["after"]) or {}
        if its := tuple(name for name in fields if before.get(name) != after.get(name)):
            return Hindrance("later", found["what"], found["who"], found["at"], How.CHANGED, table, its, found["id"])
    return Hindrance("later", how=How.CHANGED, table=table, fields=tuple(fields))


def newest(tx: Tx, table: str, row: int, how: How = How.BUILT) -> Hindrance:
    """The act that wrote a row last."""
    sql = """select act.id as act, act.what, act.who, act.at from change join act on act.id = change.act
        where change.tbl = :tbl and change."row" = :row order by change.id desc limit 1"""
    return Hindrance("later", **tx.row(sql, tbl=table, row=row) or {}, how=how, table=table)
