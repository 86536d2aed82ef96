"""Lines of text with a left and a right part: what side panes, empty states and grouped lists are built of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from tui.glyphs import GLYPHS, ROAD_CODES
from tui.safe_text import as_pieces, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui.look import Look
    from tui.safe_text import Piece, Pieces

PANE_WIDTH = 36
"""Cells of text inside a side pane."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: pieces at the left, pieces at the right end, and how the focus treats it.

    Attributes:
        left: pieces from the left margin on.
        right: pieces that end at the right margin; they are never cut, the left part is.
        tone: ``""`` or ``"mark"``.
        id: not empty: the focus can stop here, and ``LineView.Opened`` carries it.
        head: a group head, in accent while the focus is in its group.
        at: cells between the left margin and the text.
        name: position of the piece in ``left`` that turns bold in focus, -1 for none.
    """

    left: Pieces = ()
    right: Pieces = ()
    tone: str = ""
    id: str = ""
    head: bool = False
    at: int = 0
    name: int = -1


GAP = Line()
"""The empty line between groups."""


def heading(text: str, fact: str = "", right: str | Pieces = "") -> Line:
    """Return a bold group head, with a muted fact after it or at the right end."""
    left: tuple[Piece, ...] = ((text, "bold"),)
    if fact:
        left += (("  ", ""), (fact, "muted"))
    return Line(left, as_pieces(right, "muted") if right else (), head=True)


def pair(left: str | Pieces, right: str | Pieces = "", tone: str = "") -> Line:
    """Return a line with plain text at the left and muted text at the right end."""
    return Line(as_pieces(left), as_pieces(right, "muted") if right else (), tone)


def text(value: str, style: str = "", cells: int = PANE_WIDTH) -> tuple[Line, ...]:
    """Return ``value`` wrapped at ``cells`` as lines in ``style``."""
    return tuple(Line(((line, style),)) for line in wrap(value, cells))


def item(look: Look, glyph: str, value: str, right: str | Pieces = "", role: str = "") -> Line:
    """Return a line that starts with a glyph: "○ Ask for the drill log", with a muted right part."""
    return Line((look.glyph(glyph), (f" {value}", role)), as_pieces(right, "muted") if right else ())


def blocks(*groups: Iterable[Line]) -> tuple[Line, ...]:
    """Return groups of lines one after the other, an empty line between those that have any."""
    found: list[Line] = []
    for group in groups:
        lines = tuple(group)
        if lines and found:
            found.append(GAP)
        found += lines
    return tuple(found)


def bar(look: Look, share: float, cells: int = PANE_WIDTH, right: str | Pieces = "") -> Line:
    """Return a bar of ``cells`` with ``share`` (0-1, clipped) of it heavy, and a right part such as "6 of 15"."""
    full = round(min(1.0, max(0.0, share)) * cells)
    left = ((look.sign("behind") * full, "text"), (look.sign("ahead") * (cells - full), "rule"))
    return Line(left, as_pieces(right) if right else ())


def tick(look: Look, share: float, word: str = "", cells: int = PANE_WIDTH) -> Line:
    """Return the tick under a bar at ``share`` (0-1) with its word, such as "▲ pass 50 ±5"."""
    at = min(cells - 1, round(min(1.0, max(0.0, share)) * cells))
    label = f"{look.sign('tick')} {word}".rstrip()
    return Line((((" " * min(at, max(0, cells - len(label))) + label), "muted"),))


@dataclass(frozen=True, slots=True)
class Post:
    """One milepost for the vertical road: its code, short name, state in words and a date or fact."""

    code: str
    name: str
    state: str
    right: str = ""


def vertical_road(look: Look, posts: Sequence[Post]) -> tuple[Line, ...]:
    """Return the road from top to bottom; posts ahead and not needed are muted, "here" is in mark tone."""
    return tuple(_post_line(look, post) for post in posts)


def _post_line(look: Look, post: Post) -> Line:
    glyph = ROAD_CODES.get(post.code, "to_come")
    here = glyph == "here"
    role = "muted" if glyph in ("to_come", "not_needed") else ""
    state = "accent" if here else "muted" if role else GLYPHS[glyph].role
    left = (look.glyph(glyph), (f" {post.name:<11}", "bold" if here else role), (post.state, state))
    return Line(left, ((post.right, "muted"),) if post.right else (), "mark" if here else "")
