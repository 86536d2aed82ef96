"""Builds a demonstration hub: classes, people with their history, and the morning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.errors import BadInput
from domain.model.lazily import dataclass
from domain.workbook import Site, Workbook, open_workbook
from domain.workbook.founding import Founding, found
from seed.calibrating import KEPT, Calibrating
from seed.clock import DEMO_DAY, demo_clock
from seed.everybody import CLASSES, Everybody, Ground
from seed.keeping import Keeping
from seed.morning import CAST, LATE, Morning
from seed.names import Crowd
from seed.parts import Plan, told
from seed.promising import OPEN, Promising
from seed.starting import Starting

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

DEFAULT_PEOPLE = 280
"""As many as fit into a hub that is ready within two seconds."""
DEFAULT_SEED = 24
MANY = 2 * len(CAST)
"""People from which there are some for everything that waits for a second pair of eyes."""
MOST_PEOPLE = 5_000_000


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
    catalogue_kept: Path | None = None,
) -> Built:
    """Make a hub of so many people (1 to 5,000,000) at a new path or in an empty PostgreSQL database.

    The same people, seed and day give the same hub. BadInput where the workbook is in use already or the number is
    out of range; it is left as it was. `clock` stands in for `demo_clock(today, site)`; `catalogue_kept` is as for
    `open_workbook`.
    """
    if not 1 <= people <= MOST_PEOPLE:
        raise BadInput(f"A hub of {people:,} people cannot be made.", f"Give a number from 1 to {MOST_PEOPLE:,}.")
    site = site or Site()
    told_by = clock or demo_clock(today, site)
    wb = open_workbook(where, who=who, site=site, clock=told_by, catalogue_kept=catalogue_kept)
    try:
        with found(wb, f"made a demonstration hub of {people:,} people") as book:
            _write(book, Plan(people, seed, site, wb.now(), book.act))
    except BaseException:
        wb.close()
        raise
    return Built(wb, people, len(CLASSES), wb.today())


def _write(book: Founding, plan: Plan) -> None:
    """Classes first, then the cast of the morning, then everybody else."""
    ground = Ground(book, plan.people)
    if plan.parts > 1:
        book.classes.store_rubrics()
    scene = ground.scene(plan.seed, *plan.between(0))
    crowd = Crowd(plan.seed, scene.random)
    promising = Promising(scene, plan.seed, most_open=OPEN)
    morning = Morning(scene, crowd, promising)
    cast = CAST[: plan.people]
    late = LATE if plan.people >= MANY else ()
    for place, role in enumerate(cast):
        morning.play(role, place)
    keeping = Keeping(scene, plan.seed, asks=plan.people >= MANY)
    starting = Starting(scene, crowd)
    started = starting.cast() if plan.people >= MANY else ()
    calibrating = Calibrating(scene, KEPT if plan.people >= MANY else ())
    others = Everybody(scene, crowd, promising, keeping, calibrating)
    others.play(plan.between(0)[1] - len(cast) - len(late) - len(started))
    for place, role in enumerate(late):
        morning.play(role, place)
    starting.play(started)
    calibrating.play()
    for part in told(plan):
        book.take(part)
    book.turn_to(plan.parts)
