"""Looking back on an attempt: ratings with the words they were given under, evidence, and what got better."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from domain.model.exam import Part
from domain.model.terms import MilestoneId, Result
from domain.workbook import attempts, calls, decisions
from domain.workbook.exam_room import papers
from tests.tui.driving import NARROW, WIDE, driving, program
from tests.tui.person_page import at_page, joan, opened
from tests.tui.test_people import RAW
from tests.workbook.exam_room.people import at_exam, fill
from tui.screens.person_attempt import AttemptScreen
from tui.screens.slip import SlipScreen

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workbook.hub import Hub


def retaken(hub: Hub) -> None:
    """The mock call was tried twice, the second time a little better, decided against the proposal."""
    person = joan(hub)
    attempt = attempts.open_or_start(hub.wb, hub.application(person))
    hub.rate(attempt, 2)
    first = attempts.sheet(hub.wb, attempt).lines[0].criterion.id
    attempts.rate(hub.wb, attempt, first, 4)
    attempts.note(hub.wb, attempt, "Slept badly")
    error = attempts.sheet(hub.wb, attempt).milestone.critical_errors[0].id
    noted = attempts.critical(hub.wb, attempt, error, "Just make it up", second="Ines")
    attempts.clear_critical(hub.wb, noted, "The customer of the role-play said it")
    decisions.decide(hub.wb, attempt, Result.INCOMPLETE, reason="Another scenario", second="Ines")


async def test_an_attempt_shows_ratings_anchors_evidence_and_the_decision(tmp_path: Path) -> None:
    async with driving(tmp_path, retaken) as driver:
        await at_page(driver)
        await driver.press("down", "enter")
        assert isinstance(driver.app.screen, AttemptScreen)
        text = driver.text()
        sheet = attempts.sheet(driver.hub.wb, driver.app.screen.attempt)
        first = sheet.lines[0].criterion
        assert "Ratings  against version 1 of the rubric" in text
        assert "↑ from 2 to 4" in text
        assert first.anchors[5][:40] in text
        assert "Said or done" in text
        assert "! Decided against the proposal" in text
        assert "Another scenario (Ines)" in text
        assert "What got better  since attempt 1" in text
        assert "“Just make it up”" in text
        assert "does not stand" in text
        assert "The customer of the role-play said it"[:30] in text
        assert "Slept badly" not in text
        await driver.press("o")
        assert "Slept badly" in driver.text()
        await driver.press("left")
        assert driver.app.screen.attempt != sheet.attempt
        assert "↑" not in driver.text()
        await driver.press("f")
        assert isinstance(driver.app.screen, SlipScreen)


async def test_earlier_ratings_stay_hidden_while_another_try_is_rated(tmp_path: Path) -> None:
    def at_work(hub: Hub) -> None:
        attempts.open_or_start(hub.wb, hub.application(joan(hub)))

    async with driving(tmp_path, at_work) as driver:
        await at_page(driver)
        await driver.press("down", "enter")
        assert "Hidden until attempt 2 is decided" in driver.text()
        assert "Points, for us alone" not in driver.text()


@pytest.mark.parametrize("raw", RAW, ids=("markup", "right-to-left", "wide", "endless"))
async def test_hostile_text_is_text(tmp_path: Path, raw: str) -> None:
    def prepare(hub: Hub) -> None:
        application = hub.put_on(f"Zz {raw}"[:100])
        attempt = attempts.open_or_start(hub.wb, application)
        hub.rate(attempt, 2)
        attempts.evidence(hub.wb, attempt, "app.clarity", moment=raw[:200], act=raw[:200], effect=raw[:200])
        attempts.note(hub.wb, attempt, raw)
        attempts.critical(hub.wb, attempt, "app.ce.false_claim", raw[:500])
        decisions.decide(hub.wb, attempt, Result.INCOMPLETE, reason=raw)
        assert hub.stands(application)["milestone"] == MilestoneId.APPLICATION

    async with driving(tmp_path, prepare, size=NARROW) as driver:
        await at_page(driver)
        await driver.press("down", "enter", "o", "G")
        assert isinstance(driver.app.screen, AttemptScreen)
        assert "\u202e" not in driver.text()


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_a_retake(tmp_path: Path, snap_compare: Any, size: tuple[int, int]) -> None:
    """Ratings with their anchors; result, points, what got better and the critical error in the pane or above."""
    app, hub = program(tmp_path, retaken)
    assert snap_compare(app, terminal_size=size, run_before=opened(app, hub, "", "down", "enter"))


def played_and_sat(hub: Hub) -> None:
    """Somebody who took the grammar part at the keyboard, and then a mock call of two calls."""
    application = at_exam(hub, "Joan Alcaraz", hub.opening())
    (paper,) = papers.hand_over(hub.wb, application, [Part.GRAMMAR], seed=7).papers
    for item in papers.items(paper)[:10]:
        papers.answer(hub.wb, paper.id, item.id, item.key, 60_000)
    papers.finish(hub.wb, paper.id, 300_000)
    fill(hub, [application])
    decisions.decide(hub.wb, attempts.open_or_start(hub.wb, application), Result.PASSED)
    call = attempts.open_or_start(hub.wb, application)
    for scenario in ("mk02", "mk07"):
        calls.start(hub.wb, calls.begin(hub.wb, call, scenario))
        hub.clock.ahead(minutes=4)
        calls.stop(hub.wb, int(hub.value("select max(id) from call")))
    hub.rate(call, 4)
    decisions.decide(hub.wb, call, Result.PASSED)


async def test_what_was_played_and_taken_at_the_keyboard_is_told_with_form_and_seed(tmp_path: Path) -> None:
    async with driving(tmp_path, played_and_sat) as driver:
        exam, call = (row["id"] for row in driver.hub.rows("select id from attempt order by id"))
        driver.app.open_page(AttemptScreen(exam))
        await driver.settle()
        assert "At the keyboard" in driver.text()
        assert "10 of 14" in driver.text()
        assert "form grammar-b, seed 7" in driver.text()
        driver.app.open_page(AttemptScreen(call))
        await driver.settle()
        assert "Late delivery - angry" in driver.text()
        assert driver.text().count("4:00") == 2
