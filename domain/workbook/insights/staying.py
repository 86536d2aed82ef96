"""Which milestone scores go with staying: the people who were there on day one, 30, 60 and 90 days on.

A score is that of the person's last pass at the milestone before their offer was made. Somebody stayed until a day if
they were still here when we asked on it, and left if they were gone then or before; whom nobody asked is not counted.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from domain.model.lazily import dataclass
from domain.model.terms import ROAD, MilestoneId
from domain.rules.association import Association, Sums, point_biserial
from domain.rules.shares import Share
from domain.workbook.insights.scope import EVERYTHING, Scope

if TYPE_CHECKING:
    from array import array
    from collections.abc import Mapping

    from domain.store import Tx
    from domain.workbook.insights.scope import Values
    from domain.workbook.workbook import Workbook

__all__ = ["UNASKED", "WARNINGS", "Association", "ScoreRow", "Staying", "people", "show"]

SELECTED: Final = (
    "Only people who were hired are counted, and these scores helped to choose them. So a score can matter and still"
    " show nothing here, and nothing here says how long the others would have stayed."
)
SMALL: Final = "Of few people, the next class can turn a figure round. Change no pass line because of it."
UNASKED: Final = (
    "Some were not asked on this day. Of these, we know only of those who had left before, so fewer seem to have stayed"
    " than did."
)
CAUSE: Final = "A score that goes with staying need not be the reason for it."
WARNINGS: Final = (SELECTED, SMALL, CAUSE)
"""What must be read beside these figures."""


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One milestone: whether its score goes with staying until a day."""

    milestone: MilestoneId
    people: int
    """Of whom both are known."""
    few: str
    """'too few: 7 of 30' where nothing may be said, else ''."""
    found: Association | None
    """None where there are too few, all stayed or left, or all scored the same."""


@dataclass(frozen=True, slots=True)
class Staying:
    """One of the days on which we ask."""

    day: int
    stayed: Share
    """Who was still here, of those who are known of."""
    due: int
    """Who began so long ago; of some of them nobody knows."""
    rows: tuple[ScoreRow, ...]
    """In the order of the road, those milestones that somebody has a score of."""


def show(wb: Workbook, scope: Scope = EVERYTHING) -> tuple[Staying, ...]:
    """Every day on which the site asks, with what goes with staying until it."""
    with wb.store.read() as tx:
        return tuple(_day(wb, tx, scope, day) for day in wb.catalogue.follow_up.offers.stay_days)


def people(wb: Workbook, scope: Scope, day: int, step: str = "", *, here: bool | None = None) -> array[int]:
    """Of whom it is known whether they were here on a day, once for each offer.

    Only those with a score at a milestone where one is given, and who were here, or were not, where that is said.
    """
    tests, values = _began(scope)
    asked = _ASKED.format(scope="".join(f" and {test}" for test in tests))
    which = "o.stayed < 2" if here is None else "o.stayed = :stayed"
    scored = f"{_SCORED.format(asked=asked)} and t.milestone = :step" if step else f"from ({asked}) as o where 1 = 1"
    with wb.store.read() as tx:
        sql = f"select o.person {scored} and {which}"
        return tx.ids(sql, **values, **_on(wb, day), stayed=int(here or 0), step=step)


_ASKED = """
select offer.id, offer.person, offer.made_at,
       case when exists (select 1 from stay where stay.offer = offer.id and stay.day <= :day and stay.here = 2) then 0
            when exists (select 1 from stay where stay.offer = offer.id and stay.day >= :day and stay.here = 1) then 1
            else 2 end as stayed
  from offer cross join application
 where application.id = offer.application and offer.came = 1
   and offer.starts > '' and offer.starts <= :begun{scope}
"""
"""Somebody who was here later was here on the day; 2 is whom nobody asked.

Joined crosswise, here and below: SQLite then reads the few offers first, and not every attempt.
"""
_SCORED = """
  from ({asked}) as o
  cross join attempt t
 where t.person = o.person and t.finished_at > 0 and t.finished_at <= o.made_at and t.result = 'passed'
   and o.stayed < 2 and t.points is not null
   and not exists (select 1 from attempt n where n.person = t.person and n.milestone = t.milestone
                      and n.number > t.number and n.finished_at > 0 and n.finished_at <= o.made_at
                      and n.result = 'passed')
"""
_SCORES = (
    "select t.milestone, o.stayed, count(*) as n, sum(t.points) as total, sum(t.points * t.points) as squares"
    + _SCORED
    + " group by t.milestone, o.stayed"
)


def _day(wb: Workbook, tx: Tx, scope: Scope, day: int) -> Staying:
    tests, values = _began(scope)
    asked = _ASKED.format(scope="".join(f" and {test}" for test in tests))
    known = {
        row["stayed"]: int(row["n"])
        for row in tx.rows(
            f"select stayed, count(*) as n from ({asked}) as o group by stayed", **values, **_on(wb, day)
        )
    }
    sums = {
        (row["milestone"], row["stayed"]): Sums(int(row["n"]), float(row["total"]), float(row["squares"]))
        for row in tx.rows(_SCORES.format(asked=asked), **values, **_on(wb, day))
    }
    rows = tuple(_row(wb, step, sums) for step in ROAD if (step, 0) in sums or (step, 1) in sums)
    asked_of = Share(known.get(1, 0), known.get(0, 0) + known.get(1, 0))
    return Staying(day, asked_of, asked_of.of + known.get(2, 0), rows)


def _on(wb: Workbook, day: int) -> Values:
    """A day, and the last first day so far back: who left early is not counted before the others can be."""
    return {"day": day, "begun": (wb.today() - timedelta(days=day)).isoformat()}


def _began(scope: Scope) -> tuple[list[str], Values]:
    """The conditions on whose class began in the period."""
    among, values = scope.applications()
    tests = [among] if among else []
    if scope.since:
        tests.append("offer.starts >= :starts_from")
        values["starts_from"] = scope.since.isoformat()
    if scope.until:
        tests.append("offer.starts <= :starts_to")
        values["starts_to"] = scope.until.isoformat()
    return tests, values


def _row(wb: Workbook, step: MilestoneId, sums: Mapping[tuple[str, int], Sums]) -> ScoreRow:
    nobody = Sums(0, 0.0, 0.0)
    stayed, left = sums.get((step, 1), nobody), sums.get((step, 0), nobody)
    people, least = stayed.n + left.n, wb.catalogue.follow_up.figures.staying_from
    if people < least:
        return ScoreRow(step, people, f"too few: {people} of {least}", None)
    return ScoreRow(step, people, "", point_biserial(stayed, left))
