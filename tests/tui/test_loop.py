"""The main loop in the full-screen program, with keys alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.terms import MilestoneId, State, VisitState
from domain.workbook import people, queue, slips
from tests.tui.driving import driving

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.driving import Driver


async def fill(driver: Driver, **values: str) -> None:
    """Write into the fields of a form, as typing would."""
    for row in driver.app.screen.query("FieldRow"):
        if row.field.key in values:  # type: ignore[attr-defined]
            row.value = values[row.field.key]  # type: ignore[attr-defined]
    await driver.settle()


async def walk_in(driver: Driver, name: str) -> None:
    """Take somebody in from wherever we are."""
    await driver.press("w")
    await fill(driver, name=name)
    await driver.press("f10")


async def rate_all(driver: Driver, digit: str = "4") -> None:
    """Rate the open score sheet from top to bottom with digits; measures as numbers, levels by their digit."""
    from tui.screens.call import CallScreen
    from tui.screens.score import ScoreScreen
    from tui.widgets.criteria import CriteriaView

    if isinstance(driver.app.screen, CallScreen):
        await driver.press("escape")
    sheet = driver.app.screen
    assert isinstance(sheet, ScoreScreen)
    assert sheet.sheet is not None
    view = sheet.query_one(CriteriaView)
    for line in sheet.sheet.lines:
        view.at = next(n for n, one in enumerate(sheet.sheet.lines) if one.criterion.id == line.criterion.id)
        scoring = line.criterion.scoring
        if scoring.unit == "cefr":
            await driver.press("7" if digit > "3" else "3")
        elif scoring.type == "numeric":
            value = scoring.target if digit > "3" else scoring.floor
            await driver.press(*f"{value:g}".replace(".", " full_stop ").replace(" ", ""), "enter")
        elif scoring.type == "check":
            await driver.press("5" if digit >= "3" else "1")
        else:
            await driver.press(digit)


async def test_from_an_empty_workbook_to_a_job_offer_with_keys_alone(tmp_path: Path) -> None:
    async with driving(tmp_path) as driver:
        assert "Nobody is here yet." in driver.text()
        # an opening on the blended account, which asks for two account tests
        await driver.press("g", "o", "n")
        await fill(driver, account="blended_telecom", seats="12", starts="1 Sep")
        await driver.press("f10")
        assert "Blended telecom, class of 1 Sep is open." in driver.notice()
        for name in ("Joan Alcaraz", "Lea Mondal", "Omar Said", "Yuki Tanabe"):
            await walk_in(driver, name)
        await driver.press("g", "q")
        assert "Waiting 4" in driver.text()

        # the first goes all the way
        for _ in range(9):
            await choose(driver, "Joan Alcaraz")
            await driver.press("enter")
            await rate_all(driver)
            await driver.press("p")
            assert "passed, slip drafted" in driver.notice(), driver.text()
            await driver.press("escape")
        # another is stopped at the exam
        for milestone in ("application", "phone_interview", "in_person_interview", "exam"):
            await choose(driver, "Lea Mondal")
            await driver.press("enter")
            await rate_all(driver, "2" if milestone == "exam" else "4")
            await driver.press("n" if milestone == "exam" else "p")
            await driver.press("escape")
        # another withdraws from their page, another does not show up
        await choose(driver, "Omar Said")
        await driver.press("c", "W")
        await driver.press("1")
        await leave_forms(driver)
        await driver.press("g", "q")
        await choose(driver, "Yuki Tanabe")
        await driver.press("x")

        hub = driver.hub
        rows = {row.name: row for row in people.rows(hub.wb, people.ids(hub.wb, people.PeopleQuery()))}
        assert rows["Joan Alcaraz"].state == State.HIRED
        assert (rows["Lea Mondal"].state, rows["Lea Mondal"].milestone) == (State.NOT_YET, MilestoneId.EXAM)
        assert rows["Omar Said"].state == State.WITHDREW
        assert rows["Yuki Tanabe"].state == State.NO_SHOW
        with hub.wb.store.read() as tx:
            finished = tx.value("select count(*) from attempt where finished_at > 0")
            without = tx.value("select count(*) from attempt where finished_at > 0 and slip = 0")
        assert (finished, without) == (9 + 4 + 1 + 1, 0)
        assert slips.owed_count(hub.wb) == finished
        visits = {row.name: row.state for row in queue.rows(hub.wb)}
        assert visits["Yuki Tanabe"] is VisitState.NO_SHOW
        assert visits["Joan Alcaraz"] is VisitState.DONE
        assert hub.wb.store.check() == []


async def choose(driver: Driver, name: str) -> None:
    """Put the focus of the queue on a person."""
    from tui.screens.queue import QueueScreen
    from tui.widgets.record_table import RecordTable

    screen = driver.app.screen
    assert isinstance(screen, QueueScreen), driver.text()
    visit = next(row.id for row in screen.order if row.name == name)
    assert screen.query_one(RecordTable).choose(visit)
    await driver.settle()


async def leave_forms(driver: Driver) -> None:
    """Save a form that asks for a reason, if one is open."""
    from tui.screens.form import Form

    if isinstance(driver.app.screen, Form):
        await driver.press("f10")
