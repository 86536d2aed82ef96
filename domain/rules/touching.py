"""Whether somebody may be contacted now and, if not, by which rule; and what one contact leaves to be done.

The numbers are those of the follow-up data (`contact`). Moments are milliseconds UTC; the clock is the caller's. What
counts as today is the business day of the site, so that a night hub, whose day ends after midnight, has one.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.model.terms import Channel, NextStep, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from domain.model.follow_up import ContactRules
    from domain.rules.contact_hours import Moment

HOUR = 3_600_000
DAY = 24 * HOUR
"""Milliseconds."""
TEXTED = frozenset({Channel.SMS, Channel.CHAT})
"""Channels that need a yes of the person, or their own wish."""


class RuleId(StrEnum):
    """The rules of contact, the weightiest first."""

    STOP = "stop"
    CLOSED = "closed"
    STAGE = "stage"
    CHANNELS = "channels"
    TEXT = "text"
    DAY = "day"
    BETWEEN = "between"
    POOL = "pool"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class Try:
    """One contact from us that waits for their answer."""

    at: int
    channel: str
    here: bool = True
    """Whether it was at the stage at which they stand now."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of somebody who is to be contacted now."""

    now: int
    day_began: int
    """When the business day of the site began."""
    moment: Moment
    """Whether now is within their hours; holidays are not."""
    no_contact: bool = False
    they_wrote: bool = False
    """Whether something of theirs is unanswered: a reply to it is allowed even after a stop."""
    here: bool = False
    """Whether they are on site, or have a slot today."""
    tries: tuple[Try, ...] = ()
    """Tries since they last answered or came, the oldest first; those at another stage count for their pace alone."""
    closed: bool = False
    """Whether the closing note went out and they have not written since."""
    pool: tuple[int, ...] = ()
    """When they were written to as somebody of the pool, the oldest first."""
    ok_text: bool = True
    wish: str = ""
    """The channel that they asked for."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One rule that stands against a contact now."""

    rule: RuleId
    short: str
    """Up to seven cells, for a list."""
    message: str
    """The rule in words, without a full stop."""
    until: int = 0
    """When it opens by itself; 0 where it does not, or where their hours say."""


@dataclass(frozen=True, slots=True)
class Next:
    """What is to be done then."""

    step: NextStep
    not_before: int = 0
    """The earliest moment, where the rules of contact set one."""
    working_days: int = 0
    """Until it is due, counted from today, where it is due by a day."""
    channel: str = ""
    """By which way; '' for the way that they chose."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a contact is for, as far as the rules tell contacts apart."""

    closing: bool = False
    """It is the closing note itself."""
    pool: bool = False
    """It is about other openings, to somebody of the pool."""
    informs: bool = False
    """It awaits no answer: how often somebody is tried is no matter."""


ANY = Purpose()


def refusals(asked: Asked, rules: ContactRules, channel: str = "", purpose: Purpose = ANY) -> tuple[Refusal, ...]:
    """Every rule that stands against contacting somebody now, the weightiest first; empty where they may be.

    A reply to what they wrote waits only for their hours; who does not pick up for it is tried as seldom as others.
    """
    if asked.they_wrote and (purpose.informs or not asked.tries):
        return _hours(asked)
    found: list[Refusal] = []
    if not asked.they_wrote:
        found += [*_stop(asked), *_text(asked, channel), *(_pool(asked, rules) if purpose.pool else ())]
    if purpose.closing or not purpose.informs:
        found += [*_stage(asked, rules, purpose), *_pace(asked, rules), *_way(asked, rules, channel, purpose)]
    return (*sorted(found, key=lambda one: _WEIGHTS[one.rule]), *_hours(asked))


_WEIGHTS = {rule: weight for weight, rule in enumerate(RuleId)}


def _stop(asked: Asked) -> Iterable[Refusal]:
    if asked.no_contact:
        yield Refusal(RuleId.STOP, "stop", "they asked not to be contacted; only what they write is answered")


def _stage(asked: Asked, rules: ContactRules, purpose: Purpose) -> Iterable[Refusal]:
    most = rules.unanswered.per_stage
    if asked.closed:
        yield Refusal(RuleId.CLOSED, "closed", "the closing note is out; only they can open the step again")
    elif sum(one.here for one in asked.tries) >= most and not purpose.closing:
        yield Refusal(
            RuleId.STAGE, f"{most} tries", f"{most} tries at one stage are the most; one closing note is left"
        )


