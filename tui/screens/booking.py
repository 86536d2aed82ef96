"""Booking somebody into a slot in three keys: the day, then the hour, each with the places that are free."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.errors import Conflict
from domain.workbook import slots
from domain.workbook.wording import count, weekday_day_month
from tui.screens.choice import Choice, Option
from tui.screens.person_acts import UNDO
from tui.screens.queue_parts import clock_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from domain.workbook.slots import Day, Offer
    from tui.app import MilepostApp
    from tui.screens.focused_verbs import InFocus


async def offer(app: MilepostApp, whom: InFocus, done: Callable[[], Awaitable[object]]) -> None:
    """Ask for the day; then for the hour."""
    found = await app.read(slots.offer, whom.person)
    if not found.days:
        raise Conflict("No slot can be booked.", "The hours of the site, in Settings, leave no time for one.")
    options = [
        Option(str(at), day_words(app, one), f"{one.free:,} of {one.places:,} free", "" if one.free else "full")
        for at, one in enumerate(found.days)
    ]

    def chosen(at: str | None) -> None:
        if at is not None:
            _ask_hour(app, found, found.days[int(at)], done)

    fact = f"for the {found.title}" + (f", now {found.booked_words}" if found.booked else "")
    app.push_screen(Choice(f"Book {app.look.name(whom.name)}", options, fact), chosen)


def day_words(app: MilepostApp, one: Day) -> str:
    """A day of slots: 'Today', 'Thu 13 Aug'."""
    return "Today" if one.day == app.today else weekday_day_month(one.day)


def _ask_hour(app: MilepostApp, found: Offer, day: Day, done: Callable[[], Awaitable[object]]) -> None:
    options = [
        Option(
            str(slot.starts),
            clock_of(slot.starts, app.ports.now().tzinfo),
            f"{slot.free:,} of {count(slot.places, found.unit)} free",
            "their slot now" if slot.starts == found.booked else "" if slot.free else "full",
        )
        for slot in day.slots
    ]

    def chosen(starts: str | None) -> None:
        if starts is not None:
            app.run_guarded(_book(app, found, int(starts), done))

    app.push_screen(Choice(day_words(app, day), options, f"{app.look.name(found.name)}, {found.title}"), chosen)


async def _book(app: MilepostApp, found: Offer, starts: int, done: Callable[[], Awaitable[object]]) -> None:
    booked = await app.write(slots.book, found.person, starts)
    await done()
    name = app.look.name(found.name)
    did = "moved to" if booked.moved else f"booked for the {found.title},"
    app.notice(f"{name} {did} {booked.words}.", "way", keys=UNDO)
