"""The columns of a list: what stands where in a line of so many cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from domain.model.lazily import dataclass
from tui.safe_text import as_pieces, clean, cut_pieces, width

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui.look import Look
    from tui.safe_text import Pieces
    from tui.widgets.paint import Part

R = TypeVar("R")

NAMES_AT = 6
"""Column in which names start in every list."""
WIDE_MAIN = 104
"""Main area (160 columns less a pane of 56) from which the name column takes the rest."""
NARROW_MAIN = 80


@dataclass(frozen=True, slots=True)
class Track(Generic[R]):
    """One column of a list.

    Attributes:
        key: name for sorting.
        head: word above it.
        cells: width without the gap.
        show: function of row and look; returns text or pieces.
        right: numbers, ages and dates end at the right end, heads too, and are never cut.
        gap: empty cells before it.
        name: bold on the focused row, and grows from 160 columns on.
        style: style words for plain text.
        needs: cells that the table must have for the column to be shown.
    """

    key: str
    head: str
    cells: int
    show: Callable[[R, Look], str | Pieces]
    right: bool = False
    gap: int = 2
    name: bool = False
    style: str = ""
    needs: int = 0


@dataclass(frozen=True, slots=True)
class Place(Generic[R]):
    """Where a column stands in a line of a certain width."""

    track: Track[R]
    start: int
    cells: int


@dataclass(frozen=True, slots=True)
class Columns(Generic[R]):
    """All columns of a list; `lead` stands before the names, and its head ends where they begin."""

    tracks: tuple[Track[R], ...]
    lead: Track[R] | None = None

    def places(self, cells: int) -> tuple[Place[R], ...]:
        """Where each column stands that has room in so many cells."""
        tracks = [track for track in self.tracks if track.needs <= cells]
        more = sum(track.gap + track.cells for track in tracks if track.needs)
        extra = max(0, cells - NARROW_MAIN - more) if cells >= WIDE_MAIN else 0
        at, places = NAMES_AT, list[Place[R]]()
        for index, track in enumerate(tracks):
            at += track.gap if index else 0
            wide = track.cells + (extra if track.name else 0)
            places.append(Place(track, at, wide))
            at += wide
        return tuple(places)

    def head_at(self, x: int, cells: int) -> str:
        """The key of the column whose head stands at a cell; "" where there is none to sort by."""
        found = (place for place in self.places(cells) if place.start <= x < place.start + place.cells)
        return next((place.track.key for place in found), "")

    def heads(self, look: Look, places: Sequence[Place[R]], sort_key: str, sort_down: bool) -> list[Part]:
        """The heads, with an arrow at the one that the list is sorted by."""
        parts: list[Part] = []
        if self.lead is not None:
            parts.append((NAMES_AT - 1 - len(self.lead.head), ((self.lead.head, "muted"),)))
        for place in places:
            track = place.track
            head: Pieces = ((track.head, "muted"),)
            if track.key and track.key == sort_key:
                head = ((f"{track.head} {look.sign('down' if sort_down else 'up')}", "bold"),)
            start = place.start + place.cells - width(head) if track.right else place.start
            parts.append((start, head))
        return parts

    def row(self, row: R, look: Look, places: Sequence[Place[R]], *, lit: bool, marked: bool) -> list[Part]:
        """A row; `lit` where the focus stands on it, so that its name is bold."""
        parts: list[Part] = []
        if marked:
            parts.append((NAMES_AT - 2, (look.glyph("marked"),)))
        elif self.lead is not None:
            pieces = as_pieces(self.lead.show(row, look), self.lead.style)
            if lit:
                pieces = _bold(pieces)
            parts.append((NAMES_AT - 1 - width(pieces), pieces))
        parts += (_cell(place, row, look, lit) for place in places)
        return parts

    def texts(self, row: R, look: Look) -> list[str]:
        """What every column says of a row, whole and without its look."""
        shown = (as_pieces(track.show(row, look)) for track in self.tracks)
        return ["".join(clean(text) for text, _ in pieces).strip() for pieces in shown]

    def subject(self, row: R, look: Look) -> str:
        """Whom or what a row is about."""
        track = next((track for track in self.tracks if track.name), None)
        return "".join(text for text, _ in as_pieces(track.show(row, look))) if track is not None else ""


def _cell(place: Place[R], row: R, look: Look, lit: bool) -> Part:
    track = place.track
    pieces = as_pieces(track.show(row, look), track.style)
    if track.name and lit:
        pieces = _bold(pieces)
    if track.right:
        return place.start + place.cells - width(pieces), pieces
    return place.start, cut_pieces(pieces, place.cells, look.dots)


def _bold(pieces: Pieces) -> Pieces:
    return tuple((text, f"bold {words}") for text, words in pieces)
