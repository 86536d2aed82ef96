"""What is done with one opening, from the list and from its own page: change, close, reopen, put somebody on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from domain.workbook import applications, openings
from domain.workbook.openings import MAX_NAME, MAX_SEATS, ClassFields
from tui.commands import Command
from tui.screens.find import Find
from tui.screens.form import Form
from tui.screens.place import Page
from tui.widgets.fields import Field, Kind

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from domain.workbook.openings import OpeningRow
    from tui.app import MilepostApp

UNDO = (("u", "undo"),)
DATE_HINT = "12 Aug, 2026-09-01, +14, or empty when it is not known"


def _none(screen: ClassPage) -> str | None:
    return None if screen.row is not None else "no class"


def _closed(screen: ClassPage) -> str | None:
    if screen.row is None:
        return "no class"
    return "it is closed already" if screen.row.closed else None


def _open(screen: ClassPage) -> str | None:
    if screen.row is None:
        return "no class"
    return None if screen.row.closed else "it is open already"


def _takes_nobody(screen: ClassPage) -> str | None:
    if screen.row is None:
        return "no class"
    return "it takes no more people" if screen.row.closed else None


CHANGE = Command(
    id="openings.change",
    keys="e",
    do="change",
    word="change",
    title="Change the opening",
    help="seats, start, name and note",
    when=_none,
    opens=True,
)
PUT = Command(
    id="openings.put",
    keys="a",
    do="put",
    word="put somebody on it",
    short="put on",
    title="Put somebody on this opening",
    help="find somebody and put them on it",
    when=_takes_nobody,
)
POOL = Command(
    id="openings.pool",
    keys="p",
    do="pool",
    word="pool",
    title="Who of the pool fits this opening",
    help="who of the pool meets its hurdles already, and what is left to do",
    when=_none,
)
CLOSE = Command(
    id="openings.close",
    keys="X",
    do="close_opening",
    title="Close the opening",
    help="take no more people; who is on their way stays",
    when=_closed,
)
REOPEN = Command(
    id="openings.reopen",
    keys="O",
    do="reopen",
    title="Open it again",
    help="take people again",
    when=_open,
)


class ClassPage(Page):
    """A page that has an opening in focus, with what is done with it."""

    @property
    def row(self) -> OpeningRow | None:
        """The opening that a key acts on."""
        return None

    async def change(self) -> None:
        """Seats, start, name and note."""
        if self.row is not None:
            await change(self.milepost, self.row, self.load)

    def put(self) -> None:
        """Find somebody and put them on it."""
        if self.row is not None:
            put(self.milepost, self.row, self.load)

    def pool(self) -> None:
        """Who of the pool fits it."""
        from tui.screens.openings_pool import OpeningPoolScreen

        if self.row is not None:
            self.milepost.open_page(OpeningPoolScreen(self.row))

    async def close_opening(self) -> None:
        """Take no more people."""
        if self.row is not None:
            await close(self.milepost, self.row, self.load)

    async def reopen(self) -> None:
        """Take people again."""
        if self.row is not None:
            await reopen(self.milepost, self.row, self.load)


async def change(app: MilepostApp, row: OpeningRow, done: Callable[[], Awaitable[object]]) -> None:
    """Ask for what can be changed of a class, with what it has now, and store it."""
    row = await app.read(openings.find, row.id)
    note = " ".join(row.note.split())
    fields = (
        Field(key="name", label="Name", value=row.name, hint="made of account and date when empty", longest=MAX_NAME),
        Field(
            key="seats",
            label="Seats",
            kind=Kind.NUMBER,
            value=str(row.seats),
            low=1,
            high=MAX_SEATS,
            required=True,
            check=lambda typed: _seats_problem(typed, row.taken),
        ),
        Field(
            key="starts",
            label="Starts",
            kind=Kind.DATE,
            value=row.starts.isoformat() if row.starts else "",
            hint=DATE_HINT,
        ),
        Field(key="note", label="Note", value=note, hint="for the hub, never for a candidate"),
    )

    async def save(values: dict[str, str]) -> None:
        wanted = ClassFields(
            name=values["name"],
            seats=int(float(values["seats"])),
            starts=date.fromisoformat(values["starts"]) if values["starts"] else None,
            note=row.note if values["note"] == note else values["note"],
        )
        changed = await app.write(openings.change, row.id, wanted, version=row.version)
        values["changed"] = "yes" if changed else ""

    def saved(values: dict[str, str] | None) -> None:
        if values is not None:
            app.run_guarded(_tell_changed(app, row.id, bool(values["changed"]), done))

    app.push_screen(Form("Change the opening", fields, save, fact=row.account_name, draft=f"opening {row.id}"), saved)


def _seats_problem(typed: str, taken: int) -> str:
    if "." in typed and float(typed) != int(float(typed)):
        return "Give a whole number."
    return f"{taken} taken already: give {taken} or more." if float(typed) < taken else ""


async def _tell_changed(app: MilepostApp, opening: int, changed: bool, done: Callable[[], Awaitable[object]]) -> None:
    await done()
    row = await app.read(openings.find, opening)
    if changed:
        app.notice(f"{row.name} is changed.", keys=UNDO)
    else:
        app.notice("Nothing was different.", "open")


async def close(app: MilepostApp, row: OpeningRow, done: Callable[[], Awaitable[object]]) -> None:
    """Take no more people."""
    await app.write(openings.close, row.id)
    await done()
    app.notice(f"{row.name} takes no more people.", keys=UNDO)


async def reopen(app: MilepostApp, row: OpeningRow, done: Callable[[], Awaitable[object]]) -> None:
    """Take people again."""
    await app.write(openings.reopen, row.id)
    await done()
    app.notice(f"{row.name} takes people again.", keys=UNDO)


def put(app: MilepostApp, row: OpeningRow, done: Callable[[], Awaitable[object]]) -> None:
    """Find somebody and put them on an opening."""

    def found(person: int | None) -> None:
        if person is not None:
            app.run_guarded(_put(app, person, row, done))

    app.push_screen(Find(), found)


async def _put(app: MilepostApp, person: int, row: OpeningRow, done: Callable[[], Awaitable[object]]) -> None:
    await app.write(applications.add, person, row.id)
    await done()
    app.notice(f"One more on {row.name}.", keys=[("a", "another"), *UNDO])


async def new(app: MilepostApp, account: str, made: Callable[[int], Awaitable[object]]) -> None:
    """Ask for account, seats and start, and open the class; `account` is chosen at first."""
    known = await app.read(openings.accounts)
    fields = (
        Field(
            key="account",
            label="Account",
            kind=Kind.CHOICE,
            choices=tuple((one.id, one.short) for one in known),
            value=account,
            required=True,
        ),
        Field(key="seats", label="Seats", kind=Kind.NUMBER, value="20", low=1, high=MAX_SEATS, required=True),
        Field(key="starts", label="Starts", kind=Kind.DATE, hint=DATE_HINT),
        Field(key="name", label="Name", hint="made of account and date when empty", longest=MAX_NAME),
    )

    async def save(values: dict[str, str]) -> None:
        starts = date.fromisoformat(values["starts"]) if values["starts"] else None
        seats = int(float(values["seats"]))
        opening = await app.write(openings.create, values["account"], seats=seats, starts=starts, name=values["name"])
        values["opening"] = str(opening)

    def saved(values: dict[str, str] | None) -> None:
        if values is not None:
            app.run_guarded(made(int(values["opening"])))

    app.push_screen(Form("New opening", fields, save, draft="opening"), saved)
