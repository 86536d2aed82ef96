"""SQLite as the engine of a workbook: one file, one connection."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from domain.model.errors import BadInput, NotAWorkbook
from domain.store.engine import Busy
from domain.store.sqlite_errors import damaged, explained
from domain.store.sqlite_file import APPLICATION_ID, look_at, make_private, written_by_newer
from domain.store.sqlite_schema import SqliteVerbs, followers_of, fts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import sqlite_utils

    from domain.store.schema import Step
    from domain.store.sqlite_file import Look
    from domain.store.values import Value

_PRAGMAS = (
    "foreign_keys = on",
    "synchronous = full",
    "cell_size_check = on",
    "secure_delete = on",
    "case_sensitive_like = on",
)
_POLL = 0.05
"""Seconds between two looks for the work of other connections."""

_CACHE, _BULK_CACHE = -16_000, -64_000
"""Kibibytes of memory for pages at most, negative as SQLite wants them: as usual, and while many rows are written.

As usual there is enough for the counts of Insights to find again what they have just read; it is taken as it is used.
"""

_MOST_VALUES = 16_000
"""Values in one statement; SQLite takes twice as many."""

_BULK_SEARCH = {"automerge": 0, "crisismerge": 1_000, "hashsize": 4 << 20}
_USUAL_SEARCH = {"automerge": 4, "crisismerge": 16, "hashsize": 1 << 20}
"""How the search index is kept: while it is built from all rows, it is merged once, at the end."""


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite keeps every commit in write-ahead mode with several connections.

    Releases before 3.51.3 can lose some, but for the repaired branches 3.50.7 and 3.44.6
    (https://www.sqlite.org/wal.html, "The WAL-reset bug").
    """
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


