"""What can be done to many people at once, as values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.workbook.slips import IN_PERSON

if TYPE_CHECKING:
    from domain.model.terms import State


@dataclass(frozen=True, slots=True)
class MoveTo:
    """They go on at another opening with the scores that are valid there; who is on none is put on it."""

    opening: int


@dataclass(frozen=True, slots=True)
class End:
    """Their application ends, and a slip says goodbye; without a slip for `State.DUPLICATE`, who go on elsewhere."""

    how: State
    """One of `applications.WAYS_TO_END`; who ended it follows from it."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AddTags:
    """They carry these tags as well."""

    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TakeTags:
    """They no longer carry these tags."""

    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assign:
    """Somebody looks after them."""

    owner: str
    """A recruiter's name; '' for nobody in particular."""


@dataclass(frozen=True, slots=True)
class Deliver:
    """Every slip of theirs that nothing stands against is handed over."""

    channel: str = IN_PERSON


Deed = MoveTo | End | AddTags | TakeTags | Assign | Deliver
