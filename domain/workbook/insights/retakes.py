"""What became of tips: who came back after a slip, what they took up, and what the next attempt gained."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

import msgspec

from domain.model.lazily import dataclass
from domain.model.slip import SlipDraft
from domain.model.terms import Result, SlipState
from domain.rules.handing_over import Taken, taken
from domain.rules.points import criterion_points
from domain.rules.shares import Share
from domain.workbook import rubrics
from domain.workbook.insights.scope import EVERYTHING, Scope

if TYPE_CHECKING:
    from array import array
    from collections.abc import Mapping, Sequence

    from domain.model.terms import MilestoneId
    from domain.store import Tx
    from domain.workbook.insights.scope import Values
    from domain.workbook.workbook import Workbook

Row = dict[str, Any]

MOST: Final = 2_000
"""Retakes that are looked at one by one, the newest."""


@dataclass(frozen=True, slots=True)
class Retakes:
    """After a not yet."""

    not_yets: int
    """Attempts of the period that were not yet."""
    came_back: Share
    """Of those whose slip was given, who tried again."""
    passed: Share
    """Of those who tried again after a not yet of the period and were decided, who passed then."""
    with_log: Share
    """The same of those with a drill log in between."""
    tips: int
    """Tips of delivered slips that were followed by another try."""
    taken_up: Share
    """Of those tips that can be told, after which the criterion got better."""
    before: float | None
    """Mean points 0-100 of the try that was not yet; None where nobody tried again."""
    after: float | None
    """Mean points of the next one."""
    n: int
    """Pairs of tries that both have points."""
    cut: bool = False
    """Whether only the newest pairs were looked at."""


class After(StrEnum):
    """Of whom a figure can be asked."""

    CAME_BACK = "back"
    PASSED = "passed"
    WITH_LOG = "log"
    TAKEN_UP = "tips"


def retakes(wb: Workbook, scope: Scope = EVERYTHING, milestone: MilestoneId | None = None) -> Retakes:
    """What became of the not-yets of a scope and period, whenever they were tried again."""
    pairs, values = _pairs(wb, scope, milestone)
    with wb.store.read() as tx:
        found = tx.row(f"select {_COUNTS}{pairs.format(left='left')}", **values)
        rows = _newest(tx, pairs, values)
        told = [tip for _, tip in _tips(wb, tx, rows[:MOST])]
    assert found is not None
    many = {name: int(value or 0) for name, value in found.items() if name not in ("before", "after")}
    return Retakes(
        not_yets=many["not_yets"],
        came_back=Share(many["back"], many["given"]),
        passed=Share(many["passed"], many["decided"]),
        with_log=Share(many["log_passed"], many["log_decided"]),
        tips=len(told),
        taken_up=Share(told.count(Taken.BETTER), sum(one is not Taken.UNTRIED for one in told)),
        before=float(found["before"]) if many["pairs"] else None,
        after=float(found["after"]) if many["pairs"] else None,
        n=many["pairs"],
        cut=len(rows) > MOST,
    )


def people(wb: Workbook, scope: Scope, which: After) -> array[int]:
    """Whom a share of them counts, once for each not yet, or for each tip that was taken up."""
    from array import array

    pairs, values = _pairs(wb, scope, None)
    with wb.store.read() as tx:
        if which is After.TAKEN_UP:
            told = _tips(wb, tx, _newest(tx, pairs, values)[:MOST])
            return array("q", (person for person, tip in told if tip is Taken.BETTER))
        return tx.ids(f"select attempt.person{pairs.format(left='')} and {_TESTS[which]}", **values)


def _pairs(wb: Workbook, scope: Scope, milestone: MilestoneId | None) -> tuple[str, Values]:
    """The not-yets, each with its slip and with the next try, where there are such."""
    among, values = scope.applications()
    finished, span = scope.within(wb, "attempt.finished_at")
    joined = " join application on application.id = attempt.application" if among else ""
    tests = [f"attempt.result = '{Result.NOT_YET}'", finished, *([among] if among else [])]
    values = values | span
    if milestone:
        tests.append("attempt.milestone = :only")
        values["only"] = milestone
    return (
        f" from attempt{joined} {{left}} join attempt as again on again.person = attempt.person"
        " and again.milestone = attempt.milestone and again.number = attempt.number + 1 and again.finished_at > 0"
        " left join slip on slip.attempt = attempt.id and +slip.id = attempt.slip"
        f" where {' and '.join(tests)}"
    ), values


def _newest(tx: Tx, pairs: str, values: Values) -> list[Row]:
    sql = f"select {_PAIR}{pairs.format(left='')} order by again.finished_at desc limit {MOST + 1}"
    return tx.rows(sql, **values)


_GIVEN: Final = f"slip.gone = 1 and slip.state <> '{SlipState.NOT_WANTED}'"
_PASSED: Final = f"again.result = '{Result.PASSED}'"
_DECIDED: Final = f"again.result in ('{Result.PASSED}', '{Result.NOT_YET}')"
_LOGGED: Final = (
    "exists (select 1 from practice where practice.person = attempt.person"
    " and practice.at >= attempt.finished_at and practice.at <= again.finished_at)"
)
_TESTS: Final = {
    After.CAME_BACK: f"{_GIVEN} and again.id > 0",
    After.PASSED: _PASSED,
    After.WITH_LOG: f"{_PASSED} and {_LOGGED}",
}
_BOTH: Final = "attempt.points is not null and again.points is not null"


def _sum(test: str) -> str:
    return f"sum(case when {test} then 1 else 0 end)"


_COUNTS: Final = (
    f"count(*) as not_yets, {_sum(_GIVEN)} as given, {_sum(_TESTS[After.CAME_BACK])} as back,"
    f" {_sum(_DECIDED)} as decided, {_sum(_TESTS[After.PASSED])} as passed,"
    f" {_sum(f'{_DECIDED} and {_LOGGED}')} as log_decided,"
    f" {_sum(_TESTS[After.WITH_LOG])} as log_passed, {_sum(_BOTH)} as pairs,"
    f" avg(case when {_BOTH} then attempt.points end) as before, avg(case when {_BOTH} then again.points end) as after"
)
_PAIR: Final = (
    "attempt.person, attempt.id as first, again.id as second, attempt.rubric, again.rubric as later,"
    " slip.draft, slip.gone, slip.state"
)


def _tips(wb: Workbook, tx: Tx, rows: Sequence[Row]) -> list[tuple[int, Taken]]:
    """Tips of slips that were given, each with its person, by whether their criterion got better in the next try."""
    given = [row for row in rows if row["gone"] == 1 and row["state"] != SlipState.NOT_WANTED and row["draft"]]
    points = _points(wb, tx, given)
    return [
        (
            row["person"],
            taken(points.get((row["first"], point.criterion)), points.get((row["second"], point.criterion))),
        )
        for row in given
        for point in msgspec.json.decode(row["draft"], type=SlipDraft).improvements
    ]


def _points(wb: Workbook, tx: Tx, rows: Sequence[Row]) -> Mapping[tuple[int, str], float | None]:
    """Points by attempt and criterion."""
    if not rows:
        return {}
    kinds = {row["first"]: row["rubric"] for row in rows} | {row["second"]: row["later"] for row in rows}
    among, values = tx.among("attempt", list(kinds))
    found: dict[tuple[int, str], float | None] = {}
    for row in tx.rows(
        f"select attempt, criterion, value from rating where {among} and entered = 1 and card = 0", **values
    ):
        scorings = {one.id: one.scoring for one in rubrics.milestone(wb, tx, kinds[row["attempt"]]).criteria}
        if scoring := scorings.get(row["criterion"]):
            found[row["attempt"], row["criterion"]] = criterion_points(scoring, row["value"])
    return found
