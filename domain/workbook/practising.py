"""The near-hire lane: days of drill log after a not yet, and the wait for the retake, which enough of them halve."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from domain.model.errors import BadInput, Conflict
from domain.model.lazily import dataclass
from domain.model.terms import MilestoneId, Result
from domain.rules.retests import drill_days_needed, early
from domain.workbook import applications, people, standing
from domain.workbook.wording import count, day_month

if TYPE_CHECKING:
    from domain.store import Act, Tx
    from domain.workbook.workbook import Workbook

Row = dict[str, Any]
OLDEST = 60
"""Days back for which practice may still be noted."""


@dataclass(frozen=True, slots=True)
class Practice:
    """The wait of somebody for their retake, and the drill log of it."""

    application: int
    milestone: MilestoneId
    days: int
    """Days practised since the try."""
    needed: int
    today: bool
    """Whether today is in the log."""
    opens: date
    """The day from which the retake is open."""
    sooner: date | None
    """That day once the wait is halved; None where it cannot be: it is too long, was halved before, or is over."""
    why_not: str
    """Why the wait cannot be halved now, '' where it can."""


def read(wb: Workbook, person_id: int) -> Practice | None:
    """Where somebody stands who waits for a retake; None for everybody else."""
    with wb.store.read() as tx:
        person = people.read(tx, person_id)
        return read_in(wb, tx, person.id, applications.row(tx, person.application) if person.application else None)


def read_in(wb: Workbook, tx: Tx, person_id: int, application: Row | None) -> Practice | None:
    """The same inside a transaction, for the application that the lists show."""
    last = last_try(tx, application) if application and not application["ended_at"] else None
    if application is None or last is None or last["result"] != Result.NOT_YET or not last["retest"]:
        return None
    opens = date.fromisoformat(last["retest"])
    if opens <= wb.today():
        return None
    tried = wb.day(last["finished_at"])
    days = [
        row["day"]
        for row in tx.rows("select day from practice where person = :p and day >= :d", p=person_id, d=tried.isoformat())
    ]
    needed = drill_days_needed(wb.catalogue.follow_up)
    sooner = None if last["halved"] else _sooner(wb, tried, opens, needed)
    return Practice(
        application["id"],
        MilestoneId(last["milestone"]),
        len(days),
        needed,
        wb.today().isoformat() in days,
        opens,
        sooner,
        _why_not(wb, last, sooner, len(days), needed),
    )


def last_try(tx: Tx, application: Row) -> Row | None:
    """The newest finished try of a person at the milestone where they stand, on any class of the account."""
    return tx.row(
        "select t.id, t.milestone, t.retest, t.finished_at, t.result, t.chance, t.halved, t.application from attempt t"
        " join application a on a.id = t.application"
        " where t.person = :p and t.milestone = :m and a.account = :account and t.finished_at > 0"
        " order by t.number desc limit 1",
        p=application["person"],
        m=application["milestone"],
        account=application["account"],
    )


def _sooner(wb: Workbook, tried: date, opens: date, needed: int) -> date | None:
    days = (opens - tried).days
    half = early(days, needed, max_days=wb.catalogue.follow_up.early_retake_max_days, needed=needed)
    return tried + timedelta(days=half) if half < days else None


def _why_not(wb: Workbook, last: Row, sooner: date | None, days: int, needed: int) -> str:
    if last["halved"]:
        return "the wait was halved already"
    if sooner is None:
        return f"only waits of {wb.catalogue.follow_up.early_retake_max_days} days or less are halved"
    return f"{days} of {count(needed, 'day')} of drill log" if days < needed else ""


# noting --------------------------------------------------------------------------------------------------------------


def note(wb: Workbook, person_id: int, day: date | None = None) -> int:
    """Note that somebody practised on a day, today where none is given; how many days their log has since their try.

    BadInput for a day to come or too long ago, Conflict for one that is in the log already.
    """
    on, today = day or wb.today(), wb.today()
    if not today - timedelta(days=OLDEST) <= on <= today:
        raise BadInput(f"{day_month(on, today)} cannot be noted.", f"Give a day of the last {OLDEST}.")
    person = people.find(wb, person_id)

    def work(act: Act) -> None:
        there = "select id from practice where person = :p and day = :d"
        if act.value(there, p=person.id, d=on.isoformat()) is not None:
            said = "Today is" if on == today else f"{day_month(on, today)} is"
            raise Conflict(f"{said} in the drill log of {person.name} already.", "One a day.", names=[person.name])
        act.insert("practice", person=person.id, day=on.isoformat(), who=wb.store.who, at=act.at)

    when = "today" if on == today else f"on {day_month(on, today)}"
    wb.store.do(f"noted that {person.name} practised {when}", work)
    found = read(wb, person.id)
    return found.days if found else 0


def halve(wb: Workbook, person_id: int) -> date:
    """Halve the wait of somebody with a full drill log; the day from which their retake is open, perhaps one gone by.

    Conflict, naming the rule, where it cannot be halved.
    """
    person = people.find(wb, person_id)

    def work(act: Act) -> date:
        application = applications.row(act, person.application) if person.application else None
        found = read_in(wb, act, person.id, application)
        if application is None or found is None:
            raise Conflict(f"{person.name} waits for no retake.", "There is nothing to halve.", names=[person.name])
        if found.sooner is None or found.why_not:
            said = f"The wait of {person.name} cannot be halved: {found.why_not}."
            raise Conflict(said, f"It is open from {day_month(found.opens, wb.today())}.", names=[person.name])
        last = last_try(act, application)
        assert last is not None
        act.update("attempt", last["id"], retest=found.sooner.isoformat(), halved=1)
        for one in {last["application"], application["id"]}:
            standing.refresh(wb, act, one)
        return found.sooner

    return wb.store.do(f"halved the wait of {person.name} for the retake", work)
