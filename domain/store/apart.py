"""A file of its own beside a workbook, for what people gave freely and nobody may read about one of them.

It holds groups by mark: a digest of a person's id under a key that lies in another file. The file without its key says
nothing about anybody, and the workbook says nothing of the file. Nothing in it is logged, undone, copied with the
workbook or sent; what is taken away is overwritten. There is no way to ask what one person said.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from hashlib import blake2b
from secrets import token_bytes
from typing import TYPE_CHECKING

from domain.model.errors import NotAWorkbook, NotFound, Unavailable
from domain.store.sqlite_errors import explained
from domain.store.sqlite_file import make_private, make_private_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

KEY_BYTES = 32
_MARK_BYTES = 16
_OURS = 0x4D6C7041
"""Marks the file as ours: 'MlpA' in its header."""
_TABLE = """
create table if not exists given (
    mark blob not null, question text not null, answer text not null, primary key (mark, question)
) without rowid
"""
_ITSELF = b"of the file itself"
"""What is digested to tell whether key and file belong together."""


class Apart:
    """The file and its key; both are made, readable by their owner alone, when something is given first."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.key_path = path.with_name(path.name + ".key")

    def put(self, person: int, answers: dict[str, str]) -> None:
        """Keep what somebody gave, by question, in place of what they gave before.

        Unavailable where a file cannot be written; NotAWorkbook for a file that is not ours, or of another key.
        """
        key = self._key(make=True)
        with self._open(key, make=True) as db:
            db.execute("delete from given where mark = ?", (_mark(key, person),))
            rows = [(_mark(key, person), question, answer) for question, answer in answers.items()]
            db.executemany("insert into given (mark, question, answer) values (?, ?, ?)", rows)

    def take_away(self, people: Iterable[int]) -> None:
        """Forget what these people gave; nothing happens for those who gave nothing. Errors as `put`."""
        if not self.path.exists():
            return
        key = self._key(make=False)
        with self._open(key, make=False) as db:
            db.executemany("delete from given where mark = ?", [(_mark(key, person),) for person in people])

    def groups(self, question: str, people: Iterable[int]) -> dict[int, str]:
        """What these people gave as an answer to a question, for counting; those who gave none are left out."""
        if not self.path.exists():
            return {}
        key = self._key(make=False)
        with self._open(key, make=False) as db:
            rows = db.execute("select mark, answer from given where question = ?", (question,))
            known: dict[bytes, str] = dict(rows.fetchall())
        marks = ((person, known.get(_mark(key, person))) for person in people) if known else ()
        return {person: answer for person, answer in marks if answer is not None}

    def _key(self, *, make: bool) -> bytes:
        try:
            if make and not self.path.exists():
                make_private_folder(self.path.parent)
                with os.fdopen(os.open(self.key_path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
                    file.write(token_bytes(KEY_BYTES))
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
        own = blake2b(_ITSELF, key=key, digest_size=_MARK_BYTES).digest()
        if db.execute("select count(*) from sqlite_master").fetchone()[0] == 0:
            db.execute(f"pragma application_id = {_OURS}")
            db.execute(_TABLE)
            db.execute("insert into given (mark, question, answer) values (?, '', '')", (own,))
            return
        if db.execute("pragma application_id").fetchone()[0] != _OURS:
            raise NotAWorkbook(f"{self.path} was not made for this.", "Choose another file.")
        if db.execute("select 1 from given where mark = ? and question = ''", (own,)).fetchone() is None:
            raise NotAWorkbook(
                f"{self.key_path} is not the key of {self.path}.", "Put the right one back; both were made together."
            )


def _mark(key: bytes, person: int) -> bytes:
    return blake2b(person.to_bytes(8), key=key, digest_size=_MARK_BYTES).digest()
