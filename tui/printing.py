"""Sending a file to the printer of this computer, where it has one."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE = 10.0
"""Seconds to wait for the printing system."""


async def print_file(path: Path) -> bool:
    """Hand a file to `lp`; whether it was taken. Without `lp`, or without a printer behind it, nothing happens."""
    program = shutil.which("lp")
    if program is None:
        return False
    with suppress(OSError, TimeoutError):
        quiet = asyncio.subprocess.DEVNULL
        words = (program, "--", str(path))
        running = await asyncio.create_subprocess_exec(*words, stdin=quiet, stdout=quiet, stderr=quiet)
        try:
            return await asyncio.wait_for(running.wait(), PATIENCE) == 0
        except TimeoutError:
            running.kill()
            raise
    return False
