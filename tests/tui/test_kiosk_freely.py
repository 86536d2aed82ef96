"""The free questions at the seat by keys: theirs alone, whole or not at all, and nowhere on the screen afterwards."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from domain.model.exam import Part
from domain.model.insight_rules import GroupQuestion
from domain.store import apart
from domain.workbook import Site, freely
from tests.tui.driving import NARROW, Driver, filled
from tests.tui.seated import room, seated, sit_down
from tests.workbook.freed import look_at_fairness
from tui import seat as seats
from tui.kiosk.freely import IDLE, Freely, FreelyScreen
from tui.kiosk.locked import SMALLEST
from tui.look import Look
from tui.places import make_app
from tui.screens.exam import ExamScreen
from tui.screens.person import PersonScreen
from tui.screens.today import TodayScreen
from tui.settings.config import Config

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.tui.seated import Ticking

FOLLOW_UP = """
figures:
  questions:
    - {id: hours, label: "Which hours can you work?", answers: [days, nights],
       languages: [{id: fil, label: "Anong oras ka puwede?", answers: [umaga, gabi]}]}
    - {id: home, label: "Where did you grow up?", answers: [zz-by-the-sea, zz-in-the-hills]}
"""


@asynccontextmanager
async def site(
    folder: Path, *, person: bool = True, size: tuple[int, int] = NARROW, kept: bool = False
) -> AsyncIterator[Driver]:
    """A site that looks at fairness, on the page of Kofi, or where it starts; with a seat that was `kept` for them."""
    (folder / "ours").mkdir()
    (folder / "ours" / "follow_up.yaml").write_text(FOLLOW_UP)
    hub = filled(folder / "hub.milepost", room)
    config = Config(who="Noor", site=Site(fairness=file(folder)), catalogue=folder / "ours")
    app = make_app(str(folder / "hub.milepost"), config, hub.clock, start="today" if kept else "openings")
    kofi = int(hub.value("select id from person where name = 'Kofi Mensah'"))
    if kept:
        seats.SeatFiles().keep(seats.Seat(seats.mark_of(app.where), 0, seats.make_code("4711"), person=kofi))
    async with app.run_test(size=size) as pilot:
        driver = Driver(app, pilot, hub)
        await driver.settle()
        if person and not kept:
            app.open_page(PersonScreen(kofi))
            await driver.settle()
        yield driver
    hub.wb.close()


def file(folder: Path) -> Path:
    """Where answers are kept."""
    return folder / "apart" / "fairness.db"


def given(folder: Path, question: str) -> list[str]:
    """What anybody said."""
    return list(apart.Apart(file(folder)).given(question).values())


async def hand_over(driver: Driver) -> Freely:
    """From the palette to the first page."""
    await driver.press("colon", *"free questions", "enter", *"4711", "enter", *"4711", "enter")
    return open_scene(driver)


def open_scene(driver: Driver) -> Freely:
    """The page in front."""
    screen = driver.app.screen
    assert isinstance(screen, FreelyScreen), screen
    assert isinstance(screen.scene, Freely)
    return screen.scene


async def test_they_answer_what_they_like_and_nobody_sees_it_afterwards(tmp_path: Path) -> None:
    async with site(tmp_path) as driver:
        scene = await hand_over(driver)
        assert "You need not answer" in driver.text()
        assert "Kofi M." in driver.text()
        await driver.press("1", "enter")
        assert "Which hours can you work?" in driver.text()
        assert "I prefer not to say" in driver.text()
        await driver.press("3", "enter", "1", "left", "enter", "enter")
        assert given(tmp_path, "home") == []
        await driver.press("enter")
        assert scene.done is False
        await driver.press("1", "enter")
        assert given(tmp_path, "home") == ["zz-by-the-sea"]
        assert given(tmp_path, "hours") == []
        thanks = driver.text()
        assert "Thank you." in thanks
        assert "zz-" not in thanks
        await driver.press("left", "enter", "q", "escape", *"4711", "enter")
        assert isinstance(driver.app.screen, PersonScreen)
        assert "zz-" not in driver.text()
        for path in tmp_path.glob("hub.milepost*"):
            assert b"zz-by-the-sea" not in path.read_bytes()
        await hand_over(driver)
        await driver.press("3", "enter")
        assert driver.text() == thanks
        assert given(tmp_path, "home") == []


async def test_what_lies_open_is_gone_when_somebody_else_may_look(tmp_path: Path) -> None:
    async with site(tmp_path) as driver:
        scene = await hand_over(driver)
        seat = driver.app.screen
        assert isinstance(seat, FreelyScreen)
        await driver.press("1", "enter", "2")
        assert scene.answers == {"hours": "nights"}
        assert not any(f"{name}=" in repr(scene) for name in ("focus", "chosen"))
        assert "answers={" not in repr(scene)
        await driver.press("escape", "escape")
        assert "You need not answer" in driver.text()
        assert scene.answers == {}
        await driver.press("1", "enter", "2")
        clock = clock_of(seat)
        seat.tick()
        clock.now += IDLE
        seat.tick()
        assert (scene.answers, scene.at) == ({}, -1)
        await driver.press("2", "enter", "escape", *"4711", "enter")
        assert isinstance(driver.app.screen, PersonScreen)
        assert given(tmp_path, "hours") == []


def clock_of(seat: FreelyScreen) -> Ticking:
    """A clock that the test moves."""
    from tests.tui.seated import Ticking

    seat.ticks = clock = Ticking()
    return clock


async def test_after_a_crash_the_page_begins_anew_in_their_language_and_locked(tmp_path: Path) -> None:
    async with site(tmp_path, kept=True) as driver:
        assert "You need not answer" in driver.text()
        assert open_scene(driver).answers == {}
        await driver.press("q", "escape", *"4711", "enter")
        assert isinstance(driver.app.screen, TodayScreen)


async def test_they_are_offered_behind_the_exam_and_who_does_nothing_is_asked_nothing(tmp_path: Path) -> None:
    async with site(tmp_path, person=False) as driver:
        await driver.press("enter", "x")
        assert isinstance(driver.app.screen, ExamScreen)
        await sit_down(driver, Part.GRAMMAR)
        seat = seated(driver)
        await seat.press("enter", "tab", "enter", "enter")
        assert "That was the last part." in seat.text()
        assert "a few free questions about you" in seat.text()
        await seat.press("enter")
        assert "You need not answer" in seat.text()
        await seat.press("2", "enter", "escape", *"4711", "enter")
        assert isinstance(driver.app.screen, ExamScreen)
        assert given(tmp_path, "hours") == []
        assert driver.hub.value("select count(*) from asked") == 1


async def test_it_is_off_where_the_site_names_no_file(tmp_path: Path) -> None:
    from tests.tui.driving import driving

    async with driving(tmp_path, room, start="openings") as driver:
        driver.app.open_page(PersonScreen(int(driver.hub.value("select id from person where name = 'Kofi Mensah'"))))
        await driver.settle()
        await driver.press("colon", *"free questions")
        assert "this site does not look at fairness" in driver.text()


@pytest.mark.parametrize("language", ["en", "fil", "es"])
def test_every_page_fits_the_smallest_seat_with_its_keys(tmp_path: Path, language: str) -> None:
    hub = filled(tmp_path / "hub.milepost")
    long = GroupQuestion("long", "Which of these would you say of yourself? " * 2, tuple("abcdefghijkl"))
    look_at_fairness(hub, tmp_path / "fairness.db", long)
    scene = Freely(page=freely.page(hub.wb, hub.person("Ana Cruz", language=language)))
    for keys in ((), ("1", "enter"), ("enter",)):
        for key in keys:
            scene.key(key, key if len(key) == 1 else None, 0)
        rows = scene.rows(Look(), SMALLEST[1] - 3)
        assert len(rows) <= SMALLEST[1] - 3
        assert "Enter" in "".join(text for _, found in rows[-1].parts for text, _ in found)
    hub.wb.close()
