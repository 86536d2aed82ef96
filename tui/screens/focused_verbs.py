"""What the keys of a screen do with the person in focus: promise something, book a slot, log a contact, write.

What they ask is in `promising`, `booking`, `touching` and `messaging`, each imported at the first of its keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from domain.model.lazily import dataclass
from tui.commands import Command
from tui.screens.place import Page

if TYPE_CHECKING:
    from domain.workbook.touches import About
    from tui.places import Milepost


@dataclass(frozen=True, slots=True)
class InFocus:
    """Who is in focus, and about what they are contacted."""

    person: int
    name: str
    about: About | None = None
    """What is due, where the screen lists that."""
    channel: str = ""
    """Whose turn it is; '' = the one that they wish."""


def _nobody(screen: FocusedVerbs) -> str | None:
    return None if screen.whom() is not None else "nobody is focused"


def _not_asked_here(screen: FocusedVerbs) -> str | None:
    if cast("Milepost", screen.milepost).config.site.fairness is None:
        return "this site does not look at fairness"
    return _nobody(screen)


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

BOOK = Command(
    id="person.book",
    keys="b",
    do="book_slot",
    title="Book a slot",
    help="book them into a slot for where they stand, or move the one they have",
    when=_nobody,
    opens=True,
)

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

CAME_BACK = Command(
    id="person.mail_back",
    keys="",
    do="mail_back",
    title="Their e-mail came back",
    help="note that the last message by e-mail came back",
    when=_nobody,
    opens=True,
)

FREELY = Command(
    id="person.freely",
    keys="",
    do="freely",
    title="Free questions",
    help="hand them the keyboard for the free questions of a site that looks at fairness; you see no answer",
    when=_not_asked_here,
    opens=True,
)


class FocusedVerbs(Page):
    """A page with a person in focus; it lists in `VERBS` which of these keys it has."""

    def whom(self) -> InFocus | None:
        """Return who is focused; the screen says."""
        raise NotImplementedError

    async def promise(self) -> None:
        """Ask what and by when."""
        if (whom := self.whom()) is not None:
            from tui.screens.promising import offer

            await offer(self.milepost, whom, self.load)

    async def book_slot(self) -> None:
        """Ask for the day and the hour."""
        if (whom := self.whom()) is not None:
            from tui.screens.booking import offer

            await offer(self.milepost, whom, self.load)

    async def touch(self) -> None:
        """Ask what came of a contact."""
        if (whom := self.whom()) is not None:
            from tui.screens.touching import offer

            await offer(self.milepost, whom, self.load)

    async def message(self) -> None:
        """Ask what the message is about."""
        if (whom := self.whom()) is not None:
            from tui.screens.messaging import offer

            await offer(self.milepost, whom, self.load)

    async def mail_back(self) -> None:
        """Ask what came back of the last message that was mailed to them."""
        if (whom := self.whom()) is not None:
            from tui.screens.messaging import came_back

            await came_back(self.milepost, whom, self.load)

    async def freely(self) -> None:
        """Hand them the keyboard for the free questions."""
        if (whom := self.whom()) is not None:
            from tui.kiosk.handing import offer_free

            await offer_free(cast("Milepost", self.milepost), whom.person, self.milepost.look.name(whom.name))
