"""How a traveller's attempts stand against other accounts, worked out once for every kind of attempt."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.model.score import RouteFit
from domain.model.terms import Result
from domain.rules.results import hurdles_of
from domain.rules.routes import Against, Past, fits, rank
from domain.workbook import fitting
from domain.workbook.attempts import fact
from domain.workbook.fitting import Fit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from domain.model.terms import MilestoneId
    from domain.workbook.founding.cards import Card
    from domain.workbook.founding.classes import Classes, Kind, OpenClass
    from domain.workbook.workbook import Workbook


DECIDED = frozenset({Result.PASSED, Result.NOT_YET})


@dataclass(frozen=True, slots=True)
class PastTry:
    """One finished attempt."""

    attempt: int
    card: Card
    result: Result
    day: date
    number: int


class Offers:
    """Fits of tries to accounts.

    A criterion belongs to one milestone, so tries at different milestones never touch each other: each milestone is
    held against an account by itself, with the rules' own `fits`, and the answers are put together.
    """

    def __init__(self, wb: Workbook, classes: Classes) -> None:
        self._wb = wb
        self._classes = classes
        self._parts: dict[object, RouteFit] = {}
        self._limits = sorted(set(wb.catalogue.follow_up.score_valid_days.values()))
        accounts, milestones = wb.catalogue.accounts.values(), wb.catalogue.milestones.values()
        self._measuring = {one.id for one in milestones if any(hurdles_of(account, one) for account in accounts)}

    def named(
        self, tries: Sequence[PastTry], account: str, taken: Iterable[OpenClass], at: int, today: date
    ) -> tuple[str, ...]:
        """The other accounts that a slip names after a not yet; none before a hurdle of any account was measured."""
        if not any(one.card.milestone.id in self._measuring for one in tries):
            return ()
        return fitting.worth_naming(self.best(tries, taken, at, today), account)

    def best(self, tries: Sequence[PastTry], taken: Iterable[OpenClass], at: int, today: date) -> tuple[Fit, ...]:
        """One class of every account that had one open at a moment, but for those taken, in the order to offer them."""
        mine = set(taken)
        by_milestone = _by_milestone(tries)
        found: dict[str, Fit] = {}
        for one in self._classes.all:
            if one not in mine and one.at <= at and one.account.id not in found:
                found[one.account.id] = Fit(one.row, self.fit(one, by_milestone, today))
        return tuple(found[fit.account] for fit in rank(fit.fit for fit in found.values()))

    def fit(self, opened: OpenClass, tries: dict[MilestoneId, list[PastTry]], today: date) -> RouteFit:
        """How the tries, by milestone, stand against the account of a class."""
        parts = [self._part(opened, milestone, tries[milestone], today) for milestone in tries]
        met = {key for part in parts for key in part.met}
        missed = {miss.key: miss for part in parts for miss in part.misses}
        valid = {milestone for part in parts for milestone in part.valid}
        hurdles = opened.account.hurdles
        return RouteFit(
            account=opened.account.id,
            met=tuple(key for key in hurdles if key in met),
            misses=tuple(missed[key] for key in hurdles if key in missed),
            unknown=tuple(key for key in hurdles if key not in met and key not in missed),
            valid=tuple(step for step in opened.path if step in valid),
            left=tuple(step for step in opened.path if step not in valid),
        )

    def brought(self, opened: OpenClass, tries: Sequence[PastTry], today: date) -> tuple[int, ...]:
        """The newest decided attempt at every milestone that still counts on the account of a class."""
        by_milestone = _by_milestone(tries)
        valid = self.fit(opened, by_milestone, today).valid
        return tuple([one.attempt for one in by_milestone[step] if one.result in DECIDED][-1] for step in valid)

    def _part(self, opened: OpenClass, milestone: MilestoneId, tries: list[PastTry], today: date) -> RouteFit:
        """What the tries at one milestone are worth; the same on every account that assesses it in the same way."""
        ages = tuple(tuple((today - one.day).days <= limit for limit in self._limits) for one in tries)
        kind = self._classes.kind(opened, milestone)
        key = (kind.mark, milestone in opened.path, tuple((one.card, one.result) for one in tries), ages)
        found = self._parts.get(key)
        if found is None:
            against = self._held_against(opened, kind, today)
            found = self._parts[key] = fits(against, [_past(one) for one in tries])
        return found

    def _held_against(self, opened: OpenClass, kind: Kind, today: date) -> Against:
        """As `fitting.against`, for one milestone."""
        return Against(
            account=opened.account,
            milestones={kind.milestone.id: kind.milestone},
            cefr=self._wb.catalogue.cefr,
            follow_up=self._wb.catalogue.follow_up,
            today=today,
            units=self._wb.catalogue.units,
        )


def _by_milestone(tries: Sequence[PastTry]) -> dict[MilestoneId, list[PastTry]]:
    found: dict[MilestoneId, list[PastTry]] = defaultdict(list)
    for one in tries:
        found[one.card.milestone.id].append(one)
    return found


def _past(one: PastTry) -> Past:
    sheet = one.card.sheet
    return Past(
        rubric=sheet.milestone,
        result=one.result,
        day=one.day,
        number=one.number,
        proposal=sheet.assessment.proposal,
        ratings=tuple(line.rating for line in sheet.lines if line.rating),
        criticals=tuple(fact(noted) for noted in sheet.criticals),
    )
