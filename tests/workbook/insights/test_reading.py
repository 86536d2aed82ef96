"""What a view costs: along indexes over the days that are looked at, and no more statements for more people."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from domain.model.terms import MilestoneId, Result
from domain.workbook.insights import Scope, explaining, funnel, kept, reasons, retakes, waits
from tests.workbook.hub import make_hub
from tests.workbook.test_plans import plan
from tests.workbook.test_statements import counted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.workbook.hub import Hub

MOST = 26


def views(hub: Hub) -> tuple[Callable[[], object], ...]:
    """Every view over the last days."""
    wb, scope = hub.wb, Scope(since=hub.wb.today() - timedelta(days=7), until=hub.wb.today())
    return (
        lambda: funnel.funnel(wb, scope),
        lambda: funnel.funnel(wb, scope, funnel.View.COHORT),
        lambda: explaining.explain(wb, MilestoneId.PHONE, scope),
        lambda: (reasons.reasons(wb, scope), retakes.retakes(wb, scope)),
        lambda: waits.waits(wb, scope),
        lambda: kept.kept(wb, scope),
    )


def test_views_read_only_the_days_that_are_looked_at_and_ask_no_more_for_more_people(tmp_path: Path) -> None:
    hub = make_hub(tmp_path / "hub.milepost")
    opening = hub.opening()
    costs: list[list[int]] = []
    for more in (2, 3):
        for number in range(more):
            application = hub.application(hub.person(f"Person {more} {number}", opening))
            hub.take(application)
            hub.take(application, 2, Result.NOT_YET)
        costs.append([])
        for ask in views(hub):
            with counted(hub) as seen:
                ask()
            costs[-1].append(len(seen))
    assert costs[0] == costs[1]
    assert max(costs[1]) <= MOST
    for ask in views(hub):
        whole = {"SCAN attempt", "SCAN application", "SCAN slip", "SCAN person", "SCAN rating", "SCAN touch"}
        assert not whole & set(plan(hub, ask))
    hub.wb.close()
