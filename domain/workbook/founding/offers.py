"""How a traveller's attempts stand against other accounts, worked out once for every kind of attempt."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
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
Worth = tuple[tuple[str, RouteFit], ...]
"""What tries at one milestone are worth, by account."""


class Offers:
    """Fits of tries to accounts.

    A criterion belongs to one milestone, so tries at different milestones never touch each other: each milestone is
    held against an account by itself, with the rules' own `fits`, and the answers are put together.
    """

    def __init__(self, wb: Workbook, classes: Classes) -> None:
        self._wb = wb
        self._classes = classes
        self._parts: dict[object, RouteFit] = {}
        self._worths: dict[object, Worth] = {}
        self._same: dict[Worth, Worth] = {}
        self._open_to: dict[object, tuple[Fit, ...]] = {}
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
        mine = frozenset(one.id for one in taken)
        classes = tuple(one for one in self._classes.all if one.at <= at and one.id not in mine)
        worths = tuple(self._worth(step, tries[step], today) for step in tries)
        key = (classes, frozenset(map(id, worths)))
        found = self._open_to.get(key)
        if found is None:
            found = self._open_to[key] = _in_order(classes, worths)
        return found

    def brought(self, opened: OpenClass, tries: Tries, today: date) -> tuple[int, ...]:
        """The newest decided attempt at every milestone that still counts on the account of a class."""
        valid = _together(opened, tuple(self._worth(step, tries[step], today) for step in tries)).valid
        return tuple([one.attempt for one in tries[step] if one.result in DECIDED][-1] for step in valid)

    def _worth(self, step: MilestoneId, tries: Sequence[PastTry], today: date) -> Worth:
        """What the tries at one milestone are worth on each account; one object for all that are worth the same."""
        age = tuple((one.card, one.result, bisect_left(self._limits, (today - one.day).days)) for one in tries)
        key = (age, len(self._classes.all))
        found = self._worths.get(key)
        if found is None:
            accounts = {one.account.id: one for one in self._classes.all}
            parts = tuple((name, self._part(one, step, tries, age, today)) for name, one in sorted(accounts.items()))
            found = self._worths[key] = self._same.setdefault(parts, parts)
        return found

    def _part(
        self, opened: OpenClass, step: MilestoneId, tries: Sequence[PastTry], age: object, today: date
    ) -> RouteFit:
        """The same on every account that assesses the milestone in the same way."""
        kind = self._classes.kind(opened, step)
        key = (kind.mark, step in opened.path, age)
        found = self._parts.get(key)
        if found is None:
            found = fits(self._held_against(opened, kind, today), [_past(one) for one in tries])
            # What is said about the rest of a route is put together later.
            found = self._parts[key] = replace(found, account="", unknown=(), left=())
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


def _in_order(classes: Iterable[OpenClass], worths: Sequence[Worth]) -> tuple[Fit, ...]:
    """One class of each account whose hurdles are not missed, in the order to offer."""
    first: dict[str, OpenClass] = {}
    for one in classes:
        first.setdefault(one.account.id, one)
    found = {name: Fit(one.row, _together(one, worths)) for name, one in first.items()}
    return tuple(found[fit.account] for fit in rank(fit.fit for fit in found.values()) if fit.open)


def _together(opened: OpenClass, worths: Sequence[Worth]) -> RouteFit:
    """What tries at several milestones are worth on the account of a class."""
    parts = [dict(worth)[opened.account.id] for worth in worths]
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
