"""Insights: bars that open the people behind them, and what explains each."""

from __future__ import annotations

import csv
import re
from datetime import date
from typing import TYPE_CHECKING

from domain.model.terms import MilestoneId, Result
from domain.workbook import erasing, people
from domain.workbook.insights import Scope
from tests.tui.driving import NARROW, driving
from tui.screens.form import Form
from tui.screens.insights import VIEWS, InsightsScreen
from tui.screens.people import PeopleScreen

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.driving import Driver
    from tests.workbook.hub import Hub


def little(hub: Hub) -> None:
    """Five people: two went on to the in-person interview, one of them twice at the phone; one is not yet."""
    opening = hub.opening()
    ids = [
        hub.person(name, opening) for name in ("Joan Alcaraz", "Rafael Domingo", "Mai [b]Tran", "Ada Cruz", "Eve Uy")
    ]
    for person in ids[:3]:
        hub.take(hub.application(person))
    hub.hand_over(hub.take(hub.application(ids[0]), 2, Result.NOT_YET).slip)
    hub.take(hub.application(ids[1]))
    hub.clock.ahead(days=31)
    hub.take(hub.application(ids[0]))
    hub.take(hub.application(ids[2]), 2, Result.NOT_YET)


def screen_of(driver: Driver) -> InsightsScreen:
    """The place, which must be in front."""
    assert isinstance(driver.app.screen, InsightsScreen)
    return driver.app.screen


def main_of(driver: Driver) -> list[str]:
    """The rows of the view, in words."""
    lines = (line[4:78] for line in driver.text().splitlines()[4:-2])
    return [
        " | ".join(part for part in re.split(r" {2,}|[▆─]+ *", line.strip()) if part) for line in lines if line.strip()
    ]


async def test_the_funnel_counts_and_its_pane_explains(tmp_path: Path) -> None:
    async with driving(tmp_path, little, start="insights") as driver:
        assert main_of(driver)[:3] == ["Applied | 5 | 100% | 0 min", "Phone | 3 | 67% | 0 min", "In person | 2"]
        assert "all openings" in driver.text()
        await driver.press("home", "down")
        shown = driver.text()
        assert "67% passed, 12 points more than the" in shown
        assert "Only 3 cases: plans reckon with the" in shown
        assert re.search(r"Came back +1 of 1", shown)


async def test_a_bar_opens_exactly_its_people_in_people(tmp_path: Path) -> None:
    async with driving(tmp_path, little, start="insights") as driver:
        await driver.press("home", "down", "enter")
        screen = driver.app.screen
        assert isinstance(screen, PeopleScreen)
        assert screen.filter_row.value == "picked"
        names = {row.name for row in people.rows(driver.hub.wb, screen.table.ids)}
        assert names == {"Joan Alcaraz", "Rafael Domingo", "Mai [b]Tran"}
        await driver.press("g", "i")
        assert screen_of(driver).line == MilestoneId.PHONE


async def test_who_stands_for_several_cases_is_listed_once_and_that_is_said(tmp_path: Path) -> None:
    async with driving(tmp_path, little, start="insights") as driver:
        await driver.press("tab", "tab", "tab", "home", "down", "down", "down", "enter")
        assert isinstance(driver.app.screen, PeopleScreen)
        assert "3 people from Insights, for 6 cases: some stand for several." in driver.text()


async def test_flow_and_cohort_days_and_openings(tmp_path: Path) -> None:
    async with driving(tmp_path, little, start="insights") as driver:
        assert "Flow: what happened in these days" in driver.text()
        await driver.press("v")
        assert "Cohort: the people who came in these days" in driver.text()
        assert "By the week they came" in driver.text()
        await driver.press("t", "1")
        assert "No data yet." in driver.text()
        await driver.press("v")
        assert main_of(driver)[1].startswith("Phone | 2 | 50%")
        await driver.press("o", "2", "2")
        assert "Retail" in driver.text().splitlines()[0]


async def test_every_view_says_something_with_little_and_with_nothing(tmp_path: Path) -> None:
    async with driving(tmp_path, little, start="insights", size=NARROW) as driver:
        said = (
            "Phone",
            "What decided a not yet",
            "To the slip",
            "In time",
            "Raters appear",
            "seats taken",
            "It appears",
        )
        for view, words in zip(VIEWS, said, strict=True):
            assert screen_of(driver).view is view
            assert words in driver.text()
            await driver.press("tab")
        screen_of(driver).scope = Scope(until=date(2020, 1, 1))
        await driver.press("shift+tab", "tab")
        for view in VIEWS:
            if view.id != "planning":  # the class is there whatever the days
                assert "No data yet." in driver.text()
                assert view.will in driver.text()
            await driver.press("tab")


async def test_without_a_pane_enter_explains_first(tmp_path: Path) -> None:
    async with driving(tmp_path, little, start="insights", size=NARROW) as driver:
        await driver.press("home", "down")
        assert "Enter more" in driver.text()
        await driver.press("enter")
        assert "Enter people" in driver.text()
        assert "67% passed, 12 points more than the" in driver.text()
        await driver.press("escape")
        assert "Reached" in driver.text()
        await driver.press("enter", "enter")
        assert isinstance(driver.app.screen, PeopleScreen)


async def test_where_there_is_nothing_to_show_enter_has_nothing_to_open(tmp_path: Path) -> None:
    async with driving(tmp_path, little, start="insights", size=NARROW) as driver:
        await driver.press("shift+tab")
        assert "No data yet." in driver.text()
        assert "Enter" not in driver.text().splitlines()[-1]
        await driver.press("enter")
        assert "No data yet." in driver.text()


async def test_a_view_is_written_as_a_file_that_a_spreadsheet_reads(tmp_path: Path) -> None:
    async with driving(tmp_path, little, start="insights") as driver:
        await driver.press("e", "1")
        form = driver.app.screen
        assert isinstance(form, Form)
        form.rows()[0].value = str(tmp_path)
        await driver.press("enter")
        written = next(tmp_path.glob("*funnel flow.csv"))
        rows = list(csv.DictReader(written.read_text(encoding="utf-8-sig").splitlines()))
        assert [(row["milestone"], row["people"], row["passed"]) for row in rows[:2]] == [
            ("Online application", "5", "3"),
            ("Phone interview", "3", "2"),
        ]


async def test_the_weekly_page_is_written_from_the_palette(tmp_path: Path) -> None:
    async with driving(tmp_path, little, start="insights") as driver:
        await driver.press(":", *"weekly", "enter")
        form = driver.app.screen
        assert isinstance(form, Form)
        assert "all openings, beside the week before" in driver.text()
        week, kind, folder = form.rows()
        week.value, kind.value, folder.value = "2026-W60", "html", str(tmp_path / "meeting")
        await driver.press("f10")
        assert '"2026-W60" is no week.' in driver.text()
        week.value = "2026-W33"
        await driver.press("f10")
        assert "● Weekly page written to" in driver.text()
        written = (tmp_path / "meeting" / "2026-W33 weekly all-openings.html").read_text(encoding="utf-8")
        assert "5 people came in, 0 the week before." in written


async def test_who_was_erased_is_counted_and_not_listed(tmp_path: Path) -> None:
    def erased(hub: Hub) -> None:
        little(hub)
        eve = hub.value("select id from person where name = 'Eve Uy'")
        erasing.erase(hub.wb, eve, "Eve Uy")

    async with driving(tmp_path, erased, start="insights") as driver:
        assert "erased since" in driver.text()
