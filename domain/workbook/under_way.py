"""Whether a call is under way: asked at every start, before anything of calls is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from domain.store import Tx
    from domain.workbook.workbook import Workbook

RECENT = 2 * 60 * 60 * 1_000
"""Milliseconds after which a call that nobody ended is not brought back to the screen by itself."""


def row(wb: Workbook, tx: Tx) -> dict[str, Any] | None:
    """The newest call of whoever works here that nobody has ended, with its attempt and person; None without one."""
    return tx.row(
        "select c.id, c.at, c.attempt, c.scenario, a.milestone, p.name from call c"
        " join attempt a on a.id = c.attempt join person p on p.id = a.person"
        " where c.over_at = 0 and c.who = :who and c.at > :since and a.finished_at = 0 order by c.at desc limit 1",
        who=wb.store.who,
        since=wb.now() - RECENT,
    )


def has_call(wb: Workbook) -> bool:
    """Whether a call of whoever works here may go on."""
    with wb.store.read() as tx:
        return row(wb, tx) is not None
