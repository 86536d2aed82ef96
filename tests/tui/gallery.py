"""A small app that shows every part of the foundation with invented people; also run by hand to look at it."""

from __future__ import annotations

import sys
from array import array
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from domain.model.errors import BadInput
from tui.app import MilepostApp
from tui.commands import Command
from tui.lines import Post, blocks, heading, item, pair, text, vertical_road
from tui.ports import HeaderInfo, Place, Ports, Told
from tui.screens.choice import Choice, Option
from tui.screens.form import Form
from tui.screens.place import PlaceScreen
from tui.theme import DARK, LIGHT
from tui.widgets.bars import Tab, TabsRow
from tui.widgets.empty import EmptyState
from tui.widgets.fields import Field, Kind
from tui.widgets.filter_row import FilterRow
from tui.widgets.record_table import RecordTable
from tui.widgets.tracks import Track

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from tui.look import Look
    from tui.safe_text import Pieces

NOW = datetime(2025, 8, 12, 10, 42)


@dataclass(frozen=True, slots=True)
class Visit:
    """One row of the queue."""

    id: int
    number: str
    name: str
    glyph: str
    state: str
    wait: str
    road: str
    next: str
    account: str
    over: bool = False


def _visit(id_: int, line: str) -> Visit:
    number, name, glyph, state, wait, road, following, account = (part.strip() for part in line.split("|"))
    over = glyph == "no_show" or state == "done"
    return Visit(id_, number, name, glyph, state, wait, road, following, account, over)


LINES = """\
47|Joan Alcaraz|here|waiting|! 38 min|****@-.-..|Mock call|Retail
51|Benedikt Aas|here|waiting|! 33 min|*@...-.-..|Phone|Bank
52|Carmela Yusay|here|waiting|29 min|**@..-.-..|In person|Retail
54|Dev Raghunathan|here|waiting|24 min|***@.--...|Exam|Telco
55|Amara Nwosu|here|waiting|21 min|*@...-.-..|Phone|Retail
57|Tomas Villarreal|here|waiting|16 min|****@..-..|Mock call|Hotels
58|Yuki Tanabe|here|waiting|11 min|*@...-.-..|Phone|Travel
60|Christabel Anne Montgomery|here|waiting|6 min|*@...-.-..|Phone|Retail
61|Omar Farouk Said|here|waiting|2 min|@....-.-..|Applied|Telco
44|Lea Mondal|done|with Ines|12 min|****o-.-..|Mock call|Retail
45|Ravi Menon|done|with Noor|9 min|**@..-.-..|In person|Bank
46|Sofia Marchetti|done|with Noor|4 min|**@..-.-..|In person|Hotels
48|Kofi Mensah|done|exam room|26 min|***@.--...|Exam|Telco
49|Lin Xiaomei|done|exam room|26 min|***@.-.-..|Exam|Travel
50|Paolo Bautista|done|exam room|26 min|***@.-.-..|Exam|Retail
|Grace Obuya|way|at 11:00||*****@.-..|Sales|Hotels
|Marek Novotny|way|at 11:00||*@...-.-..|Phone|Telco
|Ana Luisa Prado|way|at 11:15||****@-.-..|Mock call|Bank
|Idris Bello|way|at 11:30||******.-@.|Final|Hotels
|Vera Lindholm|way|at 11:45||*@...-.-..|Phone|Travel
|Jomar Quiambao|no_show|no-show||x....-.-..|Phone|Retail
42|Bea Fontanilla|done|done||***@.-.-..|Exam|Retail
43|Nadia Haddad|done|done||*o...-.-..|Phone|Telco"""
VISITS = tuple(_visit(n, line) for n, line in enumerate(LINES.splitlines(), 1))


class Hub:
    """Stands in for the workbook: rows by id, acts as words."""

    def __init__(self, visits: Sequence[Visit] = VISITS) -> None:
        self.visits = {visit.id: visit for visit in visits}
        self.done: list[str] = []
        self.undone: list[str] = []
        self.fetched = 0

    def rows(self, ids: Sequence[int]) -> list[Visit | None]:
        self.fetched += len(ids)
        return [self.visits.get(row_id) for row_id in ids]

    def act(self, words: str) -> None:
        if words == "refused":
            raise BadInput("The name is empty.", "Type one.")
        if words == "broken":
            raise RuntimeError("boom [/] [@click=app.quit]")
        self.done.append(words)

    def undo(self) -> Told | None:
        if not self.done:
            return None
        self.undone.append(self.done.pop())
        return Told(self.undone[-1], ("Nadia Haddad",))

    def redo(self) -> Told | None:
        if not self.undone:
            return None
        self.done.append(self.undone.pop())
        return Told(self.done[-1], ("Nadia Haddad",))

    def header(self) -> HeaderInfo:
        return HeaderInfo(max(0, 4 - len(self.done)), "Harbour hub")


