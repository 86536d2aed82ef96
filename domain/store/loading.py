"""The quick way into an empty workbook: many rows of many tables in one transaction, without a log of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import count, groupby
from operator import itemgetter
from typing import TYPE_CHECKING

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
        kind = self._shape[table]
        added = 0
        for given, alike in groupby(rows, key=tuple):
            counted = count()
            tuples = self._tuples(kind, given, map(itemgetter(0), zip(alike, counted, strict=False)))
            self._engine.load(table, self._columns(kind, given), tuples)
            added += next(counted)
        self.loaded += added
        return added

    def _columns(self, table: Table, given: tuple[str, ...]) -> list[str]:
        """Given ones first, then the ones that are the same in every row, then the id if it is to be made."""
        for name in given:
            if name not in table.types or name == "act":
                raise TypeError(f"{table.name}.{name} cannot be given")
        return [*given, *self._constants(table, given), *([] if "id" in given else ["id"])]

    def _constants(self, table: Table, given: tuple[str, ...]) -> dict[str, Value]:
        everything = {**table.defaults, "version": 1, "act": self.act_id}
        return {name: value for name, value in everything.items() if name not in given and name != "id"}

    def _tuples(self, table: Table, given: tuple[str, ...], rows: Iterable[Fields]) -> Iterator[list[Value]]:
        cleaners = [table.cleaners[name] for name in given]
        constants = list(self._constants(table, given).values())
        makes_id = "id" not in given
        for row in rows:
            values = [clean(value) for clean, value in zip(cleaners, row.values(), strict=True)] + constants
            if makes_id:
                values.append(self.new_id())
            yield values
