"""Ways to fill in a score sheet: for every milestone a deck of cards from the weakest to the strongest.

A deck is fixed: it depends on the catalogue, never on the seed. So the same few hundred sheets serve a hub of any size,
and each is judged, and its slip worded, once.
"""

from __future__ import annotations

from random import Random
from statistics import NormalDist
from typing import TYPE_CHECKING

from domain.model.catalogue import HURDLE_CRITERIA
from domain.model.lazily import dataclass
from domain.model.terms import Direction, ErrorEffect, MilestoneId, Proposal, Result, ScoringType
from domain.workbook.founding import Entry, Noted
from seed.quotes import QUOTES
from seed.stages import EVERYBODY, STAGES

if TYPE_CHECKING:
    from domain.model.catalogue import Criterion, Milestone
    from domain.model.score import Assessment
    from domain.workbook.founding import Card, Founding, OpenClass

SLOTS = 20
"""Places in a deck; pass rates are multiples of a twentieth."""

_NORMAL = NormalDist()
_SPREAD = 13.0
"""Points of one standard deviation."""
_CLOSE = 4.0
"""Points by which a card may differ from what was aimed at."""
_LOWEST, _MEETS, _HIGHEST = 1.0, 3.0, 5.0
_STANDARD = 50.0
"""Points that mean 'meets the entry standard'."""
_STEP = 0.75
"""By how much a criterion is moved, on the scale of 1 to 5."""
_JUST_SHORT = 2.4
_TRIES = 60
_FITS = {
    Result.PASSED: (Proposal.PASSED, Proposal.BORDERLINE),
    Result.NOT_YET: (Proposal.NOT_YET, Proposal.BORDERLINE),
}
_SHORT_OF = ("ex.typing_speed", "ex.spoken_level", "ex.listening")
"""Measures that a person misses alone who does well in all else."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One card with how it is decided."""

    card: Card
    result: Result


class Decks:
    """Every card of the hub; each is made when it is first drawn."""

    size = SLOTS
    """Places from the weakest to the strongest."""

    def __init__(self, book: Founding, *, few: bool = False) -> None:
        """Take a book; `few` lets two neighbours share a card where they are decided alike."""
        self._book = book
        self._same = 2 if few else 1
        self._slots: dict[object, Slot] = {}

    def slot(self, opened: OpenClass, milestone: MilestoneId, index: int) -> Slot:
        """The card at a place of the deck, 0 to size - 1."""
        index = self._shared(milestone, index)
        key = (self._book.mark(opened, milestone), index)
        found = self._slots.get(key)
        if found is None:
            found = self._slots[key] = _Maker(self._book, opened, milestone, index).slot()
        return found

    def _shared(self, milestone: MilestoneId, index: int) -> int:
        first = index - index % self._same
        return first if decided(milestone, first) is decided(milestone, index) else index

    def decided_by_error(
        self, opened: OpenClass, milestone: MilestoneId, effect: ErrorEffect, index: int, who: str
    ) -> Card | None:
        """The card at a place with a critical error of that effect on it, confirmed by a colleague."""
        errors = self._book.milestone(opened, milestone).critical_errors
        wanted = [one for one in errors if one.effect is effect and one.id in QUOTES]
        if not wanted:
            return None
        error = wanted[index % len(wanted)]
        second = EVERYBODY[(EVERYBODY.index(who) + 1) % len(EVERYBODY)]
        base = self.slot(opened, milestone, index).card
        return self._book.card(opened, milestone, entries_of(base), (Noted(error.id, QUOTES[error.id], second),))

    def begun(self, opened: OpenClass, milestone: MilestoneId, index: int, entered: int) -> Card:
        """The card at a place with only the first criteria filled in."""
        entries = entries_of(self.slot(opened, milestone, index).card)
        return self._book.card(opened, milestone, entries[:entered])


def decided(milestone: MilestoneId, index: int) -> Result:
    """How the card at a place of a deck is decided: the share that passes is that of the stage."""
    return Result.PASSED if (index + 0.5) / SLOTS > 1.0 - STAGES[milestone].passes else Result.NOT_YET


def entries_of(card: Card) -> tuple[Entry, ...]:
    """What was entered on a card."""
    return tuple(
        Entry(
            line.criterion.id,
            line.rating.value if line.rating.observed else None,
            next((at for at, chip in enumerate(line.criterion.chips, 1) if chip.act == line.evidence.act), 0),
        )
        for line in card.sheet.lines
        if line.rating
    )


