"""The flow: what happened to people in a period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from domain.model.terms import MilestoneId, Result, State
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
    def events(self) -> str:
        """All of it: milestone, person, moment, outcome, and whether it was a try."""
        return f"{self._tries()} union all {self._standings()}"

    @property
    def often(self) -> str:
        """A common table of milestones and people: those to whom more than one thing can have happened there."""
        theirs = "attempt.person = application.person and attempt.milestone = application.milestone"
        other = "other.person = application.person and other.id <> application.id"
        return (
            f"with often (at_step, whose) as (select attempt.milestone, attempt.person from attempt{self.joined}"
            f" where {self.decided} and attempt.number > 1 union"
            f" select application.milestone, application.person from application where {self.stands} and"
            f" (exists (select 1 from attempt where {theirs})"
            f" or exists (select 1 from application as other where {other})))"
        )

    @property
    def events_of_those(self) -> str:
        """What happened to them, and to nobody else."""
        keys = "{0}.person = often.whose and {0}.milestone = often.at_step and "
        return (
            f"{self._tries('often cross join attempt', keys.format('attempt'))} union all "
            f"{self._standings('often cross join application', keys.format('application'))}"
        )

    def _tries(self, tables: str = "attempt", mine: str = "") -> str:
        return (
            f"select attempt.milestone, attempt.person, attempt.finished_at as at, {_BY_RESULT} as code, 1 as tried"
            f" from {tables}{self.joined} where {mine}{self.decided}"
        )

    def _standings(self, tables: str = "application", mine: str = "") -> str:
        # Going on elsewhere says nothing about the milestone, so it is older than all that does.
        since = f"case application.state when '{State.DUPLICATE}' then 0 else application.since end"
        return (
            f"select application.milestone, application.person, {since} as at, {_BY_STATE} as code, 0 as tried"
            f" from {tables} where {mine}{self.stands}"
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
_TRIED: Final = tuple(sorted({*RESULT_AS.values(), Outcome.WAITING}))
"""What a try can come to."""
_STANDS: Final = tuple(sorted({*STATE_AS.values()}))
"""What an application can stand for."""
_STEPS: Final = ", ".join(f"('{step}', '{result}')" for step in MilestoneId for result in Result)


def flow(wb: Workbook, tx: Tx, scope: Scope, *, erased: bool = True) -> Tally:
    """Count the people to whom something happened at a milestone in a period, each once at each.

    To almost everybody one thing happened: all that happened is counted. What happened to the others is taken out
    again, and each of them put together.
    """
    asked, found = _Asked(wb, scope), Tally()
    _add_tries(tx, asked, found)
    _add_standings(tx, asked, found)
    _put_together(tx, asked, found)
    if erased:
        add_erased_flow(tx, scope, found)
    return found


def _add_tries(tx: Tx, asked: _Asked, found: Tally) -> None:
    # Result by result, as each stands together in an index of those that have a number, so that nothing is sorted.
    mine = "attempt.milestone = step.milestone and attempt.result = step.result and attempt.number > 0"
    for row in tx.rows(
        f"with step (milestone, result) as (values {_STEPS}) select milestone, result,"
        f" (select count(*) from attempt{asked.joined} where {mine} and {asked.decided}) as many from step",
        **asked.values,
    ):
        outcome = RESULT_AS.get(row["result"], Outcome.WAITING)
        found.counts[MilestoneId(row["milestone"]), outcome] += row["many"]


def _add_standings(tx: Tx, asked: _Asked, found: Tally) -> None:
    for row in tx.rows(
        f"select milestone, state, count(*) as many from application where {asked.stands} group by milestone, state",
        **asked.values,
    ):
        found.counts[MilestoneId(row["milestone"]), STATE_AS[State(row["state"])]] += row["many"]


def _put_together(tx: Tx, asked: _Asked, found: Tally) -> None:
    """Take out what happened to whom more than one thing can have happened, and add each of them once."""
    parts = [("t", one, f"tried * code = {int(one)}") for one in _TRIED]
    parts += [("s", one, f"(1 - tried) * code = {int(one)}") for one in _STANDS]
    each = ", ".join(f"sum(case when {test} then 1 else 0 end) as {name}{int(one)}" for name, one, test in parts)
    whole = ", ".join(f"sum({name}{int(one)}) as {name}{int(one)}" for name, one, _ in parts)
    for row in tx.rows(
        f"{asked.often} select milestone, code, count(*) as many, {whole} from"
        f" (select milestone, person, {_LAST} as code, {each} from ({asked.events_of_those}) as event"
        " group by milestone, person) as folded group by milestone, code",
        **asked.values,
    ):
        step = MilestoneId(row["milestone"])
        found.counts[step, Outcome(row["code"])] += row["many"]
        for name, outcome, _ in parts:
            found.counts[step, outcome] -= row[f"{name}{int(outcome)}"]


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
