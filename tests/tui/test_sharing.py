"""What others change meanwhile shows by itself, and what takes long can be stopped."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from domain.model.errors import Stopped
from domain.workbook import people, queue
from tests.tui.driving import driving
from tests.tui.gallery import NOW, Gallery, Hub
from tests.tui.gallery_page import ready, said
from tests.workbook.hub import make_hub
from tui import slow
from tui import watching as when
from tui.bridge import Bridge
from tui.ports import HeaderInfo, Ports
from tui.screens.error import ErrorPage
from tui.screens.people import PeopleScreen
from tui.screens.score import ScoreScreen
from tui.widgets.evidence import EvidenceFields
from tui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from domain.workbook import Workbook
    from tests.tui.driving import Driver
    from tests.workbook.hub import Hub as BookHub
    from tui.watching import Watching


def forty(hub: BookHub) -> None:
    """Forty people, by name."""
    for number in range(40):
        hub.person(f"Person {number:02}")


def elsewhere(folder: Path, work: Callable[[BookHub], object]) -> None:
    """Do something to the workbook on a connection of its own, as somebody else."""
    other = make_hub(str(folder / "hub.milepost"), "Omar")
    work(other)
    other.wb.close()


def watching(driver: Driver) -> Watching:
    """Return what looks after changes of others."""
    assert driver.app.watching is not None
    return driver.app.watching


async def look(driver: Driver) -> None:
    """Look for changes now."""
    await watching(driver).look()
    await driver.settle()


async def test_a_row_changed_elsewhere_shows_and_nothing_else_moves(tmp_path: Path) -> None:
    async with driving(tmp_path, forty, size=(80, 24)) as driver:
        await driver.press("g", "c", "j", "space", "j", "j")
        table = driver.app.screen.query_one(RecordTable)
        focused = table.current
        table._scroll(5)
        await driver.settle()
        before = (table.top, focused, table.marks)
        elsewhere(tmp_path, lambda hub: hub.person("Aaron New"))
        assert "Aaron New" not in driver.text()
        await look(driver)
        assert (table.top, table.current, table.marks) == before
        assert len(table.ids) == 41
        await driver.press("home")
        assert "Aaron New" in driver.text()


async def test_what_is_being_typed_stays(tmp_path: Path) -> None:
    def one(hub: BookHub) -> None:
        queue.walk_in(hub.wb, people.NewPerson(name="Joan Alcaraz"), hub.opening())

    async with driving(tmp_path, one) as driver:
        await driver.press("enter", "enter", *"on hold")
        assert isinstance(driver.app.screen, ScoreScreen)
        elsewhere(tmp_path, lambda hub: hub.person("Ben Cruz"))
        await look(driver)
        fields = driver.app.screen.query_one(EvidenceFields)
        assert fields.value.moment == "on hold"
        assert isinstance(driver.app.focused, Input)
        await driver.press("escape", "g", "c", "slash", *"ben")
        elsewhere(tmp_path, lambda hub: hub.person("Benedikt Aas"))
        await look(driver)
        assert isinstance(driver.app.screen, PeopleScreen)
        assert isinstance(driver.app.focused, Input)
        assert driver.app.focused.value == "ben"
        assert "Benedikt Aas" in driver.text()


async def test_an_answer_that_comes_when_its_page_is_closed_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody leaves a page while it reads again: its parts are gone before the reading is cancelled."""

    def one(hub: BookHub) -> None:
        queue.walk_in(hub.wb, people.NewPerson(name="Joan Alcaraz"), hub.opening())

    async with driving(tmp_path, one) as driver:
        await driver.press("enter")
        page = driver.app.screen
        assert isinstance(page, ScoreScreen)
        load = page.load

        async def late() -> None:
            driver.app.back()
            while page.query("*"):
                await asyncio.sleep(0)
            await asyncio.shield(asyncio.ensure_future(load()))

        monkeypatch.setattr(page, "load", late)
        driver.app.run_guarded(page._load())
        await driver.settle()
        assert not isinstance(driver.app.screen, ErrorPage)
        page._paint_chrome()


async def test_the_debt_in_the_header_follows(tmp_path: Path) -> None:
    async with driving(tmp_path, forty) as driver:
        assert "no slips owed" in driver.text()
        elsewhere(tmp_path, lambda hub: hub.take(hub.put_on("Lea Mondal"), 4))
        await look(driver)
        assert "1 slip owed" in driver.text()


async def test_a_place_that_was_left_reads_again_when_it_is_shown(tmp_path: Path) -> None:
    async with driving(tmp_path, forty) as driver:
        await driver.press("g", "c", "g", "q")
        elsewhere(tmp_path, lambda hub: hub.person("Aaron New"))
        await look(driver)
        await driver.press("g", "c")
        assert "Aaron New" in driver.text()


