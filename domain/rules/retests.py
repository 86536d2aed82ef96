"""Retests: how long a person waits before the next try, and how many tries there are.

All waits are days and come from the follow-up data, so that a site can change every one; a wait that the data does not
hold is a CatalogueError. The same waits hold for everybody, and the date is on the slip.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from domain.model.errors import CatalogueError
from domain.model.terms import ErrorClass, ErrorEffect, MilestoneId, Proposal, Result, State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domain.model.catalogue import Milestone
    from domain.model.follow_up import FollowUp
    from domain.model.score import Assessment, CriticalFact

EARLY_MAX_DAYS = 30
"""The longest wait that practice can halve; a default, `FollowUp.early_retake_max_days` holds the site's own."""
DRILL_DAYS = 10
"""Days of drill log that halve a wait; a default."""
HALF_BAND = 0.5
"""The distance between two neighbouring levels such as B1+ and B2."""
MEETS = 50.0
"""Points that mean 'meets the entry standard'."""

_SPOKEN = "ex.spoken_level"
_TYPING = "typing_or_data_entry"
_LANGUAGE = "listening_reading_grammar"
_INTERVIEW = "phone_or_in_person_interview"
_CALL_OR_TEST = "mock_call_or_skill_test"
_BY_EXAM_CRITERION = {
    "ex.typing_speed": _TYPING,
    "ex.typing_accuracy": _TYPING,
    "ex.data_entry": _TYPING,
}
"""Exam measures with a wait of their own; the rest are read or listened to and wait as language does."""
_BY_MILESTONE = {
    MilestoneId.APPLICATION: _INTERVIEW,
    MilestoneId.PHONE: _INTERVIEW,
    MilestoneId.IN_PERSON: _INTERVIEW,
    MilestoneId.EXAM: _LANGUAGE,
    MilestoneId.MOCK_CALL: _CALL_OR_TEST,
    MilestoneId.SALES: _CALL_OR_TEST,
    MilestoneId.SERVICE: _CALL_OR_TEST,
    MilestoneId.TECH: _CALL_OR_TEST,
    MilestoneId.FINAL: "final_interview",
    MilestoneId.OFFER: "offer_declined_or_withdrawn_with_notice",
}
"""The application has no wait of its own in the data and takes that of the interviews; an offer can be taken up again
as soon as what was missing is there."""
_BY_ENDING = {
    State.WITHDREW: "offer_declined_or_withdrawn_with_notice",
    State.DECLINED: "offer_declined_or_withdrawn_with_notice",
    State.CLIENT_DECLINED: "reroute_other_account",
}
"""Endings that leave the other openings open at once."""


def retest_days(
    milestone: Milestone,
    assessment: Assessment | None,
    result: Result,
    criticals: Iterable[CriticalFact],
    follow_up: FollowUp,
    *,
    notice: bool = False,
    no_shows: int = 1,
    day_one: bool = False,
) -> int:
    """Days from a finished attempt to the next try; several reasons: the longest wait of what was missed.

    Passed, on hold and incomplete wait for nothing (0), and void can be retaken today. `assessment` may be None only
    where nothing was assessed; `notice`, `no_shows` (1 = the first without notice) and `day_one` speak for a no-show.
    """
    if result is Result.NO_SHOW:
        return no_show_days(follow_up, notice=notice, times=no_shows, day_one=day_one)
    if result is Result.VOID:
        return _days(follow_up, "system_fault")
    if result is not Result.NOT_YET:
        return 0
    standing = tuple(fact for fact in criticals if fact.confirmed and not fact.cleared)
    by_errors = _critical_waits(milestone, standing)
    by_score = _score_waits(milestone, assessment)
    if not by_errors and not by_score:
        rerouted = any(fact.effect is ErrorEffect.REROUTE for fact in standing)
        by_score = {"reroute_other_account" if rerouted else _BY_MILESTONE[milestone.id]}
    return max(_days(follow_up, key) for key in by_errors | by_score)


def no_show_days(follow_up: FollowUp, *, notice: bool, times: int = 1, day_one: bool = False) -> int:
    """Days after a missed slot; `times` counts those without notice, this one included."""
    if notice:
        return _days(follow_up, "no_show_with_notice")
    if day_one:
        return _days(follow_up, "no_show_on_day_one")
    return _days(follow_up, "no_show_twice" if times >= 2 else "no_show_without_notice")


def ending_days(
    milestone: Milestone, assessment: Assessment | None, how: State, follow_up: FollowUp, *, no_shows: int = 1
) -> int | None:
    """Days from an ending at a milestone until the person can apply again; None where it is not for us to say.

    Who met the standard of a full class keeps their results for `reserve_days`; who was not selected waits as after a
    not yet at the same milestone; `no_shows` counts those without notice.
    """
    if how is State.OUTSCORED:
        return follow_up.reserve_days
    if how is State.NO_SHOW:
        return no_show_days(follow_up, notice=False, times=no_shows)
    if how is State.NOT_SELECTED:
        return retest_days(milestone, assessment, Result.NOT_YET, (), follow_up)
    return _days(follow_up, _BY_ENDING[how]) if how in _BY_ENDING else None


