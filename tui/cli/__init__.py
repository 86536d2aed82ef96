"""The plain command line: everything that scripts, pipes and screen readers need, and the door to the screens."""

from __future__ import annotations

from tui.cli.program import program

__all__ = ["main", "program"]


def main() -> None:
    """Run `milepost` with the arguments of this process; leaves by SystemExit with the exit code."""
    program.main(prog_name="milepost")
