"""A call that runs on while its console is not in front: its clock in every header, and the way back to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from domain.workbook import calls, under_way
from tui.commands import Command
from tui.settings.app import SettingsApp
from tui.widgets.bars import HeaderBar

if TYPE_CHECKING:
    from textual.timer import Timer

    from domain.workbook.calls import Running

SECOND = 1_000


def _no_call(app: CallingApp) -> str | None:
    return None if app.call is not None else "no call runs"


class CallingApp(SettingsApp):
    """The part of the program that knows of the call that runs."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(
            id="app.call",
            keys="f3",
            do="to_call",
            title="Back to the call that runs",
            help="back to the call that runs",
            group="Everywhere",
            when=_no_call,
            opens=True,
        ),
    )

    call: Running | None = None
    """The call that runs while its console is not in front."""
    _call_timer: Timer | None = None

    def now_ms(self) -> int:
        """The moment, milliseconds UTC."""
        return int(self.ports.now().timestamp() * SECOND)

    async def _start(self) -> None:
        await super()._start()
        if self.bridge.is_open and self.page is not None:
            await self.bring_call_back()

    async def bring_call_back(self) -> None:
        """Put a call that was going on when the program ended in front again."""
        await self._guard(self._bring_back())

    async def _bring_back(self) -> None:
        if not await self.read(under_way.has_call):
            return
        if (found := await self.read(calls.running)) is not None:
            self._open_console(found.attempt, brought_back=True)

    def _open_console(self, attempt: int, *, brought_back: bool = False) -> None:
        from tui.screens.call import CallScreen
        from tui.screens.score import ScoreScreen

        if not any(isinstance(page, ScoreScreen) and page.attempt == attempt for page in self.screen_stack):
            self.open_page(ScoreScreen(attempt))
        self.open_page(CallScreen(attempt, brought_back=brought_back))

    async def to_call(self) -> None:
        """Show the console of the call that runs."""
        if self.call is not None:
            self._open_console(self.call.attempt)

    def call_goes_on(self, running: Running | None) -> None:
        """Show the clock of a call in every header; None for no call any more."""
        if self._call_timer is not None:
            self._call_timer.stop()
            self._call_timer = None
        self.call = running
        self.tick_call()

    def tick_call(self) -> None:
        """Paint the clock in the header of the page in front, and do so again when its second is over."""
        running = self.call
        if running is None or not running.started:
            self.running = ()
        else:
            elapsed = max(0, self.now_ms() - running.started)
            who = self.look.name(running.name).split(" ")[0]
            self.running = ((f"{self.look.sign('here')} {calls.clock_words(elapsed)} {who}", "bold accent"),)
            self._call_timer = self.set_timer(1 - elapsed % SECOND / SECOND, self.tick_call)
        if (page := self.page) is not None:
            for bar in page.query(HeaderBar):
                bar.refresh()

    async def undo(self) -> None:
        """Take the last act back; what became of a call that runs is looked up."""
        await super().undo()
        await self._look_for_call()

    async def redo(self) -> None:
        """Do again what was taken back; what became of a call that runs is looked up."""
        await super().redo()
        await self._look_for_call()

    async def _look_for_call(self) -> None:
        if self.call is not None:
            self.call_goes_on(await self.read(calls.running))
