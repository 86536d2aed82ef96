"""Whether groups come through alike, as it is painted; only at a site that looks at it, and never about one person."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from domain.model.lazily import dataclass
from domain.workbook import freely
from domain.workbook.insights import fairness, figure_tables
from domain.workbook.wording import day_month
from tui.lines import GAP, Line, blocks, heading, text
from tui.safe_text import cut, pad
from tui.screens.insights_lines import NAMES_AT, Asked, Room, fact_line, titled
from tui.screens.insights_periods import period_name, period_words

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Mapping, Sequence

    from domain.workbook import Workbook
    from domain.workbook.insights.fairness import Fairness, GroupRate, Period, Step
    from domain.workbook.insights.tables import Table
    from tui.look import Look

NAME: Final = 26
ALL: Final = "all"
TEXT: Final = 68
"""Cells of a sentence among the rows, on the smallest screen."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the place shows, question by question."""

    questions: Sequence[Fairness]
    shorts: Mapping[str, str]
    periods: Sequence[Period]
    """Those that can be looked at, the newest first."""
    next_from: str
    """The day from which the period that is running can be looked at: '1 Jan'."""

    @property
    def period(self) -> Period:
        """What is looked at."""
        return next((one.period for one in self.questions), self.periods[0])


def subject_of(found: object) -> str:
    """Return what is looked at: 'July to September 2026, everybody'; nothing before it was read."""
    return f"{period_words(found.period)}, everybody" if isinstance(found, Found) else ""


class FairnessView:
    """A group of lines a question and step."""

    id = "fairness"
    label = "Fairness"
    short = ""
    word = "group"
    will = "Groups that are large enough appear once people said freely what they are."

    def read(self, wb: Workbook, asked: Asked) -> Found:
        """Count groups, or read what was counted."""
        shorts = {str(step): one.short for step, one in wb.catalogue.milestones.items()}
        periods = fairness.periods(wb)
        wanted = asked.period if asked.period in periods else None
        shown = [fairness.show(wb, one.id, wanted) for one in freely.questions(wb)]
        return Found(shown, shorts, periods, day_month(fairness.shown_from(wb), wb.today()))

    def is_empty(self, found: Found) -> bool:
        """Never: where there is no group to show, it says why, and from when there may be."""
        return False

    def first(self, found: Found) -> str:
        """The first group that is shown."""
        return next((line for line, _, _ in _every(found)), "")

    def lines(self, found: Found, room: Room) -> Sequence[Line]:
        """Every group of every step, the highest rate first."""
        said: list[Line] = _among(_in_short(found), "muted")
        for at, one in enumerate(found.questions):
            said += [GAP, *_question(at, one, found, room)]
        return [*said, GAP, *_among(_rule(found), "muted")]

    def detail(self, wb: Workbook, asked: Asked, line: str) -> None:
        """Nothing more is read."""

    def pane(self, found: Found, line: str, detail: None, look: Look) -> Sequence[Line]:
        """The tests, and what they may be read as."""
        told = next(((step, row) for name, step, row in _every(found) if name == line), None)
        if told is None:
            return ()
        step, row = told
        highest = row.group == step.rates.rows[0].group
        return blocks(
            [heading(row.group, right=_title(step, found).lower())],
            [fact_line("Through", of_words_of(row)), *([] if highest else _beside(row))],
            text("The highest rate of this step; the other groups are held against it." if highest else _reads(row)),
            *(text(words, "muted") for words in fairness.READ_WITH),
        )

    def people(self, asked: Asked, line: str) -> Callable[[Workbook], array[int]] | None:
        """Return nobody: no list of people is ever made of what they said."""
        return None

    def table(self, wb: Workbook, found: Found) -> Table:
        """Every group that is shown."""
        return figure_tables.fairness_table(wb, found.questions)


def _beside(row: GroupRate) -> list[Line]:
    """How a group stands beside the one with the highest rate."""
    return [
        fact_line("Of the highest rate", f"{row.ratio:.2f}"),
        fact_line("Exact test, by chance", f"{row.chance:.3f}"),
        fact_line("Rate less the highest", f"{row.difference.low:+.2f} to {row.difference.high:+.2f}"),
    ]


