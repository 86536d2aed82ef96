"""How a run ends: exit codes, and what is said on the way out."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

from domain.model.errors import WorkbookError
from tui.cli.output import note

if TYPE_CHECKING:
    from collections.abc import Callable

    import click

DONE: Final = 0
WRONG: Final = 1
"""Something went wrong, and was said."""
USAGE: Final = 2
"""The command was not understood, or what it names is several things."""
NEEDS_YES: Final = 3
"""A preview was shown; --yes takes it in."""
NEEDS_ANSWER: Final = 4
"""Something could not be told from a file, and an option must say it."""
LATER: Final = 5
"""Something could not be done now; the next run tries it again."""
STOPPED: Final = 130
"""Stopped by ctrl-c, as 128 + SIGINT."""
PIPE_CLOSED: Final = 141
"""Whoever read the output went away, as 128 + SIGPIPE."""

DEBUG: Final = "MILEPOST_DEBUG"


def code_of(run: Callable[[], object]) -> int:
    """Carry out a run and return its exit code: the one that it returns, else what became of it; errors are told."""
    try:
        code = run()
    except WorkbookError as error:
        tell(error)
        return WRONG
    except KeyboardInterrupt:
        return tell_stopped()
    except Exception as error:  # the boundary: nothing unforeseen may end in a bare traceback
        tell_unexpected(error)
        return WRONG
    return code if isinstance(code, int) else DONE


def tell_stopped() -> int:
    """Say that the run was stopped, and return its exit code."""
    note("Stopped. Nothing more was stored.")
    return STOPPED


def tell(error: WorkbookError) -> None:
    """Say what is wrong and what to do, on two lines of the error stream."""
    note(error.message)
    if error.hint:
        note(error.hint)


def tell_usage(error: click.ClickException) -> None:
    """Say what was not understood, and where help is."""
    from click import UsageError

    note(error.format_message())
    path = error.ctx.command_path if isinstance(error, UsageError) and error.ctx else "milepost"
    note(f"{path} --help says how it is used.")


def tell_unexpected(error: Exception) -> None:
    """Say that something unforeseen happened, and how to see where."""
    if os.environ.get(DEBUG):
        import traceback

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