def _critical_waits(milestone: Milestone, standing: tuple[CriticalFact, ...]) -> set[str]:
    """A confirmed integrity error waits longest, another one that decides an attempt less; a cap only holds down."""
    kinds = {error.id: error.kind for error in milestone.critical_errors}
    waits = set()
    for fact in standing:
        if fact.effect not in (ErrorEffect.FAIL_ATTEMPT, ErrorEffect.HOLD):
            continue
        integrity = kinds.get(fact.error) is ErrorClass.INTEGRITY
        waits.add("integrity_confirmed_by_review" if integrity else "critical_error_behaviour")
    return waits


def _score_waits(milestone: Milestone, assessment: Assessment | None) -> set[str]:
    if assessment is None:
        return set()
    if assessment.proposal is Proposal.BORDERLINE or _under_by_little(milestone, assessment):
        return {"borderline_result"}
    waits = {_criterion_wait(milestone, miss.criterion, miss.short) for miss in assessment.misses}
    if assessment.score is not None and assessment.score < milestone.pass_mark:
        waits |= _shortfalls(milestone, assessment)
    return waits


def _under_by_little(milestone: Milestone, assessment: Assessment) -> bool:
    """A score within the band that two looks have found to be under the pass mark; nothing else decided it."""
    if assessment.proposal is not Proposal.NOT_YET or assessment.misses or assessment.score is None:
        return False
    return milestone.pass_mark - milestone.borderline <= assessment.score < milestone.pass_mark


def _shortfalls(milestone: Milestone, assessment: Assessment) -> set[str]:
    """What pulled a score under its pass mark: every criterion below the entry standard."""
    low = ((score.criterion, score.points) for score in assessment.scores if score.weight > 0)
    return {
        _criterion_wait(milestone, criterion, _short_by(milestone, criterion, points))
        for criterion, points in low
        if points is not None and points < MEETS
    }


def _short_by(milestone: Milestone, criterion_id: str, points: float) -> float:
    """The way from points under 50 back to how much of the measure was short of its pass value, at least."""
    scoring = milestone.criterion(criterion_id).scoring
    return round(abs(scoring.pass_at - scoring.floor) * (MEETS - points) / MEETS, 6)


def _criterion_wait(milestone: Milestone, criterion_id: str, short: float) -> str:
    if criterion_id == _SPOKEN:
        return "spoken_level_half_band_short" if short <= HALF_BAND else "spoken_level_full_band_short"
    return _BY_EXAM_CRITERION.get(criterion_id, _BY_MILESTONE[milestone.id])


def _days(follow_up: FollowUp, key: str) -> int:
    if key not in follow_up.retest_days:
        raise CatalogueError(f'The follow-up data has no wait "{key}".', "Add it under reapply_and_retest_days.")
    return follow_up.retest_days[key]


def retest_date(day: date, days: int) -> date:
    """The day from which the next try is open."""
    return day + timedelta(days=days)


def early(days: int, drill_days: int, *, max_days: int = EARLY_MAX_DAYS, needed: int = DRILL_DAYS) -> int:
    """The wait in days after proof of practice: half, rounded up, from ten days of drill log on (default).

    Waits over `max_days` (default 30) stay as they are: time, not drill, is what they ask for.
    """
    return (days + 1) // 2 if 0 < days <= max_days and drill_days >= needed else days


def drill_days_needed(follow_up: FollowUp) -> int:
    """Days of drill log that may halve a wait, 1 or more; CatalogueError where the data does not say."""
    found = follow_up.raw.get("drill_log")
    days = found.get("days") if isinstance(found, Mapping) else None
    if not isinstance(days, int) or days < 1:
        raise CatalogueError("The follow-up data does not say how long a drill log is.", "Set drill_log: days.")
    return days


def attempt_allowed(previous: Iterable[date], today: date, follow_up: FollowUp) -> str:
    """Why another try at a milestone is not open today, with the day on which it is; empty where it is open.

    `previous` are the days of earlier tries, without the void ones. At most `max_attempts` (default 3) count within
    `max_attempts_days` (default 180); the day that many days after a try no longer counts it.
    """
    most, window = max(1, follow_up.max_attempts), follow_up.max_attempts_days
    recent = sorted(day for day in previous if (today - day).days < window)
    if len(recent) < most:
        return ""
    opens = recent[len(recent) - most] + timedelta(days=window)
    return f"There are {most} tries in {window} days and they are used; the next is open from {_day(opens)}."


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
