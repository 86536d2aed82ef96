"""The pane of the queue: who the focused person is, in a few lines."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui.lines import PANE_WIDTH, Line, blocks, heading, item, text, vertical_road
from tui.safe_text import cut
from tui.screens.person_parts import posts, twin_lines
from tui.screens.person_words import channel, hours

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from domain.workbook.journeys import Page as Journey
    from domain.workbook.queue import QueueRow
    from tui.look import Look


def clock_of(at: int, zone: tzinfo | None) -> str:
    """'9:05' at the site."""
    moment = datetime.fromtimestamp(at / 1000, UTC).astimezone(zone)
    return f"{moment.hour}:{moment.minute:02}"


def contact(look: Look, journey: Journey, now: datetime) -> str:
    """'Chat app, 9:00–19:00, local 10:42, English'."""
    person = journey.person
    parts = (look.private(channel(person)), look.private(hours(person, now, look)), look.private(journey.language))
    return ", ".join(part for part in parts if part)


def pane(look: Look, row: QueueRow, journey: Journey, now: datetime) -> Sequence[Line]:
    """Name, opening, times, road, points to make, the last tip, contact with the rule that says not now."""
    number = f"No. {row.number}" if row.number else ""
    name = Line(((cut(look.name(row.name), PANE_WIDTH - len(number) - 1, look.dots), "bold"),), ((number, "muted"),))
    opening = journey.application.opening_name if journey.application else "on no opening yet"
    times = [f"Arrived {clock_of(row.arrived_at, now.tzinfo)}"] if row.arrived_at else []
    times += [f"booked {clock_of(row.booked_for, now.tzinfo)}"] if row.booked_for else []
    points = [item(look, "open", point) for point in journey.person.points]
    tip = text(journey.last_tip, "muted")[:4] if journey.last_tip else ()
    return blocks(
        [name, *text(opening, "muted"), *text(", ".join(times).capitalize(), "muted")],
        vertical_road(look, posts(journey)) if journey.application else [],
        [heading("Wants to make these points"), *points] if points else [],
        [heading(f"Last tip, {journey.last_tip_from}"), *tip] if tip else [],
        [*text(contact(look, journey, now), "muted"), *text(journey.not_now, "due")],
        [heading("Perhaps the same person"), *twin_lines(look, journey)] if journey.twins else [],
    )
