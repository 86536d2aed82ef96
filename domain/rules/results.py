"""Results: what the rules propose for one attempt, and why. A person decides.

The order is fixed (rules.md, "Result, in this order"): open hold, void, a critical error that decides the attempt, a
missed hurdle or minimum, incomplete, a cap, then the score against pass mark and band.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from domain.model.errors import BadInput
from domain.model.lazily import dataclass
from domain.model.score import Assessment, CriticalFact, Miss, Rating
from domain.model.terms import Direction, ErrorEffect, Proposal, ScoringType
from domain.rules.points import EXACT, YES, by_criterion, coverage, is_observed, milestone_score, weighted_score

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from domain.model.catalogue import Account, Criterion, Milestone, Unit
    from domain.model.score import CriterionScore

MIN_COVERAGE = 0.75
"""Share of the weights below which an attempt is incomplete; a default, a site may change it."""
TALK_OVER = 2.0
"""Two raters who differ by this much on a criterion talk it over."""
LEAN_SHOWN_FROM = 20
"""Shared people from which a rater's lean is shown."""

HURDLE_CRITERIA: dict[str, str] = {
    "cefr": "ex.spoken_level",
    "wpm": "ex.typing_speed",
    "typing_accuracy": "ex.typing_accuracy",
    "listening": "ex.listening",
    "reading": "ex.reading",
    "grammar": "ex.grammar",
}
"""The exam criterion behind each named hurdle; every other hurdle key is itself a criterion id."""
_HURDLE_NAMES = {
    "cefr": "Spoken level",
    "wpm": "Typing",
    "typing_accuracy": "Typing accuracy",
    "listening": "Listening",
    "reading": "Reading",
    "grammar": "Grammar",
}
_LEVEL_UNIT = "cefr"
_BY_ERROR = (
    (ErrorEffect.PARK, Proposal.ON_HOLD, "On hold as unreachable"),
    (ErrorEffect.VOID, Proposal.VOID, "Does not count, they can retake it today"),
    (ErrorEffect.FAIL_ATTEMPT, Proposal.NOT_YET, "A confirmed critical error decides"),
    (ErrorEffect.REROUTE, Proposal.NOT_YET, "Not this account, other routes are open"),
)
"""What a confirmed critical error decides, in this order."""


@dataclass(frozen=True, slots=True)
class Combined:
    """The cards of several raters as one."""

    ratings: tuple[Rating, ...]
    """The mean by criterion, over those who observed it."""
    talk_over: tuple[str, ...]
    """Criteria on which the raters differ by 2 or more: each may change once, after talking."""


def criterion_of(key: str) -> str:
    """The criterion that a hurdle of an account measures."""
    return HURDLE_CRITERIA.get(key, key)


def hurdles_of(account: Account, milestone: Milestone) -> dict[str, float | str]:
    """The account's hurdles that this milestone measures, by their key in the account."""
    return own_hurdles(account.hurdles, milestone)


def own_hurdles(hurdles: Mapping[str, float | str], milestone: Milestone) -> dict[str, float | str]:
    """Those of the hurdles whose criterion belongs to this milestone."""
    known = {criterion.id for criterion in milestone.criteria}
    return {key: need for key, need in hurdles.items() if criterion_of(key) in known}


def cut_off(need: float | str, cefr: Mapping[str, float]) -> float:
    """A hurdle as a number: level names by the scale, the rest as it stands. BadInput for an unknown level."""
    if not isinstance(need, str):
        return float(need)
    if need not in cefr:
        raise BadInput(f'"{need}" is no level of the scale.', f"Use one of {', '.join(cefr)}.")
    return cefr[need]


def level_name(value: float, cefr: Mapping[str, float]) -> str:
    """The highest level that a number reaches: 3.7 is 'B1+'; the number itself where it reaches none."""
    reached = [(number, name) for name, number in cefr.items() if number <= value]
    return max(reached)[1] if reached else f"{value:g}"


