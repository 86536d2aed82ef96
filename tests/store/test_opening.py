"""Opening a workbook file: made private, brought up to date, or refused with words and left as it is."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from domain.model.errors import NotAWorkbook, NotFound, ReadOnly, Unavailable, WorkbookError
from domain.store import make_private_folder, open_store
from domain.store.schema import STEPS
from domain.store.sqlite import wal_is_safe
from domain.store.sqlite_file import APPLICATION_ID
from domain.store.table import LINE, Table
from tests.store.people import add, field

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from domain.store.verbs import SchemaVerbs
    from tests.store.conftest import Runner


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a workbook may be."""
    return tmp_path / "hub.milepost"


@pytest.fixture
def book(path: Path) -> Path:
    """A workbook with one person in it."""
    store = open_store(path, who="Noor")
    add(store, "Ben")
    store.close()
    return path


LATER = Table("later", {"name": LINE}, logged=False)


def m999_later(s: SchemaVerbs) -> None:
    s.create(LATER)


def contents(folder: Path) -> dict[str, bytes | None]:
    """Every name in the folder with its bytes; None for what is no file."""
    return {each.name: each.read_bytes() if each.is_file() else None for each in folder.iterdir()}


def refuse(path: Path, error: type[WorkbookError], match: str, *, create: bool = True) -> None:
    """It is refused with a hint, and nothing in its folder changes."""
    before = contents(path.parent)
    with pytest.raises(error, match=match) as refused:
        open_store(path, who="Noor", create=create, patience=0.05)
    assert refused.value.hint
    assert contents(path.parent) == before


def test_new_workbook_is_private(path: Path) -> None:
    store = open_store(path, who="Noor")
    add(store, "Ben")
    assert {stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()} == {0o600}
    assert (store.engine_name, store.where, store.read_only) == ("sqlite", str(path), False)
    store.close()


def test_what_was_stored_is_there_when_it_is_opened_again(path: Path) -> None:
    store = open_store(path, who="Noor")
    row = add(store, "Ben")
    store.close()
    again = open_store(str(path), who="Omar", create=False)
    assert field(again, row, "name") == "Ben"
    again.close()


def test_empty_file_becomes_a_workbook(path: Path) -> None:
    path.touch()
    open_store(path, who="Noor").close()
    assert path.stat().st_size > 0


def test_odd_names_are_names(tmp_path: Path) -> None:
    path = tmp_path / "hub ?mode=ro&x%41#1.milepost"
    store = open_store(path, who="Noor")
    add(store, "Ben")
    store.close()
    assert path.is_file()


def test_missing_file_is_not_found_when_none_is_to_be_made(path: Path) -> None:
    refuse(path, NotFound, "no workbook at", create=False)


def test_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="nowhere does not exist"):
        open_store(tmp_path / "nowhere" / "hub.milepost", who="Noor")


def test_private_folders_are_made_on_demand(tmp_path: Path) -> None:
    make_private_folder(tmp_path / "a" / "b")
    make_private_folder(tmp_path / "a" / "b")
    assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o700


def test_folder_is_refused(path: Path) -> None:
    path.mkdir()
    refuse(path, NotAWorkbook, "folder")


def test_file_as_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(WorkbookError, match="file"):
        open_store(tmp_path / "file" / "hub.milepost", who="Noor")


@pytest.mark.parametrize("content", [b"x", b"Name,Phone\nBen,1\n" * 500, b"SQLite format 3\0", bytes(4_096)])
def test_other_files_are_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    refuse(path, NotAWorkbook, "not a Milepost workbook")


