"""How a traveller's attempts stand against other accounts, worked out once for every kind of attempt."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.model.score import RouteFit
from domain.model.terms import MilestoneId, Result
from domain.rules.results import hurdles_of
from domain.rules.routes import Against, Past, fits, rank
from domain.workbook import fitting
from domain.workbook.attempts import fact
from domain.workbook.fitting import Fit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

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


Tries = Mapping[MilestoneId, Sequence[PastTry]]
"""A person's finished attempts by milestone, in their order."""


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

    def named(self, tries: Tries, account: str, taken: Iterable[OpenClass], at: int, today: date) -> tuple[str, ...]:
        """The other accounts that a slip names after a not yet; none before a hurdle of any account was measured."""
        if self._measuring.isdisjoint(tries):
            return ()
        return fitting.worth_naming(self.open_to(tries, taken, at, today), account)

    def open_to(self, tries: Tries, taken: Iterable[OpenClass], at: int, today: date) -> tuple[Fit, ...]:
        """Of every account whose hurdles are not missed, one class that was open at a moment, in the order to offer.

        Classes in `taken` are left out.
        """
        if not tries:
            return ()
        mine = set(taken)
        ages = self._ages(tries, today)
        found: dict[str, Fit | None] = {}
        for one in self._classes.all:
            if one not in mine and one.at <= at and one.account.id not in found:
                parts = self._parts_of(one, tries, ages, today, to_the_end=False)
                found[one.account.id] = None if parts[-1].misses else Fit(one.row, _together(one, parts))
        open_fits = {key: fit for key, fit in found.items() if fit}
        return tuple(open_fits[fit.account] for fit in rank(fit.fit for fit in open_fits.values()))

    def brought(self, opened: OpenClass, tries: Tries, today: date) -> tuple[int, ...]:
        """The newest decided attempt at every milestone that still counts on the account of a class."""
        valid = _together(opened, self._parts_of(opened, tries, self._ages(tries, today), today)).valid
        return tuple([one.attempt for one in tries[step] if one.result in DECIDED][-1] for step in valid)

    def _ages(self, tries: Tries, today: date) -> dict[MilestoneId, object]:
        """What tells tries apart that are worth something else: their cards, results, and whether they are too old.

        Milestones that measure a hurdle come first, because a miss there settles it.
        """
        return {
            step: tuple(
                (one.card, one.result, bisect_left(self._limits, (today - one.day).days)) for one in tries[step]
            )
            for step in sorted(tries, key=lambda step: step not in self._measuring)
        }

    def _parts_of(
        self,
        opened: OpenClass,
        tries: Tries,
        ages: dict[MilestoneId, object],
        today: date,
        *,
        to_the_end: bool = True,
    ) -> list[RouteFit]:
        """What the tries at each milestone are worth, at least one, until the first miss unless asked `to_the_end`.

        It is the same on every account that assesses the milestone in the same way.
        """
        parts = []
        for step, age in ages.items():
            kind = self._classes.kind(opened, step)
            key = (kind.mark, step in opened.path, age)
            part = self._parts.get(key)
            if part is None:
                against = self._held_against(opened, kind, today)
                part = self._parts[key] = fits(against, [_past(one) for one in tries[step]])
            parts.append(part)
            if part.misses and not to_the_end:
                break
        return parts

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


def _together(opened: OpenClass, parts: Sequence[RouteFit]) -> RouteFit:
    """What tries at several milestones are worth on the account of a class."""
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
