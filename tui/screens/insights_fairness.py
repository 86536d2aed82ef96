"""Whether groups come through alike, as it is painted; only at a site that looks at it, and never about one person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.model.lazily import dataclass
from domain.workbook.insights import fairness, figure_tables
from tui.lines import GAP, Line, blocks, heading, text
from tui.safe_text import cut, pad
from tui.screens.insights_lines import NAMES_AT, Asked, Room, fact_line, titled

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Mapping, Sequence

    from domain.workbook import Workbook
    from domain.workbook.insights.fairness import Fairness, GroupRate, Step
    from domain.workbook.insights.tables import Table
    from tui.look import Look

NAME: Final = 26
ALL: Final = "all"


@dataclass(frozen=True, slots=True)
class Found:
    """What the place shows, question by question."""

    questions: Sequence[Fairness]
    shorts: Mapping[str, str]


class FairnessView:
    """A group of lines a question and step."""

    id = "fairness"
    label = "Fairness"
    word = "group"
    will = "Groups that are large enough appear once people said freely what they are."

    def read(self, wb: Workbook, asked: Asked) -> Found:
        """Count groups."""
        shorts = {str(step): one.short for step, one in wb.catalogue.milestones.items()}
        return Found([fairness.show(wb, one.id, asked.scope) for one in fairness.questions(wb)], shorts)

    def is_empty(self, found: Found) -> bool:
        """No group may be shown."""
        return not any(_steps(one) for one in found.questions)

    def first(self, found: Found) -> str:
        """The first group that is shown."""
        return next((line for line, _, _ in _every(found)), "")

    def lines(self, found: Found, room: Room) -> Sequence[Line]:
        """Every group of every step, the highest rate first."""
        said: list[Line] = []
        for at, one in enumerate(found.questions):
            steps = _steps(one)
            if not steps:
                continue
            heads = ((one.question.label, NAME, False), ("Through", 9, True), ("Of", 7, True), ("Rate", 7, True))
            said += [*([GAP] if said else []), titled((*heads, ("Ratio", 7, True)))]
            for step in steps:
                said.append(Line(((_title(step, found), "bold"),), at=NAMES_AT))
                said += [_group(row, room, f"{at} {step.milestone or ALL} {row.group}") for row in step.rates.rows]
                if step.rates.hidden:
                    hidden = f"  groups under {one.smallest} are not shown"
                    said.append(Line(((hidden, "muted"),), at=NAMES_AT))
        return said

    def detail(self, wb: Workbook, asked: Asked, line: str) -> None:
        """Nothing more is read."""

    def pane(self, found: Found, line: str, detail: None, look: Look) -> Sequence[Line]:
        """The tests, and what they may be read as."""
        told = next(((step, row) for name, step, row in _every(found) if name == line), None)
        if told is None:
            return ()
        step, row = told
        return blocks(
            [heading(row.group, right=_title(step, found).lower())],
            [
                fact_line("Through", of_words_of(row)),
                fact_line("Of the highest rate", f"{row.ratio:.2f}"),
                fact_line("Exact test, by chance", f"{row.chance:.3f}"),
                fact_line("Rate less the highest", f"{row.difference.low:+.2f} to {row.difference.high:+.2f}"),
            ],
            text(_reads(row)),
            *(text(words, "muted") for words in fairness.READ_WITH),
        )

    def people(self, asked: Asked, line: str) -> Callable[[Workbook], array[int]] | None:
        """Return nobody: no list of people is ever made of what they said."""
        return None

    def table(self, wb: Workbook, found: Found) -> Table:
        """Every group that is shown."""
        return figure_tables.fairness_table(wb, found.questions)


def of_words_of(row: GroupRate) -> str:
    """Return '12 of 40'."""
    return f"{row.share.n:,} of {row.share.of:,}"


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
