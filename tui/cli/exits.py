"""How a run ends: exit codes, and what is said on the way out."""

from __future__ import annotations

import os
import sys
import traceback
from typing import TYPE_CHECKING, Final

import click

from tui.cli.output import note

if TYPE_CHECKING:
    from domain.model.errors import WorkbookError

DONE: Final = 0
WRONG: Final = 1
"""Something went wrong, and was said."""
USAGE: Final = 2
"""The command was not understood, or what it names is several things."""
NEEDS_YES: Final = 3
"""A preview was shown; --yes takes it in."""
NEEDS_ANSWER: Final = 4
"""Something could not be told from a file, and an option must say it."""
STOPPED: Final = 130
"""Stopped by ctrl-c, as 128 + SIGINT."""
PIPE_CLOSED: Final = 141
"""Whoever read the output went away, as 128 + SIGPIPE."""

DEBUG: Final = "MILEPOST_DEBUG"


def tell(error: WorkbookError) -> None:
    """Say what is wrong and what to do, on two lines of the error stream."""
    note(error.message)
    if error.hint:
        note(error.hint)


def tell_usage(error: click.ClickException) -> None:
    """Say what was not understood, and where help is."""
    note(error.format_message())
    path = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "milepost"
    note(f"{path} --help says how it is used.")


def tell_unexpected(error: Exception) -> None:
    """Say that something unforeseen happened, and how to see where."""
    if os.environ.get(DEBUG):
        traceback.print_exception(error, file=sys.stderr)
        return
    words = str(error).splitlines()
    note(f"Milepost came upon something it did not expect: {type(error).__name__}{': ' + words[0] if words else ''}")
    note(f"What was stored before is safe. Run it again with {DEBUG}=1 to see where it happened.")


def close_pipe() -> None:
    """Let go of an output that nobody reads, so that Python does not complain about it at the end."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - it lives as long as the process
