"""What became of people at milestones: read off their roads, and put together so that nobody is counted twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import field
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

from domain.model.lazily import dataclass
from domain.model.terms import ENDINGS, ROAD, MilestoneId, Result, State
from domain.rules.road import RoadCell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from domain.store import Tx
    from domain.workbook.insights.scope import Scope

Row = dict[str, Any]


class Outcome(IntEnum):
    """What became of somebody at a milestone. The numbers stand in SQL: of what came at once, the largest counts."""

    PASSED = 1
    NOT_YET = 2
    WAITING = 3
    """They stand there: ready, underway, on hold, or to be taken again today."""
    WITHDREW = 4
    """They ended it there, or said no to the offer."""
    NO_SHOW = 5
    ENDED = 6
    """It ended there in another way, or they went on elsewhere."""


ENDED_AS: Final = {
    State.HIRED: Outcome.PASSED,
    State.NOT_SELECTED: Outcome.NOT_YET,
    State.WITHDREW: Outcome.WITHDREW,
    State.DECLINED: Outcome.WITHDREW,
    State.NO_SHOW: Outcome.NO_SHOW,
}
"""What an ending is at the milestone where it came; every other one ended in another way."""
CELL_AS: Final = {
    RoadCell.PASSED: Outcome.PASSED,
    RoadCell.NOT_YET: Outcome.NOT_YET,
    RoadCell.NO_SHOW: Outcome.NO_SHOW,
}
_NOT_THERE: Final = frozenset({RoadCell.TO_COME, RoadCell.NOT_NEEDED})


def outcomes_of(road: str, state: str, milestone: str) -> dict[MilestoneId, Outcome]:
    """What became of an application at each milestone that it came to, read off its road."""
    found = {
        step: CELL_AS.get(RoadCell(cell), Outcome.WAITING)
        for step, cell in zip(ROAD, road, strict=True)
        if cell not in _NOT_THERE
    }
    ended = State(state) in ENDINGS and found.get(MilestoneId(milestone))
    if ended and ended is not Outcome.PASSED and (ended is Outcome.WAITING or state != State.DUPLICATE):
        found[MilestoneId(milestone)] = ENDED_AS.get(State(state), Outcome.ENDED)
    return found


def together(parts: Iterable[Row]) -> dict[MilestoneId, Outcome]:
    """The same of somebody with several applications, the oldest first: a pass decides, else the newest.

    One that goes on elsewhere only says what nothing else does.
    """
    found: dict[MilestoneId, Outcome] = {}
    ordered = sorted(parts, key=lambda row: row["state"] != State.DUPLICATE)
    for row in ordered:
        for step, outcome in outcomes_of(row["road"], row["state"], row["milestone"]).items():
            if found.get(step) is not Outcome.PASSED:
                found[step] = outcome
    return found


RESULT_AS: Final = {
    Result.PASSED: Outcome.PASSED,
    Result.NOT_YET: Outcome.NOT_YET,
    Result.NO_SHOW: Outcome.NO_SHOW,
}
"""What a result is; every other one leaves the person where they are."""
STATE_AS: Final = {
    state: ENDED_AS.get(state, Outcome.ENDED) if state in ENDINGS else Outcome.WAITING for state in State
} | {State.NOT_YET: Outcome.NOT_YET}


PARTS: Final = "road, state, milestone"
"""What `outcomes_of` reads."""


@dataclass(slots=True)
class Tally:
    """What is counted so far."""

    counts: Counter[tuple[MilestoneId, Outcome]] = field(default_factory=Counter)
    erased: int = 0
    weeks: tuple[Any, ...] = ()

    def add(self, outcomes: Mapping[MilestoneId, Outcome], many: int, *, erased: bool = False) -> None:
        """So many people more to whom this happened."""
        self.erased += many if erased else 0
        for pair in outcomes.items():
            self.counts[pair] += many


def by(rows: Iterable[Row], whose: str) -> Iterator[list[Row]]:
    """Rows that stand in the order of a column, together where they have the same in it."""
    parts: list[Row] = []
    for row in rows:
        if parts and parts[0][whose] != row[whose]:
            yield parts
            parts = []
        parts.append(row)
    if parts:
        yield parts


def _erased(tx: Tx, scope: Scope, month: str, columns: str) -> tuple[Counter[tuple[str, ...]], list[list[Row]]]:
    """Rows of `counted` by these columns, and those of everybody with more than one of them."""
    among, values = scope.counted()
    within, months = scope.months(f"counted.{month}")
    where = " and ".join(filter(None, (among, within)))
    names = columns.split(", ")
    one = Counter(
        {
            tuple(row[name] for name in names): row["many"]
            for row in tx.rows(
                f"select {columns}, count(*) as many from counted where {where} group by {columns}", **values, **months
            )
        }
    )
    rows = tx.rows(
        f"select id, whose, {columns} from counted where {where} and whose in"
        f" (select whose from counted where {where} group by whose having count(*) > 1) order by whose, id",
        **values,
        **months,
    )
    several = list(by(rows, "whose"))
    for row in rows:
        one[tuple(row[name] for name in names)] -= 1
    return one, several


def add_erased_cohort(tx: Tx, scope: Scope, found: Tally) -> None:
    """Count who came in the months of a period and was erased since."""
    one, several = _erased(tx, scope, "month", PARTS)
    for (road, state, milestone), many in one.items():
        if many and road:
            found.add(outcomes_of(road, state, milestone), many, erased=True)
    for parts in several:
        found.add(together(parts), 1, erased=True)


def add_erased_flow(tx: Tx, scope: Scope, found: Tally) -> None:
    """Count whose application ended in the months of a period and who was erased since."""
    one, several = _erased(tx, scope, "ended", "tries, state, milestone")
    for (tries, state, milestone), many in one.items():
        if many:
            found.add(tried([{"tries": tries, "state": state, "milestone": milestone}]), many, erased=True)
    for parts in several:
        found.add(tried(parts), 1, erased=True)


def tried(parts: Iterable[Row]) -> dict[MilestoneId, Outcome]:
    """What became of somebody at each milestone, of what they tried, the oldest application first."""
    found: dict[MilestoneId, Outcome] = {}
    for row in sorted(parts, key=lambda row: row["state"] != State.DUPLICATE):
        tries = [pair.split("=") for pair in row["tries"].split(",") if "=" in pair]
        events = [(MilestoneId(step), RESULT_AS.get(Result(result), Outcome.WAITING)) for step, result in tries]
        if row["milestone"]:
            events.append((MilestoneId(row["milestone"]), STATE_AS[State(row["state"])]))
        for step, outcome in events:
            if found.get(step) is not Outcome.PASSED:
                found[step] = outcome
    return found
