"""Which scores go with staying, as it is painted: figures with what must be read beside them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from domain.model.lazily import dataclass
from domain.workbook.insights import figure_tables, staying
from tui.lines import GAP, Line, blocks, heading, text
from tui.safe_text import pad
from tui.screens.insights_lines import NAMES_AT, Asked, Room, fact_line, of_words, percent, titled

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Mapping, Sequence

    from domain.workbook import Workbook
    from domain.workbook.insights.staying import Association, ScoreRow, Staying
    from domain.workbook.insights.tables import Table
    from tui.look import Look

NAME: Final = 18
WIDE: Final = 72
"""Cells of a sentence in the main area."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the place shows."""

    days: Sequence[Staying]
    shorts: Mapping[str, str]
    titles: Mapping[str, str]


class StayingView:
    """A group of lines a day on which we ask."""

    id = "staying"
    label = "Staying"
    short = ""
    word = "line"
    will = "It appears with the first answers about day 30, in Follow-up."

    def read(self, wb: Workbook, asked: Asked) -> Found:
        """Hold scores against staying."""
        milestones = wb.catalogue.milestones
        return Found(
            staying.show(wb, asked.scope),
            {step: one.short for step, one in milestones.items()},
            {step: one.title for step, one in milestones.items()},
        )

    def is_empty(self, found: Found) -> bool:
        """Nobody was asked about."""
        return not any(day.stayed.of for day in found.days)

    def first(self, found: Found) -> str:
        """The first day of which something is known."""
        return next((f"{day.day}" for day in found.days if day.stayed.of), "")

    def lines(self, found: Found, room: Room) -> Sequence[Line]:
        """The warning first, where no pane says it, then each day with its milestones."""
        said: list[Line] = []
        if not room.pane:
            said += [*(Line(line.left, at=NAMES_AT) for line in text(staying.WARNINGS[0], "muted", WIDE)), GAP]
        said.append(titled((("Day", NAME, False), ("People", 8, True), ("Goes with staying", 20, True))))
        for day in found.days:
            if not day.stayed.of:
                continue
            here = ((f"{day.stayed.of:>8,}", ""), (f"   {percent(day.stayed)} still here", ""))
            said.append(Line(((pad(f"Day {day.day}", NAME), "bold"), *here), id=f"{day.day}", at=NAMES_AT, name=0))
            said += [_score(row, day, found) for row in day.rows]
        return said

    def detail(self, wb: Workbook, asked: Asked, line: str) -> None:
        """Nothing more is read."""

    def pane(self, found: Found, line: str, detail: None, look: Look) -> Sequence[Line]:
        """The figure with its interval, and what to beware of."""
        day, _, step = line.partition(" ")
        one = next((one for one in found.days if f"{one.day}" == day), None)
        if one is None:
            return ()
        row = next((row for row in one.rows if row.milestone == step), None)
        return blocks(
            _pane_score(row, one, found) if row else _pane_day(one),
            text(staying.UNASKED) if one.due > one.stayed.of else (),
            *(text(warning, "muted") for warning in staying.WARNINGS),
        )

    def people(self, asked: Asked, line: str) -> Callable[[Workbook], array[int]] | None:
        """Of whom it is known, and what their score was."""
        day, _, step = line.partition(" ")
        return partial(_people, asked, int(day), step) if day.isdigit() else None

    def table(self, wb: Workbook, found: Found) -> Table:
        """Every figure."""
        return figure_tables.staying_table(wb, found.days)


def _people(asked: Asked, day: int, step: str, wb: Workbook) -> array[int]:
    return staying.people(wb, asked.scope, day, step)


def _score(row: ScoreRow, day: Staying, found: Found) -> Line:
    title = (pad(f"  {found.shorts.get(row.milestone, row.milestone)}", NAME), "")
    people = (f"{row.people:>8,}", "")
    said = (f"   {_words(row)}", "" if row.found and row.found.says_something else "muted")
    return Line((title, people, said), id=f"{day.day} {row.milestone}", at=NAMES_AT, name=0)


def _words(row: ScoreRow) -> str:
    if row.few:
        return row.few
    if row.found is None:
        return "all stayed, or all scored the same"
    low, high = row.found.interval
    figure = f"{row.found.correlation:+.2f}  ({low:+.2f} to {high:+.2f})"
    return figure if row.found.says_something else f"{figure}  may be none"


def _pane_day(day: Staying) -> Sequence[Line]:
    known = fact_line("Known of", f"{day.stayed.of:,} of {day.due:,}")
    return [heading(f"Day {day.day}"), fact_line("Still here", of_words(day.stayed)), known]


def _pane_score(row: ScoreRow, day: Staying, found: Found) -> Sequence[Line]:
    head = heading(found.titles.get(row.milestone, row.milestone), right=f"day {day.day}")
    if row.found is None:
        return [head, fact_line("People", _words(row) if row.few else f"{row.people:,}")]
    return [
        head,
        *_means(row.found),
        fact_line("Point-biserial", f"{row.found.correlation:+.2f}"),
        _interval(row.found),
        *text("From -1 to +1. Above 0, those who stayed had scored higher.", "muted"),
    ]


def _means(found: Association) -> Sequence[Line]:
    return [
        fact_line("Mean points, still here", f"{found.stayed.mean:.0f} of {found.stayed.n:,}"),
        fact_line("Mean points, left", f"{found.left.mean:.0f} of {found.left.n:,}"),
    ]


def _interval(found: Association) -> Line:
    low, high = found.interval
    return fact_line("95% interval", f"{low:+.2f} to {high:+.2f}")
