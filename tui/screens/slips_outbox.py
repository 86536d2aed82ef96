"""Slips after they were given: sent by hand, confirmed, not wanted, corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.terms import REACHED, Channel, SlipState
from domain.workbook import exporting, mailing, outbox, slip_delivery, slip_list, slips
from domain.workbook.wording import count
from tui.screens.choice import Choice, Option
from tui.screens.form import Form
from tui.screens.person_acts import UNDO
from tui.screens.slips_parts import why_not
from tui.screens.slips_work import SlipsWork
from tui.widgets.fields import Field

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from domain.model.slip import SlipDocument
    from domain.workbook.outbox import Settled
    from domain.workbook.slip_delivery import Delivered, Plan
    from domain.workbook.slip_list import SlipLine
    from tui.look import Look

HANDS: Mapping[str, str] = {Channel.SMS: slips.BY_TEXT, Channel.CHAT: slips.BY_CHAT}
"""What a recruiter sends with their own hands, by how the person wants to be reached."""
PASTE = " The words are copied: paste them into the message."
WHY_BACK = Field(key="why", label="What it said", hint="as in mailbox full", required=True, longest=outbox.MAX_WHY)
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


def unmailed(row: SlipLine | None) -> str | None:
    """Return why no mail of a slip can have come back; ``None`` where it can."""
    if row is None:
        return "no slip is in sight"
    return None if row.state == SlipState.SENT and row.channel == slips.BY_MAIL else "it was not sent by e-mail"


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

    # By mail.

    async def _mail(self, plan: Plan) -> None:
        """Put what can go by mail in the outbox; who has no address stays, and the first of them is named."""
        wait = self.milepost.mail.wait
        done: Delivered = await self.milepost.write_slowly("putting slips in the mail", mailing.put, plan.chosen, wait)
        self.table.clear_marks()
        await self.load()
        self.milepost.post_mail()
        look = self.milepost.look
        if not done.done:
            name, why = done.refused[0]
            self.notice(f"{look.name(name)}: not sent, {why}.", "stopped")
            return
        minutes = self.milepost.mail.undo_minutes
        when = f"in {minutes} min" if minutes else "now"
        stay = len(plan.staying) + len(done.refused)
        left = f" {stay:,} {'stays' if stay == 1 else 'stay'}." if stay else ""
        gone = set(done.done)
        quiet = sum(one.quiet for one in plan.going if one.line.slip in gone)
        left = f" {quiet:,} {'waits' if quiet == 1 else 'wait'} for their hours.{left}" if quiet else left
        many = "1 slip leaves" if len(done.done) == 1 else f"{len(done.done):,} slips leave"
        self.notice(f"{many} by e-mail {when}.{left}", keys=UNDO)

    def _about_mail(self, chosen: Sequence[int]) -> None:
        """Ask what is to become of mail that waits or failed."""
        self.milepost.run_guarded(self._ask_about_mail(chosen))

    async def _ask_about_mail(self, chosen: Sequence[int]) -> None:
        lines: Sequence[SlipLine] = await self.milepost.read(slip_list.lines, chosen)
        failed = [line.slip for line in lines if line.state == SlipState.FAILED]
        held = [line.slip for line in lines if line.state in (SlipState.FAILED, SlipState.LEAVING)]
        if not held:
            self.notice("It is being sent now.", "open")
            return
        no_server = "" if self.milepost.mail.ready else "no mail server is set"
        options = [
            Option("again", "Send again", "the same words", no_server if failed else "it did not fail"),
            Option("back", "Take it back" if len(held) == 1 else "Take them back", "a draft again, for another way"),
        ]

        def answered(choice: str | None) -> None:
            if choice == "again":
                self.milepost.run_guarded(self._again(failed))
            elif choice == "back":
                self.milepost.run_guarded(self._take_back(held))

        why = lines[0].why if len(lines) == 1 and lines[0].why else ""
        self.milepost.push_screen(Choice(count(len(held), "e-mail"), options, why), answered)

    async def _again(self, slip_ids: Sequence[int]) -> None:
        await self.milepost.write(mailing.again, slip_ids, self.milepost.mail.wait)
        await self._after_mail("in the mail again")
        self.milepost.post_mail()

    async def _take_back(self, slip_ids: Sequence[int]) -> None:
        await self.milepost.write(mailing.take_back, slip_ids)
        await self._after_mail("taken back")

    async def _after_mail(self, what: str) -> None:
        self.table.clear_marks()
        await self.load()
        self.notice(f"{what[:1].upper()}{what[1:]}.", keys=UNDO)

    def came_back(self) -> None:
        """Ask what came back of a slip that was sent by e-mail, then note it; the slip is owed again."""
        row: SlipLine | None = self.table.row

        def answered(values: dict[str, str] | None) -> None:
            if values is not None and row is not None:
                self.milepost.run_guarded(self._came_back(row, values["why"]))

        self.milepost.push_screen(Form("It came back", [WHY_BACK], fact="the slip is owed again"), answered)

    async def _came_back(self, row: SlipLine, why: str) -> None:
        await self.milepost.write(mailing.came_back, row.slip, why)
        await self.load()
        self.notice(f"{self.milepost.look.name(row.name)}: it came back.", keys=UNDO)

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

    async def _settle(self, verb: Callable[..., Settled], one: str, many: str, *more: str) -> None:
        ids = await self._slips()
        settled = await self.milepost.write(verb, ids, *more)
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
