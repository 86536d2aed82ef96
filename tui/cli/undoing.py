"""`milepost undo`: take back an act."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tui.cli.options import json_option, pass_session
from tui.cli.output import say, say_json

if TYPE_CHECKING:
    from tui.cli.session import Session


@click.command("undo")
@click.option("--act", type=click.IntRange(min=1), help="The id of the act, of anybody; milepost list acts shows it.")
@json_option
@pass_session
def undo_verb(session: Session, act: int | None, as_json: bool) -> None:
    """Take back your last act, or the one with the id; later work on the same rows forbids it, and is named."""
    from domain.workbook import history

    with session.workbook() as wb:
        undone = history.undo(wb, act)
        if as_json:
            say_json({"undone": {"act": str(undone.undoes), "what": undone.what}})
        else:
            say(f"Undone: {undone.what}.")
