"""The verbs of the schema steps on PostgreSQL, without extensions and without a superuser."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from domain.store.verbs import Columns

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

    def create(
        self,
        table: str,
        columns: Columns,
        *,
        foreign_keys: Mapping[str, str] | None = None,
        optional: Sequence[str] = (),
    ) -> None:
        self._create(table, "bigint primary key", columns, foreign_keys or {}, optional)

    def create_log(self) -> None:
        act = {"seq": int, "at": int, "who": str, "what": str, "kind": str, "undoes": int, "undone": int}
        self.create("act", act)
        self.index("act", ["seq"], unique=True)
        change = {"act": int, "tbl": str, "row": int, "before": str, "after": str, "owner": int}
        numbered = "bigint generated always as identity primary key"
        self._create("change", numbered, change, {"act": "act"}, ("before", "after"))
        self.index("change", ["tbl", "row"])
        self.index("change", ["owner", "tbl"], filled='"owner" > 0')
        self._run(_LOG_FUNCTION.format(schema=self._schema))

    def index(
        self,
        table: str,
        columns: Sequence[str],
        *,
        unique: bool = False,
        carried: Sequence[str] = (),
        filled: str = "",
    ) -> None:
        """Nothing is carried: an entry must fit in a third of a page, which long words would not."""
        names = ", ".join(f'"{name}"' for name in columns)
        only = f" where {filled}" if filled else ""
        self._run(f'create {"unique " if unique else ""}index on "{table}" ({names}){only}')

    def searchable(self, table: str, column: str) -> None:
        self._run(f'create index on "{table}" using gin (({words_of(table, column)}))')

    def logged(self, table: str, owner: str = "") -> None:
        self._run(
            f'create trigger log_change after insert or update or delete on "{table}" '
            f"for each row execute function log_change('{owner}')"
        )

    def _create(
        self, table: str, key: str, columns: Columns, references: Mapping[str, str], optional: Sequence[str]
    ) -> None:
        lines = [f"id {key}"]
        for name, kind in columns.items():
            needed = "" if name in optional else " not null"
            to = f' references "{references[name]}"' if name in references else ""
            lines.append(f'"{name}" {_TYPES[kind]}{needed}{to}')
        self._run(f'create table "{table}" ({", ".join(lines)})')
        for name in references:
            self.index(table, [name])
