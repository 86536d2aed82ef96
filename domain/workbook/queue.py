"""The day's queue: walk-ins and booked slots, who waits and for how long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.errors import Conflict, NotFound
from domain.model.lazily import dataclass
from domain.model.terms import VisitState
from domain.workbook import applications, openings, people, visits
from domain.workbook.wording import MINUTE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from domain.store import Act, Tx
    from domain.workbook.workbook import Workbook


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One visit of the day."""

    id: int
    person: int
    application: int
    number: int
    """Queue number; 0 while none was given out."""
    name: str
    state: VisitState
    place: str
    since: int
    booked_for: int
    arrived_at: int
    wait: int
    """Milliseconds of waiting, or at work in this state; 0 for booked, done and no-show."""
    late: bool
    """Waiting longer than the target."""
    road: str
    milestone: str
    account: str
    phone: str


_ORDER = {
    VisitState.WAITING: 0,
    VisitState.UNDERWAY: 1,
    VisitState.BOOKED: 2,
    VisitState.NO_SHOW: 3,
    VisitState.DONE: 4,
}

_ROWS = """
select v.id, v.person, v.application, v.number, p.name, v.state, v.place, v.since, v.booked_for, v.arrived_at,
       p.road, p.milestone, p.account, p.phone
  from visit v join person p on p.id = v.person
"""


def rows(wb: Workbook, day: date | None = None) -> list[QueueRow]:
    """The visits of a day (today's when none is given): the longest wait first, then at work, booked, gone."""
    with wb.store.read() as tx:
        found = tx.rows(f"{_ROWS}where v.day = :day", day=(day or wb.today()).isoformat())
    now = wb.now()
    listed = [_row(wb, row, now) for row in found]
    return sorted(listed, key=lambda visit: (_ORDER[visit.state], _moment(visit), visit.number, visit.id))


def _moment(visit: QueueRow) -> int:
    """What visits of one state are sorted by: those to come by their slot, the others by how long they are in it."""
    return visit.booked_for if visit.state is VisitState.BOOKED else visit.since


def _row(wb: Workbook, row: dict[str, object], now: int) -> QueueRow:
    state = VisitState(str(row["state"]))
    timed = state in (VisitState.WAITING, VisitState.UNDERWAY)
    wait = max(0, now - int(str(row["since"]))) if timed else 0
    late = state is VisitState.WAITING and wait > wb.catalogue.follow_up.queue_target_minutes * MINUTE
    return QueueRow(**row | {"state": state, "wait": wait, "late": late})  # type: ignore[arg-type]


def find(wb: Workbook, visit_id: int) -> QueueRow:
    """One visit; NotFound when there is none."""
    with wb.store.read() as tx:
        row = tx.row(f"{_ROWS}where v.id = :id", id=visit_id)
    if row is None:
        raise NotFound("This visit is no longer in the queue.", "It may have been undone.")
    return _row(wb, row, wb.now())


def row(tx: Tx, visit_id: int) -> dict[str, object]:
    """The stored visit; NotFound when there is none."""
    found = tx.row("select * from visit where id = :id", id=visit_id)
    if found is None:
        raise NotFound("This visit is no longer in the queue.", "It may have been undone.")
    return found


def walk_in(wb: Workbook, new: people.NewPerson, opening_id: int = 0) -> int:
    """Take in a person who is here: person, application where an opening is named, queue number; one act."""
    columns = people.fields(wb, new)
    account = _account_of(wb, opening_id) if opening_id else ""

    def work(act: Act) -> int:
        person = act.insert("person", at=act.at, **columns)
        application = applications.add_in(wb, act, person, opening_id, account) if opening_id else 0
        _twins(act, person, str(columns["phone"]))
        return _arrive(wb, act, person, application)

    return wb.store.do(f"took in {columns['name']}", work)


def _account_of(wb: Workbook, opening_id: int) -> str:
    with wb.store.read() as tx:
        return openings.open_one(wb, tx, opening_id).account


def _twins(act: Act, person_id: int, phone: str) -> None:
    """Somebody with the same number may be the same person: noted, never merged."""
    if not phone:
        return
    for row in act.rows("select id from person where phone = :phone and id <> :id", phone=phone, id=person_id):
        people.add_twin(act, person_id, row["id"], people.SAME_MOBILE)


def come_in(wb: Workbook, person_id: int) -> int:
    """A person who is known already is here: their booked visit of today, or a new one."""
    with wb.store.read() as tx:
        person = people.read(tx, person_id)

    def work(act: Act) -> int:
        visit = today_in(wb, act, person_id)
        if visit is None:
            return _arrive(wb, act, person_id, person.application)
        _check_gone(person.name, visit)
        _seat(wb, act, visit)
        return int(str(visit["id"]))

    return wb.store.do(f"{person.name} arrived", work)


def _check_gone(name: str, visit: dict[str, object]) -> None:
    if visit["state"] in (VisitState.WAITING, VisitState.UNDERWAY):
        raise Conflict(f"{name} is in the queue already.", f"Their number is {visit['number']}.", names=[name])


def today_in(wb: Workbook, tx: Tx, person_id: int) -> dict[str, object] | None:
    """The stored visit of a person today: the one they are here for, else the one that is booked, else the last."""
    return tx.row(
        "select * from visit where person = :person and day = :day"
        " order by case state when 'underway' then 0 when 'waiting' then 1 when 'booked' then 2 else 3 end, id desc"
        " limit 1",
        person=person_id,
        day=wb.today().isoformat(),
    )


