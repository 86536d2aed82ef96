"""When something of an offer is due: the answer, the contacts before the start, day one, and the days after it."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.model.terms import OfferState

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from datetime import date

    from domain.model.follow_up import OfferRules

    AfterDays = Callable[[date, int], date]


class Due(StrEnum):
    """What is due of an offer."""

    REMIND = "remind"
    REPLY = "reply"
    TOUCH = "touch"
    DAY_ONE = "day_one"
    STAY = "stay"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the days follow from."""

    state: OfferState
    reply_by: date
    reminded: bool
    answered: date | None
    starts: date | None
    touched: Collection[str]
    """Ids of contacts before the start that were made."""
    came: bool | None
    """Whether they were there on day one; None = not known."""
    asked: Collection[int]
    """Days after the first one on which somebody asked."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is due, on a day."""

    kind: Due
    on: date
    about: str = ""
    """The id of a contact before the start, or the number of days after the first."""
    label: str = ""


def steps(
    facts: Facts, rules: OfferRules, working_day_after: AfterDays, working_day_before: AfterDays
) -> tuple[Step, ...]:
    """Everything that is due of an offer, past and to come, by its day; `working_day_*` are those of the site."""
    return tuple(sorted(_steps(facts, rules, working_day_after, working_day_before), key=lambda step: step.on))


def _steps(facts: Facts, rules: OfferRules, after: AfterDays, before: AfterDays) -> Iterator[Step]:
    if facts.state is OfferState.MADE:
        if not facts.reminded and rules.remind_days:
            yield Step(Due.REMIND, before(facts.reply_by, rules.remind_days))
        yield Step(Due.REPLY, facts.reply_by)
    if facts.state is not OfferState.ACCEPTED or facts.answered is None or facts.came is False:
        return
    if facts.came is None:
        yield from _before_start(facts, rules, after)
    if facts.starts is not None:
        if facts.came is None:
            yield Step(Due.DAY_ONE, facts.starts)
        else:
            for day in rules.stay_days:
                if day not in facts.asked:
                    yield Step(Due.STAY, facts.starts + timedelta(days=day), str(day), f"Day {day}: still here")


def _before_start(facts: Facts, rules: OfferRules, after: AfterDays) -> Iterator[Step]:
    """Those that are not made; a day that was over when they said yes is left out, as is one after the start."""
    assert facts.answered is not None
    for touch in rules.pre_start:
        if touch.id in facts.touched:
            continue
        if touch.after_yes:
            on = after(facts.answered, touch.after_yes)
        elif facts.starts is None:
            continue
        else:
            on = facts.starts - timedelta(days=touch.before_start)
        if on > facts.answered and (facts.starts is None or on < facts.starts):
            yield Step(Due.TOUCH, on, touch.id, touch.label)