def of_words_of(row: GroupRate) -> str:
    """Return '12 of 40'."""
    return f"{row.share.n:,} of {row.share.of:,}"


def _among(words: str, role: str = "") -> list[Line]:
    return [replace(line, at=NAMES_AT) for line in text(words, role, TEXT)]


def _in_short(found: Found) -> str:
    return f"One whole {period_name(found.period)} that is over, counted once; the reason is below."


def _rule(found: Found) -> str:
    name = period_name(found.period)
    return f"{fairness.RULE.format(period=name)} The {name} that is running can be looked at from {found.next_from}."


def _question(at: int, one: Fairness, found: Found, room: Room) -> list[Line]:
    """A question with its groups by step, or why there are none."""
    head = Line(((one.question.label, "bold accent"),), at=NAMES_AT)
    steps = [step for step in (one.whole, *one.steps) if step.rates.rows or step.rates.thin]
    if not steps:
        return [head, *_among(_none(one))]
    heads = (("", NAME, False), ("Through", 9, True), ("Of", 7, True), ("Rate", 7, True))
    said = [head, titled((*heads, ("Ratio", 7, True)))]
    for step in steps:
        said.append(Line(((_title(step, found), "bold"),), at=NAMES_AT))
        said += [_group(row, room, f"{at} {step.milestone or ALL} {row.group}") for row in step.rates.rows]
        if step.rates.thin:
            few = f"  fewer than {one.smallest} came through, or did not: not shown"
            said.append(Line(((few, "muted"),), at=NAMES_AT))
        elif step.rates.hidden:
            said.append(Line(((f"  {_hidden(step, one)}", "muted"),), at=NAMES_AT))
    return said


def _hidden(step: Step, one: Fairness) -> str:
    many = step.rates.hidden
    return f"{'one group' if many == 1 else f'{many} groups'} under {one.smallest} not shown"


def _none(one: Fairness) -> str:
    if one.refused:
        return one.refused
    if not any(step.rates.hidden for step in (one.whole, *one.steps)):
        return f"Nobody about whom it was decided in {period_words(one.period)} had answered."
    return f"No group of {one.smallest} or more in {period_words(one.period)}; smaller ones are not shown."


def _steps(one: Fairness) -> list[Step]:
    return [step for step in (one.whole, *one.steps) if step.rates.rows]


def _every(found: Found) -> list[tuple[str, Step, GroupRate]]:
    return [
        (f"{at} {step.milestone or ALL} {row.group}", step, row)
        for at, one in enumerate(found.questions)
        for step in _steps(one)
        for row in step.rates.rows
    ]


def _title(step: Step, found: Found) -> str:
    return found.shorts.get(step.milestone, step.milestone) if step.milestone else "All of the road"


def _group(row: GroupRate, room: Room, line: str) -> Line:
    look = room.look
    counts = ((f"{row.share.n:>9,}", ""), (f"{row.share.of:>7,}", "muted"), (pad(_rate(row), 7, True), ""))
    ratio = (pad(f"{row.ratio:.2f}", 7, True), "due" if row.below else "")
    flag = (
        f"  {look.sign('late')} under 4/5" if row.below and not row.turns else "  too few to say" if row.below else ""
    )
    title = (pad(cut(f"  {row.group}", NAME - 1, look.dots), NAME), "")
    return Line(
        (title, *counts, ratio, (flag, "due" if row.below and not row.turns else "muted")), id=line, at=NAMES_AT, name=0
    )


def _rate(row: GroupRate) -> str:
    return f"{round(100 * row.share.value)}%"


def _reads(row: GroupRate) -> str:
    if not row.below:
        return "Not under four fifths of the highest rate."
    if row.turns:
        return "Under four fifths, but one different person chosen would turn it round: too few to say anything."
    lifts = " One more person through would take it there." if row.lifts else ""
    return f"Under four fifths of the highest rate (29 CFR 1607.4 D).{lifts}"
