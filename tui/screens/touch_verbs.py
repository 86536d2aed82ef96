"""The key that logs what came of a contact, on every screen with a person in focus; what it asks is in `touching`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from tui.commands import Command

if TYPE_CHECKING:
    from domain.workbook.touches import About


@dataclass(frozen=True, slots=True)
class Contacted:
    """Who was contacted, about what, and by which way."""

    person: int
    name: str
    about: About | None = None
    channel: str = ""
    """'' = the one that they wish."""


def _nobody(screen: Touching) -> str | None:
    return None if screen.contacted() is not None else "nobody is focused"


TOUCH = Command(
    id="person.touch",
    keys="C",
    do="touch",
    word="log contact",
    short="log",
    title="Log a contact",
    help="log a contact: reached, no answer, left word, replied, stop, a note",
    when=_nobody,
    opens=True,
)
"""Lists this in `VERBS` every screen that is `Touching`."""


class Touching:
    """Mixin for screens: `C` logs what came of a contact with the focused person. List `TOUCH` in `VERBS`."""

    def contacted(self) -> Contacted | None:
        """Return who is focused; the screen says."""
        raise NotImplementedError

    async def touch(self) -> None:
        """Ask what came of it."""
        if (whom := self.contacted()) is not None:
            from tui.screens.touching import offer

            await offer(self.milepost, whom, self.load)  # type: ignore[attr-defined]
