"""The plain command line: everything that scripts, pipes and screen readers need, and the door to the screens."""

from __future__ import annotations

import os
import sys

__all__ = ["main"]

COMPLETING = "_MILEPOST_COMPLETE"
"""Set by shells that ask for completions."""


def main() -> None:
    """Run `milepost` with the arguments of this process; leaves by SystemExit with the exit code."""
    named = _only_opens(sys.argv[1:])
    if named is None or COMPLETING in os.environ:
        from tui.cli.program import program

        program.main(prog_name="milepost")
    from tui.cli.output import prepare_streams
    from tui.cli.screens import open_named

    prepare_streams()
    sys.exit(open_named(named))


def _only_opens(words: list[str]) -> str | None:
    """The workbook that is named, or '', where nothing is asked for but the full screen; else None.

    It is what people do most, and it needs no library that reads arguments.
    """
    match words:
        case [] | ["open"]:
            return os.environ.get("MILEPOST_FILE", "")
        case ["--file", named] | ["--file", named, "open"] if not named.startswith("-"):
            return named
    return None
