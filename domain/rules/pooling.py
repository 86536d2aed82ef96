"""The pool: who is kept for another opening and why, when they hear from us next, and for how long they are kept.

The numbers are those of the follow-up data (`pool`). Nobody is kept without their yes, nobody who wants no contact, and
nobody whose integrity is in doubt.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.model.terms import PoolWhy, State

if TYPE_CHECKING:
    from domain.model.follow_up import PoolRules, PoolTouch, Within

NEAR_MISSES = frozenset({State.NOT_SELECTED, State.CLIENT_DECLINED})
"""Endings after which somebody who came close is kept; who left by themselves is kept only by hand."""
KEEPS = NEAR_MISSES | {State.OUTSCORED}
"""Endings after which somebody may be kept by rule."""


@dataclass(frozen=True, slots=True)
class Consent:
    """What stands for or against keeping somebody at all."""

    ok_keep: bool
    """They said yes to being kept for other openings."""
    no_contact: bool
    held: bool
    """Whether an integrity error of theirs is not cleared."""
    on_the_way: bool
    """Whether another application of theirs goes on."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How somebody stood when their application ended."""

    how: State
    full: bool
    """Whether the class had no seat left."""
    met: int
    missed: int
    unknown: int
    """Hurdles of the account: met, missed, and measured by nothing valid."""
    composite: float | None
    """0-100 over what was finished; None where nothing with a weight was."""
    line: float | None
    """The composite of the pass marks over the same milestones."""


def against_keeping(consent: Consent) -> str:
    """What stands against keeping somebody, in words without a full stop; '' where nothing does."""
    if consent.no_contact:
        return "they asked not to be contacted"
    if consent.on_the_way:
        return "they are on their way on an opening"
    if consent.held:
        return "a critical error about integrity is not cleared"
    return "" if consent.ok_keep else "they have not said yes to being kept"


def why_kept(consent: Consent, ended: Ended, rules: PoolRules) -> PoolWhy | None:
    """Why somebody is kept whose application has ended; None where they are not.

    A near miss passed every hurdle, and the composite is within `points` of the pass line. Where the class was full, or
    others scored higher, no hurdle may be missed and at least one is met: the later ones are left to do.
    """
    if ended.how not in KEEPS or against_keeping(consent) or ended.missed or not ended.met:
        return None
    if ended.how is State.OUTSCORED:
        return PoolWhy.CLASS_FULL if ended.full else PoolWhy.OUTSCORED
    if ended.unknown or ended.composite is None or ended.line is None:
        return None
    return PoolWhy.SILVER if abs(ended.composite - ended.line) <= rules.points else None


# cadence and expiry --------------------------------------------------------------------------------------------------


def last_day(since: date, rules: PoolRules) -> date:
    """The last day on which somebody is kept who came, or was renewed, on a day."""
    return since + timedelta(days=rules.expire_days)


def next_due(since: date, last: date | None, rules: PoolRules, limit: Within) -> date | None:
    """When somebody hears from us next; None after the last touch.

    `last` is the day of the last message to them as somebody of the pool. One message settles every touch up to its
    day: what was missed is not made up for. Two messages keep the distance of `limit`.
    """
    pending = _pending(since, last, rules)
    if not pending:
        return None
    due = since + timedelta(days=pending[0].day)
    due = due if last is None else max(due, last + timedelta(days=limit.days // limit.messages))
    return due if due <= last_day(since, rules) else None


def touch_for(since: date, last: date | None, day: date, rules: PoolRules) -> PoolTouch | None:
    """What a message on a day is about: the latest touch that is due then, else the next one; None after the last."""
    pending = _pending(since, last, rules)
    reached = [touch for touch in pending if since + timedelta(days=touch.day) <= day]
    return next(iter(reached[-1:] or pending[:1]), None)


def _pending(since: date, last: date | None, rules: PoolRules) -> list[PoolTouch]:
    return [
        touch
        for touch in rules.touches
        if not touch.with_slip and (last is None or since + timedelta(days=touch.day) > last)
    ]


def leaves_soon(until: date, today: date, rules: PoolRules) -> bool:
    """Whether somebody is about to leave, unless they are renewed."""
    return today <= until <= today + timedelta(days=rules.soon_days)
