"""What the first screen costs, as counts: what is imported for it, what is read, and that it is painted whole.

`tests/benchmarks/startup.py` takes the times.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.app import App

from tests.tui.driving import Driver, driving, program
from tests.workbook.hub import make_hub
from tui import reading_ahead
from tui.places import PAGES
from tui.ports import HeaderInfo
from tui.reading_ahead import ReadingAhead
from tui.screens.today import TodayScreen

if TYPE_CHECKING:
    from textual.screen import Screen

ROOT = Path(__file__).resolve().parents[2]
PAINTED = """
import asyncio, json, sys
from tui.cli import main
from textual.app import App
from tui.app import MilepostApp

real = MilepostApp._display

def shown(app, screen, update):
    real(app, screen, update)
    if type(screen).__name__ == "TodayScreen":
        app.loop_seen = sorted(sys.modules)
        app.exit()

MilepostApp._display = shown
MilepostApp.run = lambda app: (asyncio.run(app.run_async(headless=True)), print(json.dumps(app.loop_seen)))
sys.stdin.isatty = sys.stdout.isatty = lambda: True
sys.argv = ["milepost", "--file", {where!r}]
main()
"""
"""The program itself, that ends at the first paint of its first place and tells what it has imported by then."""

LIBRARIES = {"msgspec", "platformdirs", "rich", "textual"}
"""From the package index; what Textual brings along counts as Textual's."""
LATER = {
    *("click", "email_validator", "faker", "jinja2", "phonenumbers", "psycopg", "python_calamine", "rapidfuzz"),
    *("sqlite_utils", "syllapy", "tomlkit", "typst", "yaml"),
    *("csv", "email", "hashlib", "hmac", "http", "multiprocessing", "secrets", "smtplib", "tomllib", "zipfile"),
}
"""Libraries, and parts of Python's own, that nobody may wait for before the first screen."""
OURS = {
    "domain.catalog": "frozen kept",
    "domain.model": "catalogue errors follow_up insight_rules labels ladder lazily letterhead role_plays terms wording",
    "domain.reports": "",
    "domain.rules": "chances path planning working_days",
    "domain.store": (
        "acts cleaning engine folding ids many opening schema shape sqlite sqlite_errors sqlite_file sqlite_schema"
        " store table tables_assessing tables_contact tables_people values"
    ),
    "domain.workbook": (
        "due head keeping promises queue rubrics second_waits today unanswered under_way wording workbook"
    ),
    "seed": "",
    "tui.cli": "exits output screens session",
    "tui.keys": "type_ahead",
    "tui.screens": "focused_verbs person_words place promise_verbs today today_parts",
    "tui.settings": "app config",
    "tui.widgets": "bars clicking empty line_view paint painting selecting",
}
"""By room, the modules that the first screen needs; whoever adds one says here that everybody waits for it."""


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What a fresh process holds when its first place is painted."""
    folder = tmp_path_factory.mktemp("start")
    make_hub(folder / "hub.milepost").wb.close()
    _start(folder)  # the first start of all reads the catalogue's YAML; the others read what it kept
    return set(json.loads(_start(folder).splitlines()[-1]))


def _start(folder: Path) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", PAINTED.format(where=str(folder / "hub.milepost"))],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "HOME": str(folder), "PATH": "", "MILEPOST_CONFIG": str(folder / "none.toml")},
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_the_first_screen_waits_for_no_library_that_it_does_not_show(imported: set[str]) -> None:
    assert imported >= LIBRARIES
    assert imported & LATER == set()


@pytest.mark.parametrize("room", OURS)
def test_the_first_screen_imports_what_it_shows(imported: set[str], room: str) -> None:
    found = {name.removeprefix(f"{room}.") for name in imported if name.startswith(f"{room}.")}
    assert found <= set(OURS[room].split())


@pytest.mark.every_frame
async def test_the_first_paint_of_the_first_place_shows_what_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[str] = []
    real = App._display

    def counted(app: App[None], screen: Screen[None], update: object) -> None:
        painted.append(f"{type(screen).__name__} {app.page.header.fact if app.page else ''}")  # type: ignore[attr-defined]
        real(app, screen, update)  # type: ignore[arg-type]

    monkeypatch.setattr(App, "_display", counted)
    app, hub = program(tmp_path, start="today")
    async with app.run_test() as pilot:
        await pilot.pause()
        while not any(said.startswith("TodayScreen") for said in painted):
            await pilot.pause()
        first = next(said for said in painted if said.startswith("TodayScreen"))
        assert first != "TodayScreen "
    hub.wb.close()


async def test_the_first_place_is_read_once_before_it_is_made(tmp_path: Path) -> None:
    app, hub = program(tmp_path, start="today")
    async with app.run_test() as pilot:
        while not isinstance(app.screen, TodayScreen):
            await pilot.pause()
        assert app.screen.found is not None
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.bridge.calls == 3  # the header, the place, and whether a call goes on
        assert app.header_info != HeaderInfo()
    hub.wb.close()


async def test_what_was_put_off_at_the_start_goes_on_after_it(tmp_path: Path) -> None:
    gc.disable()
    try:
        app, hub = program(tmp_path, start="today")
        async with app.run_test() as pilot:
            await Driver(app, pilot, hub).settle()
            assert gc.isenabled()
        hub.wb.close()
    finally:
        gc.enable()
        gc.unfreeze()


async def test_what_other_places_are_made_of_is_read_while_nobody_presses_a_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "read_ahead_of_time.py").write_text("THERE = True\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(reading_ahead, "STEP_SECONDS", 3600.0)
    async with driving(tmp_path, start="today") as driver:
        reading = ReadingAhead(driver.app, ["read_ahead_of_time"])
        await driver.press("j")
        monkeypatch.setattr(reading_ahead, "QUIET_SECONDS", 3600.0)
        reading.step()
        assert "read_ahead_of_time" not in sys.modules
        monkeypatch.setattr(reading_ahead, "QUIET_SECONDS", 0.0)
        reading.step()
        assert sys.modules.pop("read_ahead_of_time").THERE


def test_what_is_read_ahead_is_there() -> None:
    """A module with another name would be missed only by those who wait for it."""
    for name in [f"tui.screens.{page}" for page in PAGES]:
        assert find_spec(name) is not None
