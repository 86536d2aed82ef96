"""Correcting what is known of a person, while others may be at it as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domain.model.terms import State
from domain.workbook import (
    attempts,
    languages,
    people,
)
from tests.tui.driving import driving
from tests.tui.person_page import at_page, current, stopped, the_person
from tui.screens.person_form import padded
from tui.widgets.fields import FieldRow

if TYPE_CHECKING:
    from pathlib import Path

    from domain.workbook import Workbook
    from tests.tui.driving import Driver


def form_rows(driver: Driver) -> dict[str, FieldRow]:
    """The fields of the form in front by key."""
    return {row.field.key: row for row in driver.app.screen.query(FieldRow)}


async def test_a_correction_is_stored_with_everything_else_as_it_was(tmp_path: Path) -> None:
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver)
        before = people.find(driver.hub.wb, the_person(driver.hub))
        await driver.press("e")
        assert [name for name, _ in form_rows(driver)["language"].field.choices] == list(languages.names(driver.hub.wb))
        form_rows(driver)["city"].value = "Cebu"
        form_rows(driver)["window_from"].value = "10"
        await driver.press("f10")
        after = people.find(driver.hub.wb, before.id)
        assert (after.city, after.window_from, after.window_to) == ("Cebu", "10:00", "19:00")
        kept = ("name", "called", "phone", "email", "points", "ok_text", "ok_keep", "channel", "language", "note")
        assert [getattr(after, key) for key in kept] == [getattr(before, key) for key in kept]
        assert "10:00–19:00" in driver.text()
        assert driver.notice().startswith("● Joan Alcaraz corrected.")


async def test_a_wrong_hour_keeps_the_form_open(tmp_path: Path) -> None:
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver)
        await driver.press("e")
        form_rows(driver)["window_to"].value = "late"
        await driver.press("f10")
        assert "Write an hour as 9:00 or 17:30." in driver.text()


async def test_what_both_changed_shows_both_and_what_one_changed_is_merged(tmp_path: Path) -> None:
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver)
        await driver.press("e")
        form_rows(driver)["city"].value = "Cebu"
        form_rows(driver)["source"].value = "Job fair"
        person = people.find(driver.hub.wb, the_person(driver.hub))
        theirs = people.NewPerson(name=person.name, mobile="0917 555 0000", city="Davao")
        people.correct(driver.hub.wb, person.id, person.version, theirs)
        await driver.press("f10")
        assert "○ Meanwhile: Davao" in driver.text()
        assert "Yours is kept; save again to put it in place." in driver.notice()
        assert form_rows(driver)["city"].value == "Cebu"
        await driver.press("f10")
        after = people.find(driver.hub.wb, person.id)
        assert (after.city, after.source, after.phone) == ("Cebu", "Job fair", "+639175550000")


async def test_writing_between_reading_and_storing_is_refused_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver)
        await driver.press("e")
        form_rows(driver)["city"].value = "Cebu"
        find = people.find

        def stale(wb: Workbook, person: int) -> people.Person:
            found = find(wb, person)
            people.correct(wb, person, found.version, people.NewPerson(name=found.name, city="Davao"))
            monkeypatch.setattr(people, "find", find)
            return found

        monkeypatch.setattr(people, "find", stale)
        await driver.press("f10")
        assert driver.notice().startswith("■")
        assert people.find(driver.hub.wb, the_person(driver.hub)).city == "Davao"
        assert form_rows(driver)["city"].value == "Cebu"


async def test_work_on_their_road_meanwhile_is_no_conflict(tmp_path: Path) -> None:
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver)
        await driver.press("e")
        form_rows(driver)["city"].value = "Cebu"
        attempts.open_or_start(driver.hub.wb, current(driver.hub).id)
        await driver.press("f10")
        assert people.find(driver.hub.wb, the_person(driver.hub)).city == "Cebu"
        assert current(driver.hub).state is State.UNDERWAY


@pytest.mark.parametrize(("typed", "stored"), [("9", "09:00"), ("17:30", "17:30"), ("", "")])
def test_hours_are_stored_alike(typed: str, stored: str) -> None:
    assert padded(typed) == stored
