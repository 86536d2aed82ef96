"""What is done with the marked people, or with the one in focus: asked for, looked at, then done as one act."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from domain.model.terms import State
from domain.workbook import bulk, exporting, openings, slips
from domain.workbook.filters import FieldName
from domain.workbook.wording import count
from tui.screens import person_acts as acts
from tui.screens.choice import Choice, Option
from tui.screens.form import Form
from tui.screens.people_bulk import BulkSheet
from tui.screens.people_marking import PeopleMarking
from tui.slow import DOING
from tui.widgets.fields import Field

if TYPE_CHECKING:
    from collections.abc import Callable

    from domain.workbook import Workbook
    from domain.workbook.bulk import Deed, Done, Preview

WAYS = (
    (slips.ON_PAPER, "They have it on paper", "as printed from Slips"),
    (slips.IN_PERSON, "They have read it here", "on screen"),
    (slips.BY_FILE, "They have it as a file", "as sent from Slips"),
)
"""How slips were handed over."""
FORMATS = (
    (exporting.TableFormat.CSV, "CSV", "for spreadsheets"),
    (exporting.TableFormat.TXT, "Plain text", "in columns"),
    (exporting.TableFormat.MD, "Markdown", "a table"),
    (exporting.TableFormat.JSON, "JSON", "for programs"),
)
NOBODY, OTHER = "@nobody", "@other"
MOST_NAMES = 7
"""Recruiters that are offered by name."""


class PeopleWork(PeopleMarking):
    """The verbs for many: each shows first to how many it can be done."""

    @property
    def whom(self) -> str:
        """Whom a verb is for: "12 people", or the name of the one in focus."""
        if self.table.marks or self.row is None:
            return count(self.many, "person", "people")
        return self.milepost.look.name(self.row.name)

    def _offer(self, title: str, deed: Deed) -> None:
        """Show what it would do to the marked and do it; to one person in focus it is done at once."""
        if not self.table.marks:
            self.milepost.run_guarded(self._do_to_one(deed, self.whom))
            return

        def answered(shown: Preview | None) -> None:
            if shown is not None:
                self.milepost.run_guarded(self._carry_out(shown))

        self.milepost.push_screen(BulkSheet(title, deed, self.everybody_chosen), answered)

    async def _do_to_one(self, deed: Deed, name: str) -> None:
        shown = await self.milepost.read(bulk.preview_all, deed, [self.focused_person])
        if shown.able:
            await self._carry_out(shown)
            return
        why = shown.left_out[0].why if shown.left_out else "no longer in the workbook"
        self.notice(f"{name}: {why}.", "open")

    async def _carry_out(self, shown: Preview) -> None:
        doing = _going(shown)
        # For whoever stops it: by then, what is going on is no longer the key that was pressed.
        DOING.set(doing)
        done: Done = await self.milepost.write_slowly(doing, bulk.carry_out, shown)
        self.table.clear_marks()
        self.reload()
        late = sum(group.count for group in done.left_out)
        stay = late + sum(group.count for group in shown.left_out)
        said = f"{done.what[:1].upper()}{done.what[1:]}." if done.act else "Nobody could any more."
        said += f" {late:,} of them could no longer." if late and done.act else ""
        said += f" {stay:,} as before." if stay and not late else ""
        self.notice(said, keys=acts.UNDO if done.act else ())

    # Moving.

    async def move(self) -> None:
        """Move the marked to an opening, or the focused person to another one."""
        if self.table.marks:
            await self._ask_opening()
        elif (whom := await self.one()) is not None:
            await acts.offer_move(self.milepost, whom, self.load)

    async def one(self) -> acts.Whom | None:
        """Return the person in focus, with the application that the list shows; subclasses read it."""
        raise NotImplementedError

    async def _ask_opening(self) -> None:
        found = await self.milepost.read(openings.listing)
        if not found:
            self.notice("There is no opening yet.", "open", keys=[("g o", "openings")])
            return
        names = {str(row.id): row.name for row in found}
        options = [Option(str(row.id), row.name, f"{row.taken:,} of {row.seats:,} seats") for row in found]

        def chosen(opening: str | None) -> None:
            if opening is not None:
                self._offer(f"Move {self.whom} to {names[opening]}", bulk.MoveTo(int(opening)))

        title = f"Move {self.whom} to"
        self.milepost.push_screen(Choice(title, options, "valid scores go along"), chosen)

    # Ending.

    def end(self) -> None:
        """Ask how the applications end, then why."""
        whom = self.whom
        options = [Option(state, label, fact) for state, label, fact in acts.ENDINGS]

        def chosen(how: str | None) -> None:
            if how is not None:
                self._ask_why(whom, State(how))

        self.milepost.push_screen(Choice(f"End for {whom}", options, "the road so far is kept"), chosen)

    def _ask_why(self, whom: str, how: State) -> None:
        label = next(words for state, words, _ in acts.ENDINGS if state is how)
        field = Field(key="reason", label="Reason", hint="in a few words; it is never on a slip")

        def answered(values: dict[str, str] | None) -> None:
            if values is not None:
                self._offer(f"End for {whom}: {label.lower()}", bulk.End(how, values["reason"]))

        self.milepost.push_screen(Form(label, [field], fact=f"{whom}, {self._then()}"), answered)

    def _then(self) -> str:
        return "Enter shows who can" if self.table.marks else "Enter ends the application"

    # Tags.

    def tag(self) -> None:
        """Ask for tags to carry as well."""
        self._ask_tags("Tag", "also carry", bulk.AddTags)

    def untag(self) -> None:
        """Ask for tags to take off."""
        self._ask_tags("Take tags off", "no longer carry", bulk.TakeTags)

    def _ask_tags(self, title: str, word: str, deed: Callable[[tuple[str, ...]], Deed]) -> None:
        known = [value.label for value in self.lexicon.of(FieldName.TAG) if value.key] if self.lexicon else []
        hint = ", ".join(known[:3]) or "night shift, keep warm"
        field = Field(key="tags", label="Tags", hint=f"such as {hint}", required=True)
        whom = self.whom

        def answered(values: dict[str, str] | None) -> None:
            if values is not None:
                tags = tuple(part for part in values["tags"].split(",") if part.strip())
                self._offer(f"{title}, {whom}: {', '.join(tag.strip() for tag in tags)}", deed(tags))

        fact = f"{whom} {word}" if self.table.marks else whom
        self.milepost.push_screen(Form(title, [field], fact=f"{fact}, several with commas"), answered)

    # Who looks after them.

    async def assign(self) -> None:
        """Ask who looks after them."""
        me = await self.milepost.read(_who)
        known = (
            [value.key for value in self.lexicon.of(FieldName.OWNER) if value.key[:1] not in ("", "@")]
            if (self.lexicon)
            else []
        )
        others = [name for name in known if name != me][:MOST_NAMES]
        options = [Option(me, me, "you"), *(Option(name, name) for name in others)]
        options += [Option(OTHER, "Somebody else", "by name"), Option(NOBODY, "Nobody in particular")]
        whom = self.whom

        def chosen(owner: str | None) -> None:
            if owner == OTHER:
                self._ask_owner(whom)
            elif owner is not None:
                self._assign(whom, "" if owner == NOBODY else owner)

        self.milepost.push_screen(Choice(f"Who looks after {whom}", options), chosen)

    def _ask_owner(self, whom: str) -> None:
        field = Field(key="owner", label="Recruiter", hint="their name, as in the settings", required=True)

        def answered(values: dict[str, str] | None) -> None:
            if values is not None:
                self._assign(whom, values["owner"])

        self.milepost.push_screen(Form("Who looks after them", [field], fact=whom), answered)

    def _assign(self, whom: str, owner: str) -> None:
        self._offer(f"Give {whom} to {owner or 'nobody in particular'}", bulk.Assign(owner))

    # Slips.

    async def slip(self) -> None:
        """Deliver the slips of the marked; for the focused person, show theirs."""
        if self.table.marks:
            self._ask_way()
        elif (whom := await self.one()) is not None:
            await acts.open_newest_slip(self.milepost, whom)

    def _ask_way(self) -> None:
        whom = self.whom

        def chosen(way: str | None) -> None:
            if way is not None:
                self._offer(f"Deliver the slips of {whom}", bulk.Deliver(way))

        options = [Option(way, label, fact) for way, label, fact in WAYS]
        self.milepost.push_screen(Choice(f"Deliver the slips of {whom}", options), chosen)

    async def journey(self) -> None:
        """Write the journey reports of the marked, or of the focused person."""
        acts.write_journeys(self.milepost, list(await self.everybody_chosen()))

    # Files.

    def export(self) -> None:
        """Ask for the format and the folder, and write the marked as a table."""
        whom = self.whom
        options = [Option(form.value, label, fact) for form, label, fact in FORMATS]

        def chosen(form: str | None) -> None:
            if form is not None:
                self._ask_where(whom, exporting.TableFormat(form))

        self.milepost.push_screen(Choice(f"Export {whom}", options, "as a table"), chosen)

    def _ask_where(self, whom: str, form: exporting.TableFormat) -> None:
        from tui.settings.config import exports_path

        where = Field(key="folder", label="Folder", value=acts.short_path(exports_path()), required=True, longest=1000)

        def answered(values: dict[str, str] | None) -> None:
            if values is not None:
                folder = Path(values["folder"]).expanduser().absolute()
                self.milepost.run_guarded(self._export(folder, form))

        label = next(label for one, label, _ in FORMATS if one is form)
        self.milepost.push_screen(Form("Export", [where], fact=f"{whom} as {label}, Enter writes"), answered)

    async def _export(self, folder: Path, form: exporting.TableFormat) -> None:
        people = await self.everybody_chosen()
        number = count(len(people), "person", "people")
        written = await self.milepost.read_slowly(f"writing {number}", exporting.people_to, folder, form, people)
        self.notice(f"{number} written to {acts.short_path(written.path)}.")


def _who(wb: Workbook) -> str:
    return wb.store.who


def _going(shown: Preview) -> str:
    """Return what is going on while it is done, as in "moving 12 people"."""
    number = count(len(shown.able), *shown.noun)
    match shown.deed:
        case bulk.MoveTo():
            return f"moving {number}"
        case bulk.End():
            return f"ending for {number}"
        case bulk.AddTags() | bulk.TakeTags():
            return f"tagging {number}" if isinstance(shown.deed, bulk.AddTags) else f"taking tags off {number}"
        case bulk.Assign():
            return f"giving {number} to {shown.deed.owner or 'nobody in particular'}"
        case bulk.Deliver():
            return f"delivering {number}"
