"""Slots: how many people fit at a time, who is booked into what, and who is reminded.

A slot is a time of a day at a milestone. How many places it has is a rule of the site (`follow_up.yaml`, slots), or was
set for this one alone. Whoever did not come leaves their place free, and is never a fail.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from typing import TYPE_CHECKING

from domain.model.errors import Conflict, NotFound
from domain.model.lazily import dataclass
from domain.model.terms import MilestoneId, State, VisitState
from domain.rules.slots import starts_of
from domain.workbook import contacts, people
from domain.workbook.wording import MINUTE, count, weekday_day_month

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from domain.model.follow_up import SlotPlan
    from domain.store import Act, Tx
    from domain.workbook.workbook import Workbook

_HELD = "state <> 'no_show'"
"""Visits that hold their place."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One time at one milestone."""

    milestone: MilestoneId
    starts: int
    """Milliseconds UTC."""
    places: int
    taken: int

    @property
    def free(self) -> int:
        """Places that are left."""
        return max(0, self.places - self.taken)


@dataclass(frozen=True, slots=True)
class Day:
    """The slots of one business day that are still to come."""

    day: date
    slots: tuple[Slot, ...]

    @property
    def free(self) -> int:
        """Places that are left."""
        return sum(slot.free for slot in self.slots)

    @property
    def places(self) -> int:
        """All of them."""
        return sum(slot.places for slot in self.slots)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a person can be booked into."""

    person: int
    name: str
    milestone: MilestoneId
    title: str
    """Of the milestone, as within a sentence: 'mock call'."""
    unit: str
    days: tuple[Day, ...]
    booked: int
    """When they are booked already, milliseconds UTC; 0 = not yet."""
    booked_words: str
    """The same as 'Thu 13 Aug 9:00'; '' = not yet."""


@dataclass(frozen=True, slots=True)
class Booked:
    """What came of booking."""

    visit: int
    moved: bool
    """Whether another slot of theirs was given up for it."""
    words: str
    """When, as 'Thu 13 Aug 9:00'."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """Somebody who is to be reminded of their slot now."""

    visit: int
    person: int
    name: str
    milestone: MilestoneId
    starts: int
    due: date
    """The business day on which they are reminded."""


# what is free --------------------------------------------------------------------------------------------------------


def offer(wb: Workbook, person_id: int) -> Offer:
    """Where a person can be booked in, over the working days ahead.

    Conflict where they are on no opening, their application has ended or waits, or nobody is booked at their milestone.
    """
    with wb.store.read() as tx:
        person, application = _who(wb, tx, person_id)
        milestone, plan = _plan(wb, application)
        days = tuple(
            Day(day, free)
            for day in days_ahead(wb, application["retest"])
            if (free := coming(wb, tx, milestone, plan, day))
        )
        mine = _mine(wb, tx, application)
    return Offer(
        person_id,
        person.name,
        milestone,
        wb.catalogue.milestones[milestone].title.lower(),
        plan.unit,
        days,
        mine["booked_for"] if mine else 0,
        said(wb, mine["booked_for"]) if mine else "",
    )


def days_ahead(wb: Workbook, opens: str = "") -> tuple[date, ...]:
    """The working days that can be booked, from today or from the day on which the next try opens."""
    site, today = wb.site, wb.today()
    begins = max(today, date.fromisoformat(opens)) if opens else today
    first = site.working_day_after(site.working_day_before(begins, 1), 1)
    begin = 0 if first == begins else 1
    ahead = wb.catalogue.follow_up.slots.days_ahead
    return tuple(site.working_day_after(begins, at) for at in range(begin, begin + ahead))


def coming(wb: Workbook, tx: Tx, milestone: MilestoneId, plan: SlotPlan, day: date) -> tuple[Slot, ...]:
    """Those of a day that are not over."""
    return tuple(slot for slot in of_day(wb, tx, milestone, plan, day) if slot.starts > wb.now())


def of_day(wb: Workbook, tx: Tx, milestone: MilestoneId, plan: SlotPlan, day: date) -> tuple[Slot, ...]:
    """Every slot of a day with its places; two questions."""
    moments = starts_of(day, wb.site.day_starts, wb.site.day_ends, plan.minutes, wb.site.tz())
    starts = [int(one.timestamp() * 1000) for one in moments]
    if not starts:
        return ()
    bounds = {"m": milestone, "a": starts[0], "b": starts[-1] + plan.minutes * MINUTE}
    own = tx.rows("select starts, places from slot where milestone = :m and starts >= :a and starts < :b", **bounds)
    places = {row["starts"]: row["places"] for row in own}
    taken = dict.fromkeys(starts, 0)
    asked = f"milestone = :m and milestone > '' and booked_for >= :a and booked_for < :b and {_HELD}"
    for row in tx.rows(f"select booked_for from visit where {asked}", **bounds):
        taken[starts[bisect_right(starts, row["booked_for"]) - 1]] += 1
    return tuple(Slot(milestone, at, places.get(at, plan.places), taken[at]) for at in starts)


def _who(wb: Workbook, tx: Tx, person_id: int) -> tuple[people.Person, dict[str, Any]]:
    person = people.read(tx, person_id)
    application = tx.row("select * from application where id = :id", id=person.application)
    if application is None:
        raise Conflict(f"{person.name} is on no opening yet.", "Put them on one first.", names=[person.name])
    if application["ended_at"]:
        raise Conflict("This application has ended.", "Put them on an opening again.")
    if application["state"] == State.ON_HOLD:
        raise Conflict(f"{person.name} is on hold.", "Settle that first.", names=[person.name])
    return person, application


def _plan(wb: Workbook, application: dict[str, Any]) -> tuple[MilestoneId, SlotPlan]:
    milestone = MilestoneId(application["milestone"])
    plan = wb.catalogue.follow_up.slots.plan(milestone)
    if plan is None:
        title = wb.catalogue.milestones[milestone].title.lower()
        raise Conflict(f"Nobody is booked in for the {title}.", "Name its places in follow_up.yaml, under slots.")
    return milestone, plan


def _mine(wb: Workbook, tx: Tx, application: dict[str, Any]) -> dict[str, Any] | None:
    """The slot that they are booked into for where they stand now."""
    return tx.row(
        "select * from visit where person = :p and application = :a and milestone = :m and state = 'booked'"
        " and day >= :today order by booked_for, id limit 1",
        p=application["person"],
        a=application["id"],
        m=application["milestone"],
        today=wb.today().isoformat(),
    )


# booking -------------------------------------------------------------------------------------------------------------


def book(wb: Workbook, person_id: int, starts: int) -> Booked:
    """Book a person into a slot for where they stand; a slot that they had for it is given up in the same act.

    `starts` is when it begins, milliseconds UTC. Conflict where it is full, gone, before their retake opens, or they
    have something else on that day. Whoever comes second to the last place is refused, whatever they saw.
    """
    with wb.store.read() as tx:
        name = _who(wb, tx, person_id)[0].name

    def work(act: Act) -> Booked:
        person, application = _who(wb, act, person_id)
        milestone, plan = _plan(wb, application)
        day = wb.day(starts)
        mine = _mine(wb, act, application)
        _check_free(wb, act, application, plan, day, starts, int(mine["booked_for"]) if mine else 0)
        _check_day(act, person, day, int(mine["id"]) if mine else 0)
        fields = {"day": day.isoformat(), "booked_for": starts, "since": act.at, "reminded_at": 0}
        if mine:
            act.update("visit", mine["id"], **fields)
            return Booked(mine["id"], True, said(wb, starts))
        made = act.insert(
            "visit",
            person=person_id,
            application=application["id"],
            milestone=milestone,
            state=VisitState.BOOKED,
            **fields,
        )
        return Booked(made, False, said(wb, starts))

    return wb.store.do(f"booked {name} for {said(wb, starts)}", work)


def said(wb: Workbook, starts: int) -> str:
    """'Thu 13 Aug 9:00'."""
    return f"{weekday_day_month(wb.day(starts))} {wb.time_of_day(starts)}"


def _check_free(
    wb: Workbook, act: Act, application: dict[str, Any], plan: SlotPlan, day: date, starts: int, mine: int
) -> None:
    milestone = MilestoneId(application["milestone"])
    slot = next((one for one in of_day(wb, act, milestone, plan, day) if one.starts == starts), None)
    if slot is None:
        raise Conflict(f"No slot begins at {said(wb, starts)}.", "Pick one of those that are offered.")
    if starts <= wb.now():
        raise Conflict(f"{said(wb, starts)} is over.", "Pick a later slot.")
    if application["retest"] and day.isoformat() < application["retest"]:
        opens = weekday_day_month(date.fromisoformat(application["retest"]))
        raise Conflict(f"Their next try opens on {opens}.", "Pick that day or a later one.")
    if slot.starts == mine:
        raise Conflict(f"They are booked for {said(wb, starts)} already.", "Pick another slot.")
    if not slot.free:
        full = f"{slot.taken} of {count(slot.places, plan.unit)}"
        raise Conflict(f"{said(wb, starts)} is full: {full} taken.", "Pick another slot.")


def _check_day(act: Act, person: people.Person, day: date, mine: int) -> None:
    state = act.value(
        "select state from visit where person = :p and day = :day and id <> :mine"
        " and state in ('booked', 'waiting', 'underway') limit 1",
        p=person.id,
        day=day.isoformat(),
        mine=mine,
    )
    if state == VisitState.BOOKED:
        raise Conflict(f"{person.name} is booked on that day already.", "Pick another day.", names=[person.name])
    if state:
        raise Conflict(f"{person.name} is in the queue now.", "Pick another day.", names=[person.name])


# reminders -----------------------------------------------------------------------------------------------------------


def reminders(wb: Workbook) -> tuple[Reminder, ...]:
    """Everybody who is to be reminded of their slot by now, the earliest slot first; two questions."""
    with wb.store.read() as tx:
        return tuple(reminders_in(wb, tx))


def reminders_in(wb: Workbook, tx: Tx) -> Sequence[Reminder]:
    """The same inside a transaction: who has a slot by the next working day and was not told of it yet.

    Whoever was booked today has just heard of it, and who asked not to be contacted is not.
    """
    days = wb.catalogue.follow_up.slots.remind_days
    rows = tx.rows(
        "select v.id, v.person, p.name, v.milestone, v.booked_for from visit v join person p on p.id = v.person"
        " where v.day > :today and v.day <= :last and v.state = 'booked' and v.milestone > '' and v.reminded_at = 0"
        " and v.since < :began and p.no_contact = 0 order by v.booked_for, v.id",
        today=wb.today().isoformat(),
        began=wb.starts_at(wb.today()),
        last=wb.site.working_day_after(wb.today(), days).isoformat(),
    )
    return [
        Reminder(
            row["id"],
            row["person"],
            row["name"],
            MilestoneId(row["milestone"]),
            row["booked_for"],
            reminder_due(wb, row["booked_for"]),
        )
        for row in rows
    ]


def reminder_due(wb: Workbook, starts: int) -> date:
    """The business day on which somebody is reminded of a slot."""
    return wb.site.working_day_before(wb.day(starts), wb.catalogue.follow_up.slots.remind_days)


def reminded(wb: Workbook, visit_id: int) -> None:
    """They were reminded of their slot.

    NotFound where it is gone; Conflict where they were, it is over, or they asked not to be contacted.
    """
    with wb.store.read() as tx:
        name = tx.value("select p.name from visit v join person p on p.id = v.person where v.id = :id", id=visit_id)

    def work(act: Act) -> None:
        row = act.row("select * from visit where id = :id", id=visit_id)
        if row is None or name is None:
            raise NotFound("This slot is no longer booked.", "It may have been undone.")
        if row["reminded_at"] or row["state"] != VisitState.BOOKED:
            raise Conflict(f"{name} was reminded already, or is here.", "Look again.", names=[str(name)])
        contacts.check_stop(act, row["person"])
        reminded_in(act, visit_id)

    wb.store.do(f"reminded {name or 'somebody'} of their slot", work)


def reminded_in(act: Act, visit_id: int) -> None:
    """The same inside an act that does more; nothing where there is nothing to remind of any more."""
    waits = "select id from visit where id = :id and state = 'booked' and reminded_at = 0"
    if act.value(waits, id=visit_id) is not None:
        act.update("visit", visit_id, reminded_at=act.at)
