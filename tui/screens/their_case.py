"""`V` on a score sheet: how the interview went for the person; and what is named once before it is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.model.terms import Result
from domain.workbook import nudges, their_case
from tui.commands import Command
from tui.lines import Line, heading, item, text
from tui.screens.form import Form
from tui.widgets.bars import Notice
from tui.widgets.fields import Field, Kind

if TYPE_CHECKING:
    from domain.workbook.attempts import Sheet
    from domain.workbook.nudges import Background
    from tui.look import Look

YES_NO = (("yes", "yes"), ("no", "no"))
CHANCES = tuple((str(number), word) for number, word in enumerate(("no", "little", "some", "good", "full"), 1))
CHANCE = "I had the chance to show what I can do"


def _none_here(screen: Closing) -> str | None:
    sheet = screen.sheet
    if sheet is not None and (sheet.card or sheet.closed):
        return "a second rating is made alone"
    return None


def _no_hint(screen: Closing) -> str | None:
    return None if screen.hinted else "there is no hint"


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


class Closing:
    """Mixin for the score sheet: `V`, hints, and what is named before `p` or `n` closes it.

    It expects `attempt` and `sheet`; list `THEIR_CASE` and `NO_HINT` in `VERBS`.
    """

    attempt: int
    sheet: Sheet | None
    milepost: Any
    known: Background | None = None
    """What the rater's own day says, read once."""
    hinted: str = ""
    """The hint that stands in the notice row."""
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
        await self.load()  # type: ignore[attr-defined]
        self.milepost.notice("Their case is noted; it touches no score.", keys=[("u", "undo")])

    # Hints.

    async def read_hints(self) -> None:
        """Read what the hints need, when the sheet is read for the first time."""
        if self.known is None and self.sheet is not None:
            self.known = await self.milepost.read(nudges.background, self.sheet)

    async def hint(self) -> str:
        """Return what the first hint that applies says; '' for none, and for those that were put away."""
        self.hinted = ""
        if self.sheet is None or self.known is None:
            return ""
        away = self.milepost.drafts.get(self._place(), {})
        found = await self.milepost.read(nudges.hint, self.sheet, self.known, tuple(away))
        self.hinted = found.id if found else ""
        return found.say if found else ""

    def hint_notice(self, said: str) -> Notice | None:
        """Return a hint as it stands in the notice row while nothing else does."""
        return Notice(said, "to_come", (("d", "put away"),), role="muted") if said else None

    async def dismiss_hint(self) -> None:
        """Put the hint away; it does not come back for this attempt."""
        self.milepost.drafts.setdefault(self._place(), {})[self.hinted] = ""
        await self.load()  # type: ignore[attr-defined]

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


def case_lines(look: Look, sheet: Sheet, *, with_points: bool = True) -> list[Line]:
    """Return how the interview went for the person, for us alone; nothing where nothing was noted."""
    lines: list[Line] = []
    if sheet.points and sheet.finished_at and with_points:
        made = len(sheet.made)
        glyph = "done" if made == len(sheet.points) else "open"
        lines.append(item(look, glyph, "Points made", f"{made} of {len(sheet.points)}"))
    for answer, yes, no in (
        (sheet.kit_asked, "All kit questions asked", "Not all kit questions asked"),
        (sheet.they_asked, "They asked a question", "They asked no question"),
    ):
        if answer:
            told = ("done", yes) if answer == their_case.YES else ("open", no)
            lines.append(item(look, *told))
    if sheet.chance:
        poor = their_case.poor_chance(sheet)
        lines.append(item(look, "late" if poor else "done", "Had the chance", f"{sheet.chance} of 5"))
    return lines


def case_block(look: Look, sheet: Sheet) -> list[Line]:
    """Return the same under a head, with what it means."""
    lines = case_lines(look, sheet)
    means = text("Counts for the interview, never for the score.", "muted")
    return [heading("Their case"), *lines, *means] if lines else []
