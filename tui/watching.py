"""A look every two seconds: whether somebody else changed the workbook, and whether the terminal is still there."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any

from domain.model.errors import WorkbookError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.app import MilepostApp

EVERY_SECONDS = 2.0
QUIET_SECONDS = 0.5
"""A hand at work comes first: the look waits until no key was pressed for so long."""
SHARE = 10
"""Reading again takes at most one part in so many of the time, whatever it costs and however busy the others are."""


def hang_up() -> None:
    """End as a closed window ends a program: nothing more can be written to it, not even that this is the end."""
    if sys.platform != "win32":
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        signal.raise_signal(signal.SIGHUP)


def end_with_the_terminal(app: MilepostApp) -> None:
    """End when the thread that writes to the terminal can write no more, as its window was closed.

    A program that hang-ups do not end would wait for that thread for ever, before it comes to its next look. What was
    acknowledged is stored, as for a kill. Only the main thread, which waits, could make it listen to hang-ups again.
    """
    others = threading.excepthook

    def failed(about: threading.ExceptHookArgs) -> None:
        if app.terminal_is_gone():
            os.kill(os.getpid(), signal.SIGTERM)
        others(about)

    threading.excepthook = failed


class Watching:
    """Looks after changes of others; ``changed`` runs on the store thread and costs next to nothing."""

    def __init__(self, app: MilepostApp, changed: Callable[[Any], bool]) -> None:
        """Start with ``begin``."""
        self._app = app
        self._changed = changed
        self.looks = 0

    def begin(self) -> None:
        """Look from now on."""
        self._again(EVERY_SECONDS)

    def _again(self, after: float) -> None:
        if self._app.is_running:
            self._app.set_timer(after, self._due)

    def _due(self) -> None:
        if self._app.terminal_is_gone():
            hang_up()
        elif self._app.bridge.rests and self._app.quiet_for(QUIET_SECONDS):
            self._app.run_guarded(self._look_and_go_on(), group="watch")
        else:
            self._again(QUIET_SECONDS)

    async def _look_and_go_on(self) -> None:
        began = asyncio.get_running_loop().time()
        try:
            await self.look()
        finally:
            cost = asyncio.get_running_loop().time() - began
            self._again(max(EVERY_SECONDS, SHARE * cost))

    async def look(self) -> None:
        """Look once; what others changed shows afterwards, with cursor, scroll, marks and typing where they were."""
        self.looks += 1
        try:
            changed = await self._app.bridge.look(self._changed)
        except WorkbookError:
            return  # whoever asks next is told; a look that nobody asked for says nothing
        if changed:
            await self._app.take_in_changes()
