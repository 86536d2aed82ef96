"""Three hubs to live in, and the people who come there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from domain.workbook import Site, people
from tests.workbook.sixty_days.reference import House

if TYPE_CHECKING:
    from random import Random

    from tests.workbook.hub import Hub


@dataclass(frozen=True)
class Place:
    """A hub, the day on which its sixty days begin, and the hours of a day at which somebody looks at the lists."""

    house: House
    begins: date
    looks: tuple[str, ...]
    """Hours on the clock of the hub; of a night hub those before its turn are on the morning after."""

    @property
    def site(self) -> Site:
        house = self.house
        return Site(zone=house.zone, day_starts=house.opens, day_ends=house.closes, holidays=house.holidays)

    def moments(self, day: date) -> list[int]:
        """Milliseconds UTC of the looks of a business day."""
        turns = self.house.closes if self.house.closes <= self.house.opens else time(0)
        found = []
        for text in self.looks:
            hour = time.fromisoformat(text)
            on = date.fromordinal(day.toordinal() + (hour < turns))
            found.append(int(datetime.combine(on, hour, ZoneInfo(self.house.zone)).astimezone(UTC).timestamp() * 1000))
        return found


PLACES = (
    # The clocks of Madrid are put back on 25 October; a holiday lies on a Monday, and one on a Thursday.
    Place(
        House("Europe/Madrid", time(9), time(19), frozenset({date(2026, 10, 12), date(2026, 10, 29)})),
        date(2026, 9, 21),
        ("09:40", "17:40", "22:30"),
    ),
    # A business day from nine in the evening to six, with people in zones whose clocks change in these weeks.
    Place(
        House("Asia/Manila", time(21), time(6), frozenset({date(2026, 11, 2)})),
        date(2026, 9, 28),
        ("21:30", "05:20"),
    ),
    # The clocks of New York are put on, on 8 March.
    Place(
        House("America/New_York", time(8), time(18), frozenset({date(2026, 2, 16)})),
        date(2026, 2, 2),
        ("08:20", "16:45", "20:50"),
    ),
)
_ZONES = ("", "", "", "Asia/Manila", "Europe/Madrid", "America/New_York", "Australia/Sydney", "Asia/Kathmandu")
_WINDOWS = (
    ("", ""),
    ("", ""),
    ("10:00", "13:00"),
    ("17:30", ""),
    ("22:00", "06:00"),
    ("20:00", "02:30"),
    ("", "12:00"),
)
_CHANNELS = ("", "call", "sms", "whatsapp_or_viber", "email")
_LANGUAGES = ("en", "fil", "es")
STOPS = (
    "STOP",
    "please do not contact me again",
    "huwag na po",
    "Wag niyo na akong tawagan",
    "BAJA",
    "no me llamen más",
)
"""Words that end all contact, in three languages."""
HARMLESS = ("I can stop by at ten tomorrow morning", "Salamat po", "gracias, hasta mañana", "See you on Monday")
TERMS = {name: f"{name} as agreed" for name in ("pay", "shift", "place", "training", "benefits")}


@dataclass(frozen=True)
class Soul:
    """How somebody is."""

    answers: float
    """Share 0-1 of contacts that reach them."""
    comes: float
    writes: float
    leaves: bool
    """Whether one of their messages asks to stop."""


def soul(random: Random) -> Soul:
    """Somebody or other."""
    return Soul(
        random.choice((0.0, 0.1, 0.4, 0.8)),
        random.choice((0.3, 0.7, 0.95)),
        random.random() / 25,
        random.random() < 0.3,
    )


def take_in(hub: Hub, random: Random, number: int) -> int:
    """Somebody who is known from now on; the id of the person."""
    begins, ends = random.choice(_WINDOWS)
    new = people.NewPerson(
        name=f"Person {_spelled(number)}",
        mobile=f"09{171_000_000 + number}",
        email=f"p{number}@example.com" if number % 3 else "",
        language=random.choice(_LANGUAGES),
        channel=random.choice(_CHANNELS),
        window_from=begins,
        window_to=ends,
        ok_text=random.random() < 0.6,
        ok_keep=random.random() < 0.6,
    )
    person = people.add(hub.wb, new)
    if zone := random.choice(_ZONES):
        hub.wb.store.do("noted where somebody lives", lambda act: act.update("person", person, zone=zone))
    return person


def _spelled(number: int) -> str:
    """A surname of its own for every number from 0 to 675."""
    return f"{chr(65 + number // 26)}{chr(97 + number % 26)}son"
