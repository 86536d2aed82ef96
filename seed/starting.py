"""A class that has begun a month ago: who was there on day one, and what is heard of them since."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.model.terms import MilestoneId, Result
from domain.workbook import slips
from domain.workbook.founding import Handed, aftercare
from seed.offering import TERMS
from seed.stages import RECRUITERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seed.names import Crowd
    from seed.roads import Scene

_ACCOUNT = "retail_cs"
_DAY = 30
"""Days after the first one on which somebody asks whether they are still here."""
_SATURDAY = 5
_MINUTE = 60_000


@dataclass(frozen=True, slots=True)
class Start:
    """Somebody of the class, as they are a month later; with neither, they are still to be asked."""

    quality: int = 0
    left: str = ""


STARTED = (Start(4), Start(5), Start(3), Start(left="the way home at night"), Start(), Start())


class Starting:
    """Tells of the people of the class; nobody else's story hangs on them."""

    def __init__(self, scene: Scene, crowd: Crowd) -> None:
        self._scene = scene
        self._crowd = crowd

    def cast(self) -> tuple[Start, ...]:
        """Who is told of; nobody where the site has other terms, or asks on other days."""
        rules = self._scene.book.wb.catalogue.follow_up.offers
        usual = {term.id for term in rules.terms} == TERMS.keys() and _DAY in rules.stay_days
        return STARTED if usual else ()

    def play(self, started: Sequence[Start]) -> None:
        """The class, and these people in it."""
        if not started:
            return
        days, book = self._scene.days, self._scene.book
        starts = days.today - timedelta(days=_DAY)
        starts -= timedelta(days=max(0, starts.weekday() - _SATURDAY + 1))
        first, rules = days.first_from(starts), book.wb.catalogue.follow_up.offers
        seats, at, closed_at = len(started), days.at(1, 480), days.at(first, 600)
        opened = book.opening(_ACCOUNT, seats=seats, starts=starts, at=at, closed_at=closed_at)
        card = self._scene.decks.slot(opened, MilestoneId.OFFER, self._scene.decks.size - 1).card
        for number, one in enumerate(started):
            who, said = RECRUITERS[number % len(RECRUITERS)], first - 7 + number % 4
            travels = book.person(self._crowd.next(source="another site"), days.at(said - 1, 600 + number))
            travels.apply(opened, days.at(said - 1, 600 + number), joins=MilestoneId.OFFER)
            done = days.at(said, 920 + 10 * number)
            handed = Handed(done + 2 * _MINUTE, slips.IN_PERSON, who)
            travels.take(card, Result.PASSED, opened_at=done - 20 * _MINUTE, finished_at=done, who=who, handed=handed)
            touched, papers = (",".join(one.id for one in some) for some in (rules.pre_start, rules.papers))
            travels.accept(TERMS, done, who, papers=papers, touched=touched, came=True)
            if one.quality or one.left:
                heard = days.at_today(560 + 8 * number)
                aftercare.stayed(book, travels, _DAY, heard, who, quality=one.quality, why=one.left)
            book.add(travels)
