"""What the candidate's screen is made of: rows in a block of 72 columns, and the signs of the large clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.safe_text import wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.look import Look
    from tui.safe_text import Piece, Pieces
    from tui.widgets.paint import Part

BLOCK = 72
"""Columns of the block in the middle."""
TALL = 30
"""Rows from which the clock is large."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the block: parts at columns from its left end on, and its tone."""

    parts: tuple[Part, ...] = ()
    tone: str = "ground"


GAP = Row()


def said(words: str, role: str = "", at: int = 0, cells: int = BLOCK) -> list[Row]:
    """A paragraph, wrapped."""
    return [Row(((at, ((line, role),)),)) for line in wrap(words, cells - at)]


def pieces(found: Pieces, at: int = 0, tone: str = "ground") -> Row:
    """One row of pieces."""
    return Row(((at, found),), tone)


def marked(look: Look, key: str, word: str) -> Pieces:
    """A key with what it does."""
    return ((look.keys(key), "bold accent"), (f" {word}", "muted"))


def keys(look: Look, *shown: tuple[str, str]) -> Pieces:
    """Keys with what they do, side by side."""
    found: list[tuple[str, str]] = []
    for key, word in shown:
        if found:
            found.append(("   ", ""))
        found += marked(look, key, word)
    return tuple(found)


def option_rows(number: int, words: str, chosen: bool, here: bool) -> list[Row]:
    """One of several to choose from, by its digit; marked where ``chosen``, under the bar where it is ``here``."""
    digit: Piece = (f" {number + 1} " if number < 9 else "   ", "bold filled" if chosen else "bold accent")
    rows = []
    for n, line in enumerate(wrap(words, BLOCK - 6)):
        parts: list[Part] = [(0, (digit,))] if n == 0 else []
        parts.append((5, ((line, "bold" if chosen else ""),)))
        rows.append(Row(tuple(parts), "cursor" if here else "ground"))
    return rows


_DIGITS = {
    "0": ("███", "█ █", "█ █", "█ █", "███"),
    "1": (" █ ", "██ ", " █ ", " █ ", "███"),
    "2": ("███", "  █", "███", "█  ", "███"),
    "3": ("███", "  █", "███", "  █", "███"),
    "4": ("█ █", "█ █", "███", "  █", "  █"),
    "5": ("███", "█  ", "███", "  █", "███"),
    "6": ("███", "█  ", "███", "█ █", "███"),
    "7": ("███", "  █", "  █", "  █", "  █"),
    "8": ("███", "█ █", "███", "█ █", "███"),
    "9": ("███", "█ █", "███", "  █", "███"),
    ":": ("   ", " █ ", "   ", " █ ", "   "),
}


def clock_text(milliseconds: int) -> str:
    """'1:42'; a second that has begun counts whole, so that 0:00 is the end."""
    seconds = -(-max(0, milliseconds) // 1000)
    return f"{seconds // 60}:{seconds % 60:02}"


def large(text: str, ascii_only: bool) -> list[str]:
    """A clock of filled cells, five rows high."""
    cell = "#" if ascii_only else "█"
    rows = []
    for y in range(5):
        line = "  ".join(_DIGITS[sign][y].replace("█", "██").replace(" ", "  ") for sign in text)
        rows.append(line.replace("█", cell))
    return rows


def beside(left: Sequence[str], right: Sequence[tuple[str, str]], at: int) -> list[Row]:
    """Two columns: a muted one of large signs, and words."""
    rows = []
    for y in range(max(len(left), len(right))):
        parts: list[Part] = []
        if y < len(left):
            parts.append((0, ((left[y], "muted"),)))
        if y < len(right) and right[y][0]:
            parts.append((at, (right[y],)))
        rows.append(Row(tuple(parts)))
    return rows
