"""Their case: what a person wanted to say, whether they were asked for it, and whether they had the chance.

What was missed counts against the interview, never against the person: nothing of it touches a score.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.errors import BadInput
from domain.rules.chances import is_poor
from domain.workbook import sheets

if TYPE_CHECKING:
    from domain.store import Act
    from domain.workbook.sheets import Sheet
    from domain.workbook.workbook import Workbook

MOST_CHANCE = 5
YES, NO = 1, 2


def record(wb: Workbook, attempt_id: int, *, kit_asked: bool | None, they_asked: bool | None, chance: int) -> None:
    """Store how an interview went for the person: all questions of the kit asked, a question of theirs, their answer.

    None, and a chance of 0, is no answer. It may follow after the decision, and never changes it. BadInput for a
    chance beyond 1-5.
    """
    if not 0 <= chance <= MOST_CHANCE:
        raise BadInput(f"{chance} is no answer.", "Use 1 to 5, or leave it empty.")
    shown = sheets.sheet(wb, attempt_id)

    def work(act: Act) -> None:
        sheets.row(act, attempt_id)
        act.update("attempt", attempt_id, kit_asked=_stored(kit_asked), they_asked=_stored(they_asked), chance=chance)

    wb.store.do(f"noted how the interview went for {shown.name}", work)


def _stored(answer: bool | None) -> int:
    return 0 if answer is None else YES if answer else NO


def unasked(found: Sheet) -> tuple[str, ...]:
    """The points of the value card that were not made yet."""
    return tuple(point for number, point in enumerate(found.points, 1) if number not in found.made)


def poor_chance(found: Sheet) -> bool:
    """Whether the person says that they had little chance to show what they can do."""
    return is_poor(found.chance)
