"""The app: its start and end, its places and pages, and what the commands do that work everywhere."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from collections.abc import Awaitable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar

from textual.events import Key
from textual.reactive import reactive
from textual.screen import ModalScreen

from domain.model.errors import WorkbookError
from domain.model.lazily import dataclass
from tui.commands import SHOWN, Command, Commanding, Offer, focus_chain, offers, show_keys
from tui.everywhere import EVERYWHERE
from tui.screens.place import Page, PlaceScreen
from tui.slow import DOING
from tui.talking import TalkingApp, error_page
from tui.theme import DARK, THEMES
from tui.watching import Watching

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.screen import Screen

    from domain.workbook import MailServer
    from tui.keys.jumping import Spot
    from tui.ports import Place, Ports, Told
    from tui.safe_text import Pieces
    from tui.screens.error import Trouble

PATIENCE = 1.0
"""Seconds that keys wait for what a page reads first, at most."""


class MilepostApp(Commanding, TalkingApp):
    """The program. Subclasses set ``PLACES`` and add to ``VERBS`` what works everywhere."""

    TITLE = "Milepost"
    ENABLE_COMMAND_PALETTE = False
    PLACES: ClassVar[tuple[Place, ...]] = ()
    VERBS: ClassVar[tuple[Command, ...]] = EVERYWHERE

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
        super().__init__(ports, theme=theme, ascii_only=ascii_only)
        self.watching = Watching(self, ports.changed) if ports.changed is not None else None
        self.keymap: dict[str, str] = {}
        self.start = start
        self.drafts: dict[str, dict[str, str]] = {}
        self.take_keymap(keymap or {})

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
            await self.push_screen(error_page(trouble))
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
            if isinstance(page := self.page, Page):
                await _first_read(page)
        if self.watching is not None:
            self.watching.begin()
        self.call_after_refresh(_throw_away_again)

    async def _read_ahead(self, place_id: str) -> None:
        """Read for the first place before it is made, so that it is laid out and painted once."""
        page = self._installed(place_id)
        if isinstance(page, Page) and (ahead := type(page).AHEAD) is not None:
            page.take_ahead(await self.bridge.call(ahead))

    def _let_it_read(self, page: Screen[Any]) -> None:
        """Let keys wait until a page that is shown for the first time was read: ``g p Enter`` opens the first row."""
        if isinstance(page, Page) and not page.was_read.is_set():
            self.open_with(_first_read(page))

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

    # Screens.

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
        self._let_it_read(place)

    def _installed(self, place_id: str) -> Screen[Any]:
        """The screen of a place, made when it is first asked for."""
        place = {place.id: place for place in self.PLACES}[place_id]
        if not self.is_screen_installed(place_id):
            self.install_screen(place.screen(), place_id)
        return self.get_screen(place_id)

    def open_page(self, page: Page) -> None:
        """Show a page on top of the place: a person, a score sheet, a slip; Esc comes back."""
        self.push_screen(page)
        self._let_it_read(page)

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

    def toggle_names(self) -> None:
        """Hide names, numbers and channels on every screen, or show them again."""
        self.hide_names = not self.hide_names
        word = "Names are hidden." if self.hide_names else "Names are shown."
        self.notice(word, keys=[("H", "show" if self.hide_names else "hide")])

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

    @property
    def mail(self) -> MailServer:
        """Where mail leaves from; subclasses that have settings know."""
        from domain.workbook import MailServer

        return MailServer()

    @property
    def printer(self) -> str:
        """The printer that slips go to; '' for the usual one of this computer."""
        return ""

    def post_mail(self) -> None:
        """Send what is due in the background; subclasses that have a server do."""

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
        note = getattr(screen, "HELP_NOTE", ("", ""))
        self.push_screen(Help(title, offers(screen), focus_chain(screen), note), self._help_closed)

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


async def _first_read(page: Page) -> None:
    """Wait until a page was read, so that no key falls on an empty list; not for ever."""
    with suppress(TimeoutError):
        await asyncio.wait_for(page.was_read.wait(), PATIENCE)


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


def wants_ascii(environ: Mapping[str, str] = os.environ) -> bool:
    """Say whether the locale cannot show our glyphs, so that ASCII is the better default."""
    locale = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or "UTF-8"
    return "utf" not in locale.lower()
