"""The flow: what happened to people in a period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from domain.model.terms import MilestoneId, State
from domain.workbook.insights.outcomes import RESULT_AS, STATE_AS, Outcome, Tally, add_erased_flow

if TYPE_CHECKING:
    from array import array
    from collections.abc import Collection, Iterator, Mapping

    from domain.store import Tx
    from domain.workbook.insights.scope import Scope
    from domain.workbook.workbook import Workbook


def _case(column: str, codes: Mapping[Any, Outcome], other: Outcome) -> str:
    whens = " ".join(f"when '{word}' then {int(code)}" for word, code in codes.items())
    return f"case {column} {whens} else {int(other)} end"


_BY_RESULT: Final = _case("attempt.result", RESULT_AS, Outcome.WAITING)
_BY_ATTEMPTS: Final = ", ".join(f"'{one}'" for one in (State.NOT_YET, State.HIRED, State.ON_HOLD, State.INCOMPLETE))
"""States that begin with an attempt that is decided, which is counted as such."""
_BY_STATE: Final = _case("application.state", STATE_AS, Outcome.ENDED)


class _Asked:
    """What happened to people of a scope in a period: tries that were decided, and how applications stand."""

    def __init__(self, wb: Workbook, scope: Scope, only: str = "") -> None:
        """`only` narrows it to one milestone."""
        among, values = scope.applications()
        finished, span = scope.within(wb, "attempt.finished_at")
        came, _ = scope.within(wb, "application.since")
        self.joined = " join application on application.id = attempt.application" if among else ""
        tests = f" and {among}" if among else ""
        at_attempt, at_application = (
            f" and {table}.milestone = :only" if only else "" for table in ("attempt", "application")
        )
        self.decided = f"{finished}{tests}{at_attempt}"
        self.stands = (
            f"{came}{tests}{at_application} and application.milestone > ''"
            f" and application.state not in ({_BY_ATTEMPTS})"
        )
        self.values = values | span | ({"only": only} if only else {})

    @property
    def standing(self) -> str:
        """How applications stand: milestone, person, moment, outcome, and that it was no try."""
        # Going on elsewhere says nothing about the milestone, so it is older than all that does.
        since = f"case application.state when '{State.DUPLICATE}' then 0 else application.since end"
        return (
            f"select application.milestone, application.person, {since} as at, {_BY_STATE} as code, 0 as tried"
            f" from application where {self.stands}"
        )

    @property
    def events(self) -> str:
        """All of it."""
        return f"{self.tries('attempt')} union all {self.standing}"

    @property
    def often(self) -> str:
        """The same of those to whom more than one thing can have happened at a milestone, and of nobody else."""
        keys = (
            f"select attempt.milestone as at_step, attempt.person as whose from attempt{self.joined}"
            f" where {self.decided} and attempt.number > 1 union"
            f" select application.milestone, application.person from application where {self.stands}"
        )
        mine = "attempt.person = often.whose and attempt.milestone = often.at_step"
        return f"{self.tries(f'({keys}) as often cross join attempt', mine)} union all {self.standing}"

    def tries(self, tables: str, mine: str = "1 = 1") -> str:
        """Tries that were decided."""
        return (
            f"select attempt.milestone, attempt.person, attempt.finished_at as at, {_BY_RESULT} as code, 1 as tried"
            f" from {tables}{self.joined} where {mine} and {self.decided}"
        )

    @property
    def once(self) -> str:
        """Each person once at a milestone, with what became of them there."""
        return f"select milestone, person, {_LAST} as code from ({self.events}) as event group by milestone, person"


_LAST: Final = (
    f"case when max(case code when {int(Outcome.PASSED)} then 1 else 0 end) = 1 then {int(Outcome.PASSED)}"
    " else max(at * 8 + code) % 8 end"
)
"""What became of somebody: a pass decides, else what came last."""
_TRIED: Final = (Outcome.PASSED, Outcome.NOT_YET, Outcome.NO_SHOW, Outcome.WAITING)
"""What a try can come to."""


def flow(wb: Workbook, tx: Tx, scope: Scope, *, erased: bool = True) -> Tally:
    """Count the people to whom something happened at a milestone in a period, each once at each.

    Almost everybody tried once and goes on: those are counted as tries. The others are taken out of them again, and
    put together one by one.
    """
    asked, found = _Asked(wb, scope), Tally()
    for row in tx.rows(
        "select attempt.milestone, attempt.result, count(*) as many"
        f" from attempt{asked.joined} where {asked.decided} group by attempt.milestone, attempt.result",
        **asked.values,
    ):
        outcome = RESULT_AS.get(row["result"], Outcome.WAITING)
        found.counts[MilestoneId(row["milestone"]), outcome] += row["many"]
    tried = ", ".join(f"sum(case when tried * code = {int(one)} then 1 else 0 end) as t{int(one)}" for one in _TRIED)
    whole = ", ".join(f"sum(t{int(one)}) as t{int(one)}" for one in _TRIED)
    for row in tx.rows(
        f"select milestone, code, count(*) as many, {whole} from"
        f" (select milestone, person, {_LAST} as code, {tried} from ({asked.often}) as event"
        " group by milestone, person) as folded group by milestone, code",
        **asked.values,
    ):
        step = MilestoneId(row["milestone"])
        found.counts[step, Outcome(row["code"])] += row["many"]
        for outcome in _TRIED:
            found.counts[step, outcome] -= row[f"t{int(outcome)}"]
    if erased:
        add_erased_flow(tx, scope, found)
    return found


def flow_people(wb: Workbook, tx: Tx, scope: Scope, milestone: MilestoneId, outcome: Outcome | None) -> array[int]:
    """Who of them that was at a milestone, or the part for whom it ended so."""
    asked = _Asked(wb, scope, milestone)
    which = " where code = :wanted" if outcome else ""
    return tx.ids(f"select person from ({asked.once}) as once{which}", **asked.values, wanted=int(outcome or 0))


def flow_outcomes(wb: Workbook, tx: Tx, scope: Scope, people: Collection[int]) -> Iterator[tuple[int, str, Outcome]]:
    """What became of some people at each milestone where something happened to them in a period."""
    asked = _Asked(wb, scope)
    among, wanted = tx.among("person", sorted(people))
    rows = tx.rows(
        f"select milestone, person, code from ({asked.once}) as once where {among}", **asked.values, **wanted
    )
    return ((int(row["person"]), str(row["milestone"]), Outcome(row["code"])) for row in rows)
