"""The upper part of the person page: opening and contact, the road at full width, how far and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from tui.glyphs import GLYPHS, ROAD_CODES
from tui.safe_text import cut, join, width, wrap
from tui.widgets.bars import MARGIN, WIDE
from tui.widgets.paint import Part, ink_of, look_of, strip
from tui.widgets.selecting import Selecting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.strip import Strip

    from tui.lines import Post
    from tui.look import Look
    from tui.safe_text import Piece, Pieces

ROWS = 10
"""Rows 1 to 10 of the screen."""
OPENING_ROW, ROAD_ROW = 2, 4
OFF = ("to_come", "not_needed")
SHORTEST_OPENING = 20


@dataclass(frozen=True, slots=True)
class HeadFacts:
    """What the upper part says.

    Attributes:
        opening: the class they are on, or that they are on none.
        contact: phrases for the right end, the most important first; what does not fit is left out.
        posts: the ten posts in the order of the road.
        here: position of the post at which they stand; as many as there are posts when the road is behind them.
        ready: the post is waiting for us, whatever happened there before.
        headline: how far and where it stopped.
        detail: why, and from when.
    """

    opening: str = ""
    contact: Sequence[str] = ()
    posts: Sequence[Post] = ()
    here: int = 0
    ready: bool = False
    headline: str = ""
    detail: str = ""


class PersonHead(Selecting):
    """Ten rows over the full width of the screen."""

    DEFAULT_CSS = f"""
    PersonHead {{ height: {ROWS}; width: 100%; }}
    """

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self.facts = HeadFacts()

    def show(self, facts: HeadFacts) -> None:
        """Say something else."""
        if facts != self.facts:
            self.facts = facts
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return one painted row; the first one is row 1 of the screen."""
        cells = self.size.width
        return self.selectable(
            strip(cells, head_rows(look_of(self), self.facts, cells).get(y + 1, ()), ink_of(self)), y
        )


def head_rows(look: Look, facts: HeadFacts, cells: int) -> dict[int, Sequence[Part]]:
    """Return what is painted by screen row, on a screen of ``cells`` columns."""
    rows: dict[int, Sequence[Part]] = {OPENING_ROW: _opening(look, facts, cells)}
    rows |= road_rows(look, facts, cells)
    return rows | _sentences(look, facts, cells)


def _opening(look: Look, facts: HeadFacts, cells: int) -> list[Part]:
    room = cells - 2 * MARGIN
    phrases = [((phrase, "muted"),) for phrase in facts.contact]
    opening = width(((facts.opening, ""),))
    while phrases and width(join(phrases)) + 3 > room - (
        opening if len(phrases) > 1 else min(opening, SHORTEST_OPENING)
    ):
        phrases.pop()
    right: Pieces = join(phrases)
    left = cut(facts.opening, room - width(right) - 3 if right else room, look.dots)
    return [(MARGIN, ((left, ""),)), *([(cells - MARGIN - width(right), right)] if right else [])]


def _sentences(look: Look, facts: HeadFacts, cells: int) -> dict[int, Sequence[Part]]:
    room = cells - 2 * MARGIN
    headline: Piece = (cut(facts.headline, room, look.dots), "bold")
    whole: Piece = (facts.detail, "muted")
    first = 9 if cells >= WIDE else 8
    if cells >= WIDE and width((headline, whole)) + 1 <= room:
        return {first: [(MARGIN, (headline, (" ", ""), whole))]}
    lines = wrap(facts.detail, room)
    left = ROWS - first
    if len(lines) > left:
        lines[left - 1 :] = [cut(" ".join(lines[left - 1 :]), room, look.dots)]
    below = {first + at: [(MARGIN, ((line, "muted"),))] for at, line in enumerate(lines, 1)}
    return {first: [(MARGIN, (headline,))], **below}


# The road.


def _glyph_of(facts: HeadFacts, at: int) -> str:
    if at == facts.here and facts.ready:
        return "here"
    return ROAD_CODES.get(facts.posts[at].code, "to_come")


def _ahead(facts: HeadFacts, at: int) -> bool:
    return at > facts.here or _glyph_of(facts, at) in OFF


