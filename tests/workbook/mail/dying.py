"""A program that sends mail and is killed at a named moment; run by a test in a process of its own."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

from domain.workbook import MailServer, mail_runs
from domain.workbook.mail_server import SmtpPost
from tests.workbook.hub import Clock, make_hub

if TYPE_CHECKING:
    from collections.abc import Callable


def die() -> None:
    """End at once, as a power cut does."""
    os.kill(os.getpid(), signal.SIGKILL)


class Dying(SmtpPost):
    """Dies before anything was said, when the message is about to go, or once the server has taken it."""

    moment = ""

    def send(self, recipient: str, message: bytes, handing: Callable[[], None]) -> None:
        if self.moment == "claimed":
            die()

        def handed() -> None:
            handing()
            if self.moment == "handing":
                die()

        super().send(recipient, message, handed)
        if self.moment == "taken":
            die()


def main(where: str, port: str, now: str, moment: str) -> None:
    """Send what is due from the workbook at `where`, and die on the way."""
    hub = make_hub(where, mail_runs.OUTBOX, Clock(int(now)))
    server = MailServer("127.0.0.1", int(port), sender="slips@hub.example", user="milepost", timeout=5.0)
    post = Dying(server)
    post.moment = moment
    mail_runs.send_due(hub.wb, server, post)


if __name__ == "__main__":
    main(*sys.argv[1:])
