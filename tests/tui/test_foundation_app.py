"""Behaviour of the app as a whole: where its parts stand, its bars and keys, and what it paints of any text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tui.gallery import VISITS, Hub, QueueLike, Visit, make
from tests.tui.gallery_page import footer, painted, ready, said, table
from tests.tui.test_foundation_text import HOSTILE
from tui.safe_text import SAFE
from tui.screens.choice import Choice
from tui.screens.form import Form
from tui.screens.place import Page
from tui.widgets.bars import FooterBar, HeaderBar, NoticeRow, TabsRow, TooSmall
from tui.widgets.line_view import SidePane

if TYPE_CHECKING:
    from collections.abc import Sequence


# Places and keys.


async def test_a_place_shows_header_tabs_rows_and_pane_where_the_grid_says() -> None:
    app = make()
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        header = app.screen.query_one(HeaderBar)
        assert painted(header).startswith("  Queue   Tue 12 Aug")
        assert painted(header)[82:] == "! 4 slips owed   Harbour hub   10:42"
        assert painted(app.screen.query_one(TabsRow)).startswith("      All 23   Waiting 9")
        assert table(pilot).region.y == 3
        assert painted(table(pilot), 1)[:24] == "▌  47 Joan Alcaraz      "
        assert painted(table(pilot), 1)[49:59] == "●●●●►–·–··"
        pane = app.screen.query_one(SidePane)
        assert (pane.region.x, pane.region.y, pane.region.width) == (80, 1, 40)
        assert painted(pane, 1).strip().startswith("Joan Alcaraz")
        assert app.screen.query_one(NoticeRow).region.y == 34
        assert app.screen.query_one(FooterBar).region.y == 35


@pytest.mark.parametrize(("columns", "pane"), [(80, 0), (111, 0), (112, 32), (160, 56)])
async def test_less_width_drops_the_pane_never_a_column(columns: int, pane: int) -> None:
    app = make()
    async with app.run_test(size=(columns, 24)) as pilot:
        await ready(pilot)
        side = app.screen.query_one(SidePane)
        assert (side.region.width if side.display else 0) == pane
        head = painted(table(pilot))
        assert all(word in head for word in ("No.", "Person", "State", "Wait", "Road", "Next", "For"))


async def test_the_name_column_takes_the_rest_from_160_columns() -> None:
    app = make()
    async with app.run_test(size=(160, 40)) as pilot:
        await ready(pilot)
        assert "Christabel Anne Montgomery" in painted(table(pilot), 8)


async def test_below_80_by_24_one_line_is_left_and_keys_keep_working() -> None:
    app = make()
    async with app.run_test(size=(72, 20)) as pilot:
        await ready(pilot)
        small = app.screen.query_one(TooSmall)
        assert small.region.size == (72, 20)
        assert painted(small) == "Milepost needs 80 x 24, this is 72 x 20"
        assert painted(small, 5) == ""
        await pilot.press("j")
        assert table(pilot).current == 2
        await pilot.resize_terminal(80, 24)
        pilot.app._check_resize()  # which waits for more of them to come
        await pilot.pause()
        assert not small.display


async def test_names_hide_everywhere_at_the_same_width() -> None:
    app = make()
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        before = painted(table(pilot), 1)
        await pilot.press("H")
        await ready(pilot)
        after = painted(table(pilot), 1)
        assert "Joan" not in after
        assert after[27:] == before[27:]
        pane = "".join(painted(app.screen.query_one(SidePane), y) for y in range(30))
        assert "Joan" not in pane
        assert "WhatsApp" not in pane


# Header, notice, footer.


async def test_an_act_shows_its_words_and_the_way_back_and_updates_the_debt() -> None:
    app = make()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("a")
        await ready(pilot)
        assert said(pilot) == "● Nadia Haddad done, slip delivered.   u undo"
        assert "! 3 slips owed" in painted(app.screen.query_one(HeaderBar))
        await pilot.press("u")
        await ready(pilot)
        assert said(pilot) == "● Undone: Nadia Haddad done, slip delivered.   U redo"
        await pilot.press("U")
        await ready(pilot)
        assert said(pilot) == "● Done again: Nadia Haddad done, slip delivered.   u undo"
        await pilot.press("U")
        await ready(pilot)
        assert said(pilot) == "○ Nothing to redo."


async def test_the_footer_keeps_go_to_and_help_and_says_why_a_key_cannot_work() -> None:
    app = make()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        assert footer(pilot).startswith("  Enter open  a arrived  x no-show  f slip  r move  w walk-in  ")
        assert len(footer(pilot)) == 78
        assert footer(pilot).endswith("g go  ? help")
        screen = app.screen
        assert isinstance(screen, QueueLike)
        screen.missing = "2 missing"
        assert "f slip, 2 missing" in footer(pilot)
        await pilot.press("f")
        await ready(pilot)
        assert said(pilot) == "○ Deliver the slip: 2 missing."
        assert isinstance(app.screen, QueueLike)


async def test_clicking_a_key_in_the_footer_runs_it() -> None:
    app = make()
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        await pilot.click(FooterBar, offset=(footer(pilot).index("a arrived") + 3, 0))
        await ready(pilot)
        assert said(pilot).startswith("● Nadia Haddad done")


async def test_own_keys_work_and_are_shown() -> None:
    app = make()
    app.take_keymap({"queue.arrived": "b", "app.help": "f3"})
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        assert "b arrived" in footer(pilot)
        assert footer(pilot).endswith("F3 help")
        await pilot.press("a")
        await ready(pilot)
        assert said(pilot) == ""
        await pilot.press("b")
        await ready(pilot)
        assert said(pilot).startswith("● Nadia")


async def test_two_commands_can_swap_keys_and_a_key_of_two_runs_once() -> None:
    hub = Hub()
    app = make(hub)
    app.take_keymap({"queue.arrived": "x", "queue.no_show": "a", "list.down": "n down"})
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        await pilot.press("n")
        assert table(pilot).current == 2
        await pilot.press("x")
        await ready(pilot)
        assert len(hub.done) == 1
        await pilot.press("a")
        await ready(pilot)
        assert said(pilot).startswith("■ The name is empty")


async def test_what_waits_for_a_frame_is_left_when_the_page_was_closed_meanwhile() -> None:
    app = make()
    async with app.run_test() as pilot:
        await ready(pilot)
        page, done = app.screen, list[str]()
        assert isinstance(page, Page)
        page.after_frame(lambda: done.append("open"))
        await ready(pilot)
        await page.query_one(HeaderBar).remove()
        page.after_frame(lambda: done.append("closed"))
        await ready(pilot)
        assert done == ["open"]


# Hostile text and quiet.


@pytest.mark.parametrize("raw", [*HOSTILE, "\x1b[31mred\x1b]0;x\x07", "林小美 and 김민준 and مرحبا"])
async def test_hostile_text_is_painted_as_it_stands_everywhere(raw: str) -> None:
    visits = [Visit(1, "1", raw, "here", raw, raw, raw, raw, raw)]
    app = make(Hub(visits))
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        page = app.screen
        assert isinstance(page, Page)
        page.header.fact = raw
        page.header.heading = raw
        page.notice(raw, keys=[("u", raw)])
        page.show_tabs([])
        app.header_info = type(app.header_info)(1, raw)
        app.notify(raw)
        app.push_screen(Choice(raw, []))
        await ready(pilot)
        await pilot.press("escape")
        await pilot.press("w")
        await ready(pilot)
        form = app.screen
        assert isinstance(form, Form)
        form.rows()[0].value = raw
        form.rows()[0].complain(raw)
        await ready(pilot)
        assert app.is_running
        assert app.return_code is None


async def test_the_line_filter_is_in_force_and_is_one_instance() -> None:
    app = make()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        filters: Sequence[object] = app.get_line_filters()
        assert filters[-1] is SAFE
        assert app.screen.get_line_filters()[-1] is SAFE
        strips = app.screen.query_one(HeaderBar)
        strips.heading = "a\x1b[31mb\x9bc"
        await pilot.pause()
        shown = app.export_screenshot()
        assert "\x1b" not in shown
        assert "\x9b" not in shown


async def test_nothing_ticks_but_the_clock() -> None:
    app = make()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        assert len(list(app._timers)) <= 1
        assert all(not list(node._timers) for node in app.screen.query("*"))
        assert VISITS
