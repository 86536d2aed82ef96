"""Taking an act back, and again, by what it changed; later work on the same fields forbids it, on others it stays."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NoReturn

from domain.model.errors import NotFound
from domain.model.lazily import dataclass
from domain.store.acts import Act, ActInfo, Image, image
from domain.store.hindrance import Hindered, Hindrance, How, changed_since, newest, of_kind
from domain.store.many import clean_rows
from domain.store.shape import referring
from domain.store.table import BOOK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.store.engine import Tx

_BATCH = 500


def to_undo(tx: Tx, who: str, act_id: int | None) -> ActInfo:
    """The act to take back: the one named, or the last of this user that stands.

    `NotFound` when there is none, `Hindered` when it is of a kind that cannot be taken back.
    """
    if act_id is None:
        sql = "select * from act where who = :who and kind = 'do' and undone = 0 order by seq desc limit 1"
        found = tx.row(sql, who=who)
    else:
        found = tx.row("select * from act where id = :id", id=act_id)
    if found is None:
        raise NotFound("There is nothing to undo.")
    info = ActInfo.of(found)
    if (against := of_kind(info)) is not None:
        raise Hindered(against, info)
    return info


def to_redo(tx: Tx, who: str) -> tuple[ActInfo, ActInfo]:
    """The undo to take back and the act that it took back; `NotFound` when there is none or other work came after."""
    sql = "select * from act where who = :who and kind = 'undo' and undone = 0 order by seq desc limit 1"
    found = tx.row(sql, who=who)
    if found is None:
        raise NotFound("There is nothing to redo.")
    after = tx.row(
        "select what from act where who = :who and kind = 'do' and seq > :seq limit 1", who=who, seq=found["seq"]
    )
    if after:
        raise NotFound(f"There is nothing to redo: you went on with “{after['what']}”.")
    target = tx.row("select * from act where id = :id", id=found["undoes"])
    assert target is not None
    return ActInfo.of(found), ActInfo.of(target)


def revert(act: Act, target: ActInfo, word: str) -> None:
    """Takes back every change of the target, the last one first; `Hindered`, saying why not to `word` it."""
    revision = _Reverting(act, target, word)
    for batch in _batches(act, target.id):
        for alike in _alike(batch):
            revision.take_back(alike)


@dataclass(frozen=True, slots=True)
class _Past:
    """A change of the act that is taken back."""

    id: int
    table: str
    row: int
    before: Image | None
    after: Image | None

    @property
    def kind(self) -> tuple[str, bool, bool]:
        """Changes of one kind that follow each other are taken back together."""
        return self.table, self.before is None, self.after is None


def _batches(tx: Tx, act_id: int) -> Iterator[list[_Past]]:
    """The last change first, and not all at once, because an act may have touched every row there is."""
    last: int | None = None
    while True:
        below = "" if last is None else "and id < :last"
        sql = f"select * from change where act = :act {below} order by id desc limit {_BATCH}"
        batch = [
            _Past(row["id"], row["tbl"], row["row"], image(row["before"]), image(row["after"]))
            for row in tx.rows(sql, act=act_id, last=last)
        ]
        yield batch
        if len(batch) < _BATCH:
            return
        last = batch[-1].id


def _alike(batch: list[_Past]) -> Iterator[list[_Past]]:
    """Neighbours of one kind, each row once."""
    for _, group in groupby(batch, key=attrgetter("kind")):
        some: dict[int, _Past] = {}
        for past in group:
            if past.row in some:
                yield list(some.values())
                some = {}
            some[past.row] = past
        yield list(some.values())


class _Reverting:
    """Takes back changes of one act within another."""

    def __init__(self, act: Act, target: ActInfo, word: str) -> None:
        self._act = act
        self._target = target
        self._word = word

    def take_back(self, changes: list[_Past]) -> None:
        """Takes back changes of one kind to different rows."""
        if changes[0].before is None:
            kind = self._act.table(changes[0].table)
            self._remove([past for past in changes if not kind.is_shared(past.after)])
        elif changes[0].after is None:
            self._put_back(changes)
        else:
            self._restore(changes)

    def _restore(self, changes: list[_Past]) -> None:
        now = self._now(changes)
        wrote: list[tuple[int, Image]] = []
        for past in changes:
            before, after = past.before or {}, past.after or {}
            names = [name for name in self._fields(past.table) if name in before and before[name] != after.get(name)]
            self._must_stand(past, now, {name: after[name] for name in names})
            wrote.append((past.row, {name: before[name] for name in names}))
        for names, rows in groupby(wrote, key=lambda one: list(one[1])):
            if names:
                self._act.update_many(changes[0].table, dict(rows))

    def _remove(self, changes: list[_Past]) -> None:
        if not changes:
            return
        now, table, ids = self._now(changes), changes[0].table, [past.row for past in changes]
        names = self._fields(table)
        for past in changes:
            after = past.after or {}
            self._must_stand(past, now, {name: after[name] for name in names if name in after})
        for other, column in referring(self._act.shape, table):
            among, values = self._act.among(f'"{column}"', ids)
            sql = f'select id from "{other}" where {among} limit 1'
            if (by := self._act.value(sql, **values)) is not None:
                self._refuse(newest(self._act, other, by))
        self._act.delete_many(table, ids)

    def _put_back(self, changes: list[_Past]) -> None:
        table = changes[0].table
        if now := self._now(changes):
            self._refuse(newest(self._act, table, next(iter(now))))
        kind = self._act.table(table)
        defaults, own = kind.defaults, {"act": self._act.id}
        rows = []
        for past in sorted(changes, key=attrgetter("row")):  # the search takes rows in the order of their ids best
            before = past.before or {}
            row = {**defaults, **before, "version": before["version"] + 1, **own}
            rows.append([row[name] for name in kind.names])
        self._act.put(table, clean_rows(kind, kind.names, rows))

    def _now(self, changes: list[_Past]) -> dict[int, Image]:
        """The rows as they are, by id."""
        among, values = self._act.among("id", [past.row for past in changes])
        rows = self._act.rows(f'select * from "{changes[0].table}" where {among}', **values)
        return {row["id"]: row for row in rows}

    def _must_stand(self, past: _Past, rows: dict[int, Image], wrote: Image) -> None:
        """Refuses unless the row still holds what the target wrote."""
        now = rows.get(past.row)
        if now is None:
            self._refuse(newest(self._act, past.table, past.row, How.GONE))
        elif stale := [name for name, value in wrote.items() if now[name] != value]:
            self._refuse(changed_since(self._act, past.table, past.row, past.id, stale))

    def _fields(self, table: str) -> list[str]:
        return [name for name in self._act.table(table).columns if name not in BOOK and name != "id"]

    def _refuse(self, by: Hindrance) -> NoReturn:
        raise Hindered(by, self._target, self._word)
