"""The promise kept: slips owed and given in time, promises kept and missed, and the chance people had."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

from domain.model.lazily import dataclass
from domain.model.terms import MilestoneId, SlipState
from domain.rules.shares import Share
from domain.workbook import promise_rates
from domain.workbook.insights.scope import EVERYTHING, Scope
from domain.workbook.insights.waits import MOST, Days

if TYPE_CHECKING:
    from array import array
    from collections.abc import Mapping, Sequence

    from domain.store import Tx
    from domain.workbook.promise_rates import Rate
    from domain.workbook.workbook import Workbook

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Channel:
    """Slips that went one way."""

    channel: str
    """As it was written down when the slip was given: on paper, in person, by mail."""
    given: int
    confirmed: Share
    """Of them, those of which the person said that they have it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was owed to people, and what they got."""

    attempts: int
    """Decided in the period: each of them owes a slip."""
    given: int
    """Of those, attempts whose slip was given."""
    on_time: Share
    """Of those whose time is up or that were given, the ones in time."""
    owed_late: int
    """Slips that are late and not given."""
    not_wanted: int
    channels: tuple[Channel, ...]
    """The one that most went by first."""
    promises: Rate
    """What people were told they would get by a day that has come."""
    by_who: Mapping[str, Rate]
    chances: Mapping[int, int]
    """Answers 1-5 to "I had the chance to show what I can do": how many gave each."""
    asked: Share
    """Of the decided attempts, those with an answer."""

    @property
    def chance(self) -> float | None:
        """The mean answer; None where nobody gave one."""
        total = sum(self.chances.values())
        return sum(answer * many for answer, many in self.chances.items()) / total if total else None


def kept(wb: Workbook, scope: Scope = EVERYTHING) -> Kept:
    """What became of what was owed to people for attempts that were decided in a period."""
    with wb.store.read() as tx:
        asked = _Asked(wb, tx, scope)
        ways = asked.ways()
        on_time = asked.on_time()
        chances = asked.chances()
        promised = _promises(wb, tx, scope)
    attempts = sum(row["many"] for row in ways)
    given = [row for row in ways if row["gone"] == 1 and row["state"] != SlipState.NOT_WANTED]
    return Kept(
        attempts=attempts,
        given=sum(row["many"] for row in given),
        on_time=on_time,
        owed_late=sum(row["late"] for row in ways),
        not_wanted=sum(row["many"] for row in ways if row["state"] == SlipState.NOT_WANTED),
        channels=_channels(given),
        promises=promised.whole,
        by_who=promised.by_who,
        chances=chances,
        asked=Share(sum(chances.values()), attempts),
    )


def _channels(given: Sequence[Row]) -> tuple[Channel, ...]:
    many, confirmed = Counter[str](), Counter[str]()
    for row in given:
        many[row["channel"]] += row["many"]
        confirmed[row["channel"]] += row["confirmed"]
    found = [Channel(name, number, Share(confirmed[name], number)) for name, number in many.items()]
    return tuple(sorted(found, key=lambda one: (-one.given, one.channel)))


def people_owed(wb: Workbook, scope: Scope) -> array[int]:
    """Who has no slip yet for an attempt that was decided in the period."""
    with wb.store.read() as tx:
        return _Asked(wb, tx, scope).people("coalesce(slip.gone, 0) = 0")


def people_given(wb: Workbook, scope: Scope, channel: str = "") -> array[int]:
    """Whose slip was given, by one channel or by any."""
    with wb.store.read() as tx:
        one = " and slip.channel = :channel" if channel else ""
        return _Asked(wb, tx, scope).people(f"slip.gone = 1 and slip.state <> :unwanted{one}", channel=channel)


def people_answering(wb: Workbook, scope: Scope, answer: int) -> array[int]:
    """Who gave this answer, 1-5, to whether they had the chance to show what they can do."""
    with wb.store.read() as tx:
        return _Asked(wb, tx, scope).people("attempt.chance = :answer", answer=answer)


def _promises(wb: Workbook, tx: Tx, scope: Scope) -> promise_rates.Rates:
    among, values = scope.applications()
    people = f"r.person in (select application.person from application where {among})" if among else ""
    last = scope.until or wb.today()
    return promise_rates.rates_between(wb, tx, scope.since or date(2000, 1, 1), last, people, values)


class _Asked:
    """The attempts of a scope that were decided in its period, with the slip of each."""

    def __init__(self, wb: Workbook, tx: Tx, scope: Scope) -> None:
        self.wb, self.tx = wb, tx
        among, values = scope.applications()
        within, span = scope.within(wb, "attempt.finished_at")
        joined = " join application on application.id = attempt.application" if among else ""
        self.attempts = f"attempt{joined}"
        self.tables = f"{self.attempts} left join slip on slip.attempt = attempt.id and +slip.id = attempt.slip"
        self.where = " and ".join(filter(None, (within, among)))
        self.values = values | span

    def ways(self) -> list[Row]:
        """How many by whether their slip is gone, its state and its channel; 0 and '' where there is none yet.

        `late` are those that are late and not given.
        """
        late_before = " ".join(f"when '{step}' then {self._late_before(step)}" for step in MilestoneId)
        owed = f"coalesce(slip.gone, 0) = 0 and attempt.finished_at < case attempt.milestone {late_before} else 0 end"
        return self.tx.rows(
            "select coalesce(slip.gone, 0) as gone, coalesce(slip.state, '') as state,"
            " coalesce(slip.channel, '') as channel, count(*) as many,"
            " sum(case when slip.confirmed_at > 0 then 1 else 0 end) as confirmed,"
            f" sum(case when {owed} then 1 else 0 end) as late"
            f" from {self.tables} where {self.where} group by 1, 2, 3",
            **self.values,
        )

    def _late_before(self, step: MilestoneId) -> int:
        """Milliseconds UTC: what was decided before it is late by now."""
        days = self.wb.catalogue.follow_up.feedback_days[step]
        return self.wb.starts_at(self.wb.site.first_in_time(self.wb.today(), days))

    def on_time(self) -> Share:
        """Of the newest ones that are given or late, how many were in time."""
        targets, days, now = self.wb.catalogue.follow_up.feedback_days, Days(self.wb), self.wb.now()
        rows = self.tx.rows(
            "select attempt.milestone, attempt.finished_at, coalesce(slip.gone, 0) as gone,"
            " coalesce(slip.delivered_at, 0) as delivered_at, coalesce(slip.state, '') as state"
            f" from {self.tables} where {self.where} order by attempt.finished_at desc limit {MOST}",
            **self.values,
        )
        kept = late = 0
        for row in rows:
            if row["state"] == SlipState.NOT_WANTED:
                continue
            gone = row["gone"] > 0 and row["delivered_at"] > 0
            if days.between(row["finished_at"], row["delivered_at"] if gone else now) > targets[row["milestone"]]:
                late += 1
            else:
                kept += gone
        return Share(kept, kept + late)

    def chances(self) -> dict[int, int]:
        """How many gave each answer."""
        rows = self.tx.rows(
            f"select attempt.chance, count(*) as many from {self.attempts}"
            f" where {self.where} and attempt.chance > 0 group by attempt.chance",
            **self.values,
        )
        return {row["chance"]: row["many"] for row in rows}

    def people(self, test: str, **values: object) -> array[int]:
        """Whose attempts pass a test."""
        sql = f"select distinct attempt.person from {self.tables} where {self.where} and {test}"
        return self.tx.ids(sql, **self.values, **values, unwanted=SlipState.NOT_WANTED)
