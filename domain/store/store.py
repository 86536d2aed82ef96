"""A workbook that is open: questions, acts, undo and redo, the log, and whether all of it is whole."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from itertools import chain, repeat
from typing import TYPE_CHECKING, TypeVar, overload

from domain.model.errors import Conflict, NotAWorkbook, ReadOnly, Stopped, Unavailable
from domain.store.acts import Act, ActInfo, Change, cleaned, image, insertion, new_info
from domain.store.engine import Busy, Tx
from domain.store.shape import logged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from domain.store.engine import Engine
    from domain.store.hindrance import Hindrance
    from domain.store.ids import IdMaker
    from domain.store.loading import Fields, Loader
    from domain.store.shape import Shape
    from domain.store.table import Table

T = TypeVar("T")

_PAUSES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
"""Seconds to wait before an act is tried again; the last one goes on."""


class Store:
    """One open workbook, for one thread at a time; another thread waits its turn.

    What only some acts need is imported when they come: the first screen waits for this module.

    Every method may raise `Unavailable` when the database cannot be reached; those that write raise `ReadOnly` when it
    may not be written.
    """

    def __init__(
        self, engine: Engine, shape: Shape, who: str, clock: Callable[[], int], ids: IdMaker, patience: float
    ) -> None:
        self.who = who
        self.clock = clock
        self._engine = engine
        self._shape = shape
        self._ids = ids
        self._patience = patience
        self._searchable = {name: table.searchable for name, table in shape.items() if table.searchable}
        self._turn = threading.RLock()
        self._current: Tx | None = None
        self._closed = False

    @property
    def read_only(self) -> bool:
        """Whether every change will be refused."""
        return self._engine.read_only

    @property
    def where(self) -> str:
        """The file, or the address of the database without its password."""
        return self._engine.where

    @property
    def engine_name(self) -> str:
        """'sqlite' or 'postgresql'."""
        return self._engine.name

    def new_id(self) -> int:
        """An id of 63 bits for a new row, larger than every one this store made before."""
        return self._ids()

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """Questions that all see the same moment; within an act, what the act did so far."""
        with self._turn:
            if self._current is not None:
                yield self._current
                return
            with self._engine.read(), self._as_current(Tx(self._engine, self._searchable)) as tx:
                yield tx

    @overload
    def do(self, what: str, work: Callable[[Act], T], *, act_id: None = None) -> T: ...

    @overload
    def do(self, what: str, work: Callable[[Act], T], *, act_id: int | None) -> T | None: ...

    def do(self, what: str, work: Callable[[Act], T], *, act_id: int | None = None) -> T | None:
        """Carries out one act: all that the work does is stored, under these words, or nothing is.

        The work may run more than once, because it is tried again while somebody else is writing; so it changes nothing
        but the workbook. An act that changed nothing leaves no trace. With an `act_id` that is in the log already,
        nothing happens and the answer is None, so that a caller may safely repeat what it is not sure of.
        """
        return self._carry_out(lambda at, made: new_info(act_id or made, at, self.who, what), work)

    def jot(self, table: str, /, **fields: object) -> int:
        """A new row of a table that the log does not follow; its id.

        As durable as an act and as safe to repeat, at a fraction of what an act writes: no images, nothing to undo.
        `TypeError` for a table that only acts may change.
        """
        self._must_write()
        known = self._unlogged(table)
        row = {**known.defaults, **cleaned(known, fields, reserved=("id",)), "id": self.new_id()}

        def write() -> None:
            with self._engine.write():
                if self._engine.execute(f'select id from "{table}" where id = :id', row).fetchone() is None:
                    self._engine.execute(insertion(known), row)

        self._alone(write)
        return int(str(row["id"]))

    def sweep(self, table: str, before: int) -> int:
        """Takes rows away that the log does not follow and whose `at` is before a moment; how many."""
        self._must_write()
        self._unlogged(table)
        swept = [0]

        def write() -> None:
            with self._engine.write():
                swept[0] = self._engine.execute(
                    f'delete from "{table}" where at < :before', {"before": before}
                ).rowcount

        self._alone(write)
        return swept[0]

    def unjot(self, table: str, ids: Sequence[int]) -> None:
        """Takes rows away that the log does not follow. `TypeError` for a table that only acts may change."""
        self._must_write()
        self._unlogged(table)

        def write() -> None:
            with self._engine.write():
                self._engine.execute_many(f'delete from "{table}" where id = :id', [{"id": one} for one in ids])

        self._alone(write)

    def _alone(self, write: Callable[[], None]) -> None:
        with self._turn:
            if self._current is not None:
                raise RuntimeError("nothing can be written beside the log within another transaction")
            self._until_not_busy(write)

    def _unlogged(self, table: str) -> Table:
        known = self._shape.get(table)
        if known is None or known.logged:
            raise TypeError(f"{table} is no table beside the log")
        return known

    def erase(self, what: str, work: Callable[[Act], T]) -> T:
        """Carries out an act that takes rows away for good, by `domain.store.erasing`; `wipe` is to follow.

        Nothing takes it back: it is of a kind of its own.
        """
        done = self._surely(lambda at, made: new_info(made, at, self.who, what, "erase"), lambda act: (work(act),))
        return done[0]

    def wipe(self) -> str:
        """Leaves nothing legible in the file of what was erased; why that could not be done now, '' where it was.

        It is due until it was done: at the next try, backup or opening.
        """
        if not self._is_unswept():
            return ""
        if self.read_only:
            return f"{self.where} was opened for reading only."
        try:
            with self._turn:
                self._engine.wipe()
                with self._engine.write():
                    self._engine.execute("delete from unswept where id > :none", {"none": 0})
        except (Stopped, Unavailable) as error:
            return str(error)
        return ""

    def _is_unswept(self) -> bool:
        with self.read() as tx:
            return tx.value("select id from unswept limit 1") is not None

    def jot_many(self, table: str, rows: Sequence[Mapping[str, object]]) -> None:
        """New rows, as by `jot`, together."""
        self._must_write()
        known = self._unlogged(table)
        whole = [{**known.defaults, **cleaned(known, row, reserved=("id",)), "id": self.new_id()} for row in rows]

        def write() -> None:
            with self._engine.write():
                self._engine.execute_many(insertion(known), whole)

        self._alone(write)

    def undo(self, act_id: int | None = None, check: Callable[[Act, ActInfo], None] | None = None) -> ActInfo:
        """Takes back the act, or the last one of this user that stands; a new act of kind 'undo', with the same words.

        `NotFound` when there is none; `Hindered`, saying what stands on it, when later work forbids it. `check` may
        raise for reasons that the tables do not know; it is asked within the transaction, before anything is changed.
        """
        from domain.store import undo as undoing

        with self.read() as tx:
            target = undoing.to_undo(tx, self.who, act_id)

        def work(act: Act) -> ActInfo:
            undoing.to_undo(act, self.who, target.id)
            if check is not None:
                check(act, target)
            act.record()
            undoing.revert(act, target, "undo")
            act.mark_undone(target.id, True)
            return act.recorded_info()

        return self._surely(lambda at, made: new_info(made, at, self.who, target.what, "undo", target.id), work)

    def hindrance(self, act_id: int) -> Hindrance | None:
        """What stands against taking an act back, found by reading alone; None when nothing does.

        The answer holds for the moment; `NotFound` when there is no such act.
        """
        from domain.store.hindrance import hindrance_of

        with self.read() as tx:
            return hindrance_of(tx, self._shape, act_id)

    def redo(self) -> ActInfo:
        """Takes back the last undo of this user; a new act of kind 'redo', with the words of the act that is back.

        `NotFound` when there is none or the user went on with other work; `Hindered` when later work forbids it.
        """
        from domain.store import undo as undoing

        with self.read() as tx:
            undone, _ = undoing.to_redo(tx, self.who)

        def work(act: Act) -> ActInfo:
            taken_back, target = undoing.to_redo(act, self.who)
            if taken_back.id != undone.id:
                raise Conflict("Something else was undone or redone in the meantime.", "Look again, then redo.")
            act.record()
            undoing.revert(act, undone, "redo")
            act.mark_undone(undone.id, True)
            act.mark_undone(target.id, False)
            return act.recorded_info()

        return self._surely(lambda at, made: new_info(made, at, self.who, undone.what, "redo", undone.id), work)

    @contextmanager
    def bulk(self, what: str) -> Iterator[Loader]:
        """The quick way to fill an empty workbook: all rows in one transaction, which no undo takes back.

        `Conflict` when the workbook holds other work than earlier loads.
        """
        from domain.store.loading import Loader

        self._must_write()
        with self._turn, self._engine.write():
            act = self._act(new_info(self.new_id(), self.clock(), self.who, what, "load"))
            if act.value("select count(*) from act where kind <> 'load'"):
                raise Conflict("Only an empty workbook can be filled, and this one is in use.", "Start a new one.")
            act.record()
            loader = Loader(self._engine, self._shape, act.id, self.new_id)
            with self._engine.bulk(logged(self._shape)):
                yield loader

    def load(self, table: str, rows: Iterable[Fields]) -> int:
        """Fills one table of an empty workbook, as by `bulk`; how many rows."""
        with self.bulk(f"load {table}") as loader:
            return loader.add(table, rows)

    def acts(self, limit: int = 50, *, before: int | None = None) -> list[ActInfo]:
        """The latest acts, the newest first; with `before`, those with a smaller `seq`."""
        where = "" if before is None else "where seq < :before"
        with self.read() as tx:
            found = tx.rows(f"select * from act {where} order by seq desc limit :limit", before=before, limit=limit)
        return [ActInfo.of(row) for row in found]

    def history(self, table: str, row: int) -> list[Change]:
        """What was done to one row, the newest first."""
        return self.history_of({table: [row]})

    def history_of(self, rows: Mapping[str, Sequence[int]]) -> list[Change]:
        """What was done to these rows, ids by table, the newest first."""
        found: list[Change] = []
        with self.read() as tx:
            for table, ids in rows.items():
                found += _changes(tx, table, ids)
        return sorted(found, key=lambda change: change.id, reverse=True)

    def wait(self, timeout: float) -> bool:
        """Whether another connection changed something since this was last asked; waits up to `timeout` seconds.

        May be asked from a thread of its own while another one works.
        """
        end = time.monotonic() + timeout
        while not (changed := self._changed()) and (left := end - time.monotonic()) > 0:
            self._engine.rest(left)
        return changed

    def stop(self) -> None:
        """Ends what another thread is at in the workbook: it gets `Stopped`, and so does all it asks until `go_on`.

        Nothing of an act that is stopped is stored; one that is just being committed may come through whole.
        """
        self._engine.stopping = True
        self._engine.interrupt()

    def go_on(self) -> None:
        """Takes `stop` back; for the thread that was stopped, before its next work."""
        self._engine.stopping = False

    def check(self) -> list[str]:
        """What is wrong with the workbook, in words: the database's own check, the search, and whether the log, played
        again, gives the tables as they are. Nothing is wrong with an empty answer.
        """
        from domain.store.check import log_faults

        with self._turn:
            try:
                found = self._engine.faults(self._searchable)
                with self.read() as tx:
                    return found + log_faults(tx, self._shape)
            except NotAWorkbook as error:
                return [str(error)]

    def backup(self, to: Path) -> None:
        """A whole copy in a new file that only its owner may read; `BadInput` when there is a file of that name."""
        left = self.wipe()
        with self._turn:
            self._engine.backup(to, anew=bool(left))

    def close(self) -> None:
        """Lets go of the workbook; everything acknowledged is stored."""
        with self._turn:
            self._closed = True
            self._engine.close()

    def _surely(self, info: Callable[[int, int], ActInfo], work: Callable[[Act], T]) -> T:
        done = self._carry_out(info, work)
        assert done is not None
        return done

    def _carry_out(self, info: Callable[[int, int], ActInfo], work: Callable[[Act], T]) -> T | None:
        """One act under one id, tried again while the database is busy; stored once, whatever became of a try."""
        self._must_write()
        about = info(self.clock(), self.new_id())
        results: list[T] = []
        with self._turn:
            if self._current is not None:
                raise RuntimeError("an act cannot be begun within another transaction")
            self._until_not_busy(lambda: self._try(about, work, results))
        return results[-1] if results else None

    def _try(self, info: ActInfo, work: Callable[[Act], T], results: list[T]) -> None:
        """The result of a try that may have been stored stays, for the next one to find the act in the log."""
        with self._engine.write(), self._as_current(self._act(info)) as act:
            if act.value("select id from act where id = :id", id=info.id) is None:
                results.append(work(act))

    def _until_not_busy(self, run: Callable[[], None]) -> None:
        end = time.monotonic() + self._patience
        for pause in chain(_PAUSES, repeat(_PAUSES[-1])):
            try:
                return run()
            except Busy:
                if time.monotonic() + pause > end:
                    raise
                time.sleep(pause)

    def _changed(self) -> bool:
        with self._turn:
            return not self._closed and self._engine.changed()

    def _act(self, info: ActInfo) -> Act:
        return Act(self._engine, self._shape, info, self.new_id)

    @contextmanager
    def _as_current(self, tx: AnyTx) -> Iterator[AnyTx]:
        self._current = tx
        try:
            yield tx
        finally:
            tx.finish()
            self._current = None

    def _must_write(self) -> None:
        if self.read_only:
            raise ReadOnly(f"{self.where} was opened for reading only.", "Open it where it can be written.")


AnyTx = TypeVar("AnyTx", bound=Tx)


def _changes(tx: Tx, table: str, ids: Sequence[int]) -> list[Change]:
    among, values = tx.among('change."row"', ids)
    sql = f"""select change.id as change_id, change.tbl, change."row", change.before, change.after, act.*
        from change join act on act.id = change.act where change.tbl = :tbl and {among}"""
    return [
        Change(row["change_id"], ActInfo.of(row), row["tbl"], row["row"], image(row["before"]), image(row["after"]))
        for row in tx.rows(sql, tbl=table, **values)
    ]
