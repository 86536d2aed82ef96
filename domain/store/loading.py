"""The quick way into an empty workbook: many rows of many tables in one transaction, without a log of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count, groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from domain.store.many import clean_rows

if TYPE_CHECKING:
    from domain.store.engine import Engine
    from domain.store.shape import Shape, Table
    from domain.store.values import Value

Fields = Mapping[str, object]


class Loader:
    """Takes the base rows of a new workbook; `new_id` makes ids for rows that refer to each other."""

    def __init__(self, engine: Engine, shape: Shape, act_id: int, new_id: Callable[[], int]) -> None:
        self._engine = engine
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
        self._engine.load(table, [*given, *constants], clean_rows(kind, given, rows, list(constants.values())))
        added = next(counted)
        self.loaded += added
        return added

    def _check(self, table: Table, given: Sequence[str]) -> None:
        for name in given:
            if name not in table.types or name == "act":
                raise TypeError(f"{table.name}.{name} cannot be given")

    def _constants(self, table: Table, given: Sequence[str]) -> dict[str, Value]:
        everything = {**table.defaults, "version": 1, "act": self.act_id}
        return {name: value for name, value in everything.items() if name not in given}
