"""What other places are made of is read while nobody presses a key, so that the first visit is as quick as the next."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from tui.watching import QUIET_SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tui.app import MilepostApp

AFTER_SECONDS = 1.0
"""From the first paint to the first module; whoever presses a key at once is not kept waiting."""
STEP_SECONDS = 0.2


class ReadingAhead:
    """Imports one module after the other, with a look for keys in between.

    Not on a thread: two that import each other's modules at once can be given halves of them. A key that comes during
    one of the imports, of less than a tenth of a second, waits as it would have waited for the import itself.
    """

    def __init__(self, app: MilepostApp, modules: Iterable[str]) -> None:
        """Start with ``begin``."""
        self._app = app
        self._left: Iterator[str] = iter(modules)

    def begin(self) -> None:
        """Read from now on, as soon as nobody is at work."""
        self._again(AFTER_SECONDS)

    def _again(self, after: float) -> None:
        if self._app.is_running:
            self._app.set_timer(after, self.step)

    def step(self) -> None:
        """Read one more module, unless a hand is at work."""
        if not self._app.bridge.rests or not self._app.quiet_for(QUIET_SECONDS):
            self._again(STEP_SECONDS)
        elif (module := next(self._left, None)) is not None:
            import_module(module)
            self._again(STEP_SECONDS)