def _way(asked: Asked, rules: ContactRules, channel: str, purpose: Purpose) -> Iterable[Refusal]:
    used = {one.channel for one in asked.tries if one.here}
    if not purpose.informs and channel and channel not in used and len(used) >= rules.unanswered.channels:
        words = f"{rules.unanswered.channels} channels are the most for somebody who does not answer"
        yield Refusal(RuleId.CHANNELS, f"{rules.unanswered.channels} ways", words)


def _text(asked: Asked, channel: str) -> Iterable[Refusal]:
    if channel in TEXTED and not asked.ok_text and asked.wish not in TEXTED:
        yield Refusal(RuleId.TEXT, "no text", "they have not said that you may text them")


def _pace(asked: Asked, rules: ContactRules) -> Iterable[Refusal]:
    per_day, hours = rules.unanswered.per_day, rules.unanswered.hours_between
    today = [one for one in asked.tries if one.at >= asked.day_began]
    open_again = asked.tries[-1].at + hours * HOUR if asked.tries else 0
    if len(today) >= per_day:
        tries = "try" if per_day == 1 else "tries"
        words = f"{per_day} {tries} a day is the most for somebody who does not answer"
        yield Refusal(RuleId.DAY, "tried", words, max(open_again, asked.day_began + DAY))
    elif open_again > asked.now:
        words = f"{hours} hours lie between two tries"
        yield Refusal(RuleId.BETWEEN, "tried", words, open_again)


def _pool(asked: Asked, rules: ContactRules) -> Iterable[Refusal]:
    span = rules.pool.days * DAY
    lately = [at for at in asked.pool if at + span > asked.now]
    if len(lately) >= rules.pool.messages:
        many = "message" if rules.pool.messages == 1 else "messages"
        words = f"{rules.pool.messages} {many} in {rules.pool.days} days is the most for somebody in the pool"
        yield Refusal(RuleId.POOL, "pool", words, lately[-rules.pool.messages] + span)


def _hours(asked: Asked) -> tuple[Refusal, ...]:
    if asked.moment.good or asked.here:
        return ()
    return (Refusal(RuleId.HOURS, "hours", asked.moment.why_not),)


def next_step(
    outcome: Outcome,
    tries: Sequence[Try],
    rules: ContactRules,
    *,
    ways: Sequence[str] = (),
    asks: bool = True,
    closing: bool = False,
    lately: int = 0,
) -> Next | None:
    """What a contact leaves to be done; None where that is nothing.

    `tries` are those since they answered with this one as the last, `ways` the channels in the order of their wish.
    `asks` is whether an answer is awaited, `closing` whether this was the closing note, and `lately` how many messages
    of theirs came within the days of `often`, this one included.
    """
    if outcome in (Outcome.THANK_YOU, Outcome.CHECK_IN):
        often = lately > rules.often.messages
        return Next(NextStep.KIND_LINE if often else NextStep.ANSWER, working_days=rules.answer_days)
    if outcome not in (Outcome.NO_ANSWER, Outcome.LEFT_WORD) or not (asks or closing):
        return None
    if closing:
        return Next(NextStep.CLOSE, working_days=rules.closing_days)
    if not tries:
        return None
    not_before = tries[-1].at + rules.unanswered.hours_between * HOUR
    here = [one for one in tries if one.here]
    if len(here) >= rules.unanswered.per_stage:
        return Next(NextStep.CLOSING, not_before, channel=tries[-1].channel)
    return Next(NextStep.TRY, not_before, channel=_other_way(here, rules.unanswered.channels, ways))


def _other_way(tries: Sequence[Try], most: int, ways: Sequence[str]) -> str:
    """Another channel than the last one, of as many as may be tried; the last one where there is no other."""
    used = list(dict.fromkeys(one.channel for one in tries))
    last = tries[-1].channel
    fresh = [way for way in ways if way not in used] if len(used) < most else []
    before = [way for way in used if way != last]
    return (fresh or before or [last])[0]
