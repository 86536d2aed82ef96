"""By when a slip was due, for the database: a table of the days of a period, with what was decided on each due when."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from domain.model.terms import MilestoneId

if TYPE_CHECKING:
    from datetime import date

    from domain.store import Tx
    from domain.workbook.insights.scope import Scope
    from domain.workbook.workbook import Workbook


def days(wb: Workbook, tx: Tx, scope: Scope) -> str:
    """A common table `day`, a row a business day of the period, newest last: `starts`, `behind`, and a `due` a target.

    Moments are milliseconds UTC. Days before the first decision there is, and after the last, are left out.
    """
    first, last = tx.value("select min(finished_at) from attempt where finished_at > 0"), wb.now()
    latest = tx.value("select max(finished_at) from attempt")
    since = max(filter(None, (scope.since, wb.day(int(first or last)))))
    until = min(filter(None, (scope.until, wb.day(max(last, int(latest or 0))))))
    rows = [_row(wb, since + timedelta(days=number)) for number in range((until - since).days + 1)]
    names = ", ".join(f"due{number}" for number in range(len(_targets(wb))))
    nothing = f"(0, 0, {', '.join('0' for _ in _targets(wb))})"
    return f"with day (starts, behind, {names}) as (values {', '.join(rows) or nothing})"


def due(wb: Workbook) -> str:
    """When the slip of an attempt was late, in SQL: the first moment after its last day in time."""
    targets = wb.catalogue.follow_up.feedback_days
    steps = [[step for step in MilestoneId if targets[step] == target] for target in _targets(wb)]
    names = (", ".join(f"'{step}'" for step in some) for some in steps)
    cases = (f"when attempt.milestone in ({some}) then day.due{number}" for number, some in enumerate(names))
    return f"case {' '.join(cases)} end"


def _targets(wb: Workbook) -> list[int]:
    """Business days that slips are promised within, each once."""
    return sorted(set(wb.catalogue.follow_up.feedback_days.values()))


def _row(wb: Workbook, day: date) -> str:
    bounds = [wb.starts_at(day), wb.starts_at(day + timedelta(days=1))]
    late = (wb.starts_at(wb.site.working_day_after(day, target + 1)) for target in _targets(wb))
    return f"({', '.join(map(str, (*bounds, *late)))})"
