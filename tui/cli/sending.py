"""`milepost send`: send the e-mails whose time has come, as a scheduler or a script does it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from tui.cli import exits
from tui.cli.options import json_option, pass_session
from tui.cli.output import is_terminal, note, say, say_json
from tui.cli.wording import iso

if TYPE_CHECKING:
    from domain.workbook import Workbook
    from domain.workbook.mail_runs import Outlook, Progress
    from tui.cli.session import Session

PROGRESS_EVERY = 10
"""E-mails after which a terminal is told how far it is."""


@click.command("send")
@click.option("--dry-run", is_flag=True, help="Say what would leave now and what waits, and send nothing.")
@json_option
@pass_session
def send_verb(session: Session, dry_run: bool, as_json: bool) -> int:
    """Send the slips and messages in the mail whose time has come; each once, whoever else is sending.

    Nothing is put in the mail here: that is done on the screen, with f. The server is that of the settings, its
    password comes from MILEPOST_MAIL_PASSWORD or from the command that they name. The exit code is 1 where a mail did
    not get through, and 5 where one is tried again by the next run.
    """
    from domain.model.errors import BadInput
    from domain.workbook import mail_runs
    from domain.workbook.mail_server import SmtpPost

    server = session.config.mail
    if not server.ready and not dry_run:
        raise BadInput("No mail server is set.", "Name host and sender under [mail] in the settings.")
    with session.workbook(who=mail_runs.OUTBOX) as wb:
        if dry_run:
            _say_outlook(wb, mail_runs.outlook(wb), as_json)
            return exits.DONE
        failed_before = {one.id for one in mail_runs.outlook(wb, failed=True)}
        done = mail_runs.send_due(wb, server, SmtpPost(server), _told)
        failed = [one for one in mail_runs.outlook(wb, failed=True) if one.id not in failed_before]
        waiting = mail_runs.outlook(wb)
        _say_done(done, failed, len(waiting), as_json)
    return exits.WRONG if done.failed else exits.LATER if done.later else exits.DONE


def _told(progress: Progress) -> bool:
    if progress.done and progress.done % PROGRESS_EVERY == 0 and is_terminal(sys.stderr):
        note(f"{progress.done:,} of {progress.of:,} so far")
    return True


def _say_outlook(wb: Workbook, found: list[Outlook], as_json: bool) -> None:
    if as_json:
        rows = [
            {
                one.carries: str(one.id),
                "name": one.name,
                "address": one.address,
                "leaves": "" if one.now else iso(wb, one.leaves_at),
                "now": one.now,
                "why": one.why,
            }
            for one in found
        ]
        say_json({"dry_run": True, "would_leave": sum(one.now for one in found), "mails": rows})
        return
    for one in found:
        when = "would leave now" if one.now else f"waits until {iso(wb, one.leaves_at)}"
        say(f"{one.name}, {one.address}: {one.why or when}")
    now = sum(one.now for one in found)
    say(f"{now:,} would leave now, {len(found) - now:,} {'waits' if len(found) - now == 1 else 'wait'}.")


def _say_done(done: Progress, failed: list[Outlook], waiting: int, as_json: bool) -> None:
    counts = {"sent": done.sent, "failed": done.failed, "later": done.later, "waiting": waiting}
    if as_json:
        told = [{one.carries: str(one.id), "name": one.name, "why": one.why} for one in failed]
        say_json({"dry_run": False, **counts, "did_not_get_through": told})
        return
    for one in failed:
        note(f"{one.name}: {one.why}")
    say(f"{done.sent:,} sent, {done.failed:,} failed, {done.later:,} tried again later, {waiting:,} in the mail.")
