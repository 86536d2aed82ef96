"""The seam between the workbook and a database: what differs between engines, and one way to ask both."""

from __future__ import annotations

from array import array
from itertools import chain
from typing import TYPE_CHECKING, Any, Protocol

from domain.model.errors import Stopped, Unavailable
from domain.store.folding import fold_words
from domain.store.values import plain_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from domain.store.schema import Step
    from domain.store.values import Value


class Busy(Unavailable):
    """The same may go well a moment later: somebody else is writing, or the connection was lost."""


def stopped() -> Stopped:
    """What whoever waits for a statement is told when somebody else stopped it."""
    return Stopped("Stopped.", "Nothing of it was stored.")


class Cursor(Protocol):
    """The part of a database cursor that the store uses; both drivers have it."""

    @property
    def description(self) -> Any:
        """Column descriptions of the answer, the name first in each."""

    @property
    def rowcount(self) -> int:
        """How many rows a change met."""

    def fetchone(self) -> Any:
        """The next row as a tuple, or None."""

    def fetchall(self) -> list[Any]:
        """All remaining rows as tuples."""

    def __iter__(self) -> Iterator[Any]: ...


class Engine(Protocol):
    """One connection to one database; used by one thread at a time.

    Every method but `close` raises `Unavailable` when the database cannot be reached, `Conflict` when one of its rules
    forbids the change, and `ReadOnly` when it may not be written.
    """

    name: str
    where: str
    read_only: bool
    stopping: bool
    """Whether every further statement is to be refused with `Stopped`."""

    def migrate(self, steps: Sequence[Step]) -> None:
        """Brings the tables up to these steps; `NotAWorkbook` when it knows steps that are not among them."""

    def read(self) -> AbstractContextManager[None]:
        """A transaction that sees one moment and writes nothing."""

    def write(self) -> AbstractContextManager[None]:
        """A transaction that is alone in writing; committed at the end, rolled back by any exception."""

    def execute(self, sql: str, values: Mapping[str, object]) -> Cursor:
        """Runs one statement with :named parameters."""

    def execute_many(self, sql: str, rows: Iterable[Mapping[str, object]]) -> None:
        """Runs one statement for every row."""

    def match(self, table: str, column: str, words: Sequence[str]) -> tuple[str, dict[str, object]]:
        """The condition that the folded column holds a word starting with each of these."""

    def found(self, table: str, column: str, words: Sequence[str]) -> tuple[str, dict[str, object]]:
        """The query for the `id` of every row that `match` is true of; cut short, it costs what it gave."""

    def among(self, column: str, values: Sequence[int] | Sequence[str], name: str) -> tuple[str, dict[str, object]]:
        """The condition that the column holds one of these values, of which there is at least one."""

    def bulk(self, tables: Sequence[str]) -> AbstractContextManager[None]:
        """Within `write`: rows go to these tables without log; search and log are in force again at the end."""

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
        """The fastest way in for many rows, within `write`, and within `bulk` all the more."""

    def changed(self) -> bool:
        """Whether another connection committed since this was last asked."""

    def rest(self, timeout: float) -> None:
        """Waits until another look for changes is worth it, at most these seconds; needs no turn of its own."""

    def faults(self, searchable: Mapping[str, str]) -> list[str]:
        """What the engine's own check finds, the search index of these columns by table included."""

    def backup(self, to: Path, *, anew: bool = False) -> None:
        """A whole copy in a new file; `anew`, with nothing in it of what was deleted."""

    def forget(self, searchable: Mapping[str, str]) -> None:
        """Within `write`: takes out of the search what it still holds of words that are gone; columns by table."""

    def wipe(self) -> None:
        """Outside of transactions: leaves nothing legible in pages and journals of what was deleted."""

    def interrupt(self) -> None:
        """Ends the statement that is running, if one is, with `Stopped`; called from a thread that does not wait."""

    def close(self) -> None:
        """Lets go of the database."""


class Tx:
    """Questions within one transaction, in the SQL that both engines share, with :named parameters."""

    def __init__(self, engine: Engine, searchable: Mapping[str, str]) -> None:
        self._asked = engine
        self._searchable = searchable
        self._over = False

    @property
    def _engine(self) -> Engine:
        """The engine, as long as nobody stopped what it does."""
        if self._asked.stopping:
            raise stopped()
        return self._asked

    def rows(self, sql: str, **values: object) -> list[dict[str, Any]]:
        """Every row of the answer, by column name."""
        cursor = self._execute(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def row(self, sql: str, **values: object) -> dict[str, Any] | None:
        """The first row of the answer, or None."""
        found = self.rows(sql, **values)
        return found[0] if found else None

    def value(self, sql: str, **values: object) -> Any:
        """The first column of the first row, or None."""
        found = self._execute(sql, values).fetchall()
        return found[0][0] if found else None

    def ids(self, sql: str, **values: object) -> array[int]:
        """The only column of the answer, whole numbers, packed: 8 MB for a million."""
        return array("q", chain.from_iterable(self._execute(sql, values)))

    def match(self, table: str, text: str) -> tuple[str, dict[str, object]]:
        """The condition, and its parameters, that a row of the table has a word starting with each word of the text.

        It names the table, so the query must not give it another name. ("", {}) when the text has no words.
        """
        words = list(dict.fromkeys(fold_words(text)))
        return self._engine.match(table, self._searchable[table], words) if words else ("", {})

    def found(self, table: str, text: str) -> tuple[str, dict[str, object]]:
        """A query for the `id` of all that `match` is true of, to stand in brackets; quick where few are taken."""
        words = list(dict.fromkeys(fold_words(text)))
        return self._engine.found(table, self._searchable[table], words) if words else ("", {})

    def among(
        self, column: str, values: Sequence[int] | Sequence[str], name: str = "among"
    ) -> tuple[str, dict[str, object]]:
        """The condition, and its parameter `name`, that the column holds one of these values, however many."""
        return self._engine.among(column, values, name) if len(values) else ("1 = 0", {})

    def finish(self) -> None:
        """No more questions: the transaction is over."""
        self._over = True

    def _execute(self, sql: str, values: Mapping[str, object]) -> Cursor:
        if self._over:
            raise RuntimeError("the transaction is over; ask within `with store.read()` or within the work of an act")
        return self._engine.execute(sql, plain_values(values))
