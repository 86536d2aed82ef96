"""Mail that leaves while people work: on a thread and with a workbook of its own, so that no key waits for a server."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

from domain.workbook import mail_runs
from domain.workbook.mail_server import SmtpPost
from domain.workbook.wording import count

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.timer import Timer

    from domain.workbook import MailServer, Workbook
    from domain.workbook.mail_runs import Progress
    from tui.app import MilepostApp

LONGEST_SECONDS = 600.0
"""So often it is looked whether somebody else has put mail in the outbox."""
LEAST_SECONDS = 1.0
LAST_SECONDS = 5.0
"""How long leaving Milepost waits for the message that is being sent."""


class Postman:
    """Sends what is due, then sleeps until something else is; one run at a time."""

    def __init__(self, app: MilepostApp, workbook: Callable[[], Workbook], server: Callable[[], MailServer]) -> None:
        """``workbook`` opens one in the name of the outbox; ``server`` is the one of the settings in force."""
        self._app, self._open, self._server = app, workbook, server
        self._timer: Timer | None = None
        self._stop = threading.Event()
        self._run: asyncio.Future[Progress] | None = None
        self._said = ""

    async def look(self) -> None:
        """Send what is due, and come back when the next mail is; does nothing without a server."""
        if self._run is not None or self._stop.is_set() or not self._server().ready:
            return
        if await self._ahead() <= 0:
            await self._send()
        self._sleep(max(LEAST_SECONDS, await self._ahead()))

    async def _ahead(self) -> float:
        """Seconds until something is due."""
        due = await self._app.bridge.look(mail_runs.next_at)
        return LONGEST_SECONDS if due is None else due / 1000 - self._app.ports.now().timestamp()

    def _sleep(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.stop()
        if self._app.is_running and not self._stop.is_set():
            self._timer = self._app.set_timer(min(seconds, LONGEST_SECONDS), self._wake)

    def _wake(self) -> None:
        self._app.run_guarded(self.look(), group="mail")

    async def _send(self) -> None:
        loop = asyncio.get_running_loop()
        self._run = run = loop.create_future()

        def told(progress: Progress) -> bool:
            loop.call_soon_threadsafe(self._say, progress)
            return not self._stop.is_set()

        def work() -> None:
            try:
                wb = self._open()
                try:
                    server = self._server()
                    done = mail_runs.send_due(wb, server, SmtpPost(server), told)
                finally:
                    wb.close()
            except Exception as error:  # the boundary of this thread: whoever waits is told
                loop.call_soon_threadsafe(_fail, run, error)
            else:
                loop.call_soon_threadsafe(_finish, run, done)

        threading.Thread(target=work, name="mail", daemon=True).start()
        try:
            done = await asyncio.shield(run)
        finally:
            self._run = None
            self._take_back()
        if done.of:
            await self._app.take_in_changes()
            self._tell(done)

    def _say(self, progress: Progress) -> None:
        if self._run is None or progress.done >= progress.of:
            return
        self._take_back()
        self._said = f"sending {progress.done + 1:,} of {count(progress.of, 'e-mail')}"
        self._app.notice(self._said, "unfinished", lasting=True)

    def _take_back(self) -> None:
        if self._said:
            self._app.take_back(self._said)
            self._said = ""

    def _tell(self, done: Progress) -> None:
        if done.failed:
            words = "1 e-mail did" if done.failed == 1 else f"{done.failed:,} e-mails did"
            self._app.notice(f"{words} not get through; Slips says why.", "no_show", keys=[("g s", "slips")])
        elif done.later and not done.sent:
            self._app.notice("No e-mail could leave now; it is tried again.", "late")

    async def stop(self) -> None:
        """Send nothing more; what is being sent has a few seconds to end."""
        self._stop.set()
        if self._run is not None:
            await asyncio.wait({self._run}, timeout=LAST_SECONDS)


def _finish(run: asyncio.Future[Progress], done: Progress) -> None:
    if not run.done():
        run.set_result(done)


def _fail(run: asyncio.Future[Progress], error: Exception) -> None:
    if not run.done():
        run.set_exception(error)
