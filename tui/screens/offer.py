"""The offer sheet: the terms read and said back, papers, their answer, and what is due until the class has begun."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from domain.model.terms import OfferState
from domain.workbook import offer_sheets, offers
from domain.workbook.offers import MAX_TERM, MAX_WHY
from tui.commands import Command
from tui.screens.choice import Choice, Option
from tui.screens.form import Form
from tui.screens.offer_lines import DAY_ONE, PAPER, REMIND, SAID_BACK, STAY, TEXT, TOUCH, first_open, lines
from tui.screens.person_acts import UNDO
from tui.screens.place import Page
from tui.widgets.fields import Field, Kind
from tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from textual.app import ComposeResult

    from domain.workbook.offer_sheets import Sheet

STARTS, REPLY_BY, WHY = "starts", "reply_by", "why"
LEFT = "left"


def _not_waiting(screen: OfferScreen) -> str | None:
    sheet = screen.sheet
    if sheet is None or not sheet.id:
        return "no offer is made yet"
    return None if sheet.state is OfferState.MADE else "it is answered"


def _no_answer(screen: OfferScreen) -> str | None:
    if (why := _not_waiting(screen)) is not None:
        return why
    return None if screen.sheet is not None and screen.sheet.said_back else "the terms are not said back yet"


def _no_yes(screen: OfferScreen) -> str | None:
    sheet = screen.sheet
    if sheet is None or sheet.state is not OfferState.ACCEPTED or sheet.came is not None:
        return "only between yes and day one"
    return None


def _answered(screen: OfferScreen) -> str | None:
    sheet = screen.sheet
    return None if sheet is not None and sheet.state in (None, OfferState.MADE) else "it is answered"


def _nothing_here(screen: OfferScreen) -> str | None:
    return None if screen.query_one("#offer", LineView).line_id else "nothing to log here"


class OfferScreen(Page):
    """One offer, from its terms to the days after day one."""

    HEADING = "Offer"
    HELP_TITLE = "Keys on the offer"
    HAS_PANE = False
    MAIN_ROW = 2
    HOME = "#offer"
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(
            id="offer.log",
            keys="",
            do="log_line",
            shown="Enter",
            word="log",
            title="Log what is focused",
            help="read aloud, said back, a paper that is in, a contact that was made, day one",
            when=_nothing_here,
        ),
        Command(
            id="offer.terms",
            keys="e",
            do="terms",
            word="terms",
            title="Make the offer, or change its terms",
            help="make the offer, or change its terms and days",
            when=_answered,
            opens=True,
        ),
        Command(
            id="offer.yes",
            keys="y",
            do="yes",
            word="yes",
            title="They said yes",
            help="they said yes, once the terms are said back",
            when=_no_answer,
        ),
        Command(
            id="offer.no",
            keys="n",
            do="no",
            word="no",
            title="They said no",
            help="they said no, with their reason; the application ends with a slip",
            when=_not_waiting,
            opens=True,
        ),
        Command(
            id="offer.back_out",
            keys="W",
            do="back_out",
            title="They backed out",
            help="they backed out after a yes; the seat is free again",
            when=_no_yes,
            opens=True,
        ),
    )
    FOOTER = ("app.hide_names", "app.undo")

    def __init__(self, person: int) -> None:
        """Show the offer of a person by id."""
        super().__init__()
        self.person = person
        self.sheet: Sheet | None = None

    def compose_main(self) -> ComposeResult:
        """Yield the lines."""
        yield LineView(indent=6, inner=TEXT, id="offer")

    @property
    def focused_person(self) -> int:
        """Whose offer it is."""
        return self.person

    async def load(self) -> None:
        """Read the sheet."""
        first = self.sheet is None
        self.sheet = sheet = await self.milepost.read(offer_sheets.sheet, self.person)
        self.header.heading = "Offer"
        self.header.fact = self.milepost.look.name(sheet.name)
        view = self.query_one("#offer", LineView)
        view.show(lines(self.milepost.look, sheet, self.milepost.today))
        if first:
            view.choose(first_open(sheet, self.milepost.today))
        self.set_focus(self.home())
        self.refresh_chrome()

    def on_line_view_moved(self, _event: LineView.Moved) -> None:
        """What Enter does depends on the line."""
        self.refresh_chrome()

    def on_line_view_opened(self, _event: LineView.Opened) -> None:
        """Log what is focused."""
        self.milepost.open_with(self.log_line())

    # Doing.

    async def _do(self, said: str, work: Callable[..., object], *values: Any, **named: Any) -> None:
        """One act on the offer, and what to say of it."""
        assert self.sheet is not None
        name = self.milepost.look.name(self.sheet.name)
        await self.milepost.write(work, self.sheet.id, *values, **named)
        await self.load()
        self.notice(f"{name}: {said}.", keys=UNDO)

    async def log_line(self) -> None:
        """Log the focused line."""
        sheet, line = self.sheet, self.query_one("#offer", LineView).line_id
        kind, _, about = line.partition(":")
        if sheet is None or not line:
            return
        if kind == DAY_ONE:
            self._ask_day_one()
        elif kind == STAY:
            self._ask_stay(int(about))
        elif kind == REMIND:
            await self._do("reminded of the offer", offers.reminded)
        elif kind == TOUCH:
            label = next(step.label for step in sheet.steps if step.about == about)
            await self._do(label, offers.touched, about)
        elif kind == PAPER:
            paper = next(paper for paper in sheet.papers if paper.id == about)
            said = f"{paper.label}, {'missing' if paper.there else 'in'}"
            await self._do(said, offers.paper, about, there=not paper.there)
        else:
            back = about == SAID_BACK
            said = "terms said back in their own words" if back else "terms read aloud"
            await self._do(said, offers.read_aloud, said_back=back)

    def terms(self) -> None:
        """Ask for the terms and the days."""
        sheet = self.sheet
        if sheet is None:
            return
        fields = [
            Field(key=term.id, label=term.label, value=term.words, hint=term.hint, required=True, longest=MAX_TERM)
            for term in sheet.terms
        ]
        starts, by = (day.isoformat() if day else "" for day in (sheet.starts, sheet.reply_by))
        fields.append(Field(key=STARTS, label="Day one", kind=Kind.DATE, value=starts))
        fields.append(Field(key=REPLY_BY, label="Answer by", kind=Kind.DATE, value=by, hint="by the rule of the site"))
        name = self.milepost.look.name(sheet.name)

        async def save(values: dict[str, str]) -> None:
            starts, by = (date.fromisoformat(values[key]) if values[key] else None for key in (STARTS, REPLY_BY))
            told = {term.id: values[term.id] for term in sheet.terms}
            await self.milepost.write(offers.make, self.person, told, starts=starts, reply_by=by)

        async def told() -> None:
            await self.load()
            self.notice(f"Offer to {name} kept. Read it aloud, and have it said back.", keys=UNDO)

        def closed(values: dict[str, str] | None) -> None:
            if values is not None:
                self.milepost.run_guarded(told())

        self.milepost.push_screen(Form("Offer", fields, save, fact=name, draft=f"offer {self.person}"), closed)

    async def yes(self) -> None:
        """They said yes."""
        await self._do("said yes", offers.accept)

    def no(self) -> None:
        """Ask why, and log the no."""
        self._ask_why("They said no", "another offer, the shift, the way there", "said no", offers.decline)

    def back_out(self) -> None:
        """Ask why, and log it."""
        self._ask_why("They backed out", "another offer, family, the way there", "backed out", offers.back_out)

    def _ask_why(self, title: str, hint: str, said: str, work: Callable[..., object], *more: int, **named: Any) -> None:
        field = Field(key=WHY, label="In a word", hint=hint, required=True, longest=MAX_WHY)

        def closed(values: dict[str, str] | None) -> None:
            if values is not None:
                why = {"why": values[WHY], **named} if named else {}
                given = () if named else (values[WHY],)
                self.milepost.run_guarded(self._do(said, work, *more, *given, **why))

        self.milepost.push_screen(Form(title, [field]), closed)

    def _ask_day_one(self) -> None:
        options = [Option("1", "They are here", "day one"), Option("", "They did not come", "the seat is free again")]

        def chosen(answer: str | None) -> None:
            if answer is not None:
                said = "here on day one" if answer else "did not come on day one"
                self.milepost.run_guarded(self._do(said, offers.came, there=bool(answer)))

        self.milepost.push_screen(Choice("Day one", options), chosen)

    def _ask_stay(self, day: int) -> None:
        marks = ("far below what is needed", "below it", "as needed", "above it", "far above it")
        options = [Option(str(mark), f"Still here, {mark} of 5", said) for mark, said in enumerate(marks, 1)]
        options += [Option("0", "Still here", "nobody said how it goes"), Option(LEFT, "Left", "with the reason")]

        def chosen(answer: str | None) -> None:
            if answer == LEFT:
                hint = "other work, the shift, let go"
                self._ask_why(f"Day {day}: they left", hint, f"left, day {day}", offers.stayed, day, here=False)
            elif answer is not None:
                work = self._do(f"still here, day {day}", offers.stayed, day, here=True, quality=int(answer))
                self.milepost.run_guarded(work)

        self.milepost.push_screen(Choice(f"Day {day}", options), chosen)
