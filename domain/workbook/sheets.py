"""The score sheet of an attempt as it stands: what is asked, what was entered, and what the rules make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.model.errors import NotFound
from domain.model.lazily import dataclass
from domain.model.score import Assessment, CriticalFact, Rating
from domain.model.slip import Evidence
from domain.model.terms import ErrorEffect, MilestoneId, Result
from domain.rules.path import next_on
from domain.rules.results import assess
from domain.workbook import openings, rubrics, standing
from domain.workbook.call_rows import CallRow, rows_of_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from domain.model.catalogue import Criterion, Milestone, Unit
    from domain.store import Tx
    from domain.workbook.workbook import Workbook

EVIDENCE_ONLY, RATED, NOT_OBSERVED = 0, 1, 2
"""What was entered for a criterion, as `rating.entered` holds it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion of a score sheet with what was entered."""

    criterion: Criterion
    rating: Rating | None
    """None while nothing was entered."""
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class CriticalRow:
    """A critical error as it was noted."""

    id: int
    error: str
    effect: ErrorEffect
    trigger: str
    quote: str
    by: str
    second: str
    cleared: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that the score sheet of one attempt shows."""

    attempt: int
    person: int
    name: str
    application: int
    account: str
    account_name: str
    milestone: Milestone
    next: MilestoneId | None
    number: int
    by: str
    opened_at: int
    finished_at: int
    result: Result | None
    slip: int
    lines: tuple[Line, ...]
    criticals: tuple[CriticalRow, ...]
    assessment: Assessment
    points: tuple[str, ...]
    """What the person wants to say: up to three."""
    made: frozenset[int]
    """Which of the points were made, from 1."""
    note: str
    units: Mapping[str, Unit]
    levels: Mapping[str, float]
    """Spoken levels by name with their numbers."""
    calls: tuple[CallRow, ...] = ()
    """What was played for it, in order; empty for a milestone that is not played."""

    @property
    def call(self) -> CallRow | None:
        """The call that is under way: somebody has its card, or it runs."""
        return next((call for call in self.calls if not call.over), None)

    @property
    def entered(self) -> int:
        """How many criteria are rated or marked not observed."""
        return sum(line.rating is not None for line in self.lines)


def row(tx: Tx, attempt_id: int) -> dict[str, object]:
    """The stored row; NotFound when there is none."""
    found = tx.row("select * from attempt where id = :id", id=attempt_id)
    if found is None:
        raise NotFound("This attempt is no longer in the workbook.", "It may have been undone; go back one step.")
    return found


def sheet(wb: Workbook, attempt_id: int) -> Sheet:
    """What the score sheet shows; NotFound when the attempt is gone."""
    with wb.store.read() as tx:
        return read_sheet(wb, tx, attempt_id)


def read_sheet(wb: Workbook, tx: Tx, attempt_id: int) -> Sheet:
    """The same inside a transaction."""
    found = read_sheets(wb, tx, [attempt_id])
    if attempt_id not in found:
        row(tx, attempt_id)  # says that it is gone
    return found[attempt_id]


def read_sheets(wb: Workbook, tx: Tx, attempt_ids: Sequence[int]) -> dict[int, Sheet]:
    """The sheets of many attempts by their ids, in a few questions; those that are gone are left out."""
    attempts = _by_id(tx, "attempt", attempt_ids)
    stored = _by_id(tx, "application", [one["application"] for one in attempts.values()])
    people = _by_id(tx, "person", [one["person"] for one in attempts.values()], "id, name, points")
    accounts = {
        opening: openings.account_of(wb, tx, opening) for opening in {one["opening"] for one in stored.values()}
    }
    tries = standing.latest_of_many(tx, list(stored.values()))
    rubric_of = {one: rubrics.milestone(wb, tx, found["rubric"]) for one, found in attempts.items()}
    entered = entries_of_many(tx, rubric_of)
    played = rows_of_many(tx, [one for one, milestone in rubric_of.items() if milestone.calls is not None])
    judged: dict[object, Assessment] = {}
    sheets = {}
    for one, attempt in attempts.items():
        application = stored[attempt["application"]]
        account, person = accounts[application["opening"]], people[attempt["person"]]
        lines, criticals = entered[one]
        path = standing.route_of(account, application)
        covered = standing.covered(path, application, tries[application["id"]])
        sheets[one] = Sheet(
            attempt=one,
            person=attempt["person"],
            name=person["name"],
            application=application["id"],
            account=account.id,
            account_name=account.name,
            milestone=rubric_of[one],
            next=next_on(path, rubric_of[one].id, covered),
            number=attempt["number"],
            by=attempt["who"],
            opened_at=attempt["opened_at"],
            finished_at=attempt["finished_at"],
            result=Result(attempt["result"]) if attempt["result"] else None,
            slip=attempt["slip"],
            lines=lines,
            criticals=criticals,
            assessment=_assessment(wb, judged, attempt["rubric"], rubric_of[one], lines, criticals),
            points=tuple(person["points"].splitlines()),
            made=frozenset(int(part) for part in standing.split(attempt["made"])),
            note=attempt["note"],
            units=wb.catalogue.units,
            levels=wb.catalogue.cefr,
            calls=played.get(one, ()),
        )
    return sheets


