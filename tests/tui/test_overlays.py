"""What is laid over a page: the menu of places, the palette, help, and choices."""

from __future__ import annotations

from textual.widgets import Input

from tests.tui.gallery import FilterLike, QueueLike, make
from tests.tui.gallery_page import footer, ready, said, table
from tui.screens.choice import Choice
from tui.screens.go_to import GoTo
from tui.screens.help import Help
from tui.screens.palette import Palette


async def test_g_and_a_letter_go_to_a_place_which_keeps_its_state() -> None:
    app = make()
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        await pilot.press("j", "j")
        await pilot.press("g")
        assert isinstance(app.screen, GoTo)
        assert footer(pilot).startswith("  Esc stay here")
        await pilot.press("c")
        await ready(pilot)
        assert isinstance(app.screen, FilterLike)
        await pilot.press("g", "q")
        await ready(pilot)
        assert type(app.screen) is QueueLike
        assert table(pilot).current == 3


async def test_escape_closes_pages_but_never_quits() -> None:
    app = make()
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        await pilot.press("escape", "escape", "escape")
        await ready(pilot)
        assert app.is_running
        assert isinstance(app.screen, QueueLike)


async def test_the_palette_runs_what_is_typed_and_knows_places() -> None:
    app = make()
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        await pilot.press("colon")
        assert isinstance(app.screen, Palette)
        app.screen.query_one(Input).value = "arrived"
        await pilot.pause()
        await pilot.press("enter")
        await ready(pilot)
        assert said(pilot).startswith("● Nadia Haddad done")
        await pilot.press("ctrl+p")
        app.screen.query_one(Input).value = "people"
        await pilot.pause()
        await pilot.press("enter")
        await ready(pilot)
        assert isinstance(app.screen, FilterLike)


async def test_help_lists_the_keys_of_the_screen_and_searches() -> None:
    app = make()
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        await pilot.press("question_mark")
        assert isinstance(app.screen, Help)
        sheet = app.screen.sheet
        text = [sheet.render_line(y).text for y in range(sheet.size.height)]
        assert any("Take in a walk-in" in line for line in text)
        await pilot.press(*"undo")
        text = [sheet.render_line(y).text for y in range(sheet.size.height)]
        assert any("undo" in line for line in text)
        assert not any("Take in a walk-in" in line for line in text)
        await pilot.press("escape")
        assert isinstance(app.screen, QueueLike)


async def test_a_choice_takes_a_digit_or_enter() -> None:
    app = make()
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        await pilot.press("r")
        assert isinstance(app.screen, Choice)
        await pilot.press("9")
        assert isinstance(app.screen, Choice)
        await pilot.press("2")
        await ready(pilot)
        assert said(pilot) == "● Moved to hotels."
        await pilot.press("r", "down", "enter")
        await ready(pilot)
        assert said(pilot) == "● Moved to hotels."
