"""The quick way into an empty workbook: many rows of many tables in one transaction, without a log of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import count
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
        """Base rows with the columns of the first; ids are made if missing, other columns are '' or 0. How many.

        `TypeError` for an unknown column and `KeyError` for a row that lacks a column of the first.
        """
        kind = self._shape[table]
        counted = count()
        stream = (row for row, _ in zip(rows, counted, strict=False))
        iterator = iter(stream)
        first = next(iterator, None)
        if first is None:
            return 0
        columns, tuples = self._prepared(kind, first, iterator)
        self._engine.load(table, columns, tuples)
        added = next(counted)
        self.loaded += added
        return added

    def _prepared(self, table: Table, first: Fields, rest: Iterator[Fields]) -> tuple[list[str], Iterator[list[Value]]]:
        for name in first:
            if name not in table.types or name == "act":
                raise TypeError(f"{table.name}.{name} cannot be given")
        given = list(first)
        fixed = {**table.defaults, "version": 1, "act": self.act_id}
        constants = {name: value for name, value in fixed.items() if name not in first and name != "id"}
        columns = [*given, *constants, *([] if "id" in first else ["id"])]
        return columns, self._tuples(table, given, list(constants.values()), first, rest)

    def _tuples(
        self, table: Table, given: list[str], constants: list[Value], first: Fields, rest: Iterator[Fields]
    ) -> Iterator[list[Value]]:
        cleaners = [table.cleaners[name] for name in given]
        pick = itemgetter(*given) if len(given) > 1 else lambda row: (row[given[0]],)
        makes_id = "id" not in given
        for row in _chained(first, rest):
            values = [clean(value) for clean, value in zip(cleaners, pick(row), strict=True)] + constants
            if makes_id:
                values.append(self.new_id())
            yield values


def _chained(first: Fields, rest: Iterator[Fields]) -> Iterator[Fields]:
    yield first
    yield from rest
