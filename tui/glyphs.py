"""Every sign on the screen, its ASCII stand-in and its word, and the road made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.model.lazily import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.safe_text import Pieces


@dataclass(frozen=True, slots=True)
class Glyph:
    """One sign of one cell: as drawn, in ASCII, what it says, and its usual role."""

    sign: str
    ascii: str
    word: str
    role: str = ""


GLYPHS: Final[Mapping[str, Glyph]] = {
    "done": Glyph("●", "*", "done, passed, confirmed"),
    "open": Glyph("○", "o", "open, not yet, owed"),
    "here": Glyph("►", "@", "here, ready", "accent"),
    "unfinished": Glyph("…", "~", "draft, incomplete"),
    "way": Glyph("→", ">", "on its way, booked"),
    "to_come": Glyph("·", ".", "to come, not entered", "muted"),
    "not_needed": Glyph("–", "-", "not needed or observed", "muted"),
    "stopped": Glyph("■", "#", "on hold, critical error", "stop"),
    "no_show": Glyph("×", "x", "no-show, failed"),
    "borderline": Glyph("≈", "=", "borderline", "due"),
    "void": Glyph("□", "_", "void"),
    "late": Glyph("!", "!", "late", "due"),
    "marked": Glyph("+", "+", "marked", "bold accent"),
    "up": Glyph("↑", "^", "sorted up, better"),
    "down": Glyph("↓", "v", "sorted down, below a cut-off"),
    "focus": Glyph("▌", "|", "focus", "accent"),
    "behind": Glyph("━", "=", "road behind, bar"),
    "ahead": Glyph("─", "-", "road ahead, track", "rule"),
    "chart": Glyph("▆", "#", "chart bar"),
    "post": Glyph("┬", "|", "post to come", "muted"),
    "tick": Glyph("▲", "^", "mark under a bar", "muted"),
    "edge": Glyph("│", "|", "edge of a pane", "rule"),
}
"""Name -> glyph; screens ask for the name."""

ROAD_CODES: Final[Mapping[str, str]] = {
    "*": "done",
    "o": "open",
    "@": "here",
    "~": "unfinished",
    "=": "borderline",
    "#": "stopped",
    "x": "no_show",
    "_": "void",
    "-": "not_needed",
    ".": "to_come",
}
"""Code of a milepost in a road string -> glyph name."""

HELP_GLYPHS: Final = ("done", "open", "here", "borderline", "stopped", "no_show", "not_needed", "late")
"""The glyphs that the help overlay explains."""


def sign(name: str, ascii_only: bool = False) -> str:
    """Return the one-cell sign called ``name``.

    Raises:
        KeyError: there is no such glyph.
    """
    glyph = GLYPHS[name]
    return glyph.ascii if ascii_only else glyph.sign


def road_pieces(road: str, ascii_only: bool = False) -> Pieces:
    """Return the road string of an application, one code per milepost, as coloured cells.

    Neighbours of one role become one piece. A code outside ``ROAD_CODES`` shows as not entered.
    """
    pieces: list[tuple[str, str]] = []
    for code in road:
        name = ROAD_CODES.get(code, "to_come")
        cell, role = sign(name, ascii_only), GLYPHS[name].role
        if pieces and pieces[-1][1] == role:
            pieces[-1] = (pieces[-1][0] + cell, role)
        else:
            pieces.append((cell, role))
    return tuple(pieces)


_ASCII: Final = str.maketrans({glyph.sign: glyph.ascii for glyph in GLYPHS.values()})


_KEYS: Final = str.maketrans({"↑": "Up", "↓": "Down", "←": "Left", "→": "Right", "–": "-"})


def keys_to_ascii(written: str) -> str:
    """Return keys as they are written without signs: "← →" is "Left Right". A ``v`` for down would be another key."""
    return written.translate(_KEYS)


def to_ascii(text: str) -> str:
    """Return our own words with every glyph replaced by its stand-in; data is not to be passed here."""
    return text.translate(_ASCII)
