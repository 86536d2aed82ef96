"""Who sits the exam: those who are here today, or the people of one class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.model.terms import MilestoneId, State

if TYPE_CHECKING:
    from domain.store import Tx
    from domain.workbook.workbook import Workbook

_CAN_SIT = ", ".join(f"'{state}'" for state in (State.READY, State.UNDERWAY, State.INCOMPLETE, State.NO_SHOW))
_AT_EXAM = (
    f"a.milestone = '{MilestoneId.EXAM}' and a.ended_at = 0"
    f" and (a.state in ({_CAN_SIT}) or (a.state = '{State.NOT_YET}' and a.retest <= :today))"
)
"""Whose next step is the exam; a retake once its day has come."""
SITTING = (
    f"p.milestone = '{MilestoneId.EXAM}'"
    f" and (p.state in ({_CAN_SIT}) or (p.state = '{State.NOT_YET}' and p.retest <= :today))"
)
"""The same of a row of `person p`, by the application that the lists show; takes `:today`."""
_DECIDED = f"t.milestone = '{MilestoneId.EXAM}' and t.finished_at >= :midnight"


@dataclass(frozen=True, slots=True)
class Batch:
    """Which people: of one class, or without one those who are here today, with every exam that is under way."""

    opening: int = 0


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A batch as it can be chosen."""

    batch: Batch
    name: str
    """The class; 'Here today' for those of today's queue."""
    people: int


def ids(wb: Workbook, batch: Batch) -> list[int]:
    """Applications of a batch: of today's queue by its numbers, of a class by name; who was decided today stays."""
    with wb.store.read() as tx:
        return _of_class(wb, tx, batch.opening) if batch.opening else _here_today(wb, tx)


def _here_today(wb: Workbook, tx: Tx) -> list[int]:
    day, values = wb.today(), _values(wb)
    queued = tx.rows(
        "select a.id, min(case when v.number = 0 then 1000000 else v.number end) as number, min(p.sort_name) as name"
        " from visit v join application a on a.id = v.application join person p on p.id = v.person"
        f" where v.day = :day and ({_AT_EXAM} or exists"
        f" (select 1 from attempt t where t.person = v.person and t.application = a.id and {_DECIDED}))"
        " group by a.id order by 2, 3, 1",
        day=day.isoformat(),
        **values,
    )
    underway = tx.rows(
        "select t.application as id from attempt t join person p on p.id = t.person"
        f" where t.slip = 0 and t.finished_at = 0 and t.milestone = '{MilestoneId.EXAM}' order by p.sort_name, p.id"
    )
    return list(dict.fromkeys(int(row["id"]) for row in (*queued, *underway)))


def _of_class(wb: Workbook, tx: Tx, opening: int) -> list[int]:
    rows = tx.rows(
        f"select a.id, p.sort_name as name from application a join person p on p.id = a.person"
        f" where a.opening = :opening and {_AT_EXAM}"
        " union select a.id, p.sort_name from application a join attempt t on t.application = a.id"
        f" join person p on p.id = a.person where a.opening = :opening and {_DECIDED} order by 2, 1",
        opening=opening,
        **_values(wb),
    )
    return [int(row["id"]) for row in rows]


def _values(wb: Workbook) -> dict[str, object]:
    return {"today": wb.today().isoformat(), "midnight": wb.starts_at(wb.today())}


def choices(wb: Workbook) -> list[BatchRow]:
    """Today's queue, then every open class with somebody whose next step is the exam, the most people first."""
    with wb.store.read() as tx:
        here = len(_here_today(wb, tx))
        rows = tx.rows(
            "select o.id, o.name, count(*) as people from person p join opening o on o.id = p.opening"
            f" where {SITTING} and o.closed_at = 0 group by o.id, o.name order by 3 desc, 2, 1",
            today=wb.today().isoformat(),
        )
    found = [BatchRow(Batch(int(row["id"])), str(row["name"]), int(row["people"])) for row in rows]
    return [BatchRow(Batch(), "Here today", here), *found]


def name_of(wb: Workbook, batch: Batch) -> str:
    """What a batch is called; '' for a class that is gone."""
    if not batch.opening:
        return "here today"
    with wb.store.read() as tx:
        return str(tx.value("select name from opening where id = :id", id=batch.opening) or "")
