"""What can be done in Slips, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands import Command
from tui.screens.slips_outbox import uncorrectable, undelivered_yet, unmailed, wanted_already

if TYPE_CHECKING:
    from collections.abc import Callable

    from domain.workbook.slip_list import SlipLine
    from tui.screens.slips import SlipsScreen


def _none(screen: SlipsScreen) -> str | None:
    return None if screen.row is not None else "no slip is in sight"


def _empty(screen: SlipsScreen) -> str | None:
    return "there is no slip yet" if screen.empty and not screen.asked.words else None


def _nothing_written(screen: SlipsScreen) -> str | None:
    row = screen.row
    if row is None:
        return "no slip is in sight"
    return None if row.slip else "nothing drafted yet"


def _unwritable(screen: SlipsScreen) -> str | None:
    return None if screen.table.marks else _nothing_written(screen)


def _unless_marked(screen: SlipsScreen, why_not: Callable[[SlipLine | None], str | None]) -> str | None:
    return None if screen.table.marks else why_not(screen.row)


SLIPS_VERBS: tuple[Command, ...] = (
    Command(
        id="slips.open",
        keys="",
        do="open_current",
        shown="Enter",
        word="open",
        title="Open the slip",
        help="open the slip; where nothing is drafted, draft it",
        when=_none,
        opens=True,
    ),
    Command(
        id="slips.deliver",
        keys="f",
        do="deliver",
        word="deliver",
        title="Deliver slips",
        help="deliver the marked or the focused, after a list",
        when=lambda screen: screen.undeliverable(),
        opens=True,
    ),
    Command(id="slips.mark", keys="", do="mark", shown="Space", word="mark", help="mark", when=_none),
    Command(
        id="slips.preview",
        keys="p",
        do="preview",
        word="print view",
        short="print",
        title="Print view",
        help="the slip as it will be printed",
        when=_nothing_written,
        opens=True,
    ),
    Command(
        id="slips.export",
        keys="x",
        do="export",
        word="export",
        title="Export slips",
        help="write the marked or the focused as files",
        when=_unwritable,
    ),
    Command(id="slips.filter", keys="/", do="filter", word="filter", title="Filter", help="by name", when=_empty),
    Command(
        id="slips.confirm",
        keys="a",
        do="confirm",
        word="they have it",
        short="arrived",
        title="They have it",
        help="they said that they have it",
        when=lambda screen: _unless_marked(screen, undelivered_yet),
    ),
    Command(
        id="slips.by_hand",
        keys="m",
        do="by_hand",
        word="sent by hand",
        title="Sent by hand",
        help="copy the words, note them as sent by hand",
        when=lambda screen: screen.undeliverable(),
    ),
    Command(
        id="slips.not_wanted",
        keys="n",
        do="not_wanted",
        word="not wanted",
        title="Not wanted",
        help="they do not want it",
        when=lambda screen: _unless_marked(screen, wanted_already),
    ),
    Command(
        id="slips.correct",
        keys="e",
        do="correct",
        word="correct",
        title="Correct a slip that was given",
        help="a new slip in place of one that was given",
        when=lambda screen: uncorrectable(screen.row),
        opens=True,
    ),
    Command(
        id="slips.came_back",
        keys="b",
        do="came_back",
        title="The e-mail came back",
        help="the e-mail came back; the slip is owed again",
        when=lambda screen: unmailed(screen.row),
    ),
    Command(id="slips.sort", keys="s", do="sort", title="Sort", help="sort", when=_empty),
    Command(
        id="slips.marks",
        keys="+",
        do="mark_many",
        title="Mark many",
        help="mark all that match, all that are ready, or a range",
        when=_none,
    ),
    Command(id="slips.person", keys="c", do="person", title="Person", help="the person's page", when=_none),
)
