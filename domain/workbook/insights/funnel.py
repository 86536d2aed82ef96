"""The funnel: how many people there are at each milestone, and what became of them there.

Two ways to look at the same days. The flow counts what happened in them, whoever it happened to. A cohort is the people
who came in them, followed until now, however long ago that was. Either way somebody is counted once at a milestone:
a pass there decides, else what came last. So retakes, moves back and forth and entries put together add nobody.

Of people who were erased only the month is known; a month counts if its first day lies in the period.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from domain.model.lazily import dataclass
from domain.model.terms import ROAD, MilestoneId
from domain.rules.planning import default_rates
from domain.rules.shares import Share
from domain.workbook.insights.cohorts import Week, cohort, cohort_people
from domain.workbook.insights.flows import flow, flow_people
from domain.workbook.insights.outcomes import Outcome
from domain.workbook.insights.scope import EVERYTHING, Scope

if TYPE_CHECKING:
    from array import array

    from domain.store import Tx
    from domain.workbook.insights.scope import Values
    from domain.workbook.workbook import Workbook

__all__ = ["DIFFERENCE", "Funnel", "MilestoneRow", "Outcome", "View", "Week", "funnel", "people_at", "people_started"]


class View(StrEnum):
    """How the days are looked at."""

    FLOW = "flow"
    COHORT = "cohort"


DIFFERENCE: Final = {
    View.FLOW: "Flow: what happened in these days, whoever it happened to, also to people who came before them.",
    View.COHORT: "Cohort: the people who came in these days, followed until now; the newest are still on their way.",
}
"""What a view counts, and so why the other one differs, in a line."""


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """One bar: people by what became of them at a milestone, each of them once."""

    milestone: MilestoneId
    passed: int = 0
    not_yet: int = 0
    waiting: int = 0
    withdrew: int = 0
    no_show: int = 0
    ended: int = 0
    planned: float | None = None
    """The share 0-1 that plans reckon with where a site has no rate of its own; None where there is none."""

    @property
    def people(self) -> int:
        """Everybody who came to it."""
        return self.passed + self.not_yet + self.waiting + self.withdrew + self.no_show + self.ended

    @property
    def lost(self) -> int:
        """Who stopped there, for now or for good."""
        return self.people - self.passed - self.waiting

    @property
    def conversion(self) -> Share:
        """Of those about whom something is decided, who passed."""
        return Share(self.passed, self.people - self.waiting)

    @property
    def drop(self) -> Share:
        """Of everybody who came to it, who stopped there."""
        return Share(self.lost, self.people)

    @property
    def short(self) -> float:
        """By how much 0-1 fewer passed than is planned; 0 where it is not known or no fewer."""
        planned = self.planned
        return max(0.0, planned - self.conversion.value) if planned and self.conversion.of else 0.0

    def of(self, outcome: Outcome) -> int:
        """How many it ended so for."""
        return int(getattr(self, outcome.name.lower()))


@dataclass(frozen=True, slots=True)
class Funnel:
    """The whole funnel of a scope."""

    view: View
    rows: tuple[MilestoneRow, ...]
    """All ten, in the order of the road."""
    started: int
    """Who was there on day one."""
    own_from: int
    """Cases from which on a rate is the site's own; before, plans reckon with the stated one."""
    erased: int = 0
    """How many of those who are counted were erased since."""
    weeks: tuple[Week, ...] = ()
    """Of a cohort, the newest first."""

    def row(self, milestone: MilestoneId) -> MilestoneRow:
        """The bar of a milestone."""
        return self.rows[ROAD.index(milestone)]

    def is_own(self, row: MilestoneRow) -> bool:
        """Whether a bar has cases enough for a rate of the site's own."""
        return row.conversion.of >= self.own_from

    @property
    def lowest(self) -> MilestoneRow:
        """The bar that is furthest below plan, of those with enough cases; else the one that loses most people."""
        enough = [row for row in self.rows if self.is_own(row) and row.short > 0]
        return max(enough, key=lambda row: row.short) if enough else max(self.rows, key=lambda row: row.lost)


def funnel(wb: Workbook, scope: Scope = EVERYTHING, view: View = View.FLOW, *, erased: bool = True) -> Funnel:
    """The funnel of whom a scope names.

    Without `erased`, a flow leaves out who was erased: of them only the month is known, which is too much for a week.
    """
    with wb.store.read() as tx:
        found = flow(wb, tx, scope, erased=erased) if view is View.FLOW else cohort(wb, tx, scope)
        started = _started(wb, tx, scope, view)
    rules = wb.catalogue.follow_up.classes
    stated = default_rates(rules).passes
    rows = (
        MilestoneRow(step, **{one.name.lower(): found.counts[step, one] for one in Outcome}, planned=stated.get(step))
        for step in ROAD
    )
    return Funnel(view, tuple(rows), started, rules.own_from, found.erased, found.weeks)


def people_at(
    wb: Workbook, scope: Scope, view: View, milestone: MilestoneId, outcome: Outcome | None = None
) -> array[int]:
    """Who a bar stands for, or the part of it that ended so; those who were erased are nobody any more."""
    with wb.store.read() as tx:
        if view is View.FLOW:
            return flow_people(wb, tx, scope, milestone, outcome)
        return cohort_people(wb, tx, scope, milestone, outcome)


def people_started(wb: Workbook, scope: Scope, view: View) -> array[int]:
    """Who was there on the first day of a class: of a flow, on one of these days; of a cohort, by now."""
    with wb.store.read() as tx:
        tables, values = _on_day_one(wb, scope, view)
        return tx.ids(f"select distinct offer.person {tables}", **values)


def _started(wb: Workbook, tx: Tx, scope: Scope, view: View) -> int:
    tables, values = _on_day_one(wb, scope, view)
    return int(tx.value(f"select count(distinct offer.person) {tables}", **values))


def _on_day_one(wb: Workbook, scope: Scope, view: View) -> tuple[str, Values]:
    among, values = scope.applications()
    tests = ["offer.came = 1", *([among] if among else [])]
    if view is View.COHORT:
        within, span = scope.within(wb, "application.at")
        tests, values = [*tests, within], values | span
    elif scope.since or scope.until:
        tests += ["offer.starts >= :starts_from", "offer.starts <= :starts_to"]
        values["starts_from"] = (scope.since or date.min).isoformat()
        values["starts_to"] = (scope.until or date.max).isoformat()
    joined = "from offer join application on application.id = offer.application"
    return f"{joined} where {' and '.join(tests)}", values
