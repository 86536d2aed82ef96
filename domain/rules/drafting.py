"""The first draft of a slip: which points to praise, which to work on, with which drill and which tip."""

from __future__ import annotations

import re
from dataclasses import field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.model.slip import Evidence, ImprovementDraft, SlipDraft, StrengthDraft
from domain.model.terms import ACCOUNT_TESTS, MilestoneId, Result, ScoringType, State
from domain.rules.measuring import measured
from domain.rules.wording import lower_first, says, tidy, title_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from domain.model.catalogue import Criterion, Milestone, Unit
    from domain.model.score import Assessment, Rating

SHORT_RESULTS = frozenset({Result.ON_HOLD, Result.VOID, Result.INCOMPLETE, Result.NO_SHOW})
"""Results whose slip need not praise or ask for work: little or nothing was seen, or it does not count."""

_UNCOUNTED = frozenset({Result.VOID, Result.NO_SHOW})
_STRENGTHS = 2
_IMPROVEMENTS = 2
_MEETS = 50.0

_SPOKEN_OF: Mapping[str, frozenset[MilestoneId]] = {
    "phone interview": frozenset({MilestoneId.PHONE}),
    "in-person interview": frozenset({MilestoneId.IN_PERSON}),
    "exam": frozenset({MilestoneId.EXAM}),
    "mock call": frozenset({MilestoneId.MOCK_CALL}),
    "skill test": frozenset(ACCOUNT_TESTS),
    "final interview": frozenset({MilestoneId.FINAL}),
    "training": frozenset(),
    "(?:day|week) one": frozenset(),
    "first (?:day|week)": frozenset(),
}
"""What a tip speaks of; what comes after the offer is none of the milestones."""
_KEPT = Evidence(
    "from start to end",
    "did well on every point that we look for",
    "Here is one habit that can take you further",
)


@dataclass(frozen=True, slots=True)
class LastSlip:
    """What the person was told last time, and how the last try at this milestone went."""

    tips: frozenset[tuple[str, int]] = frozenset()
    """Drills of the last slip as (criterion id, index of the tip); not given again while others exist."""
    next_tip: str = ""
    points: Mapping[str, float] = field(default_factory=dict)
    """Points 0-100 by criterion id of the attempt before this one at the same milestone."""


@dataclass(frozen=True, slots=True)
class SlipFacts:
    """Everything that decides what a slip can say."""

    milestone: Milestone
    """As it was resolved for the account: weights and cut-offs are the account's own."""
    assessment: Assessment
    result: Result
    ratings: Mapping[str, Rating] = field(default_factory=dict)
    """By criterion id; final values, the mean where there were two raters."""
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    """By criterion id."""
    following: Milestone | None = None
    """The next milestone of the route after a pass."""
    next_date: date | None = None
    next_booked: bool = False
    ending: State | None = None
    last: LastSlip = LastSlip()
    critical_text: str = ""
    """What the candidate is told about a confirmed critical error."""
    other_accounts: tuple[str, ...] = ()
    """Names of open accounts whose hurdles are met, after a not yet."""
    ladder: str = ""
    """After an offer that was passed: the next step of the career ladder."""
    units: Mapping[str, Unit] = field(default_factory=dict)
    levels: Mapping[str, float] = field(default_factory=dict)
    """Spoken levels by name with their numbers."""

    @property
    def observed(self) -> bool:
        """True where at least one criterion has points."""
        return any(score.points is not None for score in self.assessment.scores)

    @property
    def short(self) -> bool:
        """True where a slip without praise and work is complete."""
        return self.result in SHORT_RESULTS or not self.observed


@dataclass(frozen=True, slots=True)
class Alternatives:
    """What could stand in the draft instead, best first."""

    strengths: tuple[StrengthDraft, ...]
    improvements: tuple[ImprovementDraft, ...]
    drills: Mapping[str, tuple[ImprovementDraft, ...]]
    """By criterion id of a drafted improvement: the same point with each other drill, unused ones first."""
    next_tips: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Scored:
    criterion: Criterion
    points: float
    weight: float

    @property
    def gap(self) -> float:
        return self.weight * (100.0 - self.points)

    @property
    def worth(self) -> float:
        return self.weight * self.points


