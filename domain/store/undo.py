"""Taking an act back, and again, by what it changed; later work on the same fields forbids it, on others it stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.model.errors import Conflict, NotFound
from domain.store.acts import Act, ActInfo, Image, cleaned, image
from domain.store.schema import BOOK
from domain.store.shape import referring

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.store.engine import Tx

_BATCH = 500


def to_undo(tx: Tx, who: str, act_id: int | None) -> ActInfo:
    """The act to take back: the one named, or the last of this user that stands.

    `NotFound` when there is none, `Conflict` when it is of a kind that cannot be taken back.
    """
    if act_id is None:
        sql = "select * from act where who = :who and kind = 'do' and undone = 0 order by seq desc limit 1"
        found = tx.row(sql, who=who)
    else:
        found = tx.row("select * from act where id = :id", id=act_id)
    if found is None:
        raise NotFound("There is nothing to undo.")
    info = ActInfo.of(found)
    _refuse_kind(info)
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
    """Takes back every change of the target, the last one first; `Conflict`, saying why not to `word` it."""
    revision = _Reverting(act, target, word)
    for change in _changes(act, target.id):
        revision.take_back(change["tbl"], change["row"], change["id"], image(change["before"]), image(change["after"]))


def _refuse_kind(info: ActInfo) -> None:
    if info.undone:
        raise Conflict(f"“{info.what}” was undone already.", "Redo it if you want it back.")
    if info.kind == "load":
        raise Conflict(f"“{info.what}” filled the workbook and cannot be undone.", "Start a new workbook instead.")
    if info.kind != "do":
        raise Conflict(f"“{info.what}” is itself an {info.kind}.", "Use undo and redo without naming an act.")


def _changes(tx: Tx, act_id: int) -> Iterator[dict[str, Any]]:
    """In batches, because an act may have touched every row there is."""
    last: int | None = None
    while True:
        below = "" if last is None else "and id < :last"
        sql = f"select * from change where act = :act {below} order by id desc limit {_BATCH}"
        batch = tx.rows(sql, act=act_id, last=last)
        yield from batch
        if len(batch) < _BATCH:
            return
        last = batch[-1]["id"]


class _Reverting:
    """Takes back changes of one act within another."""

    def __init__(self, act: Act, target: ActInfo, word: str) -> None:
        self._act = act
        self._target = target
        self._word = word

    def take_back(self, table: str, row: int, change: int, before: Image | None, after: Image | None) -> None:
        if before is None:
            self._remove(table, row, change, after or {})
        elif after is None:
            self._put_back(table, row, before)
        else:
            self._restore(table, row, change, before, after)

    def _restore(self, table: str, row: int, change: int, before: Image, after: Image) -> None:
        wrote = [name for name in self._fields(table) if name in before and before[name] != after.get(name)]
        self._must_stand(table, row, change, {name: after[name] for name in wrote})
        if wrote:
            self._act.update(table, row, **{name: before[name] for name in wrote})

    def _remove(self, table: str, row: int, change: int, after: Image) -> None:
        self._must_stand(table, row, change, {name: after[name] for name in self._fields(table) if name in after})
        for other, column in referring(self._act.shape, table):
            sql = f'select id from "{other}" where "{column}" = :row limit 1'
            if (by := self._act.value(sql, row=row)) is not None:
                self._refuse(self._newest(other, by), f"a {other} that belongs to this {table}")
        self._act.delete(table, row)

    def _put_back(self, table: str, row: int, before: Image) -> None:
        if self._act.row(f'select id from "{table}" where id = :row', row=row) is not None:
            self._refuse(self._newest(table, row), f"the {table}")
        kind = self._act.table(table)
        known = {name: value for name, value in before.items() if name in kind.types and name != "act"}
        whole = {**kind.defaults, **cleaned(kind, known, reserved=())}
        whole |= {"version": before["version"] + 1, "act": self._act.id}
        self._act.put(table, whole)

    def _must_stand(self, table: str, row: int, change: int, wrote: Image) -> None:
        """Refuses unless the row still holds what the target wrote."""
        now = self._act.row(f'select * from "{table}" where id = :row', row=row)
        if now is None:
            self._refuse(self._newest(table, row), f"the {table}")
        elif stale := [name for name, value in wrote.items() if now[name] != value]:
            self._refuse(self._later(table, row, change, stale), f"{_listed(stale)} of the {table}")

    def _fields(self, table: str) -> list[str]:
        return [name for name in self._act.table(table).columns if name not in BOOK and name != "id"]

    def _later(self, table: str, row: int, change: int, fields: list[str]) -> Image | None:
        """The latest act that gave one of these fields another value."""
        sql = """select act.what, act.who, change.before, change.after from change join act on act.id = change.act
            where change.tbl = :tbl and change."row" = :row and change.id > :id order by change.id desc"""
        for found in self._act.rows(sql, tbl=table, row=row, id=change):
            before, after = image(found["before"]) or {}, image(found["after"]) or {}
            if any(before.get(name) != after.get(name) for name in fields):
                return found
        return None

    def _newest(self, table: str, row: int) -> Image | None:
        sql = """select act.what, act.who from change join act on act.id = change.act
            where change.tbl = :tbl and change."row" = :row order by change.id desc limit 1"""
        return self._act.row(sql, tbl=table, row=row)

    def _refuse(self, later: Image | None, what: str) -> None:
        by = f"“{later['what']}” by {later['who'] or 'somebody'}" if later else "Other work"
        raise Conflict(
            f"Cannot {self._word} “{self._target.what}”: {by} came later and stands on {what}.",
            f"{self._word.capitalize()} that first, or change it by hand.",
        )


def _listed(names: list[str]) -> str:
    return ", ".join(names[:3]) + (" and more" if len(names) > 3 else "")
