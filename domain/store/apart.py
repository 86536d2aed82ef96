"""A file of its own beside a workbook, for what people gave freely and nobody may read about one of them.

It holds groups by mark: a digest of a person's id under a key that lies in another file, with the id itself sealed
under the same key. The file without its key says nothing about anybody, and the workbook says nothing of the file but
where it lies. Nothing in it is logged, undone, copied with the workbook or sent; what is taken away is overwritten.
Beside it stands what was counted of it for a period that is over, so that it is counted once: two counts of the same
days, before and after one person came or went, could be subtracted.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from hashlib import blake2b
from secrets import token_bytes
from typing import TYPE_CHECKING

from domain.model.errors import NotAWorkbook, NotFound, Unavailable
from domain.model.lazily import dataclass
from domain.store.sqlite_errors import explained
from domain.store.sqlite_file import make_private, make_private_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

KEY_BYTES = 32
_MARK_BYTES = 16
_ID_BYTES = 8
_OURS = 0x4D6C7041
"""Marks the file as ours: 'MlpA' in its header."""
_TABLES = (
    """create table given (
        mark blob not null, question text not null, answer text not null, sealed blob not null,
        primary key (mark, question)
    ) without rowid""",
    """create table counted (
        book text not null, question text not null, since text not null, until text not null, counts text not null,
        at integer not null, primary key (book, question, since)
    ) without rowid""",
)
_ITSELF = b"of the file itself"
"""What is digested to tell whether key and file belong together."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted for one period, and is not counted again."""

    since: str
    """ISO date of its first day."""
    until: str
    """ISO date of its last day."""
    counts: str
    """As it was handed in."""
    at: int
    """When it was counted, milliseconds UTC."""