class _Maker:
    """Finds ratings that score what a place of the deck should score, by the rules' own count."""

    def __init__(self, book: Founding, opened: OpenClass, milestone: MilestoneId, index: int) -> None:
        self._book = book
        self._opened = opened
        self._milestone: Milestone = book.milestone(opened, milestone)
        self._index = index
        self._random = Random(f"{milestone}/{index}")
        self._result = decided(milestone, index)
        self._short = self._short_of(milestone)
        above = _NORMAL.inv_cdf((index + 0.5) / SLOTS) - _NORMAL.inv_cdf(1.0 - STAGES[milestone].passes)
        aim = self._milestone.pass_mark + (8.0 if self._short else _SPREAD * above)
        self._aim = min(96.0, max(6.0, aim))
        self._skipped = self._not_observed()
        self._levels = {
            criterion.id: _clamp(_LOWEST + self._aim / 25.0 + self._random.gauss(0.0, 0.8))
            for criterion in self._milestone.criteria
        }
        if self._short:
            self._levels[self._short] = _JUST_SHORT

    def slot(self) -> Slot:
        """The card with its decision; RuntimeError where the catalogue allows none."""
        for tried in range(_TRIES):
            assessment = self._card({}).assessment
            off = self._aim - (assessment.score or 0.0)
            if self._mend(assessment):
                continue
            if assessment.proposal in _FITS[self._result] and self._is_close(off, tried):
                return Slot(self._card(self._chips(assessment)), self._result)
            self._nudge(assessment, off)
        raise RuntimeError(f"no card for {self._milestone.name} that is {self._result}")

    def _short_of(self, milestone: MilestoneId) -> str:
        """The one measure that this card misses, on every fourth card of an exam that is not passed; '' on others."""
        if milestone is not MilestoneId.EXAM or self._result is Result.PASSED or self._index % 4 != 1:
            return ""
        hurdles = {HURDLE_CRITERIA.get(key, key) for key in self._opened.account.hurdles}
        wanted = [key for key in _SHORT_OF if key in hurdles]
        return wanted[self._index // 4 % len(wanted)] if wanted else ""

    def _not_observed(self) -> str:
        """A light criterion that nobody saw, on every fifth card."""
        needed = {HURDLE_CRITERIA.get(key, key) for key in self._opened.account.hurdles}
        free = [one for one in self._milestone.criteria if one.id not in needed and one.min_score is None]
        if self._index % 5 != 3 or not free:
            return ""
        return min(free, key=lambda one: one.weight).id

    def _mend(self, assessment: Assessment) -> bool:
        """Lifts what misses a hurdle on cards that pass, or that miss one measure only; True where there was any."""
        if self._result is not Result.PASSED and not self._short:
            return False
        missed = [miss.criterion for miss in assessment.misses if miss.criterion != self._short]
        for criterion in missed:
            self._levels[criterion] = max(_MEETS, self._levels[criterion] + 0.25)
        return bool(missed)

    def _nudge(self, assessment: Assessment, off: float) -> None:
        """Some criteria go up or down a little, as many as it takes."""
        wrong = assessment.proposal not in _FITS[self._result]
        up = self._result is Result.PASSED if wrong and abs(off) <= _CLOSE else off > 0
        able = [key for key in self._levels if key != self._short and not self._stuck(key, up)]
        enough = max(1, round(abs(off) * len(self._levels) / (25.0 * _STEP)))
        for key in self._random.sample(able, min(enough, len(able))):
            self._levels[key] = _clamp(self._levels[key] + (_STEP if up else -_STEP))

    def _stuck(self, criterion: str, up: bool) -> bool:
        return self._levels[criterion] >= _HIGHEST if up else self._levels[criterion] <= _LOWEST

    def _is_close(self, off: float, tried: int) -> bool:
        """Close enough to the aim, a little wider after every try, or as close as it gets."""
        at_the_end = all(self._stuck(key, off > 0) for key in self._levels if key != self._short)
        return abs(off) <= _CLOSE + tried / 3 or at_the_end

    def _card(self, chips: dict[str, int]) -> Card:
        entries = tuple(
            Entry(
                one.id,
                None if one.id == self._skipped else _value(self._book, one, self._levels[one.id]),
                chips.get(one.id, 0),
            )
            for one in self._milestone.criteria
        )
        return self._book.card(self._opened, self._milestone.id, entries)

    def _chips(self, assessment: Assessment) -> dict[str, int]:
        """Evidence for what the slip will speak of: the missed and the largest gaps, and the strongest points."""
        scored = [score for score in assessment.scores if score.points is not None]
        gaps = [score.criterion for score in sorted(scored, key=lambda one: -one.gap) if score.gap > 0]
        weak = list(dict.fromkeys([*(miss.criterion for miss in assessment.misses), *gaps[:2]]))[:3]
        rest = [score for score in scored if score.criterion not in weak]
        good = [score for score in rest if (score.points or 0.0) >= _STANDARD] or rest
        strong = sorted(good, key=lambda one: -one.weight * (one.points or 0.0))[:2]
        wanted = dict.fromkeys(weak, False) | {score.criterion: True for score in strong}
        return {key: self._chip(self._milestone.criterion(key), good) for key, good in wanted.items()}

    def _chip(self, criterion: Criterion, good: bool) -> int:
        fitting = [at for at, chip in enumerate(criterion.chips, 1) if chip.good is good]
        return self._random.choice(fitting) if fitting else 0


def _value(book: Founding, criterion: Criterion, level: float) -> float:
    """What is entered for a level 1-5: the rating, yes or no, or a measure between floor and target."""
    scoring = criterion.scoring
    if scoring.type is ScoringType.CHECK:
        return 5.0 if level >= _MEETS else 1.0
    if scoring.type is not ScoringType.NUMERIC:
        return float(round(level))
    low, high = (scoring.floor, scoring.pass_at) if level < _MEETS else (scoring.pass_at, scoring.target)
    part = (level - _LOWEST) / 2.0 if level < _MEETS else (level - _MEETS) / 2.0
    measure = low + (high - low) * part
    if scoring.unit == "cefr":
        return min(sorted(book.wb.catalogue.cefr.values()), key=lambda known: abs(known - measure))
    digits = 1 if scoring.direction is Direction.LOWER and scoring.floor < 10 else 0
    return book.rooms.reachable(criterion.id, round(measure, digits), up=level >= _MEETS)


def _clamp(level: float) -> float:
    return min(_HIGHEST, max(_LOWEST, level))