def draft(facts: SlipFacts) -> SlipDraft:
    """A slip draft that needs no typing where the evidence is there; what is missing stays empty and is found later."""
    improvements = _improvements(facts)
    strengths = _strengths(facts, improvements)
    tips = next_tips(facts, improvements)
    return SlipDraft(
        result=facts.result,
        ending=facts.ending,
        milestone=facts.milestone.id,
        next_milestone=facts.following.id if _moves_on(facts) and facts.following else None,
        next_date=facts.next_date,
        next_booked=facts.next_booked,
        strengths=strengths,
        improvements=improvements,
        next_tip=tips[0] if tips else "",
        critical_text=facts.critical_text,
        other_accounts=facts.other_accounts if facts.result is not Result.PASSED else (),
        better=_better(facts, strengths, improvements),
        ladder=facts.ladder,
    )


def alternatives(facts: SlipFacts, drafted: SlipDraft) -> Alternatives:
    """Every other strength, improvement, drill and tip, ranked, for swaps by one key."""
    used = {point.criterion for point in drafted.strengths} | {point.criterion for point in drafted.improvements}
    free = [scored for scored in _scored(facts) if scored.criterion.id not in used]
    return Alternatives(
        strengths=tuple(_strength(facts, scored) for scored in _by_worth(facts, free) if scored.points >= _MEETS),
        improvements=tuple(_improvement(facts, scored) for scored in _by_gap(free) if scored.gap > 0),
        drills={point.criterion: _other_drills(facts, point) for point in drafted.improvements},
        next_tips=tuple(tip for tip in next_tips(facts, drafted.improvements) if tip != drafted.next_tip),
    )


def decisive_gaps(facts: SlipFacts) -> tuple[str, ...]:
    """The criteria that a slip should work on: a missed hurdle or minimum first, then the two largest weighted gaps."""
    ranked = [one.criterion.id for one in _by_gap(_scored(facts)) if one.gap > 0]
    misses = [miss.criterion for miss in facts.assessment.misses if miss.criterion in ranked]
    return tuple(dict.fromkeys((*misses, *ranked[:_IMPROVEMENTS])))


def strongest(facts: SlipFacts, improvements: Sequence[ImprovementDraft] = ()) -> str:
    """The criterion that carries the most, weight x points, among those that meet the standard; '' for none.

    What the slip asks to work on is not praised as well.
    """
    asked = {point.criterion for point in improvements}
    good = [one for one in _scored(facts) if one.points >= _MEETS and one.criterion.id not in asked]
    return max(good, key=lambda one: one.worth).criterion.id if good else ""


def next_tips(facts: SlipFacts, improvements: Sequence[ImprovementDraft] = ()) -> tuple[str, ...]:
    """Tips that fit what comes next, best first; the one of the last slip goes to the end."""
    tips = [tidy(tip) for tip in _fitting_tips(facts, improvements) if says(tip)]
    last = tidy(facts.last.next_tip)
    return tuple(sorted(dict.fromkeys(tips), key=lambda tip: tip == last))


def _fitting_tips(facts: SlipFacts, improvements: Sequence[ImprovementDraft]) -> list[str]:
    following = facts.following
    if not _moves_on(facts):
        # Who has not taken it yet gets ready for it; a second try is something else.
        fresh = not facts.observed and (facts.result is Result.NO_SHOW or facts.ending is not None)
        return list(facts.milestone.arrive_tips if fresh else facts.milestone.retake_tips)
    if following is None:
        return _criterion_tips(facts, improvements, None) or list(facts.milestone.retake_tips)
    own = _criterion_tips(facts, improvements, following.id) if _speaks_of_next(facts.milestone, following.id) else []
    return [*own, *following.arrive_tips]


def _moves_on(facts: SlipFacts) -> bool:
    return facts.result is Result.PASSED


def _speaks_of_next(milestone: Milestone, following: MilestoneId) -> bool:
    return milestone.next == following or (milestone.next == "skill_test" and following in ACCOUNT_TESTS)


def _criterion_tips(
    facts: SlipFacts, improvements: Sequence[ImprovementDraft], following: MilestoneId | None
) -> list[str]:
    ranked = [point.criterion for point in improvements]
    ranked += [scored.criterion.id for scored in _by_gap(_scored(facts))]
    tips = {criterion.id: criterion.next_tip for criterion in facts.milestone.criteria}
    return [tips[key] for key in dict.fromkeys(ranked) if key in tips and _fits(tips[key], following)]


