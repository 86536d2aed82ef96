"""A milestone as one account wants it: its weights, its anchors, its cut-offs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from domain.model.catalogue import HURDLE_CRITERIA, Account, Criterion, Milestone, Scoring
from domain.model.errors import CatalogueError
from domain.model.terms import Direction, ScoringType

if TYPE_CHECKING:
    from collections.abc import Mapping

_PERCENT_TOP = 100.0


def resolve(milestone: Milestone, account: Account, cefr: Mapping[str, float]) -> Milestone:
    """The milestone with the account's pass mark, criterion weights, anchors, hurdles and numeric cut-offs in place.

    A cut-off becomes `pass_at`, so that meeting it is worth 50 points. Where it reaches the target, the target moves
    up to stand as far beyond the cut-off as it stood beyond the shipped pass, but no further than the top of a
    percentage or of the level scale; only a cut-off at that top keeps its target beyond it. A cut-off that reaches the
    floor moves the floor down by the same distance, not below 0. Where lower is better, all of this is mirrored.

    `cefr` gives a level name its number. Raises CatalogueError for a level name that is not in it.
    """
    weights = account.criterion_weights.get(milestone.id, {})
    cuts = cut_offs(account, cefr)
    criteria = tuple(
        replace(
            criterion,
            weight=weights.get(criterion.id, criterion.weight),
            anchors={**criterion.anchors, **account.anchor_overrides.get(criterion.id, {})},
            scoring=_with_cut(criterion, cuts, max(cefr.values(), default=0.0)),
        )
        for criterion in milestone.criteria
    )
    own = {criterion.id for criterion in criteria}
    return replace(
        milestone,
        criteria=criteria,
        pass_mark=account.pass_marks.get(milestone.id, milestone.pass_mark),
        hurdles={key: value for key, value in account.hurdles.items() if HURDLE_CRITERIA.get(key, key) in own},
    )


def cut_offs(account: Account, cefr: Mapping[str, float]) -> dict[str, float]:
    """The account's cut-offs and hurdles by criterion id, level names as numbers; ratings 1-5 for rated criteria."""
    asked = {key: _number(account, f"cut-off {key}", value, cefr) for key, value in account.cut_offs.items()}
    for key, value in account.hurdles.items():
        asked[HURDLE_CRITERIA.get(key, key)] = _number(account, f"hurdle {key}", value, cefr)
    return asked


def _number(account: Account, key: str, value: float | str, cefr: Mapping[str, float]) -> float:
    if not isinstance(value, str):
        return value
    if value not in cefr:
        raise CatalogueError(
            f"Account {account.id}, {key}: there is no level {value}.",
            f"The levels are {', '.join(cefr)}.",
        )
    return cefr[value]


def _with_cut(criterion: Criterion, cuts: Mapping[str, float], top_level: float) -> Scoring:
    scoring = criterion.scoring
    if scoring.type is not ScoringType.NUMERIC or criterion.id not in cuts:
        return scoring
    cut = cuts[criterion.id]
    if scoring.direction is Direction.LOWER:
        return replace(scoring, pass_at=cut, floor=_lower_floor(scoring, cut), target=_lower_target(scoring, cut))
    top = {"percent": _PERCENT_TOP, "cefr": top_level}.get(scoring.unit)
    return replace(scoring, pass_at=cut, floor=_higher_floor(scoring, cut), target=_higher_target(scoring, cut, top))


def _higher_target(scoring: Scoring, cut: float, top: float | None) -> float:
    if cut < scoring.target:
        return scoring.target
    moved = cut + scoring.target - scoring.pass_at
    return min(moved, top) if top is not None and cut < top else moved


def _higher_floor(scoring: Scoring, cut: float) -> float:
    if cut > scoring.floor:
        return scoring.floor
    moved = cut - (scoring.pass_at - scoring.floor)
    return max(moved, 0.0) if cut > 0 else moved


def _lower_target(scoring: Scoring, cut: float) -> float:
    if cut > scoring.target:
        return scoring.target
    moved = cut - (scoring.pass_at - scoring.target)
    return max(moved, 0.0) if cut > 0 else moved


def _lower_floor(scoring: Scoring, cut: float) -> float:
    return scoring.floor if cut < scoring.floor else cut + scoring.floor - scoring.pass_at
