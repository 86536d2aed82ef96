"""Rubrics: a new version when the words changed and only then; an attempt keeps the words it was rated under."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from domain.model.errors import NotFound
from domain.model.terms import MilestoneId
from domain.workbook import attempts, rubrics

if TYPE_CHECKING:
    from tests.workbook.hub import Hub


def reword(hub: Hub, milestone: MilestoneId, purpose: str) -> None:
    """The catalogue is edited between two days."""
    known = hub.wb.catalogue.milestones
    changed = {**known, milestone: replace(known[milestone], purpose=purpose)}
    hub.wb.catalogue = replace(hub.wb.catalogue, milestones=changed)


def versions(hub: Hub, name: str) -> list[int]:
    """Numbers of the stored versions."""
    return [row["number"] for row in hub.rows("select number from rubric where name = :n order by number", n=name)]


def test_the_same_words_are_stored_once(hub: Hub) -> None:
    opening = hub.opening()
    for name in ("Joan Alcaraz", "Omar Said", "Lea Mondal"):
        attempts.open_or_start(hub.wb, hub.application(hub.person(name, opening)))
    hub.opening()
    assert versions(hub, "application/retail_cs") == [1]
    assert versions(hub, "retail_cs") == [1]


def test_changed_words_are_a_new_version_and_an_attempt_keeps_its_own(hub: Hub) -> None:
    opening = hub.opening()
    first = attempts.open_or_start(hub.wb, hub.application(hub.person("Joan Alcaraz", opening)))
    before = attempts.sheet(hub.wb, first).milestone
    reword(hub, MilestoneId.APPLICATION, "Reads whether the form is whole.")
    second = attempts.open_or_start(hub.wb, hub.application(hub.person("Omar Said", opening)))
    assert versions(hub, "application/retail_cs") == [1, 2]
    assert attempts.sheet(hub.wb, first).milestone == before
    assert attempts.sheet(hub.wb, second).milestone.purpose == "Reads whether the form is whole."
    reword(hub, MilestoneId.APPLICATION, before.purpose)
    attempts.open_or_start(hub.wb, hub.application(hub.person("Lea Mondal", opening)))
    assert versions(hub, "application/retail_cs") == [1, 2]


def test_an_edit_elsewhere_makes_no_new_version(hub: Hub) -> None:
    opening = hub.opening()
    attempts.open_or_start(hub.wb, hub.application(hub.person("Joan Alcaraz", opening)))
    reword(hub, MilestoneId.EXAM, "Another exam.")
    attempts.open_or_start(hub.wb, hub.application(hub.person("Omar Said", opening)))
    assert versions(hub, "application/retail_cs") == [1]


def test_each_account_has_versions_of_its_own(hub: Hub) -> None:
    for account in ("retail_cs", "travel_air"):
        attempts.open_or_start(hub.wb, hub.put_on(account=account))
    assert (versions(hub, "application/retail_cs"), versions(hub, "application/travel_air")) == ([1], [1])


def test_a_colleague_reads_the_words_that_were_stored(hub: Hub, colleague: Hub) -> None:
    attempt = attempts.open_or_start(hub.wb, hub.put_on())
    reword(colleague, MilestoneId.APPLICATION, "Other words.")
    assert attempts.sheet(colleague.wb, attempt) == attempts.sheet(hub.wb, attempt)


def test_a_version_that_is_gone_says_so(hub: Hub) -> None:
    with hub.wb.store.read() as tx, pytest.raises(NotFound, match="Rubric 12"):
        rubrics.milestone(hub.wb, tx, 12)
