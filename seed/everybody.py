"""The classes of a hub, and everybody who is not in the cast of the morning."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from domain.model.terms import MilestoneId
from seed.clock import Days
from seed.decks import Decks
from seed.roads import Road, Scene, Time
from seed.rooms import Rooms
from seed.stages import reached

if TYPE_CHECKING:
    from domain.workbook.founding import Founding, OpenClass
    from seed.calibrating import Calibrating
    from seed.keeping import Keeping
    from seed.names import Crowd
    from seed.promising import Promising

CLASSES = (
    # account, seats for `_SEATS_FOR` people, first day in days from today, opened so many days ago, share of people
    ("retail_cs", 10, 9, 60, 18),
    ("telecom_tech", 12, 20, 60, 17),
    ("banking_cs", 8, 23, 60, 12),
    ("insurance_sales", 6, 13, 60, 10),
    ("hospitality_bookings", 8, 27, 47, 13),
    ("saas_chat", 6, 34, 38, 10),
    ("healthcare", 8, 41, 29, 8),
    ("retail_cs", 12, 48, 17, 12),
)
_SEATS_FOR = 400
_MOST_SEATS = 1_000
_SMALL = 1_000
"""Up to so many people, decks hold half as many cards, for a quick start."""
_JOINS = ((0.05, MilestoneId.IN_PERSON), (0.05, MilestoneId.EXAM), (0.05, MilestoneId.MOCK_CALL))
"""Share of people who come from another site with the first milestones done there."""
_ON_NO_OPENING = 0.02
_GROWTH = 0.85
"""Below 1, more people applied of late than at first."""
_WALK_IN = 0.3


class Ground:
    """What all people of a hub have in common: its days, its classes, the cards that may be drawn."""

    def __init__(self, book: Founding, people: int) -> None:
        """Open the classes of a hub of so many people."""
        self.people = people
        self._book = book
        self._days = Days(book.wb.today(), book.wb.site.tz())
        self._decks = Decks(book, few=people <= _SMALL)
        self._classes = [self._open(*one[:4]) for one in CLASSES]

    def scene(self, seed: int | str, first: int, end: int) -> Scene:
        """Where the people from one place to before another play, with chances and seats of their own."""
        seats = Counter({one.id: self._share(one, end) - self._share(one, first) for one in self._classes})
        rooms = Rooms(self._book, seed)
        return Scene(self._book, self._decks, self._days, Random(seed), rooms, self._classes, seats)

    def _share(self, opened: OpenClass, before: int) -> int:
        """The seats that go to the people before a place."""
        return opened.row.seats * before // self.people

    def _open(self, account: str, seats: int, starts: int, ago: int) -> OpenClass:
        today = self._days.today
        size = min(_MOST_SEATS, max(seats, round(seats * self.people / _SEATS_FOR)))
        at = self._days.at(self._days.first_from(today - timedelta(days=ago)), 480)
        return self._book.opening(account, seats=size, starts=today + timedelta(days=starts), at=at)


class Everybody:
    """People who come as they come."""

    def __init__(
        self, scene: Scene, crowd: Crowd, promising: Promising, keeping: Keeping, calibrating: Calibrating | None = None
    ) -> None:
        """Without `calibrating` no call of theirs is kept."""
        self._scene = scene
        self._crowd = crowd
        self._promising = promising
        self._keeping = keeping
        self._calibrating = calibrating

    def play(self, people: int) -> None:
        """So many of them, one after the other."""
        for _ in range(people):
            self._ordinary()

    def _ordinary(self) -> None:
        """One person with whatever came their way."""
        scene, random = self._scene, self._scene.random
        walks_in = random.random() < _WALK_IN
        # The first day is for opening the classes.
        day = 1 + int(random.random() ** _GROWTH * scene.days.last)
        now = Time(day, random.randrange(510, 930) if walks_in else random.randrange(390, 1_380))
        at = scene.days.at(now.day, now.minute)
        new = self._crowd.next(source="walk-in" if walks_in else "")
        travels = scene.book.person(new, at)
        if random.random() >= _ON_NO_OPENING:
            opened = self._choose(at)
            joins = self._joins(opened)
            travels.apply(opened, at, joins=joins)
            mean, deviation = reached(opened.path, joins or opened.path[0])
            Road(
                scene,
                travels,
                ability=random.gauss(mean, deviation),
                points=len(new.points),
                channel=new.channel,
                now=now,
                on_site=walks_in and not joins,
            ).go()
            self._keeping.anybody(travels, new)
            if self._calibrating:
                self._calibrating.anybody(travels)
        self._promising.anybody(travels, day)
        scene.book.add(travels)

    def _choose(self, at: int) -> OpenClass:
        able = [(one, share) for one, (*_, share) in zip(self._scene.classes, CLASSES, strict=True) if one.at <= at]
        return self._scene.random.choices([one for one, _ in able], [share for _, share in able])[0]

    def _joins(self, opened: OpenClass) -> MilestoneId | None:
        pick = self._scene.random.random()
        for share, milestone in _JOINS:
            if pick < share:
                return milestone if milestone in opened.path else None
            pick -= share
        return None
