"""Killed writers and full disks: what was acknowledged is there, nothing is there by halves."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import re
import resource
import signal
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from domain.model.errors import Unavailable, WorkbookError
from domain.store import open_store
from tests.store.people import add, change, field

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from pathlib import Path

    from domain.store import Store

LONG = bool(os.environ.get("MILEPOST_LONG"))
KILLS = 1_000 if LONG else 10
FORK = multiprocessing.get_context("fork")


def write_until_killed(where: str, acknowledge: int) -> None:
    """Adds and moves people; says each one's id only after both acts came back."""
    store = open_store(where, who="child")
    while True:
        row = add(store, "Ben", note="x" * 3_000)
        change(store, row, "move", city="Cebu", find="ben cebu")
        os.write(acknowledge, f"{row}\n".encode())


def run_and_kill(where: str, after: int) -> set[int]:
    """Ids that a writer acknowledged before it was killed, in the middle of whatever it did after so many of them."""
    reading, writing = os.pipe()
    child = FORK.Process(target=write_until_killed, args=(where, writing))
    child.start()
    os.close(writing)
    said = b""
    while said.count(b"\n") < after:
        said += os.read(reading, 1_000)
    os.kill(child.pid or 0, signal.SIGKILL)
    child.join()
    while more := os.read(reading, 1_000):
        said += more
    os.close(reading)
    return {int(line) for line in said.split(b"\n")[:-1]}


def test_killed_writers_lose_and_tear_nothing(where: str) -> None:
    chance = random.Random(7)
    acknowledged: set[int] = set()
    for _ in range(KILLS):
        acknowledged |= run_and_kill(where, chance.randrange(1, 6))
    store = open_store(where, who="Noor")
    with store.read() as tx:
        moved = set(tx.ids("select id from person where city = 'Cebu'"))
        torn = tx.value("select count(*) from act where not exists (select 1 from change where change.act = act.id)")
    assert acknowledged
    assert acknowledged <= moved
    assert torn == 0
    assert store.check() == []
    store.close()


def fill(store: Store) -> tuple[int, Unavailable]:
    """Adds people until one is refused; how many were acknowledged, and the refusal."""
    for done in range(10_000):
        try:
            add(store, "Ben", note="x" * 3_000)
        except Unavailable as error:
            return done, error
    raise AssertionError("the disk never became full")


def count_people(store: Store) -> int:
    with store.read() as tx:
        return int(tx.value("select count(*) from person"))


def test_full_disk_refuses_the_act_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite is told that the file may not grow, which it reports as it reports a full disk."""
    made: list[sqlite3.Connection] = []
    connect = sqlite3.connect

    def remembered(*arguments: Any, **options: Any) -> sqlite3.Connection:
        made.append(connect(*arguments, **options))
        return made[-1]

    monkeypatch.setattr(sqlite3, "connect", remembered)
    store = open_store(tmp_path / "hub.milepost", who="Noor")
    pages = made[0].execute("pragma page_count").fetchone()[0]
    made[0].execute(f"pragma max_page_count = {pages + 40}")
    done, error = fill(store)
    assert str(error) == "Not saved: the disk is full. Free some space, then try again."
    assert count_people(store) == done > 0
    assert store.check() == []
    made[0].execute("pragma max_page_count = 100000")
    add(store, "Ana")
    assert count_people(store) == done + 1
    store.close()


def fill_small_disk(where: str, report: Connection) -> None:
    """In a process of its own whose files may hold two megabytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))
    store = open_store(where, who="child")
    done, error = fill(store)
    report.send((done, str(error), count_people(store), store.check()))


def test_disk_that_takes_no_more_bytes(tmp_path: Path) -> None:
    path = str(tmp_path / "hub.milepost")
    here, there = multiprocessing.Pipe()
    child = FORK.Process(target=fill_small_disk, args=(path, there))
    child.start()
    child.join(60)
    done, message, there_then, faults = here.recv()
    assert message.startswith("Not saved: the disk")
    assert (there_then, faults) == (done, [])
    store = open_store(path, who="Noor")
    assert count_people(store) == done
    add(store, "Ana")
    assert store.check() == []
    store.close()


