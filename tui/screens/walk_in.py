"""Taking in a walk-in: a form that asks for what is needed, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.terms import Channel
from domain.workbook import openings, people, queue
from tui.screens.form import Form
from tui.widgets.fields import Field, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from domain.workbook import Workbook
    from domain.workbook.openings import OpeningRow
    from tui.app import MilepostApp

NO_OPENING = "0"
CHANNELS = (
    (Channel.CALL, "call"),
    (Channel.SMS, "text"),
    (Channel.CHAT, "chat app"),
    (Channel.EMAIL, "e-mail"),
)
SOURCES = ("Walk-in sign", "Referral", "Facebook", "Job fair", "Job site", "Agency")


def fields(classes: Sequence[OpeningRow], inside: tuple[str, ...] = ()) -> tuple[Field, ...]:
    """What is asked, from top to bottom; the openings by digit. `inside`: sources of who works or worked here."""
    chosen = (*((str(row.id), row.name) for row in classes[:8]), (NO_OPENING, "none yet"))
    return (
        Field(key="name", label="Name", hint="as it stands on their papers", required=True, longest=120, private=True),
        Field(key="mobile", label="Mobile", hint="0917 123 4567", longest=40, private=True),
        Field(key="opening", label="Opening", kind=Kind.CHOICE, choices=chosen, value=chosen[0][0]),
        Field(key="channel", label="Reach by", kind=Kind.CHOICE, choices=CHANNELS),
        Field(key="second_channel", label="Else by", kind=Kind.CHOICE, choices=CHANNELS),
        Field(key="email", label="E-mail", hint="name@example.org", longest=120, private=True),
        Field(key="source", label="Source", kind=Kind.CHOICE, choices=tuple((one, one) for one in (*SOURCES, *inside))),
        Field(key="point1", label="Point 1", hint="what they want us to know", longest=80),
        Field(key="point2", label="Point 2", longest=80),
        Field(key="point3", label="Point 3", longest=80),
    )


async def open_form(app: MilepostApp, done: Callable[[dict[str, str] | None], None]) -> None:
    """Show the form; ``done`` is called with its values after the person is in, or with ``None``."""
    classes, inside = await app.read(_known)

    async def save(values: dict[str, str]) -> None:
        new = people.NewPerson(
            name=values["name"],
            mobile=values["mobile"],
            email=values["email"],
            channel=values["channel"],
            second_channel=values["second_channel"],
            source=values["source"],
            points=tuple(values[key] for key in ("point1", "point2", "point3") if values[key]),
        )
        visit = await app.write(queue.walk_in, new, int(values["opening"] or NO_OPENING))
        values["visit"] = str(visit)

    app.push_screen(Form("Walk-in", fields(classes, inside), save, fact="F10 saves at once", draft="walk-in"), done)


def _known(wb: Workbook) -> tuple[list[OpeningRow], tuple[str, ...]]:
    return openings.listing(wb), wb.catalogue.follow_up.ladder.sources
