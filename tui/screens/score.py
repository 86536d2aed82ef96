"""The score sheet: rate with the digits, evidence with `e`, decide with `p` and `n`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical

from domain.model.errors import BadInput
from domain.model.terms import MilestoneId, Result, ScoringType
from domain.workbook import attempts, calls, fitting, second_ratings
from tui.commands import Command
from tui.lines import Line
from tui.screens import critical_errors
from tui.screens.choice import Choice, Option
from tui.screens.deciding import decide
from tui.screens.form import Form
from tui.screens.place import Page
from tui.screens.score_parts import FIRST_POINT, anchors, chips, marks, pane, result_words, strip
from tui.screens.second_looks import SECOND_LOOK, SecondLooks, look_words, not_decided_here, not_rated_here
from tui.screens.their_case import NO_HINT, THEIR_CASE, Closing
from tui.widgets.bars import Notice
from tui.widgets.criteria import CriteriaView
from tui.widgets.evidence import EvidenceFields
from tui.widgets.fields import Field
from tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.events import Resize

    from domain.workbook.attempts import Sheet
    from domain.workbook.calls import Piece
    from domain.workbook.fitting import Fit

TALL = 30
"""Rows from which the anchors and fields have room around them."""


def _finished(screen: ScoreScreen) -> str | None:
    return "this attempt is finished" if screen.sheet is not None and screen.sheet.finished_at else None


def _not_rated_here(screen: ScoreScreen) -> str | None:
    return _finished(screen) or not_rated_here(screen.sheet)


def _not_changed_here(screen: ScoreScreen) -> str | None:
    sheet = screen.sheet
    if sheet is None or not sheet.finished_at:
        return not_rated_here(sheet)
    return "two people rated this" if sheet.both_in else None


def _not_decided_here(screen: ScoreScreen) -> str | None:
    return _finished(screen) or not_decided_here(screen.sheet)


def _second(screen: ScoreScreen) -> str | None:
    return "a second rating is made alone" if screen.sheet is not None and screen.sheet.card else None


def _no_handover(screen: ScoreScreen) -> str | None:
    sheet = screen.sheet
    return None if sheet is not None and sheet.milestone.id is MilestoneId.FINAL else "it is for the final interview"


def _no_critical(screen: ScoreScreen) -> str | None:
    sheet = screen.sheet
    if sheet is not None and sheet.closed:
        return not_rated_here(sheet)
    return None if sheet is not None and sheet.result is Result.ON_HOLD else _finished(screen)


def _no_slip(screen: ScoreScreen) -> str | None:
    return None if screen.sheet is not None and screen.sheet.slip else "decide first"


def _no_marks(screen: ScoreScreen) -> str | None:
    return _not_rated_here(screen) or (None if screen.marks_here() else "no mark of a call is here")


def _not_played(screen: ScoreScreen) -> str | None:
    if screen.sheet is not None and (screen.sheet.card or screen.sheet.closed):
        return "a second rating is made alone"
    return None if screen.sheet is not None and screen.sheet.milestone.calls else "this milestone is not played"


def _call_words(sheet: Sheet) -> str:
    """Which call is under way or to be played; '' where there is none."""
    asked = sheet.milestone.calls
    if sheet.finished_at or asked is None:
        return ""
    if sheet.call is not None:
        return "A call is under way."
    if not sheet.calls:
        return "The call is played in the console."
    played = len(sheet.calls)
    return f"Call {played + 1} of {asked.count} is still to be played." if played < asked.count else ""


class ScoreScreen(Closing, SecondLooks, Page):
    """One attempt of one person."""

    HEADING = "Score sheet"
    HELP_TITLE = "Keys on the score sheet"
    HOME = "CriteriaView"
    MAIN_ROW = 2
    CSS_PATH = "../styles/score.tcss"
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(
            id="score.digit",
            keys="1 2 3 4 5 6 7 8 9",
            do="digit",
            each=True,
            shown="1–5",
            word="rate",
            title="Rate the criterion",
            help="rate and go to the next; 6 to 8: a point of theirs was made",
            group="Rate",
            when=_not_changed_here,
        ),
        Command(
            id="score.zero",
            keys="0",
            do="zero",
            word="not observed",
            title="Not observed",
            help="not observed, next; as a measure: zero",
            group="Rate",
            when=_not_changed_here,
        ),
        Command(
            id="score.not_observed",
            keys="-",
            do="not_observed",
            help="not observed, measures too",
            group="Rate",
            when=_not_changed_here,
        ),
        Command(
            id="score.clear",
            keys="delete backspace",
            do="clear",
            help="take the rating back",
            group="Rate",
            when=_not_rated_here,
        ),
        Command(
            id="score.evidence",
            keys="e",
            do="evidence",
            word="evidence",
            title="Evidence, ready pieces",
            help="evidence chip, then its digit",
            group="Rate",
            when=_not_rated_here,
        ),
        Command(
            id="score.fields", keys="enter", do="fields", help="evidence fields", group="Rate", when=_not_rated_here
        ),
        Command(
            id="score.take",
            keys="m",
            do="take",
            title="Take a mark of the call as evidence",
            help="a mark of the call as evidence",
            group="Rate",
            when=_no_marks,
        ),
        Command(
            id="score.passed",
            keys="p",
            do="passed",
            word="passed",
            title="Passed: next milestone",
            help="passed, slip drafted",
            group="Decide",
            when=_not_decided_here,
        ),
        Command(
            id="score.not_yet",
            keys="n",
            do="not_yet",
            word="not yet",
            title="Not yet",
            help="not yet, two gaps drafted",
            group="Decide",
            when=_not_decided_here,
        ),
        Command(
            id="score.slip",
            keys="f",
            do="slip",
            word="slip",
            title="See the slip",
            help="see the slip, again: deliver",
            group="Decide",
            when=_no_slip,
        ),
        Command(
            id="score.critical",
            keys="E",
            do="critical",
            word="critical error",
            title="Critical error",
            help="critical error, with quote",
            group="Decide",
            when=_no_critical,
        ),
        SECOND_LOOK,
        THEIR_CASE,
        NO_HINT,
        Command(
            id="score.other",
            keys="D",
            do="other_result",
            title="Another result: on hold, void, incomplete",
            help="on hold, void or incomplete",
            group="Decide",
            when=_not_decided_here,
        ),
        Command(
            id="score.call",
            keys="space",
            do="call",
            title="Open the call console",
            help="the call console",
            group="Decide",
            when=_not_played,
        ),
        Command(
            id="score.move",
            keys="r",
            do="move",
            title="Move to another opening",
            help="move, valid scores go along",
            group="Decide",
            when=_second,
            opens=True,
        ),
        Command(
            id="score.note",
            keys="o",
            do="note",
            title="Private note",
            help="private note",
            group="Decide",
            when=_second,
        ),
        Command(
            id="score.handover",
            keys="h",
            do="handover",
            title="Handover to the final interviewer",
            help="handover to the final interviewer",
            group="Decide",
            when=_no_handover,
        ),
        Command(
            id="score.journey", keys="J", do="journey", title="Journey report", help="journey report", group="Decide"
        ),
    )
    FOOTER = ("app.undo",)

    def __init__(self, attempt: int, card: int = 0) -> None:
        """Show this attempt, on the card of the first rater or of the second."""
        super().__init__()
        self.attempt = attempt
        self.card = card
        self.sheet: Sheet | None = None
        self.pieces: dict[str, tuple[Piece, ...]] = {}
        """What the calls of the attempt offer as evidence, by criterion."""
        self.choosing_chip = False
        self.hint_said = ""
        self.fits: Sequence[Fit] = ()
        """Other openings, once it is decided."""

    def compose_main(self) -> ComposeResult:
        """Yield criteria, anchors, evidence fields, chips, and the line that stands in for the pane."""
        with Vertical(id="sheet"):
            yield CriteriaView()
            yield LineView(id="anchors", indent=2, inner=76)
            yield EvidenceFields()
            yield LineView(id="chips", indent=6, inner=72)
            yield LineView(id="strip", indent=2, inner=76)

    def subject(self) -> str:
        """Return who is being assessed."""
        return self.milepost.look.name(self.sheet.name) if self.sheet is not None else ""

    async def load(self) -> None:
        """Read the sheet."""
        self.sheet = await self.milepost.read(second_ratings.sheet_for, self.attempt, self.card)
        self.pieces = await self.milepost.read(calls.pieces, self.attempt) if self.sheet.calls else {}
        if self.sheet.finished_at and not self.sheet.closed:
            self.fits = await self.milepost.read(fitting.fits_of, self.sheet.person)
        await self.read_hints()
        self.hint_said = await self.hint()
        self._show()

    def on_resize(self, event: Resize) -> None:
        """Give the parts more room on a taller screen."""
        super().on_resize(event)
        self.set_class(event.size.height >= TALL, "-tall")
        if self.sheet is not None:
            self.call_after_refresh(self._show)

    # Painting.

    def _show(self) -> None:
        sheet = self.sheet
        if sheet is None or not self.is_attached:
            return
        look = self.milepost.look
        self.header.heading = sheet.milestone.title
        self.header.fact = (
            f"{look.name(sheet.name)}, {look_words(sheet) or f'attempt {sheet.number}'}{result_words(sheet)}"
        )
        self.header.saved = "saved"
        self.query_one(CriteriaView).show(sheet, {criterion: len(found) for criterion, found in self.pieces.items()})
        self._show_focused()
        self._stand(sheet)
        self.show_pane(pane(look, sheet, self.fits))
        self.query_one("#strip", LineView).show((Line(strip(look, sheet)),))
        self.refresh_chrome()

    def _show_focused(self) -> None:
        line = self.query_one(CriteriaView).line
        if line is None or self.sheet is None:
            return
        look = self.milepost.look
        tall = self.size.height >= TALL
        around = self.query_one("#anchors", LineView)
        around.show(anchors(look, self.sheet, line, tall))
        around.styles.height = len(around.lines)
        self.query_one(EvidenceFields).show(line.criterion.id, line.evidence)
        ready: list[Line] = [Line(marks(look, self.marks_here()))] if self.pieces else []
        if tall or self.choosing_chip or not self.marks_here():
            ready = [Line(chips(line.criterion, self.choosing_chip)), *(ready if tall else [])]
        below = self.query_one("#chips", LineView)
        below.show(ready)
        below.styles.height = max(1, len(ready))

    def _stand(self, sheet: Sheet) -> None:
        """Say where a call is played, as long as there is one; then the hint, if one applies."""
        words = "" if sheet.card else _call_words(sheet)
        where = Notice(words, "here", (("Space", "open it"),)) if words else None
        self.notices.standing = where or self.hint_notice(self.hint_said)

    def marks_here(self) -> tuple[Piece, ...]:
        """The moments of the calls for the focused criterion, in the order in which they serve it."""
        line = self.query_one(CriteriaView).line
        return calls.ranked(self.pieces.get(line.criterion.id, ()), line) if line is not None else ()

    async def take(self) -> None:
        """Take the next moment of the call as the evidence of the focused criterion."""
        line = self.query_one(CriteriaView).line
        piece = calls.after(self.marks_here(), line.evidence) if line is not None else None
        if line is None or piece is None:
            return
        found = piece.evidence
        await self._store_evidence(line.criterion.id, found.moment, found.act, found.effect)
        self.notice("Evidence taken from the call.", keys=[("m", "the next mark"), ("u", "undo")])

    async def _store_evidence(self, criterion: str, moment: str, act: str, effect: str) -> None:
        told = {"moment": moment, "act": act, "effect": effect}
        await self.milepost.write(attempts.evidence, self.attempt, criterion, card=self.shown_card, **told)
        await self.load()

    def on_criteria_view_moved(self, _event: CriteriaView.Moved) -> None:
        """Show the anchors and the evidence of the focused criterion."""
        self.choosing_chip = False
        self._show_focused()

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

    def fields(self) -> None:
        """Write evidence."""
        self.choosing_chip = False
        self._show_focused()
        self.query_one(EvidenceFields).take_focus()

    def on_evidence_fields_typed(self, event: EvidenceFields.Typed) -> None:
        """Store what was written."""
        found = event.evidence
        self.milepost.run_guarded(self._typed(event.criterion, found.moment, found.act, found.effect))

    async def _typed(self, criterion: str, moment: str, act: str, effect: str) -> None:
        told = {"moment": moment, "act": act, "effect": effect}
        await self.milepost.write(attempts.evidence, self.attempt, criterion, card=self.shown_card, **told)
        if self.is_attached:
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
