"""What can be done in People, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands import Command

if TYPE_CHECKING:
    from tui.screens.people import PeopleScreen


def _no_list(screen: PeopleScreen) -> str | None:
    return None if screen.frame.everybody or screen.unread else "the workbook is empty"


def _unlisted(screen: PeopleScreen) -> str | None:
    return None if screen.table.ids else "nobody is in sight"


def _nobody(screen: PeopleScreen) -> str | None:
    return None if screen.row is not None else "nobody is in sight"


def _nobody_chosen(screen: PeopleScreen) -> str | None:
    return None if screen.table.marks or screen.row is not None else "nobody is in sight"


def _immovable(screen: PeopleScreen) -> str | None:
    if screen.table.marks:
        return None
    return _nobody(screen) or (None if screen.row and screen.row.opening else "on no opening yet")


def _not_on_any(screen: PeopleScreen) -> str | None:
    if screen.table.marks:
        return None
    if (row := screen.row) is None:
        return "nobody is in sight"
    if not row.opening:
        return "on no opening yet"
    return None


def _on_one(screen: PeopleScreen) -> str | None:
    if screen.row is None:
        return "nobody is in sight"
    return "on an opening already" if screen.row.opening else None


def _untagged(screen: PeopleScreen) -> str | None:
    if screen.table.marks:
        return None
    return _nobody(screen) or (None if screen.row and screen.row.tags else "no tags")


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
        help="filter by words and fields",
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
        id="people.views",
        keys="v",
        do="views",
        word="views",
        title="Views",
        help="saved views: open, save, rename, replace, delete",
        when=_no_list,
        opens=True,
    ),
    Command(
        id="people.slip",
        keys="f",
        do="slip",
        word="slip",
        title="Slip",
        help="their slip that is not given yet; of the marked, deliver",
        when=_nobody_chosen,
        opens=True,
    ),
    Command(
        id="people.move",
        keys="r",
        do="move",
        word="move",
        title="Move to another opening",
        help="move, valid scores go along; the marked as well",
        when=_immovable,
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
        id="people.end",
        keys="W",
        do="end",
        title="Withdrew, or another ending",
        help="end the application, of the marked or the focused",
        when=_not_on_any,
    ),
    Command(
        id="people.tag",
        keys="#",
        do="tag",
        title="Tag",
        help="tag the marked or the focused",
        when=_nobody_chosen,
    ),
    Command(
        id="people.untag",
        keys="-",
        do="untag",
        title="Take tags off",
        help="take tags off the marked or the focused",
        when=_untagged,
    ),
    Command(
        id="people.assign",
        keys="a",
        do="assign",
        title="Who looks after them",
        help="who looks after the marked or the focused",
        when=_nobody_chosen,
        opens=True,
    ),
    Command(
        id="people.export",
        keys="x",
        do="export",
        title="Export people",
        help="write the marked or the focused as a table",
        when=_nobody_chosen,
    ),
    Command(
        id="people.journey",
        keys="J",
        do="journey",
        title="Journey report",
        help="journey report, of the marked or the focused",
        when=_nobody_chosen,
    ),
    Command(
        id="people.mark_all",
        keys="*",
        do="mark_all",
        title="Mark all that match",
        help="mark all that match",
        when=_unlisted,
    ),
    Command(
        id="people.marks",
        keys="+",
        do="mark_many",
        title="Mark many",
        help="mark all that match, a range, or nobody",
        when=_unlisted,
    ),
)
