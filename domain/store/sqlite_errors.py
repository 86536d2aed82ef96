"""What SQLite's error codes mean to a person."""

from __future__ import annotations

import sqlite3

from domain.model.errors import Conflict, NotAWorkbook, ReadOnly, Unavailable, WorkbookError
from domain.store.engine import Busy, stopped

_PRIMARY = 0xFF
"""The low byte of an extended error code is the plain one."""

_NO_TEXT = "Could not decode"
"""Python's own complaint about text that is no text, which only damage can bring about."""


def explained(error: sqlite3.Error, where: str, *, writing: bool) -> WorkbookError | None:
    """The error in words, or None where it is a defect of the program and must stay what it is."""
    extended = getattr(error, "sqlite_errorcode", None)
    if extended is None:
        return damaged(where) if str(error).startswith(_NO_TEXT) else None
    if extended == sqlite3.SQLITE_READONLY_DBMOVED:
        return Unavailable(f"{where} was moved or deleted while it was open.", "Put it back, then open it again.")
    code = extended & _PRIMARY
    if code == sqlite3.SQLITE_INTERRUPT:
        return stopped()
    if code == sqlite3.SQLITE_CONSTRAINT:
        return _broken_rule(error, extended)
    return _of_file(code, where) or _of_disk(code, where, writing=writing)


def _of_file(code: int, where: str) -> WorkbookError | None:
    match code:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return Busy(f"{where} is in use by another program.", "Wait until it is done, or close it, then try again.")
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return ReadOnly(f"{where} cannot be written.", "Ask for permission to write it, or work on a copy.")
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_AUTH:
            return Unavailable(f"{where} cannot be opened.", "Look whether its folder exists and may be written.")
        case sqlite3.SQLITE_NOTADB:
            return NotAWorkbook(f"{where} is not a Milepost workbook.", "Choose another file.")
        case sqlite3.SQLITE_CORRUPT:
            return damaged(where)
    return None


def damaged(where: str) -> NotAWorkbook:
    """What the file holds is not what was written."""
    return NotAWorkbook(f"{where} is damaged.", "Keep it as it is, and restore the newest backup.")


def _of_disk(code: int, where: str, *, writing: bool) -> WorkbookError | None:
    match code:
        case sqlite3.SQLITE_FULL:
            return Unavailable("Not saved: the disk is full.", "Free some space, then try again.")
        case sqlite3.SQLITE_IOERR if writing:
            return Unavailable(
                f"Not saved: the disk did not take what was written to {where}.",
                "See whether it is full or was taken away, then try again.",
            )
        case sqlite3.SQLITE_IOERR:
            return Unavailable(f"{where} cannot be read from its disk.", "See whether the disk is still there.")
    return None


def _broken_rule(error: sqlite3.Error, extended: int) -> Conflict:
    if extended == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
        return referred()
    return already_there(str(error).rpartition(": ")[2])


def referred() -> Conflict:
    """A row refers to one that is not there, or would be left behind by one that goes."""
    return Conflict(
        "This belongs to something that is no longer in the workbook, or something else belongs to it.",
        "Look again, then repeat the change.",
    )


def already_there(columns: str) -> Conflict:
    """A second row would hold what only one may hold."""
    return Conflict(f"The workbook has this already ({columns}).", "Look at the one that is there.")
