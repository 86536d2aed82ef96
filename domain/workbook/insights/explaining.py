"""What explains one bar of the funnel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.model.terms import MilestoneId, Result
from domain.rules.shares import Share
from domain.workbook.insights.reasons import Gap, reasons
from domain.workbook.insights.retakes import Retakes, retakes
from domain.workbook.insights.scope import EVERYTHING, Scope

if TYPE_CHECKING:
    from domain.workbook.workbook import Workbook


@dataclass(frozen=True, slots=True)
class Scenario:
    """How one scenario went."""

    title: str
    passed: Share


@dataclass(frozen=True, slots=True)
class Explained:
    """Behind one bar."""

    milestone: MilestoneId
    attempts: int
    """Decided in the period."""
    not_yets: int
    """People whose not yet nothing has followed."""
    gaps: tuple[Gap, ...]
    retakes: Retakes
    scenarios: tuple[Scenario, ...]
    """The one that most pass first; only where more than one was used."""
    second_looks: int
    """Attempts that wait for a second look now."""


def explain(wb: Workbook, milestone: MilestoneId, scope: Scope = EVERYTHING) -> Explained:
    """What explains the bar of a milestone."""
    among, values = scope.applications()
    joined = " join application on application.id = attempt.application" if among else ""
    people = f" and {among}" if among else ""
    finished, span = scope.within(wb, "attempt.finished_at")
    with wb.store.read() as tx:
        rows = tx.rows(
            "select attempt.scenario, count(*) as many,"
            f" sum(case attempt.result when '{Result.PASSED}' then 1 else 0 end) as passed"
            f" from attempt{joined} where attempt.milestone = :step and {finished}{people}"
            f" and attempt.result in ('{Result.PASSED}', '{Result.NOT_YET}') group by attempt.scenario",
            step=milestone,
            **values,
            **span,
        )
        looks = tx.value(
            f"select count(distinct card.attempt) from card join attempt on attempt.id = card.attempt{joined}"
            f" where attempt.milestone = :step and attempt.finished_at = 0{people}",
            step=milestone,
            **values,
        )
        why, again = reasons(wb, scope, milestone, needed=False), retakes(wb, scope, milestone)
    known = wb.catalogue.scenarios
    scenarios = [
        Scenario(known[row["scenario"]].title, Share(row["passed"], row["many"]))
        for row in rows
        if row["scenario"] in known
    ]
    scenarios.sort(key=lambda one: (-one.passed.value, one.title))
    return Explained(
        milestone,
        sum(row["many"] for row in rows),
        why.not_yets,
        why.gaps,
        again,
        tuple(scenarios) if len(scenarios) > 1 else (),
        int(looks),
    )
