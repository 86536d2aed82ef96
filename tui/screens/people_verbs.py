"""What can be done in People, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands import Command

if TYPE_CHECKING:
    from tui.screens.people import PeopleScreen


def _no_list(screen: PeopleScreen) -> str | None:
    return None if screen.everybody or screen.unread else "the workbook is empty"


def _nobody(screen: PeopleScreen) -> str | None:
    return None if screen.row is not None else "nobody is in sight"


def _on_none(screen: PeopleScreen) -> str | None:
    if screen.row is None:
        return "nobody is in sight"
    return None if screen.row.opening else "on no opening yet"


def _on_one(screen: PeopleScreen) -> str | None:
    if screen.row is None:
        return "nobody is in sight"
    return "on an opening already" if screen.row.opening else None


PEOPLE_VERBS: tuple[Command, ...] = (
    Command(
        id="people.open",
        keys="",
        do="open_current",
        shown="Enter",
        word="open",
        title="Open the person",
        help="the person's page",
        when=_nobody,
    ),
    Command(id="people.mark", keys="", do="mark", shown="Space", word="mark", help="mark", when=_nobody),
    Command(
        id="people.filter",
        keys="/",
        do="filter",
        word="filter",
        title="Filter",
        help="filter by typing",
        when=_no_list,
    ),
    Command(
        id="people.sort",
        keys="s",
        do="sort",
        word="sort",
        title="Sort",
        help="sort; the same again turns it round",
        when=_no_list,
    ),
    Command(
        id="people.slip",
        keys="f",
        do="slip",
        word="slip",
        title="Slip",
        help="their slip that is not delivered yet",
        when=_nobody,
        opens=True,
    ),
    Command(
        id="people.move",
        keys="r",
        do="move",
        word="move",
        title="Move to another opening",
        help="move, valid scores go along",
        when=_on_none,
        opens=True,
    ),
    Command(
        id="people.contact",
        keys="c",
        do="contact",
        word="contact",
        title="Contact",
        help="how and when to reach them",
        when=_nobody,
    ),
    Command(
        id="people.opening",
        keys="o O",
        do="opening",
        title="Put on an opening",
        help="put them on an opening",
        when=_on_one,
        opens=True,
    ),
    Command(
        id="people.journey",
        keys="J",
        do="journey",
        title="Journey report",
        help="journey report, of the marked or the focused",
        when=_nobody,
    ),
)
