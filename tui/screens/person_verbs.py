"""What can be done on the person page, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.terms import MilestoneId
from tui.commands import Command
from tui.screens.focused_verbs import BOOK, CAME_BACK, FREELY, MESSAGE, PROMISE, TOUCH

if TYPE_CHECKING:
    from tui.screens.person_view import PersonView


def _no_application(screen: PersonView) -> str | None:
    return None if screen.application is not None else "on no opening yet"


def _not_running(screen: PersonView) -> str | None:
    if screen.application is None:
        return "on no opening yet"
    return "the application has ended" if screen.application.ended_at else None


def _running(screen: PersonView) -> str | None:
    return None if _not_running(screen) else "on an opening already"


def _kept_nowhere(screen: PersonView) -> str | None:
    if screen.found is not None and screen.found.pool is not None:
        return None
    return None if _not_running(screen) else "on an opening; the pool is for who is on none"


def _no_slip(screen: PersonView) -> str | None:
    return None if screen.found is None or any(slip.id for slip in screen.found.slips) else "none yet"


def _no_offer(screen: PersonView) -> str | None:
    if screen.application is None:
        return "on no opening yet"
    return None if screen.application.milestone is MilestoneId.OFFER else "not at the job offer yet"


def _not_halved(screen: PersonView) -> str | None:
    practice = screen.found.practice if screen.found is not None else None
    if practice is None:
        return "they wait for no retake"
    return practice.why_not or None


PERSON_VERBS: tuple[Command, ...] = (
    Command(
        id="person.open",
        keys="",
        do="open_focused",
        shown="Enter",
        word="open",
        title="Open what is focused",
        help="start the attempt, look back on it, open the slip, what an act changed",
        opens=True,
    ),
    Command(
        id="person.slip",
        keys="f",
        do="slip",
        word="slip",
        title="Slip",
        help="the slip in focus, else the newest",
        when=_no_slip,
        opens=True,
    ),
    Command(
        id="person.contact",
        keys="c",
        do="contact",
        word="contact",
        title="Contact",
        help="how and when to reach them",
    ),
    Command(
        id="person.move",
        keys="r",
        do="move",
        word="move",
        title="Move to another opening",
        help="move, valid scores go along",
        when=_no_application,
        opens=True,
    ),
    Command(
        id="person.journey",
        keys="J",
        do="journey",
        word="journey",
        title="Journey report",
        help="journey report, in the format you choose",
    ),
    Command(
        id="person.handover",
        keys="h",
        do="handover",
        title="Handover to the final interviewer",
        help="handover to the final interviewer, private",
        when=_no_application,
    ),
    Command(
        id="person.offer",
        keys="Y",
        do="offer",
        title="Job offer",
        help="the offer: terms, papers, their answer, the start",
        when=_no_offer,
        opens=True,
    ),
    Command(
        id="person.ladder",
        keys="A",
        do="ladder",
        title="Ladder: level, evidence, ladder file",
        help="the career ladder: their level, what the next one asks for, their ladder file",
        opens=True,
    ),
    Command(
        id="person.correct",
        keys="e",
        do="correct",
        word="correct",
        title="Correct name or contact",
        help="correct name, contact, points, note",
    ),
    Command(
        id="person.no_show",
        keys="x",
        do="no_show",
        title="No-show",
        help="they did not come; the slip says how to come back",
        when=_not_running,
    ),
    Command(
        id="person.end",
        keys="W",
        do="end",
        title="End the application",
        help="they withdrew, or it ended otherwise",
        when=_not_running,
    ),
    Command(
        id="person.opening",
        keys="O",
        do="opening",
        title="Put on an opening",
        help="put them on an opening",
        when=_running,
        opens=True,
    ),
    Command(
        id="person.pool",
        keys="P",
        do="pool",
        title="Keep in the pool, renew, let go",
        help="keep them for another opening; renew them, or let them go",
        when=_kept_nowhere,
        opens=True,
    ),
    Command(
        id="person.merge",
        keys="M",
        do="merge",
        title="Put two entries together",
        help="the same person was entered twice: put the entries together",
    ),
    Command(
        id="person.add_test",
        keys="T",
        do="add_test",
        title="Add an account test",
        help="add an account test to the route",
        when=_not_running,
    ),
    Command(
        id="person.practised",
        keys="l",
        do="practised",
        title="Practised today",
        help="note today in their drill log; enough days may halve the wait",
        opens=True,
    ),
    Command(
        id="person.halve",
        keys="L",
        do="halve",
        title="Halve the wait for the retake",
        help="halve the wait for the retake, once the drill log is full",
        when=_not_halved,
        opens=True,
    ),
    Command(
        id="person.hold",
        keys="d",
        do="hold",
        title="What do we hold",
        help="one file with everything that is held of them, for them to read",
        opens=True,
    ),
    Command(
        id="person.rights",
        keys="D",
        do="rights",
        title="Their rights: show, correct, stop, erase",
        help="what they may ask: see, correct, stop, erase; duties to keep",
        opens=True,
    ),
    PROMISE,
    BOOK,
    TOUCH,
    MESSAGE,
    CAME_BACK,
    FREELY,
)
