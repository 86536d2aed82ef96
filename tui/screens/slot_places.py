"""Other places for one slot than its milestone has, as when an interviewer is away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.errors import Conflict
from domain.workbook import slot_places
from domain.workbook.wording import count
from tui.screens.booking import day_words
from tui.screens.choice import Choice, Option
from tui.screens.form import Form
from tui.screens.person_acts import UNDO
from tui.screens.queue_parts import clock_of
from tui.widgets.fields import Field, Kind

if TYPE_CHECKING:
    from domain.workbook.slot_places import Planned
    from domain.workbook.slots import Day, Slot
    from tui.app import MilepostApp


async def offer(app: MilepostApp) -> None:
    """Ask which milestone; then the day, the hour, and how many places."""
    found = await app.read(slot_places.planned)
    if not found:
        raise Conflict("Nobody is booked into slots.", "Name the places of a milestone in follow_up.yaml, under slots.")
    options = [Option(one.milestone, one.title, f"{count(one.places, one.unit)}, {one.minutes} min") for one in found]

    def chosen(milestone: str | None) -> None:
        if milestone is not None:
            app.open_with(_ask_day(app, next(one for one in found if one.milestone == milestone)))

    app.push_screen(Choice("Places of a slot", options), chosen)


async def _ask_day(app: MilepostApp, of: Planned) -> None:
    days = await app.read(slot_places.days_of, of.milestone)
    if not days:
        raise Conflict("No slot is to come.", "The hours of the site, in Settings, leave no time for one.")
    options = [
        Option(str(at), day_words(app, one), f"{one.places - one.free:,} of {one.places:,} taken")
        for at, one in enumerate(days)
    ]

    def chosen(at: str | None) -> None:
        if at is not None:
            _ask_hour(app, of, days[int(at)])

    app.push_screen(Choice(of.title, options), chosen)


def _ask_hour(app: MilepostApp, of: Planned, day: Day) -> None:
    zone = app.ports.now().tzinfo
    options = [
        Option(str(slot.starts), clock_of(slot.starts, zone), f"{slot.taken:,} of {count(slot.places, of.unit)} taken")
        for slot in day.slots
    ]

    def chosen(starts: str | None) -> None:
        if starts is not None:
            slot = next(slot for slot in day.slots if str(slot.starts) == starts)
            _ask_places(app, of, slot, f"{day_words(app, day)} {clock_of(slot.starts, zone)}")

    app.push_screen(Choice(day_words(app, day), options, of.title), chosen)


def _ask_places(app: MilepostApp, of: Planned, slot: Slot, when: str) -> None:
    """Ask how many; who is booked stays, so fewer places than are taken only close the slot."""
    field = Field(
        key="places",
        label="Places",
        kind=Kind.NUMBER,
        value=str(slot.places),
        hint=f"{of.places} as a rule, 0 closes it",
        required=True,
        low=0,
        high=slot_places.MOST_PLACES,
    )

    async def save(values: dict[str, str]) -> None:
        await app.write(slot_places.set_places, of.milestone, slot.starts, int(values["places"]))

    def closed(values: dict[str, str] | None) -> None:
        if values is None:
            return
        places = int(values["places"])
        over = f" {slot.taken:,} are booked, and stay." if slot.taken > places else ""
        what = f"{count(places, of.unit)} for the {of.title.lower()}, {when}." if places else f"Closed: {when}."
        app.notice(f"{what}{over}", keys=UNDO)

    app.push_screen(Form(of.title, [field], save, fact=f"{when}, {slot.taken:,} taken"), closed)
