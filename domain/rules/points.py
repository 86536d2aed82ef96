"""Points: how a rating or a measure becomes 0-100, and how points become a milestone score.

50 points mean "meets the entry standard" everywhere: a rating of 3, or a measure at the pass value. Milestones are
taken as one account uses them: its weights and cut-offs are already in them. Formulas: rules.md, "Points".
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from domain.model.errors import BadInput
from domain.model.score import CriterionScore, Rating
from domain.model.terms import Direction, ScoringType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from domain.model.catalogue import Criterion, Milestone, Scoring, Unit
    from domain.model.terms import MilestoneId

NO, YES = 1, 5
"""How a check is stored."""
LOWEST, HIGHEST = 1, 5
"""The ends of the rating scale."""
EMPTY = 0
"""On the rating scale 0 is 'not observed', never a low score; as a measure 0 is a measure."""
EXACT = 9
"""Decimals kept, so that a sum that should be 55 is not 54.999999999999996 at a pass mark."""


class Composite(NamedTuple):
    """The weighted score over the finished milestones of an account, never shown without its count."""

    total: float | None
    """0-100; None while nothing that carries a weight is finished."""
    done: int
    of: int


def check_value(scoring: Scoring, unit: Unit | None, value: float) -> None:
    """Refuse what cannot be a value of such a criterion.

    Allowed: a rating or a coaching mark 1-5 in whole numbers, a check 1 (no) or 5 (yes), a measure within the unit's
    `low`..`high`. Raises BadInput naming the allowed range.
    """
    if scoring.type is ScoringType.NUMERIC:
        _check_measure(scoring, unit, value)
    elif scoring.type is ScoringType.CHECK:
        if value not in (NO, YES):
            raise BadInput(f"{_number(value)} is no answer to a check.", "A check is 5 for yes or 1 for no.")
    elif not math.isfinite(value) or value != int(value) or not LOWEST <= value <= HIGHEST:
        raise BadInput(f"{_number(value)} is no rating.", "A rating is a whole number from 1 to 5.")


def _check_measure(scoring: Scoring, unit: Unit | None, value: float) -> None:
    if unit is None:
        raise BadInput(f'The unit "{scoring.unit}" is not known, so {_number(value)} cannot be checked.')
    if not math.isfinite(value) or not unit.low <= value <= unit.high:
        raise BadInput(
            f"{_number(value)} {unit.name} is out of range.",
            f"Enter {_number(unit.low)} to {_number(unit.high)}.",
        )


def criterion_points(scoring: Scoring, value: float) -> float | None:
    """Points 0-100 for a rating (a check: 5 yes, 1 no) or a measure; None for coaching, and for a rating of 0.

    Bars and checks: 25 (value - 1), so that the mean of two raters' checks is the mean of their points. Measures:
    `_measure_points`.
    """
    if scoring.type is ScoringType.COACHING:
        return None
    if scoring.type is ScoringType.NUMERIC:
        return _clamp(_measure_points(scoring, value))
    if value == EMPTY:
        return None
    return _clamp(25.0 * (value - 1.0))


def _measure_points(scoring: Scoring, value: float) -> float:
    """0 at or below the floor, 50 at the pass value, 100 at the target; straight lines between.

    Lower is better: all four change their sign. The pass value is looked at first: an account may set its cut-off at or
    beyond floor or target, and who meets it still has 50.
    """
    sign = -1.0 if scoring.direction is Direction.LOWER else 1.0
    x, floor, pass_at, target = (sign * number for number in (value, scoring.floor, scoring.pass_at, scoring.target))
    if x == pass_at:
        return 50.0
    if x < pass_at:
        return 0.0 if x <= floor else 50.0 * (x - floor) / (pass_at - floor)
    return 100.0 if x >= target else 50.0 + 50.0 * (x - pass_at) / (target - pass_at)


def is_observed(criterion: Criterion, rating: Rating | None) -> bool:
    """True where a value stands: rated, not marked 'not observed', and not 0 on the rating scale."""
    if rating is None or not rating.observed:
        return False
    return criterion.scoring.type is ScoringType.NUMERIC or rating.value != EMPTY


def by_criterion(milestone: Milestone, ratings: Iterable[Rating]) -> dict[str, Rating]:
    """One card's ratings by criterion id.

    Raises BadInput for a criterion that the milestone does not have, and for one that was entered twice.
    """
    known = {criterion.id for criterion in milestone.criteria}
    card: dict[str, Rating] = {}
    for rating in ratings:
        if rating.criterion not in known:
            raise BadInput(f'{milestone.name} has no criterion "{rating.criterion}".', "Rate one that it has.")
        if rating.criterion in card:
            raise BadInput(f'"{rating.criterion}" stands twice on one card.', "Combine the cards of two raters first.")
        card[rating.criterion] = rating
    return card


def milestone_score(milestone: Milestone, ratings: Iterable[Rating]) -> tuple[CriterionScore, ...]:
    """Each criterion's weight and points, in the order of the milestone; coaching has weight 0 and no points.

    Raises BadInput for a rating of a criterion that is not there or stands twice.
    """
    card = by_criterion(milestone, ratings)
    return tuple(_criterion_score(criterion, card.get(criterion.id)) for criterion in milestone.criteria)


def _criterion_score(criterion: Criterion, rating: Rating | None) -> CriterionScore:
    weight = 0.0 if criterion.scoring.type is ScoringType.COACHING else criterion.weight
    if rating is None or not is_observed(criterion, rating):
        return CriterionScore(criterion.id, weight, None)
    return CriterionScore(criterion.id, weight, criterion_points(criterion.scoring, rating.value))


def weighted_score(scores: Iterable[CriterionScore]) -> float | None:
    """S = sum(w P) / sum(w) over what was observed, 0-100; None where nothing with a weight was."""
    observed = [(score.weight, score.points) for score in scores if score.points is not None]
    weight = math.fsum(weight for weight, _ in observed)
    if weight <= 0:
        return None
    return round(math.fsum(weight * points for weight, points in observed) / weight, EXACT)


def coverage(scores: Iterable[CriterionScore]) -> float:
    """C = observed weights / all weights, 0-1; 0 where nothing carries a weight."""
    scores = tuple(scores)
    weight = math.fsum(score.weight for score in scores)
    if weight <= 0:
        return 0.0
    return round(math.fsum(score.weight for score in scores if score.points is not None) / weight, EXACT)


def composite(scores: Mapping[MilestoneId, float | None], weights: Mapping[MilestoneId, float]) -> Composite:
    """T = sum(W S) / sum(W) over the finished milestones that carry a weight on the account, with 'n of m done'.

    `scores` holds the milestone score 0-100 of each finished milestone; None, or nothing, where it is not finished.
    """
    applying = {milestone: weight for milestone, weight in weights.items() if weight > 0}
    done = [(weight, score) for key, weight in applying.items() if (score := scores.get(key)) is not None]
    if not done:
        return Composite(None, 0, len(applying))
    weight = math.fsum(weight for weight, _ in done)
    total = math.fsum(weight * score for weight, score in done) / weight
    return Composite(round(total, EXACT), len(done), len(applying))


def _clamp(points: float) -> float:
    return min(100.0, max(0.0, points))


def _number(value: float) -> str:
    return f"{value:g}"
