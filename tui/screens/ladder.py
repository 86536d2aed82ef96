"""The ladder of a person: their level, what the next one asks for, what they showed of it, and their ladder file."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from domain.model.ladder import How
from domain.workbook import exporting, ladder
from domain.workbook.wording import inside
from tui.commands import Command
from tui.screens.choice import Choice, Option
from tui.screens.form import Form
from tui.screens.ladder_lines import ASKS, LEVEL, PROOF, SET, TEXT, lines
from tui.screens.person_acts import UNDO, told_path
from tui.screens.place import Page
from tui.widgets.fields import Field, Kind
from tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from domain.model.catalogue import LadderStep
    from domain.workbook.ladder import Ladder

WORDS, DAY, TOLD, WHY, LEVEL_KEY, HOW, SINCE = "words", "day", "told", "why", "level", "how", "since"
YES, NO = "yes", "no"
TAKE_BACK = "take_back"


def _off(screen: LadderScreen) -> str | None:
    return None if screen.found is not None and screen.found.standing is not None else "not on the ladder yet"


def _cannot_rise(screen: LadderScreen) -> str | None:
    if (why := _off(screen)) is not None:
        return why
    assert screen.found is not None
    assert screen.found.standing is not None
    if not screen.found.standing.stand.works:
        return "they do not work here now"
    return None if screen.found.aim is not None else "that is the top"


def _no_step(screen: LadderScreen) -> str | None:
    return None if screen.found is not None and screen.found.noted else "no step was noted by hand"


def _nothing_here(screen: LadderScreen) -> str | None:
    return None if screen.query_one("#ladder", LineView).line_id else "nothing to note here"


class LadderScreen(Page):
    """The ladder of one person."""

    HEADING = "Ladder"
    HELP_TITLE = "Keys on the ladder"
    HAS_PANE = False
    MAIN_ROW = 2
    HOME = "#ladder"
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(
            id="ladder.note",
            keys="",
            do="note_line",
            shown="Enter",
            word="note",
            title="Note what they showed",
            help="note what they showed of what is asked for; on a level, look at what it asks for",
            when=_nothing_here,
            opens=True,
        ),
        Command(
            id="ladder.up",
            keys="p",
            do="up",
            word="move up",
            title="Move up",
            help="move them up to the level that is looked at",
            when=_cannot_rise,
        ),
        Command(
            id="ladder.back",
            keys="n",
            do="step_back",
            title="Take the last step back",
            help="not yet: take the last step back that was noted by hand",
            when=_no_step,
        ),
        Command(
            id="ladder.level",
            keys="l",
            do="level",
            word="level",
            title="Set the level by hand",
            help="the level that they have here, or had when they worked here",
            opens=True,
        ),
        Command(
            id="ladder.file",
            keys="J",
            do="file",
            word="ladder file",
            title="Ladder file",
            help="their ladder file, in the format you choose",
            when=_off,
            opens=True,
        ),
    )
    FOOTER = ("app.undo",)

    def __init__(self, person: int) -> None:
        """Show the ladder of a person by id."""
        super().__init__()
        self.person = person
        self.aim = ""
        self.found: Ladder | None = None

    def compose_main(self) -> ComposeResult:
        """Yield the lines."""
        yield LineView(indent=6, inner=TEXT, id="ladder")

    @property
    def focused_person(self) -> int:
        """Whose ladder it is."""
        return self.person

    def subject(self) -> str:
        """Return whose ladder it is."""
        return self.milepost.look.name(self.found.name) if self.found is not None else ""

    async def load(self) -> None:
        """Read the ladder; a level that is no longer above theirs is looked at no more."""
        found = await self.milepost.read(ladder.read, self.person, self.aim)
        if self.aim and found.standing and found.aim and found.aim.level <= found.standing.stand.step.level:
            self.aim = ""
            found = await self.milepost.read(ladder.read, self.person)
        first, self.found = self.found is None, found
        self.header.heading = "Ladder"
        self.header.fact = self.milepost.look.name(found.name)
        self.query_one("#ladder", LineView).show(lines(self.milepost.look, found, self.milepost.today))
        if first:
            self._stand_on_first()
        self.set_focus(self.home())
        self.refresh_chrome()

    def _stand_on_first(self) -> None:
        """Begin with what is still asked for; the levels can be walked to."""
        assert self.found is not None
        wanted = next((at for at, one in enumerate(self.found.asked) if not one.proofs), 0)
        view = self.query_one("#ladder", LineView)
        if self.found.standing is None:
            view.choose(SET)
        elif self.found.asked:
            view.choose(f"{ASKS}:{wanted}")

    def on_line_view_moved(self, _event: LineView.Moved) -> None:
        """What Enter does depends on the line."""
        self.refresh_chrome()

    def on_line_view_opened(self, _event: LineView.Opened) -> None:
        """Follow the line."""
        self.milepost.open_with(self.note_line())

    # Doing.

    async def note_line(self) -> None:
        """Do what the focused line is for."""
        kind, _, about = self.query_one("#ladder", LineView).line_id.partition(":")
        if self.found is None:
            return
        if kind == LEVEL:
            await self._look_at(about)
        elif kind == ASKS and self.found.aim is not None:
            self._note(self.found.aim, self.found.asked[int(about)].words)
        elif kind == PROOF:
            self._offer_back(int(about))
        elif kind == SET:
            self.level()

    async def _look_at(self, level: str) -> None:
        assert self.found is not None
        here = self.found.standing.stand.step if self.found.standing else None
        step = next(step for step in self.found.steps if step.id == level)
        if here is not None and step.level <= here.level:
            below = f"They stand at {inside(here.name)}. Choose a level above it to see what that asks for."
            self.notice(below if step.level < here.level else "This is where they stand.", "here")
            return
        self.aim = level
        await self.load()

    def _note(self, step: LadderStep, asks: str) -> None:
        fields = (
            Field(key=WORDS, label="Evidence", hint="what was seen, and when", required=True, longest=ladder.MAX_WORDS),
            Field(key=DAY, label="On", kind=Kind.DATE, value=self.milepost.today.isoformat()),
            Field(
                key=TOLD,
                label="Told",
                kind=Kind.CHOICE,
                value=NO,
                choices=((NO, "for the site alone"), (YES, "they read it")),
            ),
        )

        async def save(values: dict[str, str]) -> None:
            day = date.fromisoformat(values[DAY]) if values[DAY] else None
            told = values[TOLD] == YES
            await self.milepost.write(ladder.note, self.person, step.id, asks, values[WORDS], day=day, told=told)

        said = f"{asks[:1].upper()}{asks[1:]}: noted."
        self._ask(Form(said.partition(":")[0], fields, save, fact=f"asked for by {inside(step.name)}"), said)

    def _ask(self, form: Form, said: str) -> None:
        """Show a form that saves itself, and tell of it."""

        async def done() -> None:
            await self.load()
            self.notice(said, keys=UNDO)

        def closed(values: dict[str, str] | None) -> None:
            if values is not None:
                self.milepost.run_guarded(done())

        self.milepost.push_screen(form, closed)

    def _offer_back(self, proof: int) -> None:
        def chosen(choice: str | None) -> None:
            if choice == TAKE_BACK:
                self.milepost.run_guarded(self._do("Evidence taken back.", ladder.take_back, proof))

        self.milepost.push_screen(Choice("Evidence", [Option(TAKE_BACK, "Take it back")]), chosen)

    async def _do(self, said: str, work: Callable[..., object], *values: object) -> None:
        await self.milepost.write(work, *values)
        await self.load()
        self.notice(said, keys=UNDO)

    async def up(self) -> None:
        """Move them up; where something is not shown yet, ask why."""
        found = self.found
        assert found is not None
        assert found.aim is not None
        step, missing = found.aim, [one.words for one in found.asked if not one.proofs]
        said = f"{self.milepost.look.name(found.name)}: {inside(step.name)} from today."
        if not missing:
            await self._do(said, ladder.move_up, self.person, step.id)
            return
        field = Field(key=WHY, label="In a word", hint="why all the same", required=True, longest=ladder.MAX_WORDS)

        async def save(values: dict[str, str]) -> None:
            await self.milepost.write(ladder.move_up, self.person, step.id, values[WHY])

        lacking = f"{len(missing)} of {len(found.asked)} not shown yet"
        self._ask(Form(f"Up to {inside(step.name)}", [field], save, fact=lacking), said)

    async def step_back(self) -> None:
        """Take the last step back."""
        await self._do("The last step is taken back.", ladder.step_back, self.person)

    def level(self) -> None:
        """Ask which level they have here, or had."""
        found = self.found
        if found is None:
            return
        at = found.standing.stand.step.id if found.standing else found.aim.id if found.aim else ""
        was = found.says is How.RETURNING or (found.standing is not None and not found.standing.stand.works)
        hows = ((How.INTERNAL.value, "works here"), (How.RETURNING.value, "worked here"))
        fields = (
            Field(
                key=LEVEL_KEY,
                label="Level",
                kind=Kind.CHOICE,
                value=at,
                choices=tuple((step.id, step.name) for step in found.steps),
            ),
            Field(key=HOW, label="They", kind=Kind.CHOICE, value=(hows[1] if was else hows[0])[0], choices=hows),
            Field(key=SINCE, label="Since", kind=Kind.DATE, hint="today where nothing is written"),
        )

        async def save(values: dict[str, str]) -> None:
            since = date.fromisoformat(values[SINCE]) if values[SINCE] else None
            await self.milepost.write(ladder.place, self.person, values[LEVEL_KEY], How(values[HOW]), since)

        self._ask(Form("Level", fields, save, fact=self.milepost.look.name(found.name)), "Level set.")

    def file(self) -> None:
        """Choose how the ladder file is written, and write it."""
        from tui.screens.slips_work import FORMATS

        labels = {**FORMATS, exporting.Format.PDF.value: "PDF"}
        options = [Option(form.value, labels[form.value], form.suffix) for form in exporting.Format]

        def chosen(form: str | None) -> None:
            if form is not None:
                self.milepost.run_guarded(self._write(exporting.Format(form)))

        self.milepost.push_screen(Choice("Ladder file", options), chosen)

    async def _write(self, form: exporting.Format, *, standard: bool = False) -> None:
        from tui.screens.own_layout import ask_for_layout
        from tui.settings import config

        try:
            made = await self.milepost.write_slowly(
                "writing the ladder file",
                exporting.ladder_to,
                config.exports_path(),
                form,
                self.person,
                standard=standard,
            )
        except exporting.TemplateFault as fault:
            ask_for_layout(self.milepost, fault, lambda: self._write(form, standard=True))
            return
        where = told_path(self.milepost, made.path)
        self.notice(" ".join([f"Ladder file written: {where}.", *made.notes[:1]]))
