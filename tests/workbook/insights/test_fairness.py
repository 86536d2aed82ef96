"""Fairness: off unless a site wants it, apart under its own key, gone with its person, and never about one of them."""

from __future__ import annotations

import stat
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from domain.model.errors import BadInput, Conflict, NotAWorkbook, NotFound
from domain.model.insight_rules import GroupQuestion
from domain.model.terms import MilestoneId, Result
from domain.rules.shares import Share
from domain.workbook import erasing, history, merging
from domain.workbook.insights import Scope, fairness
from tests.workbook.hub import TODAY

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workbook.hub import Hub

HOURS = GroupQuestion("hours", "Which hours can you work?", ("days", "nights", "any"))


@pytest.fixture
def apart(hub: Hub, tmp_path: Path) -> Path:
    """The site looks at fairness; where the file is to be."""
    known = hub.wb.catalogue
    figures = replace(known.follow_up.figures, questions=(HOURS,))
    hub.wb.catalogue = replace(known, follow_up=replace(known.follow_up, figures=figures))
    path = tmp_path / "apart" / "fairness.db"
    hub.wb.take_settings(replace(hub.wb.site, fairness=path), "Noor")
    return path


def crowd(hub: Hub, **groups: tuple[int, int]) -> list[int]:
    """People of groups, so many of so many of whom passed the application."""
    opening, found = hub.opening(), []
    for group, (through, of) in groups.items():
        for number in range(of):
            person = hub.person(f"Ana {group} {number}", opening)
            hub.take(hub.application(person), *((4, Result.PASSED) if number < through else (2, Result.NOT_YET)))
            fairness.give(hub.wb, person, {"hours": group}, freely=True)
            found.append(person)
    return found


def test_it_is_off_until_a_site_names_a_file_and_a_question(hub: Hub) -> None:
    person = hub.person()
    assert not fairness.is_on(hub.wb)
    for refused in (
        lambda: fairness.give(hub.wb, person, {"hours": "days"}, freely=True),
        lambda: fairness.show(hub.wb, "hours"),
        lambda: fairness.ask(hub.wb),
    ):
        with pytest.raises(Conflict, match="does not look at fairness"):
            refused()


def test_groups_are_counted_by_milestone_and_in_all_and_small_ones_are_not_there(hub: Hub, apart: Path) -> None:
    people = crowd(hub, days=(6, 6), nights=(1, 6), any=(4, 4))
    found = fairness.show(hub.wb, "hours")
    (step,) = found.steps
    assert step.milestone is MilestoneId.APPLICATION
    assert [(row.group, row.share) for row in step.rates.rows] == [("days", Share(6, 6)), ("nights", Share(1, 6))]
    assert step.rates.hidden == 1
    assert [row.group for row in step.rates.flagged] == ["nights"]
    assert [(row.group, row.share) for row in found.whole.rates.rows] == [("nights", Share(0, 5))]
    assert fairness.show(hub.wb, "hours", Scope(since=TODAY.replace(year=2027))).steps == ()
    fairness.take_back(hub.wb, people[-5])
    fairness.give(hub.wb, people[-6], {"hours": ""}, freely=True)
    assert [row.share.of for row in fairness.show(hub.wb, "hours").steps[0].rates.rows] == [6]


def test_it_is_kept_apart_without_a_name_or_an_id_and_no_act_tells_of_it(hub: Hub, apart: Path) -> None:
    person = hub.person()
    before = history.recent(hub.wb)
    fairness.give(hub.wb, person, {"hours": "nights"}, freely=True)
    assert history.recent(hub.wb) == before
    key = apart.with_name("fairness.db.key")
    assert [stat.S_IMODE(file.stat().st_mode) for file in (apart, key, apart.parent)] == [0o600, 0o600, 0o700]
    data = apart.read_bytes()
    assert b"nights" in data
    assert person.to_bytes(8) not in data
    assert str(person).encode() not in data
    fairness.take_back(hub.wb, person)
    assert b"nights" not in apart.read_bytes()
    key.write_bytes(bytes(32))
    with pytest.raises(NotAWorkbook, match="is not the key"):
        fairness.give(hub.wb, person, {"hours": "days"}, freely=True)
    key.unlink()
    with pytest.raises(NotFound, match="key"):
        fairness.show(hub.wb, "hours")


def test_only_what_is_offered_is_kept_and_only_freely(hub: Hub, apart: Path) -> None:
    person = hub.person()
    assert "need not answer" in fairness.ask(hub.wb)[0]
    with pytest.raises(BadInput, match="freely"):
        fairness.give(hub.wb, person, {"hours": "days"}, freely=False)
    for answers in ({"hours": "mornings"}, {"age": "30"}):
        with pytest.raises(BadInput):
            fairness.give(hub.wb, person, answers, freely=True)
    assert not apart.exists()


def test_it_moves_with_somebody_entered_twice_and_goes_with_who_is_erased(hub: Hub, apart: Path) -> None:
    people = crowd(hub, days=(5, 5))
    other = hub.person("Ana days 0 B")
    merging.merge(hub.wb, other, people[0])
    assert fairness.show(hub.wb, "hours").steps[0].rates.rows[0].share == Share(5, 5)
    erasing.erase(hub.wb, other, "Ana days 0 B")
    assert fairness.show(hub.wb, "hours").steps == ()
    for person in people[1:]:
        fairness.take_back(hub.wb, person)
    assert b"days" not in apart.read_bytes()


def test_nobody_is_erased_while_what_they_gave_cannot_be_taken_away(hub: Hub, apart: Path) -> None:
    person = crowd(hub, days=(5, 5))[0]
    key = apart.with_name(apart.name + ".key")
    kept = key.rename(apart.with_name("elsewhere"))
    with pytest.raises(NotFound, match="The key of"):
        erasing.erase(hub.wb, person, "Ana days 0")
    assert hub.value("select name from person where id = :p", p=person) == "Ana days 0"
    kept.rename(key)
    erasing.erase(hub.wb, person, "Ana days 0")
    assert fairness.show(hub.wb, "hours").steps == ()
    assert hub.value("select count(*) from person where id = :p", p=person) == 0
