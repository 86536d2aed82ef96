"""What the exam room says: heads of the measures, the line about a cell, and what became of decisions and sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.workbook.exam_room import grid
from domain.workbook.exam_room.cells import takes, written
from domain.workbook.exam_room.matching import Found
from domain.workbook.wording import count, weekday_day_month
from tui.lines import Line
from tui.safe_text import cut
from tui.widgets.exam_cells import Column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from domain.model.catalogue import Criterion
    from domain.workbook import Workbook
    from domain.workbook.exam_room.deciding import LeftOut
    from domain.workbook.exam_room.grid import Row
    from domain.workbook.exam_room.matching import Preview
    from tui.look import Look
    from tui.safe_text import Pieces
    from tui.widgets.exam_cells import ExamCells

HEADS: Mapping[str, str] = {
    "ex.typing_speed": "Typing",
    "ex.typing_accuracy": "Accuracy",
    "ex.listening": "Listen",
    "ex.reading": "Reading",
    "ex.grammar": "Grammar",
    "ex.spoken_level": "Spoken",
    "ex.data_entry": "Entry",
    "ex.policy": "Policy",
}
"""Heads of at most 8 cells; what a site has added is called by the first word of its name."""
HEAD_CELLS = 8
FOUND_GLYPHS: Mapping[Found, str] = {
    Found.MATCHED: "done",
    Found.AMBIGUOUS: "borderline",
    Found.TWICE: "borderline",
    Found.SAME: "not_needed",
    Found.UNMATCHED: "open",
    Found.REFUSED: "stopped",
}


def head_of(criterion: Criterion) -> str:
    """The word above a measure."""
    return HEADS.get(criterion.id) or cut(criterion.name.split()[0], HEAD_CELLS)


def columns_of(wb: Workbook) -> tuple[Column, ...]:
    """The measures as the grid shows them."""
    return tuple(Column(one, head_of(one), grid.unit_of(wb, one)) for one in grid.columns(wb))


def cell_lines(look: Look, cells: ExamCells, today: date, tall: bool) -> list[Line]:
    """What the focused cell takes, or what is wrong with what is typed; on a tall screen the signs and the why."""
    row, column = cells.row, cells.focused_column
    if row is None or column is None:
        return []
    name = column.criterion.name.split(" (")[0].lower()
    head = (f"{look.name(row.name)}, {name}", "bold accent")
    if cells.problem:
        # In a line of its own, since what to do about it stands at its end.
        lines = [Line((head,)), Line((look.glyph("late"), (f" {cells.problem}", "due")))]
    else:
        lines = [Line((head, ("  ", ""), (_takes(cells, row), "muted")))]
    if tall:
        signs = (
            f"{look.sign('down')} below the cut-off of the person's own account   "
            f"{look.sign('to_come')} not entered   {look.sign('not_needed')} not observed or not needed"
        )
        lines.append(Line(((signs, "muted"),)))
        lines.append(Line())
    return [*lines, *_why(look, row, today)]


def _takes(cells: ExamCells, row: Row) -> str:
    column, cell = cells.focused_column, cells.cell
    assert column is not None
    if cell is None:
        return f"{row.account} does not measure this."
    if column.is_level:
        told = "  ".join(f"{number} {name}" for number, name in enumerate(cells.cefr, 1))
    else:
        told = takes(column.criterion, cells.units, cells.cefr)
    if cell.need is None:
        return told
    return f"{row.account} needs {written(column.criterion, cell.need, cells.cefr)}.  {told}"


def _why(look: Look, row: Row, today: date) -> list[Line]:
    """What the proposal or the result rests on."""
    if not row.reason:
        return []
    retest = ""
    if row.retest:
        day = type(today).fromisoformat(row.retest)
        retest = f" Retest from {weekday_day_month(day)}."
    return [Line(((look.name(row.name), ""), (f"  {row.reason}{retest}", "muted")))]


def left_out_words(look: Look, left_out: Sequence[LeftOut]) -> str:
    """'2 stay: Marlon Siy (4 measures left), Rhea Sarmiento (incomplete).'; '' for nobody."""
    if not left_out:
        return ""
    first = ", ".join(f"{look.name(one.name)} ({one.why})" for one in left_out[:2])
    more = f" and {len(left_out) - 2} more" if len(left_out) > 2 else ""
    return f" {len(left_out)} stay: {first}{more}."


def preview_words(shown: Preview) -> Pieces:
    """How many lines go in, and how many need a look."""
    taken = len(shown.taken)
    asks = len(shown.of(Found.AMBIGUOUS, Found.TWICE))
    rest = len(shown.of(Found.UNMATCHED, Found.REFUSED))
    parts: list[tuple[str, str]] = [(f"{count(taken, 'person', 'people')} matched", "bold")]
    if asks:
        parts.append((f"   {asks} to choose", "due"))
    if rest:
        parts.append((f"   {rest} not taken", "muted"))
    if same := len(shown.of(Found.SAME)):
        parts.append((f"   {same} said twice", "muted"))
    return tuple(parts)


def preview_lines(look: Look, shown: Preview, columns: Sequence[Column], cefr: Mapping[str, float]) -> list[Line]:
    """A line for each line of the file: what needs a person first."""
    order = [Found.AMBIGUOUS, Found.TWICE, Found.UNMATCHED, Found.REFUSED, Found.SAME, Found.MATCHED]
    by_id = {column.criterion.id: column for column in columns}
    lines = []
    for line in sorted(shown.lines, key=lambda one: (order.index(one.found), one.number)):
        who = look.name(line.sitter.name) if line.sitter else line.typed if not look.hide_names else "hidden"
        left: Pieces = (
            (f"{line.number:>4} ", "muted"),
            look.glyph(FOUND_GLYPHS[line.found]),
            (f" {cut(who, 24, look.dots)}", ""),
        )
        if line.why:
            why = "somebody to choose" if look.hide_names else line.why
            right: Pieces = ((cut(why, 44, look.dots), "due" if line.candidates or line.sitter else "muted"),)
        else:
            told = " ".join(
                value if isinstance(value, str) else written(by_id[key].criterion, value, cefr)
                for key, value in line.values.items()
                if key in by_id
            )
            changes = f"   replaces {line.replaces}" if line.replaces else ""
            right = ((cut(told, 36, look.dots), "muted"), (changes, "due"))
        lines.append(Line(left, right, id=str(line.number), at=2, name=2))
    return lines
