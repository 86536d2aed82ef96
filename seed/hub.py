"""Builds a demonstration hub: classes, people with their history, and the morning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from domain.model.errors import BadInput
from domain.model.terms import MilestoneId
from domain.workbook import Site, Workbook, open_workbook
from domain.workbook.founding import Founding, found
from seed.clock import DEMO_DAY, Days, demo_clock
from seed.decks import Decks
from seed.morning import CAST, Morning
from seed.names import Crowd
from seed.roads import Road, Scene, Time
from seed.stages import reached

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from domain.workbook.founding import OpenClass

DEFAULT_PEOPLE = 320
"""As many as fit into a hub that is ready within two seconds."""
DEFAULT_SEED = 24
MOST_PEOPLE = 5_000_000

_CLASSES = (
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


@dataclass(frozen=True, slots=True)
class Built:
    """A hub that is ready."""

    workbook: Workbook
    """Open, with the clock of the demonstration; whoever asked for it closes it."""
    people: int
    openings: int
    today: date


def build(
    where: str | Path,
    *,
    people: int = DEFAULT_PEOPLE,
    seed: int = DEFAULT_SEED,
    today: date = DEMO_DAY,
    who: str = "Noor",
    site: Site | None = None,
    clock: Callable[[], int] | None = None,
) -> Built:
    """Make a hub of so many people (1 to 5,000,000) at a new path or in an empty PostgreSQL database.

    The same people, seed and day give the same hub. BadInput where the workbook is in use already or the number is
    out of range; it is left as it was. `clock` stands in for `demo_clock(today, site)`.
    """
    if not 1 <= people <= MOST_PEOPLE:
        raise BadInput(f"A hub of {people:,} people cannot be made.", f"Give a number from 1 to {MOST_PEOPLE:,}.")
    site = site or Site()
    wb = open_workbook(where, who=who, site=site, clock=clock or demo_clock(today, site))
    try:
        with found(wb, f"made a demonstration hub of {people:,} people") as book:
            _Builder(book, people, seed).write()
    except BaseException:
        wb.close()
        raise
    return Built(wb, people, len(_CLASSES), wb.today())


class _Builder:
    """Writes one hub."""

    def __init__(self, book: Founding, people: int, seed: int) -> None:
        self._book = book
        self._people = people
        self._random = Random(seed)
        days = Days(book.wb.today(), book.wb.site.tz())
        decks = Decks(book, few=people <= _SMALL)
        self._scene = Scene(book, decks, days, self._random)
        self._crowd = Crowd(seed, self._random)

    def write(self) -> None:
        """Classes first, then the cast of the morning, then everybody else."""
        self._scene.classes = [self._open(*one[:4]) for one in _CLASSES]
        morning = Morning(self._scene, self._crowd)
        cast = CAST[: self._people]
        for place, part in enumerate(cast):
            morning.play(part, place)
        for _ in range(self._people - len(cast)):
            self._ordinary()

    def _open(self, account: str, seats: int, starts: int, ago: int) -> OpenClass:
        today = self._book.wb.today()
        size = min(_MOST_SEATS, max(seats, round(seats * self._people / _SEATS_FOR)))
        at = self._scene.days.at(self._scene.days.first_from(today - timedelta(days=ago)), 480)
        return self._book.opening(account, seats=size, starts=today + timedelta(days=starts), at=at)

    def _ordinary(self) -> None:
        """One person with whatever came their way."""
        scene, random = self._scene, self._random
        walks_in = random.random() < _WALK_IN
        # The first day is for opening the classes.
        day = 1 + int(random.random() ** _GROWTH * scene.days.last)
        now = Time(day, random.randrange(510, 930) if walks_in else random.randrange(390, 1_380))
        at = scene.days.at(now.day, now.minute)
        new = self._crowd.next(source="walk-in" if walks_in else "")
        travels = self._book.person(new, at)
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
        self._book.add(travels)

    def _choose(self, at: int) -> OpenClass:
        able = [(one, share) for one, (*_, share) in zip(self._scene.classes, _CLASSES, strict=True) if one.at <= at]
        return self._random.choices([one for one, _ in able], [share for _, share in able])[0]

    def _joins(self, opened: OpenClass) -> MilestoneId | None:
        pick = self._random.random()
        for share, milestone in _JOINS:
            if pick < share:
                return milestone if milestone in opened.path else None
            pick -= share
        return None
