"""`V` on a score sheet: how the interview went for the person; and what is named once before it is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.terms import Result
from domain.workbook import nudges, their_case
from tui.commands import Command
from tui.screens.form import Form
from tui.screens.score_view import ScoreView
from tui.widgets.bars import Notice
from tui.widgets.fields import Field, Kind

if TYPE_CHECKING:
    from domain.model.wording import Nudge
    from domain.workbook.attempts import Sheet
    from domain.workbook.nudges import Background

YES_NO = (("yes", "yes"), ("no", "no"))
CHANCES = tuple((str(number), word) for number, word in enumerate(("no", "little", "some", "good", "full"), 1))
CHANCE = "I had the chance to show what I can do"


def _none_here(screen: Closing) -> str | None:
    sheet = screen.sheet
    if sheet is not None and (sheet.card or sheet.closed):
        return "a second rating is made alone"
    return None


def _no_hint(screen: Closing) -> str | None:
    return None if screen.hint else "there is no hint"


THEIR_CASE = Command(
    id="score.their_case",
    keys="V",
    do="their_case",
    title="Their case: kit questions, their question, their chance",
    help="their case: what was asked, and their chance",
    group="Decide",
    when=_none_here,
)
NO_HINT = Command(
    id="score.no_hint",
    keys="d",
    do="dismiss_hint",
    title="Put the hint away",
    help="put the hint away, for this attempt",
    group="Rate",
    when=_no_hint,
)


class Closing(ScoreView):
    """The score sheet with `V`, hints, and what is named before `p` or `n` closes it."""

    known: Background | None = None
    """What the rater's own day says, read once."""
    hint: Nudge | None = None
    """The hint that applies and was not put away."""
    named: Result | None = None
    """The result whose key has named what is left to ask."""

    # Their case.

    def their_case(self) -> None:
        """Ask how the interview went for the person."""
        sheet = self.sheet
        if sheet is None:
            return
        fields = [
            Field(key="kit", label="Kit asked", kind=Kind.CHOICE, choices=YES_NO, value=_word(sheet.kit_asked)),
            Field(key="theirs", label="They asked", kind=Kind.CHOICE, choices=YES_NO, value=_word(sheet.they_asked)),
            Field(
                key="chance",
                label="Chance",
                kind=Kind.CHOICE,
                choices=CHANCES,
                value=str(sheet.chance or ""),
            ),
        ]

        def answered(values: dict[str, str] | None) -> None:
            if values is not None:
                self.milepost.run_guarded(self._record(values))

        self.milepost.push_screen(Form("Their case", fields, fact=f"“{CHANCE}”, if they wish"), answered)

    async def _record(self, values: dict[str, str]) -> None:
        await self.milepost.write(
            their_case.record,
            self.attempt,
            kit_asked=_answer(values["kit"]),
            they_asked=_answer(values["theirs"]),
            chance=int(values["chance"] or 0),
        )
        await self.load()
        self.milepost.notice("Their case is noted; it touches no score.", keys=[("u", "undo")])

    # Hints.

    async def read_sheet(self) -> None:
        """Read the sheet, and the hint that applies to it."""
        await super().read_sheet()
        self.hint = await self._first_hint()

    def standing(self, sheet: Sheet) -> Notice | None:
        """Return where a call is played, as long as there is one; then the hint, if one applies."""
        return super().standing(sheet) or self._hint_notice()

    async def _first_hint(self) -> Nudge | None:
        """The first hint that applies and was not put away."""
        if self.sheet is None:
            return None
        if self.known is None:
            self.known = await self.milepost.read(nudges.background, self.sheet)
        away = self.milepost.drafts.get(self._place(), {})
        return await self.milepost.read(nudges.hint, self.sheet, self.known, tuple(away))

    def _hint_notice(self) -> Notice | None:
        if self.hint is None:
            return None
        return Notice(self.hint.say, "to_come", (("d", "put away"),), role="muted")

    async def dismiss_hint(self) -> None:
        """Put the hint away; it does not come back for this attempt."""
        if self.hint is not None:
            self.milepost.drafts.setdefault(self._place(), {})[self.hint.id] = ""
            await self.load()

    def _place(self) -> str:
        return f"hints {self.attempt}"

    # Before it is closed.

    async def names_first(self, result: Result) -> bool:
        """Name what is left to ask, once for a key; whether it was named now."""
        sheet = self.sheet
        if sheet is None or result not in (Result.PASSED, Result.NOT_YET) or self.named is result:
            return False
        said = await self.milepost.read(nudges.closing_hint, sheet)
        points = their_case.unasked(sheet)
        if points:
            told = " and ".join(f"“{point}”" for point in points)
            said = f"{said} Not asked for yet: {told}.".strip()
        if not said:
            return False
        self.named = result
        key = "p" if result is Result.PASSED else "n"
        self.milepost.notice(said, "open", keys=[(key, "close all the same")])
        return True


def _word(answer: int) -> str:
    return {their_case.YES: "yes", their_case.NO: "no"}.get(answer, "")


def _answer(word: str) -> bool | None:
    return {"yes": True, "no": False}.get(word)
