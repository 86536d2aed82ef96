"""What a view costs: along indexes over the days that are looked at, and no more statements for more people."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from domain.model.terms import MilestoneId, Result
from domain.workbook.insights import (
    Scope,
    explaining,
    funnel,
    kept,
    planning,
    raters,
    reasons,
    retakes,
    staying,
    waits,
    weekly,
)
from domain.workbook.promise_rates import End
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
        lambda: raters.show(wb, scope),
        lambda: staying.show(wb, Scope()),
        lambda: planning.show(wb, planning.next_class(wb)),
    )


def lists(hub: Hub) -> tuple[Callable[[], object], ...]:
    """The people behind lines of every kind, over the last days."""
    wb, scope = hub.wb, Scope(since=hub.wb.today() - timedelta(days=7), until=hub.wb.today())
    opening = planning.next_class(wb)
    return (
        lambda: funnel.people_at(wb, scope, funnel.View.FLOW, MilestoneId.PHONE),
        lambda: reasons.people_below(wb, scope, MilestoneId.PHONE, "ph.clarity"),
        lambda: reasons.people_near(wb, scope),
        lambda: reasons.people_because(wb, scope, reasons.WHY["line"]),
        lambda: reasons.people_other(wb, scope),
        lambda: [retakes.people(wb, scope, which) for which in retakes.After],
        lambda: waits.people_through(wb, scope, MilestoneId.PHONE),
        lambda: [waits.people_on(wb, scope, way) for way in waits.Way],
        lambda: waits.people_in_queue(wb, scope, 10),
        lambda: waits.people_missing(wb, scope, "1 day"),
        lambda: [kept.people(wb, scope, which) for which in kept.Slips],
        lambda: kept.people_answering(wb, scope, 4),
        lambda: kept.people_promised(wb, scope, End.KEPT),
        lambda: raters.people(wb, scope),
        lambda: staying.people(wb, scope, 30, MilestoneId.EXAM),
        lambda: (planning.people_at(wb, opening), planning.people_hired(wb, opening)),
        lambda: [planning.people_seen(wb, step) for step in ("show", "accept", "clear", "day_one")],
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
        for ask in (*views(hub), *lists(hub)):
            with counted(hub) as seen:
                ask()
            costs[-1].append(len(seen))
    assert costs[0] == costs[1]
    assert max(costs[1]) <= MOST
    for ask in (*views(hub), *lists(hub)):
        whole = {"SCAN attempt", "SCAN application", "SCAN slip", "SCAN person", "SCAN rating", "SCAN touch"}
        whole |= {"SCAN card", "SCAN visit", "SCAN promise", "SCAN r", "SCAN stay", "SCAN practice"}
        assert not whole & set(plan(hub, ask))
    hub.wb.close()


def test_the_weekly_page_reads_the_rates_of_the_site_once_for_all_classes(hub: Hub) -> None:
    for account in ("retail_cs", "travel_air"):
        hub.opening(account)
    with counted(hub) as seen:
        assert len(weekly.page(hub.wb).classes) == 2
    assert len([sql for sql, _ in seen if "from offer where made_at" in sql]) == 1


def test_both_engines_list_the_people_behind_every_kind_of_line(hub: Hub) -> None:
    hub.take(hub.put_on("Joan Alcaraz"), 1, Result.NOT_YET)
    for ask in lists(hub):
        ask()
    assert len(reasons.people_because(hub.wb, Scope(), reasons.WHY["line"])) == 1
