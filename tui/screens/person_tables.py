"""The lists of the person page that are tables: attempts and slips, each with its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.model.terms import Result, SlipState
from tui.results import RESULTS
from tui.screens import person_words as words
from tui.widgets.record_table import RecordTable
from tui.widgets.tracks import Track

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date, datetime

    from domain.workbook.journeys import AttemptRow
    from domain.workbook.slips import SlipRow
    from tui.look import Look
    from tui.safe_text import Pieces

SLIP_STATES = {
    "owed": ("open", "owed"),
    SlipState.DRAFT: ("unfinished", "draft"),
    SlipState.LEAVING: ("unfinished", "leaving"),
    SlipState.SENDING: ("unfinished", "sending"),
    SlipState.FAILED: ("no_show", "failed"),
    SlipState.HANDED_OVER: ("way", "handed"),
    SlipState.SENT: ("way", "sent"),
    SlipState.CONFIRMED: ("done", "confirmed"),
    SlipState.NOT_WANTED: ("not_needed", "unwanted"),
}
"""Stored state of a slip -> glyph and word, of at most 9 cells."""


class RowsTable(RecordTable[Any]):
    """A short list whose rows are all here already."""

    def __init__(self, tracks: Sequence[Track[Any]], key: Callable[[Any], int], **options: Any) -> None:
        """Show ``tracks``; ``key`` gives the id of a row."""
        super().__init__(tracks, self._held, **options)
        self.key = key
        self.held: dict[int, Any] = {}

    async def _held(self, ids: Sequence[int]) -> Sequence[Any]:
        return [self.held.get(row_id) for row_id in ids]

    def show_rows(self, rows: Iterable[Any]) -> None:
        """Show other rows; the focus stays where it is as far as it can."""
        self.held = {self.key(row): row for row in rows}
        self.set_ids(list(self.held))

    @property
    def chosen(self) -> Any:
        """The focused row, or ``None``."""
        return self.held.get(self.current) if self.current is not None else None


def result_pieces(result: str, look: Look) -> Pieces:
    """Return glyph and word of a stored result."""
    glyph, word = RESULTS[Result(result)]
    return look.state(glyph, word)


def slip_pieces(state: str, look: Look) -> Pieces:
    """Return glyph and word of a slip's state; nothing while there is none to be."""
    if state not in SLIP_STATES:
        return ()
    glyph, word = SLIP_STATES[state]
    return look.state(glyph, word)


def attempts_table(now: Callable[[], datetime], opens: Callable[[], date | None]) -> RowsTable:
    """The attempts, the one to start first; ``opens`` is the day from which that is possible."""

    def waiting() -> bool:
        day = opens()
        return day is not None and day > now().date()

    def result(row: AttemptRow, look: Look) -> Pieces:
        if row.result is not None:
            return result_pieces(row.result, look)
        if row.id:
            return look.state("unfinished", "open")
        return look.state("way" if waiting() else "here", "to start")

    def day(row: AttemptRow, _look: Look) -> str:
        if row.id:
            return words.day_words(row.at, now())
        from_day = opens()
        return words.day_to_come(from_day, now().date()) if from_day is not None and waiting() else "today"

    tracks: tuple[Track[AttemptRow], ...] = (
        Track("milestone", "Milestone", 11, lambda row, _look: row.short, name=True),
        Track("number", "Attempt", 7, lambda row, _look: str(row.number), right=True),
        Track("result", "Result", 12, result, gap=3),
        Track("slip", "Slip", 15, lambda row, look: slip_pieces(row.slip_state, look)),
        Track("by", "By", 10, lambda row, _look: row.who, style="muted"),
        Track("date", "Date", 6, day, right=True, style="muted"),
    )
    return RowsTable(tracks, lambda row: int(row.id), id="attempts")


def slips_table(now: Callable[[], datetime], short: Callable[[str], str]) -> RowsTable:
    """The slips, those that are owed included; ``short`` names a milestone."""
    tracks: tuple[Track[SlipRow], ...] = (
        Track("milestone", "Milestone", 11, lambda row, _look: short(row.milestone), name=True),
        Track("number", "Attempt", 7, lambda row, _look: str(row.number), right=True),
        Track("result", "Result", 12, lambda row, look: result_pieces(row.result, look), gap=3),
        Track("slip", "Slip", 15, lambda row, look: slip_pieces(row.state, look)),
        Track("by", "By", 10, lambda row, _look: row.by, style="muted"),
        Track("date", "Date", 6, lambda row, _look: words.day_words(row.since, now()), right=True, style="muted"),
    )
    return RowsTable(tracks, lambda row: int(row.attempt), id="slips")
