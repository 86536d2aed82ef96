"""Slips after they were given: sent by hand, confirmed, not wanted, corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.terms import REACHED, Channel, SlipState
from domain.workbook import exporting, outbox, slip_delivery, slip_list, slips
from domain.workbook.wording import count
from tui.screens.form import Form
from tui.screens.person_acts import UNDO
from tui.screens.slips_parts import why_not
from tui.screens.slips_work import SlipsWork
from tui.widgets.fields import Field

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.model.slip import SlipDocument
    from domain.workbook.outbox import Settled
    from domain.workbook.slip_delivery import Plan
    from domain.workbook.slip_list import SlipLine
    from tui.look import Look

HANDS: Mapping[str, str] = {Channel.SMS: slips.BY_TEXT, Channel.CHAT: slips.BY_CHAT}
"""What a recruiter sends with their own hands, by how the person wants to be reached."""
PASTE = " The words are copied: paste them into the message."
WHY_UNWANTED = Field(key="why", label="Why", hint="a word or two, if they said", longest=outbox.MAX_WHY)


def undelivered_yet(row: SlipLine | None) -> str | None:
    """Return why nobody can say that they have a slip; ``None`` where they can."""
    if row is None:
        return "no slip is in sight"
    if row.state == SlipState.CONFIRMED:
        return "it is confirmed"
    return None if row.state in (SlipState.HANDED_OVER, SlipState.SENT) else "not given yet"


def wanted_already(row: SlipLine | None) -> str | None:
    """Return why it is too late for a slip not to be wanted; ``None`` where it is not."""
    if row is None:
        return "no slip is in sight"
    if not row.slip:
        return "nothing drafted yet"
    return None if row.state in (SlipState.DRAFT, SlipState.FAILED) else "on its way, or theirs"


def uncorrectable(row: SlipLine | None) -> str | None:
    """Return why a slip cannot be corrected; ``None`` where it can."""
    if row is None:
        return "no slip is in sight"
    return None if row.state in REACHED else "not given yet"


class SlipsOutbox(SlipsWork):
    """What becomes of slips, marked or focused, once they can go or are gone."""

    # By hand.

    async def by_hand(self) -> None:
        """Copy the words of the focused slip, and note that they are sent with a phone or an app."""
        if self.table.current is None:
            return
        plan: Plan = await self.milepost.read(slip_delivery.plan, [self.table.current])
        if not plan.going:
            self._say_why(plan)
            return
        words: SlipDocument = await self.milepost.read(lambda wb: slips.view(wb, plan.chosen[0].slip).document)
        await self._by_hand(words, plan)

    async def _by_hand(self, document: SlipDocument, plan: Plan) -> None:
        channel = HANDS.get(plan.going[0].line.wish, slips.BY_HAND)
        able = plan.only(slips.way_of(channel))
        if not able.going:
            self._say_why(able)
            return
        self.app.copy_to_clipboard(exporting.slip_text(document))
        await self._deliver(able.chosen, channel, able, PASTE)

    def _say_why(self, plan: Plan) -> None:
        if plan.staying:
            one = plan.staying[-1]
            self.notice(f"{self.milepost.look.name(one.line.name)}: {_words(self.milepost.look, one)}", "stopped")

    # What they say.

    async def confirm(self) -> None:
        """Note that they said they have it: the marked ones, or the focused one."""
        await self._settle(outbox.confirm, "they have it", "they have them")

    def not_wanted(self) -> None:
        """Ask why they do not want it, then note it; nothing is owed any more."""

        def answered(values: dict[str, str] | None) -> None:
            if values is not None:
                self.milepost.run_guarded(self._unwanted(values["why"]))

        many = len(self._chosen())
        fact = f"{count(many, 'slip')}; nothing is sent, and nothing is owed"
        self.milepost.push_screen(Form("Not wanted", [WHY_UNWANTED], fact=fact), answered)

    async def _unwanted(self, why: str) -> None:
        await self._settle(outbox.not_wanted, "not wanted", "not wanted", why)

    async def _slips(self) -> list[int]:
        lines: Sequence[SlipLine] = await self.milepost.read(slip_list.lines, self._chosen())
        return [line.slip for line in lines if line.slip]

    async def _settle(self, verb: object, one: str, many: str, *more: str) -> None:
        ids = await self._slips()
        settled: Settled = await self.milepost.write(verb, ids, *more)  # type: ignore[arg-type]
        self.table.clear_marks()
        await self.load()
        if not settled.done:
            name, why = settled.refused[0]
            self.notice(f"{self.milepost.look.name(name)}: {why}.", "stopped")
            return
        row = self.table.row
        if len(settled.done) == 1 and not settled.refused and row is not None:
            self.notice(f"{self.milepost.look.name(row.name)}: {one}.", keys=UNDO)
            return
        left = f" {len(settled.refused):,} stay as they were." if settled.refused else ""
        self.notice(f"{count(len(settled.done), 'slip')}: {many}.{left}", keys=UNDO)

    # Corrections.

    async def correct(self) -> None:
        """Begin a slip that takes the place of the focused one, and open it."""
        from tui.screens.slip import SlipScreen

        row: SlipLine | None = self.table.row
        if row is None:
            return
        fresh = await self.milepost.write(outbox.correct, row.slip)
        self.milepost.open_page(SlipScreen(fresh))


def _words(look: Look, one: slip_delivery.Staying) -> str:
    if look.hide_names and one.gates and one.gates[0].until is not None:
        return "it is outside their hours."
    return f"{why_not(one.blocks, one.warnings, one.gates).rstrip('.')}."
