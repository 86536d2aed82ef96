"""The app: places, commands that work everywhere, the bridge to the workbook, and what goes wrong."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import weakref
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Concatenate, Generic, ParamSpec, TypeVar

from textual.css.query import NoMatches
from textual.events import Key
from textual.filter import Monochrome, NoColor
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.worker import WorkerError

from domain.model.errors import Stopped, WorkbookError
from domain.model.lazily import dataclass
from tui import deeds
from tui.bridge import Bridge, NotOpen
from tui.commands import SHOWN, Command, Commanding, Offer, focus_chain, offers, show_keys
from tui.keys.type_ahead import TypeAhead
from tui.look import Look
from tui.safe_text import SAFE
from tui.screens.place import Page, PlaceScreen
from tui.slow import DOING, SlowWork
from tui.theme import DARK, ROLES, TERMINAL, THEMES, make_theme, no_colour, own_colours
from tui.watching import Watching
from tui.widgets.bars import Notice, NoticeRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from textual.dom import DOMNode
    from textual.filter import LineFilter
    from textual.screen import Screen
    from textual.worker import Worker

    from tui.keys.jumping import Spot
    from tui.safe_text import Pieces
    from tui.screens.error import Trouble

W = TypeVar("W")
T = TypeVar("T")
P = ParamSpec("P")


PATIENCE = 1.0
"""Seconds that keys wait for the first place at most."""


@dataclass(frozen=True, slots=True)
class Told:
    """An act in words, and the names of people in them, which are hidden where names are."""

    words: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeaderInfo:
    """What every header shows: slips owed (``None`` when not known yet) and the name of the hub.

    ``undo`` and ``redo`` are the acts that come next: their words, ``""`` for none, ``None`` when that is not known.
    """

    slips_owed: int | None = None
    hub: str = ""
    undo: str | None = None
    redo: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the go-to menu; ``screen`` makes the screen when it is first needed."""

    key: str
    id: str
    name: str
    answer: str
    screen: Callable[[], Screen[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports(Generic[W]):
    """What the app needs of the workbook; every function but ``now`` runs on the store thread.

    ``undo`` and ``redo`` return what the act was, or ``None`` when there is nothing left. ``changed`` says whether
    somebody else changed the workbook since it was last asked. ``stop``, from another thread, makes what the workbook
    is at end with ``Stopped``, and all that follows until ``go_on``.
    """

    open: Callable[[], W]
    close: Callable[[W], None] | None = None
    undo: Callable[[W], Told | None]
    redo: Callable[[W], Told | None]
    header: Callable[[W], HeaderInfo]
    now: Callable[[], datetime]
    changed: Callable[[W], bool] | None = None
    stop: Callable[[W], None] | None = None
    go_on: Callable[[W], None] | None = None


class MilepostApp(Commanding, TypeAhead):
    """The program. Subclasses set ``PLACES`` and add to ``VERBS`` what works everywhere."""

    CSS_PATH = Path(__file__).parent / "styles" / "base.tcss"
    TITLE = "Milepost"
    ENABLE_COMMAND_PALETTE = False
    PLACES: ClassVar[tuple[Place, ...]] = ()
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(
            id="app.undo",
            keys="u",
            do="undo",
            word="undo",
            title="Undo",
            help="undo",
            group="Everywhere",
            pair=("app.redo", "undo, redo"),
            when=lambda app: "nothing is left" if app.header_info.undo == "" else None,
            about=lambda app: "" if app.hide_names else app.header_info.undo or "",
        ),
        Command(
            id="app.redo",
            keys="U",
            do="redo",
            word="redo",
            title="Redo",
            help="redo",
            group="Everywhere",
            when=lambda app: "nothing is left" if app.header_info.redo == "" else None,
            about=lambda app: "" if app.hide_names else app.header_info.redo or "",
        ),
        Command(
            id="app.go",
            when=lambda app: _not_open(app),
            keys="g",
            do="go_to",
            word="go to",
            short="go",
            help="go to a place",
            group="Everywhere",
            pinned=True,
        ),
        Command(
            id="app.jump",
            keys="; ctrl+o",
            do="jump",
            title="Jump to anything in sight",
            help="jump to anything",
            group="Everywhere",
        ),
        Command(
            id="app.copy",
            keys="y",
            do="copy_focused",
            title="Copy what is focused",
            help="copy what is focused",
            group="Everywhere",
            when=lambda app: app.nothing_to_copy(),
        ),
        Command(id="app.palette", keys=": ctrl+p", do="palette", help="all commands", group="Everywhere"),
        Command(
            id="app.hide_names",
            keys="H",
            do="toggle_names",
            word="hide names",
            title="Hide or show names",
            help="hide names",
            group="Everywhere",
        ),
        Command(
            id="app.theme",
            keys="",
            do="choose_theme",
            title="Theme",
            help="theme",
            about=lambda app: app.theme_word,
            group="Everywhere",
        ),
        Command(
            id="app.ascii",
            keys="",
            do="switch_glyphs",
            title="Glyphs or plain characters",
            help="glyphs or plain characters",
            group="Everywhere",
        ),
        Command(
            id="app.help",
            keys="? f1",
            do="show_help",
            word="help",
            title="Keys of this screen",
            help="keys of this screen",
            group="Everywhere",
            pinned=True,
        ),
        Command(
            id="app.quit",
            keys="ctrl+q",
            do="leave",
            title="Quit Milepost",
            help="quit",
            group="Everywhere",
            always=True,
        ),
    )

    hide_names: reactive[bool] = reactive(False)
    ascii_only: reactive[bool] = reactive(False)
    running: reactive[Pieces] = reactive[Any](())
    """A call clock that runs on in every header, as pieces; empty when no call runs."""

    def __init__(
        self,
        ports: Ports[Any],
        *,
        theme: str = DARK,
        ascii_only: bool = False,
        keymap: Mapping[str, str] | None = None,
        start: str = "",
    ) -> None:
        """Prepare the program; nothing is opened before it runs.

        Args:
            ports: the workbook's functions and the clock.
            theme: one of ``theme.THEMES``.
            ascii_only: draw glyphs in ASCII.
            keymap: checked keys of the user, binding id -> keys separated by spaces.
            start: id of the first place; the first of ``PLACES`` when empty.
        """
        super().__init__()
        for name in THEMES.values():
            self.register_theme(make_theme(name))
        self.theme = theme
        self.stylesheet.set_variables(self.get_css_variables())
        self._styled = theme
        """The theme that the style sheets were read with."""
        self.set_reactive(MilepostApp.ascii_only, ascii_only)
        self.ports = ports
        self.bridge: Bridge[Any] = Bridge(ports.open, ports.close, stop=ports.stop, go_on=ports.go_on)
        self.slow = SlowWork(self)
        self.watching = Watching(self, ports.changed) if ports.changed is not None else None
        self.keymap: dict[str, str] = {}
        self.start = start
        self.header_info = HeaderInfo()
        self.acts = 0
        """How often the workbook changed, by us or by others; a screen that saw less reads again when it is shown."""
        self.drafts: dict[str, dict[str, str]] = {}
        self.take_keymap(keymap or {})

    # Looks.

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return the roles of the dark theme, for style sheets read before a theme is set."""
        return dict(ROLES[DARK])

    def refresh_css(self, animate: bool = True) -> None:
        """Read the style sheets again for another theme; at the start Textual asks when they were just read."""
        if self._styled != self.theme:
            self._styled = self.theme
            super().refresh_css(animate)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Strip control characters from everything painted, and colours where none are wanted."""
        filters = [f for f in super().get_line_filters() if not isinstance(f, Monochrome | NoColor)]
        if self.no_color:
            return [*filters, no_colour(self.theme), SAFE]
        return [*filters, *([own_colours(self.theme)] if self.theme == TERMINAL else []), SAFE]

    @property
    def look(self) -> Look:
        """How this user wants things shown."""
        flat = self.no_color or self.theme == TERMINAL or self.console.color_system != "truecolor"
        return Look(self.ascii_only, self.hide_names, flat)

    @property
    def clock(self) -> str:
        """The time of day, 24 hours, as in 9:05."""
        now = self.ports.now()
        return f"{now.hour}:{now.minute:02}"

    @property
    def today(self) -> date:
        """The business day; subclasses that know the site count a night as the day that it began on."""
        return self.ports.now().date()

    def watch_hide_names(self) -> None:
        """Paint everything again, and let screens make their panes again."""
        self._show_again()

    def watch_ascii_only(self) -> None:
        """Paint everything again."""
        self._show_again()

    def watch_theme(self) -> None:
        """Paint everything again."""
        self._paint_again()

    def _show_again(self) -> None:
        self._paint_again()
        for screen in self.screen_stack if self.is_running else ():
            if isinstance(screen, Page):
                screen.reload()

    def _paint_again(self) -> None:
        for screen in self.screen_stack if self.is_running else ():
            for node in (screen, *screen.query("*")):
                node.refresh()

    def take_keymap(self, keymap: Mapping[str, str]) -> None:
        """Use other keys from now on; check them with ``keymap.check_keymap`` first."""
        converted = _converted(keymap)
        self.keymap = converted
        self.set_keymap(converted)

    # Start and end.

    async def on_mount(self) -> None:
        """Open the workbook and show the first place."""
        self.run_worker(self.hold_keys_for(self._start()), group="start", exit_on_error=True)
        self._next_minute()

    async def _start(self) -> None:
        if (trouble := await self.opened()) is not None:
            await self.push_screen(_error_page(trouble))
        else:
            await self.begin()

    async def opened(self) -> Trouble | None:
        """Open the workbook; what to say where that cannot be done."""
        try:
            await self.bridge.open()
        except WorkbookError as error:
            return self.trouble_opening(error)
        except Exception as error:  # the boundary: whatever a library raised goes to the error page
            return self._unexpected(error, "Nothing is known to have been changed.")
        return None

    def terminal_is_gone(self) -> bool:
        """Whether the window was closed under a program that hang-ups do not end, as one under `nohup` or `disown`.

        The input then says for ever that there is something to read, which is nothing.
        """
        driver, stream = self._driver, sys.__stdin__
        return driver is not None and not driver.is_headless and stream is not None and not stream.isatty()

    async def begin(self) -> None:
        """Show the first place of a workbook that is open."""
        await self._guard(self._read_header())
        if self.PLACES:
            first = self.start or self.PLACES[0].id
            await self._guard(self._read_ahead(first))
            self.go(first)
            await self._first_read()
        if self.watching is not None:
            self.watching.begin()
        self.call_after_refresh(_throw_away_again)

    async def _read_ahead(self, place_id: str) -> None:
        """Read for the first place before it is made, so that it is laid out and painted once."""
        page = self._installed(place_id)
        if isinstance(page, Page) and (ahead := type(page).AHEAD) is not None:
            page.take_ahead(await self.bridge.call(ahead))

    async def _first_read(self) -> None:
        """Wait until the first place was read, so that no key falls on an empty list; not for ever."""
        if isinstance(page := self.page, Page):
            with suppress(TimeoutError):
                await asyncio.wait_for(page.was_read.wait(), PATIENCE)

    def trouble_opening(self, error: WorkbookError) -> Trouble:
        """Return what the error page says when the workbook cannot be opened; subclasses add ways out."""
        from tui.screens.error import Trouble, Way, details_of

        ways = (Way("Quit", "nothing was changed", self.exit),)
        return Trouble(error.message, error.hint or "Nothing was changed.", ways, details_of(error))

    async def on_unmount(self) -> None:
        """Finish writing and close the workbook."""
        await self.bridge.close()

    def _next_minute(self) -> None:
        now = self.ports.now()
        self.set_timer(60.0 - now.second, self._minute)

    def _minute(self) -> None:
        if isinstance(page := self.page, Page):
            page.tick()
            page.refresh_chrome()
        self._next_minute()

    # Keys.

    def takes_first(self, key: str) -> bool:
        """Let Esc stop what takes long, whatever has the focus."""
        return key == "escape" and self.slow.stop()

    def open_with(self, work: Awaitable[Any]) -> None:
        """Run what reads first and then opens a screen; keys that come meanwhile wait for that screen."""
        self.run_guarded(self.hold_keys_for(work))

    def first_place(self, *ids: str) -> str:
        """Return the first of these places that there is, or ``""``."""
        known = {place.id for place in self.PLACES}
        return next((place for place in ids if place in known), "")

    def press_shown(self, keys: str) -> None:
        """Do what keys that stand on the screen do, such as ``u``, ``Esc`` or ``g o``; for the mouse and jump mode."""
        for offer in offers(self.screen):
            if keys and keys == show_keys(offer.command, self.keymap):
                self.run_offer(offer)
                return
        from tui.keys.keymap import is_key

        names = {shown: key for key, shown in SHOWN.items()}
        for name in (names.get(key, key) for key in keys.split()):
            if not is_key(name):
                return
            self.post_message(Key(name, name if len(name) == 1 else None))

    # Talking to the workbook.

    async def read(self, fn: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return ``fn(workbook, *args)``; for anything that changes nothing. After 2 s it can be stopped by Esc.

        Raises:
            WorkbookError: as ``fn`` does, or ``Stopped``; ``run_guarded`` shows it.
        """
        with self.slow.watching():
            return await self.bridge.call(fn, *args, **kwargs)

    async def read_slowly(self, doing: str, fn: Callable[Concatenate[Any, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """Like ``read``, but after 0.3 s the notice row says ``doing``, such as "counting 1,000,000 people"."""
        with self.slow.watching(doing):
            return await self.bridge.call(fn, *args, **kw)

    async def write_slowly(self, doing: str, fn: Callable[Concatenate[Any, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """Like ``write``, but after 0.3 s the notice row says ``doing``; what is stopped leaves nothing behind."""
        with self.slow.watching(doing):
            return await self.write(fn, *args, **kw)

    def take_back(self, doing: str) -> None:
        """Take the notice that says ``doing`` away, if it still stands."""
        row = self._notice_row()
        if row is not None and row.notice is not None and row.notice.text == doing:
            row.clear()

    async def write(self, fn: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return ``fn(workbook, *args)`` for an act: afterwards the header and other screens read again.

        Raises:
            WorkbookError: as ``fn`` does; nothing was stored then.
        """
        page = self.page
        if isinstance(page, Page) and page.header.saved:
            page.header.saved = "saving"
        try:
            with self.slow.watching():
                result = await self.bridge.call(fn, *args, **kwargs)
        finally:
            if isinstance(page, Page) and page.is_attached and page.header.saved == "saving":
                page.header.saved = "saved"
        self.acts += 1
        deeds.acted()
        await self._read_header()
        return result

    async def keep(self, fn: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return ``fn(workbook, *args)`` for what is written beside the log: nothing else on the screen depends on it.

        Raises:
            WorkbookError: as ``fn`` does; nothing was stored then.
        """
        with self.slow.watching():
            return await self.bridge.call(fn, *args, **kwargs)

    async def take_in_changes(self) -> None:
        """Show what others did to the workbook meanwhile: the header and the page in front read again."""
        self.acts += 1
        await self._read_header()
        if isinstance(page := self.page, Page):
            with suppress(WorkerError):
                await page.reload().wait()

    async def _read_header(self) -> None:
        self.header_info = await self.bridge.call(self.ports.header)
        if isinstance(page := self.page, Page):
            page.refresh_chrome()

    def run_guarded(
        self,
        work: Coroutine[Any, Any, Any] | Awaitable[Any],
        *,
        group: str = "commands",
        node: DOMNode | None = None,
        exclusive: bool = False,
    ) -> Worker[None]:
        """Run ``work`` as a worker of ``node`` (reads) or of the app (writes); errors are shown, never lost."""
        owner: Any = self if node is None else node
        worker: Worker[None] = owner.run_worker(
            partial(self._guard, work), group=group, exclusive=exclusive, exit_on_error=True
        )
        if isinstance(work, Coroutine):
            # A worker that another one replaces before it starts would leave its coroutine open.
            weakref.finalize(worker, work.close).atexit = False
        return worker

    async def _guard(self, work: Awaitable[Any]) -> None:
        deed = deeds.begin()
        try:
            await work
            if deed.acted and not deed.said:
                self._tell_act()
        except NotOpen:
            return  # the error page tells why
        except Stopped as stopped:
            self.notice(f"Stopped: {DOING.get()}. {stopped.hint}".rstrip(), "stopped")
        except WorkbookError as error:
            self.fail(error)
        except Exception as error:  # the boundary: anything unforeseen goes to the error page
            self.fail(error)

    def _tell_act(self) -> None:
        """Say what was done last, by an act that said nothing itself; what a page says all the time stays in sight."""
        row = self._notice_row()
        if row is not None and row.standing is not None:
            return
        words = "saved" if self.hide_names else self.header_info.undo
        if words:
            self.notice(f"{words[:1].upper()}{words[1:]}.", keys=[("u", "undo")])

    def fail(self, error: Exception) -> None:
        """Show an error: one that a person can act on in the notice row, any other on its own page."""
        if self.kept_by is not None:
            self.kept_by.failed(error)
        elif isinstance(error, WorkbookError):
            self.notice(
                self.without_names(Told(str(error), error.names)), "stopped", keys=[("Esc", "clear")], error=True
            )
        else:
            self.push_screen(_error_page(self._unexpected(error, "What was saved before is safe.")))

    def _unexpected(self, error: Exception, facts: str) -> Trouble:
        from tui.screens.error import Trouble, Way, details_of

        ways = [Way("Go back", "to where you were", self.back)] if self.page is not None else []
        ways.append(Way("Copy the details", "for whoever looks after Milepost", self._copy_details))
        ways.append(Way("Quit", "", self.exit))
        return Trouble("Milepost came upon something it did not expect.", facts, tuple(ways), details_of(error))

    def _copy_details(self) -> None:
        from tui.screens.error import ErrorPage

        if isinstance(self.screen, ErrorPage):
            self.screen.copy()

    # Notices.

    def notice(
        self,
        text: str,
        glyph: str = "done",
        keys: Iterable[tuple[str, str]] = (),
        *,
        error: bool = False,
        lasting: bool = False,
    ) -> None:
        """Say something in the notice row of the page in front; ``lasting``: until it is taken back."""
        if (row := self._notice_row()) is not None:
            row.say(Notice(text, glyph, tuple(keys), error, lasting=lasting))

    def _notice_row(self) -> NoticeRow | None:
        page = self.page
        if page is None:
            return None
        try:
            return page.query_one(NoticeRow)
        except NoMatches:
            return None

    def notify(self, message: str, *, title: str = "", markup: bool = False, **_kwargs: Any) -> None:
        """Say what Textual itself has to say, in the notice row and never as markup."""
        self.notice(f"{title}: {message}" if title else message, "here")

    def action_help_quit(self) -> None:
        """Tell a hand that pressed ctrl+c how one really quits."""
        self.notice("ctrl+c copies what the mouse selected.", "here", keys=[("y", "copy this"), ("ctrl+q", "quit")])

    # Screens.

    @property
    def page(self) -> Screen[Any] | None:
        """The page in front, below any overlay; ``None`` before the first one."""
        pages = [screen for screen in self.screen_stack[1:] if not isinstance(screen, ModalScreen)]
        return pages[-1] if pages else None

    def go(self, place_id: str) -> None:
        """Show a place; pages opened from the last one are closed, and the place keeps its own state.

        Raises:
            KeyError: there is no such place.
        """
        place = self._installed(place_id)
        while len(self.screen_stack) > 2:
            self.pop_screen()
        if len(self.screen_stack) == 1:
            self.push_screen(place_id)
        elif self.screen is not place:
            self.switch_screen(place_id)

    def _installed(self, place_id: str) -> Screen[Any]:
        """The screen of a place, made when it is first asked for."""
        place = {place.id: place for place in self.PLACES}[place_id]
        if not self.is_screen_installed(place_id):
            self.install_screen(place.screen(), place_id)
        return self.get_screen(place_id)

    def open_page(self, page: Page) -> None:
        """Show a page on top of the place: a person, a score sheet, a slip; Esc comes back."""
        self.push_screen(page)

    def back(self) -> None:
        """Close the page in front; a place stays, and Milepost never quits this way."""
        if len(self.screen_stack) > 2:
            self.pop_screen()

    # Commands.

    def action_command(self, command_id: str, at: int | None = None) -> None:
        """Run a command by id, as bindings do; ``at`` is the position of the key for commands with ``each``."""
        for offer in offers(self.screen):
            if offer.command.id == command_id:
                self.run_offer(offer, at)
                return

    def run_offer(self, offer: Offer, at: int | None = None) -> None:
        """Run a command, or say why it cannot work now."""
        if reason := offer.reason():
            self.notice(f"{offer.command.title or offer.command.word}: {reason}.".capitalize(), "open")
            return
        method = getattr(offer.owner, offer.command.do)
        work = method() if not offer.command.each else method(at or 0)
        if isinstance(work, Awaitable):
            said = offer.command.palette_title() or offer.command.word
            doing = DOING.set(said[:1].lower() + said[1:])
            run = self.open_with if offer.command.opens else self.run_guarded
            run(work)
            DOING.reset(doing)

    async def undo(self) -> None:
        """Take the last act back and say which it was."""
        told = await self.write(self.ports.undo)
        self._tell_undone(told, "Undone", "Nothing to undo.", ("U", "redo"))

    async def redo(self) -> None:
        """Do again what was taken back."""
        told = await self.write(self.ports.redo)
        self._tell_undone(told, "Done again", "Nothing to redo.", ("u", "undo"))

    def _tell_undone(self, told: Told | None, verb: str, nothing: str, way: tuple[str, str]) -> None:
        if told is None:
            self.notice(nothing, "open")
            return
        if isinstance(page := self.page, Page):
            page.reload()
        self.notice(f"{verb}: {self.without_names(told)}", keys=[way])

    def without_names(self, told: Told) -> str:
        """Return the words of an act, with initials for names while these are hidden."""
        words = told.words
        for name in sorted(filter(None, told.names), key=len, reverse=True):
            words = words.replace(name, self.look.name(name))
        return words

    def toggle_names(self) -> None:
        """Hide names, numbers and channels on every screen, or show them again."""
        self.hide_names = not self.hide_names
        word = "Names are hidden." if self.hide_names else "Names are shown."
        self.notice(word, keys=[("H", "show" if self.hide_names else "hide")])

    @property
    def theme_word(self) -> str:
        """The theme as the settings name it."""
        return next(word for word, name in THEMES.items() if name == self.theme)

    def choose_theme(self) -> None:
        """Show the themes; the look follows the focus, and Esc brings the old one back."""
        from tui.screens.themes import ThemeChoice

        before = self.theme_word

        def chosen(word: str | None) -> None:
            self.theme = THEMES[word or before]
            if word and word != before:
                self.keep_setting("theme", word)

        self.push_screen(ThemeChoice(before), chosen)

    def switch_glyphs(self) -> None:
        """Draw glyphs, or plain characters in their place."""
        self.ascii_only = not self.ascii_only
        self.keep_setting("ascii", self.ascii_only)

    def keep_setting(self, key: str, value: str | bool) -> None:
        """Keep a setting that was changed outside the settings; subclasses that have a file write it there."""

    def go_to(self) -> None:
        """Show the go-to sheet."""
        from tui.screens.go_to import GoTo

        page = self.page
        current = page.PLACE if isinstance(page, PlaceScreen) else ""
        self.push_screen(GoTo(self.PLACES, current), self._gone_to)

    def _gone_to(self, choice: str | None) -> None:
        if choice == ":":
            self.palette()
        elif choice == "top":
            if isinstance(page := self.page, Page):
                page.move_first()
        elif choice:
            self.go(choice)

    def jump(self) -> None:
        """Put letters over everything in sight; typing them goes there."""
        from tui.keys.jumping import spots
        from tui.screens.jump import Jump

        found = [] if isinstance(self.screen, Jump) else spots(self.screen)
        if found:
            self.push_screen(Jump(found), self._jumped)

    def _jumped(self, spot: Spot | None) -> None:
        if spot is not None:
            spot.run()

    # Copying.

    def _copied(self) -> tuple[str, str]:
        """Return what ``y`` copies now, and what that is called: the page's own answer, else the focused thing's."""
        screen = self.page or self.screen
        text, name = screen.copied() if isinstance(screen, Page) else ("", "")
        if not name and screen.focused is not None and hasattr(screen.focused, "copy_text"):
            text, name = screen.focused.copy_text(), "Row"
        return text, name

    def nothing_to_copy(self) -> str | None:
        """Return why nothing can be copied now, or ``None``."""
        text, name = self._copied()
        return None if text else f"the {name.lower()} is not complete" if name else "nothing is focused"

    def copy_focused(self) -> None:
        """Copy the person, the slip or the row that is focused."""
        text, name = self._copied()
        self.copy_to_clipboard(text)
        self.notice(f"{name} copied.")

    def palette(self) -> None:
        """Show every command, places included."""
        from tui.screens.palette import Palette

        places = [Offer(self._place_command(place), _GoingTo(self, place.id)) for place in self.PLACES]
        self.push_screen(Palette([*offers(self.screen), *places]), self._run_found)

    def _place_command(self, place: Place) -> Command:
        return Command(
            id=f"place.{place.id}", keys="g", do="go", title=place.name, about="place", shown=f"g {place.key}"
        )

    def _run_found(self, offer: Offer | None) -> None:
        if offer is not None:
            self.run_offer(offer)

    def show_help(self) -> None:
        """Show the keys of the screen in front."""
        from tui.screens.help import Help

        screen = self.screen
        if isinstance(screen, ModalScreen):
            return
        name = getattr(screen, "HEADING", "") or "this screen"
        title = getattr(screen, "HELP_TITLE", "") or f"Keys in {name}"
        self.push_screen(Help(title, offers(screen), focus_chain(screen)), self._help_closed)

    def _help_closed(self, choice: str | None) -> None:
        if choice and any(place.id == choice for place in self.PLACES):
            self.go(choice)

    def leave(self) -> None:
        """Quit; everything is already saved."""
        self.exit()


@dataclass(frozen=True, slots=True)
class _GoingTo:
    """Owner of a place's palette entry."""

    app: MilepostApp
    place: str

    def go(self) -> None:
        """Go there."""
        self.app.go(self.place)


def _converted(keymap: Mapping[str, str]) -> dict[str, str]:
    """The keys of the user as Textual names them; most have none of their own, and wait for no module then."""
    if not keymap:
        return {}
    from tui.keys.keymap import textual_keymap

    return textual_keymap(keymap)


def _throw_away_again() -> None:
    """Leave what the start has made out of every later search for what can be thrown away, and go on with these."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def _error_page(trouble: Trouble) -> Page:
    from tui.screens.error import ErrorPage

    return ErrorPage(trouble)


def _not_open(app: MilepostApp) -> str | None:
    return None if app.bridge.is_open else "no workbook is open"


def wants_ascii(environ: Mapping[str, str] = os.environ) -> bool:
    """Say whether the locale cannot show our glyphs, so that ASCII is the better default."""
    locale = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or "UTF-8"
    return "utf" not in locale.lower()
