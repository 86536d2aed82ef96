"""The verbs of the schema steps on SQLite, through sqlite-utils."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    import sqlite_utils

    from domain.store.verbs import Columns

CURRENT_ACT = "(select id from act order by seq desc limit 1)"
"""The act that is being written: the newest, because there is one writer at a time."""


def fts(table: str) -> str:
    """Name of the search index of a table."""
    return f"{table}_fts"


class SqliteVerbs:
    """Makes tables, strict ones, with the log and the search kept by triggers."""

    def __init__(self, db: sqlite_utils.Database) -> None:
        self._db = db

    def create(
        self,
        table: str,
        columns: Columns,
        *,
        foreign_keys: Mapping[str, str] | None = None,
        optional: Sequence[str] = (),
    ) -> None:
        keys = [(column, to, "id") for column, to in (foreign_keys or {}).items()]
        needed = set(columns) - set(optional)
        self._db.table(table).create({"id": int, **columns}, pk="id", not_null=needed, foreign_keys=keys, strict=True)
        for column, _, _ in keys:
            self.index(table, [column])

    def create_log(self) -> None:
        act = {"seq": int, "at": int, "who": str, "what": str, "kind": str, "undoes": int, "undone": int}
        self.create("act", act)
        self.index("act", ["seq"], unique=True)
        change = {"act": int, "tbl": str, "row": int, "before": str, "after": str, "owner": int}
        self.create("change", change, foreign_keys={"act": "act"}, optional=("before", "after"))
        self.index("change", ["tbl", "row"])
        self.index("change", ["owner", "tbl"], carried=["row"], filled='"owner" > 0')

    def index(
        self,
        table: str,
        columns: Sequence[str],
        *,
        unique: bool = False,
        carried: Sequence[str] = (),
        filled: str = "",
    ) -> None:
        name = f"idx_{table}_{'_'.join(columns)}"
        if not filled:
            self._db.table(table).create_index([*columns, *carried], name, unique=unique)
            return
        names = ", ".join(f'"{column}"' for column in (*columns, *carried))
        only = f'on "{table}" ({names}) where {filled}'
        self._db.execute(f"create {'unique ' if unique else ''}index {name} {only}")

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
