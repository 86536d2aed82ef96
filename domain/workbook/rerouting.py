"""Where else somebody could go on: every open opening with its hurdles, what counts there, what is left, seats free.

And the reserve: who met the standard when the class was full is kept for it, and called first when a seat comes free.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from domain.model.errors import Conflict
from domain.model.lazily import dataclass
from domain.model.terms import MilestoneId, State
from domain.rules.routes import fits
from domain.workbook import applications, decisions, fitting, hurdles, openings, people
from domain.workbook.wording import count

if TYPE_CHECKING:
    from domain.model.score import RouteFit
    from domain.rules.routes import Against
    from domain.workbook.hurdles import HurdleRow
    from domain.workbook.openings import OpeningRow
    from domain.workbook.workbook import Workbook

CLASS_FULL = "the class is full"
"""Why somebody is kept in reserve."""


@dataclass(frozen=True, slots=True)
class Route:
    """One open opening as a way on."""

    opening: OpeningRow
    fit: RouteFit
    hurdles: tuple[HurdleRow, ...]
    valid: tuple[str, ...]
    """Short names of milestones whose attempt counts there."""
    left: tuple[str, ...]
    """Short names of those to be done there, in order."""


@dataclass(frozen=True, slots=True)
class Ways:
    """All ways on of one person."""

    person: int
    name: str
    application: int
    """The one that the lists show; 0 where they are on no opening."""
    opening: str
    free: int
    """Seats that are free where they are."""
    reserve_not: str
    """Why they cannot be kept in reserve; '' where they can."""
    routes: tuple[Route, ...]
    """Best first: no hurdle missed, the least left to do, the next class."""


def ways(wb: Workbook, person_id: int) -> Ways:
    """Every open opening that a person is not on, best first; a fixed number of questions."""
    with wb.store.read() as tx:
        person = people.read(tx, person_id)
        current = applications.current(tx, person.id)
        past = fitting.past_of(wb, tx, person.id)
        taken = {
            row["opening"]
            for row in tx.rows("select opening from application where person = :p and ended_at = 0", p=person.id)
        }
        listed = openings.read_listing(wb, tx)
        held: dict[int, tuple[Against, RouteFit]] = {}
        for row in listed:
            if row.id not in taken and row.rubric not in held:
                against = fitting.against(wb, tx, row.id, wb.today())
                held[row.rubric] = (against, fits(against, past))
    here = next((row for row in listed if current is not None and row.id == current.opening), None)
    routes = [_route(wb, row, *held[row.rubric]) for row in listed if row.id not in taken]
    return Ways(
        person=person.id,
        name=person.name,
        application=current.id if current else 0,
        opening=current.opening_name if current else "",
        free=here.free if here else 0,
        reserve_not=_reserve_not(current.state, here) if current else "on no opening yet",
        routes=tuple(sorted(routes, key=_order)),
    )


def _order(route: Route) -> tuple[object, ...]:
    fit, starts = route.fit, route.opening.starts
    return (
        len(fit.misses),
        len(fit.left),
        len(fit.unknown),
        not route.opening.free,
        starts or date.max,
        route.opening.id,
    )


def _route(wb: Workbook, row: OpeningRow, held: Against, fit: RouteFit) -> Route:
    return Route(row, fit, hurdles.rows(wb, held, fit), _shorts(held, fit.valid), _shorts(held, fit.left))


def _shorts(held: Against, steps: tuple[MilestoneId, ...]) -> tuple[str, ...]:
    return tuple(held.milestones[step].short for step in steps)


# the reserve ---------------------------------------------------------------------------------------------------------


def _reserve_not(state: State, here: OpeningRow | None) -> str:
    if state in applications.ENDED_BY:
        return "the application has ended"
    if state is not State.READY:
        return "an attempt is open" if state is State.UNDERWAY else "they have not met the standard yet"
    if here is None:
        return "the class is closed"
    return f"{count(here.free, 'seat is', 'seats are')} still free" if here.free else ""


def keep_in_reserve(wb: Workbook, application_id: int) -> int:
    """Keep somebody who met the standard in the reserve of their full class; the slip says so. Returns the slip.

    Conflict while seats are free, where they have not met the standard so far, or the application has ended.
    """
    with wb.store.read() as tx:
        stored = applications.row(tx, application_id)
        here = openings.read(wb, tx, int(str(stored["opening"])))
        name = str(tx.value("select name from person where id = :id", id=stored["person"]))
    if refused := _reserve_not(State(str(stored["state"])), None if here.closed else here):
        raise Conflict(f"{name} is not kept in reserve: {refused}.", "The reserve is for who met it in a full class.")
    return decisions.withdraw(wb, application_id, State.OUTSCORED, reason=CLASS_FULL)
