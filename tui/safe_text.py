"""The one door through which data becomes something that is painted.

Textual reads a plain ``str`` as markup: ``[/]`` in a name crashes the program and ``[@click=...]`` runs an action. So
screens hand on *pieces*, pairs of text and style words, and this module turns them into ``Content`` or segments.
Style words: ``bold``, ``underline`` and one of the roles of the theme, ``muted``, ``accent``, ``due``, ``stop``,
``rule`` or ``filled`` (a chosen cell); no word at all is plain text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.segment import Segment
from textual.content import Content
from textual.filter import LineFilter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.color import Color

Piece = tuple[str, str]
"""Text and its style words, such as ``("late", "bold due")``."""
Pieces = tuple[Piece, ...]

_BAD = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_STYLES = {
    "bold": "bold",
    "underline": "underline",
    "muted": "$muted",
    "accent": "$accent",
    "due": "$due",
    "stop": "$stop",
    "rule": "$rule",
    "text": "$text-main",
    "filled": "$on-accent on $accent",
}


def clean(text: str) -> str:
    """Return ``text`` on one line without control, bidi and zero-width characters."""
    if text.isprintable():
        return text
    return _BAD.sub("", text.replace("\r\n", " ").replace("\n", " ").replace("\t", " "))


def width(pieces: Iterable[Piece]) -> int:
    """Return the cells that ``pieces`` take on the screen; wide characters count two."""
    return sum(cell_len(clean(text)) for text, _ in pieces)


def as_pieces(value: str | Pieces, style: str = "") -> Pieces:
    """Return ``value`` as pieces; a plain string gets ``style``."""
    return ((value, style),) if isinstance(value, str) else value


def cut(text: str, cells: int, dots: str = "…") -> str:
    """Return ``text`` in at most ``cells`` cells; cut text loses its right end and says so with ``dots``."""
    text = clean(text)
    if cell_len(text) <= cells:
        return text
    if cells <= 0:
        return ""
    room = cells - cell_len(dots)
    kept = ""
    for character in text:
        if cell_len(kept + character) > room:
            break
        kept += character
    return kept.rstrip() + dots if room > 0 else dots[:cells]


def cut_pieces(pieces: Pieces, cells: int, dots: str = "…") -> Pieces:
    """Return ``pieces`` in at most ``cells`` cells; what does not fit is cut at the right end."""
    if width(pieces) <= cells:
        return tuple((clean(text), words) for text, words in pieces)
    kept: list[Piece] = []
    left = cells
    for raw, words in pieces:
        text = clean(raw)
        if cell_len(text) >= left:
            return (*kept, (cut(text + dots, left, dots), words)) if left > 0 else tuple(kept)
        kept.append((text, words))
        left -= cell_len(text)
    return tuple(kept)


def cut_name(name: str, cells: int, dots: str = "…") -> str:
    """Return a name that fits ``cells``: the right end goes first, as everywhere but on the board."""
    return cut(name, cells, dots)


def board_name(name: str, surname: str, cells: int, dots: str = "…") -> str:
    """Return a name for the narrow board, surname first: "Alcaraz J"; the initial goes before anything is cut."""
    family = clean(surname).strip()
    if not family:
        return cut(clean(name).strip(), cells, dots)
    whole = f"{family} {next((letter for letter in clean(name) if letter.isalnum()), '')}"
    return whole if cell_len(whole) <= cells else cut(family, cells, dots)


def initials(name: str) -> str:
    """Return the initials of ``name``, at most four: "Joan Alcaraz" is "J. A."."""
    words = [word for word in clean(name).split() if word[0].isalnum()]
    return " ".join(f"{word[0].upper()}." for word in words[:4]) or "–"


def without_names(text: str, names: Iterable[str]) -> str:
    """Return ``text`` with an initial for each word of ``names`` that begins like one: "Hi Joan" is "Hi J."."""
    # A name in a script with vowel signs is whole only between its spaces, one in brackets only by its letters.
    parts = {part for name in names for part in (*clean(name).split(), *re.findall(r"\w{2,}", name))}
    words = {word for word in parts if len(word) > 1 and not word[0].islower()}
    if not words:
        return clean(text)
    found = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})(?!\w)")
    return found.sub(lambda name: f"{name[0][0]}.", clean(text))


def pad(text: str, cells: int, right: bool = False) -> str:
    """Return ``text`` filled with spaces to exactly ``cells`` cells, or longer when it does not fit."""
    fill = " " * max(0, cells - cell_len(text))
    return fill + text if right else text + fill


def wrap(text: str, cells: int) -> list[str]:
    """Return ``text`` in lines of at most ``cells`` cells, broken between words, long words broken inside."""
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line = ""
        for word in clean(paragraph).split():
            for part in chop_cells(word, cells) if cell_len(word) > cells else [word]:
                if line and cell_len(line) + 1 + cell_len(part) > cells:
                    lines.append(line)
                    line = part
                else:
                    line = f"{line} {part}" if line else part
        lines.append(line)
    return lines


def exactly(text: str, cells: int) -> str:
    """Return ``text`` cropped or filled to ``cells`` cells, without dots."""
    return set_cell_size(clean(text), cells)


def style_of(words: str) -> str:
    """Return Textual's style for our style words, with theme variables such as ``$muted``.

    Raises:
        KeyError: a word is none of ours.
    """
    return " ".join(_STYLES[word] for word in words.split())


def content(*pieces: Piece | str) -> Content:
    """Return pieces as ``Content``, which Textual paints as it stands, brackets and all."""
    parts = (as_pieces(piece)[0] if isinstance(piece, str) else piece for piece in pieces)
    return Content.assemble(*((clean(text), style_of(style)) for text, style in parts))


class SafeText(LineFilter):
    """Delete control characters from everything painted; the last guard of the terminal."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments without control, bidi and zero-width characters.

        They are deleted, not replaced: Textual counts them as no cell, so a stand-in would shift the row.
        """
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return [s if s.control else Segment(_BAD.sub("", s.text), s.style) for s in segments]


SAFE = SafeText()
"""The one instance: Textual caches strips by filter."""


def join(parts: Sequence[Pieces], between: str = "   ") -> Pieces:
    """Return groups of pieces on one line with ``between`` among them; empty groups are left out."""
    line: list[Piece] = []
    for part in parts:
        if part:
            line += [(between, "")] if line else []
            line += part
    return tuple(line)
