"""The not-yets that nothing has followed, one a person and milestone: what is asked of the database about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from domain.model.lazily import dataclass
from domain.model.terms import Result
from domain.rules.points import HIGHEST, criterion_points
from domain.workbook import rubrics

if TYPE_CHECKING:
    from array import array

    from domain.model.catalogue import Milestone
    from domain.model.terms import MilestoneId
    from domain.store import Tx
    from domain.workbook.insights.scope import Scope
    from domain.workbook.workbook import Workbook

Row = dict[str, Any]

MEETS: Final = 50.0
"""Points of a criterion that meets the entry standard."""
MOST: Final = 5_000
"""Not-yets whose criteria are counted, the newest: more than a hub of a hundred walk-ins a day has in sixty days."""
MOST_NEAR: Final = 1_000
"""Near misses that are looked at one by one, the newest."""
_STEP: Final = 100 / (HIGHEST - 1)
"""Points of one level."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a value of a criterion means under the rubric that it was rated under."""

    name: str
    below: bool
    """Whether it is below the entry standard."""
    more: float
    """What one level more, or what it lacks of 100 where that is less, adds to the score where all was observed."""


_UNKNOWN: Final = Known("", below=False, more=0.0)


class NotYets:
    """The not-yets of a scope and a period, at one milestone or at all of them."""

    def __init__(self, wb: Workbook, tx: Tx, scope: Scope, milestone: MilestoneId | None, near: float = 0.0) -> None:
        """Read the rubrics; `near` is how many points below the pass line are close to it."""
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
        self._known: dict[tuple[int, str, float], Known] = {}

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
        marks: dict[float, list[int]] = {}
        for row, kind in self.rubrics.items():
            marks.setdefault(float(kind.pass_mark), []).append(int(row))
        cases = " ".join(
            f"when attempt.rubric in ({', '.join(map(str, rows))}) then {mark}" for mark, rows in marks.items()
        )
        return f"case {cases} end" if cases else "0.0"

    @property
    def is_near(self) -> str:
        """Whether an attempt came close to it."""
        return f"attempt.points >= {self.line} - {float(self.near)}"

    @property
    def kind(self) -> str:
        """What decided an attempt, in SQL: a key of `reasons.WHY`."""
        critical = (
            "exists (select 1 from critical where critical.attempt = attempt.id"
            " and critical.second > '' and critical.cleared_at = 0)"
        )
        # Asked apart, as the few that were decided against a proposal have an index of their own.
        against = "attempt.id in (select other.id from attempt as other where other.reason > '')"
        return (
            f"case when {critical} then 'critical' when {against} then 'against'"
            f" when attempt.points is null then 'other' when attempt.points < {self.line} then 'line'"
            " else 'hurdle' end"
        )

    def by_milestone(self) -> list[Row]:
        """How many there are by milestone and by what decided them, and how many were near."""
        told = (
            f"select attempt.milestone, {self.kind} as kind, case when {self.is_near} then 1 else 0 end as near,"
            f" attempt.points from {self.tables} where {self.where}"
        )
        return self.tx.rows(
            "select milestone, kind, count(*) as many, sum(near) as near, count(points) as scored"
            f" from ({told}) as told group by milestone, kind",
            **self.values,
        )

    def people_by(self, kind: str) -> array[int]:
        """Whose not yet was decided by this, once for each."""
        sql = f"select attempt.person from {self.tables} where {self.where} and {self.kind} = :kind"
        return self.tx.ids(sql, **self.values, kind=kind)

    def people_near(self) -> array[int]:
        """Who was near, once for each not yet."""
        return self.tx.ids(
            f"select attempt.person from {self.tables} where {self.where} and {self.is_near}", **self.values
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
            f" count(*) as many, sum(case when {self.is_near} then 1 else 0 end) as near,"
            f" sum({self.line} - attempt.points) as short, count(attempt.points) as scored"
            f" from {self.newest} cross join rating"
            " where rating.attempt = attempt.id and rating.entered = 1 and rating.card = 0"
            " group by attempt.milestone, attempt.rubric, rating.criterion, rating.value",
            **self.values,
        )

    def near_misses(self) -> list[Row]:
        """The ratings of those who came close, the newest of them."""
        return self.tx.rows(
            "select near.id, near.milestone, near.rubric, near.points, near.coverage,"
            " rating.criterion, rating.value"
            f" from (select * from {self.newest} where {self.is_near} limit {MOST_NEAR}) as near"
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
        return array("q", (row["person"] for row in rows if self.known(row).below))

    def known(self, row: Row) -> Known:
        """What a rating means; of a criterion that its rubric has not, nothing."""
        key = (row["rubric"], row["criterion"], row["value"])
        if key not in self._known:
            self._known[key] = self._read(*key)
        return self._known[key]

    def _read(self, rubric: int, name: str, value: float) -> Known:
        criteria = self.rubrics[rubric].criteria
        found = next((one for one in criteria if one.id == name), None)
        points = criterion_points(found.scoring, value) if found else None
        if found is None or points is None:
            return _UNKNOWN
        whole = sum(one.weight for one in criteria)
        more = min(_STEP, 100 - points) * found.weight / whole if whole else 0.0
        return Known(found.name, found.weight > 0 and points < MEETS, more)
