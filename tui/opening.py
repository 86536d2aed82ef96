"""From the command line to the screens: the app over one workbook, run until it is left."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.settings.config import Config


HANDS_OVER = 0.0005
"""Seconds after which the thread of the workbook lets the screen go on; Python's own 5 ms are a third of a frame."""

FRAMES = 240
"""Frames a second at most. With the 60 of Textual, an answer that comes right after a key waits for up to 17 ms."""


def run_app(where: str, config: Config, *, clock: Callable[[], int] | None = None) -> None:
    """Run the program over the workbook at a path or an address until somebody quits.

    `clock` gives milliseconds UTC, the real time where there is none. Keys that do not work stay as they usually are,
    and the program says so.
    """
    os.environ.setdefault("TEXTUAL_FPS", str(FRAMES))  # read when Textual is imported
    from tui.places import make_app
    from tui.watching import end_with_the_terminal

    sys.setswitchinterval(HANDS_OVER)
    app = make_app(where, settle_keys(config), clock)
    end_with_the_terminal(app)
    app.bridge.begin()
    app.run()


def settle_keys(config: Config) -> Config:
    """The settings with only those keys that work; what is wrong with the others is among their problems."""
    if not config.keys:
        return config
    from tui.keys.contexts import contexts
    from tui.keys.keymap import problems_of

    return config.without_keys(problems_of(config.keys, contexts()))
