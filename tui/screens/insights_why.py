"""Where people stop and why, as it is painted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from domain.model.lazily import dataclass
from domain.model.terms import MilestoneId
from domain.workbook.insights import reasons, retakes, tables
from domain.workbook.wording import count
from tui.lines import Line, blocks, heading, text
from tui.safe_text import cut, pad
from tui.screens.insights_lines import (
    NAMES_AT,
    Asked,
    Room,
    cells_of,
    fact_line,
    gained,
    of_words,
    share_line,
    titled,
)
from tui.screens.insights_reasons import first_of, pane_of, people_of, rest

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Mapping, Sequence

    from domain.workbook import Workbook
    from domain.workbook.insights.reasons import Gap, Reasons
    from domain.workbook.insights.retakes import Retakes
    from domain.workbook.insights.tables import Table
    from tui.look import Look

NAME, AT, BAR = 26, 10, 13
MOST_GAPS: Final = 10


@dataclass(frozen=True, slots=True)
class Found:
    """What the place shows."""

    reasons: Reasons
    retakes: Retakes
    shorts: Mapping[MilestoneId, str]
    """Short names of milestones."""
    titles: Mapping[MilestoneId, str]


class WhyView:
    """Criteria and reasons, ranked by the people lost and by how near they were."""

    id = "why"
    label = "Why people stop"
    short = "Why"
    word = "criterion"
    will = "Criteria and reasons appear with the first not yet."

    def read(self, wb: Workbook, asked: Asked) -> Found:
        """Count by criterion and reason."""
        known = wb.catalogue.milestones
        return Found(
            reasons.reasons(wb, asked.scope),
            retakes.retakes(wb, asked.scope),
            {key: one.short for key, one in known.items()},
            {key: one.title.lower() for key, one in known.items()},
        )

    def is_empty(self, found: Found) -> bool:
        """Nobody stopped."""
        return not (found.reasons.not_yets or found.reasons.endings)

    def first(self, found: Found) -> str:
        """The criterion that most stopped at, else the reason that most often decided."""
        return _id(found.reasons.gaps[0]) if found.reasons.gaps else first_of(found.reasons)

    def lines(self, found: Found, room: Room) -> Sequence[Line]:
        """Criteria, then reasons, then what came after a slip."""
        why, after = found.reasons, found.retakes
        gaps = why.gaps[:MOST_GAPS]
        most = max((gap.lost for gap in gaps), default=0)
        said: list[Line] = [
            titled(
                (
                    ("Below the standard", NAME, False),
                    ("At", AT + BAR, False),
                    ("People", 7, True),
                    ("Near", 8, True),
                    ("Lacked", 8, True),
                )
            )
        ]
        said += [_gap(found, gap, most, room) for gap in gaps]
        if len(why.gaps) > len(gaps):
            more = f"{count(len(why.gaps) - len(gaps), 'more criterion', 'more criteria')} in the export."
            said.append(Line(((more, "muted"),), at=NAMES_AT))
        if why.not_yets > why.looked_at:
            newest = f"Criteria of the newest {why.looked_at:,} of {why.not_yets:,} not yet."
            said.append(Line(((newest, "muted"),), at=NAMES_AT))
        said += rest(why, after, room)
        return said

    def detail(self, wb: Workbook, asked: Asked, line: str) -> Retakes | None:
        """Read what became of tips at the milestone of the criterion."""
        milestone, _ = _of(line)
        return retakes.retakes(wb, asked.scope, milestone) if milestone else None

    def pane(self, found: Found, line: str, detail: Retakes | None, look: Look) -> Sequence[Line]:
        """How near people were, and what they would have needed; or what a line counts."""
        gap = next((gap for gap in found.reasons.gaps if _id(gap) == line), None)
        if gap is None:
            return pane_of(found.reasons, found.retakes, line)
        at = found.titles[gap.milestone]
        parts = [_whom(found, gap, at), _needed(found, gap), _enough(found, gap, at)]
        if detail is not None:
            parts.append(_tips(detail, found.shorts[gap.milestone]))
        below = "Below the standard: fewer than 50 points, as for a rating of 1 or 2."
        return blocks(*parts, text(f"{below} Somebody may be below in several.", "muted"))

    def people(self, asked: Asked, line: str) -> Callable[[Workbook], array[int]] | None:
        """Whom a line counts."""
        milestone, criterion = _of(line)
        return partial(_people, asked, milestone, criterion) if milestone else people_of(asked, line)

    def table(self, wb: Workbook, found: Found) -> Table:
        """Every criterion and reason."""
        return tables.reasons_table(wb, found.reasons, found.retakes)


def _people(asked: Asked, milestone: MilestoneId, criterion: str, wb: Workbook) -> array[int]:
    return reasons.people_below(wb, asked.scope, milestone, criterion)


def _id(gap: Gap) -> str:
    return f"{gap.milestone} {gap.criterion}"


def _of(line: str) -> tuple[MilestoneId | None, str]:
    """The milestone and the criterion of a line; no milestone where it is another one."""
    milestone, _, criterion = line.partition(" ")
    return (MilestoneId(milestone), criterion) if milestone in set(MilestoneId) else (None, "")


# The main area.


def _gap(found: Found, gap: Gap, most: int, room: Room) -> Line:
    look, focused = room.look, room.focused == _id(gap)
    full = cells_of(gap.lost, most, BAR - 1)
    bar = (pad(look.sign("chart") * full, BAR), "accent" if focused else "muted")
    short = "" if gap.short is None else f"{gap.short:.1f}"
    name = pad(cut(gap.name, NAME - 2, look.dots), NAME)
    counts = ((f"{gap.lost:>7,}", ""), (f"{gap.near:>8,}", "muted"), (pad(short, 8, True), "muted"))
    at = (pad(found.shorts[gap.milestone], AT), "muted")
    return Line(((name, ""), at, bar, *counts), id=_id(gap), at=NAMES_AT, name=0)


# The pane.


def _whom(found: Found, gap: Gap, at: str) -> Sequence[Line]:
    people = count(gap.lost, "person is", "people are")
    said = f"{people} not yet at the {at} with this below the standard."
    return [heading(gap.name, right=found.shorts[gap.milestone]), *text(said)]


def _needed(found: Found, gap: Gap) -> Sequence[Line]:
    points = f"{found.reasons.near_points:g}"
    lines = [
        heading("How near they were"),
        fact_line(f"Within {points} points, or above", f"{gap.near:,} of {gap.lost:,}"),
    ]
    if gap.short is not None:
        lines.append(fact_line("Lacked, on average", f"{gap.short:.1f} points"))
    return lines


def _enough(found: Found, gap: Gap, at: str) -> Sequence[Line]:
    """For how many near misses one level more of it would have done, who are others than those above."""
    if not gap.looked:
        return []
    lacked = (
        f"At the {at}, {count(gap.looked, 'person', 'people')} lacked {found.reasons.near_points:g} points or less,"
    )
    many = "all of them" if gap.enough == gap.looked else f"{gap.enough:,} of them" if gap.enough else "none of them"
    said = f"{lacked} with this low or not. One level more of it would have brought {many} to the pass line."
    return [heading("One level more of it"), *text(said)]


def _tips(after: Retakes, short: str) -> Sequence[Line]:
    if not after.came_back.of:
        return []
    lines = [
        heading("After a slip", right=f"{short}, {after.came_back.of:,} given"),
        fact_line("Came back", of_words(after.came_back)),
        share_line("Passed on the next try", after.passed),
        share_line("Tips taken up", after.taken_up),
    ]
    if after.n and after.before is not None and after.after is not None:
        lines += gained(after.before, after.after, after.n)
    return lines
