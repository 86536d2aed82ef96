"""What becomes of somebody's visits when their application begins or ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.terms import VisitState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.store import Act
    from domain.workbook.workbook import Workbook


def take_over(wb: Workbook, act: Act, person_id: int, application_id: int) -> None:
    """Whoever is here or booked, from today on, without an application that goes on: it is for this one now."""
    take_over_many(wb, act, {person_id: application_id})


def take_over_many(wb: Workbook, act: Act, taken: Mapping[int, int]) -> None:
    """The same for many, with the new application of each person."""
    among, values = act.among("v.person", list(taken))
    rows = act.rows(
        "select v.id, v.person from visit v left join application a on a.id = v.application"
        f" where {among} and v.day >= :day and v.state in ('waiting', 'underway', 'booked')"
        " and (a.id is null or a.ended_at > 0)",
        day=wb.today().isoformat(),
        **values,
    )
    if rows:
        act.update_many("visit", {row["id"]: {"application": taken[row["person"]]} for row in rows})


def let_go(wb: Workbook, act: Act, application_id: int) -> None:
    """The application has ended: whoever is here for it is done for today, and what is booked for it is taken out."""
    let_go_many(wb, act, [application_id])


def let_go_many(wb: Workbook, act: Act, application_ids: Sequence[int]) -> None:
    """The same for many applications."""
    among, values = act.among("application", application_ids)
    rows = act.rows(
        f"select id, state from visit where {among} and day >= :day and state in ('waiting', 'underway', 'booked')",
        day=wb.today().isoformat(),
        **values,
    )
    booked = [row["id"] for row in rows if row["state"] == VisitState.BOOKED]
    if booked:
        act.delete_many("visit", booked)
    done_today(act, [row["id"] for row in rows if row["state"] != VisitState.BOOKED])


def done_today(act: Act, visits: Sequence[int]) -> None:
    """Whoever is here for these is done."""
    if visits:
        done = {"state": VisitState.DONE, "place": "", "done_at": act.at, "since": act.at}
        act.update_many("visit", dict.fromkeys(visits, done))
