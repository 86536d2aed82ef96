"""The program as it is delivered: the app over a workbook, with its places."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from domain.model.errors import NotFound
from domain.workbook import history, slips
from domain.workbook.workbook import open_workbook
from tui.app import HeaderInfo, MilepostApp, Place, Ports
from tui.theme import DARK, LIGHT

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

    from domain.workbook import Workbook
    from tui.config import Config


def _queue() -> Screen[Any]:
    from tui.screens.queue import QueueScreen

    return QueueScreen()


def _people() -> Screen[Any]:
    from tui.screens.people import PeopleScreen

    return PeopleScreen()


def _openings() -> Screen[Any]:
    from tui.screens.openings import OpeningsScreen

    return OpeningsScreen()


class Milepost(MilepostApp):
    """Queue, people and openings; the rest of the places come with their own work."""

    PLACES: ClassVar[tuple[Place, ...]] = (
        Place("q", "queue", "Queue", "who is here", _queue),
        Place("c", "people", "People", "everybody", _people),
        Place("o", "openings", "Openings", "classes and pass lines", _openings),
    )


def _undo(wb: Workbook) -> str | None:
    try:
        return _what(wb, history.undo(wb).undoes)
    except NotFound:
        return None


def _redo(wb: Workbook) -> str | None:
    try:
        return history.redo(wb).what
    except NotFound:
        return None


def _what(wb: Workbook, act: int) -> str:
    with wb.store.read() as tx:
        return str(tx.value("select what from act where id = :id", id=act))


def _header(wb: Workbook) -> HeaderInfo:
    return HeaderInfo(slips.owed_count(wb), wb.site.name)


def make_app(where: str, config: Config, clock: Callable[[], int] | None = None) -> Milepost:
    """The program over the workbook at a path or an address; `clock` gives milliseconds UTC (the real time if None)."""
    tz = config.site.tz()

    def now() -> datetime:
        return datetime.fromtimestamp(clock() / 1000, UTC).astimezone(tz) if clock else datetime.now(tz)

    ports: Ports[Workbook] = Ports(
        open=lambda: open_workbook(
            where, who=config.who, site=config.site, catalogue_folder=config.catalogue, clock=clock
        ),
        close=lambda wb: wb.close(),
        undo=_undo,
        redo=_redo,
        header=_header,
        now=now,
    )
    return Milepost(
        ports, theme=LIGHT if config.theme == "light" else DARK, ascii_only=config.ascii, keymap=config.keys
    )
