"""What happens between and after milestones: people in the pool, drill logs, and what people ask about their data."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from domain.model.terms import PoolWhy, State
from domain.workbook.founding import aftercare
from domain.workbook.requests import Kind
from seed.stages import RECRUITERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.workbook.founding import Traveller
    from domain.workbook.people import NewPerson
    from seed.clock import Days
    from seed.roads import Scene

_WORDS = (
    "strong on chat, looks for day shifts",
    "moves here next month",
    "two references, wants sales",
    "call again in spring",
)
_BY_HAND = 0.3
"""Of people who left by themselves and agreed to be kept, those who are."""
_DRILLS = 0.3
"""Of people who wait for a retake, those who keep a drill log."""
_ASKS = 0.06
_ASKED = ((Kind.CORRECT, 0), (Kind.SHOW, 2))
"""What is still to do of what people asked, and how many working days ago they did."""
_MOST_DRILLS = 10
_RENEWED = 2
_AGES = 20
"""Days after which somebody of the pool may have been renewed a fortnight ago."""
_LEAVES = frozenset({State.WITHDREW, State.DECLINED})


class Keeping:
    """Keeps people in touch; by a chance of its own, so that nothing else depends on what it did."""

    def __init__(self, scene: Scene, seed: int | str, *, asks: bool = False) -> None:
        """With `asks` some of what people asked is still to do, and some of the pool are due today."""
        self._scene = scene
        self._random = Random(f"keeping {seed}")
        self._asked = list(_ASKED) if asks else []
        self._renewed = _RENEWED if asks else 0

    def anybody(self, travels: Traveller, new: NewPerson) -> None:
        """Somebody on an opening, when all else about them is told."""
        pick, state = self._random.random(), travels.stands.state
        if travels.ended:
            if new.ok_keep and (state is State.OUTSCORED or (state in _LEAVES and pick < _BY_HAND)):
                self._keep(travels, state)
        elif self._asked and pick < _ASKS:
            kind, ago = self._asked.pop()
            days = self._scene.days
            aftercare.asked(self._scene.book, travels, kind, days.at(days.last - ago, 960), self._who())
        elif state is State.NOT_YET and pick < _DRILLS and travels.stands.retest > self._scene.days.today.isoformat():
            self._drill(travels)

    def _keep(self, travels: Traveller, state: State) -> None:
        """In the pool since their application ended, called on its days; a few were renewed, and are due by today."""
        days, book = self._scene.days, self._scene.book
        since = book.day(travels.stands.since)
        renewed = bool(self._renewed) and since <= days.today - timedelta(days=_AGES)
        self._renewed -= renewed
        called = [_fortnight_ago(days)] if renewed else list(self._calls(since))
        reached = [days.at(index, self._random.randrange(545, 640)) for index in called]
        why = PoolWhy.CLASS_FULL if state is State.OUTSCORED else PoolWhy.BY_HAND
        words = self._random.choice(_WORDS) if why is PoolWhy.BY_HAND else ""
        aftercare.keep(book, travels, why, self._who(), words=words, reached=reached, renewed=renewed)

    def _calls(self, since: date) -> Iterator[int]:
        """The working days on which they were called, but for some of the last ones."""
        days = self._scene.days
        for touch in self._scene.book.wb.catalogue.follow_up.pool.touches:
            index = days.first_from(since + timedelta(days=touch.day))
            if not touch.with_slip and index <= days.last - self._random.randrange(2):
                yield index

    def _drill(self, travels: Traveller) -> None:
        """They practise since the day after their try, up to yesterday."""
        days = self._scene.days
        tried = self._scene.book.day(travels.stands.since)
        first = days.first_from(tried + timedelta(days=1))
        for index in range(first, min(days.last + 1, first + self._random.randrange(3, _MOST_DRILLS + 1))):
            aftercare.practised(self._scene.book, travels, days.all[index], days.at(index, 1_120), self._who())

    def _who(self) -> str:
        return self._random.choice(RECRUITERS)


def _fortnight_ago(days: Days) -> int:
    """The working day two weeks ago, or the last one before it: whoever was reached then hears from us by today."""
    return days.first_from(days.today - timedelta(days=13)) - 1


def untouched_since(due: date, today: date) -> bool:
    """Whether a contact that was due on a day may still be open today, without anybody being neglected."""
    return due >= today - timedelta(days=1)
