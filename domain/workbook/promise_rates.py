"""How many promises were kept in time, by who promised and by opening."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from domain.model.lazily import dataclass
from domain.workbook import promises
from domain.workbook.wording import DAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from domain.store import Tx
    from domain.workbook.workbook import Workbook

MOST = 20_000
"""Promises that are counted at most, the newest."""
LAST = 1 << 62
"""Milliseconds after every moment there is."""


class End(StrEnum):
    """How a promise ended whose moment came."""

    KEPT = "kept"
    LATE = "late"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Rate:
    """Of promises whose moment came, how many were kept by then."""

    kept: int = 0
    late: int = 0
    """Kept after it."""
    missed: int = 0
    """Closed after it, or still open."""

    @property
    def all(self) -> int:
        """How many there were."""
        return self.kept + self.late + self.missed

    @property
    def share(self) -> float:
        """0-1 that were kept in time; 1 where there were none."""
        return self.kept / self.all if self.all else 1.0


@dataclass(frozen=True, slots=True)
class Rates:
    """Over the days that the follow-up data names."""

    days: int
    whole: Rate
    by_who: Mapping[str, Rate]
    """By recruiter, whoever promised most first."""
    by_opening: Mapping[str, Rate]
    """By the name of the class that the person is on now; '' = none."""
    people: Mapping[End, Sequence[int]]
    """To whom they were made, once for each."""


def rates(wb: Workbook) -> Rates:
    """Promises that were closed lately or are past their moment; what was called off before it counts nowhere."""
    days, today = wb.catalogue.follow_up.contact.rates_days, wb.today()
    with wb.store.read() as tx:
        told = _told(wb, tx, wb.now() - days * DAY, LAST, today - timedelta(days=days), today)
    return _rates(told, days)


def rates_between(
    wb: Workbook, tx: Tx, first: date, last: date, among: str = "", values: Mapping[str, object] | None = None
) -> Rates:
    """The same of promises closed, or past their moment and open, from one day to another; both count.

    `among` is a condition on `r.person`, with its parameters.
    """
    start, behind = wb.starts_at(first), wb.starts_at(last + timedelta(days=1))
    told = _told(wb, tx, start - 1, behind, first, min(last, wb.today()), among, values or {})
    return _rates(told, (last - first).days + 1)


def _told(
    wb: Workbook,
    tx: Tx,
    since: int,
    behind: int,
    first: date,
    last: date,
    among: str = "",
    values: Mapping[str, object] | None = None,
) -> list[_Told]:
    """Promises that are over; closed after `since` and before `behind`."""
    columns = "r.who, r.person, r.due, r.hour, r.closed_at, r.kept, coalesce(o.name, '') as opening"
    tables = "promise r join person p on p.id = r.person left join opening o on o.id = p.opening"
    also = f" and {among}" if among else ""
    rows = tx.rows(
        f"select {columns} from {tables} where r.closed_at > :since and r.closed_at < :behind{also}"
        f" order by r.closed_at desc limit {MOST}",
        since=since,
        behind=behind,
        **(values or {}),
    )
    rows += tx.rows(
        f"select {columns} from {tables} where r.closed_at = 0 and r.due >= :first and r.due <= :last{also}"
        f" order by r.due limit {MOST}",
        first=first.isoformat(),
        last=last.isoformat(),
        **(values or {}),
    )
    return [_Told(row["person"], row["who"], row["opening"], end) for row in rows if (end := _end(wb, row))]


class _Told(NamedTuple):
    person: int
    who: str
    """Who promised."""
    opening: str
    """The class of the person."""
    end: End


def _rates(told: Sequence[_Told], days: int) -> Rates:
    return Rates(
        days,
        _rate(one.end for one in told),
        _by((one.who, one.end) for one in told),
        _by((one.opening, one.end) for one in told),
        {end: [one.person for one in told if one.end is end] for end in End},
    )


def _end(wb: Workbook, row: Mapping[str, object]) -> End | None:
    """How a promise ended; None while there was time."""
    at = promises.due_at(wb, date.fromisoformat(str(row["due"])), str(row["hour"]))
    closed = int(str(row["closed_at"])) or wb.now()
    if row["kept"]:
        return End.KEPT if closed <= at else End.LATE
    return End.MISSED if closed > at else None


def _rate(ends: Iterable[End]) -> Rate:
    found = Counter(ends)
    return Rate(found[End.KEPT], found[End.LATE], found[End.MISSED])


def _by(told: Iterable[tuple[str, End]]) -> Mapping[str, Rate]:
    found: dict[str, list[End]] = {}
    for name, end in told:
        found.setdefault(name, []).append(end)
    return {name: _rate(ends) for name, ends in sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))}
