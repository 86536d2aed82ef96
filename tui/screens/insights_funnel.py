"""The funnel as it is painted, and the pane that explains one of its bars."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from domain.model.lazily import dataclass
from domain.model.terms import ACCOUNT_TESTS, MilestoneId
from domain.workbook.insights import explaining, funnel, tables, waits
from domain.workbook.insights.funnel import DIFFERENCE, Outcome, View
from domain.workbook.wording import count, day_month
from tui.lines import GAP, Line, blocks, heading, text
from tui.safe_text import pad
from tui.screens.insights_lines import (
    NAMES_AT,
    Asked,
    Room,
    bar_line,
    fact_line,
    of_words,
    percent,
    share_line,
    stacked,
    titled,
    took,
)

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Mapping, Sequence

    from domain.workbook import Workbook
    from domain.workbook.insights.explaining import Explained
    from domain.workbook.insights.funnel import Funnel, MilestoneRow
    from domain.workbook.insights.tables import Table
    from tui.look import Look

STARTED: Final = "started"
"""The line of who was there on day one."""
NAME, BAR, NARROW_BAR = 12, 36, 20
BELOW: Final = 0.05
"""From so much below plan on, a rate stands out."""
MOST_GAPS, MOST_SCENARIOS, MOST_WEEKS = 6, 4, 8
WORDS: Final[Mapping[Outcome, str]] = {
    Outcome.PASSED: "Passed",
    Outcome.NOT_YET: "Not yet, or not selected",
    Outcome.WAITING: "Waiting there",
    Outcome.WITHDREW: "Withdrew",
    Outcome.NO_SHOW: "No-show",
    Outcome.ENDED: "Ended otherwise",
}


@dataclass(frozen=True, slots=True)
class Found:
    """What the place shows."""

    funnel: Funnel
    medians: Mapping[MilestoneId, int]
    shorts: Mapping[MilestoneId, str]


class FunnelView:
    """People by milestone."""

    id = "funnel"
    label = "Funnel"
    short = ""
    word = "milestone"
    will = "The first bar appears with the first person, rates with decisions."

    def read(self, wb: Workbook, asked: Asked) -> Found:
        """Count people, and how long they stay."""
        shorts = {key: milestone.short for key, milestone in wb.catalogue.milestones.items()}
        return Found(funnel.funnel(wb, asked.scope, asked.how), waits.medians(wb, asked.scope), shorts)

    def is_empty(self, found: Found) -> bool:
        """Nobody came to any milestone."""
        return not any(row.people for row in found.funnel.rows)

    def first(self, found: Found) -> str:
        """The bar that is lowest against plan."""
        return str(found.funnel.lowest.milestone)

    def lines(self, found: Found, room: Room) -> Sequence[Line]:
        """The bars, a row apart where there is room, and what they count."""
        rows = found.funnel.rows
        most = max(row.people for row in rows)
        wide = room.rows >= 2 * (len(rows) + 1) + 4
        said: list[Line] = [_head(room.pane, room.look)]
        for row in rows:
            said.append(_bar(found, row, most, room))
            if wide:
                said.append(GAP)
        said.append(_started(found.funnel, most, room))
        notes = [DIFFERENCE[found.funnel.view], *_notes(found.funnel)]
        said += [GAP, *(Line(line.left, at=NAMES_AT) for note in notes for line in text(note, "muted", 72))]
        return said

    def detail(self, wb: Workbook, asked: Asked, line: str) -> Explained | None:
        """Read what explains a bar."""
        return None if line in ("", STARTED) else explaining.explain(wb, MilestoneId(line), asked.scope)

    def pane(self, found: Found, line: str, detail: Explained | None, look: Look) -> Sequence[Line]:
        """What became of people there, why, and what a slip did."""
        if line == STARTED:
            return _pane_started(found.funnel)
        row = found.funnel.row(MilestoneId(line))
        parts: list[Sequence[Line]] = [_what(found, row, detail), _became(row), _long(found, row)]
        if found.funnel.view is View.COHORT:
            parts.append(_weeks(found.funnel, row.milestone))
        if detail is not None:
            parts += [_gaps(detail, look), _retakes(detail), _scenarios(detail)]
        return blocks(*parts, _rates(found.funnel, row, detail))

    def people(self, asked: Asked, line: str) -> Callable[[Workbook], array[int]] | None:
        """Who a bar stands for."""
        if line == STARTED:
            return partial(_people_started, asked)
        return partial(_people, asked, MilestoneId(line)) if line else None

    def table(self, wb: Workbook, found: Found) -> Table:
        """The bars with every column."""
        return tables.funnel_table(wb, found.funnel, found.medians)


def _people(asked: Asked, milestone: MilestoneId, wb: Workbook) -> array[int]:
    return funnel.people_at(wb, asked.scope, asked.how, milestone)


def _people_started(asked: Asked, wb: Workbook) -> array[int]:
    return funnel.people_started(wb, asked.scope, asked.how)


# The main area.


def _head(pane: bool, look: Look) -> Line:
    counts = () if pane else (("Not yet", 9, True), ("Waiting", 9, True))
    return titled(
        (
            ("Milestone", NAME, False),
            (f"Reached, {look.sign('chart')} passed", BAR if pane else NARROW_BAR, False),
            ("People", 7, True),
            *counts,
            ("Passed", 9 if pane else 7, True),
            ("Median", 8, True),
        )
    )


def _bar(found: Found, row: MilestoneRow, most: int, room: Room) -> Line:
    focused = room.focused == row.milestone
    cells = BAR if room.pane else NARROW_BAR
    bar = stacked(room.look, row.passed, row.people, most, cells, "accent" if focused else "muted")
    own = found.funnel.is_own(row)
    rate, below = percent(row.conversion), own and row.short >= BELOW
    shown = f"{room.look.sign('down')} {rate}" if below else rate
    role = "due" if below else "" if own else "muted"
    median = found.medians.get(row.milestone)
    columns = [(f"{row.people:,}", 7, "")]
    if not room.pane:
        columns += [(f"{row.not_yet:,}", 9, "muted"), (f"{row.waiting:,}", 9, "muted")]
    columns += [(shown, 9 if room.pane else 7, role), ("" if median is None else took(median), 8, "muted")]
    if not row.people:
        columns = [("–" if not room.look.ascii_only else "-", 7, "muted")]
    right = tuple((pad(words, cells, True), style) for words, cells, style in columns)
    name = (pad(found.shorts[row.milestone], NAME), "" if row.people else "muted")
    return Line((name, *bar, *right), id=str(row.milestone), at=NAMES_AT, name=0)


def _started(found: Funnel, most: int, room: Room) -> Line:
    cells = BAR if room.pane else NARROW_BAR
    bar = stacked(
        room.look, found.started, found.started, most, cells, "accent" if room.focused == STARTED else "muted"
    )
    return Line(((pad("Started", NAME), ""), *bar, (f"{found.started:>7,}", "")), id=STARTED, at=NAMES_AT, name=0)


def _notes(found: Funnel) -> list[str]:
    tests = [row for row in found.rows if row.milestone in ACCOUNT_TESTS]
    said = []
    if any(row.people for row in tests):
        said.append("Sales, service and tech tests: only on routes that name them.")
    if found.erased:
        said.append(f"Of these, {count(found.erased, 'person was', 'people were')} erased since.")
    return said


# The pane.


def _what(found: Found, row: MilestoneRow, detail: Explained | None) -> Sequence[Line]:
    people = count(row.people, "person", "people")
    tries = f", {count(detail.attempts, 'attempt')}" if detail is not None else ""
    head = heading(found.shorts[row.milestone], right=f"{people}{tries}")
    return [head, *text(_against_plan(row))]


def _against_plan(row: MilestoneRow) -> str:
    """Say how many passed, beside what plans reckon with."""
    share, planned = row.conversion, row.planned
    if not share.of:
        return "Nothing is decided here yet."
    said = f"{percent(share)} passed"
    if planned is None:
        return f"{said}; plans reckon with no loss here."
    off = round(100 * share.value) - round(100 * planned)
    plan = f"the planning rate of {round(100 * planned)}%"
    if not off:
        return f"{said}, as {plan} says."
    return f"{said}, {count(abs(off), 'point')} {'more' if off > 0 else 'fewer'} than {plan}."


def _became(row: MilestoneRow) -> Sequence[Line]:
    return [fact_line(words, f"{row.of(outcome):,}") for outcome, words in WORDS.items() if row.of(outcome)]


def _long(found: Found, row: MilestoneRow) -> Sequence[Line]:
    median = found.medians.get(row.milestone)
    return [] if median is None else [fact_line("Median time until passed", took(median))]


def _weeks(found: Funnel, milestone: MilestoneId) -> Sequence[Line]:
    came = [week for week in found.weeks if week.came][:MOST_WEEKS]
    return (
        [
            heading("By the week they came", right="passed it"),
            *(
                fact_line(day_month(week.starts), f"{week.passed.get(milestone, 0):,} of {week.came:,}")
                for week in came
            ),
        ]
        if came
        else []
    )


def _gaps(detail: Explained, look: Look) -> Sequence[Line]:
    if not detail.gaps:
        return []
    most = detail.gaps[0].lost
    tries = f"in {count(detail.not_yets, 'last try', 'last tries')}"
    shown = (bar_line(look, gap.name, gap.lost, most) for gap in detail.gaps[:MOST_GAPS])
    return [heading("Largest gaps", right=tries), *shown]


def _retakes(detail: Explained) -> Sequence[Line]:
    after = detail.retakes
    if not after.came_back.of:
        return []
    return [
        heading("After a slip", right=f"{after.came_back.of:,} given"),
        fact_line("Came back", of_words(after.came_back)),
        share_line("Passed on the next try", after.passed),
        *([share_line("With a drill log", after.with_log)] if after.with_log.of else []),
    ]


def _scenarios(detail: Explained) -> Sequence[Line]:
    if not detail.scenarios:
        return []
    shown = (share_line(one.title, one.passed) for one in detail.scenarios[:MOST_SCENARIOS])
    return [heading("By scenario", right="passed"), *shown]


def _rates(found: Funnel, row: MilestoneRow, detail: Explained | None) -> Sequence[Line]:
    said = f"Plans reckon with this hub's own rate from {found.own_from} cases on."
    if row.conversion.of and not found.is_own(row):
        cases = count(row.conversion.of, "case")
        said = f"Only {cases}: plans reckon with the default until there are {found.own_from}."
    if detail is not None and detail.second_looks:
        await_ = "waits" if detail.second_looks == 1 else "wait"
        said += f" {count(detail.second_looks, 'person', 'people')} {await_} for a second look and are not counted."
    return text(said, "muted")


def _pane_started(found: Funnel) -> Sequence[Line]:
    hired = found.row(MilestoneId.OFFER).passed
    return blocks(
        [heading("Started", right=count(found.started, "person", "people"))],
        text("Who was there on the first day of their class, as it was written down with the offer.", "muted"),
        [fact_line("Hired", f"{hired:,}"), fact_line("There on day one", f"{found.started:,}")],
    )
