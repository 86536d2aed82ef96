"""What stands in the exam grid, without a screen: the focus, what is typed, what is being saved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from domain.catalog import load
from domain.model.terms import MilestoneId, Result
from domain.workbook.exam_room.grid import Cell, Held, Row
from tui.widgets.exam_cells import Column, ExamCells

if TYPE_CHECKING:
    from collections.abc import Sequence

KNOWN = load()
SPEED, ACCURACY = KNOWN.milestones[MilestoneId.EXAM].criteria[:2]
COLUMNS = tuple(Column(one, one.id, KNOWN.units.get(one.scoring.unit)) for one in (SPEED, ACCURACY))
EMPTY = Row(
    application=1,
    person=1,
    attempt=0,
    name="Kofi Mensah",
    account="Retail",
    cells={one.id: Cell(Held.EMPTY) for one in (SPEED, ACCURACY)},
    left=2,
    proposal=None,
    reason="",
    result=None,
    retest="",
    slip=0,
    number=1,
)


def shown(cells: ExamCells, ids: Sequence[int]) -> None:
    """These people, without a row yet."""
    cells.show(ids, COLUMNS, KNOWN.units, KNOWN.cefr, {})


def with_speed(row: Row, value: float) -> Row:
    """The same person with a stored speed."""
    return replace(row, cells={**row.cells, SPEED.id: Cell(Held.VALUE, value)})


@pytest.fixture
def cells() -> ExamCells:
    """Three people, the focus on the first, whose row was read."""
    cells = ExamCells()
    shown(cells, (1, 2, 3))
    cells.put({1: EMPTY})
    return cells


class TestFocus:
    def test_it_stays_on_its_person_when_the_list_changes(self, cells: ExamCells) -> None:
        cells.stand_on(1, 1)
        shown(cells, (4, 3, 2))
        assert (cells.application, cells.at, cells.column) == (2, 2, 1)

    def test_it_stays_at_its_place_when_its_person_is_gone(self, cells: ExamCells) -> None:
        cells.stand_on(2, 0)
        shown(cells, (1, 2))
        assert cells.application == 2

    def test_it_never_leaves_the_grid(self, cells: ExamCells) -> None:
        cells.stand_on(99, 99)
        assert (cells.application, cells.focused_column) == (3, COLUMNS[1])
        shown(cells, ())
        assert (cells.application, cells.row, cells.cell) == (0, None, None)

    def test_the_mark_of_somebody_who_is_gone_goes(self, cells: ExamCells) -> None:
        cells.marks = frozenset({3, 1})
        assert cells.chosen == [1, 3]
        shown(cells, (1, 2))
        assert cells.chosen == [1]


class TestTyping:
    def test_what_was_typed_shows_as_being_saved_until_the_row_is_read_again(self, cells: ExamCells) -> None:
        cells.typed = "41."
        assert cells.take() == (SPEED.id, "41")
        assert cells.typed is None
        assert (cells.stored, cells.is_pending(EMPTY, COLUMNS[0])) == ("41", True)
        cells.put({1: with_speed(EMPTY, 41.0)})
        assert (cells.stored, cells.is_pending(EMPTY, COLUMNS[0])) == ("41", False)

    def test_what_could_not_be_saved_is_not_shown(self, cells: ExamCells) -> None:
        cells.typed = "41"
        cells.take()
        cells.forget(1)
        assert cells.stored == ""

    def test_the_same_measure_again_changes_nothing_but_after_a_fault_of_ours_it_counts(self, cells: ExamCells) -> None:
        read = with_speed(EMPTY, 41.0)
        cells.put({1: read})
        cells.typed = "41"
        assert cells.take() is None
        cells.put({1: replace(read, result=Result.VOID)})
        cells.typed = "41"
        assert cells.take() == (SPEED.id, "41")

    def test_what_cannot_stand_there_is_said_while_it_is_typed(self, cells: ExamCells) -> None:
        cells.typed = "999"
        assert "out of range" in cells.problem
        cells.typed = "99"
        assert cells.problem == ""


def test_a_row_is_asked_for_once_until_it_was_read(cells: ExamCells) -> None:
    assert cells.to_ask((2, 3)) == [2, 3]
    assert cells.to_ask((1, 2, 3)) == [1]
    cells.put({2: None})
    assert cells.to_ask((2, 3)) == [2]
