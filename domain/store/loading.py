"""The quick way into an empty workbook: many rows of many tables in one transaction, without a log of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count, groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Protocol

from domain.model.lazily import dataclass
from domain.store.many import clean_rows
from domain.store.schema import STEPS
from domain.store.shape import shape_of

if TYPE_CHECKING:
    from domain.store.shape import Shape
    from domain.store.table import Table
    from domain.store.values import Value

Fields = Mapping[str, object]


class Sink(Protocol):
    """Where clean rows go: an engine, or a list."""

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
        """Take rows with a value for each of the columns."""


class Loader:
    """Takes the base rows of a new workbook; `new_id` makes ids for rows that refer to each other."""

    def __init__(self, sink: Sink, shape: Shape, act_id: int, new_id: Callable[[], int]) -> None:
        self._sink = sink
        self._shape = shape
        self.act_id = act_id
        self.new_id = new_id
        self.loaded = 0

    def add(self, table: str, rows: Iterable[Fields]) -> int:
        """Base rows; ids are made if missing, columns not given are '' or 0. How many.

        Quickest when neighbours give the same columns in the same order. `TypeError` for an unknown column.
        """
        alike = groupby(rows, key=tuple)
        return sum(self.add_tuples(table, given, (tuple(row.values()) for row in some)) for given, some in alike)

    def add_tuples(self, table: str, given: Sequence[str], rows: Iterable[tuple[object, ...]]) -> int:
        """The same for rows that are tuples of the given columns, which is quickest."""
        kind = self._shape[table]
        self._check(kind, given)
        if "id" not in given:
            given, rows = ("id", *given), ((self.new_id(), *row) for row in rows)
        constants = self._constants(kind, given)
        counted = count()
        rows = map(itemgetter(0), zip(rows, counted, strict=False))
        self._sink.load(table, [*given, *constants], clean_rows(kind, given, rows, list(constants.values())))
        added = next(counted)
        self.loaded += added
        return added

    def take(self, packed: Iterable[Packed]) -> None:
        """Rows that were made ready elsewhere, by a `Packer` with the same act."""
        for some in packed:
            self._sink.load(some.table, some.columns, some.rows)
            self.loaded += len(some.rows)

    def _check(self, table: Table, given: Sequence[str]) -> None:
        for name in given:
            if name not in table.columns or name == "act":
                raise TypeError(f"{table.name}.{name} cannot be given")

    def _constants(self, table: Table, given: Sequence[str]) -> dict[str, Value]:
        everything = {**table.defaults, "version": 1, "act": self.act_id}
        return {name: value for name, value in everything.items() if name in table.columns and name not in given}


@dataclass(frozen=True, slots=True)
class Packed:
    """Clean rows of one table, ready to go in; they can travel from one process to another."""

    table: str
    columns: Sequence[str]
    rows: list[Sequence[Value]]


class Packer(Loader):
    """A loader without a workbook: it makes rows ready for the `take` of the loader whose act this is."""

    def __init__(self, act_id: int, new_id: Callable[[], int]) -> None:
        self._list = _List()
        super().__init__(self._list, shape_of(STEPS), act_id, new_id)

    def unpacked(self) -> list[Packed]:
        """What was added since this was last asked."""
        made, self._list.packed = self._list.packed, []
        return made


class _List:
    def __init__(self) -> None:
        self.packed: list[Packed] = []

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
        self.packed.append(Packed(table, columns, list(rows)))
