"""Second looks: when one is asked for, what two raters may still change, and what both together say.

Each rates alone; the final rating is the mean; what differs by 2 or more is talked over, and each may change it once
(rules.md, "More than one rater"). In the borderline band a second rater or a second scenario decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.terms import Proposal, Result, ScoringType
from domain.rules.results import TALK_OVER, combine

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from domain.model.catalogue import Milestone
    from domain.model.score import Assessment, Rating
    from domain.model.slip import Evidence

FIRST, SECOND = 0, 1
"""Numbers of the two cards of an attempt."""


def is_judged(milestone: Milestone) -> bool:
    """Whether people judge it; what is only measured or checked is the same whoever looks at it."""
    return any(one.scoring.type is ScoringType.BARS and one.weight > 0 for one in milestone.criteria)


def asks_for_second(milestone: Milestone, assessment: Assessment, result: Result) -> bool:
    """Whether one card alone is too close to the pass mark for this result.

    What a critical error holds down is not yet whoever looks at it; it takes a second look to pass.
    """
    if assessment.capped and result is Result.NOT_YET:
        return False
    return assessment.proposal is Proposal.BORDERLINE and is_judged(milestone)


def to_talk_over(first: Iterable[Rating], second: Iterable[Rating]) -> tuple[str, ...]:
    """Criteria on which two cards, as they were submitted, differ by 2 or more, in the order of the first."""
    return combine(first, second, talk_over=TALK_OVER).talk_over


def in_order(criteria: Sequence[str], talked_over: Collection[str]) -> tuple[str, ...]:
    """Criteria with those to be talked over first, each part in its own order."""
    return tuple(sorted(criteria, key=lambda criterion: criterion not in talked_over))


def as_submitted(now: Mapping[str, Rating], revised: Mapping[str, Rating]) -> dict[str, Rating]:
    """A card as it was when it was submitted: what stood before the first change in place of what was changed."""
    return {criterion: revised.get(criterion, rating) for criterion, rating in now.items()}


def evidence_of_both(first: Evidence, second: Evidence) -> Evidence:
    """The fuller of two pieces of evidence for one criterion; of two as full the first one's.

    A moment of one beside the words of another would tell of something that never happened.
    """
    return second if second.filled > first.filled else first