class Sqlite:
    """The connection to one workbook file; see `domain.store.engine.Engine`."""

    name = "sqlite"

    def __init__(self, where: str | Path, steps: Sequence[Step], *, create: bool, read_only: bool, wait: float) -> None:
        path = Path(where).expanduser().absolute()
        self.where = str(path)
        look = look_at(path, len(steps), create=create, read_only=read_only)
        self.read_only = read_only or not look.writable
        if look.fresh:
            make_private(path)
        self._conn = _connect(path, look, wait)
        try:
            self._prepare(look, steps)
        except BaseException:
            self._conn.close()
            raise
        self._seen = self._data_version()
        self._in_bulk = False
        self.stopping = False

    def migrate(self, steps: Sequence[Step]) -> None:
        import sqlite_utils

        with self.write():
            self._refuse_strange()
            db = sqlite_utils.Database(self._conn, execute_plugins=False)
            _migrate(db, steps, self.where)
            db.execute(f"pragma application_id = {APPLICATION_ID}")
            db.execute(f"pragma user_version = {len(steps)}")

    @contextmanager
    def read(self) -> Iterator[None]:
        with self._explained(writing=False):
            self._conn.execute("begin")
            try:
                yield
            finally:
                self._roll_back()

    @contextmanager
    def write(self) -> Iterator[None]:
        with self._explained(writing=True):
            self._conn.execute("pragma query_only = off")
            try:
                self._conn.execute("begin immediate")
                yield
                self._conn.execute("commit")
            finally:
                self._roll_back()
                self._conn.execute(f"pragma cache_size = {_CACHE}")
                self._conn.execute("pragma query_only = on")

    def execute(self, sql: str, values: Mapping[str, object]) -> sqlite3.Cursor:
        return self._conn.execute(sql, dict(values))

    def execute_many(self, sql: str, rows: Iterable[Mapping[str, object]]) -> None:
        self._conn.executemany(sql, rows)

    def match(self, table: str, column: str, words: Sequence[str]) -> tuple[str, dict[str, object]]:
        index, name = fts(table), f"match_{table}"
        found = " ".join(f'"{word}"*' for word in words)
        return f'"{table}".id in (select rowid from {index} where {index} match :{name})', {name: found}

    def found(self, table: str, column: str, words: Sequence[str]) -> tuple[str, dict[str, object]]:
        _, values = self.match(table, column, words)
        return f"select rowid as id from {fts(table)} where {fts(table)} match :match_{table}", values

    def among(self, column: str, values: Sequence[int] | Sequence[str], name: str) -> tuple[str, dict[str, object]]:
        return f"{column} in (select value from json_each(:{name}))", {name: json.dumps(list(values))}

    @contextmanager
    def bulk(self, tables: Sequence[str]) -> Iterator[None]:
        """Indexes are quicker to build than to keep up, above all when they outgrow the memory.

        The search comes first: it wants rows in the order of their ids, and would read them along an index that
        carries its words, if there was one already.
        """
        followers = followers_of(self._conn, tables)
        for kind, name, _ in followers:
            self._conn.execute(f'drop {kind} "{name}"')
        self._in_bulk = True
        try:
            yield
        finally:
            self._in_bulk = False
        for table in tables:
            if self._has_table(index := fts(table)):
                self._rebuild(index)
        for _, _, sql in followers:
            self._conn.execute(sql)

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
        """Where triggers work, many rows go into one statement: the search writes out what it holds after each."""
        self._conn.execute(f"pragma cache_size = {_BULK_CACHE}")
        names = ", ".join(f'"{name}"' for name in columns)
        into, row = f'insert into "{table}" ({names}) values ', f"({', '.join('?' * len(columns))})"
        if self._in_bulk:
            self._conn.executemany(into + row, rows)
            return
        going_on = iter(rows)
        while some := list(islice(going_on, _MOST_VALUES // len(columns))):
            self._conn.execute(into + ", ".join([row] * len(some)), list(chain.from_iterable(some)))

    def changed(self) -> bool:
        now = self._data_version()
        changed, self._seen = now != self._seen, now
        return changed

    def rest(self, timeout: float) -> None:
        time.sleep(min(_POLL, timeout))

    def faults(self, searchable: Mapping[str, str]) -> list[str]:
        with self._all_ours(), self._explained(writing=False):
            found = [row[0] for row in self._conn.execute("pragma integrity_check(20)") if row[0] != "ok"]
            lost = self._conn.execute("pragma foreign_key_check").fetchmany(20)
        found += [f"{table} {row} belongs to a {to} that is not there" for table, row, to, _ in lost]
        return found + [fault for table in searchable for fault in self._search_faults(table)]

    def backup(self, to: Path, *, anew: bool = False) -> None:
        try:
            os.close(os.open(to, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except OSError as error:
            raise BadInput(f"No backup at {to}: {error.strerror}.", "Choose a new file name.") from error
        try:
            self._copy(to, anew=anew)
        except BaseException:
            to.unlink()
            raise

    def forget(self, searchable: Mapping[str, str]) -> None:
        """A deleted word only gets a mark in the search; merging all that it holds leaves out what is marked."""
        for table in searchable:
            index = fts(table)
            self._conn.execute(f"insert into {index} ({index}) values ('optimize')")

    def wipe(self) -> None:
        """Deleted rows are written over, but pages that were taken apart and put together keep old bytes in between.

        So the file is written anew, and the journal emptied, which it is not while somebody else still reads in it.
        """
        with self._explained(writing=True):
            self._conn.execute("pragma query_only = off")
            try:
                self._conn.execute("vacuum")
                busy = self._conn.execute("pragma wal_checkpoint(truncate)").fetchone()[0]
            finally:
                self._conn.execute("pragma query_only = on")
        if busy:
            raise Busy(f"{self.where} is in use elsewhere.", "It is tried again when it is next opened.")

    def interrupt(self) -> None:
        self._conn.interrupt()

    def close(self) -> None:
        self._conn.close()

    def _prepare(self, look: Look, steps: Sequence[Step]) -> None:
        with self._all_ours(), self._explained(writing=False):
            for pragma in (*_PRAGMAS, f"cache_size = {_CACHE}"):
                self._conn.execute(f"pragma {pragma}")
            if look.behind:
                self.migrate(steps)
            self._conn.execute("select count(*) from sqlite_master").fetchall()
            self._conn.execute("pragma query_only = on")
            if not self.read_only:
                self._choose_journal(look)

    def _choose_journal(self, look: Look) -> None:
        """Write-ahead where it is safe; another program that holds the file keeps the mode that it chose."""
        safe = wal_is_safe(sqlite3.sqlite_version_info)
        if safe and not look.wal:
            patience = self._conn.execute("pragma busy_timeout").fetchone()[0]
            self._conn.execute("pragma busy_timeout = 0")
            self._conn.execute("pragma journal_mode = wal")
            self._conn.execute(f"pragma busy_timeout = {patience}")
        elif not safe:
            self._conn.execute("pragma journal_mode = truncate")

    def _refuse_strange(self) -> None:
        """The same question as before opening, now that nobody else can be at work on the file."""
        ours = self._conn.execute("pragma application_id").fetchone()[0]
        if ours != APPLICATION_ID and self._conn.execute("select count(*) from sqlite_master").fetchone()[0]:
            raise NotAWorkbook(f"{self.where} is a database, but not a Milepost workbook.", "Choose another file.")

    @contextmanager
    def _explained(self, *, writing: bool) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            words = explained(error, self.where, writing=writing)
            if words is None:
                raise
            raise words from error

    @contextmanager
    def _all_ours(self) -> Iterator[None]:
        """Where nobody else's code runs, a table that is missing or a name that is no text can only be damage."""
        try:
            yield
        except (sqlite3.OperationalError, UnicodeDecodeError) as error:
            raise damaged(self.where) from error

    def _roll_back(self) -> None:
        if self._conn.in_transaction:
            self._conn.execute("rollback")

    def _data_version(self) -> int:
        """A number that changes when another connection commits, and only then."""
        with self._explained(writing=False):
            return int(self._conn.execute("pragma data_version").fetchone()[0])

    def _rebuild(self, index: str) -> None:
        self._set_up(index, _BULK_SEARCH)
        self._conn.execute(f"insert into {index} ({index}) values ('rebuild')")
        self._conn.execute(f"insert into {index} ({index}) values ('optimize')")
        self._set_up(index, _USUAL_SEARCH)

    def _set_up(self, index: str, how: Mapping[str, int]) -> None:
        for name, value in how.items():
            self._conn.execute(f"insert into {index} ({index}, rank) values ('{name}', {value})")

    def _has_table(self, name: str) -> bool:
        return bool(self._conn.execute("select 1 from sqlite_master where name = ?", [name]).fetchone())

    def _search_faults(self, table: str) -> list[str]:
        """FTS5 compares its index with the table; it does so by a statement that looks like a change."""
        if self.read_only:
            return []
        index = fts(table)
        try:
            with self.write():
                self._conn.execute(f"insert into {index} ({index}, rank) values ('integrity-check', 1)")
                self._conn.execute("rollback")
                self._conn.execute("begin")
        except NotAWorkbook:
            return [f"the search of {table} does not agree with the table"]
        return []

    def _copy(self, to: Path, *, anew: bool) -> None:
        target = sqlite3.connect(to)
        try:
            with self._explained(writing=True):
                self._conn.backup(target)
                if anew:
                    target.execute("vacuum")
                fault = target.execute("pragma quick_check(1)").fetchone()[0]
        finally:
            target.close()
        if fault != "ok":
            raise NotAWorkbook(f"{self.where} is damaged: {fault}.", "Keep it, and restore the newest good backup.")


def _connect(path: Path, look: Look, wait: float) -> sqlite3.Connection:
    """With no transactions of Python's own making; used by one thread at a time, not always the one that opened it."""
    how = "rw" if look.writable else "ro"
    uri = f"{path.as_uri()}?mode={how}{'&immutable=1' if look.immutable else ''}"
    try:
        return sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=wait)
    except sqlite3.Error as error:
        raise explained(error, str(path), writing=False) or error from error


def _migrate(db: sqlite_utils.Database, steps: Sequence[Step], where: str) -> None:
    """Within a transaction that is alone: programs that open a new file at once would otherwise trip each other."""
    import sqlite_utils

    migrations = sqlite_utils.Migrations("milepost")
    verbs = SqliteVerbs(db)
    for step in steps:
        migrations(name=step.__name__)(lambda _, step=step: step(verbs))
    if {done.name for done in migrations.applied(db)} - {step.__name__ for step in steps}:
        raise written_by_newer(where)
    migrations.apply(db)
