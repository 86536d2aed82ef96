"""The queue: who is here, how long they wait, and what one key does for them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from domain.model.terms import MilestoneId, Outcome, Result, VisitState
from domain.workbook import attempts, people, queue, touches
from tests.tui.driving import NARROW, WIDE, driving, pressing, program
from tui.screens.palette import PaletteList
from tui.screens.queue import QueueScreen
from tui.screens.score import ScoreScreen
from tui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.driving import Driver
    from tests.workbook.hub import Hub


def morning(hub: Hub) -> None:
    """Three who wait, one at the exam, one booked, one who is done."""
    retail, hotels = hub.opening(), hub.opening("hospitality_bookings", 15)
    hub.clock.ahead(minutes=-60)
    joan = hub.person("Joan Alcaraz", retail, points=("Ran a repair counter",), mobile="0917 123 4567")
    hub.take_to(hub.application(joan), MilestoneId.MOCK_CALL)
    hub.clock.ahead(minutes=25)
    hub.person("Christabel Anne Montgomery-Fairweather", hotels)
    hub.clock.ahead(minutes=20)
    hub.person("山田 花子", hotels)
    ravi = hub.person("Ravi Menon", retail)
    hub.take_to(hub.application(ravi), MilestoneId.EXAM)
    attempts.open_or_start(hub.wb, hub.application(ravi))
    hub.clock.ahead(minutes=15)
    grace = people.add(hub.wb, people.NewPerson(name="Grace Obuya"))
    queue.book(hub.wb, grace, datetime(2026, 8, 12, 11, 0))
    lea = hub.person("Lea Mondal", retail)
    hub.take(hub.application(lea), 2, Result.NOT_YET)


def state_of(driver: Driver, name: str) -> VisitState:
    """The stored state of a visit."""
    return next(row.state for row in queue.rows(driver.hub.wb) if row.name == name)


async def choose(driver: Driver, name: str) -> None:
    """Put the focus on a person."""
    screen = driver.app.screen
    assert isinstance(screen, QueueScreen)
    visit = next(row.id for row in screen.order if row.name == name)
    assert screen.query_one(RecordTable).choose(visit)
    await driver.settle()


async def test_the_longest_wait_stands_first_and_late_ones_say_so(tmp_path: Path) -> None:
    async with driving(tmp_path, morning) as driver:
        lines = driver.text().splitlines()
        assert "Joan Alcaraz" in lines[4]
        assert "! 1 h" in lines[4] or "! 60 min" in lines[4]
        assert "Wants to make these points" in driver.text()
        assert "Waiting 3" in lines[1]


async def test_enter_opens_the_score_sheet_of_the_next_milestone(tmp_path: Path) -> None:
    async with driving(tmp_path, morning) as driver:
        await driver.press("enter", "escape")  # the console of the call lies over it
        screen = driver.app.screen
        assert isinstance(screen, ScoreScreen)
        assert screen.sheet is not None
        assert screen.sheet.milestone.id is MilestoneId.MOCK_CALL
        await driver.press("escape")
        assert state_of(driver, "Joan Alcaraz") is VisitState.UNDERWAY


async def test_a_booked_person_arrives_with_a_number_and_undo_takes_it_back(tmp_path: Path) -> None:
    async with driving(tmp_path, morning) as driver:
        assert "→ at 11:00" in driver.text()
        await choose(driver, "Grace Obuya")
        await driver.press("a")
        assert state_of(driver, "Grace Obuya") is VisitState.WAITING
        assert "is here, number 6" in driver.notice()
        await driver.press("u")
        assert state_of(driver, "Grace Obuya") is VisitState.BOOKED


async def test_a_key_that_cannot_work_says_why(tmp_path: Path) -> None:
    async with driving(tmp_path, morning) as driver:
        await driver.press("a")
        assert "they are here already" in driver.notice()
        assert state_of(driver, "Joan Alcaraz") is VisitState.WAITING


async def test_tabs_show_a_part_of_the_queue(tmp_path: Path) -> None:
    async with driving(tmp_path, morning) as driver:
        await driver.press("right", "right")
        assert "Ravi Menon" in driver.text()
        assert "Lea Mondal" not in driver.text()


async def test_hidden_names_show_on_no_line(tmp_path: Path) -> None:
    async with driving(tmp_path, morning) as driver:
        await driver.press("H")
        shown = driver.text()
        for name in ("Alcaraz", "Montgomery", "花子", "Obuya", "Mondal"):
            assert name not in shown
        await driver.press("H")
        assert "Joan Alcaraz" in driver.text()


async def test_a_walk_in_is_in_with_a_number_and_typing_survives_leaving(tmp_path: Path) -> None:
    async with driving(tmp_path, morning) as driver:
        await driver.press("w")
        row = driver.app.screen.query("FieldRow").first()
        row.value = "Noor Haddad"  # type: ignore[attr-defined]
        await driver.press("escape", "w")
        assert driver.app.screen.query("FieldRow").first().value == "Noor Haddad"  # type: ignore[attr-defined]
        await driver.press("f10")
        assert "Noor Haddad is in, number 6." in driver.notice()
        assert state_of(driver, "Noor Haddad") is VisitState.WAITING


async def test_a_walk_in_without_a_name_is_not_taken_in(tmp_path: Path) -> None:
    async with driving(tmp_path, morning) as driver:
        await driver.press("w", "f10")
        assert "Name is needed." in driver.text()
        assert len(queue.rows(driver.hub.wb)) == 6


@pytest.mark.parametrize("words", ["alcar", "4567", "1"])
async def test_a_person_is_found_by_name_last_digits_or_queue_number(tmp_path: Path, words: str) -> None:
    async with driving(tmp_path, morning) as driver:
        await driver.press("slash", *words)
        first = driver.app.screen.query_one(PaletteList).lines[0]
        assert first.left[0][0].startswith("Joan Alcaraz")


async def test_a_name_that_nobody_has_offers_the_closest(tmp_path: Path) -> None:
    async with driving(tmp_path, morning) as driver:
        await driver.press("slash", *"alcarz")
        assert 'Nobody matches "alcarz". Closest: Joan Alcaraz.' in driver.text()


async def test_moving_takes_two_keys(tmp_path: Path) -> None:
    async with driving(tmp_path, morning) as driver:
        await driver.press("r", "1")
        assert "moved, valid scores went along." in driver.notice()
        row = next(row for row in queue.rows(driver.hub.wb) if row.name == "Joan Alcaraz")
        assert row.account == "hospitality_bookings"
        assert row.milestone == MilestoneId.MOCK_CALL


async def test_the_number_of_questions_does_not_grow_with_the_queue(tmp_path: Path) -> None:
    """A cursor key asks the workbook once, for the pane."""
    async with driving(tmp_path, morning) as driver:
        before = driver.app.bridge.calls
        await driver.press("down")
        assert driver.app.bridge.calls - before <= 2


@pytest.mark.parametrize(
    ("size", "theme", "ascii_only"),
    [(WIDE, "dark", False), (NARROW, "dark", False), (WIDE, "light", False), (NARROW, "dark", True)],
)
def test_mid_morning(tmp_path: Path, snap_compare: Any, size: tuple[int, int], theme: str, ascii_only: bool) -> None:
    """Tabs with counts, late waits in amber with their sign, roads, the pane of the focused person (wide only)."""
    app, hub = program(tmp_path, morning, theme=theme, ascii_only=ascii_only)
    assert snap_compare(app, terminal_size=size, run_before=pressing(app, hub))


def test_empty(tmp_path: Path, snap_compare: Any) -> None:
    """One sentence, one fact, and the keys that change it."""
    app, hub = program(tmp_path)
    assert snap_compare(app, terminal_size=WIDE, run_before=pressing(app, hub))


def test_without_colour(tmp_path: Path, snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The focus is reverse video; nothing is told by colour alone."""
    monkeypatch.setenv("NO_COLOR", "1")
    app, hub = program(tmp_path, morning)
    assert snap_compare(app, terminal_size=WIDE, run_before=pressing(app, hub))


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_rule_of_contact_is_named_beside_the_person(tmp_path: Path, size: tuple[int, int]) -> None:
    async with driving(tmp_path, morning, size=size) as driver:
        assert "Not now" not in driver.text()
        person = driver.app.screen.row.person  # type: ignore[attr-defined]
        touches.log(driver.hub.wb, person, Outcome.STOP)
        driver.app.screen.reload()  # type: ignore[attr-defined]
        await driver.settle()
        assert "Not now: they asked not to be" in driver.text()
