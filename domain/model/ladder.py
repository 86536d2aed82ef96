"""How somebody came to a level of the career ladder, and what a site says about the ladder beside its levels.

Annotations are what they name, as in `domain.model.catalogue`.
"""

from enum import StrEnum

from domain.model.lazily import dataclass


class How(StrEnum):
    """How it is known where somebody stands."""

    HIRED = "hired"
    """We hired them: they begin at the entry level of the account."""
    LEFT = "left"
    """They were hired and left, so that they worked here once."""
    INTERNAL = "internal"
    """Set by hand: they work here."""
    RETURNING = "returning"
    """Set by hand: they worked here once."""
    UP = "up"
    """They moved up."""


@dataclass(frozen=True, slots=True)
class LadderRules:
    """What a site says about the ladder beside its levels."""

    strong_from: float = 75
    """Points 0-100 from which a criterion is told as something that they do well."""
    meets_from: float = 50
    """Points 0-100 from which it is told as what the account needs; 50 is the entry standard."""
    works_here: tuple[str, ...] = ()
    """Sources by which somebody says that they work here; small and capital letters are the same."""
    worked_here: tuple[str, ...] = ()
    """Sources by which somebody says that they worked here once."""

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of who works here or worked here, as they are offered: the first of each."""
        return (*self.works_here[:1], *self.worked_here[:1])

    def says(self, source: str) -> How | None:
        """What a source says of them; None where it says nothing about the ladder."""
        told = source.strip().casefold()
        if told in map(str.casefold, self.works_here):
            return How.INTERNAL
        return How.RETURNING if told in map(str.casefold, self.worked_here) else None
