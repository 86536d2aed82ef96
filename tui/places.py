"""The program as it is delivered: the app over a workbook, with its places."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from domain.model.errors import NotFound
from domain.model.lazily import dataclass
from domain.workbook import MailServer, head, history, queue
from domain.workbook.workbook import OUTBOX, open_workbook
from tui.calling import CallingApp
from tui.commands import Command
from tui.ports import HeaderInfo, Place, Ports, Told
from tui.reading_ahead import ReadingAhead
from tui.screens.place import Page
from tui.settings.config import catalogue_kept, seat_path
from tui.theme import THEMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

    from domain.workbook import Site, Workbook
    from tui.posting import Postman
    from tui.screens.error import Trouble
    from tui.seat import Holder
    from tui.settings.config import Config


@dataclass(frozen=True, slots=True)
class Made:
    """Makes a screen by its name; its module is read when that is asked for, or ahead of it."""

    module: str
    name: str

    def __call__(self) -> Screen[Any]:
        """Return a new screen."""
        screen: Screen[Any] = getattr(import_module(self.module), self.name)()
        return screen


def _nobody(app: Milepost) -> str | None:
    page = app.page
    return None if isinstance(page, Page) and page.focused_person else "nobody is in focus"


def _has_no_page(app: Milepost) -> str | None:
    return None if app.page is not None else "the workbook is not open"


PAGES = ("person", "score", "slip", "call", "walk_in", "find")
"""The pages that are opened from places."""


class Milepost(CallingApp):
    """The places that there are, and what works in each of them."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(
            id="app.walk_in",
            keys="w",
            do="walk_in",
            word="walk-in",
            title="Take in a walk-in",
            help="walk-in",
            group="Everywhere",
            when=_has_no_page,
            opens=True,
        ),
        Command(
            id="app.find",
            keys="/",
            do="find",
            word="find",
            title="Find a person",
            help="find a person",
            group="Everywhere",
            when=_has_no_page,
        ),
        Command(
            id="app.slot_places",
            keys="",
            do="slot_places",
            title="Places of a slot",
            help="other places for one slot",
            group="Everywhere",
            when=_has_no_page,
            opens=True,
        ),
        Command(
            id="app.retention",
            keys="",
            do="whose_time_is_over",
            title="Whose time is over",
            help="erase those whose time is over",
            group="Everywhere",
            when=_has_no_page,
            opens=True,
        ),
        Command(
            id="app.where",
            keys="i",
            do="how_far",
            title="How far, where and why",
            help="how far, where, why",
            group="Everywhere",
            when=_nobody,
            opens=True,
        ),
    )

    PLACES: ClassVar[tuple[Place, ...]] = (
        Place("t", "today", "Today", "what to do now", Made("tui.screens.today", "TodayScreen")),
        Place("q", "queue", "Queue", "who is here", Made("tui.screens.queue", "QueueScreen")),
        Place("b", "board", "Board", "one opening, in columns", Made("tui.screens.board", "BoardScreen")),
        Place("c", "people", "People", "everybody", Made("tui.screens.people", "PeopleScreen")),
        Place("s", "slips", "Slips", "owed, ready, given", Made("tui.screens.slips", "SlipsScreen")),
        Place("f", "follow_up", "Follow-up", "promises and retests", Made("tui.screens.follow_up", "FollowUpScreen")),
        Place("o", "openings", "Openings", "classes and pass lines", Made("tui.screens.openings", "OpeningsScreen")),
        Place("i", "insights", "Insights", "where people stop", Made("tui.screens.insights", "InsightsScreen")),
        Place("e", "exam", "Exam", "the exam, by measures", Made("tui.screens.exam", "ExamScreen")),
        Place(",", "settings", "Settings", "keys, theme, site, hours", Made("tui.screens.settings", "SettingsScreen")),
    )

    async def begin(self) -> None:
        """Show the first place, and read meanwhile what the others are made of."""
        await super().begin()
        places = [place.screen.module for place in self.PLACES if isinstance(place.screen, Made)]
        ReadingAhead(self, (*places, *(f"tui.screens.{page}" for page in PAGES))).begin()
        self.post_mail()

    # Mail.

    postman: Postman | None = None
    """Who sends mail while people work; there is none before there is a server."""

    @property
    def mail(self) -> MailServer:
        """Where mail leaves from; people of a demonstration get none."""
        return self.config.mail if self.config.own else MailServer()

    @property
    def printer(self) -> str:
        """The printer that the settings name."""
        return self.config.printer

    def post_mail(self) -> None:
        """Send what is due, and go on with that while Milepost runs; nothing happens without a server."""
        if not self.mail.ready:
            return
        if self.postman is None:
            from tui.posting import Postman

            self.postman = Postman(self, self.open_outbox, lambda: self.mail)
        self.run_guarded(self.postman.look(), group="mail")

    open_outbox: Callable[[], Workbook]
    """Opens the workbook once more, in the name of who sends."""

    async def take_settings(self, config: Config) -> None:
        """Mail leaves by the server of the settings from now on."""
        await super().take_settings(config)
        self.post_mail()

    # A seat that was handed to a candidate.

    holder: Holder | None = None
    """What says to other starts that the program at the seat is alive."""

    @property
    def seat_name(self) -> str:
        """The name of the files that keep a seat; a demonstration has its own."""
        return "exam-seat" if self.config.own else "exam-seat-demo"

    async def _start(self) -> None:
        """Start into the exam where the seat is kept for one, and into nothing else."""
        if self.config.own and seat_path().exists() and await self._start_kept():
            return
        await super()._start()

    async def _start_kept(self) -> bool:
        """Go on with an exam that was broken off; False where the program that runs it is alive."""
        from tui.kiosk.handing import resume

        return await resume(self)

    trouble_at_start: Trouble | None = None
    """Why the workbook could not be opened, told once the seat is free again."""

    async def begin_unkept(self) -> None:
        """Show the first place once the staff code was given, or why there is none."""
        from tui.screens.error import ErrorPage

        while len(self.screen_stack) > 1:
            self.pop_screen()
        if self.trouble_at_start is not None:
            self.push_screen(ErrorPage(self.trouble_at_start))
        else:
            await self.begin()
            await self.bring_call_back()

    async def on_unmount(self) -> None:
        """Let others take a seat over that this program no longer keeps."""
        if self.postman is not None:
            await self.postman.stop()
        await super().on_unmount()
        if self.holder is not None:
            self.holder.release()

    async def walk_in(self) -> None:
        """Take in whoever just walked in."""
        from tui.screens.walk_in import open_form

        await open_form(self, self._taken_in)

    def _taken_in(self, values: dict[str, str] | None) -> None:
        if values is not None:
            self.run_guarded(self._tell_number(int(values["visit"])))

    async def _tell_number(self, visit: int) -> None:
        row = await self.read(queue.find, visit)
        if isinstance(page := self.page, Page):
            page.reload()
        self.notice(f"{self.look.name(row.name)} is in, number {row.number}.", keys=[("u", "undo")])

    def find(self) -> None:
        """Find a person and show their page."""
        from tui.screens.find import Find

        self.push_screen(Find(), self._found)

    async def how_far(self) -> None:
        """Say how far the focused person came, where they stopped, and why."""
        from tui.screens.person_where import show_where

        if isinstance(page := self.page, Page):
            await show_where(self, page.focused_person)

    async def slot_places(self) -> None:
        """Ask for one slot and how many places it has."""
        from tui.screens.slot_places import offer

        await self.hold_keys_for(offer(self))

    async def whose_time_is_over(self) -> None:
        """Show who would be erased by rule, and erase them once their number is typed."""
        from tui.screens.retention import offer

        await self.hold_keys_for(offer(self))

    def _found(self, person: int | None) -> None:
        from tui.screens.person import PersonScreen

        if person is not None:
            self.open_page(PersonScreen(person))


