"""The class planner on a class as it stands, and what goes with staying."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from domain.model.errors import BadInput, NotFound
from domain.model.terms import MilestoneId
from domain.rules.shares import Share
from domain.workbook import decisions, erasing, fitting, history, offers, openings
from domain.workbook.insights import Scope, figure_tables, planning, staying
from tests.workbook.hub import TODAY
from tests.workbook.insights.planted import hire
from tests.workbook.test_offers import at_offer, made, taken

if TYPE_CHECKING:
    from tests.workbook.hub import Hub


def test_a_class_with_nobody_takes_800_people_and_says_that_every_rate_is_stated(hub: Hub) -> None:
    found = planning.show(hub.wb, hub.opening())
    assert (found.plan.outlook.offers, found.plan.outlook.people, found.on_the_way) == (32, 800, 0)
    assert (found.own, found.stated, found.supposed, found.own_from) == (0, 11, 0, 30)
    assert (found.by, found.days) == (date(2026, 8, 27), 12)
    assert found.plan.loads[0].per_day == 67
    assert found.plan.odds.filled.value == 0.0
    assert not found.late
    names = [row["name"] for row in figure_tables.plan_table(hub.wb, found).rows if row["what"] == "rate"]
    assert names[:3] == ["Online application", "Phone interview", "come to the site"]
    with pytest.raises(NotFound):
        planning.show(hub.wb, 1)


def test_who_is_on_the_way_and_who_is_hired_is_counted_where_they_stand(hub: Hub) -> None:
    opening = hub.opening(seats=3)
    at_offer(hub, "Ana Lim", opening)
    hub.person("Joan Alcaraz", opening)
    gone = hub.application(hub.person("Paolo Cruz", opening))
    decisions.withdraw(hub.wb, gone, reason="moved away")
    found = planning.show(hub.wb, opening)
    here = {load.milestone: load.here for load in found.plan.loads if load.here}
    assert (here, found.on_the_way) == ({MilestoneId.APPLICATION: 1, MilestoneId.OFFER: 1}, 2)
    history.undo(hub.wb)
    assert planning.show(hub.wb, opening).on_the_way == 3
    assert planning.show(hub.wb, opening, seats=40).plan.free == 40
    person, _ = taken(hub, "Hana Reyes")
    hired = hub.rows("select opening from application where person = :p", p=person)[0]["opening"]
    assert planning.show(hub.wb, hired).plan.free == 19


def test_what_if_asks_for_a_rate_of_the_route_and_a_share(hub: Hub) -> None:
    opening = hub.opening()
    better = planning.show(hub.wb, opening, {"exam": 1.0})
    assert better.plan.outlook.people == 440
    assert (better.supposed, better.stated) == (1, 10)
    for wrong in ({"tech_test": 0.5}, {"exam": 0}, {"exam": 1.5}):
        with pytest.raises(BadInput, match="no rate of this class"):
            planning.show(hub.wb, opening, wrong)


def test_own_rates_are_counted_and_taken_from_thirty_cases_on(hub: Hub) -> None:
    joan, offer = taken(hub)
    _, other = made(hub, "Ana Lim")
    offers.decline(hub.wb, other, "another offer")
    hub.clock.ahead(days=21)
    offers.came(hub.wb, offer, there=True)
    late = hub.opening()
    decisions.no_show(hub.wb, hub.application(hub.person("Paolo Cruz", late)))
    own = planning.own_rates(hub.wb)
    assert (own["accept"], own["clear"], own["day_one"]) == (Share(1, 2), Share(1, 1), Share(1, 1))
    assert (own["application"], own["exam"], own["show"]) == (Share(2, 2), Share(2, 2), Share(2, 2))
    shown = planning.show(hub.wb, late)
    assert {rate.id: rate.cases for rate in shown.plan.rates}["accept"] == Share(1, 2)
    assert shown.own == 0
    erasing.erase(hub.wb, joan, "Joan Alcaraz")
    assert planning.own_rates(hub.wb)["exam"] == Share(2, 2)
    hub.clock.ahead(days=400)
    assert planning.own_rates(hub.wb)["exam"] == Share(0, 0)


def test_who_moved_and_was_erased_is_one_case_as_they_were_before(hub: Hub) -> None:
    application = hub.put_on("Moves Twice")
    hub.take(application)
    moved = fitting.move(hub.wb, application, hub.opening())
    last = fitting.move(hub.wb, moved, hub.opening())
    assert planning.own_rates(hub.wb)["application"] == Share(1, 1)
    erasing.erase(hub.wb, hub.stands(last)["person"], "Moves Twice")
    assert planning.own_rates(hub.wb)["application"] == Share(1, 1)


def test_a_class_whose_last_day_for_offers_is_over_is_late(hub: Hub) -> None:
    soon = openings.create(hub.wb, "retail_cs", seats=5, starts=date(2026, 8, 14))
    undated = openings.create(hub.wb, "retail_cs", seats=5)
    found = planning.show(hub.wb, soon)
    assert (found.by, found.days, found.late) == (date(2026, 8, 11), 0, True)
    assert (planning.show(hub.wb, undated).by, planning.show(hub.wb, undated).late) == (None, False)


def test_the_score_that_goes_with_staying_is_the_last_pass_and_few_people_say_nothing(hub: Hub) -> None:
    hire(hub, [(80 + number, 0) for number in range(15)] + [(60 + number, 30) for number in range(14)])
    thirty, sixty, ninety = staying.show(hub.wb)
    assert (thirty.stayed, sixty.stayed, ninety.stayed) == (Share(15, 29), Share(15, 29), Share(0, 14))
    assert (sixty.due, ninety.due) == (29, 29)
    hub.clock.ahead(days=-20)  # then day 90 of 4 May is still to come, for those who left as well
    assert (staying.show(hub.wb)[2].stayed, staying.show(hub.wb)[2].due) == (Share(0, 0), 0)
    hub.clock.ahead(days=20)
    (row,) = sixty.rows
    assert (row.milestone, row.people, row.few, row.found) == (MilestoneId.EXAM, 29, "too few: 29 of 30", None)
    hire(hub, [(70, 60)])
    (row,) = staying.show(hub.wb)[1].rows
    assert row.found is not None
    assert (row.found.people, row.found.stayed.mean) == (30, 87.0)
    assert 0.8 < row.found.correlation < 1
    assert row.found.says_something
    assert staying.show(hub.wb)[0].stayed == Share(15, 29)
    assert staying.show(hub.wb, Scope(since=TODAY))[1].stayed == Share(0, 0)
