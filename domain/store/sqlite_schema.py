"""The verbs of the schema steps on SQLite, through sqlite-utils."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.store.table import Index

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    import sqlite_utils

    from domain.store.table import Table

CURRENT_ACT = "(select id from act order by seq desc limit 1)"
"""The act that is being written: the newest, because there is one writer at a time."""


def fts(table: str) -> str:
    """Name of the search index of a table."""
    return f"{table}_fts"


class SqliteVerbs:
    """Makes tables, strict ones, with the log and the search kept by triggers."""

    def __init__(self, db: sqlite_utils.Database) -> None:
        self._db = db

    def create(self, table: Table) -> None:
        types = {name: column.type for name, column in table.columns.items()}
        needed = {name for name, column in table.columns.items() if not column.optional} - {"id"}
        keys = [(column, to, "id") for column, to in table.references.items()]
        self._db.table(table.name).create(types, pk="id", not_null=needed, foreign_keys=keys, strict=True)
        for column in table.references:
            self.index(table.name, Index(column))

    def create_log(self, act: Table, change: Table) -> None:
        for table in (act, change):
            self.create(table)
            for index in table.indexes:
                self.index(table.name, index)

    def index(self, table: str, index: Index) -> None:
        name = f"idx_{table}_{'_'.join(index.columns)}"
        held = [*index.columns, *index.carried]
        if not index.filled:
            self._db.table(table).create_index(held, name, unique=index.unique)
            return
        names = ", ".join(f'"{column}"' for column in held)
        only = f'on "{table}" ({names}) where {index.filled}'
        self._db.execute(f"create {'unique ' if index.unique else ''}index {name} {only}")

    def searchable(self, table: str, column: str) -> None:
        """The column holds folded words between spaces, so the plainest tokenizer finds the same as any engine."""
        index = fts(table)
        self._db.execute(
            f'create virtual table {index} using fts5("{column}", content="{table}", content_rowid="id", '
            "tokenize=ascii, detail=none, columnsize=0, prefix='1 2 3')"
        )
        self._db.execute(f"insert into {index} ({index}) values ('rebuild')")
        add = f'insert into {index} (rowid, "{column}") values (new.id, new."{column}");'
        drop = f'insert into {index} ({index}, rowid, "{column}") values (\'delete\', old.id, old."{column}");'
        for event, body in (("insert", add), (f'update of "{column}"', drop + add), ("delete", drop)):
            self._trigger(table, f"find_{event[:6]}", event, body)

    def logged(self, table: str, owner: str = "") -> None:
        old, new = self._image(table, "old"), self._image(table, "new")
        for event, row, act, before, after, whose in (
            ("insert", "new.id", "new.act", "null", new, "0"),
            ("update", "new.id", "new.act", old, new, "0"),
            ("delete", "old.id", CURRENT_ACT, old, "null", f'old."{owner}"' if owner else "0"),
        ):
            body = f"""insert into change (act, tbl, "row", before, after, owner)
                values ({act}, '{table}', {row}, {before}, {after}, {whose});"""
            self._trigger(table, f"log_{event}", event, body)

    def _trigger(self, table: str, name: str, event: str, body: str) -> None:
        self._db.execute(f'create trigger {table}_{name} after {event} on "{table}" begin {body} end')

    def _image(self, table: str, side: str) -> str:
        pairs = ", ".join(f"'{c.name}', {side}.\"{c.name}\"" for c in self._db.table(table).columns)
        return f"json_object({pairs})"


def followers_of(conn: sqlite3.Connection, tables: Sequence[str]) -> list[tuple[str, str, str]]:
    """What is kept up with every row of these tables: triggers and plain indexes, as kind, name and statement."""
    marks = ", ".join("?" * len(tables))
    sql = f"select type, name, sql from sqlite_master where tbl_name in ({marks}) and sql is not null"
    found = conn.execute(f"{sql} and type in ('trigger', 'index') order by rowid", list(tables)).fetchall()
    return [row for row in found if not row[2].lower().startswith("create unique")]