def _undo(wb: Workbook) -> Told | None:
    try:
        taken_back = history.undo(wb)
    except NotFound:
        return None
    return Told(taken_back.what, history.names_in(wb, taken_back.id))


def _redo(wb: Workbook) -> Told | None:
    try:
        done_again = history.redo(wb)
    except NotFound:
        return None
    return Told(done_again.what, history.names_in(wb, done_again.id))


def _header(wb: Workbook) -> HeaderInfo:
    return HeaderInfo(head.owed_count(wb), wb.site.name, *head.next_steps(wb))


def make_app(where: str, config: Config, clock: Callable[[], int] | None = None, *, start: str = "") -> Milepost:
    """The program over the workbook at a path or an address.

    `clock` gives milliseconds UTC (the real time if None); `start` is the id of the first place (Today if empty).
    """

    def now() -> datetime:
        tz = app.config.site.tz()
        return datetime.fromtimestamp(clock() / 1000, UTC).astimezone(tz) if clock else datetime.now(tz)

    def opened(who: str, site: Site, *, create: bool = True) -> Workbook:
        return open_workbook(
            where,
            who=who,
            site=site,
            catalogue_folder=config.catalogue,
            catalogue_kept=catalogue_kept(),
            clock=clock,
            create=create,
        )

    ports: Ports[Workbook] = Ports(
        open=lambda: opened(config.who, config.site),
        close=lambda wb: wb.close(),
        undo=_undo,
        redo=_redo,
        header=_header,
        now=now,
        changed=lambda wb: wb.store.wait(0),
        stop=lambda wb: wb.store.stop(),
        go_on=lambda wb: wb.store.go_on(),
    )
    app = Milepost(ports, theme=THEMES[config.theme], ascii_only=config.ascii, keymap=config.keys, start=start)
    app.config, app.where = config, where
    app.open_outbox = lambda: opened(OUTBOX, app.config.site, create=False)
    return app
