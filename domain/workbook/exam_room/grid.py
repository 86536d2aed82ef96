"""The exam grid as it is shown: one row for each person, one cell for each measure, read by window."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from domain.model.lazily import dataclass
from domain.model.terms import MilestoneId, Proposal, Result, ScoringType
from domain.rules.results import criterion_of, cut_off
from domain.workbook import attempts, openings, rubrics, standing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.model.catalogue import Criterion, Milestone, Unit
    from domain.store import Tx
    from domain.workbook.sheets import Sheet
    from domain.workbook.workbook import Workbook


class Held(StrEnum):
    """What a cell holds."""

    EMPTY = "empty"
    VALUE = "value"
    NOT_OBSERVED = "not observed"
    NOT_NEEDED = "not needed"
    """This account neither weighs it nor asks for it, and nothing was entered."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One measure of one person."""

    held: Held
    value: float = 0.0
    below: bool = False
    """Below the cut-off of the person's own account."""
    need: float | None = None
    """That cut-off in the measure's unit; None where the account has none."""


@dataclass(frozen=True, slots=True)
class Row:
    """One person of a batch."""

    application: int
    person: int
    attempt: int
    """0 while nothing was entered."""
    name: str
    account: str
    """The account's short name."""
    cells: Mapping[str, Cell]
    """By criterion; one that this account's exam does not hold is missing."""
    left: int
    """How many needed measures are still empty."""
    proposal: Proposal | None
    """What the rules propose; None until everything that is needed was entered."""
    reason: str
    """Why; '' without a proposal, and the reason of the decision once it was decided against one."""
    result: Result | None
    retest: str
    """ISO date from when the exam can be taken again, or ''."""
    slip: int
    number: int
    """Which try this is, from 1."""

    @property
    def decided(self) -> bool:
        """Whether a person has decided."""
        return self.result is not None

    @property
    def closed(self) -> bool:
        """Whether nothing more can be entered today; after a fault of ours a new try begins with what is typed."""
        return self.result not in (None, Result.VOID)


def columns(wb: Workbook) -> tuple[Criterion, ...]:
    """The measures of the exam in the order of the catalogue."""
    criteria = wb.catalogue.milestones[MilestoneId.EXAM].criteria
    return tuple(one for one in criteria if one.scoring.type is not ScoringType.COACHING)


def unit_of(wb: Workbook, criterion: Criterion) -> Unit | None:
    """The unit of a measure; None for a rating."""
    return wb.catalogue.units.get(criterion.scoring.unit)


def rows(wb: Workbook, applications: Sequence[int]) -> list[Row | None]:
    """A row for each application, None for one that is gone, in the same order and in a few questions."""
    with wb.store.read() as tx:
        found = read_rows(wb, tx, applications)
    return [found.get(one) for one in applications]


def read_rows(wb: Workbook, tx: Tx, applications: Sequence[int]) -> dict[int, Row]:
    """The same inside a transaction, by application."""
    among, values = tx.among("a.id", sorted(set(applications)))
    stored = {
        row["id"]: row
        for row in tx.rows(
            f"select a.*, p.name from application a join person p on p.id = a.person where {among}", **values
        )
    }
    current = _current(wb, tx, list(stored.values()))
    sheets = attempts.read_sheets(wb, tx, list(current.values()))
    blank = {row["opening"] for one, row in stored.items() if one not in current}
    fresh = {one: rubrics.resolved(wb, tx, MilestoneId.EXAM, openings.rubric_of(tx, one)) for one in blank}
    retests = _retests(tx, list(current.values()))
    return {
        one: _row(wb, row, sheets[current[one]], retests.get(current[one], ""))
        if one in current
        else _blank(wb, row, fresh[row["opening"]])
        for one, row in stored.items()
    }


