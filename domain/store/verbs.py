"""What a step of the schema may ask of an engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

Columns = Mapping[str, type]


class SchemaVerbs(Protocol):
    """What a step may ask of an engine. Columns are not null, '' or 0 where nothing is known, unless optional."""

    def create(
        self,
        table: str,
        columns: Columns,
        *,
        foreign_keys: Mapping[str, str] | None = None,
        optional: Sequence[str] = (),
    ) -> None:
        """A table with an integer primary key `id`, these columns, and indexed references to other tables."""

    def create_log(self) -> None:
        """The tables `act` and `change`."""

    def index(
        self,
        table: str,
        columns: Sequence[str],
        *,
        unique: bool = False,
        carried: Sequence[str] = (),
        filled: str = "",
    ) -> None:
        """An index over these columns; it carries others along where that spares a walk its look at every row.

        With `filled`, a condition such as `"owner" > ''`, it holds only the rows of which that is true, and serves
        only questions that say so.
        """

    def searchable(self, table: str, column: str) -> None:
        """Full-text search over a column that holds folded words."""

    def logged(self, table: str, owner: str = "") -> None:
        """Before and after images of every changed row go to `change`, of a deleted one with what it belonged to."""


BOOK: dict[str, type] = {"version": int, "act": int}
"""Carried by every logged table: how often a row was written, and by which act last."""
