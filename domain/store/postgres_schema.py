"""The verbs of the schema steps on PostgreSQL, without extensions and without a superuser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.store.table import Index

if TYPE_CHECKING:
    from collections.abc import Callable

    from domain.store.table import Table

_TYPES = {int: "bigint", str: 'text collate "C"', float: "double precision"}
"""Text is ordered by its bytes, as SQLite orders it."""

_LOG_FUNCTION = """
create function log_change() returns trigger language plpgsql security definer set search_path = {schema}, pg_temp
as $$
declare
    old_image jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
    new_image jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
    by_act bigint;
    whose bigint := 0;
begin
    if tg_op = 'DELETE' then
        select id into by_act from act order by seq desc limit 1;
        whose := coalesce((old_image ->> nullif(tg_argv[0], ''))::bigint, 0);
    else
        by_act := new.act;
    end if;
    insert into change (act, tbl, "row", before, after, owner)
        values (
            by_act, tg_table_name, (coalesce(new_image, old_image) ->> 'id')::bigint,
            old_image::text, new_image::text, whose
        );
    return null;
end $$
"""


def words_of(table: str, column: str) -> str:
    """The folded words of a column as PostgreSQL indexes them; the index and the query must say it alike."""
    return f"array_to_tsvector(array_remove(string_to_array(\"{table}\".\"{column}\", ' '), ''))"


class PostgresVerbs:
    """Makes tables, with the log kept by one trigger function; `schema` is quoted already."""

    def __init__(self, run: Callable[[str], object], schema: str) -> None:
        self._run = run
        self._schema = schema

    def create(self, table: Table) -> None:
        self._create(table, "bigint primary key")

    def create_log(self, act: Table, change: Table) -> None:
        """A change is numbered by the engine, as SQLite numbers it of itself."""
        self.create(act)
        self._create(change, "bigint generated always as identity primary key")
        for table in (act, change):
            for index in table.indexes:
                self.index(table.name, index)
        self._run(_LOG_FUNCTION.format(schema=self._schema))

    def index(self, table: str, index: Index) -> None:
        """Nothing is carried: an entry must fit in a third of a page, which long words would not."""
        names = ", ".join(f'"{name}"' for name in index.columns)
        only = f" where {index.filled}" if index.filled else ""
        self._run(f'create {"unique " if index.unique else ""}index on "{table}" ({names}){only}')

    def searchable(self, table: str, column: str) -> None:
        self._run(f'create index on "{table}" using gin (({words_of(table, column)}))')

    def logged(self, table: str, owner: str = "") -> None:
        self._run(
            f'create trigger log_change after insert or update or delete on "{table}" '
            f"for each row execute function log_change('{owner}')"
        )

    def _create(self, table: Table, key: str) -> None:
        lines = [f"id {key}"]
        for name in table.names[1:]:
            column = table.columns[name]
            needed = "" if column.optional else " not null"
            to = f' references "{column.to}"' if column.bond else ""
            lines.append(f'"{name}" {_TYPES[column.type]}{needed}{to}')
        self._run(f'create table "{table.name}" ({", ".join(lines)})')
        for name in table.references:
            self.index(table.name, Index(name))
