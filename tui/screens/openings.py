"""Openings: the classes that are being filled, with their route and pass lines."""

from __future__ import annotations

from array import array
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from domain.workbook import applications, openings
from domain.workbook.wording import day_month
from tui.commands import Command
from tui.lines import PANE_WIDTH, Line, bar, blocks, heading, pair, text
from tui.safe_text import cut
from tui.screens.find import Find
from tui.screens.form import Form
from tui.screens.place import PlaceScreen
from tui.widgets.empty import EmptyState
from tui.widgets.fields import Field, Kind
from tui.widgets.record_table import RecordTable, Track

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from domain.workbook.openings import Detail, OpeningRow
    from tui.look import Look
    from tui.safe_text import Pieces


def _none(screen: OpeningsScreen) -> str | None:
    return None if screen.row is not None else "there is no opening yet"


class OpeningsScreen(PlaceScreen):
    """Every class that takes people, the next one first."""

    PLACE = "openings"
    HEADING = "Openings"
    HELP_TITLE = "Keys in openings"
    HOME = "RecordTable"
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(
            id="openings.new", keys="n", do="new", word="new", title="New opening", help="open a class", opens=True
        ),
        Command(
            id="openings.put",
            keys="a",
            do="put",
            word="put somebody on it",
            short="put on",
            title="Put somebody on this opening",
            help="find somebody and put them on it",
            when=_none,
        ),
        Command(
            id="openings.close",
            keys="X",
            do="close_opening",
            word="close",
            title="Close the opening",
            help="take no more people; who is on their way stays",
            when=_none,
        ),
    )
    FOOTER = ("app.walk_in", "app.find", "app.undo")

    def __init__(self) -> None:
        """Start without rows; `load` brings them."""
        super().__init__()
        self.listed: dict[int, OpeningRow] = {}

    def compose_main(self) -> ComposeResult:
        """Yield the table, and what stands there while there is no opening."""
        yield RecordTable[openings.OpeningRow](
            (
                Track("name", "Opening", 38, lambda row, look: cut(row.name, 38, look.dots), name=True),
                Track("for", "For", 6, lambda row, _look: row.account_short, style="muted"),
                Track("starts", "Starts", 6, _starts, right=True),
                Track("seats", "Seats", 7, _seats, right=True),
                Track("people", "People", 7, lambda row, _look: f"{row.people:,}", right=True),
            ),
            self._fetch,
            muted=lambda row: row.closed,
        )
        yield EmptyState(
            "No class is open yet.",
            "An opening is a class of seats on an account, with a start date.",
            (("n", "open a class"), ("w", "take in a walk-in"), ("g c", "everybody")),
        )

    async def load(self) -> None:
        """Read the openings."""
        rows = await self.milepost.read(openings.listing, with_closed=True)
        self.listed = {row.id: row for row in rows}
        table = self.query_one(RecordTable)
        table.display = bool(rows)
        self.query_one(EmptyState).display = not rows
        self.empty = not rows
        self.hide_pane(not rows)
        table.set_ids(array("q", [row.id for row in rows]))
        table.forget()
        self.header.fact = f"{sum(not row.closed for row in rows)} open"
        if rows and self.focused is None:
            self.focus_home()
        self.refresh_chrome()
        self._show_detail()

    async def _fetch(self, ids: Sequence[int]) -> Sequence[OpeningRow | None]:
        return [self.listed.get(opening) for opening in ids]

    @property
    def row(self) -> OpeningRow | None:
        """The focused opening."""
        current = self.query_one(RecordTable).current
        return self.listed.get(current) if current is not None else None

    def on_record_table_moved(self, _event: RecordTable.Moved) -> None:
        """Let the pane follow the focus."""
        self.refresh_chrome()
        self._show_detail()

    def _show_detail(self) -> None:
        if self.row is None:
            self.show_pane(())
            return
        self.milepost.run_guarded(self._read_detail(self.row.id), group="pane", node=self, exclusive=True)

    async def _read_detail(self, opening: int) -> None:
        detail = await self.milepost.read(openings.detail, opening)
        if self.row is not None and self.row.id == opening:
            self.show_pane(_pane(self.milepost.look, detail))

    # Doing.

    async def new(self) -> None:
        """Ask for account, seats and start, and open the class."""
        accounts = await self.milepost.read(openings.accounts)
        choices = tuple((account.id, account.short) for account in accounts)
        fields = (
            Field(key="account", label="Account", kind=Kind.CHOICE, choices=choices, required=True),
            Field(
                key="seats", label="Seats", kind=Kind.NUMBER, value="20", low=1, high=openings.MAX_SEATS, required=True
            ),
            Field(key="starts", label="Starts", kind=Kind.DATE, hint="12 Aug, +14, or empty when it is not known"),
            Field(key="name", label="Name", hint="made of account and date when empty", longest=80),
        )

        async def save(values: dict[str, str]) -> None:
            starts = date.fromisoformat(values["starts"]) if values["starts"] else None
            seats = int(float(values["seats"]))
            made = await self.milepost.write(
                openings.create, values["account"], seats=seats, starts=starts, name=values["name"]
            )
            values["opening"] = str(made)

        self.milepost.push_screen(Form("New opening", fields, save, draft="opening"), self._made)

    def _made(self, values: dict[str, str] | None) -> None:
        if values is not None:
            self.milepost.run_guarded(self._show_made(int(values["opening"])))

    async def _show_made(self, opening: int) -> None:
        await self.load()
        self.query_one(RecordTable).choose(opening)
        self.focus_home()
        self.notice(f"{self.listed[opening].name} is open.", keys=[("a", "put somebody on it"), ("u", "undo")])

    def put(self) -> None:
        """Find somebody and put them on the focused opening."""
        row = self.row

        def found(person: int | None) -> None:
            if person is not None and row is not None:
                self.milepost.run_guarded(self._put(person, row))

        self.milepost.push_screen(Find(), found)

    async def _put(self, person: int, row: OpeningRow) -> None:
        await self.milepost.write(applications.add, person, row.id)
        await self.load()
        self.notice(f"One more on {row.name}.", keys=[("a", "another"), ("u", "undo")])

    async def close_opening(self) -> None:
        """Take no more people."""
        if self.row is not None:
            row = self.row
            await self.milepost.write(openings.close, row.id)
            await self.load()
            self.notice(f"{row.name} takes no more people.", keys=[("u", "undo")])


def _starts(row: OpeningRow, _look: Look) -> str:
    return day_month(row.starts) if row.starts else ""


def _seats(row: OpeningRow, _look: Look) -> Pieces:
    return ((f"{row.taken} of {row.seats}", ""),)


def _pane(look: Look, detail: Detail) -> Sequence[Line]:
    """Seats, route with weights, and pass lines."""
    row = detail.row
    state = "closed" if row.closed else f"{row.seats - row.taken} free"
    route = [pair(name, f"{weight:g}" if weight else look.sign("not_needed")) for name, weight in detail.route]
    hurdles = [pair(cut(name, 24, look.dots), value) for name, value in detail.hurdles]
    return blocks(
        [Line(((cut(row.name, PANE_WIDTH, look.dots), "bold"),)), *text(row.account_name, "muted")],
        [pair("Seats taken", f"{row.taken} of {row.seats}, {state}"), bar(look, row.taken / row.seats)],
        [heading("Route", right="weight"), *route],
        [heading("Hurdles"), *hurdles],
        [heading("Told before they say yes"), *(line for one in detail.preview for line in text(one, "muted"))],
    )
