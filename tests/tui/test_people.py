"""People: found by typing, sorted, followed by the pane, and done something for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from domain.model.errors import Stopped
from domain.model.terms import MilestoneId
from domain.workbook import exporting, fitting, people, slips
from tests.tui.driving import NARROW, WIDE, driving, pressing, program
from tests.tui.peopling import at_people, choose, crowd, hub_of_six, names, typed
from tests.tui.test_foundation_text import HOSTILE
from tui.screens import person_acts
from tui.screens.people import FIRST_PAGE, PeopleScreen
from tui.screens.person import PersonScreen
from tui.screens.slip import SlipScreen
from tui.settings import config
from tui.widgets.filter_row import FilterRow
from tui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from domain.workbook import Workbook
    from tests.workbook.hub import Hub

# What is shown.


async def test_the_list_says_where_everybody_stands_and_the_pane_who_is_focused(tmp_path: Path) -> None:
    async with driving(tmp_path, hub_of_six) as driver:
        await at_people(driver)
        await choose(driver, "alcaraz")
        lines = driver.text().splitlines()
        assert lines[1].rstrip().endswith("5")
        row = next(line for line in lines if line[6:18] == "Joan Alcaraz")
        assert row[27:37] == "●●●●○–·–··"
        assert row[39:78].split() == ["Mock", "call", "○", "not", "yet", "20", "d", "►", "today"]
        assert lines[2][82:].split() == ["Joan", "Alcaraz", "…4471"]
        pane = [" ".join(line[82:118].split()) for line in lines]
        assert "○ Mock call not yet 23 Jul" in pane
        assert "► Mock call, attempt 2 from today" in pane
        assert "Chat app 9:00–19:00, local 10:42" in pane


async def test_people_on_no_opening_say_so(tmp_path: Path) -> None:
    async with driving(tmp_path, hub_of_six) as driver:
        await at_people(driver)
        await choose(driver, "omar")
        assert "– no opening" in driver.text()
        assert "○ Put them on an opening" in driver.text()


async def test_an_empty_workbook_names_only_keys_that_work(tmp_path: Path) -> None:
    async with driving(tmp_path) as driver:
        screen = await at_people(driver)
        lines = driver.text().splitlines()
        assert lines[10].strip() == "Nobody is in the workbook yet."
        assert lines[13].split()[:1] == ["w"]
        assert not screen.query_one(FilterRow).display
        offered = {line.strip().split("  ")[0] for line in lines[13:18] if line.strip()}
        assert offered <= {"w", "g q", "g o"}
        await driver.press("w", "escape")
        assert isinstance(driver.app.screen, PeopleScreen)


async def test_the_pane_goes_on_a_narrow_screen_and_nothing_is_read_for_it(tmp_path: Path) -> None:
    async with driving(tmp_path, hub_of_six, size=NARROW) as driver:
        await at_people(driver)
        before = driver.app.bridge.calls
        await driver.press("down")
        assert driver.app.bridge.calls == before
        await driver.pilot.resize_terminal(120, 36)
        await driver.settle()
        assert "What to do" in driver.text()


async def test_hidden_names_leave_initials_and_no_number(tmp_path: Path) -> None:
    async with driving(tmp_path, hub_of_six) as driver:
        await at_people(driver)
        await choose(driver, "alcaraz")
        await driver.press("H")
        for word in ("Joan", "Alcaraz", "4471", "9:00–19:00", "Ravi"):
            assert word not in driver.text()
        assert "J. A." in driver.text()


# Filter.


@pytest.mark.parametrize(
    ("words", "found"),
    [("alca", "Joan Alcaraz"), ("4471", "Joan Alcaraz"), ("menon rav", "Ravi Menon"), ("花 山田", "山田 花子")],
)
async def test_typing_finds_names_in_any_order_and_last_digits(tmp_path: Path, words: str, found: str) -> None:
    async with driving(tmp_path, hub_of_six) as driver:
        await at_people(driver)
        await driver.press("slash")
        await typed(driver, words)
        assert names(driver) == [found]


async def test_the_count_tells_hits_of_all_and_escape_goes_back_step_by_step(tmp_path: Path) -> None:
    async with driving(tmp_path, hub_of_six) as driver:
        screen = await at_people(driver)
        await driver.press("slash", "r", "a")
        assert driver.text().splitlines()[1].rstrip().endswith("1 of 5")
        await driver.press("escape")
        assert isinstance(screen.focused, RecordTable)
        assert names(driver) == ["Ravi Menon"]
        await driver.press("escape")
        assert len(names(driver)) == 5
        assert screen.query_one(FilterRow).value == ""
        await driver.press("escape")
        assert driver.app.screen is screen


async def test_answers_to_older_letters_are_dropped(tmp_path: Path) -> None:
    async with driving(tmp_path, hub_of_six) as driver:
        screen = await at_people(driver)
        field = screen.query_one(FilterRow).query_one(Input)
        for words in ("r", "ra", "o", "om"):
            field.value = words
        await driver.settle()
        assert names(driver) == ["Omar Farouk"]


async def test_nobody_matches_offers_the_closest_and_keeps_the_filter(tmp_path: Path) -> None:
    async with driving(tmp_path, hub_of_six) as driver:
        screen = await at_people(driver)
        await driver.press("slash")
        await typed(driver, "alcarz")
        lines = driver.text().splitlines()
        assert lines[10].strip() == 'Nobody matches "alcarz".'
        assert lines[11].strip() == "Closest: Joan Alcaraz."
        assert screen.query_one(FilterRow).value == "alcarz"
        await driver.press("enter")
        assert names(driver) == ["Joan Alcaraz"]
        await driver.press(*" li")
        assert screen.query_one(FilterRow).value == "Joan Alcaraz li"
        await driver.press(*["backspace"] * 3, "enter")
        assert isinstance(screen.focused, RecordTable)


async def test_escape_clears_a_filter_that_nobody_matches(tmp_path: Path) -> None:
    async with driving(tmp_path, hub_of_six) as driver:
        screen = await at_people(driver)
        await driver.press("slash")
        await typed(driver, "qqqq")
        assert "Nobody comes close." in driver.text()
        await driver.press("escape")
        assert screen.query_one(FilterRow).value == ""
        assert len(names(driver)) == 5
        assert screen.query_one(RecordTable).display


async def test_hidden_names_hide_the_closest_as_well(tmp_path: Path) -> None:
    async with driving(tmp_path, hub_of_six) as driver:
        await at_people(driver)
        await driver.press("H", "slash")
        await typed(driver, "alcarz")
        assert "Closest: J. A." in driver.text()


# Order.


async def test_mileposts_sort_along_the_road_and_the_same_key_turns_them_round(tmp_path: Path) -> None:
    async with driving(tmp_path, hub_of_six) as driver:
        await at_people(driver)
        await driver.press("s", "3")
        assert names(driver)[-3:] == ["Ravi Menon", "Joan Alcaraz", "Omar Farouk"]
        assert "At ↑" in driver.text()
        await driver.press("s", "3")
        assert names(driver)[:3] == ["Omar Farouk", "Joan Alcaraz", "Ravi Menon"]
        assert "At ↓" in driver.text()


async def test_the_arrow_tells_how_the_ages_run(tmp_path: Path) -> None:
    async with driving(tmp_path, hub_of_six) as driver:
        await at_people(driver)
        await driver.press("s", "5")
        assert "Since ↑" in driver.text()
        assert names(driver)[-2:] == ["Joan Alcaraz", "Omar Farouk"]
        assert "the latest step first" in driver.text().splitlines()[0]


async def test_who_has_a_retest_date_comes_before_who_has_none(tmp_path: Path) -> None:
    async with driving(tmp_path, hub_of_six) as driver:
        await at_people(driver)
        await driver.press("s", "6")
        assert names(driver)[0] == "Joan Alcaraz"
        await driver.press("s", "6")
        assert names(driver)[0] == "Joan Alcaraz"


HEADS = ("Person", "Road", "At", "State", "Since", "Retest", "For", "Owner", "Tags", "Opening")


@pytest.mark.parametrize("head", HEADS)
async def test_every_column_sorts_by_a_click_on_its_head(tmp_path: Path, head: str) -> None:
    async with driving(tmp_path, hub_of_six, size=(220, 40)) as driver:
        await at_people(driver)
        await driver.press("s")
        await driver.press("7")
        number, line = next((n, line) for n, line in enumerate(driver.text().splitlines()) if "Retest" in line)
        await driver.pilot.click(offset=(line.index(f" {head}") + 2, number))
        await driver.settle()
        line = driver.text().splitlines()[number]
        assert f"{head} ↑" in line or f"{head} ↓" in line


async def test_sorting_keeps_the_filter(tmp_path: Path) -> None:
    async with driving(tmp_path, hub_of_six) as driver:
        await at_people(driver)
        await driver.press("slash")
        await typed(driver, "ra")
        await driver.press("enter", "s", "5")
        assert names(driver) == ["Ravi Menon"]


# Doing.


async def test_enter_opens_the_person_and_back_the_list_stands_where_it_was(tmp_path: Path) -> None:
    async with driving(tmp_path, hub_of_six) as driver:
        screen = await at_people(driver)
        person = await choose(driver, "ravi")
        await driver.press("enter")
        assert isinstance(driver.app.screen, PersonScreen)
        assert driver.app.screen.person == person
        await driver.press("escape")
        assert isinstance(driver.app.screen, PeopleScreen)
        assert screen.query_one(RecordTable).current == person


async def test_contact_opens_the_page_at_its_contact(tmp_path: Path) -> None:
    async with driving(tmp_path, hub_of_six) as driver:
        await at_people(driver)
        await choose(driver, "alcaraz")
        await driver.press("c")
        assert "+639171234471" in driver.text()


async def test_slip_opens_the_newest_that_is_not_delivered(tmp_path: Path) -> None:
    async with driving(tmp_path, hub_of_six) as driver:
        await at_people(driver)
        person = await choose(driver, "alcaraz")
        await driver.press("f")
        assert isinstance(driver.app.screen, SlipScreen)
        newest = slips.listing(driver.hub.wb, "open", person_id=person)[-1]
        assert newest.milestone == MilestoneId.MOCK_CALL
        assert driver.app.screen.slip_id == newest.id


async def test_a_person_without_a_slip_says_so(tmp_path: Path) -> None:
    async with driving(tmp_path, hub_of_six) as driver:
        await at_people(driver)
        await choose(driver, "omar")
        await driver.press("f")
        assert driver.notice() == "○ Omar Farouk has no slip yet."


async def test_moving_takes_two_keys_and_shows_at_once(tmp_path: Path) -> None:
    async with driving(tmp_path, hub_of_six) as driver:
        await at_people(driver)
        person = await choose(driver, "alcaraz")
        best = fitting.fits_of(driver.hub.wb, person)[0].opening
        await driver.press("r", "1")
        assert "Joan Alcaraz moved, valid scores went along." in driver.notice()
        assert people.rows(driver.hub.wb, [person])[0].opening == best.id
        assert driver.text().splitlines()[3][82:].startswith(best.name[:30])


async def test_who_is_on_no_opening_is_put_on_one_and_not_moved(tmp_path: Path) -> None:
    async with driving(tmp_path, hub_of_six) as driver:
        await at_people(driver)
        person = await choose(driver, "omar")
        await driver.press("r")
        assert driver.notice() == "○ Move to another opening: on no opening yet."
        await driver.press("o", "1")
        assert people.rows(driver.hub.wb, [person])[0].opening
        await driver.press("o")
        assert "on an opening already" in driver.notice()


async def test_marks_stay_through_the_filter_and_their_journeys_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "exports_path", lambda: tmp_path / "out")
    async with driving(tmp_path, hub_of_six) as driver:
        screen = await at_people(driver)
        await choose(driver, "alcaraz")
        await driver.press("space")
        await choose(driver, "ravi")
        await driver.press("space")
        assert driver.notice().startswith("+ 2 marked.   r move   W end   # tag   a assign   f deliver   Esc clear")
        asked: list[int] = []
        to_its_end = exporting.journeys_of

        def stopped_at_the_second(wb: Workbook, some: list[int], form: exporting.Format) -> list[exporting.Addressed]:
            asked.extend(some)
            if len(asked) == 2:
                raise Stopped("Stopped.")
            return to_its_end(wb, some, form)

        monkeypatch.setattr(person_acts, "JOURNEYS", 1)
        monkeypatch.setattr(exporting, "journeys_of", stopped_at_the_second)
        await driver.press("J", "4")
        assert "Stopped. 1 of 2 journey reports are there" in driver.notice()
        await driver.press("J", "4")
        assert [path.suffix for path in (tmp_path / "out").iterdir()] == [".pdf", ".pdf"]
        assert "1 journey report written" in driver.notice()
        await driver.press("escape")
        assert not screen.query_one(RecordTable).marks


async def test_undo_brings_list_and_pane_back(tmp_path: Path) -> None:
    async with driving(tmp_path, hub_of_six) as driver:
        await at_people(driver)
        person = await choose(driver, "omar")
        await driver.press("o", "1", "u")
        assert not people.rows(driver.hub.wb, [person])[0].opening
        assert "○ Put them on an opening" in driver.text()


# Hostile text.


RAW = (" ".join((*HOSTILE, "[@click=app.quit]x")), "\u202eabc شادي", "林" * 30, "N" * 200)
"""Text that is no name: markup of every kind, right to left, wide, and without end."""


@pytest.mark.parametrize("raw", RAW, ids=("markup", "right-to-left", "wide", "endless"))
async def test_hostile_names_are_text_in_list_pane_filter_and_page(tmp_path: Path, raw: str) -> None:
    def prepare(hub: Hub) -> None:
        hub.person(f"Zz {raw}", hub.opening(), points=(raw[:80],), reference=raw)

    async with driving(tmp_path, prepare) as driver:
        await at_people(driver)
        shown = people.rows(driver.hub.wb, people.ids(driver.hub.wb, people.PeopleQuery()))[0].name[:12]
        assert driver.text().splitlines()[4][6:].startswith(shown.rstrip()[:8])
        await driver.press("slash")
        await typed(driver, f"nobody {raw}")
        assert "Nobody matches" in driver.text()
        await typed(driver, "zz")
        await driver.press("escape", "enter")
        assert isinstance(driver.app.screen, PersonScreen)
        for key in ("c", "right", "right", "left"):
            await driver.press(key)
        assert driver.app.is_running
        assert all("\u202e" not in line for line in driver.text().splitlines())


# Budgets.


async def test_a_cursor_key_costs_the_same_for_ten_people_and_for_two_thousand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched: list[int] = []
    rows = people.rows

    def counting(wb: Workbook, wanted: Sequence[int]) -> list[people.PersonRow]:
        fetched.append(len(wanted))
        return rows(wb, wanted)

    monkeypatch.setattr(people, "rows", counting)
    costs = []
    for count in (10, 2000):
        folder = tmp_path / str(count)
        folder.mkdir()
        async with driving(folder, crowd(count)) as driver:
            await at_people(driver)
            fetched.clear()
            before = driver.app.bridge.calls
            await driver.press("down", "down", "down")
            costs.append((driver.app.bridge.calls - before, sum(fetched)))
    assert costs[0] == costs[1] == (3, 0)


async def test_a_letter_asks_for_one_page_first_whatever_the_number_of_people(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    rest = people.rest

    def noting(wb: Workbook, query: people.PeopleQuery, behind: people.Behind) -> Any:
        asked.append(query.words)
        return rest(wb, query, behind)

    monkeypatch.setattr(people, "rest", noting)
    async with driving(tmp_path, crowd(1200)) as driver:
        screen = await at_people(driver)
        asked.clear()
        field = screen.query_one(FilterRow).query_one(Input)
        for words in ("p", "pe", "person 00"):
            field.value = words
        await driver.settle()
        assert asked == ["person 00"]
        assert driver.text().splitlines()[1].rstrip().endswith("1,000 of 1,200")


async def test_the_whole_list_follows_the_first_page(tmp_path: Path) -> None:
    async with driving(tmp_path, crowd(FIRST_PAGE + 300)) as driver:
        await at_people(driver)
        assert driver.text().splitlines()[1].rstrip().endswith("500")
        await driver.press("G")
        assert "Person 00499" in driver.text()


# How it looks.


@pytest.mark.parametrize(
    ("size", "theme", "ascii_only"),
    [(WIDE, "dark", False), (NARROW, "dark", False), (WIDE, "light", False), (NARROW, "dark", True)],
)
def test_everybody(tmp_path: Path, snap_compare: Any, size: tuple[int, int], theme: str, ascii_only: bool) -> None:
    """Roads in a column, who is gone muted, the sort in bold, the pane with road and what to do (wide only)."""
    app, hub = program(tmp_path, hub_of_six, theme=theme, ascii_only=ascii_only)
    app.start = "people"
    assert snap_compare(app, terminal_size=size, run_before=pressing(app, hub, "space"))


def test_nobody_matches(tmp_path: Path, snap_compare: Any) -> None:
    """The filter stays, the closest is named, Enter and Esc say what they do; no pane."""
    app, hub = program(tmp_path, hub_of_six)
    app.start = "people"
    assert snap_compare(app, terminal_size=WIDE, run_before=pressing(app, hub, "slash", *"alcarz"))


def test_empty(tmp_path: Path, snap_compare: Any) -> None:
    """One sentence, one fact, and the keys that change it."""
    app, hub = program(tmp_path)
    app.start = "people"
    assert snap_compare(app, terminal_size=WIDE, run_before=pressing(app, hub))


def test_without_colour(tmp_path: Path, snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The focus is reverse video, marks keep their sign, the pane has an edge."""
    monkeypatch.setenv("NO_COLOR", "1")
    app, hub = program(tmp_path, hub_of_six)
    app.start = "people"
    assert snap_compare(app, terminal_size=WIDE, run_before=pressing(app, hub, "space"))
