"""How a table is declared: its columns with what they hold and whose its rows are, and the indexes over it.

Everything that the store knows about a table follows from its one declaration in `tables_people`, `tables_assessing`
or `tables_contact`. A declaration that contradicts itself raises `ValueError` when its module is read.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.store.values import cleaner, many_cleaner

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from domain.store.values import Cleaner, ManyCleaner, Value

USUAL = 200
"""The most characters in a line that nobody gave another width."""


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds. It is never null, '' or 0 where nothing is known, unless it is `optional`."""

    type: type[int] | type[float] | type[str]
    most: int = 0
    """The most characters of a text, which is cleaned; 0 = kept as it is, whatever its length."""
    lines: bool = False
    """Whether a text keeps its line breaks."""
    folded: bool = False
    """Whether a text is kept as folded words, by which the rows of its table are searched."""
    optional: bool = False
    to: str = ""
    """The table that it holds an id of; '' = of none."""
    bond: bool = False
    """Whether the engine sees to it that the row is there, with an index over the column."""
    owns: bool = False
    """Whether that row is the one to which a row with this column belongs."""

    @property
    def exact(self) -> bool:
        """Whether it holds text as it is."""
        return self.type is str and not self.most


# Kinds of columns: numbers.

NUMBER = Column(int)
"""A whole number of 64 bits."""
FRACTION = Column(float)
"""A number with 12 significant digits."""

# Text.

LINE = Column(str, USUAL)
"""A line of the usual width."""
EXACT = Column(str)
"""JSON, and what was typed in an exam letter by letter: stored as it is, whatever its length."""


def line(most: int) -> Column:
    """A line of up to this many characters."""
    return Column(str, _width(most))


def lines(most: int) -> Column:
    """Text that keeps its line breaks, of up to this many characters."""
    return Column(str, _width(most), lines=True)


def words(most: int) -> Column:
    """Folded words for the search, up to this many characters."""
    return Column(str, _width(most), folded=True)


def _width(most: int) -> int:
    if most < 1:
        raise ValueError(f"a text cannot have {most} characters at most")
    return most


# Ids of rows.


def belongs_to(table: str, *, bond: bool = True) -> Column:
    """Whose a row is: it is erased with this row, and the log finds by it what somebody had and has no longer.

    Without a `bond` the engine does not mind that the owner goes first.
    """
    return Column(int, to=table, bond=bond, owns=True)


def row_of(table: str) -> Column:
    """A row of another table, or of this one, that must be there as long as this row is."""
    return Column(int, to=table, bond=True)


def id_of(table: str) -> Column:
    """A row of a table which may be gone; 0 = none."""
    return Column(int, to=table)


def optional(column: Column) -> Column:
    """The same, but null where nothing is known."""
    return replace(column, optional=True)


BOOK: Mapping[str, Column] = {"version": NUMBER, "act": NUMBER}
"""Columns of every logged table: how often a row was written, and by which act last."""


class Index:
    """An index over columns; it carries others along where that spares a walk its look at every row.

    With `filled`, a condition such as `"owner" > ''`, it holds only the rows of which that is true, and serves only
    questions that say so.
    """

    __slots__ = ("carried", "columns", "filled", "unique")

    def __init__(self, *columns: str, unique: bool = False, carried: Sequence[str] = (), filled: str = "") -> None:
        self.columns = columns
        self.unique = unique
        self.carried = tuple(carried)
        self.filled = filled

    @property
    def named(self) -> list[str]:
        """Every column that it names; those of its condition stand there between double quotes."""
        return [*self.columns, *self.carried, *self.filled.split('"')[1::2]]


class Table:
    """One table: an integer key `id`, these columns, and those of `BOOK` where the log keeps images of its rows.

    Not `logged` is what costs too much to follow, or must not be taken back. `shared` says by what they hold which rows
    keep a text word for word for whoever needs it next, found again by its digest: who wrote one first is of no
    consequence, and taking that act back leaves it, because others may stand on it by then.
    """

    def __init__(
        self,
        name: str,
        columns: Mapping[str, Column],
        *,
        logged: bool = True,
        shared: Mapping[str, Value] | None = None,
        indexes: Sequence[Index] = (),
    ) -> None:
        own = BOOK if logged else {}
        self.name = name
        self.columns = {"id": NUMBER, **columns, **own}
        self.logged = logged
        self.indexes = tuple(indexes)
        self.owner = self._only("owner", (name for name, column in columns.items() if column.owns))
        """The column that says whose a row is; '' = nobody's."""
        self.searchable = self._only("column of folded words", (n for n, column in columns.items() if column.folded))
        """The column of folded words; '' = there is none."""
        self.references = {name: column.to for name, column in columns.items() if column.bond}
        """What the engine holds to a row of another table, and to which."""
        self._shared = shared
        self._must_be_new(columns, {"id", *own})
        self._must_be_there([*(shared or {}), *(column for index in self.indexes for column in index.named)])

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all columns, `id` first."""
        return tuple(self.columns)

    @property
    def texts(self) -> dict[str, Column]:
        """The columns of text."""
        return {name: column for name, column in self.columns.items() if column.type is str}

    @cached_property
    def defaults(self) -> dict[str, Value]:
        """What a column holds when nothing was given for it."""
        return {name: None if column.optional else column.type() for name, column in self.columns.items()}

    @cached_property
    def cleaners(self) -> dict[str, Cleaner]:
        """What every value of a column passes on its way in."""
        return {name: cleaner(f"{self.name}.{name}", column) for name, column in self.columns.items()}

    @cached_property
    def many_cleaners(self) -> dict[str, ManyCleaner]:
        """What many values of a column pass together."""
        return {name: many_cleaner(column, self.cleaners[name]) for name, column in self.columns.items()}

    def is_shared(self, row: Mapping[str, object] | None) -> bool:
        """Whether a new row stays when the act is taken back that wrote it."""
        if self._shared is None or row is None:
            return False
        return all(row[name] == value for name, value in self._shared.items())

    def _only(self, what: str, names: Iterable[str]) -> str:
        found = list(names)
        if len(found) > 1:
            raise ValueError(f"{self.name} has more than one {what}: {', '.join(found)}")
        return "".join(found)

    def _must_be_new(self, columns: Iterable[str], own: set[str]) -> None:
        if twice := sorted(own & set(columns)):
            raise ValueError(f"{self.name} has {', '.join(twice)} of itself")

    def _must_be_there(self, names: Iterable[str]) -> None:
        if unknown := sorted(set(names) - set(self.columns)):
            raise ValueError(f"{self.name} has no column {', '.join(unknown)}")
