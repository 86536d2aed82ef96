"""The slip: shaped at the left, read word for word at the right, handed over with `f`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from domain.model.terms import REACHED, SlipState
from domain.workbook import attempts, exporting, mailing, outbox, people, slip_delivery, slips
from domain.workbook.slip_gates import Way
from tui.commands import Command
from tui.screens.choice import Choice, Option
from tui.screens.form import Form
from tui.screens.own_layout import ask_for_layout
from tui.screens.person_acts import told_path
from tui.screens.reading import Reading
from tui.screens.slip_editing import SlipEditing
from tui.screens.slip_page import READING
from tui.screens.slip_parts import warning_words, what_is_open
from tui.screens.slips_outbox import HANDS, PASTE
from tui.screens.slips_work import FORMATS
from tui.widgets.bars import TabsRow
from tui.widgets.fields import Field

if TYPE_CHECKING:
    from domain.model.slip import Finding
    from domain.workbook.slip_gates import GateId

SHOWN, FILES, COPIED, MAILED, PRINTER = "shown", "files", "copied", "mailed", "printer"
SAID_ALOUD = "F20"
"""The warning that asks whether a free line could be said aloud."""


def _frozen(screen: SlipScreen) -> str | None:
    return "it is given" if screen.frozen else None


def _undeliverable(screen: SlipScreen) -> str | None:
    if screen.desk is None:
        return "not read yet"
    return "it is given" if screen.desk.frozen else what_is_open(screen.desk) or None


def _not_given(screen: SlipScreen) -> str | None:
    state = screen.desk.slip.state if screen.desk is not None else None
    if state is SlipState.CONFIRMED:
        return "it is confirmed"
    return None if state in (SlipState.HANDED_OVER, SlipState.SENT) else "not given yet"


def _uncorrectable(screen: SlipScreen) -> str | None:
    given = screen.desk is not None and screen.desk.slip.state in REACHED
    return None if given else "not given yet"


def _unwritable(screen: SlipScreen) -> str | None:
    return what_is_open(screen.desk) or None if screen.desk is not None else "not read yet"


class HowToDeliver(Choice):
    """How the slip reaches them; a second `f` shows it to the person at the desk."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(id="choice.first", keys="f", do="choose_first", help="show it on the screen"),
    )

    def choose_first(self) -> None:
        """Take the first way."""
        self.choose(0)