def missed_hurdle(
    key: str,
    need: float | str,
    criterion: Criterion,
    value: float,
    cefr: Mapping[str, float],
    units: Mapping[str, Unit] | None = None,
) -> Miss | None:
    """How an observed value misses a hurdle of an account; None where it is met.

    A rating hurdle asks for at least that rating 1-5, where a check counts yes as 5 and no as 1. A measure hurdle asks
    for at least, or where less is better at most, that measure.
    """
    return _miss(key, _HURDLE_NAMES.get(key, criterion.name), cut_off(need, cefr), criterion, value, cefr, units or {})


def _miss(
    key: str,
    name: str,
    need: float,
    criterion: Criterion,
    value: float,
    cefr: Mapping[str, float],
    units: Mapping[str, Unit],
) -> Miss | None:
    short = round(value - need if _less_is_better(criterion) else need - value, EXACT)
    if short <= 0:
        return None
    needed, got = _in_words(criterion, need, value, cefr, units)
    return Miss(key, criterion.id, name, needed, got, short)


def _less_is_better(criterion: Criterion) -> bool:
    return criterion.scoring.type is ScoringType.NUMERIC and criterion.scoring.direction is Direction.LOWER


def _in_words(
    criterion: Criterion, need: float, value: float, cefr: Mapping[str, float], units: Mapping[str, Unit]
) -> tuple[str, str]:
    scoring = criterion.scoring
    if scoring.type is ScoringType.CHECK:
        return "yes", "no" if value == 1 else f"{value:g} of {YES}"
    if scoring.type is not ScoringType.NUMERIC:
        return f"at least {need:g}", f"{value:g}"
    if scoring.unit == _LEVEL_UNIT:
        return level_name(need, cefr), level_name(value, cefr)
    unit = units[scoring.unit].name if scoring.unit in units else scoring.unit.replace("_", " ")
    most = "at most " if scoring.direction is Direction.LOWER else ""
    return f"{most}{need:g} {unit}", f"{value:g}"


def assess(
    milestone: Milestone,
    ratings: Iterable[Rating],
    criticals: Iterable[CriticalFact],
    hurdles: Mapping[str, float | str],
    cefr: Mapping[str, float],
    units: Mapping[str, Unit] | None = None,
    *,
    min_coverage: float = MIN_COVERAGE,
    band: bool = True,
) -> Assessment:
    """What the rules say about one attempt at this moment.

    `milestone` is as the account uses it (weights and cut-offs resolved; its `borderline`, default 5 points, is half
    the band); `ratings` is one card or the combination of several; of `hurdles` only those count that this milestone
    measures; `units` gives measures their names; `min_coverage` 0-1, default 0.75; without `band` the pass mark alone
    decides, as after a second look. The order in which ratings and
    critical errors were entered never matters. Raises BadInput for a criterion that is not there or stands twice, and
    for a level that is not on the scale.
    """
    card = by_criterion(milestone, ratings)
    standing = tuple(fact for fact in criticals if not fact.cleared)
    hurdles = own_hurdles(hurdles, milestone)
    scores = milestone_score(milestone, card.values())
    raw, share = weighted_score(scores), coverage(scores)
    score = _capped(raw, milestone, standing)
    misses = _misses(milestone, card, hurdles, cefr, units or {})
    unobserved = tuple(key for key in hurdles if not _seen(milestone, card, criterion_of(key)))
    proposal, reason = (
        _decided_by_errors(milestone, standing)
        or _decided_by_misses(milestone, misses, hurdles)
        or _decided_by_gaps(milestone, score, share, min_coverage, unobserved)
        or _decided_by_score(milestone, score or 0.0, capped=score != raw, band=band)
    )
    return Assessment(
        score=score,
        coverage=share,
        all_entered=_all_entered(scores, card, hurdles),
        proposal=proposal,
        reason=reason,
        scores=scores,
        misses=misses,
        unobserved_hurdles=unobserved,
        capped=score != raw,
    )