def wait(row: Visit, _look: Look) -> Pieces:
    """Return the waiting time; late is amber, somebody already served is muted."""
    role = "due" if row.wait.startswith("!") else "" if row.glyph == "here" else "muted"
    return ((row.wait, role),)


def state(row: Visit, look: Look) -> Pieces:
    """Return glyph and word."""
    return look.state(row.glyph, row.state, "muted" if row.glyph == "way" else "", None)


TRACKS: tuple[Track[Visit], ...] = (
    Track("name", "Person", 19, lambda row, look: look.name(row.name), name=True),
    Track("state", "State", 12, state),
    Track("wait", "Wait", 8, wait, right=True, gap=0),
    Track("road", "Road", 10, lambda row, look: look.road(row.road)),
    Track("next", "Next", 9, lambda row, _look: row.next),
    Track("for", "For", 6, lambda row, _look: row.account, style="muted"),
)
LEAD: Track[Visit] = Track("number", "No.", 3, lambda row, look: row.number or look.sign("not_needed"), right=True)


def long_enough(value: str) -> str:
    """Refuse a number that is too short."""
    return "" if len(value) > 6 else "Too short."


class QueueLike(PlaceScreen):
    """The queue of the mock-up."""

    PLACE = "queue"
    HEADING = "Queue"
    FOOTER = ("app.hide_names", "app.undo")
    HOME = "RecordTable"
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(id="queue.open", keys="enter", do="open_person", word="open", title="Open the person", group="Queue"),
        Command(
            id="queue.arrived",
            keys="a",
            do="arrived",
            word="arrived",
            title="Arrived",
            about="Joan Alcaraz",
            group="Queue",
        ),
        Command(id="queue.no_show", keys="x", do="no_show", word="no-show", title="No-show", group="Queue"),
        Command(
            id="queue.slip",
            keys="f",
            do="slip",
            word="slip",
            title="Deliver the slip",
            group="Queue",
            when=lambda screen: screen.missing,
        ),
        Command(id="queue.move", keys="r", do="move", word="move", title="Move to another opening", group="Queue"),
        Command(id="queue.walk_in", keys="w", do="walk_in", word="walk-in", title="Take in a walk-in", group="Queue"),
        Command(id="queue.find", keys="/", do="find", word="find", title="Find a person", group="Queue"),
    )

    def __init__(self) -> None:
        super().__init__()
        self.missing: str | None = None

    def compose_row(self) -> ComposeResult:
        counts = ("All", 23), ("Waiting", 9), ("In progress", 6), ("Booked", 5), ("Done", 3)
        yield TabsRow([Tab(name.lower(), name, count) for name, count in counts])

    def compose_main(self) -> ComposeResult:
        yield RecordTable(TRACKS, self.fetch, lead=LEAD, muted=lambda row: row.over, can_mark=True, id="rows")

    async def fetch(self, ids: Sequence[int]) -> Sequence[Visit | None]:
        return await self.milepost.read(Hub.rows, ids)

    async def load(self) -> None:
        self.header.fact = "Tue 12 Aug"
        ids = await self.milepost.read(lambda hub: array("q", hub.visits))
        self.query_one(RecordTable).set_ids(ids)

    def on_record_table_moved(self, event: RecordTable.Moved) -> None:
        visit = next((v for v in VISITS if v.id == event.id), None)
        if visit is not None:
            self.show_pane(self._pane(visit))

    def _pane(self, visit: Visit) -> list[Any]:
        look = self.milepost.look
        words = {"*": "passed", "@": "here", "-": "not needed", ".": "to come", "o": "not yet", "x": "no-show"}
        short = ["Applied", "Phone", "In person", "Exam", "Mock call", "Sales", "Service", "Tech", "Final", "Offer"]
        posts = [
            Post(code, name, words[code], "22 Jul" if code == "*" else "attempt 2" if code == "@" else "")
            for code, name in zip(visit.road, short, strict=True)
        ]
        return list(
            blocks(
                [
                    pair(((look.name(visit.name), "bold"),), ((f"No. {visit.number}", ""),)),
                    *text("Retail service, class of 1 Sep", "muted"),
                    *text("Arrived 10:04, booked 10:15", "muted"),
                ],
                vertical_road(look, posts),
                [
                    heading("Wants to make these points"),
                    item(look, "open", "Ran a repair counter, 30 a day"),
                    item(look, "open", "Asks before offering a credit"),
                ],
                [
                    heading("Last tip, mock call on 29 Jul"),
                    *text(
                        "Ask three questions before you offer anything. Ten minutes a day, until four out of five "
                        "causes are found.",
                        "muted",
                    ),
                ],
                text(look.private("WhatsApp, 9:00–19:00, English"), "muted"),
            )
        )

    def open_person(self) -> None:
        self.notice("Opened.")

    async def arrived(self) -> None:
        await self.milepost.write(Hub.act, "Nadia Haddad done, slip delivered.")
        self.notice("Nadia Haddad done, slip delivered.", keys=[("u", "undo")])

    async def no_show(self) -> None:
        await self.milepost.write(Hub.act, "refused")

    async def slip(self) -> None:
        await self.milepost.write(Hub.act, "broken")

    def move(self) -> None:
        options = [Option("bank", "Bank, 1 Sep", "level B2 of B2+"), Option("hotels", "Hotels, 8 Sep", "3 left")]
        self.app.push_screen(Choice("Move Joan Alcaraz to", options, "valid scores go along"), self._moved)

    def _moved(self, choice: str | None) -> None:
        if choice:
            self.notice(f"Moved to {choice}.")

    def walk_in(self) -> None:
        fields = (
            Field(key="name", label="Name", required=True, hint="given name, family name"),
            Field(key="phone", label="Phone", hint="9 digits or more", check=long_enough),
            Field(key="day", label="Start", kind=Kind.DATE, hint="12 Sep"),
            Field(key="years", label="Years", kind=Kind.NUMBER, low=0, high=60),
            Field(
                key="way",
                label="Reach by",
                kind=Kind.CHOICE,
                choices=(("call", "call"), ("sms", "SMS"), ("chat", "WhatsApp"), ("email", "e-mail")),
                value="sms",
            ),
        )
        self.app.push_screen(Form("Walk-in", fields, self.take_in, fact="about 45 seconds", draft="walk-in"))

    async def take_in(self, values: dict[str, str]) -> None:
        await self.milepost.write(Hub.act, "refused" if values["name"] == "refused" else f"{values['name']} walked in.")

    def find(self) -> None:
        self.notice("Find.")


