"""The exam at the seat: from one part to the next, every answer kept; what is typed within two seconds."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from domain.model.errors import WorkbookError
from domain.model.exam import ChoiceForm, Part, Passage, Script
from domain.workbook import freely
from domain.workbook.exam_room import papers
from tui.kiosk.fields import Fields
from tui.kiosk.freely import Freely, finish, invited
from tui.kiosk.locked import LockedScreen
from tui.kiosk.passage import Typing
from tui.kiosk.questions import Questions
from tui.kiosk.scenes import Scene, Words
from tui.kiosk.timed import Timed
from tui.safe_text import clean

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from domain.workbook import Workbook
    from domain.workbook.exam_room.papers import Paper, Sitting
    from tui.seat import Seat, SeatFiles

KEEP_SECONDS = 1.0
"""How often what is typed is kept; with the second that a write may take, never later than two."""


class KioskScreen(LockedScreen):
    """One candidate at the keyboard, from one part to the next."""

    def __init__(
        self,
        seat: Seat,
        files: SeatFiles,
        ended: Callable[[], Awaitable[object]],
        *,
        sitting: Sitting | None = None,
        trouble: str = "",
    ) -> None:
        """Without a ``sitting`` its papers are read first; the rest is as `LockedScreen` has it."""
        super().__init__(seat, files, ended, trouble)
        self.sitting = sitting
        self.resumed = sitting is None
        self.waiting: list[Paper] = []
        self.paper: Paper | None = None
        self.number = 0
        self.free: freely.Page | None = None
        """The free questions, where they are offered behind the last part."""
        self._jobs: list[Callable[[Workbook], object]] = []
        self._turn = asyncio.Lock()
        """One at a time keeps what waits, so that nothing is kept twice or passed over."""
        self._kept_typing = ""
        self._kept_at = 0.0
        self._finishing = False

    # From part to part.

    def start(self) -> None:
        """Begin, or read first what was left."""
        if self.sitting is None:
            self.milepost.run_guarded(self._read(), group="kiosk")
        else:
            self._begin(self.sitting)

    async def _read(self) -> None:
        try:
            found = await self.milepost.bridge.call(papers.sitting, self.seat.attempt)
        except WorkbookError:
            self.stop("The exam cannot go on just now.")
            return
        self._begin(found)

    def _begin(self, sitting: Sitting) -> None:
        self.sitting = sitting
        self.name_shown = sitting.name
        chosen = self.seat.papers
        self.waiting = [paper for paper in sitting.papers if not chosen or paper.id in chosen]
        self._next()

    def _next(self) -> None:
        """The page before the next part, or the end."""
        self.paper = self.waiting.pop(0) if self.waiting else None
        if self.paper is None:
            text = (
                "You have finished. Thank you for your time and your care.",
                "Please tell the person who runs the exam.",
            )
            self.scene = Words(title="That was the last part.", text=text)
            self.milepost.run_guarded(self._offer_free(self.scene), group="kiosk")
        else:
            self.number += 1
            self.scene = Words(title=self.paper.name, text=_told(self.paper, self.resumed), go_on="begin")
            self.scene.heading = self.paper.name
        self.repaint()

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

    async def _offer_free(self, last: Words) -> None:
        """Offer the free questions under the last page, where there are any; a fault with them is nobody's here."""
        try:
            self.free = await self.milepost.bridge.call(freely.offer_once, self.seat.attempt)
        except WorkbookError as error:
            self.log.error(repr(error))
        if self.free is not None and self.scene is last:
            invited(last, self.free)
        self.repaint()

    # What a key led to.

    def after_key(self) -> None:
        """Keep an answer, begin a part, or hand it in."""
        scene = self.scene
        if isinstance(scene, Questions):
            for item, chosen in scene.changed:
                self._keep_answer(item, chosen, scene.spent)
            scene.changed.clear()
        if isinstance(scene, Freely):
            if scene.done:
                finish(self, scene)
        elif isinstance(scene, Words):
            if scene.done and self.paper is not None:
                self._start()
            elif scene.done and self.free is not None:
                self.scene, self.free = Freely(page=self.free), None
        elif scene.done:
            self._finish()

    async def keep(self) -> None:
        """Keep what is typed, and wait until all is kept."""
        self._keep_open()
        await self._drain()

    def ticked(self) -> None:
        """Keep what is typed, try again what could not be kept, and hand in what is over."""
        if self.ticks() - self._kept_at >= KEEP_SECONDS:
            self._keep_open()
        if isinstance(self.scene, Timed) and self.scene.done and self.behind is None:
            self._finish()
        self._kick()

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
        self.repaint()

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
            spent = scene.spent if isinstance(scene, Timed) else 0
            await self.milepost.bridge.call(papers.finish, paper.id, spent)
        except WorkbookError:
            self.trouble = "This part cannot be handed in just now. Please raise your hand."
            return
        finally:
            self._finishing = False
        self.trouble = ""
        self._next()

    def fact(self) -> str:
        """Return which part it is."""
        total = self.number + len(self.waiting)
        return f"   part {self.number} of {total}" if self.number and self.paper is not None else ""


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
