"""What can be done on the board, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.terms import VisitState
from tui.commands import Command
from tui.screens.focused_verbs import BOOK

if TYPE_CHECKING:
    from tui.screens.board import BoardScreen


def _nobody(screen: BoardScreen) -> str | None:
    return None if screen.card is not None else "nobody stands here"


def _no_opening(screen: BoardScreen) -> str | None:
    return None if screen.found is not None or screen.any_closed else "there is no opening yet"


def _here(screen: BoardScreen) -> str | None:
    if screen.card is None:
        return "nobody stands here"
    return "they are here already" if screen.card.visit in (VisitState.WAITING, VisitState.UNDERWAY) else None


BOARD_VERBS: tuple[Command, ...] = (
    Command(
        id="board.open",
        keys="",
        do="open_current",
        shown="Enter",
        word="open",
        title="Open the person",
        help="the person's page",
        when=_nobody,
    ),
    Command(
        id="board.passed",
        keys="p",
        do="passed",
        word="passed",
        title="Passed: next milestone",
        help="passed, slip drafted; opens the score sheet while it is not complete",
        when=_nobody,
        opens=True,
    ),
    Command(
        id="board.not_yet",
        keys="n",
        do="not_yet",
        word="not yet",
        title="Not yet",
        help="not yet, slip drafted; opens the score sheet while it is not complete",
        when=_nobody,
        opens=True,
    ),
    Command(
        id="board.move",
        keys="r",
        do="move",
        word="move",
        title="Move to another opening",
        help="move, valid scores go along",
        when=_nobody,
        opens=True,
    ),
    Command(
        id="board.slip",
        keys="f",
        do="slip",
        word="slip",
        title="Slip",
        help="their slip that is open",
        when=_nobody,
        opens=True,
    ),
    Command(
        id="board.other",
        keys="o v",
        do="other_opening",
        word="other opening",
        short="opening",
        title="Show another opening",
        help="another opening, by its digit or letter",
        when=_no_opening,
        opens=True,
    ),
    Command(
        id="board.arrived",
        keys="a",
        do="arrived",
        title="Arrived",
        help="they are here: a number, and the wait begins",
        when=_here,
    ),
    Command(
        id="board.no_show",
        keys="x",
        do="no_show",
        title="No-show",
        help="they did not come; the slip says how to come back",
        when=_nobody,
    ),
    Command(
        id="board.contact",
        keys="c",
        do="contact",
        title="Contact",
        help="how and when to reach them",
        when=_nobody,
    ),
    Command(
        id="board.journey",
        keys="J",
        do="journey_report",
        title="Journey report",
        help="journey report",
        when=_nobody,
    ),
    BOOK,
)
