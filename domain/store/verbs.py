"""What a step of the schema may ask of an engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from domain.store.table import Index, Table


class SchemaVerbs(Protocol):
    """What a step may ask of an engine, of tables as they are declared."""

    def create(self, table: Table) -> None:
        """A table with its columns and its bonds, each with an index; what else it declares is asked for by itself."""

    def create_log(self, act: Table, change: Table) -> None:
        """The two tables of the log, and what writes into them."""

    def index(self, table: str, index: Index) -> None:
        """An index over columns of a table."""

    def searchable(self, table: str, column: str) -> None:
        """Full-text search over a column that holds folded words."""

    def logged(self, table: str, owner: str = "") -> None:
        """Before and after images of every changed row go to `change`, of a deleted one with what it belonged to."""
