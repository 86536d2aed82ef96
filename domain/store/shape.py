"""What the schema steps say about every table, read from the steps themselves, so that no engine need be asked."""

from __future__ import annotations

from dataclasses import field
from functools import cache
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.store.values import Cleaner, ManyCleaner, Value, cleaner, many_cleaner

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.store import schema, verbs

LOG_TABLES = ("act", "change")


@dataclass(slots=True)
class Table:
    """One table: the default and the cleaner of every column, what it refers to, and its folded column."""

    name: str
    types: dict[str, type]
    optional: frozenset[str]
    references: dict[str, str]
    searchable: str = ""
    logged: bool = False
    cleaners: dict[str, Cleaner] = field(default_factory=dict)
    many_cleaners: dict[str, ManyCleaner] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of all columns, `id` first."""
        return tuple(self.types)

    @property
    def defaults(self) -> dict[str, Value]:
        """What a column holds when nothing was given for it."""
        return {name: None if name in self.optional else kind() for name, kind in self.types.items()}


Shape = dict[str, Table]


@cache
def shape_of(steps: tuple[schema.Step, ...]) -> Shape:
    """The tables that these steps make, by name."""
    recorder = _Recorder()
    for step in steps:
        step(recorder)
    for table in recorder.tables.values():
        table.cleaners = {name: _cleaner(table, name) for name in table.types}
        table.many_cleaners = {name: _many_cleaner(table, name) for name in table.types}
    return recorder.tables


def referring(shape: Shape, table: str) -> list[tuple[str, str]]:
    """Every (table, column) that refers to this table."""
    return [(t.name, column) for t in shape.values() for column, to in t.references.items() if to == table]


def _cleaner(table: Table, column: str) -> Cleaner:
    return cleaner(
        f"{table.name}.{column}",
        table.types[column],
        optional=column in table.optional,
        folded=column == table.searchable,
    )


def _many_cleaner(table: Table, column: str) -> ManyCleaner:
    name, kind = f"{table.name}.{column}", table.types[column]
    return many_cleaner(name, kind, table.cleaners[column], folded=column == table.searchable)


class _Recorder:
    """Takes note of what the steps ask for."""

    def __init__(self) -> None:
        self.tables: Shape = {}

    def create(
        self,
        table: str,
        columns: verbs.Columns,
        *,
        foreign_keys: Mapping[str, str] | None = None,
        optional: Sequence[str] = (),
    ) -> None:
        types = {"id": int, **columns}
        self.tables[table] = Table(table, types, frozenset(optional), dict(foreign_keys or {}))

    def create_log(self) -> None:
        """The log is no table that a user's work lives in."""

    def index(
        self,
        table: str,
        columns: Sequence[str],
        *,
        unique: bool = False,
        carried: Sequence[str] = (),
        filled: str = "",
    ) -> None:
        """Indexes do not show in rows."""

    def searchable(self, table: str, column: str) -> None:
        self.tables[table].searchable = column

    def logged(self, table: str, owner: str = "") -> None:
        self.tables[table].logged = True
