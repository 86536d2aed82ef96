"""How far, where and why: one key from any list, ready to be copied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from domain.workbook import queue
from tests.tui.driving import NARROW, driving, pressing, program
from tests.tui.person_page import at_page, stopped
from tui.screens.person import PersonScreen
from tui.screens.person_where import Where

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workbook.hub import Hub


def here(hub: Hub) -> None:
    """Joan, who stopped at the mock call, is here again today."""
    stopped(hub)
    queue.come_in(hub.wb, hub.value("select id from person"))


@pytest.mark.parametrize("place", ["queue", "people"])
async def test_one_key_answers_from_any_list(tmp_path: Path, place: str) -> None:
    async with driving(tmp_path, here) as driver:
        driver.app.go(place)
        await driver.settle()
        await driver.press("i")
        assert isinstance(driver.app.screen, Where)
        assert "Passed 4 of 8. Stopped at the mock call on 23 Jul." in driver.text()
        assert "Attempt 2 is open from today." in driver.text()
        await driver.press("enter")
        assert isinstance(driver.app.screen, PersonScreen)


async def test_the_answer_is_copied_as_plain_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []
    async with driving(tmp_path, stopped) as driver:
        monkeypatch.setattr(type(driver.app), "copy_to_clipboard", lambda _app, text: copied.append(text))
        await at_page(driver)
        await driver.press("i", "y")
        first, second, road, doing = copied[0].splitlines()
        assert first == "Joan Alcaraz, Retail customer service, class of 1 Sep"
        assert second.startswith("Passed 4 of 8. Stopped at the mock call on 23 Jul. ")
        assert second.endswith("Attempt 2 is open from today.")
        assert road.startswith("Road: Applied passed (23 Jul), Phone passed")
        assert "Mock call not yet" in road
        assert "Sales" not in road, "what is not needed is not told"
        assert doing.startswith("To do: Mock call, attempt 2")
        assert driver.notice() == "● Copied: how far, where and why."
        await driver.press("H", "i", "y")
        assert copied[1].startswith("J. A., Retail")


async def test_it_is_in_the_palette_and_says_when_nobody_is_in_focus(tmp_path: Path) -> None:
    async with driving(tmp_path) as driver:
        await driver.press("i")
        assert "nobody is in focus" in driver.notice()
        await driver.press(":")
        driver.app.screen.query_one("Input").value = "how far"  # type: ignore[attr-defined]
        await driver.settle()
        assert "How far, where and why" in driver.text()


def test_the_sheet(tmp_path: Path, snap_compare: Any) -> None:
    """A bottom sheet over the dimmed queue: name, road, sentence, reason, what to do."""
    app, hub = program(tmp_path, here)
    assert snap_compare(app, terminal_size=NARROW, run_before=pressing(app, hub, "i"))