def _arrive(wb: Workbook, act: Act, person_id: int, application_id: int) -> int:
    return act.insert(
        "visit",
        person=person_id,
        application=application_id,
        day=wb.today().isoformat(),
        number=_next_number(wb, act),
        state=VisitState.WAITING,
        arrived_at=act.at,
        since=act.at,
    )


def _next_number(wb: Workbook, tx: Tx) -> int:
    highest = tx.value("select max(number) from visit where day = :day", day=wb.today().isoformat())
    return int(highest or 0) + 1


def _seat(wb: Workbook, act: Act, visit: dict[str, object]) -> None:
    """They wait from now, today, for the application that goes on; a number holds for its day only."""
    today = wb.today().isoformat()
    given = int(str(visit["number"])) if visit["day"] == today else 0
    act.update(
        "visit",
        int(str(visit["id"])),
        application=act.value("select application from person where id = :p", p=visit["person"]),
        day=today,
        state=VisitState.WAITING,
        number=given or _next_number(wb, act),
        arrived_at=act.at,
        since=act.at,
        done_at=0,
    )


def book(wb: Workbook, person_id: int, when: datetime) -> int:
    """Book a visit for a moment in the site's time; Conflict where one is booked that day."""
    person = people.find(wb, person_id)
    local = when if when.tzinfo else when.replace(tzinfo=wb.site.tz())
    day = local.astimezone(wb.site.tz()).date().isoformat()
    at = int(local.timestamp() * 1000)

    def work(act: Act) -> int:
        taken = act.value(
            "select id from visit where person = :p and day = :day and state = 'booked'", p=person_id, day=day
        )
        if taken:
            raise Conflict(
                f"{person.name} is booked on that day already.", "Mark that visit first, or pick another day."
            )
        return act.insert(
            "visit",
            person=person_id,
            application=person.application,
            day=day,
            state=VisitState.BOOKED,
            booked_for=at,
            since=act.at,
        )

    return wb.store.do(f"booked {person.name}", work)


def arrived(wb: Workbook, visit_id: int) -> None:
    """A booked person is here: they get a number and wait from now. Conflict where they are in the queue already."""
    visit = find(wb, visit_id)

    def work(act: Act) -> None:
        stored = row(act, visit_id)
        for one in (stored, today_in(wb, act, visit.person)):
            if one:
                _check_gone(visit.name, one)
        _seat(wb, act, stored)

    wb.store.do(f"{visit.name} arrived", work)


def is_waiting(wb: Workbook, tx: Tx, person_id: int) -> bool:
    """Whether a person is here, or booked, and nobody has begun with them today."""
    visit = today_in(wb, tx, person_id)
    return visit is not None and visit["state"] in (VisitState.WAITING, VisitState.BOOKED)


def begin_in(wb: Workbook, act: Act, person_id: int, place: str) -> None:
    """Their attempt has begun: the open visit of today, if any, is under way at that place."""
    visit = today_in(wb, act, person_id)
    if visit and visit["state"] in (VisitState.WAITING, VisitState.BOOKED):
        number = int(str(visit["number"])) or _next_number(wb, act)
        act.update(
            "visit",
            int(str(visit["id"])),
            state=VisitState.UNDERWAY,
            number=number,
            place=place,
            arrived_at=int(str(visit["arrived_at"])) or act.at,
            started_at=act.at,
            since=act.at,
        )


def go_on_in(wb: Workbook, act: Act, person_id: int, *, more: bool) -> None:
    """Their attempt is decided: they wait for the next milestone, or are done for today."""
    visit = today_in(wb, act, person_id)
    if visit is None or visit["state"] not in (VisitState.WAITING, VisitState.UNDERWAY):
        return
    if more:
        act.update("visit", int(str(visit["id"])), state=VisitState.WAITING, place="", since=act.at)
    else:
        visits.done_today(act, [int(str(visit["id"]))])


def done_many(wb: Workbook, act: Act, person_ids: Sequence[int]) -> None:
    """Their attempts are decided and nothing follows: whoever of them is here is done for today."""
    among, values = act.among("person", person_ids)
    rows = act.rows(
        f"select id, person from visit where {among} and day = :day and state in ('waiting', 'underway')"
        " order by case state when 'waiting' then 0 else 1 end, id",
        day=wb.today().isoformat(),
        **values,
    )
    visits.done_today(act, list({row["person"]: row["id"] for row in rows}.values()))


def leave(wb: Workbook, visit_id: int) -> None:
    """They are done for today. Conflict where they are not here."""
    visit = find(wb, visit_id)

    def work(act: Act) -> None:
        state = row(act, visit_id)["state"]
        if state not in (VisitState.WAITING, VisitState.UNDERWAY):
            stands = str(state).replace("_", "-")
            raise Conflict(f"{visit.name} is {stands}.", "Only who is here can leave.", names=[visit.name])
        act.update("visit", visit_id, state=VisitState.DONE, place="", done_at=act.at, since=act.at)

    wb.store.do(f"{visit.name} done for today", work)


def mark_no_show_in(act: Act, visit: dict[str, object]) -> None:
    """They did not come: the stored visit says so, unless it is over."""
    if visit["state"] not in (VisitState.DONE, VisitState.NO_SHOW):
        act.update("visit", int(str(visit["id"])), state=VisitState.NO_SHOW, place="", since=act.at)
