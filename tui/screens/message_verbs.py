"""The key that writes a short message, on every screen with a person in focus; what it asks is in `messaging`."""

from __future__ import annotations

from tui.commands import Command
from tui.screens.touch_verbs import Touching


def _nobody(screen: Messaging) -> str | None:
    return None if screen.contacted() is not None else "nobody is focused"


MESSAGE = Command(
    id="person.message",
    keys="m",
    do="message",
    word="message",
    title="Write a message",
    help="a short message, filled in: copy it, draft a mail, or say it on the phone",
    when=_nobody,
    opens=True,
)
"""Lists this in `VERBS` every screen that is `Messaging`."""


class Messaging(Touching):
    """Mixin for screens: `m` writes to the focused person. List `MESSAGE` in `VERBS`."""

    async def message(self) -> None:
        """Ask what the message is about."""
        if (whom := self.contacted()) is not None:
            from tui.screens.messaging import offer

            await offer(self.milepost, whom, self.load)  # type: ignore[attr-defined]
