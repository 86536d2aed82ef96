"""The keys that keep, move or close a promise, on every screen that lists promises.

What they ask is in `promising`, which is imported at the first of these keys.
"""

from __future__ import annotations

from tui.commands import Command
from tui.screens.focused_verbs import FocusedVerbs


def _no_promise(screen: PromiseVerbs) -> str | None:
    return None if screen.focused_promise() else "this is no promise"


DONE = Command(
    id="promise.done",
    keys="d",
    do="promise_kept",
    word="done",
    title="Promise kept",
    help="the promise is kept",
    when=_no_promise,
)
LATER = Command(
    id="promise.later",
    keys="l",
    do="promise_later",
    word="later",
    title="Move the promise to another day",
    help="move the promise to another day",
    when=_no_promise,
    opens=True,
)
CLOSE = Command(
    id="promise.close",
    keys="D",
    do="promise_closed",
    title="Close the promise, not kept",
    help="close the promise, not kept, with a word on why",
    when=_no_promise,
    opens=True,
)


class PromiseVerbs(FocusedVerbs):
    """Mixin for screens that list promises: `d` done, `l` later, `D` closed. List them in `VERBS`."""

    def focused_promise(self) -> int:
        """Return the id of the promise that is focused, 0 where none is; the screen says."""
        raise NotImplementedError

    async def promise_kept(self) -> None:
        """They got what they were promised."""
        from tui.screens.promising import keep

        await keep(self.milepost, self.focused_promise(), self.load)

    async def promise_later(self) -> None:
        """Give it another day."""
        from tui.screens.promising import later

        await later(self.milepost, self.focused_promise(), self.load)

    async def promise_closed(self) -> None:
        """It will not be kept."""
        from tui.screens.promising import close

        await close(self.milepost, self.focused_promise(), self.load)
