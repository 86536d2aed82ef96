"""Routes: which milestones an account asks for, and how one person stands against another account.

Scores move with the person where the criterion is the same: same id, same anchors, still valid. The latest supervised
try counts, and the cut-off of the new account applies to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.model.score import Rating, RouteFit
from domain.model.terms import MilestoneId, Proposal, Result
from domain.rules.path import route
from domain.rules.points import is_observed
from domain.rules.results import assess, criterion_of, hurdles_of, missed_hurdle

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from domain.model.catalogue import Account, Criterion, Milestone, Unit
    from domain.model.follow_up import FollowUp
    from domain.model.score import Assessment, CriticalFact, Miss

_VALID_KEYS = {
    "ex.spoken_level": "spoken_level",
    "ex.listening": "listening",
    "ex.reading": "reading",
    "ex.grammar": "grammar",
    "ex.typing_speed": "typing",
    "ex.typing_accuracy": "typing",
    "ex.data_entry": "typing",
    "ex.policy": "reading",
}
"""The exam's scores age one by one, under these keys of `score_valid_days`; all others age with their milestone."""
_MEASURED = frozenset({Result.PASSED, Result.NOT_YET, Result.INCOMPLETE})
_DECIDED = frozenset({Result.PASSED, Result.NOT_YET})


@dataclass(frozen=True, slots=True)
class Past:
    """A finished attempt of a person, as far as it may count on another route."""

    rubric: Milestone
    """The milestone as it was rated then."""
    result: Result
    day: date
    number: int = 1
    """Of two tries on one day the higher number is the later one."""
    proposal: Proposal | None = None
    """What the rules proposed then; None where that is not known."""
    ratings: tuple[Rating, ...] = ()
    """The final ones, after two raters were combined."""
    criticals: tuple[CriticalFact, ...] = ()

    @property
    def values(self) -> dict[str, float]:
        """What was observed, by criterion id."""
        criteria = {criterion.id: criterion for criterion in self.rubric.criteria}
        return {
            rating.criterion: rating.value
            for rating in self.ratings
            if rating.criterion in criteria and is_observed(criteria[rating.criterion], rating)
        }


@dataclass(frozen=True, slots=True)
class Against:
    """The account that past attempts are held against, with all that is needed to judge them."""

    account: Account
    milestones: Mapping[MilestoneId, Milestone]
    """As this account uses them: its weights, cut-offs and anchors resolved."""
    cefr: Mapping[str, float]
    follow_up: FollowUp
    today: date
    units: Mapping[str, Unit] | None = None
    added_tests: tuple[MilestoneId, ...] = ()


def valid_days(follow_up: FollowUp, milestone: MilestoneId, criterion: str) -> int | None:
    """Days for which a score counts elsewhere; None where the follow-up data sets no limit."""
    return follow_up.score_valid_days.get(_VALID_KEYS.get(criterion, milestone))


def fits(against: Against, past: Iterable[Past]) -> RouteFit:
    """How a person's finished attempts stand against an account: hurdles met, missed and unknown; valid; left.

    `past` may hold attempts of any application of the person. Void attempts, no-shows and those on hold give no values.
    A passed attempt counts while it is valid and meets the account's hurdles; a not-yet counts where the rules proposed
    it, and propose passed under this account's cut-offs. A job offer never moves.
    """
    tries = sorted(past, key=lambda attempt: (attempt.day, attempt.number))
    latest = _latest_values(against, tries)
    met, misses, unknown = _hurdles(against, latest)
    path = route(against.account, against.added_tests)
    valid = still_valid(against, tries)
    return RouteFit(
        account=against.account.id,
        met=met,
        misses=misses,
        unknown=unknown,
        valid=valid,
        left=tuple(step for step in path if step not in valid),
    )


