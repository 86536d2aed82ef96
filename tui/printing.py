"""Sending a file to the printer of this computer, where it has one; it is believed when it says yes."""

from __future__ import annotations

import asyncio
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE = 10.0
"""Seconds to wait for the printing system."""
WORDS = 160
"""Characters of its own words that are kept."""
NO_PRINTER = "this computer has no lp"


def can_print() -> bool:
    """Whether there is a printing system to ask."""
    return shutil.which("lp") is not None


async def print_file(path: Path, printer: str = "") -> bool:
    """Hand a file to `lp`; whether it was taken. Without `lp`, or without a printer behind it, nothing happens."""
    return not await refused(path, printer)


async def refused(path: Path, printer: str = "") -> str:
    """Hand a file to `lp`, to the usual printer or the one named; '' when it was taken, else why not, in its words."""
    program = shutil.which("lp")
    if program is None:
        return NO_PRINTER
    to = ("-d", printer) if printer else ()
    pipe, quiet = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    try:
        running = await asyncio.create_subprocess_exec(
            program, *to, "--", str(path), stdin=quiet, stdout=quiet, stderr=pipe
        )
    except OSError as error:
        return f"lp could not be started, {(error.strerror or str(error)).lower()}"
    try:
        _, said = await asyncio.wait_for(running.communicate(), PATIENCE)
    except TimeoutError:
        running.kill()
        await running.wait()
        return "it did not answer"
    if running.returncode == 0:
        return ""
    words = " ".join(said.decode("utf-8", "replace").split())
    plain = "".join(char for char in words if char.isprintable()).removeprefix("lp: ")[:WORDS]
    return plain or f"lp ended with {running.returncode}"
