"""Where people stop, and why: the criteria and the reasons behind every not-yet that nothing has followed so far.

A criterion counts against somebody where its points are under 50, which is what meeting the entry standard gives
(rules.md, decision 1). How near they were is told in points of the milestone score below its pass line.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from domain.model.lazily import dataclass
from domain.model.terms import ENDINGS, MilestoneId, Result, State
from domain.rules.points import HIGHEST, criterion_points
from domain.rules.shares import Share
from domain.workbook import rubrics
from domain.workbook.insights.scope import EVERYTHING, Scope
from domain.workbook.wording import STATE_WORDS, inside

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterable, Mapping, Sequence

    from domain.model.catalogue import Criterion, Milestone
    from domain.store import Tx
    from domain.workbook.workbook import Workbook

Row = dict[str, Any]

MEETS: Final = 50.0
"""Points of a criterion that meets the entry standard."""
MOST: Final = 2_500
"""Not-yets whose criteria are counted, the newest."""
MOST_NEAR: Final = 1_000
"""Near misses that are looked at one by one, the newest."""
MOST_REASONS: Final = 8


@dataclass(frozen=True, slots=True)
class Gap:
    """One criterion, and whom it stood against."""

    milestone: MilestoneId
    criterion: str
    name: str
    lost: int
    """People whose last attempt is a not yet in which it was below the entry standard."""
    near: int
    """Of those, who came close to the pass line."""
    short: float | None
    """By how many points 0-100 they missed the pass line on average; None where nobody has points."""
    enough: int = 0
    """Near misses in which one level more of it would have reached the pass line."""
    looked: int = 0
    """Near misses that were looked at for that."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why people stopped, in a few words."""

    words: str
    people: int
    other: bool = False
    """Whether it says nothing."""
    how: str = ""
    """How an application ended, without what was typed about it; '' for what decided a not yet."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """Where and why people of a scope stopped."""

    not_yets: int
    """People and milestones with a not yet that nothing has followed."""
    by_milestone: Mapping[MilestoneId, int]
    gaps: tuple[Gap, ...]
    """Those that stand against most people first, the nearest first among as many."""
    why: tuple[Reason, ...]
    """What decided a not yet."""
    endings: tuple[Reason, ...]
    """How and why applications ended."""
    near: Share
    """Of the not-yets with points, those close to the pass line."""
    near_points: float
    """How close that is."""
    looked_at: int
    """Of the not-yets, how many the criteria are counted of: the newest."""

    @property
    def other(self) -> Share:
        """Of all reasons, those that say nothing."""
        every = (*self.why, *self.endings)
        return Share(sum(one.people for one in every if one.other), sum(one.people for one in every))


def reasons(
    wb: Workbook, scope: Scope = EVERYTHING, milestone: MilestoneId | None = None, *, needed: bool = True
) -> Reasons:
    """Where and why people of a scope stopped in its period, at one milestone or at all of them.

    Without `needed`, what near misses would have needed is not worked out.
    """
    near_points = wb.catalogue.follow_up.pool.points
    with wb.store.read() as tx:
        asked = _Asked(wb, tx, scope, milestone, near_points)
        by_step, by_kind = Counter[MilestoneId](), Counter[str]()
        near = with_points = 0
        for row in asked.by_milestone():
            by_step[MilestoneId(row["milestone"])] += row["many"]
            by_kind[row["kind"]] += row["many"]
            near += row["near"]
            with_points += row["scored"]
        ordered = sorted(by_kind.items(), key=lambda pair: (-pair[1], pair[0]))
        return Reasons(
            not_yets=by_step.total(),
            by_milestone=dict(by_step),
            gaps=_gaps(asked, needed),
            why=tuple(Reason(_WHY[kind], many, kind == "other") for kind, many in ordered),
            endings=() if milestone else _endings(wb, tx, scope),
            near=Share(near, with_points),
            near_points=near_points,
            looked_at=min(MOST, by_step.total()),
        )


def people_below(wb: Workbook, scope: Scope, milestone: MilestoneId, criterion: str) -> array[int]:
    """Whom a criterion stood against."""
    with wb.store.read() as tx:
        asked = _Asked(wb, tx, scope, milestone, 0.0)
        return asked.people_below(criterion)


class _Asked:
    """The not-yets of a scope and a period that nothing has followed, one a person and milestone."""

    def __init__(self, wb: Workbook, tx: Tx, scope: Scope, milestone: MilestoneId | None, near: float) -> None:
        self.wb, self.tx, self.near = wb, tx, near
        among, self.values = scope.applications()
        finished, span = scope.within(wb, "attempt.finished_at")
        self.values = self.values | span
        joined = " join application on application.id = attempt.application" if among else ""
        later = (
            "select 1 from attempt as later where later.person = attempt.person"
            " and later.milestone = attempt.milestone and later.number > attempt.number and later.finished_at > 0"
        )
        tests = [f"attempt.result = '{Result.NOT_YET}'", finished, f"not exists ({later})", *([among] if among else [])]
        if milestone:
            tests.append("attempt.milestone = :only")
            self.values["only"] = milestone
        self.tables, self.where = f"attempt{joined}", " and ".join(tests)
        self.rubrics = self._rubrics()

    def _rubrics(self) -> dict[int, Milestone]:
        """The rubrics of every not yet of the period, whether anything has followed it or not."""
        found = self.tx.ids(
            f"select distinct attempt.rubric from attempt where attempt.result = '{Result.NOT_YET}'"
            " and attempt.finished_at >= :span_from and attempt.finished_at < :span_to",
            **self.values,
        )
        return {row: rubrics.milestone(self.wb, self.tx, row) for row in found}

    @property
    def line(self) -> str:
        """The pass line of an attempt, in SQL, by the version of the rubric that it was rated under."""
        cases = " ".join(f"when {int(row)} then {float(kind.pass_mark)}" for row, kind in self.rubrics.items())
        return f"case attempt.rubric {cases} end" if cases else "0.0"

    @property
    def is_near(self) -> str:
        """Whether an attempt came close to it, 1 or 0."""
        return f"case when attempt.points >= {self.line} - {float(self.near)} then 1 else 0 end"

    def by_milestone(self) -> list[Row]:
        """How many there are by milestone and by what decided them, and how many were near."""
        critical = (
            "exists (select 1 from critical where critical.attempt = attempt.id"
            " and critical.second > '' and critical.cleared_at = 0)"
        )
        kind = (
            f"case when {critical} then 'critical' when attempt.reason > '' then 'against'"
            f" when attempt.points is null then 'other' when attempt.points < {self.line} then 'line'"
            " else 'hurdle' end"
        )
        told = (
            f"select attempt.milestone, {kind} as kind, {self.is_near} as near, attempt.points"
            f" from {self.tables} where {self.where}"
        )
        return self.tx.rows(
            "select milestone, kind, count(*) as many, sum(near) as near, count(points) as scored"
            f" from ({told}) as told group by milestone, kind",
            **self.values,
        )

    @property
    def newest(self) -> str:
        """The newest of them, as a table by the name of `attempt`."""
        return (
            "(select attempt.id, attempt.person, attempt.milestone, attempt.rubric, attempt.points, attempt.coverage"
            f" from {self.tables} where {self.where} order by attempt.finished_at desc limit {MOST}) as attempt"
        )

    def by_value(self) -> list[Row]:
        """How often a criterion had a value, with how far below the pass line that was."""
        return self.tx.rows(
            "select attempt.milestone, attempt.rubric, rating.criterion, rating.value,"
            f" count(*) as many, sum({self.is_near}) as near,"
            f" sum({self.line} - attempt.points) as short, count(attempt.points) as scored"
            f" from {self.newest} cross join rating"
            " where rating.attempt = attempt.id and rating.entered = 1 and rating.card = 0"
            " group by attempt.milestone, attempt.rubric, rating.criterion, rating.value",
            **self.values,
        )

    def near_misses(self) -> list[Row]:
        """The ratings of those who came close, the newest of them."""
        return self.tx.rows(
            "select near.id, near.milestone, near.rubric, near.points, near.coverage, rating.criterion, rating.value"
            f" from (select * from {self.newest} where {self.is_near} = 1 limit {MOST_NEAR}) as near"
            " cross join rating where rating.attempt = near.id and rating.entered = 1 and rating.card = 0",
            **self.values,
        )

    def people_below(self, criterion: str) -> array[int]:
        """Whom a criterion stood against."""
        from array import array

        rows = self.tx.rows(
            f"select attempt.person, attempt.rubric, rating.criterion, rating.value from {self.newest}"
            " cross join rating where rating.attempt = attempt.id"
            " and rating.entered = 1 and rating.card = 0 and rating.criterion = :criterion",
            **self.values,
            criterion=criterion,
        )
        return array("q", (row["person"] for row in rows if self.below(row)))

    def criterion(self, row: Row) -> Criterion | None:
        """The criterion of a rating; None where its rubric has none such."""
        kind = self.rubrics[row["rubric"]]
        return next((one for one in kind.criteria if one.id == row["criterion"]), None)

    def below(self, row: Row) -> bool:
        """Whether a rating is below the entry standard."""
        found = self.criterion(row)
        points = criterion_points(found.scoring, row["value"]) if found and found.weight > 0 else None
        return points is not None and points < MEETS


_WHY: Final = {
    "critical": "a critical error, confirmed",
    "against": "decided against the proposal",
    "line": "points below the pass line",
    "hurdle": "a hurdle missed, points enough",
    "other": "other, nothing was scored",
}


def _gaps(asked: _Asked, needed: bool) -> tuple[Gap, ...]:
    lost, near, short, scored = Counter[Any](), Counter[Any](), Counter[Any](), Counter[Any]()
    names: dict[tuple[str, str], str] = {}
    for row in asked.by_value():
        if not asked.below(row):
            continue
        key = (row["milestone"], row["criterion"])
        found = asked.criterion(row)
        names[key] = found.name if found else row["criterion"]
        lost[key] += row["many"]
        near[key] += row["near"]
        short[key] += row["short"] or 0
        scored[key] += row["scored"]
    enough, looked = _enough(asked) if needed else (Counter[tuple[str, str]](), Counter[str]())
    gaps = [
        Gap(
            MilestoneId(key[0]),
            key[1],
            names[key],
            many,
            near[key],
            short[key] / scored[key] if scored[key] else None,
            enough[key],
            looked[key[0]],
        )
        for key, many in lost.items()
    ]
    return tuple(sorted(gaps, key=lambda gap: (-gap.lost, gap.short is None, gap.short or 0, gap.name)))


def _enough(asked: _Asked) -> tuple[Counter[tuple[str, str]], Counter[str]]:
    """By criterion, in how many near misses one level more would have reached the pass line; by milestone, of how many.

    One level is 25 points of the criterion, or what it lacks of 100 where that is less.
    """
    enough: Counter[tuple[str, str]] = Counter()
    looked: dict[int, str] = {}
    for row in asked.near_misses():
        looked[row["id"]] = row["milestone"]
        kind, found = asked.rubrics[row["rubric"]], asked.criterion(row)
        points = criterion_points(found.scoring, row["value"]) if found else None
        if found is None or points is None or row["points"] >= kind.pass_mark:
            continue
        observed = row["coverage"] * sum(one.weight for one in kind.criteria)
        more = min(100 / (HIGHEST - 1), 100 - points) * found.weight / observed if observed else 0
        enough[row["milestone"], row["criterion"]] += more > 0 and row["points"] + more >= kind.pass_mark
    return enough, Counter(looked.values())


def _endings(wb: Workbook, tx: Tx, scope: Scope) -> tuple[Reason, ...]:
    """Why applications ended in the period, but for those that led to a seat or go on elsewhere."""
    where, values = scope.joined(wb, "application.since")  # since it ended, where it has
    over = ", ".join(f"'{state}'" for state in sorted(ENDINGS - {State.HIRED, State.DUPLICATE}))
    rows = tx.rows(
        f"select state, lower(reason) as reason, count(*) as many from application where {where}"
        f" and state in ({over}) and ended_at > 0 group by 1, 2",
        **values,
    )
    return tuple(_told(rows))


def _told(rows: Iterable[Row]) -> Sequence[Reason]:
    """The most frequent ones apart, the others together by how it ended."""
    ordered = sorted(rows, key=lambda row: (-row["many"], row["state"], row["reason"]))
    given = [row for row in ordered if row["reason"].strip()]
    shown = [
        Reason(f"{_how(row)}: {inside(row['reason'].strip())}", row["many"], how=_how(row))
        for row in given[:MOST_REASONS]
    ]
    rest = Counter[str]()
    for row in given[MOST_REASONS:]:
        rest[_how(row)] += row["many"]
    silent = Counter[str]()
    for row in ordered:
        if not row["reason"].strip():
            silent[_how(row)] += row["many"]
    return [
        *shown,
        *(Reason(f"{how}, for other reasons", many, how=how) for how, many in rest.most_common()),
        *(Reason(f"{how}, no reason given", many, True, how) for how, many in silent.most_common()),
    ]


def _how(row: Row) -> str:
    return STATE_WORDS[State(row["state"])][1]
