"""Follow-up: everything that is due, or will be, by the day it is due; each with how and when to reach the person.

The list is read in parts, so that it may be as long as it likes: first what is due by today, then the retests that are
open, the latest first, then what is to come.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from domain.model.lazily import dataclass
from domain.workbook import due, follow_up_rows, promises, snoozes
from domain.workbook.follow_up_kinds import OF_PERSONS, SOURCES, Due
from domain.workbook.follow_up_kinds import Kind as Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from domain.store import Tx
    from domain.workbook.follow_up_rows import FollowUpRow
    from domain.workbook.snoozes import Key
    from domain.workbook.workbook import Workbook

    Later = Mapping[Key, tuple[date, str]]

FIRST = 200
"""Retests that are read with the first part, enough to fill every screen."""
SLICE = 20_000
"""Retests read at a time of a long list that is wanted to its end."""


@dataclass(frozen=True, slots=True)
class Behind:
    """A place in the list: behind this person, among open retests or those to come."""

    coming: bool
    retest: str
    since: int
    person: int


# the list ------------------------------------------------------------------------------------------------------------


def ids(wb: Workbook, kind: Kind | None = None) -> tuple[array[int], Behind | None]:
    """The first part of the list, of one kind or of all, and the place to go on from; None where that was all."""
    with wb.store.read() as tx:
        later = snoozes.read(wb, tx)
        # Of one kind all are read at once, but for retests: those alone may be very many.
        wanted = [one for one in SOURCES if kind in (None, one)]
        now = [one.id for one in _obligations(wb, tx, wanted, later) if kind or one.due <= wb.today()]
        if kind not in (None, Kind.RETEST):
            return array("q", now), None
        more, behind = _open_retests(wb, tx, None, FIRST, later)
        return array("q", now) + more, behind


def rest(wb: Workbook, behind: Behind, kind: Kind | None = None, size: int = 0) -> tuple[array[int], Behind | None]:
    """The next part of the list, perhaps empty, and the place to go on from; None where that was all.

    It holds up to `size` retests, or `SLICE` of them.
    """
    with wb.store.read() as tx:
        later = snoozes.read(wb, tx)
        if not behind.coming:
            return _open_retests(wb, tx, behind, size or SLICE, later)
        return _coming(wb, tx, behind, kind, size or SLICE, later)


def _obligations(wb: Workbook, tx: Tx, kinds: Iterable[Kind], later: Later) -> list[Due]:
    """What was promised, is owed or waits, by the moment it is due, or to which it was put off."""
    found = (one for kind in kinds for one in SOURCES[kind].read(wb, tx))
    return sorted((_moved(wb, one, later) for one in found), key=Due.order)


def _moved(wb: Workbook, one: Due, later: Later) -> Due:
    until = later.get(one.key())
    return replace(one, due=until[0], hour=promises.hour_order(wb, "")) if until else one


def _put_off_people(wb: Workbook, tx: Tx, kinds: Iterable[Kind], later: Later) -> list[Due]:
    """People who wait, or whose retest is open, as far as that was put off and is still so."""
    days = {(kind, person): until for (kind, _, person), (until, _) in later.items() if kind in OF_PERSONS}
    wanted = {person for kind, person in days if kind in set(kinds)}
    if not wanted:
        return []
    among, values = tx.among("p.id", list(wanted))
    rows = tx.rows(f"select p.id, p.retest from person p where {among}", **values)
    found = [(Kind.RETEST if row["retest"] else Kind.WAITING, row["id"]) for row in rows]
    any_hour = promises.hour_order(wb, "")
    return [Due(one[0], days[one], any_hour, one[1], one[1]) for one in found if one in days and one[0] in set(kinds)]


_UP_TO_TODAY, _TO_COME = "p.retest > '' and p.retest <= :today", "p.retest > :today"
_ORDERS = {"<": "p.retest desc, p.since desc, p.id desc", ">": "p.retest, p.since, p.id"}


def _open_retests(
    wb: Workbook, tx: Tx, behind: Behind | None, limit: int, later: Later
) -> tuple[array[int], Behind | None]:
    """People whose retest is open and who have no slot, the latest first; behind them come those that open later."""
    where = f"{_UP_TO_TODAY} and not {due.SLOT.format(person='p.id')}"
    rows = _walk(wb, tx, where, "<", behind, limit)
    now = array("q", (row["id"] for row in rows if (Kind.RETEST, 0, row["id"]) not in later))
    if len(rows) == limit:
        return now, _behind(rows[-1], coming=False)
    return now, Behind(True, wb.today().isoformat(), 0, 0)


def _coming(
    wb: Workbook, tx: Tx, behind: Behind, kind: Kind | None, size: int, later: Later
) -> tuple[array[int], Behind | None]:
    """Retests that open later by their day; what else is due on a day stands before them."""
    rows = _walk(wb, tx, _TO_COME, ">", behind if behind.person else None, size)
    full = len(rows) == size
    seen = [row for row in rows if (Kind.RETEST, 0, row["id"]) not in later]
    found, persons, days, at = array("q"), _persons(seen), [str(row["retest"]) for row in seen], 0
    for other in _others(wb, tx, kind, later):
        day = other.due.isoformat()
        if day <= behind.retest or (full and day > rows[-1]["retest"]):
            continue  # listed with the part before, or with one to come
        place = bisect_left(days, day)
        found += persons[at:place]
        found.append(other.id)
        at = place
    return found + persons[at:], _behind(rows[-1], coming=True) if full else None


def _others(wb: Workbook, tx: Tx, kind: Kind | None, later: Later) -> list[Due]:
    """What is to come besides the retests by their day."""
    if kind is Kind.RETEST:
        return sorted(_put_off_people(wb, tx, (Kind.RETEST,), later), key=Due.order)
    comes = [one for one, source in SOURCES.items() if source.comes]
    both = _obligations(wb, tx, comes, later) + _put_off_people(wb, tx, OF_PERSONS, later)
    return sorted(both, key=Due.order)


def _walk(wb: Workbook, tx: Tx, where: str, way: str, behind: Behind | None, limit: int) -> list[dict[str, Any]]:
    """People along the index of retests, behind a place."""
    onwards = ""
    if behind:
        onwards = f" and p.retest {way}= :retest and (p.retest, p.since, p.id) {way} (:retest, :since, :person)"
    return tx.rows(
        f"select p.id, p.retest, p.since from person p where {where}{onwards} order by {_ORDERS[way]} limit {limit}",
        today=wb.today().isoformat(),
        retest=behind.retest if behind else "",
        since=behind.since if behind else 0,
        person=behind.person if behind else 0,
    )


def _persons(rows: Iterable[dict[str, Any]]) -> array[int]:
    return array("q", (row["id"] for row in rows))


def _behind(row: dict[str, Any], *, coming: bool) -> Behind:
    return Behind(coming, row["retest"], row["since"], row["id"])


def counts(wb: Workbook) -> Mapping[Kind, tuple[int, bool]]:
    """How many there are of each kind, as far as they are counted, and whether there are more."""
    with wb.store.read() as tx:
        found = {kind: source.count(wb, tx) for kind, source in SOURCES.items()}
        return found | {Kind.RETEST: _count_retests(wb, tx)}


def _count_retests(wb: Workbook, tx: Tx) -> tuple[int, bool]:
    """Those that are open, and those to come."""
    ready, more = due.count_retests(wb, tx)
    coming, beyond = due.capped(tx, f"select p.id from person p where {_TO_COME}", today=wb.today().isoformat())
    both = ready + coming
    return min(both, due.COUNTED), more or beyond or both > due.COUNTED


# the rows ------------------------------------------------------------------------------------------------------------


def rows(wb: Workbook, wanted: Sequence[int]) -> list[FollowUpRow | None]:
    """The rows of these ids, in their order; None for what is no longer due."""
    return follow_up_rows.read(wb, wanted)