def test_moved_file_takes_no_more_acts(tmp_path: Path) -> None:
    path = tmp_path / "hub.milepost"
    store = open_store(path, who="Noor", patience=0.05)
    row = add(store, "Ben")
    path.rename(tmp_path / "elsewhere.milepost")
    with pytest.raises(Unavailable):
        change(store, row, city="Cebu")
    store.close()


def tampered(path: Path, *statements: str) -> list[str]:
    """What the check says after these statements went past the store."""
    raw = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        raw.execute(statement)
    raw.close()
    store = open_store(path, who="Noor")
    found = store.check()
    store.close()
    return found


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Two people who were worked on."""
    path = tmp_path / "hub.milepost"
    store = open_store(path, who="Noor")
    for row in (1, 2):
        add(store, "Ben", id=row)
        change(store, row, "move", city="Cebu")
    store.close()
    return path


@pytest.mark.parametrize(
    ("statements", "fault"),
    [
        (["update person set city = 'Davao' where id = 2"], "person 2: it was changed without an act"),
        (["drop trigger person_log_update", "update person set city = 'D' where id = 1"], "person 1: .* about city"),
        (["drop trigger person_log_delete", "delete from person where id = 1"], "person 1: it is gone"),
        (["delete from change where id = 3"], "person 2: "),
        (["update change set after = json_set(after, '$.name', 'X') where id = 1"], "person 1: its changes"),
        (["update act set seq = seq + 10"], "the last one has number"),
        (["drop trigger person_find_update", "update person set find = 'ana' where id = 1"], "the search of person"),
    ],
)
def test_check_finds_what_went_past_the_log(book: Path, statements: list[str], fault: str) -> None:
    found = tampered(book, *statements)
    assert [text for text in found if re.search(fault, text)], found


def test_damage_is_told_in_words_wherever_it_is(book: Path) -> None:
    """150 random bytes at random places of a full file; what is not in use may be damaged unseen."""
    store = open_store(book, who="Noor")
    people = [{"name": f"Ben {n}", "find": f"ben {n}", "note": "calls back " * 30} for n in range(600)]
    store.do("take in", lambda act: act.insert_many("person", people))
    store.close()
    whole, chance = book.read_bytes(), random.Random(11)
    noticed, times = 0, 1_000 if LONG else 20
    for _ in range(times):
        at = chance.randrange(0, len(whole) - 150)
        book.write_bytes(whole[:at] + chance.randbytes(150) + whole[at + 150 :])
        try:
            noticed += tampered(book) != []
        except WorkbookError:
            noticed += 1
    assert noticed >= 0.6 * times


def test_page_that_was_overwritten_is_found(book: Path) -> None:
    raw = sqlite3.connect(book)
    root = raw.execute("select rootpage from sqlite_master where name = 'person'").fetchone()[0]
    raw.close()
    with book.open("r+b") as file:
        file.seek((root - 1) * 4_096)
        file.write(b"\xff" * 150)
    assert any("damaged" in fault for fault in tampered(book))


def test_check_finds_a_changed_row_on_every_engine(where: str) -> None:
    store = open_store(where, who="Noor")
    row = add(store, "Ben")
    store.do("quietly", lambda act: act.rows("update person set city = 'Davao' where id = :id returning id", id=row))
    assert store.check() == [f"person {row}: it was changed without an act"]
    store.close()


def test_image_in_the_log_is_what_the_row_was(where: str) -> None:
    store = open_store(where, who="Noor")
    row = add(store, 'Ben "B" \\ é 李 👍', note="a\nb", since=2**62)
    (made,) = store.history("person", row)
    assert made.after is not None
    assert {name: field(store, row, name) for name in made.after} == made.after
    assert json.dumps(made.after)
    store.close()
