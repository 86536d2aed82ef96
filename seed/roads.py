"""What happens to one person after another: tries, waits, no-shows, second tries, offers."""

from __future__ import annotations

from collections import Counter
from dataclasses import field
from datetime import date
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.model.terms import Channel, ErrorEffect, MilestoneId, Proposal, Result, State, VisitState
from domain.workbook import slips
from domain.workbook.founding import Handed
from seed.offering import take_offer
from seed.quotes import ALONE, NOTES, REASONS
from seed.stages import RECRUITERS, STAGES, quantile, reached

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

    from domain.workbook.founding import Card, Founding, OpenClass, Traveller
    from seed.clock import Days
    from seed.decks import Decks, Slot
    from seed.rooms import Rooms

_MINUTE = 60_000
_DECIDED_BY = {
    ErrorEffect.HOLD: Result.ON_HOLD,
    ErrorEffect.FAIL_ATTEMPT: Result.NOT_YET,
    ErrorEffect.VOID: Result.VOID,
}
_RARE = ((0.012, ErrorEffect.HOLD), (0.014, ErrorEffect.FAIL_ATTEMPT), (0.006, ErrorEffect.VOID))
"""Share of tries that a critical error of that effect decides."""
_UNFINISHED = 0.008
"""Share of exams and calls that break off."""
_WITHDRAWS, _UNREACHABLE, _CLIENT_SAYS_NO, _NOT_SELECTED = 0.03, 0.1, 0.03, 0.2
_COMES_BACK, _COMES_AFTER_NO_SHOW, _MOVES, _BOOKED = 0.5, 0.6, 0.4, 0.7
_MOST_TRIES = 3
_GAINS = (1, 4, 4, 8)
"""Places in a deck of twenty that practice is worth; few, because each pair of cards has a slip of its own."""
_SENT_BY: Mapping[str, str] = {Channel.SMS: slips.BY_TEXT, Channel.CHAT: slips.BY_CHAT, Channel.EMAIL: slips.BY_MAIL}
_CASE_IS_HEARD = (MilestoneId.PHONE, MilestoneId.IN_PERSON, MilestoneId.FINAL)
"""Milestones in which people make their points."""


@dataclass(slots=True)
class Scene:
    """What everybody's story has in common."""

    book: Founding
    decks: Decks
    days: Days
    random: Random
    rooms: Rooms
    classes: list[OpenClass] = field(default_factory=list)
    seats: Counter[int] = field(default_factory=Counter)
    """Seats that are free, by id of the class."""


TODAY = -1
"""Stands for today among the working days before and after it."""


@dataclass(frozen=True, slots=True)
class Time:
    """A minute of a working day."""

    day: int
    """As `Days` counts them, or `TODAY`."""
    minute: int
    booked: bool = False


@dataclass(slots=True)
class _Stay:
    """One day at the site, as the queue sees it."""

    day: int
    arrived_at: int
    booked_for: int = 0
    started_at: int = 0
    left_at: int = 0


