"""Fields and forms: letters are text, what is wrong is said, and nothing typed is lost."""

from __future__ import annotations

from textual.widgets import Input

from tests.tui.gallery import Hub, QueueLike, make
from tests.tui.gallery_page import footer, ready, said, table
from tui.screens.form import Form
from tui.widgets.fields import FieldRow


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
