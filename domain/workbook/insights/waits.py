"""Time: how long people wait at each milestone, until the first contact, for a slip and for a seat, and in the queue.

Medians and 90th percentiles by the nearest rank, over the newest cases of the period where there are very many.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from math import ceil
from typing import TYPE_CHECKING, Any, Final

from domain.model.lazily import dataclass
from domain.model.terms import INCOMING, ROAD, MilestoneId, Result, SlipState, VisitState
from domain.rules.shares import Share
from domain.workbook.insights.scope import EVERYTHING, Scope
from domain.workbook.wording import MINUTE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from domain.store import Tx
    from domain.workbook.insights.scope import Values
    from domain.workbook.workbook import Workbook

Row = dict[str, Any]

MOST: Final = 2_000
"""Cases that a median is taken of at most, the newest."""
QUARTER: Final = 15 * MINUTE
"""No day of any zone begins within one."""
LEADS: Final = ((0, "same day"), (1, "1 day"), (3, "2 to 3 days"), (7, "4 to 7 days"), (10**6, "longer"))
"""Up to so many days between booking and slot, and what that is called."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How long something took, in milliseconds."""

    n: int
    median: int
    ninetieth: int
    """Nine of ten took no longer."""


@dataclass(frozen=True, slots=True)
class Stage:
    """How long people are at one milestone, from when they came to it until they passed it."""

    milestone: MilestoneId
    spread: Spread
    in_time: Share
    """Of them, those who were through within the target of the milestone."""
    target: int
    """Business days."""


@dataclass(frozen=True, slots=True)
class Hour:
    """Waits in the queue of those who arrived within one hour of the day."""

    hour: int
    """0-23 on the site's clock."""
    spread: Spread
    in_time: Share
    """Of them, those who were called within the target of the queue."""


@dataclass(frozen=True, slots=True)
class Lead:
    """Slots by how long ahead they were booked."""

    words: str
    no_shows: Share


@dataclass(frozen=True, slots=True)
class Waits:
    """How long things take."""

    stages: tuple[Stage, ...]
    first_contact: Spread | None
    """From applying until we first reached out to them."""
    to_slip: Spread | None
    """From a decision until the slip was given."""
    slips_in_time: Share
    to_hire: Spread | None
    """From applying until they were hired."""
    hours: tuple[Hour, ...]
    queue_target: int
    """Minutes."""
    leads: tuple[Lead, ...]


def waits(wb: Workbook, scope: Scope = EVERYTHING) -> Waits:
    """How long things took for whom a scope names, by what ended in its period."""
    with wb.store.read() as tx:
        slips = _to_slip(wb, tx, scope)
        return Waits(
            stages=_stages(wb, tx, scope),
            first_contact=spread(_first_contact(wb, tx, scope)),
            to_slip=spread([row["took"] for row in slips]),
            slips_in_time=_slips_in_time(wb, slips),
            to_hire=spread(_to_hire(wb, tx, scope)),
            hours=_hours(wb, tx, scope),
            queue_target=wb.catalogue.follow_up.queue_target_minutes,
            leads=_leads(wb, tx, scope),
        )


def medians(wb: Workbook, scope: Scope = EVERYTHING) -> Mapping[MilestoneId, int]:
    """How long people are at each milestone in the middle, in milliseconds."""
    with wb.store.read() as tx:
        return {stage.milestone: stage.spread.median for stage in _stages(wb, tx, scope)}


def spread(values: Iterable[int]) -> Spread | None:
    """Median and 90th percentile by the nearest rank; None where there is nothing."""
    ordered = sorted(values)
    if not ordered:
        return None
    return Spread(len(ordered), _rank(ordered, 0.5), _rank(ordered, 0.9))


def _rank(ordered: Sequence[int], share: float) -> int:
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


def _stages(wb: Workbook, tx: Tx, scope: Scope) -> tuple[Stage, ...]:
    targets = wb.catalogue.follow_up.red_after_days
    rows = _passed(wb, tx, scope)
    days = Days(wb)
    found = []
    for step in ROAD:
        here = [row for row in rows if row["milestone"] == step]
        if told := spread(row["passed_at"] - row["came"] for row in here):
            late = sum(days.between(row["came"], row["passed_at"]) > targets[step] for row in here)
            found.append(Stage(step, told, Share(len(here) - late, len(here)), targets[step]))
    return tuple(found)


def _passed(wb: Workbook, tx: Tx, scope: Scope) -> list[Row]:
    """Passed attempts of the period, the newest, with when the person came to the milestone."""
    where, values = scope.joined(wb, "attempt.finished_at")
    before = (
        "select max(earlier.finished_at) from attempt as earlier where earlier.application = newest.application"
        f" and earlier.result = '{Result.PASSED}' and earlier.finished_at < newest.finished_at"
    )
    return tx.rows(
        f"select milestone, finished_at as passed_at, coalesce(({before}), began) as came"
        " from (select attempt.application, attempt.milestone, attempt.finished_at, application.at as began"
        " from attempt join application on application.id = attempt.application"
        f" where attempt.result = '{Result.PASSED}' and {where}"
        f" order by attempt.finished_at desc limit {MOST}) as newest",
        **values,
    )


class Days:
    """Business days between moments; days that many share are counted once."""

    def __init__(self, wb: Workbook) -> None:
        self._wb = wb
        self._dates: dict[int, date] = {}
        self._known: dict[tuple[date, date], int] = {}

    def between(self, start: int, end: int) -> int:
        """How many came after the day of one moment, up to that of another."""
        key = (self.date_of(start), self.date_of(end))
        if key not in self._known:
            self._known[key] = self._wb.site.working_days_between(*key)
        return self._known[key]

    def date_of(self, at: int) -> date:
        """The business day of a moment."""
        quarter = at // QUARTER
        if quarter not in self._dates:
            self._dates[quarter] = self._wb.day(at)
        return self._dates[quarter]


