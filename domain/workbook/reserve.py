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


MOST_BACKUP = 60
"""People whose results are held against a class; those who came to the reserve last."""


@dataclass(frozen=True, slots=True)
class BackupRow:
    """Somebody who could take a seat of a class that somebody else gave up; for recruiters, never for candidates."""

    person: int
    name: str
    met: int
    """Hurdles of the class that they meet."""
    missed: int
    left: tuple[MilestoneId, ...]
    """What they would still have to do."""
    of_class: bool
    """Whether it was this class that was full when they met the standard."""
    until: date
    """The last day for which their results are kept."""


def backup(wb: Workbook, opening_id: int) -> tuple[BackupRow, ...]:
    """Who can fill a seat of a class, best first: no hurdle missed, the most of them met, the least left to do.

    The reserve of the class itself, and of other classes whoever agreed to be kept; nobody who asked not to be
    contacted, or went on elsewhere.
    """
    from domain.rules.routes import fits
    from domain.workbook import fitting

    days = timedelta(days=wb.catalogue.follow_up.reserve_days)
    with wb.store.read() as tx:
        rows = tx.rows(
            "select p.id, p.name, p.since, a.opening from person p join application a on a.id = p.application"
            " where p.state = :state and p.since >= :since and p.no_contact = 0 and (a.opening = :o or p.ok_keep = 1)"
            f" order by p.since desc, p.id limit {MOST_BACKUP}",
            state=State.OUTSCORED,
            since=wb.starts_at(wb.today() - days),
            o=opening_id,
        )
        held = fitting.against(wb, tx, opening_id, wb.today())
        past = fitting.past_of_many(wb, tx, [row["id"] for row in rows])
    found = []
    for row in rows:
        fit = fits(held, [one for _, one in past[row["id"]]])
        until = wb.day(row["since"]) + days
        of_class = row["opening"] == opening_id
        found.append(BackupRow(row["id"], row["name"], len(fit.met), len(fit.misses), tuple(fit.left), of_class, until))
    return tuple(sorted(found, key=lambda one: (one.missed, -one.met, len(one.left), not one.of_class, one.until)))
