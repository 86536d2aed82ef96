"""What the head of every screen says of the workbook: slips owed, and what undo and redo would do.

It imports next to nothing: the first screen waits for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.workbook import due

if TYPE_CHECKING:
    from domain.workbook.workbook import Workbook

_LOOKED_AT = 12
"""Newest acts that say what undo and redo would do, so that it costs the same however long the log is."""


def owed_count(wb: Workbook) -> int:
    """Finished attempts whose slip has not been delivered: nothing drafted, or a draft."""
    with wb.store.read() as tx:
        return due.count_owed(tx)


def next_steps(wb: Workbook) -> tuple[str | None, str | None]:
    """The words of what undo would take back and of what redo would bring back: '' for nothing, None if not known."""
    acts = wb.store.acts(_LOOKED_AT)
    mine = [info for info in acts if info.who == wb.store.who]
    nothing = "" if len(acts) < _LOOKED_AT else None
    undo = next((info.what for info in mine if info.kind == "do" and not info.undone), nothing)
    last = next((info for info in mine if info.kind == "do" or (info.kind == "undo" and not info.undone)), None)
    if last is None:
        return undo, nothing
    return undo, last.what if last.kind == "undo" else ""
