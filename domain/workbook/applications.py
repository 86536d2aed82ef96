"""Applications: one person for one opening, from the day they apply to the day it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.lazily import dataclass
from domain.model.terms import ACCOUNT_TESTS, EndedBy, MilestoneId, PoolLeft, State
from domain.rules.path import route
from domain.workbook import openings, pooling, standing, visits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.store import Act, Tx
    from domain.workbook.workbook import Workbook

ENDED_BY = {
    State.HIRED: EndedBy.US,
    State.DECLINED: EndedBy.CANDIDATE,
    State.NOT_SELECTED: EndedBy.US,
    State.OUTSCORED: EndedBy.US,
    State.WITHDREW: EndedBy.CANDIDATE,
    State.CLIENT_DECLINED: EndedBy.CLIENT,
    State.NO_SHOW: EndedBy.NO_SHOW,
    State.UNREACHABLE: EndedBy.CANDIDATE,
    State.DUPLICATE: EndedBy.US,
}
"""Who ends an application, by how it ends."""


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """One application as the person page shows it."""

    id: int
    person: int
    opening: int
    opening_name: str
    account: str
    milestone: MilestoneId
    state: State
    since: int
    road: str
    retest: str
    at: int
    ended_at: int
    ended_by: str
    reason: str
    moved_from: int
    """The application that this one took over from; 0 = none."""


def add(wb: Workbook, person_id: int, opening_id: int, *, joins: MilestoneId | None = None) -> int:
    """Put a person on an opening, from its first milestone or where they join its route.

    Conflict where they are on it already or the class is closed; BadInput where the route has no such milestone.
    """
    with wb.store.read() as tx:
        name = _person_name(tx, person_id)
        opening = openings.open_one(wb, tx, opening_id)
        if joins and joins not in route(openings.account_of(wb, tx, opening_id)):
            known = wb.catalogue.milestones[joins].name.lower()
            raise BadInput(f"The route of {opening.name} has no {known}.", "Choose a milestone of the route.")
    return wb.store.do(
        f"put {name} on {opening.name}", lambda act: add_in(wb, act, person_id, opening_id, opening.account, joins)
    )


def add_in(
    wb: Workbook,
    act: Act,
    person_id: int,
    opening_id: int,
    account_id: str,
    joins: MilestoneId | None = None,
    *,
    brought: tuple[int, ...] = (),
    at: int = 0,
) -> int:
    """The same inside an act that does more; `at` is when they applied, in milliseconds UTC (now when 0)."""
    new = Newcomer(person_id, brought)
    return add_many(wb, act, [new], opening_id, account_id, joins, at=at)[0]


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who comes to an opening."""

    person: int
    brought: tuple[int, ...] = ()
    """Attempts from another application that count here."""
    moved_from: int = 0
    """The application that the new one takes over from; 0 = none."""


def add_many(
    wb: Workbook,
    act: Act,
    newcomers: Sequence[Newcomer],
    opening_id: int,
    account_id: str,
    joins: MilestoneId | None = None,
    *,
    at: int = 0,
) -> list[int]:
    """The same for different people; the ids of their applications in the same order."""
    people = [one.person for one in newcomers]
    for person in already_on(act, people, opening_id):
        name = _person_name(act, person)
        raise Conflict(f"{name} is on this opening already.", "Open their page to go on.", names=[name])
    made = act.insert_many(
        "application",
        [
            {
                "person": one.person,
                "opening": opening_id,
                "account": account_id,
                "joins": joins or "",
                "brought": ",".join(str(attempt) for attempt in one.brought),
                "at": at or act.at,
                "state": State.READY,
                "moved_from": one.moved_from,
            }
            for one in newcomers
        ],
    )
    standing.refresh_many(wb, act, made)
    visits.take_over_many(wb, act, dict(zip(people, made, strict=True)))
    pooling.leave_many(act, people, PoolLeft.NEW_APPLICATION)
    return made


def already_on(tx: Tx, person_ids: Sequence[int], opening_id: int) -> set[int]:
    """Who of these has an application for an opening that has not ended."""
    among, values = tx.among("person", person_ids)
    asked = f"select person from application where {among} and opening = :o and ended_at = 0"
    return {row["person"] for row in tx.rows(asked, o=opening_id, **values)}


def _person_name(tx: Tx, person_id: int) -> str:
    name = tx.value("select name from person where id = :id", id=person_id)
    if name is None:
        raise NotFound(f"Nobody here has the id {person_id}.", "milepost list people shows everybody.")
    return str(name)


def row(tx: Tx, application_id: int) -> dict[str, object]:
    """The stored row; NotFound when there is none."""
    found = tx.row("select * from application where id = :id", id=application_id)
    if found is None:
        raise NotFound(f"There is no application {application_id}.", "It may have been undone; go back one step.")
    return found


