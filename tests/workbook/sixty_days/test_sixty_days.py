"""A hub lives for sixty days: recruiters work, neglect and try what they must not; people answer, or do not, or stop.

At every look and at the end of every day the rules hold as `reference` and `checks` state them, without the program's
own. `MILEPOST_LONG=1` lives through more hubs with more people.
"""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.engines import ENGINES
from tests.workbook.sixty_days import chances, comings, desk
from tests.workbook.sixty_days.checks import end_of_day, good_moments
from tests.workbook.sixty_days.life import Life
from tests.workbook.sixty_days.places import PLACES

if TYPE_CHECKING:
    from datetime import date

    from tests.workbook.hub import Hub

LONG = bool(os.environ.get("MILEPOST_LONG"))
DAYS = 60


LIVES = {"sqlite": (0, 1), "postgresql": (2,)}
"""Which hubs are lived through on which engine; all of them on each by `MILEPOST_LONG=1`."""


@pytest.mark.parametrize(
    ("engine", "seed"), [(engine, seed) for engine in ENGINES for seed in (range(24) if LONG else LIVES[engine])]
)
def test_the_rules_hold_on_every_day_of_sixty(hub: Hub, seed: int) -> None:
    place = PLACES[seed % len(PLACES)]
    hub.wb.take_settings(place.site, "Noor")
    life = Life(hub, place, seed, most=40 if LONG else 9 if hub.wb.store.engine_name == "sqlite" else 6)
    for number in range(DAYS):
        live(life, place.begins + timedelta(days=number))
    assert hub.wb.store.check() == []
    assert min(life.done["sent"], life.done["booked"]) > 5, "too little happened"


def live(life: Life, day: date) -> None:
    """One business day."""
    for at in life.place.moments(day):
        life.move_to(max(at, life.wb.now() + 1))
        comings.newcomers(life)
        comings.people_come(life)
        comings.people_write(life)
        desk.work_through(life, good_moments(life, life.facts()))
        chances.now_and_then(life)
    assert life.wb.today() == day
    end_of_day(life)
