"""What takes long: said in the notice row after 0.3 or 2 seconds, and stopped by Esc from then on."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tui.bridge import Owner
    from tui.talking import TalkingApp

SLOW_SECONDS = 0.3
"""From here on, work that has words for it says what it is doing."""
LONG_SECONDS = 2.0
"""From here on, everything says what it is doing, and can be stopped."""

DOING: ContextVar[str] = ContextVar("DOING", default="reading")
"""What the command that is running does, for when it takes long."""


@dataclass(eq=False, slots=True)
class Watch:
    """One call on the workbook: whose it is, what to say, and whether it can be stopped by now."""

    owner: Owner
    doing: str
    long: bool = False
    stopping: bool = False
    said: bool = False


class SlowWork:
    """Watches over the calls of one app."""

    def __init__(self, app: TalkingApp) -> None:
        """Watch nothing yet."""
        self._app = app
        self._watches: list[Watch] = []

    @contextmanager
    def watching(self, doing: str = "") -> Iterator[Callable[[str], None]]:
        """Say what is being done if it takes long: ``doing`` after 0.3 s, the running command after 2 s.

        What comes back says how far it is by now, in place of ``doing``.
        """
        loop, owner = asyncio.get_running_loop(), asyncio.current_task()
        assert owner is not None
        watch = Watch(owner, doing or DOING.get())
        self._watches.append(watch)
        timers = [loop.call_later(LONG_SECONDS, self._offer_stop, watch)]
        if doing:
            timers.append(loop.call_later(SLOW_SECONDS, self._say, watch))
        try:
            yield partial(self._tell, watch)
        finally:
            for timer in timers:
                timer.cancel()
            self._watches.remove(watch)
            if watch.said:
                self._app.take_back(watch.doing)

    def _say(self, watch: Watch) -> None:
        watch.said = True
        keys = [("Esc", "stop")] if watch.long and not watch.stopping else []
        self._app.notice(watch.doing, "unfinished", keys, lasting=True)

    def _tell(self, watch: Watch, doing: str) -> None:
        watch.doing = doing
        if watch.said:
            self._say(watch)

    def _offer_stop(self, watch: Watch) -> None:
        watch.long = True
        self._say(watch)

    def stop(self) -> bool:
        """Stop what can be stopped by now; ``False`` when nothing takes that long."""
        watch = next((watch for watch in self._watches if watch.long and not watch.stopping), None)
        if watch is None:
            return False
        watch.stopping = True
        self._say(watch)
        self._app.run_guarded(self._app.bridge.stop(watch.owner), group="stop")
        return True
