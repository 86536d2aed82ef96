"""The score sheet: rate with the digits, evidence with `e`, decide with `p` and `n`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.errors import BadInput
from domain.model.terms import Result, ScoringType
from domain.workbook import attempts, calls
from tui.screens import critical_errors
from tui.screens.choice import Choice, Option
from tui.screens.deciding import decide
from tui.screens.form import Form
from tui.screens.score_parts import FIRST_POINT
from tui.screens.score_verbs import SCORE_VERBS
from tui.screens.second_looks import SecondLooks
from tui.screens.their_case import Closing
from tui.widgets.criteria import CriteriaView
from tui.widgets.evidence import EvidenceFields
from tui.widgets.fields import Field

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from domain.model.slip import Evidence


class ScoreScreen(Closing, SecondLooks):
    """One attempt of one person, with all its keys."""

    VERBS = SCORE_VERBS
    FOOTER = ("app.undo",)

    # Rating.

    async def digit(self, at: int) -> None:
        """Follow a digit: a ready piece of evidence, a measure, a rating, or a point that was made."""
        number = at + 1
        view = self.query_one(CriteriaView)
        if self.choosing_chip:
            await self._chip(number)
        elif view.numeric:
            await self._measure_digit(view, number)
        elif number <= 5:
            await self._rate(float(number))
        else:
            await self._point(number)

    async def _measure_digit(self, view: CriteriaView, number: int) -> None:
        sheet, line = self.sheet, view.line
        if sheet is not None and line is not None and line.criterion.scoring.unit == "cefr":
            levels = list(sheet.levels.values())
            if number <= len(levels):
                await self._rate(levels[number - 1])
        else:
            view.type_in(str(number))

    async def zero(self) -> None:
        """Not observed; while a measure is asked for, the digit."""
        view = self.query_one(CriteriaView)
        if view.numeric and view.line is not None and view.line.criterion.scoring.unit != "cefr":
            view.type_in("0")
        else:
            await self.not_observed()

    async def not_observed(self) -> None:
        """Mark the focused criterion as not observed and go on."""
        view = self.query_one(CriteriaView)
        if view.line is not None:
            criterion = view.line.criterion.id
            view.go_next()
            await self._enter(attempts.not_observed, criterion)

    async def clear(self) -> None:
        """Take the rating of the focused criterion back."""
        line = self.query_one(CriteriaView).line
        if line is not None and line.rating is not None:
            await self._enter(attempts.clear_rating, line.criterion.id)

    async def _rate(self, value: float) -> None:
        view = self.query_one(CriteriaView)
        if view.line is None:
            return
        line = view.line
        if line.criterion.scoring.type is ScoringType.CHECK and value not in (1, 5):
            raise BadInput("This is a check.", "Press 5 for yes or 1 for no.")
        view.go_next()
        await self._enter(attempts.rate, line.criterion.id, value)

    async def on_criteria_view_measured(self, event: CriteriaView.Measured) -> None:
        """Store a measure that was typed."""
        self.milepost.run_guarded(self._measured(event.criterion, event.text))

    async def _measured(self, criterion: str, typed: str) -> None:
        if not typed.strip("."):
            await self._enter(attempts.clear_rating, criterion)
            return
        await self._enter(attempts.rate, criterion, float(typed))
        view = self.query_one(CriteriaView)
        if view.line is not None and view.line.criterion.id == criterion:
            view.go_next()

    async def _enter(self, work: Callable[..., object], *args: object) -> None:
        """Store what was entered on this card; once it is decided, a change takes a reason."""
        if self.sheet is not None and self.sheet.finished_at:
            self.ask_correction(str(args[0]), None if len(args) < 2 else float(str(args[1])))
            return
        await self._store(work, self.attempt, *args, card=self.shown_card)

    async def _store(self, work: Callable[..., object], *args: object, **more: object) -> None:
        """Store a press, then show what the rules make of it."""
        await self.milepost.write(work, *args, **more)
        await self.load()

    async def _point(self, number: int) -> None:
        if self.sheet is None or number - FIRST_POINT >= len(self.sheet.points):
            return
        await self._store(attempts.point_made, self.attempt, number - FIRST_POINT + 1)

    # Evidence.

    def evidence(self) -> None:
        """Wait for the digit of a ready piece of evidence."""
        self.choosing_chip = True
        self._show_focused()
        self.notice("Which piece of evidence?", "here", keys=[("1–4", "choose"), ("Enter", "write your own")])

    async def _chip(self, number: int) -> None:
        line = self.query_one(CriteriaView).line
        self.choosing_chip = False
        if line is not None:
            await self._enter(attempts.chip, line.criterion.id, number)
            self.notice("Evidence saved.", keys=[("u", "undo")])

    async def take(self) -> None:
        """Take the next moment of the call as the evidence of the focused criterion."""
        line = self.query_one(CriteriaView).line
        piece = calls.after(self.marks_here(), line.evidence) if line is not None else None
        if line is None or piece is None:
            return
        await self._store_evidence(line.criterion.id, piece.evidence)
        self.notice("Evidence taken from the call.", keys=[("m", "the next mark"), ("u", "undo")])

    def fields(self) -> None:
        """Write evidence."""
        self.choosing_chip = False
        self._show_focused()
        self.query_one(EvidenceFields).take_focus()

    def on_evidence_fields_typed(self, event: EvidenceFields.Typed) -> None:
        """Store what was written."""
        self.milepost.run_guarded(self._store_evidence(event.criterion, event.evidence))

    async def _store_evidence(self, criterion: str, told: Evidence) -> None:
        parts = {"moment": told.moment, "act": told.act, "effect": told.effect}
        await self.milepost.write(attempts.evidence, self.attempt, criterion, card=self.shown_card, **parts)
        if self.is_here:
            await self.load()

    def on_evidence_fields_left(self, _event: EvidenceFields.Left) -> None:
        """Go back to the criteria."""
        self.focus_home()

    def back(self) -> None:
        """One step back; a choice of evidence goes first, and what was typed is stored."""
        self.query_one(EvidenceFields).save()
        if self.choosing_chip:
            self.choosing_chip = False
            self._show_focused()
        else:
            super().back()

    # Deciding.

    async def passed(self) -> None:
        """They passed: the slip is drafted, they go on."""
        await self._decide(Result.PASSED)

    async def not_yet(self) -> None:
        """Not yet: the slip is drafted from the largest gaps."""
        await self._decide(Result.NOT_YET)

    async def _decide(self, result: Result) -> None:
        if self.sheet is not None and not await self.names_first(result):
            self.query_one(EvidenceFields).save()
            await decide(self.milepost, self.attempt, self.sheet.name, result, self.load)

    def _ask(
        self, head: str, fact: str, fields: Sequence[Field], answered: Callable[[dict[str, str] | None], None]
    ) -> None:
        self.milepost.push_screen(Form(head, fields, fact=fact), answered)

    def other_result(self) -> None:
        """Choose on hold, void or incomplete."""
        options = [
            Option(Result.ON_HOLD, "On hold", "something has to be looked into first"),
            Option(Result.VOID, "Void", "a fault of ours; they can retake it today"),
            Option(Result.INCOMPLETE, "Incomplete", "it could not be finished"),
        ]
        self.milepost.push_screen(Choice("Another result", options), self._other_chosen)

    def _other_chosen(self, choice: str | None) -> None:
        if choice is not None:
            self.milepost.run_guarded(self._decide(Result(choice)))

    def slip(self) -> None:
        """Show the slip."""
        from tui.screens.slip import SlipScreen

        if self.sheet is not None and self.sheet.slip:
            self.milepost.open_page(SlipScreen(self.sheet.slip))

    def call(self) -> None:
        """Show the console of the attempt."""
        from tui.screens.call import CallScreen

        self.milepost.open_page(CallScreen(self.attempt))

    def critical(self) -> None:
        """Choose which critical error it was, or settle one that was noted."""
        if self.sheet is None:
            return
        critical_errors.offer(self.milepost, self.sheet, self.shown_card, self.load)

    def note(self) -> None:
        """Write the private note, on a screen of its own."""
        if self.sheet is None:
            return

        def answered(values: dict[str, str] | None) -> None:
            if values is not None:
                self.milepost.run_guarded(self._store(attempts.note, self.attempt, values["note"]))

        field = Field(key="note", label="Note", hint="never on a slip", value=self.sheet.note)
        self._ask("Private note", "it has no way into anything that they read", [field], answered)

    async def move(self) -> None:
        """Offer the other openings, best first."""
        if self.sheet is None:
            return
        from tui.screens import person_acts as acts

        whom = acts.Whom(self.sheet.person, self.sheet.name, self.sheet.application)
        await acts.offer_move(self.milepost, whom, self._moved)

    async def _moved(self) -> None:
        self.milepost.back()

    def handover(self) -> None:
        """Show what the final interviewer reads before they meet somebody."""
        from tui.screens.handover import HandoverScreen

        if self.sheet is not None:
            self.milepost.open_page(HandoverScreen(self.sheet.person))

    def journey(self) -> None:
        """Write the journey report as a file."""
        if self.sheet is not None:
            from tui.screens.person_acts import write_journeys

            write_journeys(self.milepost, [self.sheet.person])