def test_other_database_is_refused(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("create table person (id integer primary key)")
    other.commit()
    other.close()
    refuse(path, NotAWorkbook, "a database, but not")


def test_other_database_in_write_ahead_mode_is_refused_untouched(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("pragma journal_mode = wal")
    other.execute("create table person (id integer primary key)")
    other.commit()
    refuse(path, NotAWorkbook, "a database, but not")
    other.close()


def test_newer_workbook_is_refused(book: Path) -> None:
    open_store(book, who="Noor", steps=(*STEPS, m999_later)).close()
    refuse(book, NotAWorkbook, "newer version")


def test_step_unknown_to_us_is_refused_even_when_the_count_fits(book: Path) -> None:
    tamper(book, "insert into _sqlite_migrations (migration_set, name, applied_at) values ('milepost', 'm998', '')")
    tamper(book, "pragma user_version = 3")
    with pytest.raises(NotAWorkbook, match="newer version"):
        open_store(book, who="Noor")


def test_older_workbook_is_brought_up_to_date(book: Path) -> None:
    newer = open_store(book, who="Noor", steps=(*STEPS, m999_later))
    with newer.read() as tx:
        assert tx.rows("select name from later") == []
        assert tx.value("select count(*) from person") == 1
    assert newer.check() == []
    newer.close()


def test_step_that_fails_leaves_the_older_workbook(book: Path) -> None:
    def m999_breaks(s: SchemaVerbs) -> None:
        s.create(LATER)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        open_store(book, who="Noor", steps=(*STEPS, m999_breaks))
    store = open_store(book, who="Noor")
    with store.read() as tx:
        assert tx.value("select count(*) from sqlite_master where name = 'later'") == 0
    store.close()


def test_cut_file_is_refused(book: Path) -> None:
    book.with_name(f"{book.name}-journal").unlink(missing_ok=True)
    os.truncate(book, book.stat().st_size - 4_096)
    refuse(book, NotAWorkbook, "damaged")


def test_damaged_first_page_is_refused(book: Path) -> None:
    with book.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 400)
    refuse(book, NotAWorkbook, "damaged")


def test_locked_workbook_says_so(book: Path) -> None:
    holder = sqlite3.connect(book, isolation_level=None)
    holder.execute("begin exclusive")
    refuse(book, Unavailable, "in use by another program")
    holder.close()


def test_workbook_that_is_locked_later_refuses_the_act_and_keeps_going(book: Path) -> None:
    store = open_store(book, who="Noor", patience=0.05)
    holder = sqlite3.connect(book, isolation_level=None)
    holder.execute("begin immediate")
    with pytest.raises(Unavailable, match="in use by another program"):
        add(store, "Ana")
    holder.execute("rollback")
    holder.close()
    assert add(store, "Ana")
    assert [act.what for act in store.acts()] == ["add Ana", "add Ben"]
    store.close()


def test_reading_only_on_request(book: Path) -> None:
    before = contents(book.parent)
    store = open_store(book, who="Noor", read_only=True)
    assert store.read_only
    assert [act.what for act in store.acts()] == ["add Ben"]
    for change in (lambda: add(store, "Ana"), store.undo, lambda: store.load("person", [])):
        with pytest.raises(ReadOnly) as refused:
            change()
        assert refused.value.hint
    assert store.check() == []
    store.close()
    assert contents(book.parent) == before


def test_reading_only_makes_no_workbook(path: Path) -> None:
    with pytest.raises(NotFound):
        open_store(path, who="Noor", read_only=True)
    assert contents(path.parent) == {}


def test_older_workbook_cannot_be_opened_for_reading_only(book: Path) -> None:
    before = contents(book.parent)
    with pytest.raises(ReadOnly, match="older version"):
        open_store(book, who="Noor", read_only=True, steps=(*STEPS, m999_later))
    assert contents(book.parent) == before


def opened_by_nobody(book: Path) -> list[object]:
    """What happens to a user without rights who opens this file and then adds somebody."""
    for folder in (book.parent, *book.parent.parents):
        if {Path(tempfile.gettempdir()), Path("/dev/shm")} & set(folder.parents):
            folder.chmod(folder.stat().st_mode | 0o055)
    here, there = multiprocessing.Pipe()
    child = multiprocessing.get_context("fork").Process(target=open_as_nobody, args=(book, there))
    child.start()
    child.join(30)
    assert child.exitcode == 0
    return list(here.recv())


def open_as_nobody(book: Path, report: Connection) -> None:
    """In a process of its own, which never comes back to being root."""
    os.setgroups([])
    os.setgid(65_534)
    os.setuid(65_534)
    seen: list[object] = []
    try:
        store = open_store(book, who="nobody")
        seen += [store.read_only, [act.what for act in store.acts()], store.check()]
        add(store, "Ana")
    except WorkbookError as error:
        seen += [type(error).__name__, bool(error.hint)]
    report.send(seen)


needs_root = pytest.mark.skipif(os.getuid() != 0, reason="needs root, to become another user")


@needs_root
def test_file_that_may_not_be_read_is_unavailable(book: Path) -> None:
    before = contents(book.parent)
    assert opened_by_nobody(book) == ["Unavailable", True]
    assert contents(book.parent) == before


@needs_root
def test_file_that_may_not_be_written_is_opened_for_reading(book: Path) -> None:
    book.chmod(0o644)
    before = contents(book.parent)
    assert opened_by_nobody(book) == [True, ["add Ben"], [], "ReadOnly", True]
    assert contents(book.parent) == before


@needs_root
def test_write_ahead_file_that_may_not_be_written_is_opened_for_reading(book: Path) -> None:
    book.chmod(0o644)
    book.with_name(f"{book.name}-journal").unlink(missing_ok=True)
    tamper(book, "pragma journal_mode = wal")
    before = contents(book.parent)
    assert opened_by_nobody(book) == [True, ["add Ben"], [], "ReadOnly", True]
    assert contents(book.parent) == before


@needs_root
def test_folder_that_may_not_be_written_takes_no_new_workbook(path: Path) -> None:
    assert opened_by_nobody(path) == ["Unavailable", True]
    assert contents(path.parent) == {}


def test_file_is_marked_as_ours(book: Path) -> None:
    raw = sqlite3.connect(book)
    assert raw.execute("pragma application_id").fetchone() == (APPLICATION_ID,)
    assert raw.execute("pragma user_version").fetchone() == (len(STEPS),)
    raw.close()


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
    ],
)
def test_write_ahead_mode_only_where_it_keeps_every_commit(version: tuple[int, ...], safe: bool) -> None:
    assert wal_is_safe(version) is safe


@pytest.mark.parametrize(("version", "mode"), [((3, 40, 1), "truncate"), ((3, 51, 3), "wal")])
def test_journal_follows_the_library(
    path: Path, monkeypatch: pytest.MonkeyPatch, version: tuple[int, ...], mode: str
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    store = open_store(path, who="Noor")
    row = add(store, "Ben")
    with store.read() as tx:
        assert tx.value("pragma journal_mode") == mode
    store.close()
    again = open_store(path, who="Noor")
    assert field(again, row, "name") == "Ben"
    again.close()


def test_write_ahead_file_from_elsewhere_is_changed_back_where_it_is_not_safe(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tamper(book, "pragma journal_mode = wal")
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    store = open_store(book, who="Noor")
    with store.read() as tx:
        assert tx.value("pragma journal_mode") == "truncate"
    store.close()


def test_store_may_be_opened_on_one_thread_and_used_on_another(book: Path, run_in_thread: Runner) -> None:
    store = run_in_thread(lambda: open_store(book, who="Noor"))
    assert run_in_thread(lambda: add(store, "Ana"))
    assert len(store.acts()) == 2
    run_in_thread(store.close)


def tamper(path: Path, sql: str) -> None:
    """One statement past the store."""
    raw = sqlite3.connect(path)
    raw.execute(sql)
    raw.commit()
    raw.close()
