"""How many people fit into the slots of each milestone, and other places for one slot than its milestone has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.errors import BadInput, NotFound
from domain.model.lazily import dataclass
from domain.workbook import slots
from domain.workbook.wording import count

if TYPE_CHECKING:
    from domain.model.terms import MilestoneId
    from domain.store import Act
    from domain.workbook.slots import Day
    from domain.workbook.workbook import Workbook

MOST_PLACES = 500


@dataclass(frozen=True, slots=True)
class Planned:
    """A milestone that people are booked into."""

    milestone: MilestoneId
    title: str
    unit: str
    """What they are seated at, in the singular: 'booth'."""
    places: int
    """As a rule."""
    minutes: int
    """How long one slot takes."""


def planned(wb: Workbook) -> tuple[Planned, ...]:
    """Every milestone that people are booked into, in the order of the road."""
    titles = wb.catalogue.milestones
    return tuple(
        Planned(plan.id, titles[plan.id].title, plan.unit, plan.places, plan.minutes)
        for plan in wb.catalogue.follow_up.slots.milestones
    )


def days_of(wb: Workbook, milestone: MilestoneId) -> tuple[Day, ...]:
    """The slots to come of a milestone, over the working days ahead; those that are full or closed as well."""
    plan = wb.catalogue.follow_up.slots.plan(milestone)
    if plan is None:
        return ()
    with wb.store.read() as tx:
        days = (slots.Day(day, slots.coming(wb, tx, milestone, plan, day)) for day in slots.days_ahead(wb))
        return tuple(day for day in days if day.slots)


def set_places(wb: Workbook, milestone: MilestoneId, starts: int, places: int) -> None:
    """Give one slot other places than the rule has, as when an interviewer is away; 0 closes it.

    Who is booked stays. BadInput for a number out of range, NotFound where no such slot begins then.
    """
    if not 0 <= places <= MOST_PLACES:
        raise BadInput(f"{places} places are not possible.", f"From 0 to {MOST_PLACES}.")
    plan = wb.catalogue.follow_up.slots.plan(milestone)

    def work(act: Act) -> None:
        found = slots.of_day(wb, act, milestone, plan, wb.day(starts)) if plan else ()
        if starts not in {slot.starts for slot in found}:
            raise NotFound(f"No slot begins at {slots.said(wb, starts)}.", "Pick one of those that are offered.")
        own = act.row("select * from slot where milestone = :m and starts = :s", m=milestone, s=starts)
        if own:
            act.update("slot", own["id"], places=places, who=wb.store.who, at=act.at)
        else:
            act.insert("slot", milestone=milestone, starts=starts, places=places, who=wb.store.who, at=act.at)

    short = wb.catalogue.milestones[milestone].short.lower()
    wb.store.do(f"set {count(places, 'place')} for {short} on {slots.said(wb, starts)}", work)
