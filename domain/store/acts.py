"""Acts: what people did to the workbook, one transaction each, with before and after images of every row."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from domain.model.errors import Conflict, NotFound
from domain.model.lazily import dataclass
from domain.store.cleaning import clean
from domain.store.engine import Engine, Tx
from domain.store.many import clean_rows
from domain.store.table import BOOK, USUAL

if TYPE_CHECKING:
    from domain.store.shape import Shape
    from domain.store.table import Table
    from domain.store.values import Value

Fields = Mapping[str, object]
Image = dict[str, Any]

FEW = 100
"""Up to this many rows are inserted one by one; more are loaded."""


@dataclass(frozen=True, slots=True)
class ActInfo:
    """One act of the log; `at` in epoch milliseconds, `seq` 1, 2, 3 ... in the order of the workbook."""

    id: int
    seq: int
    at: int
    who: str
    what: str
    kind: str  # do, undo, redo, load or erase; erased for one that touched somebody who was erased
    undoes: int  # the act that this one took back; 0 = none
    undone: bool

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> ActInfo:
        """From a row of the table `act`."""
        return cls(**{name: row[name] for name in cls.__slots__} | {"undone": bool(row["undone"])})


@dataclass(frozen=True, slots=True)
class Change:
    """What one act did to one row; `before` is None for a new row, `after` for a deleted one."""

    id: int
    act: ActInfo
    table: str
    row: int
    before: Image | None
    after: Image | None

    @property
    def fields(self) -> list[str]:
        """The fields that hold another value than before; all of them for a new or deleted row."""
        return changed_fields(self.before or {}, self.after or {})


def changed_fields(before: Image, after: Image) -> list[str]:
    """Names of the fields in which two images differ, the bookkeeping apart."""
    names = dict.fromkeys((*before, *after))
    return [name for name in names if name not in BOOK and before.get(name) != after.get(name)]


def image(text: str | None) -> Image | None:
    """An image as the log keeps it."""
    return None if text is None else dict(json.loads(text))


class Act(Tx):
    """The transaction of one act: questions as in `Tx`, and changes, which are logged under the act's `id`."""

    def __init__(self, engine: Engine, shape: Shape, info: ActInfo, new_id: Callable[[], int]) -> None:
        super().__init__(engine, {name: t.searchable for name, t in shape.items() if t.searchable})
        self.id = info.id
        self.at = info.at
        self.who = info.who
        self.new_id = new_id
        self.info = info
        self.recorded = False
        self.shape = shape

    def insert(self, table: str, /, **fields: object) -> int:
        """A new row; what is not given is '' or 0, the id is made if missing. The row's id."""
        return self.insert_many(table, [fields])[0]

    def insert_many(self, table: str, rows: Iterable[Fields]) -> list[int]:
        """New rows, as by `insert`; their ids in the same order. `Conflict` where a rule of the tables forbids one."""
        kind = self.table(table)
        given = list(rows)
        if len(given) > FEW:
            return self._load(kind, given)
        whole = [self._whole(kind, row) for row in given]
        if whole:
            self.record()
            self._engine.execute_many(insertion(kind), whole)
        return [int(row["id"]) for row in whole]

    def update(self, table: str, row_id: int, version: int | None = None, /, **fields: object) -> None:
        """Gives the row these values and the next version.

        `Conflict` when `version`, which may also be given by name, is given and the row has another by now;
        `NotFound` when there is no such row.
        """
        kind = self.table(table)
        held = fields.pop("version", version)
        self.record()
        values = cleaned(kind, fields, reserved=("id", *BOOK))
        sets = ", ".join([*(f'"{name}" = :{name}' for name in values), "version = version + 1", "act = :_act"])
        sql = f'update "{table}" set {sets} where id = :_row{"" if held is None else " and version = :_version"}'
        done = self._execute(sql, {**values, "_act": self.id, "_row": row_id, "_version": held})
        if not done.rowcount:
            self._missed(table, row_id)

    def update_many(self, table: str, rows: Mapping[int, Fields]) -> None:
        """Gives rows, which are there, values of the same columns, by id; and the next version."""
        kind = self.table(table)
        self.record()
        names = list(next(iter(rows.values())))
        values = clean_rows(kind, names, ([row[name] for name in names] for row in rows.values()))
        sets = ", ".join([*(f'"{name}" = :{name}' for name in names), "version = version + 1", "act = :_act"])
        known = (
            dict(zip(names, row, strict=True)) | {"_act": self.id, "_row": row_id}
            for row_id, row in zip(rows, values, strict=True)
        )
        self._engine.execute_many(f'update "{table}" set {sets} where id = :_row', known)

    def delete_many(self, table: str, ids: Sequence[int]) -> None:
        """Takes rows away, which are there; `Conflict` while another row refers to one of them."""
        self.table(table)
        self.record()
        among, values = self.among("id", ids)
        self._execute(f'delete from "{table}" where {among}', values)

    def delete(self, table: str, row_id: int) -> None:
        """Takes the row away; `NotFound` when there is none, `Conflict` while another row refers to it."""
        self.table(table)
        self.record()
        if not self._execute(f'delete from "{table}" where id = :_row', {"_row": row_id}).rowcount:
            raise NotFound(f"There is no {table} with the id {row_id}.", "It may have been deleted; look again.")

    def table(self, name: str) -> Table:
        """What is known about a table that acts may change; `TypeError` for any other name."""
        known = self.shape.get(name)
        if known is None or not known.logged:
            raise TypeError(f"{name} is no table that an act may change")
        return known

    def record(self) -> None:
        """Puts the act into the log with the next number, before its first change."""
        if self.recorded:
            return
        self.recorded = True
        self._execute(
            "insert into act (id, seq, at, who, what, kind, undoes, undone) "
            "select :id, coalesce(max(seq), 0) + 1, :at, :who, :what, :kind, :undoes, 0 from act",
            {name: getattr(self.info, name) for name in ("id", "at", "who", "what", "kind", "undoes")},
        )

    def recorded_info(self) -> ActInfo:
        """This act as the log has it, with its number; it must have been recorded."""
        row = self.row("select * from act where id = :id", id=self.id)
        assert row is not None
        return ActInfo.of(row)

    def put(self, table: str, rows: Iterable[Sequence[Value]]) -> None:
        """Whole rows, clean already, with their columns in the order of the table."""
        columns = self.table(table).names
        self.record()
        self._engine.load(table, columns, rows)

    def take_beside(self, rows: Mapping[str, Sequence[int]]) -> None:
        """Takes rows of tables away that the log does not follow, ids by table."""
        for table, ids in rows.items():
            among, values = self.among("id", ids)
            self._execute(f'delete from "{table}" where {among}', values)

    def put_beside(self, table: str, rows: Sequence[Mapping[str, Value]]) -> None:
        """New rows of a table that the log does not follow, with every column but their id; they go with the act."""
        if rows:
            columns = ["id", *rows[0]]
            self._engine.load(table, columns, [(self.new_id(), *row.values()) for row in rows])

    def change_log(self, sql: str, values: Mapping[str, object]) -> None:
        """A change to the log itself, or beside it: only for what is erased."""
        self._execute(sql, values)

    def mark_unswept(self) -> None:
        """The search forgets rows that are gone, and the pages are to be swept once this act is stored."""
        self._engine.forget(self._searchable)
        self._engine.load("unswept", ["id", "at"], [(self.id, self.at)])

    def mark_undone(self, act_id: int, undone: bool) -> None:
        """Notes whether an act is taken back."""
        self._execute("update act set undone = :undone where id = :id", {"undone": undone, "id": act_id})

    def _whole(self, table: Table, fields: Fields) -> dict[str, Any]:
        given = cleaned(table, fields, reserved=("act",))
        row_id = given.get("id") or self.new_id()
        return {**table.defaults, "version": 1, **given, "id": row_id, "act": self.id}

    def _load(self, table: Table, rows: Sequence[Fields]) -> list[int]:
        """Many rows, whose columns may differ."""
        defaults = {**table.defaults, "version": 1}
        given = list(dict.fromkeys(chain.from_iterable(dict.fromkeys(map(tuple, rows)))))
        _check(table, given, reserved=("act",))
        names = ["id", *(name for name in given if name != "id")]
        ids = [int(str(row.get("id") or self.new_id())) for row in rows]
        lines = ([made, *(row.get(n, defaults[n]) for n in names[1:])] for made, row in zip(ids, rows, strict=True))
        rest = {n: value for n, value in {**defaults, "act": self.id}.items() if n not in names}
        self.record()
        self._engine.load(table.name, [*names, *rest], clean_rows(table, names, lines, list(rest.values())))
        return ids

    def _missed(self, table: str, row_id: int) -> None:
        row = self.row(
            f'select act.who from "{table}" as r left join act on act.id = r.act where r.id = :id', id=row_id
        )
        if row is None:
            raise NotFound(f"There is no {table} with the id {row_id}.", "It may have been deleted; look again.")
        by = row["who"] or "somebody"
        raise Conflict(
            f"This {table} was changed by {by} in the meantime.", "Look at it again, then repeat the change."
        )


def new_info(act_id: int, at: int, who: str, what: str, kind: str = "do", undoes: int = 0) -> ActInfo:
    """An act that is about to happen."""
    return ActInfo(act_id, 0, at, clean(who, USUAL), clean(what, USUAL), kind, undoes, False)


def cleaned(table: Table, fields: Fields, reserved: tuple[str, ...]) -> dict[str, Any]:
    """The values as they are stored; `TypeError` for a column that does not exist or may not be given."""
    _check(table, fields, reserved)
    return {name: table.cleaners[name](value) for name, value in fields.items()}


def _check(table: Table, names: Iterable[str], reserved: tuple[str, ...]) -> None:
    for name in names:
        if name not in table.cleaners or name in reserved:
            raise TypeError(f"{table.name}.{name} cannot be given")


def insertion(table: Table) -> str:
    """The statement that inserts a whole row."""
    names = ", ".join(f'"{name}"' for name in table.columns)
    return f'insert into "{table.name}" ({names}) values ({", ".join(f":{name}" for name in table.columns)})'
