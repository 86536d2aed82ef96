"""`milepost` and `milepost open`: the full screen."""

from __future__ import annotations

import sys

import click

from domain.model.errors import BadInput
from tui.cli.output import is_terminal
from tui.cli.session import Session, pass_session


def refuse_without_terminal() -> None:
    """Raise BadInput where there is no terminal to draw on."""
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        raise BadInput("The screens of Milepost need a terminal.", "milepost --help lists what works without one.")


@click.command("open")
@pass_session
def open_verb(session: Session) -> None:
    """Open the workbook on the full screen; a new one is made where there is none."""
    refuse_without_terminal()
    session.on_screen = True
    session.prepare()
    from tui.opening import run_app

    run_app(session.where, session.config)
