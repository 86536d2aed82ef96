"""The keys that promise something, and keep, move or close a promise, on every screen that lists people.

What they ask is in `promising`, which is imported at the first of these keys.
"""

from __future__ import annotations

from domain.model.lazily import dataclass
from tui.commands import Command


@dataclass(frozen=True, slots=True)
class Promised:
    """The person that a promise is for."""

    person: int
    name: str


def _nobody(screen: Promising) -> str | None:
    return None if screen.promised_to() is not None else "nobody is focused"


def _no_promise(screen: PromiseVerbs) -> str | None:
    return None if screen.focused_promise() else "this is no promise"


PROMISE = Command(
    id="person.promise",
    keys="t",
    do="promise",
    word="promise",
    title="Promise something",
    help="promise them something by a day",
    when=_nobody,
    opens=True,
)
"""Lists this in `VERBS` every screen that is `Promising`."""

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


class Promising:
    """Mixin for screens: `t` promises the focused person something. List `PROMISE` in `VERBS`."""

    def promised_to(self) -> Promised | None:
        """Return who is focused; the screen says."""
        raise NotImplementedError

    async def promise(self) -> None:
        """Ask what and by when."""
        if (whom := self.promised_to()) is not None:
            from tui.screens.promising import offer

            await offer(self.milepost, whom, self.load)  # type: ignore[attr-defined]


class PromiseVerbs(Promising):
    """Mixin for screens that list promises: `d` done, `l` later, `D` closed. List all four commands in `VERBS`."""

    def focused_promise(self) -> int:
        """Return the id of the promise that is focused, 0 where none is; the screen says."""
        raise NotImplementedError

    async def promise_kept(self) -> None:
        """They got what they were promised."""
        from tui.screens.promising import keep

        await keep(self.milepost, self.focused_promise(), self.load)  # type: ignore[attr-defined]

    async def promise_later(self) -> None:
        """Give it another day."""
        from tui.screens.promising import later

        await later(self.milepost, self.focused_promise(), self.load)  # type: ignore[attr-defined]

    async def promise_closed(self) -> None:
        """It will not be kept."""
        from tui.screens.promising import close

        await close(self.milepost, self.focused_promise(), self.load)  # type: ignore[attr-defined]