def still_valid(against: Against, past: Iterable[Past]) -> tuple[MilestoneId, ...]:
    """The milestones of an account's route that a person's finished attempts spare them, as `fits` has them."""
    tries = sorted(past, key=lambda attempt: (attempt.day, attempt.number))
    decided = {attempt.rubric.id: attempt for attempt in tries if attempt.result in _DECIDED}
    path = route(against.account, against.added_tests)
    return tuple(step for step in path if step in decided and _still_counts(against, decided[step]))


def rank(found: Iterable[RouteFit]) -> tuple[RouteFit, ...]:
    """Accounts in the order to offer them: no hurdle missed first, then the fewest milestones left to do."""
    return tuple(sorted(found, key=lambda fit: (len(fit.misses), len(fit.left), len(fit.unknown), fit.account)))


def _latest_values(against: Against, tries: Iterable[Past]) -> dict[str, float]:
    """The latest valid value of each criterion; a later try replaces an earlier one, better or not."""
    latest: dict[str, float] = {}
    for attempt in tries:
        if attempt.result in _MEASURED:
            latest |= _moving_values(against, attempt)
    return latest


def _moving_values(against: Against, attempt: Past) -> dict[str, float]:
    """The values of one attempt that still hold on this account: same criterion, not too old."""
    there = against.milestones.get(attempt.rubric.id)
    if there is None:
        return {}
    wanted = {criterion.id: criterion for criterion in there.criteria}
    return {
        key: value
        for key, value in attempt.values.items()
        if key in wanted and _same(attempt.rubric.criterion(key), wanted[key]) and _is_valid(against, attempt, key)
    }


def _same(one: Criterion, other: Criterion) -> bool:
    """Rated against the same words on the same scale; weight and cut-off may differ."""
    return (one.scoring.type, one.scoring.unit, dict(one.anchors)) == (
        other.scoring.type,
        other.scoring.unit,
        dict(other.anchors),
    )


def _is_valid(against: Against, attempt: Past, criterion: str) -> bool:
    days = valid_days(against.follow_up, attempt.rubric.id, criterion)
    return days is None or (against.today - attempt.day).days <= days


def _hurdles(
    against: Against, latest: Mapping[str, float]
) -> tuple[tuple[str, ...], tuple[Miss, ...], tuple[str, ...]]:
    criteria = {criterion.id: criterion for step in against.milestones.values() for criterion in step.criteria}
    met, misses, unknown = [], [], []
    for key, need in against.account.hurdles.items():
        criterion = criterion_of(key)
        if criterion not in latest:
            unknown.append(key)
        elif miss := missed_hurdle(key, need, criteria[criterion], latest[criterion], against.cefr, against.units):
            misses.append(miss)
        else:
            met.append(key)
    return tuple(met), tuple(misses), tuple(unknown)


def _still_counts(against: Against, attempt: Past) -> bool:
    """Whether the latest decided try at a milestone spares the person that milestone on this account."""
    there = against.milestones.get(attempt.rubric.id)
    if there is None or there.id is MilestoneId.OFFER or not _all_move(against, attempt):
        return False
    again = _assessed_again(against, there, attempt)
    if attempt.result is Result.PASSED:
        hurdles = {criterion_of(key) for key in hurdles_of(against.account, there)}
        return not again.unobserved_hurdles and not any(miss.criterion in hurdles for miss in again.misses)
    return attempt.proposal is Proposal.NOT_YET and again.proposal is Proposal.PASSED


def _all_move(against: Against, attempt: Past) -> bool:
    """True where every value of the attempt holds here; an attempt without values ages with its milestone."""
    if not attempt.values:
        return _is_valid(against, attempt, "")
    return attempt.values.keys() == _moving_values(against, attempt).keys()


def _assessed_again(against: Against, there: Milestone, attempt: Past) -> Assessment:
    ratings = (Rating(key, observed=True, value=value) for key, value in attempt.values.items())
    hurdles = hurdles_of(against.account, there)
    return assess(there, ratings, attempt.criticals, hurdles, against.cefr, against.units)