def _by_id(tx: Tx, table: str, ids: Iterable[int], columns: str = "*") -> dict[int, dict[str, Any]]:
    among, values = tx.among("id", sorted(set(ids)))
    return {found["id"]: found for found in tx.rows(f"select {columns} from {table} where {among}", **values)}


def _assessment(
    wb: Workbook,
    judged: dict[object, Assessment],
    rubric_id: int,
    milestone: Milestone,
    lines: tuple[Line, ...],
    criticals: tuple[CriticalRow, ...],
) -> Assessment:
    """What the rules make of entries; worked out once for all that are alike."""
    ratings = tuple(line.rating for line in lines if line.rating)
    facts = tuple(fact(noted) for noted in criticals)
    key = (rubric_id, ratings, facts)
    if key not in judged:
        cefr, units = wb.catalogue.cefr, wb.catalogue.units
        judged[key] = assess(milestone, ratings, facts, milestone.hurdles, cefr, units)
    return judged[key]


Entries = tuple[tuple["Line", ...], tuple["CriticalRow", ...]]
"""A line for each criterion, and the critical errors."""


def entries(tx: Tx, attempt_id: int, milestone: Milestone) -> Entries:
    """What was entered for an attempt."""
    return entries_of_many(tx, {attempt_id: milestone})[attempt_id]


def entries_of_many(tx: Tx, attempts: Mapping[int, Milestone]) -> dict[int, Entries]:
    """The same for many attempts, with the milestone of each as it was rated, in two questions."""
    among, values = tx.among("attempt", list(attempts))
    rated: dict[int, dict[str, dict[str, object]]] = {one: {} for one in attempts}
    for found in tx.rows(f"select * from rating where {among}", **values):
        rated[found["attempt"]][found["criterion"]] = found
    noted: dict[int, list[dict[str, Any]]] = {one: [] for one in attempts}
    for found in tx.rows(f"select * from critical where {among} order by at, id", **values):
        noted[found["attempt"]].append(found)
    return {
        one: (
            tuple(_line(criterion, rated[one].get(criterion.id)) for criterion in milestone.criteria),
            _criticals(noted[one], milestone),
        )
        for one, milestone in attempts.items()
    }


def _line(criterion: Criterion, entered: dict[str, object] | None) -> Line:
    if entered is None:
        return Line(criterion, None, Evidence())
    rating = None
    if entered["entered"] != EVIDENCE_ONLY:
        rating = Rating(criterion.id, entered["entered"] == RATED, float(str(entered["value"])))
    return Line(criterion, rating, Evidence(str(entered["moment"]), str(entered["did"]), str(entered["effect"])))


def _criticals(found: Iterable[dict[str, Any]], milestone: Milestone) -> tuple[CriticalRow, ...]:
    known = {error.id: error for error in milestone.critical_errors}
    return tuple(
        CriticalRow(
            id=noted["id"],
            error=noted["error"],
            effect=known[noted["error"]].effect,
            trigger=known[noted["error"]].trigger,
            quote=noted["quote"],
            by=noted["who"],
            second=noted["second"],
            cleared=bool(noted["cleared_at"]),
        )
        for noted in found
        if noted["error"] in known
    )


def fact(noted: CriticalRow) -> CriticalFact:
    """A critical error as the rules take it."""
    return CriticalFact(noted.error, noted.effect, bool(noted.second), noted.cleared)
