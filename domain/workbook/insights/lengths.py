"""The cases that lengths of time are made of, each with its person: the newest of a period, so that none takes long."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

from domain.model.terms import INCOMING, Result, SlipState, VisitState
from domain.workbook.wording import MINUTE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.store import Tx
    from domain.workbook.insights.scope import Scope, Values
    from domain.workbook.workbook import Workbook

Row = dict[str, Any]

MOST: Final = 2_000
"""Cases that a median is taken of at most, the newest."""
QUARTER: Final = 15 * MINUTE
"""No day of any zone begins within one."""
LEADS: Final = ((0, "same day"), (1, "1 day"), (3, "2 to 3 days"), (7, "4 to 7 days"), (10**6, "longer"))
"""Up to so many days between booking and slot, and what that is called."""


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


def passed(wb: Workbook, tx: Tx, scope: Scope) -> list[Row]:
    """Passed attempts of the period: whose, at which milestone, `passed_at`, and when they `came` to it."""
    where, values = scope.joined(wb, "attempt.finished_at")
    before = (
        "select max(earlier.finished_at) from attempt as earlier where earlier.application = newest.application"
        f" and earlier.result = '{Result.PASSED}' and earlier.finished_at < newest.finished_at"
    )
    return tx.rows(
        f"select person, milestone, finished_at as passed_at, coalesce(({before}), began) as came"
        " from (select attempt.application, attempt.person, attempt.milestone, attempt.finished_at,"
        " application.at as began"
        " from attempt join application on application.id = attempt.application"
        f" where attempt.result = '{Result.PASSED}' and {where}"
        f" order by attempt.finished_at desc limit {MOST}) as newest",
        **values,
    )


def to_first_contact(wb: Workbook, tx: Tx, scope: Scope) -> list[Row]:
    """For applications of the period: until somebody reached out to them; where nobody did, it is left out."""
    where, values = scope.joined(wb, "application.at")
    theirs = ", ".join(f"'{one}'" for one in sorted(INCOMING))
    first = (
        "select min(touch.at) from touch where touch.person = application.person and touch.at >= application.at"
        f" and touch.outcome not in ({theirs})"
    )
    rows = tx.rows(
        f"select person, ({first}) - at as took from (select * from application where {where}"
        f" order by application.at desc limit {MOST}) as application",
        **values,
    )
    return [row for row in rows if row["took"] is not None]


def to_slip(wb: Workbook, tx: Tx, scope: Scope) -> list[Row]:
    """For slips that were given in the period: from the decision; `in_time` is whether that was within the target."""
    where, values = scope.joined(wb, "slip.delivered_at")
    of_whom = " join application on application.id = attempt.application" if not scope.whole else ""
    rows = tx.rows(
        "select slip.person, attempt.milestone, attempt.finished_at, slip.delivered_at,"
        " slip.delivered_at - attempt.finished_at as took"
        f" from slip cross join attempt{of_whom} where attempt.slip = slip.id and slip.gone = 1"
        f" and slip.state <> :unwanted and {where} order by slip.delivered_at desc limit {MOST}",
        **values,
        unwanted=SlipState.NOT_WANTED,
    )
    targets, days = wb.catalogue.follow_up.feedback_days, Days(wb)
    for row in rows:
        row["in_time"] = days.between(row["finished_at"], row["delivered_at"]) <= targets[row["milestone"]]
    return rows


def to_hire(wb: Workbook, tx: Tx, scope: Scope) -> list[Row]:
    """From applying, on the opening where that began, however often they moved since, until the offer was passed."""
    where, values = scope.joined(wb, "application.since")
    rows = tx.rows(
        "select application.person, application.since, application.at, application.moved_from from application"
        f" where application.state = 'hired' and {where} order by application.since desc limit {MOST}",
        **values,
    )
    while moved := {row["moved_from"] for row in rows if row["moved_from"]}:
        among, wanted = tx.among("id", sorted(moved))
        before = {
            one["id"]: one for one in tx.rows(f"select id, at, moved_from from application where {among}", **wanted)
        }
        rows = [_begun(row, before.get(row["moved_from"])) for row in rows]
    return [{"person": row["person"], "took": row["since"] - row["at"]} for row in rows]


def _begun(row: Row, before: Row | None) -> Row:
    """An application as it began one opening earlier; as it is where it did not, or that one is no more."""
    at, source = (before["at"], before["moved_from"]) if before else (row["at"], 0)
    return row | {"at": at, "moved_from": source}


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
        tests.append(f"exists (select 1 from application where application.id = visit.application and {among})")
    return " and ".join(tests), values | people


def in_queue(wb: Workbook, tx: Tx, scope: Scope) -> list[Row]:
    """Waits from arrival until somebody was called, with the `hour` of arrival on the site's clock."""
    where, values = _visits(wb, scope)
    rows = tx.rows(
        "select person, arrived_at, started_at - arrived_at as took from visit"
        f" where {where} and arrived_at > 0 and started_at >= arrived_at order by day desc, number desc limit {MOST}",
        **values,
    )
    zone = wb.site.tz()
    for row in rows:
        row["hour"] = datetime.fromtimestamp(row["arrived_at"] / 1000, UTC).astimezone(zone).hour
    return rows


def booked(wb: Workbook, tx: Tx, scope: Scope) -> Iterator[Row]:
    """Slots whose moment has come: how long ahead, in `words`, they were booked first, and whether they `missed`."""
    where, values = _visits(wb, scope)
    made = "(select act.at from change join act on act.id = change.act where change.tbl = 'visit'"
    first = f'{made} and change."row" = visit.id order by change.id limit 1)'
    rows = tx.rows(
        f"select person, state, booked_for, {first} as made from (select * from visit where {where}"
        f" and booked_for > 0 and state <> '{VisitState.BOOKED}' and booked_for <= :now"
        f" order by day desc limit {MOST}) as visit",
        **values,
        now=wb.now(),
    )
    dates = Days(wb)
    for row in rows:
        ahead = dates.date_of(row["booked_for"]) - dates.date_of(row["made"] or row["booked_for"])
        words = next(words for most, words in LEADS if ahead.days <= most)
        yield {"person": row["person"], "words": words, "missed": row["state"] == VisitState.NO_SHOW}
