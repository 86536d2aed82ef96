"""The call console: the assessor plays the customer, rates while it runs, and every key has its second."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from domain.model.errors import BadInput, Conflict
from domain.model.terms import Result, ScoringType
from domain.workbook import attempts, calls
from domain.workbook.calls import Jot, JotKind, Phase
from tui.commands import keys_of
from tui.lines import Line
from tui.safe_text import cut
from tui.screens import call_parts as parts
from tui.screens.call_keys import CALL_KEYS, MARK_COMMAND, MARK_KEYS
from tui.screens.choice import Choice, Option
from tui.screens.deciding import decide
from tui.screens.place import Page
from tui.screens.score_parts import result_words
from tui.widgets.bars import Notice
from tui.widgets.big_clock import BigClock
from tui.widgets.fields import Field, TextField
from tui.widgets.told import Saying, Timed, Told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.events import Resize
    from textual.timer import Timer

    from domain.model.catalogue import CallKit, Scenario
    from domain.workbook.attempts import Line as Rated
    from domain.workbook.calls import Console, Session
    from tui.calling import CallingApp
    from tui.widgets.line_view import LineView

SECOND = 1_000
TALL = 30
"""Rows from which there is room around the parts."""
RECENT = 15 * SECOND
"""How long after a mark words that are typed still belong to it, in milliseconds."""
SAVE_AFTER = 1.0
"""Seconds after the last letter of a quote; a sentence is stored within two."""
QUOTE_CELLS = calls.MAX_QUOTE


class CallScreen(Page):
    """One attempt in the console."""

    HEADING = "Call"
    HELP_TITLE = "Keys in a call"
    MAIN_ROW = 2
    CSS_PATH = "../styles/call.tcss"
    VERBS = CALL_KEYS

    def __init__(self, attempt: int, *, brought_back: bool = False) -> None:
        """Show this attempt; `brought_back` where its call was going on when the program ended."""
        super().__init__()
        self.attempt = attempt
        self.brought_back = brought_back
        self.console: Console | None = None
        self.jots: list[Jot] = []
        self.at = 0
        """The focused criterion."""
        self.choice = 0
        """Which of the scenarios that are left is looked at."""
        self.top = 0
        """From which line on the card is shown."""
        self._timer: Timer | None = None
        self._saving: Timer | None = None
        self._stage: object = None
        self._quote: tuple[int, str] | None = None
        """While words are typed: their moment, and the place of their mark among the jots, or their criterion."""
        self._made = 0

    def compose_main(self) -> ComposeResult:
        """Yield clock and what to say, the book of the call, ratings, marks, and what is being timed."""
        with Vertical(id="console"):
            with Horizontal(id="top"):
                yield BigClock()
                yield Saying(id="say", indent=2, inner=36)
            with Horizontal(id="book"):
                yield Told(id="card", indent=6, inner=parts.CARD_CELLS)
                yield Told(id="facts", indent=2, inner=parts.FACT_CELLS)
            yield Told(id="ratings", indent=4, inner=74)
            yield Told(id="marks", indent=6, inner=72)
            yield Timed(id="runs")
            with Horizontal(id="quote"):
                yield Static("Quote", id="quote-label")
                yield TextField(max_length=QUOTE_CELLS, placeholder="what they said, word for word; Enter keeps it")
            yield Told(id="sum", indent=6, inner=72)

    # What there is.

    @property
    def calling(self) -> CallingApp:
        """The app, which knows of the call that runs."""
        return self.app  # type: ignore[return-value]

    def now(self) -> int:
        """The moment, milliseconds UTC."""
        return self.calling.now_ms()

    @property
    def session(self) -> Session | None:
        """The call as it stands."""
        if self.console is None or self.console.call is None:
            return None
        return self.console.session(self.now(), tuple(self.jots))

    @property
    def phase(self) -> Phase | None:
        """Where the call is; None before the first."""
        session = self.session
        return session.phase if session is not None else None

    @property
    def scenario(self) -> Scenario | None:
        """The scenario of the call, or the one that would be next."""
        console = self.console
        if console is None:
            return None
        if console.scenario is not None and (self.phase is not Phase.OVER or not self.looking_ahead):
            return console.scenario
        return console.offers[self.choice % len(console.offers)] if console.offers else console.scenario

    looking_ahead = False
    """After a call: whether the next one is looked at."""

    @property
    def kit(self) -> CallKit | None:
        """The keys of the kind of call that is looked at."""
        scenario, console = self.scenario, self.console
        return console.kits[scenario.id] if console is not None and scenario is not None else None

    @property
    def line(self) -> Rated | None:
        """The focused criterion."""
        return self.console.sheet.lines[self.at] if self.console is not None else None

    @property
    def focused_person(self) -> int:
        """Who is being assessed."""
        return self.console.sheet.person if self.console is not None else 0

    def subject(self) -> str:
        """Return who is being assessed."""
        return self.milepost.look.name(self.console.sheet.name) if self.console is not None else ""

    def home(self) -> None:
        """Return nothing: all keys are the screen's own."""

    async def load(self) -> None:
        """Read the call."""
        fresh = self.console is None
        self.console = await self.milepost.read(calls.console, self.attempt)
        self.jots = list(self.console.jots)
        if fresh:
            self.at = next((n for n, line in enumerate(self.console.sheet.lines) if line.rating is None), 0)
        self._show()
        self._run()
        if self.brought_back and fresh:
            self.notice(f"The call with {self.subject()} goes on.", "here")

    # The clock.

    def on_mount(self) -> None:
        """Have the clock in front, not in the header."""
        super().on_mount()
        self.header.show_debt = False

    def on_screen_resume(self) -> None:
        """The console is in front: its own clock is enough."""
        super().on_screen_resume()
        self.calling.call_goes_on(None)
        self._run()

    def on_screen_suspend(self) -> None:
        """Something else is in front: the clock runs on in its header."""
        self._stop_timer()
        session = self.session
        if self.console is not None and session is not None and session.phase is Phase.RUNNING:
            sheet = self.console.sheet
            self.calling.call_goes_on(
                calls.Running(sheet.attempt, sheet.name, sheet.milestone.title, session.reading_since, session.started)
            )

    def on_unmount(self) -> None:
        """Nothing ticks any more."""
        self._stop_timer()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _run(self) -> None:
        """Tick again when the second that shows is over; not at all while nothing runs."""
        self._stop_timer()
        session = self.session
        if session is None or session.phase is Phase.OVER or not self.is_current:
            return
        past = calls.clock(session, self.now()) if session.started else self.now() - session.reading_since
        self._timer = self.set_timer(1 - past % SECOND / SECOND, self.tick_call)

    def tick_call(self) -> None:
        """Show the next second: the clock, and what is being timed; the rest only where a stage of the call is over."""
        if self.console is not None and self.is_attached:
            if self._stage == self._stage_now():
                self._show_clock()
            else:
                self._show()
        self._run()

    def _stage_now(self) -> object:
        """What changes by itself as time goes by, and is painted only then."""
        session, now = self.session, self.now()
        if session is None:
            return None
        past = calls.clock(session, now)
        return (
            session.phase,
            calls.may_restart(session, now),
            calls.reading_left(session, now) > 0,
            past >= calls.CURVEBALL_SOON,
            past >= calls.CURVEBALL,
        )

    # Painting.

    def on_resize(self, event: Resize) -> None:
        """Give the parts more room on a taller screen."""
        super().on_resize(event)
        self.set_class(event.size.height >= TALL, "-tall")
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        console, scenario, kit = self.console, self.scenario, self.kit
        if console is None or not self.is_attached:
            return
        look, session, now = self.milepost.look, self.session, self.now()
        self._stage = self._stage_now()
        sheet = console.sheet
        self.header.heading = sheet.milestone.title
        title = scenario.title if scenario is not None else "no scenario is left"
        nth = f", call {self._number()} of {console.of}" if console.of > 1 else ""
        state = "" if session is None or self.looking_ahead else f", {session.phase}"
        who = f"{look.name(sheet.name)}, attempt {sheet.number}{result_words(sheet)}{nth}{state}"
        self.header.fact = f"{who}   {title[:1].lower() + title[1:]}"
        self.header.saved = ""
        self._show_clock()
        happened: list[Line] = []
        if scenario is not None and kit is not None:
            shown = session if scenario is console.scenario else None
            self._show_book(scenario, kit, shown, now)
            happened = parts.log(look, kit, scenario, shown, self._errors())
        lines = parts.side(look, sheet, self.at, happened, 52 if self.size.width >= 160 else 36)
        self._light(self.side, lines)
        self._light(self.query_one("#ratings", Told), parts.beside(look, sheet, self.at))
        self._stand()
        self.refresh_chrome()

    def _light(self, view: LineView, lines: list[Line]) -> None:
        view.always_lit = True
        view.show(lines)
        view.can_focus = False
        if (line := self.line) is not None:
            with view.prevent(view.Moved):
                view.choose(line.criterion.id)

    def _number(self) -> int:
        """Which call of the attempt is looked at."""
        console = self.console
        if console is None or console.call is None:
            return 1
        return console.call.number + (self.scenario is not console.scenario)

    def _errors(self) -> Mapping[str, str]:
        assert self.console is not None
        return {error.id: error.trigger for error in self.console.sheet.milestone.critical_errors}

    def _show_book(self, scenario: Scenario, kit: CallKit, session: Session | None, now: int) -> None:
        look, tall = self.milepost.look, self.size.height >= TALL
        counts = calls.count(session, kit, scenario, now) if session is not None else calls.nothing(scenario)
        self.query_one("#say", Saying).show(parts.say(look, scenario, session, now))
        card = self.query_one("#card", Told)
        lines = parts.card(look, scenario)
        self.top = max(0, min(self.top, len(lines) - card.size.height))
        card.show(parts.scrolled(look, lines, self.top, card.size.height))
        self.query_one("#facts", Told).show(parts.facts(look, scenario, session, counts, tall=tall))
        begun = session is not None and bool(session.started)
        marks = parts.marks(look, kit, session, self._letters()) if begun and session else parts.success(look, scenario)
        self.query_one("#marks", Told).show(marks)
        self.query_one("#marks").styles.height = len(marks)
        self.query_one("#sum", Told).show([Line(parts.summary(kit, counts))] if begun else [])
        self.set_class(begun, "-begun")

    def _show_clock(self) -> None:
        """What a second changes."""
        look, session, now = self.milepost.look, self.session, self.now()
        clock, runs = self.query_one(BigClock), self.query_one("#runs", Timed)
        kit, scenario = self.kit, self.scenario
        if session is None or self.looking_ahead or kit is None or scenario is None:
            clock.show("0:00", "muted")
            runs.show((), 1)
        elif session.phase is Phase.READING:
            clock.show(parts.mmss(calls.reading_left(session, now) + SECOND - 1), "muted")
            runs.show((), 1)
        else:
            over = session.phase is Phase.OVER
            clock.show(parts.mmss(calls.clock(session, now)), "muted" if over else "text")
            rows = [] if over else parts.runs(look, kit, scenario, session, now, self._letters())
            runs.show(rows, max(1, len(scenario.customers)))

    def _letters(self) -> dict[str, str]:
        """The letter of a mark in the catalogue -> the key that the user has for it."""
        return dict(zip(MARK_KEYS, keys_of(MARK_COMMAND, self.milepost.keymap), strict=False))

    def _stand(self) -> None:
        """Say what comes next, whenever there is nothing newer to say."""
        self.notices.standing = self._next()

    def _next(self) -> Notice | None:
        console, session, now = self.console, self.session, self.now()
        if console is None:
            return None
        if console.sheet.finished_at:
            return Notice("This attempt is decided.", "done", (("f", "slip"), ("Esc", "back")))
        if session is None or self.looking_ahead:
            return self._offer(console)
        if session.phase is Phase.READING:
            left = calls.reading_left(session, now)
            words = "They read the card." if left else "The minute is over."
            return Notice(words, "here", (("Space", "start the call"), ("c", "show the card"), ("P", "print it")))
        if session.phase is Phase.OVER:
            return self._after(console)
        if calls.may_restart(session, now):
            return Notice("Until 0:20 a new start is free.", "here", (("R", "start anew"),))
        return Notice("p and n wait until the clock has stopped.", "open", (("Tab", "card or ratings"),))

    def _offer(self, console: Console) -> Notice:
        if not console.offers:
            name = self.milepost.look.name(console.sheet.name)
            return Notice(f"{name} has had all {console.had} scenarios.", "open", (("Esc", "rate on the sheet"),))
        scenario = console.offers[self.choice % len(console.offers)]
        which = f"{self.choice % len(console.offers) + 1} of {len(console.offers)}"
        ways = (("Space", "give the card"), ("c", "show it"), ("→", "another"))
        return Notice(f"Scenario {which}, level {scenario.difficulty}.", "here", ways)

    def _after(self, console: Console) -> Notice:
        open_flags = self._open_flags()
        if open_flags:
            words = f"A critical error was flagged at {parts.mmss(open_flags[0].at)}."
            return Notice(words, "stopped", (("E", "quote and name"),))
        length = parts.mmss(console.call.counts.length) if console.call else ""
        if console.offers:
            return Notice(f"Call over, {length}.", "done", (("Space", "next call"), ("Esc", "score sheet")))
        ways = (("p", "passed"), ("n", "not yet"), ("Esc", "score sheet"))
        return Notice(f"Call over, {length}.", "done", ways)

    # Keys of the clock.

    async def clock_key(self) -> None:
        """Give out the card, start, or stop: whatever comes next."""
        match self.phase:
            case None:
                await self._begin()
            case Phase.OVER if self.looking_ahead:
                await self._begin()
            case Phase.OVER:
                self._look_ahead()
            case Phase.READING:
                self.notices.clear()
                await self._jot(JotKind.STARTED)
                self._run()
            case Phase.RUNNING:
                await self._stop()

    def _look_ahead(self) -> None:
        console = self.console
        assert console is not None
        if not console.offers:
            left = "" if console.done >= console.of else " Every scenario was had."
            self.notice(f"All is played.{left}", "open", keys=[("p", "passed"), ("n", "not yet"), ("Esc", "sheet")])
            return
        self.looking_ahead, self.choice, self.top = True, 0, 0
        self.set_class(False, "-rating")
        self._show()

    async def _begin(self) -> None:
        console, scenario = self.console, self.scenario
        if console is None or scenario is None or not console.offers:
            raise Conflict("There is no scenario to play.", "Rate on the score sheet.")
        await self.milepost.write(calls.begin, self.attempt, scenario.id, at=self.now())
        self.looking_ahead = False
        self.set_class(False, "-rating")
        await self.load()
        self.notices.clear()

    async def _stop(self) -> None:
        assert self.console is not None
        assert self.console.call is not None
        await self.milepost.write(calls.stop, self.console.call.id, at=self.now())
        await self.load()
        self.notices.clear()
        if self._open_flags():
            self._settle_flag()

    async def start_anew(self) -> None:
        """Begin the call again with the same card."""
        if self.console is not None and self.console.call is not None:
            await self.milepost.keep(calls.restart, self.console.call.id, at=self.now())
            await self.load()

    async def take_call_back(self) -> None:
        """Take the whole call back."""
        if self.console is not None and self.console.call is not None:
            await self.milepost.write(calls.take_back, self.console.call.id)
            self.looking_ahead = False
            await self.load()
            self.notice("The call is taken back.", keys=[("u", "undo")])

    def other_scenario(self) -> None:
        """Look at the next scenario that they have not had."""
        self._leaf(1)

    def scenario_before(self) -> None:
        """Look at the scenario before."""
        self._leaf(-1)

    def _leaf(self, by: int) -> None:
        self.choice, self.top = self.choice + by, 0
        self._show()

    # Keys of a running call.

    async def _jot(self, kind: JotKind, key: str = "", words: str = "", at: int = 0) -> None:
        """Show what was pressed at once, and keep it meanwhile."""
        assert self.console is not None
        assert self.console.call is not None
        self._made -= 1
        shown = Jot(self._made, at or self.now(), kind, key, words)
        self.jots.append(shown)
        self._show()
        call = self.console.call.id
        try:
            stored = await self.milepost.keep(calls.jot, call, kind, key, words, at=shown.at)
        except BaseException:
            self.jots = [jot for jot in self.jots if jot is not shown]
            self._show()
            raise
        self.jots = [stored if jot is shown else jot for jot in self.jots]

    async def mark(self, at: int) -> None:
        """Put down what a letter stands for in this kind of call."""
        kit, letter = self.kit, MARK_KEYS[at]
        if kit is None or self.scenario is None:
            return
        if kit.mark(letter) is not None:
            await self._jot(JotKind.MARK, letter)
        elif letter in kit.replies[: len(self.scenario.customers)]:
            await self._jot(JotKind.REPLY, str(kit.replies.index(letter)))
        else:
            self.notice(f"{self._letters()[letter]} marks nothing in this call.", "open")

    async def fact(self, at: int) -> None:
        """A hidden fact was found."""
        if self.scenario is not None and at < len(self.scenario.hidden_facts) and not self._has(JotKind.FACT, str(at)):
            await self._jot(JotKind.FACT, str(at))

    def _has(self, kind: JotKind, key: str) -> bool:
        session = self.session
        return session is not None and any(one.kind is kind and one.key == key for one in session.entries)

    async def check(self) -> None:
        """The next check of the card was done."""
        session, scenario = self.session, self.scenario
        if session is None or scenario is None:
            return
        done = sum(entry.kind is JotKind.CHECK for entry in session.entries)
        if scenario.card is not None and done < len(scenario.card.must_verify):
            await self._jot(JotKind.CHECK)

    async def said(self) -> None:
        """The curveball was said."""
        await self._jot(JotKind.SAID)

    async def take_back_last(self) -> None:
        """Take back what was pressed last: a mark while the call runs, else the last act."""
        if self.phase is not Phase.RUNNING or self.console is None or self.console.call is None:
            self.looking_ahead = False
            await self.calling.undo()
            await self.load()
            return
        taken = await self.milepost.keep(calls.take_back_last, self.console.call.id, at=self.now())
        await self.load()
        if taken is None:
            self.notice("Nothing in this call is left to take back.", "open")

    # Rating.

    async def digit(self, at: int) -> None:
        """Rate the focused criterion and go to the next."""
        line = self.line
        if line is None:
            return
        if line.criterion.scoring.type is ScoringType.NUMERIC:
            raise BadInput("This is measured, not rated.", "Type it on the score sheet.")
        if line.criterion.scoring.type is ScoringType.CHECK and at + 1 not in (parts.NO, parts.YES):
            raise BadInput("This is a check.", "Press 5 for yes or 1 for no.")
        await self._rated(line, at + 1)

    async def not_observed(self) -> None:
        """Mark the focused criterion as not observed and go on."""
        if self.line is not None:
            await self._rated(self.line, None)

    async def _rated(self, line: Rated, value: int | None) -> None:
        assert self.console is not None
        criterion = line.criterion.id
        self._next_criterion()
        if self.phase is Phase.RUNNING and self.console.call is not None:
            call, at = self.console.call.id, self.now()
            if value is None:
                await self.milepost.write(calls.not_observed, call, criterion, at=at)
            else:
                await self.milepost.write(calls.rate, call, criterion, float(value), at=at)
        elif value is None:
            await self.milepost.write(attempts.not_observed, self.attempt, criterion)
        else:
            await self.milepost.write(attempts.rate, self.attempt, criterion, float(value))
        await self.load()

    def _next_criterion(self) -> None:
        assert self.console is not None
        lines = self.console.sheet.lines
        free = [n for n, line in enumerate(lines) if line.rating is None and n > self.at]
        self._go(free[0] if free else self.at + 1)

    def move_down(self) -> None:
        """Go to the next criterion."""
        self._go(self.at + 1)

    def move_up(self) -> None:
        """Go to the criterion before."""
        self._go(self.at - 1)

    def _go(self, at: int) -> None:
        if self.console is not None:
            self.at = max(0, min(at, len(self.console.sheet.lines) - 1))
            self._show()

    def on_line_view_moved(self, event: LineView.Moved) -> None:
        """A criterion was clicked."""
        if self.console is not None:
            ids = [line.criterion.id for line in self.console.sheet.lines]
            if event.line in ids:
                self._go(ids.index(event.line))

    # Words that were said.

    def quote(self) -> None:
        """Type what was said, at this moment; on a mark that was just pressed it goes onto that."""
        session, line = self.session, self.line
        if session is None or line is None:
            return
        now = self.now()
        kinds = (JotKind.MARK, JotKind.FACT, JotKind.CHECK, JotKind.FLAG)
        recent = [e for e in session.entries if e.kind in kinds and calls.clock(session, now) - e.at <= RECENT]
        self._quote = (now, str(recent[-1].id) if recent else "")
        place = next((n for n, jot in enumerate(self.jots) if recent and jot.id == recent[-1].id), -1)
        self._quoted = place
        self.set_class(True, "-quoting")
        field = self.query_one("#quote Input", Input)
        field.value = ""
        field.focus()

    _quoted = -1
    """The place among the jots of what is being quoted, and then of the quote itself; -1 for a moment of its own."""

    def on_input_changed(self, event: Input.Changed) -> None:
        """Store when typing rests for a second."""
        event.stop()
        if self._saving is not None:
            self._saving.stop()
        if self._quote is not None and event.value.strip():
            self._saving = self.set_timer(SAVE_AFTER, self._save_quote)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """The words are done."""
        event.stop()
        self._leave_quote()

    def _save_quote(self) -> None:
        if self._saving is not None:
            self._saving.stop()
            self._saving = None
        words = self.query_one("#quote Input", Input).value.strip()
        if self._quote is not None and words and self.line is not None:
            at = self._quote[0]
            self.milepost.run_guarded(self._keep_quote(words, at))

    async def _keep_quote(self, words: str, at: int) -> None:
        """One jot for what is typed so far; the next one stands for it."""
        line = self.line
        if line is None or (self._said_last == (at, words)):
            return
        self._said_last = (at, words)
        alone = self._quoted < 0
        key = line.criterion.id if alone else str(self.jots[self._quoted].id)
        place = len(self.jots)
        if alone:
            self._quoted = place
        await self._jot(JotKind.QUOTE, key, words, at)

    _said_last: tuple[int, str] = (0, "")

    def _leave_quote(self) -> None:
        self._save_quote()
        self._quote = None
        self.set_class(False, "-quoting")
        self.set_focus(None)

    # Critical errors.

    def critical(self) -> None:
        """Flag one while the call runs; afterwards put it down with its quote."""
        if self.phase is Phase.RUNNING:
            self._flag()
        elif self._open_flags():
            self._settle_flag()
        else:
            self.notice("Nothing was flagged; the score sheet takes others.", "open", keys=[("Esc", "score sheet")])

    def _flag(self) -> None:
        assert self.console is not None
        at = self.now()
        briefed = [error for error in self.console.sheet.milestone.critical_errors if error.briefed]
        options = [Option(error.id, cut(error.trigger, 70), error.effect.replace("_", " ")) for error in briefed]

        def chosen(error: str | None) -> None:
            if error is not None and self.phase is Phase.RUNNING and not self._has(JotKind.FLAG, error):
                self.milepost.run_guarded(self._jot(JotKind.FLAG, error, at=at))

        sheet = Choice("Critical error", options, "quote and second name come after the call")
        self.milepost.push_screen(sheet, chosen)

    def _open_flags(self) -> list[calls.Flag]:
        """What was flagged on the calls of this attempt and has no quote yet."""
        if self.console is None:
            return []
        noted = {one.error for one in self.console.sheet.criticals}
        return [flag for call in self.console.sheet.calls for flag in call.flagged if flag.error not in noted]

    def _settle_flag(self) -> None:
        from tui.screens.form import Form

        flag = self._open_flags()[0]
        fields = [
            Field(key="quote", label="Quote", hint="what was said or done, word for word", required=True),
            Field(key="second", label="Second", hint="who saw it with you; can follow later"),
        ]
        fact = f"at {parts.mmss(flag.at)}: {cut(self._errors().get(flag.error, flag.error), 60)}"

        def answered(values: dict[str, str] | None) -> None:
            if values is not None:
                self.milepost.run_guarded(self._noted(flag.error, values["quote"], values["second"]))

        self.milepost.push_screen(Form("Critical error", fields, fact=fact, draft=f"flag {self.attempt}"), answered)

    async def _noted(self, error: str, quote: str, second: str) -> None:
        await self.milepost.write(attempts.critical, self.attempt, error, quote, second=second)
        await self.load()
        self.notice("Critical error noted.", "stopped", keys=[("u", "undo")])

    # The card.

    def show_card(self) -> None:
        """Show the candidate their card over the whole screen."""
        from tui.screens.call_card import Card

        console, scenario = self.console, self.scenario
        if console is not None and scenario is not None:
            self.milepost.push_screen(Card(console.cards[scenario.id]))

    async def print_card(self) -> None:
        """Print the card, or write it as a file where there is no printer."""
        from tui.printing import print_file
        from tui.screens.person_acts import short_path
        from tui.settings.config import exports_path

        if self.scenario is None:
            return
        written = await self.milepost.read_slowly(
            "writing the card", calls.card_to, exports_path(), calls.Format.PDF, self.attempt, self.scenario.id
        )
        where = short_path(written)
        printed = await print_file(written)
        self.notice(f"The card is on its way to the printer: {where}" if printed else f"Card written: {where}")

    def card_down(self) -> None:
        """Show more of what is to be read."""
        self.top += max(1, self.query_one("#card").size.height - 1)
        self._show()

    def card_up(self) -> None:
        """Show what stands before."""
        self.top = max(0, self.top - max(1, self.query_one("#card").size.height - 1))
        self._show()

    # Leaving.

    def next_part(self) -> None:
        """At 80 columns, card or ratings."""
        self.set_class(not self.has_class("-rating"), "-rating")
        self.call_after_refresh(self._show)

    def part_before(self) -> None:
        """The same."""
        self.next_part()

    def back(self) -> None:
        """One step back; what was typed is stored, and a call runs on."""
        if self._quote is not None:
            self._leave_quote()
        elif self.notices.notice is not None and self.notices.notice.error:
            self.notices.clear()
        elif self.looking_ahead:
            self.looking_ahead = False
            self._show()
        else:
            self.milepost.back()

    # Deciding.

    async def passed(self) -> None:
        """They passed: the slip is drafted, they go on."""
        await self._decide(Result.PASSED)

    async def not_yet(self) -> None:
        """Not yet: the slip is drafted from the largest gaps."""
        await self._decide(Result.NOT_YET)

    async def _decide(self, result: Result) -> None:
        if self.console is not None:
            await decide(self.milepost, self.attempt, self.console.sheet.name, result, self.load)

    def slip(self) -> None:
        """Show the slip."""
        from tui.screens.slip import SlipScreen

        if self.console is not None and self.console.sheet.slip:
            self.milepost.open_page(SlipScreen(self.console.sheet.slip))
