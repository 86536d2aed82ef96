"""The promise kept: slips owed and given in time, promises kept and missed, and the chance people had."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from domain.model.lazily import dataclass
from domain.model.terms import SlipState
from domain.rules.shares import Share
from domain.workbook import promise_rates
from domain.workbook.insights import deadlines
from domain.workbook.insights.scope import EVERYTHING, Scope

if TYPE_CHECKING:
    from array import array
    from collections.abc import Mapping, Sequence

    from domain.store import Tx
    from domain.workbook.promise_rates import Rate
    from domain.workbook.workbook import Workbook

Row = dict[str, Any]


class Slips(StrEnum):
    """What can be counted of the slips of decided attempts."""

    GIVEN = "given"
    CONFIRMED = "confirmed"
    IN_TIME = "in_time"
    GIVEN_LATE = "given_late"
    OWED = "owed"
    OWED_LATE = "owed_late"
    NOT_WANTED = "not_wanted"


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
    given_late: int
    owed: int
    """Slips that are not given, late or not."""
    owed_late: int
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
        ways = asked.by_channel()
        chances = asked.chances()
        promised = _promised(wb, tx, scope)
    many = {name: sum(row[name] for row in ways) for name in ("attempts", *Slips)}
    in_time = many[Slips.IN_TIME]
    return Kept(
        attempts=many["attempts"],
        given=many[Slips.GIVEN],
        on_time=Share(in_time, in_time + many[Slips.GIVEN_LATE] + many[Slips.OWED_LATE]),
        given_late=many[Slips.GIVEN_LATE],
        owed=many[Slips.OWED],
        owed_late=many[Slips.OWED_LATE],
        not_wanted=many[Slips.NOT_WANTED],
        channels=_channels(ways),
        promises=promised.whole,
        by_who=promised.by_who,
        chances=chances,
        asked=Share(sum(chances.values()), many["attempts"]),
    )


def _channels(ways: Sequence[Row]) -> tuple[Channel, ...]:
    found = [
        Channel(row["channel"], row[Slips.GIVEN], Share(row[Slips.CONFIRMED], row[Slips.GIVEN]))
        for row in ways
        if row[Slips.GIVEN]
    ]
    return tuple(sorted(found, key=lambda one: (-one.given, one.channel)))


def people(wb: Workbook, scope: Scope, which: Slips, channel: str | None = None) -> array[int]:
    """Whose slips are counted so, of one channel or of any, once for each attempt."""
    with wb.store.read() as tx:
        return _Asked(wb, tx, scope).people(which, channel)


def people_answering(wb: Workbook, scope: Scope, answer: int) -> array[int]:
    """Who gave this answer, 1-5, to whether they had the chance to show what they can do, once for each time."""
    with wb.store.read() as tx:
        return _Asked(wb, tx, scope).people_answering(answer)


def people_promised(wb: Workbook, scope: Scope, end: promise_rates.End) -> array[int]:
    """To whom promises were made that ended so, once for each."""
    from array import array

    with wb.store.read() as tx:
        return array("q", _promised(wb, tx, scope).people[end])


def _promised(wb: Workbook, tx: Tx, scope: Scope) -> promise_rates.Rates:
    among, values = scope.applications()
    # Asked of each promise, as there are far fewer of them than people on an account.
    theirs = f"exists (select 1 from application where application.person = r.person and {among})" if among else ""
    last = scope.until or wb.today()
    return promise_rates.rates_between(wb, tx, scope.since or date(2000, 1, 1), last, theirs, values)


_KIND: Final = f"""case
 when coalesce(slip.gone, 0) = 0 then case when :now >= {{due}} then 1 else 2 end
 when slip.state = '{SlipState.NOT_WANTED}' then 3
 else case when slip.confirmed_at > 0 then 3 else 0 end
    + case when slip.delivered_at = 0 then case when :now >= {{due}} then 5 else 6 end
           when slip.delivered_at < {{due}} then 4 else 5 end end"""
"""What became of a slip, one number for each, so that all is counted in one go."""
_KINDS: Final[Mapping[Slips, frozenset[int]]] = {
    Slips.GIVEN: frozenset(range(4, 10)),
    Slips.CONFIRMED: frozenset({7, 8, 9}),
    Slips.IN_TIME: frozenset({4, 7}),
    Slips.GIVEN_LATE: frozenset({5, 8}),
    Slips.OWED: frozenset({1, 2}),
    Slips.OWED_LATE: frozenset({1}),
    Slips.NOT_WANTED: frozenset({3}),
}


class _Asked:
    """The attempts of a scope that were decided in its period, with the slip of each."""

    def __init__(self, wb: Workbook, tx: Tx, scope: Scope) -> None:
        self.wb, self.tx = wb, tx
        among, values = scope.applications()
        within, span = scope.within(wb, "attempt.finished_at")
        joined = " join application on application.id = attempt.application" if among else ""
        self.attempts = f"attempt{joined}"
        self.where = " and ".join(filter(None, (within, among)))
        self.values = values | span
        self.days = deadlines.days(wb, tx, scope)
        # Day by day, so that what was due when is known of each without looking it up.
        self.tables = (
            f"day cross join attempt{joined} left join slip on slip.attempt = attempt.id and +slip.id = attempt.slip"
        )
        self.on_days = f"attempt.finished_at >= day.starts and attempt.finished_at < day.behind and {self.where}"

    def by_channel(self) -> list[Row]:
        """How many there are by the channel of their slip, '' for none, and of these, how many of each kind."""
        found: dict[str, Row] = {}
        for row in self.tx.rows(
            f"{self.days} select channel, kind, count(*) as many from"
            f" (select coalesce(slip.channel, '') as channel, {self.kind} as kind from {self.tables}"
            f" where {self.on_days}) as told group by channel, kind",
            **self.values,
            now=self.wb.now(),
        ):
            nothing: Row = {"channel": row["channel"], "attempts": 0, **dict.fromkeys(Slips, 0)}
            counted = found.setdefault(row["channel"], nothing)
            counted["attempts"] += row["many"]
            for which, kinds in _KINDS.items():
                counted[which] += row["many"] if row["kind"] in kinds else 0
        return list(found.values())

    def people(self, which: Slips, channel: str | None) -> array[int]:
        """Whose slips are of a kind."""
        kinds = ", ".join(map(str, sorted(_KINDS[which])))
        tests = [self.on_days, f"{self.kind} in ({kinds})"]
        if channel is not None:
            tests.append("slip.channel = :channel")
        sql = f"{self.days} select attempt.person from {self.tables} where {' and '.join(tests)}"
        return self.tx.ids(sql, **self.values, now=self.wb.now(), channel=channel or "")

    @property
    def kind(self) -> str:
        """What became of a slip, in SQL."""
        return _KIND.replace("{due}", deadlines.due(self.wb))

    def chances(self) -> dict[int, int]:
        """How many gave each answer."""
        rows = self.tx.rows(
            f"select attempt.chance, count(*) as many from {self.attempts}"
            f" where {self.where} and attempt.chance > 0 group by attempt.chance",
            **self.values,
        )
        return {row["chance"]: row["many"] for row in rows}

    def people_answering(self, answer: int) -> array[int]:
        """Who gave an answer."""
        sql = f"select attempt.person from {self.attempts} where {self.where} and attempt.chance = :answer"
        return self.tx.ids(sql, **self.values, answer=answer)
