"""Taking two entries apart again: what forbids it that the tables themselves cannot tell."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from domain.store.hindrance import Hindered, Hindrance
from domain.workbook import standing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.store import ActInfo, Tx


def check_apart(tx: Tx, merge: ActInfo) -> None:
    """Hindered where later work on what came along forbids to take two entries apart.

    The tables themselves tell when a row was changed; they cannot tell that a new attempt, slip, visit or application
    was built on a row that would belong to somebody else again.
    """
    if found := later_work(tx, merge.id):
        raise Hindered(found, merge)


def later_work(tx: Tx, act_id: int) -> Hindrance | None:
    """The later work that stands on what came along with a merge; None where nothing does, or it was no merge."""
    if tx.value("select id from change where act = :act and tbl = 'merged' and before is null", act=act_id) is None:
        return None
    last = tx.value("select max(id) from change where act = :act", act=act_id)
    moved = _changed_rows(tx, act_id)
    for table, rows in _built_on(tx, moved).items():
        for row in rows:
            if row not in moved.get(table, set()) and (by := _made_after(tx, table, row, last)):
                return by
    return None


def _changed_rows(tx: Tx, act_id: int) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for row in tx.rows('select distinct tbl, "row" from change where act = :act', act=act_id):
        found[row["tbl"]].add(row["row"])
    return found


def _built_on(tx: Tx, moved: Mapping[str, set[int]]) -> dict[str, list[int]]:
    """Rows, by table, that stand on what a merge moved."""
    apps, tries = sorted(moved.get("application", ())), sorted(moved.get("attempt", ()))
    on_apps, apps_values = tx.among("application", apps)
    on_tries, tries_values = tx.among("attempt", tries)
    from_apps, from_values = tx.among("moved_from", apps)
    own, own_values = tx.among("id", tries)
    on_offers, offer_values = tx.among("offer", sorted(moved.get("offer", ())))
    numbered = f"select distinct person, milestone from attempt where {own}"
    return {
        "attempt": [
            *tx.ids(f"select id from attempt where {on_apps}", **apps_values),
            *tx.ids(
                f"select a.id from attempt a join ({numbered}) as n on n.person = a.person"
                " and n.milestone = a.milestone",
                **own_values,
            ),
        ],
        "visit": list(tx.ids(f"select id from visit where {on_apps}", **apps_values)),
        "offer": list(tx.ids(f"select id from offer where {on_apps}", **apps_values)),
        "stay": list(tx.ids(f"select id from stay where {on_offers}", **offer_values)),
        "slip": list(tx.ids(f"select id from slip where {on_tries}", **tries_values)),
        "application": [
            *tx.ids(f"select id from application where {from_apps}", **from_values),
            *_bringing(tx, tries),
        ],
        "pool": list(tx.ids(f"select id from pool where application > 0 and {on_apps}", **apps_values)),
    }


def _bringing(tx: Tx, tries: Sequence[int]) -> list[int]:
    """Applications in which one of these attempts counts that was made in another."""
    own, values = tx.among("id", tries)
    rows = tx.rows(
        "select id, brought from application where brought > ''"
        f" and person in (select person from attempt where {own})",
        **values,
    )
    wanted = {str(attempt) for attempt in tries}
    return [row["id"] for row in rows if wanted & set(standing.split(row["brought"]))]


def _made_after(tx: Tx, table: str, row: int, change: int) -> Hindrance | None:
    """The later act that made a row; None where it was there before."""
    by = tx.row(
        "select act.id as act, act.what, act.who, act.at from change join act on act.id = change.act"
        ' where change.tbl = :tbl and change."row" = :row and change.id > :after and change.before is null'
        " order by change.id limit 1",
        tbl=table,
        row=row,
        after=change,
    )
    return Hindrance("later", **by, table=table) if by else None
