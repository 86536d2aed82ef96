"""The flow: what happened to people in a period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from domain.model.terms import MilestoneId, State
from domain.workbook.insights.outcomes import RESULT_AS, STATE_AS, Outcome, Tally, add_erased_flow

if TYPE_CHECKING:
    from array import array
    from collections.abc import Collection, Iterator, Mapping

    from domain.store import Tx
    from domain.workbook.insights.scope import Scope, Values
    from domain.workbook.workbook import Workbook


def _case(column: str, codes: Mapping[Any, Outcome], other: Outcome) -> str:
    whens = " ".join(f"when '{word}' then {int(code)}" for word, code in codes.items())
    return f"case {column} {whens} else {int(other)} end"


_BY_RESULT: Final = _case("attempt.result", RESULT_AS, Outcome.WAITING)
_BY_ATTEMPTS: Final = ", ".join(f"'{one}'" for one in (State.NOT_YET, State.HIRED, State.ON_HOLD, State.INCOMPLETE))
"""States that begin with an attempt that is decided, which is counted as such."""
_BY_STATE: Final = _case("application.state", STATE_AS, Outcome.ENDED)


def _happened(wb: Workbook, scope: Scope, only: str = "") -> tuple[str, Values]:
    """A query for milestone, person and what became of them there in the period; `only` narrows the milestones."""
    among, values = scope.applications()
    finished, span = scope.within(wb, "attempt.finished_at")
    came, _ = scope.within(wb, "application.since")
    joined = " join application on application.id = attempt.application" if among else ""
    tests = f" and {among}" if among else ""
    at_attempt, at_application = (
        f" and {table}.milestone = :only" if only else "" for table in ("attempt", "application")
    )
    # Going on elsewhere says nothing about the milestone, so it is older than all that does.
    since = f"case application.state when '{State.DUPLICATE}' then 0 else application.since end"
    events = (
        f"select attempt.milestone, attempt.person, attempt.finished_at as at, {_BY_RESULT} as code"
        f" from attempt{joined} where {finished}{tests}{at_attempt}"
        f" union all select application.milestone, application.person, {since} as at, {_BY_STATE} as code"
        f" from application where {came}{tests}{at_application} and application.milestone > ''"
        f" and application.state not in ({_BY_ATTEMPTS})"
    )
    passed = f"max(case code when {int(Outcome.PASSED)} then 1 else 0 end) = 1"
    code = f"case when {passed} then {int(Outcome.PASSED)} else max(at * 8 + code) % 8 end as code"
    folded = f"select milestone, person, {code} from ({events}) as event group by milestone, person"
    return folded, values | span | ({"only": only} if only else {})


def flow(wb: Workbook, tx: Tx, scope: Scope, *, erased: bool = True) -> Tally:
    """Count the people to whom something happened at a milestone in a period, each once at each."""
    folded, values = _happened(wb, scope)
    found = Tally()
    for row in tx.rows(
        f"select milestone, code, count(*) as many from ({folded}) as folded group by milestone, code", **values
    ):
        found.counts[MilestoneId(row["milestone"]), Outcome(row["code"])] += row["many"]
    if erased:
        add_erased_flow(tx, scope, found)
    return found


def flow_people(wb: Workbook, tx: Tx, scope: Scope, milestone: MilestoneId, outcome: Outcome | None) -> array[int]:
    """Who of them that was at a milestone, or the part for whom it ended so."""
    folded, values = _happened(wb, scope, milestone)
    which = " where code = :wanted" if outcome else ""
    return tx.ids(f"select person from ({folded}) as folded{which}", **values, wanted=int(outcome or 0))


def flow_outcomes(wb: Workbook, tx: Tx, scope: Scope, people: Collection[int]) -> Iterator[tuple[int, str, Outcome]]:
    """What became of some people at each milestone where something happened to them in a period."""
    folded, values = _happened(wb, scope)
    among, wanted = tx.among("person", sorted(people))
    rows = tx.rows(f"select milestone, person, code from ({folded}) as folded where {among}", **values, **wanted)
    return ((int(row["person"]), str(row["milestone"]), Outcome(row["code"])) for row in rows)
