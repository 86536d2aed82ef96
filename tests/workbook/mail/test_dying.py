"""A program that is killed while it sends: nobody gets a slip twice, and nobody's is forgotten."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from domain.model.terms import SlipState
from domain.workbook import mail_runs, mailing, slips
from domain.workbook.mail_server import SmtpPost
from tests.workbook.mail.test_sending import mailed, put

if TYPE_CHECKING:
    from tests.workbook.hub import Hub
    from tests.workbook.mail.loopback import Loopback

ROOT = Path(__file__).parents[3]


def killed(where: str, hub: Hub, loopback: Loopback, moment: str) -> None:
    """Run the program that sends, and see it die."""
    command = [sys.executable, "-m", "tests.workbook.mail.dying", where, str(loopback.port), str(hub.clock.now), moment]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=120, check=False)
    assert ran.returncode == -signal.SIGKILL, ran.stderr.decode()


@pytest.mark.parametrize(
    ("moment", "before", "after", "taken"),
    [
        ("claimed", SlipState.SENDING, SlipState.SENT, 1),
        ("handing", SlipState.SENDING, SlipState.FAILED, 0),
        ("taken", SlipState.SENDING, SlipState.FAILED, 1),
    ],
)
def test_what_a_killed_program_was_sending_is_settled_and_never_sent_twice(
    where: str,
    hub: Hub,
    outbox: Hub,
    loopback: Loopback,
    moment: str,
    before: SlipState,
    after: SlipState,
    taken: int,
) -> None:
    view = mailed(hub)
    put(hub, view)
    killed(where, hub, loopback, moment)
    assert slips.view(hub.wb, view.id).state is before
    server = loopback.server()
    assert mail_runs.send_due(outbox.wb, server, SmtpPost(server)).of == 0
    hub.clock.now = mail_runs.next_at(hub.wb) or 0
    mail_runs.send_due(outbox.wb, server, SmtpPost(server))
    assert (slips.view(hub.wb, view.id).state, len(loopback.taken)) == (after, taken)
    if after is SlipState.FAILED:
        found = mailing.standing(hub.wb, [view.id])[view.id]
        assert found.why.endswith("Ask them before you send it again.")
    hub.clock.ahead(minutes=30)
    mail_runs.send_due(outbox.wb, server, SmtpPost(server))
    assert len(loopback.taken) == taken
