"""The call console: the assessor plays the customer, rates while it runs, and every key has its second."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.errors import BadInput, Conflict
from domain.model.terms import Result, ScoringType
from domain.workbook import attempts, calls
from domain.workbook.calls import Jot, JotKind, Phase
from tui.safe_text import cut
from tui.screens import call_parts as parts
from tui.screens.call_keys import CALL_KEYS, MARK_KEYS
from tui.screens.call_view import SECOND, CallView
from tui.screens.choice import Choice, Option
from tui.screens.deciding import decide
from tui.widgets.fields import Field
from tui.widgets.quote_row import QuoteRow
from tui.widgets.told import Keyed, Paged

if TYPE_CHECKING:
    from textual.events import Click

    from domain.workbook.attempts import Line as Rated
    from tui.widgets.line_view import LineView

RECENT = 15 * SECOND
"""How long after a key words that are typed still belong to it, in milliseconds."""
QUOTED = (JotKind.MARK, JotKind.FACT, JotKind.CHECK, JotKind.FLAG)


class CallScreen(CallView):
    """One attempt in the console, with all its keys."""

    VERBS = CALL_KEYS

    def __init__(self, attempt: int, *, brought_back: bool = False) -> None:
        """Show this attempt; `brought_back` where its call was going on when the program ended."""
        super().__init__(attempt, brought_back=brought_back)
        self.quoting = (0, -1)
        """While words are typed: their moment, and the place of what they go onto among the jots, -1 for nothing."""
        self._made = 0
        self._clicked_at = -1

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
        self.looking_ahead, self.choice = True, 0
        self.set_class(False, "-rating")
        self._show_scenario()

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
        if self.open_flags():
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
        self.choice += by
        self._show_scenario()

    def _show_scenario(self) -> None:
        self._show()
        self.query_one("#card", Paged).move_first()

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
            self.notice(f"{self.shown_keys.mark(letter)} marks nothing in this call.", "open")

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

    # The mouse.

    def on_line_view_moved(self, event: LineView.Moved) -> None:
        """A criterion was clicked."""
        if self.console is not None:
            ids = [line.criterion.id for line in self.console.sheet.lines]
            if event.line in ids:
                self._go(ids.index(event.line))

    def on_click(self, event: Click) -> None:
        """Remember where, for the scale of the criterion that has the focus already."""
        self._clicked_at = event.screen_x

    def on_line_view_opened(self, event: LineView.Opened) -> None:
        """The focused criterion was clicked: rate by the digit that stood there."""
        line, look = self.line, self.milepost.look
        if line is None or event.line != line.criterion.id:
            return
        cells = parts.scale_cells(look, line)
        end = event.view.region.x + event.view.indent
        end += parts.BESIDE_CELLS if event.view.id == "ratings" else event.view.inner or 0
        digit = parts.digit_at(line, self._clicked_at - (end - cells)) if self._clicked_at < end else None
        if digit is not None:
            self.milepost.action_command("call.rate", digit - 1)

    def on_keyed_pressed(self, event: Keyed.Pressed) -> None:
        """A mark, a fact, a check or the surprise was clicked: as if its key were pressed."""
        if (found := self.shown_keys.command(event.key)) is not None:
            self.milepost.action_command(*found)

    # Words that were said.

    def quote(self) -> None:
        """Type what was said, at this moment; on a mark that was just pressed it goes onto that."""
        session = self.session
        if session is None:
            return
        elapsed = calls.clock(session, self.now())
        recent = [one.id for one in session.entries if one.kind in QUOTED and elapsed - one.at <= RECENT]
        place = next((n for n, jot in enumerate(self.jots) if recent and jot.id == recent[-1]), -1)
        self.quoting = (self.now(), place)
        self.set_class(True, "-quoting")
        self.query_one(QuoteRow).begin()

    def on_quote_row_said(self, event: QuoteRow.Said) -> None:
        """Keep what is typed so far; the next jot stands for it."""
        self.milepost.run_guarded(self._keep_quote(event.words))

    async def _keep_quote(self, words: str) -> None:
        line = self.line
        if line is None:
            return
        at, place = self.quoting
        if place < 0:
            self.quoting = (at, len(self.jots))
        key = line.criterion.id if place < 0 else str(self.jots[place].id)
        await self._jot(JotKind.QUOTE, key, words, at)

    def on_quote_row_left(self, _event: QuoteRow.Left) -> None:
        """Go back to the keys of the call."""
        self.set_class(False, "-quoting")
        self.set_focus(None)

    # Critical errors.

    def critical(self) -> None:
        """Flag one while the call runs; afterwards put it down with its quote."""
        if self.phase is Phase.RUNNING:
            self._flag()
        elif self.open_flags():
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

    def _settle_flag(self) -> None:
        from tui.screens.form import Form

        flag = self.open_flags()[0]
        fields = [
            Field(key="quote", label="Quote", hint="what was said or done, word for word", required=True),
            Field(key="second", label="Second", hint="who saw it with you; can follow later"),
        ]
        fact = f"at {parts.mmss(flag.at)}: {cut(self.errors().get(flag.error, flag.error), 60)}"

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
        printed = await print_file(written, self.milepost.printer)
        self.notice(f"The card is on its way to the printer: {where}" if printed else f"Card written: {where}")

    def card_down(self) -> None:
        """Show more of what is to be read."""
        self.query_one("#card", Paged).page_down()

    def card_up(self) -> None:
        """Show what stands before."""
        self.query_one("#card", Paged).page_up()

    # Leaving.

    def next_part(self) -> None:
        """At 80 columns, card or ratings."""
        self.set_class(not self.has_class("-rating"), "-rating")
        self.after_frame(self._show)

    def part_before(self) -> None:
        """The same."""
        self.next_part()

    def back(self) -> None:
        """One step back; what was typed is stored, and a call runs on."""
        if self.has_class("-quoting"):
            self.query_one(QuoteRow).leave()
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
