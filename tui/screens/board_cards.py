"""How cards and heads of the board are painted: columns of 12 cells, a focus bar before and a gap behind each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.terms import State
from tui.safe_text import board_name, cut, width
from tui.widgets.paint import Part, strip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.strip import Strip

    from domain.workbook.board import Card, Column
    from tui.look import Look
    from tui.safe_text import Pieces
    from tui.theme import Ink

CELLS, STEP = 12, 14
"""Cells of a column, and from one column to the next."""
EDGE = 1
"""Cells before the first column; its text starts one further on, behind the focus bar."""


def sign_parts(columns: Sequence[Column], left: int, seen: int, look: Look) -> list[Part]:
    """Return which milestones are out of sight at either side of the `seen` columns from `left` on."""
    before = ", ".join(column.short for column in columns[:left])
    after = ", ".join(column.short for column in columns[left + seen :])
    parts: list[Part] = []
    if before:
        parts.append((EDGE + 1, ((f"{'<' if look.ascii_only else '←'} {before}", "muted"),)))
    if after:
        line: Pieces = ((f"{after} {look.sign('way')}", "muted"),)
        parts.append((EDGE + 1 + seen * STEP - 2 - width(line), line))
    return parts


def head_parts(column: Column, look: Look, *, lit: bool) -> list[Part]:
    """Return the name of a column and how many stand there, which is never cut."""
    count = f"{column.people:,}"
    name = cut(column.short, CELLS - len(count) - 1, look.dots)
    return [(1, ((name, "bold accent" if lit else "bold"),)), (1 + CELLS - len(count), ((count, "muted"),))]


def rule_parts(look: Look, *, lit: bool) -> list[Part]:
    """Return the rule below the name of a column."""
    return [(1, ((look.sign("ahead") * CELLS, "accent" if lit else "rule"),))]


def card_strip(card: Card, look: Look, ink: Ink, here: bool, lit: bool) -> Strip:
    """Return one card; `here` has the focus of the board, and with `lit` that of the screen."""
    tone = "cursor" if here and lit else "mark" if here else "ground"
    age = age_pieces(card, look)
    surname = "" if look.hide_names else card.surname
    name = board_name(look.name(card.name), surname, CELLS - 1 - width(age), look.dots)
    parts: list[Part] = [(0, (look.glyph("focus"),))] if here and lit else []
    parts += [(1, ((name, "bold" if here else ""),)), (1 + CELLS - width(age), age)]
    return strip(STEP, parts, ink, tone)


def age_pieces(card: Card, look: Look) -> Pieces:
    """Return the number on a card: working days here, with its sign when late or on hold, or days until the retest."""
    if card.retest is not None:
        return ((str(card.opens_in), "muted"),) if card.opens_in else (look.glyph("here"),)
    if card.state is State.ON_HOLD:
        return (look.glyph("stopped"), (str(card.days), "stop"))
    if card.late:
        return (look.glyph("late"), (str(card.days), "due"))
    return ((str(card.days), "muted"),)