def _words(facts: HeadFacts, at: int, cells: int, passed: bool) -> tuple[str, str]:
    """State and note of a post, as far as there is room for them."""
    post = facts.posts[at]
    if cells >= WIDE:
        return post.state, "" if _glyph_of(facts, at) in OFF else post.right
    quiet = _ahead(facts, at) or (not passed and _glyph_of(facts, at) == "done")
    return ("" if quiet else post.state), ""


def _columns(facts: HeadFacts, said: Sequence[tuple[str, str]], cells: int) -> list[int] | None:
    """The column of each post: evenly spread where that fits, else as narrow as the words allow; None if too wide."""
    wide = [max(len(post.name), *map(len, words)) for post, words in zip(facts.posts, said, strict=True)]
    room, gaps = cells - 2 * MARGIN, len(wide) - 1
    even = [MARGIN + round(at * (room - wide[-1]) / gaps) for at in range(len(wide))]
    if all(even[at + 1] - even[at] > wide[at] for at in range(gaps)):
        return even
    spare = room - sum(wide) - gaps
    if spare < 0:
        return None
    extra = [1 if at < spare else 0 for at in range(len(wide))]
    at, found = MARGIN, list[int]()
    for cell, more in zip(wide, _spread(wide, extra), strict=True):
        found.append(at)
        at += cell + 1 + more
    return found


def _spread(wide: Sequence[int], extra: Sequence[int]) -> list[int]:
    """Give the cells to spare to the widest posts first."""
    order = sorted(range(len(wide)), key=lambda at: -wide[at])
    found = [0] * len(wide)
    for rank, at in enumerate(order):
        found[at] = extra[rank]
    return found


def road_rows(look: Look, facts: HeadFacts, cells: int) -> dict[int, Sequence[Part]]:
    """Return the line with its posts, and below it their names, states and dates, by screen row."""
    if not facts.posts:
        return {}
    for passed in (True, False):
        said = [_words(facts, at, cells, passed) for at in range(len(facts.posts))]
        if columns := _columns(facts, said, cells):
            break
    else:
        said = [("", "")] * len(facts.posts)
        columns = _columns(facts, said, cells) or [MARGIN + 7 * at for at in range(len(facts.posts))]
    return {
        ROAD_ROW: [(MARGIN, _line(look, facts, columns))],
        ROAD_ROW + 1: [(x, ((post.name, _name_role(facts, at)),)) for at, (x, post) in _each(columns, facts)],
        ROAD_ROW + 2: [
            (x, ((said[at][0], "muted" if _ahead(facts, at) else ""),)) for at, (x, _) in _each(columns, facts)
        ],
        ROAD_ROW + 3: [(x, ((said[at][1], "muted"),)) for at, (x, _) in _each(columns, facts)],
    }


def _each(columns: Sequence[int], facts: HeadFacts) -> list[tuple[int, tuple[int, Post]]]:
    return list(enumerate(zip(columns, facts.posts, strict=True)))


def _name_role(facts: HeadFacts, at: int) -> str:
    if at == facts.here:
        return "bold accent" if _glyph_of(facts, at) == "here" else "bold"
    return "muted" if _ahead(facts, at) else ""


def _line(look: Look, facts: HeadFacts, columns: Sequence[int]) -> Pieces:
    """Heavy behind the traveller, thin ahead; posts to come stand on it, those not needed do not."""
    pieces: list[Piece] = []
    for at, x in enumerate(columns):
        track = (look.sign("behind"), "muted") if at < facts.here else (look.sign("ahead"), "rule")
        pieces.append(_post(look, facts, at, track))
        stop = columns[at + 1] if at + 1 < len(columns) else x + 1
        pieces.append((track[0] * (stop - x - 1), track[1]))
    return tuple(pieces)


def _post(look: Look, facts: HeadFacts, at: int, track: Piece) -> Piece:
    glyph = _glyph_of(facts, at)
    if glyph == "not_needed":
        return track
    if glyph == "to_come":
        return look.glyph("post")
    return look.sign(glyph), GLYPHS[glyph].role