def _capped(score: float | None, milestone: Milestone, standing: tuple[CriticalFact, ...]) -> float | None:
    """A confirmed cap holds the score one point under the pass mark at most; the proposal is borderline at best."""
    if score is None or _confirmed(standing, ErrorEffect.CAP) is None:
        return score
    return min(score, max(0.0, milestone.pass_mark - 1.0))


def _misses(
    milestone: Milestone,
    card: Mapping[str, Rating],
    hurdles: Mapping[str, float | str],
    cefr: Mapping[str, float],
    units: Mapping[str, Unit],
) -> tuple[Miss, ...]:
    """Every hurdle and minimum rating that was observed and missed; one criterion counts once, its hurdle first."""
    by_hurdle = {criterion_of(key): key for key in hurdles}
    found = []
    for criterion in milestone.criteria:
        rating = card.get(criterion.id)
        if rating is None or not is_observed(criterion, rating):
            continue
        key, miss = by_hurdle.get(criterion.id), None
        if key is not None:
            miss = missed_hurdle(key, hurdles[key], criterion, rating.value, cefr, units)
        if miss is None and criterion.min_score is not None:
            miss = _miss(criterion.id, criterion.name, criterion.min_score, criterion, rating.value, cefr, units)
        if miss is not None:
            found.append(miss)
    return tuple(found)


def _seen(milestone: Milestone, card: Mapping[str, Rating], criterion_id: str) -> bool:
    return is_observed(milestone.criterion(criterion_id), card.get(criterion_id))


def _all_entered(
    scores: tuple[CriterionScore, ...], card: Mapping[str, Rating], hurdles: Mapping[str, float | str]
) -> bool:
    needed = {score.criterion for score in scores if score.weight > 0} | {criterion_of(key) for key in hurdles}
    return needed <= card.keys()


def _confirmed(standing: tuple[CriticalFact, ...], effect: ErrorEffect) -> CriticalFact | None:
    """The confirmed error of that effect; the first by id where there are several, so that order never matters."""
    found = [fact for fact in standing if fact.effect is effect and fact.confirmed]
    return min(found, key=lambda fact: fact.error) if found else None


def _decided_by_errors(milestone: Milestone, standing: tuple[CriticalFact, ...]) -> tuple[Proposal, str] | None:
    """On hold, void or not yet by a critical error. Only a hold works before a second person has confirmed it."""
    holds = [fact for fact in standing if fact.effect is ErrorEffect.HOLD]
    if holds:
        error = min(holds, key=lambda fact: fact.error)
        return Proposal.ON_HOLD, f"On hold until it is looked into: {_trigger(milestone, error)}"
    for effect, proposal, words in _BY_ERROR:
        found = _confirmed(standing, effect)
        if found is not None:
            return proposal, f"{words}: {_trigger(milestone, found)}"
    return None


def _trigger(milestone: Milestone, fact: CriticalFact) -> str:
    """The first sentence of what the error is, to stand after a colon."""
    text = next((error.trigger for error in milestone.critical_errors if error.id == fact.error), fact.error)
    first = text.split(". ")[0].rstrip(".")
    return f"{first[:1].lower()}{first[1:]}."


def _decided_by_misses(
    milestone: Milestone, misses: tuple[Miss, ...], hurdles: Mapping[str, float | str]
) -> tuple[Proposal, str] | None:
    if not misses:
        return None
    who = "this account" if misses[0].key in hurdles else "this step"
    also = f", and {len(misses) - 1} more missed" if len(misses) > 1 else ""
    return Proposal.NOT_YET, f"{_miss_words(milestone, misses[0], who)}{also}."


def _miss_words(milestone: Milestone, miss: Miss, who: str) -> str:
    """'Typing 24 of 30 words a minute, which this account needs'."""
    scoring = milestone.criterion(miss.criterion).scoring
    counted = scoring.type is ScoringType.NUMERIC and scoring.direction is Direction.HIGHER
    if counted and scoring.unit != _LEVEL_UNIT:
        return f"{miss.name} {miss.got} of {miss.needed}, which {who} needs"
    got = {ScoringType.NUMERIC: miss.got, ScoringType.CHECK: f"is {miss.got}"}.get(scoring.type, f"rated {miss.got}")
    return f"{miss.name} {got}, where {who} needs {miss.needed}"