def _first_contact(wb: Workbook, tx: Tx, scope: Scope) -> list[int]:
    """For applications of the period: until somebody reached out to them; where nobody did, it is left out."""
    where, values = scope.joined(wb, "application.at")
    theirs = ", ".join(f"'{one}'" for one in sorted(INCOMING))
    first = (
        "select min(touch.at) from touch where touch.person = application.person and touch.at >= application.at"
        f" and touch.outcome not in ({theirs})"
    )
    rows = tx.rows(
        f"select ({first}) - at as took from (select * from application where {where}"
        f" order by application.at desc limit {MOST}) as application",
        **values,
    )
    return [row["took"] for row in rows if row["took"] is not None]


def _to_slip(wb: Workbook, tx: Tx, scope: Scope) -> list[Row]:
    where, values = scope.joined(wb, "slip.delivered_at")
    of_whom = " join application on application.id = attempt.application" if not scope.whole else ""
    return tx.rows(
        "select attempt.milestone, attempt.finished_at, slip.delivered_at,"
        " slip.delivered_at - attempt.finished_at as took"
        f" from slip cross join attempt{of_whom} where attempt.slip = slip.id and slip.gone = 1"
        f" and slip.state <> :unwanted and {where} order by slip.delivered_at desc limit {MOST}",
        **values,
        unwanted=SlipState.NOT_WANTED,
    )


def _slips_in_time(wb: Workbook, rows: Sequence[Row]) -> Share:
    targets, days = wb.catalogue.follow_up.feedback_days, Days(wb)
    kept = sum(days.between(row["finished_at"], row["delivered_at"]) <= targets[row["milestone"]] for row in rows)
    return Share(kept, len(rows))


def _to_hire(wb: Workbook, tx: Tx, scope: Scope) -> list[int]:
    """From applying, on the opening where that began, however often they moved since, until the offer was passed."""
    where, values = scope.joined(wb, "application.since")
    rows = tx.rows(
        "select application.since, application.at, application.moved_from from application"
        f" where application.state = 'hired' and {where} order by application.since desc limit {MOST}",
        **values,
    )
    while moved := {row["moved_from"] for row in rows if row["moved_from"]}:
        among, wanted = tx.among("id", sorted(moved))
        before = {
            one["id"]: one for one in tx.rows(f"select id, at, moved_from from application where {among}", **wanted)
        }
        rows = [_begun(row, before.get(row["moved_from"])) for row in rows]
    return [row["since"] - row["at"] for row in rows]


def _begun(row: Row, before: Row | None) -> Row:
    """An application as it began one opening earlier; as it is where it did not, or that one is no more."""
    at, source = (before["at"], before["moved_from"]) if before else (row["at"], 0)
    return {"since": row["since"], "at": at, "moved_from": source}


def _visits(wb: Workbook, scope: Scope) -> tuple[str, Values]:
    """The condition on visits of a period by their day, and of whom a scope names by their application."""
    tests, values = ["visit.day > ''"], dict[str, object]()
    if scope.since:
        tests.append("visit.day >= :day_from")
        values["day_from"] = scope.since.isoformat()
    if scope.until:
        tests.append("visit.day <= :day_to")
        values["day_to"] = scope.until.isoformat()
    among, people = scope.applications()
    if among:
        tests.append(f"visit.application in (select application.id from application where {among})")
    return " and ".join(tests), values | people


def _hours(wb: Workbook, tx: Tx, scope: Scope) -> tuple[Hour, ...]:
    where, values = _visits(wb, scope)
    rows = tx.rows(
        f"select arrived_at, started_at from visit where {where} and arrived_at > 0 and started_at >= arrived_at"
        f" order by day desc, number desc limit {MOST}",
        **values,
    )
    zone, target = wb.site.tz(), wb.catalogue.follow_up.queue_target_minutes * MINUTE
    by_hour: dict[int, list[int]] = {}
    for row in rows:
        hour = datetime.fromtimestamp(row["arrived_at"] / 1000, UTC).astimezone(zone).hour
        by_hour.setdefault(hour, []).append(row["started_at"] - row["arrived_at"])
    found = []
    for hour, waited in sorted(by_hour.items()):
        if told := spread(waited):
            found.append(Hour(hour, told, Share(sum(one <= target for one in waited), len(waited))))
    return tuple(found)


def _leads(wb: Workbook, tx: Tx, scope: Scope) -> tuple[Lead, ...]:
    """Slots whose moment has come, by how many days of the calendar before it they were booked first."""
    where, values = _visits(wb, scope)
    booked = "(select act.at from change join act on act.id = change.act where change.tbl = 'visit'"
    first = f'{booked} and change."row" = visit.id order by change.id limit 1)'
    rows = tx.rows(
        f"select state, booked_for, {first} as made from (select * from visit where {where} and booked_for > 0"
        f" and state <> '{VisitState.BOOKED}' and booked_for <= :now order by day desc limit {MOST}) as visit",
        **values,
        now=wb.now(),
    )
    many, missed = dict.fromkeys((words for _, words in LEADS), 0), dict.fromkeys((words for _, words in LEADS), 0)
    dates = Days(wb)
    for row in rows:
        ahead = dates.date_of(row["booked_for"]) - dates.date_of(row["made"] or row["booked_for"])
        words = next(words for most, words in LEADS if ahead.days <= most)
        many[words] += 1
        missed[words] += row["state"] == VisitState.NO_SHOW
    return tuple(Lead(words, Share(missed[words], many[words])) for words in many if many[words])
