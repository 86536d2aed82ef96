"""Follow-up: everything that is due, or will be, by the day it is due; each with how and when to reach the person.

The list is read in parts, so that it may be as long as it likes: first what is due by today, then the retests that are
open, the latest first, then what is to come.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.model.lazily import dataclass
from domain.model.terms import MilestoneId, State
from domain.rules.contact_hours import contact_hours, moment
from domain.workbook import due, promises
from domain.workbook.wording import weekday_day_month

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from domain.rules.contact_hours import ContactHours
    from domain.store import Tx
    from domain.workbook.workbook import Workbook

FIRST = 200
"""Retests that are read with the first part, enough to fill every screen."""
SLICE = 20_000
"""Retests read at a time of a long list that is wanted to its end."""


class Kind(StrEnum):
    """What somebody waits for."""

    PROMISE = "promises"
    WAITING = "waiting"
    SLIP = "slips"
    DRAFT = "drafts"
    RETEST = "retests"


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """One thing to follow up, as the list shows it."""

    id: int
    """Of the promise, of the attempt for slips and drafts, of the person for waiting and retests."""
    kind: Kind
    person: int
    name: str
    what: str
    """Why, in words."""
    due: date
    hour: str
    """'14:30' on the site's clock; '' at any time of that day."""
    late: int
    """Milliseconds past the moment it was due; 0 while there is time."""
    slip: int
    """The slip that is drafted; 0 = none."""
    who: str
    """Who promised it, or began it."""
    channel: str
    local: str
    """The person's own clock, as in '10:42'; '' where their zone is not known."""
    here: str
    """'waiting', 'underway' or 'booked' where they have a slot today, else ''."""
    good: bool
    """True where now is a good moment to contact them."""
    opens: str
    """When the next good moment begins, on their clock: '14:00', 'Thu 9:00' on another day; '' while it is now."""


@dataclass(frozen=True, slots=True)
class Behind:
    """A place in the list: behind this person, among open retests or those to come."""

    coming: bool
    retest: str
    since: int
    person: int


@dataclass(frozen=True, slots=True)
class _Due:
    """A row of the list that is no retest: what it is sorted by, and its id."""

    due: date
    hour: str
    """As `promises.hour_order` has it."""
    rank: int
    id: int

    def key(self) -> tuple[date, str, int, int]:
        """By day, then by hour, then the kinds in their order."""
        return self.due, self.hour, self.rank, self.id


_RANKS = {Kind.PROMISE: 0, Kind.WAITING: 1, Kind.SLIP: 2, Kind.DRAFT: 3}
_MAY_COME = (Kind.PROMISE, Kind.SLIP, Kind.DRAFT)
"""What may be due on a day to come; who waits is listed only once they have waited too long."""


# the list ------------------------------------------------------------------------------------------------------------


def ids(wb: Workbook, kind: Kind | None = None) -> tuple[array[int], Behind | None]:
    """The first part of the list, of one kind or of all, and the place to go on from; None where that was all."""
    with wb.store.read() as tx:
        # Of one kind all are read at once, but for retests: those alone may be very many.
        wanted = [one for one in _RANKS if kind in (None, one)]
        now = [one.id for one in _obligations(wb, tx, wanted) if kind or one.due <= wb.today()]
        if kind not in (None, Kind.RETEST):
            return array("q", now), None
        more, behind = _open_retests(wb, tx, None, FIRST)
        return array("q", now) + more, behind


def rest(wb: Workbook, behind: Behind, kind: Kind | None = None, size: int = 0) -> tuple[array[int], Behind | None]:
    """The next part of the list, perhaps empty, and the place to go on from; None where that was all.

    It holds up to `size` retests, or `SLICE` of them.
    """
    with wb.store.read() as tx:
        if not behind.coming:
            return _open_retests(wb, tx, behind, size or SLICE)
        return _coming(wb, tx, behind, kind, size or SLICE)


def _obligations(wb: Workbook, tx: Tx, kinds: Iterable[Kind]) -> list[_Due]:
    """What was promised, is owed or waits, by the moment it is due."""
    return sorted((one for kind in kinds for one in _read(wb, tx, kind)), key=_Due.key)


