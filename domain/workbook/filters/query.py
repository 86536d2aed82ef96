"""Which people are asked for, in which order: values that compose and never change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass

if TYPE_CHECKING:
    from datetime import date

    from domain.model.terms import State

NONE = ""
"""The piece that asks for people of whom nothing is known in a field."""
ME = "@me"
"""The piece that asks for people of whoever looks."""


@dataclass(frozen=True, slots=True)
class Age:
    """How long ago, in milliseconds; either end may be open (None)."""

    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Ahead:
    """How many days from today, both ends included; 0 is today, and either end may be open (None)."""

    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Dates:
    """Days of the site, both ends included; either may be open (None)."""

    first: date | None = None
    last: date | None = None


Piece = str | Age | Ahead | Dates
"""One value that a field may have: a key of the lexicon, or a range."""


@dataclass(frozen=True, slots=True)
class Term:
    """One field with the values of which a person has one; or, negated, none."""

    field: str
    """A `FieldName`, or the name of a flag, which has no pieces."""
    pieces: tuple[Piece, ...] = ()
    negated: bool = False


@dataclass(frozen=True, slots=True)
class PeopleQuery:
    """Which people, in which order; values compose with `replace`."""

    words: str = ""
    opening: int = 0
    states: tuple[State, ...] = ()
    milestone: str = ""
    sort: str = "name"
    """A key of `people_orders.SORTS`."""
    descending: bool = False
    terms: tuple[Term, ...] = ()
    """All of them must be true of a person."""

    def with_words(self, words: str) -> PeopleQuery:
        """The same for other words."""
        return replace(self, words=words)

    def filtered_as(self, other: PeopleQuery) -> PeopleQuery:
        """The filter of another query in the order of this one."""
        return replace(other, sort=self.sort, descending=self.descending)

    @property
    def everybody(self) -> bool:
        """Whether nobody is left out."""
        return not (self.words.strip() or self.opening or self.states or self.milestone or self.terms)
