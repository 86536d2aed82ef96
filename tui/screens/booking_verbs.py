"""The key that books somebody into a slot, on every screen that lists people who are to come.

What it asks is in `booking`, which is imported at the first of these keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands import Command

if TYPE_CHECKING:
    from tui.screens.promise_verbs import Promised


def _nobody(screen: Booking) -> str | None:
    return None if screen.promised_to() is not None else "nobody is focused"


BOOK = Command(
    id="person.book",
    keys="b",
    do="book_slot",
    title="Book a slot",
    help="book them into a slot for where they stand, or move the one they have",
    when=_nobody,
    opens=True,
)
"""Lists this in `VERBS` every screen that is `Booking`."""


class Booking:
    """Mixin for screens: `b` books the focused person. List `BOOK` in `VERBS`."""

    def promised_to(self) -> Promised | None:
        """Return who is focused; the screen says."""
        raise NotImplementedError

    async def book_slot(self) -> None:
        """Ask for the day and the hour."""
        if (whom := self.promised_to()) is not None:
            from tui.screens.booking import offer

            await offer(self.milepost, whom, self.load)  # type: ignore[attr-defined]
