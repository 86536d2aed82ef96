"""How the interview went for the person, as lines for us alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.workbook import their_case
from tui.lines import Line, heading, item, text

if TYPE_CHECKING:
    from domain.workbook.attempts import Sheet
    from tui.look import Look


def case_lines(look: Look, sheet: Sheet, *, with_points: bool = True) -> list[Line]:
    """Return how the interview went for the person, for us alone; nothing where nothing was noted."""
    lines: list[Line] = []
    if sheet.points and sheet.finished_at and with_points:
        made = len(sheet.made)
        glyph = "done" if made == len(sheet.points) else "open"
        lines.append(item(look, glyph, "Points made", f"{made} of {len(sheet.points)}"))
    for answer, yes, no in (
        (sheet.kit_asked, "All kit questions asked", "Not all kit questions asked"),
        (sheet.they_asked, "They asked a question", "They asked no question"),
    ):
        if answer:
            told = ("done", yes) if answer == their_case.YES else ("open", no)
            lines.append(item(look, *told))
    if sheet.chance:
        poor = their_case.poor_chance(sheet)
        lines.append(item(look, "late" if poor else "done", "Had the chance", f"{sheet.chance} of 5"))
    return lines


def case_block(look: Look, sheet: Sheet) -> list[Line]:
    """Return the same under a head, with what it means."""
    lines = case_lines(look, sheet)
    means = text("Counts for the interview, never for the score.", "muted")
    return [heading("Their case"), *lines, *means] if lines else []
