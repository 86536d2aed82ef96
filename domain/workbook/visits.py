"""What becomes of somebody's visits when their application begins or ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.terms import VisitState

if TYPE_CHECKING:
    from domain.store import Act
    from domain.workbook.workbook import Workbook


def take_over(wb: Workbook, act: Act, person_id: int, application_id: int) -> None:
    """Whoever is here or booked, from today on, without an application that goes on: it is for this one now."""
    for visit in act.rows(
        "select v.id from visit v left join application a on a.id = v.application"
        " where v.person = :p and v.day >= :day and v.state in ('waiting', 'underway', 'booked')"
        " and (a.id is null or a.ended_at > 0)",
        p=person_id,
        day=wb.today().isoformat(),
    ):
        act.update("visit", visit["id"], application=application_id)


def let_go(wb: Workbook, act: Act, application_id: int) -> None:
    """The application has ended: whoever is here for it is done for today, and what is booked for it is taken out."""
    for visit in act.rows(
        "select id, state from visit"
        " where application = :a and day >= :day and state in ('waiting', 'underway', 'booked')",
        a=application_id,
        day=wb.today().isoformat(),
    ):
        if visit["state"] == VisitState.BOOKED:
            act.delete("visit", visit["id"])
        else:
            act.update("visit", visit["id"], state=VisitState.DONE, place="", done_at=act.at, since=act.at)
