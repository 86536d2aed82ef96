"""The candidate's screen: takes every key itself, keeps every answer, and ends with the staff code only."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from textual.events import Key, Paste
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from domain.model.errors import WorkbookError
from domain.model.exam import ChoiceForm, Part, Passage, Script
from domain.workbook.exam_room import papers
from tui import seat as seats
from tui.kiosk.pages import BLOCK, Row, pieces
from tui.kiosk.scenes import HELP, Fields, Questions, Scene, StaffCode, Typing, Words
from tui.safe_text import clean, cut
from tui.widgets.paint import ink_of, look_of, strip, the_app

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult
    from textual.events import Event, Resize

    from domain.workbook import Workbook
    from domain.workbook.exam_room.papers import Paper, Sitting
    from tui.app import MilepostApp
    from tui.look import Look
    from tui.safe_text import Pieces
    from tui.seat import Seat, SeatFiles

TICKS = time.monotonic
"""Seconds of a clock that nobody can turn."""
SMALLEST = (BLOCK + 4, 20)
KEEP_SECONDS = 1.0
"""How often what is typed is kept; with the second that a write may take, never later than two."""
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
        row = self._kiosk().row(y)
        start = max(0, (cells - BLOCK) // 2)
        wide = y in (0, self.size.height - 1)
        margin = 2 if start >= 2 else start
        if wide or row.tone == "ground":
            return strip(cells, [(start + at, found) for at, found in row.parts], styles, row.tone)
        inner = strip(BLOCK + 2 * margin, [(margin + at, found) for at, found in row.parts], styles, row.tone)
        left, right = start - margin, cells - start - BLOCK - margin
        return Strip.join([strip(left, (), styles), inner, strip(max(0, right), (), styles)])

    def _kiosk(self) -> KioskScreen:
        screen = self.screen
        assert isinstance(screen, KioskScreen)
        return screen


class KioskScreen(Screen[None]):
    """One candidate at the keyboard, from one part to the next."""

    CSS_PATH = "../styles/kiosk.tcss"
    AUTO_FOCUS = ""
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self,
        seat: Seat,
        files: SeatFiles,
        ended: Callable[[], Awaitable[object]],
        *,
        sitting: Sitting | None = None,
        trouble: str = "",
    ) -> None:
        """Keep ``seat``, written down in ``files``, until the code is given; then wait for ``ended``.

        Without a ``sitting`` its papers are read first; with ``trouble`` there is nothing to go on with, and only the
        code leads on.
        """
        super().__init__()
        self.seat = seat
        self.files = files
        self.ended = ended
        self.sitting = sitting
        self.trouble = trouble
        self.resumed = sitting is None
        self.waiting: list[Paper] = []
        self.paper: Paper | None = None
        self.number = 0
        self.scene: Scene = Words(title="One moment.")
        self.behind: Scene | None = None
        """What the staff code lies over."""
        self.ticks: Callable[[], float] = TICKS
        self._jobs: list[Callable[[Workbook], object]] = []
        self._turn = asyncio.Lock()
        """One at a time keeps what waits, so that nothing is kept twice or passed over."""
        self._kept_typing = ""
        self._kept_at = 0.0
        self._finishing = False
        self._leaving = False
        self._shown: list[Row] = []

    def compose(self) -> ComposeResult:
        """Yield the one view."""
        yield KioskView()

    async def on_mount(self) -> None:
        """Begin, or go on where it was left."""
        self.set_interval(STEP, self.tick)
        if self.trouble:
            self._stop(self.trouble)
        elif self.sitting is None:
            self.milepost.run_guarded(self._read(), group="kiosk")
        else:
            self._begin(self.sitting)

    @property
    def milepost(self) -> MilepostApp:
        """The app, with its own type."""
        return the_app(self)

    # From part to part.

    async def _read(self) -> None:
        try:
            found = await self.milepost.bridge.call(papers.sitting, self.seat.attempt)
        except WorkbookError:
            self._stop("The exam cannot go on just now.")
            return
        self._begin(found)

    def _begin(self, sitting: Sitting) -> None:
        self.sitting = sitting
        chosen = self.seat.papers
        self.waiting = [paper for paper in sitting.papers if not chosen or paper.id in chosen]
        self._next()

    def _stop(self, words: str) -> None:
        self.scene = Words(title=words, text=("What you have done is kept. Please raise your hand.",))
        self._repaint()

    def _next(self) -> None:
        """The page before the next part, or the end."""
        self.paper = self.waiting.pop(0) if self.waiting else None
        if self.paper is None:
            text = (
                "You have finished. Thank you for your time and your care.",
                "Please tell the person who runs the exam.",
            )
            self.scene = Words(title="That was the last part.", text=text)
        else:
            self.number += 1
            self.scene = Words(title=self.paper.name, text=_told(self.paper, self.resumed), go_on="begin")
            self.scene.heading = self.paper.name
        self._repaint()

    def _start(self) -> None:
        paper = self.paper
        assert paper is not None
        if isinstance(paper.form, Passage):
            self.scene = Typing(paper=paper, now=self.ticks())
            self._kept_typing = paper.typed
        elif isinstance(paper.form, ChoiceForm):
            self.scene = Questions(paper=paper)
        else:
            self.scene = Fields(paper=paper)
        self.resumed = False

    # Keys: everything comes here, and nothing goes further.

    def take(self, event: Event) -> None:
        """Take a key or a paste; the mouse does nothing."""
        if isinstance(event, Paste):
            self.scene.pasted()
        elif isinstance(event, Key):
            self._key(event)
        else:
            return
        self._repaint()

    def _key(self, event: Key) -> None:
        if event.key == "escape" and self.behind is None and not self._leaving:
            self.behind, self.scene = self.scene, StaffCode()
            self._tick_code(self.scene)
            return
        self._tick_scene()
        self.scene.key(event.key, event.character, event.time)
        if isinstance(self.scene, StaffCode):
            self._after_code_key(self.scene)
        else:
            self._after_key()

    def _after_key(self) -> None:
        scene = self.scene
        if isinstance(scene, Questions):
            for item, chosen in scene.changed:
                self._keep_answer(item, chosen, scene.spent)
            scene.changed.clear()
        if isinstance(scene, Words) and scene.done and self.paper is not None:
            self._start()
        elif scene.done and not isinstance(scene, Words):
            self._finish()

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
        """Keep what is typed, free the seat, and give the screen back."""
        if self.behind is not None:
            self.scene, self.behind = self.behind, None
        self._keep_open()
        await self._drain()
        self.files.let_go()
        await self.ended()

    # Time.

    def tick(self) -> None:
        """Time goes on: the clock, what is typed is kept, and what could not be kept is tried again."""
        self._tick_scene()
        if self.behind is not None:
            self._tick_behind(self.behind)
        if isinstance(self.scene, StaffCode):
            self._tick_code(self.scene)
        if self.ticks() - self._kept_at >= KEEP_SECONDS:
            self._keep_open()
        if not isinstance(self.scene, Words) and self.scene.done and self.behind is None:
            self._finish()
        self._kick()
        self._repaint()

    def _tick_scene(self) -> None:
        self._tick_behind(self.scene)

    def _tick_behind(self, scene: Scene) -> None:
        if isinstance(scene, Typing | Questions | Fields):
            scene.tick(self.ticks())

    def _tick_code(self, scene: StaffCode) -> None:
        scene.wait = seats.wait_left(self.seat, self._now())

    # Keeping.

    def _keep_open(self) -> None:
        """Put what is typed and not kept yet into the row of what is to be kept."""
        self._kept_at = self.ticks()
        scene = self.behind if self.behind is not None else self.scene
        if isinstance(scene, Typing):
            self._keep_typing(scene)
        elif isinstance(scene, Fields):
            for one, text in scene.changed.items():
                self._keep_answer(one, text, scene.spent)
            scene.changed.clear()

    def _keep_typing(self, scene: Typing) -> None:
        before = self._kept_typing
        if scene.typed == before:
            return
        paper, now, spent = scene.paper.id, scene.typed, scene.spent
        self._kept_typing = now
        self._jobs.append(lambda wb: papers.keep_typing(wb, paper, before, now, spent))
        self._kick()

    def _keep_answer(self, item: str, value: str, spent: int) -> None:
        assert self.paper is not None
        paper = self.paper.id
        self._jobs.append(lambda wb: papers.answer(wb, paper, item, value, spent))
        self._kick()

    def _kick(self) -> None:
        if self._jobs and not self._turn.locked():
            self.milepost.run_guarded(self._drain(), group="kiosk")

    async def _drain(self) -> None:
        """Keep what waits, in its order; what fails stays first in the row and is tried again at the next tick."""
        async with self._turn:
            try:
                while self._jobs:
                    await self.milepost.bridge.call(self._jobs[0])
                    self._jobs.pop(0)
                self.trouble = ""
            except WorkbookError:
                self.trouble = "Your answers cannot be kept just now. Please raise your hand."
        self._repaint()

    def _finish(self) -> None:
        """Hand the part in, once everything in it is kept."""
        if self._finishing or self.paper is None:
            return
        self._finishing = True
        self._keep_open()
        self.milepost.run_guarded(self._hand_in(self.paper, self.scene), group="kiosk")

    async def _hand_in(self, paper: Paper, scene: Scene) -> None:
        try:
            await self._drain()
            if self._jobs:
                return
            spent = scene.spent if isinstance(scene, Typing | Questions | Fields) else 0
            await self.milepost.bridge.call(papers.finish, paper.id, spent)
        except WorkbookError:
            self.trouble = "This part cannot be handed in just now. Please raise your hand."
            return
        finally:
            self._finishing = False
        self.trouble = ""
        self._next()

    def failed(self, error: Exception) -> None:
        """Something that nobody foresaw: it is kept to itself, and the candidate asks for help."""
        self.trouble = "Something went wrong. Please raise your hand."
        self.log.error(repr(error))
        self._repaint()

    # Painting.

    def on_resize(self, _event: Resize) -> None:
        """Lay the rows out anew."""
        self._repaint()

    def _repaint(self) -> None:
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
        name = _own_name(self.sitting.name) if self.sitting else ""
        heading = self.scene.heading or "Exam"
        total = self.number + len(self.waiting)
        fact = f"   part {self.number} of {total}" if self.number and self.paper is not None else ""
        found: list[tuple[int, Pieces]] = [(0, ((heading, "bold"), (fact, "muted")))]
        if name:
            found.append((BLOCK - len(name), ((name, "muted"),)))
        return Row(tuple(found), "panel")

    def _below(self, look: Look) -> Row:
        if self.trouble:
            return pieces((look.glyph("late"), (f" {self.trouble}", "due")))
        return pieces(((HELP, "muted"),))

    def _foot(self) -> Row:
        return pieces(((self.scene.footer or "Take your time.", "muted"),), tone="panel")


def _own_name(name: str) -> str:
    """'Kofi M.': enough for the candidate to know that it is their seat."""
    parts = clean(name).split()
    if not parts:
        return ""
    first = cut(parts[0], 20)
    return f"{first} {parts[-1][0]}." if len(parts) > 1 and parts[0].isascii() else first


def _told(paper: Paper, resumed: bool) -> tuple[str, ...]:
    """What a part asks for, and what happens to time."""
    back = (
        ("You are back. Everything that you had done is still here.",)
        if resumed and (paper.spent or paper.answers)
        else ()
    )
    if paper.part is Part.TYPING:
        left = "The clock starts with your first key." if not paper.spent else "The clock goes on with your next key."
        return (*back, "Type the text that you will see, as it stands. You have three minutes.", left)
    form = paper.form
    if isinstance(form, ChoiceForm):
        limit = f" You have {form.minutes} minutes." if form.minutes else " There is no hurry."
        return (*back, clean(form.intro), f"{len(form.items)} questions, one at a time.{limit}")
    assert isinstance(form, Script)
    return (*back, clean(form.intro), "Wait until the person who runs the exam is ready to read.", f"Script {form.id}.")
