"""A second look by keys: asked for, rated alone at the same keyboard, compared, decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from domain.model.terms import MilestoneId, Result
from domain.workbook import attempts, second_ratings
from tests.tui.driving import NARROW, WIDE, driving, pressing, program
from tui.screens.compare import CompareScreen
from tui.screens.score import ScoreScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tui.driving import Driver
    from tests.workbook.hub import Hub

BAND = "3335133"
"""Seven ratings within the band of the phone interview."""


def at_phone(hub: Hub) -> None:
    """Carmela waits at the phone interview."""
    points = ("Five years at a front desk", "Speaks Cebuano and Filipino")
    hub.take_to(hub.application(hub.person("Carmela Yusay", hub.opening(), points=points)), MilestoneId.PHONE)


def submitted(*second: float) -> Callable[[Hub], None]:
    """Noor's rating is in; Ines has rated as given, and submitted where it is whole."""

    def prepare(hub: Hub) -> None:
        at_phone(hub)
        application = hub.value("select application from person")
        attempt = attempts.open_or_start(hub.wb, application)
        lines = attempts.sheet(hub.wb, attempt).lines
        for line, level in zip(lines, BAND, strict=True):
            attempts.rate(hub.wb, attempt, line.criterion.id, float(level))
        attempts.evidence(hub.wb, attempt, "ph.confidence", moment="at the end", act="stopped mid-sentence")
        second_ratings.ask_in_band(hub.wb, attempt)
        if second:
            second_ratings.begin(hub.wb, attempt, "Ines")
            for line, value in zip(lines, second, strict=False):
                attempts.rate(hub.wb, attempt, line.criterion.id, value, card=1)
            if len(second) == len(lines):
                second_ratings.submit(hub.wb, attempt, 1)

    return prepare


def state(driver: Driver) -> dict[str, Any]:
    """The attempt as it is stored."""
    return driver.hub.rows("select * from attempt where milestone = 'phone_interview'")[0]


async def type_in(driver: Driver, text: str) -> None:
    """Type a text into the field that has the focus, and confirm it."""
    await driver.press(*(("space" if letter == " " else letter) for letter in text), "enter")


async def test_the_band_asks_by_itself_a_colleague_rates_alone_and_both_decide(tmp_path: Path) -> None:
    async with driving(tmp_path, at_phone) as driver:
        await driver.press("enter", *BAND, "6", "7", "n")
        assert "Borderline: a second look decides, and is asked for." in driver.notice()
        assert state(driver)["finished_at"] == 0
        await driver.press("S", "1")
        await type_in(driver, "Ines")
        screen = driver.app.screen
        assert isinstance(screen, ScoreScreen)
        assert "second rating by Ines" in driver.text()
        assert "47.5" not in driver.text()
        assert "Five years" not in driver.text()
        await driver.press(*"3333433")
        await driver.press("p")
        assert state(driver)["finished_at"] == 0
        await driver.press("S")
        assert isinstance(driver.app.screen, CompareScreen)
        assert "Talk over" in driver.text()
        await driver.press("p")
        assert state(driver)["result"] == Result.PASSED
        assert "slip drafted" in driver.notice()


async def test_the_way_back_from_the_second_sheet_does_not_lead_to_the_first(tmp_path: Path) -> None:
    async with driving(tmp_path, at_phone) as driver:
        await driver.press("enter", *BAND, "6", "7", "p", "S", "1")
        await type_in(driver, "Ines")
        await driver.press("escape")
        assert not isinstance(driver.app.screen, ScoreScreen)
        await driver.press("enter")
        assert "47.5" in driver.text()


async def test_the_second_sheet_has_no_note_no_move_and_no_decision(tmp_path: Path) -> None:
    async with driving(tmp_path, submitted(3.0), start="today") as driver:
        await driver.press("enter", "enter")
        assert "second rating by Ines" in driver.text()
        for key in ("o", "r", "D", "n"):
            await driver.press(key)
            assert isinstance(driver.app.screen, ScoreScreen)
        assert state(driver)["finished_at"] == 0


async def test_nothing_is_entered_on_a_rating_that_was_submitted(tmp_path: Path) -> None:
    async with driving(tmp_path, submitted()) as driver:
        await driver.press("enter", "5")
        assert "this rating was submitted" in driver.text()
        values = driver.hub.rows("select value from rating where criterion = 'ph.professional'")
        assert {row["value"] for row in values} <= {3.0}


async def test_a_second_scenario_is_rated_on_a_sheet_of_its_own(tmp_path: Path) -> None:
    async with driving(tmp_path, at_phone) as driver:
        await driver.press("enter", *BAND, "S", "2", "S", "1")
        await driver.press("S", "1")
        assert "second scenario by Noor" in driver.text()
        assert "0 of 7 entered" in driver.text()


async def test_a_rating_is_changed_once_after_talking_with_a_reason(tmp_path: Path) -> None:
    async with driving(tmp_path, submitted(3, 3, 3, 3, 4, 3, 3), start="today") as driver:
        assert "both are in, decide" in driver.text()
        await driver.press("enter")
        assert isinstance(driver.app.screen, CompareScreen)
        assert driver.text().index("Talk over") < driver.text().index("Close enough")
        await driver.press("tab", "4")
        await type_in(driver, "it was the line")
        assert "4, was 3" in driver.text()
        assert "it was the line" in driver.text()
        await driver.press("5")
        assert isinstance(driver.app.screen, CompareScreen)
        await driver.press("down", "1")
        await driver.press("escape")
        await driver.press("u")
        assert "4, was 3" not in driver.text()


