"""Several people in one workbook: nothing is overwritten unseen, and everybody is woken."""

from __future__ import annotations

import multiprocessing
import os
import threading
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from domain.model.errors import Conflict
from domain.store import open_store
from domain.store.engine import Busy
from tests.store.people import add, change, field, person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.synchronize import Barrier
    from pathlib import Path

    from domain.store import Act, Store
    from tests.engines import Workshop

LONG = bool(os.environ.get("MILEPOST_LONG"))
TIMES = 1_000 if LONG else 40
FORK = multiprocessing.get_context("fork")


def count_up(where: str, row: int, times: int) -> None:
    """Reads a number and writes the next one, each time in one act."""
    store = open_store(where, who="child", patience=60)
    for _ in range(times):

        def work(act: Act) -> None:
            now = act.row("select tags, version from person where id = :id", id=row)
            assert now is not None
            act.update("person", row, now["version"], tags=str(int(now["tags"]) + 1))

        store.do("count", work)
    store.close()


@pytest.mark.parametrize("writers", [2, 8])
def test_writers_on_one_row_lose_no_update(where: str, store: Store, writers: int) -> None:
    row = add(store, "Ben", tags="0")
    times = TIMES // writers
    children = [FORK.Process(target=count_up, args=(where, row, times)) for _ in range(writers)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    assert [child.exitcode for child in children] == [0] * writers
    assert field(store, row, "tags") == str(writers * times)
    assert [act.seq for act in store.acts(10_000)] == list(range(writers * times + 1, 0, -1))
    assert store.check() == []


def test_readers_see_one_moment(where: str, store: Store) -> None:
    """A question asked twice in one transaction has one answer, whatever others do meanwhile."""
    row = add(store, "Ben")
    with ThreadPoolExecutor(max_workers=1) as pool:
        other = open_store(where, who="Omar", patience=30)
        with store.read() as tx:
            before = tx.value("select city from person where id = :id", id=row)
            writing = pool.submit(change, other, row, "move", city="Cebu")
            wait([writing], timeout=0.2)  # a file is written only after it was read, a server does both at once
            after = tx.value("select city from person where id = :id", id=row)
        writing.result()
        other.close()
    assert (before, after, field(store, row, "city")) == ("", "", "Cebu")


def test_waiting_ends_when_somebody_else_changes_something(where: str, store: Store) -> None:
    assert not store.wait(0)
    other = open_store(where, who="Omar")
    with ThreadPoolExecutor(max_workers=1) as pool:
        waiting = pool.submit(store.wait, 30)
        add(other, "Ana")
        assert waiting.result()
    assert not store.wait(0)
    other.close()


def test_ones_own_changes_wake_nobody(store: Store) -> None:
    add(store, "Ben")
    store.undo()
    assert not store.wait(0)


def test_change_from_before_the_waiting_is_not_missed(where: str, store: Store) -> None:
    other = open_store(where, who="Omar")
    add(other, "Ana")
    other.close()
    add(store, "Ben")
    assert store.wait(0)
    assert not store.wait(0)


def test_waiting_does_not_keep_others_from_working(store: Store) -> None:
    with ThreadPoolExecutor(max_workers=1) as pool:
        waiting = pool.submit(store.wait, 0.3)
        row = add(store, "Ben")
        assert person(store, row)
        assert waiting.result() is False


def test_closed_workbook_ends_the_waiting(where: str) -> None:
    store = open_store(where, who="Noor")
    store.close()
    assert not store.wait(0)


def open_at_once(where: str, start: Barrier) -> None:
    start.wait()
    store = open_store(where, who="child", patience=60)
    add(store, "Ben")
    store.close()


def test_programs_that_open_a_fresh_workbook_at_once_all_succeed(
    workshop: Workshop, engine: str, tmp_path: Path
) -> None:
    for _ in range(20 if LONG else 3):
        with workshop.address(engine, tmp_path, empty=True) as where:
            start = FORK.Barrier(5)
            children = [FORK.Process(target=open_at_once, args=(where, start)) for _ in range(5)]
            for child in children:
                child.start()
            for child in children:
                child.join()
            assert [child.exitcode for child in children] == [0] * 5
            store = open_store(where, who="Noor", create=False)
            assert len(store.acts()) == 5
            assert store.check() == []
            store.close()


def test_act_is_tried_again_while_the_workbook_is_busy(store: Store) -> None:
    tries = []

    def work(act: Act) -> int:
        row = act.insert("person", name="Ben")
        tries.append(row)
        if len(tries) < 3:
            raise Busy("busy")
        return row

    row = store.do("add", work)
    assert row == tries[-1]
    with store.read() as tx:
        assert list(tx.ids("select id from person")) == [row]
    assert [act.seq for act in store.acts()] == [1]


def test_act_is_not_tried_for_ever(where: str) -> None:
    store = open_store(where, who="Noor", patience=0.05)

    def work(act: Act) -> None:
        raise Busy("busy")

    with pytest.raises(Busy):
        store.do("add", work)
    store.close()


def test_answer_survives_a_commit_whose_fate_was_unknown(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The act was stored, but the connection broke before that was known; the second try finds it in the log."""
    broken = break_after_commit(store, monkeypatch)
    row = store.do("add Ben", lambda act: act.insert("person", name="Ben"))
    assert broken == ["broken"]
    with store.read() as tx:
        assert list(tx.ids("select id from person")) == [row]
    assert len(store.acts()) == 1


def break_after_commit(store: Store, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The next transaction is stored and then says that the connection was lost."""
    broken: list[str] = []
    write = store._engine.write

    @contextmanager
    def write_and_break() -> Iterator[None]:
        with write():
            yield
        if not broken:
            broken.append("broken")
            raise Busy("lost")

    monkeypatch.setattr(store._engine, "write", write_and_break)
    return broken


def test_one_store_serves_one_thread_after_the_other(store: Store) -> None:
    rows = [add(store, str(n), tags="0") for n in range(4)]
    inside = threading.Barrier(4)

    def work(row: int) -> None:
        inside.wait()
        for _ in range(10):
            change(store, row, city="Cebu")

    with ThreadPoolExecutor(max_workers=4) as pool:
        list(pool.map(work, rows))
    assert [field(store, row, "version") for row in rows] == [11] * 4


def test_loser_of_a_race_is_told(where: str, store: Store) -> None:
    row = add(store, "Ben")
    other = open_store(where, who="Omar")
    seen = field(store, row, "version")
    change(other, row, city="Cebu")
    with pytest.raises(Conflict) as refused:
        store.do("move", lambda act: act.update("person", row, seen, city="Davao"))
    assert "Omar" in refused.value.message
    assert refused.value.hint
    other.close()