def _decided_by_gaps(
    milestone: Milestone, score: float | None, share: float, min_coverage: float, unobserved: tuple[str, ...]
) -> tuple[Proposal, str] | None:
    if score is None:
        return Proposal.INCOMPLETE, "Nothing that counts was observed yet."
    if share < min_coverage:
        seen, needed = math.floor(100 * share), math.ceil(round(100 * min_coverage, EXACT))
        return Proposal.INCOMPLETE, f"Only {seen}% of the weights was observed; {needed}% is needed."
    if unobserved:
        names = [_HURDLE_NAMES.get(key) or milestone.criterion(key).name for key in unobserved]
        return Proposal.INCOMPLETE, f"Not observed yet, and this account needs it: {', '.join(names)}."
    return None


def _decided_by_score(milestone: Milestone, score: float, *, capped: bool, band: bool) -> tuple[Proposal, str]:
    """pass + b and above passed, pass - b up to there borderline, below not yet; with no band, b is 0."""
    shown = f"{math.floor(round(10 * score, 6)) / 10:g} points"
    held = ", held down by a critical error" if capped else ""
    return _within_band(milestone, score, shown, held) if band else _after_two(milestone, score, shown, held)


def _after_two(milestone: Milestone, score: float, shown: str, held: str) -> tuple[Proposal, str]:
    mark = milestone.pass_mark
    if round(score, EXACT) >= mark:
        return Proposal.PASSED, f"{shown} as the mean of two, and {mark:g} passes."
    return Proposal.NOT_YET, f"{shown} as the mean of two, under the pass mark {mark:g}{held}."


def _within_band(milestone: Milestone, score: float, shown: str, held: str) -> tuple[Proposal, str]:
    mark, band = milestone.pass_mark, milestone.borderline
    if score >= mark + band:
        return Proposal.PASSED, f"{shown}, and {mark + band:g} passes."
    if score >= mark - band:
        look = "a second rater or a second scenario decides"
        return Proposal.BORDERLINE, f"{shown}, within {band:g} of the pass mark {mark:g}{held}: {look}."
    return Proposal.NOT_YET, f"{shown}, under the {mark - band:g} where the band begins{held}."


def second_look(first_score: float, second_score: float, pass_mark: float) -> Proposal:
    """What a second rater or a second scenario decides for a borderline attempt: the mean, with no second band."""
    mean = round((first_score + second_score) / 2, EXACT)
    return Proposal.PASSED if mean >= pass_mark else Proposal.NOT_YET


def combine(*cards: Iterable[Rating], talk_over: float = TALK_OVER) -> Combined:
    """The cards of two or more raters as one: the mean by criterion over those who observed it.

    A criterion that nobody observed stays not observed. `talk_over` is the difference, default 2, from which a
    criterion is listed. Criteria keep the order in which the cards name them.
    """
    by_id: dict[str, list[Rating]] = {}
    for card in cards:
        for rating in card:
            by_id.setdefault(rating.criterion, []).append(rating)
    values = {key: [rating.value for rating in found if rating.observed] for key, found in by_id.items()}
    return Combined(
        ratings=tuple(
            Rating(key, observed=True, value=math.fsum(seen) / len(seen)) if seen else Rating(key, observed=False)
            for key, seen in values.items()
        ),
        talk_over=tuple(key for key, seen in values.items() if seen and max(seen) - min(seen) >= talk_over),
    )


def rater_lean(shared: Iterable[tuple[float, Iterable[float]]], *, shown_from: int = LEAN_SHOWN_FROM) -> float | None:
    """L = mean(own - mean of the others) over shared people; None below `shown_from` of them (default 20).

    Above 0 the rater is kinder than the others. It is shown, and never used to correct a score.
    """
    leans = []
    for own, others in shared:
        found = tuple(others)
        if found:
            leans.append(own - math.fsum(found) / len(found))
    return math.fsum(leans) / len(leans) if len(leans) >= shown_from and leans else None
