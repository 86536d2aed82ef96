"""What is pasted from a sheet: a block of cells for the place where the caret stands, or a table with people in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.errors import BadInput
from domain.model.lazily import dataclass
from domain.workbook.exam_room.cells import read
from domain.workbook.exam_room.entering import Entry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.model.catalogue import Criterion, Unit

MOST_CELLS = 20_000
"""Cells that are pasted at once."""
LONGEST = 60
"""Characters of a cell; no measure is longer."""


@dataclass(frozen=True, slots=True)
class Block:
    """Pasted cells, row by row; '' where a cell was empty. All rows are equally long."""

    rows: tuple[tuple[str, ...], ...]

    @property
    def width(self) -> int:
        """Columns."""
        return len(self.rows[0]) if self.rows else 0


def block_of(text: str) -> Block:
    """The cells of a pasted text: tabs between cells, line ends between rows; blank lines at the end are none.

    BadInput for nothing at all, and for more than 20,000 cells.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    cells = [[cell.strip() for cell in line.split("\t")] for line in lines]
    if not cells:
        raise BadInput("Nothing was pasted.", "Copy the cells in the sheet first.")
    width = max(map(len, cells))
    if width * len(cells) > MOST_CELLS:
        raise BadInput(f"{len(cells):,} rows of {width} cells are too many to paste.", "Import the file instead.")
    return Block(tuple(tuple(row + [""] * (width - len(row))) for row in cells))


def names_people(block: Block) -> bool:
    """Whether the first column tells whose row it is, or the first row is a head: then rows are matched, not placed.

    A measure is at most six characters of digits, a level or a sign for 'not observed'; whatever else stands first
    names somebody.
    """
    return block.width > 1 and any(_no_measure(row[0]) for row in block.rows if row[0])


def _no_measure(cell: str) -> bool:
    bare = cell.rstrip("%").strip()
    digits = sum(character.isdigit() for character in bare)
    letters = sum(character.isalpha() for character in bare)
    return digits > 6 or letters > 1


@dataclass(frozen=True, slots=True)
class Target:
    """Where a block is placed: the people from the focused row on, the measures from the focused column on."""

    applications: Sequence[int]
    criteria: Sequence[Criterion]


def place(block: Block, at: Target, units: Mapping[str, Unit], cefr: Mapping[str, float]) -> list[Entry]:
    """What a block enters; empty cells leave what is there. Nothing of a block with one wrong cell is taken.

    BadInput names the row and the measure of the first wrong cell, or says how far the block reaches over the edge.
    """
    if block.width > len(at.criteria):
        raise BadInput(
            f"{block.width} columns were pasted, and {len(at.criteria)} are left from here.", "Start further left."
        )
    if len(block.rows) > len(at.applications):
        raise BadInput(
            f"{len(block.rows)} rows were pasted, and {len(at.applications)} people are left from here.",
            "Start further up, or paste fewer rows.",
        )
    entries = []
    for number, (application, row) in enumerate(zip(at.applications, block.rows, strict=False), 1):
        for criterion, cell in zip(at.criteria, row, strict=False):
            try:
                value = read(criterion, cell[:LONGEST], units, cefr)
            except BadInput as error:
                raise BadInput(f"Nothing was pasted. Row {number}, {error.message}", error.hint) from error
            if value is not None:
                entries.append(Entry(application, criterion.id, value))
    return entries
