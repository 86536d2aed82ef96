"""Everything that a key does can be clicked; text can be selected and copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.events import MouseDown, MouseMove, MouseScrollDown, MouseUp
from textual.geometry import Offset
from textual.widgets import Input

from domain.model.terms import MilestoneId
from domain.workbook import people, queue
from tests.tui.driving import driving
from tests.tui.gallery import FilterLike, QueueLike, make
from tests.tui.gallery_page import footer, ready, said, table
from tui.screens.choice import Choice
from tui.screens.go_to import GoTo
from tui.screens.palette import Palette, PaletteList
from tui.screens.people import PeopleScreen
from tui.screens.person import PersonScreen
from tui.screens.score import ScoreScreen
from tui.widgets.bars import FooterBar, HeaderBar, NoticeRow, TabsRow
from tui.widgets.criteria import CriteriaView
from tui.widgets.empty import EmptyState
from tui.widgets.fields import FieldLabel, FieldRow
from tui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from textual.pilot import Pilot
    from textual.widget import Widget

    from tests.workbook.hub import Hub


async def drag(pilot: Pilot[None], start: tuple[int, int], end: tuple[int, int]) -> None:
    """Press the left button, move and let go, in cells of the screen."""
    await pilot._post_mouse_events([MouseDown], offset=start, button=1)
    await pilot._post_mouse_events([MouseMove], offset=end, button=1)
    await pilot._post_mouse_events([MouseUp], offset=end, button=1)
    await pilot.pause()


async def wheel(pilot: Pilot[None], widget: Widget) -> None:
    """Turn the wheel one notch down over a widget."""
    x, y = widget.region.offset + Offset(3, 3)
    widget.post_message(MouseScrollDown(widget, x, y, 0, 1, 0, False, False, False))
    await pilot.pause()


async def test_header_parts_tabs_notice_and_footer_keys() -> None:
    app = make()
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        await pilot.click(HeaderBar, offset=(3, 0))
        await ready(pilot)
        assert isinstance(app.screen, GoTo)
        await pilot.click(offset=(45, 30))
        await ready(pilot)
        assert isinstance(app.screen, FilterLike)
        await pilot.click(HeaderBar, offset=(85, 0))
        await ready(pilot)
        assert app.screen is app.get_screen("slips")
        app.go("queue")
        await ready(pilot)
        await pilot.click(TabsRow, offset=(16, 0))
        assert app.screen.query_one(TabsRow).current == "waiting"
        await pilot.click(FooterBar, offset=(footer(pilot).index("a arrived") + 3, 0))
        await ready(pilot)
        await pilot.click(NoticeRow, offset=(app.screen.query_one(NoticeRow).render_line(0).text.index("undo"), 0))
        await ready(pilot)
        assert said(pilot).startswith("● Undone: Nadia Haddad")


async def test_one_click_chooses_in_the_palette_and_among_choices() -> None:
    app = make()
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        await pilot.press("r")
        await ready(pilot)
        assert isinstance(app.screen, Choice)
        await pilot.click("ChoiceList", offset=(10, 4))
        await ready(pilot)
        assert said(pilot) == "● Moved to hotels."
        await pilot.press("colon")
        assert isinstance(app.screen, Palette)
        app.screen.query_one(Input).value = "arriv"
        await ready(pilot)
        await pilot.click(PaletteList, offset=(10, 0))
        await ready(pilot)
        assert said(pilot).startswith("● Nadia Haddad done")


async def test_a_click_that_brings_the_focus_opens_nothing_and_a_double_click_opens() -> None:
    opened: list[int] = []
    app = make(start="people")
    async with app.run_test(
        size=(120, 36), message_hook=lambda m: opened.append(m.id) if isinstance(m, RecordTable.Opened) else None
    ) as pilot:
        await ready(pilot)
        await pilot.press("slash")
        await ready(pilot)
        await pilot.click(RecordTable, offset=(10, 1))
        await ready(pilot)
        assert table(pilot).has_focus
        assert not opened
        await pilot.double_click(RecordTable, offset=(10, 4))
        await ready(pilot)
        assert set(opened) == {4}


async def test_the_wheel_scrolls_and_the_focus_stays_on_its_row() -> None:
    app = make()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        rows = table(pilot)
        await wheel(pilot, rows)
        assert (rows.top, rows.current) == (3, 1)
        rows.set_ids(rows.ids)
        await ready(pilot)
        assert (rows.top, rows.current) == (3, 1)
        await pilot.press("j")
        assert (rows.top, rows.current) == (1, 2)


async def test_fields_take_the_focus_by_their_label_and_choices_by_their_word() -> None:
    app = make()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("w")
        await ready(pilot)
        rows = {row.field.key: row for row in app.screen.query(FieldRow)}
        await pilot.click(rows["phone"].query_one(FieldLabel))
        assert rows["phone"].has_focus_within
        await pilot.click(rows["way"].editor, offset=(3, 0))
        assert rows["way"].value == "call"


async def test_the_keys_of_an_empty_place_can_be_clicked() -> None:
    app = make(start="today")
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        empty = app.screen.query_one(EmptyState)
        line = next(y for y in range(empty.size.height) if "w " in empty.render_line(y).text)
        empty._keys[line] = "g q"
        await pilot.click(EmptyState, offset=(7, line))
        await ready(pilot)
        await ready(pilot)
        assert isinstance(app.screen, QueueLike)


def one_waiting(hub: Hub) -> None:
    """Joan waits for the phone interview."""
    queue.walk_in(hub.wb, people.NewPerson(name="Joan Alcaraz"), hub.opening())
    hub.take_to(hub.application(hub.value("select id from person")), MilestoneId.PHONE)


async def test_a_rating_is_clicked_and_its_evidence(tmp_path: Path) -> None:
    async with driving(tmp_path, one_waiting) as driver:
        await driver.press("enter")
        assert isinstance(driver.app.screen, ScoreScreen)
        view = driver.app.screen.query_one(CriteriaView)
        assert view.sheet is not None
        await driver.pilot.click(CriteriaView, offset=(10, 2))
        await driver.settle()
        assert view.at == 1
        await driver.pilot.click(CriteriaView, offset=(47 + 3 * 3, 2))
        await driver.settle()
        rating = view.sheet.lines[1].rating
        assert rating is not None
        assert rating.value == 4
        assert "u undo" in driver.notice()
        await driver.pilot.click(CriteriaView, offset=(10, 2))
        await driver.pilot.click(CriteriaView, offset=(67, 2))
        await driver.settle()
        assert isinstance(driver.app.focused, Input)


async def test_people_are_sorted_by_their_heads(tmp_path: Path) -> None:
    def three(hub: Hub) -> None:
        for name in ("Ana Reyes", "Ben Cruz", "Cora Diaz"):
            hub.person(name)

    async with driving(tmp_path, three) as driver:
        await driver.press("g", "c")
        assert isinstance(driver.app.screen, PeopleScreen)
        await driver.pilot.click(RecordTable, offset=(8, 0))
        await driver.settle()
        assert driver.app.screen.row is not None
        assert driver.text().index("Cora Diaz") < driver.text().index("Ana Reyes")


async def test_selected_text_is_copied_by_ctrl_c(monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []
    app = make()
    monkeypatch.setattr(app, "copy_to_clipboard", copied.append)
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        await drag(pilot, (6, 4), (17, 4))
        await pilot.press("ctrl+c")
        await ready(pilot)
        assert copied == ["Joan Alcaraz"]
        assert said(pilot) == "● Selected text copied."
        await drag(pilot, (82, 2), (90, 3))
        await pilot.press("ctrl+c")
        assert copied[1].splitlines() == ["Joan Alcaraz                  No. 47", "Retail se"]
        await pilot.click(RecordTable, offset=(10, 8))
        await pilot.press("ctrl+c")
        await ready(pilot)
        assert len(copied) == 2
        assert said(pilot).startswith("► ctrl+c copies what the mouse selected.")


async def test_y_copies_the_row_the_card_and_the_slip(tmp_path: Path) -> None:
    def prepare(hub: Hub) -> None:
        joan = hub.person("Joan Alcaraz", hub.opening(), mobile="0917 123 4567")
        hub.take_to(hub.application(joan), MilestoneId.IN_PERSON)

    async with driving(tmp_path, prepare) as driver:
        await driver.press("g", "c", "y")
        assert driver.app.clipboard.startswith("Joan Alcaraz\t")
        assert driver.notice() == "● Row copied."
        await driver.press("enter", "y")
        assert isinstance(driver.app.screen, PersonScreen)
        assert driver.app.clipboard.startswith("Joan Alcaraz\n")
        assert "Passed" in driver.app.clipboard
        assert driver.notice() == "● Card copied."
        await driver.press("H", "y")
        assert driver.app.clipboard.startswith("J. A.\n")
