"""PostgreSQL as the engine of a workbook: one connection, one writer at a time, the server wakes the others."""

from __future__ import annotations

import select
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from domain.model.errors import NotAWorkbook, NotFound, Unavailable, WorkbookError
from domain.store.pyformat import pyformat
from domain.store.sqlite_file import too_old_to_read, written_by_newer

try:
    import psycopg
    from psycopg.adapt import Loader
    from psycopg.conninfo import conninfo_to_dict
    from psycopg.pq import TransactionStatus
except ImportError as error:
    raise Unavailable(
        "This installation cannot reach PostgreSQL.", "Install it with the extra: pip install 'milepost[postgres]'."
    ) from error

from domain.store.postgres_errors import explained, unreachable
from domain.store.postgres_schema import PostgresVerbs, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from psycopg.abc import Buffer

    from domain.store.schema import Step
    from domain.store.values import Value

_WRITER = 0x4D696C65706F7374
"""The advisory lock that the one writer of a database holds."""

_CHANNEL = "milepost"
_OLDEST = 140_000
_CONNECT_SECONDS = "10"
_CANCEL_SECONDS = 5.0
_POLL = 1.0
"""Seconds after which a waiter looks even though nothing arrived."""


class Postgres:
    """The connection to one database; see `domain.store.engine.Engine`.

    Reads see one moment (repeatable read); writers take turns by an advisory lock, and then read what is newest.
    """

    name = "postgresql"

    def __init__(self, dsn: str, steps: Sequence[Step], *, create: bool, read_only: bool, wait: float) -> None:
        self._dsn = dsn
        self._wait_ms = int(wait * 1000)
        self._missed = False
        self.stopping = False
        self.read_only = read_only
        self.where = _without_password(dsn)
        self._conn = self._first_connection()
        try:
            self._prepare(steps, create=create)
        except BaseException:
            self._conn.close()
            raise

    def migrate(self, steps: Sequence[Step]) -> None:
        with self.write():
            done = self._steps_done()
            if done is None:
                self._run("create table milepost_step (name text primary key, at timestamptz not null default now())")
            if (done or set()) - {step.__name__ for step in steps}:
                raise written_by_newer(self.where)
            verbs = PostgresVerbs(self._run, self._value("select quote_ident(current_schema())"))
            for step in steps:
                if step.__name__ not in (done or ()):
                    step(verbs)
                    self.execute("insert into milepost_step (name) values (:name)", {"name": step.__name__})

    @contextmanager
    def read(self) -> Iterator[None]:
        with self._transaction("begin isolation level repeatable read, read only"):
            yield

    @contextmanager
    def write(self) -> Iterator[None]:
        with self._transaction("begin isolation level read committed"):
            self._run(f"select pg_advisory_xact_lock({_WRITER})")
            yield
            self._run(f"notify {_CHANNEL}")
            self._run("commit")

    def execute(self, sql: str, values: Mapping[str, object]) -> psycopg.Cursor[tuple[Any, ...]]:
        return self._conn.execute(_query(pyformat(sql)), values)

    def execute_many(self, sql: str, rows: Iterable[Mapping[str, object]]) -> None:
        psycopg.Cursor(self._conn).executemany(_query(pyformat(sql)), rows)

    def match(self, table: str, column: str, words: Sequence[str]) -> tuple[str, dict[str, object]]:
        name = f"match_{table}"
        found = " & ".join(f"'{word}':*" for word in words)
        return f"{words_of(table, column)} @@ cast(:{name} as tsquery)", {name: found}

    def found(self, table: str, column: str, words: Sequence[str]) -> tuple[str, dict[str, object]]:
        condition, values = self.match(table, column, words)
        return f'select id from "{table}" where {condition}', values

    def among(self, column: str, values: Sequence[int] | Sequence[str], name: str) -> tuple[str, dict[str, object]]:
        kind = "text" if isinstance(values[0], str) else "bigint"
        return f"{column} = any(cast(:{name} as {kind}[]))", {name: list(values)}

    @contextmanager
    def bulk(self, tables: Sequence[str]) -> Iterator[None]:
        for table in tables:
            self._run(f'alter table "{table}" disable trigger log_change')
        yield
        for table in tables:
            self._run(f'alter table "{table}" enable trigger log_change')
            self._run(f'analyze "{table}"')

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
        names = ", ".join(f'"{name}"' for name in columns)
        with self._conn.cursor() as cursor, cursor.copy(_query(f'copy "{table}" ({names}) from stdin')) as copy:
            for row in rows:
                copy.write_row(row)

    def changed(self) -> bool:
        try:
            notes = list(self._conn.notifies(timeout=0))
        except psycopg.OperationalError:
            self._reconnect()
            return self._take_missed()
        mine = self._conn.info.backend_pid
        return self._take_missed() or any(note.pid != mine for note in notes)

    def rest(self, timeout: float) -> None:
        try:
            select.select([self._conn.fileno()], [], [], min(timeout, _POLL))
        except (psycopg.OperationalError, OSError, ValueError):
            time.sleep(min(timeout, _POLL))

    def faults(self, searchable: Mapping[str, str]) -> list[str]:
        """The server watches over its own pages, and its search indexes are made from the rows themselves."""
        return []

    def backup(self, to: Path, *, anew: bool = False) -> None:
        raise WorkbookError(
            f"{self.where} is kept by a PostgreSQL server, which makes its own backups.",
            f"Use pg_dump --format=custom --file={to} with its address.",
        )

    def forget(self, searchable: Mapping[str, str]) -> None:
        """The search is made from the rows themselves, and `wipe` empties what waits to enter it."""

    def wipe(self) -> None:
        """Of the tables that this user owns; the server's own journal and backups are its keeper's."""
        try:
            names = "select quote_ident(tablename) from pg_tables where schemaname = current_schema()"
            for row in self.execute(names, {}).fetchall():
                self._run(f"vacuum {row[0]}")
        except psycopg.Error as error:
            raise explained(error, self.where) or error from error

    def interrupt(self) -> None:
        """The server is asked on a connection of its own; one that is away has nothing to stop."""
        with suppress(psycopg.Error):
            self._conn.cancel_safe(timeout=_CANCEL_SECONDS)

    def close(self) -> None:
        self._conn.close()

    def _first_connection(self) -> psycopg.Connection[tuple[Any, ...]]:
        """A wrong address or name stays wrong: not an error that trying again could help."""
        try:
            return self._connection()
        except psycopg.Error as error:
            words = unreachable(error, self.where)
            raise Unavailable(words.message, "Look at the address, the name and the password.") from error

    def _connection(self) -> psycopg.Connection[tuple[Any, ...]]:
        """Parameters are written into the statement by the client, so that they are as loosely typed as in SQLite."""
        given = {"connect_timeout": _CONNECT_SECONDS, "application_name": "milepost"} | conninfo_to_dict(self._dsn)
        given["client_encoding"] = "utf8"
        conn = psycopg.connect(**given, autocommit=True, cursor_factory=psycopg.ClientCursor)  # type: ignore[arg-type]
        conn.adapters.register_loader("numeric", _Number)
        conn.execute(f"set lock_timeout = {self._wait_ms}")
        if not self._asleep(conn):
            conn.execute(f"listen {_CHANNEL}")
        return conn

    def _take_missed(self) -> bool:
        missed, self._missed = self._missed, False
        return missed

    def _reconnect(self) -> None:
        """What happened meanwhile is not known, so it counts as a change."""
        self._conn.close()
        self._conn = self._connection()
        self._missed = True

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        try:
            self._begin(begin)
            yield
        except psycopg.Error as error:
            words = explained(error, self.where)
            if words is None:
                raise
            raise words from error
        finally:
            if self._conn.info.transaction_status in (TransactionStatus.INTRANS, TransactionStatus.INERROR):
                self._run("rollback")

    def _begin(self, begin: str) -> None:
        """The first statement finds out when the server hung up since the last one; nothing is lost by a second try."""
        try:
            self._run(begin)
        except psycopg.OperationalError:
            self._reconnect()
            self._run(begin)

    def _prepare(self, steps: Sequence[Step], *, create: bool) -> None:
        with self.read():
            self._refuse_server()
            done = self._steps_done()
            if done is None:
                self._refuse_strange(create=create)
        names = {step.__name__ for step in steps}
        if (done or set()) - names:
            raise written_by_newer(self.where)
        if done != names:
            self._bring_up_to_date(steps)
        with self.read():
            self.read_only = self.read_only or not self._may_write()

    def _bring_up_to_date(self, steps: Sequence[Step]) -> None:
        if self.read_only or self._asleep(self._conn):
            raise too_old_to_read(self.where)
        self.migrate(steps)

    def _refuse_server(self) -> None:
        if self._conn.info.server_version < _OLDEST:
            raise Unavailable(f"{self.where} runs a PostgreSQL before 14.", "Ask for a newer server.")
        if self._value("show server_encoding") != "UTF8":
            raise Unavailable(f"{self.where} does not store UTF-8.", "Make the database with encoding 'UTF8'.")

    def _refuse_strange(self, *, create: bool) -> None:
        if self._value("select count(*) from pg_class where relnamespace = current_schema()::regnamespace"):
            raise NotAWorkbook(f"{self.where} holds other tables, no Milepost workbook.", "Name an empty database.")
        if not create:
            raise NotFound(f"There is no workbook at {self.where}.", "Check the name, or make a new workbook there.")

    def _steps_done(self) -> set[str] | None:
        """Names of the schema steps that were taken; None where there never was a workbook.

        Asked of the catalogue's rows, because name look-ups may remember what was so before the writer's turn came.
        """
        ours = "relnamespace = current_schema()::regnamespace"
        if not self._value(f"select count(*) from pg_class where relname = 'milepost_step' and {ours}"):
            return None
        return {row[0] for row in self.execute("select name from milepost_step", {})}

    def _may_write(self) -> bool:
        return bool(
            self._value(
                "select has_table_privilege('act', 'insert') and not pg_is_in_recovery() "
                "and current_setting('default_transaction_read_only') = 'off'"
            )
        )

    def _asleep(self, conn: psycopg.Connection[tuple[Any, ...]]) -> bool:
        """Whether the server only repeats another one."""
        row = conn.execute("select pg_is_in_recovery()").fetchone()
        return bool(row and row[0])

    def _value(self, sql: str) -> Any:
        row = self.execute(sql, {}).fetchone()
        return row[0] if row else None

    def _run(self, sql: str) -> None:
        self._conn.execute(_query(sql))


class _Number(Loader):
    """Sums and means as SQLite gives them: whole numbers as int, others as float."""

    def load(self, data: Buffer) -> int | float:
        text = bytes(data).decode()
        return int(text) if text.lstrip("-").isdigit() else float(text)


def _query(sql: str) -> bytes:
    """psycopg wants literal text for statements, so that nobody pastes values in; here all are our own."""
    return sql.encode()


def _without_password(dsn: str) -> str:
    try:
        parts = conninfo_to_dict(dsn)
    except psycopg.Error as error:
        raise NotAWorkbook(
            "This is no address of a PostgreSQL database.", "Use postgresql://name@host/database."
        ) from error
    user = f"{parts['user']}@" if parts.get("user") else ""
    port = f":{parts['port']}" if parts.get("port") else ""
    host = str(parts.get("host") or "")
    return f"postgresql://{user}{'' if host.startswith('/') else host}{port}/{parts.get('dbname') or ''}"
