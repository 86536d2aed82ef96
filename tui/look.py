"""How this user wants things shown: passed to everything that turns a value into text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from tui.glyphs import GLYPHS, keys_to_ascii, road_pieces, sign
from tui.safe_text import initials

if TYPE_CHECKING:
    from tui.safe_text import Piece, Pieces


@dataclass(frozen=True, slots=True)
class Look:
    """Glyphs or ASCII, names shown or hidden, and whether panes need a drawn edge."""

    ascii_only: bool = False
    hide_names: bool = False
    edge: bool = False

    def sign(self, name: str) -> str:
        """Return the one-cell sign called ``name``."""
        return sign(name, self.ascii_only)

    def glyph(self, name: str, role: str | None = None) -> Piece:
        """Return the sign called ``name`` as a piece, in ``role`` or in its usual role."""
        return sign(name, self.ascii_only), GLYPHS[name].role if role is None else role

    def state(self, glyph: str, word: str, role: str = "", glyph_role: str | None = None) -> Pieces:
        """Return a glyph with its word, as in "○ not yet"."""
        return (self.glyph(glyph, glyph_role), (f" {word}", role))

    def keys(self, written: str) -> str:
        """Return keys as they are written: "↓ j", or "Down j" in ASCII."""
        return keys_to_ascii(written) if self.ascii_only else written

    def road(self, codes: str) -> Pieces:
        """Return the ten cells of a road string."""
        return road_pieces(codes, self.ascii_only)

    def name(self, name: str) -> str:
        """Return a person's name, or their initials while names are hidden."""
        return initials(name) if self.hide_names else name

    def private(self, text: str) -> str:
        """Return a number or channel, or nothing while names are hidden."""
        return "" if self.hide_names else text

    @property
    def dots(self) -> str:
        """The end of cut text."""
        return self.sign("unfinished")
