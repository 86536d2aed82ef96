"""Errors that a person can act on: each says what is, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class WorkbookError(Exception):
    """Something that the user must know about, with what to do next."""

    def __init__(self, message: str, hint: str = "", *, names: Sequence[str] = ()) -> None:
        """Say what is and what to do; `names` are those of people in the words, which are hidden where names are."""
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.names = tuple(names)

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".rstrip()


class BadInput(WorkbookError):
    """A value was refused; nothing was stored."""


class NotFound(WorkbookError):
    """Nothing in the workbook answers to that id, number or name."""


class Conflict(WorkbookError):
    """Somebody else changed the row first, or a rule of the workbook forbids the change."""


class Unavailable(WorkbookError):
    """The workbook cannot be reached or is busy; nothing is known to have been written."""


class Stopped(WorkbookError):
    """Somebody stopped what was going on; nothing of an act that was stopped is stored."""


class NotAWorkbook(WorkbookError):
    """The file is no workbook, is damaged, or was written by a newer version; it was left as it is."""


class ReadOnly(WorkbookError):
    """The workbook was opened for reading only; nothing was written."""


class CatalogueError(WorkbookError):
    """A catalogue file is wrong; the message names the file and the place."""
