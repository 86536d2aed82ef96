"""Going on with an attempt, from wherever it is found: its score sheet, or the console where it is played next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.workbook import calls

if TYPE_CHECKING:
    from tui.app import MilepostApp


async def go_on(app: MilepostApp, attempt: int) -> None:
    """Open the score sheet of an attempt, and over it the console where a call is under way or is to be played.

    Raises:
        WorkbookError: where the attempt is gone.
    """
    from tui.screens.score import ScoreScreen

    played = await app.read(calls.is_next, attempt)
    app.open_page(ScoreScreen(attempt))
    if played:
        from tui.screens.call import CallScreen

        app.open_page(CallScreen(attempt))
