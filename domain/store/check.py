"""Whether the log, played again, gives the tables as they are."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from domain.store.acts import Image, image
from domain.store.shape import logged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.store.engine import Tx
    from domain.store.shape import Shape

_WINDOW = 2_000
_LARGEST = 2**63 - 1
_MOST = 100
"""Faults named before the rest is only said to exist."""


def log_faults(tx: Tx, shape: Shape) -> list[str]:
    """Every row that is not what its last change in the log left, in words; at most a hundred."""
    found: list[str] = _number_faults(tx)
    for fault in _row_faults(tx, shape):
        if len(found) >= _MOST:
            return [*found, "and more"]
        found.append(fault)
    return found


def _number_faults(tx: Tx) -> list[str]:
    row = tx.row("select count(*) as n, coalesce(max(seq), 0) as last from act")
    assert row is not None
    return (
        [] if row["n"] == row["last"] else [f"the log has {row['n']} acts, but the last one has number {row['last']}"]
    )


def _row_faults(tx: Tx, shape: Shape) -> Iterator[str]:
    loads = {row["id"] for row in tx.rows("select id from act where kind = 'load'")}
    for table in logged(shape):
        for rows, changes in _windows(tx, table):
            for row_id in sorted(rows.keys() | changes.keys()):
                if wrong := _story(rows.get(row_id), changes.get(row_id, []), loads):
                    yield f"{table} {row_id}: {wrong}"


def _windows(tx: Tx, table: str) -> Iterator[tuple[dict[int, Image], dict[int, list[dict[str, Any]]]]]:
    """The rows of a table and all their changes, by id, a window of ids at a time; rows that are gone included."""
    low = -1
    while low < _LARGEST:
        sql = f'select * from "{table}" where id > :low order by id limit {_WINDOW}'
        rows = {row["id"]: row for row in tx.rows(sql, low=low)}
        high = max(rows) if len(rows) == _WINDOW else _LARGEST
        log = tx.rows(
            """select act, "row", before, after from change
            where tbl = :tbl and "row" > :low and "row" <= :high order by "row", id""",
            tbl=table,
            low=low,
            high=high,
        )
        yield rows, {row: list(group) for row, group in groupby(log, key=itemgetter("row"))}
        low = high


def _story(row: Image | None, changes: list[dict[str, Any]], loads: set[int]) -> str:
    """What is wrong with the row and its changes; images that are no JSON or lack their marks are damage too."""
    try:
        return _wrong(row, changes, loads)
    except (ValueError, KeyError):
        return "its changes in the log cannot be read"


def _wrong(row: Image | None, changes: list[dict[str, Any]], loads: set[int]) -> str:
    """What contradicts the log in the story of one row; '' when nothing does."""
    if not changes:
        return "" if row and row["act"] in loads and row["version"] == 1 else "the log does not know it"
    now = image(changes[0]["before"])
    if now is not None and now["act"] not in loads:
        return "the log does not know where it comes from"
    for change in changes:
        before, after = image(change["before"]), image(change["after"])
        if _differences(now, before):
            return "its changes in the log do not follow each other"
        if after is not None and (
            after["act"] != change["act"] or (before and after["version"] != before["version"] + 1)
        ):
            return "it was changed without an act"
        now = after
    return _disagreement(row, now)


def _disagreement(row: Image | None, last: Image | None) -> str:
    if row is None or last is None:
        return "" if row is last else f"it is {'gone' if row is None else 'there'}, against the log"
    differing = _differences(row, last)
    return f"the log says otherwise about {', '.join(differing)}" if differing else ""


def _differences(one: Image | None, other: Image | None) -> list[str]:
    """Fields of both images with different values; a column that came with a later step is in one image only."""
    if one is None or other is None:
        return [] if one is other else ["id"]
    return [name for name in one.keys() & other.keys() if one[name] != other[name]]