class SlipScreen(SlipEditing):
    """One slip of one person."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(id="list.open", keys="enter", do="edit", word="edit", help="write here, Enter keeps", when=_frozen),
        Command(
            id="slip.missing",
            keys="m",
            do="next_missing",
            word="next missing",
            short="missing",
            title="Next missing",
            help="go to what is missing",
            when=_frozen,
        ),
        Command(
            id="slip.drill",
            keys="d",
            do="other_drill",
            word="other drill",
            short="drill",
            title="Other drill",
            when=_frozen,
        ),
        Command(
            id="slip.add",
            keys="+",
            do="add_point",
            word="add point",
            short="point",
            title="Add a point",
            when=_frozen,
        ),
        Command(
            id="slip.deliver",
            keys="f",
            do="deliver",
            word="deliver",
            title="Deliver the slip",
            help="deliver: shown, as files or copied",
            when=_undeliverable,
        ),
        Command(id="slip.note", keys="o", do="note", word="private note", title="Private note", opens=True),
        Command(
            id="slip.free_line",
            keys="w",
            do="free_line",
            word="free line",
            title="Write a free line",
            help="one line of your own",
            when=_frozen,
        ),
        Command(
            id="slip.digit",
            keys="1 2 3 4 5 6 7 8 9",
            do="digit",
            each=True,
            shown="1–9",
            help="ready evidence, or the tip",
            when=_frozen,
        ),
        Command(id="slip.strength", keys="s", do="other_strength", title="Other strength", when=_frozen),
        Command(
            id="slip.improvement",
            keys="i",
            do="other_improvement",
            title="Another point to work on",
            help="another point to work on",
            when=_frozen,
        ),
        Command(
            id="slip.remove",
            keys="- delete",
            do="remove_point",
            title="Take the point out",
            help="take the point out",
            when=_frozen,
        ),
        Command(
            id="slip.export",
            keys="x",
            do="export",
            word="export",
            title="Export the slip",
            help="write it as a file",
            when=_unwritable,
        ),
        Command(
            id="app.quit",
            keys="ctrl+q",
            do="leave",
            title="Quit Milepost",
            help="quit",
            group="Everywhere",
            always=True,
        ),
        Command(
            id="slip.journey",
            keys="J",
            do="journey",
            word="journey report",
            title="Journey report",
            help="journey report",
        ),
        Command(
            id="slip.confirm",
            keys="a",
            do="confirm",
            word="they have it",
            short="arrived",
            title="They have it",
            help="they said that they have it",
            when=_not_given,
        ),
        Command(
            id="slip.correct",
            keys="e",
            do="correct",
            word="correct",
            title="Correct a slip that was given",
            help="a new slip in place of this one",
            when=_uncorrectable,
            opens=True,
        ),
    )

    # Delivering.

    def deliver(self) -> None:
        """Ask how; what is only a warning is confirmed first, with a reason."""
        desk = self.desk
        if desk is None:
            return
        warnings = desk.slip.warnings
        if len(warnings) == 1:
            self._confirm(warnings[0])
        elif warnings:
            options = [Option(str(at), warning_words(one)) for at, one in enumerate(warnings)]
            self.milepost.push_screen(
                Choice("Before it goes", options, f"{len(warnings)} to confirm, or to change"), self._warning_chosen
            )
        else:
            self._ask_how()

    def _warning_chosen(self, choice: str | None) -> None:
        if choice is not None and self.desk is not None and int(choice) < len(self.desk.slip.warnings):
            self._confirm(self.desk.slip.warnings[int(choice)])

    def _confirm(self, warning: Finding) -> None:
        if warning.rule == SAID_ALOUD:
            self._ask_aloud(warning)
            return

        def answered(values: dict[str, str] | None) -> None:
            if values is not None:
                self.milepost.run_guarded(self._override(warning, values["reason"]))

        field = Field(key="reason", label="Reason", hint="why it stays as it is", required=True)
        self.milepost.push_screen(Form("Before it goes", [field], fact=warning_words(warning)), answered)

    def _ask_aloud(self, warning: Finding) -> None:
        assert self.desk is not None
        options = [Option("yes", "Yes, it can go"), Option("no", "No, change it")]

        def answered(choice: str | None) -> None:
            if choice == "yes":
                self.milepost.run_guarded(self._override(warning, "would say it aloud to anyone here"))
            elif choice == "no":
                self.free_line()

        title = f'"{self.desk.slip.document.free_text}"'
        self.milepost.push_screen(Choice(warning.message, options, title), answered)

    async def _override(self, warning: Finding, reason: str) -> None:
        assert self.desk is not None
        key = slips.warning_key(warning, self.desk.slip.draft)
        await self.milepost.write(slips.override, self.slip_id, self.desk.slip.version, key, reason)
        await self.load()
        self.deliver()

    def _ask_how(self) -> None:
        from tui.printing import can_print
        from tui.settings.config import exports_path

        options = [
            Option(SHOWN, "Show it on this screen", "turned to them; f again"),
            Option(FILES, "Print it, or send a file", f"PDF and text in {exports_path().name}"),
            Option(COPIED, "Sent by hand", "the words are copied, to paste into a message", self._by_hand_not()),
        ]
        if self.milepost.mail.ready:
            when = f"leaves in {self.milepost.mail.undo_minutes} min"
            options.append(Option(MAILED, "Send by e-mail", when, self._kept_back(Way.MAIL, mailing.WAITED_FOR)))
        if can_print():
            options.append(Option(PRINTER, "Print it now", f"on {self.milepost.printer or 'the usual printer'}"))
        self.milepost.push_screen(HowToDeliver("Deliver the slip", options), self._how_chosen)

    def _by_hand_not(self) -> str:
        """Why it cannot be sent with a phone or an app now; '' where it can."""
        held = self.desk.held if self.desk is not None else None
        wish = held.reader.wish if held is not None else ""
        return self._kept_back(slips.way_of(HANDS.get(wish, slips.BY_HAND)))

    def _kept_back(self, way: Way, but: frozenset[GateId] = frozenset()) -> str:
        held = self.desk.held if self.desk is not None else None
        gates = held.against(way) if held is not None else ()
        return next((gate.message for gate in gates if gate.id not in but), "")

    def _how_chosen(self, how: str | None) -> None:
        desk = self.desk
        if how is None or desk is None:
            return
        if how == SHOWN:
            self.milepost.push_screen(Reading(desk.slip.document), self._read)
        elif how == MAILED:
            self.milepost.run_guarded(self._mail())
        elif how == FILES:
            self.milepost.run_guarded(self._print())
        elif how == PRINTER:
            self.milepost.run_guarded(self._print_now())
        else:
            self.milepost.run_guarded(self._copy())

    def _read(self, read: bool | None) -> None:
        if read:
            self.milepost.run_guarded(self._deliver(slips.IN_PERSON))

    async def _mail(self) -> None:
        assert self.desk is not None
        slip = self.desk.slip
        chosen = slip_delivery.Chosen(slip.id, slip.version, slip.name)
        done = await self.milepost.write(mailing.put, [chosen], self.milepost.mail.wait)
        await self.load()
        self.milepost.post_mail()
        name = self.milepost.look.name(slip.name)
        if done.refused:
            self.notice(f"{name}: not sent, {done.refused[0][1]}.", "stopped")
        else:
            self.notice(f"{name}: leaves by e-mail in {self.milepost.mail.undo_minutes} min.", keys=[("u", "undo")])

    async def _print(self) -> None:
        written = [await self._write(form) for form in (exporting.Format.TXT, exporting.Format.PDF)]
        await self._deliver(slips.ON_PAPER, f" Written: {told_path(self.milepost, written[-1].path)}")

    async def _print_now(self) -> None:
        """Give it to the printer; it is handed over when the printer took it, else its reason stays with the slip."""
        from tui.printing import refused

        assert self.desk is not None
        written = await self._write(exporting.Format.PDF)
        if why := await refused(written.path, self.milepost.printer):
            await self.milepost.write(outbox.not_printed, [self.slip_id], why)
            await self.load()
            self.notice(f"Not printed: {why.rstrip('.')}.", "stopped", error=True)
            return
        await self._deliver(slips.ON_PAPER, f" Sent to {self.milepost.printer or 'the printer'}.")

    async def _copy(self) -> None:
        assert self.desk is not None
        wish = await self.milepost.read(lambda wb: people.find(wb, self._person).channel)
        document = self.desk.slip.document
        if await self._deliver(HANDS.get(wish, slips.BY_HAND), PASTE):
            self.app.copy_to_clipboard(exporting.slip_text(document))

    @property
    def _person(self) -> int:
        assert self.desk is not None
        return self.desk.slip.person

    async def _deliver(self, channel: str, more: str = "") -> bool:
        assert self.desk is not None
        slip = self.desk.slip
        await self.milepost.write(slips.deliver, self.slip_id, channel, version=slip.version)
        await self.load()
        name = self.milepost.look.name(slip.name)
        self.notice(f"{name}: slip {slips.state_words(channel)}, {channel}.{more}", keys=[("u", "undo")])
        if self.narrow:
            self.query_one(TabsRow).choose(READING)
        return True

    # Once it is theirs.

    async def confirm(self) -> None:
        """Note that they said they have it."""
        await self.milepost.write(outbox.confirm, [self.slip_id])
        await self.load()
        assert self.desk is not None
        self.notice(f"{self.milepost.look.name(self.desk.slip.name)}: they have it.", keys=[("u", "undo")])

    async def correct(self) -> None:
        """Begin a slip that takes the place of this one, and show that."""
        fresh = await self.milepost.write(outbox.correct, self.slip_id)
        self.milepost.open_page(SlipScreen(fresh))

    # Beside the slip.

    async def note(self) -> None:
        """Write the private note, on a screen of its own."""
        if self.desk is None:
            return
        attempt = self.desk.slip.attempt
        sheet = await self.milepost.read(attempts.sheet, attempt)

        def answered(values: dict[str, str] | None) -> None:
            if values is not None:
                self.milepost.run_guarded(self._noted(attempt, values["note"]))

        field = Field(key="note", label="Note", hint="never on a slip", value=sheet.note)
        self.milepost.push_screen(
            Form("Private note", [field], fact="it has no way into anything that they read"), answered
        )

    async def _noted(self, attempt: int, text: str) -> None:
        await self.milepost.write(attempts.note, attempt, text)
        await self.load()
        self.notice("Private note saved.", keys=[("u", "undo")])

    def export(self) -> None:
        """Choose how it is written."""
        options = [Option(form.value, FORMATS[form.value], form.suffix) for form in exporting.Format]
        self.milepost.push_screen(Choice("Export the slip", options), self._format_chosen)

    def _format_chosen(self, form: str | None) -> None:
        if form is not None:
            self.milepost.run_guarded(self._export(exporting.Format(form)))

    async def _export(self, form: exporting.Format, standard: bool = False) -> None:
        try:
            written = await self._write(form, standard)
        except exporting.TemplateFault as fault:
            ask_for_layout(self.milepost, fault, lambda: self._export(form, True))
            return
        self.notice(" ".join((f"Written: {told_path(self.milepost, written.path)}", *written.notes)))

    async def _write(self, form: exporting.Format, standard: bool = False) -> exporting.Exported:
        from tui.settings.config import exports_path

        return await self.milepost.read_slowly(
            "writing the slip", exporting.slip_to, exports_path(), form, self.slip_id, standard=standard
        )

    def journey(self) -> None:
        """Write the journey report as a file."""
        if self.desk is not None:
            from tui.screens.person_acts import write_journeys

            write_journeys(self.milepost, [self.desk.slip.person])
