"""Marks in People and what is done with them: ranges, all that match, and acts on many, looked at first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from domain.model.errors import Stopped
from domain.model.terms import State
from domain.workbook import attempts, bulk, looking_after, openings, people, slips
from tests.tui.driving import NARROW, WIDE, driving, pressing, program
from tests.tui.peopling import at_people, choose, crowd, hub_of_six, line, marked, names, table, tagged, typed
from tests.workbook.hub import make_hub
from tui.screens import people_marking
from tui.screens.form import Form
from tui.screens.people_bulk import BulkSheet
from tui.screens.people_marks import Matching
from tui.settings import config

if TYPE_CHECKING:
    from pathlib import Path

    from domain.workbook import Workbook
    from tests.tui.driving import Driver
    from tests.workbook.hub import Hub


def owners(driver: Driver) -> dict[str, str]:
    """Who looks after whom."""
    found = people.rows(driver.hub.wb, list(people.ids(driver.hub.wb, people.PeopleQuery())))
    return {row.name.split()[0]: row.owner for row in found if row.owner}


def tags(driver: Driver) -> dict[str, str]:
    """Who carries which tags."""
    found = people.rows(driver.hub.wb, list(people.ids(driver.hub.wb, people.PeopleQuery())))
    return {row.name.split()[0]: row.tags for row in found if row.tags}


def sheet(driver: Driver) -> list[str]:
    """What the sheet says, line by line."""
    assert isinstance(driver.app.screen, BulkSheet)
    lines = driver.text().splitlines()
    first = next(at for at, text in enumerate(lines) if text.strip().startswith(driver.app.screen.heading[:20]))
    return [text.strip() for text in lines[first : driver.app.size.height - 1] if text.strip()]


async def write(driver: Driver, value: str) -> None:
    """Fill the form that is open and end it."""
    assert isinstance(driver.app.screen, Form)
    driver.app.screen.query_one(Input).value = value
    await driver.press("enter")


# Marking.


async def test_shift_and_arrows_mark_on_the_way_and_going_back_takes_the_marks_off(tmp_path: Path) -> None:
    async with driving(tmp_path, crowd(20)) as driver:
        await at_people(driver)
        await driver.press("down", "space", "down", "shift+down", "shift+down", "shift+down")
        assert marked(driver) == [f"Person 0000{n}" for n in (1, 3, 4, 5, 6)]
        await driver.press("shift+up", "shift+up")
        assert marked(driver) == [f"Person 0000{n}" for n in (1, 3, 4)]
        await driver.press("down", "shift+up")
        assert marked(driver) == [f"Person 0000{n}" for n in (1, 3, 4, 5)]
        assert driver.notice().startswith("+ 4 marked.")


async def test_a_range_is_marked_from_the_last_mark_to_here(tmp_path: Path) -> None:
    async with driving(tmp_path, crowd(20)) as driver:
        await at_people(driver)
        await driver.press("down", "down", "space", "down", "down", "plus")
        assert "From the last mark to here" in driver.text()
        await driver.press("2")
        assert marked(driver) == [f"Person 0000{n}" for n in (2, 3, 4, 5)]
        await driver.press("plus", "3")
        assert marked(driver) == []


async def test_all_that_match_are_marked_and_the_filter_changes_around_them(tmp_path: Path) -> None:
    async with driving(tmp_path, tagged) as driver:
        await at_people(driver)
        await driver.press("slash")
        await typed(driver, "tag:nights")
        await driver.press("enter", "asterisk")
        assert driver.notice().startswith("+ 2 marked.   r move")
        await driver.press("slash")
        await typed(driver, "stage:mock")
        await driver.press("enter")
        assert driver.notice().startswith("+ 2 marked, 1 of them not in this list.")
        assert marked(driver) == ["Joan Alcaraz"]
        await driver.press("escape")
        assert line(driver) == "stage:mock"
        assert driver.notice() == ""
        await driver.press("escape")
        assert line(driver) == ""


async def test_many_are_marked_by_their_filter_and_never_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_marking, "MOST_BY_NAME", 30)
    async with driving(tmp_path, crowd(120), size=NARROW) as driver:
        await at_people(driver)
        await driver.press("slash")
        await typed(driver, "person 0000")
        await driver.press("enter", "asterisk")
        assert isinstance(table(driver).marks, frozenset)
        await driver.press("escape", "escape", "end", "space", "asterisk")
        marks = table(driver).marks
        assert isinstance(marks, Matching)
        assert not marks.more
        assert driver.notice().startswith("+ 120 marked.")
        await driver.press("home", "space", "space")
        assert driver.notice().startswith("+ 118 marked.")
        assert len(marked(driver)) == 118
        await driver.press("slash")
        await typed(driver, "person 0000")
        await driver.press("enter")
        assert driver.notice().startswith("+ 118 marked, 110 of them not in this list.")
        assert marked(driver) == [f"Person 0000{n}" for n in range(2, 10)]
        await driver.press("home", "space")
        assert driver.notice().startswith("+ 119 marked")
        await driver.press("escape", "end", "escape", "escape")


async def test_those_who_come_into_sight_show_the_marks_of_another_filter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_marking, "MOST_BY_NAME", 30)
    async with driving(tmp_path, crowd(300), size=NARROW) as driver:
        await at_people(driver)
        await driver.press("slash")
        await typed(driver, "person 002")
        await driver.press("enter", "asterisk")
        assert driver.notice().startswith("+ 100 marked.")
        await driver.press("slash")
        await typed(driver, "")
        await driver.press("enter", "G")
        rows = [text for text in driver.text().splitlines() if "Person 002" in text]
        assert len(rows) == 17
        assert all(text[4] == "+" for text in rows)
        await driver.press("home")
        assert not [text for text in driver.text().splitlines() if text[4:5] == "+"]


async def test_marks_outlive_what_others_change_and_the_cursor_stays(tmp_path: Path) -> None:
    async with driving(tmp_path, crowd(40)) as driver:
        await at_people(driver)
        await driver.press("down", "space", "down")
        focused = table(driver).current
        other = make_hub(str(tmp_path / "hub.milepost"), "Omar")
        other.person("Aaron New")
        other.wb.close()
        assert driver.app.watching is not None
        await driver.app.watching.look()
        await driver.settle()
        assert names(driver)[0] == "Aaron New"
        assert table(driver).current == focused
        assert marked(driver) == ["Person 00001"]


async def test_the_mouse_marks_where_the_sign_stands_and_a_range_with_ctrl(tmp_path: Path) -> None:
    async with driving(tmp_path, crowd(20)) as driver:
        screen = await at_people(driver)
        await driver.pilot.click(offset=(4, 5))
        await driver.settle()
        assert marked(driver) == ["Person 00001"]
        await driver.pilot.click(offset=(10, 8), control=True)
        await driver.settle()
        assert marked(driver) == [f"Person 0000{n}" for n in (1, 2, 3, 4)]
        await driver.pilot.click(offset=(4, 5))
        await driver.settle()
        assert marked(driver) == [f"Person 0000{n}" for n in (2, 3, 4)]
        assert driver.app.screen is screen
        said = driver.text().splitlines()[34]
        await driver.pilot.click(offset=(said.index("Esc clear") + 1, 34))
        await driver.settle()
        assert marked(driver) == []


# Acts on many.


async def test_moving_many_says_first_who_can_and_who_cannot_and_is_undone_at_once(tmp_path: Path) -> None:
    def prepare(hub: Hub) -> None:
        hub_of_six(hub)
        lea = hub.person("Lea Mondal", hub.opening("travel_air"))
        attempts.open_or_start(hub.wb, hub.application(lea))

    async with driving(tmp_path, prepare) as driver:
        await at_people(driver)
        before = {row.name: row.opening for row in people.rows(driver.hub.wb, list(table(driver).ids))}
        await driver.press("asterisk", "r")
        assert "Move 6 people to" in driver.text()
        titles = driver.text().splitlines()
        retail = next(text.strip()[0] for text in titles if "Retail customer service" in text and "seats" in text)
        await driver.press(retail)
        told = sheet(driver)
        assert told[0].startswith("Move 6 people to Retail customer service")
        assert told[1].startswith("● 3 people can")
        assert told[2].startswith("○ 2 on this opening already")
        assert told[3].startswith("○ 1 at an attempt that is not decided")
        assert told[3].endswith("Lea Mondal")
        await driver.press("enter")
        assert "Moved 3 people to Retail" in " ".join(driver.text().split())
        assert "3 as before." in " ".join(driver.text().split())
        assert marked(driver) == []
        moved = {row.name for row in people.rows(driver.hub.wb, list(table(driver).ids)) if row.opening}
        assert "Omar Farouk" in moved
        await driver.press("u")
        after = {row.name: row.opening for row in people.rows(driver.hub.wb, list(table(driver).ids))}
        assert after == before


async def test_leaving_the_look_changes_nothing(tmp_path: Path) -> None:
    async with driving(tmp_path, tagged) as driver:
        await at_people(driver)
        acts = driver.app.acts
        await driver.press("asterisk", "a", "1", "escape")
        assert driver.app.acts == acts
        assert driver.notice().startswith("+ 6 marked.")


async def test_ending_many_asks_how_and_why_and_drafts_their_slips(tmp_path: Path) -> None:
    async with driving(tmp_path, hub_of_six) as driver:
        await at_people(driver)
        await driver.press("asterisk", "W", "1")
        await write(driver, "moved to another city")
        assert sheet(driver)[:3] == [
            "End for 5 people: withdrew",
            "● 4 people can" + sheet(driver)[1].removeprefix("● 4 people can"),
            "○ 1 on no opening" + sheet(driver)[2].removeprefix("○ 1 on no opening"),
        ]
        await driver.press("enter")
        assert driver.notice().startswith("● Ended for 4 people: withdrew. 1 as before.")
        states = {row.state for row in people.rows(driver.hub.wb, list(table(driver).ids)) if row.opening}
        assert states == {State.WITHDREW}
        await driver.press("u")
        assert State.WITHDREW not in {row.state for row in people.rows(driver.hub.wb, list(table(driver).ids))}


async def test_tags_are_put_on_and_taken_off(tmp_path: Path) -> None:
    async with driving(tmp_path, tagged) as driver:
        await at_people(driver)
        await driver.press("asterisk", "number_sign")
        assert "such as keep warm, nights" in driver.text()
        await write(driver, "Nights")
        assert sheet(driver)[1].startswith("● 4 people can")
        assert sheet(driver)[2].startswith("○ 2 tagged so already")
        await driver.press("enter")
        assert len(tags(driver)) == 6
        await driver.press("asterisk", "minus")
        await write(driver, "nights, keep warm")
        await driver.press("enter")
        assert tags(driver) == {}
        await driver.press("u", "u")
        assert tags(driver) == {"Joan": "nights, keep warm", "Maria": "nights"}


async def test_many_are_given_to_somebody(tmp_path: Path) -> None:
    async with driving(tmp_path, tagged) as driver:
        await at_people(driver)
        await driver.press("asterisk", "a")
        assert "1 Noor" in driver.text()
        assert "2 Ines" in driver.text()
        await driver.press("2")
        assert sheet(driver)[2].startswith("○ 1 with Ines already")
        await driver.press("enter")
        assert set(owners(driver).values()) == {"Ines"}
        await driver.press("asterisk", "a", "4", "enter")
        assert owners(driver) == {}


async def test_slips_of_many_are_delivered(tmp_path: Path) -> None:
    def prepare(hub: Hub) -> None:
        hub_of_six(hub)
        for row in slips.listing(hub.wb, "drafted"):
            if row.name == "Joan Alcaraz":
                hub.fill_gaps(row.id)
                hub.confirm(row.id)

    async with driving(tmp_path, prepare) as driver:
        await at_people(driver)
        await driver.press("asterisk", "f", "1")
        told = sheet(driver)
        assert told[0] == "Deliver the slips of 5 people"
        assert "slips can go" in told[1]
        assert any("without a slip that waits" in text for text in told)
        await driver.press("enter")
        assert driver.notice().startswith("● Handed over")
        states = {row.state for row in slips.listing(driver.hub.wb, "drafted") if row.name == "Joan Alcaraz"}
        assert states == {"handed_over"}
        await driver.press("u")
        states = {row.state for row in slips.listing(driver.hub.wb, "drafted") if row.name == "Joan Alcaraz"}
        assert states == {"draft"}


async def test_many_are_written_as_a_table_in_the_order_of_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "exports_path", lambda: tmp_path / "out")
    async with driving(tmp_path, tagged) as driver:
        await at_people(driver)
        await driver.press("s", "1", "asterisk", "x", "1", "enter")
        assert driver.notice().startswith("● 6 people written to")
        (path,) = (tmp_path / "out").iterdir()
        rows = path.read_text(encoding="utf-8-sig").splitlines()[1:]
        assert [row.split(",")[0] for row in rows] == names(driver)


# One person.


async def test_without_marks_a_verb_is_for_the_person_in_focus_and_done_at_once(tmp_path: Path) -> None:
    async with driving(tmp_path, tagged) as driver:
        await at_people(driver)
        await choose(driver, "ravi")
        await driver.press("number_sign")
        await write(driver, "weekends")
        assert driver.notice().startswith("● Tagged 1 person weekends.")
        assert tags(driver)["Ravi"] == "weekends"
        await driver.press("a", "2")
        assert owners(driver)["Ravi"] == "Ines"
        await driver.press("a", "2")
        assert driver.notice() == "○ Ravi Menon: with Ines already."
        await driver.press("W", "1")
        await write(driver, "found another job")
        row = table(driver).row
        assert row is not None
        assert row.state == State.WITHDREW
        await driver.press("u", "u")
        assert looking_after.owner_of(driver.hub.wb, table(driver).current or 0) == "Noor"


async def test_what_cannot_work_says_why(tmp_path: Path) -> None:
    async with driving(tmp_path, tagged) as driver:
        await at_people(driver)
        await choose(driver, "omar")
        await driver.press("W")
        assert driver.notice() == "○ Withdrew, or another ending: on no opening yet."
        await driver.press("minus")
        assert driver.notice() == "○ Take tags off: no tags."


# What takes long.


async def test_a_look_at_many_comes_in_parts_and_esc_ends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    look_on = bulk.look_on

    def slowly(wb: Workbook, shown: bulk.Preview) -> bulk.Preview:
        looked.append(shown.seen)
        return look_on(wb, shown)

    monkeypatch.setattr(bulk, "look_on", slowly)
    async with driving(tmp_path, crowd(4500)) as driver:
        await at_people(driver)
        await driver.press("asterisk", "a", "1")
        assert looked == [2000, 4000]
        assert sheet(driver)[1].startswith("● 4,500 people can")
        await driver.press("enter")
        assert driver.notice().startswith("● Gave 4,500 people to Noor.")
        await driver.press("u")
        assert owners(driver) == {}


async def test_an_act_that_is_stopped_leaves_marks_and_people_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(_wb: Workbook, _shown: bulk.Preview) -> bulk.Done:
        raise Stopped("Stopped.", "Nothing of it was done.")

    monkeypatch.setattr(bulk, "carry_out", stopped)
    async with driving(tmp_path, tagged) as driver:
        await at_people(driver)
        await driver.press("asterisk", "a", "1", "enter")
        assert driver.notice().startswith("■ Stopped: giving 5 people to Noor.")
        assert len(marked(driver)) == 6


async def test_an_opening_that_was_closed_meanwhile_is_said_and_nothing_is_done(tmp_path: Path) -> None:
    async with driving(tmp_path, tagged) as driver:
        await at_people(driver)
        await driver.press("asterisk", "r")
        other = make_hub(str(tmp_path / "hub.milepost"), "Omar")
        with other.wb.store.read() as tx:
            found = [row["id"] for row in tx.rows("select id from opening")]
        for opening in found:
            openings.close(other.wb, opening)
        other.wb.close()
        await driver.press("1")
        assert "takes no more people" in driver.notice()
        assert len(marked(driver)) == 6


# How it looks.


@pytest.mark.parametrize(
    ("size", "theme", "ascii_only"), [(WIDE, "dark", False), (NARROW, "light", False), (NARROW, "dark", True)]
)
def test_look_first(tmp_path: Path, snap_compare: Any, size: tuple[int, int], theme: str, ascii_only: bool) -> None:
    """How many can, how many cannot and why, a few of their names, and the way back."""
    app, hub = program(tmp_path, tagged, start="people", theme=theme, ascii_only=ascii_only)
    assert snap_compare(app, terminal_size=size, run_before=pressing(app, hub, "asterisk", "a", "2"))


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_marks_beside_another_filter(tmp_path: Path, snap_compare: Any, size: tuple[int, int]) -> None:
    """The count with how many are not in the list, and as many verbs as fit."""
    app, hub = program(tmp_path, tagged, start="people")
    keys = ("asterisk", "slash", *"tag:nights", "enter")
    assert snap_compare(app, terminal_size=size, run_before=pressing(app, hub, *keys))


def test_marks_without_colour(tmp_path: Path, snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Marked rows keep their sign, the wrong word its line, the sheet its words."""
    monkeypatch.setenv("NO_COLOR", "1")
    app, hub = program(tmp_path, tagged, start="people")
    keys = ("asterisk", "slash", *"stage:mok")
    assert snap_compare(app, terminal_size=NARROW, run_before=pressing(app, hub, *keys))
