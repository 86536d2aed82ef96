"""No more contact, however somebody came to say so: in their words, as a request, or on their card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.terms import Outcome, PoolLeft
from domain.workbook import pooling

if TYPE_CHECKING:
    from domain.store import Act

STOPPED = "they asked not to be contacted"
"""How the promises of somebody end who wants no more contact."""


def stop_in(act: Act, person_id: int, *, logged: bool = False) -> None:
    """No channel is used any more, from now on; promises, tries and answers that were due end with it, and the pool.

    That they said so stands among the contacts with them, unless the caller has `logged` it.
    """
    row = act.row("select application, milestone, no_contact from person where id = :p", p=person_id)
    assert row is not None
    if not (logged or row["no_contact"]):
        where = {"person": person_id, "application": row["application"], "milestone": row["milestone"]}
        act.insert("touch", **where, at=act.at, direction="in", outcome=Outcome.STOP, who=act.who)
    act.update("person", person_id, no_contact=1)
    for promise in act.ids("select id from promise where person = :p and closed_at = 0 order by id", p=person_id):
        act.update("promise", promise, closed_at=act.at, outcome=STOPPED)
    due = "select id from touch where person = :p and next > '' and closed_at = 0 order by id"
    for touch in act.ids(due, p=person_id):
        act.update("touch", touch, closed_at=act.at)
    pooling.leave_many(act, [person_id], PoolLeft.NOT_WANTED)
