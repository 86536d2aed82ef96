"""`milepost unlock`: the way back to a seat whose staff code is forgotten."""

from __future__ import annotations

import click

from tui.cli.options import json_option
from tui.cli.output import note, say_json


@click.command("unlock")
@json_option
def unlock_verb(as_json: bool) -> None:
    """Free this computer's seat from an exam, for when the staff code is forgotten.

    Answers that were given stay in the workbook, and the exam can be handed over again where it stopped. Where the exam
    is still on the screen, Esc, any digit and Enter lead back.
    """
    from tui.seat import SeatFiles

    files = SeatFiles()
    was = files.let_go()
    files.forget_code()
    if as_json:
        say_json({"was_kept": was})
    elif was:
        note("The seat is free, and the staff code is forgotten. What was answered is kept.")
    else:
        note("The seat was kept for nobody; the staff code is forgotten.")