class Road:
    """One person's way, told day by day until yesterday, or until it ends."""

    def __init__(
        self, scene: Scene, traveller: Traveller, *, ability: float, points: int, channel: str, now: Time, on_site: bool
    ) -> None:
        self._scene = scene
        self._random = scene.random
        self.who_travels = traveller
        self._ability = ability
        self._points = points
        self._channel = channel
        self._now = now
        self._planned: Time | None = None
        self._script: list[Time | None] | None = None
        self._tries: Counter[MilestoneId] = Counter()
        self._best: dict[MilestoneId, int] = {}
        self._missed = 0
        self._stay = _Stay(now.day, self._at(now)) if on_site else None

    def go(self) -> None:
        """Everything that happened until yesterday evening."""
        while not self.who_travels.ended and self._step():
            pass
        self._go_home()

    def pass_to(self, milestone: MilestoneId, days: Sequence[int], then: Time | None = None) -> None:
        """Everything before a milestone is passed, one step on each of these days; the last slip names `then`."""
        times = [self._some_time(step, day) for step, day in zip(self.who_travels.opened.path, days, strict=False)]
        self._script = [*times[1:], then]
        for time in times:
            if self.who_travels.stands.milestone is milestone:
                break
            self._now = time
            self._take(self._passing())
        self._script = None
        self._go_home()

    def take_here(self, slot: Slot, time: Time, *, owed: bool = False) -> None:
        """The milestone where they stand is taken with this card, and nothing follows from it yet."""
        self._now, self._script = time, [None]
        self._take(slot, owed=owed)
        self._script = None
        self._go_home()

    def _some_time(self, milestone: MilestoneId, day: int) -> Time:
        stage = STAGES[milestone]
        return Time(day, self._random.randrange(stage.opens // 15, stage.closes // 15) * 15, stage.on_site)

    def _passing(self) -> Slot:
        """A card that passes the milestone where they stand."""
        here, size = self.who_travels.stands.milestone, self._scene.decks.size
        lowest = round(size * (1.0 - STAGES[here].passes))
        return self._scene.decks.slot(self.who_travels.opened, here, self._random.randrange(lowest, size))

    def _step(self) -> bool:
        state = self.who_travels.stands.state
        if state is State.NOT_YET:
            return self._after_not_yet()
        if state is State.NO_SHOW:
            return self._after_no_show()
        return self._after_hold() if state is State.ON_HOLD else self._next_try()

    def _after_hold(self) -> bool:
        """What was in doubt is cleared up within some days; nobody stays on hold for weeks."""
        travels = self.who_travels
        day = self._now.day + 3 + travels.stands.since // _MINUTE % 5
        if day <= self._scene.days.last:
            travels.end(self._scene.days.at(day, 990), State.NOT_SELECTED, reason="the review came to its end")
        return False

    # planning --------------------------------------------------------------------------------------------------------

    def _plan(self, milestone: MilestoneId, soonest: int = -1) -> Time:
        """When a milestone is taken next."""
        stage, random, now = STAGES[milestone], self._random, self._now
        lag = 0 if self._stay and not stage.on_site else random.choice(stage.lags)
        minute = max(now.minute + random.randrange(4, 28), stage.opens)
        if soonest <= now.day and lag == 0 and minute <= stage.closes:
            return Time(now.day, minute)
        day = soonest + random.choice((0, 0, 1, 2, 5)) if soonest > now.day else now.day + max(1, lag)
        booked = stage.on_site and random.random() < _BOOKED
        return Time(day, random.randrange(stage.opens // 15, stage.closes // 15) * 15, booked)

    def _next_try(self) -> bool:
        milestone = self.who_travels.stands.milestone
        planned = self._planned or self._plan(milestone)
        self._planned = None
        if planned.day > self._scene.days.last or self._tries[milestone] >= _MOST_TRIES:
            return False
        if self._stay and self._stay.day != planned.day:
            self._go_home()
        self._now = planned
        if planned.booked and self._random.random() > STAGES[milestone].shows:
            return self._does_not_come(planned)
        if self._leaves(milestone):
            return False
        if STAGES[milestone].on_site or self._stay:
            self._come(planned)
        return self._try(milestone)

    def _leaves(self, milestone: MilestoneId) -> bool:
        """Some go elsewhere, some cannot be reached, and at the offer the client and the seats have a say."""
        travels, at, pick = self.who_travels, self._at(self._now), self._random.random()
        if pick < _WITHDRAWS:
            travels.withdraw(at, self._hand(), reason=self._random.choice(REASONS), handed=self._sent(at))
        elif milestone is MilestoneId.PHONE and pick < _WITHDRAWS + _UNREACHABLE:
            travels.end(at, State.UNREACHABLE, reason="no answer to three calls")
        elif milestone is MilestoneId.OFFER and self._scene.seats[travels.opened.id] <= 0:
            travels.end(at, State.OUTSCORED, reason="the class is full")
        elif milestone is MilestoneId.OFFER and pick < _WITHDRAWS + _CLIENT_SAYS_NO:
            travels.end(at, State.CLIENT_DECLINED, reason="the client asked for chat experience")
        return travels.ended

    def _after_not_yet(self) -> bool:
        travels = self.who_travels
        here, pick = travels.stands.milestone, self._random.random()
        if here is MilestoneId.FINAL and pick < _NOT_SELECTED:
            travels.end(travels.stands.since + 90 * _MINUTE, State.NOT_SELECTED, reason="others were closer")
            return False
        if pick < _MOVES and self._move():
            return True
        return self._random.random() < _COMES_BACK and self._wait_until_open(here)

    def _after_no_show(self) -> bool:
        travels = self.who_travels
        if self._missed > 1:
            travels.end(travels.stands.since + 30 * _MINUTE, State.NO_SHOW, reason="two slots missed")
            return False
        return self._random.random() < _COMES_AFTER_NO_SHOW and self._wait_until_open(travels.stands.milestone)

    def _wait_until_open(self, here: MilestoneId) -> bool:
        opens = self._scene.days.first_from(date.fromisoformat(self.who_travels.stands.retest))
        self._planned = self._plan(here, max(opens, self._now.day + 1))
        return self._next_try()

    def _move(self) -> bool:
        """On to another class where no hurdle is missed and something counts."""
        travels = self.who_travels
        at = travels.stands.since + 4 * _MINUTE
        fits = [fit for fit in travels.others(at) if fit.fit.open and fit.fit.met and fit.fit.valid]
        if not fits:
            return False
        travels.move(next(one for one in self._scene.classes if one.id == fits[0].opening.id), at)
        self._now = Time(self._now.day, self._now.minute + 30)
        return True

    # the day itself --------------------------------------------------------------------------------------------------

    def _come(self, planned: Time) -> None:
        """At the site: one stay for all that is done on a day."""
        if self._stay and self._stay.day == planned.day:
            return
        self._go_home()
        at = self._at(planned)
        arrived = at - self._random.randrange(3, 34) * _MINUTE
        self._stay = _Stay(planned.day, arrived, at if planned.booked else 0)

    def _go_home(self) -> None:
        """The stay is over, and the queue has it as done."""
        stay, self._stay = self._stay, None
        if stay is None or not stay.left_at:
            return
        self.who_travels.visit(
            self._date(stay.day),
            VisitState.DONE,
            stay.left_at,
            booked_for=stay.booked_for,
            arrived_at=stay.arrived_at,
            started_at=stay.started_at,
            done_at=stay.left_at,
        )

    def _does_not_come(self, planned: Time) -> bool:
        self._go_home()
        at = self._at(planned)
        noted = at + 40 * _MINUTE
        notice = self._random.random() < 0.25
        self.who_travels.visit(self._date(planned.day), VisitState.NO_SHOW, noted, booked_for=at)
        self.who_travels.no_show(noted, self._hand(), notice=notice, handed=self._sent(noted))
        self._missed += not notice
        self._now = Time(planned.day, planned.minute + 40)
        return True

    def _try(self, milestone: MilestoneId) -> bool:
        index = self._place(milestone)
        slot = self._scene.decks.slot(self.who_travels.opened, milestone, index)
        if milestone is MilestoneId.OFFER and slot.result is not Result.PASSED:
            at = self._at(self._now)
            self.who_travels.withdraw(at, self._hand(), State.DECLINED, handed=self._sent(at))
            if self._stay:
                self._stay.left_at = at
            return False
        if not self._takes_a_turn(milestone, index):
            self._take(slot)
        self._tries[milestone] += 1
        return True

    def _place(self, milestone: MilestoneId) -> int:
        """The card that they get: by ability and chance; on a second try a better one, after practice."""
        size = self._scene.decks.size
        before = self._best.get(milestone)
        if before is None:
            among = reached(self.who_travels.opened.path, milestone)
            index = int(quantile(self._ability, self._random.gauss(0.0, 1.0), among) * size)
        else:
            index = before + self._random.choice(_GAINS)
        self._best[milestone] = index = min(size - 1, index)
        return index

    def _takes_a_turn(self, milestone: MilestoneId, index: int) -> bool:
        """A critical error, or a call that breaks off; True where that decided the try."""
        pick = self._random.random()
        who = self._random.choice(STAGES[milestone].who)
        opened = self.who_travels.opened
        for share, effect in _RARE:
            if pick < share:
                card = self._scene.decks.decided_by_error(opened, milestone, effect, index, who)
                return card is not None and self._finish(card, _DECIDED_BY[effect], who)
            pick -= share
        if milestone in (MilestoneId.EXAM, MilestoneId.MOCK_CALL) and pick < _UNFINISHED:
            begun = self._scene.decks.begun(opened, milestone, index, 3)
            return begun.assessment.proposal is Proposal.INCOMPLETE and self._finish(begun, Result.INCOMPLETE, who)
        return False

    def _take(self, slot: Slot, *, owed: bool = False) -> None:
        here = self.who_travels.stands.milestone
        if STAGES[here].on_site or self._stay:
            self._come(self._now)
        self._finish(slot.card, slot.result, self._random.choice(STAGES[here].who), owed=owed)

    def _finish(self, card: Card, result: Result, who: str, *, owed: bool = False) -> bool:
        travels, random = self.who_travels, self._random
        here = travels.stands.milestone
        minutes = max(2, STAGES[here].minutes + random.randrange(-2, 4))
        opened_at = self._at(self._now)
        finished_at = opened_at + minutes * _MINUTE
        self._now = Time(self._now.day, self._now.minute + minutes)
        following = travels.following if result is Result.PASSED else None
        planned = self._planned = self._what_next(following) if following else None
        close = self._scene.rooms.second_look(travels.opened, card, result)
        judged = close[0] if close else card
        travels.take(
            judged,
            result,
            opened_at=opened_at,
            finished_at=finished_at,
            who=who,
            reason=ALONE if judged.asks_for_second(result) else "",
            next_day=self._date(planned.day) if planned and planned.day != self._now.day else None,
            booked=bool(planned and planned.booked),
            handed=None if owed else self._given(here, finished_at, who),
            made=self._made(here),
            note=random.choice(NOTES) if random.random() < 0.06 else "",
        )
        if close:
            self._scene.rooms.note_second(travels, close[1], opened_at, finished_at)
        self._scene.rooms.after(travels, card, opened_at, finished_at)
        self._stand_up(opened_at, finished_at)
        if here is MilestoneId.OFFER and result is Result.PASSED:
            self._scene.seats[travels.opened.id] -= 1
            rules = self._scene.book.wb.catalogue.follow_up.offers
            take_offer(travels, rules, self._scene.days.today, finished_at, self._date(self._now.day), who)
        if planned and planned.booked and planned.day > self._scene.days.last:
            on = self._date(planned.day)
            reminded = self._reminded(on, finished_at)
            travels.visit(on, VisitState.BOOKED, finished_at, booked_for=self._at(planned), reminded_at=reminded)
        return True

    def _reminded(self, slot: date, booked_at: int) -> int:
        """When they were reminded of a slot, where that was due before today; else 0."""
        days = self._scene.days
        over = self._scene.book.wb.site.working_day_before(slot, 1) < days.today
        return max(booked_at, days.at(days.last, 1_050)) if over else 0

    def _what_next(self, following: MilestoneId) -> Time | None:
        if self._script is not None:
            return self._script.pop(0)
        planned = self._plan(following)
        return planned if planned.day < len(self._scene.days.all) else None

    def _stand_up(self, opened_at: int, finished_at: int) -> None:
        """Who passed waits a little for what comes next; all others are done with the decision."""
        if self._stay:
            waits = self.who_travels.stands.state is State.READY
            self._stay.started_at = opened_at
            self._stay.left_at = finished_at + (self._random.randrange(2, 9) * _MINUTE if waits else 0)

    def _made(self, here: MilestoneId) -> tuple[int, ...]:
        if here not in _CASE_IS_HEARD:
            return ()
        return tuple(point for point in range(1, self._points + 1) if self._random.random() < 0.7)

    def _given(self, here: MilestoneId, finished_at: int, who: str) -> Handed:
        """At the site on paper or on the screen, before they leave; else by the channel they chose."""
        if not STAGES[here].on_site and self._stay is None:
            return self._sent(finished_at)
        paper = slips.ON_PAPER if self._random.random() < 0.7 else slips.IN_PERSON
        return Handed(finished_at + self._random.randrange(1, 4) * _MINUTE, paper, who)

    def _sent(self, at: int) -> Handed:
        channel = Channel.SMS if self._channel == Channel.CALL else self._channel
        return Handed(at + self._random.randrange(4, 40) * _MINUTE, _SENT_BY[channel], self._hand())

    def _hand(self) -> str:
        return self._random.choice(RECRUITERS)

    def _at(self, time: Time) -> int:
        days = self._scene.days
        return days.at_today(time.minute) if time.day == TODAY else days.at(time.day, time.minute)

    def _date(self, day: int) -> date:
        return self._scene.days.today if day == TODAY else self._scene.days.all[day]
