"""The applications of a person: opening, road and state of each, who ended it and why, and where it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.workbook.history_words import ENDERS
from tui.lines import GAP, Line
from tui.safe_text import cut, pad, wrap
from tui.screens import person_parts as parts
from tui.screens import person_words as words

if TYPE_CHECKING:
    from datetime import datetime

    from domain.workbook.applications import ApplicationRow
    from domain.workbook.journeys import Page
    from tui.look import Look
    from tui.safe_text import Pieces

OPENING, ROAD, STATE, CELLS = 38, 12, 14, 72
"""Cells of the columns with the gap behind each; the date ends at the last cell."""


def application_lines(look: Look, page: Page, now: datetime) -> list[Line]:
    """Return a block for each application, the newest first; the one that lists show is said to be it."""
    heads = (("Opening", OPENING), ("Road", ROAD), ("State", STATE))
    lines = [Line(tuple((pad(word, cells), "muted") for word, cells in heads), (("Since", "muted"),))]
    names = {row.id: row.opening_name for row in page.applications}
    shown = page.application.id if page.application is not None and len(page.applications) > 1 else 0
    for row in page.applications:
        lines += [_row(look, row, now), *_facts(look, page, row, now, names, shown), GAP]
    return lines[:-1] if page.applications else []


def _row(look: Look, row: ApplicationRow, now: datetime) -> Line:
    opening = pad(cut(row.opening_name, OPENING - 2, look.dots), OPENING)
    over = words.is_over(row.state)
    road: Pieces = look.road(row.road)
    state = words.state_pieces(row.state, look)
    left = ((opening, ""), *road, ("  ", ""), *state)
    if over:
        left = tuple((part, "muted") for part, _ in left)
    right = ((words.day_words(row.since, now), "muted"),)
    return Line(left, right, id=f"{parts.APPLICATION}{row.id}", name=0)


def _facts(look: Look, page: Page, row: ApplicationRow, now: datetime, names: dict[int, str], shown: int) -> list[Line]:
    short = parts.short_of(page, row.milestone)
    said = [f"Applied {words.day_words(row.at, now)}", *([] if row.ended_at else [f"stands at {short}"])]
    if row.moved_from:
        said.append(f"moved from {names.get(row.moved_from, 'another opening')}")
    if row.id == shown:
        said.append("shown in lists")
    facts = [f"{', '.join(said)}."]
    if row.ended_at:
        by = ENDERS.get(row.ended_by, row.ended_by)
        why = f": {row.reason}" if row.reason else ", no reason given"
        facts.append(f"Ended {words.day_words(row.ended_at, now)} at {short}{f' by {by}' if by else ''}{why}.")
    return [Line(((line, "muted"),), at=2) for fact in facts for line in wrap(fact, CELLS - 2)]


def ending_words(row: ApplicationRow, now: datetime) -> str:
    """Return how an application stands in one sentence, with the reason where one was given."""
    _, _, full = words.STATES[row.state]
    since = words.day_words(row.since, now)
    tail = f": {row.reason}" if row.reason else ""
    return f"{row.opening_name}: {full} on {since}{tail}."
