"""Slips at work: marking, delivering many in one act, writing many files, and stopping that."""

from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.model.lazily import dataclass
from domain.workbook import exporting, exports, outbox, slip_delivery, slip_files, slips
from domain.workbook.slip_files import Taken
from domain.workbook.wording import count, weekday_day_month
from tui.screens.choice import Choice, Option
from tui.screens.form import Form
from tui.screens.own_layout import ask_for_layout
from tui.screens.person_acts import UNDO, short_path
from tui.screens.place import PlaceScreen
from tui.screens.reading import Reading
from tui.screens.slips_deliver import COPIED, MAILED, PRINTED, PRINTER, SENT, SHOWN, DeliverPage
from tui.screens.slips_shelf import ALL, OWED, READY, between
from tui.widgets.bars import Notice
from tui.widgets.fields import Field

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from domain.model.slip import SlipDocument
    from domain.workbook import Workbook
    from domain.workbook.slip_delivery import Chosen, Delivered, Plan
    from domain.workbook.slip_files import Addressed, Format, Written
    from domain.workbook.slip_list import SlipLine
    from tui.screens.slips_deliver import Choice as Delivery
    from tui.screens.slips_shelf import Shelf
    from tui.widgets.record_table import RecordTable

PART = 40
"""Slips that are read for writing at a time."""
SLOW_SECONDS = 0.3
"""From here on, work says how far it is."""
FORMATS: Mapping[str, str] = {
    "txt": "Plain text",
    "md": "Markdown",
    "html": "Web page",
    "pdf": "PDF, with drill log",
    "eml": "E-mail, to open and send",
    "json": "JSON",
}


ONE_PDF, ZIP = "one", "zip"
TOGETHER: Mapping[str, tuple[str, str]] = {
    ONE_PDF: ("PDF, all in one file", "to print"),
    ZIP: ("Zip with a PDF each", ".zip"),
}
"""Ways to write many slips into one file: id -> what it is, and its fact."""


@dataclass(slots=True)
class Job:
    """Files that are being written beside the screen."""

    total: int
    begun: float = field(default_factory=time.monotonic)
    left: list[str] = field(default_factory=list)
    """Slips that cannot be written, each with why."""
    _stop: threading.Event = field(default_factory=threading.Event)

    @property
    def stopped(self) -> bool:
        """Whether it is to end."""
        return self._stop.is_set()

    def stop(self) -> None:
        """End it after the file that is being written."""
        self._stop.set()


