"""People who stand at the exam, and what is typed for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.terms import MilestoneId
from domain.workbook import applications
from domain.workbook.exam_room import entering, grid
from domain.workbook.exam_room.entering import Entry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.workbook.hub import Hub

GOOD = (38.0, 96.0, 80.0, 80.0, 80.0, 4.0, 92.0, 80.0)
"""Typing, accuracy, listening, reading, grammar, spoken level, entry, policy: a pass on Retail."""
SPEED, ACCURACY, LISTENING, READING, GRAMMAR, SPOKEN, ENTRY, POLICY = (
    "ex.typing_speed",
    "ex.typing_accuracy",
    "ex.listening",
    "ex.reading",
    "ex.grammar",
    "ex.spoken_level",
    "ex.data_entry",
    "ex.policy",
)
ALL = (SPEED, ACCURACY, LISTENING, READING, GRAMMAR, SPOKEN, ENTRY, POLICY)


def at_exam(hub: Hub, name: str, opening: int, **known: str) -> int:
    """Somebody of today's queue whose next step is the exam; the application."""
    return applications.add(hub.wb, hub.person(name, 0, **known), opening, joins=MilestoneId.EXAM)


def fill(hub: Hub, applications_: Sequence[int], measures: Sequence[float] = GOOD) -> None:
    """Enter every measure for these people, as one act."""
    entering.enter(
        hub.wb, [Entry(one, key, value) for one in applications_ for key, value in zip(ALL, measures, strict=True)]
    )


def row(hub: Hub, application: int) -> grid.Row:
    """The row of somebody."""
    (found,) = grid.rows(hub.wb, [application])
    assert found is not None
    return found


def values(hub: Hub, application: int) -> Mapping[str, float]:
    """What is entered for somebody, by criterion."""
    return {key: cell.value for key, cell in row(hub, application).cells.items() if cell.held is grid.Held.VALUE}
