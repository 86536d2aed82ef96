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
            if row["within"] and weeks.first <= row["at"] < weeks.behind:
                groups[row["road"], row["state"], row["milestone"], weeks.of(row["at"])] -= 1
        came, parts = _entered(many, weeks.first, weeks.behind)
        if parts:
            outcomes = together(parts)
            found.add(outcomes, 1)
            weeks.add(weeks.of(came), outcomes, 1)
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
    """All applications of everybody who has several and one within a scope, whenever they were made, the oldest first.

    `within` says which of them are looked at; the others only tell when somebody came in.
    """
    among, values = scope.applications()
    # Whoever has several at all: found along the index of people, whatever the scope.
    several = "person in (select person from application group by person having count(*) > 1)"
    only = f" and person in (select person from application where {among})" if among else ""
    within = f"case when {among} then 1 else 0 end" if among else "1"
    rows = tx.rows(
        f"select id, person, {PARTS}, at, moved_from, {within} as within from application"
        f" where road > '' and {several}{only} order by person, at, id",
        **values,
    )
    yield from by(rows, "person")


def _entered(many: Sequence[Row], first: int, behind: int) -> tuple[int, list[Row]]:
    """When somebody came in within a period, and what they have from then on; 0 and nothing where they did not.

    Who is moved to another opening does not come in anew: they came by the application that they were moved from first.
    """
    came: dict[int, int] = {}
    for row in many:  # the oldest first, so what it took over from is known
        came[row["id"]] = came.get(row["moved_from"], int(row["at"]))
    entries = [came[row["id"]] for row in many if row["within"] and first <= came[row["id"]] < behind]
    return (at := min(entries, default=0)), [row for row in many if entries and row["within"] and row["at"] >= at]


def cohort_people(wb: Workbook, tx: Tx, scope: Scope, milestone: MilestoneId, outcome: Outcome | None) -> array[int]:
    """Who of them came to a milestone, or the part for whom it ended so."""
    from array import array

    where, values = scope.joined(wb, "application.at")
    cell = f"substr(road, {ROAD.index(milestone) + 1}, 1) not in ('.', '-', '')"
    first, behind = scope.span(wb)
    several = {many[0]["person"]: _entered(many, first, behind)[1] for many in _several(tx, scope)}

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
