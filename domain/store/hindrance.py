"""What stands against taking an act back, found by reading alone: asked before the key is pressed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from domain.model.errors import NotFound
from domain.store.acts import ActInfo, Image, changed_fields, image
from domain.store.shape import referring

if TYPE_CHECKING:
    from domain.store.engine import Tx
    from domain.store.shape import Shape

MOST = 2_000
"""Changes of one act that are looked at; the rest of a larger one is judged when it is taken back."""


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why an act cannot be taken back.

    `kind` is 'undone', 'load', 'undo' or 'redo' for an act that is not to be undone, else 'later': then the newest
    later work is named, with '' where the log does not know it.
    """

    kind: str
    what: str = ""
    who: str = ""
    at: int = 0
    table: str = ""


def hindrance_of(tx: Tx, shape: Shape, act_id: int) -> Hindrance | None:
    """The same answer as undoing gives, at the cost of one question a table."""
    found = tx.row("select * from act where id = :id", id=act_id)
    if found is None:
        raise NotFound("This act is not in the log.", "Look again.")
    info = ActInfo.of(found)
    if info.undone or info.kind != "do":
        return Hindrance("undone" if info.undone else info.kind)
    return _later(tx, shape, _wrote(tx, act_id))


@dataclass(slots=True)
class _Wrote:
    """What an act did to one row, all its changes together."""

    last: int
    made: bool
    gone: bool
    fields: Image


def _wrote(tx: Tx, act_id: int) -> dict[str, dict[int, _Wrote]]:
    sql = 'select id, tbl, "row", before, after from change where act = :act order by id limit :most'
    found: dict[str, dict[int, _Wrote]] = defaultdict(dict)
    for row in tx.rows(sql, act=act_id, most=MOST):
        before, after = image(row["before"]), image(row["after"])
        one = found[row["tbl"]].setdefault(row["row"], _Wrote(0, before is None, False, {}))
        one.last, one.gone = row["id"], after is None
        one.fields |= {name: (after or {}).get(name) for name in changed_fields(before or {}, after or {})}
    return found


def _later(tx: Tx, shape: Shape, wrote: dict[str, dict[int, _Wrote]]) -> Hindrance | None:
    made = {table: {row for row, one in rows.items() if one.made} for table, rows in wrote.items()}
    for table, rows in wrote.items():
        for row, one in _touched(tx, table, rows):
            return _by(tx, table, row, one.last)
        for other, column in referring(shape, table) if made[table] else ():
            if (stands := _refers(tx, other, column, made[table], made.get(other, set()))) is not None:
                return _by(tx, other, stands, 0)
    return None


def _touched(tx: Tx, table: str, rows: dict[int, _Wrote]) -> list[tuple[int, _Wrote]]:
    """Rows that no longer are as the act left them."""
    among, values = tx.among("id", list(rows))
    now: dict[int, dict[str, Any]] = {
        row["id"]: row for row in tx.rows(f'select * from "{table}" where {among}', **values)
    }
    return [(row, one) for row, one in rows.items() if _differs(one, now.get(row))]


def _differs(one: _Wrote, now: dict[str, Any] | None) -> bool:
    if one.made and one.gone:
        return now is not None
    if one.gone or now is None:
        return one.gone != (now is None)
    return any(now[name] != value for name, value in one.fields.items() if name in now)


def _refers(tx: Tx, table: str, column: str, to: set[int], own: set[int]) -> int | None:
    """A row that refers to one of these and was not made by the same act."""
    among, values = tx.among(f'"{column}"', sorted(to))
    rows = tx.rows(f'select id from "{table}" where {among} limit :most', **values, most=len(own) + 1)
    return next((row["id"] for row in rows if row["id"] not in own), None)


def _by(tx: Tx, table: str, row: int, after: int) -> Hindrance:
    sql = """select act.what, act.who, act.at from change join act on act.id = change.act
        where change.tbl = :tbl and change."row" = :row and change.id > :after order by change.id desc limit 1"""
    later = tx.row(sql, tbl=table, row=row, after=after)
    return Hindrance("later", **later, table=table) if later else Hindrance("later", table=table)
