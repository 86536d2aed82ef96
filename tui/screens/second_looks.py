"""`S` on a score sheet: ask for a second look, sit down to it, submit what was rated alone, compare both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.model.errors import Conflict
from domain.model.terms import LookKind
from domain.workbook import second_ratings
from tui import deeds
from tui.commands import Command
from tui.screens.choice import Choice, Option
from tui.screens.form import Form
from tui.screens.score_view import ScoreView
from tui.screens.second_words import kind_words, waited_for
from tui.widgets.fields import Field

if TYPE_CHECKING:
    from domain.workbook.attempts import Sheet
    from domain.workbook.second_waits import SecondRow
    from tui.app import MilepostApp

UNDO = (("u", "undo"),)
RATER, SCENARIO, SUBMIT, BEGIN, BACK = "rater", "scenario", "submit", "begin", "back"


def not_rated_here(sheet: Sheet | None) -> str | None:
    """Return why nothing can be entered on a sheet, as far as a second look is why."""
    if sheet is None or not sheet.cards or sheet.finished_at:
        return None
    if sheet.closed:
        return "two people rate this alone"
    return "this rating was submitted" if sheet.submitted or sheet.both_in else None


def not_decided_here(sheet: Sheet | None) -> str | None:
    """Return why nothing can be decided on a sheet, as far as a second look is why."""
    if sheet is None or not sheet.waits:
        return None
    if sheet.closed:
        return "two people rate this alone"
    return "S submits it, then both decide" if sheet.card else None


def _none_now(screen: SecondLooks) -> str | None:
    sheet = screen.sheet
    return "this attempt is finished" if sheet is not None and sheet.finished_at and not sheet.both_in else None


SECOND_LOOK = Command(
    id="score.second",
    keys="S",
    do="second_look",
    word="second rating",
    title="Second rating: ask, submit, compare",
    help="second rating: ask for it, submit, compare",
    group="Decide",
    when=_none_now,
    opens=True,
)


async def sit_down(app: MilepostApp, attempt: int, kind: LookKind, named: str, *, instead: bool = False) -> None:
    """Open the second rater's own sheet; at the first one's machine they say who they are.

    With `instead` the page in front goes first, so that no way back leads to what the first one entered.
    """
    from tui.screens.score import ScoreScreen

    async def begin(name: str) -> None:
        await app.write(second_ratings.begin, attempt, name)
        deeds.said()  # the sheet that opens says it; the last act that `u` reaches is another one
        if instead:
            app.back()
        app.open_page(ScoreScreen(attempt, 1))

    def answered(values: dict[str, str] | None) -> None:
        if values is not None:
            app.run_guarded(begin(values["rater"]))

    if kind is LookKind.SCENARIO or not await app.read(second_ratings.asks_name, attempt):
        await begin("")
        return
    field = Field(key="rater", label="Name", hint="who rates now, at this keyboard", required=True, value=named)
    app.push_screen(Form("Second rating", [field], fact="alone: the first rating stays out of sight"), answered)


async def open_waiting(app: MilepostApp, row: SecondRow) -> None:
    """Open what waits where it is gone on with: both ratings, one's own sheet, or the seat of the second rater."""
    from tui.screens.compare import CompareScreen
    from tui.screens.score import ScoreScreen

    if row.both_in:
        app.open_page(CompareScreen(row.attempt))
    elif row.second_in or (not row.first_in and await app.read(second_ratings.asks_name, row.attempt)):
        app.open_page(ScoreScreen(row.attempt))
    else:
        await sit_down(app, row.attempt, row.kind, row.second)


