"""A small hub for tests: one workbook with a clock that stands still until it is moved."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from domain.catalog import load
from domain.model.terms import MilestoneId, Result, ScoringType
from domain.workbook import Site, Workbook, attempts, decisions, openings, people, queue
from domain.workbook.workbook import open_workbook

if TYPE_CHECKING:
    from pathlib import Path

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


def make_hub(where: str | Path, who: str = "Noor") -> Hub:
    """A hub over a fresh workbook."""
    clock = Clock()
    return Hub(open_workbook(where, who=who, site=Site(), catalogue=catalogue(), clock=clock), clock)