def _read(wb: Workbook, tx: Tx, kind: Kind) -> Iterator[_Due]:
    rank, any_hour = _RANKS[kind], promises.hour_order(wb, "")
    match kind:
        case Kind.PROMISE:
            rows = tx.rows("select id, due, hour from promise where closed_at = 0")
            for row in rows:
                yield _Due(date.fromisoformat(row["due"]), promises.hour_order(wb, row["hour"]), rank, row["id"])
        case Kind.SLIP:
            yield from (_Due(row.due, any_hour, rank, row.attempt) for row in due.owed(wb, tx))
        case Kind.DRAFT:
            yield from (_Due(row.due, any_hour, rank, row.attempt) for row in due.drafts(wb, tx))
        case Kind.WAITING:
            yield from (_Due(day, any_hour, rank, person) for person, day in due.waiting_days(wb, tx))


_UP_TO_TODAY, _TO_COME = "p.retest > '' and p.retest <= :today", "p.retest > :today"
_ORDERS = {"<": "p.retest desc, p.since desc, p.id desc", ">": "p.retest, p.since, p.id"}


def _open_retests(wb: Workbook, tx: Tx, behind: Behind | None, limit: int) -> tuple[array[int], Behind | None]:
    """People whose retest is open and who have no slot, the latest first; behind them come those that open later."""
    where = f"{_UP_TO_TODAY} and not {due.SLOT.format(person='p.id')}"
    rows = _walk(wb, tx, where, "<", behind, limit)
    if len(rows) == limit:
        return _persons(rows), _behind(rows[-1], coming=False)
    return _persons(rows), Behind(True, wb.today().isoformat(), 0, 0)


def _coming(wb: Workbook, tx: Tx, behind: Behind, kind: Kind | None, size: int) -> tuple[array[int], Behind | None]:
    """Retests that open later by their day; what else is due on a day stands before them."""
    rows = _walk(wb, tx, _TO_COME, ">", behind if behind.person else None, size)
    full = len(rows) == size
    found, persons, days, at = array("q"), _persons(rows), [str(row["retest"]) for row in rows], 0
    for other in _obligations(wb, tx, () if kind is Kind.RETEST else _MAY_COME):
        day = other.due.isoformat()
        if day <= behind.retest or (full and day > days[-1]):
            continue  # listed with the part before, or with one to come
        place = bisect_left(days, day)
        found += persons[at:place]
        found.append(other.id)
        at = place
    return found + persons[at:], _behind(rows[-1], coming=True) if full else None


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
        return {
            Kind.PROMISE: due.capped(tx, "select id from promise where closed_at = 0"),
            Kind.WAITING: due.count_waiting(wb, tx),
            Kind.SLIP: (due.count_owed(tx), False),
            Kind.DRAFT: due.count_drafts(wb, tx),
            Kind.RETEST: _count_retests(wb, tx),
        }


def _count_retests(wb: Workbook, tx: Tx) -> tuple[int, bool]:
    """Those that are open, and those to come."""
    ready, more = due.count_retests(wb, tx)
    coming, beyond = due.capped(tx, f"select p.id from person p where {_TO_COME}", today=wb.today().isoformat())
    both = ready + coming
    return min(both, due.COUNTED), more or beyond or both > due.COUNTED


# the rows ------------------------------------------------------------------------------------------------------------

_CONTACT = "p.id as person, p.name, p.channel, p.zone, p.window_from, p.window_to"


def rows(wb: Workbook, wanted: Sequence[int]) -> list[FollowUpRow | None]:
    """The rows of these ids, in their order; None for what is no longer due."""
    with wb.store.read() as tx:
        told = {row["id"]: row for part in (_promised, _tried, _standing) for row in part(wb, tx, wanted)}
        here = _here(wb, tx, [row["person"] for row in told.values()])
    reach = _Reach(wb, contact_hours(wb.catalogue.follow_up), here)
    return [reach.row(told[one]) if one in told else None for one in wanted]


def _promised(_wb: Workbook, tx: Tx, wanted: Sequence[int]) -> Iterator[dict[str, Any]]:
    among, values = tx.among("r.id", wanted)
    for row in tx.rows(
        f"select r.id, r.words as what, r.due, r.hour, r.who, {_CONTACT} from promise r"
        f" join person p on p.id = r.person where {among} and r.closed_at = 0",
        **values,
    ):
        yield row | {"kind": Kind.PROMISE, "due": date.fromisoformat(row["due"]), "slip": 0}


