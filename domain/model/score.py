"""Ratings, and what the rules make of them."""

from __future__ import annotations

from domain.model.lazily import dataclass
from domain.model.terms import ErrorEffect, MilestoneId, Proposal


@dataclass(frozen=True, slots=True)
class Rating:
    """What one rater entered for one criterion."""

    criterion: str
    observed: bool
    """False where the rater marked it 'not observed'."""
    value: float = 0.0
    """A rating 1-5 (a check: 5 yes, 1 no) or a measure in the criterion's unit; nothing when not observed."""


@dataclass(frozen=True, slots=True)
class CriticalFact:
    """A critical error as it stands in an attempt."""

    error: str
    effect: ErrorEffect
    confirmed: bool
    """True once a second person has put their name to it."""
    cleared: bool = False
    """True where it was looked into and does not stand."""


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """One criterion's part in a milestone score."""

    criterion: str
    weight: float
    points: float | None
    """0-100; None where not observed, not rated, or not scored at all."""

    @property
    def gap(self) -> float:
        """weight x (100 - points); 0 where there are no points."""
        return 0.0 if self.points is None else self.weight * (100.0 - self.points)


@dataclass(frozen=True, slots=True)
class Miss:
    """A hurdle or a minimum rating that was observed and not met."""

    key: str
    """The hurdle's key in the account, or the criterion id."""
    criterion: str
    name: str
    needed: str
    """In words with the unit: '30 words a minute', 'B2', 'at least 2'."""
    got: str
    """As needed, without the unit: '24', 'B1+', '1'; a check: 'no'."""
    short: float = 0.0
    """By how much it was missed, above 0, in the criterion's unit, levels or ratings."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the rules say about one attempt at one moment."""

    score: float | None
    """Milestone score 0-100 after a cap; None where nothing was observed."""
    coverage: float
    """Share 0-1 of the weights that was observed."""
    all_entered: bool
    """Every criterion has a rating or is marked not observed; only then may points be shown."""
    proposal: Proposal
    reason: str
    """One plain sentence for the recruiter: why this proposal."""
    scores: tuple[CriterionScore, ...]
    misses: tuple[Miss, ...] = ()
    unobserved_hurdles: tuple[str, ...] = ()
    capped: bool = False


@dataclass(frozen=True, slots=True)
class RouteFit:
    """How one person stands against another account."""

    account: str
    met: tuple[str, ...]
    misses: tuple[Miss, ...]
    unknown: tuple[str, ...]
    """Hurdles that nothing valid has measured yet."""
    valid: tuple[MilestoneId, ...]
    """Milestones whose passed attempt still counts there."""
    left: tuple[MilestoneId, ...]
    """What remains to be done there, in the order of its route."""

    @property
    def open(self) -> bool:
        """True where no hurdle is missed."""
        return not self.misses