class EmptyLike(PlaceScreen):
    """A place with nothing in it."""

    PLACE = "today"
    HEADING = "Today"
    HAS_PANE = False

    def compose_row(self) -> ComposeResult:
        yield TabsRow([Tab("all", "All", 0), Tab("waiting", "Waiting", 0)])

    def compose_main(self) -> ComposeResult:
        keys = [("w", "take in a walk-in, about 45 seconds"), ("g t", "see what else is due today")]
        yield EmptyState("Nobody is here yet.", "The first booked slot is tomorrow at 9:00.", keys)


class FilterLike(QueueLike):
    """A list with a filter in row 1."""

    PLACE = "people"
    HEADING = "People"
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(id="people.filter", keys="/", do="to_filter", word="filter", group="People"),
    )

    def compose_row(self) -> ComposeResult:
        yield FilterRow("name, account, state")

    def compose_main(self) -> ComposeResult:
        yield RecordTable(TRACKS, self.fetch, muted=lambda row: row.over, can_mark=True, id="rows")

    async def load(self) -> None:
        await super().load()
        self.query_one(FilterRow).count("214 of 104,318")

    def to_filter(self) -> None:
        self.query_one(FilterRow).take_focus()


class Gallery(MilepostApp):
    """Places of the gallery."""

    PLACES = (
        Place("t", "today", "Today", "what must I do now", EmptyLike),
        Place("q", "queue", "Queue", "who is here", QueueLike),
        Place("b", "board", "Board", "one opening, in columns", EmptyLike),
        Place("c", "people", "People", "everybody", FilterLike),
        Place("s", "slips", "Slips", "owed, ready, delivered", EmptyLike),
        Place("f", "follow", "Follow-up", "promises and check-ins", EmptyLike),
        Place("o", "openings", "Openings", "classes and pass lines", EmptyLike),
        Place("i", "insights", "Insights", "where people stop", EmptyLike),
        Place(",", "settings", "Settings", "keys, theme, mail", EmptyLike),
    )


def make(hub: Hub | None = None, start: str = "queue", light: bool = False, ascii_only: bool = False) -> Gallery:
    """Return a gallery on ``hub``."""
    the_hub = hub or Hub()
    ports: Ports[Hub] = Ports(open=lambda: the_hub, undo=Hub.undo, redo=Hub.redo, header=Hub.header, now=lambda: NOW)
    return Gallery(ports, theme=LIGHT if light else DARK, ascii_only=ascii_only, start=start)


if __name__ == "__main__":
    make(
        start=next((a for a in sys.argv[1:] if not a.startswith("-")), "queue"),
        light="--light" in sys.argv,
        ascii_only="--ascii" in sys.argv,
    ).run()