class Apart:
    """The file and its key; both are made, readable by their owner alone, when somebody is first asked."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.key_path = path.with_name(path.name + ".key")

    @property
    def is_there(self) -> bool:
        """Whether there is such a file."""
        return self.path.is_file()

    def make(self) -> str:
        """Make the file and its key where there are none; its mark, by which it is known wherever it is moved to.

        Unavailable where a file cannot be written; NotAWorkbook for a file that is not ours, or of another key.
        """
        key = self._key(make=True)
        with self._open(key, make=True):
            return _own(key).hex()

    def mark(self) -> str:
        """The mark of the file; '' where there is none. Errors as `make`."""
        if not self.is_there:
            return ""
        key = self._key(make=False)
        with self._open(key, make=False):
            return _own(key).hex()

    def put(self, person: int, answers: Mapping[str, str], instead_of: Iterable[int] = ()) -> None:
        """Keep what somebody gave, by question, in place of what they gave before under these ids: all or nothing.

        Errors as `make`.
        """
        key = self._key(make=True)
        mark = _mark(key, person)
        rows = [(mark, question, answer, _sealed(key, mark, person)) for question, answer in answers.items()]
        with self._open(key, make=True) as db:
            db.executemany("delete from given where mark = ?", [(_mark(key, one),) for one in {person, *instead_of}])
            db.executemany("insert into given (mark, question, answer, sealed) values (?, ?, ?, ?)", rows)

    def take_away(self, people: Iterable[int]) -> None:
        """Forget what these people gave; nothing happens for those who gave nothing. Errors as `make`."""
        if not self.is_there:
            return
        key = self._key(make=False)
        with self._open(key, make=False) as db:
            db.executemany("delete from given where mark = ?", [(_mark(key, person),) for person in people])

    def given(self, question: str) -> dict[int, str]:
        """By id, what was given as an answer to a question, for counting; it costs as much as there are answers."""
        if not self.is_there:
            return {}
        key = self._key(make=False)
        with self._open(key, make=False) as db:
            rows = db.execute("select mark, answer, sealed from given where question = ?", (question,))
            return {_opened(key, mark, sealed): answer for mark, answer, sealed in rows}

    def counted(self, book: str, question: str) -> list[Counted]:
        """What was counted already for a workbook and a question, by period. Errors as `make`."""
        if not self.is_there:
            return []
        key = self._key(make=False)
        with self._open(key, make=False) as db:
            return _counted(db, book, question)

    def count(self, book: str, question: str, new: Counted) -> Counted:
        """Keep what was counted for a period, unless somebody was quicker; what is kept. Errors as `make`."""
        key = self._key(make=False)
        with self._open(key, make=False) as db:
            db.execute("insert or ignore into counted values (?, ?, ?, ?, ?, ?)", (book, question, *_fields(new)))
            return next(one for one in _counted(db, book, question) if one.since == new.since)

    def _key(self, *, make: bool) -> bytes:
        try:
            if make and not self.path.exists():
                make_private_folder(self.path.parent)
                with os.fdopen(os.open(self.key_path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
                    file.write(token_bytes(KEY_BYTES))
                    file.flush()
                    os.fsync(file.fileno())
        except FileExistsError:
            pass  # a key that lies ready is used; somebody may have made it at this very moment
        except OSError as error:
            raise Unavailable(f"{self.key_path} cannot be made.", "Look whether its folder may be written.") from error
        try:
            key = self.key_path.read_bytes()
        except OSError as error:
            raise NotFound(
                f"The key of {self.path} is not there.", f"Put {self.key_path.name} back beside it."
            ) from error
        if len(key) != KEY_BYTES:
            raise NotAWorkbook(f"{self.key_path} is no key.", f"Put the key of {self.path.name} back.")
        return key

    @contextmanager
    def _open(self, key: bytes, *, make: bool) -> Iterator[sqlite3.Connection]:
        if make:
            make_private(self.path)
        try:
            with closing(sqlite3.connect(self.path, timeout=5)) as db, db:
                db.execute("pragma secure_delete = on")
                self._check(db, key)
                yield db
        except sqlite3.Error as error:
            told = explained(error, str(self.path), writing=make)
            if told is None:
                raise
            raise told from error

    def _check(self, db: sqlite3.Connection, key: bytes) -> None:
        if db.execute("select count(*) from sqlite_master").fetchone()[0] == 0:
            db.execute("begin immediate")
            if db.execute("select count(*) from sqlite_master").fetchone()[0] == 0:
                db.execute(f"pragma application_id = {_OURS}")
                for table in _TABLES:
                    db.execute(table)
                db.execute("insert into given values (?, '', '', x'')", (_own(key),))
        if db.execute("pragma application_id").fetchone()[0] != _OURS:
            raise NotAWorkbook(f"{self.path} was not made for this.", "Choose another file.")
        if db.execute("select 1 from given where mark = ? and question = ''", (_own(key),)).fetchone() is None:
            raise NotAWorkbook(
                f"{self.key_path} is not the key of {self.path}.", "Put the right one back; both were made together."
            )


def _own(key: bytes) -> bytes:
    return blake2b(_ITSELF, key=key, digest_size=_MARK_BYTES).digest()


def _mark(key: bytes, person: int) -> bytes:
    return blake2b(person.to_bytes(_ID_BYTES), key=key, digest_size=_MARK_BYTES).digest()


def _pad(key: bytes, mark: bytes) -> int:
    return int.from_bytes(blake2b(mark, key=key, digest_size=_ID_BYTES, person=b"sealed").digest())


def _sealed(key: bytes, mark: bytes, person: int) -> bytes:
    return (person ^ _pad(key, mark)).to_bytes(_ID_BYTES)


def _opened(key: bytes, mark: bytes, sealed: bytes) -> int:
    return int.from_bytes(sealed) ^ _pad(key, mark)


def _fields(one: Counted) -> tuple[str, str, str, int]:
    return one.since, one.until, one.counts, one.at


def _counted(db: sqlite3.Connection, book: str, question: str) -> list[Counted]:
    asked = "select since, until, counts, at from counted where book = ? and question = ? order by since"
    return [Counted(*row) for row in db.execute(asked, (book, question))]