async def test_today_opens_each_line_where_it_is_gone_on_with(tmp_path: Path) -> None:
    async with driving(tmp_path, submitted(), start="today") as driver:
        assert "a second rater wanted" in driver.text()
        await driver.press("enter")
        assert "alone: the first rating stays out of sight" in driver.text()
        await type_in(driver, "Ines")
        assert "second rating by Ines" in driver.text()
        await driver.press("escape")
        assert "Ines is not in yet" in driver.text()


async def test_a_critical_error_waits_on_today_for_its_second_name(tmp_path: Path) -> None:
    def prepare(hub: Hub) -> None:
        at_phone(hub)
        attempt = attempts.open_or_start(hub.wb, hub.value("select application from person"))
        error = attempts.sheet(hub.wb, attempt).milestone.critical_errors[0].id
        attempts.critical(hub.wb, attempt, error, "I have never been there")

    async with driving(tmp_path, prepare, start="today") as driver:
        assert "Second names wanted" in driver.text()
        await driver.press("enter", "1")
        await type_in(driver, "Ines")
        assert "Second names wanted" not in driver.text()
        assert driver.hub.value("select second from critical") == "Ines"
        await driver.press("u")
        assert "Second names wanted" in driver.text()
        await driver.press("home", "enter", "2")
        await type_in(driver, "it was the other one")
        assert driver.hub.value("select cleared_at from critical") > 0


async def test_e_offers_the_errors_noted_before_those_that_can_be_noted(tmp_path: Path) -> None:
    async with driving(tmp_path, at_phone) as driver:
        await driver.press("enter", "E", "1")
        await type_in(driver, "so")
        await driver.press("enter")
        await driver.press("E")
        assert "Settle: so" in driver.text()
        await driver.press("1", "1")
        await type_in(driver, "Ines")
        assert driver.hub.value("select second from critical") == "Ines"


LOOKS = [
    ("second_rating_alone", WIDE, submitted(3.0, 4.0), ("enter", "enter")),
    ("second_rating_alone_narrow", NARROW, submitted(3.0, 4.0), ("enter", "enter")),
    ("two_ratings", WIDE, submitted(3, 3, 3, 3, 4, 3, 3), ("enter", "down")),
    ("two_ratings_narrow", NARROW, submitted(3, 3, 3, 3, 4, 3, 3), ("enter", "down")),
]


@pytest.mark.parametrize(("name", "size", "prepare", "keys"), LOOKS, ids=[look[0] for look in LOOKS])
def test_it_looks_as_drawn(
    tmp_path: Path,
    snap_compare: Any,
    name: str,
    size: tuple[int, int],
    prepare: Callable[[Hub], None],
    keys: tuple[str, ...],
) -> None:
    """The second rater's sheet shows nothing of the first; both ratings stand side by side, what differs first."""
    app, hub = program(tmp_path, prepare, start="today")
    assert name
    assert snap_compare(app, terminal_size=size, run_before=pressing(app, hub, *keys))


# their case and hints ------------------------------------------------------------------------------------------------


async def test_points_that_were_not_asked_for_are_named_once_and_the_key_again_closes(tmp_path: Path) -> None:
    async with driving(tmp_path, at_phone) as driver:
        await driver.press("enter", *"4454444", "6", "p")
        assert "Not asked for yet: “Speaks Cebuano and Filipino”" in driver.notice()
        assert state(driver)["finished_at"] == 0
        await driver.press("p")
        assert state(driver)["result"] == Result.PASSED


async def test_where_every_point_was_made_the_key_closes_at_once(tmp_path: Path) -> None:
    async with driving(tmp_path, at_phone) as driver:
        await driver.press("enter", *"4454444", "6", "7", "p")
        assert state(driver)["result"] == Result.PASSED


async def test_their_case_is_noted_by_digits_and_shown_to_us(tmp_path: Path) -> None:
    async with driving(tmp_path, at_phone) as driver:
        await driver.press("enter", *"2222232", "6", "7", "V", "1", "2", "2")
        assert "Had the chance" in driver.text()
        row = state(driver)
        assert (row["kit_asked"], row["they_asked"], row["chance"]) == (1, 2, 2)
        await driver.press("n")
        assert "They had little chance: a second look is open." in driver.notice()
        await driver.press("g", "t")
        assert "Second looks to offer" in driver.text()
        assert "had little chance: 2 of 5" in driver.text()


async def test_a_hint_stands_quietly_is_put_away_and_does_not_come_back(tmp_path: Path) -> None:
    async with driving(tmp_path, at_phone) as driver:
        await driver.press("enter", "3", "2")
        driver.app.page.notices.clear()  # type: ignore[union-attr]
        await driver.settle()
        assert "Add the words that were lost." in driver.text()
        await driver.press("d")
        driver.app.page.notices.clear()  # type: ignore[union-attr]
        await driver.settle()
        assert "Add the words that were lost." not in driver.text()
        await driver.press("escape", "enter", "up")
        driver.app.page.notices.clear()  # type: ignore[union-attr]
        await driver.settle()
        assert "Add the words that were lost." not in driver.text()


async def test_a_rating_of_a_decided_attempt_takes_a_reason(tmp_path: Path) -> None:
    async with driving(tmp_path, at_phone) as driver:
        await driver.press("enter", *"4454444", "6", "7", "p", "home", "3")
        await type_in(driver, "a slip of the hand")
        assert "the decision stands" in driver.notice()
        row = driver.hub.rows("select value, why from revision")
        assert row == [{"value": 4.0, "why": "a slip of the hand"}]
        await driver.press("u")
        assert driver.hub.rows("select value from revision") == []
