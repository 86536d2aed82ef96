"""Behaviour of the app, the bars, the table, overlays and forms, through the keyboard."""

from __future__ import annotations

import asyncio
import threading
from array import array
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from textual.css.query import NoMatches
from textual.dom import NoScreen
from textual.widgets import Input

from domain.model.errors import NotAWorkbook, Unavailable
from tests.tui.gallery import NOW, VISITS, FilterLike, Gallery, Hub, QueueLike, Visit, make
from tests.tui.test_foundation_text import HOSTILE
from tui.bridge import Bridge
from tui.ports import Ports
from tui.safe_text import SAFE
from tui.screens.choice import Choice
from tui.screens.error import ErrorPage
from tui.screens.form import Form
from tui.screens.go_to import GoTo
from tui.screens.help import Help
from tui.screens.palette import Palette
from tui.screens.place import Page
from tui.widgets.bars import FooterBar, HeaderBar, NoticeRow, Tab, TabsRow, TooSmall
from tui.widgets.fields import FieldRow
from tui.widgets.line_view import LineView, SidePane
from tui.widgets.record_lines import KEPT_ROWS
from tui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.pilot import Pilot
    from textual.strip import Strip

    from tui.widgets.paint import OneLine

pytestmark = pytest.mark.asyncio
W = TypeVar("W")


async def ready(pilot: Pilot[None]) -> None:
    """Wait until nothing is on its way: workers done, messages handled, rows painted."""
    for _ in range(3):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()


def painted(widget: OneLine | LineView | RecordTable[Any], y: int = 0) -> str:
    """Return a painted line of a widget as text."""
    return widget.render_line(y).text.rstrip()


def table(pilot: Pilot[None]) -> RecordTable[Visit]:
    """Return the list in front."""
    return pilot.app.screen.query_one(RecordTable)


def said(pilot: Pilot[None]) -> str:
    """Return the notice row of the page in front as text."""
    return painted(pilot.app.screen.query_one(NoticeRow)).strip()


def footer(pilot: Pilot[None]) -> str:
    """Return the footer in front as text."""
    return painted(pilot.app.screen.query_one(FooterBar))


# The bridge.


async def test_the_bridge_keeps_the_workbook_on_one_thread_and_calls_in_order() -> None:
    seen: list[int] = []

    def note(owner: int, number: int) -> bool:
        seen.append(number)
        return owner == threading.get_ident()

    bridge = Bridge(threading.get_ident)
    await bridge.open()
    assert all(await asyncio.gather(*(bridge.call(note, n) for n in range(20))))
    assert seen == list(range(20))
    assert bridge.calls == 20
    await bridge.close()
    await bridge.close()


async def test_a_bridge_that_is_not_open_says_so_and_closes_what_it_opened() -> None:
    closed: list[str] = []
    bridge = Bridge(lambda: "workbook", closed.append)
    with pytest.raises(Unavailable):
        await bridge.call(len)
    await bridge.open()
    assert bridge.is_open
    await bridge.close()
    assert closed == ["workbook"]


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


async def test_rows_arrive_by_window_and_a_key_asks_for_none() -> None:
    hub = Hub(
        [Visit(n, str(n), f"Person {n}", "here", "waiting", "", "@.........", "Phone", "Bank") for n in range(5000)]
    )
    app = make(hub)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        first = hub.fetched
        assert 18 <= first <= 64
        await pilot.press("j", "j", "k")
        await ready(pilot)
        assert hub.fetched == first
        assert table(pilot).current == 1
        await pilot.press("G")
        await ready(pilot)
        assert table(pilot).current == 4999
        assert "Person 4999" in painted(table(pilot), table(pilot).rows)
        assert hub.fetched <= first + 64
        await pilot.press("g", "g")
        await ready(pilot)
        assert table(pilot).current == 0


