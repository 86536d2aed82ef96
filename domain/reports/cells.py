"""Text in terminal cells: how wide it is, and how it is wrapped and padded (a wide character takes two)."""

from __future__ import annotations

import unicodedata


def cells(text: str) -> int:
    """How many cells the text takes: 2 for wide and full-width characters, 0 for marks that sit on another."""
    return len(text) if text.isascii() else sum(map(_cell, text))


def _cell(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def pad(text: str, width: int, *, right: bool = False) -> str:
    """The text with spaces up to the width in cells; to its left where `right` is set, never cut."""
    gap = " " * max(0, width - cells(text))
    return gap + text if right else text + gap


def wrap(text: str, width: int, *, first: str = "", rest: str = "") -> list[str]:
    """Lines of at most `width` cells; `first` begins the first line and `rest` the others.

    Words that are wider than a line are broken, because a line that runs off the paper is lost.
    """
    lines: list[str] = []
    line, empty = first, True
    for word in text.split():
        glue = "" if empty else " "
        if not empty and cells(line) + 1 + cells(word) > width:
            lines.append(line)
            line, glue = rest, ""
        *full, word = _pieces(word, max(2, width - cells(line) - len(glue)))
        for piece in full:
            lines.append(line + glue + piece)
            line, glue = rest, ""
        line += glue + word
        empty = False
    return [*lines, line] if line.strip() else lines


def _pieces(word: str, width: int) -> list[str]:
    """The word cut into parts of at most `width` cells (2 or more); one part where it fits."""
    if cells(word) <= width:
        return [word]
    parts, part, used = [], "", 0
    for char in word:
        size = _cell(char)
        if used + size > width:
            parts.append(part)
            part, used = "", 0
        part += char
        used += size
    return [*parts, part]
