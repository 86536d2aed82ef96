"""Weights, hurdles and pass marks: typed in aligned fields, looked at in words, saved as a version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from domain.model.terms import MilestoneId
from domain.workbook import account_versions, attempts, openings
from tests.tui.driving import NARROW, WIDE, driving, pressing, program
from tui.keys.jumping import spots
from tui.screens.openings import OpeningsScreen
from tui.screens.openings_class import ClassScreen
from tui.screens.openings_editor import AssessmentScreen
from tui.screens.openings_review import Review
from tui.screens.slip import SlipScreen
from tui.widgets.number_grid import NumberGrid

if TYPE_CHECKING:
    from pathlib import Path

    from domain.model.catalogue import Account
    from tests.workbook.hub import Hub


def two_classes(hub: Hub) -> None:
    """Two classes of one account, the first with somebody on it."""
    hub.person("Joan Alcaraz", hub.opening())
    hub.opening()


def edited(hub: Hub) -> None:
    """A class whose assessment was changed twice."""
    opening = hub.opening()
    for key, text in (("pass exam", "60"), ("least mc.verify", "5")):
        form = account_versions.form_for_class(hub.wb, opening).typed(key, text)
        account_versions.save(hub.wb, form)
        hub.clock.ahead(hours=-1)


def account_of(hub: Hub, at: int = 0) -> Account:
    """The account of a class, in the order of the list."""
    row = openings.listing(hub.wb)[at]
    with hub.wb.store.read() as tx:
        return openings.account_of(hub.wb, tx, row.id)


EXAM_AND_CALL = ("down", "down", "down", "1", "0", "down", "2", "5")
"""From the first weight: exam 10 and mock call 25 instead of 15 and 20."""


async def test_the_sum_follows_every_digit_and_the_change_is_saved_for_one_class(tmp_path: Path) -> None:
    async with driving(tmp_path, two_classes) as driver:
        await driver.press("g", "o", "m", *EXAM_AND_CALL[:5])
        assert "95  5 missing" in driver.text()
        assert "Milestones: 95, 5 missing" in driver.text()
        await driver.press("f10")
        assert "Not saved. Milestones: 95, 5 missing." in driver.notice()
        await driver.press("escape", *EXAM_AND_CALL)
        assert "missing" not in driver.text()
        await driver.press("f10")
        assert isinstance(driver.app.screen, Review)
        assert "Exam: weight 10 instead of 15" in driver.text()
        await driver.press("1")
        assert isinstance(driver.app.screen, OpeningsScreen)
        assert "Version 2 is in force for 1 class." in driver.notice()
        assert (
            account_of(driver.hub).weights[MilestoneId.EXAM],
            account_of(driver.hub, 1).weights[MilestoneId.EXAM],
        ) == (
            10,
            15,
        )
        await driver.press("u")
        assert account_of(driver.hub).weights[MilestoneId.EXAM] == 15


async def test_every_row_of_numbers_can_be_jumped_to(tmp_path: Path) -> None:
    async with driving(tmp_path, two_classes) as driver:
        await driver.press("g", "o", "m")
        grid = driver.app.screen.query_one(NumberGrid)
        lines = driver.text().splitlines()
        exam = next(y for y, line in enumerate(lines) if line.split()[:1] == ["Exam"])
        spot = next(spot for spot in spots(driver.app.screen) if spot.y == exam)
        await driver.press("semicolon", *spot.label)
        assert grid.has_focus
        assert grid.cell is not None
        assert grid.cell.key == "weight exam"


async def test_for_all_classes_from_the_page_of_one(tmp_path: Path) -> None:
    async with driving(tmp_path, two_classes) as driver:
        await driver.press("g", "o", "enter", "m", *EXAM_AND_CALL, "f10")
        assert "2 open classes, and those opened later" in driver.text()
        await driver.press("down", "enter")
        assert isinstance(driver.app.screen, ClassScreen)
        assert "Version 2 is in force for 2 classes." in driver.notice()
        assert account_of(driver.hub, 1).weights[MilestoneId.EXAM] == 10


async def test_hurdles_levels_and_pass_marks_by_keys(tmp_path: Path) -> None:
    async with driving(tmp_path, two_classes) as driver:
        await driver.press("g", "o", "m", "right", "down", "down", "down", "5", "5")  # the pass mark of the exam
        await driver.press("tab", "tab", "tab", "tab", "right", "4", "0")  # typing speed
        await driver.press("down", "space")  # typing accuracy is no hurdle any more
        await driver.press("down", "down", "down", "down", "7")  # spoken level: the seventh
        await driver.press("tab", "down", "right", "5")  # caller verification
        await driver.press("f10", "1")
        account = account_of(driver.hub)
        assert account.pass_marks == {"exam": 55}
        assert account.hurdles == {"cefr": "C1", "wpm": 40, "listening": 65, "cs.deescalate": 2, "mc.verify": 5}
        assert account.cut_offs == {"ex.typing_accuracy": 94}


async def test_what_cannot_be_is_named_with_its_range(tmp_path: Path) -> None:
    async with driving(tmp_path, two_classes) as driver:
        await driver.press("g", "o", "m", "right", "9", "9")
        assert "99 cannot be, 5 to 95 points" in driver.text()
        await driver.press("G", "f10")
        assert "99 cannot be, 5 to 95 points" in driver.notice()
        screen = driver.app.screen
        assert isinstance(screen, AssessmentScreen)
        assert screen.grid.cell is not None
        assert screen.grid.cell.key == "pass application"
        await driver.press("escape", "backspace", "backspace")
        assert "a number is needed" in driver.text()
        await driver.press("R")
        assert screen.form is not None
        assert not screen.form.touched


async def test_leaving_loses_nothing(tmp_path: Path) -> None:
    async with driving(tmp_path, two_classes) as driver:
        await driver.press("g", "o", "m", *EXAM_AND_CALL, "escape")
        assert account_of(driver.hub).weights[MilestoneId.EXAM] == 15
        await driver.press("m")
        assert "What you typed before is back." in driver.notice()
        assert "2 changes, not saved" in driver.text()
        await driver.press("R", "escape", "m")
        assert "not saved" not in driver.text()


async def test_somebody_elses_change_is_not_written_over(tmp_path: Path) -> None:
    async with driving(tmp_path, two_classes) as driver:
        await driver.press("g", "o", "m", *EXAM_AND_CALL)
        row = openings.listing(driver.hub.wb)[0]
        form = account_versions.form_for_class(driver.hub.wb, row.id).typed("pass exam", "70")
        account_versions.save(driver.hub.wb, form)
        await driver.press("f10", "1")
        assert "changed in the meantime" in driver.notice()
        assert isinstance(driver.app.screen, AssessmentScreen)
        assert account_of(driver.hub).pass_marks == {"exam": 70}


async def test_an_account_without_a_class_is_changed_for_its_first(tmp_path: Path) -> None:
    async with driving(tmp_path) as driver:
        await driver.press("g", "o", "left", "enter", *EXAM_AND_CALL[:3], "right", "6", "0", "f10")
        assert "the next class takes it" in driver.text()
        await driver.press("1")
        assert "Version 2 is in force for the next class." in driver.notice()
        assert "edited, 2" in driver.text()


async def test_the_open_attempt_stays_as_it_was_on_the_score_sheet(tmp_path: Path) -> None:
    def begun(hub: Hub) -> None:
        two_classes(hub)
        attempts.open_or_start(hub.wb, hub.value("select id from application"))

    async with driving(tmp_path, begun) as driver:
        hub = driver.hub
        attempt = hub.value("select id from attempt")
        before = attempts.sheet(hub.wb, attempt)
        await driver.press("g", "o", "m", "right", "9", "0", "f10", "2")
        assert "in force for 2 classes" in driver.notice()
        assert attempts.sheet(hub.wb, attempt) == before


async def test_versions_and_going_back(tmp_path: Path) -> None:
    async with driving(tmp_path, edited) as driver:
        await driver.press("g", "o", "h")
        shown = driver.text()
        for words in ("Version 3", "Version 2", "Version 1", "in force", "caller verification: hurdle rated 5"):
            assert words in shown
        await driver.press("down", "down", "enter")
        assert "Mock call, caller verification: no hurdle instead of hurdle rated 5" in driver.text()
        await driver.press("1")
        assert "Version 4 is in force for 1 class." in driver.notice()
        assert (account_of(driver.hub).pass_marks, "mc.verify" in account_of(driver.hub).hurdles) == (
            {"exam": 60},
            False,
        )
        await driver.press("g", "g", "enter")
        assert isinstance(driver.app.screen, Review)


async def test_an_account_without_a_version_says_so(tmp_path: Path) -> None:
    async with driving(tmp_path) as driver:
        await driver.press("g", "o", "left", "h")
        assert "No version is kept yet." in driver.text()


async def test_the_slip_of_an_offer_says_what_to_do_about_its_day(tmp_path: Path) -> None:
    def hired_without_a_day(hub: Hub) -> None:
        opening = openings.create(hub.wb, "saas_chat", seats=5)
        application = hub.application(hub.person("Joan Alcaraz", opening))
        while hub.stands(application)["state"] != "hired":
            slip = hub.take(application).slip
        hub.fill_gaps(slip)

    async with driving(tmp_path, hired_without_a_day) as driver:
        slip = driver.hub.value("select max(id) from slip")
        driver.app.open_page(SlipScreen(slip))
        await driver.settle()
        assert "no first day yet: g o" in driver.text()
        await driver.press("m")
        assert "the first day of the class; set it in Openings" in driver.text()
        assert "1 missing: first day of the class: g o" in driver.notice()
        await driver.press("g", "o", "e")
        for row in driver.app.screen.query("FieldRow"):
            if row.field.key == "starts":  # type: ignore[attr-defined]
                row.value = "1 sep"  # type: ignore[attr-defined]
        await driver.press("f10")
        driver.app.open_page(SlipScreen(slip))
        await driver.settle()
        await driver.press("f", "1", "enter")
        assert driver.hub.value("select state from slip where id = :id", id=slip) == "handed_over"


@pytest.mark.parametrize(
    ("size", "theme", "ascii_only"), [(WIDE, "dark", False), (NARROW, "dark", False), (WIDE, "light", True)]
)
def test_a_sum_that_is_short(
    tmp_path: Path, snap_compare: Any, size: tuple[int, int], theme: str, ascii_only: bool
) -> None:
    """Aligned numbers, the focused cell with its caret, the sum with what is missing, the changes in words (wide)."""
    app, hub = program(tmp_path, two_classes, theme=theme, ascii_only=ascii_only)
    keys = ("g", "o", "m", *EXAM_AND_CALL[:5])
    assert snap_compare(app, terminal_size=size, run_before=pressing(app, hub, *keys))


def test_without_colour(tmp_path: Path, snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The focused cell is reverse video, what differs keeps its sign."""
    monkeypatch.setenv("NO_COLOR", "1")
    app, hub = program(tmp_path, two_classes)
    assert snap_compare(app, terminal_size=NARROW, run_before=pressing(app, hub, "g", "o", "m", *EXAM_AND_CALL))


def test_what_changes(tmp_path: Path, snap_compare: Any) -> None:
    """For whom, and what is different in words, before it is saved."""
    app, hub = program(tmp_path, two_classes)
    keys = ("g", "o", "m", *EXAM_AND_CALL, "f10")
    assert snap_compare(app, terminal_size=NARROW, run_before=pressing(app, hub, *keys))


def test_versions(tmp_path: Path, snap_compare: Any) -> None:
    """The newest first, the one in force marked, each with what it made different."""
    app, hub = program(tmp_path, edited)
    assert snap_compare(app, terminal_size=NARROW, run_before=pressing(app, hub, "g", "o", "h"))
