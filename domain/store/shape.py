"""Which tables the schema steps make, read from the steps themselves, so that no engine need be asked."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domain.store import schema
    from domain.store.table import Index, Table

Shape = dict[str, "Table"]


@cache
def shape_of(steps: tuple[schema.Step, ...]) -> Shape:
    """The tables that these steps make, by name."""
    recorder = _Recorder()
    for step in steps:
        step(recorder)
    return recorder.tables


def referring(shape: Shape, table: str) -> list[tuple[str, str]]:
    """Every (table, column) that refers to this table with a bond."""
    return [(t.name, column) for t in shape.values() for column, to in t.references.items() if to == table]


def logged(shape: Shape) -> list[str]:
    """The tables that a user's work lives in, of which the log keeps images."""
    return [name for name, table in shape.items() if table.logged]


class _Recorder:
    """Takes note of the tables that the steps ask for; they declare the rest themselves."""

    def __init__(self) -> None:
        self.tables: Shape = {}

    def create(self, table: Table) -> None:
        self.tables[table.name] = table

    def create_log(self, act: Table, change: Table) -> None:
        """The log is no table that a user's work lives in."""

    def index(self, table: str, index: Index) -> None:
        """Declared."""

    def searchable(self, table: str, column: str) -> None:
        """Declared."""

    def logged(self, table: str, owner: str = "") -> None:
        """Declared."""
