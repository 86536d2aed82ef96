"""The free questions at the seat: why they are asked, one a page, and whether the answers are to be kept.

Nothing is kept before they say so at the end, and then all of it at once. Answers that lie open are dropped when the
staff code is laid over them, and when nobody touches the keyboard; what follows looks the same whatever was answered.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from domain.model.errors import WorkbookError
from domain.workbook import freely
from tui.kiosk.locked import LockedScreen
from tui.kiosk.pages import GAP, Row, keys, option_rows, pieces, said
from tui.kiosk.scenes import Scene, StaffCode, Words
from tui.safe_text import clean

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from domain.workbook import Workbook
    from domain.workbook.freely import Page
    from tui.look import Look
    from tui.seat import Seat, SeatFiles

IDLE: Final = 120.0
"""Seconds without a key after which what was answered is dropped."""
WHY: Final = -1
"""The place before the first question."""
SEE, NO, TAKE_BACK = "see", "no", "take_back"
KEEP, DROP = "keep", "drop"


@dataclass
class Freely(Scene):
    """The page that says why, the questions, and the page that asks whether to keep the answers."""

    page: Page = field(kw_only=True)
    answers: dict[str, str] = field(default_factory=dict, repr=False)
    """What was chosen, by question; '' = rather not say. No report of a fault shows it."""
    at: int = WHY
    """The question in front; behind the last one is whether to keep them."""
    focus: int = field(default=-1, repr=False)
    """The option that the bar stands on; -1 = none yet."""
    chosen: str = field(default="", repr=False)
    """How it ended: `KEEP`, `TAKE_BACK`, or '' for nothing to do."""
    _touched: bool = False
    _since: float = 0.0

    def __post_init__(self) -> None:
        """Speak their language."""
        self.heading, self.footer, self.help = self.words["heading"], self.words["calm"], ""

    @property
    def words(self) -> Mapping[str, str]:
        """The fixed words."""
        return self.page.words

    def options(self) -> Sequence[tuple[str, str]]:
        """What can be chosen where they are, and how it reads."""
        if self.at == WHY:
            return [(one, self.words[one]) for one in (SEE, NO, TAKE_BACK)]
        if self.at < len(self.page.questions):
            return [*self.page.questions[self.at].answers, ("", self.words["rather_not"])]
        return [(one, self.words[one]) for one in (KEEP, DROP)]

    def forget(self) -> None:
        """Go back to the beginning, with nothing answered."""
        self.answers.clear()
        self._go(WHY)

    def covered(self) -> None:
        """Whoever comes next must not see what was answered."""
        self.forget()

    def pasted(self) -> None:
        """A paste answers nothing."""

    def tick(self, now: float) -> None:
        """Drop what lies open when nobody is there."""
        if self._touched or not self._since:
            self._touched, self._since = False, now
        elif now - self._since >= IDLE and self.at != WHY:
            self.forget()

    def key(self, key: str, character: str | None, at: float) -> None:
        """Choose, walk, or end it."""
        self._touched = True
        options = self.options()
        if character is not None and character in "123456789"[: len(options)]:
            self._choose(int(character) - 1)
        elif key in ("down", "up"):
            step = 1 if key == "down" else -1
            self._choose((self.focus + step) % len(options) if self.focus >= 0 else 0)
        elif key == "left" and self.at > WHY:
            self._go(self.at - 1)
        elif key in ("enter", "right"):
            self._on(key)

    def _choose(self, focus: int) -> None:
        self.focus = focus
        if WHY < self.at < len(self.page.questions):
            self.answers[self.page.questions[self.at].id] = self.options()[focus][0]

    def _on(self, key: str) -> None:
        if WHY < self.at < len(self.page.questions):
            self._go(self.at + 1)
        elif key == "enter" and self.focus >= 0:
            self._decide(self.options()[self.focus][0])

    def _decide(self, which: str) -> None:
        if which == SEE:
            self._go(0)
        else:
            self.chosen = which if which in (KEEP, TAKE_BACK) else ""
            self.done = True

    def _go(self, at: int) -> None:
        self.at, self.focus = at, -1
        if WHY < at < len(self.page.questions):
            given = self.answers.get(self.page.questions[at].id)
            self.focus = next((n for n, (one, _) in enumerate(self.options()) if one == given), -1)

    # Painting.

    def rows(self, look: Look, height: int) -> list[Row]:
        """Where they are, with what they can choose."""
        roomy = height >= 26
        found = [GAP] * (2 if roomy else 1) + self._told(roomy) + [GAP]
        asked = WHY < self.at < len(self.page.questions)
        for n, (_, words) in enumerate(self.options()):
            found += option_rows(n, clean(words), asked and n == self.focus, n == self.focus)
        digits = f"1–{min(9, len(self.options()))}"
        ways = [(digits, self.words["choose"]), ("Enter", self.words["next"])]
        ways += [("←", self.words["before"])] if self.at > WHY else []
        return _fitting([*found, GAP, pieces(keys(look, *ways))], height)

    def _told(self, roomy: bool) -> list[Row]:
        if self.at == WHY:
            found = said(self.words["title"], "bold")
            for name in ("why", "free", "apart", "back"):
                found += [*([GAP] if roomy or name == "why" else []), *said(self.words[name])]
            return found
        if self.at < len(self.page.questions):
            number = {"number": str(self.at + 1), "total": str(len(self.page.questions))}
            place = said(_filled(self.words["number"], number), "muted")
            return [*place, GAP, *said(clean(self.page.questions[self.at].label), "bold")]
        return [*said(self.words["sure"], "bold"), GAP, *said(self.words["instead"])]


def _fitting(rows: list[Row], height: int) -> list[Row]:
    """The same with as many empty rows less, from the first on, as there are too many."""
    spare = len(rows) - height
    fitting = []
    for row in rows:
        if row is GAP and spare > 0:
            spare -= 1
        else:
            fitting.append(row)
    return fitting


def _filled(words: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        words = words.replace(f"{{{name}}}", value)
    return words


def invited(last: Words, page: Page) -> None:
    """Offer the free questions under the last page of an exam; who does nothing is asked nothing."""
    last.text = (*last.text, page.words["offer"])
    last.go_on = page.words["look"]


def finish(seat: LockedScreen, scene: Freely) -> None:
    """Keep what they want kept, all at once, and say the same goodbye whatever they chose."""
    page, answers, chosen = scene.page, dict(scene.answers), scene.chosen
    scene.forget()
    seat.scene = _goodbye(page, page.words["thanks"])

    async def keep() -> None:
        try:
            if chosen == KEEP:
                await seat.milepost.bridge.call(_give, page.person, answers)
            elif chosen == TAKE_BACK:
                await seat.milepost.bridge.call(freely.take_back, page.person)
        except WorkbookError:
            seat.scene = _goodbye(page, page.words["lost"])
            seat.repaint()

    seat.milepost.run_guarded(keep(), group="kiosk")


def _give(wb: Workbook, person: int, answers: Mapping[str, str]) -> None:
    freely.give(wb, person, answers, freely=True)


def _goodbye(page: Page, title: str) -> Words:
    scene = Words(title=title, text=(page.words["over"],))
    scene.heading, scene.footer, scene.help = page.words["heading"], " ", ""
    return scene


class FreelyScreen(LockedScreen):
    """A seat at which somebody reads the free questions, and nothing else."""

    WHAT = ""

    def __init__(
        self,
        seat: Seat,
        files: SeatFiles,
        ended: Callable[[], Awaitable[object]],
        *,
        page: Page | None = None,
        trouble: str = "",
    ) -> None:
        """Without a ``page`` it is read first, from the beginning: nothing of an earlier start is there."""
        super().__init__(seat, files, ended, trouble)
        self.page = page

    def start(self) -> None:
        """Show why, or read the page first."""
        if self.page is None:
            self.milepost.run_guarded(self._read(), group="kiosk")
        else:
            self._show(self.page)

    async def _read(self) -> None:
        try:
            page = await self.milepost.bridge.call(freely.page, self.seat.person)
        except WorkbookError:
            self.stop("This cannot go on just now.")
            return
        self._show(page)

    def _show(self, page: Page) -> None:
        self.name_shown = page.name
        self.scene = Freely(page=page)
        self.repaint()

    def stop(self, words: str) -> None:
        """Say that there is nothing to go on with; nothing was kept either."""
        self.scene = Words(title=words, text=("Nothing was kept. Please raise your hand.",))
        self.repaint()

    def staff_code(self) -> StaffCode:
        """Return what asks for the code; what lay open is gone by then."""
        return StaffCode(back="back", footer="For staff only.")

    def after_key(self) -> None:
        """Go on once they have decided."""
        if isinstance(self.scene, Freely) and self.scene.done:
            finish(self, self.scene)
