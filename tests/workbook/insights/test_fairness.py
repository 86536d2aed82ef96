"""Fairness: off unless a site wants it, counted once for a period that is over, and never about one of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from hashlib import blake2b
from itertools import pairwise
from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest

from domain.model.errors import BadInput, Conflict
from domain.model.terms import MilestoneId, Result
from domain.rules.fairness import Period, period_over
from domain.rules.shares import Share
from domain.store import apart
from domain.workbook import erasing, freely, merging
from domain.workbook.insights import fairness
from tests.workbook.freed import look_at_fairness

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workbook.hub import Hub

SUMMER = Period(date(2026, 7, 1), date(2026, 9, 30))
"""The quarter in which the hubs of these tests begin."""


@pytest.fixture
def kept_apart(hub: Hub, tmp_path: Path) -> Path:
    """The site looks at fairness; where the file is to be."""
    return look_at_fairness(hub, tmp_path / "apart" / "fairness.db")


def crowd(hub: Hub, **groups: tuple[int, int]) -> list[int]:
    """People of groups, so many of so many of whom passed the application."""
    opening, found = hub.opening(), []
    for group, (through, of) in groups.items():
        for number in range(of):
            person = hub.person(f"Ana {group} {number}", opening)
            hub.take(hub.application(person), *((4, Result.PASSED) if number < through else (2, Result.NOT_YET)))
            freely.give(hub.wb, person, {"hours": group}, freely=True)
            found.append(person)
    return found


def of_five(hub: Hub) -> int:
    """How many of the group 'days' came through the application of the summer; 0 where it is not shown."""
    rows = [row for step in fairness.show(hub.wb, "hours", SUMMER).steps for row in step.rates.rows]
    return sum(row.share.of for row in rows if row.group == "days")


def test_it_is_off_until_a_site_names_a_file_and_a_question(hub: Hub) -> None:
    assert not freely.is_on(hub.wb)
    with pytest.raises(Conflict, match="does not look at fairness"):
        fairness.show(hub.wb, "hours")


def test_groups_are_counted_by_milestone_and_in_all_and_small_ones_are_not_there(hub: Hub, kept_apart: Path) -> None:
    people = crowd(hub, days=(6, 6), nights=(1, 7), any=(4, 4))
    freely.take_back(hub.wb, people[-5])
    assert fairness.show(hub.wb, "hours").steps == ()
    hub.clock.ahead(days=60)
    found = fairness.show(hub.wb, "hours")
    assert found.period == SUMMER
    (step,) = found.steps
    assert step.milestone is MilestoneId.APPLICATION
    assert [(row.group, row.share) for row in step.rates.rows] == [("days", Share(6, 6)), ("nights", Share(1, 6))]
    assert step.rates.hidden == 1
    assert [row.group for row in step.rates.flagged] == ["nights"]
    assert [(row.group, row.share) for row in found.whole.rates.rows] == [("nights", Share(0, 5))]


def test_what_was_counted_stays_whoever_comes_answers_goes_or_is_corrected_later(hub: Hub, kept_apart: Path) -> None:
    people = crowd(hub, days=(5, 5))
    late = hub.person("Late Cruz", hub.opening())
    hub.take(hub.application(late))
    hub.clock.ahead(days=60)
    assert of_five(hub) == 5
    freely.give(hub.wb, late, {"hours": "days"}, freely=True)
    assert of_five(hub) == 5
    freely.take_back(hub.wb, people[0])
    erasing.erase(hub.wb, people[1], "Ana days 1")
    assert of_five(hub) == 5
    assert set(apart.Apart(kept_apart).given("hours")) == {late, *people[2:]}


def test_too_few_stay_too_few_for_that_period(hub: Hub, kept_apart: Path) -> None:
    people = crowd(hub, days=(4, 4))
    late = hub.person("Late Cruz", hub.opening())
    hub.take(hub.application(late))
    hub.clock.ahead(days=60)
    assert of_five(hub) == 0
    freely.give(hub.wb, late, {"hours": "days"}, freely=True)
    assert of_five(hub) == 0
    assert len(people) == 4


def test_only_whole_periods_that_are_over_and_no_two_that_share_a_day(hub: Hub, kept_apart: Path) -> None:
    crowd(hub, days=(5, 5))
    with pytest.raises(BadInput, match="a whole quarter that is over"):
        fairness.show(hub.wb, "hours", SUMMER)
    hub.clock.ahead(days=150)
    for other in (replace(SUMMER, until=SUMMER.until - timedelta(days=1)), Period(SUMMER.since, date(2026, 12, 31))):
        with pytest.raises(BadInput, match="subtracted"):
            fairness.show(hub.wb, "hours", other)
    assert SUMMER in fairness.periods(hub.wb)
    assert of_five(hub) == 5
    look_at_fairness(hub, kept_apart, months=12)
    year = fairness.show(hub.wb, "hours")
    assert (year.steps, year.refused[:23]) == ((), "Days of it were counted")


@pytest.mark.parametrize("months", [3, 6, 12])
def test_periods_follow_each_other_without_a_gap_or_a_day_in_two(months: int) -> None:
    for start in (date(2026, 1, 1), date(2026, 8, 12), date(2027, 12, 31)):
        found = [period_over(start, months, back) for back in range(9)]
        assert found[0].until < start <= period_over(start, months, -1).until
        assert all(newer.since - older.until == timedelta(days=1) for newer, older in pairwise(found))
        assert all(one.since.day == 1 for one in found)


def test_counting_costs_what_was_answered_and_not_what_was_not(
    hub: Hub, kept_apart: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd(hub, days=(5, 5))
    hub.clock.ahead(days=60)
    digests = Mock(wraps=blake2b)
    monkeypatch.setattr(apart, "blake2b", digests)

    def cost() -> int:
        digests.reset_mock()
        apart.Apart(kept_apart).given("hours")
        return digests.call_count

    before = cost()
    for number in range(20):
        hub.person(f"Silent Cruz {number}")
    assert cost() == before < 12
    assert of_five(hub) == 5


def test_it_moves_with_somebody_entered_twice_and_goes_with_who_is_erased(hub: Hub, kept_apart: Path) -> None:
    people = crowd(hub, days=(5, 5))
    other = hub.person("Ana days 0 B")
    merging.merge(hub.wb, other, people[0])
    file = apart.Apart(kept_apart)
    hub.clock.ahead(days=60)
    assert of_five(hub) == 5
    erasing.erase(hub.wb, other, "Ana days 0 B")
    assert len(file.given("hours")) == 4
    for person in people[1:]:
        freely.take_back(hub.wb, person)
    assert file.given("hours") == {}
