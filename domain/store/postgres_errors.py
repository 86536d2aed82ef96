"""What PostgreSQL's errors mean to a person."""

from __future__ import annotations

import re

import psycopg
from psycopg import errors

from domain.model.errors import ReadOnly, Unavailable, WorkbookError
from domain.store.engine import Busy, stopped
from domain.store.sqlite_errors import already_there, referred

_KEY = re.compile(r"Key \((.*?)\)=")


def explained(error: psycopg.Error, where: str) -> WorkbookError | None:
    """The error in words, or None where it is a defect of the program and must stay what it is."""
    match error:
        case errors.UniqueViolation():
            key = _KEY.search(error.diag.message_detail or "")
            return already_there(f"{error.diag.table_name}: {key[1] if key else error.diag.constraint_name}")
        case errors.ForeignKeyViolation():
            return referred()
        case errors.InsufficientPrivilege() | errors.ReadOnlySqlTransaction():
            return ReadOnly(f"{where} cannot be written.", "Ask whoever runs the database for the right to write it.")
        case errors.DiskFull():
            return Unavailable("Not saved: the disk of the server is full.", "Tell whoever runs it, then try again.")
        case errors.LockNotAvailable() | errors.DeadlockDetected() | errors.SerializationFailure():
            return Busy(f"{where} is in use by somebody else.", "Wait a moment, then try again.")
        case errors.QueryCanceled():
            return stopped()
        case psycopg.OperationalError():
            return unreachable(error, where)
    return None


def unreachable(error: psycopg.Error, where: str) -> Busy:
    """The server is away, or was."""
    reason = str(error).strip().partition("\n")[0]
    return Busy(
        f"{where} cannot be reached: {reason}.", "Look whether the server and the network are up, then try again."
    )
