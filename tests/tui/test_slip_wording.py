"""The wording of a slip: what is blocked, what is asked about, and what never comes near it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from domain.model.slip import Evidence
from domain.model.terms import SlipState
from domain.rules.safety import CAUGHT
from domain.workbook import attempts, slip_desk, slip_shaping, slips
from tests.tui.slip_page import on_slip, sides, slip_of, stored, whole, write
from tui.screens.choice import Choice
from tui.screens.form import Form
from tui.settings import config

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.workbook.hub import Hub


async def test_a_word_of_the_list_blocks_and_shows_a_better_wording(tmp_path: Path) -> None:
    async with on_slip(tmp_path, whole) as driver:
        await driver.press("w")
        await write(driver, "You seem too old for this")
        _, right = sides(driver)
        assert '"too old" must change' in right
        assert "Word list: 1 to change" in right
        assert "Name the skill" in right
        await driver.press("escape")
        assert "f deliver, 1 to change" in driver.text()


async def test_the_help_says_how_wide_the_holes_of_the_list_are(tmp_path: Path) -> None:
    async with on_slip(tmp_path, whole) as driver:
        await driver.press("question_mark", *"net with holes")
        shown = " ".join(driver.text().split())
        assert f"caught {CAUGHT}" in shown
        assert "Deliver:" not in shown


async def test_a_free_line_is_asked_about_once_and_again_when_it_changes(tmp_path: Path) -> None:
    async with on_slip(tmp_path, whole) as driver:
        await driver.press("w")
        assert "Would I say this aloud to anyone here?" in driver.text()
        await write(driver, "I enjoyed our talk.")
        await driver.press("enter", "f")
        assert "Would I say this aloud to anyone here?" in driver.text()
        assert "I enjoyed our talk." in driver.text()
        await driver.press("1")
        assert list(stored(driver).overrides.values()) == ["would say it aloud to anyone here"]
        assert "Show it on this screen" in driver.text()
        await driver.press("escape", "w")
        await write(driver, "I enjoyed our long talk.")
        await driver.press("enter", "f")
        assert "Would I say this aloud to anyone here?" in driver.text()
        assert stored(driver).state is SlipState.DRAFT


async def test_a_warning_takes_a_reason(tmp_path: Path) -> None:
    def other_point(hub: Hub) -> None:
        whole(hub)
        desk = slip_desk.desk(hub.wb, slip_of(hub))
        least = replace(
            desk.options.improvements[-1], evidence=Evidence("at the end", "said bye at once", "it felt cut")
        )
        slips.save(
            hub.wb, desk.slip.id, desk.slip.version, slip_shaping.with_point(desk.slip.draft, "improvement 2", least)
        )

    async with on_slip(tmp_path, other_point) as driver:
        assert "work on 2: not one of the largest gaps; say why" in " ".join(sides(driver)[1].split())
        await driver.press("f")
        assert isinstance(driver.app.screen, Form)
        await driver.press("enter")
        assert isinstance(driver.app.screen, Form)
        await write(driver, "they asked about the close")
        await driver.press("enter")
        assert list(stored(driver).overrides.values()) == ["they asked about the close"]
        assert isinstance(driver.app.screen, Choice)


async def test_the_private_note_is_written_elsewhere_and_never_beside_the_slip(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "exports_path", lambda: tmp_path / "out")
    async with on_slip(tmp_path, whole) as driver:
        await driver.press("o")
        assert isinstance(driver.app.screen, Form)
        assert "Hi Lea" not in driver.text()
        await write(driver, "arrived with a cousin of our guard")
        await driver.press("enter")
        assert attempts.sheet(driver.hub.wb, stored(driver).attempt).note == "arrived with a cousin of our guard"
        assert "cousin" not in driver.text()
        await driver.press("f", "f")
        assert "cousin" not in driver.text()
        await driver.press("escape", "x", "1", "x", "5")
        assert all("cousin" not in path.read_text() for path in (tmp_path / "out").iterdir())
