"""A look at a file before SQLite touches it, so that a refused file stays as it is, byte for byte."""

from __future__ import annotations

import os
import struct
from typing import TYPE_CHECKING

from domain.model.errors import NotAWorkbook, NotFound, ReadOnly, Unavailable
from domain.model.lazily import dataclass

if TYPE_CHECKING:
    from pathlib import Path

APPLICATION_ID = 0x4D6C7073
"""Marks a SQLite file as ours: 'Mlps' in its header."""

_MAGIC = b"SQLite format 3\0"
_HEADER = 100
_WAL = 2


@dataclass(frozen=True, slots=True)
class Header:
    """What the first 100 bytes of a SQLite file say; sizes in bytes."""

    application_id: int
    steps: int  # the schema steps that were taken
    wal: bool
    size: int  # what the file should have at least; 0 where the header does not know


@dataclass(frozen=True, slots=True)
class Look:
    """How a file may be opened."""

    fresh: bool
    behind: bool  # it needs schema steps
    writable: bool
    immutable: bool  # nobody can write it, and SQLite could not make its files beside it
    wal: bool = False


def look_at(path: Path, steps: int, *, create: bool, read_only: bool) -> Look:
    """How to open this file for a program that knows this many schema steps.

    Raises `NotFound`, `NotAWorkbook`, `Unavailable` or `ReadOnly`, each with what to do; changes nothing.
    """
    if not _is_there(path):
        return _fresh(path, create=create)
    if not path.is_file():
        raise NotAWorkbook(f"{path} is a folder or a device, not a file.", "Name the workbook file itself.")
    header = _header(path)
    if header is None:
        return _fresh(path, create=create)
    _refuse_strange(path, header, steps)
    return _look(path, header, steps, read_only=read_only)


def make_private(path: Path) -> None:
    """An empty file that only its owner may read; nothing happens when it is there already."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise _no_file(path, error) from error


def make_private_folder(folder: Path) -> None:
    """A folder that only its owner may enter, with every folder above it that is missing."""
    if not folder.is_dir():
        make_private_folder(folder.parent)
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise _no_file(folder, error) from error


def _is_there(path: Path) -> bool:
    try:
        path.stat()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise Unavailable(f"{path} cannot be opened: {error.strerror}.", "Check its name and permissions.") from error
    return True


def _fresh(path: Path, *, create: bool) -> Look:
    if not create:
        raise NotFound(f"There is no workbook at {path}.", "Check the name, or make a new workbook there.")
    if not path.parent.is_dir():
        raise NotFound(f"The folder {path.parent} does not exist.", "Make it first, or choose another.")
    return Look(fresh=True, behind=True, writable=True, immutable=False)


def _header(path: Path) -> Header | None:
    """None for an empty file, which is what a workbook is before its first moment."""
    try:
        with path.open("rb") as file:
            first = file.read(_HEADER)
    except OSError as error:
        raise Unavailable(f"{path} cannot be read: {error.strerror}.", "Ask for permission to read it.") from error
    if not first:
        return None
    if len(first) < _HEADER or not first.startswith(_MAGIC):
        raise NotAWorkbook(f"{path} is not a Milepost workbook.", "Choose another file.")
    return _parsed(first)


def _parsed(first: bytes) -> Header:
    """Offsets as in https://www.sqlite.org/fileformat.html, section 1.3."""
    page_size = struct.unpack_from(">H", first, 16)[0]
    changes, pages = struct.unpack_from(">II", first, 24)
    valid_for = struct.unpack_from(">I", first, 92)[0]
    return Header(
        application_id=struct.unpack_from(">I", first, 68)[0],
        steps=struct.unpack_from(">I", first, 60)[0],
        wal=first[18] == _WAL,
        size=(page_size if page_size > 1 else 65_536) * pages if changes == valid_for else 0,
    )


def _refuse_strange(path: Path, header: Header, steps: int) -> None:
    if header.application_id != APPLICATION_ID:
        raise NotAWorkbook(f"{path} is a database, but not a Milepost workbook.", "Choose another file.")
    if header.steps > steps:
        raise written_by_newer(str(path))
    if header.size > path.stat().st_size and not _has_sidecar(path):
        raise NotAWorkbook(
            f"{path} is damaged: its end is missing.", "Keep it as it is, and restore the newest backup."
        )


def written_by_newer(where: str) -> NotAWorkbook:
    """This program is too old for that workbook."""
    return NotAWorkbook(f"{where} was written by a newer version of Milepost.", "Update Milepost, then open it again.")


def _look(path: Path, header: Header, steps: int, *, read_only: bool) -> Look:
    writable = os.access(path, os.W_OK)
    behind = header.steps < steps
    if behind and (read_only or not writable):
        raise too_old_to_read(str(path))
    immutable = not writable and not os.access(path.parent, os.W_OK) and not _has_sidecar(path)
    return Look(fresh=False, behind=behind, writable=writable, immutable=immutable, wal=header.wal)


def too_old_to_read(where: str) -> ReadOnly:
    """An old workbook must be written once before it can be read."""
    return ReadOnly(
        f"{where} comes from an older version and must be brought up to date first, but it cannot be written.",
        "Open it once where it can be written, or work on a copy.",
    )


def _has_sidecar(path: Path) -> bool:
    """Whether changes wait beside the file to be taken into it, or taken back."""
    beside = (path.with_name(path.name + end) for end in ("-wal", "-journal"))
    return any(file.exists() and file.stat().st_size for file in beside)


def _no_file(path: Path, error: OSError) -> Unavailable:
    return Unavailable(f"{path} cannot be made: {error.strerror}.", "Ask for permission to write there.")