def _current(wb: Workbook, tx: Tx, stored: Sequence[dict[str, Any]]) -> dict[int, int]:
    """By application, the exam that the grid is about: the open one, or the one that was decided today."""
    if not stored:
        return {}
    midnight = wb.starts_at(wb.today())
    tries = standing.latest_of_many(tx, stored)
    last = {one: by.get(MilestoneId.EXAM) for one, by in tries.items()}
    return {one: it.id for one, it in last.items() if it and (it.result is None or it.finished_at >= midnight)}


def _retests(tx: Tx, attempt_ids: Sequence[int]) -> dict[int, str]:
    among, values = tx.among("id", attempt_ids)
    return {row["id"]: row["retest"] for row in tx.rows(f"select id, retest from attempt where {among}", **values)}


def needs_of(wb: Workbook, milestone: Milestone) -> dict[str, float]:
    """The cut-offs that an account's exam is held to, by criterion."""
    return {criterion_of(key): cut_off(need, wb.catalogue.cefr) for key, need in milestone.hurdles.items()}


def _row(wb: Workbook, stored: dict[str, Any], found: Sheet, retest: str) -> Row:
    needs = needs_of(wb, found.milestone)
    missed = {miss.criterion for miss in found.assessment.misses}
    cells = {}
    for line in found.lines:
        need = needs.get(line.criterion.id)
        if line.rating is None:
            cells[line.criterion.id] = _empty(line.criterion, need)
        elif not line.rating.observed:
            cells[line.criterion.id] = Cell(Held.NOT_OBSERVED, need=need)
        else:
            cells[line.criterion.id] = Cell(Held.VALUE, line.rating.value, line.criterion.id in missed, need)
    ready = found.assessment.all_entered
    return Row(
        application=stored["id"],
        person=stored["person"],
        attempt=found.attempt,
        name=found.name,
        account=wb.catalogue.accounts[found.account].short if found.account in wb.catalogue.accounts else found.account,
        cells=cells,
        left=_left(cells),
        proposal=found.assessment.proposal if ready or _holds(found) else None,
        reason=found.assessment.reason if ready or _holds(found) else "",
        result=found.result,
        retest=retest,
        slip=found.slip,
        number=found.number,
    )


def _holds(found: Sheet) -> bool:
    """An open critical error decides before everything is entered."""
    return found.assessment.proposal in (Proposal.ON_HOLD, Proposal.VOID)


def _blank(wb: Workbook, stored: dict[str, Any], milestone: Milestone) -> Row:
    needs = needs_of(wb, milestone)
    cells = {criterion.id: _empty(criterion, needs.get(criterion.id)) for criterion in milestone.criteria}
    account = wb.catalogue.accounts.get(stored["account"])
    return Row(
        application=stored["id"],
        person=stored["person"],
        attempt=0,
        name=stored["name"],
        account=account.short if account else stored["account"],
        cells=cells,
        left=_left(cells),
        proposal=None,
        reason="",
        result=None,
        retest="",
        slip=0,
        number=0,
    )


def _empty(criterion: Criterion, need: float | None) -> Cell:
    needed = criterion.weight > 0 or need is not None
    return Cell(Held.EMPTY if needed else Held.NOT_NEEDED, need=need)


def _left(cells: Mapping[str, Cell]) -> int:
    return sum(cell.held is Held.EMPTY for cell in cells.values())


def entered(wb: Workbook, applications: Sequence[int]) -> dict[str, int]:
    """By criterion: how many people of the batch have a measure, or are marked not observed."""
    if not applications:
        return {}
    with wb.store.read() as tx:
        among, values = tx.among("t.application", applications)
        rows_found = tx.rows(
            "select r.criterion, count(*) as number from attempt t join rating r on r.attempt = t.id"
            f" where {among} and t.milestone = :exam and r.card = 0 and r.entered > 0"
            " and (t.finished_at = 0 or t.finished_at >= :midnight) group by r.criterion",
            exam=MilestoneId.EXAM,
            midnight=wb.starts_at(wb.today()),
            **values,
        )
    return {row["criterion"]: int(row["number"]) for row in rows_found}
