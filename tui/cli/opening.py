"""`milepost` and `milepost open`: the full screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tui.cli.options import pass_session
from tui.cli.screens import open_screens

if TYPE_CHECKING:
    from tui.cli.session import Session


@click.command("open")
@pass_session
def open_verb(session: Session) -> None:
    """Open the workbook on the full screen; a new one is made where there is none."""
    open_screens(session)
