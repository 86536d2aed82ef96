"""Slips that leave by e-mail: second thoughts, progress, what did not get through; and no key waits for a server."""

from __future__ import annotations

import socket
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from domain.model.terms import SlipState
from domain.workbook import MailServer, mail_server, slips
from tests.tui.driving import WIDE, Driver, program
from tests.tui.test_slips import choose, line_of, slips_place, state_of
from tests.workbook.mail.loopback import PASSWORD, PEM, Loopback, free_port, serving
from tui.screens.slip import SlipScreen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from tests.workbook.hub import Hub

NAMES = ("Ana Lim", "Bea Cruz", "Caro Ito")


@pytest.fixture(autouse=True)
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server is trusted and the password known."""
    monkeypatch.setenv("SSL_CERT_FILE", str(PEM))
    monkeypatch.setenv(mail_server.PASSWORD, PASSWORD)


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    """A server on loopback."""
    with serving() as found:
        yield found


def three(hub: Hub) -> None:
    """Three slips that are ready, of people with an address; one without."""
    opening = hub.opening()
    for name in (*NAMES, "Dan Roe"):
        email = "" if name == "Dan Roe" else f"{name.split()[0].lower()}@example.org"
        slip = hub.take(hub.application(hub.person(name, opening, email=email))).slip
        hub.fill_gaps(slip)
        hub.confirm(slip)
        hub.clock.ahead(minutes=1)


@asynccontextmanager
async def mailing(folder: Path, server: MailServer) -> AsyncIterator[Driver]:
    """The program with a mail server."""
    app, hub = program(folder, three)
    app.config = replace(app.config, mail=server)
    async with app.run_test(size=WIDE) as pilot:
        driver = Driver(app, pilot, hub)
        await driver.settle()
        await slips_place(driver)
        yield driver
    hub.wb.close()


async def all_in_the_mail(driver: Driver) -> None:
    """Mark all that are ready and put them in the mail."""
    await driver.press("plus", "2", "f", "4")


async def test_slips_leave_after_the_time_for_second_thoughts(tmp_path: Path, loopback: Loopback) -> None:
    async with mailing(tmp_path, loopback.server()) as driver:
        await driver.press("plus", "2", "f")
        assert "3 with an address, leaves in 3 min" in driver.text()
        await driver.press("4")
        assert driver.notice().startswith("● 3 slips leave by e-mail in 3 min. 1 stays.")
        assert "… leaving" in line_of(driver, "Ana Lim")
        assert "Mail 3" in driver.text()
        assert "! 4 slips owed" in driver.text()
        driver.app.post_mail()
        await driver.settle()
        assert loopback.taken == []
        driver.hub.clock.ahead(minutes=3)
        driver.app.post_mail()
        await driver.settle()
        assert len(loopback.taken) == 3
        assert "→ sent" in line_of(driver, "Ana Lim")
        assert "! 1 slip owed" in driver.text()
        await choose(driver, "Ana Lim")
        await driver.press("a")
        assert state_of(driver, "Ana Lim") is SlipState.CONFIRMED


async def test_one_undo_takes_the_whole_mail_back(tmp_path: Path, loopback: Loopback) -> None:
    async with mailing(tmp_path, loopback.server()) as driver:
        await all_in_the_mail(driver)
        await driver.press("u")
        assert state_of(driver, "Ana Lim") is SlipState.DRAFT
        driver.hub.clock.ahead(minutes=9)
        driver.app.post_mail()
        await driver.settle()
        assert loopback.taken == []


async def test_what_did_not_get_through_says_why_and_is_sent_again_or_taken_back(
    tmp_path: Path, loopback: Loopback
) -> None:
    loopback.recipient = lambda address: "550 no such user" if "ana" in address or "bea" in address else "250 OK"
    async with mailing(tmp_path, loopback.server(undo_minutes=0)) as driver:
        await all_in_the_mail(driver)
        await driver.settle()
        assert driver.notice().startswith("× 2 e-mails did not get through; Slips says why.")
        assert "× failed" in line_of(driver, "Ana Lim")
        assert state_of(driver, "Caro Ito") is SlipState.SENT
        await choose(driver, "Ana Lim")
        await driver.press("tab", "end")
        assert "This address does not take mail." in " ".join(driver.text().split())
        loopback.recipient = lambda _address: "250 OK"
        await driver.press("escape", "f", "1")
        await driver.settle()
        assert state_of(driver, "Ana Lim") is SlipState.SENT
        await choose(driver, "Bea Cruz")
        await driver.press("f", "2")
        assert state_of(driver, "Bea Cruz") is SlipState.DRAFT
        assert len(loopback.taken) == 2


async def test_a_mail_that_came_back_is_owed_again(tmp_path: Path, loopback: Loopback) -> None:
    async with mailing(tmp_path, loopback.server(undo_minutes=0)) as driver:
        await all_in_the_mail(driver)
        await driver.settle()
        await choose(driver, "Ana Lim")
        await driver.press("b", *"full", "enter")
        assert driver.notice().startswith("● Ana Lim: it came back.")
        assert state_of(driver, "Ana Lim") is SlipState.FAILED
        assert "! 2 slips owed" in driver.text()


async def test_from_the_slip_itself(tmp_path: Path, loopback: Loopback) -> None:
    async with mailing(tmp_path, loopback.server()) as driver:
        await choose(driver, "Ana Lim")
        await driver.press("enter")
        assert isinstance(driver.app.screen, SlipScreen)
        await driver.press("f", "4")
        assert driver.notice().startswith("● Ana Lim: leaves by e-mail in 3 min.")
        assert state_of(driver, "Ana Lim") is SlipState.LEAVING


async def test_a_key_does_not_wait_for_a_server_that_says_nothing(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        server = Loopback(silent.getsockname()[1]).server(undo_minutes=0, timeout=300.0)
        async with mailing(tmp_path, server) as driver:
            await driver.pilot.press("plus")
            await driver.settle()
            await driver.pilot.press("2", "f")
            await driver.settle()
            await driver.pilot.press("4")
            while driver.app.postman is None or driver.app.postman._run is None:
                await driver.pilot.pause()
            before = driver.app.bridge.calls
            assert await driver.app.read(lambda wb: slips.owed_count(wb)) == 4
            assert driver.app.bridge.calls == before + 1
            assert driver.app.postman._run is not None
            silent.close()
            await driver.settle()
            assert "No e-mail could leave now; it is tried again." in driver.notice()
            assert state_of(driver, "Ana Lim") is SlipState.LEAVING


async def test_without_a_server_there_is_no_such_way(tmp_path: Path) -> None:
    async with mailing(tmp_path, MailServer()) as driver:
        await driver.press("plus", "2", "f")
        assert "e-mail" not in driver.text()


async def test_a_demonstration_sends_nothing(tmp_path: Path) -> None:
    app, hub = program(tmp_path, three)
    app.config = replace(app.config, own=False, mail=Loopback(free_port()).server())
    assert not app.mail.ready
    hub.wb.close()
