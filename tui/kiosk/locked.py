"""The screen of a seat that was handed to somebody: it takes every key itself, and ends with the staff code only."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar

from textual.events import Key, Paste
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from domain.model.errors import WorkbookError
from tui import seat as seats
from tui.kiosk.pages import BLOCK, Row, pieces
from tui.kiosk.scenes import Scene, StaffCode, Words
from tui.safe_text import clean, cut
from tui.widgets.paint import ink_of, look_of, strip, the_app

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult
    from textual.events import Event, Resize

    from tui.app import MilepostApp
    from tui.look import Look
    from tui.safe_text import Pieces
    from tui.seat import Seat, SeatFiles

TICKS = time.monotonic
"""Seconds of a clock that nobody can turn."""
SMALLEST = (BLOCK + 4, 20)
STEP = 0.5
"""Seconds from one look at the clock to the next."""


class KioskView(Widget):
    """Paints the rows of the kiosk in a block in the middle."""

    DEFAULT_CSS = """
    KioskView { height: 1fr; width: 1fr; }
    """
    ALLOW_SELECT = False

    def render_line(self, y: int) -> Strip:
        """Return one painted row."""
        cells, styles = self.size.width, ink_of(self)
        row = self._seat().row(y)
        start = max(0, (cells - BLOCK) // 2)
        wide = y in (0, self.size.height - 1)
        margin = 2 if start >= 2 else start
        if wide or row.tone == "ground":
            return strip(cells, [(start + at, found) for at, found in row.parts], styles, row.tone)
        inner = strip(BLOCK + 2 * margin, [(margin + at, found) for at, found in row.parts], styles, row.tone)
        left, right = start - margin, cells - start - BLOCK - margin
        return Strip.join([strip(left, (), styles), inner, strip(max(0, right), (), styles)])

    def _seat(self) -> LockedScreen:
        screen = self.screen
        assert isinstance(screen, LockedScreen)
        return screen


class LockedScreen(Screen[None]):
    """One person at the keyboard, whose screen nobody leaves without the code."""

    CSS_PATH = "../styles/kiosk.tcss"
    AUTO_FOCUS = ""
    ENABLE_COMMAND_PALETTE = False
    WHAT: ClassVar[str] = "Exam"
    """What a scene is headed by that has no heading of its own."""

    def __init__(self, seat: Seat, files: SeatFiles, ended: Callable[[], Awaitable[object]], trouble: str = "") -> None:
        """Keep ``seat``, written down in ``files``, until the code is given; then wait for ``ended``.

        With ``trouble`` there is nothing to go on with, and only the code leads on.
        """
        super().__init__()
        self.seat = seat
        self.files = files
        self.ended = ended
        self.trouble = trouble
        self.name_shown = ""
        """Whose seat it is, for them to know."""
        self.scene: Scene = Words(title="One moment.")
        self.behind: Scene | None = None
        """What the staff code lies over."""
        self.ticks: Callable[[], float] = TICKS
        self._leaving = False
        self._shown: list[Row] = []

    def compose(self) -> ComposeResult:
        """Yield the one view."""
        yield KioskView()

    async def on_mount(self) -> None:
        """Begin, or go on where it was left."""
        self.set_interval(STEP, self.tick)
        if self.trouble:
            self.stop(self.trouble)
        else:
            self.start()

    @property
    def milepost(self) -> MilepostApp:
        """The app, with its own type."""
        return the_app(self)

    # What is done at the seat is the business of the kind of seat.

    def start(self) -> None:
        """Show the first scene."""

    def after_key(self) -> None:
        """Go on from a scene that took a key."""

    def staff_code(self) -> StaffCode:
        """Return what asks for the code."""
        return StaffCode()

    async def keep(self) -> None:
        """Keep what can be kept before the seat is left."""

    def stop(self, words: str) -> None:
        """Say why there is nothing to go on with."""
        self.scene = Words(title=words, text=("What you have done is kept. Please raise your hand.",))
        self.repaint()

    # Keys: everything comes here, and nothing goes further.

    def take(self, event: Event) -> None:
        """Take a key or a paste; the mouse does nothing."""
        if isinstance(event, Paste):
            self.scene.pasted()
        elif isinstance(event, Key):
            self._key(event)
        else:
            return
        self.repaint()

    def _key(self, event: Key) -> None:
        if event.key == "escape" and self.behind is None and not self._leaving:
            self.scene.covered()
            self.behind, self.scene = self.scene, self.staff_code()
            self._tick_code(self.scene)
            return
        self.scene.tick(self.ticks())
        self.scene.key(event.key, event.character, event.time)
        if isinstance(self.scene, StaffCode):
            self._after_code_key(self.scene)
        else:
            self.after_key()

    def _after_code_key(self, scene: StaffCode) -> None:
        if scene.left and self.behind is not None:
            self.scene, self.behind = self.behind, None
        elif scene.asked:
            scene.asked = False
            self._look_at_code(scene)

    def _look_at_code(self, scene: StaffCode) -> None:
        try:
            right, self.seat = self.files.try_code(self.seat, scene.typed, self._now())
        except WorkbookError as error:
            scene.warning = str(error)
            return
        scene.typed = ""
        if right:
            self._leaving = True
            self.milepost.run_guarded(self._leave(), group="kiosk")
        else:
            scene.warning = "That is not the code."
            self._tick_code(scene)

    def _now(self) -> int:
        return round(self.milepost.ports.now().timestamp() * 1000)

    async def _leave(self) -> None:
        """Keep what is there to be kept, free the seat, and give the screen back."""
        if self.behind is not None:
            self.scene, self.behind = self.behind, None
        await self.keep()
        self.files.let_go()
        await self.ended()

    # Time.

    def tick(self) -> None:
        """Time goes on, also for what the code lies over."""
        self.scene.tick(self.ticks())
        if self.behind is not None:
            self.behind.tick(self.ticks())
        if isinstance(self.scene, StaffCode):
            self._tick_code(self.scene)
        self.ticked()
        self.repaint()

    def ticked(self) -> None:
        """Do what time brings at this kind of seat."""

    def _tick_code(self, scene: StaffCode) -> None:
        scene.wait = seats.wait_left(self.seat, self._now())

    # Painting.

    def failed(self, error: Exception) -> None:
        """Something that nobody foresaw: it is kept to itself, and the candidate asks for help."""
        self.trouble = "Something went wrong. Please raise your hand."
        self.log.error(repr(error))
        self.repaint()

    def on_resize(self, _event: Resize) -> None:
        """Lay the rows out anew."""
        self.repaint()

    def repaint(self) -> None:
        """Lay the rows out anew and paint them."""
        if self.is_attached:
            self._lay_out()
            self.query_one(KioskView).refresh()

    def row(self, y: int) -> Row:
        """The row at a height of the screen."""
        if not self._shown:
            self._lay_out()
        return self._shown[y] if y < len(self._shown) else Row()

    def _lay_out(self) -> None:
        look, (cells, height) = look_of(self), self.size
        if cells < SMALLEST[0] or height < SMALLEST[1]:
            words = f"Please make the window larger: {SMALLEST[0]} x {SMALLEST[1]} is needed."
            self._shown = [pieces(((words, ""),), tone="panel")] + [Row()] * height
            return
        body = self.scene.rows(look, height - 3)[: height - 3]
        body += [Row()] * (height - 3 - len(body))
        self._shown = [self._head(look), *body, self._below(look), self._foot()]

    def _head(self, look: Look) -> Row:
        name = _own_name(self.name_shown)
        found: list[tuple[int, Pieces]] = [(0, ((self.scene.heading or self.WHAT, "bold"), (self.fact(), "muted")))]
        if name:
            found.append((BLOCK - len(name), ((name, "muted"),)))
        return Row(tuple(found), "panel")

    def fact(self) -> str:
        """Return what stands behind the heading."""
        return ""

    def _below(self, look: Look) -> Row:
        if self.trouble:
            return pieces((look.glyph("late"), (f" {self.trouble}", "due")))
        return pieces(((self.scene.help, "muted"),))

    def _foot(self) -> Row:
        return pieces(((self.scene.footer or "Take your time.", "muted"),), tone="panel")


def _own_name(name: str) -> str:
    """'Kofi M.': enough for the candidate to know that it is their seat."""
    parts = clean(name).split()
    if not parts:
        return ""
    first = cut(parts[0], 20)
    return f"{first} {parts[-1][0]}." if len(parts) > 1 and parts[0].isascii() else first