async def test_nothing_is_read_while_nothing_changes(tmp_path: Path) -> None:
    """A look is one cheap question; no screen and no header reads again."""
    async with driving(tmp_path, forty) as driver:
        asked = driver.app.bridge.calls
        statements: list[str] = []
        engine: Any = driver.app.bridge._workbook[0].store._engine
        engine._conn.set_trace_callback(statements.append)
        for _ in range(5):
            await look(driver)
        assert driver.app.bridge.calls == asked
        assert statements == ["pragma data_version"] * 5


async def test_a_hand_at_work_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(when, "QUIET_SECONDS", 3600.0)
    async with driving(tmp_path, forty) as driver:
        looked = watching(driver).looks
        await driver.press("j")
        watching(driver)._due()
        await driver.settle()
        assert watching(driver).looks == looked
        monkeypatch.setattr(when, "QUIET_SECONDS", 0.0)
        watching(driver)._due()
        await driver.settle()
        assert watching(driver).looks == looked + 1


async def test_what_others_did_is_no_word_about_my_own_last_act(tmp_path: Path) -> None:
    """A look that finds their work must not say again what I did before, with "u undo" beside it."""
    async with driving(tmp_path, forty) as driver:
        await driver.press("g", "c")
        elsewhere(tmp_path, lambda hub: hub.person("Aaron New"))
        driver.app._last_key = 0.0
        watching(driver)._due()
        await driver.settle()
        assert "Aaron New" in driver.text()
        assert driver.notice() == ""


async def test_what_others_do_while_i_only_read_is_not_told_as_mine(tmp_path: Path) -> None:
    async with driving(tmp_path, forty) as driver:
        gate = asyncio.Event()

        async def reading() -> None:
            await gate.wait()

        driver.app.run_guarded(reading())
        elsewhere(tmp_path, lambda hub: hub.person("Aaron New"))
        await watching(driver).look()
        gate.set()
        await driver.settle()
        assert driver.notice() == ""


async def test_an_act_that_says_nothing_itself_is_told_even_where_it_took_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ "… counting" says what is being done; once it is done, that is told as ever."""
    monkeypatch.setattr(slow, "SLOW_SECONDS", 0.0)
    async with driving(tmp_path, forty) as driver:
        gate = threading.Event()

        def late(wb: Workbook) -> None:
            assert gate.wait(30)
            wb.store.do("opened the doors", lambda act: act.insert("view", name="doors"))

        driver.app.run_guarded(driver.app.write_slowly("opening", late))
        while not driver.notice():
            await driver.pilot.pause()
        assert driver.notice() == "… opening"
        gate.set()
        await driver.settle()
        assert driver.notice() == "● Opened the doors.   u undo"


class Stoppable(Hub):
    """A hub in which work waits until it is stopped."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.end = threading.Event(), threading.Event()

    def endless(self) -> None:
        self.begun.set()
        assert self.end.wait(30)
        raise Stopped("Stopped.", "Nothing of it was stored.")


def stoppable(hub: Stoppable) -> Gallery:
    """Return a gallery over a hub that can be stopped."""
    return Gallery(
        Ports(
            open=lambda: hub,
            undo=Hub.undo,
            redo=Hub.redo,
            header=lambda hub: HeaderInfo(0, "Harbour hub"),
            now=lambda: NOW,
            stop=lambda hub: hub.end.set(),
            go_on=lambda hub: hub.end.clear(),
        ),
        start="queue",
    )


async def test_long_work_says_what_it_does_and_escape_stops_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow, "SLOW_SECONDS", 0.0)
    monkeypatch.setattr(slow, "LONG_SECONDS", 0.0)
    hub = Stoppable()
    app = stoppable(hub)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        app.run_guarded(app.read_slowly("counting 1,000,000 people", Stoppable.endless))
        while not said(pilot):
            await pilot.pause()
        assert said(pilot) == "… counting 1,000,000 people   Esc stop"
        await pilot.press("escape")
        await ready(pilot)
        assert said(pilot).startswith("■ Stopped: ")
        assert await app.read(lambda hub: len(hub.visits)) == 23


async def test_escape_is_only_escape_while_nothing_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow, "SLOW_SECONDS", 0.0)
    hub = Stoppable()
    app = stoppable(hub)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        app.run_guarded(app.read_slowly("writing", Stoppable.endless))
        while not said(pilot):
            await pilot.pause()
        assert said(pilot) == "… writing"
        await pilot.press("escape")
        assert not hub.end.is_set()
        hub.end.set()
        await ready(pilot)


async def test_what_was_stopped_while_it_waited_for_its_turn_never_begins() -> None:
    begun: list[str] = []
    gate = threading.Event()
    bridge: Bridge[str] = Bridge(lambda: "workbook")
    await bridge.open()
    first = asyncio.ensure_future(bridge.call(lambda _wb: gate.wait(30)))
    second = asyncio.ensure_future(bridge.call(begun.append))
    await asyncio.sleep(0)
    await bridge.stop(second)
    gate.set()
    assert await first
    with pytest.raises(Stopped):
        await second
    assert not begun
    await bridge.close()
