"""What went wrong: told where a person can act on it, and on a page of its own where nobody foresaw it."""

from __future__ import annotations

import asyncio

import pytest
from textual.css.query import NoMatches
from textual.dom import NoScreen

from domain.model.errors import NotAWorkbook
from tests.tui.gallery import NOW, FilterLike, Gallery, Hub, QueueLike, make
from tests.tui.gallery_page import painted, ready, said
from tui.ports import Ports
from tui.screens.error import ErrorPage
from tui.widgets.line_view import LineView


async def test_an_error_that_a_person_can_act_on_stays_until_it_is_answered() -> None:
    app = make()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("x")
        await ready(pilot)
        assert said(pilot) == "■ The name is empty. Type one.   Esc clear"
        await pilot.press("j")
        assert said(pilot).startswith("■")
        await pilot.press("escape")
        assert said(pilot) == ""


async def test_anything_unforeseen_goes_to_the_error_page_and_escape_comes_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    copied: list[str] = []
    app = make()
    monkeypatch.setattr(app, "copy_to_clipboard", copied.append)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("f")
        await ready(pilot)
        assert isinstance(app.screen, ErrorPage)
        await pilot.press("y")
        assert "RuntimeError: boom [/]" in copied[0]
        assert "Traceback" in copied[0]
        await pilot.press("1")
        await ready(pilot)
        assert isinstance(app.screen, QueueLike)


@pytest.mark.parametrize("missing", [NoScreen("node has no screen"), NoMatches("nothing matches")])
@pytest.mark.parametrize("closed", [True, False])
async def test_a_page_that_was_closed_while_its_work_went_on_is_no_error(missing: Exception, closed: bool) -> None:
    app, gate = make(), asyncio.Event()

    async def work() -> None:
        await gate.wait()
        raise missing

    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        first = app.screen
        page = FilterLike()
        app.open_page(page)
        await ready(pilot)
        app.run_guarded(work())
        await pilot.pause()
        if closed:
            await app.pop_screen()
        gate.set()
        await ready(pilot)
        assert isinstance(app.screen, ErrorPage) is not closed
        assert closed is (app.screen is first)


async def test_a_workbook_that_cannot_be_opened_leads_to_the_error_page_with_a_way_out() -> None:
    def refuse() -> Hub:
        raise NotAWorkbook("This workbook was made by a newer Milepost.", "Nothing was read or changed.")

    app = Gallery(Ports(open=refuse, undo=Hub.undo, redo=Hub.redo, header=Hub.header, now=lambda: NOW))
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        assert isinstance(app.screen, ErrorPage)
        page = app.screen.query_one("#trouble", LineView)
        assert painted(page, 6) == "    ■ This workbook was made by a newer Milepost."
        await pilot.press("g")
        assert isinstance(app.screen, ErrorPage)
        await pilot.press("enter")
    assert app.return_code == 0
