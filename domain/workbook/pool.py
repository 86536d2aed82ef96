"""Who of the pool an opening can take: hurdles met already, what is left to do, and when they were last contacted.

Beside that, whom the pool asks us to write to today, and who is about to leave it.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from domain.model.errors import Conflict
from domain.model.lazily import dataclass
from domain.rules import touching
from domain.rules.routes import fits
from domain.rules.touching import Purpose
from domain.workbook import applications, contacts, fitting, openings, people, pooling
from domain.workbook.due import capped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from domain.model.score import RouteFit
    from domain.rules.touching import Asked, Refusal
    from domain.store import Tx
    from domain.workbook.openings import OpeningRow
    from domain.workbook.pooling import Entry
    from domain.workbook.workbook import Workbook

LOOKED_AT = 300
"""People of the pool that are held against an opening at a time, the newest first."""


@dataclass(frozen=True, slots=True)
class PoolRow:
    """Somebody of the pool who meets every hurdle of an opening."""

    person: int
    name: str
    phone: str
    entry: Entry
    told: tuple[str, ...]
    """How they are kept, in lines, as `pooling.told` has it."""
    left: tuple[str, ...]
    """Short names of the milestones that they would still do, in order."""
    counts: int
    """Milestones that they need not do again."""
    contacted_at: int
    """When somebody last contacted them, milliseconds UTC; 0 = not in the time that is looked back."""
    refusal: Refusal | None
    """The weightiest rule that stands against a message about it now; None where they may be told."""
    not_now: str
    """The same as a sentence; '' where they may be told."""


@dataclass(frozen=True, slots=True)
class PoolHere:
    """The pool, held against one opening."""

    opening: OpeningRow
    rows: tuple[PoolRow, ...]
    """Best first: the least left to do, then those who came last."""
    to_show: int
    """Who misses no hurdle, and has some that nothing valid has measured."""
    looked_at: int
    more: bool
    """Whether there are people in the pool who were not looked at."""


ABOUT_OPENING = Purpose(pool=True)
"""What a contact with somebody of the pool is for."""
_CARD = f"{contacts.COLUMNS}, {pooling.COLUMNS.replace('q.id, q.person', 'q.id as pool')}"


def here(wb: Workbook, opening_id: int, most: int = LOOKED_AT) -> PoolHere:
    """Who of the pool meets the hurdles of an opening, from valid scores alone; a fixed number of questions."""
    with wb.store.read() as tx:
        opening = openings.read(wb, tx, opening_id)
        found = _newest(wb, tx, most + 1)
        looked = found[:most]
        by_person = _fits(wb, tx, opening_id, looked)
        met = [row for row in looked if not by_person[row["id"]].misses and not by_person[row["id"]].unknown]
        known = contacts.histories(wb, tx, met)
        last = _contacted(wb, tx, [row["id"] for row in met])
    rows = [_row(wb, row, by_person[row["id"]], known[row["id"]].asked, last.get(row["id"], 0)) for row in met]
    return PoolHere(
        opening=opening,
        rows=tuple(sorted(rows, key=lambda row: (len(row.left), -row.entry.at, row.person))),
        to_show=sum(not fit.misses and bool(fit.unknown) and bool(fit.met) for fit in by_person.values()),
        looked_at=len(looked),
        more=len(found) > most,
    )


def _newest(wb: Workbook, tx: Tx, most: int) -> list[dict[str, Any]]:
    return tx.rows(
        f"select {_CARD} from pool q join person p on p.id = q.person where {pooling.KEPT}"
        f" order by q.at desc, q.person desc limit {int(most)}",
        today=wb.today().isoformat(),
    )


def _fits(wb: Workbook, tx: Tx, opening_id: int, rows: Sequence[Mapping[str, Any]]) -> dict[int, RouteFit]:
    held = fitting.against(wb, tx, opening_id, wb.today())
    past = fitting.past_of_many(wb, tx, [row["id"] for row in rows])
    return {person: fits(held, [one for _, one in tries]) for person, tries in past.items()}


def _contacted(wb: Workbook, tx: Tx, person_ids: Sequence[int]) -> dict[int, int]:
    among, values = tx.among("person", person_ids)
    rows = tx.rows(
        f"select person, max(at) as at from touch where {among} and at > :since group by person",
        since=wb.now() - contacts.LOOKED_BACK,
        **values,
    )
    return {row["person"]: row["at"] for row in rows}


def _row(wb: Workbook, row: dict[str, Any], fit: RouteFit, asked: Asked, last: int) -> PoolRow:
    entry = _entry(wb, row)
    refusal = next(iter(touching.refusals(asked, wb.catalogue.follow_up.contact, "", ABOUT_OPENING)), None)
    return PoolRow(
        person=row["id"],
        name=row["name"],
        phone=row["phone"],
        entry=entry,
        told=pooling.told(wb, entry),
        left=tuple(wb.catalogue.milestones[step].short for step in fit.left),
        counts=len(fit.valid),
        contacted_at=last,
        refusal=refusal,
        not_now=contacts.said(wb, refusal, row["zone"], asked.moment) if refusal else "",
    )


def _entry(wb: Workbook, row: dict[str, Any]) -> Entry:
    return pooling.entry(wb, row | {"id": row["pool"], "person": row["id"]})


def take(wb: Workbook, person_id: int, opening_id: int) -> int:
    """Put somebody of the pool on an opening; valid scores go along. Returns the application.

    Conflict where they are no longer in the pool, or the opening takes nobody.
    """
    with wb.store.read() as tx:
        person = people.read(tx, person_id)
        if pooling.of_person(wb, tx, person.id) is None:
            raise Conflict(f"{person.name} is no longer in the pool.", "They may be on an opening already.")
    if person.application:
        return fitting.move(wb, person.application, opening_id)
    return applications.add(wb, person.id, opening_id)


# what is due ---------------------------------------------------------------------------------------------------------


_FROM = f"from pool q join person p on p.id = q.person where {pooling.KEPT} and"
_DUE = f"""
select q.id, q.person, q.due as day {_FROM} q.due > '' and q.due <= :today
 union all
select q.id, q.person, q.until as day {_FROM} q.due = '' and q.until <= :soon
"""
"""Whom a message is due to, and whose days run out without one."""


def _days(wb: Workbook) -> dict[str, str]:
    soon = wb.today() + timedelta(days=wb.catalogue.follow_up.pool.soon_days)
    return {"today": wb.today().isoformat(), "soon": soon.isoformat()}


def due(wb: Workbook, tx: Tx) -> Iterator[tuple[int, int, date]]:
    """Who is to be written to by today, and who leaves soon unless they are renewed.

    Each by the id in the pool, with the person, and the day on which the message was due or their last day is.
    """
    for row in tx.rows(_DUE, **_days(wb)):
        yield row["id"], row["person"], date.fromisoformat(row["day"])


def count_due(wb: Workbook, tx: Tx) -> tuple[int, bool]:
    """How many those are, as far as they are counted, and whether there are more."""
    return capped(tx, _DUE, **_days(wb))


def kept(wb: Workbook, tx: Tx, pool_ids: Sequence[int]) -> dict[int, tuple[dict[str, Any], Entry]]:
    """Of these in the pool, by their ids there: the person (`contacts.COLUMNS`), and how they are kept."""
    among, values = tx.among("q.id", pool_ids)
    rows = tx.rows(
        f"select {_CARD} from pool q join person p on p.id = q.person where {among} and {pooling.KEPT}",
        today=wb.today().isoformat(),
        **values,
    )
    return {row["pool"]: (row, _entry(wb, row)) for row in rows}
