"""Score sheets as they were filled in; the same card is judged once, whoever it is given to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.errors import BadInput
from domain.model.lazily import dataclass
from domain.model.score import Rating
from domain.model.slip import Evidence
from domain.model.terms import Result
from domain.rules.points import check_value
from domain.rules.results import assess
from domain.rules.second_looks import asks_for_second
from domain.workbook.attempts import NOT_OBSERVED, RATED, CriticalRow, Line, Sheet, fact
from domain.workbook.sheets import of_both

if TYPE_CHECKING:
    from domain.model.catalogue import Criterion, CriticalError, Milestone
    from domain.model.score import Assessment
    from domain.workbook.founding.classes import Kind
    from domain.workbook.workbook import Workbook

Fields = dict[str, object]


@dataclass(frozen=True, slots=True)
class Entry:
    """What was entered for one criterion."""

    criterion: str
    value: float | None
    """A rating 1-5, a check (5 yes, 1 no) or a measure in the criterion's unit; None where nothing was observed."""
    chip: int = 0
    """Which ready piece of evidence was added, from 1; 0 for none."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A critical error with its quote; it counts once a second name stands on it."""

    error: str
    quote: str
    second: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Card:
    """One way to fill in a sheet, with what the rules say about it. Two cards are the same only as one object."""

    mark: int
    """Which sheets it fits: `Kind.mark`."""
    milestone: Milestone
    sheet: Sheet
    """With nobody on it."""
    ratings: tuple[Fields, ...]
    """Columns of the rating rows that do not depend on the person."""
    criticals: tuple[Fields, ...]

    @property
    def assessment(self) -> Assessment:
        """What the rules say."""
        return self.sheet.assessment

    def asks_for_second(self, result: Result) -> bool:
        """Whether it is too close to the pass mark to be decided so by one person without a reason."""
        decided = result in (Result.PASSED, Result.NOT_YET)
        return decided and asks_for_second(self.milestone, self.assessment, result)


class Cards:
    """Every card that was asked for."""

    def __init__(self, wb: Workbook) -> None:
        self._wb = wb
        self._known: dict[object, Card] = {}

    def card(self, kind: Kind, entries: tuple[Entry, ...], noted: tuple[Noted, ...] = ()) -> Card:
        """The card of these entries; BadInput for a criterion, value, error or chip that the sheet does not take."""
        key = (kind.mark, entries, noted)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._make(kind, entries, noted)
        return found

    def pair(self, kind: Kind, first: tuple[Entry, ...], second: tuple[Entry, ...]) -> Card:
        """The card of what the first one entered, judged by the mean of both; BadInput as `card`."""
        key = (kind.mark, first, second)
        found = self._known.get(key)
        if found is None:
            one, other = self.card(kind, first), self.card(kind, second)
            lines = tuple(map(of_both, one.sheet.lines, other.sheet.lines))
            found = Card(kind.mark, kind.milestone, self._sheet(kind, lines, (), band=False), one.ratings, ())
            self._known[key] = found
        return found

    def _make(self, kind: Kind, entries: tuple[Entry, ...], noted: tuple[Noted, ...]) -> Card:
        by_id = {entry.criterion: entry for entry in entries}
        known = {criterion.id for criterion in kind.milestone.criteria}
        if len(by_id) < len(entries) or not by_id.keys() <= known:
            raise BadInput(f"These entries do not fit {kind.milestone.name}.", "Enter each of its criteria once.")
        lines = tuple(self._line(criterion, by_id.get(criterion.id)) for criterion in kind.milestone.criteria)
        errors = {error.id: error for error in kind.milestone.critical_errors}
        criticals = tuple(_critical(kind.milestone, errors, one) for one in noted)
        ratings = tuple(_rating(line) for line in lines if line.rating)
        return Card(
            kind.mark, kind.milestone, self._sheet(kind, lines, criticals), ratings, tuple(map(_columns, criticals))
        )

    def _line(self, criterion: Criterion, entry: Entry | None) -> Line:
        if entry is None:
            return Line(criterion, None, Evidence())
        if entry.value is not None:
            check_value(criterion.scoring, self._wb.catalogue.units.get(criterion.scoring.unit), entry.value)
        if not 0 <= entry.chip <= len(criterion.chips):
            raise BadInput(f"{criterion.name} has no piece of evidence {entry.chip}.", "Use one that it has.")
        chip = criterion.chips[entry.chip - 1] if entry.chip else None
        evidence = Evidence(chip.moment, chip.act, chip.effect) if chip else Evidence()
        return Line(criterion, Rating(criterion.id, entry.value is not None, float(entry.value or 0.0)), evidence)

    def _sheet(
        self, kind: Kind, lines: tuple[Line, ...], criticals: tuple[CriticalRow, ...], *, band: bool = True
    ) -> Sheet:
        return Sheet(
            attempt=0,
            person=0,
            name="",
            application=0,
            account="",
            account_name="",
            milestone=kind.milestone,
            next=None,
            number=0,
            by="",
            opened_at=0,
            finished_at=0,
            result=None,
            slip=0,
            lines=lines,
            criticals=criticals,
            assessment=assess(
                kind.milestone,
                [line.rating for line in lines if line.rating],
                [fact(noted) for noted in criticals],
                kind.hurdles,
                self._wb.catalogue.cefr,
                self._wb.catalogue.units,
                band=band,
            ),
            points=(),
            made=frozenset(),
            note="",
            units=self._wb.catalogue.units,
            levels=self._wb.catalogue.cefr,
        )


def _rating(line: Line) -> Fields:
    assert line.rating is not None
    return {
        "criterion": line.criterion.id,
        "entered": RATED if line.rating.observed else NOT_OBSERVED,
        "value": line.rating.value,
        "moment": line.evidence.moment,
        "did": line.evidence.act,
        "effect": line.evidence.effect,
    }


def _columns(noted: CriticalRow) -> Fields:
    return {"error": noted.error, "quote": noted.quote, "second": noted.second}


def _critical(milestone: Milestone, errors: dict[str, CriticalError], noted: Noted) -> CriticalRow:
    if noted.error not in errors:
        raise BadInput(f'{milestone.name} has no critical error "{noted.error}".', "Use one that it has.")
    if not noted.quote.strip():
        raise BadInput("A critical error needs a quote.", "Write what was said or done, word for word.")
    error = errors[noted.error]
    return CriticalRow(
        id=0,
        error=error.id,
        effect=error.effect,
        trigger=error.trigger,
        quote=noted.quote,
        by="",
        second=noted.second,
        cleared=False,
    )
