"""What an export has written so far, noted beside its files until all are there, so that it can be gone on with.

The note is a small hidden file of the folder: a line for each file, by a mark of its words, made before the file is.
A file comes into being whole, so a name that is noted and there is a file that need not be written again.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections import defaultdict
from dataclasses import field, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import msgspec

from domain.model.lazily import dataclass
from domain.model.letterhead import PLAIN
from domain.reports.files import FILE_MODE, candidates, make_folder, refused, write_new, write_over

if TYPE_CHECKING:
    from pathlib import Path
    from typing import TextIO

    from domain.model.letterhead import Letterhead
    from domain.model.slip import JourneyDocument, SlipDocument
    from domain.reports.formats import Addressed, Format, Paper

_NOTE = re.compile(r"\.milepost-(?P<token>[0-9a-f]{16})\.(?P<form>[a-z]+)\.part")
_NAME = re.compile(r"[a-z0-9][a-z0-9 .-]*")


@dataclass(slots=True)
class Left:
    """What exports that were stopped, or whose program died, left in a folder."""

    files: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Names of whole files, by the mark of what is in them."""
    manner: str = ""
    """What the newest of them did where a name was taken; '' where there was none."""

    def take(self, of: str) -> str:
        """The name of a file with this mark that need not be written again, each once; '' where there is none."""
        names = self.files.get(of)
        return names.pop(0) if names else ""


def mark(
    document: SlipDocument | JourneyDocument | Addressed, paper: Paper = "a4", letterhead: Letterhead | None = None
) -> str:
    """A mark of the words and of the paper that they stand on: the same for files that hold the same."""
    # Whether a site's own template or Milepost's lays it out is a choice that may fall differently the second time.
    head = replace(letterhead or PLAIN, templates="")
    said = msgspec.json.encode((document, paper, head), order="deterministic")
    return blake2b(said, digest_size=16).hexdigest()


def left_in(folder: Path, form: Format) -> Left:
    """What earlier exports of this format left in a folder; nothing of one that is still under way."""
    found = Left()
    for path in _notes(folder, form):
        with _held(path) as file:
            if file is not None:
                _gather(found, folder, file)
    return found


class Ledger:
    """The note of one export that is under way."""

    def __init__(self, folder: Path, form: Format, manner: str) -> None:
        """Take over what earlier ones left; nothing is made before the first file is written."""
        self._folder, self._form = folder, form
        self._token = secrets.token_hex(8)
        self._file: TextIO | None = None
        self._entries = 0
        self._old = _notes(folder, form)
        self.left = left_in(folder, form)
        self._all_left = _listed(self.left)
        self.manner = manner or self.left.manner
        """What is done where a name is taken; as the earlier one did where nothing is said."""

    def write(self, of: str, name: str, data: bytes, over: bool = False) -> Path:
        """Write one file, noted; as `write_new`, or `write_over` where that is asked for."""
        file = self._begun()
        if over:
            path = write_over(self._folder, name, data, self._token)
            self._put(file, of, path.name)
            return path
        free = next((path.name for path in candidates(self._folder, name) if not os.path.lexists(path)), name)
        number = self._put(file, of, free)
        path = write_new(self._folder, free, data, self._token)
        if path.name != free:
            self._put(file, of, path.name, number)
        return path

    def close(self, whole: bool) -> None:
        """End it: what is whole needs no note, save for files of an earlier one that was about others."""
        if self._file is None:
            if whole and not any(self.left.files.values()):
                self._forget(self._old)
            return
        if whole and not any(self.left.files.values()):
            self._path.unlink(missing_ok=True)
        elif whole:
            self._file.seek(0)
            self._file.truncate()
            self._keep(self._file, _listed(self.left))
        self._file.close()
        self._file = None

    @property
    def _path(self) -> Path:
        return self._folder / f".milepost-{self._token}.{self._form}.part"

    def _begun(self) -> TextIO:
        if self._file is None:
            try:
                make_folder(self._folder)
                handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL, FILE_MODE)
            except OSError as error:
                raise refused(self._folder, self._path.name, error) from error
            self._file = os.fdopen(handle, "r+", encoding="utf-8")
            _lock(self._file)
            self._keep(self._file, self._all_left)
            self._forget(self._old)
        return self._file

    def _keep(self, file: TextIO, already: list[tuple[str, str]]) -> None:
        """Note how it goes, and what is there already."""
        file.write(json.dumps([0, self.manner, ""]) + "\n")
        for of, name in already:
            self._put(file, of, name)

    def _put(self, file: TextIO, of: str, name: str, number: int = 0) -> int:
        self._entries += 1
        file.write(json.dumps([number or self._entries, of, name]) + "\n")
        file.flush()
        return number or self._entries

    def _forget(self, notes: list[Path]) -> None:
        for path in notes:
            with _held(path) as file:
                if file is not None:
                    (self._folder / f".{_token_of(path)}.part").unlink(missing_ok=True)
                    path.unlink(missing_ok=True)
        self._old = []


def _listed(left: Left) -> list[tuple[str, str]]:
    return [(of, name) for of, names in left.files.items() for name in names]


def _token_of(path: Path) -> str:
    found = _NOTE.fullmatch(path.name)
    return found["token"] if found else ""


def _notes(folder: Path, form: Format) -> list[Path]:
    listed = sorted(folder.glob(f".milepost-*.{form}.part"))
    return [path for path in listed if _token_of(path) and path.is_file() and not path.is_symlink()]


class _held:
    """The note of an export that nobody is at; None where somebody is, or it is gone."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: TextIO | None = None

    def __enter__(self) -> TextIO | None:
        try:
            self._file = self._path.open("r+", encoding="utf-8", errors="replace")
        except OSError:
            return None
        if not _lock(self._file):
            self._file.close()
            self._file = None
        return self._file

    def __exit__(self, *_error: object) -> None:
        if self._file is not None:
            self._file.close()


def _lock(file: TextIO) -> bool:
    """Hold a note while its export is under way; the system lets go of it when the program dies."""
    try:
        import fcntl
    except ImportError:  # pragma: no cover - Windows, where a note is nobody's
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True


def _gather(found: Left, folder: Path, file: TextIO) -> None:
    """Add what a note names and what is there; a line that was cut off names nothing."""
    noted = {number: (of, name) for number, of, name in map(_read, file) if number >= 0}
    found.manner, _ = noted.pop(0, ("", ""))
    for of, name in noted.values():
        path = folder / name
        if path.is_file() and not path.is_symlink():
            found.files[of].append(name)


def _read(line: str) -> tuple[int, str, str]:
    """Number, mark and name; number 0 is how it goes, and -1 what says nothing."""
    try:
        value: Any = json.loads(line)
    except ValueError:
        return -1, "", ""
    match value:
        case [0, str(manner), ""]:
            return 0, manner, ""
        case [int(number), str(of), str(name)] if number > 0 and _NAME.fullmatch(name):
            return number, of, name
    return -1, "", ""
