"""What can be done in Follow-up, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.workbook.follow_up import Kind
from tui.commands import Command
from tui.screens.focused_verbs import CAME_BACK, MESSAGE, PROMISE, TOUCH
from tui.screens.promise_verbs import CLOSE

if TYPE_CHECKING:
    from tui.screens.follow_up import FollowUpScreen

SETTLED = frozenset({Kind.REPLY, Kind.TOUCH})
"""Kinds that are done by saying so, as a promise is."""


def _nobody(screen: FollowUpScreen) -> str | None:
    return None if screen.row is not None else "nothing is due"


def _not_to_settle(screen: FollowUpScreen) -> str | None:
    if screen.row is None:
        return "nothing is due"
    return None if screen.row.kind in (Kind.PROMISE, *SETTLED) else "open it to do it"


FOLLOW_UP_VERBS: tuple[Command, ...] = (
    Command(
        id="follow_up.open",
        keys="",
        do="open_current",
        shown="Enter",
        word="open",
        title="Open what is focused",
        help="open the slip, the score sheet or the person",
        when=_nobody,
    ),
    TOUCH,
    MESSAGE,
    CAME_BACK,
    Command(
        id="follow_up.done",
        keys="d",
        do="done",
        word="done",
        title="Done",
        help="the promise is kept, the note answered, the try made",
        when=_not_to_settle,
    ),
    Command(
        id="follow_up.later",
        keys="l",
        do="later",
        word="later",
        title="Put it off",
        help="put it off to a day, with the reason",
        when=_nobody,
        opens=True,
    ),
    Command(
        id="follow_up.contact",
        keys="c",
        do="contact",
        word="contact",
        title="Contact",
        help="how and when to reach them",
        when=_nobody,
    ),
    Command(
        id="follow_up.slip",
        keys="f",
        do="slip",
        word="slip",
        title="Slip",
        help="their slip that is open",
        when=_nobody,
        opens=True,
    ),
    PROMISE,
    CLOSE,
)
