"""Everything that belongs to a row: what refers to it by whatever way, what did once, and what stands beside the log.

It is read from the schema itself, so that a table which comes later is not forgotten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.model.lazily import dataclass
from domain.store.shape import referring

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from domain.store.engine import Tx
    from domain.store.shape import Shape


@dataclass(frozen=True, slots=True)
class Belongings:
    """Ids by table."""

    rows: Mapping[str, tuple[int, ...]]
    """What is there, in an order in which it can be deleted: nothing before what refers to it."""
    gone: Mapping[str, tuple[int, ...]]
    """What the log alone still knows."""
    beside: Mapping[str, tuple[int, ...]]

    def of(self, table: str) -> tuple[int, ...]:
        """The rows of one table that are there, beside the log too."""
        return self.rows.get(table, ()) or self.beside.get(table, ())

    def logged(self) -> dict[str, tuple[int, ...]]:
        """Every row that the log has changes of."""
        tables = dict.fromkeys((*self.rows, *self.gone))
        return {table: (*self.rows.get(table, ()), *self.gone.get(table, ())) for table in tables}


def beside(shape: Shape) -> dict[str, tuple[str, str]]:
    """Table that the log does not follow -> its column that says whose a row is, and the table that this names."""
    return {
        name: (table.owner, table.columns[table.owner].to)
        for name, table in shape.items()
        if table.owner and not table.logged
    }


def belongings(tx: Tx, shape: Shape, table: str, ids: Collection[int]) -> Belongings:
    """What belongs to these rows of a table, themselves included, whether they are there or only were."""
    there = _there(tx, shape, table, ids)
    gone = _gone(tx, shape, table, {*ids, *(row for rows in there.values() for row in rows)}, there)
    unlogged = {}
    for name, (column, of) in beside(shape).items():
        owners = sorted({*there.get(of, ()), *gone.get(of, ()), *(ids if of == table else ())})
        among, values = tx.among(f'"{column}"', owners)
        if found := tuple(tx.ids(f'select id from "{name}" where {among} order by id', **values)):
            unlogged[name] = found
    order = _deletable(shape, there)
    return Belongings(
        {name: tuple(sorted(there[name])) for name in order},
        {name: tuple(sorted(rows)) for name, rows in sorted(gone.items()) if rows},
        unlogged,
    )


def _there(tx: Tx, shape: Shape, table: str, ids: Collection[int]) -> dict[str, set[int]]:
    among, values = tx.among("id", sorted(ids))
    found = {table: set(tx.ids(f'select id from "{table}" where {among}', **values))}
    fresh = dict(found)
    while fresh:
        more: dict[str, set[int]] = {}
        for to, rows in fresh.items():
            for name, column in referring(shape, to):
                among, values = tx.among(f'"{column}"', sorted(rows))
                seen = set(tx.ids(f'select id from "{name}" where {among}', **values)) - found.get(name, set())
                if seen:
                    found.setdefault(name, set()).update(seen)
                    more.setdefault(name, set()).update(seen)
        fresh = more
    return {name: rows for name, rows in found.items() if rows}


def _gone(tx: Tx, shape: Shape, table: str, owners: set[int], there: Mapping[str, set[int]]) -> dict[str, set[int]]:
    """Rows that the log knows as theirs and that are nobody's now; one that is somebody else's by now is left out."""
    known = {(table, one) for one in owners} | {(name, row) for name, rows in there.items() for row in rows}
    found: dict[str, set[int]] = {}
    fresh = owners
    while fresh:
        among, values = tx.among("owner", sorted(fresh))
        rows = tx.rows(f'select distinct tbl, "row" from change where owner > 0 and {among}', **values)
        seen = {(row["tbl"], row["row"]) for row in rows} | _named(tx, shape, table, fresh)
        seen = _without_rows(tx, seen - known)
        known |= seen
        for name, row in seen:
            found.setdefault(name, set()).add(row)
        fresh = {row for _, row in seen}
    was = _without_rows(tx, {(table, one) for one in owners if one not in there.get(table, ())})
    logged = {(row["tbl"], row["row"]) for row in _changed(tx, table, [one for name, one in was if name == table])}
    for name, row in logged:
        found.setdefault(name, set()).add(row)
    return found


def _changed(tx: Tx, table: str, ids: Iterable[int]) -> list[dict[str, Any]]:
    among, values = tx.among('"row"', sorted(ids))
    return tx.rows(f'select distinct tbl, "row" from change where tbl = :tbl and {among}', tbl=table, **values)


def _named(tx: Tx, shape: Shape, table: str, ids: Collection[int]) -> set[tuple[str, int]]:
    """Rows that were deleted and named one of these in a column that is not the one of their owner."""
    found: set[tuple[str, int]] = set()
    for name, column in referring(shape, table):
        if column == shape[name].owner:
            continue
        for one in ids:
            rows = tx.rows(
                'select distinct tbl, "row" from change where tbl = :tbl and after is null and before like :like',
                tbl=name,
                like=f'%"{column}":%{one}%',
            )
            found |= {(row["tbl"], row["row"]) for row in rows}
    return found


def _without_rows(tx: Tx, wanted: set[tuple[str, int]]) -> set[tuple[str, int]]:
    left = set(wanted)
    for name in {table for table, _ in wanted}:
        among, values = tx.among("id", sorted(row for table, row in wanted if table == name))
        left -= {(name, row) for row in tx.ids(f'select id from "{name}" where {among}', **values)}
    return left


def _deletable(shape: Shape, tables: Collection[str]) -> list[str]:
    """Tables in an order in which none is before one that refers to it."""
    left, order = set(tables), list[str]()
    while left:
        free = sorted(name for name in left if not {to for to, _ in referring(shape, name)} & (left - {name}))
        order += free
        left -= set(free)
    return order
