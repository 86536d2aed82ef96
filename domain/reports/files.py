"""Putting exports on the disk: for their owner only, whole or not at all, never over something that is there."""

from __future__ import annotations

import errno
import os
import secrets
from typing import TYPE_CHECKING

from domain.model.errors import BadInput, Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE_MODE = 0o600
FOLDER_MODE = 0o700
MOST_COPIES = 9999
LONGEST_NAME = 240
"""Bytes; file systems take 255, and a copy adds '-9999'."""

NO_HARD_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOSYS, errno.EACCES})
"""What a file system without hard links answers."""


def write_new(folder: Path, name: str, data: bytes, draft: str = "") -> Path:
    """Write the data to a new file and return where it is; 'slip.pdf' becomes 'slip-2.pdf' where that is taken.

    The file is readable by its owner only (0600), folders that have to be made likewise (0700). It appears whole or
    not at all, and is on the disk on return. A link that stands at the name counts as taken and is not followed.
    `draft` names the draft, so that what is left of one by a program that died is found again. Raises BadInput for a
    name that is a path, Unavailable where the system refuses to write.
    """
    _check_name(name)
    try:
        make_folder(folder)
        drafted = _draft(folder, draft)
        try:
            _write_draft(drafted, data)
            path = _settle(drafted, folder, name)
        finally:
            drafted.unlink(missing_ok=True)
        _sync_folder(folder)
    except OSError as error:
        raise refused(folder, name, error) from error
    return path


def write_over(folder: Path, name: str, data: bytes, draft: str = "") -> Path:
    """The same under exactly this name; what stood there is gone, and a link there is replaced, not followed."""
    _check_name(name)
    path = folder / name
    try:
        make_folder(folder)
        drafted = _draft(folder, draft)
        try:
            _write_draft(drafted, data)
            os.replace(drafted, path)
        finally:
            drafted.unlink(missing_ok=True)
        _sync_folder(folder)
    except OSError as error:
        raise refused(folder, name, error) from error
    return path


def _draft(folder: Path, token: str) -> Path:
    return folder / f".{token or secrets.token_hex(8)}.part"


def refused(folder: Path, name: str, error: OSError) -> Unavailable:
    """The error for a file that the system does not let us write."""
    reason = (error.strerror or "the system refused").lower()
    return Unavailable(
        f"{name} could not be written to {folder}: {reason}.", "Choose another folder, or make room, and try again."
    )


def _check_name(name: str) -> None:
    if name in ("", ".", "..") or any(sign in name for sign in '/\\:\0\n\r<>"|?*') or name != name.strip():
        raise BadInput(f"{name!r} is not the name of a file.", "Give a plain name, without folders.")
    if len(os.fsencode(name)) > LONGEST_NAME:
        raise BadInput("The file name is too long.", f"Use at most {LONGEST_NAME} bytes.")


def make_folder(folder: Path) -> None:
    """Make the folder and what is missing above it, for the owner only; folders that exist stay as they are."""
    missing = []
    for place in (folder, *folder.parents):
        if place.exists():
            break
        missing.append(place)
    for place in reversed(missing):
        place.mkdir(mode=FOLDER_MODE, exist_ok=True)


def _write_draft(draft: Path, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(draft, flags, FILE_MODE), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _settle(draft: Path, folder: Path, name: str) -> Path:
    """Give the draft the first name that is free; the system decides, so two writers never share one."""
    for path in candidates(folder, name):
        try:
            _claim(draft, path)
        except FileExistsError:
            continue
        return path
    raise BadInput(f"There are {MOST_COPIES} files named like {name} already.", "Move some away and try again.")


def _claim(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path, follow_symlinks=False)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError) as error:
        if isinstance(error, OSError) and error.errno not in NO_HARD_LINKS:
            raise
        # Without hard links the name is taken first, empty, and the draft moved onto it.
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE))
        os.replace(draft, path)


def candidates(folder: Path, name: str) -> Iterator[Path]:
    """The name, and those with a number that stand in for it where it is taken."""
    stem, suffix = os.path.splitext(name)
    yield folder / name
    for copy in range(2, MOST_COPIES + 1):
        yield folder / f"{stem}-{copy}{suffix}"


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut, where the system lets a folder be synced (Windows does not)."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
