"""A finished attempt as it is looked back on: ratings against the words they were given under, and what got better."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from domain.model.exam import Part
from domain.model.lazily import dataclass
from domain.model.terms import MilestoneId, Proposal, Result
from domain.workbook import attempts, sheets
from domain.workbook.decisions import goes_against
from domain.workbook.slip_facts import COMPARED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.store import Tx
    from domain.workbook.attempts import Line, Sheet
    from domain.workbook.workbook import Workbook


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt at the milestone, for going from one to the next."""

    id: int
    number: int


@dataclass(frozen=True, slots=True)
class Paper:
    """A part of an exam that was taken at the keyboard."""

    part: Part
    form: str
    """Which of the parallel forms."""
    seed: int
    """Of the order in which questions and options were shown."""
    correct: int
    asked: int
    """Questions or fields; of a typing test, characters."""


@dataclass(frozen=True, slots=True)
class Review:
    """Everything that is looked back on."""

    sheet: Sheet
    proposal: Proposal | None
    """What the rules proposed when it was decided; None where it ended without."""
    points: float | None
    """0-100, as stored with the decision; None where nothing was observed."""
    coverage: float
    """Share 0-1 of the weights that was observed."""
    reason: str
    against: bool
    """Whether it was decided against the proposal."""
    version: int
    """Number of the rubric that it was rated against."""
    newest: int
    """Number of the rubric that is in force now."""
    version_at: int
    """Since when the rubric was in force, milliseconds UTC."""
    tries: tuple[Try, ...]
    """All attempts of the person at this milestone, in order."""
    earlier: int
    """Number of the last try that this one is compared with; 0 for none."""
    lines_before: Mapping[str, Line] = field(default_factory=dict)
    """What was entered then, by criterion."""
    better: tuple[str, ...] = ()
    """Names of criteria with more points than then."""
    cleared_why: Mapping[int, str] = field(default_factory=dict)
    """Why a critical error does not stand, by its id."""
    papers: tuple[Paper, ...] = ()
    """What was taken at the keyboard, in its order."""
    scenarios: tuple[str, ...] = ()
    """Titles of the calls of the sheet, in their order."""
    open_number: int = 0
    """Number of the attempt that is open here: until it is decided, earlier ratings stay hidden from whoever rates."""


def review(wb: Workbook, attempt_id: int) -> Review:
    """One attempt, looked back on; NotFound when it is gone."""
    with wb.store.read() as tx:
        sheet = attempts.read_sheet(wb, tx, attempt_id)
        row = attempts.row(tx, attempt_id)
        version = _version(tx, int(str(row["rubric"])))
        tries = tx.rows(
            "select id, number, finished_at, result, points from attempt where person = :p and milestone = :m"
            " order by number",
            p=sheet.person,
            m=sheet.milestone.id,
        )
        before = _compared(tries, sheet.number)
        earlier = attempts.read_sheet(wb, tx, before) if before else None
        taken = _papers(tx, attempt_id) if sheet.milestone.id is MilestoneId.EXAM else ()
        why = tx.rows("select id, cleared_why from critical where attempt = :a and cleared_at > 0", a=attempt_id)
    proposal = Proposal(str(row["proposal"])) if row["proposal"] else None
    return Review(
        sheet=sheets.closed(wb, sheet) if sheet.waits else sheet,
        proposal=proposal,
        points=None if row["points"] is None else float(str(row["points"])),
        coverage=float(str(row["coverage"])),
        reason=str(row["reason"]),
        against=_against(sheet, proposal),
        version=version[0],
        newest=version[1],
        version_at=version[2],
        tries=tuple(Try(one["id"], one["number"]) for one in tries),
        earlier=earlier.number if earlier else 0,
        lines_before={line.criterion.id: line for line in earlier.lines} if earlier else {},
        better=_better(sheet, earlier) if earlier else (),
        cleared_why={one["id"]: one["cleared_why"] for one in why},
        papers=() if sheet.waits else taken,
        scenarios=tuple(_title(wb, call.scenario) for call in sheet.calls),
        open_number=next((one["number"] for one in tries if _hides(one, sheet)), 0),
    )


def _papers(tx: Tx, attempt_id: int) -> tuple[Paper, ...]:
    rows = tx.rows(
        "select part, form, seed, correct, asked from paper where attempt = :a and finished_at > 0 order by place, id",
        a=attempt_id,
    )
    return tuple(Paper(**row | {"part": Part(row["part"])}) for row in rows)


def _title(wb: Workbook, scenario: str) -> str:
    found = wb.catalogue.scenarios.get(scenario)
    return found.title if found is not None else scenario


def _hides(one: dict[str, Any], sheet: Sheet) -> bool:
    """Whether an attempt is open elsewhere, or two rate this one alone: then nothing of this one is shown."""
    return not one["finished_at"] and (one["id"] != sheet.attempt or sheet.waits)


def _version(tx: Tx, rubric: int) -> tuple[int, int, int]:
    row = tx.row(
        "select number, at, (select max(n.number) from rubric n where n.kind = r.kind and n.name = r.name) as newest"
        " from rubric r where id = :id",
        id=rubric,
    )
    assert row is not None
    return row["number"], row["newest"], row["at"]


def _compared(tries: list[dict[str, Any]], number: int) -> int:
    """The last try before this one that a later one can be better than; 0 where there is none."""
    before = [one for one in tries if one["number"] < number and one["points"] is not None]
    return next((one["id"] for one in reversed(before) if one["result"] in COMPARED), 0)


def _against(sheet: Sheet, proposal: Proposal | None) -> bool:
    """Whether somebody decided otherwise than proposed; nobody decides that a person did not come."""
    if proposal is None or sheet.result in (None, Result.NO_SHOW):
        return False
    return sheet.result is not None and goes_against(proposal, sheet.result)


def _better(sheet: Sheet, earlier: Sheet) -> tuple[str, ...]:
    then = {score.criterion: score.points for score in earlier.assessment.scores}
    names = {line.criterion.id: line.criterion.name for line in sheet.lines}
    return tuple(
        names[score.criterion]
        for score in sheet.assessment.scores
        if score.points is not None and (was := then.get(score.criterion)) is not None and score.points > was
    )
