"""Where somebody stands on the career ladder, from what is known of them, and what is asked of them next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.ladder import How
from domain.model.lazily import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from domain.model.catalogue import LadderStep


@dataclass(frozen=True, slots=True)
class Place:
    """Something that says where they stand, or that they left."""

    how: How
    level: str
    """The id of a level; of one that the ladder no longer has, nothing follows."""
    since: date
    at: int
    """When it was known, milliseconds UTC."""
    who: str = ""
    """Who set it by hand."""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Stand:
    """Where they stand now."""

    step: LadderStep
    place: Place
    """What put them there."""
    works: bool
    """Whether they work here now."""


def stand(places: Iterable[Place], steps: Sequence[LadderStep]) -> Stand | None:
    """Where the places, in any order, leave somebody; None for who never worked here.

    The newest word holds. Who works here and is hired once more keeps their level where the new one is lower.
    """
    known = {step.id: step for step in steps}
    found: Stand | None = None
    for place in sorted(places, key=lambda one: one.at):
        if place.how is How.LEFT:
            found = Stand(found.step, found.place, works=False) if found else None
            continue
        step = known.get(place.level)
        if step is None:
            continue
        if place.how is How.HIRED and found and found.works and found.step.level > step.level:
            continue
        works = place.how is not How.RETURNING if place.how is not How.UP else found is None or found.works
        found = Stand(step, place, works)
    return found


def above(step: LadderStep, steps: Sequence[LadderStep]) -> LadderStep | None:
    """The next level; None at the top."""
    return min((one for one in steps if one.level > step.level), key=lambda one: one.level, default=None)
