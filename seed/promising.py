"""What people were promised: the cast of the morning for today, and now and then anybody."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.model.terms import Channel, Outcome
from seed.stages import RECRUITERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.workbook.founding import Traveller
    from seed.roads import Scene

_SHARE = 0.05
"""Of people, those who were promised something that lies behind us."""
_LATELY = 0.03
"""Of people, those who were promised something that is still to come, as long as there are not too many."""
OPEN = 40
"""Promises of everybody that are still to come, however large the hub: as many as recruiters can keep."""
_NOT_KEPT = 0.12
_WORDS = (
    "Call back about the shift hours",
    "Text the time of the next step",
    "Answer a question about the papers",
    "Call about another opening",
    "Send the journey report",
    "Reply to a thank-you note",
)
_ENDED = ("no answer, two tries", "no longer needed", "they called first")


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody of the cast was promised, in working days from today, on the last working day."""

    words: str
    after: int = 0
    hour: str = ""


_CAST: dict[str, Sequence[Told]] = {
    "owed since yesterday": (Told("Call with the final interview result", hour="10:30"),),
    "retest": (
        Told("Text a time for the next mock call", hour="11:00"),
        Told("Reply to a thank-you note", hour="12:00"),
        Told("Call back about the night shift", after=2),
    ),
    "left open yesterday": (Told("Call back to finish the phone interview", hour="14:00"),),
    "on the phone": (Told("Answer a question about the papers"),),
    "no-show": (Told("Call about a new slot", after=1, hour="09:30"),),
}
"""By what they do this morning; one each, in the order of their appearance."""


@dataclass(frozen=True, slots=True)
class Contact:
    """What came of a contact on the last working day, to be followed today."""

    outcome: Outcome
    words: str = ""
    channel: str = Channel.SMS
    via: str = ""


_CONTACTS: dict[str, Sequence[Contact]] = {
    "retest": (
        Contact(Outcome.THANK_YOU, "Thank you for your time today. I will practise the greeting every day."),
        Contact(Outcome.NO_ANSWER, channel=Channel.CALL, via=Channel.SMS),
    ),
    "owed since yesterday": (Contact(Outcome.CHECK_IN, "Good day, is there any news about my interview?"),),
}
"""The same for contacts; one each, in the order of their appearance."""


class Promising:
    """Promises things; by a chance of its own, so that nothing else depends on what it did."""

    def __init__(self, scene: Scene, seed: int | str, *, most_open: int = 0) -> None:
        """Leave up to so many promises open, besides those of the cast."""
        self._scene = scene
        self._random = Random(f"promises {seed}")
        self._told: dict[str, int] = {}
        self._left = most_open

    def cast(self, travels: Traveller, does: str) -> None:
        """Somebody of the morning, promised something on the last working day."""
        place = self._told.get(does, 0)
        self._told[does] = place + 1
        if place < len(_CONTACTS.get(does, ())):
            found, today = _CONTACTS[does][place], self._scene.days
            at = today.at(today.last, 1_012 + place)
            more = {"channel": found.channel, "via": found.via, "words": found.words}
            travels.touch(found.outcome, at, self._who(), today.today, **more)
        if place >= len(_CAST.get(does, ())):
            return
        told, days = _CAST[does][place], self._scene.days
        due = days.all[days.last + told.after] if told.after else days.today
        travels.promise(told.words, due, days.at(days.last, 1_022 + place), self._who(), hour=told.hour)

    def anybody(self, travels: Traveller, came: int) -> None:
        """Somebody who came on a working day: most were promised nothing."""
        pick, last = self._random.random(), self._scene.days.last
        if pick < _LATELY:
            self._lately(travels, max(came, last - 2))
        elif pick < _LATELY + _SHARE and came < last - 4:
            self._long_ago(travels, self._random.randrange(came, last - 4))

    def _lately(self, travels: Traveller, day: int) -> None:
        if day > self._scene.days.last or not self._left:
            return
        self._left -= 1
        days = self._scene.days
        due = days.all[days.last + self._random.choice((1, 1, 2, 3, 4))]
        travels.promise(self._words(), due, self._at(day), self._who())

    def _long_ago(self, travels: Traveller, day: int) -> None:
        days = self._scene.days
        later = day + self._random.choice((1, 1, 2, 3))
        outcome = self._random.choice(_ENDED) if self._random.random() < _NOT_KEPT else ""
        closed = self._at(self._random.randrange(day + 1, later + 1))
        travels.promise(self._words(), days.all[later], self._at(day), self._who(), closed_at=closed, outcome=outcome)

    def _at(self, day: int) -> int:
        """Late in the day, when whoever came has been taken in."""
        return self._scene.days.at(day, self._random.randrange(1_380, 1_410))

    def _words(self) -> str:
        return self._random.choice(_WORDS)

    def _who(self) -> str:
        return self._random.choice(RECRUITERS)
