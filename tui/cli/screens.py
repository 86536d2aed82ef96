"""The full screen: what `milepost` does without a verb."""

from __future__ import annotations

import gc
import sys

from domain.model.errors import BadInput
from tui.cli import exits
from tui.cli.output import is_terminal
from tui.cli.session import Session


def refuse_without_terminal() -> None:
    """Raise BadInput where there is no terminal to draw on."""
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        raise BadInput("The screens of Milepost need a terminal.", "milepost --help lists what works without one.")


def open_screens(session: Session) -> None:
    """Open the workbook on the full screen; a new one is made where there is none."""
    refuse_without_terminal()
    session.on_screen = True
    session.prepare()
    from tui.opening import run_app

    run_app(session.where, session.config)


def open_named(named: str) -> int:
    """Open a workbook, or with '' the usual one, and return the exit code.

    What a start makes is there to stay, so nothing is looked for that could be thrown away until the first place is
    painted; `MilepostApp` takes that up again.
    """
    gc.disable()
    return exits.code_of(lambda: open_screens(Session(named)))
