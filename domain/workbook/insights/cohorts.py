"""A cohort: the people who came in a period, followed until now."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from domain.model.lazily import dataclass
from domain.model.terms import ROAD, MilestoneId
from domain.workbook.insights.outcomes import PARTS, Outcome, Tally, add_erased_cohort, by, outcomes_of, together

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterator, Mapping, Sequence

    from domain.store import Tx
    from domain.workbook.insights.scope import Scope, Values
    from domain.workbook.workbook import Workbook

Row = dict[str, Any]

MOST_WEEKS: Final = 12
"""Weeks that are shown apart, the newest."""


@dataclass(frozen=True, slots=True)
class Week:
    """The people who came in one week, and how far they are by now."""

    starts: date
    """Its Monday."""
    came: int
    passed: Mapping[MilestoneId, int]
    """By milestone, who has passed it."""


def cohort(wb: Workbook, tx: Tx, scope: Scope) -> Tally:
    """Count the people who came in a period, each once at each milestone, and their weeks."""
    found = Tally()
    weeks = _Weeks(wb, scope)
    groups = _groups(wb, tx, scope, weeks)
    for many in _several(tx, scope):
        for row in many:
            if weeks.first <= row["at"] < weeks.behind:
                groups[row["road"], row["state"], row["milestone"], weeks.of(row["at"])] -= 1
        if parts := _entered(many, weeks.first, weeks.behind):
            outcomes = together(parts)
            found.add(outcomes, 1)
            weeks.add(weeks.of(parts[0]["at"]), outcomes, 1)
    for (road, state, milestone, week), many_of in groups.items():
        if many_of:
            outcomes = outcomes_of(road, state, milestone)
            found.add(outcomes, many_of)
            weeks.add(week, outcomes, many_of)
    add_erased_cohort(tx, scope, found)
    found.weeks = tuple(weeks.shown())
    return found


def _groups(wb: Workbook, tx: Tx, scope: Scope, weeks: _Weeks) -> Counter[tuple[str, str, str, int]]:
    """Applications of the period by their road, how they stand and their week."""
    where, values = scope.joined(wb, "application.at")
    week, bounds = weeks.sql("application.at")
    rows = tx.rows(
        f"select {PARTS}, {week} as week, count(*) as many from application where {where} and road > ''"
        " group by 1, 2, 3, 4",
        **values,
        **bounds,
    )
    return Counter({(row["road"], row["state"], row["milestone"], row["week"]): row["many"] for row in rows})


def _several(tx: Tx, scope: Scope) -> Iterator[list[Row]]:
    """The applications within a scope of everybody who has several, whenever they were made, the oldest first."""
    among, values = scope.applications()
    where = " and ".join(filter(None, (among, "road > ''")))
    # Whoever has several at all: found along the index of people, whatever the scope.
    several = "select person from application group by person having count(*) > 1"
    rows = tx.rows(
        f"select id, person, {PARTS}, at, moved_from from application"
        f" where {where} and person in ({several}) order by person, at, id",
        **values,
    )
    yield from by(rows, "person")


def _entered(parts: Sequence[Row], first: int, behind: int) -> list[Row]:
    """What somebody has from where they came in within a period; nothing where they did not.

    Who is moved from one opening of the scope to another does not come in anew.
    """
    known = {row["id"] for row in parts}
    came = (row["at"] for row in parts if row["moved_from"] not in known and first <= row["at"] < behind)
    at = next(came, None)
    return [] if at is None else [row for row in parts if row["at"] >= at]


def cohort_people(wb: Workbook, tx: Tx, scope: Scope, milestone: MilestoneId, outcome: Outcome | None) -> array[int]:
    """Who of them came to a milestone, or the part for whom it ended so."""
    from array import array

    where, values = scope.joined(wb, "application.at")
    cell = f"substr(road, {ROAD.index(milestone) + 1}, 1) not in ('.', '-', '')"
    first, behind = scope.span(wb)
    several = {parts[0]["person"]: _entered(parts, first, behind) for parts in _several(tx, scope)}

    def fits(outcomes: Mapping[MilestoneId, Outcome]) -> bool:
        came = outcomes.get(milestone)
        return came is not None and outcome in (None, came)

    found = array("q")
    for row in tx.rows(f"select person, {PARTS} from application where {where} and {cell}", **values):
        if row["person"] not in several and fits(outcomes_of(row["road"], row["state"], row["milestone"])):
            found.append(row["person"])
    found.extend(person for person, parts in several.items() if parts and fits(together(parts)))
    return found


class _Weeks:
    """The weeks of a period in which people came, from Monday to Sunday on the site's own calendar."""

    def __init__(self, wb: Workbook, scope: Scope) -> None:
        self.first, self.behind = scope.span(wb)
        last = min(scope.until or wb.today(), wb.today())
        monday = last - timedelta(days=last.weekday())
        since = scope.since or date.min
        mondays = [monday - timedelta(weeks=back) for back in range(MOST_WEEKS)]
        self.mondays = [one for one in mondays if one + timedelta(days=6) >= since]
        self._starts = [wb.starts_at(one) for one in self.mondays]
        self._came: Counter[int] = Counter()
        self._passed: dict[int, Counter[MilestoneId]] = {}

    def of(self, at: int) -> int:
        """The number of the week, 0 for the newest; -1 for an older one than those that are shown."""
        return next((number for number, start in enumerate(self._starts) if at >= start), -1)

    def sql(self, column: str) -> tuple[str, Values]:
        """The same in SQL."""
        if not self._starts:
            return "-1", {}
        cases = " ".join(f"when {column} >= :week{n} then {n}" for n in range(len(self._starts)))
        return f"case {cases} else -1 end", {f"week{n}": start for n, start in enumerate(self._starts)}

    def add(self, week: int, outcomes: Mapping[MilestoneId, Outcome], many: int) -> None:
        """So many people more who came in this week."""
        if week < 0:
            return
        self._came[week] += many
        passed = self._passed.setdefault(week, Counter())
        for step, outcome in outcomes.items():
            if outcome is Outcome.PASSED:
                passed[step] += many

    def shown(self) -> list[Week]:
        """Every week, also those in which nobody came."""
        return [
            Week(monday, self._came[number], dict(self._passed.get(number, {})))
            for number, monday in enumerate(self.mondays)
        ]
