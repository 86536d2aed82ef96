"""Deciding the exams of many: looked at first, then done as one act, every slip drafted with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.errors import Conflict
from domain.model.lazily import dataclass
from domain.model.terms import Proposal, Result
from domain.workbook import attempts, decisions
from domain.workbook.exam_room.grid import read_rows
from domain.workbook.wording import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.store import Act, Tx
    from domain.workbook.exam_room.grid import Row
    from domain.workbook.sheets import Sheet
    from domain.workbook.workbook import Workbook

PROPOSED = {Proposal.PASSED: Result.PASSED, Proposal.NOT_YET: Result.NOT_YET}
"""What a proposal is decided as when everything is decided as proposed; the others take a look of their own."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody whose exam is not decided, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Look:
    """What deciding would do."""

    able: tuple[tuple[int, Result], ...]
    """Applications with the result they would get."""
    left_out: tuple[LeftOut, ...]

    def of(self, result: Result) -> int:
        """How many would get a result."""
        return sum(each is result for _, each in self.able)


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided."""

    done: tuple[tuple[int, Result], ...]
    left_out: tuple[LeftOut, ...]
    what: str


def look(wb: Workbook, applications: Sequence[int], result: Result | None = None) -> Look:
    """Who can be decided: as `result`, or without one as proposed; the others with the reason.

    A decision against the proposal takes a reason of its own, so it is never made for many.
    """
    with wb.store.read() as tx:
        return _look(wb, tx, applications, result)


def _look(wb: Workbook, tx: Tx, applications: Sequence[int], result: Result | None) -> Look:
    found = read_rows(wb, tx, applications)
    sheets = attempts.read_sheets(wb, tx, [row.attempt for row in found.values() if row.attempt])
    able: list[tuple[int, Result]] = []
    out: list[LeftOut] = []
    for one in dict.fromkeys(applications):
        row = found.get(one)
        wanted = result or (PROPOSED.get(row.proposal) if row and row.proposal else None)
        why = "no longer in the workbook" if row is None else _why_not(row, wanted, sheets.get(row.attempt))
        if why or wanted is None:
            out.append(LeftOut(row.name if row else "", why))
        else:
            able.append((one, wanted))
    return Look(tuple(able), tuple(out))


def _why_not(row: Row, wanted: Result | None, sheet: Sheet | None) -> str:
    """Why an exam cannot be decided so; '' where it can."""
    if row.decided:
        return "decided already"
    if sheet is None:
        return "nothing is entered"
    if row.proposal is None:
        return f"{count(row.left, 'measure')} left"
    if row.proposal in (Proposal.ON_HOLD, Proposal.VOID):
        return "a critical error to settle"
    if row.proposal is Proposal.BORDERLINE:
        return "borderline, a second look decides"
    if wanted is None:
        return "incomplete"
    if decisions.goes_against(row.proposal, wanted):
        return f"the proposal is {row.proposal.replace('_', ' ')}"
    refused = decisions.refusal(sheet, wanted)
    return refused.message.rstrip(".") if refused else ""


def decide(wb: Workbook, seen: Look) -> Decided:
    """Decide all whom the look found able, as one act; who no longer can is left out and said. Conflict for nobody."""
    if not seen.able:
        raise Conflict("Nobody of them can be decided so.", _first(seen.left_out), names=_names(seen.left_out))
    what = _words(wb, seen)

    def work(act: Act) -> Decided:
        done: list[tuple[int, Result]] = []
        out: list[LeftOut] = []
        for result in dict.fromkeys(each for _, each in seen.able):
            now = _look(wb, act, [one for one, each in seen.able if each is result], result)
            rows = read_rows(wb, act, [one for one, _ in now.able])
            sheets = attempts.read_sheets(wb, act, [row.attempt for row in rows.values()])
            for one, row in rows.items():
                decisions.finish_in(wb, act, sheets[row.attempt], result)
                done.append((one, result))
            out += now.left_out
        if not done:
            raise Conflict("Nobody of them can be decided so any more.", _first(tuple(out)), names=_names(out))
        return Decided(tuple(done), tuple(out), what)

    return wb.store.do(what, work)


def _words(wb: Workbook, seen: Look) -> str:
    parts = [f"{seen.of(result)} {result.replace('_', ' ')}" for result in dict.fromkeys(each for _, each in seen.able)]
    if len(seen.able) > 1:
        return f"exam of {count(len(seen.able), 'person', 'people')}: {', '.join(parts)}"
    with wb.store.read() as tx:
        (row,) = read_rows(wb, tx, [seen.able[0][0]]).values()
    return f"{row.name}: exam {seen.able[0][1].replace('_', ' ')}"


def _first(left_out: tuple[LeftOut, ...]) -> str:
    if not left_out:
        return "Choose somebody first."
    first = left_out[0]
    more = f", and {len(left_out) - 1} more" if len(left_out) > 1 else ""
    return f"{first.name}: {first.why}{more}."


def _names(left_out: Sequence[LeftOut]) -> list[str]:
    return [one.name for one in left_out]
