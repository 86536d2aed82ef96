"""The score sheet: what is pressed is stored, and nobody rates towards the line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from domain.model.terms import MilestoneId, Result
from domain.workbook import attempts, decisions, slips
from tests.tui.driving import NARROW, WIDE, driving, pressing, program
from tui.screens.score import ScoreScreen
from tui.widgets.criteria import CriteriaView

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tui.driving import Driver
    from tests.workbook.hub import Hub


def at(milestone: MilestoneId, account: str = "retail_cs", name: str = "Carmela Yusay") -> Callable[[Hub], None]:
    """A hub in which one person waits at a milestone."""

    def prepare(hub: Hub) -> None:
        points = ("Five years at a front desk", "Speaks Cebuano and Filipino")
        person = hub.person(name, hub.opening(account), points=points)
        hub.take_to(hub.application(person), milestone)

    return prepare


def sheet_of(driver: Driver) -> attempts.Sheet:
    """The sheet in front, as it is stored."""
    screen = driver.app.screen
    assert isinstance(screen, ScoreScreen)
    return attempts.sheet(driver.hub.wb, screen.attempt)


def rating(driver: Driver, criterion: str) -> float | None:
    """The stored rating of a criterion; None while there is none."""
    line = next(line for line in sheet_of(driver).lines if line.criterion.id == criterion)
    return line.rating.value if line.rating is not None and line.rating.observed else None


async def test_a_digit_stores_the_rating_and_goes_to_the_next_criterion(tmp_path: Path) -> None:
    async with driving(tmp_path, at(MilestoneId.IN_PERSON)) as driver:
        await driver.press("enter", "4", "0", "3")
        assert rating(driver, "ip.intro") == 4
        assert rating(driver, "ip.structure") is None
        assert rating(driver, "ip.confidence") == 3
        view = driver.app.screen.query_one(CriteriaView)
        assert view.line is not None
        assert view.line.criterion.id == "ip.warmth"
        assert sheet_of(driver).entered == 3


async def test_points_and_proposal_stay_hidden_until_everything_is_entered(tmp_path: Path) -> None:
    async with driving(tmp_path, at(MilestoneId.PHONE)) as driver:
        await driver.press("enter", *"555555")
        assert "Points and proposal show when all is" in driver.text()
        assert "Proposal" not in driver.text()
        await driver.press("5")
        assert "Proposal" in driver.text()
        assert "100.0" in driver.text()


async def test_a_measure_is_typed_in_place_with_its_range(tmp_path: Path) -> None:
    async with driving(tmp_path, at(MilestoneId.EXAM)) as driver:
        await driver.press("enter")
        assert "words a minute, 0–250" in driver.text()
        await driver.press("3", "8", "enter", "9", "6", "full_stop", "5", "enter")
        assert rating(driver, "ex.typing_speed") == 38
        assert rating(driver, "ex.typing_accuracy") == 96.5
        assert "38 wpm" in driver.text()


async def test_an_impossible_measure_is_refused_with_the_range_and_nothing_stored(tmp_path: Path) -> None:
    async with driving(tmp_path, at(MilestoneId.EXAM)) as driver:
        await driver.press("enter", "9", "0", "0", "enter")
        assert "900 words a minute is out of range. Enter 0 to 250." in driver.text()
        assert rating(driver, "ex.typing_speed") is None


async def test_a_level_is_chosen_by_its_digit(tmp_path: Path) -> None:
    async with driving(tmp_path, at(MilestoneId.EXAM)) as driver:
        await driver.press("enter", "down", "down", "down", "down", "down")
        assert "1 A1" in driver.text()
        await driver.press("5")
        assert rating(driver, "ex.spoken_level") == 4


async def test_zero_is_a_measure_and_minus_is_not_observed(tmp_path: Path) -> None:
    async with driving(tmp_path, at(MilestoneId.APPLICATION)) as driver:
        await driver.press("enter", "0", "enter")
        assert rating(driver, "app.writing") == 0
        await driver.press("up", "minus")
        line = sheet_of(driver).lines[0]
        assert line.rating is not None
        assert not line.rating.observed


async def test_a_check_takes_yes_and_no_only(tmp_path: Path) -> None:
    async with driving(tmp_path, at(MilestoneId.APPLICATION)) as driver:
        await driver.press("enter", "down", "3")
        assert "Press 5 for yes or 1 for no." in driver.text()
        assert rating(driver, "app.contact") is None
        await driver.press("escape", "5")
        assert rating(driver, "app.contact") == 5


async def test_a_chip_fills_the_evidence_and_one_undo_takes_it_back(tmp_path: Path) -> None:
    async with driving(tmp_path, at(MilestoneId.IN_PERSON)) as driver:
        await driver.press("enter", "e", "1")
        assert sheet_of(driver).lines[0].evidence.filled == 3
        assert sheet_of(driver).lines[0].rating is None
        await driver.press("u")
        assert sheet_of(driver).lines[0].evidence.filled == 0


async def test_what_is_typed_as_evidence_is_stored_when_the_field_is_left(tmp_path: Path) -> None:
    async with driving(tmp_path, at(MilestoneId.IN_PERSON)) as driver:
        await driver.press("enter", "enter")
        field = driver.app.focused
        assert isinstance(field, Input)
        field.value = "on question 2"
        await driver.press("enter", "1", "escape")
        line = sheet_of(driver).lines[0]
        assert line.evidence.moment == "on question 2"
        assert line.evidence.act == "1"
        assert line.rating is None
        assert driver.app.focused is driver.app.screen.query_one(CriteriaView)


async def test_leaving_at_once_loses_nothing_that_was_typed(tmp_path: Path) -> None:
    async with driving(tmp_path, at(MilestoneId.IN_PERSON)) as driver:
        await driver.press("enter", "enter")
        attempt = sheet_of(driver).attempt
        field = driver.app.focused
        assert isinstance(field, Input)
        field.value = "at the start"
        await driver.press("escape", "escape")
        assert attempts.sheet(driver.hub.wb, attempt).lines[0].evidence.moment == "at the start"


async def test_points_of_the_value_card_are_ticked_with_six_to_eight(tmp_path: Path) -> None:
    async with driving(tmp_path, at(MilestoneId.IN_PERSON)) as driver:
        await driver.press("enter", "7")
        assert sheet_of(driver).made == {2}
        assert "1 of 2" in driver.text()
        await driver.press("7")
        assert sheet_of(driver).made == set()


async def test_deciding_against_the_proposal_asks_for_a_reason(tmp_path: Path) -> None:
    async with driving(tmp_path, at(MilestoneId.PHONE)) as driver:
        await driver.press("enter", *"5555555", "6", "7", "n")
        assert "Against the proposal" in driver.text()
        driver.app.screen.query_one(Input).value = "answers were read out"
        await driver.press("f10")
        stored = sheet_of(driver)
        assert stored.result is Result.NOT_YET
        assert stored.slip


async def test_leaving_the_question_decides_nothing(tmp_path: Path) -> None:
    async with driving(tmp_path, at(MilestoneId.PHONE)) as driver:
        await driver.press("enter", *"5555555", "6", "7", "n", "escape")
        assert sheet_of(driver).result is None


async def test_a_finished_sheet_takes_no_more_ratings_without_a_reason_and_no_evidence(tmp_path: Path) -> None:
    async with driving(tmp_path, at(MilestoneId.PHONE)) as driver:
        await driver.press("enter", *"5555555", "6", "7", "p")
        assert slips.owed_count(driver.hub.wb) == 2
        await driver.press("1", "escape")
        assert rating(driver, "ph.professional") == 5
        await driver.press("e")
        assert "this attempt is finished" in driver.notice()


async def test_a_critical_error_is_noted_with_its_quote(tmp_path: Path) -> None:
    async with driving(tmp_path, at(MilestoneId.PHONE)) as driver:
        await driver.press("enter", "E", "1")
        driver.app.screen.query_one(Input).value = "You people are useless."
        await driver.press("f10")
        noted = sheet_of(driver).criticals
        assert [(one.error, one.quote, one.second) for one in noted] == [("ph.ce.abuse", "You people are useless.", "")]
        assert "second name missing" in driver.text()


async def test_somebody_else_finished_it_meanwhile(tmp_path: Path) -> None:
    async with driving(tmp_path, at(MilestoneId.PHONE)) as driver:
        await driver.press("enter", *"444")
        attempt = sheet_of(driver).attempt
        decisions.decide(driver.hub.wb, attempt, Result.INCOMPLETE)
        await driver.press("5")
        assert "This attempt is finished." in driver.text()


HOSTILE = ("[/] [HR] Ann", "[@click=app.quit]go[/]", "山田 花子", "Wide " * 23, "a\\[b [red]x[/red]")


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
async def test_hostile_names_are_shown_as_they_are(tmp_path: Path, name: str) -> None:
    async with driving(tmp_path, at(MilestoneId.PHONE, name=name)) as driver:
        await driver.press("enter")
        assert name[:12] in driver.text().splitlines()[0]


@pytest.mark.parametrize(("size", "theme"), [(WIDE, "dark"), (NARROW, "dark"), (WIDE, "light")])
def test_half_rated(tmp_path: Path, snap_compare: Any, size: tuple[int, int], theme: str) -> None:
    """Header, criteria as a profile, anchors of the focused one with the chosen digit filled, evidence, chips."""
    app, hub = program(tmp_path, at(MilestoneId.IN_PERSON), theme=theme)
    assert snap_compare(app, terminal_size=size, run_before=pressing(app, hub, "enter", "4", "e", "1", "3", "up"))


def test_exam_with_measures(tmp_path: Path, snap_compare: Any) -> None:
    """Eight criteria fit 80x24; the measure that is being typed shows its caret and unit."""
    app, hub = program(tmp_path, at(MilestoneId.EXAM))
    keys = ("enter", "3", "8", "enter", "9", "6", "enter", "7")
    assert snap_compare(app, terminal_size=NARROW, run_before=pressing(app, hub, *keys))


def test_everything_entered(tmp_path: Path, snap_compare: Any) -> None:
    """Points, proposal and largest gaps stand in the pane once the last criterion is entered."""
    app, hub = program(tmp_path, at(MilestoneId.PHONE))
    assert snap_compare(app, terminal_size=WIDE, run_before=pressing(app, hub, "enter", *"4352034"))