WAYS_TO_END = tuple(how for how in ENDED_BY if how is not State.HIRED)
"""How somebody can end an application; who is hired has passed the job offer."""


def check_ending(how: State) -> None:
    """BadInput for a state that is no way to end an application by hand."""
    if how not in WAYS_TO_END:
        raise BadInput(f'"{how}" is not a way to end an application.', f"Use one of {', '.join(WAYS_TO_END)}.")


def end(wb: Workbook, application_id: int, how: State, *, reason: str = "") -> None:
    """End an application without a slip; who ended it follows from how.

    BadInput for a state that is no ending; Conflict where it has ended or an attempt is open.
    """
    check_ending(how)
    with wb.store.read() as tx:
        application = row(tx, application_id)
        name = _person_name(tx, int(str(application["person"])))

    def work(act: Act) -> None:
        end_in(wb, act, application_id, how, reason)
        visits.let_go(wb, act, application_id)

    wb.store.do(f"ended for {name}: {how.replace('_', ' ')}", work)


def end_in(wb: Workbook, act: Act, application_id: int, how: State, reason: str, *, at: int = 0) -> None:
    """The same inside an act that does more; visits are left to the caller."""
    row(act, application_id)  # says that it is gone
    end_many(wb, act, [application_id], how, reason, at=at)


def end_many(wb: Workbook, act: Act, application_ids: Sequence[int], how: State, reason: str, *, at: int = 0) -> None:
    """The same for applications of different people."""
    among, values = act.among("id", application_ids)
    if act.value(f"select id from application where {among} and ended_at > 0 limit 1", **values):
        raise Conflict("This application has ended already.", "Undo that first, or put them on an opening again.")
    if with_open_attempt(act, application_ids):
        raise Conflict("An attempt is open there.", "Decide it first, or undo its start.")
    fields = {"ended_at": at or act.at, "ended_by": ENDED_BY[how], "state": how, "reason": reason.strip()}
    act.update_many("application", dict.fromkeys(application_ids, fields))
    _close_offers(act, application_ids)
    standing.refresh_many(wb, act, application_ids)
    pooling.keep_ended(wb, act, application_ids, how)


def _close_offers(act: Act, application_ids: Sequence[int]) -> None:
    """Nothing is due any more of an offer whose application has ended."""
    among, values = act.among("application", application_ids)
    if waiting := act.ids(f"select id from offer where {among} and open = 1", **values):
        act.update_many("offer", {one: {"open": 0} for one in waiting})


def with_open_attempt(tx: Tx, application_ids: Sequence[int]) -> set[int]:
    """Which of these applications have an attempt that is not decided."""
    among, values = tx.among("application", application_ids)
    asked = f"select distinct application from attempt where {among} and finished_at = 0"
    return {row["application"] for row in tx.rows(asked, **values)}


def add_test(wb: Workbook, application_id: int, test: MilestoneId) -> None:
    """Add an account test for a person who aims at a lead or management role."""
    if test not in ACCOUNT_TESTS:
        raise BadInput(f"{test} is not an account test.", f"Use one of {', '.join(ACCOUNT_TESTS)}.")

    def work(act: Act) -> None:
        application = row(act, application_id)
        if application["ended_at"]:
            raise Conflict("This application has ended.", "Put them on an opening again to go on.")
        tests = standing.split(str(application["added_tests"]))
        if test in standing.route_of(openings.account_of(wb, act, int(str(application["opening"]))), application):
            raise Conflict("This test is on the route already.", "Nothing needs to be added.")
        act.update("application", application_id, added_tests=",".join((*tests, test)))
        standing.refresh(wb, act, application_id)

    wb.store.do(f"added the {wb.catalogue.milestones[test].name.lower()}", work)


_ROWS = """
select a.id, a.person, a.opening, o.name as opening_name, a.account, a.milestone, a.state, a.since, a.road,
       a.retest, a.at, a.ended_at, a.ended_by, a.reason, a.moved_from
  from application a join opening o on o.id = a.opening
"""


def of_person(tx: Tx, person_id: int) -> list[ApplicationRow]:
    """Every application of a person, the newest first."""
    rows = tx.rows(f"{_ROWS}where a.person = :person order by a.at desc, a.id desc", person=person_id)
    return [_application_row(found) for found in rows]


def current(tx: Tx, person_id: int) -> ApplicationRow | None:
    """The application that the lists show for a person."""
    rows = tx.rows(
        f"{_ROWS}where a.id = (select application from person where id = :person)",
        person=person_id,
    )
    return _application_row(rows[0]) if rows else None


def _application_row(found: dict[str, object]) -> ApplicationRow:
    values = found | {"milestone": MilestoneId(str(found["milestone"])), "state": State(str(found["state"]))}
    return ApplicationRow(**values)  # type: ignore[arg-type]