@pytest.mark.every_frame
async def test_a_cursor_key_at_a_million_rows_composes_two_rows_and_one_more_where_it_scrolls(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = make()
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        rows = table(pilot)
        rows.set_ids(array("q", range(1, 1_000_001)))
        await ready(pilot)
        composed: list[int | None] = []
        compose = rows._row_strip

        def counted(row_id: int | None, *how: Any) -> Strip:
            composed.append(row_id)
            return compose(row_id, *how)

        monkeypatch.setattr(rows, "_row_strip", counted)
        await pilot.press("j")
        await ready(pilot)
        assert set(composed) == {1, 2}
        composed.clear()
        await pilot.press(*["j"] * 30)  # most of them scroll
        await ready(pilot)
        assert len(composed) <= 3 * 30
        rows.choose(900_000)
        await ready(pilot)
        assert rows.current == 900_000


async def test_memory_for_rows_is_bounded() -> None:
    hub = Hub([Visit(n, str(n), f"P {n}", "here", "", "", "", "", "") for n in range(3000)])
    app = make(hub)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        for at in range(0, 3000, 60):
            table(pilot).choose(at)
            await ready(pilot)
        assert len(table(pilot)._rows) <= KEPT_ROWS


async def test_the_cursor_stays_on_its_person_when_the_list_changes() -> None:
    app = make()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        rows = table(pilot)
        rows.choose(5)
        rows.set_ids(array("q", [9, 7, 5, 3]))
        assert rows.current == 5
        rows.set_ids(array("q", [9, 7, 3]))
        assert rows.current == 3
        rows.set_ids(array("q"))
        assert rows.current is None
        await pilot.press("j", "enter", "space", "G")


@pytest.mark.every_frame
async def test_rows_beyond_the_known_ids_show_that_they_are_on_their_way() -> None:
    app = make()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        rows = table(pilot)
        rows.set_ids(array("q", [1, 2]), total=100_000)
        await ready(pilot)
        assert "Joan" in painted(rows, 1)
        assert painted(rows, 3).strip() == "…"
        rows.set_ids(array("q", [1, 999]))
        await ready(pilot)
        assert painted(rows, 2).strip() == "no longer here"


async def test_new_ids_read_visible_rows_again_and_keep_the_old_text_meanwhile() -> None:
    hub = Hub()
    app = make(hub)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        hub.visits[1] = Visit(1, "47", "Joan Renamed", "done", "done", "", "", "", "")
        table(pilot).set_ids(array("q", hub.visits))
        assert "Joan Alcaraz" in painted(table(pilot), 1)
        await ready(pilot)
        assert "Joan Renamed" in painted(table(pilot), 1)


async def test_marks_are_set_by_space_shown_with_a_plus_and_taken_off_by_escape() -> None:
    app = make()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("space", "space")
        assert table(pilot).marks == {1, 2}
        assert painted(table(pilot), 1)[:18] == "    + Joan Alcaraz"
        await pilot.press("escape")
        assert table(pilot).marks == frozenset()
        assert isinstance(app.screen, QueueLike)


async def test_two_clicks_open() -> None:
    opened: list[int] = []

    def note(message: object) -> None:
        if isinstance(message, RecordTable.Opened):
            opened.append(message.id)

    app = make()
    async with app.run_test(size=(80, 24), message_hook=note) as pilot:
        await ready(pilot)
        await pilot.click(RecordTable, offset=(10, 3))
        assert table(pilot).current == 3
        assert opened == []
        await pilot.click(RecordTable, offset=(10, 3))
        await ready(pilot)
        assert set(opened) == {3}


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


async def test_tabs_walk_with_the_arrows() -> None:
    app = make()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        tabs = app.screen.query_one(TabsRow)
        await pilot.press("right")
        assert tabs.current == "waiting"
        await pilot.press("left", "left")
        assert tabs.current == "done"


def named(*words: str) -> list[Tab]:
    """Tabs that are called so; of 'Why people stop|Why', the second is the short word."""
    return [Tab(full, full, short=short) for full, _, short in (word.partition("|") for word in words)]


async def test_tabs_without_room_are_short_but_for_the_one_in_front() -> None:
    app = make()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        tabs = app.screen.query_one(TabsRow)
        tabs.show(
            named("Funnel", "Why people stop|Why", "Promise kept|Promise", "Raters", "Class forecast|Class", "Staying")
        )
        assert painted(tabs) == "      Funnel  Why people stop  Promise kept  Raters  Class forecast  Staying"
        tabs.show((*tabs.tabs, *named("Time")))
        assert painted(tabs) == "      Funnel  Why  Promise  Raters  Class  Staying  Time"
        tabs.choose("Class forecast")
        assert painted(tabs) == "      Funnel  Why  Promise  Raters  Class forecast  Staying  Time"


async def test_tabs_that_find_no_room_are_counted_and_the_neighbours_stay_in_sight() -> None:
    app = make()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        tabs = app.screen.query_one(TabsRow)
        names = [f"{letter * 12} 1" for letter in "abcdefg"]
        tabs.show(named(*names))
        seen = []
        for name in names:
            tabs.choose(name)
            line = painted(tabs)
            seen.append(line.replace(" 1", "").split())
            assert len(line) <= 78
            near = names[max(0, names.index(name) - 1) : names.index(name) + 2]
            assert all(one in line for one in near[-2:])
        assert seen[0] == [*(letter * 12 for letter in "abcd"), "…", "3", "more"]
        assert seen[-1] == ["3", "more", "…", *(letter * 12 for letter in "defg")]
        assert {len(words) for words in seen[1:-1]} <= {7, 9}


# Overlays.


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


# Fields and forms.


async def test_letters_are_text_in_a_field_and_escape_leaves_it() -> None:
    app = make(start="people")
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        await pilot.press("slash", *"gqu?")
        assert app.screen.query_one(Input).value == "gqu?"
        assert footer(pilot).startswith("  ↓ to the list")
        assert footer(pilot).endswith("F1 help")
        await pilot.press("escape")
        assert table(pilot).has_focus
        await pilot.press("slash", "down", "j")
        assert table(pilot).current == 2


async def test_a_form_says_what_is_wrong_keeps_typing_and_saves_on_the_last_enter() -> None:
    hub = Hub()
    app = make(hub)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("w")
        await ready(pilot)
        form = app.screen
        assert isinstance(form, Form)
        rows = {row.field.key: row for row in form.query(FieldRow)}
        await pilot.press("enter")
        assert rows["name"].query_one(".field-problem").display
        rows["name"].value = "Ann [HR] O'Neil"
        await pilot.press("enter")
        assert rows["phone"].has_focus_within
        await pilot.press("escape")
        await ready(pilot)
        assert isinstance(app.screen, QueueLike)
        await pilot.press("w")
        await ready(pilot)
        form = app.screen
        rows = {row.field.key: row for row in form.query(FieldRow)}
        assert rows["name"].value == "Ann [HR] O'Neil"
        rows["way"].take_focus()
        await pilot.press("1")
        await ready(pilot)
        assert hub.done == ["Ann [HR] O'Neil walked in."]
        assert isinstance(app.screen, QueueLike)
        assert app.drafts == {}


async def test_a_form_stays_open_with_its_values_when_saving_is_refused() -> None:
    app = make()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("w")
        await ready(pilot)
        form = app.screen
        assert isinstance(form, Form)
        form.rows()[0].value = "refused"
        await pilot.press("f10")
        await ready(pilot)
        assert app.screen is form
        assert said(pilot) == "■ The name is empty. Type one.   Esc clear"
        assert form.values()["name"] == "refused"


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
