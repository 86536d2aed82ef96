"""The score sheet of an attempt as it stands: what is asked, what was entered, and what the rules make of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.model.errors import NotFound
from domain.model.score import Assessment, CriticalFact, Rating
from domain.model.slip import Evidence
from domain.model.terms import ErrorEffect, MilestoneId, Result
from domain.rules.results import assess
from domain.rules.routes import next_on
from domain.workbook import applications, openings, rubrics, standing

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    attempt = row(tx, attempt_id)
    milestone = rubrics.milestone(wb, tx, int(str(attempt["rubric"])))
    application = applications.row(tx, int(str(attempt["application"])))
    account = openings.account_of(wb, tx, int(str(application["opening"])))
    lines, criticals = entries(tx, attempt_id, milestone)
    person = tx.row("select name, points from person where id = :id", id=attempt["person"])
    assert person is not None
    path = standing.route_of(account, application)
    covered = standing.covered(path, application, standing.latest_attempts(tx, application))
    return Sheet(
        attempt=attempt_id,
        person=int(str(attempt["person"])),
        name=person["name"],
        application=int(str(attempt["application"])),
        account=account.id,
        account_name=account.name,
        milestone=milestone,
        next=next_on(path, milestone.id, covered),
        number=int(str(attempt["number"])),
        by=str(attempt["who"]),
        opened_at=int(str(attempt["opened_at"])),
        finished_at=int(str(attempt["finished_at"])),
        result=Result(str(attempt["result"])) if attempt["result"] else None,
        slip=int(str(attempt["slip"])),
        lines=lines,
        criticals=criticals,
        assessment=assess(
            milestone,
            [line.rating for line in lines if line.rating],
            [fact(noted) for noted in criticals],
            milestone.hurdles,
            wb.catalogue.cefr,
            wb.catalogue.units,
        ),
        points=tuple(str(person["points"]).splitlines()),
        made=frozenset(int(part) for part in standing.split(str(attempt["made"]))),
        note=str(attempt["note"]),
        units=wb.catalogue.units,
        levels=wb.catalogue.cefr,
    )


def entries(tx: Tx, attempt_id: int, milestone: Milestone) -> tuple[tuple[Line, ...], tuple[CriticalRow, ...]]:
    """What was entered for an attempt: a line for each criterion, and the critical errors."""
    entered = {found["criterion"]: found for found in tx.rows("select * from rating where attempt = :a", a=attempt_id)}
    lines = tuple(_line(criterion, entered.get(criterion.id)) for criterion in milestone.criteria)
    return lines, _criticals(tx, attempt_id, milestone)


def _line(criterion: Criterion, entered: dict[str, object] | None) -> Line:
    if entered is None:
        return Line(criterion, None, Evidence())
    rating = None
    if entered["entered"] != EVIDENCE_ONLY:
        rating = Rating(criterion.id, entered["entered"] == RATED, float(str(entered["value"])))
    return Line(criterion, rating, Evidence(str(entered["moment"]), str(entered["did"]), str(entered["effect"])))


def _criticals(tx: Tx, attempt_id: int, milestone: Milestone) -> tuple[CriticalRow, ...]:
    known = {error.id: error for error in milestone.critical_errors}
    found = tx.rows("select * from critical where attempt = :a order by at, id", a=attempt_id)
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
