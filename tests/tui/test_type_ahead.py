"""Keys that come faster than the screens they are meant for are not lost, and never land in the wrong place."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from textual.events import Key
from textual.widgets import Input

from domain.workbook import people, queue
from tests.tui.driving import Driver, driving, program
from tui.commands import key_name
from tui.screens.board import BoardScreen
from tui.screens.form import Form
from tui.screens.openings import OpeningsScreen
from tui.screens.people import PeopleScreen
from tui.screens.person import PersonScreen
from tui.screens.score import ScoreScreen

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workbook.hub import Hub


ENTER = "enter"


def post(driver: Driver, *keys: str) -> None:
    """All keys in one go; what they bring is not waited for."""
    for key in keys:
        driver.app.post_message(Key(key_name(key), key if len(key) == 1 else None))


async def at_once(driver: Driver, *keys: str) -> None:
    """All keys in one go, as a paste or a fast hand brings them."""
    post(driver, *keys)
    for _ in range(len(keys)):
        await driver.settle()


async def test_both_letters_of_a_place_at_once(tmp_path: Path) -> None:
    async with driving(tmp_path) as driver:
        await at_once(driver, *"go")
        assert isinstance(driver.app.screen, OpeningsScreen)


@pytest.mark.parametrize("keys", ["gqgb", "gbgcgsgfgogigqgb", "gggggcgb"])
async def test_one_place_after_another_at_once(tmp_path: Path, keys: str) -> None:
    """The second letter stood in the queue of the sheet that the first had closed, and closed what was below."""
    async with driving(tmp_path) as driver:
        await at_once(driver, *keys)
        assert isinstance(driver.app.screen, BoardScreen)


async def test_a_place_its_filter_and_a_name_at_once(tmp_path: Path) -> None:
    """Letters of the name are letters of places as well."""
    async with driving(tmp_path, sofia) as driver:
        await at_once(driver, *"gc/sofigsoci")
        assert isinstance(driver.app.screen, PeopleScreen)
        field = driver.app.focused
        assert isinstance(field, Input)
        assert field.value == "sofigsoci"


async def test_what_is_chosen_twice_at_once_is_chosen_once(tmp_path: Path) -> None:
    async with driving(tmp_path, sofia, start="people") as driver:
        await at_once(driver, ENTER)
        assert isinstance(driver.app.screen, PersonScreen)
        await driver.press("colon")
        await at_once(driver, ENTER, ENTER, ENTER)
        assert len(driver.app.screen_stack) >= 3


async def test_a_name_typed_right_after_the_walk_in_key_stands_in_its_field(tmp_path: Path) -> None:
    async with driving(tmp_path) as driver:
        await at_once(driver, *"wNoorHaddad")
        assert isinstance(driver.app.screen, Form)
        field = driver.app.focused
        assert isinstance(field, Input)
        assert field.value == "NoorHaddad"
        assert queue.rows(driver.hub.wb) == []


def sofia(hub: Hub) -> None:
    """One person."""
    hub.person("Sofia Cruz")


async def test_what_is_typed_right_after_the_key_of_a_filter_stands_in_it(tmp_path: Path) -> None:
    async with driving(tmp_path, sofia, start="people") as driver:
        await at_once(driver, *"/sofa")
        field = driver.app.focused
        assert isinstance(field, Input)
        assert field.value == "sofa"
        assert isinstance(driver.app.screen, PeopleScreen)


async def test_a_key_pressed_before_a_place_was_read_acts_on_its_first_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, found = asyncio.Event(), PeopleScreen.load

    async def late(page: PeopleScreen) -> None:
        await read.wait()
        await found(page)

    monkeypatch.setattr(PeopleScreen, "load", late)
    async with driving(tmp_path, sofia) as driver:
        post(driver, "g", "c", ENTER)
        while not (isinstance(driver.app.screen, PeopleScreen) and driver.app.screen.is_mounted):
            await driver.pilot.pause()
        await driver.pilot.pause()
        read.set()
        await driver.settle()
        await driver.settle()
        assert isinstance(driver.app.screen, PersonScreen)


async def test_a_key_pressed_before_the_first_list_was_read_waits_for_it(tmp_path: Path) -> None:
    def one(hub: Hub) -> None:
        queue.walk_in(hub.wb, people.NewPerson(name="Joan Alcaraz"), hub.opening())

    app, hub = program(tmp_path, one)
    async with app.run_test() as pilot:
        app.post_message(Key("enter", "\r"))
        driver = Driver(app, pilot, hub)
        await driver.settle()
        await driver.settle()
        assert isinstance(app.screen, ScoreScreen)
    hub.wb.close()
