"""Talking to the workbook, and to the user: reads, acts, what went wrong, and notices."""

from __future__ import annotations

import weakref
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from textual.css.query import NoMatches
from textual.dom import NoScreen
from textual.screen import ModalScreen
from textual.worker import WorkerError

from domain.model.errors import Stopped, WorkbookError
from tui import deeds
from tui.bridge import Bridge, NotOpen
from tui.looking import LookingApp
from tui.ports import HeaderInfo, Told
from tui.screens.place import Page
from tui.slow import DOING, SlowWork
from tui.theme import DARK
from tui.widgets.bars import Notice, NoticeRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.dom import DOMNode
    from textual.screen import Screen
    from textual.worker import Worker

    from tui.ports import Ports
    from tui.screens.error import Trouble

T = TypeVar("T")
P = ParamSpec("P")


class TalkingApp(LookingApp):
    """An app over a workbook that one thread owns."""

    def __init__(self, ports: Ports[Any], *, theme: str = DARK, ascii_only: bool = False) -> None:
        """Prepare the bridge to the workbook; nothing is opened yet."""
        super().__init__(ports, theme=theme, ascii_only=ascii_only)
        self.bridge: Bridge[Any] = Bridge(ports.open, ports.close, stop=ports.stop, go_on=ports.go_on)
        self.slow = SlowWork(self)
        self.header_info = HeaderInfo()
        self.acts = 0
        """How often the workbook changed, by us or by others; a screen that saw less reads again when it is shown."""

    @property
    def page(self) -> Screen[Any] | None:
        """The page in front, below any overlay; ``None`` before the first one."""
        pages = [screen for screen in self.screen_stack[1:] if not isinstance(screen, ModalScreen)]
        return pages[-1] if pages else None

    def back(self) -> None:
        """Close the page in front; the one below the first stays, and Milepost never quits this way."""
        if len(self.screen_stack) > 2:
            self.pop_screen()

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
            if isinstance(page, Page) and page.is_here and page.header.saved == "saving":
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
        deed, shown = deeds.begin(), self.page
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
        except (NoMatches, NoScreen) as error:
            # A page that was closed while its work went on has nothing left to paint on; what was done is done.
            if shown is None or shown in self.screen_stack:
                self.fail(error)
            elif deed.acted and not deed.said:
                self._tell_act()
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
            self.push_screen(error_page(self._unexpected(error, "What was saved before is safe.")))

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

    def without_names(self, told: Told) -> str:
        """Return the words of an act, with initials for names while these are hidden."""
        words = told.words
        for name in sorted(filter(None, told.names), key=len, reverse=True):
            words = words.replace(name, self.look.name(name))
        return words


def error_page(trouble: Trouble) -> Page:
    """The page that says what is wrong and what can be done."""
    from tui.screens.error import ErrorPage

    return ErrorPage(trouble)