def _fits(tip: str, following: MilestoneId | None) -> bool:
    """True unless the tip names milestones and the next one is not among them."""
    named = _named_in(tip)
    return following is None or not named or any(following in ids for ids in named)


@lru_cache(maxsize=2_048)
def _named_in(tip: str) -> tuple[frozenset[MilestoneId], ...]:
    """What a tip of the catalogue speaks of; the same tips are looked through for every slip."""
    return tuple(ids for words, ids in _SPOKEN_OF.items() if re.search(rf"\b{words}\b", tip, re.IGNORECASE))


def _scored(facts: SlipFacts) -> list[_Scored]:
    points = {score.criterion: score for score in facts.assessment.scores if score.points is not None}
    return [
        _Scored(criterion, points[criterion.id].points or 0.0, points[criterion.id].weight)
        for criterion in facts.milestone.criteria
        if criterion.id in points
    ]


def _by_gap(scored: Iterable[_Scored]) -> list[_Scored]:
    return sorted(scored, key=lambda one: -one.gap)


def _by_worth(facts: SlipFacts, scored: Iterable[_Scored]) -> list[_Scored]:
    return sorted(scored, key=lambda one: (not says(_praise(facts, one).act), -one.worth))


def _improvements(facts: SlipFacts) -> tuple[ImprovementDraft, ...]:
    if facts.result in _UNCOUNTED:
        return ()
    scored = {one.criterion.id: one for one in _scored(facts)}
    if not scored:
        return _first_drill(facts)
    chosen = [_improvement(facts, scored[key]) for key in decisive_gaps(facts)[:_IMPROVEMENTS]]
    if not chosen:
        return (_keep_it(facts),)
    if facts.short:
        return tuple(point for point in chosen if says(point.evidence.act))[: _most(facts, _IMPROVEMENTS)]
    if facts.result is Result.PASSED:
        # A pass asks for work that can be shown; one gap is enough.
        chosen = [point for point in chosen if says(point.evidence.act)] or chosen[:1]
    # One criterion has to stay free for the praise.
    return tuple(chosen[: max(1, len(scored) - 1)])


def _most(facts: SlipFacts, usual: int) -> int:
    """Points of a kind: one where nothing is decided yet, so that the slip does not read like a result."""
    return 1 if facts.result is Result.ON_HOLD else usual


def _first_drill(facts: SlipFacts) -> tuple[ImprovementDraft, ...]:
    """Where an attempt was decided before anything was rated: the drill that matters most, so that no hand is empty."""
    if facts.result in SHORT_RESULTS:
        return ()
    rateable = [one for one in facts.milestone.criteria if one.tips and one.scoring.type is not ScoringType.COACHING]
    if not rateable:
        return ()
    criterion = max(rateable, key=lambda one: one.weight)
    return (_with_drill(facts, criterion, Evidence(effect=criterion.why), 0.0),)


def _keep_it(facts: SlipFacts) -> ImprovementDraft:
    """For a person without a single gap: a coaching point, or a drill that holds the heaviest criterion."""
    coaching = [one for one in facts.milestone.criteria if one.scoring.type is ScoringType.COACHING and one.tips]
    if coaching:
        return _with_drill(facts, min(coaching, key=lambda one: one.weight), _KEPT, 0.0)
    scored = [one for one in _scored(facts) if one.criterion.tips] or _scored(facts)
    # The heaviest but one, where there is one: the heaviest is praised.
    ranked = sorted(scored, key=lambda one: -one.weight)
    return _with_drill(facts, ranked[min(1, len(ranked) - 1)].criterion, _KEPT, 0.0)


def _improvement(facts: SlipFacts, scored: _Scored) -> ImprovementDraft:
    return _with_drill(facts, scored.criterion, _shortfall(facts, scored), scored.gap)


def _with_drill(facts: SlipFacts, criterion: Criterion, evidence: Evidence, gap: float) -> ImprovementDraft:
    point = ImprovementDraft(criterion.id, criterion.name, evidence, "", 0, "", -1, gap)
    order = _drill_order(facts, criterion)
    return with_drill(point, criterion, order[0]) if order else point


