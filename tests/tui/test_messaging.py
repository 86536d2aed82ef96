"""A short message: filled in, read over, and noted as sent by the way that it took."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from domain.model.terms import Outcome
from domain.workbook import MailServer, promises, touches
from tests.tui.driving import NARROW, driving
from tests.tui.test_follow_up import screen_of, stand_on
from tests.workbook.hub import TODAY

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from domain.store import Act
    from tests.workbook.hub import Hub


def promised(hub: Hub) -> None:
    """Joan was promised a call today, and may be texted."""
    joan = hub.person("Joan Alcaraz", hub.opening(), mobile="0917 555 4471", ok_text=True, email="joan@example.org")
    visit = hub.value("select id from visit")
    hub.wb.store.do("went home", lambda act: act.update("visit", visit, state="done"))
    promises.make(hub.wb, joan, "Call with the result", TODAY)


async def test_a_delay_is_filled_in_copied_and_moves_the_promise(tmp_path: Path) -> None:
    async with driving(tmp_path, promised, size=NARROW, start="follow_up") as driver:
        await stand_on(driver, "Call with")
        await driver.press("m")
        assert "1 We are late, with a new date" in driver.text()
        await driver.press("1")
        shown = " ".join(driver.text().split())
        assert "You hear from us by Thursday 13 August. Noor, Harbour hub" in shown
        assert "characters. No known problem found." in shown
        await driver.press(*["backspace"] * 10, *"+2")
        assert "by Friday 14 August" in " ".join(driver.text().split())
        await driver.press("enter", "enter", "1")
        assert "Copied for Joan Alcaraz, and noted as sent." in driver.notice()
        assert "Friday 14 August" in driver.app.clipboard
        assert promises.listing(driver.hub.wb)[0].due.day == 14
        await driver.press("u")
        assert promises.listing(driver.hub.wb)[0].due == TODAY


async def test_hidden_names_leave_an_initial_in_what_they_will_read_and_in_what_to_say(tmp_path: Path) -> None:
    async with driving(tmp_path, promised, start="follow_up") as driver:
        await stand_on(driver, "Call with")
        await driver.press("m", "1")
        assert "Hi Joan" in driver.text()
        await driver.press("ctrl+p")
        await driver.press(*"hide or", "enter")
        assert "Hi J." in driver.text()
        assert "Joan" not in driver.text()
        assert "Words       hidden" in driver.text()
        await driver.press("enter")
        assert "Words       hidden" not in driver.text(), "whoever writes it sees it"
        await driver.press("enter", "4")
        assert "Say" in driver.text()
        assert "Joan" not in driver.text()


async def test_a_mail_draft_goes_to_the_exports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.settings.config.exports_path", lambda: tmp_path / "out")
    async with driving(tmp_path, promised, start="follow_up") as driver:
        await stand_on(driver, "Call with")
        await driver.press("m", "2", "enter", "enter", "enter", "3")
        assert "Mail draft for Joan Alcaraz written:" in driver.notice()
        assert [file.suffix for file in (tmp_path / "out").iterdir()] == [".eml"]


async def test_unsafe_words_are_named_and_do_not_leave_the_form(tmp_path: Path) -> None:
    async with driving(tmp_path, promised, start="follow_up") as driver:
        await stand_on(driver, "Call with")
        await driver.press("m", "1", "enter")
        await driver.press(*" You are too old.")
        assert "1 to change" in driver.text()
        await driver.press("enter")
        assert "is not sent to anybody" in driver.notice()
        assert "They read" in driver.text()


async def test_what_the_rules_forbid_cannot_be_chosen_and_the_rule_is_named(tmp_path: Path) -> None:
    async with driving(tmp_path, promised, start="follow_up") as driver:
        touches.log(driver.hub.wb, driver.hub.value("select id from person"), Outcome.NO_ANSWER)
        await stand_on(driver, "Call with")
        await driver.press("m", "2", "enter", "enter", "enter")
        shown = " ".join(driver.text().split())
        assert "1 try a day is the most for somebody who does not answer" in shown
        assert re.search(r"Text message +not now", driver.text())
        before = driver.hub.value("select count(*) from touch")
        await driver.press("1")
        assert driver.hub.value("select count(*) from touch") == before


async def test_a_call_shows_what_to_say_and_logs_what_came_of_it(tmp_path: Path) -> None:
    async with driving(tmp_path, promised, start="follow_up") as driver:
        await stand_on(driver, "Call with")
        await driver.press("m", "1", "enter", "enter", "4")
        assert "this is Noor from Harbour hub" in " ".join(driver.text().split())
        await driver.press("1")
        assert "Joan Alcaraz reached." in driver.notice()
        assert promises.listing(driver.hub.wb)[0].due.day == 13


async def test_a_message_goes_by_the_mail_server_and_one_that_failed_is_settled(tmp_path: Path) -> None:
    async with driving(tmp_path, promised, start="follow_up") as driver:
        driver.app.config = replace(driver.app.config, mail=MailServer("127.0.0.1", 9, sender="hub@hub.example"))
        await stand_on(driver, "Call with")
        await driver.press("m", "1", "enter", "enter")
        assert re.search(r"3 E-mail +leaves in 3 min", driver.text())
        await driver.press("3")
        assert "Message to Joan Alcaraz leaves by e-mail in 3 min." in driver.notice()
        assert driver.hub.value("select count(*) from touch") == 0

        def fail(act: Act) -> None:
            why = "This address does not take mail. Check it with them, or take another way."
            for table in ("letter", "mailing"):
                act.update(table, driver.hub.value(f"select id from {table}"), state="failed", why=why)

        driver.hub.wb.store.do("could not send an e-mail", fail)
        screen_of(driver).reload()
        await driver.settle()
        await stand_on(driver, "Not sent: we are la")
        await driver.press("enter")
        assert "This address does not take mail." in driver.text()
        await driver.press("2")
        assert "Message to Joan Alcaraz taken back." in driver.notice()
        assert driver.hub.value("select count(*) from letter") == 0