class SecondLooks(ScoreView):
    """The score sheet with `S`, and with changes of what was decided on."""

    async def second_look(self) -> None:
        """Do the one thing that can be done about a second look, or offer what there is."""
        sheet = self.sheet
        if sheet is None:
            return
        if sheet.both_in:
            self._compare()
        elif sheet.closed:
            await sit_down(self.milepost, self.attempt, sheet.cards[1].kind, sheet.cards[1].rater, instead=True)
        elif sheet.card:
            await self._submit()
        else:
            self._offer(sheet)

    def _offer(self, sheet: Sheet) -> None:
        title = kind_words(sheet.cards[1]).capitalize() if sheet.cards else "Second look"
        self.milepost.push_screen(Choice(title, _options(sheet)), self._chosen)

    def _chosen(self, choice: str | None) -> None:
        sheet = self.sheet
        if choice is None or sheet is None:
            return
        app = self.milepost
        if choice == RATER:
            self._ask_rater()
        elif choice == SCENARIO:
            app.run_guarded(self._ask_for(kind=LookKind.SCENARIO))
        elif choice == SUBMIT:
            app.run_guarded(self._submit())
        elif choice == BEGIN:
            second = sheet.cards[1]
            app.run_guarded(sit_down(app, self.attempt, second.kind, second.rater, instead=True))
        elif choice == BACK:
            app.run_guarded(self._take_back())

    def _ask_rater(self) -> None:
        fields = [
            Field(key="rater", label="Who", hint="a colleague's name; may stay empty: whoever is free"),
            Field(key="why", label="Why", hint="what to look at; may stay empty"),
        ]

        def answered(values: dict[str, str] | None) -> None:
            if values is not None:
                self.milepost.run_guarded(self._ask_for(rater=values["rater"], why=values["why"]))

        self.milepost.push_screen(Form("Ask for a second rating", fields, fact="rated alone, then compared"), answered)

    async def _ask_for(self, **how: Any) -> None:
        await self.milepost.write(second_ratings.ask, self.attempt, **how)
        await self.load()
        self.milepost.notice("A second look is asked for; it is on Today.", keys=[("S", "go on"), *UNDO])

    async def _submit(self) -> None:
        assert self.sheet is not None
        both = await self.milepost.write(second_ratings.submit, self.attempt, self.shown_card)
        if self.shown_card:
            self.milepost.back()
        else:
            await self.load()
        if both:
            self._compare()
            return
        others = waited_for(self.sheet) if not self.shown_card else self.sheet.cards[0].rater
        self.milepost.notice(f"Submitted. The rating of {others} is not in yet.", keys=UNDO)

    async def _take_back(self) -> None:
        await self.milepost.write(second_ratings.take_back, self.attempt)
        await self.load()
        self.milepost.notice("No second look is asked for any more.", keys=UNDO)

    # Changing what was decided on.

    def ask_correction(self, criterion: str, value: float | None) -> None:
        """Ask why a rating of a decided attempt is changed; what it was is kept. None = not observed."""
        sheet = self.sheet
        line = next((one for one in sheet.lines if one.criterion.id == criterion), None) if sheet else None
        if line is None:
            return
        field = Field(key="why", label="Reason", hint="why it is changed after the decision", required=True)

        def answered(values: dict[str, str] | None) -> None:
            if values is not None:
                self.milepost.run_guarded(self._correct(criterion, value, values["why"]))

        to = "not observed" if value is None else f"{value:g}"
        head = f"{line.criterion.name} to {to}"
        self.milepost.push_screen(Form(head, [field], fact="what it was is kept, and the decision stands"), answered)

    async def _correct(self, criterion: str, value: float | None, why: str) -> None:
        await self.milepost.write(second_ratings.correct, self.attempt, criterion, value, why)
        await self.load()
        self.milepost.notice("Changed; what it was is kept, and the decision stands.", keys=UNDO)

    def _compare(self) -> None:
        from tui.screens.compare import CompareScreen

        self.milepost.open_page(CompareScreen(self.attempt))


def _options(sheet: Sheet) -> list[Option]:
    if not sheet.cards:
        return [
            Option(RATER, "A second rater", "rates alone; then the mean stands"),
            Option(SCENARIO, "A second scenario", "you play another one; then the mean stands"),
        ]
    first, second = sheet.cards
    entered = f"{sheet.entered} of {len(sheet.lines)} entered"
    all_in = sheet.assessment.all_entered
    submit = Option(SUBMIT, "Submit your rating", entered, "" if all_in else f"{entered}, rate the rest first")
    same = second.kind is LookKind.SCENARIO
    begin = Option(BEGIN, "Rate the second scenario" if same else "Sit down to the second rating", _whose(sheet))
    back = Option(BACK, "Ask for no second look", "what was entered for it goes")
    options = [] if first.submitted_at else [submit]
    if not second.submitted_at:
        options += [begin, back]
    if not options:
        raise Conflict("Both ratings are in.", "Open the sheet again.")
    return options


def _whose(sheet: Sheet) -> str:
    second = sheet.cards[1]
    if second.kind is LookKind.SCENARIO:
        return second.rater
    return f"{second.rater}, at this keyboard" if second.rater else "a colleague, at this keyboard"
