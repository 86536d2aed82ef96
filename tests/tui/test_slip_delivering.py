"""Handing a slip over: what was read is frozen word for word, in the formats that were chosen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from domain.model.letterhead import Letterhead
from domain.model.terms import SlipState
from domain.workbook import exporting, people, slip_shaping, slips
from tests.tui.slip_page import on_slip, sides, slip_of, stored, whole
from tui.screens.choice import Choice
from tui.screens.reading import Reading
from tui.screens.slip import SlipScreen
from tui.settings import config

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.workbook.hub import Hub


async def test_deliver_waits_until_nothing_is_missing(tmp_path: Path) -> None:
    async with on_slip(tmp_path) as driver:
        await driver.press("f")
        assert isinstance(driver.app.screen, SlipScreen)
        assert driver.notice().startswith("○ Deliver the slip: 3 missing.")
        await driver.press("1")
        await driver.press("1")
        assert driver.notice().startswith("● Nothing is missing.") or "f deliver" in driver.text()
        await driver.press("f")
        assert isinstance(driver.app.screen, Choice)


async def test_shown_read_and_frozen_word_for_word(tmp_path: Path) -> None:
    async with on_slip(tmp_path, whole) as driver:
        before = stored(driver).document
        await driver.press("f", "f")
        assert isinstance(driver.app.screen, Reading)
        read = driver.text()
        assert "Hi Lea," in read
        assert "owed" not in read
        assert "Noor" not in read
        assert "gap" not in read
        await driver.press("enter")
        shown = stored(driver)
        assert (shown.state, shown.channel, shown.document) == (SlipState.HANDED_OVER, "on screen", before)
        _left, right = sides(driver)
        assert "Handed over, on screen, Wed 12 Aug, 10:42, by Noor" in right
        assert driver.notice().startswith("● Lea Mondal: slip handed over, on screen.   u undo")
        await driver.press("enter", "1", "d", "minus", "s")
        assert stored(driver).version == shown.version
        assert isinstance(driver.app.screen, SlipScreen)
        await driver.press("u")
        assert stored(driver).state is SlipState.DRAFT
        assert "What Lea will read" in driver.text()


async def test_escape_from_the_reading_view_delivers_nothing(tmp_path: Path) -> None:
    async with on_slip(tmp_path, whole) as driver:
        await driver.press("f", "1", "escape")
        assert stored(driver).state is SlipState.DRAFT


async def test_words_that_changed_while_they_were_read_are_not_delivered_unseen(tmp_path: Path) -> None:
    async with on_slip(tmp_path, whole) as driver:
        await driver.press("f", "f")
        slip_shaping.write(driver.hub.wb, slip_of(driver.hub), stored(driver).draft, "strength 1 moment", "at once")
        await driver.press("enter")
        assert stored(driver).state is SlipState.DRAFT
        assert "the slip was changed in the meantime" in driver.notice()


async def test_files_are_written_then_it_is_delivered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "exports_path", lambda: tmp_path / "out")
    async with on_slip(tmp_path, whole) as driver:
        await driver.press("f", "2")
        assert sorted(path.suffix for path in (tmp_path / "out").iterdir()) == [".pdf", ".txt"]
        assert (stored(driver).state, stored(driver).channel) == (SlipState.HANDED_OVER, "printed")


def stopped(hub: Hub) -> None:
    """The same, of somebody who asked not to be contacted."""
    whole(hub)
    person = people.find(hub.wb, slips.view(hub.wb, slip_of(hub)).person)
    hub.wb.store.do("noted", lambda act: act.update("person", person.id, person.version, no_contact=1))


async def test_who_asked_not_to_be_contacted_is_shown_it_and_sent_nothing(tmp_path: Path) -> None:
    async with on_slip(tmp_path, stopped) as driver:
        await driver.press("f")
        assert "they asked not to be contacted" in driver.text()
        await driver.press("3")
        assert stored(driver).state is SlipState.DRAFT
        await driver.press("1", "enter")
        assert stored(driver).state is SlipState.HANDED_OVER


async def test_copied_words_are_those_that_are_frozen(tmp_path: Path) -> None:
    async with on_slip(tmp_path, whole) as driver:
        await driver.press("f", "3")
        assert (stored(driver).channel, stored(driver).state) == ("by hand", SlipState.SENT)
        assert "The words are copied" in driver.notice()
        assert driver.app.clipboard == exporting.slip_text(stored(driver).document)


async def test_export_writes_the_chosen_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "exports_path", lambda: tmp_path / "out")
    async with on_slip(tmp_path, whole) as driver:
        await driver.press("x", "2")
        (written,) = (tmp_path / "out").iterdir()
        assert written.suffix == ".md"
        assert "Hi Lea," in written.read_text()
        assert stored(driver).state is SlipState.DRAFT


async def test_where_a_slip_was_written_is_told_without_its_name_while_names_are_hidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "exports_path", lambda: tmp_path / "out")
    async with on_slip(tmp_path, whole) as driver:
        await driver.press("H", "x", "2")
        (written,) = (tmp_path / "out").iterdir()
        assert "mondal" in written.name
        assert driver.notice().startswith("● Written: ")
        assert "mondal" not in driver.text()


async def test_a_bad_template_of_the_site_is_named_and_ours_is_used_only_where_it_is_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "exports_path", lambda: tmp_path / "out")
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "slip.html").write_text("{{ nobody }}", encoding="utf-8")
    async with on_slip(tmp_path, whole) as driver:
        await driver.app.bridge.call(
            lambda wb: wb.take_settings(
                replace(wb.site, letterhead=Letterhead(templates=str(tmp_path / "ours"))), wb.store.who
            )
        )
        await driver.press("x", "3")
        assert "is undefined." in driver.text()
        assert "1 Use the layout of Milepost, this once" in driver.text()
        await driver.press("2")
        assert not (tmp_path / "out").exists()
        assert "slip.html,line1" in driver.notice().replace(" ", "")  # a long path is broken anywhere
        await driver.press("x", "3", "1")
        (written,) = (tmp_path / "out").iterdir()
        assert "Hi Lea," in written.read_text()


async def test_the_journey_report_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "exports_path", lambda: tmp_path / "out")
    async with on_slip(tmp_path) as driver:
        await driver.press("J", "4")
        (written,) = (tmp_path / "out").iterdir()
        assert written.suffix == ".pdf"
        assert "Journey report written" in driver.text()
