"""The page of the gallery that is in front, as its tests see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.widgets.bars import FooterBar, NoticeRow
from tui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.tui.gallery import Visit
    from tui.widgets.line_view import LineView
    from tui.widgets.paint import OneLine


async def ready(pilot: Pilot[None]) -> None:
    """Wait until nothing is on its way: workers done, messages handled, rows painted."""
    for _ in range(3):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()


def painted(widget: OneLine | LineView | RecordTable[Any], y: int = 0) -> str:
    """Return a painted line of a widget as text."""
    return widget.render_line(y).text.rstrip()


def table(pilot: Pilot[None]) -> RecordTable[Visit]:
    """Return the list in front."""
    return pilot.app.screen.query_one(RecordTable)


def said(pilot: Pilot[None]) -> str:
    """Return the notice row of the page in front as text."""
    return painted(pilot.app.screen.query_one(NoticeRow)).strip()


def footer(pilot: Pilot[None]) -> str:
    """Return the footer in front as text."""
    return painted(pilot.app.screen.query_one(FooterBar))
