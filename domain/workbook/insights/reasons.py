"""Where people stop, and why: the criteria and the reasons behind every not-yet that nothing has followed so far.

A criterion counts against somebody where its points are under 50, which is what meeting the entry standard gives
(rules.md, decision 1). How near they were is told in points of the milestone score below its pass line.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from domain.model.lazily import dataclass
from domain.model.terms import MilestoneId
from domain.rules.shares import Share
from domain.workbook.insights import endings
from domain.workbook.insights.endings import Reason
from domain.workbook.insights.not_yets import MOST, NotYets
from domain.workbook.insights.scope import EVERYTHING, Scope

if TYPE_CHECKING:
    from array import array
    from collections.abc import Mapping

    from domain.workbook.workbook import Workbook


@dataclass(frozen=True, slots=True)
class Gap:
    """One criterion, and whom it stood against."""

    milestone: MilestoneId
    criterion: str
    name: str
    lost: int
    """People whose last attempt is a not yet in which it was below the entry standard."""
    near: int
    """Of those, who came close to the pass line."""
    short: float | None
    """By how many points 0-100 they missed the pass line on average; None where nobody has points."""
    enough: int = 0
    """Of those who came close, but not up to the line, for whom one level more of it would have been enough."""
    looked: int = 0
    """How many of them there are at the milestone, whether it was below the entry standard or not."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """Where and why people of a scope stopped."""

    not_yets: int
    """People and milestones with a not yet that nothing has followed."""
    by_milestone: Mapping[MilestoneId, int]
    gaps: tuple[Gap, ...]
    """Those that stand against most people first, the nearest first among as many."""
    why: tuple[Reason, ...]
    """What decided a not yet."""
    endings: tuple[Reason, ...]
    """How and why applications ended."""
    near: Share
    """Of the not-yets with points, those close to the pass line."""
    near_points: float
    """How close that is."""
    looked_at: int
    """Of the not-yets, how many the criteria are counted of: the newest."""

    @property
    def other(self) -> Share:
        """Of all reasons, those that say nothing."""
        every = (*self.why, *self.endings)
        return Share(sum(one.people for one in every if one.other), sum(one.people for one in every))


def reasons(
    wb: Workbook, scope: Scope = EVERYTHING, milestone: MilestoneId | None = None, *, needed: bool = True
) -> Reasons:
    """Where and why people of a scope stopped in its period, at one milestone or at all of them.

    Without `needed`, what near misses would have needed is not worked out.
    """
    near_points = wb.catalogue.follow_up.pool.points
    with wb.store.read() as tx:
        asked = NotYets(wb, tx, scope, milestone, near_points)
        by_step, by_kind = Counter[MilestoneId](), Counter[str]()
        near = with_points = 0
        for row in asked.by_milestone():
            by_step[MilestoneId(row["milestone"])] += row["many"]
            by_kind[row["kind"]] += row["many"]
            near += row["near"]
            with_points += row["scored"]
        ordered = sorted(by_kind.items(), key=lambda pair: (-pair[1], pair[0]))
        return Reasons(
            not_yets=by_step.total(),
            by_milestone=dict(by_step),
            gaps=_gaps(asked, needed),
            why=tuple(Reason(WHY[kind], many, kind == "other") for kind, many in ordered),
            endings=() if milestone else endings.show(wb, tx, scope),
            near=Share(near, with_points),
            near_points=near_points,
            looked_at=min(MOST, by_step.total()),
        )


def people_below(wb: Workbook, scope: Scope, milestone: MilestoneId, criterion: str) -> array[int]:
    """Whom a criterion stood against."""
    with wb.store.read() as tx:
        return NotYets(wb, tx, scope, milestone).people_below(criterion)


def people_near(wb: Workbook, scope: Scope) -> array[int]:
    """Whose not yet was close to the pass line, once for each."""
    with wb.store.read() as tx:
        return NotYets(wb, tx, scope, None, wb.catalogue.follow_up.pool.points).people_near()


def people_because(wb: Workbook, scope: Scope, words: str) -> array[int]:
    """Whose not yet was decided by this, or whose application ended so, once for each."""
    kind = next((kind for kind, said in WHY.items() if said == words), "")
    with wb.store.read() as tx:
        return NotYets(wb, tx, scope, None).people_by(kind) if kind else endings.people(wb, tx, scope, {words})


def people_other(wb: Workbook, scope: Scope) -> array[int]:
    """Of whom no reason says anything, once for each."""
    with wb.store.read() as tx:
        silent = {one.words for one in endings.show(wb, tx, scope) if one.other}
        found = NotYets(wb, tx, scope, None).people_by("other")
        found.extend(endings.people(wb, tx, scope, silent))
    return found


WHY: Final = {
    "critical": "a critical error, confirmed",
    "against": "decided against the proposal",
    "line": "points below the pass line",
    "hurdle": "a hurdle missed, points enough",
    "other": "other, nothing was scored",
}
"""What decided a not yet, in words."""


def _gaps(asked: NotYets, needed: bool) -> tuple[Gap, ...]:
    lost, near, short, scored = Counter[Any](), Counter[Any](), Counter[Any](), Counter[Any]()
    names: dict[tuple[str, str], str] = {}
    for row in asked.by_value():
        known = asked.known(row)
        if not known.below:
            continue
        key = (row["milestone"], row["criterion"])
        names[key] = known.name
        lost[key] += row["many"]
        near[key] += row["near"]
        short[key] += row["short"] or 0
        scored[key] += row["scored"]
    enough, looked = _enough(asked) if needed else (Counter[tuple[str, str]](), Counter[str]())
    gaps = [
        Gap(
            MilestoneId(key[0]),
            key[1],
            names[key],
            many,
            near[key],
            short[key] / scored[key] if scored[key] else None,
            enough[key],
            looked[key[0]],
        )
        for key, many in lost.items()
    ]
    return tuple(sorted(gaps, key=lambda gap: (-gap.lost, gap.short is None, gap.short or 0, gap.name)))


def _enough(asked: NotYets) -> tuple[Counter[tuple[str, str]], Counter[str]]:
    """By criterion, in how many near misses one level more would have reached the pass line; by milestone, of how many.

    One level is 25 points of the criterion, or what it lacks of 100 where that is less. Who had points enough and is
    not yet for another reason needs no level, and is not among them.
    """
    enough: Counter[tuple[str, str]] = Counter()
    looked: dict[int, str] = {}
    for row in asked.near_misses():
        lacks, more = asked.rubrics[row["rubric"]].pass_mark - row["points"], asked.known(row).more
        if lacks <= 0:
            continue
        looked[row["id"]] = row["milestone"]
        if more > 0 and row["coverage"]:
            enough[row["milestone"], row["criterion"]] += more / row["coverage"] >= lacks
    return enough, Counter(looked.values())
