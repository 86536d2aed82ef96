"""The reserve of a class: who met the standard when it was full."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.model.terms import MilestoneId, State

if TYPE_CHECKING:
    from domain.store import Tx
    from domain.workbook.workbook import Workbook


@dataclass(frozen=True, slots=True)
class ReserveRow:
    """Somebody in the reserve of a class."""

    person: int
    name: str
    milestone: MilestoneId
    """How far they came."""
    since: int
    until: date
    """The last day for which their results are kept."""


def reserve_in(wb: Workbook, tx: Tx, opening_id: int) -> tuple[ReserveRow, ...]:
    """Who is in the reserve of a class now, the farthest and the longest there first; nobody who went on elsewhere."""
    days = timedelta(days=wb.catalogue.follow_up.reserve_days)
    rows = tx.rows(
        "select a.person, p.name, a.milestone, a.ended_at as since from application a join person p on p.id = a.person"
        " where a.opening = :o and a.state = :state and p.application = a.id",
        o=opening_id,
        state=State.OUTSCORED,
    )
    order = list(MilestoneId)
    found = [
        ReserveRow(row["person"], row["name"], MilestoneId(row["milestone"]), row["since"], wb.day(row["since"]) + days)
        for row in rows
    ]
    kept = (row for row in found if row.until >= wb.today())
    return tuple(sorted(kept, key=lambda row: (-order.index(row.milestone), row.since, row.person)))