def _tried(wb: Workbook, tx: Tx, wanted: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Slips that are owed, and score sheets that were left open."""
    among, values = tx.among("a.id", wanted)
    for row in tx.rows(
        "select a.id, a.slip, a.who, a.milestone, a.finished_at, coalesce(s.at, 0) as drafted_at,"
        f" a.opened_at, {_CONTACT} from attempt a join person p on p.id = a.person left join slip s on s.id = a.slip"
        f" where {among} and (s.id is null or s.state = 'draft')",
        **values,
    ):
        milestone, finished = MilestoneId(row["milestone"]), row["finished_at"]
        since = row["drafted_at"] or finished or row["opened_at"]
        yield row | {
            "kind": Kind.SLIP if finished else Kind.DRAFT,
            "what": f"{'Slip' if finished else 'Left open'}, {_short(wb, milestone)}",
            "due": due.slip_due(wb, milestone, since),
            "hour": "",
        }


_WAIT = ", ".join(f"'{state}'" for state in due.WAITING_STATES)


def _standing(wb: Workbook, tx: Tx, wanted: Sequence[int]) -> Iterator[dict[str, Any]]:
    """People who wait for us, or for their retest."""
    among, values = tx.among("p.id", wanted)
    for row in tx.rows(
        f"select p.id, p.milestone, p.state, p.since, p.retest, {_CONTACT}"
        f" from person p where {among} and (p.retest > '' or p.state in ({_WAIT}))",
        **values,
    ):
        milestone = MilestoneId(row["milestone"])
        retest = bool(row["retest"])
        day = date.fromisoformat(row["retest"]) if retest else due.waiting_due(wb, milestone, row["since"])
        how = "Retest" if retest else "On hold" if row["state"] == State.ON_HOLD else "Waits"
        kind = Kind.RETEST if retest else Kind.WAITING
        yield row | {
            "kind": kind,
            "what": f"{how}, {_short(wb, milestone)}",
            "due": day,
            "hour": "",
            "slip": 0,
            "who": "",
        }


def _short(wb: Workbook, milestone: MilestoneId) -> str:
    return wb.catalogue.milestones[milestone].short.lower()


def _here(wb: Workbook, tx: Tx, people: Sequence[int]) -> dict[int, str]:
    """Who has a slot today, by person: here, with somebody, or still to come."""
    among, values = tx.among("person", people)
    found = tx.rows(
        f"select person, state from visit where {among} and day = :day and state in ('waiting', 'underway', 'booked')",
        day=wb.today().isoformat(),
        **values,
    )
    return {row["person"]: row["state"] for row in found}


@dataclass(frozen=True, slots=True)
class _Reach:
    """What is the same for all rows: the moment, the usual hours, and who is here."""

    wb: Workbook
    hours: ContactHours
    here: Mapping[int, str]

    def row(self, row: dict[str, Any]) -> FollowUpRow:
        """One row, with the person's clock and whether now is a good moment."""
        now = datetime.fromtimestamp(self.wb.now() / 1000, UTC)
        local = _local(now, row["zone"])
        known = local or now.astimezone(self.wb.site.tz())
        now_good = moment(known, row["window_from"], row["window_to"], self.hours)
        here = self.here.get(row["person"], "")
        good = now_good.good or bool(here)  # about a slot of today, people on site or on their way may be asked
        day, hour, kind = row["due"], row["hour"], row["kind"]
        over = 0 if kind is Kind.RETEST else max(0, self.wb.now() - promises.due_at(self.wb, day, hour))
        return FollowUpRow(
            id=row["id"],
            kind=kind,
            person=row["person"],
            name=row["name"],
            what=row["what"],
            due=day,
            hour=hour,
            late=over,
            slip=row["slip"],
            who=row["who"],
            channel=row["channel"],
            local=f"{local.hour}:{local.minute:02}" if local else "",
            here=here,
            good=good,
            opens="" if good else _opens(now_good.opens, known),
        )


def _opens(opens: datetime | None, local: datetime) -> str:
    if opens is None:
        return ""
    hour = f"{opens.hour}:{opens.minute:02}"
    return hour if opens.date() == local.date() else f"{weekday_day_month(opens.date())[:3]} {hour}"


def _local(now: datetime, zone: str) -> datetime | None:
    try:
        return now.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        return None
