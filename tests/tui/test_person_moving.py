"""Applications from the person page: moved, begun, ended, and with a test more on the route."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domain.model.terms import MilestoneId, State
from domain.workbook import (
    decisions,
    fitting,
)
from tests.tui.driving import driving
from tests.tui.person_page import at_page, current, nowhere, stopped, the_person
from tui.screens.choice import Choice
from tui.screens.form import Form
from tui.widgets.fields import FieldRow

if TYPE_CHECKING:
    from pathlib import Path


async def test_moving_takes_two_keys_and_the_road_goes_along(tmp_path: Path) -> None:
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver)
        best = fitting.fits_of(driver.hub.wb, the_person(driver.hub))[0].opening
        await driver.press("r", "1")
        assert current(driver.hub).opening == best.id
        lines = driver.text().splitlines()
        assert lines[2].strip().startswith(best.name)
        assert lines[4].count("●") == 4
        assert "Applications 2" in lines[11]
        await driver.press("u")
        assert "Applications 1" in driver.text().splitlines()[11]


async def test_a_no_show_is_one_key_and_brings_a_slip(tmp_path: Path) -> None:
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver)
        await driver.press("x")
        assert current(driver.hub).state is State.NO_SHOW
        assert not current(driver.hub).ended_at
        assert "Slips 7" in driver.text()
        assert "did not come, slip drafted." in driver.notice()
        await driver.press("u")
        assert current(driver.hub).state is State.NOT_YET


async def test_withdrawing_asks_why_and_leaves_a_slip(tmp_path: Path) -> None:
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver)
        await driver.press("W", "1")
        assert isinstance(driver.app.screen, Form)
        driver.app.screen.query_one(FieldRow).value = "took a job nearer home"
        await driver.press("enter")
        ended = current(driver.hub)
        assert (ended.state, ended.ended_by, ended.reason) == (State.WITHDREW, "candidate", "took a job nearer home")
        assert driver.notice().startswith("● Joan Alcaraz: withdrew, slip drafted.")
        assert "Took a job nearer home." in driver.text()
        assert "Slips 7" in driver.text()
        await driver.press("W")
        assert "the application has ended" in driver.notice()
        await driver.press("u")
        assert not current(driver.hub).ended_at


async def test_a_no_show_with_notice_is_among_the_endings(tmp_path: Path) -> None:
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver)
        await driver.press("W", "2")
        with driver.hub.wb.store.read() as tx:
            assert tx.value("select reason from attempt where result = 'no_show'") == decisions.WITH_NOTICE


@pytest.mark.parametrize(
    ("digit", "state", "by", "more_slips"),
    [
        ("3", State.NOT_SELECTED, "us", 1),
        ("4", State.OUTSCORED, "us", 1),
        ("6", State.CLIENT_DECLINED, "client", 1),
        ("8", State.DUPLICATE, "us", 0),
    ],
)
async def test_every_ending_says_who_ended_it(
    tmp_path: Path, digit: str, state: State, by: str, more_slips: int
) -> None:
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver)
        await driver.press("W", digit, "enter")
        ended = current(driver.hub)
        assert (ended.state, ended.ended_by) == (state, by)
        assert f"Slips {6 + more_slips}" in driver.text()


async def test_somebody_on_no_opening_is_put_on_one(tmp_path: Path) -> None:
    async with driving(tmp_path, nowhere) as driver:
        await at_page(driver)
        await driver.press("x")
        assert "on no opening yet" in driver.notice()
        await driver.press("O", "1")
        assert current(driver.hub).state is State.READY
        assert "Passed 0 of 8." in driver.text()
        await driver.press("O")
        assert "on an opening already" in driver.notice()


async def test_a_test_is_added_to_the_route_and_one_that_is_there_is_not_offered(tmp_path: Path) -> None:
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver)
        await driver.press("T", "2")
        assert isinstance(driver.app.screen, Choice)
        await driver.press("1")
        assert "Passed 4 of 9." in driver.text()
        with driver.hub.wb.store.read() as tx:
            assert tx.value("select added_tests from application") == MilestoneId.SALES
