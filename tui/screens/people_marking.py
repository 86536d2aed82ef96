"""Marking in People: one, a range, all that match; what is said of the marks, and whom a verb is for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from domain.workbook import people
from tui.screens.choice import Choice, Option
from tui.screens.people_listing import PeopleList
from tui.screens.people_marks import COUNTED, MOST_BY_NAME, Matching, chosen, outside
from tui.widgets.bars import GAP_BETWEEN, MARGIN, Notice

if TYPE_CHECKING:
    from array import array
    from collections.abc import Sequence, Set

    from domain.workbook.people import PersonRow
    from tui.widgets.record_table import RecordTable

BULK_KEYS = (
    ("r", "move"),
    ("W", "end"),
    ("#", "tag"),
    ("a", "assign"),
    ("f", "deliver"),
    ("x", "export"),
    ("Esc", "clear"),
)
"""What can be done with the marked, as the notice row says it."""
ALL, RANGE, NONE = "all", "range", "none"


class PeopleMarking(PeopleList):
    """The list with marks that outlive scrolling, sorting and filtering."""

    marked_last: int | None = None
    """The person from whom a range is marked."""
    _named: frozenset[int] = frozenset()
    """Those who were marked by name before."""
    not_here: int | None = 0
    """How many of the marked are not in the list; None where nobody has counted."""

    # Marking.

    def mark(self) -> None:
        """Mark the focused person, or take the mark off."""
        self.table.toggle_mark()

    def mark_all(self) -> None:
        """Mark all that match; many are marked by their filter, for they are too many to name."""
        table = self.table
        if self.complete and len(table.ids) <= MOST_BY_NAME:
            table.mark_only(table.marks | frozenset(table.ids))
        else:
            others = _by_name(table.marks)
            others -= others.intersection(table.ids)
            table.mark_only(Matching(self.asked, len(table.ids), more=others))

    def mark_many(self) -> None:
        """Ask what to mark: all that match, from the last mark to here, or nothing."""
        part = self._range()
        options = [
            Option(ALL, "All that match", f"{len(self.table.ids):,}{'' if self.complete else '+'}"),
            Option(RANGE, "From the last mark to here", f"{len(part):,}" if part else "", "" if part else "none here"),
            Option(NONE, "None"),
        ]

        def answered(choice: str | None) -> None:
            if choice == ALL:
                self.mark_all()
            elif choice == RANGE:
                self.table.mark_only(self.table.marks | frozenset(part))
            elif choice == NONE:
                self.table.clear_marks()

        self.milepost.push_screen(Choice("Mark", options), answered)

    def _range(self) -> Sequence[int]:
        """Everybody from the last one who was marked by hand to the focused one."""
        table = self.table
        if self.marked_last is None or table.current is None:
            return ()
        try:
            begun = table.ids.index(self.marked_last)
        except ValueError:
            return ()
        low, high = sorted((begun, table.at))
        return table.ids[low : high + 1]

    # What is said of the marks.

    def on_record_table_marks_changed(self, event: RecordTable.MarksChanged) -> None:
        """Say how many are marked and what can be done with them."""
        fresh = _by_name(event.marks) - self._named
        self._named = _by_name(event.marks)
        if len(fresh) == 1:
            self.marked_last = next(iter(fresh))
        if not event.marks:
            self.marked_last, self.not_here = None, 0
        self.say_marks()
        self.refresh_chrome()

    def say_marks(self) -> None:
        """Say how many are marked, where they are not all in sight, and the verbs for them."""
        count = len(self.table.marks)
        if not count:
            self.notices.standing = None
            return
        more = "+" if isinstance(self.table.marks, Matching) and not self.complete else ""
        away = ", some perhaps not in this list" if self.not_here is None else ""
        away = f", {self.not_here:,} of them not in this list" if self.not_here else away
        said = f"{count:,}{more} marked{away}."
        self.notices.standing = Notice(said, "marked", tuple(self._keys_beside(said)))

    def _keys_beside(self, said: str) -> list[tuple[str, str]]:
        """As many of the verbs as fit beside what is said; the way to clear the marks always does."""
        *verbs, clear = BULK_KEYS
        room = (self.notices.size.width or 80) - 2 * MARGIN - len(said) - 2
        keys = [clear]
        for verb in verbs:
            if sum(len(f"{key} {word}") + GAP_BETWEEN for key, word in (*keys, verb)) > room:
                break
            keys.insert(-1, verb)
        return keys

    def listed(self) -> None:
        """Keep the marks for another list, and say who of them is not in it."""
        table = self.table
        marks = table.marks
        if isinstance(marks, Matching):
            beside = marks.beside(self.asked)
            table.marks = replace(beside, total=len(table.ids)) if beside.listed and self.complete else beside
            if not beside.listed:
                table.refresh_rows()
        if marks:
            self.milepost.run_guarded(self._count_outside(), group="marks", node=self, exclusive=True)

    async def _count_outside(self) -> None:
        table = self.table
        marks, ids = table.marks, table.ids
        self.not_here = 0
        if isinstance(marks, Matching):
            if not marks.listed:
                few = self.complete and len(ids) <= COUNTED
                self.not_here = await self.milepost.read(outside, marks, ids) if few else None
        elif not self.asked.everybody:
            self.not_here = len(marks) - len(frozenset(marks).intersection(ids)) if self.complete else None
        self.say_marks()

    async def rows_read(self, ids: Sequence[int]) -> None:
        """Ask of the people who came into sight which of them are marked by another filter."""
        marks = self.table.marks
        if isinstance(marks, Matching) and not marks.listed:
            found = await self.milepost.read(people.matching, marks.query, ids)
            if isinstance(now := self.table.marks, Matching) and now.query == marks.query:
                self.table.marks = now.seen(found)

    # Whom a verb is for.

    @property
    def row(self) -> PersonRow | None:
        """The focused person, if they have been read."""
        return self.table.row

    @property
    def focused_person(self) -> int:
        """The focused person."""
        return self.table.current or 0

    @property
    def many(self) -> int:
        """How many people a verb is for: the marked, else the one in focus."""
        return len(self.table.marks) or int(self.table.current is not None)

    async def everybody_chosen(self) -> array[int]:
        """Return the marked, else the one in focus."""
        table = self.table
        marks = table.marks or frozenset([table.current or 0])
        return await self.milepost.read_slowly("reading who is marked", chosen, marks, self.asked, table.ids)


def _by_name(marks: Set[int]) -> frozenset[int]:
    return marks.more if isinstance(marks, Matching) else frozenset(marks)
