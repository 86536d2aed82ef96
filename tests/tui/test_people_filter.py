"""The filter of People: words and fields, completion, a wrong word, help, saved views, and the order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from domain.model.terms import State
from domain.workbook import applications, people, views
from domain.workbook.filters import FIELDS, FLAGS, lexicon
from tests.tui.driving import NARROW, WIDE, driving, pressing, program
from tests.tui.peopling import at_people, crowd, hint, hub_of_six, line, names, table, tagged, typed
from tests.workbook.hub import make_hub
from tui.screens.form import Form
from tui.screens.people_fields import FieldsHelp
from tui.screens.people_filter import FilterField
from tui.screens.people_views import ViewSheet
from tui.widgets.fields import TextField
from tui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.driving import Driver
    from tests.workbook.hub import Hub


def spans(driver: Driver) -> list[str]:
    """The words that are marked as wrong."""
    field = driver.app.screen.query_one(FilterField)
    return [field.value[start:end] for start, end in field.wrong.spans]


# Fields.


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("stage:mock", ["Joan Alcaraz"]),
        ("ravi stage:exam state:ready", ["Ravi Menon"]),
        ("owner:me", ["Ravi Menon"]),
        ("tag:nights -owner:ines", ["Maria Consolacion Remedios Villanueva-Aguinaldo de la Cruz Jr"]),
        ("owed joan", ["Joan Alcaraz"]),
        ("opening:none", ["Omar Farouk"]),
        ("waiting:>12d account:retail state:not-yet", ["Joan Alcaraz"]),
        ("source:referral city:cebu", ["Maria Consolacion Remedios Villanueva-Aguinaldo de la Cruz Jr"]),
    ],
)
async def test_words_and_fields_are_mixed(tmp_path: Path, words: str, found: list[str]) -> None:
    async with driving(tmp_path, tagged) as driver:
        await at_people(driver)
        await driver.press("slash")
        await typed(driver, words)
        assert names(driver) == found
        assert driver.text().splitlines()[1][:80].rstrip().endswith(f"{len(found)} of 6")


async def test_a_field_is_completed_then_its_value_by_tab_alone(tmp_path: Path) -> None:
    async with driving(tmp_path, tagged) as driver:
        await at_people(driver)
        await driver.press("slash", "s", "t", "a", "g")
        assert hint(driver).startswith("stage:")
        await driver.press("tab")
        assert line(driver) == "stage:"
        assert hint(driver).split()[:2] == ["applied", "phone"]
        await driver.press("m", "tab")
        assert line(driver) == "stage:mock-call "
        assert names(driver) == ["Joan Alcaraz"]
        assert isinstance(driver.app.screen.focused, TextField)


async def test_down_and_up_walk_over_what_is_offered_and_right_takes_it(tmp_path: Path) -> None:
    async with driving(tmp_path, tagged) as driver:
        await at_people(driver)
        await driver.press("slash", *"st", "down")
        assert "how they stand there" in hint(driver)
        await driver.press("up", "up", "down", "down", "right")
        assert line(driver) == "state:"
        await driver.press("left", "right", "n", "o", "down")
        assert line(driver) == "state:no"
        assert isinstance(driver.app.screen.focused, TextField)
        await driver.press("enter")
        assert line(driver).startswith("state:no")
        assert line(driver).endswith(" ")
        assert isinstance(driver.app.screen.focused, TextField)


async def test_right_within_the_line_only_moves_the_caret(tmp_path: Path) -> None:
    async with driving(tmp_path, tagged) as driver:
        await at_people(driver)
        await driver.press("slash", *"st", "home", "right")
        assert line(driver) == "st"


async def test_where_nothing_is_offered_down_goes_to_the_list_and_tab_to_the_next_part(tmp_path: Path) -> None:
    async with driving(tmp_path, tagged) as driver:
        screen = await at_people(driver)
        await driver.press("slash", *"joan", "down")
        assert isinstance(screen.focused, RecordTable)
        await driver.press("slash", "tab")
        assert not isinstance(screen.focused, TextField)
        assert line(driver) == "joan"


async def test_a_click_takes_what_is_offered(tmp_path: Path) -> None:
    async with driving(tmp_path, tagged) as driver:
        await at_people(driver)
        await driver.press("slash", *"st")
        await driver.pilot.click(offset=(driver.text().splitlines()[2].index("state:") + 1, 2))
        await driver.settle()
        assert line(driver) == "state:"
        assert isinstance(driver.app.screen.focused, TextField)


async def test_values_of_the_hub_are_offered_as_they_are_now(tmp_path: Path) -> None:
    async with driving(tmp_path, tagged) as driver:
        await at_people(driver)
        other = make_hub(str(tmp_path / "hub.milepost"), "Omar")
        other.person("New One", tags="weekends")
        other.wb.close()
        assert driver.app.watching is not None
        await driver.app.watching.look()
        await driver.settle()
        await driver.press("slash")
        await typed(driver, "tag:w")
        assert hint(driver).startswith("weekends")


async def test_values_of_a_field_with_too_many_are_looked_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "MOST", 2)

    def many(hub: Hub) -> None:
        for number, city in enumerate(("Angeles", "Baguio", "Cebu City", "Davao", "Zamboanga")):
            hub.person(f"Person {number}", city=city)

    async with driving(tmp_path, many) as driver:
        await at_people(driver)
        await driver.press("slash")
        await typed(driver, "city:zam")
        assert hint(driver).startswith("Zamboanga")
        await driver.press("tab")
        assert names(driver) == ["Person 4"]
        assert spans(driver) == []


# What is wrong.


async def test_a_wrong_word_is_marked_and_named_and_the_list_keeps_the_last_good_answer(tmp_path: Path) -> None:
    async with driving(tmp_path, tagged) as driver:
        await at_people(driver)
        await driver.press("slash")
        await typed(driver, "joan ")
        await typed(driver, "joan stage:mok owed")
        assert spans(driver) == ["mok"]
        assert names(driver) == ["Joan Alcaraz"]
        field = driver.app.screen.query_one(Input)
        field.cursor_position = len("joan stage:mok")
        await driver.settle()
        assert hint(driver).startswith('○ No stage begins with "mok".  mock-call')
        await driver.press("tab")
        assert line(driver) == "joan stage:mock-call owed"
        assert spans(driver) == []


async def test_an_unfinished_word_is_not_shouted_at_until_it_is_left(tmp_path: Path) -> None:
    async with driving(tmp_path, tagged) as driver:
        await at_people(driver)
        await driver.press("slash")
        await typed(driver, "joan waiting:")
        assert spans(driver) == []
        assert "○" not in hint(driver)
        await typed(driver, "joan waiting:>1")
        assert spans(driver) == []
        assert names(driver) == ["Joan Alcaraz"]
        await driver.press("enter")
        assert spans(driver) == [">1"]
        assert hint(driver).startswith('○ ">1" is no length of time or date for waiting.')


async def test_words_that_begin_no_field_offer_nothing(tmp_path: Path) -> None:
    async with driving(tmp_path, tagged) as driver:
        await at_people(driver)
        await driver.press("slash")
        await typed(driver, "joan")
        assert hint(driver) == ""
        await typed(driver, "joan owed")
        assert hint(driver) == ""


async def test_nobody_matches_names_the_line_and_offers_no_name_beside_fields(tmp_path: Path) -> None:
    async with driving(tmp_path, tagged) as driver:
        await at_people(driver)
        await driver.press("slash")
        await typed(driver, "alcarz stage:exam")
        lines = driver.text().splitlines()
        assert lines[10].strip() == 'Nobody matches "alcarz stage:exam".'
        assert lines[11].strip() == "Fewer fields find more."
        await driver.press("escape")
        assert line(driver) == ""
        assert len(names(driver)) == 6


# Help.


async def test_help_of_the_fields_says_every_field_and_flag_and_types_what_is_chosen(tmp_path: Path) -> None:
    async with driving(tmp_path, tagged) as driver:
        await at_people(driver)
        await driver.press("slash", *"joan", "question_mark")
        assert isinstance(driver.app.screen, FieldsHelp)
        shown = driver.text()
        for words in FIELDS.values():
            assert words.example in shown
            assert words.says in shown
        for name, says in FLAGS.items():
            assert f" {name} " in shown
            assert says in shown
        await driver.press("down", "enter")
        assert line(driver) == "joan state:"
        assert isinstance(driver.app.screen.focused, TextField)
        await driver.press("f2", "escape")
        assert line(driver) == "joan state:"


async def test_question_mark_in_the_list_is_the_help_of_the_screen(tmp_path: Path) -> None:
    async with driving(tmp_path, tagged) as driver:
        await at_people(driver)
        await driver.press("question_mark")
        assert "Keys in People" in driver.text()


# Order.


async def test_every_column_sorts_and_the_sheet_marks_the_order_in_force(tmp_path: Path) -> None:
    async with driving(tmp_path, tagged) as driver:
        screen = await at_people(driver)
        orders = {screen.asked.sort}
        for down in range(len(people.SORTS)):
            await driver.press("s")
            await driver.press("home", *["down"] * down, "enter")
            orders.add(screen.asked.sort)
            assert len(names(driver)) == 6, screen.asked.sort
        assert orders == set(people.SORTS)
        await driver.press("s")
        await driver.press("9")
        await driver.press("s")
        assert "now the newest opening first" in driver.text()
        assert "now; again: the oldest opening first" in driver.text()
        await driver.press("enter")
        assert not screen.asked.descending
        assert screen.asked.sort == "opening"


async def test_the_farthest_come_first_by_road_and_a_head_turns_it_round(tmp_path: Path) -> None:
    async with driving(tmp_path, hub_of_six) as driver:
        await at_people(driver)
        head = driver.text().splitlines()[3].index("Road")
        await driver.pilot.click(offset=(head + 1, 3))
        await driver.settle()
        assert names(driver)[0] == "Joan Alcaraz"
        assert "Road ↑" in driver.text()
        await driver.pilot.click(offset=(head + 1, 3))
        await driver.settle()
        assert names(driver)[-2:] == ["Joan Alcaraz", "Omar Farouk"]


async def test_the_order_by_road_says_that_whoever_stopped_comes_before_the_farthest(tmp_path: Path) -> None:
    def one_stopped(hub: Hub) -> None:
        hub_of_six(hub)
        (row,) = hub.rows("select application from person where name = 'Ravi Menon'")
        applications.end(hub.wb, row["application"], State.WITHDREW)

    async with driving(tmp_path, one_stopped) as driver:
        await at_people(driver)
        await driver.press("s")
        await driver.press("2")
        assert names(driver)[:2] == ["Ravi Menon", "Joan Alcaraz"]
        assert "stopped first, then the farthest" in driver.text().splitlines()[0]
        await driver.press("s")
        await driver.press("2")
        assert names(driver)[-2:] == ["Ravi Menon", "Omar Farouk"]
        assert "the shortest road first, stopped last" in driver.text().splitlines()[0]


# Views.


async def test_a_view_is_opened_by_its_digit_and_named_in_the_header(tmp_path: Path) -> None:
    async with driving(tmp_path, tagged) as driver:
        screen = await at_people(driver)
        await driver.press("v", "4")
        assert line(driver) == "state:not-yet retest:any"
        assert names(driver) == ["Joan Alcaraz"]
        assert screen.asked.sort == "retest"
        assert driver.text().splitlines()[0].startswith("  People   Near-hire lane, the next retest first")
        await driver.press("v")
        assert isinstance(driver.app.screen, ViewSheet)
        assert driver.app.screen.focused_view is not None
        assert driver.app.screen.focused_view.name == "Near-hire lane"
        await driver.press("1")
        assert line(driver) == ""
        assert len(names(driver)) == 6


async def test_the_list_is_saved_as_a_view_renamed_replaced_and_deleted_and_each_is_undone(tmp_path: Path) -> None:
    async with driving(tmp_path, tagged) as driver:
        await at_people(driver)
        await driver.press("slash")
        await typed(driver, "tag:nights")
        await driver.press("enter", "s", "6", "v", "n")
        assert isinstance(driver.app.screen, Form)
        driver.app.screen.query_one(Input).value = "Night shift"
        await driver.press("enter")
        assert driver.notice().startswith("● Saved the view Night shift.")
        assert "Night shift, the next retest first" in driver.text().splitlines()[0]
        own = [view for view in views.listing(driver.hub.wb) if not view.built_in]
        assert [(view.name, view.filter, view.sort) for view in own] == [("Night shift", "tag:nights", "retest")]

        await driver.press("v", "e")
        driver.app.screen.query_one(Input).value = "Nights"
        await driver.press("enter")
        assert "Nights, the next" in driver.text().splitlines()[0]

        await driver.press("slash")
        await typed(driver, "tag:nights owner:none")
        await driver.press("enter", "v", "end", "r")
        assert [view.filter for view in views.listing(driver.hub.wb) if not view.built_in] == ["tag:nights owner:none"]

        await driver.press("v", "end", "D")
        assert all(view.built_in for view in views.listing(driver.hub.wb))
        await driver.press("u", "u", "u")
        own = [view for view in views.listing(driver.hub.wb) if not view.built_in]
        assert [(view.name, view.filter) for view in own] == [("Night shift", "tag:nights")]
        await driver.press("u")
        assert all(view.built_in for view in views.listing(driver.hub.wb))


async def test_what_comes_with_milepost_is_not_changed(tmp_path: Path) -> None:
    async with driving(tmp_path, tagged) as driver:
        await at_people(driver)
        await driver.press("v", "D")
        assert isinstance(driver.app.screen, ViewSheet)
        await driver.press("e")
        assert isinstance(driver.app.screen, ViewSheet)


async def test_a_name_that_is_taken_keeps_the_form_open(tmp_path: Path) -> None:
    async with driving(tmp_path, tagged) as driver:
        await at_people(driver)
        await driver.press("v", "n")
        driver.app.screen.query_one(Input).value = "mine"
        await driver.press("enter")
        assert isinstance(driver.app.screen, Form)
        assert "There is a view mine already." in driver.notice()


async def test_a_view_of_a_class_that_is_gone_says_which_word_is_wrong(tmp_path: Path) -> None:
    def prepare(hub: Hub) -> None:
        tagged(hub)
        view = views.make(hub.wb, "Banking", 'opening:"Banking"')
        assert view
        opening = hub.rows("select id from opening where account = 'banking_cs'")[0]["id"]
        hub.wb.store.do("took a class away", lambda act: act.delete("opening", opening))

    async with driving(tmp_path, prepare) as driver:
        await at_people(driver)
        await driver.press("v", "end", "enter")
        assert hint(driver).startswith('○ No opening begins with "Banking".')
        assert len(names(driver)) == 6


# Budgets.


async def test_typing_costs_the_same_for_twenty_people_and_for_two_thousand(tmp_path: Path) -> None:
    """A letter reads one page and its rows; a wrong or unfinished word reads nothing."""
    costs = []
    for count in (20, 2000):
        folder = tmp_path / str(count)
        folder.mkdir()
        async with driving(folder, crowd(count), size=NARROW) as driver:
            await at_people(driver)
            engine: Any = driver.app.bridge._workbook[0].store._engine
            seen: list[str] = []
            run = engine.execute

            def watched(sql: str, values: Any, run: Any = run, seen: list[str] = seen) -> Any:
                seen.append(sql)
                return run(sql, values)

            engine.execute = watched
            steps = []
            for words in ("person 0001", "person 0001 stage:", "person 0001 stage:mok", "person 0001 waiting:>3"):
                seen.clear()
                await typed(driver, words)
                steps.append(len(seen))
            costs.append(steps)
    assert costs[0] == costs[1]
    assert costs[0][1:] == [0, 0, 0]


# How it looks.


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_completion(tmp_path: Path, snap_compare: Any, size: tuple[int, int]) -> None:
    """Values below the filter, the one that Tab takes in accent, what it means at the right."""
    app, hub = program(tmp_path, tagged, start="people")
    assert snap_compare(app, terminal_size=size, run_before=pressing(app, hub, "slash", *"state:", "down"))


@pytest.mark.parametrize(("size", "theme"), [(WIDE, "dark"), (NARROW, "light")])
def test_wrong(tmp_path: Path, snap_compare: Any, size: tuple[int, int], theme: str) -> None:
    """The wrong word underlined, what is wrong and the nearest word below; the list as it was."""
    app, hub = program(tmp_path, tagged, start="people", theme=theme)
    assert snap_compare(app, terminal_size=size, run_before=pressing(app, hub, "slash", *"stage:mok"))


def test_fields(tmp_path: Path, snap_compare: Any) -> None:
    """Every field and flag with an example, and how they are joined."""
    app, hub = program(tmp_path, tagged, start="people")
    assert snap_compare(app, terminal_size=WIDE, run_before=pressing(app, hub, "slash", "question_mark"))


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_views(tmp_path: Path, snap_compare: Any, size: tuple[int, int]) -> None:
    """Those that come with Milepost, then the hub's own; the one in force marked."""

    def prepare(hub: Hub) -> None:
        tagged(hub)
        views.make(hub.wb, "Night shift [/] 山田", "tag:nights", "since")

    app, hub = program(tmp_path, prepare, start="people")
    assert snap_compare(app, terminal_size=size, run_before=pressing(app, hub, "v", "4", "v"))


def test_wide_terminal(tmp_path: Path, snap_compare: Any) -> None:
    """More columns where there is room; hostile, wide and endless names and tags are text, cut with an ellipsis."""

    def prepare(hub: Hub) -> None:
        tagged(hub)
        hub.person("[/] Ann [HR] O'Neil", tags="[red]x[/], 夜勤, " + "n" * 40, source="[@click=app.quit]")
        hub.person("林" * 20)

    app, hub = program(tmp_path, prepare, start="people")
    assert snap_compare(app, terminal_size=(210, 36), run_before=pressing(app, hub))


async def test_columns_come_with_the_width(tmp_path: Path) -> None:
    async with driving(tmp_path, tagged, size=(139, 36)) as driver:
        await at_people(driver)
        for width, heads in ((139, 6), (140, 8), (184, 9), (220, 10)):
            await driver.pilot.resize_terminal(width, 36)
            await driver.settle()
            shown = driver.text().splitlines()[3][: table(driver).size.width].split()
            assert len([head for head in shown if head not in ("↑", "↓")]) == heads, (width, shown)
