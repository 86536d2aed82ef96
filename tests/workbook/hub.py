"""A small hub for tests: one workbook with a clock that stands still until it is moved."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.catalog import load
from domain.model.slip import Evidence
from domain.model.terms import MilestoneId, Result, ScoringType
from domain.workbook import Site, Workbook, attempts, decisions, openings, people, queue, slips
from domain.workbook.workbook import open_workbook
from tests.engines import copy_empty

if TYPE_CHECKING:
    from domain.model.catalogue import Catalogue, Criterion
    from domain.workbook.decisions import Decided

MORNING = int(datetime(2026, 8, 12, 2, 42, tzinfo=UTC).timestamp() * 1000)
"""12 August 2026, 10:42 in Manila."""
TODAY = date(2026, 8, 12)


@cache
def catalogue() -> Catalogue:
    """The shipped catalogue, read once."""
    return load()


@dataclass
class Clock:
    """Milliseconds UTC that only move when told to."""

    now: int = MORNING

    def __call__(self) -> int:
        return self.now

    def ahead(self, **amount: float) -> None:
        """Move on, as in `ahead(days=2)`."""
        self.now += int(timedelta(**amount).total_seconds() * 1000)


@dataclass
class Hub:
    """A workbook, its clock, and short ways to do what recruiters do."""

    wb: Workbook
    clock: Clock = field(default_factory=Clock)

    def opening(self, account: str = "retail_cs", seats: int = 20) -> int:
        """A class that starts on 1 September."""
        return openings.create(self.wb, account, seats=seats, starts=date(2026, 9, 1))

    def person(self, name: str = "Joan Alcaraz", opening: int = 0, **known: object) -> int:
        """A walk-in; the id of the person."""
        visit = queue.walk_in(self.wb, people.NewPerson(name=name, **known), opening)  # type: ignore[arg-type]
        return queue.find(self.wb, visit).person

    def application(self, person: int) -> int:
        """The application that the lists show."""
        return people.find(self.wb, person).application

    def rows(self, sql: str, **values: object) -> list[dict[str, Any]]:
        """What is stored."""
        with self.wb.store.read() as tx:
            return tx.rows(sql, **values)

    def value(self, sql: str, **values: object) -> Any:
        """One stored value."""
        with self.wb.store.read() as tx:
            return tx.value(sql, **values)

    def put_on(self, name: str = "Joan Alcaraz", account: str = "retail_cs", **known: object) -> int:
        """A walk-in on a new class of an account; the id of the application."""
        return self.application(self.person(name, self.opening(account), **known))

    def stands(self, application: int) -> dict[str, Any]:
        """The stored application."""
        return self.rows("select * from application where id = :id", id=application)[0]

    def fill_gaps(self, slip: int) -> slips.SlipView:
        """Give every point of a slip the evidence that it lacks, from the ready pieces; the slip as it is then."""
        view = slips.view(self.wb, slip)
        sides = {
            "strength": [point.criterion for point in view.draft.strengths],
            "improvement": [point.criterion for point in view.draft.improvements],
        }
        for place, criteria in sides.items():
            for index, criterion in enumerate(criteria):
                ready = view.milestone.criterion(criterion).chips
                chip = next(piece for piece in ready if piece.good is (place == "strength"))
                view = slips.view(self.wb, slip)
                told = Evidence(chip.moment, chip.act, chip.effect)
                slips.save(self.wb, slip, view.version, slips.set_evidence(view.draft, place, index, told))
        return slips.view(self.wb, slip)

    def confirm(self, slip: int, reason: str = "looked at it") -> slips.SlipView:
        """Confirm every warning of a slip; the slip as it is then."""
        while (view := slips.view(self.wb, slip)).warnings:
            slips.override(self.wb, slip, view.version, slips.warning_key(view.warnings[0], view.draft), reason)
        return view

    def hand_over(self, slip: int) -> slips.SlipView:
        """Fill a slip, confirm what is only a warning, and deliver it on screen."""
        self.fill_gaps(slip)
        self.confirm(slip)
        slips.deliver(self.wb, slip, slips.IN_PERSON)
        return slips.view(self.wb, slip)

    def rate(self, attempt: int, level: int) -> None:
        """Rate every criterion at a level 1-5; measures take the value worth as much."""
        sheet = attempts.sheet(self.wb, attempt)
        for number, line in enumerate(sheet.lines):
            attempts.rate(self.wb, attempt, line.criterion.id, value_at(line.criterion, level))
            if line.criterion.chips and number % 2 == 0:
                good = level >= 3
                chip = next(n for n, piece in enumerate(line.criterion.chips, 1) if piece.good is good)
                attempts.chip(self.wb, attempt, line.criterion.id, chip)

    def take(self, application: int, level: int = 4, result: Result = Result.PASSED, **more: object) -> Decided:
        """Start, rate and decide the milestone where an application stands."""
        attempt = attempts.open_or_start(self.wb, application)
        self.rate(attempt, level)
        return decisions.decide(self.wb, attempt, result, **more)  # type: ignore[arg-type]

    def take_to(self, application: int, milestone: MilestoneId) -> None:
        """Pass everything before a milestone."""
        while True:
            with self.wb.store.read() as tx:
                here = tx.value("select milestone from application where id = :id", id=application)
            if here == milestone:
                return
            self.take(application)


def value_at(criterion: Criterion, level: int) -> float:
    """What is entered for a level 1-5: the rating, yes or no, or a measure between floor and target."""
    scoring = criterion.scoring
    if scoring.type is ScoringType.CHECK:
        return 5 if level >= 3 else 1
    if scoring.type is not ScoringType.NUMERIC:
        return level
    if level < 3:
        return scoring.floor + (scoring.pass_at - scoring.floor) * (level - 1) / 2
    return scoring.pass_at + (scoring.target - scoring.pass_at) * (level - 3) / 2


_MADE: list[Workbook] = []


def make_hub(where: str | Path, who: str = "Noor", clock: Clock | None = None) -> Hub:
    """A hub over the workbook at an address; with a colleague's clock, their day.

    A file that is not there yet is a copy of an empty workbook: its tables need not be made for every test.
    """
    clock = clock or Clock()
    if "://" not in str(where) and not Path(where).exists():
        copy_empty(Path(where))
    wb = open_workbook(where, who=who, site=Site(), catalogue=catalogue(), clock=clock)
    _MADE.append(wb)
    return Hub(wb, clock)


def close_hubs() -> None:
    """Close whatever a test has left open, a snapshot's hub above all; closing twice does no harm."""
    while _MADE:
        _MADE.pop().close()