class SlipsWork(PlaceScreen):
    """What the place does with the marked slips, or with the focused one."""

    shelf: Shelf
    shorts: Mapping[str, str]
    today: date
    job: Job | None = None
    marked_last: int | None = None
    """The record from which a range is marked."""

    @property
    def table(self) -> RecordTable[Any]:
        """The list; subclasses have it."""
        raise NotImplementedError

    @property
    def tab(self) -> str:
        """The tab in front; subclasses have it."""
        raise NotImplementedError

    # Marks.

    def mark(self) -> None:
        """Mark the focused slip, or take the mark off."""
        self.table.toggle_mark()

    def on_record_table_marks_changed(self, event: RecordTable.MarksChanged) -> None:
        """Say how many are marked and what can be done with them."""
        if len(event.marks) <= 1:
            self.marked_last = next(iter(event.marks), None)
        self._say_marks()

    def _say_marks(self) -> None:
        """Say what is marked; else, where there is no pane to say it, by when a late slip was promised."""
        if marks := self.table.marks:
            ready = sum(self.shelf.is_ready(self.shelf.open.get(attempt, 0)) for attempt in marks)
            keys = (("f", f"deliver {ready:,}"), ("x", "export"), ("Esc", "clear"))
            said = f"{len(marks):,} marked, {ready:,} ready to go."
            self.notices.standing = Notice(said, "marked", keys if ready else keys[1:])
        elif self.job is None:
            self.notices.standing = self._late_note()

    def _late_note(self) -> Notice | None:
        row: SlipLine | None = self.table.row
        if row is None or not self.has_class("-bare") or not row.late(self.today):
            return None
        return Notice(f"Promised by {weekday_day_month(row.promised)}.", "late", role="due")

    def mark_many(self) -> None:
        """Ask what to mark: all that match, all that are ready, a range, or nothing."""
        table = self.table
        ids = table.ids
        ready = [attempt for attempt in self.shelf.ready() if self.tab in (ALL, OWED, READY)]
        part = between(ids, self.marked_last, table.current) if self.marked_last and table.current else []
        sets = {
            "all": ("All that match", list(ids)),
            "ready": ("All that are ready", ready),
            "range": ("From the mark to here", part),
            "none": ("None", []),
        }
        options = [
            Option(key, label, f"{len(found):,}" if found else "", "" if found or key == "none" else "none here")
            for key, (label, found) in sets.items()
        ]

        def chosen(choice: str | None) -> None:
            if choice is not None:
                found = sets[choice][1]
                table.mark_only(set(found) | table.marks if choice == "range" else found)

        self.milepost.push_screen(Choice("Mark", options), chosen)

    def _chosen(self) -> list[int]:
        """The marked attempts in the order of the list, else the focused one."""
        table = self.table
        if not table.marks:
            return [table.current] if table.current is not None else []
        listed = [attempt for attempt in table.ids if attempt in table.marks]
        return listed + sorted(table.marks - set(listed))

    # Delivering.

    def deliver(self) -> None:
        """Show who can have their slip, how, and who cannot; then deliver; of mail, what can be done."""
        chosen, known = self._chosen(), self.shelf.open
        if chosen and self.shelf.mailed.issuperset(chosen):
            self._about_mail(chosen)
            return
        still_open = [attempt for attempt in chosen if attempt in known]
        page = DeliverPage(still_open, self.shorts, len(chosen) - len(still_open))
        self.milepost.push_screen(page, self._way_chosen)

    def _about_mail(self, chosen: Sequence[int]) -> None:
        """Ask what is to become of mail that waits or failed; subclasses do."""
        raise NotImplementedError

    def _way_chosen(self, choice: Delivery | None) -> None:
        if choice is None or not choice.plan.going:
            return
        way, plan = choice.way, choice.plan
        if way in (SHOWN, COPIED):
            self.milepost.run_guarded(self._one(way, plan))
        elif way == MAILED:
            self.milepost.run_guarded(self._mail(plan))
        elif way in (PRINTED, SENT, PRINTER):
            self.milepost.run_guarded(self._written_first(way, plan))
        else:
            self.milepost.run_guarded(self._deliver(plan.chosen, slips.ON_PAPER, plan))

    async def _one(self, way: str, plan: Plan) -> None:
        document = await self.milepost.read(_words_of, plan.chosen[0].slip)
        if way == SHOWN:
            self.milepost.push_screen(Reading(document), lambda read: self._read(read, plan))
            return
        await self._by_hand(document, plan)

    async def _by_hand(self, document: SlipDocument, plan: Plan) -> None:
        """Copy the words and note that they are sent by hand; subclasses do."""
        raise NotImplementedError

    async def _mail(self, plan: Plan) -> None:
        """Put the slips in the mail; subclasses do."""
        raise NotImplementedError

    def _read(self, read: bool | None, plan: Plan) -> None:
        if read:
            self.milepost.run_guarded(self._deliver(plan.chosen, slips.IN_PERSON, plan))

    async def _written_first(self, way: str, plan: Plan, standard: bool = False) -> None:
        """Write the files; they are delivered when all are there, and none is where the writing was stopped."""
        from tui.settings.config import exports_path

        on_paper = way in (PRINTED, PRINTER)
        form = slip_files.Format.PDF if on_paper else slip_files.Format.TXT
        together = ONE_PDF if on_paper and len(plan.going) > 1 else ""
        folder = exports_path()
        attempts = [one.line.attempt for one in plan.going]
        try:
            written = await self._write(attempts, folder, form, Taken.GO_ON, None, together, standard)
        except slip_files.TemplateFault as fault:
            ask_for_layout(self.milepost, fault, lambda: self._written_first(way, plan, True))
            return
        if written is None:
            return
        if written.stopped:
            self.notice(f"Stopped. {count(written.files, 'file')} written, nothing handed over.", "stopped")
            return
        if together and written.slips != len(attempts):
            self.notice("Not all of them could be written; nothing is handed over.", "stopped")
            return
        if way == PRINTER and not await self._print_now(written.first, plan):
            return
        channel = slips.ON_PAPER if on_paper else slips.BY_FILE
        await self._deliver(plan.chosen, channel, plan, f" Written to {short_path(folder)}.")

    async def _print_now(self, path: Path | None, plan: Plan) -> bool:
        """Give the file to the printer; whether it took it. Else its reason stays with the slips."""
        from tui.printing import refused

        why = await refused(path, self.milepost.printer) if path is not None else "nothing was written"
        if why:
            await self.milepost.write(outbox.not_printed, [one.slip for one in plan.chosen], why)
            await self.load()
            self.notice(f"Not printed: {why.rstrip('.')}.", "stopped", error=True)
        return not why

    async def _deliver(self, chosen: Sequence[Chosen], channel: str, plan: Plan, more: str = "") -> None:
        doing = f"delivering {count(len(chosen), 'slip')}"
        done: Delivered = await self.milepost.write_slowly(doing, slip_delivery.deliver_many, chosen, channel)
        self.table.clear_marks()
        await self.load()
        refused = len(done.refused)
        if refused == 1 and not done.done:
            name, why = done.refused[0]
            self.notice(f"{self.milepost.look.name(name)}: not delivered, {why}.", "stopped", error=True)
            return
        if len(chosen) == 1:
            said = f"{self.milepost.look.name(chosen[0].name)}: slip {slips.state_words(channel)}, {channel}."
        else:
            said = f"{count(len(done.done), 'slip')} {slips.state_words(channel)}, {channel}."
        stay = len(plan.staying) + refused
        left = f" {stay:,} {'stays' if stay == 1 else 'stay'}." if stay else ""
        self.notice(f"{said}{left}{more}", keys=UNDO)

    # Exporting.

    def export(self) -> None:
        """Ask for the format, then for the folder."""
        options = [Option(form.value, FORMATS[form.value], form.suffix) for form in slip_files.Format]
        chosen = self._chosen()
        options += [Option(how, label, suffix) for how, (label, suffix) in TOGETHER.items() if len(chosen) > 1]

        def format_chosen(form: str | None) -> None:
            if form is not None and form in TOGETHER:
                self._ask_where(chosen, slip_files.Format.PDF, form)
            elif form is not None:
                self._ask_where(chosen, slip_files.Format(form))

        self.milepost.push_screen(Choice(f"Export {count(len(chosen), 'slip')}", options), format_chosen)

    def _ask_where(self, chosen: Sequence[int], form: Format, together: str = "") -> None:
        from tui.settings.config import exports_path

        where = Field(key="folder", label="Folder", value=short_path(exports_path()), required=True, longest=1000)

        def answered(values: dict[str, str] | None) -> None:
            if values is not None:
                folder = Path(values["folder"]).expanduser().absolute()
                if together:
                    self.milepost.run_guarded(self._export(chosen, folder, form, Taken.BOTH, together))
                else:
                    self.milepost.run_guarded(self._check_names(chosen, folder, form))

        words = TOGETHER[together][0] if together else FORMATS[form.value]
        fact = f"{count(len(chosen), 'slip')} as {words}, Enter writes"
        self.milepost.push_screen(Form("Export", [where], fact=fact), answered)

    async def _check_names(self, chosen: Sequence[int], folder: Path, form: Format) -> None:
        """Ask what to do with files that are there already; without any, write at once."""
        left, found = slip_files.left_in(folder, form), slip_files.Standing()
        for start in range(0, len(chosen), PART):
            part = chosen[start : start + PART]
            found += await self.milepost.read(slip_files.standing, part, folder, form, left)
        if not found.taken and not found.there:
            await self._export(chosen, folder, form, Taken.BOTH)
            return
        options = [
            Option(Taken.BOTH, "Keep both", "the new ones get a number"),
            Option(Taken.LEAVE, "Leave those as they are", "only the others are written"),
            Option(Taken.OVER, "Write over them", "what is in them is lost"),
        ]
        title = f"{count(found.taken, 'file')} of these names {'is' if found.taken == 1 else 'are'} there already"
        if found.there:
            rest = len(chosen) - found.there
            options.insert(0, Option(Taken.GO_ON, "Go on", f"{rest:,} more to write" if rest else "all are there"))
            are = "is" if found.there == 1 else "are"
            title = f"{found.there:,} of {count(len(chosen), 'slip')} {are} there, from an export that was stopped"

        def answered(choice: str | None) -> None:
            if choice is not None:
                self.milepost.run_guarded(self._export(chosen, folder, form, Taken(choice)))

        self.milepost.push_screen(Choice(title, options), answered)

    async def _export(
        self,
        chosen: Sequence[int],
        folder: Path,
        form: Format,
        taken: Taken,
        together: str = "",
        standard: bool = False,
    ) -> None:
        left: list[str] = []
        try:
            written = await self._write(chosen, folder, form, taken, left, together, standard)
        except slip_files.TemplateFault as fault:
            again = partial(self._export, chosen, folder, form, taken, together, True)
            ask_for_layout(self.milepost, fault, again)
            return
        if written is None:
            return
        inside = f", {count(written.slips, 'slip')}," if together and written.first else ""
        told = f"{count(written.files, 'file')}{inside} written to {short_path(folder)}."
        if written.stopped:
            there = written.files + written.there
            on = "" if together else f" {there:,} of {len(chosen):,} are there; the same again goes on."
            self.notice(f"Stopped. {'Nothing is written.' if together else told}{on}", "stopped")
            return
        parts = [told]
        if written.there:
            parts.append(f"{written.there:,} {'was' if written.there == 1 else 'were'} there already.")
        parts += [f"{written.left:,} left as they were."] if written.left else []
        if left:
            named = "" if self.milepost.hide_names else f": {left[0]}"
            parts.append(f"{len(left):,} not complete{named}")
        self.notice(" ".join([*parts, *written.notes[:1]]), "done" if written.files else "open")

    # Writing beside the screen.

    async def _write(
        self,
        chosen: Sequence[int],
        folder: Path,
        form: Format,
        taken: Taken,
        left: list[str] | None = None,
        together: str = "",
        standard: bool = False,
    ) -> Written | None:
        """Write files on a thread of their own; the words are read from the store thread a few dozen at a time."""
        if self.job is not None:
            self.notice("Files are being written. Wait for them, or stop that first.", "open", keys=[("Esc", "stop")])
            return None
        loop = asyncio.get_running_loop()
        paper = await self.milepost.read(lambda wb: wb.site.paper)
        head = await self.milepost.read(exporting.paper_of, standard)
        self.job = job = Job(len(chosen))

        def words() -> Iterator[SlipDocument | Addressed]:
            for start in range(0, len(chosen), PART):
                for one in self._pull(loop, job, chosen[start : start + PART], form):
                    if isinstance(one, str):
                        job.left.append(one)
                    else:
                        yield one

        def told(files: int) -> bool:
            loop.call_soon_threadsafe(self._say_progress, job, files)
            return not job.stopped

        def write() -> Written:
            if together == ONE_PDF:
                return slip_files.write_one(words(), folder, paper=paper, letterhead=head, told=told)
            if together == ZIP:
                return slip_files.write_zip(words(), folder, form, paper=paper, letterhead=head, told=told)
            return slip_files.write(words(), folder, form, paper=paper, letterhead=head, where_taken=taken, told=told)

        try:
            written = await asyncio.to_thread(write)
            if written.files:
                at = written.first if written.files == 1 and written.first is not None else folder
                await self.milepost.read(exports.note_attempts, at, chosen)
            return written
        finally:
            job.stop()
            self.job = None
            if left is not None:
                left += job.left
            self._say_marks()

    def _pull(
        self, loop: asyncio.AbstractEventLoop, job: Job, attempts: Sequence[int], form: Format
    ) -> list[SlipDocument | Addressed | str]:
        """Ask the store thread from the thread that writes; nothing more comes once it is stopped."""
        asked = asyncio.run_coroutine_threadsafe(self.milepost.read(slip_files.documents, attempts, form), loop)
        while not job.stopped:
            try:
                return asked.result(SLOW_SECONDS)
            except TimeoutError:
                continue
        asked.cancel()
        return []

    def _say_progress(self, job: Job, files: int) -> None:
        if self.job is job and self.is_here and time.monotonic() - job.begun > SLOW_SECONDS:
            said = f"writing {files:,} of {count(job.total, 'slip')}"
            self.notices.standing = Notice(said, "unfinished", (("Esc", "stop"),))

    def stop_work(self) -> bool:
        """Stop what is being written; whether there was anything."""
        if self.job is None:
            return False
        self.job.stop()
        return True

    def on_unmount(self) -> None:
        """Nothing is written for a screen that is gone."""
        self.stop_work()


def _words_of(wb: Workbook, slip: int) -> SlipDocument:
    return slips.view(wb, slip).document