def with_drill(point: ImprovementDraft, criterion: Criterion, tip: int) -> ImprovementDraft:
    """The improvement with another drill of its criterion; raises IndexError where there is no such tip."""
    drill = criterion.tips[tip]
    return replace(point, drill=drill.text, minutes=drill.minutes, target=drill.target, tip=tip)


def _drill_order(facts: SlipFacts, criterion: Criterion) -> list[int]:
    return sorted(range(len(criterion.tips)), key=lambda at: (criterion.id, at) in facts.last.tips)


def _other_drills(facts: SlipFacts, point: ImprovementDraft) -> tuple[ImprovementDraft, ...]:
    criterion = next((one for one in facts.milestone.criteria if one.id == point.criterion), None)
    if criterion is None:
        return ()
    return tuple(with_drill(point, criterion, at) for at in _drill_order(facts, criterion) if at != point.tip)


def _strengths(facts: SlipFacts, improvements: Sequence[ImprovementDraft]) -> tuple[StrengthDraft, ...]:
    if facts.result in _UNCOUNTED:
        return ()
    taken = {point.criterion for point in improvements}
    free = [scored for scored in _scored(facts) if scored.criterion.id not in taken]
    good = _by_worth(facts, (scored for scored in free if scored.points >= _MEETS))
    told = [scored for scored in good if says(_praise(facts, scored).act)]
    chosen = told[: _most(facts, _STRENGTHS)]
    if not chosen and not facts.short:
        chosen = good[:1] or _by_worth(facts, free)[:1]
    return tuple(_strength(facts, scored) for scored in sorted(chosen, key=lambda one: -one.worth))


def _strength(facts: SlipFacts, scored: _Scored) -> StrengthDraft:
    criterion = scored.criterion
    # Below the standard the catalogue's praise would not be true; then only what was seen can be said.
    text = criterion.strength if scored.points >= _MEETS else ""
    return StrengthDraft(criterion.id, criterion.name, _praise(facts, scored), text)


def _praise(facts: SlipFacts, scored: _Scored) -> Evidence:
    told = _told(facts, scored.criterion, good=True)
    if says(told.act) or scored.points < _MEETS:
        return told
    return _measured(facts, scored, told, growth=False)


def _shortfall(facts: SlipFacts, scored: _Scored) -> Evidence:
    told = _told(facts, scored.criterion, good=False)
    if not says(told.act):
        told = _measured(facts, scored, told, growth=True)
    return told if says(told.effect) else replace(told, effect=scored.criterion.why)


def _told(facts: SlipFacts, criterion: Criterion, *, good: bool) -> Evidence:
    """The evidence as entered; nothing where it is a chip that speaks for the other side."""
    evidence = facts.evidence.get(criterion.id, Evidence())
    others = {tidy(chip.act) for chip in criterion.chips if chip.good is not good}
    return Evidence() if tidy(evidence.act) in others - {""} else evidence


def _measured(facts: SlipFacts, scored: _Scored, told: Evidence, *, growth: bool) -> Evidence:
    criterion = scored.criterion
    rating = facts.ratings.get(criterion.id)
    if criterion.scoring.type is not ScoringType.NUMERIC or rating is None or not rating.observed:
        return told
    found = measured(criterion, rating.value, scored.points, facts.units, facts.levels, growth=growth)
    return Evidence(told.moment if says(told.moment) else found.moment, found.act, told.effect)


def _better(facts: SlipFacts, strengths: Sequence[StrengthDraft], improvements: Sequence[ImprovementDraft]) -> str:
    """The largest weighted gain since the last try; in the catalogue's words where it now meets the standard."""
    if facts.result in _UNCOUNTED:
        return ""
    before = facts.last.points
    gains = [one for one in _scored(facts) if one.points > before.get(one.criterion.id, 100.0)]
    if not gains:
        return ""
    praised = {point.criterion for point in strengths if not says(point.evidence.act)}
    asked = {point.criterion for point in improvements}
    told = {point.criterion for point in strengths} | asked
    gains.sort(key=lambda one: (one.criterion.id in told, -one.weight * (one.points - before[one.criterion.id])))
    best = gains[0]
    if best.points >= _MEETS and best.criterion.id not in praised | asked:
        return lower_first(tidy(best.criterion.strength))
    return lower_first(title_words(best.criterion.name))
